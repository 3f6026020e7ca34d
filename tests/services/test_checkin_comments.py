"""Comments and audiences through their services: who is asked, whose comment is kept, and what facilitators get."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import Table, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from structlog.testing import capture_logs

from bot.core.identity import RoleId, RoundId
from bot.core.publishing import Result
from bot.services.checkin_rounds import KnownRound
from bot.services.problems import Refused
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.round_table import open_box_table, round_table
from bot.store.writer import each
from tests.services.checkin_house import FAY, MIA, NOOR, SERVER, Discord, House, member

CIRCLE = RoleId(77)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    return await House(database, keys, Discord()).set_up()


@pytest.fixture
async def known(house: House) -> KnownRound:
    """A round that takes comments."""
    return await house.start(comments=True)


async def everybody_comments(house: House, known: KnownRound, comments: Sequence[str]) -> None:
    for number, comment in enumerate(comments, start=100):
        await house.answer(known, member(number), comment=comment)


async def result_of(house: House, known: KnownRound) -> Result:
    closed = await house.keeping.close(known.round_id)
    assert closed is not None
    assert closed.result is not None
    return closed.result


async def row(house: House, known: KnownRound) -> tuple[bytes | None, bytes | None, bytes | None]:
    """Box, box of comments, and result, as they lie there."""

    async def reading(connection: AsyncConnection) -> tuple[bytes | None, bytes | None, bytes | None]:
        boxes, its = open_box_table.c, round_table.c
        both = round_table.outerjoin(open_box_table, its.round_id == boxes.round_id)
        columns = select(boxes.box, func.coalesce(boxes.comments, its.comments), its.result).select_from(both)
        return tuple((await connection.execute(columns.where(its.round_id == known.round_id))).one())

    return await house.database.read(reading)


@each
async def _overwrite(connection: AsyncConnection, new: tuple[Table, RoundId, bytes | None]) -> None:
    table, round_id, comments = new
    changed = await connection.execute(update(table).where(table.c.round_id == round_id).values(comments=comments))
    assert changed.rowcount == 1


class TestComments:
    async def test_eight_are_published_cleaned_and_shuffled(self, house: House, known: KnownRound) -> None:
        await everybody_comments(house, known, [f"<@1> comment {letter}  https://x.org " for letter in "abcdefghij"])
        published = (await result_of(house, known)).comments
        assert sorted(published) == [f"comment {letter}" for letter in "abcdefghij"]
        assert list(published) != sorted(published), "once in 3,628,800 times this is so by chance"
        found = await house.rounds.find(known.round_id)
        assert found is not None
        read = await house.rounds.with_comments(found)
        assert read.result is not None
        assert read.result.comments == published

    async def test_they_are_erased_after_their_time_and_no_copy_of_the_database_opens_them_then(
        self, house: House, known: KnownRound
    ) -> None:
        await everybody_comments(house, known, [*"abcdefgh"])
        await house.later(hours=48)
        before = (await row(house, known))[1]
        assert before is not None
        await house.later(days=89)
        shown = await house.results.result(SERVER, FAY, known.round_id)
        assert shown.result is not None
        assert sorted(shown.result.comments) == [*"abcdefgh"]
        await house.later(days=2)
        assert (await row(house, known))[1] is None
        await house.database.write(_overwrite, (round_table, known.round_id, before))
        erased = await house.results.result(SERVER, FAY, known.round_id)
        assert erased.result is not None
        assert (erased.result.comments, bool(erased.result.comments_key)) == ((), True)
        assert erased.result.lines == shown.result.lines

    async def test_closing_again_leaves_them_readable(self, house: House, known: KnownRound) -> None:
        await everybody_comments(house, known, [*"abcdefgh"])
        first = await result_of(house, known)
        again = await result_of(house.restarted(), known)
        assert first == again
        assert len(again.comments) == 8

    async def test_of_seven_nothing_is_left_though_more_answered(self, house: House, known: KnownRound) -> None:
        await everybody_comments(house, known, [*"abcdefg", "", "", " <@1>\n"])
        result = await result_of(house, known)
        assert result.comments == ()
        assert not result.too_few
        assert (await row(house, known))[:2] == (None, None)

    async def test_a_server_that_asks_for_more_answers_asks_for_as_many_comments(
        self, house: House, known: KnownRound
    ) -> None:
        await house.settings(minimum_answers=10)
        await everybody_comments(house, known, [*"abcdefghi", ""])
        result = await result_of(house, known)
        assert (result.comments, result.too_few) == ((), False)

    async def test_members_are_told_no_more_than_the_round_holds_to_whatever_is_set_meanwhile(
        self, house: House
    ) -> None:
        await house.settings(minimum_answers=9)
        known = await house.start(comments=True)
        await house.settings(minimum_answers=12)
        assert (await house.ask(known, MIA)).fewest_comments == 9
        await house.settings(minimum_answers=5)
        assert (await house.ask(known, MIA)).fewest_comments == 9
        await everybody_comments(house, known, "abcdefgh")
        assert (await result_of(house, known)).comments == (), "fewer than they were told"

    async def test_members_are_told_eight_otherwise(self, house: House, known: KnownRound) -> None:
        asked = await house.ask(known, MIA)
        again = await house.checkins.ask_again(SERVER, MIA, known.round_id, asked.ballot_key, house.now)
        assert (asked.fewest_comments, again.fewest_comments) == (8, 8)

    async def test_changing_answers_changes_the_comment_or_takes_it_out(self, house: House, known: KnownRound) -> None:
        await everybody_comments(house, known, "abcdefgh")
        mine = await house.answer(known, MIA, comment="mine")
        again = await house.checkins.ask_again(SERVER, MIA, known.round_id, mine.ballot_key, house.now)
        await house.hand_in(again, MIA, comment="mine, at last")
        theirs = await house.answer(known, NOOR, comment="theirs")
        await house.hand_in(theirs, NOOR, comment="")
        assert sorted((await result_of(house, known)).comments) == [*"abcdefgh", "mine, at last"]

    async def test_the_one_that_is_taken_out_again_counts_no_more(self, house: House, known: KnownRound) -> None:
        await everybody_comments(house, known, "abcdefg")
        mine = await house.answer(known, MIA, comment="mine")
        await house.hand_in(mine, MIA, comment="https://nothing.else.example.org")
        assert (await result_of(house, known)).comments == ()

    async def test_a_refused_form_leaves_no_comment(self, house: House, known: KnownRound) -> None:
        await everybody_comments(house, known, "abcdefg")
        first, second = await house.ask(known, MIA), await house.ask(known, MIA)
        await house.hand_in(first, MIA)
        with pytest.raises(Refused, match="checkin-answered-already"):
            await house.hand_in(second, MIA, comment="a second try")
        with pytest.raises(Refused, match="button-outdated"):
            await house.hand_in(first, MIA, "9", "9", comment="choices that were not offered")
        with pytest.raises(Refused, match="checkin-answered-already"):
            await house.hand_in(first, NOOR, comment="through a form of somebody else")
        assert (await result_of(house, known)).comments == ()

    async def test_a_round_that_takes_none_keeps_none(self, house: House) -> None:
        known = await house.start()
        await everybody_comments(house, known, "abcdefgh")
        assert (await row(house, known))[1] is None
        assert (await result_of(house, known)).comments == ()

    async def test_in_a_storm_each_comment_is_kept_once(self, house: House, known: KnownRound) -> None:
        people = [member(number) for number in range(100, 130)]
        asked = [await house.ask(known, person) for person in people]
        for turn in range(3):
            await asyncio.gather(
                *(
                    house.hand_in(one, person, comment=f"{person.member_id} in turn {turn}")
                    for one, person in zip(asked, people, strict=True)
                )
            )
        assert sorted((await result_of(house, known)).comments) == [f"{at} in turn 2" for at in range(100, 130)]

    async def test_the_size_of_a_result_does_not_tell_whether_comments_are_in_it(
        self, house: House, known: KnownRound
    ) -> None:
        await everybody_comments(house, known, ["w" * 300] * 8)
        await result_of(house, known)
        with_comments = (await row(house, known))[2]
        await house.later(days=8)
        other = await house.start(comments=True)
        await everybody_comments(house, other, "abcde")
        assert (await result_of(house, other)).comments == ()
        without = (await row(house, other))[2]
        assert with_comments is not None
        assert without is not None
        assert len(with_comments) == len(without)

    @pytest.mark.parametrize("damage", [None, b"", b"damaged"])
    async def test_when_their_box_is_damaged_the_answers_count_and_it_is_reported(
        self, house: House, known: KnownRound, damage: bytes | None
    ) -> None:
        await everybody_comments(house, known, "abcdefgh")
        await house.database.write(_overwrite, (open_box_table, known.round_id, damage))
        asked = await house.answer(known, MIA, comment="mine")
        assert (await house.hand_in(asked, MIA, comment="mine, changed")).changed
        with capture_logs() as logged:
            result = await result_of(house, known)
        assert (result.comments, result.too_few, result.broken) == ((), False, False)
        assert [(line["log_level"], "box of comments" in line["event"]) for line in logged] == [("error", True)]
        assert (await row(house, known))[:2] == (None, None)

    async def test_without_the_key_nothing_is_published(self, house: House, known: KnownRound) -> None:
        await everybody_comments(house, known, "abcdefgh")
        await house.keys.destroy(known.key_id)
        result = await result_of(house.restarted(), known)
        assert (result.comments, result.broken) == ((), True)


class TestConfirming:
    async def test_new_answers_and_changed_ones_are_told_apart(self, house: House, known: KnownRound) -> None:
        asked = await house.ask(known, MIA)
        assert not (await house.hand_in(asked, MIA)).changed
        assert (await house.hand_in(asked, MIA)).changed
        again = await house.checkins.ask_again(SERVER, MIA, known.round_id, asked.ballot_key, house.now)
        assert (await house.restarted().hand_in(again, MIA, "1", "1")).changed


class TestAudience:
    async def test_only_who_holds_the_role_is_asked(self, house: House) -> None:
        known = await house.start(audience=CIRCLE)
        asked = await house.answer(known, member(7, CIRCLE))
        lost_it = member(7)
        for attempt in (
            house.ask(known, MIA),
            house.checkins.ask_again(SERVER, lost_it, known.round_id, asked.ballot_key, house.now),
            house.hand_in(asked, lost_it),
        ):
            with pytest.raises(Refused, match="checkin-audience") as refused:
                await attempt
            assert refused.value.values == {"role": CIRCLE}

    async def test_only_they_find_it_in_their_list(self, house: House) -> None:
        known = await house.start(audience=CIRCLE)
        assert await house.checkins.open_to(SERVER, MIA, house.now) == []
        found = await house.checkins.open_to(SERVER, member(7, CIRCLE), house.now)
        assert [one.round_id for one in found] == [known.round_id]

    async def test_the_role_does_not_make_a_newcomer_or_the_staff_count(self, house: House) -> None:
        known = await house.start(audience=CIRCLE)
        for person, why in (
            (member(7, CIRCLE, joined=None), "checkin-newcomer"),
            (member(1, CIRCLE, *FAY.role_ids), "checkin-staff"),
        ):
            with pytest.raises(Refused, match=why):
                await house.ask(known, person)

    @pytest.mark.parametrize("holders", [8, None])
    async def test_eight_holders_or_an_unknown_number_will_do(self, house: House, holders: int | None) -> None:
        if holders is not None:
            house.discord.holders[CIRCLE] = holders
        assert (await house.start(audience=CIRCLE)).facts.audience == CIRCLE

    @pytest.mark.parametrize("holders", [0, 7])
    async def test_fewer_are_refused_and_nothing_is_started(self, house: House, holders: int) -> None:
        house.discord.holders[CIRCLE] = holders
        with pytest.raises(Refused, match="checkin-audience-small") as refused:
            await house.start(audience=CIRCLE)
        assert refused.value.values == {"role": CIRCLE}
        assert await house.checkins.open_to(SERVER, member(7, CIRCLE), house.now) == []

    async def test_the_role_that_everyone_has_means_everyone(self, house: House) -> None:
        house.discord.holders[RoleId(SERVER)] = 3
        known = await house.start(audience=RoleId(SERVER))
        assert known.facts.audience is None
        await house.answer(known, MIA)
