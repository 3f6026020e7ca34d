"""Suggestions arrive at a slot and not before, without a name or a minute, and go when they are done or old."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.identity import SuggestionId
from bot.services.marks import RATES, SUGGESTED
from bot.services.problems import Refused, StoreLost, Why
from bot.services.suggestions import Suggestion
from bot.store.suggestions import SuggestionRepository, SuggestionRow
from tests.services.agreement_house import FAY, MIA, SERVER, Died, Discord, House, member

MORNING = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
"""In London half past eight: the next slot that is two hours away is at 14:00."""
AFTERNOON = MORNING.replace(hour=14, minute=0)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = await House.open(tmp_path, Discord())
    await house.settings(timezone="Europe/London")
    house.now = MORNING - timedelta(hours=2)
    await house.publish()
    await house.later(hours=2)
    yield house
    await house.close()


async def suggest(
    house: House, words: str = "Say it plainer.", number: int = 2, about: str = "whole", form: str = ""
) -> datetime:
    return await house.suggestions.suggest(SERVER, member(number), about, words, house.now, form=form)


async def arrived(house: House) -> list[Suggestion]:
    return await house.suggestions.arrived(await house.servers.get(SERVER), house.now)


async def to_slot(house: House, slot: datetime = AFTERNOON) -> None:
    house.now = slot
    await house.scheduler.run_due()


class TestArriving:
    async def test_it_arrives_at_the_slot_and_is_nowhere_before(self, house: House) -> None:
        assert await suggest(house, about="no-secrecy") == AFTERNOON
        house.now = AFTERNOON - timedelta(seconds=1)
        await house.scheduler.run_due()
        assert await arrived(house) == []
        assert house.discord.told == []
        await to_slot(house)
        (one,) = await arrived(house)
        assert (one.about, one.title) == ("no-secrecy", "We cannot promise secrecy.")
        assert (one.words, one.arrived_on) == ("Say it plainer.", AFTERNOON.date())
        assert house.discord.told == ["suggestions 2026-03-02"]

    async def test_the_same_form_sent_again_is_one_and_says_what_was_said_last(self, house: House) -> None:
        for form, words in (("abc", "Say it"), ("abc", "Say it plainer."), ("abd", "Say it")):
            await house.suggestions.suggest(SERVER, MIA, "whole", words, house.now, form=form)
        await to_slot(house)
        assert sorted(one.words for one in await arrived(house)) == ["Say it", "Say it plainer."]

    async def test_it_can_be_read_at_its_slot_even_if_the_task_is_late(self, house: House) -> None:
        await suggest(house)
        house.now = AFTERNOON
        assert len(await arrived(house)) == 1

    async def test_once_it_arrived_no_moment_of_it_is_kept(self, house: House) -> None:
        await suggest(house)
        server = await house.servers.get(SERVER)
        (before,) = await house.suggestion_book.kept(server)
        await to_slot(house)
        (after,) = await house.suggestion_book.kept(server)
        assert (before[1].waits_until, after[1].waits_until) == (AFTERNOON, None)
        assert after[1].told

    async def test_a_slot_that_is_caught_up_at_night_is_told_in_the_morning(self, house: House) -> None:
        await suggest(house)
        await to_slot(house, AFTERNOON.replace(hour=23))
        assert house.discord.told == []
        assert len(await arrived(house)) == 1
        await to_slot(house, AFTERNOON.replace(day=3, hour=9))
        assert house.discord.told == ["suggestions 2026-03-03"]

    async def test_the_staff_is_told_once_a_day_whatever_arrives(self, house: House) -> None:
        await suggest(house)
        await to_slot(house)
        house.now += timedelta(hours=1)
        await suggest(house, "Another.")
        await to_slot(house, AFTERNOON.replace(hour=19))
        assert len(await arrived(house)) == 2
        assert house.discord.told == ["suggestions 2026-03-02"]
        await to_slot(house, AFTERNOON.replace(day=3, hour=9))
        await to_slot(house, AFTERNOON.replace(day=3, hour=14))
        await to_slot(house, AFTERNOON.replace(day=4, hour=9))
        assert house.discord.told == ["suggestions 2026-03-02", "suggestions 2026-03-03"]

    async def test_an_outage_delays_the_line_and_a_closed_channel_leaves_it(self, house: House) -> None:
        await suggest(house)
        house.discord.trouble["tell_suggestions"] = Why.DISCORD_DOWN
        await to_slot(house)
        assert len(await arrived(house)) == 1
        house.discord.trouble["tell_suggestions"] = Why.FORBIDDEN
        await house.later(minutes=10)
        house.discord.trouble.clear()
        await to_slot(house, AFTERNOON.replace(hour=19))
        assert house.discord.told == ["suggestions 2026-03-02"]

    async def test_a_crash_after_the_line_tells_it_once(self, house: House) -> None:
        await suggest(house)
        house.discord.dies_after = "tell_suggestions"
        with pytest.raises(Died):
            await to_slot(house)
        again = await house.restarted()
        again.now = AFTERNOON + timedelta(hours=1)
        await again.scheduler.run_due()
        assert again.discord.told == ["suggestions 2026-03-02"]
        assert len(await arrived(again)) == 1

    async def test_the_row_of_the_slot_names_the_slot_alone(self, house: House) -> None:
        for _ in range(2):
            await suggest(house)
        (row,) = await house.tasks.due(["agreement:suggestions"], int(AFTERNOON.timestamp()))
        assert (row.subject, row.due) == (b"", int(AFTERNOON.timestamp()))


class TestRefused:
    @pytest.mark.parametrize(
        ("words", "about", "why"),
        [
            (" \n ", "whole", "suggestion-empty"),
            ("\u200b", "whole", "suggestion-empty"),
            ("x" * 1001, "whole", "suggestion-too-long"),
            ("\N{GRINNING FACE}" * 501, "whole", "suggestion-too-long"),
            ("Words.", "no-such-clause", "suggestion-about-gone"),
            ("Words.", "", "suggestion-about-gone"),
        ],
    )
    async def test_what_cannot_be_sent_is_refused_and_kept_nowhere(
        self, house: House, words: str, about: str, why: str
    ) -> None:
        with pytest.raises(Refused, match=why):
            await suggest(house, words, about=about)
        assert await house.suggested.of_server(SERVER) == []

    @pytest.mark.parametrize("words", ["x" * 1000, "\N{GRINNING FACE}" * 500, '"\\\n' * 333])
    async def test_the_longest_fits_and_all_have_one_size(self, house: House, words: str) -> None:
        await suggest(house, words)
        await suggest(house, "short")
        assert len({len(row.sealed) for row in await house.suggested.of_server(SERVER)}) == 1
        await to_slot(house)
        assert {one.words for one in await arrived(house)} == {words.strip(), "short"}

    async def test_it_is_cleaned_as_every_other_text_is(self, house: House) -> None:
        await suggest(house, " We\u202e meet\x07 at \u200beight.\r\n\n\n\nOr nine. ")
        await to_slot(house)
        assert [one.words for one in await arrived(house)] == ["We meet at eight.\n\nOr nine."]

    async def test_many_a_day_are_refused_to_this_person_alone(self, house: House) -> None:
        for _ in range(RATES[SUGGESTED].most):
            await suggest(house)
        with pytest.raises(Refused, match="suggestion-too-often"):
            await suggest(house)
        await suggest(house, number=3)
        house.now += RATES[SUGGESTED].within
        await suggest(house)

    async def test_one_that_could_not_be_kept_and_is_sent_again_counts_once(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def lost(self: SuggestionRepository, row: SuggestionRow) -> None:
            raise StoreLost

        with monkeypatch.context() as patch:
            patch.setattr(SuggestionRepository, "add", lost)
            for _ in range(RATES[SUGGESTED].most + 1):
                with pytest.raises(StoreLost):
                    await suggest(house, form="one form")
        await suggest(house, form="one form")

    async def test_without_an_agreement_there_is_nothing_to_suggest(self, tmp_path: Path) -> None:
        (tmp_path / "new").mkdir()
        house = await House.open(tmp_path / "new", Discord())
        with pytest.raises(Refused, match="agreement-none"):
            await suggest(house)
        await house.close()


class TestGoing:
    async def test_done_removes_one_that_arrived_and_is_noted_without_a_word_of_it(self, house: House) -> None:
        await suggest(house, "One.")
        await suggest(house, "Two.")
        await to_slot(house)
        one, two = await house.suggestions.read(SERVER, FAY, house.now)
        assert await house.suggestions.done(SERVER, FAY, one.suggestion_id, house.now) == [two]
        assert await house.suggestions.done(SERVER, FAY, one.suggestion_id, house.now) == [two]
        *_, line = await house.audit.lines(await house.servers.get(SERVER))
        assert (line.act, line.details) == ("put a suggestion away", {})
        assert [line.act for line in await house.audit.lines(await house.servers.get(SERVER))].count(line.act) == 1

    async def test_one_that_has_not_arrived_cannot_be_removed_by_guessing(self, house: House) -> None:
        await suggest(house)
        (row,) = await house.suggested.of_server(SERVER)
        assert await house.suggestions.done(SERVER, FAY, row.suggestion_id, house.now) == []
        await to_slot(house)
        assert len(await arrived(house)) == 1

    async def test_it_is_for_facilitators(self, house: House) -> None:
        for attempt in (
            house.suggestions.read(SERVER, MIA, house.now),
            house.suggestions.done(SERVER, MIA, SuggestionId(bytes(16)), house.now),
        ):
            with pytest.raises(Refused, match="only-facilitators"):
                await attempt

    async def test_old_ones_are_erased_at_a_slot_and_then_nothing_is_scheduled(self, house: House) -> None:
        await house.settings(retention_days=30)
        await suggest(house)
        await to_slot(house)
        house.now = AFTERNOON + timedelta(days=29, hours=5)
        await house.scheduler.run_due()
        assert len(await arrived(house)) == 1
        house.now += timedelta(days=1)
        await house.scheduler.run_due()
        assert await arrived(house) == []
        await house.later(days=1)
        assert await house.later(days=1) == 0
