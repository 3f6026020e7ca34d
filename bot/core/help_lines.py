"""Crisis and support lines: which serve a country, and which are due to be checked again.

Not here: the lines themselves (content that ships with the bot) and how they are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

STALE_AFTER: Final = timedelta(days=365)
"""A line that nobody has compared with its source for longer than this is reported to the operator."""

Said = Annotated[str, Field(min_length=1)]
Sourced = Annotated[str, Field(pattern=r"^https://\S+$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""ISO 3166 code, two letters."""


@dataclass(frozen=True)
class HelpLine:
    """One line that answers people in need, and where its number was taken from."""

    countries: Annotated[tuple[Country, ...], Field(min_length=1)]
    name: Said
    call: Said
    about: Said
    source: Sourced
    verified_on: date
    text: Said | None = None


@dataclass(frozen=True)
class Directory:
    """A list of lines in every country, for people whose country has none here."""

    name: Said
    url: Sourced
    about: Said
    source: Sourced
    verified_on: date


@dataclass(frozen=True)
class HelpLines:
    """Everything that ships, or that an operator added."""

    directory: Directory
    countries: Mapping[Country, Said]
    """Names of the countries that have a line, by code."""
    lines: tuple[HelpLine, ...]

    def of(self, country: str | None) -> tuple[HelpLine, ...]:
        """The lines of one country; every line if no country is known; none if that country has none here."""
        if country is None:
            return self.lines
        return tuple(line for line in self.lines if country in line.countries)

    def stale(self, today: date) -> Sequence[str]:
        """Names of the entries that were last verified more than a year before `today`."""
        entries = (self.directory, *self.lines)
        return [entry.name for entry in entries if today - entry.verified_on > STALE_AFTER]


_ADAPTER: Final = TypeAdapter(HelpLines)


def help_lines(content: Mapping[str, object]) -> HelpLines:
    """The lines of a content file.

    Raises:
        pydantic.ValidationError: a line without a number, a source or a date.
        ValueError: a line for a country without a name.
    """
    lines = _ADAPTER.validate_python(dict(content))
    unnamed = {country for line in lines.lines for country in line.countries} - set(lines.countries)
    if unnamed:
        raise ValueError("countries without a name: " + ", ".join(sorted(unnamed)))
    return lines
