"""After a result: one post that was seen before, one reminder if there is none, and how often it happens."""

import asyncio
import secrets
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.core.hearing import Loop
from bot.core.identity import ChannelId, MessageId, RoundId
from bot.services.checkin_rounds import KnownRound
from bot.services.heard import After, Board, Heard
from bot.services.heard_book import LONGEST, HeardBook
from bot.services.people import Person
from bot.services.problems import CannotReach, Why
from bot.services.server_records import Server
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository
from bot.store.reflections import heard_table
from cogs.reflect.heard_board import HeardBoard
from tests.services.checkin_house import (
    FACILITATORS,
    FAY,
    GROUP,
    MARA,
    MIA,
    SERVER,
    STAFF_ROOM,
    START,
    Died,
    Discord,
    House,
    member,
)
from tests.services.refusals import refusal

KIM = member(5, FACILITATORS)
HEARD, NEXT = "Honesty was hard this week.", "On Monday we keep ten minutes for it."


class Hall(House):
    """A house in which groups are told what was heard; START is ten in the morning in London."""

    def __init__(
        self, database: Database, keys: KeyStore, discord: Discord, now: datetime = START, board: Board | None = None
    ) -> None:
        super().__init__(database, keys, discord, now)
        self.nudged: list[RoundId] = []
        self.trouble: Why | None = None
        self.posted: list[str] = []
        self.rows = PlanRepository(database, heard_table)
        self.book = HeardBook(self.rows, secrets.token_bytes)
        self.heard = Heard(
            self.servers, self.rounds, self.book, self.scheduler, self.audit, board or self, lambda: self.now
        )
        self.keeping.when_published(self.heard.published)

    async def nudge(self, server: Server, known: KnownRound) -> None:
        if self.trouble is not None:
            raise CannotReach(self.trouble)
        self.nudged.append(known.round_id)

    async def a_result(self, *chosen: str, people: int = 6, title: str = "weekly-pulse") -> KnownRound:
        """A round that has just closed."""
        known = await self.start(title)
        await self.many_answer(known, people, *chosen)
        await self.later(hours=48)
        return known

    async def write(self, known: KnownRound, heard: str = HEARD, will_do: str = NEXT, person: Person = FAY) -> After:
        return await self.heard.write(SERVER, person, known.round_id, heard, will_do)

    async def tell(self, server: Server, after: After) -> MessageId:
        if self.trouble is not None:
            raise CannotReach(self.trouble)
        await asyncio.sleep(0)
        self.posted.append(after.said.heard)
        return MessageId(7000 + len(self.posted))

    async def post(self, known: KnownRound, mark: str, person: Person = FAY) -> After:
        return await self.heard.post(SERVER, person, known.round_id, mark)

    async def loop(self) -> Loop:
        return (await self.heard.overview(SERVER, FAY, self.now)).loop

    async def days(self, days: int) -> None:
        """Let days go by, a quarter of a day at a time."""
        for _ in range(days * 4):
            await self.later(hours=6)


@pytest.fixture
async def hall(database: Database, keys: KeyStore) -> Hall:
    house = Hall(database, keys, Discord())
    await house.set_up()
    return house


