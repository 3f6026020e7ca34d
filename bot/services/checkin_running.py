"""What facilitators and the clock do with check-ins: start a round, end it early, close it, keep what was posted.

Each step can be repeated after a crash. Not here: members (`checkins.py`), and posting itself (the cog).
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, final

import structlog

from bot.core.checkin import LONGEST, SHORTEST, Obstacle, Round, Trouble, obstacle
from bot.core.identity import ChannelId, MessageId, RoundId, ServerId
from bot.core.template import Template
from bot.services.audit import Audit
from bot.services.checkin_rounds import CheckinRounds, KnownRound
from bot.services.checkin_templates import templates_in
from bot.services.people import Person, require_facilitator
from bot.services.problems import Refused
from bot.services.scheduler import Scheduler
from bot.services.servers import Server, Servers

CLOSE_TASK: Final = "checkin:close"
POST_TASK: Final = "checkin:post"
DEFAULT_HOURS: Final = 48
_OCCURRENCE: Final = "round"
"""A round is posted once and closed once; scheduling either again moves it."""
_POSTED_BY_NOW: Final = timedelta(minutes=2)
"""After this a post that was not confirmed is looked for, and posted if it is not there."""

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class StartRequest:
    """What a facilitator asks for."""

    template: str
    """Its id or its title."""
    hours: int
    channel: ChannelId | None
    """None: the group's channel."""


@final
class CheckinRunning:
    """The facilitators' and the clock's side."""

    def __init__(self, rounds: CheckinRounds, servers: Servers, scheduler: Scheduler, audit: Audit) -> None:
        self._rounds = rounds
        self._servers = servers
        self._scheduler = scheduler
        self._audit = audit
        self._starting = asyncio.Lock()

    async def templates(self, server_id: ServerId) -> list[Template]:
        """What can be asked in this server; where it is not set up, what ships in English."""
        server = await self._servers.find(server_id)
        return list(templates_in("en" if server is None else server.settings.language))

    async def start(self, server_id: ServerId, person: Person, request: StartRequest, now: datetime) -> KnownRound:
        """Keep a new round; the caller posts it and confirms with `posted`.

        Raises:
            Refused: not a facilitator, no such template, hours out of range, or the channel is asked enough.
        """
        server = await self._servers.get(server_id)
        require_facilitator(server, person)
        opened = now.replace(microsecond=0)
        facts = Round(
            template=_template(server, request.template),
            channel=request.channel or server.settings.group_channel,
            opened=opened,
            closes=opened + _lasting(request.hours),
        )
        async with self._starting:
            await self._refuse_when_asked_enough(server, facts)
            known = await self._kept(server, facts)
        details = {"template": facts.template.title, "channel": f"<#{facts.channel}>", "hours": str(request.hours)}
        await self._audit.record(server, person.member_id, "checkin-start", details)
        return known

    async def end(self, server_id: ServerId, person: Person, channel: ChannelId | None, now: datetime) -> KnownRound:
        """Let the round that is open in a channel close at its next full day, whatever the count.

        Raises:
            Refused: not a facilitator, or nothing is open there.
        """
        server = await self._servers.get(server_id)
        require_facilitator(server, person)
        where = channel or server.settings.group_channel
        rounds = await self._rounds.recent(server, now)
        here = [known for known in rounds if known.is_open and known.facts.channel == where]
        if not here:
            raise Refused("checkin-none-open", channel=where)
        changed = await self._rounds.change(here[0].round_id, lambda facts: facts.ended_early(now))
        if changed is None:
            raise Refused("checkin-none-open", channel=where)
        await self._schedule(CLOSE_TASK, changed.facts.closes, server_id, changed.round_id)
        details = {"template": changed.facts.template.title, "channel": f"<#{where}>"}
        await self._audit.record(server, person.member_id, "checkin-end", details)
        return changed

    async def posted(self, known: KnownRound, message: MessageId) -> KnownRound:
        """Keep where the round's post stands."""
        changed = await self._rounds.change(known.round_id, lambda facts: replace(facts, post=message))
        await self._scheduler.cancel(POST_TASK, known.server_id, known.round_id)
        return changed or known

    async def withdraw(self, known: KnownRound) -> None:
        """Forget a round that could not be posted."""
        await self._rounds.remove(known)
        await self._scheduler.cancel(POST_TASK, known.server_id, known.round_id)
        await self._scheduler.cancel(CLOSE_TASK, known.server_id, known.round_id)

    async def not_yet_posted(self, round_id: RoundId, now: datetime) -> KnownRound | None:
        """The round if it is still to be posted."""
        known = await self._rounds.find(round_id)
        due = known is not None and known.is_open and known.facts.post is None and now < known.facts.closes
        return known if due else None

    async def close(self, round_id: RoundId) -> KnownRound | None:
        """The round with its result, which is made once; None where there is no such round."""
        known = await self._rounds.find(round_id)
        if known is None:
            return None
        server = await self._servers.get(known.server_id)
        closed = await self._rounds.conclude(known, server.settings.minimum_answers)
        if closed.result is not None and closed.result.broken:
            log.error("a ballot box could not be opened; its round ended as too few")
        return closed

    async def result_posted(self, known: KnownRound, message: MessageId) -> None:
        """Keep where the result stands."""
        await self._rounds.change(known.round_id, lambda facts: replace(facts, result_post=message))

    async def staff_told(self, known: KnownRound, trouble: Trouble) -> None:
        """Keep that the staff have been told of this trouble."""
        await self._rounds.change(known.round_id, lambda facts: replace(facts, told=(*facts.told, trouble)))

    async def staff_channel(self, known: KnownRound) -> ChannelId:
        """Where the staff are told about a round."""
        return (await self._servers.get(known.server_id)).settings.staff_channel

    async def language(self, known: KnownRound) -> str:
        """The language in which a round is posted."""
        return (await self._servers.get(known.server_id)).settings.language

    async def _refuse_when_asked_enough(self, server: Server, facts: Round) -> None:
        rounds = [(known.facts, known.is_open) for known in await self._rounds.recent(server, facts.opened)]
        match obstacle(rounds, facts.channel, facts.opened):
            case Obstacle.ROUND_OPEN:
                raise Refused("checkin-round-open", channel=facts.channel)
            case Obstacle.ENOUGH_ASKED:
                raise Refused("checkin-enough-asked", channel=facts.channel)
            case None:
                return

    async def _kept(self, server: Server, facts: Round) -> KnownRound:
        # The tasks first: one without a round does nothing, a round without them would never close.
        round_id = self._rounds.new_id()
        await self._schedule(CLOSE_TASK, facts.closes, server.server_id, round_id)
        await self._schedule(POST_TASK, facts.opened + _POSTED_BY_NOW, server.server_id, round_id)
        return await self._rounds.add(server, round_id, facts)

    async def _schedule(self, kind: str, due: datetime, server_id: ServerId, round_id: RoundId) -> None:
        await self._scheduler.schedule(kind, due, server_id, round_id, occurrence=_OCCURRENCE)


def _template(server: Server, asked_for: str) -> Template:
    """By its id, or by its title as somebody typed it instead of choosing it."""
    for template in templates_in(server.settings.language):
        if asked_for == template.template_id or asked_for.strip().casefold() == template.title.casefold():
            return template
    raise Refused("checkin-template-unknown")


def _lasting(hours: int) -> timedelta:
    lasting = timedelta(hours=hours)
    if not SHORTEST <= lasting <= LONGEST:
        raise Refused("checkin-hours-out-of-range")
    return lasting
