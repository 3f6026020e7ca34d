"""What can wait until the morning is not told in the night in which a check-in ends, or in which an outage does."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.core.recurrence import Weekly
from bot.services.problems import Why
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.checkin_house import GROUP, Died, Discord, House
from tests.services.schedule_hands import (
    DAY,
    LOUNGE,
    MONDAY,
    OPENS,
    asleep_until,
    live,
    notes,
    planned,
    posted,
    results,
    the_round,
    until,
)

CLOSES = datetime.combine(MONDAY, time(22, 30), UTC) + 9 * DAY
"""At night: the second round of a schedule that opens every Monday at this hour, for two days."""
NIGHT = datetime.combine(MONDAY, time(23), UTC)
MORNING = datetime.combine(MONDAY + DAY, time(8), UTC)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    return await House(database, keys, Discord()).set_up()


async def test_a_schedule_that_falls_silent_at_night_is_told_of_in_the_morning_once(house: House) -> None:
    await planned(house, at=time(22, 30))
    await until(house, CLOSES)
    assert len(results(house)) == 2
    assert notes(house) == []
    house = house.restarted()
    await until(house, CLOSES.replace(hour=7, minute=59) + DAY)
    assert notes(house) == []
    await live(house, minutes=1)
    (note,) = notes(house)
    assert "is paused" in note
    await live(house, days=2)
    assert len(notes(house)) == 1


async def test_on_a_free_weekend_it_waits_for_monday(house: House) -> None:
    await house.settings(quiet_weekends=True)
    await planned(house, at=time(12), hours=24 * 5)
    friday_then_saturday = datetime.combine(MONDAY, time(12), UTC) + 12 * DAY
    await until(house, friday_then_saturday + timedelta(hours=1))
    assert len(results(house)) == 2
    assert notes(house) == []
    await until(house, datetime.combine(MONDAY + 14 * DAY, time(8), UTC))
    assert len(notes(house)) == 1


class TestAfterAnOutage:
    """The bot comes back in the middle of the night: what is more than two hours late can wait for the morning too."""

    async def test_a_check_in_that_was_left_out_is_told_of_in_the_morning_once(self, house: House) -> None:
        schedule_id = await planned(house)
        house = await asleep_until(house, NIGHT)
        assert notes(house) == []
        house = await asleep_until(house, NIGHT + timedelta(hours=3))
        await until(house, MORNING - timedelta(minutes=1))
        assert notes(house) == []
        await live(house, minutes=1)
        assert len(notes(house)) == 1
        await until(house, OPENS + 7 * DAY)
        assert len(notes(house)) == 1
        assert await the_round(house, schedule_id, MONDAY + 7 * DAY) is not None

    async def test_a_result_that_was_posted_before_it_is_not_posted_again_in_the_morning(self, house: House) -> None:
        await planned(house, at=time(22, 30))
        await until(house, CLOSES - timedelta(minutes=1))
        house.discord.dies_after = "post"
        with pytest.raises(Died):
            await live(house, minutes=2)
        assert len(results(house)) == 2
        house = house.restarted()
        house.now = CLOSES + timedelta(hours=4)
        await live(house, days=1)
        assert len(results(house)) == 2

    async def test_what_was_planned_for_this_night_opens_while_that_waits(self, house: House) -> None:
        """Six in the morning is what a facilitator chose."""
        schedule_id = await planned(house, at=time(6), first=MONDAY + DAY, rhythm=Weekly((1,)))
        house = await asleep_until(house, datetime.combine(MONDAY + 8 * DAY, time(5), UTC))
        assert (notes(house), posted(house)) == ([], [])
        await live(house, hours=1)
        assert (notes(house), len(posted(house))) == ([], 1)
        await live(house, hours=2)
        assert (len(notes(house)), len(posted(house))) == (1, 1)
        assert await the_round(house, schedule_id, MONDAY + DAY) is None

    async def test_one_that_could_not_be_posted_in_time_is_told_of_in_the_morning(self, house: House) -> None:
        await planned(house)
        house.discord.trouble = {GROUP: Why.DISCORD_DOWN}
        await until(house, NIGHT)
        house.discord.trouble = {}
        await until(house, MORNING - timedelta(minutes=1))
        assert notes(house) == []
        await live(house, minutes=30)
        assert len(notes(house)) == 1
        assert posted(house) == []

    async def test_one_without_a_channel_is_told_of_in_the_morning(self, house: House) -> None:
        await planned(house, channel=LOUNGE)
        house.discord.trouble = {LOUNGE: Why.DISCORD_DOWN}
        await until(house, NIGHT)
        house.discord.trouble = {LOUNGE: Why.FORBIDDEN}
        await until(house, MORNING - timedelta(minutes=1))
        assert notes(house) == []
        await live(house, minutes=30)
        (note,) = notes(house)
        assert f"<#{LOUNGE}>" in note

    async def test_a_result_that_was_due_by_day_comes_in_the_morning_though_it_is_made_at_once(
        self, house: House
    ) -> None:
        schedule_id = await planned(house)
        await until(house, OPENS + timedelta(hours=1))
        house = await asleep_until(house, NIGHT + 2 * DAY)
        known = await the_round(house, schedule_id)
        assert known is not None
        assert not known.is_open
        assert results(house) == []
        await until(house, MORNING + 2 * DAY - timedelta(minutes=1))
        assert results(house) == []
        await live(house, minutes=1)
        assert len(results(house)) == 1

    async def test_one_that_is_not_two_hours_late_comes_at_night(self, house: House) -> None:
        await planned(house, at=time(20))
        await until(house, OPENS + timedelta(hours=3))
        house = await asleep_until(house, datetime.combine(MONDAY, time(21, 30), UTC) + 2 * DAY)
        assert len(results(house)) == 1
