"""Members agree, look and withdraw; an acceptance counts for the version whose button was pressed and for no other."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.agreement import Standing
from bot.services.agreements import Accepted, Outdated
from bot.services.problems import Refused
from tests.services.agreement_house import FAY, MIA, SERVER, Discord, House, member


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = await House.open(tmp_path, Discord())
    yield house
    await house.close()


async def new_version(house: House) -> None:
    """The next version, with another fourth clause."""
    server = await house.servers.get(SERVER)
    await house.settings(mandated_reporters="yes" if server.settings.mandated_reporters != "yes" else "no")
    await house.publish()


class TestAgreeing:
    async def test_nothing_can_be_agreed_to_before_the_first_version(self, house: House) -> None:
        for attempt in (house.accept(MIA, 1), house.agreements.mine(SERVER, MIA)):
            with pytest.raises(Refused, match="agreement-none"):
                await attempt

    async def test_pressing_twice_counts_once_and_says_so(self, house: House) -> None:
        await house.publish()
        assert await house.accept(MIA, 1) == Accepted(1, already=False, role_follows=False)
        assert await house.accept(MIA, 1) == Accepted(1, already=True, role_follows=False)
        assert (await house.publishing.status(SERVER, FAY)).counts == [(1, 1)]

    async def test_many_at_once_are_counted_one_by_one(self, house: House) -> None:
        await house.publish()
        people = [member(number) for number in range(100, 160)]
        answers = await asyncio.gather(*(house.accept(person, 1) for person in [*people, *people]))
        assert (
            sorted(answer.already for answer in answers if isinstance(answer, Accepted)) == [False] * 60 + [True] * 60
        )
        assert (await house.publishing.status(SERVER, FAY)).counts == [(1, 60)]

    async def test_an_older_button_counts_for_nothing_and_shows_what_changed(self, house: House) -> None:
        await house.publish()
        await new_version(house)
        answer = await house.accept(MIA, 1)
        assert isinstance(answer, Outdated)
        assert (answer.in_force.number, answer.pressed) == (2, 1)
        assert [change.number for change in answer.changes or ()] == [4]
        assert (await house.agreements.mine(SERVER, MIA)).standing is Standing.NOT_AGREED

    async def test_a_button_of_a_version_nobody_knows_counts_for_nothing(self, house: House) -> None:
        await house.publish()
        answer = await house.accept(MIA, 7)
        assert isinstance(answer, Outdated)
        assert answer.changes is None
        assert (await house.publishing.status(SERVER, FAY)).counts == []

    async def test_a_new_version_asks_those_again_who_agreed_to_the_one_before(self, house: House) -> None:
        await house.publish()
        await house.accept(MIA, 1)
        await new_version(house)
        mine = await house.agreements.mine(SERVER, MIA)
        assert (mine.standing, mine.accepted) == (Standing.AGREED_TO_OLDER, 1)
        assert [change.number for change in mine.changes or ()] == [4]
        assert await house.accept(MIA, 2) == Accepted(2, already=False, role_follows=False)
        mine = await house.agreements.mine(SERVER, MIA)
        assert (mine.standing, mine.changes) == (Standing.AGREED, None)
        assert (await house.publishing.status(SERVER, FAY)).counts == [(2, 1)]

    async def test_withdrawing_forgets_and_agreeing_again_is_new(self, house: House) -> None:
        await house.publish()
        await house.accept(MIA, 1)
        withdrawn = await house.agreements.withdraw(SERVER, MIA, house.now)
        assert withdrawn is not None
        assert (withdrawn.in_force, withdrawn.role_goes) == (1, False)
        assert (await house.agreements.mine(SERVER, MIA)).standing is Standing.NOT_AGREED
        assert await house.agreements.withdraw(SERVER, MIA, house.now) is None
        assert await house.accept(MIA, 1) == Accepted(1, already=False, role_follows=False)

    async def test_a_restart_forgets_nothing(self, house: House) -> None:
        await house.publish()
        await house.accept(MIA, 1)
        again = await house.restarted()
        assert await again.accept(MIA, 1) == Accepted(1, already=True, role_follows=False)

    async def test_pressing_reads_nothing_once_the_agreement_is_known(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await house.publish()

        async def no_reading(reading: object) -> object:
            raise AssertionError("a press read the database")

        monkeypatch.setattr(house.database, "read", no_reading)
        assert await house.accept(MIA, 1) == Accepted(1, already=False, role_follows=False)
