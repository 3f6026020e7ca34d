"""Which card a facilitator is shown: one that goes with the weakest published line, and none soon again."""

import pytest

from bot.core.learning_cards import RESTS_FOR
from bot.services.learning import Learning, cards_in
from bot.services.people import Person
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.checkin_house import FACILITATORS, FAY, MARA, MIA, SERVER, Discord, House, member
from tests.services.refusals import refusal

KIM = member(5, FACILITATORS)


class School(House):
    """A house with cards."""

    def __init__(self, database: Database, keys: KeyStore, discord: Discord) -> None:
        super().__init__(database, keys, discord)
        self.learning = Learning(self.servers, self.rounds)

    async def drawn(self, person: Person = FAY) -> tuple[str, str]:
        """The card, and the question it goes with."""
        found = await self.learning.draw(SERVER, person, "en", self.now)
        return found.card.card_id, "" if found.question is None else found.question.name

    async def a_result(self, *chosen: str, people: int = 6) -> None:
        await self.many_answer(await self.start(), people, *chosen)
        await self.later(days=7)


@pytest.fixture
async def school(database: Database, keys: KeyStore) -> School:
    house = School(database, keys, Discord())
    await house.set_up()
    return house


async def test_without_a_result_every_card_comes_once_for_the_whole_group_before_any_comes_again(
    school: School,
) -> None:
    cards = [card.card_id for card in cards_in("en")]
    came = [await school.drawn((FAY, KIM)[at % 2]) for at in range(len(cards) + 2)]
    assert came == [(card, "") for card in [*cards, *cards[:2]]]


async def test_it_goes_with_the_weakest_line_and_says_which_and_is_remembered_through_a_restart(
    school: School,
) -> None:
    await school.a_result("5", "1")
    fitting = {card.card_id for card in cards_in("en") if "weekly-pulse:2" in card.themes}
    card, question = await school.drawn()
    assert (card in fitting, question) == (True, "Energy")
    again = School(school.database, school.keys, school.discord)
    again.now = school.now
    others = [await again.drawn() for _ in range(RESTS_FOR)]
    assert card not in [one for one, _ in others]
    assert all((one in fitting) == bool(name) for one, name in others)
    await school.a_result("1", "5")
    again.now = school.now
    assert (await again.drawn())[1] == "Safe to be honest"


async def test_too_few_answers_choose_nothing(school: School) -> None:
    await school.a_result("1", "1", people=3)
    assert await school.drawn() == (cards_in("en")[0].card_id, "")


async def test_cards_are_for_facilitators_and_a_refused_one_does_not_count(school: School) -> None:
    for person in (MARA, MIA):
        assert await refusal(school.drawn(person)) == "only-facilitators"
    assert (await school.drawn())[0] == cards_in("en")[0].card_id
