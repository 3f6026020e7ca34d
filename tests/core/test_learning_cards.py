"""Cards come in rotation, those that fit the weakest line first, and none soon again."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.learning_cards import RESTS_FOR, Card, next_card, theme_among
from bot.core.template import Question, Template

THEMES = ("trust", "boundaries", "heard", "fair")
CARDS = [Card(f"card-{at}", "", "", "", "", (THEMES[at % 4],)) for at in range(16)]


def turns(themes: list[str | None]) -> list[Card]:
    """The cards that come, if these are the themes one after the other."""
    came: list[Card] = []
    for theme in themes:
        came.append(next_card(CARDS, theme, [card.card_id for card in came]))
    return came


def test_without_a_theme_each_comes_once_before_any_comes_again() -> None:
    came = turns([None] * 40)
    assert came[:16] == CARDS
    assert came[16:32] == CARDS


def test_one_that_fits_comes_first() -> None:
    assert [card.themes[0] for card in turns(["fair", "trust", "heard", "boundaries"])] == [
        "fair",
        "trust",
        "heard",
        "boundaries",
    ]


def test_where_one_line_stays_the_weakest_all_that_fit_come_and_then_others_between() -> None:
    came = turns(["trust"] * 12)
    assert {card.card_id for card in came[:4]} == {card.card_id for card in CARDS if "trust" in card.themes}
    assert "trust" not in came[4].themes
    assert came[5] == came[0]


def test_a_theme_that_no_card_has_and_a_card_that_is_gone_change_nothing() -> None:
    assert next_card(CARDS, "weather", ["gone", "card-0"]) == next_card(CARDS, None, ["card-0"]) == CARDS[1]


@given(st.lists(st.sampled_from([None, *THEMES]), max_size=60))
def test_none_comes_again_before_four_others_came(themes: list[str | None]) -> None:
    came = turns(themes)
    for at in range(len(came)):
        assert came[at] not in came[max(0, at - RESTS_FOR) : at]


@given(st.lists(st.sampled_from([None, *THEMES]), max_size=20))
def test_the_same_history_gives_the_same_card(themes: list[str | None]) -> None:
    assert turns(themes) == turns(themes)


def test_a_question_has_a_theme_only_if_it_is_asked_as_a_template_asks_it() -> None:
    one, two = (Question(name, f"{name}?", ("bad", "so so", "good")) for name in ("One", "Two"))
    templates = [Template("first", "First", "", (two,)), Template("second", "Second", "", (two, one))]
    assert theme_among(templates, Question(one.name, one.words, one.answers, watched=True)) == "second:2"
    assert theme_among(templates, two) == "first:1"
    assert theme_among(templates, Question("One", "Another?", one.answers)) is None
    assert theme_among([], one) is None
