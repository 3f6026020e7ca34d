"""Which short card on ethics a facilitator is shown next: chosen by the weakest published line, in rotation.

Of what was shown only the cards' names are kept, of the whole group. Not here: the rule (`core/learning_cards.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final, final

from pydantic import TypeAdapter

from bot.core.hearing import Ended, weakest
from bot.core.identity import ServerId
from bot.core.learning_cards import Card, next_card, theme_among
from bot.core.template import Question
from bot.services.checkin_rounds import CheckinRounds
from bot.services.checkin_templates import templates_in
from bot.services.people import Person, server_for_facilitators
from bot.services.server_records import Server
from bot.services.servers import Servers
from config.content import read_content

_CARDS: Final = TypeAdapter(tuple[Card, ...])
_SHOWN: Final = "cards shown"
"""The note of the cards that came, oldest first, each once."""
_LOOKED_THROUGH: Final = 200
"""Closed rounds of a server, the last ones."""


@cache
def cards_in(language: str) -> Sequence[Card]:
    """The cards that ship, in this language where there are any, else in English."""
    return _CARDS.validate_python(read_content("cards", language)["card"])


@dataclass(frozen=True)
class Drawn:
    """A card, and why this one."""

    card: Card
    question: Question | None
    """The question whose line is the weakest, if the card goes with it."""


@final
class Learning:
    """Draws cards."""

    def __init__(self, servers: Servers, rounds: CheckinRounds) -> None:
        self._servers = servers
        self._rounds = rounds

    async def draw(self, server_id: ServerId, person: Person, language: str, now: datetime) -> Drawn:
        """The card whose turn it is; it counts as shown.

        Raises:
            Refused: not a facilitator.
        """
        server = await server_for_facilitators(self._servers, server_id, person)
        question, theme = await self._weakest(server, now)
        card = next_card(cards_in(language), theme, _shown(server.record.notes.get(_SHOWN)))
        server = await self._servers.change(
            server_id, lambda record: record.noted(_SHOWN, _with(record.notes.get(_SHOWN), card))
        )
        return Drawn(card, question if theme in card.themes else None)

    async def _weakest(self, server: Server, now: datetime) -> tuple[Question | None, str | None]:
        """The question whose last published line is the weakest, and its theme."""
        closed = await self._rounds.closed(server, _LOOKED_THROUGH)
        point = weakest([Ended(known.facts, known.result) for known in closed if known.result is not None], now)
        if point is None:
            return None, None
        return point.question, theme_among(templates_in(server.settings.language), point.question)


def _shown(noted: str | None) -> list[str]:
    return noted.split() if noted else []


def _with(noted: str | None, card: Card) -> str:
    """The cards that came, and now this one."""
    return " ".join([*(one for one in _shown(noted) if one != card.card_id), card.card_id])
