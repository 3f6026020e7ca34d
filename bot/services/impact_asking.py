"""Asks in check-ins whether what was done helped or made things harder, and takes in what they publish of it.

An action's result is posted with its round, as every other. Not here: which action is asked, and when (the core).
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Protocol, final

from bot.core.alerts import Alert, Kind
from bot.core.checkin import Round
from bot.core.identity import ActionId, Clock, RoundId
from bot.core.impact import Action, is_harm, next_to_ask, taken_in
from bot.core.slots import local_day
from bot.core.template import Template
from bot.services.checkin_rounds import KnownRound
from bot.services.impact_book import ImpactBook
from bot.services.server_records import Server


class Alarm(Protocol):
    """Tells the staff of what may need them, when it is time."""

    async def arise(self, server: Server, alert: Alert, matter: Mapping[str, str], now: datetime) -> None:
        """Keep an alert and let it be told; again for the same occasion changes nothing."""
        ...

    async def forget(self, server: Server, kind: Kind, topic: bytes) -> None:
        """Remove every alert on a topic."""
        ...


@final
class ImpactAsking:
    """The check-ins' side of impact."""

    def __init__(self, book: ImpactBook, alarm: Alarm, clock: Clock) -> None:
        self._book = book
        self._alarm = alarm
        self._clock = clock

    async def asked(self, server: Server, facts: Round) -> Template:
        """What a round that is about to open asks: its template, perhaps with one action more at its end."""
        actions = [known.facts for known in await self._book.of_server(server)]
        found = next_to_ask(actions, facts.template, facts.audience, facts.day(server.zone))
        return facts.template if found is None else found[1]

    async def opened(self, server: Server, known: KnownRound) -> None:
        """A round has opened: it carries its questions itself."""

    async def withdrawn(self, server: Server, known: KnownRound) -> None:
        """A round asked nobody: as long as no result is posted its question can be asked again."""

    async def published(self, server: Server, known: KnownRound) -> None:
        """Take in a round whose result was posted; the same round again changes nothing.

        The alert is on disk before the result is: a process that dies between the two does both again.
        """
        for action in await self._book.of_server(server):
            after = _after(action.facts, server, known)
            if after == action.facts:
                continue
            if action.facts.impact is None and after.impact is not None and is_harm(after.impact):
                now = self._clock()
                alert = _alert(action.action_id, known.round_id, server, now)
                await self._alarm.arise(server, alert, _matter(after), now)
            await self._book.change(server, action.action_id, lambda facts: _after(facts, server, known))

    async def forget(self, server: Server, action_id: ActionId) -> None:
        """Forget the alerts that tell of an action that is erased."""
        await self._alarm.forget(server, Kind.HARM, topic_of(action_id))


def topic_of(action_id: ActionId) -> bytes:
    """What alerts of this action go on being about."""
    return sha256(b"signal of action:" + action_id).digest()


def _after(facts: Action, server: Server, known: KnownRound) -> Action:
    if known.result is None:
        return facts
    return taken_in(facts, known.round_id, known.facts.day(server.zone), known.facts.template, known.result)


def _alert(action_id: ActionId, round_id: RoundId, server: Server, now: datetime) -> Alert:
    occasion = sha256(b"signal of impact:" + action_id + round_id).digest()
    return Alert(Kind.HARM, topic_of(action_id), occasion, local_day(now, server.zone))


def _matter(facts: Action) -> Mapping[str, str]:
    """What was posted anyway, and what was meant."""
    if facts.question is None or facts.impact is None:
        return {}
    return {
        "action": facts.question.words,
        "low": facts.impact.low.value,
        "good": facts.impact.good.value,
        "day": facts.day.isoformat(),
        "intent": facts.intent,
    }
