"""What stands beside the draft of the agreement: that suggestions arrived, and the way to them. Not what they say."""

from collections.abc import Sequence
from typing import final

from bot.services.servers import Servers
from bot.services.suggestions import Suggestions
from bot.ui.page import Buttons, Part, Text
from bot.ui.visit import Visit
from cogs.agreement.suggest_pages import read_button


@final
class SuggestionsBeside:
    """For the list of the draft's parts."""

    def __init__(self, suggestions: Suggestions, servers: Servers) -> None:
        self._suggestions = suggestions
        self._servers = servers

    async def parts(self, visit: Visit) -> Sequence[Part]:
        """How many arrived, and the button to read them; nothing while there are none."""
        server = await self._servers.get(visit.server_id)
        count = len(await self._suggestions.arrived(server, visit.now))
        said = Text(visit.words("agreement-edit-suggestions", count=count))
        return (said, Buttons((read_button(visit.words),))) if count else ()
