"""What was done and meant: only what the group was told is asked of it; what check-ins publish stands by it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from bot.core.alerts import Alert, Kind
from bot.core.identity import ActionId, PlanId, RoleId
from bot.core.impact import Asked
from bot.core.own_template import question_mark
from bot.core.publishing import Level
from bot.core.template import Question
from bot.services.checkin_rounds import KnownRound
from bot.services.impact_asking import ImpactAsking, topic_of
from bot.services.impact_book import MOST_TEXT, ImpactBook
from bot.services.impact_keeping import FORGET_TASK, KEPT_FOR, ImpactKeeping
from bot.services.impact_telling import ImpactTelling
from bot.services.impacts import Impacts, ShownAction, Written
from bot.services.people import Person
from bot.services.server_records import Server
from bot.store.cases import CaseRepository, Kept
from bot.store.database import Database
from bot.store.impacts import action_table
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository
from bot.store.tasks import TaskRepository
from tests.services.checkin_house import FAY, GROUP, MARA, MIA, SERVER, Discord, House
from tests.services.refusals import refusal
from tests.services.schedule_hands import DAY, MONDAY, OPENS, planned, the_round, until

SCALE = ("Much harder", "Harder", "Neither", "Helped", "Helped much")
OPENED = Question("Did it help, or make things harder?", "We opened a quiet channel. Did it help?", SCALE)
WRITTEN = Written("Opened a quiet channel", "Less noise for those who are new", OPENED)
LOW, GOOD = "1", "5"


@dataclass
class Nobody:
    """No concern can be read by anybody."""

    async def readable_by(self, server: Server, person: Person) -> list[Kept]:
        _ = server, person
        return []


@dataclass
class Bell:
    """Remembers what arose."""

    rung: list[tuple[Alert, Mapping[str, str]]] = field(default_factory=list[tuple[Alert, Mapping[str, str]]])
    forgotten: list[tuple[Kind, bytes]] = field(default_factory=list[tuple[Kind, bytes]])

    async def arise(self, server: Server, alert: Alert, matter: Mapping[str, str], now: datetime) -> None:
        _ = server, now
        self.rung.append((alert, matter))

    async def forget(self, server: Server, kind: Kind, topic: bytes) -> None:
        _ = server
        self.forgotten.append((kind, topic))


class ImpactHouse(House):
    """Check-ins, and what was done."""

    def __init__(self, database: Database, keys: KeyStore, discord: Discord) -> None:
        super().__init__(database, keys, discord)
        cases = CaseRepository(database, keys, secrets.token_bytes)
        self.book = ImpactBook(PlanRepository(database, action_table), cases, keys, secrets.token_bytes)
        keeping = ImpactKeeping(self.servers, self.book, self.audit, self.scheduler)
        self.impacts = Impacts(self.servers, self.book, keeping, Nobody())
        self.telling = ImpactTelling(self.servers, self.book, keeping, self.impacts)
        self.bell = Bell()
        self.asking = ImpactAsking(self.book, self.bell, lambda: self.now)
        keeping.when_forgotten(self.asking.forget)
        self.keeping.also_ask(self.asking)
        self.keeping.when_published(self.asking.published)

    async def record(self, written: Written = WRITTEN, by: Person = FAY) -> ShownAction:
        return await self.impacts.record(SERVER, by, written, self.now)

    async def told(self, written: Written = WRITTEN) -> ShownAction:
        """Recorded, and confirmed that the group was told; the day after."""
        shown = await self.record(written)
        assert shown.facts.question is not None
        mark = question_mark(shown.facts.question)
        asked = await self.telling.ask(SERVER, FAY, shown.known.action_id, mark, self.now)
        await self.later(days=1)
        return asked

    async def look(self, shown: ShownAction) -> ShownAction:
        return await self.impacts.look(SERVER, FAY, shown.known.action_id)

    async def answered(self, known: KnownRound, *chosen: str, people: int = 6) -> None:
        """So many answer alike, and the result is posted."""
        await self.many_answer(known, people, *chosen)
        await self.later(days=3)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ImpactHouse:
    house = ImpactHouse(database, keys, Discord())
    await house.set_up()
    return house


def names(known: KnownRound) -> list[str]:
    return [question.name for question in known.facts.template.questions]


async def test_what_nobody_was_told_is_never_asked(house: ImpactHouse) -> None:
    shown = await house.record()
    await house.record(replace(WRITTEN, question=None))
    await house.later(days=1)
    assert OPENED.name not in names(await house.start())
    assert shown.facts.asked_of is Asked.NOBODY


async def test_what_the_group_was_told_is_asked_in_the_next_check_in_and_stands_by_its_intent(
    house: ImpactHouse,
) -> None:
    shown = await house.told()
    known = await house.start()
    assert names(known)[-1] == OPENED.name
    await house.answered(known, "5", "5", GOOD)
    impact = (await house.look(shown)).facts.impact
    assert impact is not None
    assert (impact.low, impact.good) == (Level.FEW, Level.MOST)
    assert any(OPENED.words in text for text in house.discord.texts(GROUP))
    assert house.bell.rung == []
    await house.later(days=3)
    assert OPENED.name not in names(await house.start())


async def test_too_few_answers_tell_nothing_and_it_is_asked_again(house: ImpactHouse) -> None:
    shown = await house.told()
    await house.answered(await house.start(), "5", "5", LOW, people=4)
    facts = (await house.look(shown)).facts
    assert (facts.impact, len(facts.answers)) == (None, 1)
    await house.later(days=3)
    assert OPENED.name in names(await house.start())


async def test_all_who_pass_it_leave_it_unanswered_though_the_rest_is_shown(house: ImpactHouse) -> None:
    shown = await house.told()
    await house.answered(await house.start(), "5", "5", "0")
    assert (await house.look(shown)).facts.impact is None


async def test_an_audience_and_a_full_template_are_not_asked(house: ImpactHouse) -> None:
    await house.told()
    house.discord.holders[RoleId(77)] = 20
    assert OPENED.name not in names(await house.start(audience=RoleId(77)))
    await house.later(days=8)
    questions = tuple(Question(f"Name {at}", f"Words {at}", SCALE) for at in range(3))
    full = await house.editing.create(SERVER, FAY, "Full", "")
    for question in (*questions, Question("Name 3", "Words 3", SCALE)):
        full = await house.editing.edit(
            SERVER, FAY, full.template_id, lambda draft, one=question: replace(draft, questions=(*draft.questions, one))
        )
    await house.editing.use(SERVER, FAY, full.template_id, full.facts.content.mark)
    assert names(await house.start(full.template_id)) == [f"Name {at}" for at in range(4)]


async def test_rounds_of_schedules_ask_too(house: ImpactHouse) -> None:
    await house.told()
    schedule_id = await planned(house)
    await until(house, OPENS + DAY)
    known = await the_round(house, schedule_id, MONDAY + DAY)
    assert known is not None
    assert names(known)[-1] == OPENED.name


async def test_harm_is_an_alert_once_with_what_was_posted_and_nothing_else(house: ImpactHouse) -> None:
    shown = await house.told()
    known = await house.start()
    await house.answered(known, "5", "5", LOW)
    ((alert, matter),) = house.bell.rung
    assert alert.kind is Kind.HARM
    assert matter == {
        "action": OPENED.words,
        "low": "most",
        "good": "few",
        "day": shown.facts.day.isoformat(),
        "intent": WRITTEN.intent,
    }
    closed = await house.rounds.find(known.round_id)
    assert closed is not None
    await house.asking.published(await house.servers.get(SERVER), closed)
    assert len(house.bell.rung) == 1


async def test_a_process_that_dies_between_alert_and_result_rings_for_the_same_occasion(house: ImpactHouse) -> None:
    shown = await house.told()
    known = await house.start()
    await house.answered(known, "5", "5", LOW)
    server, closed = await house.servers.get(SERVER), await house.rounds.find(known.round_id)
    assert closed is not None
    await house.book.change(server, shown.known.action_id, lambda facts: replace(facts, answers=()))
    await house.asking.published(server, closed)
    first, second = house.bell.rung
    assert first == second


async def test_other_words_are_asked_only_once_they_are_confirmed(house: ImpactHouse) -> None:
    shown = await house.told()
    other = replace(OPENED, words="We opened a channel for quiet. Did it help?")
    action_id = shown.known.action_id
    reworded = await house.telling.reword(SERVER, FAY, action_id, other)
    assert (reworded.facts.told_on, reworded.facts.question) == (None, other)
    assert OPENED.name not in names(await house.start())
    assert (
        await refusal(house.telling.ask(SERVER, FAY, action_id, question_mark(OPENED), house.now)) == "impact-reworded"
    )
    again = await house.telling.ask(SERVER, FAY, action_id, question_mark(other), house.now)
    twice = await house.telling.ask(SERVER, FAY, action_id, question_mark(other), house.now + timedelta(days=9))
    assert twice == again
    assert (await house.telling.reword(SERVER, FAY, action_id, None)).facts.question is None


async def test_once_it_is_answered_its_words_stay(house: ImpactHouse) -> None:
    shown = await house.told()
    await house.answered(await house.start(), "5", "5", GOOD)
    assert await refusal(house.telling.reword(SERVER, FAY, shown.known.action_id, None)) == "impact-answered"


async def test_what_was_done_and_meant_is_reworded_with_a_line_and_the_question_stays_as_it_was(
    house: ImpactHouse,
) -> None:
    shown = await house.record()
    after = await house.impacts.reword(SERVER, MARA, shown.known.action_id, "Opened a calm channel", " Less noise ")
    assert after == await house.look(shown)
    expected = replace(shown.facts, words="Opened a calm channel", intent="Less noise")
    assert (after.facts, after.may_be_reworded) == (expected, True)
    again = await house.impacts.reword(SERVER, MARA, shown.known.action_id, "Opened a calm channel", "Less noise")
    assert again == after
    lines = await house.audit.lines(await house.servers.get(SERVER))
    assert [(line.act, line.details) for line in lines] == [("impact-record", {}), ("impact-reword", {})]
    for words, intent, why in (("", "x", "impact-empty"), ("x", "x" * (MOST_TEXT + 1), "impact-too-long")):
        assert await refusal(house.impacts.reword(SERVER, MARA, shown.known.action_id, words, intent)) == why
    assert await house.look(shown) == after


async def test_what_was_meant_is_not_written_anew_beside_a_question_that_went_out(house: ImpactHouse) -> None:
    shown = await house.told()
    action_id = shown.known.action_id
    assert not shown.may_be_reworded
    attempts = [await refusal(house.impacts.reword(SERVER, FAY, action_id, "x", "y"))]
    await house.answered(await house.start(), "5", "5", GOOD, people=3)
    await house.telling.reword(SERVER, FAY, action_id, OPENED)
    attempts.append(await refusal(house.impacts.reword(SERVER, FAY, action_id, "x", "y")))
    assert attempts == ["impact-asked-already"] * 2
    assert (await house.look(shown)).facts.words == WRITTEN.words
    untold = await house.told(replace(WRITTEN, words="Moved it"))
    await house.telling.reword(SERVER, FAY, untold.known.action_id, OPENED)
    assert (await house.look(untold)).may_be_reworded


async def test_moderators_and_facilitators_share_it_and_members_see_nothing(house: ImpactHouse) -> None:
    shown = await house.record(by=MARA)
    assert [one.known for one in await house.impacts.mine(SERVER, FAY)] == [shown.known]
    action_id = shown.known.action_id
    for attempt in (
        house.impacts.mine(SERVER, MIA),
        house.impacts.look(SERVER, MIA, action_id),
        house.impacts.record(SERVER, MIA, WRITTEN, house.now),
        house.telling.reword(SERVER, MIA, action_id, None),
        house.telling.ask(SERVER, MIA, action_id, question_mark(OPENED), house.now),
        house.impacts.reword(SERVER, MIA, action_id, "x", "y"),
        house.impacts.erase(SERVER, MIA, action_id),
    ):
        assert await refusal(attempt) == "only-staff"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (replace(WRITTEN, words=" \n\u200b"), "impact-empty"),
        (replace(WRITTEN, intent=""), "impact-empty"),
        (replace(WRITTEN, intent="x" * (MOST_TEXT + 1)), "impact-too-long"),
        (replace(WRITTEN, question=replace(OPENED, words="x" * 101)), "checkin-template-flaw-long-words"),
        (replace(WRITTEN, label="ABC123"), "case-unknown"),
    ],
)
async def test_what_cannot_be_kept_is_refused_and_nothing_is_kept(
    house: ImpactHouse, written: Written, key: str
) -> None:
    assert await refusal(house.record(written)) == key
    assert await house.impacts.mine(SERVER, FAY) == []


async def test_the_longest_texts_fit(house: ImpactHouse) -> None:
    longest = Written(
        "\N{SPARKLES}" * MOST_TEXT, "\N{SPARKLES}" * MOST_TEXT, replace(OPENED, words="\N{SPARKLES}" * 100)
    )
    assert (await house.record(longest)).facts.words == longest.words


async def test_the_trail_says_that_something_was_written_down_asked_and_erased(house: ImpactHouse) -> None:
    shown = await house.told()
    await house.impacts.erase(SERVER, FAY, shown.known.action_id)
    lines = await house.audit.lines(await house.servers.get(SERVER))
    assert [(line.act, line.details, line.actor) for line in lines] == [
        (act, {}, FAY.member_id) for act in ("impact-record", "impact-ask", "impact-erase")
    ]
    assert await refusal(house.look(shown)) == "impact-gone"
    assert house.bell.forgotten == [(Kind.HARM, topic_of(shown.known.action_id))]


async def test_an_action_is_forgotten_after_a_year_and_none_is_of_another_server(house: ImpactHouse) -> None:
    shown = await house.record()
    unknown = ActionId(PlanId(secrets.token_bytes(16)))
    assert await refusal(house.impacts.look(SERVER, FAY, unknown)) == "impact-gone"
    await house.later(days=364)
    assert await house.look(shown) == shown
    await house.later(days=1)
    assert await refusal(house.look(shown)) == "impact-gone"


async def test_the_same_sent_again_that_day_is_one_and_another_day_another(house: ImpactHouse) -> None:
    first = await house.record()
    assert await house.record() == first
    await house.later(days=1)
    assert await house.record() != first
    assert len(await house.impacts.mine(SERVER, FAY)) == 2


async def test_no_row_tells_at_what_time_of_the_day_it_was_written_down(house: ImpactHouse) -> None:
    for words in ("We moved it.", "We moved it back."):
        await house.record(replace(WRITTEN, words=words))
        house.now += timedelta(minutes=37)
    due = await TaskRepository(house.database).due([FORGET_TASK], int((house.now + 2 * KEPT_FOR).timestamp()))
    assert len(due) == 2
    assert len({row.due for row in due}) == 1


async def test_one_row_that_is_damaged_hides_no_other(house: ImpactHouse) -> None:
    damaged, whole = await house.record(), await house.record(replace(WRITTEN, words="Something else."))
    repository = PlanRepository(house.database, action_table)
    row = await repository.find(damaged.known.action_id)
    assert row is not None
    await repository.replace(replace(row, sealed=row.sealed[:-1] + b"x"))
    assert [one.known for one in await house.impacts.mine(SERVER, FAY)] == [whole.known]
