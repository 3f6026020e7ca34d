"""Cases and drafts at rest: whole or not at all, opened by their receipts alone, gone when erased, in no order."""

import asyncio
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import case_life as life
from bot.core.case import Account, Affected, Case, Wish
from bot.core.draft import LIFETIME, Draft, DraftToken, generation_of, new_token
from bot.core.identity import CaseId, KeyId, MemberId, ServerId
from bot.core.readership import Category
from bot.core.receipt import case_id_of, lookup_of, receipt_of, wrapping_key
from bot.core.sealing import CannotOpen, Key, new_key
from bot.store.case_writes import Doom, doom_key
from bot.store.cases import CaseGone, CaseRepository, Change, Kept
from bot.store.concern_tables import case_table, doomed_table, draft_table, receipt_table
from bot.store.database import Database
from bot.store.drafts import DraftRepository
from bot.store.keystore import KeyStore
from bot.store.writer import each

HERE, THERE = ServerId(10), ServerId(20)
SECRET = Key(b"s" * 32)
NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
DAY = date(2026, 11, 22)
CASE = Case(
    label="7QK2MX",
    lookup=b"",
    named=(),
    readers=(MemberId(1),),
    later=(),
    direct=False,
    urgent=False,
    deliver_at=NOW,
    account=Account(Category.PRIVACY, "what happened", Wish.ACTION, Affected.ME),
)


@pytest.fixture
def cases(database: Database, keys: KeyStore) -> CaseRepository:
    return CaseRepository(database, keys, secrets.token_bytes)


@pytest.fixture
def drafts(database: Database) -> DraftRepository:
    return DraftRepository(database, secrets.token_bytes)


class House:
    """Sends drafts as the service does."""

    def __init__(self, cases: CaseRepository, drafts: DraftRepository) -> None:
        self.cases = cases
        self.drafts = drafts

    async def draft(self, server_id: ServerId = HERE) -> DraftToken:
        token = new_token(secrets.token_bytes)
        await self.drafts.create(token, Draft(server_id, NOW + LIFETIME), NOW)
        return token

    async def send(self, token: DraftToken, server_id: ServerId = HERE, case: Case = CASE) -> bool:
        return await self.cases.add(
            self.kept(token, server_id, case), wrapping_key(receipt_of(token.key), server_id, SECRET), token.draft_id
        )

    def kept(self, token: DraftToken, server_id: ServerId = HERE, case: Case = CASE) -> Kept:
        lookup = lookup_of(receipt_of(token.key), server_id, SECRET)
        return Kept(case_id_of(token.key), server_id, replace(case, lookup=lookup))

    async def sent(self, server_id: ServerId = HERE, case: Case = CASE) -> DraftToken:
        token = await self.draft(server_id)
        assert await self.send(token, server_id, case)
        return token

    async def found(self, token: DraftToken, server_id: ServerId = HERE) -> Kept | None:
        receipt = receipt_of(token.key)
        return await self.cases.find_by_receipt(
            lookup_of(receipt, server_id, SECRET), wrapping_key(receipt, server_id, SECRET)
        )


@pytest.fixture
def house(cases: CaseRepository, drafts: DraftRepository) -> House:
    return House(cases, drafts)


async def rows(database: Database) -> tuple[int, int, int, int]:
    """How many cases, receipts, drafts and doomed keys there are."""

    async def reading(connection: AsyncConnection) -> tuple[int, int, int, int]:
        first, second, third, fourth = [
            len((await connection.execute(select(table))).all())
            for table in (case_table, receipt_table, draft_table, doomed_table)
        ]
        return first, second, third, fourth

    return await database.read(reading)


@each
async def lose_case(connection: AsyncConnection, case_id: CaseId) -> None:
    await connection.execute(delete(case_table).where(case_table.c.case_id == case_id))


@each
async def spoil_case(connection: AsyncConnection, case_id: CaseId) -> None:
    await connection.execute(case_table.update().where(case_table.c.case_id == case_id).values(sealed=b"x" * 64))


async def test_a_draft_becomes_one_case_which_its_receipt_opens(house: House, database: Database) -> None:
    token = await house.sent()
    assert await rows(database) == (1, 1, 0, 0)
    assert await house.found(token) == house.kept(token)
    assert await house.cases.find(case_id_of(token.key)) == house.kept(token)
    assert await house.cases.in_server(HERE) == [house.kept(token)]
    assert await house.cases.in_server(THERE) == []


