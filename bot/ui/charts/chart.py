"""What a picture shows, as plain data with all its words, and its way to the process that draws it. Draws nothing."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeAlias, cast

MOST_ROUNDS = 12
MOST_ROWS = 4

Places: TypeAlias = tuple[int | None, ...]
"""For each round, oldest first, the place of its level in `Chart.levels`; None where nothing was shown."""


@dataclass(frozen=True)
class ChartRow:
    """One question: a panel of its own with two lines."""

    name: str
    """At most 45 characters."""
    answers: str
    """How many answered, in words, such as "10 to 14 answers"; may be empty."""
    low: Places
    good: Places = ()
    """Empty where there is only one line."""


@dataclass(frozen=True)
class Chart:
    """A trend: up to `MOST_ROWS` questions over up to `MOST_ROUNDS` rounds."""

    title: str
    levels: tuple[str, ...]
    """The words of the levels, lowest first."""
    low: str
    """What the lower line stands for, in the legend."""
    good: str
    """Empty where every row has only one line: then there is no legend."""
    rounds: tuple[str, ...]
    """The labels of the time axis, oldest first; where they are many, not each of them is shown."""
    rows: tuple[ChartRow, ...]


def stretches(places: Places) -> Iterator[list[tuple[int, int]]]:
    """The rounds between two gaps, each with its place."""
    stretch: list[tuple[int, int]] = []
    for number, place in enumerate(places):
        if place is not None:
            stretch.append((number, place))
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def to_json(chart: Chart) -> bytes:
    """The chart for the process that draws it."""
    return json.dumps(asdict(chart)).encode()


def from_json(data: bytes) -> Chart:
    """What `to_json` was given."""
    found = cast("Mapping[str, object]", json.loads(data))
    return Chart(
        title=str(found["title"]),
        levels=_words(found["levels"]),
        low=str(found["low"]),
        good=str(found["good"]),
        rounds=_words(found["rounds"]),
        rows=tuple(_row(one) for one in cast("Sequence[Mapping[str, object]]", found["rows"])),
    )


def _row(found: Mapping[str, object]) -> ChartRow:
    return ChartRow(str(found["name"]), str(found["answers"]), _places(found["low"]), _places(found["good"]))


def _words(found: object) -> tuple[str, ...]:
    return tuple(cast("Sequence[str]", found))


def _places(found: object) -> Places:
    return tuple(cast("Sequence[int | None]", found))
