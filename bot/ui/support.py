"""How crisis and support lines are shown, the same wherever they are needed.

Not here: which lines exist (content) and the rest of the support page (its cog).
"""

from functools import cache

from bot.core.help_lines import HelpLine, HelpLines, help_lines
from bot.ui.page import Part, Text
from bot.ui.words import Words
from config.content import read_content


@cache
def lines_in(language: str) -> HelpLines:
    """The lines that ship, described in a language if it has them, else in English."""
    return help_lines(read_content("help_lines", language))


def help_parts(words: Words, country: str | None) -> tuple[Part, ...]:
    """The emergency number first, then the lines of a country (ISO 3166 code) and the international directory.

    Without a country every line that ships is shown: nobody has to choose before they see a number.
    """
    known = lines_in(words.language)
    shown = [_line(words, known, line) for line in known.of(country)] or [words("support-no-line")]
    directory = known.directory
    listed = (*shown, words("support-directory", name=directory.name, url=directory.url, about=directory.about))
    return (Text(words("support-emergency")), Text("\n".join(f"- {line}" for line in listed)))


def _line(words: Words, known: HelpLines, line: HelpLine) -> str:
    countries = ", ".join(known.countries[country] for country in line.countries)
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
