"""A version published by mistake is taken back within an hour, at whatever point the process dies."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.agreement import Standing
from bot.services.agreements import Accepted, Outdated
from bot.services.problems import Refused, Why
from bot.services.taking_back import TakenBack
from bot.store.database import Database
from tests.services.agreement_house import AGREED, FAY, MIA, SERVER, Died, Discord, House, member


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Version 1, agreed to by Mia, and version 2 just published."""
    house = await House.open(tmp_path, Discord())
    await house.publish()
    await house.accept(MIA, 1)
    await house.later(hours=2)
    await house.reworded("Other words.", said="we were wrong")
    await house.publish()
    yield house
    await house.close()


async def take_back(house: House, number: int = 2) -> TakenBack:
    return await house.taking_back.take_back(SERVER, FAY, number, house.now)


def shown(house: House) -> list[str]:
    return list(house.discord.posts.values())


async def trail(house: House) -> list[str]:
    lines = await house.audit.lines(await house.servers.get(SERVER))
    return [f"{line.act} {line.details['version']}" for line in lines if line.act == "took the agreement back"]


async def assert_taken_back(house: House) -> None:
    """The former version is in force and stands in the channel; nobody has agreed to the other one."""
    server = await house.servers.get(SERVER)
    offer = await house.book.on_offer(server)
    assert offer.in_force is not None
    assert (offer.in_force.number, offer.under_way, offer.next_number) == (1, None, 3)
    assert shown(house) == ["1/0", "2 taken back for 1"]
    assert house.discord.pinned == set(offer.in_force.message_ids)
    assert await trail(house) == ["took the agreement back 2"]


class TestTakingBack:
    async def test_the_former_version_is_in_force_again_and_its_agreements_count(self, house: House) -> None:
        await house.accept(member(9), 2)
        taken = await take_back(house)
        assert (taken.number, taken.in_force and taken.in_force.number, taken.is_shown) == (2, 1, True)
        await assert_taken_back(house)
        assert (await house.agreements.mine(SERVER, MIA)).standing is Standing.AGREED
        assert (await house.agreements.mine(SERVER, member(9))).standing is Standing.NOT_AGREED
        assert await house.later(minutes=10) == 0

    async def test_its_button_counts_for_nothing_and_says_why(self, house: House) -> None:
        await take_back(house)
        answer = await house.accept(MIA, 2)
        assert isinstance(answer, Outdated)
        assert (answer.in_force.number, answer.taken_back, answer.changes) == (1, True, None)

    async def test_its_hour_is_whole_also_where_a_publication_of_that_number_was_given_up_before(
        self, house: House
    ) -> None:
        await house.reworded("Still other words.")
        house.discord.trouble["post"] = Why.FORBIDDEN
        with pytest.raises(Refused, match=r"^agreement-channel-forbidden$"):
            await house.publish()
        house.discord.trouble.clear()
        await house.later(minutes=40)
        await house.publish()
        await house.later(minutes=30)
        assert (await take_back(house, 3)).number == 3

    async def test_its_number_is_not_used_again_and_the_draft_is_there_to_be_mended(self, house: House) -> None:
        await take_back(house)
        server = await house.servers.get(SERVER)
        draft = await house.drafts.current(server)
        assert draft is not None
        assert draft.said == "we were wrong"
        await house.reworded("Better words.")
        published = await house.publish()
        assert (published.version.number, published.version.former) == (3, 1)
        assert shown(house) == ["1/0 superseded by 3", "2 taken back for 1", "3/0"]
        again = await house.restarted()
        assert await again.accept(MIA, 3) == Accepted(3, already=False, role_follows=False)

    async def test_several_in_a_row_leave_the_last_that_stands(self, house: House) -> None:
        for number in (2, 3, 4):
            await take_back(house, number)
            await house.reworded(f"Words of {number + 1}.")
            await house.publish()
        await take_back(house, 5)
        again = await house.restarted()
        offer = await again.book.on_offer(await again.servers.get(SERVER))
        assert (offer.in_force and offer.in_force.number, offer.next_number) == (1, 6)

    async def test_the_first_version_leaves_none(self, tmp_path: Path) -> None:
        (tmp_path / "new").mkdir()
        house = await House.open(tmp_path / "new", Discord())
        await house.publish()
        assert (await take_back(house, 1)).in_force is None
        with pytest.raises(Refused, match="agreement-none"):
            await house.accept(MIA, 1)
        published = await house.publish()
        assert (published.version.number, published.version.former, published.version.summary) == (2, 0, "")
        await house.close()

    async def test_one_that_is_still_being_posted_can_be_taken_back(self, house: House) -> None:
        await take_back(house)
        house.discord.parts = 2
        await house.reworded("More words.")
        house.discord.trouble["post 1"] = Why.DISCORD_DOWN
        assert not (await house.publish()).version.posted
        await take_back(house, 3)
        house.discord.trouble.clear()
        await house.later(hours=1)
        assert shown(house)[-1] == "3 taken back for 1"

    async def test_a_press_on_its_way_counts_for_nothing(self, house: House) -> None:
        """Whoever presses while it is being taken back is counted before, and forgotten, or not at all."""
        answers: list[Accepted | Outdated] = []
        write = Database.write

        async def writing(self: Database, operation: object, item: object) -> object:
            if "take_back" in str(getattr(operation, "name", "")):
                answers.append(await house.accept(member(7), 2))
            return await write(self, operation, item)  # type: ignore[arg-type]  # handed on as it came

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Database, "write", writing)
            await take_back(house)
        assert [type(answer) for answer in answers] == [Outdated]
        assert (await house.publishing.status(SERVER, FAY)).counts == [(1, 1)]


