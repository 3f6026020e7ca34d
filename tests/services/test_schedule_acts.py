"""What facilitators do with saved schedules: pause, resume, skip, end, move; and what the audit trail says of it."""

from dataclasses import replace
from datetime import date

import pytest

from bot.core.identity import PlanId
from bot.core.recurrence import Weekly
from bot.core.schedule import Pause
from bot.services.checkin_opening import OPEN_TASK
from bot.services.problems import Refused, Why
from bot.services.server_records import ServerRecord
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.checkin_house import FAY, GROUP, MIA, SERVER, SETTINGS, Discord, House
from tests.services.mortality import Mortal, mortal
from tests.services.schedule_hands import (
    DAY,
    ELSEWHERE,
    GARDEN,
    LOU,
    LOUNGE,
    MONDAY,
    acts,
    changed,
    damage,
    dates,
    draft,
    kept,
    live,
    posted,
    propose,
    results,
    server,
)
from tests.services.template_hands import refused

__all__ = ["mortal"]


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    return await House(database, keys, Discord()).set_up()


class TestPausing:
    async def test_a_paused_one_opens_nothing_and_goes_on_with_the_next(self, house: House) -> None:
        shown = await house.plan()
        paused = await house.schedules.pause(house.by(), shown.known.schedule_id)
        assert paused.known.facts.pause is Pause.STAFF
        await live(house, days=8)
        assert house.discord.posts == {}
        resumed = await house.schedules.resume(house.by(), shown.known.schedule_id)
        assert dates(resumed)[0] == MONDAY + 14 * DAY
        await live(house, hours=1)
        assert house.discord.posts == {}  # what was not opened meanwhile is neither made up for nor told
        await live(house, days=7)
        assert len(posted(house)) == 1

    async def test_an_open_round_stays_open_and_gets_its_result(self, house: House) -> None:
        shown = await house.plan()
        await live(house, hours=8)
        await house.schedules.pause(house.by(), shown.known.schedule_id)
        assert len(await house.checkins.open_to(SERVER, MIA, house.now)) == 1
        await live(house, hours=48)
        assert len(results(house)) == 1

    async def test_twice_or_without_need_is_refused(self, house: House) -> None:
        schedule_id = (await house.plan()).known.schedule_id
        assert await refused(house.schedules.resume(house.by(), schedule_id)) == "checkin-schedule-not-paused"
        await house.schedules.pause(house.by(), schedule_id)
        assert await refused(house.schedules.pause(house.by(), schedule_id)) == "checkin-schedule-paused-already"

    async def test_a_paused_one_stands_in_nobodys_way_but_must_find_room_to_resume(self, house: House) -> None:
        first = await house.plan()
        await house.schedules.pause(house.by(), first.known.schedule_id)
        second = await house.plan()
        resuming = house.schedules.resume(house.by(), first.known.schedule_id)
        assert await refused(resuming) == "checkin-schedule-flaw-overlap"
        await house.schedules.end(house.by(), second.known.schedule_id)
        await house.schedules.resume(house.by(), first.known.schedule_id)

    async def test_what_opens_first_is_listed_first_and_what_is_paused_last(self, house: House) -> None:
        later = await house.plan(rhythm=Weekly((3,)))
        sooner = await house.plan(channel=LOUNGE)
        paused = await house.plan(channel=GARDEN)
        await house.schedules.pause(house.by(), paused.known.schedule_id)
        await draft(house)
        listed = await house.schedules.every(house.by())
        wanted = [each.known.schedule_id for each in (sooner, later, paused)]
        assert [each.known.schedule_id for each in listed] == wanted


class TestAgain:
    async def test_what_was_done_already_leaves_no_second_line(self, house: House) -> None:
        schedule_id = (await house.plan()).known.schedule_id
        lines = await acts(house)
        shown = await house.schedules.save(house.by(), schedule_id)
        assert await acts(house) == lines
        for _ in range(2):
            await house.schedules.skip(house.by(), schedule_id, dates(shown)[1])
        assert len(await acts(house)) == len(lines) + 1

    async def test_no_change_is_without_its_line_where_the_process_dies(self, house: House, mortal: Mortal) -> None:
        schedule_id = (await house.plan()).known.schedule_id
        lines, deaths = len(await acts(house)), 0
        while await mortal.dies(house.schedules.skip(house.by(), schedule_id, MONDAY), deaths + 1):
            deaths += 1
            if (await house.schedules.look(house.by(), schedule_id)).known.facts.skipped:
                assert len(await acts(house)) > lines
        assert deaths >= 2


