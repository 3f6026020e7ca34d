"""Tells the moderators, once a quarter, whether responses to concerns helped, as far as that may be told.

Not here: what is counted and when it is over (`quarter_counts.py`).
"""

from typing import final

from bot.services.quarter_counts import ToldQuarter
from bot.services.server_records import Server
from bot.ui.messenger import Messenger
from bot.ui.words import words_for
from cogs.checkin.staff_notes import nonce
from cogs.moderate.impact_forms import LIST
from cogs.moderate.impact_pages import quarter_page


@final
class ImpactBoard:
    """The moderators' channel (a `Board`)."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    async def post_quarter(self, server: Server, told: ToldQuarter, *, may_stand_already: bool) -> None:
        """Post it, unless it stands there already."""
        channel, which = server.settings.moderator_channel, f"{told.quarter.year}-{told.quarter.number}"
        known_by = f"{LIST}:{which}"
        if may_stand_already and await self._messenger.find_own(channel, known_by) is not None:
            return
        page = quarter_page(words_for(server.settings.language), told, known_by)
        await self._messenger.post(channel, page, nonce("qrtr", str(server.server_id).encode(), which))
