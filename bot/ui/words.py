"""Every word a person reads, from the Fluent catalogues in `config/locales`. Not for the content a group edits."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import discord
from discord import app_commands
from fluent.runtime import FluentBundle, FluentResource, resolver
from fluent.runtime.types import FluentType

import config

LOCALES: Final = Path(config.__file__).parent / "locales"
DEFAULT_LANGUAGE: Final = "en"

Value = str | int

_LARGEST_COUNT: Final = 999
"""Above it a number is an id or a year: "1,234" would break a mention."""

# Fluent refuses longer values, against catalogues that nobody vouches for. Ours are our own, and a clause is longer.
resolver.MAX_PART_LENGTH = 100_000


class MissingWords(Exception):
    """The catalogue has no such message, or a value it needs was not given. Carries the key only."""


class Words:
    """The messages of one language; what it lacks is said in the default language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundle = FluentBundle([language], use_isolating=False)
        for folder in dict.fromkeys((DEFAULT_LANGUAGE, language)):
            for path in sorted((LOCALES / folder).glob("*.ftl")):
                self._bundle.add_resource(FluentResource(path.read_text("utf-8")), allow_overrides=True)
        self._plain: dict[str, str] = {}

    def __call__(self, key: str, /, **values: Value) -> str:
        """The message in words.

        Raises:
            MissingWords: no such message, or a value it names was not given.
        """
        if values:
            return self._formatted(key, values)
        if key not in self._plain:
            self._plain[key] = self._formatted(key, {})
        return self._plain[key]

    def has(self, key: str) -> bool:
        """Whether the catalogue has this message."""
        return self._bundle.has_message(key)

    def _formatted(self, key: str, values: Mapping[str, FluentType | Value]) -> str:
        if not self._bundle.has_message(key):
            raise MissingWords(key)
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise MissingWords(key)
        plain = {
            name: str(value) if isinstance(value, int) and value > _LARGEST_COUNT else value
            for name, value in values.items()
        }
        text, errors = self._bundle.format_pattern(pattern, plain)
        if errors or not isinstance(text, str):
            raise MissingWords(key)
        return text


@lru_cache(maxsize=64)
def words_for(language: str | discord.Locale) -> Words:
    """The words of the nearest language that has a catalogue: `de-AT`, then `de`, then the default."""
    name = str(language)
    for candidate in (name, name.split("-", maxsplit=1)[0]):
        if (LOCALES / candidate).is_dir():
            return _catalogue(candidate)
    return _catalogue(DEFAULT_LANGUAGE)


@lru_cache(maxsize=32)
def _catalogue(language: str) -> Words:
    return Words(language)


def command_words(key: str) -> app_commands.locale_str:
    """The text of a command, option or menu entry; translated by `CommandTranslator` when commands are synced."""
    return app_commands.locale_str(_catalogue(DEFAULT_LANGUAGE)(key), key=key)


class CommandTranslator(app_commands.Translator):
    """Gives Discord the command texts in each language that has a catalogue of its own."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002 - Discord's signature
    ) -> str | None:
        """The text in that language, or None where the default text serves."""
        key = string.extras.get("key")
        words = words_for(locale)
        if not isinstance(key, str) or words.language == DEFAULT_LANGUAGE:
            return None
        return words(key)
