"""What can wait until the morning is not told in the night in which a check-in ends."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.checkin_house import Discord, House
from tests.services.schedule_hands import DAY, MONDAY, live, notes, planned, results, until

CLOSES = datetime.combine(MONDAY, time(22, 30), UTC) + 9 * DAY
"""At night: the second round of a schedule that opens every Monday at this hour, for two days."""


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
