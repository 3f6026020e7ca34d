"""Receipt codes: tolerant of how people type, intolerant of every slip, and always the same for one draft."""

from contextlib import suppress
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.identity import ServerId
from bot.core.receipt import (
    LENGTH,
    RECEIPT_BYTES,
    SYMBOLS,
    Receipt,
    Slip,
    SlipKind,
    case_id_of,
    compact,
    contains_code,
    lookup_of,
    read,
    receipt_of,
    symbols,
    wrapping_key,
    written,
)
from bot.core.sealing import Key

receipts = st.binary(min_size=RECEIPT_BYTES, max_size=RECEIPT_BYTES).map(Receipt)
KEY = Key(b"k" * 32)
SECRET = Key(b"s" * 32)
HERE, THERE = ServerId(1), ServerId(2)


@given(receipts)
def test_a_code_is_read_as_it_was_written(receipt: Receipt) -> None:
    assert read(written(receipt)) == receipt
    assert read(compact(receipt)) == receipt


@given(receipts)
def test_a_code_has_eighteen_symbols_in_groups_of_four(receipt: Receipt) -> None:
    groups = written(receipt).split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4, 2]
    assert set("".join(groups)) <= set(SYMBOLS)


@given(receipts)
def test_case_spaces_dashes_and_look_alikes_do_not_matter(receipt: Receipt) -> None:
    code = written(receipt).replace("0", "o").replace("1", "l").lower()
    assert read(f"  {code.replace('-', ' ')} ") == receipt
    assert read(code.upper().replace("L", "I").replace("-", "\N{EN DASH}")) == receipt
    assert read(f"`{code}`") == receipt


@given(receipts, st.integers(0, LENGTH - 1), st.integers(1, 31))
def test_one_wrong_symbol_is_found(receipt: Receipt, place: int, shift: int) -> None:
    with pytest.raises(Slip):
        read(_with(compact(receipt), {place: shift}))


@given(receipts, st.data())
def test_two_wrong_symbols_are_found(receipt: Receipt, data: st.DataObject) -> None:
    first, second = data.draw(st.sampled_from(list(combinations(range(LENGTH), 2))))
    shifts = {first: data.draw(st.integers(1, 31)), second: data.draw(st.integers(1, 31))}
    with pytest.raises(Slip):
        read(_with(compact(receipt), shifts))


def test_every_error_of_two_symbols_is_found() -> None:
    """All of them: the checks are linear, so what holds for one code holds for every code."""
    zero = compact(Receipt(bytes(RECEIPT_BYTES)))
    assert zero == "0" * LENGTH
    missed = 0
    for first, second in combinations(range(LENGTH), 2):
        for one in range(1, 32):
            for other in range(1, 32):
                missed += _passes(_with(zero, {first: one, second: other}))
    assert missed == 0


@given(receipts)
def test_every_swap_of_two_symbols_is_found(receipt: Receipt) -> None:
    code = compact(receipt)
    for first, second in combinations(range(LENGTH), 2):
        if code[first] != code[second]:
            swapped = list(code)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            assert not _passes("".join(swapped))


@pytest.mark.parametrize(
    "typed", ["", "-", "ABCD", "U" * 18, "0" * 17, "0" * 19, "0" * 17 + "\N{CYRILLIC CAPITAL LETTER O}", "ß" * 9]
)
def test_what_is_no_code_is_a_slip(typed: str) -> None:
    with pytest.raises(Slip):
        read(typed)