class TestSkipping:
    async def test_a_skipped_date_opens_nothing_and_the_next_does(self, house: House) -> None:
        shown = await house.plan()
        skipped = await house.schedules.skip(house.by(), shown.known.schedule_id, MONDAY)
        assert dates(skipped)[0] == MONDAY + 7 * DAY
        await live(house, days=6)
        assert house.discord.posts == {}
        await live(house, days=2)
        assert len(posted(house)) == 1

    async def test_it_opens_after_all(self, house: House) -> None:
        schedule_id = (await house.plan()).known.schedule_id
        await house.schedules.skip(house.by(), schedule_id, MONDAY)
        assert dates(await house.schedules.unskip(house.by(), schedule_id, MONDAY))[0] == MONDAY
        await live(house, hours=8)
        assert len(posted(house)) == 1

    async def test_several_can_be_skipped_and_one_twice(self, house: House) -> None:
        schedule_id = (await house.plan()).known.schedule_id
        for on in (MONDAY + 14 * DAY, MONDAY, MONDAY):
            await house.schedules.skip(house.by(), schedule_id, on)
        shown = await house.schedules.look(house.by(), schedule_id)
        assert shown.known.facts.skipped == (MONDAY, MONDAY + 14 * DAY)

    @pytest.mark.parametrize("on", [MONDAY + DAY, MONDAY - 7 * DAY, date.max, date.min])
    async def test_a_date_on_which_nothing_opens_is_refused_with_those_on_which_it_does(
        self, house: House, on: date
    ) -> None:
        schedule_id = (await house.plan()).known.schedule_id
        with pytest.raises(Refused, match="checkin-schedule-nothing-then") as refusal:
            await house.schedules.skip(house.by(), schedule_id, on)
        assert refusal.value.values == {"date": str(on), "dates": "2026-03-02, 2026-03-09, 2026-03-16"}

    @pytest.mark.parametrize("hours", [9, 24])
    async def test_a_date_whose_time_is_past_does_not_open_after_all(self, house: House, hours: int) -> None:
        """It would be told as left out because the bot was away, which is not so."""
        schedule_id = (await house.plan()).known.schedule_id
        await house.schedules.skip(house.by(), schedule_id, MONDAY)
        await live(house, hours=hours)
        unskipping = house.schedules.unskip(house.by(), schedule_id, MONDAY)
        assert await refused(unskipping) == "checkin-schedule-nothing-then"
        await live(house, hours=1)
        assert house.discord.posts == {}

    async def test_nor_does_one_once_the_schedule_was_saved_again_or_on_which_the_plan_has_nothing_now(
        self, house: House
    ) -> None:
        """It would be said that it opens after all, and nothing would."""
        shown = await house.plan()
        schedule_id = shown.known.schedule_id
        for on in (MONDAY, MONDAY + 7 * DAY):
            await house.schedules.skip(house.by(), schedule_id, on)
        await live(house, days=1)
        await changed(house, shown, rhythm=Weekly((2,)))
        for on in (MONDAY, MONDAY + 7 * DAY):
            unskipping = house.schedules.unskip(house.by(), schedule_id, on)
            assert await refused(unskipping) == "checkin-schedule-nothing-then"


class TestEnding:
    async def test_an_ended_one_opens_nothing_more_and_its_round_goes_on(self, house: House) -> None:
        shown = await house.plan()
        await live(house, hours=8)
        await house.schedules.end(house.by(), shown.known.schedule_id)
        assert await kept(house) == 0
        await live(house, hours=48)
        assert len(results(house)) == 1
        posts = len(house.discord.posts)
        await live(house, days=60)
        assert len(house.discord.posts) == posts

    async def test_it_is_ended_once(self, house: House) -> None:
        schedule_id = (await house.plan()).known.schedule_id
        await house.schedules.end(house.by(), schedule_id)
        assert await refused(house.schedules.end(house.by(LOU), schedule_id)) == "checkin-schedule-gone"


class TestUnreadable:
    """A schedule whose row does not open: it opens nothing, is counted in the list, and can be taken away."""

    async def test_it_is_counted_and_removed_with_its_opening_and_nothing_else_is(self, house: House) -> None:
        whole = (await house.plan(channel=LOUNGE)).known.schedule_id
        damaged = (await house.plan()).known.schedule_id
        assert await house.schedules.unreadable.count(house.by()) == 0
        await damage(house, damaged)
        assert await house.schedules.unreadable.count(house.by()) == 1
        assert await house.scheduler.subjects(OPEN_TASK, SERVER) != [whole]
        assert await house.schedules.unreadable.remove(house.by(LOU)) == 1
        assert await house.scheduler.subjects(OPEN_TASK, SERVER) == [whole]
        assert [shown.known.schedule_id for shown in await house.schedules.every(house.by())] == [whole]
        assert await kept(house) == 1
        assert await house.schedules.unreadable.remove(house.by()) == 0
        assert (await acts(house))[2:] == [("remove-unreadable", LOU)]
        await live(house, hours=8)
        assert (len(posted(house)), len(posted(house, LOUNGE))) == (0, 1)

    async def test_what_else_was_kept_of_it_goes_too(self, house: House) -> None:
        forgotten: list[PlanId] = []

        async def forget(schedule_id: PlanId) -> None:
            forgotten.append(schedule_id)

        house.plans.when_removed(forget)
        damaged = (await house.plan()).known.schedule_id
        await damage(house, damaged)
        await house.schedules.unreadable.remove(house.by())
        assert set(forgotten) == {damaged}

    async def test_it_is_for_facilitators_alone_and_of_this_server(self, house: House) -> None:
        await damage(house, (await house.plan()).known.schedule_id)
        stranger = replace(house.by(), person=MIA)
        assert await refused(house.schedules.unreadable.count(stranger)) == "only-facilitators"
        assert await refused(house.schedules.unreadable.remove(stranger)) == "only-facilitators"
        await house.servers.create(ELSEWHERE, ServerRecord(SETTINGS))
        elsewhere = replace(house.by(), server_id=ELSEWHERE)
        assert await house.schedules.unreadable.remove(elsewhere) == 0
        assert await kept(house) == 1


