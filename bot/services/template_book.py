"""The check-in templates of each server's own as they are kept: sealed rows. Not here: what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

from bot.core.codec import Codec
from bot.core.identity import Chance, PlanId, ServerId
from bot.core.own_template import OwnTemplate
from bot.core.sealing import derive, pad, seal, unpad, unseal
from bot.core.template import Template
from bot.services.server_records import Server
from bot.store.plans import PlanRepository, PlanRow

OWN: Final = "own-"
"""How the id of a server's own template begins; the rest is hexadecimal."""
_PADDING: Final = 2048
"""Bytes: one size for nearly every template."""
_ID_BYTES: Final = 16


@dataclass(frozen=True)
class KnownTemplate:
    """One template of a server's own."""

    plan_id: PlanId
    server_id: ServerId
    facts: OwnTemplate

    @property
    def template_id(self) -> str:
        """As rounds and schedules call it."""
        return f"{OWN}{self.plan_id.hex()}"

    @property
    def asked(self) -> Template | None:
        """What a check-in that starts now asks; None if it can be started by nobody."""
        in_use = None if self.facts.retired else self.facts.in_use
        return None if in_use is None else in_use.as_template(self.template_id)


@dataclass(frozen=True)
class Shelf:
    """Every template of a server."""

    own: Sequence[KnownTemplate]
    """Retired ones too; by title."""
    shipped: Sequence[Template]


@final
class TemplateBook:
    """Keeps and finds templates. Who changes one reads and replaces it in one turn."""

    def __init__(self, repository: PlanRepository, chance: Chance) -> None:
        self._repository = repository
        self._chance = chance
        self._codec = Codec(OwnTemplate)

    async def add(self, server: Server, facts: OwnTemplate) -> KnownTemplate:
        """Keep a new template."""
        known = KnownTemplate(PlanId(self._chance(_ID_BYTES)), server.server_id, facts)
        await self._repository.add(self._row(server, known))
        return known

    async def find(self, server: Server, template_id: str) -> KnownTemplate | None:
        """The template if it is there, and is this server's."""
        plan_id = _plan_id(template_id)
        row = None if plan_id is None else await self._repository.find(plan_id)
        return None if row is None or row.server_id != server.server_id else self._opened(server, row)

    async def of_server(self, server: Server) -> list[KnownTemplate]:
        """Every template of a server's own, by title."""
        known = [self._opened(server, row) for row in await self._repository.of_server(server.server_id)]
        return sorted(known, key=lambda each: (each.facts.content.title.casefold(), each.plan_id))

    async def replace(self, server: Server, known: KnownTemplate) -> None:
        """Keep it as it is now."""
        await self._repository.replace(self._row(server, known))

    async def remove(self, known: KnownTemplate) -> None:
        """Forget it; rounds keep their own copies."""
        await self._repository.remove(known.plan_id)

    def _row(self, server: Server, known: KnownTemplate) -> PlanRow:
        padded = pad(self._codec.encode(known.facts), _PADDING)
        sealed = seal(derive(server.key, "checkin template"), padded, known.plan_id, self._chance)
        return PlanRow(known.plan_id, server.server_id, sealed)

    def _opened(self, server: Server, row: PlanRow) -> KnownTemplate:
        padded = unseal(derive(server.key, "checkin template"), row.sealed, row.plan_id)
        return KnownTemplate(row.plan_id, row.server_id, self._codec.decode(unpad(padded)))


def _plan_id(template_id: str) -> PlanId | None:
    """The id of the row, or None if this is no id of a server's own template."""
    try:
        read = bytes.fromhex(template_id.removeprefix(OWN)) if template_id.startswith(OWN) else b""
    except ValueError:
        return None
    return PlanId(read) if len(read) == _ID_BYTES else None
