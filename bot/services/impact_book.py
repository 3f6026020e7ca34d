"""Actions as they are kept: sealed rows; one that follows concerns lies under the keys of all those cases too, so that
it goes with the first of them that is erased.

No row shows which concern it follows: it has tags that only the keys of living cases give again, and `forsaken` finds
those of erased ones. Not here: what an action means (`core/impact.py`), and who may see one (`impacts.py`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, final

from bot.core.identity import ActionId, CaseId, Chance, KeyId, PlanId, ServerId
from bot.core.impact import Action
from bot.core.sealing import CannotOpen, Key, derive, pad, seal, unpad, unseal
from bot.services.sealed_rows import Padded, Seal, SealedRows
from bot.services.server_records import Server
from bot.store.audit import Head, NewLine
from bot.store.cases import CaseRepository
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository

MOST_TEXT: Final = 600
"""Characters of what was done, and of what was meant."""
_PADDING: Final = 8192
"""Bytes: the longest texts fit, so nearly every action has this one size."""
_TAGS_PADDING: Final = 512
"""Bytes: the tags of all its cases fit, or nearly always."""
_LENGTH_BYTES: Final = 4
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

    tags: tuple[bytes, ...]
    """Of the cases that it follows."""
    inner: bytes
    """Under the keys of all of them: the action."""


class _Enveloped:
    """An envelope as bytes: how long its tags are, the tags filled to one size, and what is inside."""

    def encode(self, envelope: _Envelope, /) -> bytes:
        tags = pad(b"".join(envelope.tags), _TAGS_PADDING)
        return len(tags).to_bytes(_LENGTH_BYTES) + tags + envelope.inner

    def decode(self, data: bytes, /) -> _Envelope:
        ends = _LENGTH_BYTES + int.from_bytes(data[:_LENGTH_BYTES])
        written = unpad(data[_LENGTH_BYTES:ends])
        tags = tuple(written[at : at + _TAG_BYTES] for at in range(0, len(written), _TAG_BYTES))
        return _Envelope(tags, data[ends:])


def _place(server_id: ServerId, action_id: PlanId) -> bytes:
    return b"action:%d:" % server_id + action_id


_SEAL: Final = Seal("action envelope", _place, "an action does not open; it is left out")


@final
class ImpactBook:
    """Keeps, finds and changes actions, one at a time in a server."""

    def __init__(self, repository: PlanRepository, cases: CaseRepository, keys: KeyStore, chance: Chance) -> None:
        self._rows = SealedRows(repository, _Enveloped(), _SEAL, chance)
        self._cases = cases
        self._keys = keys
        self._chance = chance
        self._coding = Padded(Action, _PADDING)

    def new(self, server: Server, facts: Action, form: str) -> KnownAction:
        """An action that is not yet kept, unless it came in this very form before."""
        action_id = ActionId(self._rows.id_in(server, form, facts.words, facts.intent))
        return KnownAction(action_id, server.server_id, facts)

    async def add(self, server: Server, known: KnownAction, line: NewLine | None = None) -> Head | None:
        """Keep a new one in one step with its line in the trail; then where the trail has got.

        Raises:
            KeyMissing: a case that it follows was erased.
        """
        envelope = await self._envelope(server, known.action_id, known.facts)
        return await self._rows.add(server, known.action_id, envelope, line)

    async def find(self, server: Server, action_id: ActionId) -> KnownAction | None:
        """The action if it is there, can still be opened, and is this server's."""
        envelope = await self._rows.find(server, action_id)
        found = [] if envelope is None else await self._opened(server, {action_id: envelope})
        return found[0] if found else None

    async def of_server(self, server: Server) -> list[KnownAction]:
        """Every action of a server, latest first; those of an erased case are gone with it."""
        found = await self._opened(server, await self._rows.of_server(server))
        return sorted(found, key=lambda known: (known.facts.day, known.action_id), reverse=True)

    async def forsaken(self, server: Server) -> Sequence[ActionId]:
        """Those that nothing opens now, because a case that they follow was erased: they are still to be removed."""
        # The rows first: each of their cases was there then, and is missing afterwards only if it was erased.
        envelopes = await self._rows.of_server(server)
        keys = await self._keys_by_tag(server, envelopes.values())
        return [ActionId(plan_id) for plan_id, one in envelopes.items() if not keys.keys() >= set(one.tags)]

    async def change(self, server: Server, action_id: ActionId, change: Change) -> KnownAction | None:
        """Change an action; None where it is gone. `change` is given what is kept."""
        async with self._rows.turn(server):
            known = await self.find(server, action_id)
            if known is None:
                return None
            changed = replace(known, facts=change(known.facts))
            if changed != known:
                envelope = await self._envelope(server, action_id, changed.facts)
                await self._rows.replace(server, action_id, envelope)
            return changed

    async def remove(self, action_id: ActionId) -> None:
        """Forget one; none is fine."""
        await self._rows.remove(action_id)

    async def _envelope(self, server: Server, action_id: ActionId, facts: Action) -> _Envelope:
        keys = [await self._keys.get(KeyId(one)) for one in _followed(facts)]
        place = _place(server.server_id, action_id)
        inner = seal(_inner_key(server, keys), self._coding.encode(facts), place, self._chance)
        return _Envelope(tuple(map(_tag, keys)), inner)

    async def _opened(self, server: Server, envelopes: Mapping[PlanId, _Envelope]) -> list[KnownAction]:
        """Those that open; a damaged one holds up no other."""
        keys = await self._keys_by_tag(server, envelopes.values())
        found: list[KnownAction] = []
        for plan_id, one in envelopes.items():
            with suppress(CannotOpen, ValueError):
                if keys.keys() >= set(one.tags):
                    facts = self._action(server, plan_id, one, [keys[tag] for tag in one.tags])
                    found.append(KnownAction(ActionId(plan_id), server.server_id, facts))
        return found

    async def _keys_by_tag(self, server: Server, envelopes: Iterable[_Envelope]) -> Mapping[bytes, Key]:
        """The keys of the server's cases; none where nothing follows a case."""
        if not any(one.tags for one in envelopes):
            return {}
        case_ids = await self._cases.ids_in(server.server_id)
        keys = await self._keys.get_many([KeyId(one) for one in case_ids])
        return {_tag(key): key for key in keys.values()}

    def _action(self, server: Server, plan_id: PlanId, one: _Envelope, keys: Sequence[Key]) -> Action:
        place = _place(server.server_id, plan_id)
        return self._coding.decode(unseal(_inner_key(server, keys), one.inner, place))


def _followed(facts: Action) -> Sequence[CaseId]:
    """The cases that it follows."""
    return () if facts.case_id is None else (facts.case_id, *facts.beside)


def _tag(key: Key) -> bytes:
    """What tells of a case, to whoever has its key, that an action follows it; once that is destroyed, nothing."""
    return derive(key, "action follows")[:_TAG_BYTES]


def _inner_key(server: Server, keys: Sequence[Key]) -> Key:
    first, *others = keys or (server.key,)
    return derive(first, "action", *others)
