"""`/facilitate agreement edit`: the parts of the draft. Takes presses and forms to the service and shows what is there.

Not here: the draft as a whole (`edit_whole.py`).
"""

from collections.abc import Awaitable, Callable, Sequence

import discord
from discord import app_commands

from bot.core.agreement import Clause
from bot.services.drafting_agreements import AgreementDrafting
from bot.services.drafting_table import CHANGED_MEANWHILE, Worktable
from bot.services.problems import Refused
from bot.ui.door import Door
from bot.ui.page import Answer, Page, Part, Reply
from bot.ui.visit import Visit
from bot.ui.words import command_words
from cogs.agreement import edit_forms, edit_pages
from cogs.agreement.edit_ids import FEATURE, read_key

Beside = Callable[[Visit], Awaitable[Sequence[Part]]]
"""What stands on the list beside the draft, for those who edit: suggestions that arrived."""


class EditPresses:
    """The parts of the draft. Every press edits the one private message."""

    def __init__(self, drafting: AgreementDrafting, door: Door, beside: Beside) -> None:
        self._drafting = drafting
        self._door = door
        self._beside = beside
        for action, press in (
            ("list", self.every),
            ("show", self.show),
            ("new", self.ask_new),
            ("ask-reword", self.ask_reword),
            ("ask-move", self.ask_move),
            ("ask-remove", self.ask_remove),
            ("remove", self.remove),
            ("restore", self.restore),
            ("bring-back", self.bring_back),
            ("difference", self.difference),
        ):
            door.press(f"{FEATURE}:{action}", press)
        for action, form in (("add", self.add), ("reword", self.reword), ("move", self.move)):
            door.form(f"{FEATURE}:{action}", form)

    async def every(self, visit: Visit) -> Answer:
        """List the parts."""
        table = await self._drafting.look(visit.server_id, visit.person)
        return await self.listed(visit, table, edit=visit.action == f"{FEATURE}:list")

    async def show(self, visit: Visit) -> Answer:
        """Show one part, chosen from the list or named by the button."""
        name = visit.values[0] if visit.values else visit.key
        return await self.or_list(visit, self._shown(visit, name))

    async def ask_new(self, visit: Visit) -> Answer:
        """Open the form for one more clause."""
        table = await self._drafting.look(visit.server_id, visit.person)
        return edit_forms.add_form(visit.words, table, self._drafting.name(), self._door.fresh())

    async def add(self, visit: Visit) -> Answer:
        """Add it to the draft."""
        title, body = _typed(visit)
        words, number = Clause("", title, body), visit.fields.get("number", "")
        adding = self._drafting.add(visit.server_id, visit.person, visit.key, words, number)
        return await self._or_meanwhile(visit, visit.key, adding, "agreement-edit-added")

    async def ask_reword(self, visit: Visit) -> Answer:
        """Open the form for a part as it is now."""
        table, part = await self._drafting.wording(visit.server_id, visit.person, visit.key)
        return edit_forms.part_form(visit.words, table, part, self._door.fresh())

    async def reword(self, visit: Visit) -> Answer:
        """Keep the words in the draft."""
        seen = read_key(visit.key)
        rewording = self._drafting.reword(visit.server_id, visit.person, seen, *_typed(visit))
        return await self._or_meanwhile(visit, seen.name, rewording, "agreement-edit-kept")

    async def ask_move(self, visit: Visit) -> Answer:
        """Open the form for another number."""
        name = read_key(visit.key).name
        table, clause = await self._drafting.clause(visit.server_id, visit.person, name)
        return edit_forms.move_form(visit.words, table, clause, self._door.fresh())

    async def move(self, visit: Visit) -> Answer:
        """Give a clause another number; after a slip the clause as it stands, to try again."""
        seen, number = read_key(visit.key), visit.fields.get("number", "")
        moving = self._drafting.move(visit.server_id, visit.person, seen, number)
        try:
            return await self._after(visit, moving, "agreement-edit-moved")
        except Refused as refused:
            said = visit.words(refused.key, **refused.values)
            return await self.or_list(visit, self._shown(visit, seen.name, said))

    async def ask_remove(self, visit: Visit) -> Answer:
        """Ask before a clause goes."""
        return await self.or_list(visit, self._asked(visit))

    async def remove(self, visit: Visit) -> Answer:
        """Take a clause out of the draft."""
        removing = self._drafting.remove(visit.server_id, visit.person, read_key(visit.key))
        return await self.or_list(visit, self._after(visit, removing, "agreement-edit-removed"))

    async def restore(self, visit: Visit) -> Answer:
        """Let a part say again what ships."""
        seen = read_key(visit.key)
        restoring = self._drafting.restore(visit.server_id, visit.person, seen)
        return await self._or_meanwhile(visit, seen.name, restoring, "agreement-edit-restored")

    async def bring_back(self, visit: Visit) -> Answer:
        """Put a clause back that was removed."""
        bringing = self._drafting.bring_back(visit.server_id, visit.person, visit.value)
        return await self.or_list(visit, self._after(visit, bringing, "agreement-edit-brought-back"))

    async def difference(self, visit: Visit) -> Answer:
        """Show what changed, and the facilitators' own summary."""
        table = await self._drafting.look(visit.server_id, visit.person)
        return in_turn(edit_pages.difference_pages(visit.words, table))

    async def listed(self, visit: Visit, table: Worktable, note: str = "", *, edit: bool = True) -> Reply:
        """The list, with a word on what was just done."""
        beside = await self._beside(visit)
        return Reply(edit_pages.table_page(visit.words, table, note, beside), edit=edit)

    async def or_list(self, visit: Visit, step: Awaitable[Answer]) -> Answer:
        """What a step answers; if it was refused, the list as it stands and why."""
        try:
            return await step
        except Refused as refused:
            table = await self._drafting.look(visit.server_id, visit.person)
            return await self.listed(visit, table, visit.words(refused.key, **refused.values))

    async def _after(self, visit: Visit, step: Awaitable[Worktable], done: str) -> Answer:
        return await self.listed(visit, await step, visit.words(done))

    async def _or_meanwhile(self, visit: Visit, name: str, step: Awaitable[Worktable], done: str) -> Answer:
        """The part as it is after a step; if somebody else was first, what it says now and what was typed."""
        try:
            table = await step
        except Refused as refused:
            if refused.key != CHANGED_MEANWHILE:
                raise
            table = await self._drafting.look(visit.server_id, visit.person)
            return in_turn(edit_pages.meanwhile_pages(visit.words, table, name, _typed(visit)))
        return self._part_shown(visit, table, name, visit.words(done))

    async def _shown(self, visit: Visit, name: str, note: str = "") -> Answer:
        table, _ = await self._drafting.part(visit.server_id, visit.person, name)
        return self._part_shown(visit, table, name, note)

    def _part_shown(self, visit: Visit, table: Worktable, name: str, note: str = "") -> Reply:
        part = table.draft.find(name)
        if part is None:
            raise Refused("agreement-edit-gone")
        return Reply(edit_pages.part_page(visit.words, table, part, note), edit=True)

    async def _asked(self, visit: Visit) -> Answer:
        table, clause = await self._drafting.clause(visit.server_id, visit.person, read_key(visit.key).name)
        return Reply(edit_pages.remove_page(visit.words, table, clause), edit=True)


def in_turn(pages: Sequence[Page]) -> Reply:
    """Several messages, the first in place of the one whose button was pressed."""
    return Reply(pages[0], edit=True, more=pages[1:])


def _typed(visit: Visit) -> tuple[str, str]:
    return visit.fields.get("title", ""), visit.fields.get("body", "")


def edit_command(presses: EditPresses, door: Door) -> app_commands.Command[app_commands.Group, ..., None]:
    """`edit`, to be hung under `/facilitate agreement`."""

    async def edit(interaction: discord.Interaction) -> None:
        await door.command(interaction, presses.every)

    description = command_words("facilitate-agreement-edit-description")
    return app_commands.Command(name="edit", description=description, callback=edit)