class TestMoving:
    async def test_the_following_openings_are_in_the_other_channel(self, house: House) -> None:
        shown = await house.plan()
        await house.schedules.move(house.by(), shown.known.schedule_id, LOUNGE)
        await live(house, hours=8)
        assert (len(posted(house)), len(posted(house, LOUNGE))) == (0, 1)

    async def test_not_where_it_has_no_room_or_cannot_post(self, house: House) -> None:
        await house.plan(channel=LOUNGE)
        schedule_id = (await house.plan()).known.schedule_id
        house.discord.trouble[GARDEN] = Why.FORBIDDEN
        moving = house.schedules.move(house.by(), schedule_id, LOUNGE)
        assert await refused(moving) == "checkin-schedule-flaw-overlap"
        moving = house.schedules.move(house.by(), schedule_id, GARDEN)
        assert await refused(moving) == "checkin-schedule-cannot-post"
        assert (await house.schedules.in_force(house.by(), schedule_id)).known.shown.channel == GROUP


class TestTrail:
    async def test_each_act_leaves_a_line_that_names_who_did_it(self, house: House) -> None:
        shown = await draft(house)
        schedule_id = shown.known.schedule_id
        await house.schedules.save(house.by(FAY), schedule_id)
        await propose(house, shown, house.by(LOU), hours=24)
        await house.schedules.save(house.by(LOU), schedule_id)
        await house.schedules.pause(house.by(FAY), schedule_id)
        await house.schedules.resume(house.by(LOU), schedule_id)
        await house.schedules.skip(house.by(FAY), schedule_id, MONDAY)
        await house.schedules.unskip(house.by(LOU), schedule_id, MONDAY)
        await house.schedules.move(house.by(FAY), schedule_id, LOUNGE)
        await house.schedules.end(house.by(LOU), schedule_id)
        assert await acts(house) == [
            ("schedule", FAY),
            ("edit", LOU),
            ("pause", FAY),
            ("resume", LOU),
            ("skip", FAY),
            ("unskip", LOU),
            ("edit", FAY),
            ("end-schedule", LOU),
        ]
        assert await house.audit.intact(await server(house))

    async def test_a_line_says_what_about_which_schedule(self, house: House) -> None:
        schedule_id = (await house.plan()).known.schedule_id
        await house.schedules.skip(house.by(), schedule_id, MONDAY)
        line = (await house.audit.lines(await server(house)))[-1]
        where = {"template": "Weekly pulse", "channel": f"<#{GROUP}>", "time": "18:00 Europe/London"}
        assert line.details == {**where, "date": "2026-03-02"}

    async def test_looking_and_trying_leave_none(self, house: House) -> None:
        shown = await house.plan()
        schedule_id, before = shown.known.schedule_id, await acts(house)
        other = await draft(house)
        await propose(house, shown, hours=24)
        await propose(house, other, rhythm=Weekly((0, 1, 2)))
        await house.schedules.look(house.by(), schedule_id)
        await house.schedules.in_force(house.by(), schedule_id)
        await house.schedules.every(house.by())
        await house.schedules.templates(house.by())
        await house.schedules.discard(house.by(), schedule_id)
        await refused(house.schedules.save(house.by(), other.known.schedule_id))
        await refused(house.schedules.skip(house.by(), schedule_id, MONDAY + DAY))
        await refused(house.schedules.resume(house.by(), schedule_id))
        await refused(house.schedules.pause(house.by(), other.known.schedule_id))
        await house.schedules.discard(house.by(), other.known.schedule_id)
        assert await acts(house) == before

    async def test_what_the_clock_does_leaves_none(self, house: House) -> None:
        await house.plan()
        before = await acts(house)
        await live(house, days=12)
        assert await acts(house) == before
