"""Actions as they are kept: sealed rows; one that follows concerns lies under the keys of all those cases too, so that
it goes with the first of them that is erased.

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
from bot.core.sealing import CannotOpen, Key, TooLong, derive, pad, pad_to_bucket, seal, unpad, unseal
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.store.keystore import KEY_ID_BYTES, KeyStore
from bot.store.plans import PlanRepository, PlanRow

MOST_TEXT: Final = 600
"""Characters of what was done, and of what was meant."""
_SIZES: Final = (8192,)
"""Bytes: the longest fits, so every action has this one size."""
_BESIDE: Final = 512
"""Bytes: the ids of all further cases fit, or nearly always."""
_LENGTH_BYTES: Final = 4
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


@dataclass(frozen=True, repr=False)
class _Envelope:
    """A row without its outer layer."""

    row: PlanRow
    first: KeyId
    """Of the case that it follows; `_NO_CASE`: of none."""
    beside: bytes
    """Under the key of that case: the ids of the keys of all further ones."""
    inner: bytes
    """Under all these keys: the action."""


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
            KeyMissing: a case that it follows was erased.
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
        facts, place = known.facts, _place(server.server_id, known.action_id)
        first = _NO_CASE if facts.case_id is None else KeyId(facts.case_id)
        key = server.key if facts.case_id is None else await self._keys.get(first)
        others = [await self._keys.get(KeyId(one)) for one in facts.beside]
        try:
            padded = pad_to_bucket(self._codec.encode(facts), _SIZES)
        except TooLong:
            raise Refused("impact-too-long", most=MOST_TEXT) from None
        beside = seal(_beside_key(key), pad(b"".join(facts.beside), _BESIDE), place, self._chance)
        inner = seal(_inner_key(key, others), padded, place, self._chance)
        envelope = first + len(beside).to_bytes(_LENGTH_BYTES) + beside + inner
        return PlanRow(known.action_id, server.server_id, seal(_outer_key(server), envelope, place, self._chance))

    async def _opened(self, server: Server, rows: Sequence[PlanRow]) -> list[KnownAction]:
        """Those of these rows that open; a damaged one holds up no other."""
        envelopes: list[_Envelope] = []
        for row in rows:
            with suppress(CannotOpen):
                envelopes.append(_envelope(server, row))
        firsts = await self._keys.get_many({one.first for one in envelopes} - {_NO_CASE})
        keys: Mapping[KeyId, Key] = {**firsts, _NO_CASE: server.key}
        found: list[KnownAction] = []
        for one in envelopes:
            with suppress(CannotOpen, ValueError):
                if one.first in keys:
                    found += await self._action(one, keys[one.first])
        return found

    async def _action(self, one: _Envelope, key: Key) -> list[KnownAction]:
        """The action in it; none if a case that it follows was erased."""
        place = _place(one.row.server_id, one.row.plan_id)
        written = unpad(unseal(_beside_key(key), one.beside, place))
        ids = [KeyId(written[at : at + KEY_ID_BYTES]) for at in range(0, len(written), KEY_ID_BYTES)]
        keys = await self._keys.get_many(ids) if ids else {}
        if len(keys) < len(ids):
            return []
        padded = unseal(_inner_key(key, [keys[each] for each in ids]), one.inner, place)
        facts = self._codec.decode(unpad(padded))
        return [KnownAction(ActionId(one.row.plan_id), one.row.server_id, facts)]


def _envelope(server: Server, row: PlanRow) -> _Envelope:
    opened = unseal(_outer_key(server), row.sealed, _place(row.server_id, row.plan_id))
    begins = KEY_ID_BYTES + _LENGTH_BYTES
    ends = begins + int.from_bytes(opened[KEY_ID_BYTES:begins])
    return _Envelope(row, KeyId(opened[:KEY_ID_BYTES]), opened[begins:ends], opened[ends:])


def _inner_key(key: Key, others: Sequence[Key]) -> Key:
    return derive(key, "action", *others)


def _beside_key(key: Key) -> Key:
    return derive(key, "action beside")


def _outer_key(server: Server) -> Key:
    return derive(server.key, "action envelope")


def _place(server_id: ServerId, action_id: bytes) -> bytes:
    return b"action:%d:" % server_id + action_id
