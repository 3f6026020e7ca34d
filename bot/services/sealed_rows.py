"""Rows of one table under the servers' keys: sealed in few sizes, opened, found, and changed one at a time in a server.

A row that does not open is left out, so that it holds up no other. Not here: what a row means, and when it goes (the
books).
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar, final

import structlog

from bot.core.codec import Codec
from bot.core.identity import Chance, PlanId, ServerId
from bot.core.sealing import CannotOpen, derive, pad, seal, unpad, unseal
from bot.services.server_records import Server
from bot.store.audit import Head, NewLine
from bot.store.plans import PlanRepository, PlanRow

_ID_BYTES: Final = 16

Facts = TypeVar("Facts")

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


class Coding(Protocol[Facts]):
    """Facts as the bytes that are sealed."""

    def encode(self, facts: Facts, /) -> bytes:
        """The bytes, of a size that tells little."""
        ...

    def decode(self, data: bytes, /) -> Facts:
        """What these bytes were made from.

        Raises:
            CannotOpen: their length does not fit.
            ValueError: they are not of this kind.
        """
        ...


@final
class Padded(Generic[Facts]):
    """Facts as JSON, filled to the next multiple of so many bytes."""

    def __init__(self, kind: type[Facts], step: int) -> None:
        self._codec = Codec(kind)
        self._step = step

    def encode(self, facts: Facts, /) -> bytes:
        """See `Coding`."""
        return pad(self._codec.encode(facts), self._step)

    def decode(self, data: bytes, /) -> Facts:
        """See `Coding`."""
        return self._codec.decode(unpad(data))


@dataclass(frozen=True)
class Seal:
    """How the rows of a table are sealed: with another seal nothing opens that lies there."""

    purpose: str
    """Of the key that is derived from the server's."""
    place: Callable[[ServerId, PlanId], bytes]
    """Of a row: the same bytes in another one do not open."""
    damaged: str
    """What is logged of a row that does not open."""


def under_its_id(_: ServerId, plan_id: PlanId) -> bytes:
    """The place of a row whose table has a key of its own."""
    return plan_id


@final
class SealedRows(Generic[Facts]):
    """Keeps, finds and changes the facts of one table."""

    def __init__(self, repository: PlanRepository, coding: Coding[Facts], seal: Seal, chance: Chance) -> None:
        self._repository = repository
        self._coding = coding
        self._seal = seal
        self._chance = chance
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)

    def new_id(self) -> PlanId:
        """An id for what is not yet kept."""
        return PlanId(self._chance(_ID_BYTES))

    def id_in(self, server: Server, form: str, *words: str) -> PlanId:
        """The id of what came with these words in this form, whenever it comes; without a form a new one."""
        if not form:
            return self.new_id()
        return PlanId(derive(server.key, f"{self._seal.purpose} in a form", form, *words)[:_ID_BYTES])

    def turn(self, server: Server) -> asyncio.Lock:
        """Whoever looks, and keeps what follows from it, holds this meanwhile; `change` does by itself."""
        return self._turns[server.server_id]

    async def find(self, server: Server, plan_id: PlanId) -> Facts | None:
        """What is kept under this id, if it opens and is this server's."""
        row = await self._repository.find(plan_id)
        return None if row is None or row.server_id != server.server_id else self._opened(server, row)

    async def of_server(self, server: Server) -> Mapping[PlanId, Facts]:
        """All that is kept of a server and opens, in no order."""
        opened = {row.plan_id: self._opened(server, row) for row in await self._repository.of_server(server.server_id)}
        return {plan_id: facts for plan_id, facts in opened.items() if facts is not None}

    async def of_servers(self, servers: Sequence[Server]) -> Mapping[ServerId, Mapping[PlanId, Facts]]:
        """All that is kept of each of these servers and opens, read at once; those of which nothing is are absent."""
        by_id = {server.server_id: server for server in servers}
        found: defaultdict[ServerId, dict[PlanId, Facts]] = defaultdict(dict)
        for row in await self._repository.of_servers(by_id):
            if (facts := self._opened(by_id[row.server_id], row)) is not None:
                found[row.server_id][row.plan_id] = facts
        return found

    async def ids(self, server: Server) -> Sequence[PlanId]:
        """Of all that is kept of a server, be it damaged, in no order."""
        return [row.plan_id for row in await self._repository.of_server(server.server_id)]

    async def damaged(self, server: Server) -> Sequence[PlanId]:
        """Of all that is kept of a server and does not open, in no order."""
        rows = await self._repository.of_server(server.server_id)
        return [row.plan_id for row in rows if self._opened(server, row) is None]

    async def add(self, server: Server, plan_id: PlanId, facts: Facts, line: NewLine | None = None) -> Head | None:
        """Keep what is new and, in one step with it, its line in the trail; then where the trail has got."""
        return await self._repository.add(self._row(server, plan_id, facts), line)

    async def replace(self, server: Server, plan_id: PlanId, facts: Facts) -> None:
        """Keep it as it is now; what is gone stays gone."""
        await self._repository.replace(self._row(server, plan_id, facts))

    async def keep(self, server: Server, plan_id: PlanId, facts: Facts) -> None:
        """Keep it, be it new, known, or in the place of a row that does not open."""
        if await self._repository.find(plan_id) is None:
            await self.add(server, plan_id, facts)
        else:
            await self.replace(server, plan_id, facts)

    async def change(self, server: Server, plan_id: PlanId, change: Callable[[Facts], Facts]) -> Facts | None:
        """Change what is kept; None where it is gone. `change` is given what is kept, and may refuse."""
        async with self.turn(server):
            before = await self.find(server, plan_id)
            if before is None:
                return None
            after = change(before)
            if after != before:
                await self.replace(server, plan_id, after)
            return after

    async def remove(self, plan_id: PlanId) -> None:
        """Forget it; none is fine."""
        await self._repository.remove(plan_id)

    def _row(self, server: Server, plan_id: PlanId, facts: Facts) -> PlanRow:
        key, place = derive(server.key, self._seal.purpose), self._seal.place(server.server_id, plan_id)
        return PlanRow(plan_id, server.server_id, seal(key, self._coding.encode(facts), place, self._chance))

    def _opened(self, server: Server, row: PlanRow) -> Facts | None:
        key, place = derive(server.key, self._seal.purpose), self._seal.place(row.server_id, row.plan_id)
        try:
            return self._coding.decode(unseal(key, row.sealed, place))
        except (CannotOpen, ValueError):
            log.warning(self._seal.damaged)
            return None
