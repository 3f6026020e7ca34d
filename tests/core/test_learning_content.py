"""The cards and prompts that ship: enough of them, each whole, and a card that fits every question of a check-in."""

import re

import pytest
from pydantic import TypeAdapter

from bot.core.learning_cards import RESTS_FOR, Card, next_card, theme_of
from bot.core.template import Template
from config.content import read_content

CARDS = TypeAdapter(tuple[Card, ...]).validate_python(read_content("cards")["card"])
TEMPLATES = TypeAdapter(tuple[Template, ...]).validate_python(read_content("checkins")["template"])
PROMPTS = TypeAdapter(tuple[str, ...]).validate_python(read_content("reflections")["prompts"])
THEMES = {theme_of(template.template_id, place) for template in TEMPLATES for place in range(len(template.questions))}
TITLE, TEXT = 45, 400
SOURCE = re.compile(r".+ \(\d{4}\)\. .+\.(?: https://\S+)?")
"""Who, when, what, and for most where it can be read."""


def test_there_are_at_least_sixteen_each_with_an_id_and_a_title_of_its_own() -> None:
    assert len(CARDS) >= 16 > RESTS_FOR
    assert len({card.card_id for card in CARDS}) == len({card.title for card in CARDS}) == len(CARDS)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.card_id)
def test_a_card_is_short_asks_something_and_says_where_it_is_from(card: Card) -> None:
    assert 0 < len(card.title) <= TITLE
    assert 80 < len(card.words) <= TEXT
    assert card.question.endswith("?")
    assert SOURCE.fullmatch(card.source)
    assert card.themes
    assert set(card.themes) <= THEMES


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_for_every_question_there_is_a_card(theme: str) -> None:
    assert theme in next_card(CARDS, theme, []).themes


def test_the_prompts_are_twelve_questions_to_oneself() -> None:
    assert len(PROMPTS) == len(set(PROMPTS)) == 12
    assert all(prompt.endswith("?") and len(prompt) <= 200 for prompt in PROMPTS)
