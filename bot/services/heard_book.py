"""What a group was told after each result, as it lies there: sealed under the server's key, of one size.

Not here: who writes and posts it (`heard.py`).
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final, final

import structlog

from bot.core.codec import Codec
from bot.core.identity import Chance, MessageId, PlanId, RoundId, ServerId
from bot.core.sealing import CannotOpen, Key, derive, pad_to_bucket, seal, unpad, unseal
from bot.services.server_records import Server
from bot.store.plans import PlanRepository, PlanRow

LONGEST: Final = 1500
"""Characters of either half: with their headings both fit one message."""
_SIZES: Final = (10240,)
"""Bytes: the longest fits, so all have this one size."""
_MARK_BYTES: Final = 6

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Said:
    """What is said after one result."""

    heard: str = field(default="", repr=False)
    will_do: str = field(default="", repr=False)
    post: MessageId | None = None
    """Where it stands; None: it is a draft, or nothing."""
    posting: datetime | None = None
    """When somebody last let it be posted: from then on it may stand there, though nothing says so yet."""
    nudged: bool = False
    """Facilitators were reminded that nothing was said."""

    @property
    def mark(self) -> str:
        """Another one for every other wording: what was seen is what is posted."""
        return sha256(f"{len(self.heard)} {self.heard} {self.will_do}".encode()).digest()[:_MARK_BYTES].hex()

    @property
    def is_draft(self) -> bool:
        """Somebody began to say something, and it is not posted."""
        return self.post is None and bool(self.heard or self.will_do)


@final
class HeardBook:
    """Seals, opens and keeps what is said, one change at a time in a server."""

    def __init__(self, repository: PlanRepository, chance: Chance) -> None:
        self._repository = repository
        self._chance = chance
        self._codec = Codec(Said)
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of_server(self, server: Server) -> Mapping[RoundId, Said]:
        """All that was said or begun, by its round."""
        rows = await self._repository.of_server(server.server_id)
        opened = ((RoundId(row.plan_id), self._opened(server, row)) for row in rows)
        return {round_id: said for round_id, said in opened if said is not None}

    async def find(self, server: Server, round_id: RoundId) -> Said:
        """What is said after this round; nothing yet if nothing is kept."""
        row = await self._repository.find(PlanId(round_id))
        return Said() if row is None else self._opened(server, row) or Said()

    async def change(self, server: Server, round_id: RoundId, change: Callable[[Said], Said]) -> Said:
        """What is said after this round, as `change` makes it of what it was."""
        async with self._turns[server.server_id]:
            row = await self._repository.find(PlanId(round_id))
            before = Said() if row is None else self._opened(server, row) or Said()
            after = change(before)
            if after != before:
                keep = self._repository.add if row is None else self._repository.replace
                await keep(self._row(server, round_id, after))
            return after

    def _row(self, server: Server, round_id: RoundId, said: Said) -> PlanRow:
        padded = pad_to_bucket(self._codec.encode(said), _SIZES)
        return PlanRow(PlanId(round_id), server.server_id, seal(_key(server), padded, round_id, self._chance))

    def _opened(self, server: Server, row: PlanRow) -> Said | None:
        """None for a damaged row: it hides no other, and is begun anew."""
        try:
            return self._codec.decode(unpad(unseal(_key(server), row.sealed, row.plan_id)))
        except (CannotOpen, ValueError):
            log.warning("what was said after a result does not open; it begins anew")
            return None


def _key(server: Server) -> Key:
    return derive(server.key, "heard")
