"""Drafts at rest: each sealed under a key that lives only in its writer's own messages; no key file opens one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.codec import Codec
from bot.core.draft import Draft, DraftToken, generation_of, oldest_generation
from bot.core.identity import Chance, DraftId
from bot.core.sealing import Key, derive, pad, seal, unpad, unseal
from bot.store.concern_tables import draft_table
from bot.store.database import Database
from bot.store.images import DraftImage, put_image, read_image, remove_image, remove_strays, sealed_image, take_image
from bot.store.writer import each

STEP: Final = 8192
"""Bytes: every ordinary draft has one size."""


@dataclass(frozen=True, repr=False)
class _Row:
    draft_id: DraftId
    generation: int
    sealed: bytes


@each
async def _create(connection: AsyncConnection, row: _Row) -> None:
    values = {"draft_id": row.draft_id, "generation": row.generation, "sealed": row.sealed}
    await connection.execute(insert(draft_table), values)


@each
async def _replace(connection: AsyncConnection, row: _Row) -> bool:
    this = draft_table.c.draft_id == row.draft_id
    values = {"generation": row.generation, "sealed": row.sealed}
    return (await connection.execute(update(draft_table).where(this).values(values))).rowcount > 0


@each
async def _discard(connection: AsyncConnection, draft_id: DraftId) -> None:
    await connection.execute(delete(draft_table).where(draft_table.c.draft_id == draft_id))
    await remove_image(connection, draft_id)


@each
async def _sweep(connection: AsyncConnection, oldest: int) -> int | None:
    await connection.execute(delete(draft_table).where(draft_table.c.generation < oldest))
    await remove_strays(connection)
    return (await connection.execute(select(func.min(draft_table.c.generation)))).scalar_one()


class DraftRepository:
    """Drafts by their tokens."""

    def __init__(self, database: Database, chance: Chance) -> None:
        self._database = database
        self._chance = chance
        self._codec = Codec(Draft)

    async def create(self, token: DraftToken, draft: Draft, now: datetime) -> None:
        """Write a new draft."""
        await self._database.write(_create, self._row(token, draft, now))

    async def replace(self, token: DraftToken, draft: Draft, now: datetime) -> bool:
        """Write the draft again. False if it is gone: one that was sent does not come back."""
        return await self._database.write(_replace, self._row(token, draft, now))

    async def get(self, token: DraftToken) -> Draft | None:
        """The draft, or None if it is gone; whether its hour is over is for the caller to see.

        Raises:
            CannotOpen: the token's key is not the draft's.
        """

        async def reading(connection: AsyncConnection) -> bytes | None:
            found = await connection.execute(
                select(draft_table.c.sealed).where(draft_table.c.draft_id == token.draft_id)
            )
            return found.scalar_one_or_none()

        sealed = await self._database.read(reading)
        if sealed is None:
            return None
        return self._codec.decode(unpad(unseal(_sealing_key(token), sealed, _place(token))))

    async def discard(self, token: DraftToken) -> None:
        """Remove the draft and its picture; one that is gone already is fine."""
        await self._database.write(_discard, token.draft_id)

    async def image(self, token: DraftToken) -> bytes | None:
        """The draft's picture; None if it has none.

        Raises:
            CannotOpen: the token's key is not the draft's.
        """
        return await read_image(self._database, token.draft_id, token.key)

    async def put_image(self, token: DraftToken, data: bytes) -> bool:
        """Keep a picture with the draft, in place of a former one. False if the draft is gone.

        Raises:
            TooLong: it is larger than the largest size.
        """
        sealed = sealed_image(token.draft_id, token.key, data, self._chance)
        return await self._database.write(put_image, DraftImage(token.draft_id, sealed))

    async def take_image(self, token: DraftToken) -> None:
        """Remove the draft's picture; none there is fine."""
        await self._database.write(take_image, token.draft_id)

    async def sweep(self, now: datetime) -> int | None:
        """Remove every draft whose hour is over, with its picture; the oldest generation that is left."""
        return await self._database.write(_sweep, oldest_generation(now))

    def _row(self, token: DraftToken, draft: Draft, now: datetime) -> _Row:
        padded = pad(self._codec.encode(draft), STEP)
        sealed = seal(_sealing_key(token), padded, _place(token), self._chance)
        return _Row(token.draft_id, generation_of(now), sealed)


def _sealing_key(token: DraftToken) -> Key:
    return derive(token.key, "draft")


def _place(token: DraftToken) -> bytes:
    return b"draft:" + token.draft_id
