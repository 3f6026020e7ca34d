"""Crisis and support lines: which serve a country, and which are due to be checked again.

Not here: the lines themselves (content that ships with the bot) and how they are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated, Final, cast

from pydantic import Field, TypeAdapter, ValidationError

MOST_COUNTRIES: Final = 24
"""A select holds 25 options, one of which is *somewhere else*."""
MOST_IN_A_COUNTRY: Final = 5
"""All of them are shown at once."""

STALE_AFTER: Final = timedelta(days=365)
"""A line that nobody has compared with its source for longer than this is reported to the operator."""

Said = Annotated[str, Field(min_length=1, max_length=100)]
Number = Annotated[str, Field(min_length=1, max_length=40)]
Sourced = Annotated[str, Field(pattern=r"^https://\S+$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""ISO 3166 code, two letters."""


@dataclass(frozen=True)
class HelpLine:
    """One line that answers people in need, and where its number was taken from."""

    countries: Annotated[tuple[Country, ...], Field(min_length=1)]
    name: Said
    call: Number
    about: Said
    source: Sourced
    verified_on: date
    text: Number | None = None


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
    """Everything that ships, and what an operator added."""

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


@dataclass(frozen=True)
class AddedLines:
    """What an operator adds: lines, and names for countries that have none here yet."""

    lines: tuple[HelpLine, ...]
    countries: Mapping[Country, Said] = field(default_factory=dict[str, str])


class LineRefused(Exception):
    """A line that an operator added cannot be shown to people in need. Both values are for the operator's eyes."""

    def __init__(self, line: str, what: str) -> None:
        super().__init__(f"{line}: {what}")
        self.line = line
        self.what = what


_ADAPTER: Final = TypeAdapter(HelpLines)
_ADDED: Final = TypeAdapter(AddedLines)


def help_lines(content: Mapping[str, object]) -> HelpLines:
    """The lines of a content file.

    Raises:
        pydantic.ValidationError: a line without a number, a source or a date.
        ValueError: a line for a country without a name.
    """
    lines = _ADAPTER.validate_python(dict(content))
    unnamed = _unnamed(lines)
    if unnamed:
        raise ValueError("countries without a name: " + ", ".join(sorted(unnamed)))
    return lines


def added_lines(content: Mapping[str, object]) -> AddedLines:
    """The lines of an operator's file, in the same form as the content that ships; a directory in it is left out.

    Raises:
        LineRefused: a line without a number, a source or a date, or with a word that is too long.
    """
    try:
        return _ADDED.validate_python({key: value for key, value in content.items() if key != "directory"})
    except ValidationError as error:
        place = [str(part) for part in error.errors()[0]["loc"]]
        raise LineRefused(_name_of(content, place), place[-1] if place else "lines") from None


def with_added(shipped: HelpLines, added: AddedLines) -> HelpLines:
    """The lines that ship, then those that an operator added.

    Raises:
        LineRefused: a country without a name, too many countries, or too many lines for one.
    """
    lines = HelpLines(shipped.directory, {**added.countries, **shipped.countries}, (*shipped.lines, *added.lines))
    unnamed = _unnamed(lines)
    for line in added.lines:
        if unnamed.intersection(line.countries):
            raise LineRefused(line.name, "countries")
    crowded = [country for country in sorted(lines.countries) if len(lines.of(country)) > MOST_IN_A_COUNTRY]
    if crowded or len(lines.countries) > MOST_COUNTRIES:
        raise LineRefused(", ".join(crowded or sorted(added.countries)), "countries")
    return lines


def _unnamed(lines: HelpLines) -> set[str]:
    return {country for line in lines.lines for country in line.countries} - set(lines.countries)


def _name_of(content: Mapping[str, object], place: list[str]) -> str:
    """What the operator calls the line at this place, or its number, counted from 1."""
    lines = content.get("lines")
    if place[:1] != ["lines"] or len(place) < 2 or not isinstance(lines, list | tuple):  # noqa: PLR2004 - "lines", then its place
        return ".".join(place)
    number = int(place[1])
    found = cast("Sequence[object]", lines)[number]
    name = cast("Mapping[str, object]", found).get("name") if isinstance(found, Mapping) else None
    return str(name or number + 1)
