"""Facilitators at work on templates: together, within limits, each named in the trail; and nobody else."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest

from bot.core.own_template import (
    MOST_OWN,
    MOST_RETIRED,
    heading_mark,
    question_added,
    question_changed,
    question_mark,
    question_removed,
    retitled,
)
from bot.services.checkin_templates import templates_in
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.services.template_book import KnownTemplate
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.checkin_house import FAY, MARA, MIA, SERVER, Discord, House
from tests.services.mortality import Mortal, mortal
from tests.services.template_hands import (
    COPY,
    LOU,
    PACE,
    ROOM,
    content_of,
    create,
    created,
    offered,
    refused,
    retire,
    retitle,
    server,
    use,
)

__all__ = ["mortal"]


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    return await House(database, keys, Discord()).set_up()


class TestTogether:
    async def test_two_who_change_the_same_question_lose_nothing_silently(self, house: House) -> None:
        known = await create(house)
        mark = question_mark(PACE)
        steps = [
            house.editing.edit(SERVER, who, known.template_id, question_changed(mark, replace(PACE, words=words)))
            for who, words in ((FAY, "How fast was it?"), (LOU, "Was it slow?"))
        ]
        results = await asyncio.gather(*steps, return_exceptions=True)
        keys = [result.key for result in results if isinstance(result, Refused)]
        assert keys == ["checkin-template-changed-meanwhile"]
        (kept,) = [result for result in results if isinstance(result, KnownTemplate)]
        assert await content_of(house, known) == kept.facts.content

    async def test_two_who_change_different_questions_both_succeed(self, house: House) -> None:
        known = await create(house, "Ours", PACE, ROOM)
        steps = [
            house.editing.edit(SERVER, who, known.template_id, change)
            for who, change in (
                (FAY, question_changed(question_mark(PACE), replace(PACE, words="Was it slow?"))),
                (LOU, question_changed(question_mark(ROOM), replace(ROOM, words="Was it narrow?"))),
                (LOU, retitled(heading_mark(known.facts.content), "Else", "")),
            )
        ]
        await asyncio.gather(*steps)
        content = await content_of(house, known)
        assert [question.words for question in content.questions] == ["Was it slow?", "Was it narrow?"]
        assert content.title == "Else"

    async def test_a_removed_question_is_not_changed(self, house: House) -> None:
        known = await create(house, "Ours", PACE, ROOM)
        mark = question_mark(PACE)
        await house.editing.edit(SERVER, FAY, known.template_id, question_removed(mark))
        late = house.editing.edit(SERVER, LOU, known.template_id, question_changed(mark, PACE))
        assert await refused(late) == "checkin-template-changed-meanwhile"

    async def test_nobody_puts_in_use_undoes_or_deletes_what_they_have_not_seen(self, house: House) -> None:
        seen = (await created(house)).facts.content.mark
        known = await retitle(house, await created(house, "Second"), "Else")
        await house.editing.edit(SERVER, LOU, known.template_id, question_added(ROOM))
        for step in (house.editing.use, house.editing.undo, house.editing.delete):
            for mark in (known.facts.content.mark, seen, ""):
                assert await refused(step(SERVER, FAY, known.template_id, mark)) == "checkin-template-changed-meanwhile"
        assert await offered(house) == ["Ours", "Second"]

    async def test_of_two_who_choose_one_title_one_gets_it(self, house: House) -> None:
        steps = [house.editing.create(SERVER, who, "Ours", "") for who in (FAY, LOU)]
        results = await asyncio.gather(*steps, return_exceptions=True)
        assert [each.key for each in results if isinstance(each, Refused)] == ["checkin-template-title-taken"]
        assert len((await house.editing.shelf(SERVER, FAY)).own) == 1


class TestResent:
    async def test_the_same_form_again_gives_the_template_that_it_made_as_it_is_by_then(self, house: House) -> None:
        known = await house.editing.create(SERVER, FAY, "Ours", "", "F")
        renamed = await retitle(house, known, "Theirs")
        assert await house.editing.create(SERVER, FAY, "Ours", "", "F") == renamed
        await house.editing.create(SERVER, FAY, "Ours", "", "another")
        assert len((await house.editing.shelf(SERVER, FAY)).own) == 2

    async def test_no_act_is_without_its_line_where_the_process_dies(self, house: House, mortal: Mortal) -> None:
        known = await create(house)
        deaths = 0
        while await mortal.dies(use(house, known), deaths + 1):
            deaths += 1
            (ours,) = (await house.editing.shelf(SERVER, FAY)).own
            lines = [line.act for line in await house.audit.lines(await server(house))]
            assert ours.facts.in_use is None or "checkin-template-use" in lines
        assert deaths >= 3


class TestTitles:
    @pytest.mark.parametrize(
        "title", ["Weekly pulse", " WEEKLY  pulse", "weekly-pulse", "Ours", "OURS", "Ours, changed"]
    )
    async def test_a_title_that_another_has_is_refused(self, house: House, title: str) -> None:
        await retitle(house, await created(house), "Ours, changed")
        other = await create(house, "Other")
        assert await refused(house.editing.create(SERVER, FAY, title, "")) == "checkin-template-title-taken"
        assert await refused(retitle(house, other, title)) == "checkin-template-title-taken"

    async def test_ones_own_title_in_other_letters_is_free(self, house: House) -> None:
        known = await retitle(house, await created(house), "OURS")
        await use(house, known)
        assert await offered(house) == ["OURS"]

    async def test_a_retired_template_gives_its_title_away_and_takes_it_back_only_if_it_is_free(
        self, house: House
    ) -> None:
        retired = await retire(house, await created(house))
        other = await created(house)
        bringing = house.editing.bring_back(SERVER, FAY, retired.template_id)
        assert await refused(bringing) == "checkin-template-title-taken"
        await use(house, await retitle(house, other, "Other"))
        await house.editing.bring_back(SERVER, FAY, retired.template_id)
        assert await offered(house) == ["Other", "Ours"]


class TestCopies:
    async def test_a_copy_says_the_same_under_a_title_of_its_own(self, house: House) -> None:
        pulse = templates_in("en")[0]
        titles: list[str] = []
        for _ in range(3):
            copy = await house.editing.copy(SERVER, FAY, "weekly-pulse", COPY)
            assert copy.facts.content.questions == pulse.questions
            assert copy.facts.in_use is None
            titles.append(copy.facts.content.title)
        assert titles == ["Weekly pulse (copy)", "Weekly pulse (copy 2)", "Weekly pulse (copy 3)"]

    async def test_a_copy_of_ones_own_is_of_what_is_worked_on(self, house: House) -> None:
        known = await retitle(house, await created(house), "t" * 45)
        copy = await house.editing.copy(SERVER, FAY, known.template_id, COPY)
        assert copy.facts.content.title == f"{'t' * 38} (copy)"
        assert copy.template_id != known.template_id
        change = question_removed(question_mark(PACE))
        await house.editing.edit(SERVER, FAY, copy.template_id, change)
        assert await content_of(house, known) == known.facts.content


class TestLimits:
    async def test_nineteen_besides_retired_ones(self, house: House) -> None:
        every = [await created(house, f"Number {number}") for number in range(MOST_OWN)]
        assert len(await house.templates.offered(await server(house))) == 25
        for step in (
            house.editing.create(SERVER, FAY, "More", ""),
            house.editing.copy(SERVER, FAY, "weekly-pulse", COPY),
        ):
            assert await refused(step) == "checkin-template-too-many"
        await retire(house, every[0])
        await create(house, "More")
        bringing = house.editing.bring_back(SERVER, FAY, every[0].template_id)
        assert await refused(bringing) == "checkin-template-too-many"
        await retire(house, every[1])
        await house.editing.bring_back(SERVER, FAY, every[0].template_id)

    async def test_as_many_retired_ones_as_one_list_shows(self, house: House) -> None:
        for number in range(MOST_RETIRED):
            await retire(house, await created(house, f"Number {number}"))
        one_more = await created(house)
        assert await refused(retire(house, one_more)) == "checkin-template-many-retired"
        gone = (await house.editing.shelf(SERVER, FAY)).own[0]
        await house.editing.delete(SERVER, FAY, gone.template_id, gone.facts.content.mark)
        await retire(house, one_more)
        assert await offered(house) == []


class TestRetiring:
    async def test_a_retired_one_is_neither_offered_nor_found_nor_changed(self, house: House) -> None:
        known = await retire(house, await created(house))
        assert await offered(house) == []
        for asked_for in (known.template_id, "Ours"):
            assert await house.templates.find(await server(house), asked_for) is None
        adding = house.editing.edit(SERVER, FAY, known.template_id, question_added(ROOM))
        assert await refused(adding) == "checkin-template-is-retired"
        assert await refused(use(house, known)) == "checkin-template-is-retired"

    async def test_it_comes_back_as_it_was_with_its_unused_changes(self, house: House) -> None:
        known = await retitle(house, await created(house), "Else")
        await retire(house, known)
        assert await house.editing.bring_back(SERVER, FAY, known.template_id) == known
        assert await offered(house) == ["Ours"]

    async def test_one_that_schedules_ask_is_not_retired_and_they_are_named(self, house: House) -> None:
        known = await created(house)
        asking = {known.template_id: ["<#1>", "<#2>"]}

        async def used_by(_: Server, template_id: str) -> Sequence[str]:
            return asking.get(template_id, [])

        house.templates.when_retiring(used_by)
        with pytest.raises(Refused, match="checkin-template-in-use") as refusal:
            await retire(house, known)
        assert refusal.value.values == {"schedules": "<#1>, <#2>"}
        assert await offered(house) == ["Ours"]
        asking.clear()
        await retire(house, known)
        assert await offered(house) == []

    async def test_only_what_cannot_be_asked_is_deleted(self, house: House) -> None:
        known = await created(house)
        deleting = house.editing.delete(SERVER, FAY, known.template_id, known.facts.content.mark)
        assert await refused(deleting) == "checkin-template-not-retired"
        fresh = await create(house, "Fresh")
        for one in (fresh, await retire(house, known)):
            await house.editing.delete(SERVER, FAY, one.template_id, one.facts.content.mark)
        assert (await house.editing.shelf(SERVER, FAY)).own == []
        assert await refused(house.editing.look(SERVER, FAY, known.template_id)) == "checkin-template-gone"


def steps(house: House, known: KnownTemplate, person: Person) -> list[Callable[[], Awaitable[object]]]:
    """Everything that can be done."""
    editing, template_id, mark = house.editing, known.template_id, known.facts.content.mark
    return [
        lambda: editing.shelf(SERVER, person),
        lambda: editing.look(SERVER, person, template_id),
        lambda: editing.look(SERVER, person, "weekly-pulse"),
        lambda: editing.create(SERVER, person, "Theirs", ""),
        lambda: editing.copy(SERVER, person, template_id, COPY),
        lambda: editing.edit(SERVER, person, template_id, question_added(ROOM)),
        lambda: editing.use(SERVER, person, template_id, mark),
        lambda: editing.undo(SERVER, person, template_id, mark),
        lambda: editing.retire(SERVER, person, template_id),
        lambda: editing.bring_back(SERVER, person, template_id),
        lambda: editing.delete(SERVER, person, template_id, mark),
    ]


class TestWho:
    @pytest.mark.parametrize("person", [MIA, MARA])
    async def test_only_facilitators_see_and_change_templates(self, house: House, person: Person) -> None:
        known = await create(house)
        for step in steps(house, known, person):
            assert await refused(step()) == "only-facilitators"
        assert (await house.editing.shelf(SERVER, FAY)).own == [known]

    async def test_the_trail_names_who_did_what_took_effect(self, house: House) -> None:
        known = await use(house, await create(house), LOU)
        await use(house, known)
        await retire(house, known)
        await retire(house, known)
        await house.editing.bring_back(SERVER, LOU, known.template_id)
        await retire(house, known)
        await house.editing.delete(SERVER, FAY, known.template_id, known.facts.content.mark)
        lines = await house.audit.lines(await server(house))
        assert [(line.actor, line.act.removeprefix("checkin-template-")) for line in lines] == [
            (LOU.member_id, "use"),
            (FAY.member_id, "retire"),
            (LOU.member_id, "bring-back"),
            (FAY.member_id, "retire"),
            (FAY.member_id, "delete"),
        ]
        assert {line.details["template"] for line in lines} == {"Ours"}
