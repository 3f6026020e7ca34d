"""Whether the bot itself helps or is in the way: asked once a quarter, in a check-in that is asked anyway.

It costs nobody a message: the question stands below the others of a scheduled round that has room, and is published by
the same rule. Never in the quarter in which check-ins began here: there would be no three months to look back on.
"""

from functools import cache
from hashlib import sha256
from typing import Final, final

from pydantic import TypeAdapter

from bot.core.alerts import Alert, Kind
from bot.core.checkin import Round
from bot.core.identity import Clock
from bot.core.impact import asking, is_harm
from bot.core.publishing import Lines
from bot.core.quarters import Quarter, quarter_of
from bot.core.slots import local_day
from bot.core.template import Question, Template
from bot.services.checkin_rounds import KnownRound
from bot.services.impact_asking import Alarm
from bot.services.server_records import Server
from bot.services.servers import Servers
from config.content import languages_of, read_content

NOTE: Final = "own harm asked"
"""The note of a server: in which quarter it was asked last, or could have been for the first time."""
_QUESTION = TypeAdapter(Question)
_TOPIC: Final = sha256(b"signal of the bot itself").digest()


@cache
def own_question(language: str) -> Question:
    """The question, in this language where there is one, else in English."""
    return _QUESTION.validate_python(read_content("own_harm", language)["question"])


def place_in(template: Template) -> int | None:
    """Which of its questions this is, in whatever language it was asked; None: it is not there."""
    own = [own_question(language) for language in languages_of("own_harm")]
    return next((place for place, question in enumerate(template.questions) if question in own), None)


@final
class OwnHarm:
    """Adds the question to the first round of a quarter that has room for it."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers

    async def asked(self, server: Server, facts: Round) -> Template:
        """What a round that is about to open asks: its template, perhaps with the question at its end.

        Only if all are asked: what holds for all is not asked of a few.
        """
        last, now = _noted(server), _quarter(facts)
        if facts.audience is not None or last is None or now is None or now <= last:
            return facts.template
        return asking(facts.template, own_question(server.settings.language)) or facts.template

    async def opened(self, server: Server, known: KnownRound) -> None:
        """Keep that a round has opened; doing it again changes nothing."""
        last, now = _noted(server), _quarter(known.facts)
        if now is not None and (last is None or (_asks(known) and last < now)):
            await self._note(server, now)

    async def withdrawn(self, server: Server, known: KnownRound) -> None:
        """Let another round of the quarter ask what this one asked nobody."""
        now = _quarter(known.facts)
        if now is not None and _asks(known) and _noted(server) == now:
            await self._note(server, now.preceding)

    async def _note(self, server: Server, asked: Quarter) -> None:
        await self._servers.note(server.server_id, NOTE, f"{asked.year} {asked.number}")


@final
class InTheWay:
    """Lets an alert arise where, as it was posted, more find the bot in the way than helpful."""

    def __init__(self, alarm: Alarm, clock: Clock) -> None:
        self._alarm = alarm
        self._clock = clock

    async def published(self, server: Server, known: KnownRound) -> None:
        """Take in a round whose result was posted; the same round again changes nothing."""
        lines = _lines(known)
        if lines is None or not is_harm(lines):
            return
        now = self._clock()
        occasion = sha256(b"signal of the bot itself:" + known.round_id).digest()
        alert = Alert(Kind.BOT, _TOPIC, occasion, local_day(now, server.zone))
        await self._alarm.arise(server, alert, {"low": lines.low.value, "good": lines.good.value}, now)


def _asks(known: KnownRound) -> bool:
    return place_in(known.facts.template) is not None


def _lines(known: KnownRound) -> Lines | None:
    """What was posted of the question; None: it was not asked, or too few answered."""
    place = place_in(known.facts.template)
    return None if known.result is None or place is None else known.result.lines[place]


def _quarter(facts: Round) -> Quarter | None:
    """The quarter a scheduled round belongs to; None for one that somebody started by hand."""
    return None if facts.on is None else quarter_of(facts.on)


def _noted(server: Server) -> Quarter | None:
    year, _, number = server.record.notes.get(NOTE, "").partition(" ")
    return Quarter(int(year), int(number)) if year else None
