"""C1: what a cluster is, and when it may say that its concerns are from different people.

Not here: whom it is for (`test_cluster_viewers.py`).
"""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.core import case_life as life
from bot.core.case import Case, Named, Release, State
from bot.core.case_delivery import deliver, deliver_lines
from bot.core.clusters import Cluster, Same, clusters, picked_in
from bot.core.holding import released
from bot.core.identity import CaseId, MemberId
from bot.core.readership import Category
from tests.core.sample_case import KOFI, MARA, MESSAGE, NOOR, NOW, sent
from tests.core.sample_clusters import TODAY, about, nobody_knows, these, these_id


def by(*writers: str | None) -> Same:
    """Memory that knows who wrote each case, in the order of `these`; None: not any more."""
    known = {these_id(at): writer for at, writer in enumerate(writers)}

    def same(one: CaseId, other: CaseId) -> bool | None:
        return None if known[one] is None or known[other] is None else known[one] == known[other]

    return same


def subjects(cases: Mapping[CaseId, Case], *viewers: MemberId) -> set[MemberId | Category]:
    return {each.subject for each in clusters(cases, viewers or (MARA,), TODAY, nobody_knows)}


# What a cluster is


def test_two_on_one_person_within_ninety_days() -> None:
    one, other = about(NOOR, 89), about(NOOR, 0, Category.HELP)
    assert clusters(these(one, other), [MARA], TODAY, nobody_knows) == (
        Cluster(NOOR, (these_id(0), these_id(1)), from_different_people=False),
    )
    assert not subjects(these(about(NOOR, 90), other))
    assert not subjects(these(one, about(KOFI, 0, Category.HELP)))
    assert not subjects(these(other))


def test_three_in_one_category_within_fourteen_days() -> None:
    cases = [about(None, days) for days in (13, 5, 0)]
    assert subjects(these(*cases)) == {Category.PRIVACY}
    assert not subjects(these(*cases[:2]))
    assert not subjects(these(about(None, 14), *cases[1:]))
    assert not subjects(these(about(None, 13, Category.HELP), *cases[1:]))


def test_both_at_once() -> None:
    cases = [about(NOOR, days) for days in (3, 2, 1)]
    found = clusters(these(*cases), [MARA], TODAY, nobody_knows)
    assert {each.subject for each in found} == {NOOR, Category.PRIVACY}
    assert {each.cases for each in found} == {tuple(these_id(at) for at in range(3))}


def test_whoever_was_picked_among_those_who_take_concerns_counts_too() -> None:
    cases = [about(KOFI, 1, Category.HELP), about(None, 0, picked=(KOFI,), named=(KOFI,))]
    assert subjects(these(*cases)) == {KOFI}


def test_they_come_in_an_order_that_tells_nothing_of_when_they_came() -> None:
    cases = these(*(about(who, 1, category) for category in list(Category)[:2] for who in (NOOR, KOFI)))
    turned = dict(reversed(cases.items()))
    found = clusters(cases, [MARA], TODAY, nobody_knows)
    assert [each.subject for each in found] == [NOOR, KOFI]
    assert clusters(turned, [MARA], TODAY, nobody_knows) == found


def test_whoever_was_named_later_counts_once_it_has_reached_the_readers() -> None:
    case = life.add(about(None, 3, Category.HELP), "it was noor", TODAY, NOW, Named(NOOR, "noor"))
    assert picked_in(case) == ()
    assert not subjects(these(case, about(NOOR)))
    reached = deliver_lines(case, NOW, TODAY)
    assert picked_in(reached) == (NOOR,)
    assert subjects(these(reached, about(NOOR))) == {NOOR}


def test_the_author_of_a_message_was_not_picked() -> None:
    case = about(None, 1, Category.HELP, message=MESSAGE, named=(NOOR,))
    assert not subjects(these(case, about(NOOR)))


def test_one_that_is_held_or_on_its_way_counts_for_nobody() -> None:
    held = sent(state=State.HELD, held_on=TODAY, picked=(NOOR,), named=(NOOR,))
    on_its_way = released(held, Release.ANOTHER, NOW)
    there = about(NOOR, 1, Category.HELP)
    for hidden in (held, on_its_way, replace(held, delivered_on=TODAY)):
        assert not subjects(these(hidden, there))
    assert subjects(these(deliver(on_its_way, TODAY), there)) == {NOOR}


def test_one_that_was_withdrawn_is_held_against_nobody_from_when_its_readers_know() -> None:
    there, case = about(NOOR, 1, Category.HELP), about(NOOR, 2)
    assert subjects(these(there, life.withdraw(case, NOW))) == {NOOR}
    assert not subjects(these(there, life.withdrawn(case, TODAY)))
    assert not subjects(these(there, replace(case, state=State.WITHDRAWN)))


def test_one_that_is_closed_still_counts() -> None:
    assert subjects(these(about(NOOR, 9, state=State.CLOSED, closed_on=TODAY), about(NOOR, 0, Category.HELP))) == {NOOR}


# From different people?


@pytest.mark.parametrize(
    ("writers", "known"),
    [
        (("mia", "theo"), True),
        (("mia", "mia"), False),
        (("mia", None), False),
        ((None, None), False),
        (("mia", "mia", "theo"), True),
        ((None, "mia", "theo"), True),
        ((None, "mia", "mia"), False),
    ],
)
def test_two_on_one_person_are_from_different_people_only_if_that_is_known(
    *, writers: tuple[str | None, ...], known: bool
) -> None:
    cases = these(*(about(NOOR, 1, category) for category, _ in zip(Category, writers, strict=False)))
    (cluster,) = clusters(cases, [MARA], TODAY, by(*writers))
    assert cluster.from_different_people is known


@pytest.mark.parametrize(
    ("writers", "known"),
    [
        (("mia", "theo", "kofi"), True),
        (("mia", "theo", "mia"), False),
        (("mia", "theo", None), False),
        (("mia", "theo", "mia", "kofi"), True),
        ((None, "theo", "mia", "kofi"), True),
        ((None, None, None), False),
    ],
)
def test_three_in_one_category_only_if_three_people_are_known(*, writers: tuple[str | None, ...], known: bool) -> None:
    (cluster,) = clusters(these(*(about(None) for _ in writers)), [MARA], TODAY, by(*writers))
    assert cluster.from_different_people is known


def test_from_one_person_looks_like_nobody_knows() -> None:
    cases = these(about(NOOR, 1), about(NOOR, 0, Category.HELP))
    assert clusters(cases, [MARA], TODAY, by("mia", "mia")) == clusters(cases, [MARA], TODAY, nobody_knows)
