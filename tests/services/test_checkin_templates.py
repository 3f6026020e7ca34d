"""A server's own templates through their services: what is asked, what nothing changes, and how it is kept."""

from dataclasses import replace

import pytest

from bot.core.identity import ServerId
from bot.core.own_template import question_added, question_changed, question_mark
from bot.core.template import Template
from bot.services.checkin_templates import templates_in
from bot.services.problems import Refused
from bot.services.server_records import ServerRecord
from bot.services.template_book import KnownTemplate
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository, template_table
from tests.services.checkin_house import FAY, MIA, SERVER, SETTINGS, Discord, House
from tests.services.template_hands import (
    PACE,
    ROOM,
    content_of,
    create,
    created,
    offered,
    refused,
    retire,
    retitle,
    server,
    use,
)

ELSEWHERE = ServerId(901)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    return await House(database, keys, Discord()).set_up()


class TestWhatIsOffered:
    async def test_the_shipped_ones_come_first_then_the_servers_own_by_title(self, house: House) -> None:
        for title in ("walking", "Breathing", "Zen"):
            await created(house, title)
        found = await house.templates.offered(await server(house))
        assert found[:6] == list(templates_in("en"))
        assert [each.title for each in found[6:]] == ["Breathing", "walking", "Zen"]

    async def test_one_is_found_by_its_id_and_by_its_title_however_it_is_typed(self, house: House) -> None:
        known = await created(house, "Our pace")
        here = await server(house)
        asked = Template(known.template_id, "Our pace", "About now.", (PACE,))
        for asked_for in (known.template_id, "Our pace", "  our  PACE "):
            assert await house.templates.find(here, asked_for) == asked
        assert await house.templates.find(here, " weekly pulse") == templates_in("en")[0]
        for nothing in ("", "own-", "own-xyz", f"own-{'0' * 32}", known.template_id[:-1], "Our"):
            assert await house.templates.find(here, nothing) is None

    async def test_a_damaged_one_keeps_no_other_from_being_asked(self, house: House, database: Database) -> None:
        damaged, whole = await created(house, "Damaged"), await created(house, "Whole")
        repository = PlanRepository(database, template_table)
        row = await repository.find(damaged.plan_id)
        assert row is not None
        await repository.replace(replace(row, sealed=row.sealed[::-1]))
        here = await server(house)
        assert (await house.templates.offered(here))[6:] == [whole.asked]
        assert await house.templates.find(here, damaged.template_id) is None

    async def test_what_was_never_put_in_use_cannot_be_asked(self, house: House) -> None:
        known = await create(house)
        assert await offered(house) == []
        assert await house.templates.find(await server(house), known.template_id) is None
        with pytest.raises(Refused, match="checkin-template-unknown"):
            await house.start(known.template_id)

    async def test_another_server_finds_and_sees_none_of_them(self, house: House) -> None:
        known = await created(house)
        other = await house.servers.create(ELSEWHERE, ServerRecord(SETTINGS))
        assert len(await house.templates.offered(other)) == 6
        assert await house.templates.find(other, known.template_id) is None
        assert (await house.editing.shelf(ELSEWHERE, FAY)).own == []
        looking = house.editing.look(ELSEWHERE, FAY, known.template_id)
        assert await refused(looking) == "checkin-template-gone"
        assert await refused(house.editing.retire(ELSEWHERE, FAY, known.template_id)) == "checkin-template-gone"
        assert await offered(house) == ["Ours"]

    async def test_after_a_restart_all_is_as_it_was(self, house: House) -> None:
        known = await retitle(house, await created(house, "Ours", PACE, ROOM), "Ours, changed")
        again = house.restarted()
        assert await again.editing.look(SERVER, FAY, known.template_id) == known
        assert await offered(again) == ["Ours"]
        assert (await again.editing.shelf(SERVER, FAY)).own == [known]


