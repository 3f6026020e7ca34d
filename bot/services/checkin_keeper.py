"""Answers for what check-ins keep: rounds with their boxes, schedules and templates. Not for how they run."""

from collections.abc import Sequence
from datetime import datetime
from typing import final

from bot.core.ballot import answered_tag
from bot.core.checkin import Round
from bot.services.checkin_rounds import CheckinRounds
from bot.services.keepers import Remark
from bot.services.people import Person
from bot.services.server_records import Server
from bot.store.plans import PlanRepository


@final
class CheckinKeeper:
    """Of a member it knows whether they answered a round, while that is open; schedules and templates name nobody."""

    name = "checkins"
    tables = frozenset({"checkin_round", "open_box", "checkin_schedule", "checkin_template"})

    def __init__(self, rounds: CheckinRounds, schedules: PlanRepository, templates: PlanRepository) -> None:
        self._rounds = rounds
        self._schedules = schedules
        self._templates = templates

    async def about(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:
        """The open rounds that this member has answered."""
        return [
            _remark("privacy-checkin-answered", server, facts) for facts in await self._answered(server, person, now)
        ]

    async def erase(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:
        """Nothing can be: a mark that could be taken out would let the same person answer twice."""
        return [_remark("privacy-checkin-stays", server, facts) for facts in await self._answered(server, person, now)]

    async def erase_server(self, server: Server) -> None:
        """Erase rounds, schedules and templates."""
        await self._rounds.erase_server(server)
        await self._schedules.erase_server(server.server_id)
        await self._templates.erase_server(server.server_id)

    async def _answered(self, server: Server, person: Person, now: datetime) -> list[Round]:
        open_ones = [known for known in await self._rounds.recent(server, now) if known.is_open]
        held = [one for known in open_ones if (one := await self._rounds.open(known.round_id)) is not None]
        mine = [one for one in held if answered_tag(one.box_key, person.member_id) in one.answered]
        return sorted((one.known.facts for one in mine), key=lambda facts: facts.closes)


def _remark(key: str, server: Server, facts: Round) -> Remark:
    return Remark(key, {"title": facts.template.title, "closes": facts.closes.astimezone(server.zone).date()})
