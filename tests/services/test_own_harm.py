"""Whether the bot helps or is in the way: once a quarter, below what is asked anyway, under the rule of all results."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from unittest.mock import create_autospec

import pytest

from bot.core.alerts import Kind
from bot.core.checkin import Round
from bot.core.identity import PlanId
from bot.core.publishing import Level
from bot.core.template import Question, question_objections
from bot.services import own_harm
from bot.services.checkin_rounds import KnownRound
from bot.services.own_harm import NOTE, InTheWay, OwnHarm, own_question
from bot.services.problems import Why
from bot.store.database import Database
from bot.store.keystore import KeyStore
from config import content
from tests.services.checkin_house import FAY, GROUP, MIA, SERVER, Died, Discord, House, member
from tests.services.schedule_hands import CREW, DAY, MONDAY, live, planned, the_round, until
from tests.services.signal_house import SignalHouse

WEEK = 7 * DAY
APRIL = date(2026, 4, 6)
"""The first Monday of the second quarter."""
QUESTION = own_question("en")


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    made = await House(database, keys, Discord()).set_up()
    made.keeping.also_ask(OwnHarm(made.servers))
    return made


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[Question]:
    """A language of the tests' own, in which the question ships too."""
    words = "War dieser Bot in den letzten drei Monaten hilfreich oder im Weg?"
    own = {"question": {"name": "Der Bot", "words": words, "answers": list(QUESTION.answers)}}

    def reading(name: str, language: str) -> Mapping[str, object]:
        return own if (name, language) == ("own_harm", "de") else content.read_content(name, language)

    monkeypatch.setattr(own_harm, "read_content", create_autospec(content.read_content, side_effect=reading))
    monkeypatch.setattr(own_harm, "languages_of", create_autospec(content.languages_of, return_value=("en", "de")))
    own_question.cache_clear()
    yield own_question("de")
    own_question.cache_clear()


async def speaking(house: House, language: str) -> None:
    await house.servers.change(
        SERVER, lambda record: replace(record, settings=replace(record.settings, language=language))
    )


async def rounds(house: House, schedule_id: PlanId, first: date, weeks: int) -> list[KnownRound]:
    """The rounds of so many weeks, each answered by six who find that the bot is in the way, if they are asked."""
    found: list[KnownRound] = []
    for week in range(weeks):
        on = first + week * WEEK
        await until(house, datetime.combine(on, time(18), UTC))
        known = await the_round(house, schedule_id, on)
        assert known is not None
        found.append(known)
        await house.many_answer(known, 6, *("1" for _ in known.facts.template.questions))
    return found


def asks(known: KnownRound) -> bool:
    return QUESTION in known.facts.template.questions


def test_its_words_fit_what_discord_and_people_can_take() -> None:
    assert question_objections(QUESTION) == []


async def test_it_is_asked_once_in_each_quarter_but_the_first(house: House) -> None:
    schedule_id = await planned(house)
    asked = [known.facts.on for known in await rounds(house, schedule_id, MONDAY, 20) if asks(known)]
    assert asked == [APRIL, date(2026, 7, 6)]


async def test_it_is_the_last_question_and_published_as_all_are(house: House) -> None:
    schedule_id = await planned(house)
    known = (await rounds(house, schedule_id, MONDAY, 6))[-1]
    assert known.facts.template.questions[-1] == QUESTION
    assert not known.facts.template.questions[-1].watched
    await live(house, hours=48)
    closed = await house.rounds.find(known.round_id)
    assert closed is not None
    assert closed.result is not None
    lines = closed.result.lines[-1]
    assert lines is not None
    assert (lines.low, lines.good) == (Level.MOST, Level.FEW)
    assert "was this bot helpful or in the way?" in house.discord.texts(GROUP)[-1]


async def test_a_round_without_room_does_not_ask_and_the_next_one_does(house: House) -> None:
    schedule_id = await planned(house)
    await rounds(house, schedule_id, MONDAY, 1)
    server = await house.servers.get(SERVER)
    facts = await _facts(house, schedule_id)
    crowded = replace(facts, template=replace(facts.template, questions=_four(facts)))
    assert (await OwnHarm(house.servers).asked(server, crowded)) == crowded.template
    assert QUESTION in (await OwnHarm(house.servers).asked(server, facts)).questions


async def test_a_few_are_not_asked_what_holds_for_all(house: House) -> None:
    house.discord.holders = {CREW: 8}
    schedule_id = await planned(house, audience=CREW)
    await house.servers.note(SERVER, NOTE, "2025 4")
    await until(house, datetime.combine(MONDAY, time(18), UTC))
    known = await the_round(house, schedule_id)
    assert known is not None
    assert not asks(known)


