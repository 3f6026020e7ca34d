"""The check-in templates of each server's own as they are kept: sealed rows. Not here: what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

from bot.core.identity import Chance, PlanId, ServerId
from bot.core.own_template import OwnTemplate
from bot.core.template import Template
from bot.services.sealed_rows import Padded, Seal, SealedRows, under_its_id
from bot.services.server_records import Server
from bot.store.plans import PlanRepository

OWN: Final = "own-"
"""How the id of a server's own template begins; the rest is hexadecimal."""
_PADDING: Final = 2048
"""Bytes: one size for nearly every template."""
_ID_BYTES: Final = 16
_SEAL: Final = Seal("checkin template", under_its_id, "a template does not open; it is left out")


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
        self._rows = SealedRows(repository, Padded(OwnTemplate, _PADDING), _SEAL, chance)

    def new(self, server: Server, facts: OwnTemplate, form: str) -> KnownTemplate:
        """A template that is not yet kept, unless what it says came in this very form before."""
        content = facts.content
        return KnownTemplate(
            self._rows.id_in(server, form, content.title, content.introduction), server.server_id, facts
        )

    async def add(self, server: Server, known: KnownTemplate) -> None:
        """Keep a new template."""
        await self._rows.add(server, known.plan_id, known.facts)

    async def find(self, server: Server, template_id: str) -> KnownTemplate | None:
        """The template if it is there, and is this server's."""
        plan_id = _plan_id(template_id)
        facts = None if plan_id is None else await self._rows.find(server, plan_id)
        return None if plan_id is None or facts is None else KnownTemplate(plan_id, server.server_id, facts)

    async def of_server(self, server: Server) -> list[KnownTemplate]:
        """Every template of a server's own, by title."""
        kept = await self._rows.of_server(server)
        known = [KnownTemplate(plan_id, server.server_id, facts) for plan_id, facts in kept.items()]
        return sorted(known, key=lambda each: (each.facts.content.title.casefold(), each.plan_id))

    async def replace(self, server: Server, known: KnownTemplate) -> None:
        """Keep it as it is now."""
        await self._rows.replace(server, known.plan_id, known.facts)

    async def remove(self, known: KnownTemplate) -> None:
        """Forget it; rounds keep their own copies."""
        await self._rows.remove(known.plan_id)


def _plan_id(template_id: str) -> PlanId | None:
    """The id of the row, or None if this is no id of a server's own template."""
    try:
        read = bytes.fromhex(template_id.removeprefix(OWN)) if template_id.startswith(OWN) else b""
    except ValueError:
        return None
    return PlanId(read) if len(read) == _ID_BYTES else None
