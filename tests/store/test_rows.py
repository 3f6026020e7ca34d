"""The small repositories: servers' rows and named values."""

import asyncio
import secrets

from bot.core.identity import KeyId, ServerId
from bot.store.database import Database
from bot.store.meta import Meta
from bot.store.servers import ServerRepository, ServerRow

A_SERVER = ServerId(1 << 62)  # ids of Discord fill 64 bits
ANOTHER = ServerId(17)
KEY_ID = KeyId(secrets.token_bytes(16))


async def test_a_servers_row_comes_back_as_last_saved(database: Database) -> None:
    servers = ServerRepository(database)
    assert await servers.load(A_SERVER) is None
    await servers.save(ServerRow(A_SERVER, KEY_ID, b"first"))
    await servers.save(ServerRow(A_SERVER, KEY_ID, b"second"))
    assert await servers.load(A_SERVER) == ServerRow(A_SERVER, KEY_ID, b"second")
    await servers.replace(A_SERVER, b"third")
    assert await servers.load(A_SERVER) == ServerRow(A_SERVER, KEY_ID, b"third")


async def test_servers_are_listed_and_erased_one_by_one(database: Database) -> None:
    servers = ServerRepository(database)
    for server_id in (A_SERVER, ANOTHER):
        await servers.save(ServerRow(server_id, KEY_ID, b"sealed"))
    assert await servers.all_ids() == [ANOTHER, A_SERVER]
    await servers.erase(A_SERVER)
    await servers.replace(A_SERVER, b"never brought back by a late change")
    assert await servers.all_ids() == [ANOTHER]


async def test_named_values_are_kept_in_either_store(database: Database) -> None:
    meta = Meta(database)
    assert await meta.get("commands") is None
    await meta.put("commands", b"1")
    await meta.put("commands", b"2")
    assert await meta.get("commands") == b"2"


async def test_of_two_who_set_a_first_value_both_learn_which_holds(database: Database) -> None:
    meta = Meta(database)
    answers = await asyncio.gather(meta.put_first("mark", b"a"), meta.put_first("mark", b"b"))
    assert answers == [b"a"] * 2
    assert await meta.put_first("mark", b"c") == b"a"
