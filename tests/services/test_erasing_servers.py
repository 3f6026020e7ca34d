"""Everything of a server is erased and nothing of another, whatever stops the process; nobody is served meanwhile."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from bot.core.identity import KeyId, ServerId
from bot.services.checkin_keeper import CheckinKeeper
from bot.services.keepers import Remark
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.server_records import Server, ServerRecord
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository, schedule_table, template_table
from bot.store.problems import KeyMissing, StoreBusy
from bot.store.servers import ServerRepository
from bot.store.traces import tables_of_servers
from tests.services import checkin_house
from tests.services.fake_discord import SETTINGS
from tests.services.filled_servers import FIRST, SECOND, FilledHouse, Rows, schemas, unfilled

KEYS = "keys:wrapped_key"


@pytest.fixture
def house(database: Database, keys: KeyStore) -> FilledHouse:
    return FilledHouse(database, keys)


async def test_every_table_has_one_who_answers_for_it_and_no_more(house: FilledHouse) -> None:
    tables = [table.name for schema in schemas() for table in schema.sorted_tables]
    answered = [name for keeper in house.keepers for name in keeper.tables]
    assert set(answered) == set(tables)
    assert len(answered) == len(set(answered))


async def test_all_of_a_server_goes_and_all_of_another_stays(house: FilledHouse) -> None:
    await house.fill(SECOND)
    before = await house.rows()
    await house.fill(FIRST)
    assert unfilled(await house.rows()) == []
    await house.eraser.erase(FIRST)
    assert await house.rows() == before
    await house.eraser.erase(FIRST)
    assert await house.rows() == before
    assert await house.house.servers.find(FIRST) is None
    assert await house.house.servers.all_ids() == [SECOND]


async def test_an_erased_server_can_be_set_up_again(house: FilledHouse) -> None:
    await house.fill(FIRST)
    await house.eraser.erase(FIRST)
    again = await house.fill(FIRST)
    assert await house.house.audit.intact(again)
    assert len(await house.house.audit.lines(again)) == 1


class Noting:
    """A keeper that notes whom it was asked to erase, and may fail first."""

    def __init__(self, house: FilledHouse, *tables: str, fails: int = 0) -> None:
        self.name, self.tables = "noting", frozenset(tables)
        self.house, self.fails = house, fails
        self.asked: list[ServerId] = []
        self.found: list[Server | None] = []

    async def about(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:
        return ()

    async def erase(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:
        return ()

    async def erase_server(self, server: Server) -> None:
        self.asked.append(server.server_id)
        self.found.append(await self.house.house.servers.find(server.server_id))
        if self.fails:
            self.fails -= 1
            raise StoreBusy


async def test_the_server_is_closed_to_everybody_before_anything_goes_and_its_own_row_goes_last(
    house: FilledHouse,
) -> None:
    key_id = await key_of(house, await house.fill(FIRST))
    keeper = Noting(house)
    house.eraser.ask((*reversed(house.keepers), keeper))
    await house.eraser.erase(FIRST)
    assert (keeper.asked, keeper.found) == ([FIRST], [None])
    with pytest.raises(Refused, match="setup-needed"):
        await house.house.servers.get(FIRST)
    with pytest.raises(KeyMissing):
        await house.keys.get(key_id)


async def test_nobody_sets_it_up_while_it_is_erased_and_what_failed_is_tried_again(house: FilledHouse) -> None:
    await house.fill(SECOND)
    before = await house.rows()
    await house.fill(FIRST)
    house.eraser.ask((*house.keepers, Noting(house, fails=2)))
    with pytest.raises(StoreBusy):
        await house.eraser.erase(FIRST)
    with pytest.raises(Refused) as caught:
        await house.house.servers.create(FIRST, ServerRecord(SETTINGS))
    assert caught.value.key == "server-leaving"
    await house.later(minutes=11)
    assert await house.rows() != before
    await house.later(minutes=11)
    assert await house.rows() == before


@pytest.mark.parametrize("loss", ["key gone", "damaged"])
async def test_a_server_that_cannot_be_opened_is_closed_and_still_erased(house: FilledHouse, loss: str) -> None:
    await house.fill(SECOND)
    before = await house.rows()
    server = await house.fill(FIRST)
    if loss == "damaged":
        await ServerRepository(house.database).replace(FIRST, b"x" * 600)
    else:
        await house.keys.destroy(await key_of(house, server))
    house = house.restarted()
    assert await house.house.servers.find(FIRST) is None
    with pytest.raises(Refused) as caught:
        await house.house.servers.create(FIRST, ServerRecord(SETTINGS))
    assert caught.value.key == "server-unreadable"
    await house.eraser.erase(FIRST)
    # Which comments were published nobody can read any more: their key alone cannot be found.
    rows = await house.rows()
    assert without(rows, KEYS) == without(before, KEYS)
    assert len(rows[KEYS]) == len(before[KEYS]) + 1


async def test_what_a_press_wrote_while_its_server_went_is_removed_at_the_next_start(house: FilledHouse) -> None:
    await house.fill(SECOND)
    before = await house.rows()
    tables = [table.name for table in tables_of_servers() if table.name != "server"]
    for number, table in enumerate(tables):
        await house.stray(table, ServerId(FIRST + number))
    assert await house.rows() != before
    house = house.restarted()
    await house.eraser.start()
    assert await house.rows() == before


async def test_an_empty_database_beside_the_keys_of_others_takes_nothing_from_them(
    house: FilledHouse, tmp_path: Path
) -> None:
    await house.fill(FIRST)
    before = await house.rows()
    empty = await Database.open(sqlite_address(tmp_path / "by mistake.db"))
    mistaken = FilledHouse(empty, house.keys)
    await mistaken.eraser.start()
    await empty.close()
    assert await house.rows() == before


async def test_a_round_in_memory_is_forgotten_with_its_server(database: Database, keys: KeyStore) -> None:
    checkins = await checkin_house.House(database, keys, checkin_house.Discord()).set_up()
    known = await checkins.start()
    await checkins.answer(known, checkin_house.MIA)
    plans = [PlanRepository(database, table) for table in (schedule_table, template_table)]
    await CheckinKeeper(checkins.rounds, *plans).erase_server(await checkins.servers.get(checkin_house.SERVER))
    with pytest.raises(Refused, match="checkin-closed"):
        await checkins.ask(known, checkin_house.NOOR)


async def key_of(house: FilledHouse, server: Server) -> KeyId:
    row = await ServerRepository(house.database).load(server.server_id)
    assert row is not None
    return row.key_id


def without(rows: Rows, *names: str) -> Rows:
    return {name: found for name, found in rows.items() if name not in names}
