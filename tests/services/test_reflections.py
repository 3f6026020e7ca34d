"""What a facilitator writes for nobody else: its writer alone reads, takes along and erases it."""

import asyncio
import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import MemberId, RoundId
from bot.core.reflecting import MOST_INTENTS, MOST_REFLECTIONS, Intent, Journal, Reflection
from bot.core.sealing import CannotOpen, unseal
from bot.services.journal_book import JournalBook, journal_tag
from bot.services.learning import cards_in
from bot.services.people import Person
from bot.services.reflections import LONGEST, LONGEST_HOPE, Reflections, prompts_in
from bot.services.reflections_keeper import ReflectionsKeeper
from bot.services.server_records import Server
from bot.store.database import Database
from bot.store.keystore import KeyStore, key_table
from bot.store.plans import PlanRepository
from bot.store.reflections import JournalRepository, JournalRow, heard_table
from tests.services.checkin_house import FACILITATORS, FAY, MARA, MIA, SERVER, START, Discord, House, member
from tests.services.refusals import refusal

KIM = member(5, FACILITATORS)
FORMER = replace(FAY, role_ids=frozenset())
ADA = Person(MemberId(9), frozenset(), None, is_administrator=True, display_name="ada")


class Study(House):
    """A house with journals."""

    def __init__(self, database: Database, keys: KeyStore, discord: Discord) -> None:
        super().__init__(database, keys, discord)
        self.journal_rows = JournalRepository(database, secrets.token_bytes)
        self.journals = JournalBook(self.journal_rows, keys, secrets.token_bytes)
        self.reflections = Reflections(self.servers, self.journals, self.rounds)
        self.keeper = ReflectionsKeeper(self.journals, PlanRepository(database, heard_table))

    async def server(self) -> Server:
        return await self.servers.get(SERVER)

    async def write(self, words: str = "I spoke too much.", person: Person = FAY, place: int = 0) -> int:
        return (await self.reflections.write(SERVER, person, "en", place, words, self.now)).written

    async def hope(self, round_id: RoundId, words: str = "that they leave lighter", person: Person = FAY) -> str:
        return await self.reflections.hope(SERVER, person, round_id, words, self.now)

    async def texts(self, person: Person = FAY) -> list[str]:
        return [entry.what.words for entry in await self.reflections.entries(SERVER, person)]

    async def sealed(self, person: Person = FAY) -> bytes | None:
        return await self.journal_rows.find(journal_tag(await self.server(), person.member_id))


async def wrapped_keys(keys: KeyStore) -> set[bytes]:
    async def reading(connection: AsyncConnection) -> set[bytes]:
        return {*(await connection.execute(select(key_table.c.key_id))).scalars()}

    return await keys.database.read(reading)


@pytest.fixture
async def study(database: Database, keys: KeyStore) -> Study:
    house = Study(database, keys, Discord())
    await house.set_up()
    return house


class TestWriting:
    async def test_the_question_of_a_card_is_answered_without_taking_the_turn_of_a_prompt(self, study: Study) -> None:
        card = cards_in("en")[0]
        before = await study.reflections.desk(SERVER, FAY, "en")
        desk = await study.reflections.write(SERVER, FAY, "en", card.card_id, "I answered at midnight.", study.now)
        assert (desk.prompt, desk.written) == (before.prompt, 1)
        ((entry),) = await study.reflections.entries(SERVER, FAY)
        assert isinstance(entry.what, Reflection)
        assert entry.what.prompt == card.question
        for asked in ("", "made-up", "0"):
            assert await refusal(study.reflections.prompt(SERVER, FAY, "en", asked)) == "button-outdated"
        assert await refusal(study.reflections.prompt(SERVER, MIA, "en", card.card_id)) == "only-facilitators"

    async def test_prompts_come_in_turn_answered_or_passed_for_each_writer_apart(self, study: Study) -> None:
        prompts = prompts_in("en")
        assert (await study.reflections.desk(SERVER, FAY, "en")).prompt == prompts[0]
        await study.write()
        assert (await study.reflections.another(SERVER, FAY, "en")).prompt == prompts[2]
        assert (await study.reflections.desk(SERVER, FAY, "xx")).prompt == prompts[2]
        assert (await study.reflections.desk(SERVER, KIM, "en")).prompt == prompts[0]

    async def test_what_was_written_is_there_with_its_prompt_and_its_day_the_last_first(self, study: Study) -> None:
        await study.write("First.")
        await study.write("Second\n\n\n\nof two.\x00", place=1)
        study.now += timedelta(days=1)
        await study.write("Third.", place=2)
        found = [entry.what for entry in await study.reflections.entries(SERVER, FAY)]
        assert [one.words for one in found] == ["Third.", "Second\n\nof two.", "First."]
        assert isinstance(found[1], Reflection)
        assert found[1].prompt == prompts_in("en")[1]
        assert [one.day for one in found] == [study.now.date(), *[study.now.date() - timedelta(days=1)] * 2]

    @pytest.mark.parametrize(
        ("words", "why"), [("", "empty"), (" \u200b\n", "empty"), ("x" * (LONGEST + 1), "too-long")]
    )
    async def test_what_cannot_be_kept_is_refused_and_nothing_is(self, study: Study, words: str, why: str) -> None:
        assert await refusal(study.write(words)) == f"reflect-{why}"
        assert await study.sealed() is None

    @pytest.mark.parametrize("place", [-1, 12, 10**9])
    async def test_a_prompt_that_there_is_not_is_an_old_button(self, study: Study, place: int) -> None:
        assert await refusal(study.write(place=place)) == "button-outdated"

    async def test_two_forms_at_the_same_moment_are_both_kept(self, study: Study) -> None:
        await asyncio.gather(*(study.write(f"thought {number}", place=number) for number in range(5)))
        assert sorted(await study.texts()) == [f"thought {number}" for number in range(5)]

    async def test_the_fullest_journal_fits_and_is_full_in_words(self, study: Study) -> None:
        widest = "\N{HANGUL SYLLABLE GAG}"
        day, prompt = study.now.date(), '"' * 200
        full = Journal(
            tuple(Reflection(prompt, widest * LONGEST, day) for _ in range(MOST_REFLECTIONS)),
            tuple(Intent(RoundId(secrets.token_bytes(16)), widest * LONGEST_HOPE, day) for _ in range(MOST_INTENTS)),
        )
        await study.journals.change(await study.server(), FAY.member_id, lambda _: full)
        assert await study.journals.read(await study.server(), FAY.member_id) == full
        assert await refusal(study.write()) == "reflect-full"


