"""Which short card on ethics comes next: one that fits the weakest published line, and none that came lately.

Not here: the cards (content), and which line is the weakest (`hearing.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.template import Question, Template

RESTS_FOR: Final = 4
"""A card does not come again before so many others came, however well it fits."""


@dataclass(frozen=True)
class Card:
    """One card: a few sentences, a question to think about, and where it is from."""

    card_id: str
    title: str
    words: str
    question: str
    source: str
    themes: tuple[str, ...] = ()
    """The questions it helps with, as `theme_of` names them."""


def theme_of(template_id: str, place: int) -> str:
    """The name of a question of a check-in that ships with the bot, by its template and its place from 0."""
    return f"{template_id}:{place + 1}"


def theme_among(templates: Iterable[Template], question: Question) -> str | None:
    """The theme of a question that is asked as one of these templates asks it, wherever it stands; else None."""
    asked = question.name, question.words, question.answers
    for template in templates:
        for place, one in enumerate(template.questions):
            if (one.name, one.words, one.answers) == asked:
                return theme_of(template.template_id, place)
    return None


def next_card(cards: Sequence[Card], theme: str | None, shown: Sequence[str]) -> Card:
    """The card whose turn it is.

    Args:
        cards: all there are, more than `RESTS_FOR`.
        theme: of the weakest published line; None: there is none, or none is known of it.
        shown: the ids of those that came, oldest first; other ids do not count.
    """
    lately = shown[-RESTS_FOR:]
    rested = [card for card in cards if card.card_id not in lately]
    fitting = [card for card in rested if theme in card.themes] or rested
    latest = {card_id: at for at, card_id in enumerate(shown)}
    return min(fitting, key=lambda card: latest.get(card.card_id, -1))
