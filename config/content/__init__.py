"""Finds and reads the content that ships with the bot: the agreement, check-in templates, categories, help lines.

Not here: the short words of buttons and messages; they are in `config/locales`.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

FALLBACK = "en"
"""The language every piece of content exists in."""


class ContentMissing(Exception):
    """No content of this name ships, not even in English."""


@cache
def read_content(name: str, language: str = FALLBACK) -> Mapping[str, object]:
    """`config/content/<language>/<name>.toml` as plain values; the English one if that language has none.

    Read once per process. `language` may be a full code ("en-GB"): its first part is looked for after the whole.

    Raises:
        ContentMissing: no such content in any of these languages.
    """
    for folder in (language, language.partition("-")[0], FALLBACK):
        place = files(__name__).joinpath(folder, f"{name}.toml")
        if place.is_file():
            return MappingProxyType(tomllib.loads(place.read_text(encoding="utf-8")))
    raise ContentMissing(name)


@cache
def languages_of(name: str) -> tuple[str, ...]:
    """The languages in which `<name>.toml` ships."""
    folders = (folder for folder in files(__name__).iterdir() if folder.joinpath(f"{name}.toml").is_file())
    return tuple(folder.name for folder in folders)
