"""Openings while clocks jump, zones are changed and laws change what clocks show: once for each date."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core import schedule as core
from bot.store.database import Database
from bot.store.keystore import KeyStore
from cogs.checkin.openings import ScheduledOpenings
from tests.services.checkin_house import Discord, House
from tests.services.schedule_hands import (
    DAY,
    MONDAY,
    OPENS,
    asleep_until,
    changed,
    dates,
    live,
    notes,
    planned,
    posted,
    results,
    the_round,
    until,
)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    return await House(database, keys, Discord()).set_up()


class TestClock:
    @pytest.mark.parametrize("hours", [-30, -5, -1, 1, 5, 30])
    async def test_a_clock_that_jumps_after_an_opening_opens_nothing_twice(self, house: House, hours: int) -> None:
        schedule_id = await planned(house)
        await until(house, OPENS + timedelta(minutes=5))
        await house.later(hours=hours)
        await until(house, OPENS + 3 * DAY)
        known = await the_round(house, schedule_id)
        assert known is not None
        assert results(house) == [known.round_id.hex()]
        await until(house, OPENS + 7 * DAY)
        assert (len(posted(house)), notes(house)) == (1, [])

    @pytest.mark.parametrize("hours", [0.5, 7])
    async def test_a_clock_that_was_ahead_for_a_while_opened_once(self, house: House, hours: float) -> None:
        await planned(house)
        await house.later(hours=8 + hours)
        house.now -= timedelta(hours=8 + hours)
        await until(house, OPENS + DAY)  # a note that came at night by that clock waits for its morning
        assert len(posted(house)) + len(notes(house)) == 1

    async def test_a_clock_put_back_just_when_it_is_due_loses_nothing(self, house: House) -> None:
        """The scheduler has seen that it is due, the handler no longer would."""
        await planned(house)
        early = ScheduledOpenings(
            house.opening, house.posting, house.discord, lambda: house.now - timedelta(minutes=10)
        )
        early.register(house.scheduler)
        await until(house, OPENS + timedelta(minutes=30))
        assert len(posted(house)) == 1
        await until(house, OPENS + 7 * DAY + timedelta(minutes=30))
        assert (len(posted(house)), notes(house)) == (1, [])


class TestZones:
    @pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu"])
    async def test_a_zone_that_is_changed_after_an_opening_opens_no_date_twice(self, house: House, zone: str) -> None:
        shown = await house.plan(zone="UTC", hours=24)
        await until(house, OPENS + timedelta(minutes=5))
        shown = await changed(house, shown, zone=zone)
        assert dates(shown)[0] == MONDAY + 7 * DAY
        await until(house, OPENS + 6 * DAY)
        assert (len(posted(house)), len(results(house))) == (0, 1)

    async def test_through_a_change_of_clocks_it_opens_once_at_its_local_time(self, house: House) -> None:
        schedule_id = await planned(house, zone="Europe/London", first=date(2026, 3, 23))
        for on, hour in ((date(2026, 3, 23), 18), (date(2026, 3, 30), 17)):
            await until(house, datetime.combine(on, time(hour), UTC) - timedelta(seconds=1))
            assert await the_round(house, schedule_id, on) is None
            await live(house, seconds=1)
            assert await the_round(house, schedule_id, on)

    @pytest.mark.parametrize(("instead", "hour"), [("Africa/Cairo", 16), ("Atlantic/Azores", 19)])
    async def test_clocks_changed_by_law_are_followed_from_the_next_start(
        self, house: House, monkeypatch: pytest.MonkeyPatch, instead: str, hour: int
    ) -> None:
        await planned(house, zone="Europe/London")
        monkeypatch.setattr(core, "ZoneInfo", by_law(instead))
        house = await asleep_until(house, house.now)
        opens = datetime.combine(MONDAY, time(hour), UTC)
        await until(house, opens - timedelta(seconds=1))
        assert posted(house) == []
        await live(house, seconds=1)
        assert len(posted(house)) == 1
        await live(house, hours=24)
        assert (len(posted(house)), notes(house)) == (1, [])

    async def test_one_that_comes_round_too_early_is_laid_again(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nobody laid it anew at the start: at its former moment nothing is due."""
        await planned(house, zone="Europe/London")
        monkeypatch.setattr(core, "ZoneInfo", by_law("Atlantic/Azores"))
        await until(house, OPENS + timedelta(minutes=59))
        assert posted(house) == []
        await live(house, minutes=1)
        assert (len(posted(house)), notes(house)) == (1, [])


def by_law(instead: str) -> Callable[[str], ZoneInfo]:
    """London has the clocks of another place from now on."""
    return lambda name: ZoneInfo(instead if name == "Europe/London" else name)
