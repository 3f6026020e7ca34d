"""Members agree, look and withdraw; an acceptance counts for the version whose button was pressed and for no other."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.agreement import Standing
from bot.core.identity import RoleId, ServerId
from bot.services.agreed_role import MOST_ATTEMPTS
from bot.services.agreements import Accepted, Outdated
from bot.services.problems import Refused, Why
from tests.services.agreement_house import AGREED, FAY, MIA, SERVER, Discord, House, member


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


class TestRole:
    @pytest.fixture
    async def house(self, tmp_path: Path) -> AsyncIterator[House]:
        house = await House.open(tmp_path, Discord())
        await house.settings(agreed_role=AGREED)
        await house.publish()
        await house.later(hours=2)  # until the version cannot be taken back any more
        yield house
        await house.close()

    async def test_it_follows_agreeing_and_goes_with_withdrawing(self, house: House) -> None:
        assert await house.accept(MIA, 1) == Accepted(1, already=False, role_follows=True)
        await house.later()
        assert house.discord.holders == {MIA.member_id}
        withdrawn = await house.agreements.withdraw(SERVER, MIA, house.now)
        assert withdrawn is not None
        assert withdrawn.role_goes
        await house.later()
        assert house.discord.holders == set()

    async def test_whoever_has_it_is_promised_nothing(self, house: House) -> None:
        assert await house.accept(member(2, AGREED), 1) == Accepted(1, already=False, role_follows=False)
        assert await house.later() == 0

    async def test_pressing_again_brings_back_a_role_that_was_lost(self, house: House) -> None:
        await house.accept(MIA, 1)
        assert await house.accept(MIA, 1) == Accepted(1, already=True, role_follows=True)
        await house.later()
        assert house.discord.holders == {MIA.member_id}

    async def test_a_restart_loses_none(self, house: House) -> None:
        people = [member(number) for number in range(100, 130)]
        await asyncio.gather(*(house.accept(person, 1) for person in people))
        again = await house.restarted()
        await again.later()
        assert house.discord.holders == {person.member_id for person in people}

    async def test_the_queued_row_names_nobody_and_no_moment(self, house: House) -> None:
        secret = member(123456789012345678)
        await house.accept(secret, 1)
        (row,) = await house.tasks.due(["agreement:role"], int(house.now.timestamp()))
        assert int(secret.member_id).to_bytes(8) not in row.subject
        assert str(secret.member_id).encode() not in row.subject
        assert (await house.servers.get(SERVER)).pseudonym(secret.member_id) not in row.subject
        assert row.due % 86_400 == 0

    @pytest.mark.parametrize("why", [Why.FORBIDDEN, Why.MISSING])
    async def test_trouble_is_told_to_the_staff_once_and_the_role_follows_when_it_is_mended(
        self, house: House, why: Why
    ) -> None:
        house.discord.present |= {FAY.member_id}
        house.discord.trouble["role"] = why
        for person in (MIA, FAY):
            await house.accept(person, 1)
        await house.later()
        again = await house.restarted()
        await again.later(minutes=2)
        assert house.discord.told == [f"role {AGREED}: {why.value}"]
        house.discord.trouble.clear()
        await again.later(hours=1)
        assert house.discord.holders == {MIA.member_id, FAY.member_id}
        house.discord.trouble["role"] = why
        await again.agreements.withdraw(SERVER, MIA, again.now)
        await again.later()
        assert len(house.discord.told) == 2

    async def test_another_role_that_fails_is_told_anew(self, house: House) -> None:
        house.discord.trouble["role"] = Why.FORBIDDEN
        await house.accept(MIA, 1)
        await house.later()
        await house.settings(agreed_role=RoleId(99))
        await house.later(hours=1)
        assert house.discord.told == [f"role {AGREED}: forbidden", "role 99: forbidden"]

    async def test_someone_who_left_is_no_trouble(self, house: House) -> None:
        house.discord.present.clear()
        house.discord.trouble["role"] = Why.MISSING
        await house.accept(MIA, 1)
        assert await house.later() == 1
        assert await house.later(days=1) == 0
        assert house.discord.told == []

    async def test_an_outage_is_waited_out_and_told_to_nobody(self, house: House) -> None:
        house.discord.trouble["role"] = Why.DISCORD_DOWN
        await house.accept(MIA, 1)
        await house.later()
        house.discord.trouble.clear()
        await house.later(minutes=2)
        assert house.discord.told == []
        assert house.discord.holders == {MIA.member_id}

    async def test_after_a_day_of_tries_the_row_is_dropped(self, house: House) -> None:
        house.discord.trouble["role"] = Why.FORBIDDEN
        await house.accept(MIA, 1)
        begun = [await house.later(hours=1) for _ in range(MOST_ATTEMPTS + 5)]
        assert sum(begun) == MOST_ATTEMPTS + 1

    async def test_a_row_that_outlives_the_setting_or_the_server_does_nothing(self, house: House) -> None:
        await house.accept(MIA, 1)
        await house.settings(agreed_role=None)
        await house.later()
        assert house.discord.holders == set()
        for server_id in (None, ServerId(1)):
            await house.scheduler.schedule("agreement:role", house.now, server_id, b"of nobody")
        assert await house.later() == 2
        assert await house.later(days=1) == 0

    async def test_the_role_is_said_where_an_older_button_was_pressed(self, house: House) -> None:
        answer = await house.accept(MIA, 7)
        assert isinstance(answer, Outdated)
        assert answer.role == AGREED