def test_every_single_wrong_symbol_is_found_in_its_group() -> None:
    """All of them: the checks are linear, so what holds for one code holds for every code."""
    zero = compact(Receipt(bytes(RECEIPT_BYTES)))
    for place in range(LENGTH):
        for shift in range(1, 32):
            slip = _slip_of(_with(zero, {place: shift}))
            assert (slip.kind, slip.group) == (SlipKind.SYMBOL, place // 4 + 1)


@given(receipts, st.integers(0, LENGTH - 1), st.integers(1, 31))
def test_a_wrong_symbol_of_any_code_is_found_in_its_group(receipt: Receipt, place: int, shift: int) -> None:
    slip = _slip_of(_with(compact(receipt), {place: shift}))
    assert (slip.kind, slip.group, slip.groups) == (SlipKind.SYMBOL, place // 4 + 1, (place // 4 + 1,))


@given(receipts, st.integers(0, LENGTH - 1), st.sampled_from("U\N{CYRILLIC CAPITAL LETTER A}\N{GREEK SMALL LETTER PI}"))
def test_a_letter_that_is_no_symbol_is_found_in_its_group(receipt: Receipt, place: int, stranger: str) -> None:
    code = compact(receipt)
    slip = _slip_of(code[:place] + stranger + code[place + 1 :])
    assert (slip.kind, slip.group) == (SlipKind.SYMBOL, place // 4 + 1)


@given(receipts)
def test_every_swap_of_unlike_neighbours_is_found_and_its_group_is_among_the_likely(receipt: Receipt) -> None:
    code = compact(receipt)
    for place in range(LENGTH - 1):
        if code[place] != code[place + 1]:
            slip = _slip_of(code[:place] + code[place + 1] + code[place] + code[place + 2 :])
            assert slip.kind is SlipKind.SWAP
            assert place // 4 + 1 in slip.groups
            assert slip.group in (None, place // 4 + 1)


@given(receipts, st.integers(0, LENGTH - 1), st.sampled_from(SYMBOLS))
def test_a_symbol_too_few_or_too_many_is_counted(receipt: Receipt, place: int, symbol: str) -> None:
    code = compact(receipt)
    for typed, count in ((code[:place] + code[place + 1 :], 17), (code[:place] + symbol + code[place:], 19)):
        slip = _slip_of(typed)
        assert (slip.kind, slip.typed, slip.group) == (SlipKind.LENGTH, count, None)


def test_two_strangers_and_something_else_altogether_have_no_single_place() -> None:
    assert _slip_of("U" + "0" * 16 + "U").groups == (1, 5)
    assert {_slip_of(_with("0" * LENGTH, {0: 1, 17: one})).kind for one in range(2, 32)} >= {SlipKind.SEVERAL}
    assert _slip_of(_with("0" * LENGTH, {0: 1, 9: 1})).kind is SlipKind.SEVERAL


@given(receipts)
def test_a_slip_carries_nothing_of_what_was_typed(receipt: Receipt) -> None:
    code = compact(receipt)
    slip = _slip_of(_with(code, {3: 1}))
    assert code[4:] not in f"{slip!r} {slip} {vars(slip)}"


def test_symbols_are_what_is_left_of_what_was_typed() -> None:
    assert symbols(" o1-il `ab\N{FULLWIDTH DIGIT THREE}` ") == "0111AB3"


@given(st.text())
def test_nothing_typed_makes_anything_else_than_a_receipt_or_a_slip(typed: str) -> None:
    with suppress(Slip):
        assert len(read(typed)) == RECEIPT_BYTES


@given(receipts, st.integers(0, 6), st.integers(12, LENGTH), st.text("xyz .,\n", max_size=20))
def test_a_code_is_found_in_a_text_however_it_is_written(receipt: Receipt, start: int, most: int, around: str) -> None:
    part = compact(receipt)[start : start + most]
    assert contains_code(f"{around} {' - '.join(part)} {around}", receipt)
    assert contains_code(part.lower().replace("0", "o").replace("1", "I"), receipt)


def test_no_other_text_contains_a_code() -> None:
    receipt = Receipt(b"\x1f\xa7\x03\xd9\x5c\x80\xe6\x42\xbb\x91")
    code = compact(receipt)
    others = [
        "",
        "Please call 01632 960 123 456 after 7",
        written(receipt_of(KEY)),
        code[:11],
        f"{code[:11]} {code[9:]}",
    ]
    assert not any(contains_code(text, receipt) for text in others)


def test_a_draft_has_one_receipt_and_one_case() -> None:
    assert receipt_of(KEY) == receipt_of(KEY)
    assert case_id_of(KEY) == case_id_of(KEY)
    assert len(case_id_of(KEY)) == 16
    assert receipt_of(KEY) != receipt_of(SECRET)
    assert not case_id_of(KEY).startswith(receipt_of(KEY))


def test_looking_up_needs_the_secret_and_the_server() -> None:
    receipt = receipt_of(KEY)
    lookups = {lookup_of(receipt, HERE, SECRET), lookup_of(receipt, THERE, SECRET), lookup_of(receipt, HERE, KEY)}
    assert len(lookups) == 3
    assert all(len(lookup) == 16 for lookup in lookups)
    assert not wrapping_key(receipt, HERE, SECRET).startswith(lookup_of(receipt, HERE, SECRET))
    assert wrapping_key(receipt, HERE, SECRET) != wrapping_key(receipt, THERE, SECRET)


def _slip_of(typed: str) -> Slip:
    with pytest.raises(Slip) as caught:
        read(typed)
    return caught.value


def _with(code: str, shifts: dict[int, int]) -> str:
    changed = [SYMBOLS[SYMBOLS.index(symbol) ^ shifts.get(place, 0)] for place, symbol in enumerate(code)]
    return "".join(changed)


def _passes(code: str) -> bool:
    try:
        read(code)
    except Slip:
        return False
    return True
