"""The increments of the early warning: as they are stated, the smallest of their range, and no more than a fair bet.

Every property is proved to bite: tables that a hurried person would write are caught by the same complaints. All is
held against whole numbers of any length, without a rounding error.
"""

from collections.abc import Callable, Mapping
from functools import cache
from math import comb, exp, inf, isclose, log

import pytest

from bot.core.likelihood import STEP, increment, increments, ratios
from bot.core.publishing import RANGES, Level, Range, level
from bot.core.warning import TOLERANCES

Table = Callable[[Range, int], Mapping[Level, float]]
FEW, SOME, HALF, MOST = Level.FEW, Level.SOME, Level.HALF, Level.MOST
ENDLESS = RANGES[-1]


@cache
def weights(total: int, percent: int) -> dict[Level, int]:
    """How often each level comes among 100 ** `total` cases, if a share of `percent` in the hundred answers low."""
    found: dict[Level, int] = {}
    for count in range(total + 1):
        weight = comb(total, count) * percent**count * (100 - percent) ** (total - count)
        found[level(total, count)] = found.get(level(total, count), 0) + weight
    return found


def exact(total: int, tolerance: int) -> dict[Level, float]:
    """The logarithms of the likelihood ratios, from whole numbers."""
    healthy, drifted = weights(total, tolerance), weights(total, tolerance + STEP)
    return {word: log(drifted[word]) - log(healthy[word]) for word in healthy}


def plain_products(total: int, tolerance: int) -> dict[Level, float]:
    """A naive way: chances multiplied as they are."""
    chances: dict[float, dict[Level, float]] = {}
    for share in ((tolerance + STEP) / 100, tolerance / 100):
        chances[share] = {}
        for count in range(total + 1):
            chance = comb(total, count) * share**count * (1 - share) ** (total - count)
            chances[share][level(total, count)] = chances[share].get(level(total, count), 0.0) + chance
    drifted, healthy = chances.values()
    return {word: log(drifted[word]) - log(healthy[word]) for word in healthy}


STATED = {
    RANGES[0]: (-0.72, 2.04, 2.54, 2.95),
    RANGES[1]: (-1.65, 1.55, 4.51, 8.36),
    RANGES[2]: (-3.86, 0.79, 7.10, 13.82),
    RANGES[3]: (-7.59, 0.56, 11.37, 24.79),
}
"""For a tolerance of a tenth: few, some, half, most."""


@pytest.mark.parametrize("answers", STATED)
def test_they_are_those_that_are_stated(answers: Range) -> None:
    assert tuple(round(increment(answers, word, 10), 2) for word in Level) == STATED[answers]


@pytest.mark.parametrize("total", [5, 9, 29, 30, 100, 358, 359, 430, 499])
@pytest.mark.parametrize("tolerance", TOLERANCES)
def test_a_ratio_is_the_one_that_whole_numbers_give(total: int, tolerance: int) -> None:
    expected = exact(total, tolerance)
    assert ratios(total, tolerance) == {word: pytest.approx(ratio, abs=1e-9) for word, ratio in expected.items()}


def test_a_naive_product_of_chances_is_lost_in_large_groups() -> None:
    assert plain_products(30, 10) == {word: pytest.approx(ratio) for word, ratio in exact(30, 10).items()}
    with pytest.raises(ValueError, match="math domain error"):
        plain_products(499, 10)


# The smallest of the range, so that the sum never bets more than the published line is worth


def complaint(table: Table, totals: range, tolerance: int, healthy: int) -> str:
    """What is wrong with a table of increments, if a share of `healthy` in the hundred answers low: "" if nothing.

    A line must never speak louder than at the number of answers that there were, and a bet on it must not pay while
    the group is healthy: that is all the bound on false alarms needs.
    """
    for total in totals:
        answers = next(each for each in RANGES if each.at_most is None or total <= each.at_most)
        said, truth, chances = table(answers, tolerance), exact(total, tolerance), weights(total, healthy)
        if any(said[word] > ratio + 1e-9 for word, ratio in truth.items()):
            return f"too loud at {total}"
        if sum(weight / 100**total * exp(said[word]) for word, weight in chances.items()) > 1 + 1e-9:
            return f"pays at {total}"
    return ""