class TestRefused:
    @pytest.mark.parametrize(("number", "hours", "why"), [(2, 1, "too-late"), (1, 0, "superseded"), (7, 0, "button")])
    async def test_only_the_newest_and_only_within_an_hour(
        self, house: House, number: int, hours: int, why: str
    ) -> None:
        await house.later(hours=hours)
        for attempt in (house.taking_back.check(SERVER, FAY, number, house.now), take_back(house, number)):
            with pytest.raises(Refused, match=why):
                await attempt
        assert shown(house)[-1] == "2/0"

    async def test_the_moment_of_publication_is_forgotten_after_the_hour(self, house: House) -> None:
        server = await house.servers.get(SERVER)
        version = await house.book.version(server, 2)
        assert version is not None
        assert version.take_back_until is not None
        assert version.draft
        await house.later(hours=1)
        later = await house.book.version(server, 2)
        assert later is not None
        assert (later.take_back_until, later.draft) == (None, 0)
        assert await house.drafts.current(server) is None

    async def test_the_hour_is_whole_and_kept_to_the_minute(self, house: House) -> None:
        await house.later(seconds=7)
        await house.reworded("Third words.")
        await house.publish()
        version = await house.book.version(await house.servers.get(SERVER), 3)
        assert version is not None
        assert version.take_back_until == house.now.replace(second=0) + timedelta(hours=1, minutes=1)

    async def test_twice_is_said_and_it_is_for_facilitators(self, house: House) -> None:
        with pytest.raises(Refused, match="only-facilitators"):
            await house.taking_back.take_back(SERVER, MIA, 2, house.now)
        await take_back(house)
        with pytest.raises(Refused, match="agreement-back-already"):
            await take_back(house)
        assert await trail(house) == ["took the agreement back 2"]


class TestTrouble:
    async def test_a_former_post_that_is_gone_is_posted_again(self, house: House) -> None:
        house.discord.posts = {one: text for one, text in house.discord.posts.items() if not text.startswith("1/")}
        await take_back(house)
        assert shown(house) == ["2 taken back for 1", "1/0"]

    async def test_a_channel_that_is_gone_hinders_nothing(self, house: House) -> None:
        for what in ("mark_taken_back", "restore", "post"):
            house.discord.trouble[what] = Why.MISSING
        assert (await take_back(house)).is_shown
        assert (await house.agreements.mine(SERVER, MIA)).in_force.number == 1

    @pytest.mark.parametrize("what", ["mark_taken_back", "restore"])
    async def test_an_outage_only_delays_what_is_shown(self, house: House, what: str) -> None:
        house.discord.trouble[what] = Why.DISCORD_DOWN
        assert not (await take_back(house)).is_shown
        await house.later(minutes=3)
        house.discord.trouble.clear()
        await house.later(minutes=3)
        await assert_taken_back(house)


@pytest.mark.parametrize("after", range(1, 12))
async def test_whenever_it_dies_it_was_taken_back_wholly_or_not_at_all(
    house: House, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dies after so many steps in the store and in Discord."""
    steps = 0

    def counted(where: object, name: str) -> None:
        method = getattr(where, name)

        async def called(*arguments: object) -> object:
            nonlocal steps
            answer = await method(*arguments)
            steps += 1
            if steps == after:
                raise Died
            return answer

        monkeypatch.setattr(where, name, called)

    await house.accept(member(9), 2)
    counted(Database, "write")
    for name in ("mark_taken_back", "restore", "pin"):
        counted(house.discord, name)
    try:
        await take_back(house)
    except Died:
        dead = True
    else:
        dead = False
    assert dead == (steps >= after)
    again = await house.restarted()
    await again.later(minutes=3)
    server = await again.servers.get(SERVER)
    version = await again.book.version(server, 2)
    assert version is not None
    if version.taken_back:
        await assert_taken_back(again)
        assert await again.repository.counts(SERVER) == {1: 1}
    else:
        assert shown(again) == ["1/0 superseded by 2", "2/0"]
        assert await again.repository.counts(SERVER) == {1: 1, 2: 1}
        await take_back(again)
        await assert_taken_back(again)


async def test_in_a_storm_of_presses_none_outlives_it(house: House) -> None:
    await house.settings(agreed_role=AGREED)
    taking = asyncio.create_task(take_back(house))
    answers: list[Accepted | Outdated] = []
    while not any(isinstance(answer, Outdated) for answer in answers):
        people = [member(100 + len(answers) + number) for number in range(10)]
        answers += await asyncio.gather(*(house.accept(person, 2) for person in people))
    await taking
    assert any(isinstance(answer, Accepted) for answer in answers)
    assert await house.repository.counts(SERVER) == {1: 1}
