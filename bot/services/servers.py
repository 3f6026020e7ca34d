"""What the bot knows of each server: its record, sealed at rest, in memory while in use.

Not here: what is in a record (`server_records.py`), and how settings are chosen (`setup.py`).
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

import structlog

from bot.core.codec import Codec
from bot.core.identity import Chance, ServerId
from bot.core.sealing import CannotOpen, Key, derive, pad, seal, unpad, unseal
from bot.services.problems import Refused
from bot.services.server_records import Server, ServerRecord
from bot.store.keystore import KeyStore
from bot.store.problems import KeyMissing
from bot.store.servers import ServerRepository, ServerRow

_PADDING: Final = 512
"""Bytes: the sealed settings of every small server have one size."""

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger("common_ground")


class Servers:
    """Gives each server's settings; one change at a time in a server, saved before it is in force."""

    def __init__(self, repository: ServerRepository, keys: KeyStore, chance: Chance) -> None:
        self._repository = repository
        self._keys = keys
        self._chance = chance
        self._codec = Codec(ServerRecord)
        self._held: dict[ServerId, Server] = {}
        self._leaving: set[ServerId] = set()
        self._departures = 0
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def get(self, server_id: ServerId) -> Server:
        """The server, from memory after the first time.

        Raises:
            Refused: `/setup start` was never run there.
        """
        return _set_up(await self.find(server_id))

    async def find(self, server_id: ServerId | None) -> Server | None:
        """The server, or None where `/setup start` was never run, all of it is being erased, or none was named.

        Raises:
            Elsewhere: it belongs to another process.
        """
        if server_id is None:
            return None
        if server_id not in self._held:
            self._repository.require_own(server_id)
            # In turn: who began to read before a change must not bring back what was.
            async with self._turns[server_id]:
                return await self._found(server_id)
        return self._held[server_id]

    async def hold(self, server_ids: Sequence[ServerId]) -> None:
        """Bring these into memory, read together. What does not come with them this time is left to `find`."""
        before = self._departures
        rows = await self._repository.load_some([one for one in server_ids if one not in self._held])
        with suppress(CannotOpen):  # one damaged key keeps the others waiting for `find`, no longer
            await self._keys.get_many([row.key_id for row in rows])
        for row in rows:
            server = await self._opened_if_possible(row)
            # One that was read before another left might be that very one.
            if server is not None and self._departures == before and row.server_id not in self._leaving:
                self._held.setdefault(row.server_id, server)

    @property
    def are_all_here(self) -> bool:
        """Whether every server belongs to this process."""
        return self._repository.are_all_here

    async def all_ids(self) -> list[ServerId]:
        """Every server of this process that was set up."""
        return await self._repository.all_ids()

    def in_memory(self) -> list[Server]:
        """The servers that are known without reading anything."""
        return list(self._held.values())

    async def create(self, server_id: ServerId, record: ServerRecord) -> Server:
        """Set a server up for the first time, under a key of its own.

        Raises:
            Refused: it is being erased, or what is kept of it cannot be opened.
        """
        self._repository.require_own(server_id)
        async with self._turns[server_id]:
            if server_id in self._leaving:
                raise Refused("server-leaving")
            if await self._found(server_id) is not None:
                return await self._saved(self._held[server_id], record)
            if await self._repository.load(server_id) is not None:
                raise Refused("server-unreadable")
            key_id, key = await self._keys.create()
            await self._repository.save(ServerRow(server_id, key_id, self._sealed(server_id, key, record)))
            self._held[server_id] = Server(server_id, key, record)
            return self._held[server_id]

    async def change(self, server_id: ServerId, change: Callable[[ServerRecord], ServerRecord]) -> Server:
        """Change what is kept of the server; `change` is given the record in force.

        Raises:
            Refused: `/setup start` was never run there, or `change` refuses.
        """
        self._repository.require_own(server_id)
        async with self._turns[server_id]:
            server = _set_up(await self._found(server_id))
            record = change(server.record)
            return server if record == server.record else await self._saved(server, record)

    async def note(self, server_id: ServerId, name: str, said: str | None) -> Server:
        """Keep a note of this name, or drop it. Raises as `change`."""
        return await self.change(server_id, lambda record: record.noted(name, said))

    async def leave(self, server_id: ServerId) -> Server | None:
        """Close the server to everybody until it is erased. What it was; None if nothing of it can be opened."""
        self._repository.require_own(server_id)
        async with self._turns[server_id]:
            self._leaving.add(server_id)
            self._departures += 1
            return self._held.pop(server_id, None) or await self._loaded(server_id)

    async def erase(self, server_id: ServerId) -> None:
        """Destroy the server's own key, then its row. Everything else of it is gone before."""
        self._repository.require_own(server_id)
        async with self._turns[server_id]:
            row = await self._repository.load(server_id)
            if row is not None:
                await self._keys.destroy(row.key_id)
                await self._repository.erase(server_id)
            self._held.pop(server_id, None)
            self._leaving.discard(server_id)

    async def _found(self, server_id: ServerId) -> Server | None:
        """The server, in its turn."""
        if server_id not in self._held:
            server = None if server_id in self._leaving else await self._loaded(server_id)
            if server is None:
                return None
            self._held[server_id] = server
        return self._held[server_id]

    async def _loaded(self, server_id: ServerId) -> Server | None:
        """The server as it lies there; None if there is none, or it cannot be opened: that must not stop the others."""
        row = await self._repository.load(server_id)
        return None if row is None else await self._opened_if_possible(row)

    async def _opened_if_possible(self, row: ServerRow) -> Server | None:
        try:
            return await self._opened(row)
        except (KeyMissing, CannotOpen, ValueError) as error:
            _log.warning("a server cannot be opened", error=type(error).__name__)
            return None

    async def _saved(self, server: Server, record: ServerRecord) -> Server:
        sealed = self._sealed(server.server_id, server.key, record)
        await self._repository.replace(server.server_id, sealed)
        self._held[server.server_id] = Server(server.server_id, server.key, record)
        return self._held[server.server_id]

    async def _opened(self, row: ServerRow) -> Server:
        key = await self._keys.get(row.key_id)
        record = self._codec.decode(unpad(unseal(_sealing_key(key), row.sealed, _place(row.server_id))))
        return Server(row.server_id, key, record)

    def _sealed(self, server_id: ServerId, key: Key, record: ServerRecord) -> bytes:
        padded = pad(self._codec.encode(record), _PADDING)
        return seal(_sealing_key(key), padded, _place(server_id), self._chance)


def _set_up(server: Server | None) -> Server:
    if server is None:
        raise Refused("setup-needed")
    return server


def _sealing_key(key: Key) -> Key:
    return derive(key, "server record")


def _place(server_id: ServerId) -> bytes:
    return b"server:%d" % server_id
