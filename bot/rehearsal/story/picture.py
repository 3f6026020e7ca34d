"""The year in one picture: how many found it hard, which word was posted of it, and what the early warning showed.

An SVG with its own colours for light and dark; no colour without a height or a word; one for a wide screen and one for
a telephone. Not here: the words.
"""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.core.publishing import Level
from bot.core.warning import Signal
from bot.rehearsal.story.notebook import Mark, Week
from bot.ui.words import Words


@dataclass(frozen=True)
class Size:
    """How large it is drawn, in its own pixels."""

    name: str
    width: int
    dot: int
    number: int
    """Radius of a number in its circle."""
    months: int
    """Every which month is written."""


WIDE: Final = Size("wide", 1000, 5, 13, 1)
NARROW: Final = Size("narrow", 360, 3, 9, 3)
_LEFT: Final = 50
"""Where the weeks begin."""
_TOP, _DOTS = 120, 180
"""Where the dots begin, and how high their part is."""
_BAND: Final = 52
_WORDS_AT: Final = _TOP + _DOTS + 60
_SIGNAL_AT: Final = _WORDS_AT + _BAND + 50
_MONTHS_AT: Final = _SIGNAL_AT + _BAND + 26
_HEIGHT: Final = _MONTHS_AT + 12
_MOST: Final = 10
_LEVELS: Final = tuple(Level)
_SIGNALS: Final = tuple(Signal)
_LETTER: Final = 7


def year_picture(
    words: Words, weeks: Sequence[Week], marks: Sequence[tuple[Mark, datetime]], alternative: str, size: Size
) -> str:
    """The picture as SVG; `alternative` says the same in words."""
    return "\n".join(_Picture(words, weeks, marks, size).drawn(alternative))


class _Picture:
    def __init__(self, words: Words, weeks: Sequence[Week], marks: Sequence[tuple[Mark, datetime]], size: Size) -> None:
        self._words = words
        self._weeks = weeks
        self._marks = marks
        self._size = size
        self._step = (size.width - _LEFT - 10) / len(weeks)

    def drawn(self, alternative: str) -> Iterator[str]:
        yield (
            f'<svg class="{self._size.name}" viewBox="0 0 {self._size.width} {_HEIGHT}" role="img" '
            f'aria-label="{html.escape(alternative)}" xmlns="http://www.w3.org/2000/svg">'
        )
        yield from (*self._axes(), *self._dots(), *self._bands(), *self._numbers(), *self._months(), "</svg>")

    def _x(self, week: float) -> float:
        return round(_LEFT + self._step * week, 1)

    def _axes(self) -> Iterator[str]:
        for key, at in (("low", _TOP - 14), ("words", _WORDS_AT - 18), ("signal", _SIGNAL_AT - 18)):
            yield f'<text class="axis" x="0" y="{at}">{html.escape(self._words(f"story-axis-{key}"))}</text>'
        for count in (0, 5, _MOST):
            y = _TOP + _DOTS * (1 - count / _MOST)
            yield f'<line class="grid" x1="{_LEFT}" x2="{self._size.width}" y1="{y}" y2="{y}"/>'
            yield _small(_LEFT - 8, y + 5, str(count), "end")

    def _dots(self) -> Iterator[str]:
        for number, week in enumerate(self._weeks):
            y = _TOP + _DOTS * (1 - week.low / _MOST)
            yield f'<circle class="dot" cx="{self._x(number + 0.5)}" cy="{y}" r="{self._size.dot}"/>'

    def _bands(self) -> Iterator[str]:
        levels = [_LEVELS.index(week.lines.low) for week in self._weeks]
        signals = [_SIGNALS.index(week.signal) for week in self._weeks]
        heights = [(place + 0.3) / (len(_SIGNALS) - 0.7) for place in range(len(_SIGNALS))]
        level_words = [self._words(f"checkin-level-{level.value}") for level in Level]
        signal_words = [self._words(f"story-signal-{signal.value}") for signal in Signal]
        yield from self._band(levels, _WORDS_AT, [(place + 1) / len(_LEVELS) for place in range(len(_LEVELS))], "level")
        yield from self._band(signals, _SIGNAL_AT, heights, "signal")
        yield from self._said(levels, level_words, _WORDS_AT)
        yield from self._said(signals, signal_words, _SIGNAL_AT)

    def _band(self, places: Sequence[int], top: int, heights: Sequence[float], kind: str) -> Iterator[str]:
        width = round(self._step - 1.5, 1)
        for number, place in enumerate(places):
            tall = round(_BAND * heights[place], 1)
            at = f'x="{self._x(number)}" y="{round(top + _BAND - tall, 1)}"'
            yield f'<rect class="{kind}{place}" {at} width="{width}" height="{tall}"/>'

    def _said(self, places: Sequence[int], said: Sequence[str], top: int) -> Iterator[str]:
        """The lowest and the highest word beside the band, and one above each stretch of weeks that can hold it."""
        yield _small(_LEFT - 6, top + 10, said[-1], "end")
        yield _small(_LEFT - 6, top + _BAND, said[0], "end")
        begins = 0
        for number in range(1, len(places) + 1):
            if number == len(places) or places[number] != places[begins]:
                word = said[places[begins]]
                if places[begins] > 0 and (number - begins) * self._step > _LETTER * len(word):
                    yield _small(self._x((begins + number) / 2), top - 4, word, "middle")
                begins = number

    def _numbers(self) -> Iterator[str]:
        """A numbered line for each thing that happened; a number for which there is no room stands lower."""
        radius, rows = self._size.number, list[float]()
        for number, (_, at) in enumerate(self._marks, start=1):
            x = self._x((at.date() - self._weeks[0].opened).days / 7)
            row = next((row for row, last in enumerate(rows) if x - last > 2 * radius), len(rows))
            rows[row : row + 1] = [x]
            y = radius + 2 + row * (2 * radius + 1)
            yield f'<line class="mark" x1="{x}" x2="{x}" y1="{y + radius}" y2="{_SIGNAL_AT + _BAND}"/>'
            yield f'<circle class="number" cx="{x}" cy="{y}" r="{radius}"/>'
            yield f'<text class="in" x="{x}" y="{y + 5}" text-anchor="middle">{number}</text>'

    def _months(self) -> Iterator[str]:
        seen: set[int] = set()
        for number, week in enumerate(self._weeks):
            month = week.opened.month
            if month not in seen and (month - 1) % self._size.months == 0:
                yield _small(self._x(number), _MONTHS_AT, f"{week.opened:%b}", "start")
            seen.add(month)


def _small(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text class="small" x="{x}" y="{y}" text-anchor="{anchor}">{html.escape(said)}</text>'
