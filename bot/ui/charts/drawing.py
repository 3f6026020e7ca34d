"""Draws a chart as a picture that a telephone shows about 350 pixels wide. Only for the process that draws.

The two lines differ in colour (Okabe and Ito's blue and vermillion, told apart with any kind of colour vision), in
marker, in dashes and by a small step up or down, so that both are seen where they are at the same level.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

from bot.ui.charts.canvas import INK, PALE_INK, Canvas, Stroke
from bot.ui.charts.chart import Chart, ChartRow, Places, stretches
from bot.ui.charts.lettering import Lettering

WIDTH: Final = 900
"""Pixels. The smallest letters, of `_SMALL`, are still 11 pixels high where the picture is 350 wide."""
_TITLE: Final = 38
_NAME: Final = 31
_SMALL: Final = 29

_MARGIN: Final = 32
_RIGHT: Final = WIDTH - _MARGIN
_INNER: Final = _RIGHT - _MARGIN
_BAND: Final = 60
"""Height of the band of one level whose words have one line or two."""
_WIDEST_LEVEL: Final = 200
_GAP: Final = 16
_SAMPLE: Final = 92
"""Length of a line in the legend."""
_MOST_LINES: Final = 2
_MOST_LEVEL_LINES: Final = 3

_BANDS: Final = ("#E9EDF3", "#F4F6F9")
_GRID: Final = Stroke("#FFFFFF", 3)
_TICK: Final = Stroke(PALE_INK, 3)
_GOOD: Final = Stroke("#0072B2", 7, None, "o", 25)
_LOW: Final = Stroke("#D55E00", 7, (1.5, 0.9), "s", 21)
_ALONE: Final = _GOOD
"""Not the colour of *low*: it looks like a warning."""
_STEP: Final = 0.17
"""How far the lines lie beside the middle of a band, in its height."""


def draw(chart: Chart) -> bytes:
    """The chart as a PNG, `WIDTH` pixels wide and as high as it needs."""
    blocks = list(_blocks(chart))
    canvas = Canvas(WIDTH, math.ceil(sum(block.height for block in blocks)))
    top = 0.0
    for block in blocks:
        block.draw(canvas, top)
        top += block.height
    return canvas.png()


class _Block(Protocol):
    """A part of the picture, as wide as it; they stand one below the other. Heights in pixels."""

    @property
    def height(self) -> float: ...

    def draw(self, canvas: Canvas, top: float) -> None: ...


def _blocks(chart: Chart) -> Iterator[_Block]:
    scale = _Scale(chart)
    yield _Space(_MARGIN)
    yield _Lines(Lettering(_TITLE, bold=True), chart.title)
    if chart.good:
        yield _Space(_GAP)
        yield _Legend(chart.good, chart.low)
    for row in chart.rows:
        yield _Space(2 * _GAP)
        yield _Heading(row)
        yield _Panel(scale, row)
    yield _TimeAxis(scale)
    yield _Space(_MARGIN - _GAP)


@dataclass(frozen=True)
class _Space:
    """Nothing."""

    height: float

    def draw(self, canvas: Canvas, top: float) -> None:
        """Leave it empty."""


class _Lines:
    """Words on the left, in as many lines as they need."""

    def __init__(self, lettering: Lettering, words: str, colour: str = INK) -> None:
        self._lettering = lettering
        self._lines = lettering.wrapped(words, _INNER, _MOST_LINES)
        self._colour = colour
        self.height = lettering.line * len(self._lines)

    @property
    def last(self) -> float:
        """How wide the last line is."""
        return self._lettering.width(self._lines[-1])

    def draw(self, canvas: Canvas, top: float) -> None:
        step = self._lettering.line
        for number, line in enumerate(self._lines):
            canvas.words(line, (_MARGIN, top + step * (number + 0.5)), self._lettering, self._colour)


class _Legend:
    """Which line is which; beside each other where there is room."""

    def __init__(self, good: str, low: str) -> None:
        self._lettering = Lettering(_SMALL)
        start = _SAMPLE + _GAP
        self._words = [self._lettering.wrapped(words, _INNER - start, _MOST_LINES) for words in (good, low)]
        widths = [start + max(map(self._lettering.width, lines)) for lines in self._words]
        self._second = _MARGIN + widths[0] + 3 * _GAP
        self._beside = self._second + widths[1] <= _RIGHT
        heights = [self._lettering.line * len(lines) for lines in self._words]
        self._below = 0.0 if self._beside else heights[0] + _GAP / 2
        self.height = max(heights[0], self._below + heights[1])

    def draw(self, canvas: Canvas, top: float) -> None:
        self._item(canvas, (_MARGIN, top), _GOOD, self._words[0])
        second = self._second if self._beside else _MARGIN
        self._item(canvas, (second, top + self._below), _LOW, self._words[1])

    def _item(self, canvas: Canvas, corner: tuple[float, float], stroke: Stroke, lines: Sequence[str]) -> None:
        left, top = corner
        step = self._lettering.line
        middle = top + step / 2
        canvas.line([(left + 4, middle), (left + _SAMPLE - 4, middle)], _without_marker(stroke))
        canvas.line([(left + _SAMPLE / 2, middle)], stroke)
        for number, line in enumerate(lines):
            canvas.words(line, (left + _SAMPLE + _GAP, middle + step * number), self._lettering)


def _without_marker(stroke: Stroke) -> Stroke:
    return Stroke(stroke.colour, stroke.width, stroke.dashes)


class _Heading:
    """A question's name, and how many answered: on the right of it, or below where there is no room."""

    def __init__(self, row: ChartRow) -> None:
        self._name = _Lines(Lettering(_NAME, bold=True), row.name)
        self._small = Lettering(_SMALL)
        self._answers = self._small.readable(row.answers)
        self._beside = self._name.last + 2 * _GAP + self._small.width(self._answers) <= _INNER
        below = 0.0 if self._beside or not self._answers else self._small.line
        self.height = self._name.height + below + _GAP / 2

    def draw(self, canvas: Canvas, top: float) -> None:
        self._name.draw(canvas, top)
        bottom = top + self.height - _GAP / 2 - self._small.line / 2
        if self._beside:
            canvas.words(self._answers, (_RIGHT, bottom), self._small, PALE_INK, "right")
        else:
            canvas.words(self._answers, (_MARGIN, bottom), self._small, PALE_INK)