def loudest(answers: Range, tolerance: int) -> Mapping[Level, float]:
    """A naive table: the largest ratio of the range."""
    each = [exact(total, tolerance) for total in range(answers.at_least, (answers.at_most or 600) + 1)]
    return {word: max(found[word] for found in each if word in found) for word in Level}


def of_the_middle(answers: Range, tolerance: int) -> Mapping[Level, float]:
    """A naive table: the ratio at a number of answers in the middle of the range."""
    return exact((answers.at_least + (answers.at_most or 600)) // 2, tolerance)


@pytest.mark.parametrize("tolerance", TOLERANCES)
def test_no_line_speaks_louder_than_its_answers_and_no_bet_on_a_healthy_group_pays(tolerance: int) -> None:
    for healthy in (1, 5, tolerance):
        assert complaint(increments, range(5, 40), tolerance, healthy) == ""


@pytest.mark.prove
@pytest.mark.parametrize("tolerance", TOLERANCES)
def test_neither_does_in_any_larger_group(tolerance: int) -> None:
    for healthy in (1, 5, 10, tolerance):
        assert complaint(increments, range(5, 640), tolerance, healthy) == ""


@pytest.mark.parametrize("naive", [loudest, of_the_middle])
def test_naive_tables_are_caught(naive: Table) -> None:
    assert complaint(naive, range(5, 30), 10, 10) != ""


@pytest.mark.parametrize("answers", RANGES)
@pytest.mark.parametrize("tolerance", TOLERANCES)
def test_the_worse_the_level_the_more_it_adds(answers: Range, tolerance: int) -> None:
    added = [increment(answers, word, tolerance) for word in Level]
    assert added == sorted(added)
    assert added[0] < 0 < added[2]


# The range without an end


@pytest.mark.parametrize("tolerance", TOLERANCES)
@pytest.mark.parametrize("total", [500, 501, 509, 510, 529, 999, 1009])
def test_without_an_end_none_speaks_louder_than_its_answers(total: int, tolerance: int) -> None:
    truth = exact(total, tolerance)
    assert all(increment(ENDLESS, word, tolerance) <= truth[word] + 1e-9 for word in truth)


@pytest.mark.parametrize("tolerance", TOLERANCES)
def test_without_an_end_few_takes_the_sum_back_to_nothing(tolerance: int) -> None:
    assert increment(ENDLESS, FEW, tolerance) == -inf
    assert exact(1009, tolerance)[FEW] < exact(500, tolerance)[FEW] < -log(52) * 10


@pytest.mark.parametrize("tolerance", TOLERANCES)
def test_without_an_end_half_and_most_ring_at_once(tolerance: int) -> None:
    assert log(104) * 10 < increment(ENDLESS, HALF, tolerance) < increment(ENDLESS, MOST, tolerance)


def test_without_an_end_some_is_the_smallest_there_is_and_a_look_at_the_first_number_misses_it() -> None:
    said = increment(ENDLESS, SOME, 10)
    assert isclose(said, exact(509, 10)[SOME], abs_tol=1e-9)
    assert said < exact(500, 10)[SOME] - 0.05


@pytest.mark.parametrize("tolerance", TOLERANCES[1:])
def test_where_more_than_a_tenth_is_tolerated_some_tells_next_to_nothing_of_a_large_group(tolerance: int) -> None:
    assert -0.02 < increment(ENDLESS, SOME, tolerance) < 0.0


def chance_above_a_tenth(total: int) -> float:
    """Of a group in which a tenth answers low."""
    return 1 - weights(total, 10)[FEW] / 100**total


def assert_falls_from_decade_to_decade(decades: range) -> None:
    """What the documentation proves: greatest at the end of each ten, and smaller at each later end."""
    ends = [chance_above_a_tenth(10 * decade + 9) for decade in decades]
    assert ends == sorted(ends, reverse=True)
    assert min(ends) > 0.5
    for decade in decades:
        inside = [chance_above_a_tenth(10 * decade + unit) for unit in range(10)]
        assert inside == sorted(inside)


def test_a_healthy_group_is_most_often_above_a_tenth_at_509() -> None:
    assert_falls_from_decade_to_decade(range(49, 52))


@pytest.mark.prove
def test_and_ever_less_often_after_that() -> None:
    assert_falls_from_decade_to_decade(range(49, 90))
