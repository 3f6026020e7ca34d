"""Whether two concerns are from one person, and who is blocked, is in no file, whoever holds the files and every key.

Not here: the same search over a whole group's life with concerns (`test_concern_traces.py`).
"""

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.case import Case, Named
from bot.core.codec import Codec
from bot.core.identity import KeyId, ServerId
from bot.core.sealing import Key, derive, pseudonym
from bot.services.marks import Mark
from bot.services.people import Person
from bot.services.sending import How
from bot.store.database import Database
from bot.store.keystore import KeyStore, key_table
from bot.store.opening import open_stores
from tests.attacks.byte_search import contents, forms_of_id, found
from tests.services.concern_house import ACCOUNT, HERE, MARA, OTTO, ConcernHouse, person

REPORTERS = tuple(person(1457674990387200000 + number, f"Reporter{number}") for number in range(4))
THEO = Named(person(1457674990387209999, "Theo").member_id, "Theo")


@dataclass
class Lived:
    """A group in which the first reporter wrote three concerns and is blocked, and the others one each."""

    house: ConcernHouse
    folder: Path
    marks: dict[Person, Mark] = field(default_factory=dict[Person, Mark])


@pytest.fixture
async def lived(tmp_path: Path) -> AsyncIterator[Lived]:
    data, keys = tmp_path / "data", tmp_path / "keys"
    address = f"sqlite+aiosqlite:///{data / 'common-ground.db'}"
    stores = await open_stores(address, f"sqlite+aiosqlite:///{keys / 'keystore.db'}", keys, secrets.token_bytes)
    try:
        house = ConcernHouse(stores.database, stores.keys)
        await house.set_up(MARA, OTTO)
        lived = Lived(house, tmp_path)
        about = replace(ACCOUNT, about=THEO)
        for reporter in (REPORTERS[0], REPORTERS[0], *REPORTERS):
            await house.sent(account=replace(about, story="the same words"), writer=reporter, how=How.HOLD)
        server = await house.servers.get(HERE)
        lived.marks = {one: house.marks.mark(server, one) for one in REPORTERS}
        for kept in await house.cases.in_server(HERE):
            if house.marks.same(kept.case_id, lived.marks[REPORTERS[0]]):
                assert house.marks.block(HERE, kept.case_id)
        yield lived
    finally:
        await stores.close()


async def every_row(database: Database) -> bytes:
    """Everything in every table, as a reader of the file finds it."""

    async def reading(connection: AsyncConnection) -> bytes:
        metadata = MetaData()
        await connection.run_sync(metadata.reflect)
        rows = [(await connection.execute(select(table))).all() for table in metadata.sorted_tables]
        return repr(rows).encode()

    return await database.read(reading)


async def every_key(keys: KeyStore) -> list[Key]:
    async def reading(connection: AsyncConnection) -> list[KeyId]:
        return [KeyId(one) for one in (await connection.execute(select(key_table.c.key_id))).scalars()]

    return list((await keys.get_many(await keys.database.read(reading))).values())


async def opened(lived: Lived) -> Path:
    """Every plaintext there is beside the files themselves."""
    cases = await lived.house.cases.in_server(HERE)
    server = await lived.house.servers.get(HERE)
    said = [Codec(Case).encode(kept.case) + kept.case_id for kept in cases]
    path = lived.folder / "opened"
    rows = [await every_row(lived.house.database), await every_row(lived.house.keys.database)]
    path.write_bytes(b"\n".join((*said, *rows, repr(server.record).encode(), *await every_key(lived.house.keys))))
    return path


def forms_of(mark: bytes) -> set[bytes]:
    """The mark, its first half, and both in hexadecimal and as Python writes them."""
    return {form for part in (mark, mark[:8]) for form in (part, part.hex().encode(), repr(part)[2:-1].encode())}


async def test_no_mark_and_no_reporter_is_in_any_file_or_in_what_any_key_opens(lived: Lived) -> None:
    await opened(lived)
    files = contents(lived.folder)
    assert len(files) > 2
    for reporter, mark in lived.marks.items():
        assert found(forms_of(mark), files) == []
        assert found(forms_of_id(reporter.member_id), files) == []
    # What is there shows that the search could have found it.
    assert found(forms_of_id(THEO.member_id), files) == ["opened"]
    planted = lived.folder / "planted"
    planted.write_bytes(b"x" + lived.marks[REPORTERS[0]].hex().encode())
    assert found(forms_of(lived.marks[REPORTERS[0]]), contents(planted)) == ["planted"]


async def test_no_mark_can_be_made_with_any_key_of_any_file(lived: Lived) -> None:
    """The attacker knows every member, every key and how marks are made: none of it gives a mark of this process."""
    marks = set(lived.marks.values())
    tried = 0
    for key in await every_key(lived.house.keys):
        for purpose in ("reporter", "member tag", "mark"):
            derived = derive(key, purpose, HERE)
            made = {bytes(pseudonym(one, reporter.member_id)) for one in (key, derived) for reporter in REPORTERS}
            assert not made & marks
            tried += len(made)
    assert tried > 50
    # The naive way, under the server's key, falls to the same attacker.
    server = await lived.house.servers.get(HERE)
    naive = {server.pseudonym(one.member_id) for one in REPORTERS}
    member_tag = derive(server.key, "member tag", ServerId(HERE))
    assert naive == {pseudonym(member_tag, one.member_id) for one in REPORTERS}


async def test_two_concerns_of_one_person_have_no_more_in_common_than_two_of_two(lived: Lived) -> None:
    """Compared field by field, opened with every key, once somebody else came: who wrote them changes nothing.

    Before that two that are held about one person are there, and whoever knows how holding works can conclude that
    they are from one person, or one of them from somebody whose concern releases none.
    """
    same: list[set[str]] = []
    other: list[set[str]] = []
    for one, two in combinations(await lived.house.cases.in_server(HERE), 2):
        writer = next(mark for mark in lived.marks.values() if lived.house.marks.same(one.case_id, mark))
        pair = same if lived.house.marks.same(two.case_id, writer) else other
        pair.append({name for name, value in vars(one.case).items() if vars(two.case)[name] == value})
    assert len(same) == 3
    assert len(other) == 12
    assert same[0].intersection(*same) <= other[0].intersection(*other)


async def test_a_restart_on_the_same_files_knows_nothing_any_more(lived: Lived) -> None:
    cases = await lived.house.cases.in_server(HERE)
    await lived.house.restart()
    server = await lived.house.servers.get(HERE)
    for reporter, before in lived.marks.items():
        mark = lived.house.marks.mark(server, reporter)
        assert mark != before
        assert not lived.house.marks.blocked(HERE, mark)
        assert {lived.house.marks.same(kept.case_id, mark) for kept in cases} == {None}
    assert {lived.house.marks.is_blocked_from(kept.case_id) for kept in cases} == {None}
