"""Check-ins through their services: who is asked and counted, what becomes of answers, and what a round ends as."""

import asyncio
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.ballot import BallotKey
from bot.core.checkin import Trouble
from bot.core.identity import ChannelId, RoundId, ServerId
from bot.core.publishing import Level, Range, Result
from bot.core.sealing import new_key
from bot.services.checkin_rounds import KnownRound
from bot.services.checkin_running import StartRequest
from bot.services.checkin_templates import templates_in
from bot.services.checkins import OpenToMe
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.server_records import ServerRecord
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.checkin_house import (
    FAY,
    GROUP,
    MARA,
    MIA,
    NOOR,
    SERVER,
    SETTINGS,
    START,
    Discord,
    House,
    member,
)

ELSEWHERE = ServerId(901)
LOUNGE = ChannelId(31)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    return await House(database, keys, Discord()).set_up()


@pytest.fixture
async def known(house: House) -> KnownRound:
    request = StartRequest("weekly-pulse", 48, None)
    return await house.running.start(SERVER, FAY, request, house.now)


async def result_of(house: House, known: KnownRound) -> Result:
    closed = await house.keeping.close(known.round_id)
    assert closed is not None
    assert closed.result is not None
    return closed.result


class TestTemplates:
    def test_six_ship_and_can_be_asked_the_short_ones_first(self) -> None:
        shipped = templates_in("en")
        assert [len(template.questions) for template in shipped] == [2, 2, 2, 2, 3, 3]
        assert shipped[0].title == "Weekly pulse"
        assert len({template.template_id for template in shipped}) == 6

    def test_the_first_question_of_each_may_be_watched(self) -> None:
        for template in templates_in("en"):
            assert [question.watched for question in template.questions].index(True) == 0

    def test_every_question_has_five_answers(self) -> None:
        for template in templates_in("en"):
            assert {len(question.answers) for question in template.questions} == {5}


