"""A sheet in pixels from its upper left corner, for words, areas and lines. Only for the process that draws."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from bot.ui.charts.lettering import DOTS_PER_INCH, Lettering

PAPER = "#FFFFFF"
INK = "#1C2530"
PALE_INK = "#515C68"


@dataclass(frozen=True)
class Stroke:
    """How a line looks; sizes in pixels, dashes in widths of the line (none: solid)."""

    colour: str
    width: float
    dashes: tuple[float, float] | None = None
    marker: str = ""
    marker_size: float = 0


class Canvas:
    """A sheet with its own opaque paper, so that it is the same on a dark and on a light theme."""

    def __init__(self, width: int, height: int) -> None:
        self._height = height
        inches = (width / DOTS_PER_INCH, height / DOTS_PER_INCH)
        self._figure = Figure(figsize=inches, dpi=DOTS_PER_INCH, facecolor=PAPER)
        self._agg = FigureCanvasAgg(self._figure)

    def words(
        self,
        words: str,
        at: tuple[float, float],
        lettering: Lettering,
        colour: str = INK,
        align: Literal["left", "center", "right"] = "left",
    ) -> None:
        """One line of words, its middle at this height."""
        x, y = at
        text = Text(
            x,
            self._height - y,
            words,
            color=colour,
            fontproperties=lettering.font,
            horizontalalignment=align,
            verticalalignment="center_baseline",
            parse_math=False,
            transform=IdentityTransform(),
        )
        self._figure.add_artist(text)

    def area(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle."""
        corner = (left, self._height - top - height)
        box = Rectangle(corner, width, height, facecolor=colour, linewidth=0, transform=IdentityTransform())
        self._figure.add_artist(box)

    def line(self, points: Sequence[tuple[float, float]], stroke: Stroke) -> None:
        """A line through these points, with a marker at each if the stroke has one."""
        line = Line2D(
            [x for x, _ in points],
            [self._height - y for _, y in points],
            color=stroke.colour,
            linewidth=stroke.width,
            linestyle="solid" if stroke.dashes is None else (0, stroke.dashes),
            marker=stroke.marker,
            markersize=stroke.marker_size,
            markeredgecolor=PAPER,
            markeredgewidth=3,
            solid_capstyle="round",
            transform=IdentityTransform(),
        )
        self._figure.add_artist(line)

    def png(self) -> bytes:
        """The sheet as it is now, without a word about what it was made with."""
        out = io.BytesIO()
        self._agg.print_png(out, metadata={"Software": None})  # pyright: ignore[reportUnknownMemberType] - its stub names no types
        return out.getvalue()
