"""After a result: one post that was seen before, once, and how often that happens."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.hearing import Loop
from bot.core.identity import ChannelId, MessageId, PlanId, RoundId
from bot.services.checkin_rounds import KnownRound
from bot.services.heard_book import LONGEST, Said
from bot.services.problems import CannotReach, Why
from bot.services.server_records import Server
from tests.services.checkin_house import (
    FAY,
    MARA,
    MIA,
    SERVER,
    Died,
)
from tests.services.heard_house import HEARD, KIM, NEXT, Hall
from tests.services.refusals import refusal


class TestSaying:
    async def test_it_is_written_seen_and_posted_once_however_often_it_is_pressed(self, hall: Hall) -> None:
        known = await hall.a_result("1", "1")
        seen = await hall.write(known)
        assert (seen.said.heard, seen.said.will_do, seen.said.is_draft) == (HEARD, NEXT, True)
        said = await asyncio.gather(*(hall.post(known, seen.said.mark, person) for person in (FAY, KIM, FAY)))
        assert hall.posted == [HEARD]
        assert {after.said.post for after in said} == {MessageId(7001)}
        acts = [(line.act, line.details) for line in await hall.audit.lines(await hall.servers.get(SERVER))]
        assert acts[1:] == [("heard-posted", {"template": "Weekly pulse", "channel": "<#21>"})]

    async def test_what_another_changed_meanwhile_is_not_posted_unseen(self, hall: Hall) -> None:
        known = await hall.a_result()
        seen = await hall.write(known)
        await hall.write(known, will_do="Nothing.", person=KIM)
        assert await refusal(hall.post(known, seen.said.mark)) == "heard-changed"
        assert await refusal(hall.post(known, "")) == "heard-changed"
        assert hall.posted == []

    async def test_nothing_written_is_nothing_to_post(self, hall: Hall) -> None:
        known = await hall.a_result()
        unwritten = (await hall.heard.look(SERVER, FAY, known.round_id)).said
        assert await refusal(hall.post(known, unwritten.mark)) == "heard-changed"

    @pytest.mark.parametrize("gap", ["On [day] we will.", "We drop [what we did]", "[[a]]"])
    async def test_a_draft_with_something_to_fill_in_is_not_posted(self, hall: Hall, gap: str) -> None:
        known = await hall.a_result()
        seen = await hall.write(known, will_do=gap)
        assert seen.has_gaps
        assert await refusal(hall.post(known, seen.said.mark)) == "heard-gaps"

    async def test_a_link_and_lonely_brackets_are_no_gaps(self, hall: Hall) -> None:
        known = await hall.a_result()
        assert not (await hall.write(known, will_do="[our page](https://example.org), [] and ] too [")).has_gaps

    @pytest.mark.parametrize(
        ("heard", "will_do", "why"),
        [("", NEXT, "empty"), (HEARD, " \u200b ", "empty"), ("x" * (LONGEST + 1), NEXT, "too-long")],
    )
    async def test_what_cannot_be_said_is_refused(self, hall: Hall, heard: str, will_do: str, why: str) -> None:
        known = await hall.a_result()
        assert await refusal(hall.write(known, heard, will_do)) == f"heard-{why}"
        assert not await hall.rows.of_server(SERVER)

    async def test_once_it_is_posted_it_is_not_written_anew(self, hall: Hall) -> None:
        known = await hall.a_result()
        await hall.post(known, (await hall.write(known)).said.mark)
        assert await refusal(hall.write(known, "Other.")) == "heard-posted-already"

    async def test_what_is_kept_is_what_the_group_was_told_though_somebody_writes_at_that_moment(
        self, hall: Hall
    ) -> None:
        known = await hall.a_result()
        after = await hall.write(known)
        said: list[str] = []

        async def writing() -> None:
            said.append(await refusal(hall.write(known, "Something else.")))

        hall.meanwhile = writing
        await hall.post(known, after.said.mark)
        kept = await hall.heard.look(SERVER, FAY, known.round_id)
        assert (kept.said.post is not None, [kept.said.heard], said) == (True, hall.posted, ["heard-posting"])

    async def test_after_a_death_in_mid_post_the_words_that_stand_are_kept_and_cannot_be_changed(
        self, hall: Hall
    ) -> None:
        known = await hall.a_result()
        mark = (await hall.write(known)).said.mark
        pressed = hall.now
        await dies_right_after_the_post(hall, known, mark)
        hall.now += timedelta(hours=1)
        assert await refusal(hall.write(known, "Something else.")) == "heard-posted-already"
        kept = await hall.heard.look(SERVER, FAY, known.round_id)
        assert (kept.said.heard, kept.said.post, hall.posted) == (HEARD, MessageId(7001), [HEARD])
        assert hall.looked_since == [pressed]
        acts = [line.act for line in await hall.audit.lines(await hall.servers.get(SERVER))]
        assert acts[1:] == ["heard-posted"]

    @pytest.mark.parametrize("why", Why)
    async def test_what_did_not_get_through_can_be_changed(self, hall: Hall, why: Why) -> None:
        known = await hall.a_result()
        mark = (await hall.write(known)).said.mark
        hall.trouble = why
        with pytest.raises(CannotReach):
            await hall.post(known, mark)
        hall.trouble = None
        other = await hall.write(known, "Something else.")
        assert await refusal(hall.post(known, mark)) == "heard-changed"
        await hall.post(known, other.said.mark)
        assert hall.posted == ["Something else."]

    async def test_where_discord_is_away_it_stays_a_draft(self, hall: Hall) -> None:
        known = await hall.a_result()
        mark = (await hall.write(known)).said.mark
        hall.trouble = Why.DISCORD_DOWN
        with pytest.raises(CannotReach):
            await hall.post(known, mark)
        hall.trouble = None
        assert (await hall.post(known, mark)).said.post is not None

    async def test_rows_have_one_size_whatever_they_say(self, hall: Hall) -> None:
        for words in ("x", "\N{HANGUL SYLLABLE GAG}" * LONGEST, '"\\' * (LONGEST // 2)):
            await hall.write(await hall.a_result(), words, words)
            await hall.days(7)
        rows = await hall.rows.of_server(SERVER)
        assert len(rows) == 3
        assert len({len(row.sealed) for row in rows}) == 1

    async def test_one_damaged_row_hides_no_other_and_is_begun_anew(self, hall: Hall) -> None:
        damaged, other = await hall.a_result(), await hall.a_result(title="boundaries")
        await hall.write(damaged)
        await hall.write(other)
        row = await hall.rows.find(PlanId(damaged.round_id))
        assert row is not None
        await hall.rows.replace(replace(row, sealed=row.sealed[::-1]))
        seen = await hall.heard.overview(SERVER, FAY, hall.now)
        assert {after.known.round_id: after.said.heard for after in seen.rounds} == {
            damaged.round_id: "",
            other.round_id: HEARD,
        }
        assert (await hall.write(damaged, "Again.")).said.heard == "Again."

    async def test_it_is_for_facilitators_and_about_results_alone(self, hall: Hall) -> None:
        known, few = await hall.a_result(), await hall.a_result(people=2, title="boundaries")
        is_open = await hall.start(channel=ChannelId(31))
        for person in (MARA, MIA):
            for asked in (
                hall.heard.overview(SERVER, person, hall.now),
                hall.heard.look(SERVER, person, known.round_id),
                hall.write(known, person=person),
                hall.post(known, "", person),
            ):
                assert await refusal(asked) == "only-facilitators"
        for nothing in (few.round_id, is_open.round_id, RoundId(bytes(16))):
            assert await refusal(hall.heard.look(SERVER, FAY, nothing)) == "heard-gone"


async def dies_right_after_the_post(hall: Hall, known: KnownRound, mark: str) -> None:
    change, posted = hall.book.change, hall.posted

    async def dying(server: Server, round_id: RoundId, make: Callable[[Said], Said]) -> Said:
        if posted:
            raise Died
        return await change(server, round_id, make)

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(hall.book, "change", dying)
        with pytest.raises(Died):
            await hall.post(known, mark)


class TestLooking:
    async def test_results_of_the_last_quarter_are_listed_and_how_many_were_answered(self, hall: Hall) -> None:
        first = await hall.a_result()
        await hall.post(first, (await hall.write(first)).said.mark)
        await hall.days(8)
        second = await hall.a_result()
        await hall.a_result(people=2, title="boundaries")
        seen = await hall.heard.overview(SERVER, FAY, hall.now)
        assert [after.known.round_id for after in seen.rounds] == [second.round_id, first.round_id]
        assert seen.loop == Loop(1, 1)
        hall.now += timedelta(days=8)
        assert await hall.loop() == Loop(1, 2)
        hall.now += timedelta(days=91)
        assert await hall.heard.overview(SERVER, FAY, hall.now) == type(seen)([], Loop(0, 0))
