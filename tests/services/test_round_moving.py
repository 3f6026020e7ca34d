"""Rounds of a schedule whose channel is gone: told once, kept, moved to another channel or given up at their end."""

from datetime import timedelta

import pytest

from bot.core.identity import ChannelId, PlanId
from bot.services.checkin_rounds import KnownRound
from bot.services.people import Person
from bot.services.problems import CannotReach, Why
from bot.services.server_records import ServerRecord
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.checkin_house import FAY, GROUP, MARA, MIA, SERVER, SETTINGS, STAFF_ROOM, Discord, House, custom_ids
from tests.services.schedule_hands import (
    DAY,
    ELSEWHERE,
    GARDEN,
    LOU,
    LOUNGE,
    OPENS,
    acts,
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
from tests.services.template_hands import refused


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    return await House(database, keys, Discord()).set_up()


@pytest.fixture(params=[Why.MISSING, Why.FORBIDDEN])
async def waiting(house: House, request: pytest.FixtureRequest) -> KnownRound:
    """A round whose channel was gone at its opening."""
    return await made_to_wait(house, request.param)


async def made_to_wait(house: House, why: Why = Why.MISSING, **changes: object) -> KnownRound:
    schedule_id = await planned(house, **changes)
    house.discord.trouble[GROUP] = why
    await until(house, OPENS + timedelta(hours=1))
    known = await the_round(house, schedule_id)
    assert known is not None
    return known


async def move(house: House, known: KnownRound, channel: ChannelId = LOUNGE, person: Person = FAY) -> KnownRound:
    """As the form does it."""
    moved = await house.running.move(SERVER, person, known.round_id, channel, house.now)
    return await house.posting.post_moved(moved)


class TestWaiting:
    async def test_the_staff_are_told_once_with_a_button_and_the_round_is_kept(
        self, house: House, waiting: KnownRound
    ) -> None:
        assert told(house, "The round is kept") == len(notes(house)) == 1
        (page,) = [page for where, page in house.discord.posts.values() if where == STAFF_ROOM]
        assert custom_ids(page) == {f"checkin:move:{waiting.round_id.hex()}.{GROUP}"}
        await live(house, hours=40)
        assert (len(notes(house)), posted(house)) == (1, [])
        assert (await house.running.to_move(SERVER, FAY, waiting.round_id)).is_open

    async def test_nobody_is_asked_before_it_has_a_channel(self, house: House) -> None:
        waiting = await made_to_wait(house)
        assert await house.checkins.open_to(SERVER, MIA, house.now) == []
        await move(house, waiting)
        assert [each.round_id for each in await house.checkins.open_to(SERVER, MIA, house.now)] == [waiting.round_id]

    async def test_not_moved_it_is_given_up_at_its_end_and_is_no_silence(self, house: House) -> None:
        waiting = await made_to_wait(house)
        await live(house, hours=48)
        assert await house.rounds.find(waiting.round_id) is None
        assert await house.keys.get_many([waiting.key_id]) == {}
        await until(house, OPENS + 14 * DAY + timedelta(hours=1))
        assert told(house, "The round is kept") == len(notes(house)) == 3
        house.discord.trouble.clear()
        await until(house, OPENS + 21 * DAY)
        assert len(posted(house)) == 1

    async def test_while_the_staff_cannot_be_told_either_it_is_told_later(self, house: House) -> None:
        house.discord.trouble[STAFF_ROOM] = Why.DISCORD_DOWN
        await made_to_wait(house)
        assert notes(house) == []
        del house.discord.trouble[STAFF_ROOM]
        await live(house, minutes=5)
        assert told(house, "The round is kept") == len(notes(house)) == 1

    async def test_one_that_somebody_started_is_not_kept(self, house: House) -> None:
        house.discord.trouble[GROUP] = Why.DISCORD_DOWN
        with pytest.raises(CannotReach):
            await house.start()
        house.discord.trouble[GROUP] = Why.MISSING
        await live(house, minutes=5)
        assert told(house, "was not started") == len(notes(house)) == 1


class TestMoving:
    async def test_it_opens_in_another_channel_for_as_long_as_it_was_to_be_open(self, house: House) -> None:
        waiting = await made_to_wait(house, reminder_hours=12)
        await live(house, hours=5)
        moved = await move(house, waiting)
        assert posted(house, LOUNGE) == [waiting.round_id.hex()]
        assert moved.facts.opened == house.now.replace(microsecond=0)
        assert moved.facts.closes - moved.facts.opened == timedelta(hours=48)
        await house.many_answer(moved, 5)
        await live(house, hours=35.9)
        assert reminders(house, LOUNGE) == []
        await live(house, hours=0.2)
        assert reminders(house, LOUNGE) == [waiting.round_id.hex()]
        await live(house, hours=12)
        assert (results(house, LOUNGE), reminders(house, LOUNGE)) == ([waiting.round_id.hex()], [])
        assert len(notes(house)) == 1
        assert await acts(house) == [("schedule", FAY), ("move", FAY)]

    async def test_it_can_be_posted_where_it_was_meant_once_that_is_mended(self, house: House) -> None:
        waiting = await made_to_wait(house)
        house.discord.trouble.clear()
        await move(house, waiting, GROUP)
        assert posted(house) == [waiting.round_id.hex()]

    async def test_the_following_go_where_they_went_before_unless_the_schedule_is_moved(self, house: House) -> None:
        waiting = await made_to_wait(house)
        await move(house, waiting)
        house.discord.trouble.clear()
        await until(house, OPENS + 7 * DAY)
        assert (len(posted(house)), len(posted(house, LOUNGE))) == (1, 0)

    async def test_with_its_schedule_the_following_go_along(self, house: House) -> None:
        waiting = await made_to_wait(house)
        await house.schedules.move(house.by(), schedule_of(waiting), LOUNGE)
        await move(house, waiting)
        await until(house, OPENS + 7 * DAY)
        assert (len(posted(house, LOUNGE)), len(results(house, LOUNGE)), len(notes(house))) == (1, 1, 1)

    async def test_while_discord_is_away_it_is_posted_later(self, house: House) -> None:
        waiting = await made_to_wait(house)
        house.discord.trouble[LOUNGE] = Why.DISCORD_DOWN
        with pytest.raises(CannotReach):
            await move(house, waiting)
        del house.discord.trouble[LOUNGE]
        await live(house, minutes=5)
        assert posted(house, LOUNGE) == [waiting.round_id.hex()]

    async def test_in_a_channel_that_turns_out_closed_too_it_waits_on_and_the_staff_are_told_of_that(
        self, house: House
    ) -> None:
        waiting = await made_to_wait(house)
        house.discord.trouble[LOUNGE] = Why.DISCORD_DOWN
        with pytest.raises(CannotReach):
            await move(house, waiting)
        house.discord.trouble[LOUNGE] = Why.FORBIDDEN
        await live(house, minutes=5)
        assert [f"<#{channel}>" in note for channel, note in zip((GROUP, LOUNGE), notes(house), strict=True)] == [
            True,
            True,
        ]
        await move(house, waiting, GARDEN)
        assert posted(house, GARDEN) == [waiting.round_id.hex()]

    async def test_a_channel_that_refuses_at_once_leaves_it_waiting(self, house: House) -> None:
        waiting = await made_to_wait(house)
        house.discord.trouble[LOUNGE] = Why.FORBIDDEN
        with pytest.raises(CannotReach):
            await move(house, waiting)
        await live(house, minutes=5)
        assert len(notes(house)) == 1
        await move(house, waiting, GARDEN)
        assert posted(house, GARDEN) == [waiting.round_id.hex()]

    async def test_where_it_was_moved_to_it_counts_from_then(self, house: House) -> None:
        """Kept for days before it was moved, it is still one of the two of those seven days."""
        waiting = await made_to_wait(house, hours=72)
        await live(house, hours=70)
        await move(house, waiting)
        moved_at = house.now
        await live(house, days=4)
        await house.start(channel=LOUNGE, hours=24)
        await until(house, moved_at + timedelta(days=6, hours=12))
        assert await refused(house.start(channel=LOUNGE)) == "checkin-enough-asked"
        await live(house, hours=12)
        await house.start(channel=LOUNGE)


class TestRefused:
    async def test_where_a_round_is_open_or_enough_was_asked(self, house: House) -> None:
        waiting = await made_to_wait(house)
        await house.start(channel=LOUNGE, hours=24)
        assert await refused(move(house, waiting)) == "checkin-round-open"
        await live(house, hours=25)
        await move(house, waiting)

    async def test_for_everybody_but_facilitators(self, house: House) -> None:
        waiting = await made_to_wait(house)
        for person in (MIA, MARA):
            assert await refused(house.running.to_move(SERVER, person, waiting.round_id)) == "only-facilitators"
            assert await refused(move(house, waiting, person=person)) == "only-facilitators"

    async def test_from_another_server(self, house: House) -> None:
        waiting = await made_to_wait(house)
        await house.servers.create(ELSEWHERE, ServerRecord(SETTINGS))
        asking = house.running.to_move(ELSEWHERE, FAY, waiting.round_id)
        assert await refused(asking) == "checkin-move-too-late"
        moving = house.running.move(ELSEWHERE, FAY, waiting.round_id, LOUNGE, house.now)
        assert await refused(moving) == "checkin-move-too-late"

    async def test_once_it_is_posted_or_over(self, house: House) -> None:
        waiting = await made_to_wait(house)
        await move(house, waiting)
        assert await refused(move(house, waiting, GARDEN, LOU)) == "checkin-move-too-late"
        await live(house, hours=49)
        assert await refused(move(house, waiting, GARDEN)) == "checkin-move-too-late"
        assert (len(results(house, LOUNGE)), posted(house, GARDEN)) == (1, [])


def schedule_of(known: KnownRound) -> PlanId:
    schedule_id = known.facts.schedule_id
    assert schedule_id is not None
    return schedule_id