class TestAsking:
    async def test_a_member_is_asked_with_a_fresh_ballot_each_time(self, house: House, known: KnownRound) -> None:
        one, other = await house.ask(known, MIA), await house.ask(known, MIA)
        assert one.facts.template.title == "Weekly pulse"
        assert one.ballot_key != other.ballot_key

    @pytest.mark.parametrize(
        ("person", "why"),
        [
            (member(5, joined=START - timedelta(days=7) + timedelta(hours=1)), "checkin-newcomer"),
            (member(5, joined=None), "checkin-newcomer"),
            (FAY, "checkin-staff"),
            (MARA, "checkin-staff"),
        ],
    )
    async def test_newcomers_and_staff_are_not_counted(
        self, house: House, known: KnownRound, person: Person, why: str
    ) -> None:
        asked = await house.ask(known, MIA)
        for attempt in (
            house.ask(known, person),
            house.checkins.ask_again(SERVER, person, known.round_id, asked.ballot_key, house.now),
            house.hand_in(asked, person),
            house.checkins.open_to(SERVER, person, house.now),
        ):
            with pytest.raises(Refused, match=why):
                await attempt

    async def test_both_are_settings_of_the_server(self, house: House, known: KnownRound) -> None:
        await house.settings(count_staff=True, newcomer_days=3)
        await house.ask(known, MARA)
        await house.ask(known, member(5, joined=START - timedelta(days=4)))
        with pytest.raises(Refused) as refused:
            await house.ask(known, member(5, joined=START - timedelta(days=2)))
        assert refused.value.values == {"days": 3}

    async def test_a_round_of_another_server_and_one_that_never_was_are_closed(
        self, house: House, known: KnownRound
    ) -> None:
        await house.servers.create(ELSEWHERE, ServerRecord(SETTINGS))
        for attempt in (
            house.checkins.ask(ELSEWHERE, MIA, known.round_id, house.now),
            house.checkins.ask(SERVER, MIA, RoundId(b"?" * 16), house.now),
        ):
            with pytest.raises(Refused, match="checkin-closed"):
                await attempt

    async def test_past_its_time_a_round_is_closed_even_before_the_clock_came_round(
        self, house: House, known: KnownRound
    ) -> None:
        asked = await house.ask(known, MIA)
        house.now = known.facts.closes
        for attempt in (house.ask(known, NOOR), house.hand_in(asked, MIA)):
            with pytest.raises(Refused, match="checkin-closed"):
                await attempt
        assert await house.checkins.open_to(SERVER, MIA, house.now) == []

    async def test_after_the_first_press_opening_the_form_reads_memory_only(
        self, house: House, known: KnownRound, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await house.answer(known, NOOR)

        async def unread(*_: object) -> None:
            raise AssertionError("the database was read")

        for store in (house.database, house.keys.database):
            monkeypatch.setattr(store, "read", unread)
            monkeypatch.setattr(store, "write", unread)
        await house.ask(known, MIA)
        with pytest.raises(Refused, match="checkin-answered-already"):
            await house.ask(known, NOOR)

    async def test_two_first_presses_at_once_after_a_restart_lose_no_answer(
        self, house: House, known: KnownRound
    ) -> None:
        house = house.restarted()
        await asyncio.gather(*(house.answer(known, member(number)) for number in range(100, 110)))
        for number in range(100, 110):
            with pytest.raises(Refused, match="checkin-answered-already"):
                await house.ask(known, member(number))


class TestHandingIn:
    async def test_the_same_form_twice_is_confirmed_twice_and_counted_once(
        self, house: House, known: KnownRound
    ) -> None:
        asked = await house.answer(known, MIA)
        await house.hand_in(asked, MIA)
        await house.many_answer(known, 3)
        assert (await result_of(house, known)).too_few

    async def test_a_second_form_is_refused_also_where_memory_does_not_know_yet(
        self, house: House, known: KnownRound
    ) -> None:
        other_process = house.restarted()
        second = await other_process.ask(known, MIA)
        await house.answer(known, MIA)
        with pytest.raises(Refused, match="checkin-answered-already"):
            await other_process.hand_in(second, MIA)

    async def test_the_ballot_of_somebody_else_cannot_be_changed(self, house: House, known: KnownRound) -> None:
        theirs = await house.answer(known, NOOR, "1", "1")
        with pytest.raises(Refused, match="checkin-answered-already"):
            await house.hand_in(theirs, MIA, "5", "5")

    async def test_choices_that_were_not_offered_are_refused(self, house: House, known: KnownRound) -> None:
        asked = await house.ask(known, MIA)
        for chosen in (("6", "1"), ("1",), ("1", "1", "1"), ("x", "1")):
            with pytest.raises(Refused, match="button-outdated"):
                await house.hand_in(asked, MIA, *chosen)

    async def test_a_form_that_comes_while_the_round_is_being_closed_is_told_so(
        self, house: House, known: KnownRound
    ) -> None:
        asked = await house.ask(known, MIA)
        await house.restarted().keeping.close(known.round_id)
        with pytest.raises(Refused, match="checkin-closed"):
            await house.hand_in(asked, MIA)
        with pytest.raises(Refused, match="checkin-closed"):
            await house.ask(known, MIA)

    async def test_what_was_changed_counts(self, house: House, known: KnownRound) -> None:
        await house.many_answer(known, 4, "1", "0")
        mine = await house.answer(known, MIA, "1", "0")
        again = await house.checkins.ask_again(SERVER, MIA, known.round_id, mine.ballot_key, house.now)
        await house.hand_in(again, MIA, "5", "0")
        safe, energy = (await result_of(house, known)).lines
        assert safe is not None
        assert (safe.answers, safe.low, safe.good) == (Range(5, 9), Level.MOST, Level.FEW)
        assert energy is None


class TestList:
    async def test_those_open_the_first_to_close_in_front(self, house: House, known: KnownRound) -> None:
        known = await house.posting.post(known)
        other = await house.start("boundaries", 24, LOUNGE)
        await house.answer(known, MIA)
        facts = replace(other.facts)
        assert await house.checkins.open_to(SERVER, MIA, house.now) == [
            OpenToMe(other.round_id, facts, answered=False),
            OpenToMe(known.round_id, known.facts, answered=True),
        ]

    async def test_one_that_is_not_in_its_channel_yet_is_not_listed(self, house: House, known: KnownRound) -> None:
        assert await house.checkins.open_to(SERVER, MIA, house.now) == []
        await house.posting.post(known)
        assert len(await house.checkins.open_to(SERVER, MIA, house.now)) == 1


class TestStarting:
    async def test_it_opens_at_a_whole_second_for_the_hours_asked(self, known: KnownRound) -> None:
        assert known.facts.opened == datetime(2026, 3, 2, 10, tzinfo=UTC)
        assert known.facts.closes == datetime(2026, 3, 4, 10, tzinfo=UTC)
        assert known.facts.channel == GROUP

    @pytest.mark.parametrize(
        ("request_", "why"),
        [
            (StartRequest("nonsense", 48, None), "checkin-template-unknown"),
            (StartRequest("weekly-pulse", 23, None), "checkin-hours-out-of-range"),
            (StartRequest("weekly-pulse", 337, None), "checkin-hours-out-of-range"),
        ],
    )
    async def test_what_cannot_be_asked_is_refused(self, house: House, request_: StartRequest, why: str) -> None:
        with pytest.raises(Refused, match=why):
            await house.running.start(SERVER, FAY, request_, house.now)

    @pytest.mark.parametrize("typed", ["boundaries", "Boundaries", " boundaries "])
    async def test_a_title_typed_out_will_do(self, house: House, typed: str) -> None:
        assert (await house.start(typed)).facts.template.template_id == "boundaries"

    async def test_only_facilitators_start_and_end(self, house: House, known: KnownRound) -> None:
        for person in (MIA, MARA):
            with pytest.raises(Refused, match="only-facilitators"):
                await house.running.start(SERVER, person, StartRequest("boundaries", 48, LOUNGE), house.now)
            with pytest.raises(Refused, match="only-facilitators"):
                await house.running.end(SERVER, person, None, house.now)

    async def test_two_facilitators_at_once_open_one_round(self, house: House) -> None:
        starts = [house.running.start(SERVER, FAY, StartRequest("weekly-pulse", 48, None), house.now) for _ in "ab"]
        outcomes = await asyncio.gather(*starts, return_exceptions=True)
        assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]

    async def test_a_channel_is_asked_twice_in_seven_days(self, house: House) -> None:
        for _ in range(2):
            await house.start(hours=24)
            await house.later(hours=30)
        with pytest.raises(Refused, match="checkin-enough-asked"):
            await house.start(hours=24)
        await house.start(hours=24, channel=LOUNGE)
        await house.later(days=5)
        await house.start(hours=24)

    async def test_who_started_and_ended_is_in_the_audit_trail_and_not_in_the_round(
        self, house: House, known: KnownRound
    ) -> None:
        await house.running.end(SERVER, FAY, None, house.now)
        server = await house.servers.get(SERVER)
        lines = await house.audit.lines(server)
        assert [(line.actor, line.act) for line in lines] == [
            (FAY.member_id, "checkin-start"),
            (FAY.member_id, "checkin-end"),
        ]
        assert not {"actor", "started_by", "facilitator"} & set(vars(known.facts))

    async def test_templates_are_offered_to_facilitators_alone_and_not_before_set_up(self, house: House) -> None:
        assert (await house.running.templates(SERVER, FAY))[0].title == "Weekly pulse"
        assert await house.running.templates(SERVER, MIA) == []
        assert await house.running.templates(ELSEWHERE, FAY) == []
        with pytest.raises(Refused, match="setup-needed"):
            await house.running.start(ELSEWHERE, FAY, StartRequest("weekly-pulse", 48, None), house.now)