async def test_sending_twice_changes_nothing(house: House, database: Database) -> None:
    token = await house.draft()
    assert sorted(await asyncio.gather(*(house.send(token) for _ in range(4)))) == [False, False, False, True]
    assert await rows(database) == (1, 1, 0, 0)
    await house.cases.tidy([HERE])
    assert await house.found(token) == house.kept(token)


async def test_a_late_second_send_does_not_doom_the_case(house: House, keys: KeyStore) -> None:
    token = await house.sent()
    assert not await house.send(token)
    await house.cases.tidy([HERE])
    assert await keys.get(KeyId(case_id_of(token.key)))
    assert await house.found(token) == house.kept(token)


async def test_a_receipt_opens_nothing_elsewhere(house: House) -> None:
    token, other = await house.sent(), await house.sent()
    assert await house.found(token, THERE) is None
    receipt = receipt_of(token.key)
    strange = wrapping_key(receipt_of(other.key), HERE, SECRET)
    assert await house.cases.find_by_receipt(lookup_of(receipt, HERE, SECRET), strange) is None
    assert await house.found(new_token(secrets.token_bytes)) is None


async def test_erased_is_gone_and_no_copy_of_the_row_opens(house: House, database: Database, keys: KeyStore) -> None:
    token = await house.sent()
    await house.cases.erase(house.kept(token))
    assert await rows(database) == (0, 0, 0, 0)
    assert await house.found(token) is None
    assert await keys.get_many([KeyId(case_id_of(token.key))]) == {}
    with pytest.raises(CaseGone):
        await house.cases.change(case_id_of(token.key), lambda case: case)


async def test_the_key_goes_first_and_a_receipt_then_opens_nothing(house: House, keys: KeyStore) -> None:
    token = await house.sent()
    await keys.destroy(KeyId(case_id_of(token.key)))
    assert await house.found(token) is None
    assert await house.cases.find(case_id_of(token.key)) is None
    assert await house.cases.in_server(HERE) == []


async def test_an_erasure_that_was_cut_off_is_finished_at_the_start(
    house: House, database: Database, keys: KeyStore
) -> None:
    token, other = await house.sent(), await house.sent()
    await keys.destroy(KeyId(case_id_of(token.key)))
    await house.cases.tidy([HERE, THERE])
    assert await rows(database) == (1, 1, 0, 0)
    assert await house.found(other) == house.kept(other)


async def test_a_sending_that_was_cut_off_leaves_no_key(house: House, database: Database, keys: KeyStore) -> None:
    token = await house.draft()
    case_id = case_id_of(token.key)
    await database.write(doom_key, Doom(case_id, 0))
    await keys.put(KeyId(case_id), new_key(secrets.token_bytes))
    await house.cases.tidy([HERE])
    assert await keys.get_many([KeyId(case_id)]) == {}
    assert await rows(database) == (0, 0, 1, 0)
    assert await house.send(token)
    assert await house.found(token) == house.kept(token)


async def test_a_damaged_case_holds_up_no_other_and_loses_no_receipt(house: House, database: Database) -> None:
    damaged, sound = await house.sent(), await house.sent()
    await database.write(spoil_case, case_id_of(damaged.key))
    assert await house.cases.in_server(HERE) == [house.kept(sound)]
    await house.cases.tidy([HERE])
    assert await rows(database) == (2, 2, 0, 0)


async def test_a_change_is_one_step_whoever_else_changes_it(house: House) -> None:
    token = await house.sent()
    case_id = case_id_of(token.key)

    def saying(words: str) -> object:
        return house.cases.change(case_id, lambda case: life.add(case, words, DAY, NOW))

    await asyncio.gather(*(saying(str(number)) for number in range(5)))  # type: ignore[call-overload] # awaitables
    kept = await house.cases.find(case_id)
    assert kept is not None
    assert sorted(line.words for line in kept.case.lines) == list("01234")


async def test_a_change_that_refuses_changes_nothing(house: House) -> None:
    token = await house.sent()

    def refuse(_: Case) -> Case:
        raise life.TooMany

    with pytest.raises(life.TooMany):
        await house.cases.change(case_id_of(token.key), refuse)
    assert await house.found(token) == house.kept(token)


async def test_a_change_after_the_row_has_gone_is_told(house: House, database: Database) -> None:
    token = await house.sent()
    await database.write(lose_case, case_id_of(token.key))
    with pytest.raises(CaseGone):
        await house.cases.change(case_id_of(token.key), lambda case: replace(case, urgent=True))
    assert await house.cases.find(case_id_of(token.key)) is None


