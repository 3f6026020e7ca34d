"""Whether the bot itself helps or is in the way: asked once a quarter, in a check-in that is asked anyway.

It costs nobody a message: the question stands below the others of a scheduled round that has room, and is published by
the same rule. Never in the quarter in which check-ins began here: there would be no three months to look back on.
"""

from functools import cache
from typing import Final, final

from pydantic import TypeAdapter

from bot.core.checkin import Round
from bot.core.impact import asking
from bot.core.quarters import Quarter, quarter_of
from bot.core.template import Question, Template
from bot.services.checkin_rounds import KnownRound
from bot.services.server_records import Server
from bot.services.servers import Servers
from config.content import read_content

NOTE: Final = "own harm asked"
"""The note of a server: in which quarter it was asked last, or could have been for the first time."""
_QUESTION = TypeAdapter(Question)


@cache
def own_question(language: str) -> Question:
    """The question, in this language where there is one, else in English."""
    return _QUESTION.validate_python(read_content("own_harm", language)["question"])


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
        is_asked = own_question(server.settings.language) in known.facts.template.questions
        if now is not None and (last is None or (is_asked and last < now)):
            await self._servers.note(server.server_id, NOTE, f"{now.year} {now.number}")


def _quarter(facts: Round) -> Quarter | None:
    """The quarter a scheduled round belongs to; None for one that somebody started by hand."""
    return None if facts.on is None else quarter_of(facts.on)


def _noted(server: Server) -> Quarter | None:
    year, _, number = server.record.notes.get(NOTE, "").partition(" ")
    return Quarter(int(year), int(number)) if year else None
