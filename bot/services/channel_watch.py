"""Watches the moderators' channel: tells when it does not work, and takes cards along when another one is chosen.

Not here: what an administrator is told (`core/setup_check.py`).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.core.identity import ChannelId
from bot.services.card_keeping import CardKeeping
from bot.services.cards import Cards
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.store.cases import Kept

CHANNEL_FAILS: Final = "moderators' channel fails"
"""The note of a server under which it is kept that people were told; its value is the channel."""

CARDS_ARE_IN: Final = "cards are in"
"""The note that says which channel cards were posted in last."""


class ChannelWatch:
    """Looks at the moderators' channel at each slot; what it says does not depend on whether there is a concern."""

    def __init__(self, servers: Servers, cards: Cards, keeping: CardKeeping) -> None:
        self._servers = servers
        self._cards = cards
        self._keeping = keeping

    async def tell(self, server: Server) -> None:
        """Tell the lead, or else those enrolled, once, when the channel is gone or closed to the bot."""
        known = server.record.notes.get(CHANNEL_FAILS)
        found = None if await self._cards.channel_works(server) else str(server.settings.moderator_channel)
        if found == known:
            return
        if found is None or await self._told(server):
            await self._servers.note(server.server_id, CHANNEL_FAILS, found)

    async def _told(self, server: Server) -> bool:
        lead = server.settings.lead
        for group in ((lead,) if lead is not None else (), server.enrolled):
            if any([await self._cards.say_channel_fails(server, member) for member in group]):
                return True
        return False

    async def follow(self, server: Server, all_kept: Sequence[Kept]) -> None:
        """Take the cards out of the channel that was the moderators' before, and let them be due in the new one."""
        known, now_in = server.record.notes.get(CARDS_ARE_IN), str(server.settings.moderator_channel)
        if known == now_in:
            return
        if known is not None:
            before = replace(server.settings, moderator_channel=ChannelId(int(known)))
            for kept in all_kept:
                if kept.case.card_in_channel:
                    old = replace(server, record=replace(server.record, settings=before))
                    await self._keeping.taken_back(old, kept.case_id)
        await self._servers.note(server.server_id, CARDS_ARE_IN, now_in)
