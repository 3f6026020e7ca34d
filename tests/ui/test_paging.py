"""Long texts are spread over messages without losing a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.paging import ROOM, length, spread

BLOCKS = st.lists(st.text(alphabet="ab \n🌱", min_size=1, max_size=60), max_size=12)


def solid(text: str) -> str:
    """The text without white space, which is all that may be lost at a break."""
    return "".join(text.split())


@given(BLOCKS, st.integers(min_value=8, max_value=40))
def test_nothing_is_lost_and_every_message_fits(blocks: list[str], room: int) -> None:
    texts = spread(blocks, room)
    assert all(length(text) <= room for text in texts)
    assert solid("".join(texts)) == solid("".join(blocks))


def test_a_block_that_fits_is_never_torn_apart() -> None:
    assert spread(["a" * 30, "b" * 30, "c" * 30], 70) == ["a" * 30 + "\n\n" + "b" * 30, "c" * 30]


def test_as_few_messages_as_possible() -> None:
    assert spread(["one", "two", "three"]) == ["one\n\ntwo\n\nthree"]
    assert spread([]) == []


def test_a_longer_block_is_parted_between_words() -> None:
    assert spread(["alpha beta gamma"], 11) == ["alpha beta", "gamma"]
    assert spread(["alpha beta"], 5) == ["alpha", "beta"]
    assert spread(["alpha     "], 5) == ["alpha"]


def test_a_word_that_is_longer_than_a_message_is_parted_inside() -> None:
    assert spread(["a" * 25], 10) == ["a" * 10, "a" * 10, "a" * 5]


@pytest.mark.parametrize(("text", "expected"), [("", 0), ("abc", 3), ("é", 1), ("🌱", 2)])
def test_length_is_the_larger_of_the_ways_to_count(text: str, expected: int) -> None:
    assert length(text) == expected


def test_there_is_room_left_for_headings() -> None:
    assert ROOM <= 3600
