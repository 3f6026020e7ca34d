"""The standing post in the moderators' channel with *I take concerns*, and what its buttons do."""

from collections.abc import Sequence
from datetime import date

from bot.core.setup_check import Finding, Weight
from bot.services.enrolment import EnrolmentService
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.ui.door import Door
from bot.ui.messenger import CannotReach, Messenger
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from bot.ui.words import words_for
from cogs.setup.pages import away_form, enrolled_page, note_page, standing_page, stop_page

_BLOCKING = frozenset({"check-moderators-channel-gone", "check-moderators-channel-open"})


class StandingPost:
    """Keeps one standing post, and serves *I take concerns*, *Away until* and *Stop*."""

    def __init__(self, enrolment: EnrolmentService, servers: Servers, door: Door, messenger: Messenger) -> None:
        self._enrolment = enrolment
        self._servers = servers
        self._door = door
        self._messenger = messenger
        door.press("enrol:take", self.take)
        door.press("enrol:stop", self.ask_whether_to_stop)
        door.press("enrol:stop-now", self.stop)
        door.press("enrol:keep", self.keep)
        door.press("enrol:away", self.ask_how_long)
        door.press("enrol:back", self.back)
        door.form("enrol:away", self.away)

    async def ensure(self, server: Server, findings: Sequence[Finding]) -> None:
        """Post it where it is missing, unless the channel is gone or open to everyone: the report says so then."""
        keys = {finding.key for finding in findings if finding.weight is Weight.PROBLEM}
        if keys & _BLOCKING:
            return
        channel = server.settings.moderator_channel
        try:
            if await self._messenger.find_own(channel, "enrol:take") is None:
                page = standing_page(words_for(server.settings.language))
                await self._messenger.post(channel, page, f"enrol-{channel}"[:25])
        except CannotReach:
            return  # The report names the permission that is missing.

    async def take(self, visit: Visit) -> Answer:
        """Let a moderator take concerns."""
        is_new = await self._enrolment.enrol(visit.server_id, visit.person)
        return await self._state(visit, is_new=is_new, edit=False)

    async def ask_whether_to_stop(self, visit: Visit) -> Answer:
        """Say what stopping means, in the same words for everybody."""
        if not await self._is_enrolled(visit):
            return Reply(note_page(visit.words("enrol-not-enrolled")), edit=True)
        return Reply(stop_page(visit.words), edit=True)

    async def keep(self, visit: Visit) -> Answer:
        """Go on as before."""
        if not await self._is_enrolled(visit):
            return Reply(note_page(visit.words("enrol-not-enrolled")), edit=True)
        return await self._state(visit, is_new=False, edit=True)

    async def _is_enrolled(self, visit: Visit) -> bool:
        return visit.person.member_id in (await self._servers.get(visit.server_id)).enrolled

    async def stop(self, visit: Visit) -> Answer:
        """Take a moderator off the list."""
        stopped = await self._enrolment.stop(visit.server_id, visit.person)
        return Reply(note_page(visit.words("enrol-stopped" if stopped else "enrol-not-enrolled")), edit=True)

    async def ask_how_long(self, visit: Visit) -> Answer:
        """Open the form that asks for the day of return."""
        return away_form(visit.words, self._door.fresh())

    async def away(self, visit: Visit) -> Answer:
        """Pause until the day that was typed."""
        server = await self._servers.get(visit.server_id)
        today = visit.now.astimezone(server.zone).date()
        await self._enrolment.be_away(visit.server_id, visit.person, _day(visit.fields.get("day", ""), today))
        return await self._state(visit, is_new=False, edit=True)

    async def back(self, visit: Visit) -> Answer:
        """End the pause."""
        await self._enrolment.be_away(visit.server_id, visit.person, None)
        return await self._state(visit, is_new=False, edit=True)

    async def _state(self, visit: Visit, *, is_new: bool, edit: bool) -> Reply:
        server = await self._servers.get(visit.server_id)
        mine = [one for one in server.record.enrolled if one.member_id == visit.person.member_id]
        away_until = mine[0].away_until if mine else None
        return Reply(enrolled_page(visit.words, server.record, is_new=is_new, away_until=away_until), edit=edit)


def _day(typed: str, today: date) -> date:
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError as error:
        raise Refused("enrol-day-wrong") from error
    if day <= today:
        raise Refused("enrol-day-past")
    return day
