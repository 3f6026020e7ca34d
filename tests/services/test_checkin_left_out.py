"""Openings that do not happen, and schedules that fall silent: told once, to the staff alone; the next date opens.

Rounds without a channel are in `test_round_moving.py`.
"""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.core.checkin import GRACE
from bot.core.identity import PlanId
from bot.core.schedule import Pause
from bot.services.checkin_rounds import KnownRound
from bot.services.problems import Why
from bot.services.server_records import Server
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.checkin_house import GROUP, STAFF_ROOM, Discord, House
from tests.services.schedule_hands import (
    CREW,
    DAY,
    MONDAY,
    OPENS,
    asleep_until,
    changed,
    live,
    notes,
    planned,
    posted,
    results,
    the_round,
    told,
    until,
)
from tests.services.template_hands import created, refused, retire

WEEK = 7 * DAY


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    """With a late and short night: what it holds up is in `test_checkin_night.py`."""
    made = await House(database, keys, Discord()).set_up()
    await made.settings(quiet_hours=(0, 6))
    return made


async def in_week(house: House, schedule_id: PlanId, week: int) -> KnownRound:
    known = await the_round(house, schedule_id, MONDAY + week * WEEK)
    assert known is not None
    return known


async def goes_on(house: House, week: int = 1) -> bool:
    """Whether the next opening happens."""
    before = len(notes(house))
    await until(house, OPENS + week * WEEK)
    return len(posted(house)) == 1 and len(notes(house)) == before


class TestLeftOut:
    async def test_while_another_round_is_open(self, house: House) -> None:
        await planned(house)
        await house.start(hours=24)
        await until(house, OPENS + timedelta(hours=1))
        assert told(house, f"another one was open in <#{GROUP}>") == len(notes(house)) == 1
        assert len(posted(house)) == 1
        assert await goes_on(house)

    async def test_after_two_in_seven_days(self, house: House) -> None:
        await planned(house, first=MONDAY + 7 * DAY)
        for days in (2, 4):
            await until(house, OPENS + timedelta(days=days))
            await house.start(hours=24)
        await until(house, OPENS + WEEK)
        assert told(house, "had two in the seven days before") == len(notes(house)) == 1
        assert posted(house) == []
        assert await goes_on(house, week=2)

    async def test_when_so_few_hold_the_role_that_it_asks(self, house: House) -> None:
        house.discord.holders = {CREW: 8}
        await planned(house, audience=CREW)
        house.discord.holders = {CREW: 7}
        await until(house, OPENS)
        assert told(house, "fewer than 8 people") == len(notes(house)) == 1
        assert posted(house) == []
        house.discord.holders = {CREW: 8}
        assert await goes_on(house)

    async def test_when_what_it_asks_is_gone_and_it_pauses(self, house: House) -> None:
        known = await created(house)
        schedule_id = await planned(house, template_id=known.template_id)
        unused(house)
        await retire(house, known)
        await until(house, OPENS)
        assert told(house, "what it asks is no longer there") == len(notes(house)) == 1
        shown = await house.schedules.look(house.by(), schedule_id)
        assert (shown.known.facts.pause, shown.template) == (Pause.TEMPLATE, None)
        await until(house, OPENS + WEEK)
        assert (posted(house), len(notes(house))) == ([], 1)
        assert await refused(house.schedules.resume(house.by(), schedule_id)) == "checkin-template-unknown"
        await changed(house, shown, template_id="weekly-pulse")
        await house.schedules.resume(house.by(), schedule_id)
        assert await goes_on(house, week=2)

    async def test_what_pauses_is_told_also_when_it_came_too_late_to_open(self, house: House) -> None:
        known = await created(house)
        schedule_id = await planned(house, template_id=known.template_id)
        unused(house)
        await retire(house, known)
        house = await asleep_until(house, OPENS + GRACE + timedelta(hours=1))
        assert told(house, "was left out") == len(notes(house)) == 1
        shown = await house.schedules.look(house.by(), schedule_id)
        assert shown.known.facts.pause is None
        await until(house, OPENS + WEEK)
        assert told(house, "what it asks is no longer there") == 1

    async def test_each_date_is_told_by_itself_as_it_comes(self, house: House) -> None:
        await planned(house)
        for week in (0, 1):
            await until(house, OPENS + week * WEEK - timedelta(hours=1))
            await house.start(hours=24)
        await until(house, OPENS + WEEK)
        assert told(house, "another one was open") == len(notes(house)) == 2

    async def test_where_the_staff_cannot_be_told_it_goes_on_all_the_same(self, house: House) -> None:
        await planned(house)
        house.discord.trouble[STAFF_ROOM] = Why.FORBIDDEN
        house = await asleep_until(house, OPENS + timedelta(hours=3))
        house.discord.trouble.clear()
        assert await goes_on(house)

    async def test_while_discord_is_away_the_note_waits_and_the_next_opening_is_in_time(self, house: House) -> None:
        await planned(house)
        house.discord.trouble[STAFF_ROOM] = Why.DISCORD_DOWN
        house = await asleep_until(house, OPENS + timedelta(hours=3))
        await until(house, OPENS + WEEK + timedelta(hours=1.5))  # tried every hour meanwhile
        assert (len(posted(house)), notes(house)) == (1, [])
        house.discord.trouble.clear()
        await live(house, hours=2)
        assert (len(posted(house)), told(house, "left out")) == (1, 1)
        assert await goes_on(house, week=2)


