"""Set-up in one form, for who has never done it: what the group lacks is made, the rest is asked.

Not here: the first words in a new server (`greeting.py`), and `/setup start`, which takes what is there already.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from bot.core.identity import RoleId, ServerId
from bot.core.setup_check import Mend
from bot.services.people import require_administrator
from bot.services.problems import Refused
from bot.services.servers import Servers
from bot.services.settings_list import BY_NAME, read
from bot.services.setup import SetupService
from bot.ui.door import Door
from bot.ui.making import Maker
from bot.ui.page import Answer, ChannelField, Form, RoleField, TextField
from bot.ui.visit import Visit
from bot.ui.words import Words
from cogs.setup.checkup import Checkup
from cogs.setup.mend_pages import NEEDED, made_note

_ROLES: Final = (Mend.MODERATORS, Mend.FACILITATORS)
_ASKED: Final = ("group_channel", "timezone", "outside_contact")


class Guide:
    """Serves the form of the first set-up."""

    def __init__(self, servers: Servers, service: SetupService, checkup: Checkup, maker: Maker, door: Door) -> None:
        self._servers = servers
        self._service = service
        self._checkup = checkup
        self._maker = maker
        self._door = door
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)
        door.press("setup:guide", self.ask)
        door.form("setup:guided", self.set_up)

    async def ask(self, visit: Visit) -> Answer:
        """Open the form."""
        await self._must_be_new(visit)
        return guide_form(visit.words, self._door.fresh())

    async def set_up(self, visit: Visit) -> Answer:
        """Make what is missing, set the group up with it, and report."""
        async with self._turns[visit.server_id]:  # sent twice it would make everything twice
            await self._must_be_new(visit)
            given = {name: visit.fields.get(name, "") for name in (*_ASKED, *(mend.value for mend in _ROLES))}
            chosen = {name: raw for name, raw in given.items() if raw or name in _ASKED}
            for name, raw in chosen.items():
                read(BY_NAME[name], raw)  # before anything is made
            made = await self._made(visit, chosen)
            made_too = {mend.value: str(number) for mend, number in made.items()}
            done = await self._service.start(visit.server_id, visit.person, chosen | made_too, visit.now)
        notes = [made_note(visit.words, mend, number) for mend, number in made.items()]
        return await self._checkup.report(visit, done.server, title="setup-saved", notes=notes, edit=False)

    async def _made(self, visit: Visit, chosen: Mapping[str, str]) -> dict[Mend, int]:
        server_id, words = visit.server_id, visit.words
        missing = [mend for mend in (*_ROLES, Mend.MODERATOR_CHANNEL) if mend.value not in chosen]
        for permission in dict.fromkeys(NEEDED[mend] for mend in missing):
            if not self._maker.may(server_id, permission):
                raise Refused("guide-may-not", permission=permission)
        made: dict[Mend, int] = {}
        for mend in missing:
            name = words(f"made-{mend.value}")
            if mend in _ROLES:
                made[mend] = await self._maker.make_role(server_id, name)
            else:
                moderators = RoleId(int(chosen.get(Mend.MODERATORS.value) or made[Mend.MODERATORS]))
                made[mend] = await self._maker.make_channel(server_id, name, [moderators])
        return made

    async def _must_be_new(self, visit: Visit) -> None:
        require_administrator(visit.person)
        if await self._servers.find(visit.server_id) is not None:
            raise Refused("begin-already")


def guide_form(words: Words, fresh: str) -> Form:
    """All that is asked; a role that is left empty is made."""
    channel, zone, contact = (words(f"setting-{name}") for name in _ASKED)
    meanings = {name: words(f"setting-{name}-meaning") for name in _ASKED}
    roles = [
        RoleField(mend.value, words(f"setting-{mend.value}"), words(f"guide-{mend.value}"), required=False)
        for mend in _ROLES
    ]
    fields = (
        ChannelField("group_channel", channel, meanings["group_channel"]),
        TextField("timezone", zone, meanings["timezone"], max_length=60),
        TextField("outside_contact", contact, meanings["outside_contact"], max_length=BY_NAME["outside_contact"].most),
        *roles,
    )
    return Form(words("guide-title"), f"setup:guided::{fresh}", fields)
