"""An alert is told once, once more if nobody acknowledged it, and never again, whatever the nights are like."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.alerts import AGAIN_AFTER, Alert, Kind, acknowledged, arises, is_to_be_told, told
from bot.core.codec import Codec

DAY = date(2026, 3, 2)
NEW = Alert(Kind.TRUST, b"topic", b"occasion", DAY)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def days_told(quiet: list[bool], seen_on: int | None = None) -> list[int]:
    """On which days it is told, if somebody looks every day and acknowledges it on one of them."""
    alert, days = NEW, list[int]()
    for number, is_quiet in enumerate(quiet):
        if number == seen_on:
            alert = acknowledged(alert, day(number))
        if is_to_be_told(alert, day(number), is_quiet=is_quiet):
            days.append(number)
            alert = told(alert, day(number))
    return days


def test_it_is_told_at_once_and_once_more_after_two_days() -> None:
    assert days_told([False] * 60) == [0, AGAIN_AFTER.days] == [0, 2]


def test_it_waits_until_it_is_no_longer_quiet() -> None:
    assert days_told([True] * 2 + [False] * 2 + [True, False, False]) == [2, 5]


@pytest.mark.parametrize(("seen_on", "days"), [(0, []), (1, [0]), (2, [0]), (3, [0, 2])])
def test_it_is_told_no_more_once_somebody_acknowledged_it(seen_on: int, days: list[int]) -> None:
    assert days_told([False] * 30, seen_on) == days


def test_the_first_one_who_acknowledges_it_counts() -> None:
    seen = acknowledged(NEW, day(1))
    assert NEW.waits
    assert not seen.waits
    assert acknowledged(seen, day(2)) == seen
    assert seen.acknowledged_on == day(1)


def test_told_twice_on_one_day_counts_once() -> None:
    assert told(told(NEW, DAY), DAY) == told(NEW, DAY)


@given(st.lists(st.booleans(), max_size=120), st.none() | st.integers(0, 120))
def test_never_more_than_twice_never_in_quiet_and_never_close_together(quiet: list[bool], seen_on: int | None) -> None:
    days = days_told(quiet, seen_on)
    assert len(days) <= 2
    assert not any(quiet[number] for number in days)
    assert seen_on is None or all(number < seen_on for number in days)
    assert len(days) < 2 or days[1] - days[0] >= 2


def test_one_occasion_has_one_alert() -> None:
    assert arises(NEW, [])
    for known in (NEW, told(NEW, DAY), acknowledged(NEW, DAY)):
        assert not arises(NEW, [known])


def test_none_arises_while_another_on_the_same_topic_is_still_to_be_told() -> None:
    later = replace(NEW, occasion=b"later", day=day(7))
    assert not arises(later, [NEW])
    assert not arises(later, [told(NEW, DAY)])
    assert arises(later, [acknowledged(NEW, DAY)])
    assert arises(later, [replace(NEW, topic=b"other")])
    assert arises(later, [replace(NEW, kind=Kind.HARM)])


def test_where_nobody_looks_the_next_occasion_is_told_all_the_same() -> None:
    assert arises(replace(NEW, occasion=b"later"), [told(told(NEW, DAY), day(7))])


def test_it_is_kept_whole() -> None:
    codec = Codec(Alert)
    alert = acknowledged(told(NEW, DAY), day(1))
    assert codec.decode(codec.encode(alert)) == alert