class TestPrivate:
    async def test_nobody_else_is_shown_anything_and_nothing_stands_in_the_trail(self, study: Study) -> None:
        await study.write()
        for person in (KIM, MARA, MIA, ADA):
            assert await study.journals.read(await study.server(), person.member_id) == Journal()
        for person in (MARA, MIA, ADA):
            for asked in (
                study.reflections.desk(SERVER, person, "en"),
                study.reflections.entries(SERVER, person),
                study.reflections.hopes(SERVER, person, study.now),
                study.reflections.another(SERVER, person, "en"),
                study.write("mine", person),
            ):
                assert await refusal(asked) == "only-facilitators"
        assert await study.audit.lines(await study.server()) == []

    async def test_a_mark_of_somebody_elses_erases_nothing(self, study: Study) -> None:
        await study.write("of fay")
        await study.write("of kim", KIM)
        (theirs,) = await study.reflections.entries(SERVER, FAY)
        assert [entry.what.words for entry in await study.reflections.erase_one(SERVER, KIM, theirs.mark)] == ["of kim"]
        assert await study.texts() == ["of fay"]

    async def test_a_row_opens_with_no_key_but_its_writers(self, study: Study) -> None:
        await study.write()
        server, sealed = await study.server(), await study.sealed()
        assert sealed is not None
        tags = {person: journal_tag(server, person.member_id) for person in (FAY, KIM)}
        with pytest.raises(CannotOpen):
            unseal(server.key, sealed, b"journal:%d:" % SERVER + tags[FAY])
        await study.journal_rows.put(JournalRow(tags[KIM], SERVER, sealed))
        with pytest.raises(CannotOpen):
            await study.texts(KIM)
        await study.reflections.erase_all(SERVER, KIM)
        assert (await study.texts(KIM), await study.texts()) == ([], ["I spoke too much."])
        assert tags[FAY] != server.pseudonym(FAY.member_id)

    async def test_a_line_and_a_page_have_one_size(self, study: Study) -> None:
        await study.write("x")
        await study.write("y" * LONGEST, KIM)
        fay, kim = await study.sealed(), await study.sealed(KIM)
        assert fay is not None
        assert kim is not None
        assert len(fay) == len(kim)


