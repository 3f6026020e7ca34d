"""What facilitators drafted is published as it was previewed, and kept until it cannot be taken back any more."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.problems import Refused, Why
from tests.services.agreement_house import FAY, SERVER, Discord, House


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = await House.open(tmp_path, Discord())
    yield house
    await house.close()


class TestDraft:
    async def test_the_draft_is_published_with_its_source_and_what_the_facilitators_say(self, house: House) -> None:
        await house.publish()
        draft = await house.reworded("Other words.", said="clearer")
        proposal = await house.propose()
        assert [change.number for change in proposal.changes] == [1]
        published = await house.publish()
        assert published.version.source == draft.text
        assert published.version.said == "clearer"
        assert published.version.text.clauses[0].body == "Other words."
        assert await house.drafts.current(await house.servers.get(SERVER)) is None

    async def test_another_duty_to_report_makes_the_same_source_new(self, house: House) -> None:
        await house.reworded("Other words.")
        first = await house.publish()
        await house.settings(mandated_reporters="yes")
        second = await house.publish()
        assert second.version.source == first.version.source
        assert "are required by law" in second.version.text.clauses[3].body
        assert (second.version.said, second.version.summary) == ("", "1 changed")

    @pytest.mark.parametrize(("words", "said"), [("Other words.", "so"), ("Third words.", "")])
    async def test_what_was_drafted_after_the_preview_is_not_published(
        self, house: House, words: str, said: str
    ) -> None:
        await house.reworded("Other words.")
        proposal = await house.propose()
        await house.reworded(words, said)
        with pytest.raises(Refused, match="agreement-proposal-outdated"):
            await house.publishing.publish(SERVER, FAY, proposal.digest, house.now)

    async def test_what_could_not_be_posted_leaves_the_draft(self, house: House) -> None:
        draft = await house.reworded("Other words.")
        house.discord.trouble["post"] = Why.DISCORD_DOWN
        await house.publish()
        house.discord.trouble["post"] = Why.MISSING
        await house.later(hours=3)
        assert await house.drafts.current(await house.servers.get(SERVER)) == draft
        house.discord.trouble.clear()
        assert (await house.publish()).version.number == 1

    async def test_what_is_drafted_after_publishing_outlives_the_hour(self, house: House) -> None:
        await house.reworded("Other words.")
        await house.publish()
        later = await house.reworded("Third words.")
        await house.later(hours=1)
        assert await house.drafts.current(await house.servers.get(SERVER)) == later
