"""Pictures at rest: a draft's opens with its token alone, a case's with the case's key; both lie in one of few sizes.

A case's picture is sealed anew when the draft becomes the case: two copies of the file, before and after, show no row
that stayed. Not here: who reads and writes them (`drafts.py`, `cases.py`), what a picture must be (`core/picture.py`).
"""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import CaseId, Chance, DraftId
from bot.core.picture import SIZES
from bot.core.sealing import Key, derive, pad_to_bucket, seal, unpad, unseal
from bot.store.concern_tables import case_table, draft_table, image_table
from bot.store.database import Database
from bot.store.writer import each


@dataclass(frozen=True, repr=False)
class DraftImage:
    """A draft's picture, sealed."""

    draft_id: DraftId
    sealed: bytes


@each
async def put_image(connection: AsyncConnection, image: DraftImage) -> bool:
    """Write a draft's picture in place of a former one. False if the draft is gone."""
    this = draft_table.c.draft_id == image.draft_id
    if (await connection.execute(select(draft_table.c.draft_id).where(this))).one_or_none() is None:
        return False
    await remove_image(connection, image.draft_id)
    await connection.execute(insert(image_table), {"image_id": image.draft_id, "sealed": image.sealed})
    return True


@each
async def take_image(connection: AsyncConnection, draft_id: DraftId) -> None:
    """Remove a draft's picture; none there is fine."""
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


async def read_image(database: Database, owner: DraftId | CaseId, key: Key) -> bytes | None:
    """The picture of a draft or case; None if it has none.

    Raises:
        CannotOpen: the key is not its own, or the row is damaged.
    """

    async def reading(connection: AsyncConnection) -> bytes | None:
        this = image_table.c.image_id == owner
        return (await connection.execute(select(image_table.c.sealed).where(this))).scalar_one_or_none()

    sealed = await database.read(reading)
    return None if sealed is None else unpad(unseal(derive(key, "image"), sealed, _place(owner)))


def _place(owner: DraftId | CaseId) -> bytes:
    return b"concern_image:" + owner