def unused(house: House) -> None:
    """As if no schedule asked a template: it is saved just as the template is retired."""

    async def nobody(server: Server, template_id: str) -> Sequence[str]:
        return ()

    house.templates.when_retiring(nobody)


class TestSilence:
    async def test_two_rounds_in_a_row_with_too_few_answers_pause_and_that_is_told_once(self, house: House) -> None:
        schedule_id = await planned(house)
        await until(house, OPENS + WEEK + timedelta(days=1))
        assert notes(house) == []
        await until(house, OPENS + 5 * WEEK)
        assert told(house, "twice in a row too few people answered") == len(notes(house)) == 1
        assert (posted(house), len(results(house))) == ([], 2)
        shown = await house.schedules.in_force(house.by(), schedule_id)
        assert shown.known.facts.pause is Pause.SILENCE

    async def test_one_that_was_answered_in_between_keeps_it_going(self, house: House) -> None:
        schedule_id = await planned(house)
        for week in range(5):
            await until(house, OPENS + week * WEEK)
            if week % 2:
                await house.many_answer(await in_week(house, schedule_id, week), 5)
        await until(house, OPENS + 5 * WEEK)
        assert (len(results(house)), notes(house)) == (5, [])

    async def test_resumed_it_takes_two_again(self, house: House) -> None:
        schedule_id = await planned(house)
        await until(house, OPENS + WEEK + timedelta(days=3))
        await house.schedules.resume(house.by(), schedule_id)
        await until(house, OPENS + 2 * WEEK + timedelta(days=3))
        assert len(notes(house)) == 1
        await until(house, OPENS + 3 * WEEK + timedelta(days=3))
        assert told(house, "twice in a row") == 2

    async def test_one_whose_box_was_lost_is_no_silence(self, house: House) -> None:
        schedule_id = await planned(house)
        for week in range(3):
            await until(house, OPENS + week * WEEK)
            await house.keys.destroy((await in_week(house, schedule_id, week)).key_id)
        await live(house, days=3)
        assert (told(house, "could not be opened"), told(house, "twice in a row")) == (3, 0)

    async def test_a_facilitators_own_pause_stays_theirs(self, house: House) -> None:
        schedule_id = await planned(house)
        await until(house, OPENS + WEEK + timedelta(days=1))
        await house.schedules.pause(house.by(), schedule_id)
        await live(house, days=3)
        shown = await house.schedules.in_force(house.by(), schedule_id)
        assert (shown.known.facts.pause, notes(house)) == (Pause.STAFF, [])

    async def test_rounds_that_somebody_started_do_not_count(self, house: House) -> None:
        schedule_id = await planned(house)
        for week in range(3):
            await until(house, OPENS + week * WEEK)
            await house.many_answer(await in_week(house, schedule_id, week), 5)
            await live(house, days=3)
            await house.start(hours=24)
        await live(house, days=2)
        assert (len(results(house)), notes(house)) == (6, [])
