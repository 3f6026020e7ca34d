"""Openings of schedules by the clock: at their moment, once, never late, whatever the clock and the zone do.

Deaths of the process are in `test_checkin_deaths.py`, what is left out and told in `test_checkin_left_out.py`.
"""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.core.recurrence import Weekly
from bot.services.problems import Why
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.checkin_house import GROUP, MIA, SERVER, STAFF_ROOM, Discord, House
from tests.services.schedule_hands import (
    CREW,
    DAY,
    LOUNGE,
    MONDAY,
    OPENS,
    asleep_until,
    live,
    notes,
    planned,
    posted,
    reminders,
    results,
    the_round,
    told,
    until,
)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    """With a late and short night: what it holds up is in `test_checkin_night.py`."""
    made = await House(database, keys, Discord()).set_up()
    await made.settings(quiet_hours=(0, 6))
    return made


class TestInTime:
    async def test_it_opens_at_its_moment_and_closes_when_it_was_said(self, house: House) -> None:
        house.discord.holders = {CREW: 8}
        schedule_id = await planned(house, channel=LOUNGE, audience=CREW, comments=True, reminder_hours=3)
        await until(house, OPENS - timedelta(seconds=1))
        assert house.discord.posts == {}
        await until(house, OPENS)
        known = await the_round(house, schedule_id)
        assert known is not None
        assert posted(house, LOUNGE) == [known.round_id.hex()]
        assert (known.facts.opened, known.facts.closes) == (OPENS, OPENS + timedelta(hours=48))
        assert (known.facts.audience, known.facts.comments) == (CREW, True)
        assert (known.facts.schedule, known.facts.on) == (schedule_id.hex(), MONDAY)
        assert known.facts.template.title == "Weekly pulse"

    async def test_members_can_answer_and_the_result_is_posted(self, house: House) -> None:
        schedule_id = await planned(house)
        await until(house, OPENS)
        known = await the_round(house, schedule_id)
        assert known is not None
        assert [each.round_id for each in await house.checkins.open_to(SERVER, MIA, house.now)] == [known.round_id]
        await house.many_answer(known, 6)
        await live(house, hours=47.9)
        assert results(house) == []
        await live(house, hours=0.1)
        assert results(house) == [known.round_id.hex()]
        assert "5 to 9 answers" in house.discord.texts(GROUP)[-1]

    async def test_it_goes_on_every_week(self, house: House) -> None:
        schedule_id = await planned(house)
        for week in range(4):
            await until(house, OPENS + week * 7 * DAY)
            known = await the_round(house, schedule_id, MONDAY + week * 7 * DAY)
            assert known is not None
            assert posted(house) == [known.round_id.hex()]
            await house.many_answer(known, 5)
        assert len(house.discord.posts) == 7

    async def test_two_weekdays_of_which_the_second_cuts_the_first_short_follow_each_other(self, house: House) -> None:
        await planned(house, rhythm=Weekly((0, 2)), hours=48)
        await until(house, OPENS + timedelta(hours=47, seconds=-1))
        assert (len(posted(house)), len(results(house))) == (1, 0)
        await until(house, OPENS + timedelta(hours=48))
        assert (len(posted(house)), len(results(house)), notes(house)) == (1, 1, [])


