"""A cluster is told to a reader once, and once more if nobody looked; what was looked at together is told to nobody."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import case_life as life
from bot.core.alerts import AGAIN_AFTER
from bot.core.case import Case
from bot.core.codec import Codec
from bot.core.identity import CaseId, MemberId
from bot.core.readership import Category
from bot.core.side_by_side import Beside, Telling, beside, is_seen, told_now, with_look, with_telling
from tests.core.sample_case import KOFI, LENA, MARA, NOOR, OTTO, delivered

DAY = date(2026, 3, 2)
A, B, C, D = (CaseId(bytes([number]) * 16) for number in range(4))
WEEK = AGAIN_AFTER.days


class Shelf:
    """Concerns about Noor that are told to readers, day by day."""

    def __init__(self, *cases: CaseId) -> None:
        self.kept: dict[CaseId, tuple[Beside, ...]] = dict.fromkeys(cases, ())

    def cluster(self, *cases: CaseId) -> dict[CaseId, Beside]:
        return {one: beside(self.kept[one], NOOR) for one in cases or self.kept}

    def come(self, case_id: CaseId) -> None:
        self.kept[case_id] = ()

    def tell(self, day: int, *cases: CaseId, to: MemberId = MARA) -> tuple[CaseId, ...]:
        told = told_now(self.cluster(*cases), to, DAY + timedelta(days=day))
        for one in told:
            self.kept[one] = with_telling(self.kept[one], NOOR, Telling(to, DAY + timedelta(days=day)))
        return told

    def days(self, until: int, *cases: CaseId, to: MemberId = MARA) -> list[int]:
        return [day for day in range(until) if self.tell(day, *cases, to=to)]

    def look(self, look: bytes, *cases: CaseId) -> None:
        for one in cases or self.kept:
            self.kept[one] = with_look(self.kept[one], NOOR, look)


def test_it_is_told_once_and_once_more() -> None:
    shelf = Shelf(A, B)
    assert shelf.days(100) == [0, WEEK]
    assert shelf.days(100, to=OTTO) == [0, WEEK]


def test_not_once_somebody_has_looked() -> None:
    shelf = Shelf(A, B)
    assert shelf.tell(0) == (A, B)
    shelf.look(b"mara")
    assert shelf.days(100) == []
    assert shelf.days(100, to=OTTO) == []


def test_another_concern_after_that_is_told_anew() -> None:
    shelf = Shelf(A, B)
    shelf.tell(0)
    shelf.look(b"mara")
    shelf.come(C)
    assert shelf.tell(5) == (C,)
    assert shelf.tell(6) == ()
    assert shelf.tell(5 + WEEK) == (C,)
    assert shelf.tell(5 + 2 * WEEK) == ()
    shelf.look(b"mara again")
    assert is_seen(list(shelf.cluster().values()))


def test_one_that_joins_while_it_waits_raises_no_alert_of_its_own() -> None:
    shelf = Shelf(A, B)
    shelf.tell(0)
    shelf.come(C)
    assert shelf.tell(1) == ()
    assert shelf.tell(WEEK) == (A, B, C)


def test_where_nobody_ever_looks_what_comes_next_is_told_all_the_same() -> None:
    shelf = Shelf(A, B)
    assert shelf.days(50) == [0, WEEK]
    shelf.come(C)
    assert shelf.tell(50) == (C,)
    assert shelf.tell(50 + WEEK) == (C,)
    assert shelf.tell(50 + 2 * WEEK) == ()


def test_what_each_was_looked_at_with_counts_not_that_it_was_looked_at() -> None:
    shelf = Shelf(A, B, C, D)
    shelf.look(b"otto", A, B)
    shelf.look(b"kofi", C, D)
    assert not is_seen(list(shelf.cluster(B, C).values()))
    assert shelf.tell(0, B, C, to=LENA) == (B, C)
    shelf.look(b"lena", B, C)
    assert is_seen(list(shelf.cluster(B, C).values()))
    assert not is_seen([])


def test_a_look_at_more_is_a_look_at_these_too_but_not_the_other_way_round() -> None:
    shelf = Shelf(A, B, C)
    shelf.look(b"otto", A, B)
    assert shelf.tell(0) == (C,)
    assert shelf.tell(0, A, B, to=LENA) == ()
    shelf.look(b"mara")
    assert shelf.days(50) == []


def test_what_another_was_told_with_concerns_of_their_own_changes_nothing() -> None:
    """Mara reads one more than Lena does: what Lena is told, and when, is the same without it."""
    with_it, without = Shelf(A, B, C), Shelf(A, B)
    with_it.tell(0)
    for day in range(30):
        if day == 9:
            with_it.come(D)
            without.come(D)
        cases = (A, B, D) if day >= 9 else (A, B)
        assert with_it.tell(day, *cases, to=LENA) == without.tell(day, *cases, to=LENA)


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["come", "look", "day"]), max_size=40))
def test_never_more_than_twice_for_one_and_never_while_one_waits(acts: list[str]) -> None:
    shelf, day, comes = Shelf(A, B), 0, 2
    tellings: dict[CaseId, list[int]] = {}
    last = -WEEK
    for act in acts:
        if act == "come":
            shelf.come(CaseId(comes.to_bytes(16)))
            comes += 1
        elif act == "look":
            shelf.look(comes.to_bytes(2) + day.to_bytes(2))
            last = -WEEK
            assert not shelf.tell(day)
        else:
            day += 2
        if told := shelf.tell(day):
            running = any(len(days) == 1 and case_id in told for case_id, days in tellings.items())
            assert not running or day - last >= WEEK
            last = day
        for one in told:
            tellings.setdefault(one, []).append(day)
    assert all(len(days) <= 2 for days in tellings.values())


def test_subjects_are_kept_apart_and_whole_with_the_case() -> None:
    kept = with_telling((), NOOR, Telling(MARA, DAY))
    kept = with_look(with_telling(kept, Category.PRIVACY, Telling(OTTO, DAY)), KOFI, b"look")
    assert [one.subject for one in kept] == [NOOR, Category.PRIVACY, KOFI]
    assert with_telling(kept, Category.PRIVACY, Telling(OTTO, DAY))[-1].told == (Telling(OTTO, DAY),)
    case = delivered(beside=kept)
    assert Codec(Case).decode(Codec(Case).encode(case)) == case


def test_nothing_of_it_stays_with_a_concern_that_was_withdrawn() -> None:
    case = delivered(beside=with_telling((), NOOR, Telling(MARA, DAY)))
    assert life.withdrawn(case, DAY).beside == ()


def test_a_case_that_was_kept_before_there_were_clusters_still_opens() -> None:
    encoded = Codec(Case).encode(delivered())
    assert b'"beside":[],' in encoded
    assert Codec(Case).decode(encoded.replace(b'"beside":[],', b"")) == delivered()
