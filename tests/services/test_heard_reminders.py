"""A week after an unanswered result facilitators are reminded once, by day; and what is posted survives a death."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.services.heard_reminding import NUDGE_TASK
from bot.services.problems import Why
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.tasks import TaskRepository
from cogs.reflect.heard_board import HeardBoard
from tests.services.checkin_house import (
    GROUP,
    SERVER,
    STAFF_ROOM,
    START,
    Died,
    Discord,
)
from tests.services.heard_house import HEARD, Hall


class TestReminding:
    async def test_a_week_later_facilitators_are_reminded_once_and_by_day(self, hall: Hall) -> None:
        hall.now = START + timedelta(hours=13)  # it closes at eleven at night
        known = await hall.a_result()
        closed = hall.now
        await hall.days(7)
        assert hall.nudged == []
        await hall.later(hours=10)
        assert hall.nudged == [known.round_id]
        assert hall.now - closed == timedelta(days=7, hours=10)
        await hall.days(20)
        assert hall.nudged == [known.round_id]

    async def test_nobody_is_reminded_of_what_was_answered_or_never_shown(self, hall: Hall) -> None:
        answered = await hall.a_result()
        await hall.post(answered, (await hall.write(answered)).said.mark)
        await hall.a_result(people=2, title="boundaries")
        await hall.days(20)
        assert hall.nudged == []

    async def test_who_does_not_want_to_be_reminded_is_not(self, hall: Hall) -> None:
        await hall.settings(heard_reminders=False)
        await hall.a_result()
        await hall.days(20)
        assert hall.nudged == []

    async def test_a_draft_alone_is_no_answer(self, hall: Hall) -> None:
        known = await hall.a_result()
        await hall.write(known)
        await hall.days(8)
        assert hall.nudged == [known.round_id]

    async def test_no_task_waits_for_a_day_on_which_nobody_would_be_reminded(self, hall: Hall) -> None:
        tasks = TaskRepository(hall.database)
        await hall.a_result()
        await hall.days(8)
        await hall.a_result(title="boundaries")
        assert len(await tasks.subjects(NUDGE_TASK, SERVER)) == 1
        await hall.days(8)
        assert (len(hall.nudged), await tasks.subjects(NUDGE_TASK, SERVER)) == (1, [])

    async def test_however_many_results_there_are_four_weeks_lie_between_two_reminders(self, hall: Hall) -> None:
        times: list[int] = []
        for week in range(11):
            await hall.a_result(title=("weekly-pulse", "boundaries")[week % 2])
            for day in range(5):
                before = len(hall.nudged)
                await hall.days(1)
                times += [7 * week + 2 + day] * (len(hall.nudged) - before)
        assert len(times) >= 2
        assert all(later - earlier >= 28 for earlier, later in pairwise(times))
        assert len(set(hall.nudged)) == len(hall.nudged)

    async def test_an_outage_delays_it_and_a_long_one_or_a_closed_channel_leaves_it(self, hall: Hall) -> None:
        known = await hall.a_result()
        hall.trouble = Why.DISCORD_DOWN
        await hall.days(8)
        hall.trouble = None
        await hall.days(1)
        assert hall.nudged == [known.round_id]

        await hall.a_result()
        hall.trouble = Why.DISCORD_DOWN
        await hall.days(15)
        hall.trouble = None
        await hall.days(1)
        await hall.a_result()
        hall.trouble = Why.FORBIDDEN
        await hall.days(8)
        hall.trouble = None
        await hall.days(8)
        assert hall.nudged == [known.round_id]

    async def test_a_result_that_was_posted_late_is_given_its_week(self, hall: Hall) -> None:
        known = await hall.start()
        await hall.many_answer(known, 6)
        hall.discord.trouble[GROUP] = Why.FORBIDDEN
        await hall.days(7)
        del hall.discord.trouble[GROUP]
        await hall.days(6)
        assert hall.nudged == []
        await hall.days(2)
        assert hall.nudged == [known.round_id]

    async def test_on_a_free_weekend_it_waits_for_monday(self, hall: Hall) -> None:
        await hall.settings(quiet_weekends=True)
        hall.now = START + timedelta(days=3)  # a Thursday: it closes on a Saturday
        await hall.a_result()
        await hall.days(8)
        assert hall.nudged == []
        await hall.days(1)
        assert len(hall.nudged) == 1
        assert hall.now.isoweekday() in (1, 2)


class TestDying:
    """The process dies right after Discord took a post; the next one finds that it stands."""

    async def test_the_group_is_told_once(self, database: Database, keys: KeyStore) -> None:
        discord = Discord()
        hall = Hall(database, keys, discord, board=HeardBoard(discord))
        await hall.set_up()
        known = await hall.a_result()
        mark = (await hall.write(known)).said.mark
        discord.dies_after = "post"
        with pytest.raises(Died):
            await hall.post(known, mark)
        again = Hall(database, keys, discord, hall.now, HeardBoard(discord))
        said = (await again.post(known, mark)).said
        stand = [message for message, (where, page) in discord.posts.items() if HEARD in str(page) and where == GROUP]
        assert stand == [said.post]

    async def test_facilitators_are_reminded_once(self, database: Database, keys: KeyStore) -> None:
        discord = Discord()
        hall = Hall(database, keys, discord, board=HeardBoard(discord))
        await hall.set_up()
        await hall.a_result()
        discord.dies_after = "post"
        with pytest.raises(Died):
            await hall.days(8)
        again = Hall(database, keys, discord, hall.now, HeardBoard(discord))
        await again.days(6)
        reminders = [text for text in discord.texts(STAFF_ROOM) if "has been out for a week" in text]
        assert len(reminders) == 1
