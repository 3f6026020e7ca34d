"""What facilitators look at once rounds are closed: single results and trends, exactly as they were published.

Not here: how a result is made (`core/publishing.py`), and posting it.
"""

from datetime import date
from typing import Final, final

from bot.core.identity import RoundId, ServerId
from bot.core.trend import Trend, trend
from bot.services.audit import Audit
from bot.services.checkin_rounds import CheckinRounds, KnownRound
from bot.services.people import Person, server_for_facilitators
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.services.servers import Servers

MOST_LISTED: Final = 25
_LOOKED_THROUGH: Final = 500
"""Closed rounds of a server among which those of a series are looked for, the last ones."""


@final
class CheckinResults:
    """Closed rounds, for facilitators."""

    def __init__(self, rounds: CheckinRounds, servers: Servers, audit: Audit) -> None:
        self._rounds = rounds
        self._servers = servers
        self._audit = audit

    async def latest(self, server_id: ServerId, person: Person) -> list[KnownRound]:
        """The last closed rounds, latest first.

        Raises:
            Refused: not a facilitator.
        """
        return await self._rounds.closed(await self._allowed(server_id, person), MOST_LISTED)

    async def series(self, server_id: ServerId, person: Person) -> list[KnownRound]:
        """The last closed round of each series, latest first.

        Raises:
            Refused: not a facilitator.
        """
        closed = await self._rounds.closed(await self._allowed(server_id, person), _LOOKED_THROUGH)
        newest = {known.facts.series: known for known in reversed(closed)}
        return sorted(newest.values(), key=lambda known: known.facts.opened, reverse=True)[:MOST_LISTED]

    async def result(self, server_id: ServerId, person: Person, round_id: RoundId) -> KnownRound:
        """One closed round.

        Raises:
            Refused: not a facilitator, or it is not closed, or gone.
        """
        server = await self._allowed(server_id, person)
        known = await self._rounds.find(round_id)
        if known is None or known.server_id != server.server_id or known.result is None:
            raise Refused("checkin-results-gone")
        return await self._rounds.with_comments(known)

    async def trend_until(self, known: KnownRound) -> Trend | None:
        """The trend of a closed round's series, with that round as the last; None if the round is not closed."""
        if known.is_open:
            return None
        server = await self._servers.get(known.server_id)
        closed = await self._rounds.closed(server, _LOOKED_THROUGH)
        others = [each for each in closed if each.round_id != known.round_id]
        return trend(
            [
                (each.facts, each.result)
                for each in (*others, known)
                if each.result is not None
                and each.facts.series == known.facts.series
                and each.facts.opened <= known.facts.opened
            ],
            server.zone,
        )

    async def day(self, known: KnownRound) -> date:
        """The date on which a round opened, by its group's calendar."""
        return known.facts.day((await self._servers.get(known.server_id)).zone)

    async def language(self, known: KnownRound) -> str:
        """The language of posts."""
        return (await self._servers.get(known.server_id)).settings.language

    async def posted(self, server_id: ServerId, person: Person, known: KnownRound) -> None:
        """Record that somebody posted a trend in its channel."""
        server = await self._allowed(server_id, person)
        details = {"template": known.facts.template.title, "channel": f"<#{known.facts.channel}>"}
        await self._audit.record(server, person.member_id, "checkin-trend-posted", details)

    async def _allowed(self, server_id: ServerId, person: Person) -> Server:
        return await server_for_facilitators(self._servers, server_id, person)