async def test_what_stays_lies_under_another_id_and_key(house: House, database: Database, keys: KeyStore) -> None:
    token = await house.sent()
    left = life.withdrawn(house.kept(token).case, DAY)
    await house.cases.replace(house.kept(token), left)
    (kept,) = await house.cases.in_server(HERE)
    assert kept.case == left
    assert kept.case_id != case_id_of(token.key)
    assert await keys.get_many([KeyId(case_id_of(token.key))]) == {}
    assert await house.found(token) is None
    assert await rows(database) == (1, 0, 0, 0)


async def test_replacing_what_is_gone_leaves_nothing(house: House, database: Database) -> None:
    token = await house.sent()
    await house.cases.erase(house.kept(token))
    await house.cases.replace(house.kept(token), life.withdrawn(CASE, DAY))
    assert await rows(database) == (0, 0, 0, 0)


async def test_a_case_moved_to_another_row_does_not_open(house: House, database: Database) -> None:
    token, other = await house.sent(), await house.sent()

    @each
    async def swap(connection: AsyncConnection, ids: tuple[CaseId, CaseId]) -> None:
        first, second = ids
        sealed = (
            await connection.execute(select(case_table.c.sealed).where(case_table.c.case_id == first))
        ).scalar_one()
        await connection.execute(case_table.update().where(case_table.c.case_id == second).values(sealed=sealed))

    await database.write(swap, (case_id_of(token.key), case_id_of(other.key)))
    with pytest.raises(CannotOpen):
        await house.cases.find(case_id_of(other.key))


async def test_a_case_moved_to_another_server_does_not_open(house: House, database: Database) -> None:
    token = await house.sent()

    @each
    async def move(connection: AsyncConnection, server_id: ServerId) -> None:
        await connection.execute(case_table.update().values(server_id=server_id))

    await database.write(move, THERE)
    assert await house.cases.in_server(THERE) == []
    with pytest.raises(CannotOpen):
        await house.cases.find(case_id_of(token.key))
    # Where it belongs it does; and so would one that does not know where: the row alone is no proof.
    await database.write(move, HERE)
    await house.cases.change(case_id_of(token.key), lambda case: replace(case, server_id=None, direct=True))
    await database.write(move, THERE)
    assert await house.cases.find(case_id_of(token.key)) is not None


@pytest.mark.parametrize("length", [0, 1, 100, 3500])
async def test_short_and_long_concerns_have_one_size(house: House, database: Database, length: int) -> None:
    account = Account(Category.PRIVACY, "x" * length, Wish.ACTION, Affected.ME)
    await house.sent(case=replace(CASE, account=account))
    assert await sizes(database, case_table) == {8192 + 28}
    assert len(await sizes(database, receipt_table)) == 1


async def sizes(database: Database, table: object) -> set[int]:
    async def reading(connection: AsyncConnection) -> set[int]:
        column = case_table.c.sealed if table is case_table else receipt_table.c.sealed
        return {len(sealed) for sealed in (await connection.execute(select(column))).scalars()}

    return await database.read(reading)


async def test_a_draft_needs_its_token(house: House) -> None:
    token = await house.draft()
    assert await house.drafts.get(token) == Draft(HERE, NOW + LIFETIME)
    with pytest.raises(CannotOpen):
        await house.drafts.get(DraftToken(token.draft_id, SECRET))
    assert await house.drafts.get(new_token(secrets.token_bytes)) is None


async def test_a_draft_is_written_again_only_while_it_is_there(house: House) -> None:
    token = await house.draft()
    changed = Draft(HERE, NOW + LIFETIME, unsure=True)
    assert await house.drafts.replace(token, changed, NOW)
    assert await house.drafts.get(token) == changed
    await house.drafts.discard(token)
    assert not await house.drafts.replace(token, changed, NOW)
    assert await house.drafts.get(token) is None


async def test_sweeping_takes_the_dead_and_tells_the_oldest_left(house: House) -> None:
    token = await house.draft()
    assert await house.drafts.sweep(NOW + LIFETIME - timedelta(seconds=1)) == generation_of(NOW)
    assert await house.drafts.get(token) is not None
    assert await house.drafts.sweep(NOW + LIFETIME + timedelta(minutes=10)) is None
    assert await house.drafts.get(token) is None


