"""The writes behind `cases.py`: each is whole or not at all, and leaves the rows in random order on the page.

A table without row numbers still shows, in the order of cells on a page, which row came last; so whenever a case
comes, other rows are laid down again with it in a fresh order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import CaseId, Chance, DraftId, ServerId
from bot.core.sharding import Shards
from bot.store.audit import Head, NewLine, append_line
from bot.store.concern_tables import case_table, doomed_table, draft_table, image_table, receipt_table
from bot.store.dialect import insert_ignoring
from bot.store.images import remove_image
from bot.store.shuffling import shuffle
from bot.store.writer import each

_DOOM = insert_ignoring(doomed_table)
_IMAGES_LAID_AGAIN = 3
"""The same for pictures, which are large; each of them suffices for an order that tells nothing."""


@dataclass(frozen=True, repr=False)
class Rewrite:
    """A case, and what makes its new sealed bytes of the old."""

    case_id: CaseId
    rewrite: Callable[[bytes], bytes]


@dataclass(frozen=True, repr=False)
class Edit:
    """Cases that change together; each of them with the line in the trail that is written if it does change."""

    rewrites: tuple[tuple[Rewrite, NewLine | None], ...]


class RowGone(Exception):
    """One of the cases is not there: none was changed."""


@dataclass(frozen=True, repr=False)
class NewCase:
    """A case and its receipt row, both sealed, the draft they came from, and the cases that change with it."""

    case_id: CaseId
    server_id: ServerId
    sealed: bytes
    lookup: bytes
    receipt: bytes
    draft_id: DraftId
    chance: Chance
    releasing: tuple[Rewrite, ...] = ()
    image: bytes | None = None
    """Its picture, sealed."""


@dataclass(frozen=True, repr=False)
class Swap:
    """A case that goes with its receipt, and what stays in its place."""

    old_id: CaseId
    old_lookup: bytes
    new_id: CaseId
    server_id: ServerId
    sealed: bytes
    chance: Chance
    shard: int


@dataclass(frozen=True)
class Doom:
    """A case whose key is to go, unless the case comes; and the shard of its server."""

    case_id: CaseId
    shard: int


@dataclass(frozen=True)
class Leftovers:
    """What a crash left: cases without a key; and which receipts still belong to a case, if that is known."""

    server_id: ServerId
    keyless: tuple[CaseId, ...]
    lookups: frozenset[bytes] | None


@each
async def add_case(connection: AsyncConnection, new: NewCase) -> bool:
    """The draft's end is the case's beginning: of two that send the same draft, one finds it gone."""
    ended = await connection.execute(delete(draft_table).where(draft_table.c.draft_id == new.draft_id))
    if ended.rowcount == 0:
        return False
    row = {"case_id": new.case_id, "server_id": new.server_id, "sealed": new.sealed}
    await connection.execute(insert(case_table), row)
    receipt = {"lookup": new.lookup, "server_id": new.server_id, "sealed": new.receipt}
    await connection.execute(insert(receipt_table), receipt)
    await _spare(connection, new.case_id)
    await shuffle(connection, case_table, new.chance, new.case_id)
    await shuffle(connection, receipt_table, new.chance, new.lookup)
    await remove_image(connection, new.draft_id)
    if new.image is not None:
        await connection.execute(insert(image_table), {"image_id": new.case_id, "sealed": new.image})
        await shuffle(connection, image_table, new.chance, new.case_id, _IMAGES_LAID_AGAIN)
    for one in new.releasing:
        await _rewrite(connection, one)
    return True


@each
async def rewrite_cases(connection: AsyncConnection, edit: Edit) -> Head | None:
    """Change all of them, or none if one is gone or refuses; where the trail has got, if a line was written."""
    head = None
    for change, line in edit.rewrites:
        is_changed = await _rewrite(connection, change)
        if is_changed is None:
            raise RowGone
        if is_changed and line is not None:
            head = await append_line(connection, line)
    return head


async def _rewrite(connection: AsyncConnection, change: Rewrite) -> bool | None:
    """Whether anything changed; None: there is no such case."""
    this = case_table.c.case_id == change.case_id
    sealed = (await connection.execute(select(case_table.c.sealed).where(this))).scalar_one_or_none()
    if sealed is None:
        return None
    changed = change.rewrite(sealed)
    if changed != sealed:
        await connection.execute(update(case_table).where(this).values(sealed=changed))
    return changed != sealed


@each
async def remove_case(connection: AsyncConnection, gone: tuple[CaseId, bytes]) -> None:
    """Remove a case, its picture and its receipt."""
    case_id, lookup = gone
    await remove_image(connection, case_id)
    await connection.execute(delete(case_table).where(case_table.c.case_id == case_id))
    await connection.execute(delete(receipt_table).where(receipt_table.c.lookup == lookup))


@each
async def remove_cases_of(connection: AsyncConnection, server_id: ServerId) -> Sequence[CaseId]:
    """Remove every case of a server, with pictures and receipts; which they were."""
    here = case_table.c.server_id == server_id
    case_ids = [
        CaseId(case_id) for case_id in (await connection.execute(select(case_table.c.case_id).where(here))).scalars()
    ]
    for case_id in case_ids:
        await remove_image(connection, case_id)
    await connection.execute(delete(case_table).where(here))
    await connection.execute(delete(receipt_table).where(receipt_table.c.server_id == server_id))
    return case_ids


@each
async def swap_case(connection: AsyncConnection, swap: Swap) -> bool:
    """Remove a case, its picture and its receipt, and write what stays; the old key is doomed with the same breath.

    False, and nothing is written, if the case was gone already.
    """
    gone = await connection.execute(delete(case_table).where(case_table.c.case_id == swap.old_id))
    if gone.rowcount == 0:
        return False
    await connection.execute(delete(receipt_table).where(receipt_table.c.lookup == swap.old_lookup))
    await remove_image(connection, swap.old_id)
    row = {"case_id": swap.new_id, "server_id": swap.server_id, "sealed": swap.sealed}
    await connection.execute(insert(case_table), row)
    await _spare(connection, swap.new_id)
    await connection.execute(_DOOM, {"key_id": swap.old_id, "shard": swap.shard})
    await shuffle(connection, case_table, swap.chance, swap.new_id)
    return True


@each
async def doom_key(connection: AsyncConnection, doom: Doom) -> None:
    """Let the next start destroy the key of this case, unless the case is there: a second *Send* must not doom it."""
    if not await is_there(connection, doom.case_id):
        await connection.execute(_DOOM, {"key_id": doom.case_id, "shard": doom.shard})


@each
async def spare_key(connection: AsyncConnection, case_id: CaseId) -> None:
    """Take a case's key off the list of the doomed."""
    await _spare(connection, case_id)


