"""Delivery slots keep their wall-clock hours through every change of clocks, and never come too early."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.slots import (
    REST,
    delivery_moment,
    is_night,
    is_quiet,
    local_day,
    slot_after,
    slot_at_or_after,
    slot_of_next_week,
)

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = (9, 14, 19)
ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
    "Africa/Cairo",
]

START = datetime(2011, 1, 1, tzinfo=UTC)
moments = st.integers(0, 29 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
zones = st.sampled_from(ZONES).map(ZoneInfo)
hours = st.sets(st.integers(0, 23), min_size=1, max_size=5).map(tuple[int, ...])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("sent", "delivered"),
    [
        ("2026-11-22T06:59", "2026-11-22T09:00"),
        ("2026-11-22T07:00", "2026-11-22T09:00"),
        ("2026-11-22T07:01", "2026-11-22T14:00"),
        ("2026-11-22T16:59", "2026-11-22T19:00"),
        ("2026-11-22T17:30", "2026-11-23T09:00"),
        ("2026-11-22T23:59", "2026-11-23T09:00"),
        ("2026-12-31T20:00", "2027-01-01T09:00"),
        ("2026-03-29T01:30", "2026-03-29T09:00"),  # the night of 23 hours
        ("2026-10-25T01:30", "2026-10-25T09:00"),  # the night of 25 hours
    ],
)
def test_the_first_slot_at_least_two_hours_after_sending(sent: str, delivered: str) -> None:
    assert delivery_moment(at(sent), HOURS, BERLIN) == at(delivered)


def test_an_hour_that_the_clocks_skip_is_when_they_skip() -> None:
    before = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert slot_after(before, (2,), BERLIN) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_used_once() -> None:
    first = slot_after(datetime(2026, 10, 24, 12, tzinfo=UTC), (2,), BERLIN)
    assert first == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    assert slot_after(first, (2,), BERLIN) == datetime(2026, 10, 26, 1, 0, tzinfo=UTC)


def test_a_slot_that_is_now_counts_for_at_or_after_alone() -> None:
    now = at("2026-11-22T09:00")
    assert slot_at_or_after(now, HOURS, BERLIN) == now
    assert slot_after(now, HOURS, BERLIN) == at("2026-11-22T14:00")


def test_without_hours_there_is_no_slot() -> None:
    with pytest.raises(ValueError, match="no delivery hours"):
        delivery_moment(at("2026-11-22T09:00"), (), BERLIN)


def test_the_day_is_the_servers_own() -> None:
    assert local_day(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), BERLIN).day == 23


@given(moments, hours, zones)
def test_delivery_waits_two_hours_and_not_longer_than_to_the_next_day_but_one(
    sent: datetime, chosen: tuple[int, ...], zone: ZoneInfo
) -> None:
    delivered = delivery_moment(sent, chosen, zone)
    assert sent + REST <= delivered <= sent + REST + timedelta(hours=50)


@given(moments, hours, zones)
def test_slots_follow_each_other_without_standing_still(
    start: datetime, chosen: tuple[int, ...], zone: ZoneInfo
) -> None:
    moment = start
    for _ in range(6):
        following = slot_after(moment, chosen, zone)
        assert following > moment
        assert slot_at_or_after(following, chosen, zone) == following
        moment = following


@given(moments, zones)
def test_hours_in_the_day_are_kept_to_the_minute(start: datetime, zone: ZoneInfo) -> None:
    local = slot_after(start, HOURS, zone).astimezone(zone)
    assert (local.hour, local.minute) in {(hour, 0) for hour in HOURS}


apart = st.sampled_from([(1, 3), (0, 2, 22), (9, 14, 19), (3, 5, 7), (2,)])


@given(moments, zones, apart)
def test_what_a_slot_brings_was_sent_in_two_hours_at_least(
    moment: datetime, zone: ZoneInfo, hours: tuple[int, ...]
) -> None:
    """Whoever sees a card knows the slot; the sending lies anywhere between the slot before and this one."""
    first = slot_at_or_after(moment, hours, zone)
    second = slot_after(first, hours, zone)
    assert second - first >= REST
    assert delivery_moment(first - REST, hours, zone) == first
    assert delivery_moment(first - REST + timedelta(seconds=1), hours, zone) == second
    assert delivery_moment(second - REST, hours, zone) == second


def test_the_night_the_clocks_go_forward_leaves_a_slot_out_that_comes_too_soon() -> None:
    before = at("2026-03-29T00:30")
    assert [slot_after(before, (1, 3), BERLIN), slot_after(at("2026-03-29T01:00"), (1, 3), BERLIN)] == [
        at("2026-03-29T01:00"),
        at("2026-03-30T01:00"),
    ]


@pytest.mark.parametrize(
    ("night", "hours"),
    [
        ((21, 8), {21, 22, 23, 0, 1, 2, 3, 4, 5, 6, 7}),
        ((0, 6), {0, 1, 2, 3, 4, 5}),
        ((23, 0), {23}),
        ((0, 0), set[int]()),
        ((12, 12), set[int]()),
    ],
)
def test_the_night_lasts_from_its_first_hour_to_its_second(night: tuple[int, int], hours: set[int]) -> None:
    assert {hour for hour in range(24) if is_night(hour, night)} == hours


@given(moments, zones, st.tuples(st.integers(0, 23), st.integers(0, 23)))
def test_a_day_is_never_quiet_all_through_but_on_a_free_weekend(
    moment: datetime, zone: ZoneInfo, night: tuple[int, int]
) -> None:
    day = [moment + timedelta(hours=hour) for hour in range(25)]
    assert not all(is_quiet(one, night, zone, rests_on_weekends=False) for one in day)
    for one in day:
        is_weekend = one.astimezone(zone).weekday() >= 5
        assert is_quiet(one, (0, 0), zone, rests_on_weekends=True) == is_weekend


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T00:00", "2026-11-30T09:00"),
        ("2026-11-23T09:00", "2026-11-30T09:00"),
        ("2026-11-25T18:00", "2026-11-30T09:00"),
        ("2026-11-29T23:59", "2026-11-30T09:00"),
        ("2026-10-24T12:00", "2026-10-26T09:00"),
    ],
)
def test_the_slot_of_the_next_week_is_one_for_a_whole_week(moment: str, expected: str) -> None:
    assert slot_of_next_week(at(moment).astimezone(UTC), HOURS, BERLIN) == at(expected)
