"""C1: how often concerns cluster that came by mere chance."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.case import Case
from bot.core.clusters import PERSON_WITHIN, Cluster, clusters
from bot.core.identity import CaseId, MemberId
from bot.core.readership import Category
from bot.core.side_by_side import Telling, beside, told_now, with_look, with_telling
from tests.core.sample_case import MARA
from tests.core.sample_clusters import TODAY, about, nobody_knows


def alerts_a_year(concerns_a_year: int, people: int, years: int, seed: int) -> tuple[float, float]:
    """How many clusters begin on a person, and in a category, if concerns come by chance."""
    dice = random.Random(seed)
    days = sorted(dice.randrange(365 * years) for _ in range(concerns_a_year * years))
    everything = [(day, about(MemberId(100 + dice.randrange(people)), 0, dice.choice(list(Category)))) for day in days]
    told: list[Cluster] = []
    counted = {True: 0, False: 0}
    for at, (day, _) in enumerate(everything):
        today = TODAY + timedelta(days=day)
        recent = [(when, case) for when, case in everything[max(0, at - 40) : at + 1] if day - when < 90]
        cases = {
            CaseId((at - back).to_bytes(16)): replace(case, delivered_on=TODAY + timedelta(days=when))
            for back, (when, case) in enumerate(reversed(recent))
        }
        now = clusters(cases, [MARA], today, nobody_knows)
        for cluster in now:
            counted[isinstance(cluster.subject, Category)] += all(one.subject != cluster.subject for one in told)
        told = list(now)
    return counted[False] / years, counted[True] / years


def days_told_a_year(concerns_a_year: int, people: int, years: int, seed: int, *, looks: bool) -> float:
    """On how many days a reader of all is told, if concerns come by chance and somebody looks at once, or never."""
    dice = random.Random(seed)
    days = sorted(dice.randrange(365 * years) for _ in range(concerns_a_year * years))
    cases: dict[CaseId, Case] = {}
    told_on = 0
    for day in range(365 * years):
        today = TODAY + timedelta(days=day)
        while days and days[0] == day:
            about_whom = about(MemberId(100 + dice.randrange(people)), 0, dice.choice(list(Category)))
            cases[CaseId(len(days).to_bytes(16))] = replace(about_whom, delivered_on=today)
            del days[0]
        after = today - PERSON_WITHIN
        cases = {key: case for key, case in cases.items() if case.delivered_on and case.delivered_on > after}
        told_on += _told(cases, today, looks=looks)
    return told_on / years


def _told(cases: dict[CaseId, Case], today: date, *, looks: bool) -> bool:
    """Tell Mara of whatever is to be told; whether there was anything."""
    is_told = False
    for cluster in clusters(cases, [MARA], today, nobody_knows):
        kept = {one: beside(cases[one].beside, cluster.subject) for one in cluster.cases}
        for one in (told := told_now(kept, MARA, today)):
            telling = with_telling(cases[one].beside, cluster.subject, Telling(MARA, today))
            cases[one] = replace(cases[one], beside=telling)
        for one in cluster.cases if told and looks else ():
            look = with_look(cases[one].beside, cluster.subject, str(today).encode())
            cases[one] = replace(cases[one], beside=look)
        is_told = is_told or bool(told)
    return is_told


def test_by_chance_they_are_rare_in_a_group_of_thirty() -> None:
    for concerns, persons, categories in ((12, 1.3, 0.1), (26, 5.5, 0.3)):
        on_person, in_category = alerts_a_year(concerns, people=30, years=40, seed=concerns)
        assert on_person <= persons
        assert in_category <= categories


@pytest.mark.prove
@pytest.mark.parametrize(("concerns", "persons", "categories"), [(12, 1.0, 0.03), (26, 4.3, 0.14), (52, 13.9, 1.1)])
def test_the_rates_that_the_documentation_gives(concerns: int, persons: float, categories: float) -> None:
    on_person, in_category = alerts_a_year(concerns, people=30, years=500, seed=concerns)
    assert on_person == pytest.approx(persons, rel=0.1)
    assert in_category == pytest.approx(categories, rel=0.1, abs=0.03)


@pytest.mark.parametrize(("concerns", "looked_at", "never"), [(12, 1.5, 2.8), (26, 7, 13)])
def test_a_reader_is_told_on_few_days_of_the_year_and_on_twice_as_many_at_most_where_nobody_looks(
    concerns: int, looked_at: float, never: float
) -> None:
    assert days_told_a_year(concerns, people=30, years=20, seed=concerns, looks=True) <= looked_at
    assert days_told_a_year(concerns, people=30, years=20, seed=concerns, looks=False) <= never


@pytest.mark.prove
@pytest.mark.parametrize(("concerns", "looked_at", "never"), [(12, 1.1, 2.1), (26, 5.3, 10), (52, 18, 33)])
def test_the_days_that_the_documentation_gives(concerns: int, looked_at: float, never: float) -> None:
    told = [days_told_a_year(concerns, people=30, years=100, seed=concerns, looks=looks) for looks in (True, False)]
    assert told == pytest.approx([looked_at, never], rel=0.15)