async def test_one_that_dies_while_it_opens_asks_all_the_same_and_once(house: House) -> None:
    schedule_id = await planned(house)
    await rounds(house, schedule_id, MONDAY, 5)
    await until(house, datetime.combine(APRIL, time(17), UTC))
    house.discord.dies_after = "post"
    with pytest.raises(Died):
        await live(house, hours=1)
    house = house.restarted()
    house.keeping.also_ask(OwnHarm(house.servers))
    await live(house, minutes=20)
    known = await the_round(house, schedule_id, APRIL)
    assert known is not None
    assert asks(known)
    assert not asks((await rounds(house, schedule_id, APRIL + WEEK, 1))[0])


async def test_a_round_that_could_not_be_posted_leaves_the_question_to_the_next_one(house: House) -> None:
    schedule_id = await planned(house)
    await rounds(house, schedule_id, MONDAY, 5)
    await until(house, datetime.combine(APRIL, time(17), UTC))
    house.discord.trouble[GROUP] = Why.MISSING
    await live(house, days=3)
    assert await the_round(house, schedule_id, APRIL) is None
    del house.discord.trouble[GROUP]
    assert [asks(known) for known in await rounds(house, schedule_id, APRIL + WEEK, 2)] == [True, False]


async def test_in_another_language_it_is_the_same_question(house: House, german: Question) -> None:
    schedule_id = await planned(house)
    asked = (await rounds(house, schedule_id, MONDAY, 6))[-1]
    assert asks(asked)
    await speaking(house, "de")
    assert german not in (await rounds(house, schedule_id, APRIL + WEEK, 1))[0].facts.template.questions


class TestInTheWay:
    """More who find it in the way than helpful, as it was posted, is an alert about the bot."""

    @pytest.fixture
    async def house(self, database: Database, keys: KeyStore) -> SignalHouse:
        return await watched(SignalHouse(database, keys, Discord())).set_up()

    @staticmethod
    async def asked(
        house: SignalHouse, answers: str, before_it_closes: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """The question comes, and this is what they answer; then it is the next morning."""
        schedule_id = await planned(house, first=APRIL)
        await house.servers.note(SERVER, NOTE, "2026 1")
        await until(house, datetime.combine(APRIL, time(18), UTC))
        known = await the_round(house, schedule_id, APRIL)
        assert known is not None
        assert asks(known)
        for number, answer in enumerate(answers):
            others = ("3" for _ in known.facts.template.questions[1:])
            await house.answer(known, member(100 + number), *others, answer)
        if before_it_closes is not None:
            await before_it_closes()
        await live(house, days=3)

    async def test_it_is_told_to_the_staff_in_words_of_its_own_with_one_thing_to_try(self, house: SignalHouse) -> None:
        await self.asked(house, "111113")
        assert house.discord.texts(GROUP)
        assert [text for text in house.discord.texts(GROUP) if "Do not ask who" in text] == []
        (text,) = house.told()
        assert "This bot may be in the way" in text
        assert "**most** answered that it was in the way, **few** that it was helpful" in text
        assert text.count("What you can do") == 1
        assert "ask the group openly" in text
        assert len(text) < 1000
        known = await house.only_alert()
        assert known.alert.kind is Kind.BOT
        assert await house.alerting.of_person(SERVER, MIA, house.now) == []

    async def test_a_change_of_language_hides_no_answer(self, house: SignalHouse, german: Question) -> None:
        _ = german
        await self.asked(house, "111113", before_it_closes=lambda: speaking(house, "de"))
        assert len(house.told()) == 1

    @pytest.mark.parametrize("answers", ["555551", "333333", "1111"])
    async def test_a_good_a_middling_and_no_result_are_none(self, house: SignalHouse, answers: str) -> None:
        await self.asked(house, answers)
        assert house.told() == []

    async def test_once_seen_it_is_not_repeated(self, house: SignalHouse) -> None:
        await self.asked(house, "111113")
        await house.alerting.seen(SERVER, FAY, (await house.only_alert()).alert_id, house.now)
        await live(house, days=30)
        assert len(house.told()) == 1

    async def test_a_process_that_dies_before_the_result_is_kept_tells_it_once(self, house: SignalHouse) -> None:
        await self.asked(house, "111113")
        known = await the_round(house, (await house.plans.of_server(await house.server()))[0].schedule_id, APRIL)
        assert known is not None
        await InTheWay(house.alerting, lambda: house.now).published(await house.server(), known)
        await live(house, days=30)
        assert ["said this once more" in text for text in house.told()] == [False, True]


def watched(house: SignalHouse) -> SignalHouse:
    house.keeping.also_ask(OwnHarm(house.servers))
    house.keeping.when_published(InTheWay(house.alerting, lambda: house.now).published)
    return house


async def _facts(house: House, schedule_id: PlanId) -> Round:
    """A round as it would open in April."""
    known = await the_round(house, schedule_id)
    assert known is not None
    return replace(known.facts, on=APRIL)


def _four(facts: Round) -> tuple[Question, ...]:
    twice = enumerate(facts.template.questions * 2)
    return tuple(replace(one, name=f"{one.name} {number}", words=f"{one.words} {number}") for number, one in twice)
