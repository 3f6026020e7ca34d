"""The process dies after every single step of opening, reminding and closing a round of a schedule, one after another.

Whatever the step, in the end there is one round, one post, one reminder, one result, one note; and the next opening.
The steps are the same on either database, so the second is tried by `make prove` only.
"""

from datetime import datetime, timedelta

import pytest

from bot.core.identity import PlanId
from bot.core.schedule import Pause
from bot.services.checkin_opening import round_of
from bot.services.checkin_rounds import KnownRound
from bot.services.problems import Why
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.checkin_house import GROUP, Discord, House
from tests.services.mortality import ORDERS, Mortal, Order, mortal, revived
from tests.services.schedule_hands import (
    MONDAY,
    OPENS,
    notes,
    planned,
    posted,
    reminders,
    results,
    the_round,
    told,
    until,
)

__all__ = ["mortal"]

pytestmark = pytest.mark.parametrize(
    "addresses", ["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)], indirect=True
)
WEEK = timedelta(days=7)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    """With a late and short night: what it holds up is in `test_checkin_night.py`."""
    made = await House(database, keys, Discord()).set_up()
    await made.settings(quiet_hours=(0, 6))
    return made


async def reminded(house: House) -> PlanId:
    """Mondays at 18:00 UTC for two days, reminded of twelve hours before closing."""
    return await planned(house, reminder_hours=12)


async def in_week(house: House, schedule_id: PlanId, week: int) -> KnownRound:
    known = await the_round(house, schedule_id, MONDAY + week * WEEK)
    assert known is not None
    return known


async def dying_at(house: House, mortal: Mortal, moment: datetime, step: int) -> bool:
    """Live to this moment, and die after so many of its steps; whether it came to that."""
    await until(house, moment - timedelta(minutes=1))
    house.now = moment
    return await mortal.dies(house.scheduler.run_due(), after=step)


@pytest.mark.parametrize("order", ORDERS)
async def test_opening(house: House, mortal: Mortal, order: Order) -> None:
    schedule_id = await reminded(house)
    done: list[str] = []
    week, died = -1, True
    while died:
        week += 1
        opens = OPENS + week * WEEK
        died = await dying_at(house, mortal, opens, week + 1)
        house = await revived(house, order)
        known = await in_week(house, schedule_id, week)
        assert posted(house) == [known.round_id.hex()], mortal.done
        assert (known.is_open, known.facts.opened) == (True, opens)
        await house.many_answer(known, 5)
        await until(house, opens + timedelta(days=3))
        done.append(known.round_id.hex())
        assert (posted(house), results(house), notes(house)) == ([], done, [])
    assert week > 10


@pytest.mark.parametrize("order", ORDERS)
async def test_opening_and_coming_back_too_late(house: House, mortal: Mortal, order: Order) -> None:
    """Either it was posted before, or it is told once that it was left out."""
    schedule_id = await reminded(house)
    week, died = -1, True
    while died:
        week += 1
        opens = OPENS + week * WEEK
        before = len(notes(house))
        died = await dying_at(house, mortal, opens, week + 1)
        house = await revived(house, order, hours=3)
        on = round_of(schedule_id, opens.date()).hex()
        assert posted(house) == [on] or len(notes(house)) == before + 1, mortal.done
        assert posted(house) == [] or len(notes(house)) == before, mortal.done
        if posted(house):
            await house.many_answer(await in_week(house, schedule_id, week), 5)
        await until(house, opens + timedelta(days=3))
        assert len(results(house)) + len(notes(house)) == week + 1
    assert week > 10


@pytest.mark.parametrize("order", ORDERS)
async def test_leaving_out(house: House, mortal: Mortal, order: Order) -> None:
    """Another round is open in the channel: that is told once, and the next opening is laid."""
    schedule_id = await reminded(house)
    week, died = -1, True
    while died:
        week += 1
        opens = OPENS + week * WEEK
        await until(house, opens - timedelta(hours=6))
        await house.start()
        died = await dying_at(house, mortal, opens, week + 1)
        house = await revived(house, order)
        assert told(house, "left out") == week + 1, mortal.done
        assert await house.rounds.find(round_of(schedule_id, opens.date())) is None
        await until(house, opens + timedelta(days=3))
    assert told(house, "left out") == len(notes(house)) == week + 1
    assert week > 3


@pytest.mark.parametrize("order", ORDERS)
async def test_having_slept(house: House, mortal: Mortal, order: Order) -> None:
    """It woke three hours late: that is told once, through a death while it is told."""
    await reminded(house)
    week, died = -1, True
    while died:
        week += 1
        opens = OPENS + week * WEEK
        await until(house, opens - timedelta(hours=1))
        house.now = opens + timedelta(hours=3)
        died = await mortal.dies(house.scheduler.run_due(), after=week + 1)
        house = await revived(house, order)
        assert told(house, "left out") == week + 1, mortal.done
    assert posted(house) == []
    assert week > 3


async def test_having_no_channel(house: House, mortal: Mortal) -> None:
    schedule_id = await reminded(house)
    house.discord.trouble[GROUP] = Why.MISSING
    week, died = -1, True
    while died:
        week += 1
        died = await dying_at(house, mortal, OPENS + week * WEEK, week + 1)
        house = await revived(house)
        assert told(house, "The round is kept") == week + 1, mortal.done
        await in_week(house, schedule_id, week)
        await until(house, OPENS + week * WEEK + timedelta(days=3))
    assert len(notes(house)) == week + 1
    assert week > 8


async def test_closing(house: House, mortal: Mortal) -> None:
    schedule_id = await reminded(house)
    done: list[str] = []
    week, died = -1, True
    while died:
        week += 1
        closes = OPENS + week * WEEK + timedelta(days=2)
        await until(house, closes - timedelta(days=1))
        known = await in_week(house, schedule_id, week)
        await house.many_answer(known, 6, "1", "1")
        died = await dying_at(house, mortal, closes, week + 1)
        house = await revived(house)
        done.append(known.round_id.hex())
        assert results(house) == done, mortal.done
        assert (posted(house), reminders(house), notes(house)) == ([], [], [])
    assert sum("**most** answered *Not safe*" in text for text in house.discord.texts(GROUP)) == len(done)
    assert week > 5


async def test_falling_silent(house: House, mortal: Mortal) -> None:
    """A silent round counts once, the second pauses the schedule, and that is told once."""
    schedule_id = await reminded(house)
    pair, died = -1, True
    while died:
        pair += 1
        first = OPENS + 2 * pair * WEEK + timedelta(days=2)
        died = await dying_at(house, mortal, first, pair + 1)
        house = await revived(house)
        assert (await house.schedules.look(house.by(), schedule_id)).known.facts.is_running, mortal.done
        died = await dying_at(house, mortal, first + WEEK, pair + 1) or died
        house = await revived(house)
        assert (await house.schedules.look(house.by(), schedule_id)).known.facts.pause is Pause.SILENCE, mortal.done
        assert told(house, "twice in a row") == len(notes(house)) == pair + 1, mortal.done
        assert len(results(house)) == 2 * (pair + 1)
        await house.schedules.resume(house.by(), schedule_id)
    assert pair > 5


@pytest.mark.parametrize("hours", [0, 13])
async def test_reminding(house: House, mortal: Mortal, hours: int) -> None:
    """One reminder, which goes when the round is closed, also if the bot is away until then."""
    schedule_id = await reminded(house)
    week, died = -1, True
    while died:
        week += 1
        reminds = OPENS + week * WEEK + timedelta(hours=36)
        await until(house, reminds - timedelta(days=1))
        known = await in_week(house, schedule_id, week)
        await house.many_answer(known, 5)
        died = await dying_at(house, mortal, reminds, week + 1)
        house = await revived(house, hours=hours)
        assert reminders(house) == ([] if hours else [known.round_id.hex()]), mortal.done
        await until(house, reminds + timedelta(days=2))
        assert (reminders(house), notes(house)) == ([], [])
    assert week > 2
