"""What a group was told after each result, as it lies there: sealed under the server's key, of one size.

Not here: who writes and posts it (`heard.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final, final

from bot.core.identity import Chance, MessageId, PlanId, RoundId
from bot.services.sealed_rows import Padded, Seal, SealedRows, under_its_id
from bot.services.server_records import Server
from bot.store.plans import PlanRepository

LONGEST: Final = 1500
"""Characters of either half: with their headings both fit one message."""
_PADDING: Final = 10240
"""Bytes: the longest fits, so all have this one size."""
_MARK_BYTES: Final = 6
_SEAL: Final = Seal("heard", under_its_id, "what was said after a result does not open; it begins anew")


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
        self._rows = SealedRows(repository, Padded(Said, _PADDING), _SEAL, chance)

    async def of_server(self, server: Server) -> Mapping[RoundId, Said]:
        """All that was said or begun, by its round."""
        return {RoundId(plan_id): said for plan_id, said in (await self._rows.of_server(server)).items()}

    async def find(self, server: Server, round_id: RoundId) -> Said:
        """What is said after this round; nothing yet if nothing is kept."""
        return await self._rows.find(server, PlanId(round_id)) or Said()

    async def change(self, server: Server, round_id: RoundId, change: Callable[[Said], Said]) -> Said:
        """What is said after this round, as `change` makes it of what it was."""
        async with self._rows.turn(server):
            before = await self.find(server, round_id)
            after = change(before)
            if after != before:
                await self._rows.keep(server, PlanId(round_id), after)
            return after
