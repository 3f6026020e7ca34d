"""How wide words are in a picture and how they are broken into lines. Only for the process that draws."""

import unicodedata
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

DOTS_PER_INCH: Final = 72
"""So that a point of a font or a line is one pixel."""
_FONTS: Final = Path(mpl.get_data_path()) / "fonts" / "ttf"
_PLAIN: Final = _FONTS / "DejaVuSans.ttf"
_BOLD: Final = _FONTS / "DejaVuSans-Bold.ttf"
_ELLIPSIS: Final = "…"
_MOST_LETTERS: Final = 200
"""More than have room anywhere."""


class Lettering:
    """One kind of letters: their size in pixels, bold or not."""

    def __init__(self, size: float, *, bold: bool = False) -> None:
        file = str(_BOLD if bold else _PLAIN)
        self.size = size
        self.font = FontProperties(fname=file, size=size)
        self._glyphs = FT2Font(file)
        self._renderer = FigureCanvasAgg(Figure(figsize=(1, 1), dpi=DOTS_PER_INCH)).get_renderer()

    @property
    def line(self) -> float:
        """The height of a line in pixels."""
        return self.size * 1.25

    def width(self, words: str) -> float:
        """The width of one line in pixels."""
        return float(self._renderer.get_text_width_height_descent(words, self.font, ismath=False)[0])

    def readable(self, words: str) -> str:
        """The words without what the font lacks: small pictures, some scripts. An ellipsis, if nothing is left."""
        plain = _plain(words)
        drawn = "".join(one for one in plain if one == " " or self._glyphs.get_char_index(ord(one)))
        return " ".join(drawn.split()) or (_ELLIPSIS if plain.strip() else "")

    def wrapped(self, words: str, width: float, most: int) -> list[str]:
        """The words in at most so many lines of at most `width` pixels; an ellipsis stands for what has no room."""
        lines = [""]
        for word in self.readable(words).split(" "):
            for piece in self._pieces(word, width):
                longer = f"{lines[-1]} {piece}".lstrip()
                if self.width(longer) <= width:
                    lines[-1] = longer
                elif len(lines) < most:
                    lines.append(piece)
                else:
                    return [*lines[:-1], self._cut(longer, width)]
        return lines

    def balanced(self, words: str, width: float, most: int) -> list[str]:
        """Like `wrapped`, in as few lines, but these as equally long as can be."""
        lines = self.wrapped(words, width, most)
        longest_word = max(map(self.width, self.readable(words).split(" ")))
        while (narrower := max(map(self.width, lines)) - 1) >= longest_word:
            tried = self.wrapped(words, narrower, most)
            if len(tried) > len(lines) or _ELLIPSIS in tried[-1]:
                break
            lines = tried
        return lines

    def _pieces(self, word: str, width: float) -> list[str]:
        """The word, broken where it alone is wider than a line."""
        pieces = [""]
        for letter in word:
            if pieces[-1] and self.width(pieces[-1] + letter) > width:
                pieces.append("")
            pieces[-1] += letter
        return pieces

    def _cut(self, words: str, width: float) -> str:
        while words and self.width(words + _ELLIPSIS) > width:
            words = words[:-1]
        whole = words.rpartition(" ")[0]
        return (whole or words) + _ELLIPSIS


def _plain(words: str) -> str:
    """Composed letters, and no control or formatting signs, which have no picture."""
    composed = unicodedata.normalize("NFC", words[:_MOST_LETTERS])
    return "".join(" " if one.isspace() else one for one in composed if one.isspace() or one.isprintable())
