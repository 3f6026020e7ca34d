"""What was done about concerns that belong together exists for those alone who may read every one of them."""

import secrets
from dataclasses import replace

import pytest

from bot.core.case import Help
from bot.core.conversation import Event, Line, Voice
from bot.core.identity import CaseId
from bot.core.impact import Action
from bot.services.case_log import CaseLog
from bot.services.impact_book import MOST_TEXT, ImpactBook
from bot.services.impact_following import By, ImpactFollowing
from bot.services.impact_keeping import ImpactKeeping
from bot.services.impacts import MOST, Impacts, Written
from bot.services.people import Person
from bot.store.database import Database
from bot.store.impacts import action_table
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository
from tests.services.concern_house import HERE, LENA, MARA, MIA, OTTO, START, THERE, ConcernHouse, house_with_lead
from tests.services.refusals import refusal
from tests.services.test_clusters import looked, seen, two_on_noor

pytestmark = pytest.mark.parametrize(
    "addresses", ["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)], indirect=True
)
WRITTEN = Written("We spoke with both.", "That both feel safe.")


class Room:
    """Two concerns that Mara and Otto may read, and what is written down about them."""

    def __init__(self, house: ConcernHouse, database: Database, keys: KeyStore) -> None:
        self.house = house
        self.book = ImpactBook(PlanRepository(database, action_table), house.cases, keys, secrets.token_bytes)
        keeping = ImpactKeeping(house.servers, self.book, house.audit, house.scheduler)
        self.impacts = Impacts(house.servers, self.book, keeping, house.desk.door)
        self.following = ImpactFollowing(keeping, house.desk.door, house.clusters)
        self.log = CaseLog(house.desk, house.audit)

    def by(self, person: Person = MARA, *, directly: bool = False) -> By:
        return By(person, None if directly else HERE, self.house.discord.now)

    async def write(self, by: By | None = None, written: Written = WRITTEN) -> None:
        (one,) = await seen(self.house, MARA)
        await self.following.together(HERE, one.key, by or self.by(), written)

    async def seen_by(self, *people: Person) -> list[int]:
        return [len(await self.impacts.mine(HERE, one)) for one in people]

    async def lines_of(self, person: Person) -> int:
        trail = await self.log.look(HERE, person, 0)
        return sum(line.act == "impact-record" for line in trail.lines)


@pytest.fixture
async def cases(room: Room) -> tuple[CaseId, CaseId]:
    return await two_on_noor(room.house)


@pytest.fixture
async def room(database: Database, keys: KeyStore) -> Room:
    return Room(await house_with_lead(database, keys), database, keys)


async def test_it_is_for_those_who_may_read_all_and_counts_as_a_look(room: Room, cases: tuple[CaseId, CaseId]) -> None:
    await room.write()
    assert await room.seen_by(MARA, OTTO, LENA) == [1, 1, 0]
    (shown,) = await room.impacts.mine(HERE, OTTO)
    assert {shown.facts.case_id, *shown.facts.beside} == set(cases)
    assert shown.label == ""
    assert [one.is_seen for one in await seen(room.house, OTTO)] == [True]
    (one,) = await seen(room.house, MARA)
    assert await looked(room.house, MARA, one.key)


@pytest.mark.parametrize("place", [0, 1])
async def test_whoever_is_out_of_either_of_them_meets_neither_it_nor_its_line(
    room: Room, cases: tuple[CaseId, CaseId], place: int
) -> None:
    before = await room.lines_of(OTTO)
    await room.write()
    await room.house.cases.change(cases[place], lambda case: replace(case, out=(*case.out, OTTO.member_id)))
    assert await room.seen_by(MARA, OTTO) == [1, 0]
    assert await room.lines_of(OTTO) == before
    assert await room.lines_of(MARA) == 1


async def test_it_is_shown_no_more_when_one_of_them_is_erased(room: Room, cases: tuple[CaseId, CaseId]) -> None:
    await room.write()
    for kept in await room.house.cases.in_server(HERE):
        if kept.case_id == cases[1]:
            await room.house.cases.erase(kept)
    assert await room.seen_by(MARA, OTTO) == [0, 0]


async def test_it_is_reworded_for_those_who_may_read_all_until_one_of_them_was_answered(
    room: Room, cases: tuple[CaseId, CaseId]
) -> None:
    await room.write()
    (shown,) = await room.impacts.mine(HERE, OTTO)
    after = await room.impacts.reword(HERE, OTTO, shown.known.action_id, "We moved it", "To be kind")
    assert (after.facts.words, after.facts.beside) == ("We moved it", shown.facts.beside)
    assert await refusal(room.impacts.reword(HERE, LENA, shown.known.action_id, "x", "y")) == "impact-gone"
    said = Line(Voice.REPORTER, "", START.date(), event=Event.FEEDBACK, detail=Help.HARDER.value)
    await room.house.cases.change(cases[1], lambda case: replace(case, lines=(*case.lines, said)))
    assert await refusal(room.impacts.reword(HERE, OTTO, shown.known.action_id, "x", "y")) == "impact-asked-already"


async def test_in_a_direct_message_the_roles_are_those_of_now(room: Room, cases: tuple[CaseId, CaseId]) -> None:
    bare = replace(MARA, role_ids=frozenset())
    await room.following.concern(cases[0], room.by(bare, directly=True), WRITTEN)
    assert await room.seen_by(MARA) == [1]
    room.house.discord.present[MARA.member_id] = bare
    with_role = room.following.concern(cases[0], room.by(MARA, directly=True), WRITTEN)
    assert await refusal(with_role) == "case-unknown"
    assert await refusal(room.following.concern(cases[0], room.by(MIA), WRITTEN)) == "case-unknown"
    elsewhere = By(MARA, THERE, room.house.discord.now)
    assert await refusal(room.following.concern(cases[0], elsewhere, WRITTEN)) == "case-unknown"


@pytest.mark.parametrize(
    ("words", "intent", "why"),
    [("", "x", "impact-empty"), ("x", " ", "impact-empty"), ("x" * 601, "x", "impact-too-long")],
)
async def test_nothing_and_too_much_are_not_kept(
    room: Room, cases: tuple[CaseId, CaseId], words: str, intent: str, why: str
) -> None:
    assert await refusal(room.following.concern(cases[0], room.by(), Written(words, intent))) == why
    assert await room.seen_by(MARA) == [0]


async def test_there_is_an_end_of_it(room: Room, cases: tuple[CaseId, CaseId], monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST > 1
    monkeypatch.setattr("bot.services.impact_following.MOST", 1)
    await room.following.concern(cases[0], room.by(), WRITTEN)
    assert await refusal(room.following.concern(cases[0], room.by(), WRITTEN)) == "impact-too-many"


async def test_it_goes_with_either_of_them(room: Room, cases: tuple[CaseId, CaseId]) -> None:
    _ = cases
    await room.write()
    server = await room.house.servers.get(HERE)
    (known,) = await room.book.of_server(server)
    kept = await room.house.cases.find(known.facts.beside[0])
    assert kept is not None
    await room.house.cases.erase(kept)
    assert await room.book.of_server(server) == []


async def test_many_concerns_and_the_longest_words_fit(room: Room, cases: tuple[CaseId, CaseId]) -> None:
    server = await room.house.servers.get(HERE)
    longest = "\N{CJK UNIFIED IDEOGRAPH-8A71}" * MOST_TEXT
    action = Action(longest, longest, START.date(), None, case_id=cases[0], beside=(cases[1],) * 300)
    added = room.book.new(server, action, "")
    await room.book.add(server, added)
    assert await room.book.find(server, added.action_id) == added
