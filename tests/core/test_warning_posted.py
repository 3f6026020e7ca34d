"""T1 is a function of what was posted: whatever people answered, the same lines give the same sums.

The property is proved to bite: a watch that is fed with the answers tells more.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import log

from hypothesis import given
from hypothesis import strategies as st

from bot.core.publishing import RANGES, Level, Lines, publish
from bot.core.warning import Signal, alarm_at, begin
from tests.core.test_warning import SAFE, SOME, WEEKLY, through


def everything_posted() -> dict[Lines | None, list[list[int]]]:
    """For each output of up to sixteen answers: all the answers of which it is what is posted."""
    found: dict[Lines | None, list[list[int]]] = {}
    for total in range(17):
        for low in range(total + 1):
            for good in range(total - low + 1):
                counts = [low // 2, low - low // 2, total - low - good, good - good // 2, good // 2]
                found.setdefault(publish(counts, 5), []).append(counts)
    return found


posted_alike = st.sampled_from(list(everything_posted().values())).flatmap(
    lambda alike: st.tuples(st.sampled_from(alike), st.sampled_from(alike))
)
"""Answers of one round, and others of which the same is posted."""


def exactly_fed(rounds: Sequence[Sequence[int]]) -> float:
    """A naive watch, fed with what people answered: each low answer +1.10, each other one -0.25."""
    total = 0.0
    for each in rounds:
        if publish(each, 5):
            low = sum(each[:2])
            total = max(0.0, total + low * log(0.3 / 0.1) + (sum(each) - low) * log(0.7 / 0.9))
    return total


@given(st.lists(posted_alike, max_size=20))
def test_it_is_a_function_of_what_was_posted(pairs: list[tuple[list[int], list[int]]]) -> None:
    ones, others = ([publish(each, 5) for each in side] for side in ([p[0] for p in pairs], [p[1] for p in pairs]))
    assert ones == others
    assert through(ones) == through(others)


def test_one_that_is_fed_with_the_answers_tells_more_than_was_posted() -> None:
    one, other = [0, 0, 3, 1, 1], [1, 1, 3, 0, 0]
    assert publish(one, 5) == publish(other, 5)
    assert exactly_fed([one]) != exactly_fed([other])
    assert through([publish(one, 5)]) == through([publish(other, 5)])


@given(st.lists(st.none() | st.builds(Lines, st.sampled_from(RANGES), st.sampled_from(Level), st.sampled_from(Level))))
def test_neither_the_good_answers_nor_what_came_before_an_alarm_move_it(published: list[Lines | None]) -> None:
    watch = through(published)
    other = through([each and replace(each, good=Level.FEW) for each in published])
    assert watch == other
    assert 0 <= watch.total < alarm_at(52)
    if watch.signal is Signal.ALARM:
        fresh = replace(begin(SAFE, WEEKLY), seen=watch.seen)
        assert through([SOME], watch, first=99).total == through([SOME], fresh, first=99).total