class TestWorkingCopy:
    async def test_nothing_that_is_changed_holds_before_it_is_put_in_use(self, house: House) -> None:
        known = await retitle(house, await created(house), "Ours, changed")
        assert await offered(house) == ["Ours"]
        await use(house, known)
        assert await offered(house) == ["Ours, changed"]

    async def test_changes_are_undone_to_what_is_asked(self, house: House) -> None:
        before = await created(house)
        changed = await retitle(house, before, "Else")
        mark = changed.facts.content.mark
        assert await house.editing.undo(SERVER, FAY, before.template_id, mark) == before

    async def test_without_a_question_it_cannot_be_put_in_use(self, house: House) -> None:
        known = await house.editing.create(SERVER, FAY, "Ours", "")
        assert await refused(use(house, known)) == "checkin-template-flaw-no-question"
        assert await refused(retire(house, known)) == "checkin-template-never-used"
        undoing = house.editing.undo(SERVER, FAY, known.template_id, known.facts.content.mark)
        assert await refused(undoing) == "checkin-template-never-used"

    async def test_a_question_too_many_or_twice_is_refused_and_nothing_is_changed(self, house: House) -> None:
        known = await create(house, "Ours", *(replace(PACE, name=f"P{n}", words=f"How {n}?") for n in range(4)))
        for question, why in ((ROOM, "many-questions"), (replace(PACE, name="p1"), "many-questions")):
            adding = house.editing.edit(SERVER, FAY, known.template_id, question_added(question))
            assert await refused(adding) == f"checkin-template-flaw-{why}"
        twice = question_changed(question_mark(known.facts.content.questions[0]), replace(ROOM, name="P1"))
        editing = house.editing.edit(SERVER, FAY, known.template_id, twice)
        assert await refused(editing) == "checkin-template-flaw-question-twice"
        assert await house.editing.look(SERVER, FAY, known.template_id) == known


class TestRounds:
    async def test_no_change_reaches_an_open_or_a_past_round(self, house: House) -> None:
        known = await created(house)
        asked = await house.templates.find(await server(house), "Ours")
        past = await house.start("Ours", hours=24)
        await house.later(hours=25)
        opened = await house.start("Ours")
        reworded = question_changed(question_mark(PACE), replace(ROOM, name="Pace"))
        changed = await house.editing.edit(SERVER, FAY, known.template_id, reworded)
        await use(house, await retitle(house, changed, "Else"))
        assert (await house.ask(opened, MIA)).facts.template == asked
        await house.many_answer(opened, 5, "1")
        await retire(house, changed)
        await house.editing.delete(SERVER, FAY, known.template_id, (await content_of(house, known)).mark)
        again = house.restarted()
        assert (await again.ask(opened, MIA)).facts.template == asked
        await again.later(hours=48)
        for before in (past, opened):
            found = await again.rounds.find(before.round_id)
            assert found is not None
            assert found.facts.template == asked
            assert found.result is not None
        assert "How was the pace?" in house.discord.texts(SETTINGS.group_channel)[-1]

    async def test_what_is_started_after_a_change_asks_the_new_words(self, house: House) -> None:
        known = await created(house)
        await use(house, await retitle(house, known, "Else"))
        started = await house.start(known.template_id)
        assert started.facts.template.title == "Else"
        assert started.facts.template.template_id == known.template_id


async def test_what_lies_in_the_database_is_sealed_and_goes_with_the_server(house: House, database: Database) -> None:
    repository = PlanRepository(database, template_table)
    known = await created(house, "Quillfeather", ROOM)
    (row,) = await repository.of_server(SERVER)
    for word in (b"Quillfeather", b"Room", b"Plenty", b"About now."):
        assert word not in row.sealed
    assert len(row.sealed) == len(await _sealed(house, repository, await create(house, "Other")))
    other = await house.servers.create(ELSEWHERE, ServerRecord(SETTINGS))
    await house.editing.create(ELSEWHERE, FAY, "Theirs", "")
    await repository.erase_server(SERVER)
    assert (await house.editing.shelf(SERVER, FAY)).own == []
    assert await repository.find(known.plan_id) is None
    assert len(await repository.of_server(other.server_id)) == 1


async def _sealed(house: House, repository: PlanRepository, known: KnownTemplate) -> bytes:
    row = await repository.find(known.plan_id)
    assert row is not None
    return row.sealed
