"""The staff's audit trail: who did what on which day, readable with the server's key, and proof against quiet changes.

A line about a case is sealed with that case's key too and can no longer be read when the key is destroyed; the chain
stays whole. Of further cases it holds what their own keys alone can tell. Not here: who may look at which line
(`case_log.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol, final

from bot.core.codec import Codec
from bot.core.identity import Chance, Clock, KeyId, MemberId, ServerId
from bot.core.sealing import CannotOpen, Key, derive, pad_to_bucket, seal, unpad, unseal
from bot.store.audit import EMPTY, AuditRepository, Head, NewLine, StoredLine, link
from bot.store.keystore import KEY_ID_BYTES, KeyStore
from bot.store.problems import KeyMissing

SIZES: Final = (512, 2048, 8192)
"""Bytes of a line before sealing: nearly all have the first size."""
_NO_CASE: Final = KeyId(bytes(KEY_ID_BYTES))
_MARK_BYTES: Final = 16


class Audited(Protocol):
    """A server, as far as its trail needs it."""

    @property
    def server_id(self) -> ServerId: ...
    @property
    def key(self) -> Key: ...


@dataclass(frozen=True)
class _Said:
    """A line as it is sealed. Which case it is about stands around it: with the key it is sealed with."""

    day: date
    """In UTC."""
    actor: MemberId
    act: str
    details: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class AuditLine(_Said):
    """What somebody on the staff did. The day only: a time could tell which report it followed."""

    case_key_id: KeyId | None = None
    """The key of the case it is about: whoever may not read that case must not meet the line."""


@final
class Audit:
    """Writes lines, reads them, and tells whether the trail is whole."""

    def __init__(self, repository: AuditRepository, keys: KeyStore, clock: Clock, chance: Chance) -> None:
        self._repository = repository
        self._keys = keys
        self._clock = clock
        self._chance = chance
        self._codec = Codec(_Said)

    async def record(
        self,
        server: Audited,
        actor: MemberId,
        act: str,
        details: Mapping[str, str],
        case_key_id: KeyId | None = None,
    ) -> None:
        """Add a line. With `case_key_id` it can be read as long as that key exists.

        Raises:
            KeyMissing: there is no such key.
            TooLong: the details do not fit the largest size.
        """
        sealed = await self._sealed(server, actor, act, details, case_key_id)
        await self._repository.append(server.server_id, _chain_key(server), sealed)

    async def line(
        self,
        server: Audited,
        actor: MemberId,
        act: str,
        details: Mapping[str, str],
        case_key_id: KeyId | None = None,
    ) -> NewLine:
        """A line for the very transaction in which that is done; `reached` has to follow it. Raises as `record`."""
        sealed = await self._sealed(server, actor, act, details, case_key_id)
        return await self._repository.prepared(server.server_id, _chain_key(server), sealed)

    async def marks(self, key_ids: Iterable[KeyId]) -> Mapping[KeyId, str]:
        """What stands for a case in the line of another: whoever has its key can tell it, and nobody afterwards.

        Those whose key is gone are absent.
        """
        keys = await self._keys.get_many(set(key_ids))
        return {key_id: derive(key, "audit mark")[:_MARK_BYTES].hex() for key_id, key in keys.items()}

    async def marked(self, others: Mapping[str, Sequence[KeyId]]) -> dict[str, str]:
        """The details of a line that is about further cases, with their marks in place of them.

        Raises:
            KeyMissing: one of them was erased.
        """
        marks = await self.marks({one for some in others.values() for one in some})
        if any(one not in marks for some in others.values() for one in some):
            raise KeyMissing
        return {name: " ".join(marks[one] for one in some) for name, some in others.items() if some}

    async def reached(self, server: Audited, head: Head) -> None:
        """Note where the trail has got."""
        await self._repository.advance(server.server_id, head)

    async def _sealed(
        self, server: Audited, actor: MemberId, act: str, details: Mapping[str, str], case_key_id: KeyId | None
    ) -> bytes:
        line = _Said(self._clock().date(), actor, act, dict(details))
        key_id = case_key_id or _NO_CASE
        inner_key = server.key if case_key_id is None else await self._keys.get(case_key_id)
        padded = pad_to_bucket(self._codec.encode(line), SIZES)
        inner = seal(_line_key(inner_key, server.server_id), padded, _place(server.server_id), self._chance)
        return seal(_envelope_key(server), key_id + inner, _place(server.server_id), self._chance)

    async def lines(self, server: Audited) -> list[AuditLine]:
        """The lines that can be read, oldest first; those of destroyed cases are absent."""
        envelopes = [_opened(server, line) for line in await self._repository.lines(server.server_id)]
        present = [envelope for envelope in envelopes if envelope is not None]
        keys = await self._keys.get_many({key_id for key_id, _ in present if key_id != _NO_CASE})
        keys[_NO_CASE] = server.key
        return [
            line
            for key_id, inner in present
            if key_id in keys and (line := self._read(server, key_id, keys[key_id], inner)) is not None
        ]

    async def intact(self, server: Audited) -> bool:
        """Whether no line was changed, moved, left out or cut off at the end since it was written."""
        head = await self._repository.head(server.server_id)  # first: it may lag behind the lines, never lead
        lines = await self._repository.lines(server.server_id)
        reached = EMPTY
        passed_head = head == EMPTY
        for line in lines:
            reached = link(_chain_key(server), server.server_id, reached, line.sealed)
            if (reached.count, reached.mac) != (line.position, line.mac):
                return False
            passed_head = passed_head or reached == head
        return passed_head

    async def erase_server(self, server: Audited) -> None:
        """Remove the whole trail."""
        await self._repository.erase_server(server.server_id)

    def _read(self, server: Audited, key_id: KeyId, key: Key, inner: bytes) -> AuditLine | None:
        try:
            padded = unseal(_line_key(key, server.server_id), inner, _place(server.server_id))
        except CannotOpen:
            return None
        said = self._codec.decode(unpad(padded))
        return AuditLine(said.day, said.actor, said.act, said.details, None if key_id == _NO_CASE else key_id)


def _opened(server: Audited, line: StoredLine) -> tuple[KeyId, bytes] | None:
    """The id of the key a line is sealed with, and the line itself, still sealed; None when it was tampered with."""
    try:
        envelope = unseal(_envelope_key(server), line.sealed, _place(server.server_id))
    except CannotOpen:
        return None
    return KeyId(envelope[:KEY_ID_BYTES]), envelope[KEY_ID_BYTES:]


def _envelope_key(server: Audited) -> Key:
    return derive(server.key, "audit envelope", server.server_id)


def _line_key(key: Key, server_id: ServerId) -> Key:
    return derive(key, "audit line", server_id)


def _chain_key(server: Audited) -> Key:
    return derive(server.key, "audit chain", server.server_id)


def _place(server_id: ServerId) -> bytes:
    # Not the position: it is known only inside the transaction, and the chain's MAC covers it.
    return b"audit:%d" % server_id
