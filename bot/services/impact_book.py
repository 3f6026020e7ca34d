"""Actions as they are kept: sealed rows; one that follows a concern lies under that case's key too, and goes with it.

Not here: what an action means (`core/impact.py`), and who may see one (`impacts.py`).
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, final

from bot.core.codec import Codec
from bot.core.identity import ActionId, Chance, KeyId, PlanId, ServerId
from bot.core.impact import Action
from bot.core.sealing import CannotOpen, Key, TooLong, derive, pad_to_bucket, seal, unpad, unseal
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.store.keystore import KEY_ID_BYTES, KeyStore
from bot.store.plans import PlanRepository, PlanRow

MOST_TEXT: Final = 600
"""Characters of what was done, and of what was meant."""
_SIZES: Final = (8192,)
"""Bytes: the longest fits, so every action has this one size."""
_NO_CASE: Final = KeyId(bytes(KEY_ID_BYTES))
_ID_BYTES: Final = 16

Change = Callable[[Action], Action]
"""What makes an action of one; may refuse."""


@dataclass(frozen=True)
class KnownAction:
    """One action and where it lies."""

    action_id: ActionId
    server_id: ServerId
    facts: Action


@final
class ImpactBook:
    """Keeps, finds and changes actions, one at a time in a server."""

    def __init__(self, repository: PlanRepository, keys: KeyStore, chance: Chance) -> None:
        self._repository = repository
        self._keys = keys
        self._chance = chance
        self._codec = Codec(Action)
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)

    def new_id(self) -> ActionId:
        """An id for an action that is not yet kept."""
        return ActionId(PlanId(self._chance(_ID_BYTES)))

    async def add(self, server: Server, action_id: ActionId, facts: Action) -> KnownAction:
        """Keep a new one.

        Raises:
            KeyMissing: the case that it follows was erased.
        """
        known = KnownAction(action_id, server.server_id, facts)
        await self._repository.add(await self._row(server, known))
        return known

    async def find(self, server: Server, action_id: ActionId) -> KnownAction | None:
        """The action if it is there, can still be opened, and is this server's."""
        row = await self._repository.find(action_id)
        found = [] if row is None or row.server_id != server.server_id else await self._opened(server, [row])
        return found[0] if found else None

    async def of_server(self, server: Server) -> list[KnownAction]:
        """Every action of a server, latest first; those of an erased case are gone with it."""
        found = await self._opened(server, await self._repository.of_server(server.server_id))
        return sorted(found, key=lambda known: (known.facts.day, known.action_id), reverse=True)

    async def change(self, server: Server, action_id: ActionId, change: Change) -> KnownAction | None:
        """Change an action; None where it is gone. `change` is given what is kept."""
        async with self._turns[server.server_id]:
            known = await self.find(server, action_id)
            if known is None:
                return None
            changed = replace(known, facts=change(known.facts))
            if changed != known:
                await self._repository.replace(await self._row(server, changed))
            return changed

    async def remove(self, action_id: ActionId) -> None:
        """Forget one; none is fine."""
        await self._repository.remove(action_id)

    async def _row(self, server: Server, known: KnownAction) -> PlanRow:
        case_id = known.facts.case_id
        key_id = _NO_CASE if case_id is None else KeyId(case_id)
        key = server.key if case_id is None else await self._keys.get(key_id)
        place = _place(server.server_id, known.action_id)
        try:
            padded = pad_to_bucket(self._codec.encode(known.facts), _SIZES)
        except TooLong:
            raise Refused("impact-too-long", most=MOST_TEXT) from None
        inner = seal(_inner_key(key), padded, place, self._chance)
        return PlanRow(known.action_id, server.server_id, seal(_outer_key(server), key_id + inner, place, self._chance))

    async def _opened(self, server: Server, rows: Sequence[PlanRow]) -> list[KnownAction]:
        """Those of these rows that open; a damaged one holds up no other."""
        envelopes: list[tuple[PlanRow, KeyId, bytes]] = []
        for row in rows:
            with suppress(CannotOpen):
                envelope = unseal(_outer_key(server), row.sealed, _place(row.server_id, row.plan_id))
                envelopes.append((row, KeyId(envelope[:KEY_ID_BYTES]), envelope[KEY_ID_BYTES:]))
        keys: Mapping[KeyId, Key] = await self._keys.get_many(
            [key_id for _, key_id, _ in envelopes if key_id != _NO_CASE]
        )
        keys = {**keys, _NO_CASE: server.key}
        found: list[KnownAction] = []
        for row, key_id, inner in envelopes:
            with suppress(CannotOpen, ValueError):
                if key_id in keys:
                    padded = unseal(_inner_key(keys[key_id]), inner, _place(row.server_id, row.plan_id))
                    facts = self._codec.decode(unpad(padded))
                    found.append(KnownAction(ActionId(row.plan_id), row.server_id, facts))
        return found


def _inner_key(key: Key) -> Key:
    return derive(key, "action")


def _outer_key(server: Server) -> Key:
    return derive(server.key, "action envelope")


def _place(server_id: ServerId, action_id: bytes) -> bytes:
    return b"action:%d:" % server_id + action_id
