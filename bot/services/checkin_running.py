"""What facilitators do with single rounds: start one now, end one early. The clock's part is in `round_keeping.py`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, final

from bot.core.checkin import LONGEST, SHORTEST, Round
from bot.core.identity import ChannelId, RoleId, RoundId, ServerId
from bot.core.template import Template
from bot.services.audiences import Audiences, everyone_is_none, refuse_small_audience
from bot.services.audit import Audit
from bot.services.checkin_rounds import CheckinRounds, KnownRound
from bot.services.checkin_templates import CheckinTemplates
from bot.services.people import Person, is_facilitator, server_for_facilitators
from bot.services.problems import Refused
from bot.services.round_keeping import RoundKeeping
from bot.services.server_records import Server
from bot.services.servers import Servers

DEFAULT_HOURS: Final = 48


@dataclass(frozen=True)
class StartRequest:
    """What a facilitator asks for."""

    template: str | None
    """Its id or its title; None: the first that is offered."""
    hours: int
    channel: ChannelId | None
    """None: the group's channel."""
    comments: bool = False
    """Whether a comment can be left for the facilitators."""
    audience: RoleId | None = None
    """Only who holds this role is asked; None: everyone."""


@final
class CheckinRunning:
    """The facilitators' side."""

    def __init__(  # noqa: PLR0913 - the services it stands on
        self,
        rounds: CheckinRounds,
        keeping: RoundKeeping,
        templates: CheckinTemplates,
        servers: Servers,
        audit: Audit,
        audiences: Audiences,
    ) -> None:
        self._rounds = rounds
        self._keeping = keeping
        self._templates = templates
        self._servers = servers
        self._audit = audit
        self._audiences = audiences

    async def templates(self, server_id: ServerId, person: Person) -> list[Template]:
        """What can be asked, for facilitators; nothing for others: a group's own titles are not for all to read."""
        server = await self._servers.find(server_id)
        return [] if server is None or not is_facilitator(server, person) else await self._templates.offered(server)

    async def start(self, server_id: ServerId, person: Person, request: StartRequest, now: datetime) -> KnownRound:
        """Keep a new round; the caller posts it and confirms.

        Raises:
            Refused: not a facilitator, no such template, hours out of range, an audience that is known to be small,
                or the channel is asked enough.
        """
        server = await server_for_facilitators(self._servers, server_id, person)
        template = await self._template(server, request.template)
        audience = everyone_is_none(server_id, request.audience)
        await refuse_small_audience(self._audiences, server_id, audience)
        opened = now.replace(microsecond=0)
        facts = Round(
            template=template,
            channel=request.channel or server.settings.group_channel,
            opened=opened,
            closes=opened + _lasting(request.hours),
            audience=audience,
            comments=request.comments,
        )
        known = await self._keeping.open(server, self._keeping.new_id(), facts, now)
        details = {"template": facts.template.title, "channel": f"<#{facts.channel}>", "hours": str(request.hours)}
        await self._audit.record(server, person.member_id, "checkin-start", details)
        return known

    async def end(self, server_id: ServerId, person: Person, channel: ChannelId | None, now: datetime) -> KnownRound:
        """Let the round that is open in a channel close at its next full day, whatever the count.

        Raises:
            Refused: not a facilitator, or nothing is open there.
        """
        server = await server_for_facilitators(self._servers, server_id, person)
        where = channel or server.settings.group_channel
        rounds = await self._rounds.recent(server, now)
        here = [known for known in rounds if known.is_open and known.facts.channel == where]
        changed = await self._keeping.change(here[0], lambda facts: facts.ended_early(now)) if here else None
        if changed is None:
            raise Refused("checkin-none-open", channel=where)
        details = {"template": changed.facts.template.title, "channel": f"<#{where}>"}
        await self._audit.record(server, person.member_id, "checkin-end", details)
        return changed

    async def to_move(self, server_id: ServerId, person: Person, round_id: RoundId) -> KnownRound:
        """A round that could not be posted and waits for a channel.

        Raises:
            Refused: not a facilitator, or the round is posted, being posted or gone.
        """
        await server_for_facilitators(self._servers, server_id, person)
        known = await self._keeping.not_yet_posted(round_id)
        if known is None or known.server_id != server_id or not known.facts.waits:
            raise Refused("checkin-move-too-late")
        return known

    async def to_move_into(
        self, server_id: ServerId, person: Person, round_id: RoundId, channel: ChannelId, now: datetime
    ) -> KnownRound:
        """A round that waits for a channel and could be moved into this one now.

        Raises:
            Refused: as `move` does.
        """
        known = await self.to_move(server_id, person, round_id)
        await self._keeping.refuse_to_move(await self._servers.get(server_id), known, channel, now)
        return known

    async def move(
        self, server_id: ServerId, person: Person, round_id: RoundId, channel: ChannelId, now: datetime
    ) -> KnownRound:
        """Let a round that could not be posted be open in another channel from now on, as long as it was to be.

        The caller posts it.

        Raises:
            Refused: not a facilitator, the round is posted, being posted or gone, or the channel is asked enough.
        """
        server = await self._servers.get(server_id)
        known = await self.to_move(server_id, person, round_id)
        moved = await self._keeping.moved(server, known, channel, now.replace(microsecond=0))
        details = {"template": known.facts.template.title, "channel": f"<#{channel}>"}
        await self._audit.record(server, person.member_id, "checkin-move", details)
        return moved

    async def _template(self, server: Server, asked_for: str | None) -> Template:
        if asked_for is None:
            return (await self._templates.offered(server))[0]
        found = await self._templates.find(server, asked_for)
        if found is None:
            raise Refused("checkin-template-unknown")
        return found


def _lasting(hours: int) -> timedelta:
    lasting = timedelta(hours=hours)
    if not SHORTEST <= lasting <= LONGEST:
        raise Refused("checkin-hours-out-of-range")
    return lasting
