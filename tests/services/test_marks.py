"""Who wrote what, who is blocked and how often somebody writes: known to memory, for one key's time, and to nobody."""

import secrets
from datetime import datetime, timedelta

import pytest

from bot.core.identity import CaseId, Chance
from bot.core.sealing import new_key
from bot.services.marks import BLOCK_LIFETIME, DRAFTED, KEY_LIFETIME, RATES, SENT, Marks
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.server_records import Server, ServerRecord
from tests.services.concern_house import HERE, MIA, NOOR, SETTINGS, START, THERE

FIRST, SECOND, THIRD = (CaseId(bytes([number] * 16)) for number in (1, 2, 3))
HERE_SERVER = Server(HERE, new_key(secrets.token_bytes), ServerRecord(SETTINGS))
THERE_SERVER = Server(THERE, new_key(secrets.token_bytes), ServerRecord(SETTINGS))


class Clockwork:
    """A clock that stands still unless it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clockwork:
    return Clockwork()


@pytest.fixture
def marks(clock: Clockwork) -> Marks:
    return Marks(clock, secrets.token_bytes)


def test_a_member_has_one_mark_in_a_server_and_another_in_the_next(marks: Marks) -> None:
    mark = marks.mark(HERE_SERVER, MIA)
    assert mark == marks.mark(HERE_SERVER, MIA)
    assert len({mark, marks.mark(HERE_SERVER, NOOR), marks.mark(THERE_SERVER, MIA)}) == 3
    assert len(mark) == 16


def test_a_mark_cannot_be_made_from_anything_that_is_kept(clock: Clockwork) -> None:
    """Two processes with the same server, its key and the same member have nothing in common."""
    one, other = (Marks(clock, secrets.token_bytes).mark(HERE_SERVER, MIA) for _ in range(2))
    assert one != other
    assert HERE_SERVER.pseudonym(MIA.member_id) not in (one, other)


def test_two_concerns_of_one_person_are_known_as_such(marks: Marks) -> None:
    mia, noor = marks.mark(HERE_SERVER, MIA), marks.mark(HERE_SERVER, NOOR)
    assert marks.same(FIRST, mia) is None
    assert marks.counts(FIRST) is None
    marks.remember(FIRST, mia, counts=False)
    assert (marks.same(FIRST, mia), marks.same(FIRST, noor), marks.counts(FIRST)) == (True, False, False)


@pytest.mark.parametrize(
    ("other", "known"), [((MIA, True), None), ((NOOR, True), False), ((NOOR, False), None), (None, None)]
)
def test_whether_two_concerns_are_from_one_person_is_known_of_the_first_of_those_who_count(
    marks: Marks,
    other: tuple[Person, bool] | None,
    known: bool | None,  # noqa: FBT001 - the expectation
) -> None:
    marks.remember(FIRST, marks.mark(HERE_SERVER, MIA), counts=True)
    if other is not None:
        marks.remember(SECOND, marks.mark(HERE_SERVER, other[0]), counts=other[1])
    assert marks.same_writer(FIRST, SECOND) is known
    assert marks.same_writer(SECOND, FIRST) is known
    assert marks.same_writer(FIRST, FIRST) is True


@pytest.mark.parametrize(("age", "known"), [(KEY_LIFETIME - timedelta(seconds=1), True), (KEY_LIFETIME, None)])
def test_a_new_key_forgets_everything(marks: Marks, clock: Clockwork, age: timedelta, known: bool | None) -> None:  # noqa: FBT001 - the expectation
    mark = marks.mark(HERE_SERVER, MIA)
    marks.remember(FIRST, mark, counts=True)
    clock.now += age
    assert marks.same(FIRST, mark) is known
    assert marks.counts(FIRST) is known
    assert (marks.mark(HERE_SERVER, MIA) == mark) is (known is True)
    assert marks.block(HERE, FIRST) is (known is True)


def test_a_restart_forgets_everything(clock: Clockwork) -> None:
    before = Marks(clock, secrets.token_bytes)
    before.remember(FIRST, before.mark(HERE_SERVER, MIA), counts=True)
    assert before.block(HERE, FIRST)
    after = Marks(clock, secrets.token_bytes)
    assert after.same(FIRST, after.mark(HERE_SERVER, MIA)) is None
    assert not after.blocked(HERE, after.mark(HERE_SERVER, MIA))
    assert after.is_blocked_from(FIRST) is None
    assert not after.block(HERE, FIRST)


def test_a_block_is_for_its_writer_in_its_server_and_ends(marks: Marks, clock: Clockwork) -> None:
    mia, noor = marks.mark(HERE_SERVER, MIA), marks.mark(HERE_SERVER, NOOR)
    marks.remember(FIRST, mia, counts=True)
    assert not marks.blocked(HERE, mia)
    assert marks.block(HERE, FIRST)
    assert (marks.blocked(HERE, mia), marks.blocked(HERE, noor), marks.blocked(THERE, mia)) == (True, False, False)
    clock.now += BLOCK_LIFETIME
    assert not marks.blocked(HERE, mia)
    assert marks.is_blocked_from(FIRST) is False


def test_a_block_set_from_one_concern_does_not_show_on_another_of_the_same_writer(marks: Marks) -> None:
    """It would tell its readers that both are from one person."""
    mia = marks.mark(HERE_SERVER, MIA)
    for case_id in (FIRST, SECOND):
        marks.remember(case_id, mia, counts=True)
    assert marks.block(HERE, FIRST)
    assert (marks.is_blocked_from(FIRST), marks.is_blocked_from(SECOND)) == (True, False)
    assert not marks.lift(HERE, SECOND)
    assert marks.blocked(HERE, mia)
    assert marks.block(HERE, SECOND)
    assert marks.lift(HERE, FIRST)
    assert marks.blocked(HERE, mia)
    assert marks.lift(HERE, SECOND)
    assert not marks.blocked(HERE, mia)
    assert not marks.lift(HERE, SECOND)


def test_a_block_dies_with_the_key(marks: Marks, clock: Clockwork) -> None:
    clock.now += KEY_LIFETIME - timedelta(days=1)
    marks.remember(FIRST, marks.mark(HERE_SERVER, MIA), counts=True)
    assert marks.block(HERE, FIRST)
    clock.now += timedelta(days=1)
    assert marks.is_blocked_from(FIRST) is None
    assert not marks.lift(HERE, FIRST)
    assert not marks.blocked(HERE, marks.mark(HERE_SERVER, MIA))


@pytest.mark.parametrize("what", [SENT, DRAFTED])
def test_who_writes_too_often_is_told_and_can_again_later(marks: Marks, clock: Clockwork, what: str) -> None:
    mia = marks.mark(HERE_SERVER, MIA)
    for _ in range(RATES[what].most):
        marks.allow(HERE_SERVER, mia, what)
    with pytest.raises(Refused) as caught:
        marks.allow(HERE_SERVER, mia, what)
    assert (caught.value.key, caught.value.values) == ("concern-too-often", {"contact": SETTINGS.outside_contact})
    marks.allow(HERE_SERVER, marks.mark(HERE_SERVER, NOOR), what)
    clock.now += RATES[what].within
    marks.allow(HERE_SERVER, mia, what)


def test_the_same_occasion_counts_once(marks: Marks) -> None:
    mia = marks.mark(HERE_SERVER, MIA)
    for _ in range(RATES[SENT].most + 1):
        marks.allow(HERE_SERVER, mia, SENT, FIRST)
    for number in range(1, RATES[SENT].most):
        marks.allow(HERE_SERVER, mia, SENT, bytes([number]))
    with pytest.raises(Refused):
        marks.allow(HERE_SERVER, mia, SENT, SECOND)


def test_nothing_of_it_is_in_what_python_writes_about_it(clock: Clockwork) -> None:
    """A trace or a log line with one of these objects tells nothing."""
    drawn: list[bytes] = []

    def remembering(count: int) -> bytes:
        drawn.append(secrets.token_bytes(count))
        return drawn[-1]

    chance: Chance = remembering
    marks = Marks(clock, chance)
    mark = marks.mark(HERE_SERVER, MIA)
    marks.remember(THIRD, mark, counts=True)
    written = repr(marks) + repr(marks._writers)  # pyright: ignore[reportPrivateUsage] - what a trace would show
    assert repr(bytes(mark))[2:-1] not in written
    assert repr(drawn[0])[2:-1] not in written


def test_a_server_that_is_erased_is_forgotten_and_no_other(marks: Marks) -> None:
    for case_id, server in ((FIRST, HERE_SERVER), (SECOND, THERE_SERVER)):
        marks.remember(case_id, marks.mark(server, MIA), counts=True)
        assert marks.block(server.server_id, case_id)
    marks.forget(HERE, [FIRST])
    assert (marks.counts(FIRST), marks.counts(SECOND)) == (None, True)
    assert not marks.blocked(HERE, marks.mark(HERE_SERVER, MIA))
    assert marks.blocked(THERE, marks.mark(THERE_SERVER, MIA))
