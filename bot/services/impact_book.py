"""Actions as they are kept: sealed rows; one that follows concerns lies under the keys of all those cases too, so that
it goes with the first of them that is erased.

No row shows which concern it follows: it has tags that only the keys of living cases give again, and `forsaken` finds
those of erased ones. Not here: what an action means (`core/impact.py`), and who may see one (`impacts.py`).
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, final

from bot.core.codec import Codec
from bot.core.identity import ActionId, CaseId, Chance, KeyId, PlanId, ServerId
from bot.core.impact import Action
from bot.core.sealing import CannotOpen, Key, derive, pad, seal, unpad, unseal
from bot.services.server_records import Server
from bot.store.cases import CaseRepository
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository, PlanRow

MOST_TEXT: Final = 600
"""Characters of what was done, and of what was meant."""
_PADDING: Final = 8192
"""Bytes: the longest texts fit, so nearly every action has this one size."""
_TAGS_PADDING: Final = 512
"""Bytes: the tags of all its cases fit, or nearly always."""
_LENGTH_BYTES: Final = 4
_ID_BYTES: Final = 16
_TAG_BYTES: Final = 16

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
    tags: tuple[bytes, ...]
    """Of the cases that it follows."""
    inner: bytes
    """Under the keys of all of them: the action."""


@final
class ImpactBook:
    """Keeps, finds and changes actions, one at a time in a server."""

    def __init__(self, repository: PlanRepository, cases: CaseRepository, keys: KeyStore, chance: Chance) -> None:
        self._repository = repository
        self._cases = cases
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

    async def forsaken(self, server: Server) -> Sequence[ActionId]:
        """Those that nothing opens now, because a case that they follow was erased: they are still to be removed."""
        # The rows first: each of their cases was there then, and is missing afterwards only if it was erased.
        envelopes = _envelopes(server, await self._repository.of_server(server.server_id))
        keys = await self._keys_by_tag(server, envelopes)
        return [ActionId(one.row.plan_id) for one in envelopes if not keys.keys() >= set(one.tags)]

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
        keys = [await self._keys.get(KeyId(one)) for one in _followed(known.facts)]
        place = _place(server.server_id, known.action_id)
        inner = seal(_inner_key(server, keys), pad(self._codec.encode(known.facts), _PADDING), place, self._chance)
        tags = pad(b"".join(map(_tag, keys)), _TAGS_PADDING)
        envelope = len(tags).to_bytes(_LENGTH_BYTES) + tags + inner
        return PlanRow(known.action_id, server.server_id, seal(_outer_key(server), envelope, place, self._chance))

    async def _opened(self, server: Server, rows: Sequence[PlanRow]) -> list[KnownAction]:
        """Those of these rows that open; a damaged one holds up no other."""
        envelopes = _envelopes(server, rows)
        keys = await self._keys_by_tag(server, envelopes)
        found: list[KnownAction] = []
        for one in envelopes:
            with suppress(CannotOpen, ValueError):
                if keys.keys() >= set(one.tags):
                    found.append(self._action(server, one, [keys[tag] for tag in one.tags]))
        return found

    async def _keys_by_tag(self, server: Server, envelopes: Sequence[_Envelope]) -> Mapping[bytes, Key]:
        """The keys of the server's cases; none where nothing follows a case."""
        if not any(one.tags for one in envelopes):
            return {}
        case_ids = await self._cases.ids_in(server.server_id)
        keys = await self._keys.get_many([KeyId(one) for one in case_ids])
        return {_tag(key): key for key in keys.values()}

    def _action(self, server: Server, one: _Envelope, keys: Sequence[Key]) -> KnownAction:
        place = _place(one.row.server_id, one.row.plan_id)
        facts = self._codec.decode(unpad(unseal(_inner_key(server, keys), one.inner, place)))
        return KnownAction(ActionId(one.row.plan_id), one.row.server_id, facts)


def _envelopes(server: Server, rows: Sequence[PlanRow]) -> list[_Envelope]:
    found: list[_Envelope] = []
    for row in rows:
        with suppress(CannotOpen, ValueError):
            opened = unseal(_outer_key(server), row.sealed, _place(row.server_id, row.plan_id))
            ends = _LENGTH_BYTES + int.from_bytes(opened[:_LENGTH_BYTES])
            written = unpad(opened[_LENGTH_BYTES:ends])
            tags = tuple(written[at : at + _TAG_BYTES] for at in range(0, len(written), _TAG_BYTES))
            found.append(_Envelope(row, tags, opened[ends:]))
    return found


def _followed(facts: Action) -> Sequence[CaseId]:
    """The cases that it follows."""
    return () if facts.case_id is None else (facts.case_id, *facts.beside)


def _tag(key: Key) -> bytes:
    """What tells of a case, to whoever has its key, that an action follows it; once that is destroyed, nothing."""
    return derive(key, "action follows")[:_TAG_BYTES]


def _inner_key(server: Server, keys: Sequence[Key]) -> Key:
    first, *others = keys or (server.key,)
    return derive(first, "action", *others)


def _outer_key(server: Server) -> Key:
    return derive(server.key, "action envelope")


def _place(server_id: ServerId, action_id: bytes) -> bytes:
    return b"action:%d:" % server_id + action_id