class TestHopes:
    async def test_it_is_written_before_the_answers_can_be_seen_and_stands_as_it_was_beside_them(
        self, study: Study
    ) -> None:
        known = await study.start()
        assert await study.hope(known.round_id, "that they feel safe") == "Weekly pulse"
        assert await study.hope(known.round_id, "that honesty is easier")
        ((open_one, hoped),) = (await study.reflections.hopes(SERVER, FAY, study.now)).open
        assert (open_one.round_id, hoped and hoped.words) == (known.round_id, "that honesty is easier")
        await study.later(hours=48)
        assert await refusal(study.hope(known.round_id, "what I wish I had hoped")) == "reflect-hope-too-late"
        hopes = await study.reflections.hopes(SERVER, FAY, study.now)
        assert hopes.open == []
        assert [(one.round_id, day) for one, day in hopes.closed] == [(known.round_id, START.date())]
        beside = await study.reflections.beside(SERVER, FAY, known.round_id)
        assert beside is not None
        assert beside.words == "that honesty is easier"
        assert await study.reflections.beside(SERVER, KIM, known.round_id) is None

    async def test_once_its_time_is_over_it_is_fixed_even_if_the_result_is_late(self, study: Study) -> None:
        known = await study.start()
        study.now = known.facts.closes
        assert await refusal(study.hope(known.round_id)) == "reflect-hope-too-late"
        assert (await study.reflections.hopes(SERVER, FAY, study.now)).open == []

    async def test_a_round_that_there_is_not_and_words_that_are_none_are_refused(self, study: Study) -> None:
        known = await study.start()
        assert await refusal(study.hope(RoundId(bytes(16)))) == "button-outdated"
        assert await refusal(study.hope(known.round_id, "  ")) == "reflect-empty"
        assert await refusal(study.hope(known.round_id, "x" * (LONGEST_HOPE + 1))) == "reflect-too-long"
        assert await refusal(study.hope(known.round_id, person=MIA)) == "only-facilitators"
        assert await study.sealed() is None

    async def test_an_erased_hope_cannot_be_written_again_when_the_answers_are_in(self, study: Study) -> None:
        known = await study.start()
        await study.hope(known.round_id)
        await study.later(hours=48)
        (entry,) = await study.reflections.entries(SERVER, FAY)
        assert entry.title == "Weekly pulse"
        assert await study.reflections.erase_one(SERVER, FAY, entry.mark) == []
        assert await study.reflections.beside(SERVER, FAY, known.round_id) is None
        assert await refusal(study.hope(known.round_id)) == "reflect-hope-too-late"


class TestErasing:
    async def test_one_is_erased_and_the_others_stay(self, study: Study) -> None:
        for number in range(3):
            await study.write(f"thought {number}", place=number)
        entry = (await study.reflections.entries(SERVER, FAY))[1]
        for _ in range(2):
            left = await study.reflections.erase_one(SERVER, FAY, entry.mark)
            assert [one.what.words for one in left] == ["thought 2", "thought 0"]
        assert await study.texts() == ["thought 2", "thought 0"]

    async def test_with_the_last_one_and_with_all_of_it_the_row_goes(self, study: Study) -> None:
        await study.write()
        (entry,) = await study.reflections.entries(SERVER, FAY)
        assert await study.reflections.erase_one(SERVER, FAY, entry.mark) == []
        assert await study.sealed() is None
        await study.write()
        for _ in range(2):
            await study.reflections.erase_all(SERVER, FAY)
        assert await study.sealed() is None

    @pytest.mark.parametrize("writes_again", [False, True])
    async def test_what_an_older_copy_brings_back_opens_for_nobody(self, study: Study, *, writes_again: bool) -> None:
        await study.write("too much")
        server, before = await study.server(), await study.sealed()
        assert before is not None
        await study.reflections.erase_all(SERVER, FAY)
        if writes_again:
            await study.write("something else")
        await study.journal_rows.put(JournalRow(journal_tag(server, FAY.member_id), SERVER, before))
        assert await study.texts() == []
        assert await study.keeper.about(server, FAY, study.now) == []
        await study.write("and on")
        assert await study.texts() == ["and on"]

    async def test_with_the_server_and_with_each_journal_go_their_keys(self, study: Study) -> None:
        before = await wrapped_keys(study.keys)
        for person in (FAY, KIM, MARA):
            await study.write(person=replace(person, role_ids=FAY.role_ids))
        assert len(await wrapped_keys(study.keys)) == len(before) + 3
        await study.write("more", KIM)
        await study.reflections.erase_all(SERVER, FAY)
        assert len(await wrapped_keys(study.keys)) == len(before) + 2
        await study.keeper.erase_server(await study.server())
        assert await wrapped_keys(study.keys) == before

    async def test_who_is_no_facilitator_any_more_reads_and_erases_and_writes_nothing(self, study: Study) -> None:
        await study.write()
        assert await study.texts(FORMER) == ["I spoke too much."]
        assert not (await study.reflections.desk(SERVER, FORMER, "en")).may_write
        assert await refusal(study.write("more", FORMER)) == "only-facilitators"
        await study.reflections.erase_all(SERVER, FORMER)
        assert await refusal(study.texts(FORMER)) == "only-facilitators"

    async def test_the_keeper_counts_and_erases_what_is_theirs_alone(self, study: Study) -> None:
        known = await study.start()
        await study.write()
        await study.hope(known.round_id)
        await study.write("of kim", KIM)
        server = await study.server()
        (remark,) = await study.keeper.about(server, FAY, study.now)
        assert (remark.key, remark.values) == ("privacy-reflections-written", {"count": 2})
        assert await study.keeper.about(server, MIA, study.now) == []
        for _ in range(2):
            assert await study.keeper.erase(server, FAY, study.now) == []
        assert (await study.sealed(), await study.texts(KIM)) == (None, ["of kim"])
        await study.keeper.erase_server(server)
        assert await study.sealed(KIM) is None
