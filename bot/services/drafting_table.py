"""What facilitators have before them when they draft the agreement, and the one way in which they change it.

Not here: keeping drafts (`agreement_drafts.py`) and what can be done to one (`drafting_agreements.py`).
"""

from dataclasses import dataclass
from typing import Final, final

from bot.core.agreement import AgreementText, Clause, Kind, Version, changes, filled
from bot.core.agreement_draft import HEADING, SAID, AgreementDraft, Change, Overtaken, objections, part_mark
from bot.core.identity import ServerId
from bot.services.agreement_book import AgreementBook
from bot.services.agreement_drafts import AgreementDrafts, default_text
from bot.services.drafting_input import refuse_first
from bot.services.people import Person, server_for_facilitators
from bot.services.problems import Refused
from bot.services.publishing_agreements import ACKNOWLEDGED_WITHIN
from bot.services.server_records import Server
from bot.services.servers import Servers
from config.content import read_content

CHANGED_MEANWHILE: Final = "agreement-edit-changed-meanwhile"
"""Somebody else was first: whoever shows these words also shows what it says now."""


@dataclass(frozen=True)
class Seen:
    """A part as somebody saw it: its name, and the mark of its words (or, to move it, of the order)."""

    name: str
    mark: str


def seen(part: Clause) -> Seen:
    """A part as it is now."""
    return Seen(part.name, part_mark(part))


@dataclass(frozen=True)
class Worktable:
    """What is being worked on, and beside it what it began with."""

    server: Server
    draft: AgreementDraft
    start: AgreementText
    """The text in force, or the one that ships; its places are not filled in."""
    in_force: Version | None

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from what it began with."""
        return self.draft.text != self.start or self.draft.said != ""

    @property
    def kinds(self) -> dict[str, Kind]:
        """What happened to each part since then, by its name."""
        happened = {
            clause.name: change.kind
            for change in changes(self.start, self.draft.text)
            if (clause := change.after or change.before) is not None
        }
        if AgreementDraft(self.start).find(HEADING) != self.draft.find(HEADING):
            happened[HEADING] = Kind.REWORDED
        return happened

    @property
    def absent(self) -> list[Clause]:
        """Clauses that can be brought back: those that it began with, then those that ship."""
        known: dict[str, Clause] = {}
        for clause in (*self.start.clauses, *default_text(self.server).clauses):
            known.setdefault(clause.name, clause)
        return [clause for name, clause in known.items() if self.draft.find(name) is None]

    def stood(self, name: str) -> int:
        """The number that an absent clause had."""
        texts = (self.start, default_text(self.server))
        numbers = (number for text in texts if (number := AgreementDraft(text).number(name)) is not None)
        return next(numbers, len(self.draft.text.clauses) + 1)

    def default(self, name: str) -> Clause | None:
        """The part as it ships; None for one that a group wrote."""
        return None if name == SAID else AgreementDraft(default_text(self.server)).find(name)

    def filled(self, text: AgreementText) -> AgreementText:
        """A text as members would read it now."""
        settings = self.server.settings
        content = read_content("agreement", settings.language)
        return filled(text, content, settings.mandated_reporters, ACKNOWLEDGED_WITHIN)


@final
class Worktables:
    """Lays out what is being worked on, for facilitators alone, and changes it."""

    def __init__(self, drafts: AgreementDrafts, book: AgreementBook, servers: Servers) -> None:
        self._drafts = drafts
        self._book = book
        self._servers = servers

    async def look(self, server_id: ServerId, person: Person) -> Worktable:
        """What is being worked on.

        Raises:
            Refused: not a facilitator.
        """
        server = await server_for_facilitators(self._servers, server_id, person)
        return await self._laid(server, await self._drafts.working_copy(server))

    async def change(self, table: Worktable, change: Change) -> Worktable:
        """Change what is being worked on by now, which may be more than the table shows.

        Raises:
            Refused: it would not fit, or somebody else was first.
        """

        def fitting(draft: AgreementDraft) -> AgreementDraft:
            wanted = change(draft)
            refuse_first(objections(table.filled(wanted.text)))
            return wanted

        try:
            return await self._laid(table.server, await self._drafts.change(table.server, fitting))
        except Overtaken as error:
            raise Refused(CHANGED_MEANWHILE) from error

    async def throw_away(self, table: Worktable, revision: int) -> Worktable:
        """Begin again with the text in force; throwing away twice is harmless.

        Raises:
            Refused: somebody changed the draft since it was of this revision.
        """
        thrown = await self._drafts.throw_away(table.server, revision)
        if not thrown and await self._drafts.current(table.server) is not None:
            raise Refused(CHANGED_MEANWHILE)
        return await self._laid(table.server, await self._drafts.working_copy(table.server))

    async def _laid(self, server: Server, draft: AgreementDraft) -> Worktable:
        in_force = (await self._book.on_offer(server)).in_force
        return Worktable(server, draft, await self._drafts.starting_text(server), in_force)
