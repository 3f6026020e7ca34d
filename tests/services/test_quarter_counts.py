"""Whether responses helped: counted once for each concern, told in words when the quarter is over, and then gone."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.case import Help
from bot.core.codec import Codec
from bot.core.publishing import Level
from bot.core.quarters import Quarter
from bot.core.sealing import derive, unpad, unseal
from bot.services.people import Person
from bot.services.problems import CannotReach, Why
from bot.services.quarter_counts import MOST_TOLD, Counts, QuarterCounts, ToldQuarter
from bot.services.server_records import Server
from bot.services.way_view import Offer
from bot.store.database import Database
from bot.store.impacts import count_table
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository, PlanRow
from bot.store.problems import StoreBusy, StoreFull, StoreLost
from tests.core.sample_case import sent
from tests.services.concern_house import HERE, MARA, OTTO, SETTINGS, START, ConcernHouse, person
from tests.services.refusals import refusal
from tests.services.way_hands import KOFI, closed, house_of_two, worked_on

NEXT = datetime(2027, 1, 1, 9, tzinfo=UTC)
"""The first slot of the quarter after `START`."""
CASE = replace(sent(), named=(), out=(), direct=False)
DAY = timedelta(days=1)


@dataclass
class Board:
    """Remembers what was posted; can be out of order."""

    posted: list[tuple[Quarter, bool]] = field(default_factory=list[tuple[Quarter, bool]])
    trouble: Why | None = None

    async def post_quarter(self, server: Server, told: ToldQuarter, *, may_stand_already: bool) -> None:
        _ = server
        if self.trouble is not None:
            raise CannotReach(self.trouble)
        self.posted.append((told.quarter, may_stand_already))


class CountHouse:
    """Concerns, and the counts of their answers."""

    def __init__(self, house: ConcernHouse) -> None:
        self.house, self.board = house, Board()
        self.repository = PlanRepository(house.database, count_table)
        self.counts = QuarterCounts(
            self.repository,
            house.servers,
            house.scheduler,
            house.readers,
            self.board,
            house.clock,
            secrets.token_bytes,
        )
        house.way_back.when_fed_back(self.counts.answered)
        house.delivery.when_looked_after(self.counts.catch_up)

    async def server(self) -> Server:
        return await self.house.servers.get(HERE)

    async def answer(self, *answers: Help) -> None:
        for one in answers:
            await self.counts.answered(await self.server(), CASE, one, self.house.discord.now)

    async def until(self, moment: datetime) -> None:
        """Let time pass, with what becomes due at its end."""
        self.house.discord.now = moment
        while await self.house.scheduler.run_due():
            pass

    async def told(self, person: Person = MARA) -> list[tuple[Quarter, Level, Level]]:
        told = await self.counts.told(await self.server(), person)
        return [(one.quarter, one.lines.low, one.lines.good) for one in told]

    async def rows(self) -> int:
        return len(await self.repository.of_server(HERE))


@pytest.fixture
async def counting(database: Database, keys: KeyStore) -> CountHouse:
    return CountHouse(await house_of_two(database, keys))


async def test_nothing_is_told_while_the_quarter_runs_and_then_two_words(counting: CountHouse) -> None:
    await counting.answer(*[Help.HELPED] * 5, *[Help.MUCH_HARDER] * 2)
    await counting.until(NEXT - timedelta(hours=9, seconds=1))
    assert await counting.told() == []
    await counting.until(NEXT - timedelta(seconds=1))
    assert counting.board.posted == []
    await counting.until(NEXT)
    assert await counting.told() == [(Quarter(2026, 4), Level.FEW, Level.MOST)]
    assert counting.board.posted == [(Quarter(2026, 4), False)]
    await counting.until(NEXT + 100 * DAY)
    assert len(counting.board.posted) == 1


async def test_four_answers_tell_nothing_ever(counting: CountHouse) -> None:
    await counting.answer(*[Help.HARDER] * 4)
    await counting.until(NEXT)
    assert (await counting.told(), counting.board.posted) == ([], [])


async def _in_zone(counting: CountHouse, zone: str) -> None:
    await counting.house.servers.change(
        HERE, lambda record: replace(record, settings=replace(record.settings, timezone=zone))
    )


async def _asked_for(counting: CountHouse, minimum: int) -> None:
    await counting.house.servers.change(
        HERE, lambda record: replace(record, settings=replace(record.settings, minimum_answers=minimum))
    )


async def test_a_server_that_asks_for_more_gets_it(counting: CountHouse) -> None:
    await _asked_for(counting, 8)
    await counting.answer(*[Help.HELPED] * 7)
    await counting.until(NEXT)
    assert await counting.told() == []


async def test_an_answer_before_the_task_ran_loses_nothing_of_the_quarter_before(counting: CountHouse) -> None:
    await counting.answer(*[Help.HELPED] * 5)
    counting.house.discord.now = NEXT - timedelta(hours=8)
    await counting.answer(Help.HARDER)
    await counting.until(NEXT)
    assert await counting.told() == [(Quarter(2026, 4), Level.FEW, Level.MOST)]
    assert len(counting.board.posted) == 1


async def test_a_quarter_that_ends_later_by_another_time_zone_is_told_then(counting: CountHouse) -> None:
    await _in_zone(counting, "Asia/Tokyo")
    await counting.answer(*[Help.HELPED] * 5)
    await _in_zone(counting, "America/Los_Angeles")
    await counting.until(datetime(2027, 1, 1, tzinfo=UTC))
    assert counting.board.posted == []
    await counting.until(datetime(2027, 1, 1, 17, tzinfo=UTC))
    assert counting.board.posted == [(Quarter(2026, 4), False)]


async def test_nobody_is_told_at_night(counting: CountHouse) -> None:
    await counting.house.servers.change(
        HERE, lambda record: replace(record, settings=replace(record.settings, delivery_hours=(5, 12)))
    )
    await counting.answer(*[Help.HELPED] * 5)
    await counting.until(datetime(2027, 1, 1, 5, tzinfo=UTC))
    assert counting.board.posted == []
    await counting.until(datetime(2027, 1, 1, 12, tzinfo=UTC))
    assert len(counting.board.posted) == 1


async def test_an_outage_is_waited_for_and_a_closed_channel_is_not(counting: CountHouse) -> None:
    await counting.answer(*[Help.HELPED] * 5)
    counting.board.trouble = Why.DISCORD_DOWN
    await counting.until(NEXT)
    counting.board.trouble = None
    await counting.until(NEXT + timedelta(hours=1))
    assert counting.board.posted == [(Quarter(2026, 4), True)]
    counting.house.discord.now = NEXT + DAY
    await counting.answer(*[Help.HELPED] * 5)
    counting.board.trouble = Why.MISSING
    await counting.until(datetime(2027, 4, 1, 9, tzinfo=UTC))
    counting.board.trouble = None
    await counting.until(datetime(2027, 4, 9, 9, tzinfo=UTC))
    assert len(counting.board.posted) == 1
    assert len(await counting.told()) == 2


async def test_what_may_have_been_posted_before_the_night_is_looked_for_after_it(counting: CountHouse) -> None:
    await counting.answer(*[Help.HELPED] * 5)
    counting.board.trouble = Why.DISCORD_DOWN
    await counting.until(NEXT)
    counting.board.trouble = None
    await counting.until(NEXT + timedelta(hours=14))
    assert counting.board.posted == []
    await counting.until(NEXT + DAY)
    assert counting.board.posted == [(Quarter(2026, 4), True)]


async def test_one_row_holds_the_last_year(counting: CountHouse) -> None:
    for number in range(MOST_TOLD + 2):
        counting.house.discord.now = START + number * timedelta(days=92)
        await counting.answer(*[Help.HELPED] * 5)
    await counting.until(START + timedelta(days=92 * 8))
    assert (len(await counting.told()), await counting.rows()) == (MOST_TOLD, 1)


async def test_a_concern_is_counted_once_however_often_it_is_answered(counting: CountHouse) -> None:
    house = counting.house
    code = await closed(house)
    for _ in range(2):
        await house.way_back.feed_back(HERE, code, Help.HELPED, "", house.discord.now)
    assert await refusal(house.way_back.feed_back(HERE, code, Help.HARDER, "x", house.discord.now)) == "concern-not-now"
    await counting.answer(*[Help.HELPED] * 3)
    await counting.until(NEXT)
    assert await counting.told() == []


async def test_the_answers_of_five_reporters_are_told(counting: CountHouse) -> None:
    house = counting.house
    await house.way_back.feed_back(HERE, await closed(house), Help.HELPED, "", house.discord.now)
    await counting.answer(*[Help.HELPED] * 4)
    await counting.until(NEXT)
    assert await counting.told() == [(Quarter(2026, 4), Level.FEW, Level.MOST)]


@pytest.mark.parametrize("field_name", ["out", "named"])
async def test_no_figure_reaches_whoever_is_out_of_a_concern_that_it_is_in(
    counting: CountHouse, field_name: str
) -> None:
    house = counting.house
    code = await closed(house)
    out = {"out": (OTTO.member_id,)} if field_name == "out" else {"named": (OTTO.member_id,)}
    await worked_on(house, lambda case: replace(case, **out))
    await house.way_back.feed_back(HERE, code, Help.HELPED, "", house.discord.now)
    assert await counting.rows() == 0


@pytest.mark.parametrize("why", ["direct", "seeing"])
async def test_an_answer_in_a_concern_that_shows_nothing_in_the_channel_is_in_no_figure_that_stands_there(
    counting: CountHouse, why: str
) -> None:
    house = counting.house
    code = await closed(house)
    if why == "direct":
        await worked_on(house, lambda case: replace(case, direct=True))
    else:
        await worked_on(house, lambda case: replace(case, named=(KOFI.member_id,)))
        house.discord.seeing.add(KOFI.member_id)
    await house.way_back.feed_back(HERE, code, Help.HELPED, "", house.discord.now)
    assert await counting.rows() == 0


async def test_nobody_learns_the_number_by_changing_how_many_are_asked_for(counting: CountHouse) -> None:
    await counting.answer(*[Help.HELPED] * 7)
    counting.house.discord.now = NEXT - timedelta(hours=8)
    seen: set[bool] = set()
    for minimum in range(5, 10):
        await _asked_for(counting, minimum)
        seen.add(bool(await counting.told()))
    assert len(seen) == 1
    await _asked_for(counting, 5)
    await counting.until(NEXT)
    await _asked_for(counting, 9)
    assert await counting.told() == [(Quarter(2026, 4), Level.FEW, Level.MOST)]


async def test_the_quarter_of_an_answer_does_not_tell_before_or_after_midnight_it_was_written(
    counting: CountHouse,
) -> None:
    house = counting.house
    code = await closed(house)
    await counting.answer(*[Help.HELPED] * 4)
    house.discord.now = NEXT - timedelta(hours=10)
    await house.way_back.feed_back(HERE, code, Help.HELPED, "", house.discord.now)
    assert await counting.told() == []
    await counting.until(NEXT)
    assert await counting.told() == []


async def test_what_an_answer_ends_is_told_when_the_quarter_is_and_not_before(counting: CountHouse) -> None:
    house = counting.house
    code = await closed(house)
    await counting.answer(*[Help.HELPED] * 5)
    house.discord.now = NEXT - timedelta(hours=10)
    await house.way_back.feed_back(HERE, code, Help.HELPED, "", house.discord.now)
    assert await counting.told() == []
    await counting.until(NEXT)
    assert counting.board.posted == [(Quarter(2026, 4), False)]


async def test_what_lies_there_has_one_size_and_tells_no_count(counting: CountHouse) -> None:
    sizes: set[int] = set()
    for answer in Help:
        await counting.answer(*[answer] * 3)
        (row,) = await counting.repository.of_server(HERE)
        sizes.add(len(row.sealed))
    assert len(sizes) == 1


async def test_counts_lie_as_they_always_did(counting: CountHouse) -> None:
    await counting.answer(Help.HELPED)
    (row,) = await counting.repository.of_server(HERE)
    padded = unseal(derive((await counting.server()).key, "quarter count"), row.sealed, row.plan_id)
    assert len(padded) == 4096
    assert Codec(Counts).decode(unpad(padded)).tally is not None


async def test_a_damaged_row_loses_its_counts_and_nothing_else(counting: CountHouse) -> None:
    await counting.answer(*[Help.HELPED] * 5)
    (row,) = await counting.repository.of_server(HERE)
    await counting.repository.replace(replace(row, sealed=row.sealed[:-1]))
    assert await counting.told() == []
    await counting.answer(*[Help.HELPED] * 5)
    await counting.until(NEXT)
    assert (await counting.told(), await counting.rows()) == ([(Quarter(2026, 4), Level.FEW, Level.MOST)], 1)


async def test_only_moderators_and_the_lead_are_told(counting: CountHouse) -> None:
    """Whoever is out of a concern that was counted is nobody of those who see the moderators' channel."""
    facilitator, lead = person(77, "Fay", SETTINGS.facilitators), person(78, "Lea")
    settings = replace(SETTINGS, lead=lead.member_id)
    await counting.house.servers.change(HERE, lambda record: replace(record, settings=settings))
    await counting.answer(*[Help.HELPED] * 5)
    await counting.until(NEXT)
    assert [bool(await counting.told(one)) for one in (MARA, lead, facilitator)] == [True, True, False]


