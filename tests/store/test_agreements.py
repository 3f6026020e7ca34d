"""Versions and acceptances at rest: kept apart by server, written together, and telling no order of pressing."""

import asyncio
import random
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import MemberTag, ServerId
from bot.store.agreements import Acceptance, AgreementRepository, VersionRow
from bot.store.connections import sqlite_address
from bot.store.database import Database

HERE, THERE = ServerId(1), ServerId(2)


def tag(number: int) -> MemberTag:
    return MemberTag(sha256(b"%d" % number).digest()[:16])


@pytest.fixture
def agreements(database: Database) -> AgreementRepository:
    return AgreementRepository(database)


class TestVersions:
    async def test_they_come_back_newest_first_and_from_their_own_server(self, agreements: AgreementRepository) -> None:
        rows = [VersionRow(HERE, number, b"text %d" % number) for number in (1, 2, 3)]
        for row in (*rows, VersionRow(THERE, 1, b"theirs")):
            assert await agreements.add(row)
        assert await agreements.newest(HERE, 2) == [rows[2], rows[1]]
        assert await agreements.newest(THERE, 2) == [VersionRow(THERE, 1, b"theirs")]
        assert await agreements.version(HERE, 1) == rows[0]
        assert await agreements.version(HERE, 4) is None

    async def test_a_number_is_given_once(self, agreements: AgreementRepository) -> None:
        mine, late = VersionRow(HERE, 1, b"first"), VersionRow(HERE, 1, b"second")
        assert await agreements.add(mine)
        assert not await agreements.add(late)
        assert await agreements.version(HERE, 1) == mine

    async def test_one_can_be_replaced_and_taken_back(self, agreements: AgreementRepository) -> None:
        await agreements.add(VersionRow(HERE, 1, b"not posted"))
        await agreements.add(VersionRow(THERE, 1, b"theirs"))
        await agreements.replace(VersionRow(HERE, 1, b"posted"))
        assert await agreements.newest(HERE, 2) == [VersionRow(HERE, 1, b"posted")]
        await agreements.remove(HERE, 1)
        assert await agreements.newest(HERE, 2) == []
        assert len(await agreements.newest(THERE, 2)) == 1

    async def test_the_former_ones_are_found_below_a_number(self, agreements: AgreementRepository) -> None:
        rows = [VersionRow(HERE, number, b"text %d" % number) for number in (1, 2, 3)]
        for row in rows:
            await agreements.add(row)
        assert await agreements.newest(HERE, 5, before=3) == [rows[1], rows[0]]

    @pytest.mark.parametrize("removed", [True, False])
    async def test_nobody_has_agreed_to_one_that_is_gone_or_taken_back(
        self,
        agreements: AgreementRepository,
        removed: bool,  # noqa: FBT001 - the two ways in which it goes
    ) -> None:
        for version in (1, 2):
            await agreements.add(VersionRow(HERE, version, b"text"))
        for server_id, number, version in ((HERE, 1, 1), (HERE, 2, 2), (THERE, 2, 2)):
            await agreements.accept(Acceptance(server_id, tag(number), version))
        if removed:
            await agreements.remove(HERE, 2)
        else:
            await agreements.take_back(VersionRow(HERE, 2, b"taken back"))
        assert await agreements.counts(HERE) == {1: 1}
        assert await agreements.counts(THERE) == {2: 1}
        kept = await agreements.version(HERE, 2)
        assert kept == (None if removed else VersionRow(HERE, 2, b"taken back"))

    async def test_a_server_is_erased_and_another_is_not(self, agreements: AgreementRepository) -> None:
        for server_id in (HERE, THERE):
            await agreements.add(VersionRow(server_id, 1, b"text"))
            await agreements.accept(Acceptance(server_id, tag(1), 1))
        await agreements.erase_server(HERE)
        assert (await agreements.newest(HERE, 2), await agreements.counts(HERE)) == ([], {})
        assert (len(await agreements.newest(THERE, 2)), await agreements.counts(THERE)) == (1, {1: 1})


