"""`/facilitate reflect` and its presses: whoever presses is shown what is their own, in a message for them alone."""

from collections.abc import Sequence

import discord
from discord import app_commands

from bot.services.checkin_results import CheckinResults
from bot.services.checkin_rounds import KnownRound
from bot.services.problems import Refused
from bot.services.reflections import Entry, Reflections
from bot.ui.door import Door
from bot.ui.page import Answer, Page, Reply
from bot.ui.places import channel_name
from bot.ui.visit import Visit
from bot.ui.words import command_words
from cogs.agreement.keys import read_number
from cogs.checkin.ids import read_round
from cogs.checkin.result_pages import result_page
from cogs.reflect import hope_pages, journal_pages
from cogs.reflect.journal_pages import FEATURE


class JournalPresses:
    """Serves a writer's own pages."""

    def __init__(self, reflections: Reflections, results: CheckinResults, door: Door) -> None:
        self._reflections = reflections
        self._results = results
        self._door = door
        for action, press in (
            ("open", self.open),
            ("another", self.another),
            ("write", self.ask),
            ("list", self.list),
            ("read", self.read),
            ("export", self.export),
            ("ask-one", self.ask_one),
            ("ask-all", self.ask_all),
            ("erase-one", self.erase_one),
            ("erase-all", self.erase_all),
            ("hopes", self.hopes),
            ("hope", self.ask_hope),
            ("beside", self.beside),
        ):
            door.press(f"{FEATURE}:{action}", press)
        door.form(f"{FEATURE}:wrote", self.write)
        door.form(f"{FEATURE}:hoped", self.hope)

    def command(self) -> app_commands.Command[app_commands.Group, ..., None]:
        """`reflect`, to be hung under `/facilitate`."""

        async def reflect(interaction: discord.Interaction) -> None:
            await self._door.command(interaction, self.open)

        description = command_words("facilitate-reflect-description")
        return app_commands.Command(name="reflect", description=description, callback=reflect)

    async def open(self, visit: Visit) -> Answer:
        """The prompt whose turn it is."""
        desk = await self._reflections.desk(visit.server_id, visit.person, visit.words.language)
        return Reply(journal_pages.desk_page(visit.words, desk), edit=True)

    async def another(self, visit: Visit) -> Answer:
        """The next prompt."""
        desk = await self._reflections.another(visit.server_id, visit.person, visit.words.language)
        return Reply(journal_pages.desk_page(visit.words, desk), edit=True)

    async def ask(self, visit: Visit) -> Answer:
        """Open the form for an answer."""
        asked = _asked(visit.key)
        prompt = await self._reflections.prompt(visit.server_id, visit.person, visit.words.language, asked)
        return journal_pages.write_form(visit.words, asked, prompt, self._door.fresh())

    async def write(self, visit: Visit) -> Answer:
        """Keep the answer."""
        asked, written = _asked(visit.key), visit.fields.get("words", "")
        desk = await self._reflections.write(
            visit.server_id, visit.person, visit.words.language, asked, written, visit.now, visit.form
        )
        return Reply(journal_pages.desk_page(visit.words, desk, is_kept=True), edit=True)

    async def list(self, visit: Visit) -> Answer:
        """What was written."""
        page = read_number(visit.key) if visit.key else 0
        return Reply(journal_pages.list_page(visit.words, await self._entries(visit), page), edit=True)

    async def read(self, visit: Visit) -> Answer:
        """One thing that was written."""
        return Reply(journal_pages.entry_page(visit.words, await self._entry(visit, visit.value)), edit=True)

    async def export(self, visit: Visit) -> Answer:
        """All of it in a file; where nothing is left, that is said, and there is none."""
        entries = await self._entries(visit)
        if not entries:
            return Reply(journal_pages.list_page(visit.words, entries))
        return Reply(journal_pages.file_page(visit.words, entries, visit.now.date()))

    async def ask_one(self, visit: Visit) -> Answer:
        """Ask before erasing one."""
        entry = await self._entry(visit, visit.key)
        return Reply(journal_pages.ask_page(visit.words, "one", entry.mark), edit=True)

    async def ask_all(self, visit: Visit) -> Answer:
        """Ask before erasing all; where nothing is left, that is said."""
        entries = await self._entries(visit)
        page = journal_pages.ask_page(visit.words, "all") if entries else journal_pages.list_page(visit.words, entries)
        return Reply(page, edit=True)

    async def erase_one(self, visit: Visit) -> Answer:
        """Erase one."""
        left = await self._reflections.erase_one(visit.server_id, visit.person, visit.key)
        return Reply(journal_pages.list_page(visit.words, left), edit=True)

    async def erase_all(self, visit: Visit) -> Answer:
        """Erase all."""
        await self._entries(visit)
        await self._reflections.erase_all(visit.server_id, visit.person)
        return Reply(journal_pages.erased_page(visit.words), edit=True)

    async def hopes(self, visit: Visit) -> Answer:
        """What can be hoped for, and what was."""
        found = await self._reflections.hopes(visit.server_id, visit.person, visit.now)
        guild = visit.interaction.guild
        page = hope_pages.hopes_page(visit.words, found, lambda known: channel_name(guild, known.facts.channel))
        return Reply(page, edit=True)

    async def ask_hope(self, visit: Visit) -> Answer:
        """Open the form for what is hoped of a check-in."""
        known, hope = await self._reflections.to_hope(visit.server_id, visit.person, read_round(visit.value), visit.now)
        return hope_pages.hope_form(visit.words, known, hope, self._door.fresh())

    async def hope(self, visit: Visit) -> Answer:
        """Keep it."""
        round_id, written = read_round(visit.key), visit.fields.get("words", "")
        title = await self._reflections.hope(visit.server_id, visit.person, round_id, written, visit.now)
        return Reply(hope_pages.hoped_page(visit.words, title), edit=True)

    async def beside(self, visit: Visit) -> Answer:
        """What was hoped, and then the result."""
        known = await self._results.result(visit.server_id, visit.person, read_round(visit.value))
        first, *more = [
            *await self.hoped_of(visit, known),
            *result_page(visit.words, known, await self._results.day(known)),
        ]
        return Reply(first, more=more)

    async def hoped_of(self, visit: Visit, known: KnownRound) -> Sequence[Page]:
        """The page of what whoever asks hoped of a closed round; none if they wrote nothing."""
        hope = await self._reflections.beside(visit.server_id, visit.person, known.round_id)
        return [] if hope is None else [hope_pages.beside_page(visit.words, known.facts.template.title, hope)]

    async def _entries(self, visit: Visit) -> Sequence[Entry]:
        return await self._reflections.entries(visit.server_id, visit.person)

    async def _entry(self, visit: Visit, mark: str) -> Entry:
        found = next((entry for entry in await self._entries(visit) if entry.mark == mark), None)
        if found is None:
            raise Refused("reflect-gone")
        return found


def _asked(key: str) -> int | str:
    """The place of a prompt, or else the id of a card; whether there is one is seen later."""
    return read_number(key) if key.isascii() and key.isdigit() else key
