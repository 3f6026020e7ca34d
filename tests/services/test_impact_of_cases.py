"""What follows a concern exists for those who may read that concern, and goes with it; its reporter alone is asked."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from bot.core.alerts import Alert, Kind
from bot.core.case import Help
from bot.core.checkin import Round
from bot.core.identity import CaseId, ChannelId, KeyId
from bot.core.impact import Asked
from bot.core.own_template import question_mark
from bot.core.sealing import derive, unseal
from bot.core.template import Question
from bot.services.checkin_templates import templates_in
from bot.services.impact_asking import ImpactAsking
from bot.services.impact_book import ImpactBook
from bot.services.impact_keeping import FORGET_TASK, ImpactKeeping
from bot.services.impact_telling import ImpactTelling
from bot.services.impacts import Impacts, ShownAction, Written
from bot.services.people import Person
from bot.services.server_records import Server
from bot.store.database import Database
from bot.store.impacts import action_table
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository, PlanRow
from tests.services.concern_house import HERE, LENA, MARA, OTTO, ConcernHouse, person
from tests.services.fake_discord import SETTINGS
from tests.services.refusals import refusal
from tests.services.way_hands import KOFI, closed, delivered, house_of_two, worked_on

FAY = person(77, "Fay", SETTINGS.facilitators)
SCALE = ("Much harder", "Harder", "Neither", "Helped", "Helped much")
TOLD = Question("Did it help?", "We changed who opens the door. Did it help?", SCALE)
WRITTEN = Written("Spoke with both of them", "That both feel safe")


class Bell:
    """Rings for nobody."""

    async def arise(self, server: Server, alert: Alert, matter: Mapping[str, str], now: datetime) -> None:
        _ = server, alert, matter, now

    async def forget(self, server: Server, kind: Kind, topic: bytes) -> None:
        _ = server, kind, topic


@dataclass
class Desk:
    """A concern that has reached Mara and Otto, and what was done about it."""

    house: ConcernHouse
    book: ImpactBook
    impacts: Impacts
    telling: ImpactTelling
    code: str
    label: str
    case_id: CaseId

    async def record(self, by: Person = MARA, **changes: object) -> ShownAction:
        written = replace(WRITTEN, **{"label": self.label, **changes})  # type: ignore[arg-type]  # the tests' own changes
        return await self.impacts.record(HERE, by, written, self.house.discord.now)

    async def left(self) -> tuple[list[PlanRow], list[bytes]]:
        """The rows of actions, and what is still to be forgotten."""
        rows = await PlanRepository(self.house.database, action_table).of_server(HERE)
        return rows, await self.house.scheduler.subjects(FORGET_TASK, HERE)

    async def seen_by(self, *people: Person) -> list[bool]:
        return [bool(await self.impacts.mine(HERE, one)) for one in people]


async def _desk(database: Database, keys: KeyStore, begin: Callable[[ConcernHouse], Awaitable[str]]) -> Desk:
    house = await house_of_two(database, keys)
    code = await begin(house)
    (kept,) = await house.cases.in_server(HERE)
    book = ImpactBook(PlanRepository(database, action_table), house.cases, keys, secrets.token_bytes)
    keeping = ImpactKeeping(house.servers, book, house.audit, house.scheduler)
    house.delivery.when_looked_after(keeping.follow_cases)
    impacts = Impacts(house.servers, book, keeping, house.desk.door)
    telling = ImpactTelling(house.servers, book, keeping, impacts)
    return Desk(house, book, impacts, telling, code, kept.case.label, kept.case_id)


@pytest.fixture
async def desk(database: Database, keys: KeyStore) -> Desk:
    return await _desk(database, keys, delivered)


async def test_only_readers_of_the_concern_meet_it(desk: Desk) -> None:
    shown = await desk.record()
    assert (shown.label, shown.facts.asked_of) == (desk.label, Asked.REPORTER)
    assert await desk.seen_by(MARA, OTTO, KOFI, FAY) == [True, True, False, False]
    assert await refusal(desk.impacts.look(HERE, FAY, shown.known.action_id)) == "impact-gone"
    assert await refusal(desk.impacts.erase(HERE, KOFI, shown.known.action_id)) == "impact-gone"
    assert await refusal(desk.impacts.reword(HERE, KOFI, shown.known.action_id, "x", "y")) == "impact-gone"
    assert await refusal(desk.impacts.mine(HERE, LENA)) == "only-staff"


async def test_whoever_is_named_or_steps_aside_meets_it_no_more(desk: Desk) -> None:
    await desk.record()
    await worked_on(desk.house, lambda case: replace(case, out=(OTTO.member_id,)))
    assert await desk.seen_by(MARA, OTTO) == [True, False]
    await worked_on(desk.house, lambda case: replace(case, named=(MARA.member_id,)))
    assert await desk.seen_by(MARA, OTTO) == [False, False]


async def test_a_label_is_found_as_it_is_typed_and_by_its_readers_alone(desk: Desk) -> None:
    typed = f" {desk.label[:3].lower()}-{desk.label[3:].lower()} "
    assert (await desk.record(label=typed)).label == desk.label
    for somebody in (KOFI, FAY):
        assert await refusal(desk.record(by=somebody)) == "case-unknown"


async def test_the_lead_writes_about_what_they_may_read_and_about_nothing_else(desk: Desk) -> None:
    settings = replace(SETTINGS, lead=LENA.member_id)
    await desk.house.servers.change(HERE, lambda record: replace(record, settings=settings))
    assert await refusal(desk.record(by=LENA, label="")) == "only-staff"
    assert await refusal(desk.record(by=LENA)) == "case-unknown"
    await worked_on(desk.house, lambda case: replace(case, readers=(*case.readers, LENA.member_id)))
    await desk.record(by=LENA)
    await desk.record(by=MARA, label="")
    assert [one.label for one in await desk.impacts.mine(HERE, LENA)] == [desk.label]
    assert len(await desk.impacts.mine(HERE, MARA)) == 2


async def test_its_lines_in_the_trail_are_for_readers_alone(desk: Desk) -> None:
    shown = await desk.record()
    await desk.impacts.erase(HERE, MARA, shown.known.action_id)
    lines = await desk.house.audit.lines(await desk.house.servers.get(HERE))
    assert [line.case_key_id for line in lines if line.act.startswith("impact")] == [KeyId(desk.case_id)] * 2


async def test_it_goes_with_the_concern(desk: Desk) -> None:
    await desk.record()
    await desk.record(label="")
    (kept,) = await desk.house.cases.in_server(HERE)
    await desk.house.cases.erase(kept)
    (left,) = await desk.impacts.mine(HERE, MARA)
    assert left.label == ""
    assert await refusal(desk.record()) == "case-unknown"


async def test_neither_row_nor_task_outlives_a_concern_that_was_taken_back(desk: Desk) -> None:
    await desk.record()
    await desk.house.way_back.withdraw(HERE, desk.code, desk.house.clock())
    rows, tasks = await desk.left()
    assert (len(rows), len(tasks)) == (1, 1)
    await desk.house.wait(hours=24)
    assert await desk.house.cases.find(desk.case_id) is None
    assert await desk.left() == ([], [])


async def test_what_a_crash_left_of_it_goes_at_the_next_slot_and_nothing_else(desk: Desk) -> None:
    await desk.record()
    kept = await desk.record(label="")
    (case,) = await desk.house.cases.in_server(HERE)
    await desk.house.cases.erase(case)
    await desk.house.wait(hours=24)
    rows, tasks = await desk.left()
    assert [row.plan_id for row in rows] == tasks == [kept.known.action_id]


async def test_with_all_keys_no_row_shows_which_concern_it_followed(desk: Desk) -> None:
    followed, other = await desk.record(), await desk.record(label="")
    server = await desk.house.servers.get(HERE)
    key = await desk.house.keys.get(KeyId(desk.case_id))
    (kept,) = await desk.house.cases.in_server(HERE)
    await desk.house.cases.erase(kept)
    rows, _ = await desk.left()
    opened = {
        row.plan_id: unseal(derive(server.key, "action envelope"), row.sealed, b"action:%d:" % HERE + row.plan_id)
        for row in rows
    }
    assert opened.keys() == {followed.known.action_id, other.known.action_id}
    assert not any(desk.case_id in one for one in opened.values())
    # The search would find it: with the key that was destroyed, the tag of the case is there.
    assert derive(key, "action follows")[:16] in opened[followed.known.action_id]


async def test_the_reporters_answer_stands_beside_it_once_it_has_reached_the_readers(
    database: Database, keys: KeyStore
) -> None:
    desk = await _desk(database, keys, closed)
    shown = await desk.record()
    await desk.house.way_back.feed_back(HERE, desk.code, Help.HARDER, "", desk.house.discord.now)
    said = [(await desk.impacts.look(HERE, MARA, shown.known.action_id)).said]
    await desk.impacts.reword(HERE, MARA, shown.known.action_id, "Talked it over", "To be fair")
    await desk.house.wait(hours=24)
    late = desk.impacts.reword(HERE, MARA, shown.known.action_id, "Talked it over", "To be liked")
    assert await refusal(late) == "impact-asked-already"
    said.append((await desk.impacts.look(HERE, MARA, shown.known.action_id)).said)
    assert said == [None, Help.HARDER]


async def test_the_group_is_never_asked_of_it(desk: Desk) -> None:
    """Kofi would meet a question about something that his list does not show."""
    asking = ImpactAsking(desk.book, Bell(), desk.house.clock)
    shown = await desk.record(question=TOLD)
    action_id, now = shown.known.action_id, desk.house.discord.now
    assert shown.facts.question is None
    assert await refusal(desk.telling.reword(HERE, MARA, action_id, TOLD)) == "impact-follows-apart"
    mark = question_mark(TOLD)
    assert await refusal(desk.telling.ask(HERE, MARA, action_id, mark, now)) == "impact-reworded"
    await desk.house.wait(hours=24)
    facts = Round(templates_in("en")[0], ChannelId(21), desk.house.discord.now, desk.house.discord.now)
    assert await asking.asked(await desk.house.servers.get(HERE), facts) == facts.template