class TestAcceptances:
    async def test_a_first_press_is_new_and_a_second_is_not(self, agreements: AgreementRepository) -> None:
        assert not await agreements.accept(Acceptance(HERE, tag(1), 1))
        assert await agreements.accept(Acceptance(HERE, tag(1), 1))
        assert await agreements.accepted(HERE, tag(1)) == 1
        assert await agreements.accepted(HERE, tag(2)) is None

    async def test_a_newer_version_takes_the_place_of_the_older_and_never_the_other_way(
        self, agreements: AgreementRepository
    ) -> None:
        await agreements.accept(Acceptance(HERE, tag(1), 1))
        assert not await agreements.accept(Acceptance(HERE, tag(1), 2))
        assert await agreements.accept(Acceptance(HERE, tag(1), 1))
        assert await agreements.accepted(HERE, tag(1)) == 2
        assert await agreements.counts(HERE) == {2: 1}

    async def test_servers_do_not_mix_even_in_one_batch(self, agreements: AgreementRepository) -> None:
        await agreements.accept(Acceptance(HERE, tag(1), 1))
        both = (Acceptance(HERE, tag(1), 1), Acceptance(THERE, tag(1), 1), Acceptance(THERE, tag(2), 3))
        assert await asyncio.gather(*map(agreements.accept, both)) == [True, False, False]
        assert await agreements.counts(HERE) == {1: 1}
        assert await agreements.counts(THERE) == {1: 1, 3: 1}

    async def test_one_batch_answers_each_press_by_itself(self, agreements: AgreementRepository) -> None:
        pressed = [1, 2, 1, 3, 2, 1]
        answers = await asyncio.gather(*(agreements.accept(Acceptance(HERE, tag(number), 1)) for number in pressed))
        assert answers == [False, False, True, False, True, True]

    async def test_two_versions_in_one_batch_leave_the_newer(self, agreements: AgreementRepository) -> None:
        presses = [Acceptance(HERE, tag(1), version) for version in (2, 1, 2)]
        assert await asyncio.gather(*map(agreements.accept, presses)) == [False, False, True]
        assert await agreements.accepted(HERE, tag(1)) == 2

    async def test_withdrawing_removes_the_row_of_this_member_here(self, agreements: AgreementRepository) -> None:
        for server_id, number in ((HERE, 1), (HERE, 2), (THERE, 1)):
            await agreements.accept(Acceptance(server_id, tag(number), 1))
        assert await agreements.withdraw(HERE, tag(1))
        assert not await agreements.withdraw(HERE, tag(1))
        assert (await agreements.counts(HERE), await agreements.counts(THERE)) == ({1: 1}, {1: 1})


async def test_there_is_no_column_for_a_time(database: Database) -> None:
    async def reading(connection: AsyncConnection) -> Sequence[str]:
        found = await connection.execute(text("SELECT * FROM acceptance"))
        return list(found.keys())

    assert await database.read(reading) == ["server_id", "member_tag", "version"]


async def test_a_storm_of_presses_is_few_statements(tmp_path: Path) -> None:
    database = await Database.open(sqlite_address(tmp_path / "storm.db"))
    agreements = AgreementRepository(database)
    statements: list[str] = []
    event.listen(database._writers.sync_engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))  # pyright: ignore[reportPrivateUsage] # what the writer sends is what is counted
    await asyncio.gather(*(agreements.accept(Acceptance(HERE, tag(number), 1)) for number in range(200)))
    await database.close()
    # Two batches: the presses of each are one statement, and a few lay their rows in order.
    assert len([sent for sent in statements if sent.startswith("INSERT INTO acceptance (")]) <= 2
    assert len([sent for sent in statements if "acceptance" in sent]) <= 2 * 8


async def _written(file: Path, numbers: Sequence[int], *, one_by_one: bool) -> bytes:
    """The database file after these members pressed in this order."""
    database = await Database.open(sqlite_address(file))
    agreements = AgreementRepository(database)
    presses = [Acceptance(HERE, tag(number), 1) for number in numbers]
    if one_by_one:
        for press in presses:
            await agreements.accept(press)
    else:
        await asyncio.gather(*map(agreements.accept, presses))
    await database.close()
    return await asyncio.to_thread(file.read_bytes)


@pytest.mark.parametrize("one_by_one", [False, True])
async def test_the_place_on_the_page_tells_no_order_of_pressing(tmp_path: Path, *, one_by_one: bool) -> None:
    numbers = list(range(40))
    orders = (numbers, random.Random(7).sample(numbers, len(numbers)))
    files = [await _written(tmp_path / f"{order[1]}", order, one_by_one=one_by_one) for order in orders]
    assert _cells(files[0]) == _cells(files[1])


def _cells(file: bytes) -> list[MemberTag]:
    """The members' tags in the order in which they lie in the file."""
    tags = [tag(number) for number in range(40)]
    assert all(one in file for one in tags)
    return sorted(tags, key=file.index)
