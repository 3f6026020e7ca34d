"""The key store: the keys of servers, cases and boxes, wrapped under the operator's key, in a database of their own.

Erasing a key here erases what every copy of the database holds under it. Not here: the operator's key file
(operator_key.py) and what the keys seal.
"""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, final

from sqlalchemy import Column, LargeBinary, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import Chance, KeyId
from bot.core.sealing import Key, new_key, seal, unseal
from bot.store.database import Database
from bot.store.dialect import insert_ignoring, upsert
from bot.store.fence import Fence
from bot.store.operator_key import check_operator_key
from bot.store.order import lay_in_order
from bot.store.problems import KeyMissing
from bot.store.schema import key_metadata
from bot.store.writer import together
from config.pace import Pace

KEY_ID_BYTES: Final = 16
KEY_MIGRATIONS: Final = "key_migrations"
MOST_REMEMBERED: Final = 4096
"""Unwrapped keys held in memory."""

key_table = Table(
    "wrapped_key",
    key_metadata,
    Column("key_id", LargeBinary(16), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

_KEEP_FIRST = insert_ignoring(key_table)
_REPLACE = upsert(key_table, ["key_id"])


@dataclass(frozen=True, repr=False)
class _Wrapped:
    key_id: KeyId
    wrapped: bytes


@together("put key")
async def _put(connection: AsyncConnection, rows: Sequence[_Wrapped]) -> Sequence[bytes]:
    await connection.execute(_KEEP_FIRST, [{"key_id": row.key_id, "wrapped": row.wrapped} for row in rows])
    await lay_in_order(connection, key_table, [(row.key_id,) for row in rows])
    stored = await _stored(connection, [row.key_id for row in rows])
    return [stored[row.key_id] for row in rows]


@together("renew key")
async def _renew(connection: AsyncConnection, rows: Sequence[_Wrapped]) -> Sequence[None]:
    await connection.execute(_REPLACE, [{"key_id": row.key_id, "wrapped": row.wrapped} for row in rows])
    await lay_in_order(connection, key_table, [(row.key_id,) for row in rows])
    return [None] * len(rows)


@together("destroy key")
async def _destroy(connection: AsyncConnection, key_ids: Sequence[KeyId]) -> Sequence[None]:
    await connection.execute(delete(key_table).where(key_table.c.key_id.in_(key_ids)))
    return [None] * len(key_ids)


async def _stored(connection: AsyncConnection, key_ids: Collection[KeyId]) -> dict[KeyId, bytes]:
    found = await connection.execute(select(key_table).where(key_table.c.key_id.in_(key_ids)))
    return {KeyId(row.key_id): row.wrapped for row in found}


@final
class KeyStore:
    """Keys by id. `open` checks that the operator's key fits."""

    def __init__(self, database: Database, operator_key: Key, chance: Chance) -> None:
        self._database = database
        self._operator_key = operator_key
        self.chance = chance
        self._remembered: OrderedDict[KeyId, Key] = OrderedDict()
        self._destructions = 0

    @classmethod
    async def open(
        cls, url: str, operator_key: Key, chance: Chance, pace: Pace = Pace(), fence: Fence | None = None
    ) -> "KeyStore":
        """Open the key store at this address (see `Database.open` for what can go wrong).

        Raises:
            KeyDoesNotFit: its keys are wrapped under another operator's key.
        """
        return await cls.on(await Database.open(url, KEY_MIGRATIONS, pace, fence=fence), operator_key, chance)

    @classmethod
    async def on(cls, database: Database, operator_key: Key, chance: Chance) -> "KeyStore":
        """The key store in this database, which it closes in the end.

        Raises:
            KeyDoesNotFit: its keys are wrapped under another operator's key; the database is closed.
        """
        try:
            await check_operator_key(database, operator_key, chance)
        except BaseException:
            await database.close()
            raise
        return cls(database, operator_key, chance)

    @property
    def database(self) -> Database:
        """The database beneath: the heads of the audit trails lie in it too."""
        return self._database

    async def create(self) -> tuple[KeyId, Key]:
        """A fresh key under a fresh id, on disk."""
        key_id = KeyId(self.chance(KEY_ID_BYTES))
        return key_id, await self.put(key_id, new_key(self.chance))

    async def put(self, key_id: KeyId, key: Key) -> Key:
        """Keep this key under this id; if one is there already, that one stays. Returns the one that holds."""
        before = self._destructions
        wrapped = seal(self._operator_key, key, key_id, self.chance)
        stored = await self._database.write(_put, _Wrapped(key_id, wrapped))
        return self._remember(key_id, self._unwrapped(key_id, stored), before)

    async def renew(self, key_id: KeyId) -> Key:
        """A fresh key under this id, on disk; one that was there is erased for good, as if it had been destroyed."""
        key = new_key(self.chance)
        try:
            await self._database.write(_renew, _Wrapped(key_id, seal(self._operator_key, key, key_id, self.chance)))
        finally:
            self._forget(key_id)
        return self._remember(key_id, key, self._destructions)

    async def get(self, key_id: KeyId) -> Key:
        """The key of this id.

        Raises:
            KeyMissing: destroyed, or never there.
        """
        keys = await self.get_many((key_id,))
        if key_id not in keys:
            raise KeyMissing
        return keys[key_id]

    async def get_many(self, key_ids: Collection[KeyId]) -> dict[KeyId, Key]:
        """The keys of these ids; those that were destroyed are absent."""
        before = self._destructions
        keys = {key_id: key for key_id in key_ids if (key := self._recall(key_id)) is not None}
        missing = [key_id for key_id in key_ids if key_id not in keys]
        if missing:
            stored = await self._database.read(lambda connection: _stored(connection, missing))
            for key_id, wrapped in stored.items():
                keys[key_id] = self._remember(key_id, self._unwrapped(key_id, wrapped), before)
        return keys

    async def destroy(self, key_id: KeyId) -> None:
        """Erase the key for good, from the file and from memory. An id that is not there is no error."""
        try:
            await self._database.write(_destroy, key_id)
        finally:
            self._forget(key_id)

    async def close(self) -> None:
        """Forget the keys and close the database."""
        self._remembered.clear()
        await self._database.close()

    def _forget(self, key_id: KeyId) -> None:
        self._destructions += 1
        self._remembered.pop(key_id, None)

    def _unwrapped(self, key_id: KeyId, wrapped: bytes) -> Key:
        return Key(unseal(self._operator_key, wrapped, key_id))

    def _recall(self, key_id: KeyId) -> Key | None:
        key = self._remembered.get(key_id)
        if key is not None:
            self._remembered.move_to_end(key_id)
        return key

    def _remember(self, key_id: KeyId, key: Key, destructions_before: int) -> Key:
        # A key that was read before another was destroyed might be that very one: it is not kept.
        if self._destructions == destructions_before:
            self._remembered[key_id] = key
            if len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)
        return key
