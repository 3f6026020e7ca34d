"""Plans for check-ins to test with: one plain one to vary, and hypothesis strategies for all kinds."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time

from hypothesis import strategies as st

from bot.core.identity import ChannelId
from bot.core.recurrence import LAST, MOST_WEEKS, Monthly, Rhythm, Weekly
from bot.core.schedule import Plan
from tests.core.wall_clock import NASTY

GROUP = ChannelId(1)
MONDAY = date(2026, 1, 5)
PLAIN = Plan("pulse", GROUP, Weekly((0,)), time(18), "UTC", 48, MONDAY)
"""Mondays at six in the evening, for two days."""


def _weekly(days: Iterable[int], every: int) -> Weekly:
    return Weekly(tuple(sorted(days)), every)


def _plan(rhythm: Rhythm, at: time, zone: str, hours: int, first: date, holidays: Iterable[date]) -> Plan:
    return replace(PLAIN, rhythm=rhythm, at=at, zone=zone, hours=hours, first=first, holidays=tuple(sorted(holidays)))


some_zones = st.sampled_from(NASTY)
_times = st.sampled_from([time(0), time(0, 30), time(2), time(2, 30), time(12), time(18), time(23, 30), time(23, 59)])
_weekdays = st.sets(st.integers(0, 6), min_size=1, max_size=2) | st.sets(st.integers(0, 6), min_size=1)
_weeks = st.just(1) | st.integers(1, MOST_WEEKS)
rhythms = st.builds(_weekly, _weekdays, _weeks) | st.builds(
    Monthly, st.integers(0, 6), st.sampled_from((1, 2, 3, 4, LAST))
)
_sparse = st.builds(
    _weekly, st.sets(st.integers(0, 6), min_size=1, max_size=1), st.integers(1, MOST_WEEKS)
) | st.builds(Monthly, st.integers(0, 6), st.sampled_from((1, 2, 3, 4, LAST)))
_hours = st.sampled_from((24, 24, 48, 48, 72, 120, 168, 336)) | st.integers(24, 336)
_firsts = st.dates(date(2025, 12, 1), date(2026, 3, 31))
_holidays = st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=6)
plans = st.builds(_plan, rhythms, _times, some_zones, _hours, _firsts, _holidays)
sparse_plans = st.builds(_plan, _sparse, _times, some_zones, st.sampled_from((24, 48)), _firsts, _holidays)
"""Those that two or three of fit in one channel."""
