"""C1: what a viewer cannot read tells them nothing, whatever cases there are.

Properties are proved to bite: a cluster that is computed over everything, and shown to whoever may read some of it, is
caught by the same complaint.
"""

import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.case import Case, State
from bot.core.clusters import Cluster, Same, clusters
from bot.core.identity import CaseId, MemberId
from bot.core.readership import Category
from tests.core.sample_case import KOFI, LENA, MARA, NOOR, OTTO
from tests.core.sample_clusters import TODAY, about, nobody_knows, these

THEO = MemberId(9)
PEOPLE = (MARA, OTTO, LENA, NOOR, KOFI, THEO)
members = st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True).map(tuple)
STATES = (State.WAITING, State.ACKNOWLEDGED, State.CLOSED, State.HELD, State.WITHDRAWN)


@st.composite
def any_case(draw: st.DrawFn) -> Case:
    who, days = draw(st.sampled_from([None, NOOR, KOFI])), draw(st.integers(0, 100))
    state = draw(st.sampled_from(STATES))
    return about(
        who,
        days,
        draw(st.sampled_from([Category.PRIVACY, Category.HELP])),
        readers=draw(members),
        named=tuple({*draw(members), *(() if who is None else (who,))}),
        out=draw(members),
        state=state,
        delivered_on=None if state is State.HELD else TODAY - timedelta(days=days),
    )


any_cases = st.lists(any_case(), max_size=12)
Rule = Callable[[Mapping[CaseId, Case], Collection[MemberId], date, Same], tuple[Cluster, ...]]


def can_read(case: Case, member: MemberId) -> bool:
    """Said once more, in other words than the rule's."""
    return member in {*case.readers} - {*case.named} - {*case.out} and case.delivered_on is not None


def complaint(rule: Rule, cases: Mapping[CaseId, Case], viewers: tuple[MemberId, ...]) -> str:
    """What these viewers learn from a rule that they must not: "" if nothing."""
    found = rule(cases, viewers, TODAY, nobody_knows)
    readable = {key: case for key, case in cases.items() if all(can_read(case, one) for one in viewers)}
    if found != rule(readable, viewers, TODAY, nobody_knows):
        return "cases that they may not read change it"
    if any(case_id not in readable for cluster in found for case_id in cluster.cases):
        return "it counts a case that they may not read"
    if any(one == cluster.subject for cluster in found for one in viewers):
        return "it is about one of them"
    return ""


def of_everything(
    cases: Mapping[CaseId, Case], viewers: Collection[MemberId], today: date, same: Same
) -> tuple[Cluster, ...]:
    """A naive rule: computed over all cases, and shown to whoever may read one of them."""
    omniscient = {key: replace(case, readers=(THEO,), named=(), out=()) for key, case in cases.items()}
    return tuple(
        cluster
        for cluster in clusters(omniscient, [THEO], today, same)
        if any(can_read(cases[case_id], one) for case_id in cluster.cases for one in viewers)
    )


@given(any_cases, st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True).map(tuple))
def test_viewers_learn_nothing_that_one_of_them_may_not_read(cases: list[Case], viewers: tuple[MemberId, ...]) -> None:
    assert complaint(clusters, these(*cases), viewers) == ""


def test_a_naive_rule_is_caught() -> None:
    conflicted = about(NOOR, 1, readers=(MARA, OTTO), named=(NOOR, OTTO))
    open_to_both = about(NOOR, 2, Category.HELP, readers=(MARA, OTTO))
    assert complaint(of_everything, these(conflicted, open_to_both), (OTTO,)) != ""
    assert complaint(clusters, these(conflicted, open_to_both), (OTTO,)) == ""


@given(any_cases, st.sampled_from(PEOPLE))
def test_whoever_is_conflicted_in_every_case_never_gets_any(cases: list[Case], person: MemberId) -> None:
    for conflicted in ("named", "out"):
        barred = [replace(case, readers=PEOPLE, **{conflicted: (person,)}) for case in cases]
        assert not clusters(these(*barred), [person], TODAY, nobody_knows)
        assert not clusters(these(*barred), PEOPLE, TODAY, nobody_knows)


@given(any_cases)
def test_nobody_sees_none(cases: list[Case]) -> None:
    assert not clusters(these(*cases), [], TODAY, nobody_knows)


@given(any_cases, st.randoms(use_true_random=False))
def test_neither_words_nor_the_order_of_cases_count(cases: list[Case], dice: random.Random) -> None:
    there = these(*cases)
    found = clusters(there, [MARA], TODAY, nobody_knows)
    turned = dict(dice.sample(list(there.items()), len(there)))
    reworded = {
        key: replace(case, label="other", account=case.account and replace(case.account, story="noor, noor, privacy"))
        for key, case in turned.items()
    }
    assert clusters(reworded, [MARA], TODAY, nobody_knows) == found
