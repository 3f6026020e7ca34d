"""How crisis and support lines are shown, the same wherever they are needed.

Not here: which lines exist (content, and what an operator added) and the rest of the support page (its cog).
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from bot.core.help_lines import AddedLines, HelpLine, HelpLines, added_lines, help_lines, with_added
from bot.ui.long_text import shortened
from bot.ui.page import Choice, Option, Part, Text
from bot.ui.paging import length
from bot.ui.words import Words
from config.content import FALLBACK, read_content

ELSEWHERE: Final = "elsewhere"
_ROOM: Final = 2300
"""Characters for lines on a page that shows little else: the most lines a country can have, the longest there are."""
_MOST_COUNTRIES: Final = 100
"""Characters for the countries of one line."""


class NoHelpLines(Exception):
    """The operator's file of help lines is not there, or is not TOML."""


@cache
def shipped_lines(language: str) -> HelpLines:
    """The lines that ship, described in a language if it has them, else in English."""
    return help_lines(read_content("help_lines", language))


class HelpDesk:
    """Every help line there is: those that ship, and those that the operator added."""

    def __init__(self, added: AddedLines | None = None) -> None:
        self._added = added
        # What is wrong with the operator's lines must be found out now, and by nobody in need.
        self.lines(FALLBACK)

    def lines(self, language: str) -> HelpLines:
        """All lines, described in a language where they are."""
        shipped = shipped_lines(language)
        return shipped if self._added is None else with_added(shipped, self._added)

    def parts(self, words: Words, country: str | None, room: int = _ROOM) -> tuple[Part, ...]:
        """The emergency number first, then the lines of a country (ISO 3166 code) and the international directory.

        Without a country the lines of every country are shown: nobody has to choose before they see a number. What
        does not fit into `room` characters is left out, and that is said.
        """
        known = self.lines(words.language)
        shown, left = _that_fit([_line(words, known, line) for line in known.of(country)], room)
        directory = known.directory
        listed = (
            *(shown or [words("support-no-line")]),
            *([words("support-more-lines")] if left else []),
            words("support-directory", name=directory.name, url=directory.url, about=directory.about),
        )
        return (Text(words("support-emergency")), Text("\n".join(f"- {line}" for line in listed)))

    def countries(self, words: Words, shown: str | None, custom_id: str) -> Choice:
        """Lets somebody choose the country whose lines they need; choosing is a press with this custom_id."""
        named = sorted(self.lines(words.language).countries.items(), key=lambda country: country[1])
        options = [Option(name, code, default=code == shown) for code, name in named]
        options.append(Option(words("support-country-elsewhere"), ELSEWHERE, default=shown == ELSEWHERE))
        return Choice(custom_id, words("support-choose-country"), options)


def help_desk(path: Path | None) -> HelpDesk:
    """The lines that ship and those of an operator's file.

    Raises:
        NoHelpLines: the file is not there, or is not TOML.
        LineRefused: one of its lines cannot be shown to people in need.
    """
    if path is None:
        return HelpDesk()
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        raise NoHelpLines from None
    return HelpDesk(added_lines(content))


def _that_fit(lines: list[str], room: int) -> tuple[list[str], bool]:
    """The first lines that fit, at least one; and whether any is left out."""
    used, fitting = 0, 0
    for line in lines:
        used += length(line) + 3
        if used > room and fitting:
            break
        fitting += 1
    return lines[:fitting], fitting < len(lines)


def _line(words: Words, known: HelpLines, line: HelpLine) -> str:
    countries = shortened(", ".join(known.countries[country] for country in line.countries), _MOST_COUNTRIES)
    if line.text is None:
        return words("support-line-call", countries=countries, name=line.name, call=line.call, about=line.about)
    return words(
        "support-line-call-text",
        countries=countries,
        name=line.name,
        call=line.call,
        text=line.text,
        about=line.about,
    )
