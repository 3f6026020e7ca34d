"""C1: how often concerns cluster that came by mere chance."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.clusters import Cluster, clusters
from bot.core.identity import CaseId, MemberId
from bot.core.readership import Category
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