async def test_the_place_of_a_case_in_the_file_does_not_tell_when_it_came(tmp_path: Path) -> None:
    """A few cases, what one page holds: their order on disk is no order of arrival. Laid down plainly it is."""
    laid = [await _order_on_disk(tmp_path / f"laid {number}", 3, shuffled=True) for number in range(16)]
    plain = [await _order_on_disk(tmp_path / f"plain {number}", 3, shuffled=False) for number in range(4)]
    assert abs(sum(laid) / len(laid)) < 0.7
    assert abs(sum(plain) / len(plain)) > 0.9


async def test_nor_among_many_does_the_place_of_what_they_hold(tmp_path: Path) -> None:
    """A long value overflows to pages of its own, which are taken one after another: they must not tell either."""
    laid = await _order_on_disk(tmp_path / "laid", 40, shuffled=True, of_what_they_hold=True)
    plain = await _order_on_disk(tmp_path / "plain", 40, shuffled=False, of_what_they_hold=True)
    assert abs(laid) < 0.5
    assert abs(plain) > 0.9


async def _order_on_disk(folder: Path, cases: int, *, shuffled: bool, of_what_they_hold: bool = False) -> float:
    """Kendall's tau between the arrival of cases and their places in the file: of their ids, or of their last bytes."""
    database = await Database.open(f"sqlite+aiosqlite:///{folder / 'data.db'}")
    keys = await KeyStore.open(f"sqlite+aiosqlite:///{folder / 'keys.db'}", SECRET, secrets.token_bytes)
    house = House(CaseRepository(database, keys, secrets.token_bytes), DraftRepository(database, secrets.token_bytes))
    ids = [await (_laid(house) if shuffled else _plainly_laid(database)) for _ in range(cases)]
    ends = [await _last_bytes(database, case_id) for case_id in ids] if of_what_they_hold else ids
    await database.close()
    await keys.close()
    data = (folder / "data.db").read_bytes()
    places = [data.rindex(end) for end in ends]
    pairs = [(first, second) for first in range(cases) for second in range(first)]
    return sum(1 if places[first] > places[second] else -1 for first, second in pairs) / len(pairs)


async def _last_bytes(database: Database, case_id: CaseId) -> bytes:
    async def reading(connection: AsyncConnection) -> bytes:
        query = select(case_table.c.sealed).where(case_table.c.case_id == case_id)
        return (await connection.execute(query)).scalar_one()[-16:]

    return await database.read(reading)


async def _laid(house: House) -> CaseId:
    return case_id_of((await house.sent()).key)


async def _plainly_laid(database: Database) -> CaseId:
    """The naive twin: a row under a random key in a table without row numbers, and nothing else."""
    case_id = CaseId(secrets.token_bytes(16))

    @each
    async def insert(connection: AsyncConnection, row: CaseId) -> None:
        values = {"case_id": row, "server_id": HERE, "sealed": secrets.token_bytes(8220)}
        await connection.execute(case_table.insert(), values)

    await database.write(insert, case_id)
    return case_id


async def test_another_case_changes_with_the_new_one_or_not_at_all(house: House) -> None:
    waiting, new = await house.sent(), await house.draft()
    releasing: list[tuple[CaseId, Change]] = [
        (case_id_of(waiting.key), lambda case: replace(case, urgent=True)),
        (CaseId(b"n" * 16), _must_not),
    ]
    opens_with = wrapping_key(receipt_of(new.key), HERE, SECRET)
    assert await house.cases.add(house.kept(new), opens_with, new.draft_id, releasing)
    assert [kept.case.urgent for kept in (await house.found(waiting), await house.found(new)) if kept] == [True, False]
    # The draft is gone: nothing of a second try is written.
    again: list[tuple[CaseId, Change]] = [(case_id_of(waiting.key), lambda case: replace(case, urgent=False))]
    assert not await house.cases.add(house.kept(new), opens_with, new.draft_id, again)
    assert [kept.case.urgent for kept in [await house.found(waiting)] if kept] == [True]


async def test_a_change_that_refuses_leaves_the_draft_and_the_other_case(house: House, database: Database) -> None:
    waiting, new = await house.sent(), await house.draft()
    opens_with = wrapping_key(receipt_of(new.key), HERE, SECRET)
    with pytest.raises(RuntimeError, match="must not"):
        await house.cases.add(house.kept(new), opens_with, new.draft_id, [(case_id_of(waiting.key), _must_not)])
    assert (await rows(database))[:3] == (1, 1, 1)
    assert await house.send(new)


def _must_not(case: Case) -> Case:
    raise RuntimeError("must not")