class TestReminding:
    async def test_the_channel_is_reminded_once_and_the_reminder_goes_with_the_round(self, house: House) -> None:
        await planned(house, reminder_hours=12)
        await until(house, OPENS + timedelta(hours=35.9))
        assert reminders(house) == []
        await live(house, hours=0.1)
        assert len(reminders(house)) == 1
        await live(house, hours=11.9)
        assert len(reminders(house)) == 1
        await live(house, hours=0.1)
        assert (reminders(house), len(results(house))) == ([], 1)

    async def test_nobody_is_reminded_of_what_is_over(self, house: House) -> None:
        """It wakes within the grace period of the reminder, but after the end of the round."""
        await planned(house, reminder_hours=1)
        await until(house, OPENS + timedelta(hours=46))
        house = await asleep_until(house, OPENS + timedelta(hours=48.5))
        assert (len(results(house)), house.discord.removed) == (1, 0)

    async def test_a_reminder_that_is_late_is_left_out(self, house: House) -> None:
        await planned(house, reminder_hours=12)
        await until(house, OPENS + timedelta(hours=30))
        house = await asleep_until(house, OPENS + timedelta(hours=39))
        await live(house, hours=24)
        assert (len(results(house)), house.discord.removed) == (1, 0)

    async def test_a_channel_that_is_closed_by_then_is_not_reminded(self, house: House) -> None:
        await planned(house, reminder_hours=12)
        await until(house, OPENS + timedelta(hours=30))
        house.discord.trouble[GROUP] = Why.FORBIDDEN
        await live(house, hours=8)
        house.discord.trouble.clear()
        await live(house, hours=4)
        assert (reminders(house), house.discord.removed, notes(house)) == ([], 0, [])


class TestLate:
    @pytest.mark.parametrize(("minutes", "opens"), [(0, True), (119, True), (120, True), (121, False), (300, False)])
    async def test_what_is_late_opens_within_two_hours_and_is_left_out_and_told_after(
        self, house: House, minutes: int, *, opens: bool
    ) -> None:
        schedule_id = await planned(house)
        house = await asleep_until(house, OPENS + timedelta(minutes=minutes))
        known = await the_round(house, schedule_id)
        assert (len(posted(house)), told(house, "left out")) == ((1, 0) if opens else (0, 1))
        assert (known is not None) is opens
        if known is not None:
            assert (known.facts.opened, known.facts.closes) == (OPENS, OPENS + timedelta(hours=48))
        await until(house, OPENS + 7 * DAY)
        assert len(posted(house)) == 1

    @pytest.mark.parametrize("days", [7, 30, 400])
    async def test_after_a_long_sleep_there_is_one_note_and_no_burst(self, house: House, days: int) -> None:
        schedule_id = await planned(house, rhythm=Weekly((0, 3)), hours=24)
        house = await asleep_until(house, OPENS + timedelta(days=days, hours=-5))
        assert (len(notes(house)), len(house.discord.posts)) == (1, 1)
        shown = await house.schedules.look(house.by(), schedule_id)
        await until(house, shown.openings[0][0].at)
        assert (len(notes(house)), len(posted(house))) == (1, 1)

    async def test_a_sleep_that_ends_within_the_time_of_one_opens_that_one_and_tells_of_the_others(
        self, house: House
    ) -> None:
        schedule_id = await planned(house)
        house = await asleep_until(house, OPENS + 14 * DAY + timedelta(hours=1))
        assert await the_round(house, schedule_id, MONDAY + 14 * DAY)
        assert (len(posted(house)), len(notes(house))) == (1, 1)
        assert [notes(house)[0].count(f"<t:{day_mark(day)}:D>") for day in (0, 7, 14)] == [1, 1, 0]

    @pytest.mark.parametrize(("minutes", "opens"), [(45, True), (100, True), (117, True), (130, False)])
    async def test_while_discord_is_away_it_is_tried_again_until_it_is_too_late(
        self, house: House, minutes: int, *, opens: bool
    ) -> None:
        await planned(house)
        house.discord.trouble |= {GROUP: Why.DISCORD_DOWN, STAFF_ROOM: Why.DISCORD_DOWN}
        await until(house, OPENS + timedelta(minutes=minutes))
        house.discord.trouble.clear()
        await live(house, hours=2)
        assert (len(posted(house)), len(notes(house))) == ((1, 0) if opens else (0, 1))
        assert opens or told(house, "within two hours")
        await until(house, OPENS + 7 * DAY)
        assert len(posted(house)) == 1


def day_mark(days: int) -> int:
    """The start of a date as Discord's marks have it."""
    return int(datetime.combine(MONDAY + days * DAY, time(12), UTC).timestamp())
