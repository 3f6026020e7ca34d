"""Journals at rest: each sealed under a key made of its writer's id and of a key of its own that is erased with it.

So no service opens one but for the person who asks, and no older copy of the database opens one that was erased. Not
here: what may be done with one (`reflections.py`).
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final, final

from bot.core.codec import Codec
from bot.core.identity import Chance, KeyId, MemberId, MemberTag, ServerId
from bot.core.reflecting import Journal
from bot.core.sealing import CannotOpen, Key, derive, pad_to_bucket, pseudonym, seal, unpad, unseal
from bot.services.server_records import Server
from bot.store.keystore import KEY_ID_BYTES, KeyStore
from bot.store.problems import KeyMissing
from bot.store.reflections import JournalRepository, JournalRow

_SIZES: Final = tuple(8192 * 4**step for step in range(5))
"""Bytes: a journal's size tells roughly how much is in it, and the fullest fits the last."""


@final
class JournalBook:
    """Seals, opens and keeps journals, one change at a time in a server."""

    def __init__(self, repository: JournalRepository, keys: KeyStore, chance: Chance) -> None:
        self._repository = repository
        self._keys = keys
        self._chance = chance
        self._codec = Codec(Journal)
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def read(self, server: Server, writer: MemberId) -> Journal:
        """This person's journal; an empty one if they have none.

        What an older copy of the database brought back after it was erased is none either: its key is gone.
        """
        return (await self._opened(server, writer))[0]

    async def change(self, server: Server, writer: MemberId, change: Callable[[Journal], Journal]) -> Journal:
        """This person's journal as `change` makes it of what it was.

        A process that dies in the first writing leaves at most a key that opens nothing.
        """
        async with self._turns[server.server_id]:
            before, there = await self._opened(server, writer)
            after = change(before)
            if after != before:
                key_id, own = there or await self._keys.create()
                padded = pad_to_bucket(self._codec.encode(after), _SIZES)
                tag = journal_tag(server, writer)
                inner = seal(_key(own, server, writer), padded, _place(server, tag), self._chance)
                sealed = seal(_outer_key(server), key_id + inner, _place(server, tag), self._chance)
                await self._repository.put(JournalRow(tag, server.server_id, sealed))
            return after

    async def erase(self, server: Server, writer: MemberId) -> None:
        """Erase this person's journal, its key first; none is fine."""
        tag = journal_tag(server, writer)
        async with self._turns[server.server_id]:
            sealed = await self._repository.find(tag)
            await self._destroy_keys(server, [] if sealed is None else [JournalRow(tag, server.server_id, sealed)])
            await self._repository.remove(tag)

    async def erase_server(self, server: Server) -> None:
        """Erase every journal of a server, keys first."""
        await self._destroy_keys(server, await self._repository.of_server(server.server_id))
        await self._repository.erase_server(server.server_id)

    async def _opened(self, server: Server, writer: MemberId) -> tuple[Journal, tuple[KeyId, Key] | None]:
        """What is there, and its own key; None: there is none."""
        tag = journal_tag(server, writer)
        sealed = await self._repository.find(tag)
        if sealed is None:
            return Journal(), None
        key_id, inner = _envelope(server, tag, sealed)
        try:
            own = await self._keys.get(key_id)
        except KeyMissing:
            return Journal(), None
        padded = unseal(_key(own, server, writer), inner, _place(server, tag))
        return self._codec.decode(unpad(padded)), (key_id, own)

    async def _destroy_keys(self, server: Server, rows: Sequence[JournalRow]) -> None:
        for row in rows:
            with suppress(CannotOpen):
                key_id, _ = _envelope(server, row.journal_tag, row.sealed)
                await self._keys.destroy(key_id)


def journal_tag(server: Server, writer: MemberId) -> MemberTag:
    """Under what a journal lies: another tag than those of acceptances, so that nobody can lay the two side by side."""
    return pseudonym(derive(server.key, "journal tag", server.server_id), writer)


def _key(own: Key, server: Server, writer: MemberId) -> Key:
    return derive(own, "journal", server.server_id, writer)


def _outer_key(server: Server) -> Key:
    return derive(server.key, "journal envelope")


def _envelope(server: Server, tag: MemberTag, sealed: bytes) -> tuple[KeyId, bytes]:
    """Which key a journal lies under, and the journal under it."""
    envelope = unseal(_outer_key(server), sealed, _place(server, tag))
    return KeyId(envelope[:KEY_ID_BYTES]), envelope[KEY_ID_BYTES:]


def _place(server: Server, tag: MemberTag) -> bytes:
    return b"journal:%d:" % server.server_id + tag
