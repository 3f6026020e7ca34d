"""Results and trends through their service: for facilitators alone, of closed rounds alone, exactly as published."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.identity import ChannelId, RoleId, RoundId, ServerId
from bot.core.publishing import Level
from bot.services.checkin_results import MOST_LISTED
from bot.services.checkin_rounds import KnownRound
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.server_records import ServerRecord
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.checkin_house import FAY, GROUP, MARA, MIA, SERVER, SETTINGS, Discord, House, member

ELSEWHERE = ServerId(901)
LOUNGE = ChannelId(31)
CIRCLE = RoleId(77)
ADA = Person(member(9).member_id, frozenset(), None, is_administrator=True, display_name="ada")
WELL, BADLY = ("5", "5"), ("1", "1")
EIGHT = tuple(f"quillfeather {letter}" for letter in "abcdefgh")


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    return await House(database, keys, Discord()).set_up()


async def closed(
    house: House,
    *chosen: str,
    people: int = 6,
    template: str = "weekly-pulse",
    channel: ChannelId = GROUP,
    audience: RoleId | None = None,
    comments: Sequence[str] = (),
) -> KnownRound:
    """A round that so many answered alike, as it lies there once it has closed; a week has gone by since it opened."""
    known = await house.start(template, channel=channel, audience=audience, comments=bool(comments))
    roles = [] if audience is None else [audience]
    for number in range(people):
        comment = comments[number] if comments else ""
        await house.answer(known, member(100 + number, *roles), *chosen, comment=comment)
    await house.later(days=7)
    found = await house.rounds.find(known.round_id)
    assert found is not None
    assert found.result is not None
    return found


async def low_levels(house: House, known: KnownRound) -> list[Level | None]:
    """The course of the first question."""
    found = await house.results.trend_until(known)
    assert found is not None
    return [None if lines is None else lines.low for lines in found.courses[0].lines]


class TestWhoIsShown:
    @pytest.mark.parametrize("person", [MIA, MARA, ADA], ids=["member", "moderator", "administrator"])
    async def test_nobody_but_facilitators(self, house: House, person: Person) -> None:
        known = await closed(house, *WELL)
        for attempt in (
            house.results.latest(SERVER, person),
            house.results.series(SERVER, person),
            house.results.result(SERVER, person, known.round_id),
            house.results.posted(SERVER, person, known),
        ):
            with pytest.raises(Refused, match="only-facilitators"):
                await attempt
        assert not [line for line in await trail(house) if line.startswith("checkin-trend")]
        assert await house.results.latest(SERVER, FAY) == [known]

    async def test_a_facilitator_of_another_server_has_nothing_of_this_one(self, house: House) -> None:
        known = await closed(house, *WELL)
        theirs = RoleId(99)
        await house.servers.create(ELSEWHERE, ServerRecord(replace(SETTINGS, facilitators=theirs)))
        stranger = member(8, theirs)
        assert await house.results.latest(ELSEWHERE, stranger) == []
        assert await house.results.series(ELSEWHERE, stranger) == []
        with pytest.raises(Refused, match="checkin-results-gone"):
            await house.results.result(ELSEWHERE, stranger, known.round_id)
        with pytest.raises(Refused, match="only-facilitators"):
            await house.results.result(SERVER, stranger, known.round_id)

    async def test_before_set_up_it_is_said_so(self, house: House) -> None:
        with pytest.raises(Refused, match="setup-needed"):
            await house.results.latest(ELSEWHERE, FAY)


class TestOpenRounds:
    async def test_there_is_nothing_of_them_whatever_was_answered(self, house: House) -> None:
        known = await house.start()
        for answers in (0, 9):
            await house.many_answer(known, answers)
            assert await house.results.latest(SERVER, FAY) == []
            assert await house.results.series(SERVER, FAY) == []
            assert await house.results.trend_until(known) is None
            with pytest.raises(Refused, match="checkin-results-gone"):
                await house.results.result(SERVER, FAY, known.round_id)

    async def test_they_move_nothing_of_the_rounds_before(self, house: House) -> None:
        first = await closed(house, *WELL)
        before = await house.results.trend_until(first)
        known = await house.start()
        for answers in (0, 9):
            await house.many_answer(known, answers, *BADLY)
            assert await house.results.latest(SERVER, FAY) == [first]
            assert await house.results.series(SERVER, FAY) == [first]
            assert await house.results.trend_until(first) == before
            assert await house.results.trend_until(known) is None

    async def test_one_whose_time_is_over_is_open_until_it_is_closed(self, house: House) -> None:
        known = await house.start()
        await house.many_answer(known, 9)
        house.now = known.facts.closes + timedelta(minutes=1)
        assert await house.results.latest(SERVER, FAY) == []
        with pytest.raises(Refused, match="checkin-results-gone"):
            await house.results.result(SERVER, FAY, known.round_id)
        await house.later()
        assert [each.round_id for each in await house.results.latest(SERVER, FAY)] == [known.round_id]

    async def test_one_that_never_was_is_answered_alike(self, house: House) -> None:
        known = await house.start()
        for round_id in (known.round_id, RoundId(bytes(16))):
            with pytest.raises(Refused) as refused:
                await house.results.result(SERVER, FAY, round_id)
            assert (refused.value.key, refused.value.values) == ("checkin-results-gone", {})


class TestLists:
    async def test_the_latest_25_are_listed_latest_first(self, house: House) -> None:
        every: list[RoundId] = []
        for number in range(MOST_LISTED + 3):
            known = await house.start(channel=ChannelId(100 + number), hours=24)
            every.append(known.round_id)
            house.now += timedelta(days=1)
        await house.later(days=2)
        for listed in (await house.results.latest(SERVER, FAY), await house.results.series(SERVER, FAY)):
            assert [each.round_id for each in listed] == every[:-26:-1]

    async def test_series_differ_by_what_is_asked_where_and_of_whom(self, house: House) -> None:
        house.discord.holders[CIRCLE] = 9
        first = await closed(house, *BADLY)
        others = [
            await closed(house, *BADLY, template="boundaries"),
            await closed(house, *BADLY, channel=LOUNGE),
            await closed(house, *BADLY, audience=CIRCLE),
        ]
        last = await closed(house, *WELL)
        listed = await house.results.series(SERVER, FAY)
        assert [each.round_id for each in listed] == [last.round_id, *(each.round_id for each in reversed(others))]
        assert len(await house.results.latest(SERVER, FAY)) == 5
        assert await low_levels(house, last) == [Level.MOST, Level.FEW]
        for other in (first, *others):
            assert await low_levels(house, other) == [Level.MOST]


class TestTrends:
    async def test_a_trend_ends_with_the_round_it_is_asked_for(self, house: House) -> None:
        rounds = [await closed(house, *chosen) for chosen in (BADLY, WELL, BADLY)]
        levels = [Level.MOST, Level.FEW, Level.MOST]
        for number, known in enumerate(rounds, start=1):
            assert await low_levels(house, known) == levels[:number]

    async def test_it_shows_what_was_published_whatever_is_set_later(self, house: House) -> None:
        known = await closed(house, *WELL, people=5)
        await house.settings(minimum_answers=40)
        assert await low_levels(house, await closed(house, *WELL, people=39)) == [Level.FEW, None]
        assert await low_levels(house, known) == [Level.FEW]

    async def test_a_template_that_is_retired_keeps_its_past(self, house: House) -> None:
        known = await closed(house, *WELL, template="boundaries")
        facts = replace(known.facts, template=replace(known.facts.template, template_id="own-that-is-gone"))
        await house.rounds.change(known.round_id, lambda _: facts)
        (listed,) = await house.results.series(SERVER, FAY)
        assert listed.facts.template.title == "Boundaries"
        assert await low_levels(house, listed) == [Level.FEW]

    async def test_after_a_restart_all_is_the_same(self, house: House) -> None:
        rounds = [await closed(house, *chosen, people=8, comments=EIGHT) for chosen in (BADLY, WELL)]
        after = house.restarted().results
        assert await after.latest(SERVER, FAY) == await house.results.latest(SERVER, FAY)
        assert [known.round_id for known in await after.latest(SERVER, FAY)] == [
            known.round_id for known in rounds[::-1]
        ]
        for known in rounds:
            again = await after.result(SERVER, FAY, known.round_id)
            assert again == await house.results.result(SERVER, FAY, known.round_id)
            assert sorted(again.result.comments if again.result else ()) == list(EIGHT)
            assert await after.trend_until(again) == await house.results.trend_until(known)

    async def test_days_are_those_of_the_group(self, house: House) -> None:
        await house.settings(timezone="Pacific/Auckland")
        house.now = datetime(2026, 3, 8, 20, tzinfo=UTC)
        known = await closed(house, *WELL)
        found = await house.results.trend_until(known)
        assert found is not None
        assert found.days == (date(2026, 3, 9),)
        assert await house.results.day(known) == date(2026, 3, 9)


class TestComments:
    async def test_they_are_in_the_result_and_in_nothing_else(self, house: House) -> None:
        known = await closed(house, *WELL, people=8, comments=EIGHT)
        shown = await house.results.result(SERVER, FAY, known.round_id)
        assert shown.result is not None
        assert sorted(shown.result.comments) == list(EIGHT)
        found = await house.results.trend_until(known)
        assert found is not None
        assert "quillfeather" not in str(asdict(found))
        assert "quillfeather" not in str(house.discord.posts)
        assert [where for where, _ in house.discord.posts.values()] == [GROUP, GROUP]


class TestTrail:
    async def test_posting_a_trend_leaves_a_line(self, house: House) -> None:
        known = await closed(house, *WELL)
        await house.results.posted(SERVER, FAY, known)
        server = await house.servers.get(SERVER)
        *_, line = await house.audit.lines(server)
        assert (line.act, line.actor) == ("checkin-trend-posted", FAY.member_id)
        assert line.details == {"template": "Weekly pulse", "channel": f"<#{GROUP}>"}

    async def test_looking_leaves_none(self, house: House) -> None:
        known = await closed(house, *WELL)
        before = await trail(house)
        await house.results.latest(SERVER, FAY)
        await house.results.series(SERVER, FAY)
        await house.results.trend_until(await house.results.result(SERVER, FAY, known.round_id))
        assert await trail(house) == before


async def trail(house: House) -> list[str]:
    """What was done, as the audit trail has it."""
    return [line.act for line in await house.audit.lines(await house.servers.get(SERVER))]
