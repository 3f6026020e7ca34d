"""Journals at rest: each sealed under a key of its writer, which is made of the server's key and the writer's id.

So no service opens one but for the person who asks. Not here: what may be done with one (`reflections.py`).
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import Final, final

from bot.core.codec import Codec
from bot.core.identity import Chance, MemberId, MemberTag, ServerId
from bot.core.reflecting import Journal
from bot.core.sealing import Key, derive, pad_to_bucket, pseudonym, seal, unpad, unseal
from bot.services.server_records import Server
from bot.store.reflections import JournalRepository, JournalRow

_SIZES: Final = tuple(8192 * 4**step for step in range(5))
"""Bytes: a journal's size tells roughly how much is in it, and the fullest fits the last."""


@final
class JournalBook:
    """Seals, opens and keeps journals, one change at a time in a server."""

    def __init__(self, repository: JournalRepository, chance: Chance) -> None:
        self._repository = repository
        self._chance = chance
        self._codec = Codec(Journal)
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def read(self, server: Server, writer: MemberId) -> Journal:
        """This person's journal; an empty one if they have none."""
        sealed = await self._repository.find(journal_tag(server, writer))
        if sealed is None:
            return Journal()
        return self._codec.decode(unpad(unseal(_key(server, writer), sealed, _place(server, writer))))

    async def change(self, server: Server, writer: MemberId, change: Callable[[Journal], Journal]) -> Journal:
        """This person's journal as `change` makes it of what it was."""
        async with self._turns[server.server_id]:
            before = await self.read(server, writer)
            after = change(before)
            if after != before:
                padded = pad_to_bucket(self._codec.encode(after), _SIZES)
                sealed = seal(_key(server, writer), padded, _place(server, writer), self._chance)
                await self._repository.put(JournalRow(journal_tag(server, writer), server.server_id, sealed))
            return after

    async def erase(self, server: Server, writer: MemberId) -> None:
        """Erase this person's journal; none is fine."""
        async with self._turns[server.server_id]:
            await self._repository.remove(journal_tag(server, writer))

    async def erase_server(self, server_id: ServerId) -> None:
        """Erase every journal of a server."""
        await self._repository.erase_server(server_id)


def journal_tag(server: Server, writer: MemberId) -> MemberTag:
    """Under what a journal lies: another tag than those of acceptances, so that nobody can lay the two side by side."""
    return pseudonym(derive(server.key, "journal tag", server.server_id), writer)


def _key(server: Server, writer: MemberId) -> Key:
    return derive(server.key, "journal", server.server_id, writer)


def _place(server: Server, writer: MemberId) -> bytes:
    return b"journal:%d:" % server.server_id + journal_tag(server, writer)
