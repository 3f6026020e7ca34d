"""How often T1 rings: of healthy groups, of groups that are not, and if somebody chose who answers so that it rings.

Through the published lines of real counts. Seeded samples, and beside them the chances themselves, computed.
"""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from math import ceil, comb, log

import pytest

from bot.core.likelihood import increment
from bot.core.publishing import Lines, publish
from bot.core.recurrence import Monthly, Rhythm, Weekly
from bot.core.template import Question
from bot.core.warning import TOLERANCES, Watch, alarm_at, begin, rounds_a_year, taken_in

NUMBERS = (5, 6, 8, 10, 12, 14, 20, 50)
DELAYS = {5: 5.6, 6: 3.8, 8: 2.7, 10: 1.9, 12: 1.9, 20: 2.3, 50: 3.2}
"""Rounds to the alarm from a share of 0.45, as they are stated."""
YEAR = 52
WEEKLY = Weekly((0,))
SAFE = Question("Safe", "How safe did it feel?", ("Not safe", "A little", "Mixed", "Mostly", "Very"), watched=True)
DAYS = [date(2026, 1, 5) + timedelta(weeks=number) for number in range(400)]

Chances = list[tuple[Lines, float]]
Step = Callable[[float, Lines], float]


@cache
def chances(total: int, share: float) -> Chances:
    """What is published of `total` people, each of whom answers low with this chance; and how likely."""
    found: dict[Lines, float] = {}
    for low in range(total + 1):
        published = publish((low, 0, total - low, 0, 0), 5)
        assert published is not None
        chance = comb(total, low) * share**low * (1 - share) ** (total - low)
        found[published] = found.get(published, 0.0) + chance
    return list(found.items())


def rounds_to_alarm(dice: random.Random, total: int, share: float, most: int, rhythm: Rhythm = WEEKLY) -> int | None:
    """How many rounds one group has until its watch rings; None: more than `most`."""
    published, weights = zip(*chances(total, share), strict=True)
    watch: Watch = begin(SAFE, rhythm)
    for number, lines in enumerate(dice.choices(published, weights, k=most)):
        watch = taken_in(watch, DAYS[number], SAFE, lines)
        if watch.alarms:
            return number + 1
    return None


def share_of_groups(seed: int, total: int, share: float, groups: int) -> float:
    """How many of the groups are alarmed within a year."""
    dice = random.Random(seed)
    return sum(rounds_to_alarm(dice, total, share, YEAR) is not None for _ in range(groups)) / groups


def mean_delay(seed: int, total: int, share: float, groups: int) -> float:
    dice = random.Random(seed)
    return sum(rounds_to_alarm(dice, total, share, len(DAYS)) or len(DAYS) for _ in range(groups)) / groups


@pytest.mark.parametrize("total", NUMBERS)
def test_at_most_a_quarter_of_healthy_groups_are_alarmed_in_a_year(total: int) -> None:
    assert share_of_groups(total, total, 0.10, groups=200) <= 0.25


@pytest.mark.parametrize("total", NUMBERS)
def test_trouble_is_seen_within_six_rounds_of_five_and_four_of_more(total: int) -> None:
    assert mean_delay(total, total, 0.45, groups=400) <= (6 if total == 5 else 4)


@pytest.mark.prove
@pytest.mark.parametrize("total", range(5, 51))
def test_the_same_in_many_groups_of_every_number(total: int) -> None:
    assert share_of_groups(total, total, 0.10, groups=2000) <= 0.25
    delay = mean_delay(total, total, 0.45, groups=4000)
    assert delay <= (6 if total == 5 else 4)
    assert abs(delay - DELAYS.get(total, delay)) < 0.2


# The chances themselves: every sum that can be reached, and how likely


def as_posted(total: float, lines: Lines) -> float:
    return max(0.0, total + increment(lines.answers, lines.low, 10))


def without_memory_of_good_weeks(total: float, lines: Lines) -> float:
    """A naive sum, that good weeks leave as it is."""
    return total + max(0.0, increment(lines.answers, lines.low, 10))


