"""Pictures at rest: a draft's opens with its token alone, a case's with the case's key; both lie in one of few sizes.

A case's picture is sealed anew when the draft becomes the case: two copies of the file, before and after, show no row
that stayed. Not here: what a picture must be (`core/picture.py`).
"""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.draft import DraftToken
from bot.core.identity import CaseId, Chance, DraftId, KeyId
from bot.core.picture import SIZES
from bot.core.sealing import CannotOpen, Key, derive, pad_to_bucket, seal, unpad, unseal
from bot.store.concern_tables import case_table, draft_table, image_table
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.writer import each


@dataclass(frozen=True, repr=False)
class _Row:
    draft_id: DraftId
    sealed: bytes


@each
async def _put(connection: AsyncConnection, row: _Row) -> bool:
    this = draft_table.c.draft_id == row.draft_id
    if (await connection.execute(select(draft_table.c.draft_id).where(this))).one_or_none() is None:
        return False
    await remove_image(connection, row.draft_id)
    await connection.execute(insert(image_table), {"image_id": row.draft_id, "sealed": row.sealed})
    return True


@each
async def _remove(connection: AsyncConnection, draft_id: DraftId) -> None:
    await remove_image(connection, draft_id)


async def remove_image(connection: AsyncConnection, owner: DraftId | CaseId) -> None:
    """Remove the picture of a draft or case; none there is fine."""
    await connection.execute(delete(image_table).where(image_table.c.image_id == owner))


async def remove_strays(connection: AsyncConnection) -> None:
    """Remove the pictures of drafts and cases that are gone."""
    owners = (select(draft_table.c.draft_id), select(case_table.c.case_id))
    strays = [image_table.c.image_id.not_in(one) for one in owners]
    await connection.execute(delete(image_table).where(*strays))


def sealed_image(owner: DraftId | CaseId, key: Key, data: bytes, chance: Chance) -> bytes:
    """A picture as it lies there, under the key of the draft or case that it belongs to.

    Raises:
        TooLong: it is larger than the largest size.
    """
    return seal(derive(key, "image"), pad_to_bucket(data, SIZES), _place(owner), chance)


class ImageRepository:
    """Pictures of drafts and cases."""

    def __init__(self, database: Database, keys: KeyStore, chance: Chance) -> None:
        self._database = database
        self._keys = keys
        self._chance = chance

    async def put(self, token: DraftToken, data: bytes) -> bool:
        """Keep a draft's picture in place of a former one. False if the draft is gone.

        Raises:
            TooLong: it is larger than the largest size.
        """
        row = _Row(token.draft_id, sealed_image(token.draft_id, token.key, data, self._chance))
        return await self._database.write(_put, row)

    async def remove(self, token: DraftToken) -> None:
        """Remove a draft's picture; none there is fine."""
        await self._database.write(_remove, token.draft_id)

    async def of_draft(self, token: DraftToken) -> bytes | None:
        """A draft's picture; None if it has none.

        Raises:
            CannotOpen: the token's key is not the draft's.
        """
        return await self._opened(token.draft_id, token.key)

    async def of_case(self, case_id: CaseId) -> bytes | None:
        """A case's picture; None if it has none, was erased, or is damaged: the case is read without it."""
        keys = await self._keys.get_many((KeyId(case_id),))
        key = keys.get(KeyId(case_id))
        try:
            return None if key is None else await self._opened(case_id, key)
        except CannotOpen:
            return None

    async def _opened(self, owner: DraftId | CaseId, key: Key) -> bytes | None:
        async def reading(connection: AsyncConnection) -> bytes | None:
            this = image_table.c.image_id == owner
            return (await connection.execute(select(image_table.c.sealed).where(this))).scalar_one_or_none()

        sealed = await self._database.read(reading)
        return None if sealed is None else unpad(unseal(derive(key, "image"), sealed, _place(owner)))


def _place(owner: DraftId | CaseId) -> bytes:
    return b"concern_image:" + owner
