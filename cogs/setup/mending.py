"""*Mend it*: makes the channel or role that is missing, chooses another, or has the agreement posted again."""

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from bot.core.setup_check import Mend
from bot.services.agreement_health import AgreementHealth
from bot.services.people import require_administrator
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.settings_list import BY_NAME
from bot.services.setup import SetupService
from bot.ui.door import Door
from bot.ui.making import Maker
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from bot.ui.words import words_for
from cogs.setup.checkup import Checkup
from cogs.setup.mend_pages import CHANNELS, NEEDED, ROLES, made_note, offer_page
from cogs.setup.pages import change_form, filled_in
from cogs.setup.telling import Telling

if TYPE_CHECKING:
    from bot.core.identity import ServerId

_MAKES: Final = CHANNELS | ROLES


class Mending:
    """Serves *Mend it*."""

    def __init__(  # noqa: PLR0913 - what it mends with
        self,
        servers: Servers,
        service: SetupService,
        checkup: Checkup,
        maker: Maker,
        telling: Telling,
        posts: AgreementHealth,
        door: Door,
    ) -> None:
        self._servers = servers
        self._service = service
        self._checkup = checkup
        self._maker = maker
        self._telling = telling
        self._posts = posts
        self._door = door
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)
        door.press("setup:mend", self.offer)
        door.press("setup:make", self.make)
        door.press("setup:choose", self.choose)
        door.form("setup:mended", self.chosen)

    async def offer(self, visit: Visit) -> Answer:
        """Say what the bot can do, or do it where there is nothing to choose."""
        server, mend = await self._asked(visit)
        if mend is Mend.AGREEMENT_POST:
            return await self._post_again(visit, server)
        if mend not in _MAKES:
            return self._form(visit, mend)
        may = self._maker.may(server.server_id, NEEDED[mend])
        return Reply(offer_page(visit.words, mend, server.settings, may=may), edit=True)

    async def _post_again(self, visit: Visit, server: Server) -> Reply:
        note = "mend-done-already"
        if await self._is_found(server, Mend.AGREEMENT_POST):
            await self._posts.repost(server.server_id, visit.person, visit.now)
            note = "mend-posted"
        return await self._checkup.report(visit, server, notes=[visit.words(note)])

    async def _is_found(self, server: Server, mend: Mend) -> bool:
        return any(one.mend is mend for one in await self._checkup.look(server))

    async def choose(self, visit: Visit) -> Answer:
        """Open the form for another channel, role or person."""
        _, mend = await self._asked(visit)
        return self._form(visit, mend)

    def _form(self, visit: Visit, mend: Mend) -> Answer:
        if mend.value not in BY_NAME:
            raise Refused("button-outdated")
        return change_form(visit.words, BY_NAME[mend.value], "", self._door.fresh(), "mended")

    async def chosen(self, visit: Visit) -> Answer:
        """Put what was chosen into the setting, and look again."""
        _, mend = await self._asked(visit)
        return await self._change(visit, mend, filled_in(visit), visit.words("setting-changed"))

    async def make(self, visit: Visit) -> Answer:
        """Make what is missing, unless somebody has mended it meanwhile."""
        server, mend = await self._asked(visit)
        if mend not in _MAKES:
            raise Refused("button-outdated")
        async with self._turns[server.server_id]:  # two who press at once would make two
            server = await self._servers.get(visit.server_id)
            if not await self._is_found(server, mend):
                return await self._checkup.report(visit, server, notes=[visit.words("mend-done-already")])
            if not self._maker.may(server.server_id, NEEDED[mend]):
                return Reply(offer_page(visit.words, mend, server.settings, may=False), edit=True)
            made = await self._made(server, mend)
            return await self._change(visit, mend, str(made), made_note(visit.words, mend, made))

    async def _made(self, server: Server, mend: Mend) -> int:
        name = words_for(server.settings.language)(f"made-{mend.value}")
        if mend in ROLES:
            return await self._maker.make_role(server.server_id, name)
        settings = server.settings
        if not self._maker.has_role(server.server_id, settings.moderators):
            raise Refused("mend-role-first")
        staff = {settings.moderators}
        if mend is Mend.FACILITATOR_CHANNEL:
            staff.add(settings.facilitators)
        return await self._maker.make_channel(server.server_id, name, staff)

    async def _change(self, visit: Visit, mend: Mend, value: str, note: str) -> Reply:
        done = await self._service.change(visit.server_id, visit.person, {mend.value: value}, visit.now)
        notes = [note]
        if done.announced is not None:
            await self._telling.now(done.server)
            notes.append(visit.words("setup-told-at-once", count=len(done.announced.untold)))
        return await self._checkup.report(visit, done.server, notes=notes)

    async def _asked(self, visit: Visit) -> tuple[Server, Mend]:
        """The server, and what is to be mended.

        Raises:
            Refused: not an administrator, not set up, or a button of ours does not say that.
        """
        require_administrator(visit.person)
        server = await self._servers.get(visit.server_id)
        if visit.key not in {one.value for one in Mend}:
            raise Refused("button-outdated")
        return server, Mend(visit.key)
