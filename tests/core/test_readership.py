"""Who may read a concern: every combination of a small server, and the promises that hold in all of them."""

from datetime import date
from itertools import chain, combinations, product

import pytest

from bot.core.identity import MemberId
from bot.core.readership import Category, Circumstances, Readership, chosen, context_gives_away, not_away, readership

MARA, OTTO, LENA, MIA = (MemberId(number) for number in (1, 2, 3, 4))
PEOPLE = (MARA, OTTO, LENA, MIA)
STAFF = (MARA, OTTO)


def subsets(people: tuple[MemberId, ...]) -> list[tuple[MemberId, ...]]:
    return list(chain.from_iterable(combinations(people, size) for size in range(len(people) + 1)))


EVERY_CASE = [
    Circumstances(present, lead, frozenset(named), picked, unsure, category, within_sight)
    for present, lead, named, picked, unsure, category, within_sight in product(
        subsets((MARA, OTTO, LENA)),
        (None, LENA, MARA),
        subsets(PEOPLE),
        (True, False),
        (True, False),
        Category,
        (True, False),
    )
]


def case(
    *,
    present: tuple[MemberId, ...] = STAFF,
    lead: MemberId | None = LENA,
    named: tuple[MemberId, ...] = (),
    unsure: bool = False,
    category: Category = Category.PRIVACY,
    within_sight: bool = False,
) -> Readership:
    return readership(Circumstances(present, lead, frozenset(named), bool(named), unsure, category, within_sight))


def test_every_case_is_tried() -> None:
    assert len(EVERY_CASE) == 8 * 3 * 16 * 2 * 2 * 8 * 2


def test_whoever_is_named_is_out_in_every_case() -> None:
    for about in EVERY_CASE:
        found = readership(about)
        assert not about.named & {*found.readers, *found.later, *found.candidates}


def test_nobody_reads_who_is_neither_present_nor_the_lead() -> None:
    for about in EVERY_CASE:
        found = readership(about)
        assert {*found.readers, *found.later, *found.candidates} <= {*about.present, about.lead}


def test_nobody_is_listed_twice() -> None:
    for about in EVERY_CASE:
        listed = [*(found := readership(about)).readers, *found.later, *found.candidates]
        assert len(listed) == len(set(listed))


def test_a_lead_who_is_not_named_reads_now_or_later() -> None:
    for about in EVERY_CASE:
        found = readership(about)
        if about.lead is not None and about.lead not in about.named:
            assert about.lead in (*found.readers, *found.later)


def test_with_anyone_eligible_there_is_someone_to_read_or_to_choose_from() -> None:
    for about in EVERY_CASE:
        found = readership(about)
        eligible = {*about.present, about.lead} - about.named - {None}
        assert bool(eligible) == bool(found.readers or found.candidates)


def test_the_moderators_channel_shows_nothing_that_somebody_named_could_see() -> None:
    for about in EVERY_CASE:
        found = readership(about)
        if about.within_sight or about.unsure:
            assert found.direct
        if not found.direct:
            assert found.readers
            assert about.lead not in found.readers


def test_when_it_may_be_about_any_moderator_no_moderator_reads_unless_chosen() -> None:
    for about in EVERY_CASE:
        found = readership(about)
        anybody = about.unsure or (about.category in (Category.ROLE, Category.GROUP) and not about.picked)
        if anybody:
            assert set(found.readers) <= {about.lead}
        else:
            assert found.candidates == ()


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (case(), Readership(STAFF, (LENA,))),
        (case(lead=None), Readership(STAFF)),
        (case(named=(MIA,)), Readership(STAFF, (LENA,))),
        (case(named=(OTTO,), within_sight=True), Readership((MARA, LENA), direct=True)),
        (case(named=STAFF, within_sight=True), Readership((LENA,), direct=True)),
        (case(named=(LENA,)), Readership(STAFF)),
        (case(unsure=True), Readership((LENA,), direct=True)),
        (case(unsure=True, lead=None), Readership(candidates=STAFF, direct=True)),
        (case(unsure=True, named=(LENA,)), Readership(candidates=STAFF, direct=True)),
        (case(category=Category.ROLE), Readership((LENA,), direct=True)),
        (case(category=Category.GROUP, lead=None), Readership(candidates=STAFF, direct=True)),
        (case(category=Category.GROUP, named=(MIA,)), Readership(STAFF, (LENA,))),
        (case(present=(), lead=LENA), Readership((LENA,), direct=True)),
        (case(present=(MARA,), lead=None, named=(MARA,)), Readership(direct=True)),
        (case(lead=MARA), Readership((OTTO,), (MARA,))),
    ],
)
def test_the_rule_by_example(found: Readership, expected: Readership) -> None:
    assert found == expected


def test_only_candidates_can_be_ticked() -> None:
    offered = case(unsure=True, lead=None, named=(OTTO,))
    assert chosen(offered, (OTTO, MIA, MARA)).readers == (MARA,)
    assert chosen(offered, ()).readers == ()
    assert chosen(chosen(offered, (MARA,)), ()).candidates == (MARA,)
    assert chosen(offered, (MARA,)).direct


def test_those_who_are_away_are_not_asked_unless_all_are() -> None:
    today, tomorrow = date(2026, 11, 22), date(2026, 11, 23)
    assert not_away([(MARA, None), (OTTO, tomorrow)], today) == (MARA,)
    assert not_away([(MARA, None), (OTTO, today)], today) == STAFF
    assert not_away([(MARA, tomorrow), (OTTO, tomorrow)], today) == STAFF
    assert not_away([], today) == ()


@pytest.mark.parametrize(("seen_by", "few"), [(None, True), (7, True), (8, False), (500, False)])
def test_a_channel_that_few_can_see_gives_the_reporter_away(seen_by: int | None, few: bool) -> None:  # noqa: FBT001 - the expectation
    assert context_gives_away(seen_by) is few


def test_only_danger_goes_at_once() -> None:
    assert [category for category in Category if category.goes_at_once] == [Category.DANGER]
