"""Sealed rows, whatever is in them: what does not open is left out and said in the log without a name or a number."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pytest
from structlog.testing import capture_logs

from bot.core.identity import ChannelId, PlanId, RoleId, ServerId
from bot.core.sealing import derive, new_key, seal
from bot.services.problems import Refused
from bot.services.sealed_rows import Padded, Seal, SealedRows, under_its_id
from bot.services.server_records import Server, ServerRecord, ServerSettings
from bot.store.database import Database
from bot.store.plans import PlanRepository, schedule_table
from tests.services.refusals import refusal

STEP: Final = 64
SETTINGS: Final = ServerSettings(RoleId(1), RoleId(2), ChannelId(3), ChannelId(4), "Europe/London", "a helpline")
HERE, THERE = (
    Server(ServerId(number), new_key(secrets.token_bytes), ServerRecord(SETTINGS)) for number in (70_001, 70_002)
)
SEAL: Final = Seal("note", under_its_id, "a note does not open")


@dataclass(frozen=True)
class Note:
    """What these rows hold."""

    words: str


@dataclass(frozen=True)
class Notes:
    """A table of notes, and its rows as they lie there."""

    repository: PlanRepository
    rows: SealedRows[Note]

    async def keep(self, *words: str, server: Server = HERE) -> list[PlanId]:
        ids = [self.rows.new_id() for _ in words]
        for plan_id, each in zip(ids, words, strict=True):
            await self.rows.add(server, plan_id, Note(each))
        return ids

    async def overwrite(self, plan_id: PlanId, sealed: bytes) -> None:
        row = await self.repository.find(plan_id)
        assert row is not None
        await self.repository.replace(replace(row, sealed=sealed))

    async def sizes(self) -> Sequence[int]:
        return [len(row.sealed) for row in await self.repository.of_server(HERE.server_id)]


@pytest.fixture
def notes(database: Database) -> Notes:
    repository = PlanRepository(database, schedule_table)
    return Notes(repository, SealedRows(repository, Padded(Note, STEP), SEAL, secrets.token_bytes))


async def test_what_is_kept_is_found_changed_and_removed(notes: Notes) -> None:
    (one,) = await notes.keep("first")
    assert await notes.rows.find(HERE, one) == Note("first")
    assert await notes.rows.change(HERE, one, lambda note: Note(f"{note.words}, second")) == Note("first, second")
    assert await notes.rows.of_server(HERE) == {one: Note("first, second")}
    await notes.rows.remove(one)
    await notes.rows.remove(one)
    assert await notes.rows.find(HERE, one) is None
    assert await notes.rows.change(HERE, one, lambda note: note) is None


@pytest.mark.parametrize("damage", ["turned round", "cut", "no note", "no length"])
async def test_a_damaged_row_is_left_out_and_the_log_names_nothing(notes: Notes, damage: str) -> None:
    whole, damaged = await notes.keep("quillfeather", "bellwether")
    key = derive(HERE.key, SEAL.purpose)
    row = await notes.repository.find(damaged)
    assert row is not None
    await notes.overwrite(
        damaged,
        {
            "turned round": row.sealed[::-1],
            "cut": row.sealed[:5],
            "no note": seal(key, b"\0\0\0\x02{}", damaged, secrets.token_bytes),
            "no length": seal(key, b"\xff\xff\xff\xff", damaged, secrets.token_bytes),
        }[damage],
    )
    with capture_logs() as lines:
        assert await notes.rows.of_server(HERE) == {whole: Note("quillfeather")}
        assert await notes.rows.find(HERE, damaged) is None
    assert lines == [{"event": "a note does not open", "log_level": "warning"}] * 2


async def test_a_damaged_row_is_begun_anew_in_its_place(notes: Notes) -> None:
    (one,) = await notes.keep("first")
    await notes.overwrite(one, b"?")
    assert await notes.rows.change(HERE, one, lambda note: note) is None
    await notes.rows.keep(HERE, one, Note("anew"))
    assert await notes.rows.of_server(HERE) == {one: Note("anew")}


async def test_keeping_adds_what_is_new_and_replacing_does_not(notes: Notes) -> None:
    kept, gone = notes.rows.new_id(), notes.rows.new_id()
    await notes.rows.keep(HERE, kept, Note("new"))
    await notes.rows.replace(HERE, gone, Note("gone"))
    assert await notes.rows.of_server(HERE) == {kept: Note("new")}


async def test_a_row_opens_with_no_other_key_in_no_other_place_and_for_no_other_purpose(notes: Notes) -> None:
    one, other = await notes.keep("one", "other")
    stolen = replace(HERE, key=new_key(secrets.token_bytes))
    assert await notes.rows.find(stolen, one) is None
    assert await notes.rows.of_server(stolen) == {}
    drawer = SealedRows(notes.repository, Padded(Note, STEP), replace(SEAL, purpose="drawer"), secrets.token_bytes)
    assert await drawer.find(HERE, one) is None
    row = await notes.repository.find(one)
    assert row is not None
    await notes.overwrite(other, row.sealed)
    assert await notes.rows.of_server(HERE) == {one: Note("one")}


async def test_a_server_meets_its_own_rows_alone(notes: Notes) -> None:
    (theirs,) = await notes.keep("theirs", server=THERE)
    (mine,) = await notes.keep("mine")
    with capture_logs() as lines:
        assert await notes.rows.find(HERE, theirs) is None
        assert await notes.rows.change(HERE, theirs, lambda _: Note("taken")) is None
        assert await notes.rows.of_server(HERE) == {mine: Note("mine")}
    assert lines == []
    assert await notes.rows.find(THERE, theirs) == Note("theirs")


async def test_sizes_tell_steps_alone(notes: Notes) -> None:
    await notes.keep("", "x", "x" * (STEP // 2))
    assert len(set(await notes.sizes())) == 1
    await notes.keep("x" * STEP)
    assert sorted(set(await notes.sizes()))[1] - min(await notes.sizes()) == STEP


async def test_changes_at_once_come_one_after_the_other_and_a_refused_one_changes_nothing(notes: Notes) -> None:
    (one,) = await notes.keep("")
    await asyncio.gather(*(notes.rows.change(HERE, one, lambda note: Note(note.words + "x")) for _ in range(8)))

    def refusing(_: Note) -> Note:
        raise Refused("setup-needed")

    assert await refusal(notes.rows.change(HERE, one, refusing)) == "setup-needed"
    assert await notes.rows.find(HERE, one) == Note("x" * 8)
