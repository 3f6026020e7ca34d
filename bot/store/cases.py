"""Cases at rest: each sealed as a whole under its own key, padded, in random order; and the rows that receipts open.

A key is made before its rows and destroyed before them; what a crash leaves between is tidied up at the next start.
Not here: what is in a case (`core/case.py`) and who may see it (the services).
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.case import Case
from bot.core.identity import CaseId, Chance, DraftId, KeyId, ServerId
from bot.core.sealing import CannotOpen, Key, new_key
from bot.core.sharding import shard_of
from bot.store import case_writes as writes
from bot.store.audit import Head, NewLine
from bot.store.case_seal import CaseSeal
from bot.store.concern_tables import case_table, receipt_table
from bot.store.database import Database
from bot.store.images import read_image, sealed_image
from bot.store.keystore import KeyStore
from bot.store.several import for_each

_ID_BYTES: Final = 16


Change = Callable[[Case], Case]
"""What makes a case of one; may be called twice, and may refuse."""


class CaseGone(Exception):
    """The case was erased, or never was."""


@dataclass(frozen=True, repr=False)
class Kept:
    """A case and where it lies."""

    case_id: CaseId
    server_id: ServerId
    case: Case


@dataclass(frozen=True, repr=False)
class Edit:
    """What becomes of one case, and the line in the trail that is written if it does change."""

    case_id: CaseId
    change: Change
    line: NewLine | None = None


class CaseRepository:
    """Cases of every server."""

    def __init__(self, database: Database, keys: KeyStore, chance: Chance) -> None:
        self._database = database
        self._keys = keys
        self._chance = chance
        self._seal = CaseSeal(chance)

    async def add(
        self,
        kept: Kept,
        receipt_key: Key,
        draft_id: DraftId,
        releasing: Collection[tuple[CaseId, Change]] = (),
        image: bytes | None = None,
    ) -> bool:
        """Turn a draft into a case with its receipt, whole or not at all. False: the draft was gone already.

        Args:
            kept: the new case, under an id that is the same however often the draft is sent.
            receipt_key: what its receipt row is sealed with.
            draft_id: the draft that ends with this.
            releasing: other cases, and what changes them with the same breath; one that was erased meanwhile is left.
            image: the picture that goes with it.
        """
        key = await self._begin(kept)
        keys = await self._keys.get_many([KeyId(case_id) for case_id, _ in releasing]) if releasing else {}
        row = writes.NewCase(
            case_id=kept.case_id,
            server_id=kept.server_id,
            sealed=self._seal.sealed_in(kept.server_id, kept.case_id, key, kept.case),
            lookup=kept.case.lookup,
            receipt=self._seal.receipt(kept.case.lookup, receipt_key, kept.case_id, key),
            draft_id=draft_id,
            chance=self._chance,
            image=None if image is None else sealed_image(kept.case_id, key, image, self._chance),
            releasing=tuple(
                writes.Rewrite(case_id, self._seal.rewriting(case_id, keys[KeyId(case_id)], change))
                for case_id, change in releasing
                if KeyId(case_id) in keys
            ),
        )
        return await self._database.write(writes.add_case, row)

    async def find(self, case_id: CaseId) -> Kept | None:
        """The case, or None when it was erased or never was.

        Raises:
            Elsewhere: its server belongs to another process. Its key was not looked at.
        """
        await self._require_own(case_id)
        keys = await self._keys.get_many((KeyId(case_id),))
        return await self._opened(case_id, keys.get(KeyId(case_id)))

    async def image(self, case_id: CaseId) -> bytes | None:
        """The case's picture; None if it has none, was erased, or is damaged: the case is read without it."""
        key = (await self._keys.get_many((KeyId(case_id),))).get(KeyId(case_id))
        with suppress(CannotOpen):
            return None if key is None else await read_image(self._database, case_id, key)
        return None

    async def find_by_receipt(self, lookup: bytes, receipt_key: Key) -> Kept | None:
        """The case that a receipt opens. Every receipt goes through the same steps, whether it opens one or not."""

        async def reading(connection: AsyncConnection) -> bytes | None:
            found = await connection.execute(select(receipt_table.c.sealed).where(receipt_table.c.lookup == lookup))
            return found.scalar_one_or_none()

        sealed = await self._database.read(reading)
        case_id, key = self._seal.opened_receipt(sealed, lookup, receipt_key)
        stored = await self._keys.get_many((KeyId(case_id),))
        return await self._opened(case_id, key if KeyId(case_id) in stored else None)

    async def in_server(self, server_id: ServerId) -> list[Kept]:
        """Every case of the server that can be read, in no order that means anything."""

        async def reading(connection: AsyncConnection) -> list[tuple[CaseId, bytes]]:
            found = await connection.execute(
                select(case_table.c.case_id, case_table.c.sealed).where(case_table.c.server_id == server_id)
            )
            return [(CaseId(row.case_id), row.sealed) for row in found]

        found: list[Kept] = []
        rows = await self._database.read(reading)
        keys = await self._keys.get_many([KeyId(case_id) for case_id, _ in rows])
        for case_id, sealed in rows:
            key = keys.get(KeyId(case_id))
            # One damaged row must not hold up every other case of the server.
            with suppress(CannotOpen, ValueError):
                if key is not None:
                    found.append(Kept(case_id, server_id, self._seal.unsealed_in(server_id, case_id, key, sealed)))
        return found

    async def ids_in(self, server_id: ServerId) -> list[CaseId]:
        """The id of every case of the server, readable or not, in no order that means anything."""

        async def reading(connection: AsyncConnection) -> list[CaseId]:
            found = await connection.execute(select(case_table.c.case_id).where(case_table.c.server_id == server_id))
            return [CaseId(case_id) for case_id in found.scalars()]

        return await self._database.read(reading)

    async def change(self, case_id: CaseId, change: Change) -> Case:
        """Change the case in one step that nothing can come between; `change` may be called twice and may refuse.

        Raises:
            CaseGone: erased, or never there.
            Exception: whatever `change` raised; nothing was changed.
        """
        (changed,), _ = await self.change_together([Edit(case_id, change)])
        return changed

    async def change_together(self, edits: Sequence[Edit]) -> tuple[list[Case], Head | None]:
        """Change cases in one step, all or none, each with its line in the trail; and where the trail has got by it.

        Raises:
            CaseGone, Exception: as for `change`.
        """
        keys = await self._keys.get_many([KeyId(edit.case_id) for edit in edits])
        changed: dict[CaseId, Case] = {}

        def remembering(edit: Edit) -> Change:
            def remembered(before: Case) -> Case:
                changed[edit.case_id] = edit.change(before)
                return changed[edit.case_id]

            return remembered

        if any(KeyId(edit.case_id) not in keys for edit in edits):
            raise CaseGone
        rewrites = [
            writes.Rewrite(one.case_id, self._seal.rewriting(one.case_id, keys[KeyId(one.case_id)], remembering(one)))
            for one in edits
        ]
        edit = writes.Edit(tuple(zip(rewrites, (one.line for one in edits), strict=True)))
        try:
            head = await self._database.write(writes.rewrite_cases, edit)
        except writes.RowGone as error:
            raise CaseGone from error
        return [changed[edit.case_id] for edit in edits], head

    async def erase(self, kept: Kept) -> None:
        """Destroy the case's key, then its rows and its receipt: no copy of the database opens it any more."""
        await self._keys.destroy(KeyId(kept.case_id))
        await self._database.write(writes.remove_case, (kept.case_id, kept.case.lookup))

    async def replace(self, kept: Kept, left: Case) -> None:
        """Erase the case and keep `left` in its place, under a new id and key: old copies do not open under it."""
        new = Kept(CaseId(self._chance(_ID_BYTES)), kept.server_id, left)
        key = await self._begin(new)
        swap = writes.Swap(
            old_id=kept.case_id,
            old_lookup=kept.case.lookup,
            new_id=new.case_id,
            server_id=kept.server_id,
            sealed=self._seal.sealed_in(kept.server_id, new.case_id, key, left),
            chance=self._chance,
            shard=self._shard(kept.server_id),
        )
        swapped = await self._database.write(writes.swap_case, swap)
        await self._end(kept.case_id if swapped else new.case_id)

    async def erase_server(self, server_id: ServerId) -> Collection[CaseId]:
        """Destroy the keys of a server's cases, then their rows, pictures and receipts; which they were."""
        known = await self.ids_in(server_id)
        await self._destroy(known)
        removed = await self._database.write(writes.remove_cases_of, server_id)
        await self._destroy(frozenset(removed) - frozenset(known))  # what was sent in this very moment
        return removed

    async def tidy(self, server_ids: Collection[ServerId]) -> None:
        """Finish what a crash left undone. Only while nobody can send or erase anything: at the start."""
        doomed = await self._database.read(lambda connection: writes.doomed_keys(connection, self._database.shards))
        for case_id in doomed:
            await self._end(case_id)
        some = await self.servers()
        await for_each([one for one in server_ids if one in some], self._tidy)

    async def servers(self) -> set[ServerId]:
        """The servers of which a case or a receipt is kept, of whichever process."""
        columns = (case_table.c.server_id, receipt_table.c.server_id)

        async def reading(connection: AsyncConnection) -> set[ServerId]:
            return {one for each in columns for one in (await connection.execute(select(each).distinct())).scalars()}

        return await self._database.read(reading)

    async def _tidy(self, server_id: ServerId) -> None:
        await self._database.write(writes.remove_leftovers, await self._leftovers(server_id))

    async def _leftovers(self, server_id: ServerId) -> writes.Leftovers:
        case_ids = await self.ids_in(server_id)
        keys = await self._keys.get_many([KeyId(case_id) for case_id in case_ids])
        keyless = tuple(case_id for case_id in case_ids if KeyId(case_id) not in keys)
        readable = await self.in_server(server_id)
        # A case that is damaged may still own a receipt: none is removed then.
        known = len(readable) + len(keyless) == len(case_ids)
        return writes.Leftovers(server_id, keyless, frozenset(one.case.lookup for one in readable) if known else None)

    async def _require_own(self, case_id: CaseId) -> None:
        if self._database.shards.are_all:
            return
        server_id = await self._database.read(lambda connection: writes.server_of(connection, case_id))
        if server_id is not None:
            self._database.shards.require(server_id)

    async def _destroy(self, case_ids: Collection[CaseId]) -> None:
        await asyncio.gather(*(self._keys.destroy(KeyId(case_id)) for case_id in case_ids))

    def _shard(self, server_id: ServerId) -> int:
        return shard_of(server_id, self._database.shards.count)

    async def _begin(self, kept: Kept) -> Key:
        """A key for a case to come. If the case never comes, the next start destroys it."""
        await self._database.write(writes.doom_key, writes.Doom(kept.case_id, self._shard(kept.server_id)))
        return await self._keys.put(KeyId(kept.case_id), new_key(self._chance))

    async def _end(self, case_id: CaseId) -> None:
        await self._keys.destroy(KeyId(case_id))
        await self._database.write(writes.spare_key, case_id)

    async def _opened(self, case_id: CaseId, key: Key | None) -> Kept | None:
        async def reading(connection: AsyncConnection) -> tuple[ServerId, bytes] | None:
            found = await connection.execute(
                select(case_table.c.server_id, case_table.c.sealed).where(case_table.c.case_id == case_id)
            )
            row = found.one_or_none()
            return None if row is None else (ServerId(row.server_id), row.sealed)

        row = await self._database.read(reading)
        if row is None or key is None:
            return None
        return Kept(case_id, row[0], self._seal.unsealed_in(row[0], case_id, key, row[1]))
