"""`/moderate signals` and its presses, and *We have seen it* on alerts."""

from typing import Final, final

import discord
from discord import app_commands

from bot.core.warning import TOLERANCES
from bot.services.alerting import Alerting
from bot.services.clustering import Clusters
from bot.services.problems import Refused
from bot.services.servers import Servers
from bot.services.signals import Signalled, Signals
from bot.ui.door import Door
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from bot.ui.words import command_words
from cogs.moderate import signal_ids
from cogs.moderate.cluster_pages import signal_parts
from cogs.moderate.signal_alerts import SignalPosts
from cogs.moderate.signal_ids import read_alert, read_schedule, read_share
from cogs.moderate.signal_pages import noted_page, signals_pages, sure_page, tolerance_page, why_page
from cogs.moderate.signal_pictures import SignalPictures

MOST_PICTURES: Final = 3
"""On the page of all; every one has its own when it is looked at closer."""


@final
class SignalPresses:
    """Serves the pages."""

    def __init__(  # noqa: PLR0913 - what the pages are made of
        self,
        signals: Signals,
        alerting: Alerting,
        posts: SignalPosts,
        pictures: SignalPictures,
        clusters: Clusters,
        servers: Servers,
        door: Door,
    ) -> None:
        self._signals = signals
        self._alerting = alerting
        self._posts = posts
        self._pictures = pictures
        self._clusters = clusters
        self._servers = servers
        self._door = door
        for action, press in (
            (signal_ids.LIST, self.list),
            (signal_ids.PICK, self.pick),
            (signal_ids.TOLERANCE, self.ask),
            (signal_ids.TOLERATE, self.tolerate),
            (signal_ids.WHY, self.why),
            (signal_ids.SEEN, self.seen),
        ):
            door.press(action, press)

    def command(self) -> app_commands.Command[app_commands.Group, ..., None]:
        """`signals`, to be hung under `/moderate`."""

        async def signals(interaction: discord.Interaction) -> None:
            await self._door.command(interaction, self.list)

        description = command_words("moderate-signals-description")
        return app_commands.Command(name="signals", description=description, callback=signals)

    async def list(self, visit: Visit) -> Answer:
        """How it is, what waits to be seen, and the clusters of this viewer."""
        return await self._all(visit)

    async def pick(self, visit: Visit) -> Answer:
        """One of them, and the shares to choose from."""
        one = await self._one(visit, visit.value)
        return Reply(tolerance_page(visit.words, one, await self._pictures.of(visit.words, one)), edit=True)

    async def ask(self, visit: Visit) -> Answer:
        """Ask whether somebody is sure of a share."""
        one, tolerance = await self._one(visit, visit.key), read_share(visit.value)
        if tolerance not in TOLERANCES:
            raise Refused("button-outdated")
        if tolerance == one.watch.tolerance:
            return await self._all(visit)
        return Reply(sure_page(visit.words, one, tolerance), edit=True)

    async def tolerate(self, visit: Visit) -> Answer:
        """Change it."""
        schedule_id, tolerance = read_schedule(visit.key), read_share(visit.key)
        await self._signals.tolerate(visit.server_id, visit.person, schedule_id, tolerance)
        return await self._all(visit, visit.words("signals-tolerance-done"))

    async def why(self, visit: Visit) -> Answer:
        """How it is worked out."""
        return Reply(why_page(visit.words), edit=True)

    async def seen(self, visit: Visit) -> Answer:
        """Keep that somebody has seen an alert, and say so on its posts; not who."""
        alert_id = read_alert(visit.key)
        known = await self._alerting.seen(visit.server_id, visit.person, alert_id, visit.now)
        await self._posts.redraw(await self._servers.get(visit.server_id), known)
        return Reply(noted_page(visit.words), edit=True)

    async def _all(self, visit: Visit, note: str = "") -> Reply:
        found = await self._signals.every(visit.server_id, visit.person)
        known = await self._alerting.of_person(visit.server_id, visit.person, visit.now)
        waiting = [each for each in known if each.alert.waits and each.alert.told]
        drawn = [await self._pictures.of(visit.words, one, at) for at, one in enumerate(found[:MOST_PICTURES], 1)]
        pictures = [picture for picture in drawn if picture is not None]
        server = await self._servers.get(visit.server_id)
        mine = await self._clusters.for_viewer(server, visit.person, visit.now)
        below = (*pictures, *signal_parts(visit.words, visit.server_id, mine))
        first, *more = signals_pages(visit.words, found, waiting, below, note)
        return Reply(first, edit=True, more=more)

    async def _one(self, visit: Visit, written: str) -> Signalled:
        return await self._signals.one(visit.server_id, visit.person, read_schedule(written))
