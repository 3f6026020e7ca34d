"""`/facilitate agreement edit`: all of the draft - previewed, a file in, a file out, begun anew, thrown away.

Not here: its parts (`edit_presses.py`).
"""

from collections.abc import Awaitable

from bot.core.agreement_markdown import Imported
from bot.services.drafting_agreements import AgreementDrafting
from bot.services.drafting_table import Worktable
from bot.services.drafting_whole import WholeDrafting
from bot.services.problems import Refused
from bot.services.publishing_agreements import AgreementPublishing, Proposal
from bot.ui.door import Door
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from bot.ui.words import Words, words_for
from cogs.agreement import edit_forms, edit_pages, pages
from cogs.agreement.edit_ids import FEATURE
from cogs.agreement.edit_presses import EditPresses, in_turn


class WholePresses:
    """What concerns all of the draft at once."""

    def __init__(
        self,
        drafting: AgreementDrafting,
        whole: WholeDrafting,
        publishing: AgreementPublishing,
        parts: EditPresses,
        door: Door,
    ) -> None:
        self._drafting = drafting
        self._whole = whole
        self._publishing = publishing
        self._parts = parts
        self._door = door
        for action, press in (
            ("preview", self.preview),
            ("export", self.export),
            ("ask-import", self.ask_import),
            ("ask-default", self.ask_sure),
            ("ask-throw", self.ask_sure),
            ("default", self.use_default),
            ("throw", self.throw_away),
        ):
            door.press(f"{FEATURE}:{action}", press)
        door.form(f"{FEATURE}:import", self.take_in)

    async def preview(self, visit: Visit) -> Answer:
        """Show the posts exactly as members will see them."""
        table = await self._drafting.look(visit.server_id, visit.person)
        proposal = await self._proposal(visit, table)
        *shown, _ = pages.preview_pages(visit.words, words_for(table.server.settings.language), proposal)
        is_new = table.in_force is None or proposal.version.number != table.in_force.number
        said = visit.words("agreement-edit-previewed" if is_new else "agreement-edit-previewed-in-force")
        return in_turn([*shown, pages.note(said, edit_pages.back(visit.words))])

    async def export(self, visit: Visit) -> Answer:
        """Give the draft as a file."""
        return Reply(edit_pages.file_page(visit.words, await self._whole.file(visit.server_id, visit.person)))

    async def ask_import(self, visit: Visit) -> Answer:
        """Open the form for a file."""
        table = await self._drafting.look(visit.server_id, visit.person)
        return edit_forms.import_form(visit.words, table, self._door.fresh())

    async def take_in(self, visit: Visit) -> Answer:
        """Take the draft from a file; if that cannot be, the list as it stands and why."""
        return await self._parts.or_list(visit, self._taken(visit))

    async def ask_sure(self, visit: Visit) -> Answer:
        """Ask before the whole draft goes."""
        table = await self._drafting.look(visit.server_id, visit.person)
        action = visit.action.removeprefix(f"{FEATURE}:ask-")
        return Reply(edit_pages.sure_page(visit.words, table, action), edit=True)

    async def use_default(self, visit: Visit) -> Answer:
        """Begin with the text that ships."""
        beginning = self._whole.use_default(visit.server_id, visit.person, visit.key)
        return await self._parts.or_list(visit, self._after(visit, beginning, "agreement-edit-default-done"))

    async def throw_away(self, visit: Visit) -> Answer:
        """Begin with the text in force."""
        throwing = self._whole.throw_away(visit.server_id, visit.person, visit.key)
        return await self._parts.or_list(visit, self._after(visit, throwing, "agreement-edit-throw-done"))

    async def _after(self, visit: Visit, step: Awaitable[Worktable], done: str) -> Answer:
        return await self._parts.listed(visit, await step, visit.words(done))

    async def _taken(self, visit: Visit) -> Answer:
        upload = visit.uploads.get("file")
        if upload is None:
            raise Refused("agreement-import-nothing")
        table, taken = await self._whole.take_in(visit.server_id, visit.person, visit.key, upload)
        return await self._parts.listed(visit, table, _told(visit.words, table, taken))

    async def _proposal(self, visit: Visit, table: Worktable) -> Proposal:
        """What would be published now; if nothing changed, the version in force."""
        in_force = table.in_force
        try:
            proposal = await self._publishing.propose(visit.server_id, visit.person, visit.now)
        except Refused as refused:
            if refused.key != "agreement-unchanged" or in_force is None:
                raise
            return Proposal(table.server, in_force, (), "")
        return proposal if isinstance(proposal, Proposal) else Proposal(table.server, proposal.version, (), "")


def _told(words: Words, table: Worktable, taken: Imported) -> str:
    """What came of a file, and what had to stay as it was."""
    said = [words("agreement-imported", count=len(table.draft.text.clauses))]
    if taken.put_back:
        said.append(words("agreement-imported-put-back"))
    if taken.kept_notes:
        said.append(words("agreement-imported-kept-notes", count=taken.kept_notes))
    return " ".join(said)