class _Scale:
    """Where a round and a level stand, the same in every panel."""

    def __init__(self, chart: Chart) -> None:
        self.rounds = chart.rounds
        self.lettering = Lettering(_SMALL)
        self.levels = [self.lettering.balanced(words, _WIDEST_LEVEL, _MOST_LEVEL_LINES) for words in chart.levels]
        self.band = max(_BAND, self.lettering.size * max(map(len, self.levels)) + 4)
        self.left = _MARGIN + _GAP + max(self.lettering.width(line) for lines in self.levels for line in lines)
        self.spacing = (_RIGHT - self.left) / len(chart.rounds)
        self.height = self.band * len(chart.levels)

    def x(self, number: int) -> float:
        """The middle of a round."""
        return self.left + self.spacing * (number + 0.5)

    def y(self, place: float) -> float:
        """The middle of a level, below the upper edge of its panel."""
        return self.height - self.band * (place + 0.5)


class _Panel:
    """One question's two lines over the bands of the levels."""

    def __init__(self, scale: _Scale, row: ChartRow) -> None:
        self._scale = scale
        self._row = row
        self.height = scale.height

    def draw(self, canvas: Canvas, top: float) -> None:
        scale = self._scale
        for place, lines in enumerate(scale.levels):
            self._band(canvas, top, place, lines)
        for number in range(len(scale.rounds)):
            canvas.line([(scale.x(number), top), (scale.x(number), top + self.height)], _GRID)
        if not self._row.good:
            self._course(canvas, top, self._row.low, _ALONE, 0)
            return
        self._course(canvas, top, self._row.low, _LOW, -_STEP)
        self._course(canvas, top, self._row.good, _GOOD, _STEP)

    def _band(self, canvas: Canvas, top: float, place: int, lines: Sequence[str]) -> None:
        scale = self._scale
        middle = top + scale.y(place)
        canvas.area(scale.left, middle - scale.band / 2, _RIGHT - scale.left, scale.band, _BANDS[place % 2])
        first = middle - scale.lettering.size * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            at = (scale.left - _GAP, first + scale.lettering.size * number)
            canvas.words(line, at, scale.lettering, PALE_INK, "right")

    def _course(self, canvas: Canvas, top: float, places: Places, stroke: Stroke, step: float) -> None:
        for stretch in stretches(places):
            points = [(self._scale.x(number), top + self._scale.y(place + step)) for number, place in stretch]
            canvas.line(points, stroke)


class _TimeAxis:
    """The labels of the rounds below the last panel: the newest, and as many before it as have room."""

    def __init__(self, scale: _Scale) -> None:
        self._scale = scale
        self._labels = [scale.lettering.wrapped(words, _INNER, 1)[0] for words in scale.rounds]
        self._halves = [scale.lettering.width(label) / 2 for label in self._labels]
        self.height = _GAP + scale.lettering.line

    def draw(self, canvas: Canvas, top: float) -> None:
        scale = self._scale
        for number in self._shown():
            canvas.line([(scale.x(number), top), (scale.x(number), top + _GAP / 2)], _TICK)
            at = (self._x(number), top + _GAP + scale.lettering.line / 2)
            canvas.words(self._labels[number], at, scale.lettering, PALE_INK, "center")

    def _x(self, number: int) -> float:
        """The middle of a label: below its round, but not over the edge of the picture."""
        reach = _MARGIN / 2 + self._halves[number]
        return min(max(self._scale.x(number), reach), WIDTH - reach)

    def _shown(self) -> list[int]:
        """Every second, third, … round, back from the newest, so that no two labels touch."""
        newest = len(self._labels) - 1
        for every in range(1, newest + 1):
            shown = list(range(newest, -1, -every))
            if all(self._apart(one, other) for other, one in pairwise(shown)):
                return shown
        return [newest]

    def _apart(self, one: int, other: int) -> bool:
        return self._x(one) + self._halves[one] + _GAP <= self._x(other) - self._halves[other]
