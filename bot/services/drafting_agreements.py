"""What facilitators do with the parts of the agreement's draft: look, reword, add, move, remove, restore.

Whatever somebody does holds only while its part is still as they saw it; else it is refused, and they look again.
Not here: the draft as a whole (`drafting_whole.py`), and reading what was typed (`drafting_input.py`).
"""

from typing import final

from bot.core.agreement import Clause
from bot.core.agreement_draft import NEVER_SILENCED, SAID, added, moved, new_name, removed, reworded
from bot.core.identity import Chance, ServerId
from bot.services.drafting_input import read_number, read_summary, read_words, require_name
from bot.services.drafting_table import Seen, Worktable, Worktables
from bot.services.people import Person
from bot.services.problems import Refused


@final
class AgreementDrafting:
    """The facilitators' side. Every method raises Refused for those who are none."""

    def __init__(self, tables: Worktables, chance: Chance) -> None:
        self._tables = tables
        self._chance = chance

    async def look(self, server_id: ServerId, person: Person) -> Worktable:
        """What is being worked on."""
        return await self._tables.look(server_id, person)

    async def part(self, server_id: ServerId, person: Person, name: str) -> tuple[Worktable, Clause]:
        """What is being worked on, and one part of it.

        Raises:
            Refused: it is gone.
        """
        table = await self._tables.look(server_id, person)
        part = table.draft.find(name)
        if part is None:
            raise Refused("agreement-edit-gone")
        return table, part

    async def wording(self, server_id: ServerId, person: Person, name: str) -> tuple[Worktable, Clause]:
        """The same, for a part that is about to be reworded.

        Raises:
            Refused: it is gone, or keeps its words.
        """
        _refuse_kept(name)
        return await self.part(server_id, person, name)

    async def clause(self, server_id: ServerId, person: Person, name: str) -> tuple[Worktable, Clause]:
        """The same, for a clause that is about to be moved or removed.

        Raises:
            Refused: it is gone, or no clause.
        """
        table, part = await self.part(server_id, person, name)
        _refuse_fixed(table, name)
        return table, part

    def name(self) -> str:
        """For a clause that is about to be written: whoever sends the same form twice adds one clause."""
        return new_name(self._chance)

    async def reword(self, server_id: ServerId, person: Person, seen: Seen, title: str, body: str) -> Worktable:
        """Other words for a part; the summary has no title.

        Raises:
            Refused: they do not fit; somebody else changed it meanwhile; or it is the clause that keeps its words.
        """
        table = await self._tables.look(server_id, person)
        _refuse_kept(seen.name)
        is_summary = seen.name == SAID
        words = Clause(SAID, "", read_summary(body)) if is_summary else read_words(seen.name, title, body)
        return await self._tables.change(table, reworded(seen.name, seen.mark, words.title, words.body))

    async def add(self, server_id: ServerId, person: Person, name: str, words: Clause, number: str) -> Worktable:
        """One more clause under a name from `name()`, with the number that was typed for it or at the end.

        Raises:
            Refused: it does not fit, or the number is none.
        """
        table = await self._tables.look(server_id, person)
        clause = read_words(require_name(name), words.title, words.body)
        return await self._tables.change(table, added(clause, read_number(number, len(table.draft.text.clauses) + 1)))

    async def move(self, server_id: ServerId, person: Person, seen: Seen, number: str) -> Worktable:
        """Another number for a clause, in the order that was seen.

        Raises:
            Refused: the number is none, it is no clause, or the order was changed meanwhile.
        """
        table = await self._tables.look(server_id, person)
        _refuse_fixed(table, seen.name)
        most = len(table.draft.text.clauses)
        to = read_number(number, most)
        if to is None:
            raise Refused("agreement-edit-not-a-number", most=most)
        return await self._tables.change(table, moved(seen.name, seen.mark, to))

    async def remove(self, server_id: ServerId, person: Person, seen: Seen) -> Worktable:
        """Without a clause.

        Raises:
            Refused: somebody else changed it meanwhile, or it is a part that stays.
        """
        table = await self._tables.look(server_id, person)
        _refuse_kept(seen.name)
        _refuse_fixed(table, seen.name)
        return await self._tables.change(table, removed(seen.name, seen.mark))

    async def restore(self, server_id: ServerId, person: Person, seen: Seen) -> Worktable:
        """The words that ship for a part.

        Raises:
            Refused: none ship for it, or somebody else changed it meanwhile.
        """
        table = await self._tables.look(server_id, person)
        default = table.default(seen.name)
        if default is None:
            raise Refused("button-outdated")
        return await self._tables.change(table, reworded(seen.name, seen.mark, default.title, default.body))

    async def bring_back(self, server_id: ServerId, person: Person, name: str) -> Worktable:
        """A clause that was removed, where it stood; bringing it back twice is harmless.

        Raises:
            Refused: there is no such clause, or there would be too many.
        """
        table = await self._tables.look(server_id, person)
        if table.draft.find(name) is not None:
            return table
        clause = next((one for one in table.absent if one.name == name), None)
        if clause is None:
            raise Refused("button-outdated")
        return await self._tables.change(table, added(clause, table.stood(name)))


def _refuse_kept(name: str) -> None:
    if name == NEVER_SILENCED:
        raise Refused("agreement-edit-never-silenced")


def _refuse_fixed(table: Worktable, name: str) -> None:
    """Not a note, the heading or the summary; what is gone is found out later."""
    if table.draft.find(name) is not None and table.draft.number(name) is None:
        raise Refused("agreement-edit-fixed")