@pytest.mark.parametrize("trouble", [StoreBusy(), StoreFull(), CannotReach(Why.DISCORD_DOWN)])
async def test_what_cannot_be_counted_now_shows_nobody_an_error_and_is_counted_at_the_next_slot(
    counting: CountHouse, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    house = counting.house
    code = await closed(house)

    async def fails(*_: object) -> None:
        raise trouble

    with monkeypatch.context() as broken:
        broken.setattr(counting.repository, "add", fails)
        way = await house.way_back.feed_back(HERE, code, Help.HELPED, "", house.discord.now)
    assert Offer.FEED_BACK not in way.offers
    assert await counting.rows() == 0
    await counting.answer(*[Help.HELPED] * 3)
    await house.wait(hours=24)
    await counting.answer(Help.HELPED)
    await counting.until(NEXT)
    assert await counting.told() == [(Quarter(2026, 4), Level.FEW, Level.MOST)]


async def test_what_may_have_been_counted_is_not_counted_again(
    counting: CountHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    adding = counting.repository.add

    async def kept_without_a_word(row: PlanRow, line: None) -> None:
        await adding(row, line)
        raise StoreLost

    with monkeypatch.context() as broken:
        broken.setattr(counting.repository, "add", kept_without_a_word)
        await counting.answer(Help.HELPED)
    await counting.answer(*[Help.HELPED] * 3)
    await counting.house.wait(hours=24)
    await counting.until(NEXT)
    assert await counting.told() == []