def still_quiet(
    rounds: int, outcomes: Sequence[tuple[Lines, float]], step: Step = as_posted, year: float = YEAR
) -> list[float]:
    """For each number of rounds up to `rounds`, from 0 on, the chance that none of them rang."""
    sums, quiet = {0.0: 1.0}, [1.0]
    for _ in range(rounds):
        reached: dict[float, float] = {}
        for total, chance in sums.items():
            for lines, part in outcomes:
                after = round(step(total, lines), 9)
                if after < alarm_at(year):
                    reached[after] = reached.get(after, 0.0) + chance * part
        sums = {total: chance for total, chance in reached.items() if chance > 1e-12}
        quiet.append(sum(sums.values()))
    return quiet


@pytest.mark.parametrize("total", NUMBERS)
def test_a_healthy_group_is_alarmed_less_than_once_a_year(total: int) -> None:
    quiet = still_quiet(100, chances(total, 0.10))
    assert 1 - quiet[YEAR] <= 0.22
    assert sum(quiet) >= YEAR  # the mean number of rounds to an alarm is the sum over all rounds


@pytest.mark.parametrize(
    "rhythm",
    [pytest.param(Weekly((0, 3)), marks=pytest.mark.prove), Weekly((0,), 2), Monthly(0, 1), Weekly((0,), 12)],
    ids=["twice a week", "fortnightly", "monthly", "every twelve weeks"],
)
@pytest.mark.parametrize("tolerance", TOLERANCES)
def test_so_is_one_with_another_rhythm_and_tolerance(rhythm: Rhythm, tolerance: int) -> None:
    year = rounds_a_year(rhythm)

    def step(total: float, lines: Lines) -> float:
        return max(0.0, total + increment(lines.answers, lines.low, tolerance))

    for total in (5, 9, 14, 29):
        quiet = still_quiet(2 * ceil(year), chances(total, tolerance / 100), step, year)
        assert sum(quiet) >= year


def test_so_is_one_whose_numbers_change_and_that_skips_weeks() -> None:
    dice, rung = random.Random(5), 0
    for _ in range(200):
        watch = begin(SAFE, WEEKLY)
        for day in DAYS[:YEAR]:
            total = dice.choice((None, None, *NUMBERS))
            published, weights = zip(*chances(total or 5, 0.10), strict=True)
            lines = dice.choices(published, weights)[0] if total else None
            watch = taken_in(watch, day, SAFE, lines) if dice.random() < 0.8 else watch
        rung += bool(watch.alarms)
    assert rung / 200 <= 0.25


def test_a_naive_sum_is_caught() -> None:
    assert 1 - still_quiet(YEAR, chances(8, 0.10), without_memory_of_good_weeks)[-1] > 0.25


@pytest.mark.prove
@pytest.mark.parametrize("total", [*range(5, 120), 149, 199, 209, 499, 509, 1009])
def test_so_is_one_of_any_other_number(total: int) -> None:
    quiet = still_quiet(150, chances(total, 0.10))
    assert 1 - quiet[YEAR] <= (0.22 if total <= 50 else 0.45)
    assert sum(quiet) >= YEAR


GRID = 0.005


def soonest_mean(numbers: Sequence[int], share: float, rounds: int) -> float:
    """The mean number of rounds to an alarm, counted up to `rounds`, if somebody who sees the sum chooses who answers.

    Sums are rounded up to a grid, so that it is rather too soon than too late.
    """
    cells = ceil(log(YEAR) / GRID)
    moves = [
        [(ceil(increment(lines.answers, lines.low, 10) / GRID), part) for lines, part in chances(number, share)]
        for number in numbers
    ]
    left = [0.0] * cells
    for _ in range(rounds):
        left = [
            1 + min(sum(part * left[max(0, at + by)] for by, part in move if at + by < cells) for move in moves)
            for at in range(cells)
        ]
    return left[0]


@pytest.mark.prove
def test_whoever_chooses_how_many_answer_cannot_make_it_ring_sooner_than_after_a_year() -> None:
    assert soonest_mean(NUMBERS, 0.10, rounds=300) >= YEAR
    assert soonest_mean((6, 9, 13, 14, 24, 27, 29), 0.10, rounds=300) >= YEAR
    assert soonest_mean(NUMBERS, 0.20, rounds=300) < YEAR
