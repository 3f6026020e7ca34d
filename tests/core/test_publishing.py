"""No published output tells that nobody, one, two, all but one or all gave an answer: by enumeration."""

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.publishing import FEWEST_ANSWERS, RANGES, Level, Lines, Range, Result, each_end, level, levels, publish
from bot.core.template import ANSWERS

LARGEST = 400
Output = tuple[Level, Level]


def splits(total: int) -> Iterator[tuple[int, int]]:
    """Every (low, good) that `total` answers can have; what is left is the middle."""
    return ((low, good) for low in range(total + 1) for good in range(total - low + 1))


def everyone_agrees(total: int, low: int, good: int) -> Output:
    """A naive rule: only all are "most", and only nobody is "few"."""
    words = {0: Level.FEW, total: Level.MOST}
    return words.get(low, Level.SOME), words.get(good, Level.SOME)


def brute_force(
    total: int, rule: Callable[[int, int, int], Output] = levels
) -> dict[Output, tuple[set[int], set[int]]]:
    """For each output: every low and every good that is compatible with it."""
    found: dict[Output, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for low, good in splits(total):
        lows, goods = found[rule(total, low, good)]
        lows.add(low)
        goods.add(good)
    return dict(found)


def by_level(total: int) -> dict[Output, tuple[set[int], set[int]]]:
    """The same without walking every split: a line's level alone, then which counts leave room for the other line."""
    counts: dict[Level, list[int]] = defaultdict(list)
    for count in range(total + 1):
        counts[level(total, count)].append(count)
    found: dict[Output, tuple[set[int], set[int]]] = {}
    for low, lows in counts.items():
        for good, goods in counts.items():
            fitting_lows = {count for count in lows if count + goods[0] <= total}
            fitting_goods = {count for count in goods if count + lows[0] <= total}
            if fitting_lows:
                found[low, good] = (fitting_lows, fitting_goods)
    if total % 2 == 0:
        half = total // 2
        assert found.pop((Level.HALF, Level.HALF)) == ({half}, {half})
        lows, goods = found.setdefault((Level.HALF, Level.SOME), (set(), set()))
        lows.add(half)
        goods.add(half)
    return found


def assert_fixes_nothing(total: int, outputs: dict[Output, tuple[set[int], set[int]]]) -> None:
    revealing = {0, 1, 2, total - 1, total}
    for output, lines in outputs.items():
        for compatible in lines:
            assert not (len(compatible) == 1 and compatible & revealing), (total, output)


def test_with_n_known_exactly_no_output_fixes_a_line_at_0_1_2_or_n_minus_1_or_n() -> None:
    for total in range(FEWEST_ANSWERS, LARGEST + 1):
        assert_fixes_nothing(total, by_level(total))


@pytest.mark.parametrize("total", range(FEWEST_ANSWERS, 61))
def test_the_short_enumeration_is_the_whole_one(total: int) -> None:
    assert by_level(total) == brute_force(total)


@pytest.mark.prove
def test_every_split_of_every_number_of_answers() -> None:
    for total in range(FEWEST_ANSWERS, LARGEST + 1):
        assert_fixes_nothing(total, brute_force(total))


def test_a_range_of_n_fixes_no_line_either() -> None:
    for shown in RANGES[:-2]:
        merged: dict[Output, tuple[set[int], set[int]]] = {}
        for total in range(shown.at_least, (shown.at_most or 0) + 1):
            for output, (lows, goods) in by_level(total).items():
                some_lows, some_goods = merged.setdefault(output, (set(), set()))
                some_lows.update(lows)
                some_goods.update(goods)
        for lows, goods in merged.values():
            assert len(lows) > 1
            assert len(goods) > 1


ENDS = {3: 1, 4: 1, 5: 2, 6: 2, 7: 2}
"""How many of so many answers either line holds, as it is stated in the documentation."""


def test_either_line_holds_as_many_answers_and_always_leaves_a_middle() -> None:
    assert list(ENDS) == list(ANSWERS)
    for answers, end in ENDS.items():
        assert each_end(answers) == end
        assert 1 <= end < answers - end


def vectors(total: int, answers: int) -> Iterator[tuple[int, ...]]:
    """Every way in which `total` people can choose among so many answers, worst first."""
    if answers == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in vectors(total - first, answers - 1):
            yield (first, *rest)


def by_vectors(total: int, answers: int) -> dict[Output, tuple[set[int], set[int]]]:
    """`brute_force` over what really is counted, through what really is published."""
    found: dict[Output, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    end = ENDS[answers]
    for counts in vectors(total, answers):
        published = publish(counts, minimum=5)
        assert published is not None
        lows, goods = found[published.low, published.good]
        lows.add(sum(counts[:end]))
        goods.add(sum(counts[-end:]))
    return dict(found)


@pytest.mark.parametrize("answers", ENDS)
@pytest.mark.parametrize(
    "total",
    [*range(FEWEST_ANSWERS, 14), *(pytest.param(total, marks=pytest.mark.prove) for total in range(14, 33))],
)
def test_the_enumeration_of_two_lines_is_the_whole_one_for_every_number_of_answers(total: int, answers: int) -> None:
    """So what is proved of (low, good) for n = 5..400 holds for three to seven answers alike.

    Nothing is published but the words for the two sums, and with a middle left every pair of sums of at most n people
    comes from some choice of theirs, however many answers each part holds: an output is compatible with the same
    sums. A rule with another number of answers in a line, or one that looks at a single answer, would differ here.
    """
    found = by_vectors(total, answers)
    assert found == brute_force(total)
    assert_fixes_nothing(total, found)


@pytest.mark.parametrize("total", range(FEWEST_ANSWERS, 31))
def test_a_naive_rule_is_caught_by_this_enumeration(total: int) -> None:
    with pytest.raises(AssertionError):
        assert_fixes_nothing(total, brute_force(total, everyone_agrees))


@pytest.mark.parametrize(
    ("total", "count", "expected"),
    [
        (5, 0, Level.FEW),
        (5, 2, Level.FEW),
        (5, 3, Level.MOST),
        (8, 3, Level.SOME),
        (8, 4, Level.HALF),
        (8, 5, Level.HALF),
        (8, 6, Level.MOST),
        (29, 2, Level.FEW),
        (29, 3, Level.SOME),
        (29, 26, Level.HALF),
        (29, 27, Level.MOST),
        (30, 3, Level.FEW),
        (30, 4, Level.SOME),
        (30, 14, Level.SOME),
        (30, 15, Level.HALF),
        (30, 26, Level.HALF),
        (30, 27, Level.MOST),
        (400, 40, Level.FEW),
        (400, 41, Level.SOME),
        (400, 359, Level.HALF),
        (400, 360, Level.MOST),
    ],
)
def test_levels_at_their_borders(total: int, count: int, expected: Level) -> None:
    assert level(total, count) is expected


@pytest.mark.parametrize("total", [6, 8, 28, 30, 400])
def test_two_exact_halves_are_not_shown_as_such(total: int) -> None:
    assert levels(total, total // 2, total // 2) == (Level.HALF, Level.SOME)


@pytest.mark.parametrize(
    ("counts", "low", "good"),
    [
        ((3, 3, 4), 3, 4),
        ((3, 1, 2, 4), 3, 4),
        ((1, 2, 1, 3, 1), 3, 4),
        ((1, 2, 0, 1, 3, 1), 3, 4),
        ((1, 2, 0, 1, 0, 3, 1), 3, 4),
    ],
)
def test_each_end_holds_two_fifths_of_the_answers_and_at_least_one(
    counts: tuple[int, ...], low: int, good: int
) -> None:
    published = publish(counts, minimum=5)
    assert published is not None
    assert (published.low, published.good) == levels(sum(counts), low, good)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (5, Range(5, 9)),
        (9, Range(5, 9)),
        (10, Range(10, 14)),
        (24, Range(15, 24)),
        (25, Range(25, 49)),
        (99, Range(50, 99)),
        (100, Range(100, 199)),
        (499, Range(200, 499)),
        (500, Range(500, None)),
        (12_000, Range(500, None)),
    ],
)
def test_the_number_of_answers_is_a_range(total: int, expected: Range) -> None:
    published = publish((0, 0, total, 0, 0), minimum=5)
    assert published == Lines(expected, Level.FEW, Level.FEW)


@given(st.lists(st.integers(0, 3), min_size=3, max_size=7), st.integers(-3, 20))
def test_nothing_is_published_under_the_minimum_which_is_never_less_than_five(counts: list[int], minimum: int) -> None:
    assert (publish(counts, minimum) is None) == (sum(counts) < max(5, minimum))


def test_a_round_is_too_few_only_when_no_question_can_be_shown() -> None:
    lines = Lines(RANGES[0], Level.FEW, Level.MOST)
    assert Result((None, None)).too_few
    assert not Result((None, lines)).too_few
