"""What is seen on a chart: both lines, gaps, all questions, and words of any kind."""

import io
import warnings
from dataclasses import replace
from itertools import pairwise

import pytest
from PIL import Image

from bot.ui.charts.chart import MOST_ROUNDS, MOST_ROWS, Chart, ChartRow, Places, from_json, to_json
from bot.ui.charts.drawing import draw

WIDTH = 900
DASH = 16
"""The longest gap within a dashed line, and between a line and its markers."""
BLUE, VERMILLION = (0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)
LEVELS = ("few", "some", "about half or more", "most")


def chart(*rows: ChartRow, rounds: int = 3, title: str = "Weekly pulse") -> Chart:
    labels = tuple(f"{day} Jan" for day in range(1, rounds + 1))
    return Chart(title, LEVELS, "low or very low", "good or very good", labels, rows)


def row(low: Places, good: Places, name: str = "How are you?") -> ChartRow:
    return ChartRow(name, "10 to 14 answers", low, good)


RISING = chart(row((1, 1, 0), (1, 2, 3)))
FULL = chart(
    *(row((0, 1) * 6, (3, 2) * 6, "W" * 45) for _ in range(MOST_ROWS)), rounds=MOST_ROUNDS, title="A long title " * 20
)


def drawn(wanted: Chart) -> Image.Image:
    """The picture, from what comes by the wire; a complaint of matplotlib's fails the test."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return Image.open(io.BytesIO(draw(from_json(to_json(wanted))))).convert("RGBA")


def places(picture: Image.Image, colour: tuple[int, int, int]) -> list[tuple[int, int]]:
    """Where a colour is found below the legend."""
    pixels = picture.convert("RGB")
    below = range(int(picture.height * 0.4), picture.height)
    return [(x, y) for x in range(picture.width) for y in below if pixels.getpixel((x, y)) == colour]


def columns(picture: Image.Image, colour: tuple[int, int, int]) -> list[tuple[int, int]]:
    """From where to where a colour is found below the legend, dashes joined."""
    found = sorted({x for x, _ in places(picture, colour)})
    starts = [x for before, x in pairwise([-2 * DASH, *found]) if x - before > DASH]
    ends = [before for before, x in pairwise([*found, WIDTH + 2 * DASH]) if x - before > DASH]
    return list(zip(starts, ends, strict=True))


def test_one_line_alone_has_no_legend_and_nothing_of_the_other() -> None:
    places_of_one: Places = (0, 1, 2)
    alone = drawn(replace(chart(ChartRow("How are you?", "", places_of_one)), low="", good=""))
    both = drawn(chart(row(places_of_one, places_of_one)))
    assert alone.height < both.height
    pixels = alone.convert("RGB")
    colours = {pixels.getpixel((x, y)) for x in range(pixels.width) for y in range(pixels.height)}
    assert BLUE in colours
    assert VERMILLION not in colours


def test_both_lines_are_shown_and_gaps_are_left_open() -> None:
    whole, gap, other = [drawn(chart(row((0, low, 0), (3, good, 3)))) for low, good in ((0, 3), (None, None), (0, 2))]
    assert len({one.tobytes() for one in (whole, gap, other)}) == 3
    assert whole.getchannel("A").getextrema() == (255, 255), "what is behind it must not matter"
    for colour in (BLUE, VERMILLION):
        [line], [(left, _), (_, right)] = columns(whole, colour), columns(gap, colour)
        assert (left, right) == line


@pytest.mark.parametrize("level", range(4))
def test_lines_at_the_same_level_are_both_seen_the_good_one_above(level: int) -> None:
    picture = drawn(chart(row((level,), (level,)), rounds=1))
    heights = [sum(y for _, y in found) / len(found) for found in (places(picture, BLUE), places(picture, VERMILLION))]
    assert heights == sorted(heights)
    for colour in (BLUE, VERMILLION):
        [(left, right)] = columns(picture, colour)
        assert 10 < right - left < 40


def test_a_higher_level_stands_higher() -> None:
    tops = [min(y for _, y in places(drawn(chart(row((0,), (level,)), rounds=1)), BLUE)) for level in range(4)]
    assert tops == sorted(tops, reverse=True)
    assert len(set(tops)) == 4


def test_more_questions_make_it_longer_not_smaller() -> None:
    one, full = drawn(RISING), drawn(FULL)
    assert (one.width, full.width) == (WIDTH, WIDTH)
    assert one.height < 600 < full.height < 2200


@pytest.mark.parametrize(
    "words", ["🌱 👨‍👩‍👧", "気分", "كيف حالك", "$x^2$ \\frac{", "a\x00\nb", "", " ", "x" * 4000, "x " * 2000]
)
def test_no_word_can_spoil_a_picture(words: str) -> None:
    anything = Chart(words, (words,) * 4, words, words, (words,) * 3, (replace(RISING.rows[0], name=words),))
    assert drawn(anything).width == WIDTH


@pytest.mark.parametrize(("typed", "shown"), [("🌱 Hope", "Hope"), ("a  \tb\n", "a b"), ("気分", "…")])
def test_what_cannot_be_drawn_is_left_out(typed: str, shown: str) -> None:
    first, second = [drawn(chart(row((1,), (2,), name), rounds=1)) for name in (typed, shown)]
    assert first.tobytes() == second.tobytes()


def test_the_newest_round_is_always_labelled() -> None:
    first, second = [
        Chart("", LEVELS, "", "", ("1 Jan",) * 11 + (newest,), FULL.rows[:1]) for newest in ("9 Feb", "8 Mar")
    ]
    assert drawn(first).tobytes() != drawn(second).tobytes()
