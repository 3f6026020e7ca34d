"""Facilitators publish a version: as previewed, exactly once, through crashes and a Discord that refuses."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.core.agreement import Standing
from bot.core.identity import ChannelId, MessageId, ServerId
from bot.services.agreements import Accepted
from bot.services.people import Person
from bot.services.problems import Refused, Why
from bot.services.publishing_agreements import PostGone
from tests.services.agreement_house import FAY, GROUP, MIA, MODERATORS, SERVER, Died, Discord, House, member


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = await House.open(tmp_path, Discord())
    yield house
    await house.close()


def shown(house: House) -> list[str]:
    return list(house.discord.posts.values())


class TestProposing:
    @pytest.mark.parametrize("person", [MIA, member(3, MODERATORS)])
    async def test_it_is_for_facilitators_and_so_is_the_rest(self, house: House, person: Person) -> None:
        for attempt in (
            house.publishing.propose(SERVER, person, house.now),
            house.publishing.publish(SERVER, person, "", house.now),
            house.publishing.status(SERVER, person),
        ):
            with pytest.raises(Refused, match="only-facilitators"):
                await attempt

    async def test_the_first_version_is_the_default_filled_in_from_the_settings(self, house: House) -> None:
        await house.settings(mandated_reporters="yes")
        proposal = await house.propose()
        assert (proposal.version.number, proposal.version.summary, proposal.changes) == (1, "", ())
        assert "are required by law" in proposal.version.text.clauses[3].body
        assert "two days" in proposal.version.text.clauses[11].body
        assert proposal.version.published_on == date(2026, 3, 2)  # the server's day, not UTC's
        assert proposal.version.channel_id == GROUP
        assert shown(house) == []

    async def test_without_a_change_nothing_is_published_again(self, house: House) -> None:
        await house.publish()
        with pytest.raises(Refused, match=r"^agreement-unchanged$") as refused:
            await house.publish()
        assert refused.value.values == {"version": 1}
        assert shown(house) == ["1/0"]

    async def test_without_a_change_a_post_that_is_gone_is_told(self, house: House) -> None:
        published = await house.publish()
        house.discord.posts.clear()
        gone = await house.publishing.propose(SERVER, FAY, house.now)
        assert gone == PostGone(published.version)
        house.discord.trouble["is_there"] = Why.DISCORD_DOWN
        with pytest.raises(Refused, match=r"^agreement-unchanged$"):
            await house.publishing.propose(SERVER, FAY, house.now)


class TestPublishing:
    async def test_it_is_posted_pinned_and_noted_in_the_trail(self, house: House) -> None:
        published = await house.publish()
        assert published.version.posted
        assert published.pinned
        assert house.discord.pinned == set(house.discord.posts)
        (line,) = await house.audit.lines(await house.servers.get(SERVER))
        assert (line.act, line.details, line.actor) == ("published the agreement", {"version": "1"}, FAY.member_id)
        assert await house.later(minutes=5) == 0

    async def test_a_new_version_takes_the_place_of_the_former(self, house: House) -> None:
        await house.publish()
        await house.settings(mandated_reporters="no")
        published = await house.publish()
        assert (published.version.number, published.version.summary) == (2, "1 changed")
        assert shown(house) == ["1/0 superseded by 2", "2/0"]
        assert house.discord.pinned == set(published.version.message_ids)

    async def test_pressing_publish_twice_publishes_once(self, house: House) -> None:
        proposal = await house.propose()
        await house.publishing.publish(SERVER, FAY, proposal.digest, house.now)
        with pytest.raises(Refused, match="agreement-unchanged"):
            await house.publishing.publish(SERVER, FAY, proposal.digest, house.now)
        assert shown(house) == ["1/0"]

    async def test_what_was_not_previewed_is_not_published(self, house: House) -> None:
        proposal = await house.propose()
        for change in ({"mandated_reporters": "yes"}, {"mandated_reporters": "unset", "group_channel": ChannelId(5)}):
            await house.settings(**change)
            with pytest.raises(Refused, match="agreement-proposal-outdated"):
                await house.publishing.publish(SERVER, FAY, proposal.digest, house.now)
        assert shown(house) == []

    async def test_a_long_version_takes_several_posts_and_its_first_is_pinned(self, house: House) -> None:
        house.discord.parts = 3
        published = await house.publish()
        assert shown(house) == ["1/0", "1/1", "1/2"]
        assert house.discord.pinned == {published.version.message_ids[0]}

    async def test_without_the_permission_to_pin_it_is_posted_all_the_same(self, house: House) -> None:
        house.discord.trouble["pin"] = Why.FORBIDDEN
        published = await house.publish()
        assert (published.version.posted, published.pinned) == (True, False)

    async def test_a_former_post_that_is_gone_is_no_hindrance(self, house: House) -> None:
        await house.publish()
        await house.settings(mandated_reporters="no")
        house.discord.trouble["mark_superseded"] = Why.MISSING
        assert (await house.publish()).pinned


class TestRefusedByDiscord:
    @pytest.mark.parametrize("why", [Why.MISSING, Why.FORBIDDEN])
    async def test_nothing_is_kept_and_the_facilitator_is_told_why(self, house: House, why: Why) -> None:
        house.discord.trouble["post"] = why
        with pytest.raises(Refused, match=f"agreement-channel-{why.value}") as refused:
            await house.publish()
        assert refused.value.values == {"channel": GROUP}
        house.discord.trouble.clear()
        assert await house.later(minutes=5) == 0
        assert (await house.publish()).version.number == 1
        assert shown(house) == ["1/0"]

    async def test_posts_of_half_a_version_are_taken_down(self, house: House) -> None:
        house.discord.parts = 2
        house.discord.trouble["post 1"] = Why.FORBIDDEN
        with pytest.raises(Refused, match="agreement-channel-forbidden"):
            await house.publish()
        assert shown(house) == []
        with pytest.raises(Refused, match="agreement-none"):
            await house.accept(MIA, 1)

    async def test_an_outage_only_delays_it(self, house: House) -> None:
        house.discord.trouble["post"] = Why.DISCORD_DOWN
        published = await house.publish()
        assert (published.version.posted, published.pinned) == (False, False)
        with pytest.raises(Refused, match="agreement-being-posted"):
            await house.publish()
        status = await house.publishing.status(SERVER, FAY)
        assert (status.in_force, status.under_way) == (None, published.version)
        await house.later(minutes=3)
        house.discord.trouble.clear()
        await house.later(minutes=3)
        assert shown(house) == ["1/0"]
        assert house.discord.pinned == set(house.discord.posts)

    async def test_refused_while_going_on_it_is_taken_back_and_the_staff_is_told(self, house: House) -> None:
        house.discord.trouble["post"] = Why.DISCORD_DOWN
        await house.publish()
        house.discord.trouble["post"] = Why.MISSING
        await house.later(minutes=3)
        assert house.discord.told == ["not posted: missing"]
        house.discord.trouble.clear()
        assert (await house.publish()).version.number == 1


class TestCrashes:
    @pytest.mark.parametrize("moment", ["post 0", "post 1", "pin"])
    async def test_it_is_finished_after_a_crash_and_nothing_stands_twice(self, house: House, moment: str) -> None:
        house.discord.parts = 2
        house.discord.dies_after = moment
        with pytest.raises(Died):
            await house.publish()
        again = await house.restarted()
        assert await again.later(minutes=1) == 0
        assert await again.later(minutes=2) == 1
        assert shown(house) == ["1/0", "1/1"]
        assert house.discord.pinned == {MessageId(1000)}
        assert (await again.agreements.mine(SERVER, MIA)).standing is Standing.NOT_AGREED

    async def test_whoever_presses_the_button_before_it_is_noted_has_agreed(self, house: House) -> None:
        house.discord.dies_after = "post 0"
        with pytest.raises(Died):
            await house.publish()
        again = await house.restarted()
        assert await again.accept(MIA, 1) == Accepted(1, already=False, role_follows=False)
        await again.later(minutes=3)
        assert (await again.agreements.mine(SERVER, MIA)).standing is Standing.AGREED

    async def test_while_a_new_one_is_under_way_the_former_is_in_force(self, house: House) -> None:
        await house.publish()
        await house.settings(mandated_reporters="no")
        house.discord.trouble["post"] = Why.DISCORD_DOWN
        await house.publish()
        mine = await house.agreements.mine(SERVER, MIA)
        assert mine.in_force.number == 1
        assert await house.accept(MIA, 1) == Accepted(1, already=False, role_follows=False)

    async def test_a_task_without_a_version_or_a_server_does_nothing(self, house: House) -> None:
        for server_id in (SERVER, None, ServerId(1)):
            await house.scheduler.schedule("agreement:post", house.now, server_id, (7).to_bytes(4))
        assert await house.later() == 3
        assert await house.later(days=1) == 0
        assert shown(house) == []

    async def test_whoever_agreed_to_one_that_is_given_up_has_agreed_to_nothing(self, house: House) -> None:
        house.discord.dies_after = "post 0"
        with pytest.raises(Died):
            await house.publish()
        again = await house.restarted()
        await again.accept(MIA, 1)
        again.discord.trouble["find"] = Why.FORBIDDEN
        await again.later(minutes=3)
        again.discord.trouble.clear()
        await again.reworded("Other words.")
        assert (await again.publish()).version.number == 1
        assert (await again.agreements.mine(SERVER, MIA)).standing is Standing.NOT_AGREED

    async def test_of_two_processes_one_publishes(self, house: House) -> None:
        other = await house.restarted()
        proposal = await other.propose()
        await house.publish()
        with pytest.raises(Refused, match="agreement-being-posted"):
            await other.publishing.publish(SERVER, FAY, proposal.digest, other.now)
        assert shown(house) == ["1/0"]


class TestStatus:
    async def test_before_the_first_version_there_is_nothing_to_count(self, house: House) -> None:
        status = await house.publishing.status(SERVER, FAY)
        assert (status.in_force, status.under_way, status.counts, status.is_there) == (None, None, [], None)

    async def test_members_are_counted_once_at_their_latest_version_newest_first(self, house: House) -> None:
        await house.publish()
        for number in (2, 3, 4):
            await house.accept(member(number), 1)
        await house.settings(mandated_reporters="no")
        await house.publish()
        await house.accept(member(3), 2)
        status = await house.publishing.status(SERVER, FAY)
        assert status.counts == [(2, 1), (1, 2)]
        assert status.is_there

    async def test_it_tells_when_the_post_is_gone_or_cannot_be_looked_at(self, house: House) -> None:
        await house.publish()
        house.discord.posts.clear()
        assert (await house.publishing.status(SERVER, FAY)).is_there is False
        house.discord.trouble["is_there"] = Why.FORBIDDEN
        assert (await house.publishing.status(SERVER, FAY)).is_there is None
