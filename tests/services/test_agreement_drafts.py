"""Facilitators draft the agreement together: each step is kept, nothing is overwritten unseen, all is sealed."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.agreement import Clause, Kind
from bot.core.agreement_draft import HEADING, NEVER_SILENCED, SAID
from bot.core.sealing import CannotOpen
from bot.services.drafting_table import CHANGED_MEANWHILE
from bot.services.problems import Refused
from bot.store.agreement_drafts import AgreementDraftRepository, agreement_draft
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.agreement_house import FAY, MIA, SERVER
from tests.services.drafting_house import LOU, OTHER, DraftingHouse, Sent, names, shipped, without_source
from tests.services.refusals import refusal

FIRST, SECOND, DUTY = "stays-here", "your-story", "breaking-confidence"


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> DraftingHouse:
    return await DraftingHouse(database, keys).set_up()


class TestWorking:
    async def test_a_draft_begins_with_what_ships_and_ends_with_what_is_in_force(self, house: DraftingHouse) -> None:
        server = await house.server()
        assert await house.drafts.current(server) is None
        assert (await house.look()).draft.text == await house.drafts.starting_text(server) == shipped(server)
        table = await house.reword(FIRST)
        assert await house.drafts.current(server) == table.draft
        assert await house.drafts.starting_text(server) == shipped(server)

        await house.put_in_force(said=table.draft.said)
        await house.drafts.published(server, table.draft.revision)
        assert await house.drafts.current(server) is None
        assert await house.drafts.starting_text(server) == table.draft.text
        assert not (await house.look()).is_changed

    async def test_each_step_is_kept_and_what_happened_is_known(self, house: DraftingHouse) -> None:
        await house.put_in_force()
        await house.reword(HEADING)
        await house.reword("limits", "Other limits.")
        await house.add("Be kind.", "1")
        await house.move(NEVER_SILENCED, "2")
        await house.remove(SECOND)
        table = await house.reword(SAID, "  Kinder \n\n\n words. ")
        assert table.draft.said == "Kinder\n\nwords."
        added = next(name for name in names(table) if name.startswith("own-"))
        assert names(table)[:3] == [added, NEVER_SILENCED, FIRST]
        assert table.kinds == {
            HEADING: Kind.REWORDED,
            "limits": Kind.REWORDED,
            added: Kind.ADDED,
            NEVER_SILENCED: Kind.MOVED,
            SECOND: Kind.REMOVED,
        }
        again = await house.drafting.bring_back(SERVER, FAY, SECOND)
        assert await house.drafting.bring_back(SERVER, FAY, SECOND) == again
        assert names(again)[1:3] == [SECOND, NEVER_SILENCED]
        assert (await house.look()).draft == again.draft

    async def test_words_are_restored_one_by_one_or_all(self, house: DraftingHouse) -> None:
        default = shipped(await house.server())
        for name in (FIRST, HEADING, "limits"):
            await house.reword(name)
            table = await house.drafting.restore(SERVER, FAY, await house.seen(name))
            assert table.draft.text == default
        own = names(await house.add("Be kind."))[-1]
        await house.reword(DUTY)
        attempt = house.drafting.restore(SERVER, FAY, await house.seen(own))
        assert await refusal(attempt) == "button-outdated"
        table = await house.whole.use_default(SERVER, FAY, str((await house.look()).draft.revision))
        assert table.draft.text == default

    async def test_a_version_without_a_source_began_with_what_ships(self, house: DraftingHouse) -> None:
        version = await house.put_in_force(replace(shipped(await house.server()), title="Ours"))
        server = await house.server()
        assert (await house.drafts.starting_text(server)).title == "Ours"
        assert await house.book.add(server, without_source(version))
        assert await house.drafts.starting_text(server) == shipped(server)

    async def test_it_is_the_same_for_another_process_and_no_other_server(
        self, house: DraftingHouse, database: Database, keys: KeyStore
    ) -> None:
        table = await house.reword(FIRST)
        again = DraftingHouse(database, keys)
        assert (await again.look(LOU)).draft == table.draft
        assert await again.drafts.current(await again.server(OTHER)) is None

    async def test_only_facilitators_may(self, house: DraftingHouse) -> None:
        mark = await house.seen(FIRST)
        for attempt in (
            house.look(MIA),
            house.drafting.reword(SERVER, MIA, mark, "Mine.", "Mine."),
            house.drafting.add(SERVER, MIA, house.drafting.name(), Clause("", "Mine.", "Mine."), ""),
            house.drafting.move(SERVER, MIA, mark, "1"),
            house.drafting.remove(SERVER, MIA, mark),
            house.drafting.restore(SERVER, MIA, mark),
            house.drafting.bring_back(SERVER, MIA, SECOND),
            house.whole.file(SERVER, MIA),
            house.whole.take_in(SERVER, MIA, "0", Sent(b"# A\n## B\nC")),
            house.whole.use_default(SERVER, MIA, "0"),
            house.whole.throw_away(SERVER, MIA, "0"),
        ):
            assert await refusal(attempt) == "only-facilitators"


class TestTogether:
    async def test_different_parts_at_once_all_hold(self, house: DraftingHouse) -> None:
        parts = [FIRST, SECOND, DUTY, HEADING, "limits", SAID]
        marks = [await house.seen(name) for name in parts]
        await asyncio.gather(
            *(
                house.drafting.reword(SERVER, who, mark, "T.", f"By {mark.name}.")
                for mark, who in zip(marks, [FAY, LOU] * 3, strict=True)
            )
        )
        draft = (await house.look()).draft
        assert [part.body for name in parts if (part := draft.find(name))] == [f"By {name}." for name in parts]

    async def test_the_same_part_at_once_holds_once_and_the_other_is_told(self, house: DraftingHouse) -> None:
        mark = await house.seen(FIRST)
        steps = [house.drafting.reword(SERVER, who, mark, "T.", f"By {who.member_id}.") for who in (FAY, LOU)]
        results = await asyncio.gather(*steps, return_exceptions=True)
        refused = [result.key for result in results if isinstance(result, Refused)]
        assert refused == [CHANGED_MEANWHILE]
        held = (await house.look()).draft.find(FIRST)
        assert held is not None
        assert held.body in {f"By {FAY.member_id}.", f"By {LOU.member_id}."}

    async def test_whoever_sends_the_same_form_twice_does_it_once(self, house: DraftingHouse) -> None:
        name = house.drafting.name()
        await asyncio.gather(house.add("Be kind.", name=name), house.add("Be kind.", name=name))
        assert names(await house.look()).count(name) == 1
        mark = await house.seen(name)
        for _ in range(2):
            assert name not in names(await house.drafting.remove(SERVER, FAY, mark))
        assert await refusal(house.drafting.reword(SERVER, FAY, mark, "T.", "Late.")) == CHANGED_MEANWHILE

    async def test_nothing_as_a_whole_goes_that_somebody_changed_meanwhile(self, house: DraftingHouse) -> None:
        before = str((await house.reword(FIRST)).draft.revision)
        await house.reword(SECOND, person=LOU)
        for attempt in (
            house.whole.throw_away(SERVER, FAY, before),
            house.whole.use_default(SERVER, FAY, before),
            house.take_in("# A\n## B\nC", before),
        ):
            assert await refusal(attempt) == CHANGED_MEANWHILE
        assert set((await house.look()).kinds) == {FIRST, SECOND}

    async def test_a_draft_changed_while_it_was_published_stays_for_the_next_version(
        self, house: DraftingHouse
    ) -> None:
        published = (await house.reword(FIRST)).draft
        await house.put_in_force(published.text)
        await house.reword(SECOND, person=LOU)
        await house.drafts.published(await house.server(), published.revision)
        assert (await house.look()).kinds == {SECOND: Kind.REWORDED}

    async def test_a_draft_that_was_published_before_a_crash_is_none(self, house: DraftingHouse) -> None:
        await house.reword(SAID, "Kinder.")
        draft = (await house.reword(FIRST)).draft
        await house.put_in_force(draft.text, said=draft.said)
        server = await house.server()
        assert await house.drafts.current(server) is None
        table = await house.reword(SECOND)
        assert table.draft.said == "", "the next version does not say again what changed in this one"
        assert table.kinds == {SECOND: Kind.REWORDED}

    async def test_a_new_draft_is_never_taken_for_one_that_was_thrown_away(self, house: DraftingHouse) -> None:
        first = (await house.reword(FIRST)).draft.revision
        await house.whole.throw_away(SERVER, FAY, str(first))
        await house.whole.throw_away(SERVER, FAY, str(first))
        assert not (await house.look()).is_changed
        await house.reword(SECOND, person=LOU)
        assert await refusal(house.whole.throw_away(SERVER, FAY, str(first))) == CHANGED_MEANWHILE


async def test_what_lies_in_the_database_says_nothing_and_opens_only_where_it_lies(
    house: DraftingHouse, database: Database
) -> None:
    async def sealed(connection: AsyncConnection) -> list[bytes]:
        return list((await connection.execute(select(agreement_draft.c.sealed))).scalars())

    await house.reword(FIRST, "Only for us.")
    (one,) = await database.read(sealed)
    await house.reword(FIRST, "Only for us and quite a few others, too.")
    (other,) = await database.read(sealed)
    assert len(one) == len(other), "padded"
    assert b"Only for us" not in one
    assert b"stays-here" not in one

    repository = AgreementDraftRepository(database)
    row = await repository.find(SERVER)
    assert row is not None
    assert await repository.put(replace(row, revision=row.revision + 1), former=row.revision)
    with pytest.raises(CannotOpen):
        await house.look()