class TestEnding:
    async def test_it_closes_at_the_next_full_day_whatever_the_count(self, house: House, known: KnownRound) -> None:
        house.now += timedelta(hours=3)
        empty = await house.running.end(SERVER, FAY, None, house.now)
        await house.many_answer(known, 6)
        assert await house.running.end(SERVER, FAY, None, house.now) == empty
        assert empty.facts.closes == known.facts.opened + timedelta(hours=24)

    async def test_members_are_told_the_new_time_at_once(self, house: House, known: KnownRound) -> None:
        await house.ask(known, MIA)
        ended = await house.running.end(SERVER, FAY, None, house.now)
        assert (await house.ask(known, MIA)).facts.closes == ended.facts.closes
        house.now = ended.facts.closes
        with pytest.raises(Refused, match="checkin-closed"):
            await house.ask(known, MIA)

    async def test_where_nothing_is_open_it_says_so(self, house: House, known: KnownRound) -> None:
        with pytest.raises(Refused, match="checkin-none-open"):
            await house.running.end(SERVER, FAY, LOUNGE, house.now)
        await house.keeping.close(known.round_id)
        with pytest.raises(Refused, match="checkin-none-open"):
            await house.running.end(SERVER, FAY, None, house.now)


class TestClosing:
    async def test_the_result_is_made_once_and_key_and_box_are_gone(self, house: House, known: KnownRound) -> None:
        await house.many_answer(known, 5)
        first = await result_of(house, known)
        await house.settings(minimum_answers=40)
        assert await result_of(house.restarted(), known) == first
        assert not first.too_few
        assert await house.repository.box(known.round_id) is None
        assert await house.keys.get_many([known.key_id]) == {}

    async def test_asking_for_fewer_answers_later_changes_no_open_round(self, house: House) -> None:
        await house.settings(minimum_answers=20)
        known = await house.start()
        await house.many_answer(known, 15)
        await house.settings(minimum_answers=5)
        assert (await result_of(house, known)).too_few

    async def test_a_server_may_ask_for_more_answers(self, house: House, known: KnownRound) -> None:
        await house.settings(minimum_answers=6)
        await house.many_answer(known, 5)
        assert (await result_of(house, known)).too_few

    async def test_without_its_key_a_round_takes_no_answers_and_ends_as_too_few(
        self, house: House, known: KnownRound
    ) -> None:
        await house.many_answer(known, 8)
        await house.keys.destroy(known.key_id)
        house = house.restarted()
        with pytest.raises(Refused, match="checkin-closed"):
            await house.ask(known, MIA)
        result = await result_of(house, known)
        assert (result.too_few, result.broken) == (True, True)

    async def test_with_another_key_it_takes_no_answers_either(self, house: House, known: KnownRound) -> None:
        asked = await house.ask(known, MIA)
        held = await house.rounds.open(known.round_id)
        assert held is not None
        held.box_key = (await house.keys.create())[1]
        with pytest.raises(Refused, match="checkin-closed"):
            await house.hand_in(asked, MIA)
        await house.ask(known, MIA)

    async def test_a_key_that_is_not_the_boxs_own_opens_nothing(self, house: House, known: KnownRound) -> None:
        await house.keys.destroy(known.key_id)
        await house.keys.put(known.key_id, new_key(secrets.token_bytes))
        with pytest.raises(Refused, match="checkin-closed"):
            await house.ask(known, MIA)
        assert (await result_of(house, known)).broken

    async def test_a_round_that_is_gone_is_nothing(self, house: House, known: KnownRound) -> None:
        await house.keeping.withdraw(known)
        assert await house.keeping.close(known.round_id) is None
        assert await house.rounds.change(known.round_id, lambda facts: facts) is None
        assert await house.keys.get_many([known.key_id]) == {}
        with pytest.raises(Refused, match="checkin-closed"):
            await house.ask(known, MIA)

    async def test_changing_a_ballot_nobody_ever_cast_counts_once(self, house: House, known: KnownRound) -> None:
        made_up = BallotKey(b"made up key 1234")
        asked = await house.checkins.ask_again(SERVER, MIA, known.round_id, made_up, house.now)
        await house.hand_in(asked, MIA)
        with pytest.raises(Refused, match="checkin-answered-already"):
            await house.ask(known, MIA)

    async def test_what_staff_were_told_is_kept(self, house: House, known: KnownRound) -> None:
        await house.keeping.staff_told(known, Trouble.BROKEN)
        found = await house.rounds.find(known.round_id)
        assert found is not None
        assert found.facts.told == (Trouble.BROKEN,)
