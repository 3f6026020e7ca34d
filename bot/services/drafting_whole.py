"""What facilitators do with the whole draft of the agreement: a file in, a file out, the default, thrown away.

Each takes the place of all that was drafted, so it holds only while the draft is still of the revision that was seen,
and the trail says who did it. Not here: its parts (`drafting_agreements.py`).
"""

from typing import final

from bot.core.agreement_draft import new_name, replaced
from bot.core.agreement_markdown import Imported, as_markdown
from bot.core.identity import Chance, ServerId
from bot.services.agreement_drafts import default_text
from bot.services.audit import Audit
from bot.services.drafting_input import SentFile, read_file, require_revision, take_in
from bot.services.drafting_table import Worktable, Worktables
from bot.services.people import Person


@final
class WholeDrafting:
    """The facilitators' side. Every method raises Refused for those who are none."""

    def __init__(self, tables: Worktables, audit: Audit, chance: Chance) -> None:
        self._tables = tables
        self._audit = audit
        self._chance = chance

    async def file(self, server_id: ServerId, person: Person) -> str:
        """What is being worked on, as Markdown."""
        return as_markdown((await self._tables.look(server_id, person)).draft.text)

    async def take_in(
        self, server_id: ServerId, person: Person, seen: str, file: SentFile
    ) -> tuple[Worktable, Imported]:
        """The text of a file, and what of it had to stay as it was.

        Raises:
            Refused: it cannot be an agreement, or somebody changed the draft meanwhile.
            CannotReach: Discord does not give the file.
        """
        table, revision = await self._tables.look(server_id, person), require_revision(seen)
        read = await read_file(file)
        default = default_text(table.server)
        taken = take_in(read, table.draft.text, default, lambda: new_name(self._chance))
        changed = await self._tables.change(table, replaced(taken.text, revision))
        await self._audit.record(table.server, person.member_id, "took the agreement draft from a file", {})
        return changed, taken

    async def use_default(self, server_id: ServerId, person: Person, seen: str) -> Worktable:
        """The whole text that ships.

        Raises:
            Refused: somebody changed the draft meanwhile.
        """
        table, revision = await self._tables.look(server_id, person), require_revision(seen)
        changed = await self._tables.change(table, replaced(default_text(table.server), revision))
        await self._audit.record(table.server, person.member_id, "began the agreement anew from the default", {})
        return changed

    async def throw_away(self, server_id: ServerId, person: Person, seen: str) -> Worktable:
        """Begin again with the text in force.

        Raises:
            Refused: somebody changed the draft meanwhile.
        """
        table = await self._tables.look(server_id, person)
        thrown = await self._tables.throw_away(table, require_revision(seen))
        await self._audit.record(table.server, person.member_id, "threw the agreement draft away", {})
        return thrown