class TestSaying:
    async def test_it_is_written_seen_and_posted_once_however_often_it_is_pressed(self, hall: Hall) -> None:
        known = await hall.a_result("1", "1")
        seen = await hall.write(known)
        assert (seen.said.heard, seen.said.will_do, seen.said.is_draft) == (HEARD, NEXT, True)
        said = await asyncio.gather(*(hall.post(known, seen.said.mark, person) for person in (FAY, KIM, FAY)))
        assert hall.posted == [HEARD]
        assert {after.said.post for after in said} == {MessageId(7001)}
        acts = [(line.act, line.details) for line in await hall.audit.lines(await hall.servers.get(SERVER))]
        assert acts[1:] == [("heard-posted", {"template": "Weekly pulse", "channel": "<#21>"})]

    async def test_what_another_changed_meanwhile_is_not_posted_unseen(self, hall: Hall) -> None:
        known = await hall.a_result()
        seen = await hall.write(known)
        await hall.write(known, will_do="Nothing.", person=KIM)
        assert await refusal(hall.post(known, seen.said.mark)) == "heard-changed"
        assert await refusal(hall.post(known, "")) == "heard-changed"
        assert hall.posted == []

    async def test_nothing_written_is_nothing_to_post(self, hall: Hall) -> None:
        known = await hall.a_result()
        unwritten = (await hall.heard.look(SERVER, FAY, known.round_id)).said
        assert await refusal(hall.post(known, unwritten.mark)) == "heard-changed"

    @pytest.mark.parametrize("gap", ["On [day] we will.", "We drop [what we did]", "[[a]]"])
    async def test_a_draft_with_something_to_fill_in_is_not_posted(self, hall: Hall, gap: str) -> None:
        known = await hall.a_result()
        seen = await hall.write(known, will_do=gap)
        assert seen.has_gaps
        assert await refusal(hall.post(known, seen.said.mark)) == "heard-gaps"

    async def test_a_link_and_lonely_brackets_are_no_gaps(self, hall: Hall) -> None:
        known = await hall.a_result()
        assert not (await hall.write(known, will_do="[our page](https://example.org), [] and ] too [")).has_gaps

    @pytest.mark.parametrize(
        ("heard", "will_do", "why"),
        [("", NEXT, "empty"), (HEARD, " \u200b ", "empty"), ("x" * (LONGEST + 1), NEXT, "too-long")],
    )
    async def test_what_cannot_be_said_is_refused(self, hall: Hall, heard: str, will_do: str, why: str) -> None:
        known = await hall.a_result()
        assert await refusal(hall.write(known, heard, will_do)) == f"heard-{why}"
        assert not await hall.rows.of_server(SERVER)

    async def test_once_it_is_posted_it_is_not_written_anew(self, hall: Hall) -> None:
        known = await hall.a_result()
        await hall.post(known, (await hall.write(known)).said.mark)
        assert await refusal(hall.write(known, "Other.")) == "heard-posted-already"

    async def test_where_discord_is_away_it_stays_a_draft(self, hall: Hall) -> None:
        known = await hall.a_result()
        mark = (await hall.write(known)).said.mark
        hall.trouble = Why.DISCORD_DOWN
        with pytest.raises(CannotReach):
            await hall.post(known, mark)
        hall.trouble = None
        assert (await hall.post(known, mark)).said.post is not None

    async def test_rows_have_one_size_whatever_they_say(self, hall: Hall) -> None:
        for words in ("x", "\N{HANGUL SYLLABLE GAG}" * LONGEST, '"\\' * (LONGEST // 2)):
            await hall.write(await hall.a_result(), words, words)
            await hall.days(7)
        rows = await hall.rows.of_server(SERVER)
        assert len(rows) == 3
        assert len({len(row.sealed) for row in rows}) == 1

    async def test_it_is_for_facilitators_and_about_results_alone(self, hall: Hall) -> None:
        known, few = await hall.a_result(), await hall.a_result(people=2, title="boundaries")
        is_open = await hall.start(channel=ChannelId(31))
        for person in (MARA, MIA):
            for asked in (
                hall.heard.overview(SERVER, person, hall.now),
                hall.heard.look(SERVER, person, known.round_id),
                hall.write(known, person=person),
                hall.post(known, "", person),
            ):
                assert await refusal(asked) == "only-facilitators"
        for nothing in (few.round_id, is_open.round_id, RoundId(bytes(16))):
            assert await refusal(hall.heard.look(SERVER, FAY, nothing)) == "heard-gone"


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

    async def test_a_draft_alone_is_no_answer(self, hall: Hall) -> None:
        known = await hall.a_result()
        await hall.write(known)
        await hall.days(8)
        assert hall.nudged == [known.round_id]

    async def test_however_many_results_there_are_a_week_lies_between_two_reminders(self, hall: Hall) -> None:
        times: list[int] = []
        for week in range(6):
            await hall.a_result(title=("weekly-pulse", "boundaries")[week % 2])
            for day in range(5):
                before = len(hall.nudged)
                await hall.days(1)
                times += [7 * week + 2 + day] * (len(hall.nudged) - before)
        assert len(times) >= 4
        assert all(later - earlier >= 7 for earlier, later in pairwise(times))
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


class TestLooking:
    async def test_results_of_the_last_quarter_are_listed_and_how_many_were_answered(self, hall: Hall) -> None:
        first = await hall.a_result()
        await hall.post(first, (await hall.write(first)).said.mark)
        await hall.days(8)
        second = await hall.a_result()
        await hall.a_result(people=2, title="boundaries")
        seen = await hall.heard.overview(SERVER, FAY, hall.now)
        assert [after.known.round_id for after in seen.rounds] == [second.round_id, first.round_id]
        assert seen.loop == Loop(1, 1)
        hall.now += timedelta(days=8)
        assert await hall.loop() == Loop(1, 2)
        hall.now += timedelta(days=91)
        assert await hall.heard.overview(SERVER, FAY, hall.now) == type(seen)([], Loop(0, 0))