@each
async def remove_leftovers(connection: AsyncConnection, left: Leftovers) -> None:
    """Remove the cases that no key opens any more, and the receipts that open no case."""
    for case_id in left.keyless:
        await connection.execute(delete(case_table).where(case_table.c.case_id == case_id))
        await remove_image(connection, case_id)
    if left.lookups is None:
        return
    here = receipt_table.c.server_id == left.server_id
    found = await connection.execute(select(receipt_table.c.lookup).where(here))
    for lookup in set(found.scalars()) - left.lookups:
        await connection.execute(delete(receipt_table).where(receipt_table.c.lookup == lookup))


async def doomed_keys(connection: AsyncConnection, shards: Shards) -> Sequence[CaseId]:
    """The cases of these shards whose keys are on the list, and which are not there."""
    # Those of other shards may be on their way at this very moment. Of a shard that is no more, everybody is dead.
    mine = (doomed_table.c.shard % shards.count).in_(sorted(shards.ids))
    found = await connection.execute(select(doomed_table.c.key_id).where(mine))
    return [CaseId(key_id) for key_id in found.scalars().all() if not await is_there(connection, CaseId(key_id))]


async def is_there(connection: AsyncConnection, case_id: CaseId) -> bool:
    """Whether the case has its row."""
    return await server_of(connection, case_id) is not None


async def server_of(connection: AsyncConnection, case_id: CaseId) -> ServerId | None:
    """The server of a case; None: there is no such case."""
    found = await connection.execute(select(case_table.c.server_id).where(case_table.c.case_id == case_id))
    return found.scalar_one_or_none()


async def _spare(connection: AsyncConnection, case_id: CaseId) -> None:
    await connection.execute(delete(doomed_table).where(doomed_table.c.key_id == case_id))
