"""What of a typed text is kept: what is seen, and nothing that turns or hides the words around it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.plain_text import JOINERS, one_line, paragraph

TURNING = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
WITHOUT_WIDTH = "\u200b\u2060\ufeff\u00ad"
CONTROLS = "\x00\x07\x08\x1b\x7f\x9b"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  How   was\tit? ", "How was it?"),
        ("two\nlines\u2028three", "two lines three"),
        ("\x00nul\x07", "nul"),
        ("\u200b\u2060 \ufeff", ""),
        ("\u200d \u200c", ""),
        ("👩\u200d👩\u200d👧 families", "👩\u200d👩\u200d👧 families"),
        ("می\u200cروم", "می\u200cروم"),
        ("עברית", "עברית"),
        ("\ud800 half", "half"),
        ("\ue000 of one's own", "of one's own"),
    ],
)
def test_a_line(typed: str, read: str) -> None:
    assert one_line(typed) == read


@pytest.mark.parametrize("unseen", [*TURNING, *WITHOUT_WIDTH, *CONTROLS])
def test_what_turns_hides_or_controls_is_dropped_and_the_words_stay(unseen: str) -> None:
    assert one_line(f"agr{unseen}eed {unseen} by all") == "agreed by all"
    assert paragraph(f"{unseen}\n{unseen}one{unseen}\ntwo") == "one\ntwo"


def test_a_paragraph_keeps_its_lines_and_one_empty_one_between() -> None:
    assert paragraph(" one \n\n\n two\r\nthree\n\n") == "one\n\ntwo\nthree"
    assert paragraph("\n \n") == ""


@given(st.text() | st.text(st.sampled_from(f"ab \n\t{TURNING}{WITHOUT_WIDTH}{CONTROLS}{JOINERS}")))
def test_whatever_is_typed_nothing_unseen_is_left_and_reading_it_again_changes_nothing(typed: str) -> None:
    read = paragraph(typed)
    assert paragraph(read) == read
    assert one_line(one_line(typed)) == one_line(typed)
    left = {each for each in read if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Co")}
    assert left <= {"\n", *JOINERS}
