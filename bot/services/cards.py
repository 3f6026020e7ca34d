"""What the readers of concerns are shown unasked, all of it without content; Discord's side is behind `Cards`."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.core.identity import CaseId, MemberId
from bot.services.server_records import Server


class Cards(Protocol):
    """Cards that tell readers to look, and the few direct messages. Showing one that is there already changes nothing.

    Whatever Discord does not answer is raised as `CannotReach`, unless it says otherwise.
    """

    async def show(self, server: Server, case_id: CaseId) -> bool:
        """Post the card in the moderators' channel; False if that cannot be done."""
        ...

    async def show_directly(self, server: Server, case_id: CaseId, readers: Sequence[MemberId]) -> bool:
        """Send the card to these people; False if it reached none."""
        ...

    async def in_channel(self, server: Server, case_id: CaseId) -> bool:
        """Whether the card stands in the moderators' channel, as far as the bot can see it."""
        ...

    async def take_from_channel(self, server: Server, case_id: CaseId) -> None:
        """Take the card out of the moderators' channel; none is there: nothing."""
        ...

    async def take_from(self, case_id: CaseId, readers: Sequence[MemberId]) -> None:
        """Take the card out of these people's direct messages; none is there: nothing."""
        ...

    async def remove(self, server: Server, case_id: CaseId, readers: Sequence[MemberId]) -> None:
        """Take the card of this case away wherever it is; what cannot be reached is left for `remove_older`."""
        ...

    async def remove_older(self, server: Server, readers: Sequence[MemberId], than: datetime) -> None:
        """Take away every card and every reminder that was posted before this moment, as far as Discord answers."""
        ...

    async def remind(self, server: Server, member: MemberId, day: date) -> bool:
        """Send the one reminder of this day unless it is there; False if this person takes no direct messages."""
        ...

    async def channel_works(self, server: Server) -> bool:
        """Whether cards can be posted in the moderators' channel and found again."""
        ...

    async def say_channel_fails(self, server: Server, member: MemberId) -> bool:
        """Tell this person that it does not work; False if they take no direct messages."""
        ...

    async def say_note_waits(self, server: Server, member: MemberId) -> None:
        """Tell a reporter who asked for it that there is an answer; where that fails it is let be."""
        ...
