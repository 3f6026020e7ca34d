"""`/moderate impact` and its presses: takes them to the service and shows the action as it stands."""

from datetime import date
from typing import final

import discord
from discord import app_commands

from bot.core.slots import local_day
from bot.services.impact_telling import ImpactTelling
from bot.services.impacts import Impacts, ShownAction
from bot.services.problems import Refused
from bot.services.quarter_counts import QuarterCounts
from bot.services.servers import Servers
from bot.ui.door import Door
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from bot.ui.words import Words, command_words, words_for
from cogs.moderate.impact_alerts import AnsweredAlerts
from cogs.moderate.impact_forms import (
    FEATURE,
    LIST,
    NEW,
    SHOW,
    new_form,
    question_in,
    read_action,
    read_new,
    told_form,
    words_form,
    written_in,
)
from cogs.moderate.impact_pages import action_page, erase_page, list_page
from cogs.moderate.keys import number_in


@final
class ImpactPresses:
    """Serves the pages. Every press edits the one private message."""

    def __init__(  # noqa: PLR0913 - what the pages are made of
        self,
        impacts: Impacts,
        telling: ImpactTelling,
        counts: QuarterCounts,
        alerts: AnsweredAlerts,
        servers: Servers,
        door: Door,
    ) -> None:
        self._impacts = impacts
        self._telling = telling
        self._counts = counts
        self._alerts = alerts
        self._servers = servers
        self._door = door
        for action, press in (
            (LIST, self.every),
            (SHOW, self.open),
            (f"{FEATURE}:open", self.open),
            (NEW, self.ask_new),
            (f"{FEATURE}:ask", self.ask),
            (f"{FEATURE}:words", self.ask_words),
            (f"{FEATURE}:reword", self.ask_told),
            (f"{FEATURE}:erase", self.ask_erase),
            (f"{FEATURE}:erased", self.erase),
        ):
            door.press(action, press)
        door.form(NEW, self.record)
        door.form(f"{FEATURE}:worded", self.put_otherwise)
        door.form(f"{FEATURE}:told", self.reword)

    def command(self) -> app_commands.Command[app_commands.Group, ..., None]:
        """`impact`, to be hung under `/moderate`."""

        async def impact(interaction: discord.Interaction) -> None:
            await self._door.command(interaction, self.every)

        description = command_words("moderate-impact-description")
        return app_commands.Command(name="impact", description=description, callback=impact)

    async def every(self, visit: Visit) -> Answer:
        """List what was done."""
        return await self._list(visit)

    async def open(self, visit: Visit) -> Answer:
        """Show one, chosen from the list or named by the button."""
        action_id, _ = read_action(visit.values[0] if visit.values else visit.key)
        return await self._shown(visit, await self._impacts.look(visit.server_id, visit.person, action_id))

    async def ask_new(self, visit: Visit) -> Answer:
        """Open the form; whether this person may write is seen when it is sent."""
        alert_id = read_new(visit.key)
        step = "" if alert_id is None else await self._alerts.step(visit, alert_id)
        return new_form(visit.words, visit.key, self._door.fresh(), step)

    async def record(self, visit: Visit) -> Answer:
        """Keep what was done; if it answers an alert, that is not repeated."""
        alert_id = read_new(visit.key)
        written = written_in(visit, await self._public(visit))
        shown = await self._impacts.record(visit.server_id, visit.person, written, visit.now, visit.form)
        if alert_id is not None:
            await self._alerts.answered(visit, alert_id)
        is_left_out = written.question is not None and shown.facts.question is None
        return await self._shown(visit, shown, "impact-kept-apart" if is_left_out else "impact-kept")

    async def ask(self, visit: Visit) -> Answer:
        """Confirm that the group was told; where it was reworded meanwhile, show it once more."""
        action_id, mark = read_action(visit.key)
        try:
            shown = await self._telling.ask(visit.server_id, visit.person, action_id, mark, visit.now)
        except Refused as refused:
            if refused.key != "impact-reworded":
                raise
            found = await self._impacts.look(visit.server_id, visit.person, action_id)
            return await self._shown(visit, found, refused.key)
        return await self._shown(visit, shown, "impact-asked")

    async def ask_words(self, visit: Visit) -> Answer:
        """Open the form for other words for what was done and meant."""
        action_id, _ = read_action(visit.key)
        shown = await self._impacts.look(visit.server_id, visit.person, action_id)
        return words_form(visit.words, action_id, shown.facts, self._door.fresh())

    async def put_otherwise(self, visit: Visit) -> Answer:
        """Keep those words."""
        action_id, _ = read_action(visit.key)
        typed = visit.fields.get("words", ""), visit.fields.get("intent", "")
        shown = await self._impacts.reword(visit.server_id, visit.person, action_id, *typed)
        return await self._shown(visit, shown, "impact-worded")

    async def ask_told(self, visit: Visit) -> Answer:
        """Open the form for what the group was told."""
        action_id, _ = read_action(visit.key)
        shown = await self._impacts.look(visit.server_id, visit.person, action_id)
        public = await self._public(visit)
        return told_form(visit.words, public, action_id, shown.facts.question, self._door.fresh())

    async def reword(self, visit: Visit) -> Answer:
        """Keep what the group was told; it is asked once that is confirmed."""
        action_id, _ = read_action(visit.key)
        question = question_in(visit, await self._public(visit))
        shown = await self._telling.reword(visit.server_id, visit.person, action_id, question)
        return await self._shown(visit, shown, "impact-not-told" if question is None else "impact-changed")

    async def ask_erase(self, visit: Visit) -> Answer:
        """Ask before erasing."""
        action_id, _ = read_action(visit.key)
        return Reply(
            erase_page(visit.words, await self._impacts.look(visit.server_id, visit.person, action_id)), edit=True
        )

    async def erase(self, visit: Visit) -> Answer:
        """Erase it."""
        action_id, _ = read_action(visit.key)
        await self._impacts.erase(visit.server_id, visit.person, action_id)
        return await self._list(visit, "impact-erased")

    async def _list(self, visit: Visit, said: str = "") -> Reply:
        mine = await self._impacts.mine(visit.server_id, visit.person)
        quarters = await self._counts.told(await self._servers.get(visit.server_id), visit.person)
        note = visit.words(said) if said else ""
        page = list_page(visit.words, mine, quarters, await self._today(visit), number_in(visit.key), note)
        return Reply(page, edit=True)

    async def _shown(self, visit: Visit, shown: ShownAction, said: str = "") -> Reply:
        note = visit.words(said) if said else ""
        return Reply(action_page(visit.words, shown, await self._today(visit), note), edit=True)

    async def _today(self, visit: Visit) -> date:
        return local_day(visit.now, (await self._servers.get(visit.server_id)).zone)

    async def _public(self, visit: Visit) -> Words:
        return words_for((await self._servers.get(visit.server_id)).settings.language)
