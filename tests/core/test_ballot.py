"""The ballot box: whoever holds it learns neither who gave which ballot nor when; each member answers once."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ballot import Answers, BallotKey, Box, Entry, Outcome, answered_tag, ballot_handle, new_ballot_key
from bot.core.identity import MemberId
from bot.core.sealing import CannotOpen, Key, derive, new_key, pad, seal

KEY = Key(bytes(range(32)))
PLACE = b"round:one"


def entry(member: int, ballot_key: bytes, *answers: int, key: Key = KEY) -> Entry:
    tag = answered_tag(key, MemberId(member))
    return Entry(tag, ballot_handle(key, BallotKey(ballot_key)), Answers(bytes(answers)))


def number(value: int) -> bytes:
    return value.to_bytes(16)


def filled(people: int, questions: int = 2) -> Box:
    box = Box(questions)
    for at in range(people):
        box.put(entry(at + 1, number(at), *(1 + (at + q) % 5 for q in range(questions))))
    return box


people_and_ballots = st.integers(1, 12).flatmap(
    lambda many: st.tuples(
        st.lists(st.integers(1, 2**63), min_size=many, max_size=many, unique=True),
        st.lists(
            st.tuples(st.binary(min_size=16, max_size=16), st.integers(0, 5), st.integers(0, 5)),
            min_size=many,
            max_size=many,
            unique_by=lambda ballot: ballot[0],
        ),
        st.permutations(range(many)),
        st.permutations(range(many)),
    )
)


@given(people_and_ballots)
def test_the_bytes_tell_neither_the_order_nor_who_gave_which_ballot(
    drawn: tuple[list[int], list[tuple[bytes, int, int]], list[int], list[int]],
) -> None:
    people, ballots, order, owners = drawn
    one, other = Box(2), Box(2)
    for member, ballot in zip(people, ballots, strict=True):
        one.put(entry(member, *ballot))
    for at in order:
        other.put(entry(people[owners[at]], *ballots[at]))
    assert one.packed() == other.packed()


@given(
    st.lists(st.tuples(st.integers(1, 2**60), st.binary(min_size=16, max_size=16), st.integers(0, 5)), max_size=25),
)
def test_the_box_does_what_two_dictionaries_would(handed_in: list[tuple[int, bytes, int]]) -> None:
    box = Box(1)
    answered: set[int] = set()
    ballots: dict[bytes, int] = {}
    for member, ballot_key, answer in handed_in:
        outcome = box.put(entry(member, ballot_key, answer))
        if (member in answered) != (ballot_key in ballots):
            assert outcome is Outcome.ALREADY
            continue
        assert outcome is (Outcome.REPLACED if member in answered else Outcome.TAKEN)
        answered.add(member)
        ballots[ballot_key] = answer
    assert box.people == len(answered) == len(ballots)
    assert box.has_answered() == {answered_tag(KEY, MemberId(member)) for member in answered}
    assert box.tally(0, 5) == [list(ballots.values()).count(answer) for answer in range(1, 6)]


@pytest.mark.parametrize("people", [0, 1, 7, 300])
@pytest.mark.parametrize("questions", [1, 4])
def test_a_box_is_found_again_as_it_was_sealed(people: int, questions: int) -> None:
    box = filled(people, questions)
    opened = Box.unseal(KEY, box.seal(KEY, PLACE, secrets.token_bytes), PLACE)
    assert opened.packed() == box.packed()
    assert opened.put(entry(999, number(999), *[3] * questions)) is Outcome.TAKEN


def test_the_same_form_twice_is_one_ballot() -> None:
    box = Box(2)
    assert box.put(entry(7, b"k" * 16, 1, 2)) is Outcome.TAKEN
    assert box.put(entry(7, b"k" * 16, 1, 2)) is Outcome.REPLACED
    assert box.people == 1
    assert (box.tally(0, 5), box.tally(1, 5)) == ([1, 0, 0, 0, 0], [0, 1, 0, 0, 0])


def test_changed_answers_take_the_place_of_the_former_ones() -> None:
    box = filled(20)
    assert box.put(entry(3, number(2), 5, 0)) is Outcome.REPLACED
    assert box.people == 20
    assert box.tally(0, 5) == [4, 4, 3, 4, 5]
    assert sum(box.tally(1, 5)) == 19


def test_a_second_ballot_and_someone_elses_ballot_key_change_nothing() -> None:
    box = filled(5)
    before = box.packed()
    assert box.put(entry(1, b"another ballot k", 5, 5)) is Outcome.ALREADY
    assert box.put(entry(77, number(0), 5, 5)) is Outcome.ALREADY
    assert box.packed() == before


def test_passes_are_in_no_count() -> None:
    box = Box(1)
    for member, answer in enumerate((0, 0, 3, 5), start=1):
        box.put(entry(member, number(member), answer))
    assert box.tally(0, 5) == [0, 0, 1, 0, 1]


def test_answers_that_do_not_fit_the_questions_are_not_taken() -> None:
    box = Box(2)
    with pytest.raises(ValueError, match="do not fit"):
        box.put(entry(1, number(1), 4))
    assert box.people == 0


def test_the_size_tells_nothing_up_to_the_step() -> None:
    sizes = [len(filled(people).seal(KEY, PLACE, secrets.token_bytes)) for people in range(0, 121, 10)]
    assert len(set(sizes)) == 1
    assert len(filled(121).seal(KEY, PLACE, secrets.token_bytes)) > sizes[0]


def test_a_box_opens_only_whole_with_its_key_and_at_its_place() -> None:
    sealed = filled(3).seal(KEY, PLACE, secrets.token_bytes)
    changed = sealed[:40] + bytes([sealed[40] ^ 1]) + sealed[41:]
    for key, data, place in (
        (new_key(secrets.token_bytes), sealed, PLACE),
        (KEY, sealed, b"round:two"),
        (KEY, changed, PLACE),
        (KEY, sealed[:-1], PLACE),
        (KEY, b"", PLACE),
        (KEY, seal(KEY, b"not a box", PLACE, secrets.token_bytes), PLACE),
    ):
        with pytest.raises(CannotOpen):
            Box.unseal(key, data, place)


@given(st.binary(max_size=60) | st.binary(max_size=54).map(lambda tail: b"\x01\x01" + tail))
def test_authentic_bytes_are_a_box_in_full_or_not_at_all(packed: bytes) -> None:
    sealed = seal(derive(KEY, "box"), pad(packed, 64), PLACE, secrets.token_bytes)
    try:
        box = Box.unseal(KEY, sealed, PLACE)
    except CannotOpen:
        return
    assert box.packed() == packed


def test_tags_and_handles_of_one_round_say_nothing_about_another() -> None:
    other = new_key(secrets.token_bytes)
    assert answered_tag(KEY, MemberId(5)) != answered_tag(other, MemberId(5))
    assert ballot_handle(KEY, BallotKey(b"k" * 16)) != ballot_handle(other, BallotKey(b"k" * 16))
    assert len(new_ballot_key(secrets.token_bytes)) == 16


def test_nothing_of_an_entry_is_shown_by_accident() -> None:
    handed_in = entry(7, b"k" * 16, 1)
    assert handed_in.tag.hex() not in repr(handed_in)
    assert str(handed_in.tag) not in repr(handed_in)
