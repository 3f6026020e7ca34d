"""The role for those who agreed follows what is kept, and outlives a new version by its grace period."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.identity import RoleId, ServerId
from bot.services.agreed_role import TRIED_FOR, RoleEnds
from bot.services.agreements import Accepted, Outdated
from bot.services.problems import StoreProblem, Why
from bot.store.task_rows import TaskRow
from tests.services.agreement_house import AGREED, FAY, MIA, SERVER, Discord, House, member


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
        await house.later(hours=1)
        assert house.discord.told == []
        assert house.discord.holders == {MIA.member_id}

    async def test_after_two_days_of_tries_the_row_is_dropped(self, house: House) -> None:
        house.discord.trouble["role"] = Why.FORBIDDEN
        await house.accept(MIA, 1)
        begun = [await house.later(hours=1) for _ in range(100)]
        # From the beginning of the day on which Mia agreed.
        assert TRIED_FOR // timedelta(hours=2) <= sum(begun) <= TRIED_FOR // timedelta(hours=1) + 1
        assert begun[-1] == 0

    async def test_a_clock_that_was_ahead_puts_no_try_off(self, house: House) -> None:
        house.discord.trouble["role"] = Why.DISCORD_DOWN
        await house.accept(MIA, 1)
        now = house.now
        await house.later(hours=40)
        house.now, house.discord.trouble = now + timedelta(minutes=5), {}
        beginning = await house.restarted()
        beginning.scheduler.end()
        await beginning.scheduler.run()
        assert await (await house.restarted()).scheduler.run_due() == 1
        assert house.discord.holders == {MIA.member_id}

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


class TestGrace:
    """Mia and Noor agreed to version 1; version 2 is in force, and its grace period is two days."""

    @pytest.fixture
    async def house(self, tmp_path: Path) -> AsyncIterator[House]:
        house = await House.open(tmp_path, Discord())
        await house.settings(agreed_role=AGREED, grace_days=2)
        await house.publish()
        for number in (2, 3):
            await house.accept(member(number), 1)
        await house.later(hours=2)
        await house.reworded("Other words.")
        await house.publish()
        yield house
        await house.close()

    async def look(self, house: House, number: int = 2, *roles: RoleId) -> RoleEnds | None:
        person = member(number, *(roles or (AGREED,)))
        return await house.role.look_after(await house.servers.get(SERVER), person, house.now)

    async def test_until_it_is_over_nothing_happens(self, house: House) -> None:
        await house.later(days=2)
        assert await self.look(house) is None
        assert house.discord.holders == {2, 3}

    async def test_then_it_is_told_once_and_the_role_goes_with_the_next_week(self, house: House) -> None:
        await house.later(days=3)
        ends = await self.look(house)
        assert ends is not None
        assert (ends.role_id, ends.in_force) == (AGREED, 2)
        local = ends.when.astimezone((await house.servers.get(SERVER)).zone)
        assert (local.weekday(), local.hour, local.minute) == (0, 9, 0)
        assert await self.look(house) is None
        house.now = ends.when - timedelta(seconds=1)
        await house.scheduler.run_due()
        assert house.discord.holders == {2, 3}
        await house.later(seconds=1)
        assert house.discord.holders == {3}

    async def test_whoever_could_not_be_reached_is_told_at_the_next_act(self, house: House) -> None:
        await house.later(days=3)
        ends = await self.look(house)
        assert ends is not None
        house.role.was_not_told(await house.servers.get(SERVER), member(2, AGREED), ends)
        assert await self.look(house) == ends

    async def test_what_could_not_be_kept_is_told_at_the_next_act(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def full(_: TaskRow) -> None:
            raise StoreProblem("full")

        await house.later(days=3)
        with monkeypatch.context() as disk:
            disk.setattr(house.tasks, "schedule", full)
            with pytest.raises(StoreProblem):
                await self.look(house)
        ends = await self.look(house)
        assert ends is not None
        house.now = ends.when
        await house.scheduler.run_due()
        assert house.discord.holders == {3}

    async def test_all_that_end_in_a_week_go_together(self, house: House) -> None:
        await house.later(days=3)
        first = await self.look(house)
        await house.later(days=2, hours=5)
        second = await self.look(house, 3)
        assert first is not None
        assert second is not None
        assert first.when == second.when

    async def test_whoever_agrees_before_the_slot_keeps_it(self, house: House) -> None:
        await house.later(days=3)
        ends = await self.look(house)
        assert ends is not None
        await house.accept(member(2, AGREED), 2)
        house.now = ends.when
        await house.scheduler.run_due()
        assert house.discord.holders == {2, 3}

    async def test_it_stays_with_those_who_agreed_or_got_it_by_hand(self, house: House) -> None:
        await house.accept(member(3), 2)
        await house.later(days=3)
        assert await self.look(house, 3) is None
        assert await self.look(house, 4) is None
        assert await self.look(house, 2, RoleId(99)) is None

    async def test_agreeing_to_the_older_one_is_no_way_back_to_it(self, house: House) -> None:
        await house.later(days=3)
        await house.role.adjust(await house.servers.get(SERVER), MIA, house.now)
        await house.later()
        assert house.discord.holders == {3}

    async def test_without_a_grace_period_it_goes_at_the_next_act(self, house: House) -> None:
        await house.settings(grace_days=0)
        assert await self.look(house) is not None

    async def test_the_row_that_waits_for_the_slot_names_nobody(self, house: House) -> None:
        await house.later(days=3)
        ends = await self.look(house)
        assert ends is not None
        (row,) = await house.tasks.due(["agreement:role"], int(ends.when.timestamp()))
        assert int(MIA.member_id).to_bytes(8) not in row.subject
        assert row.due == int(ends.when.timestamp())

    async def test_looking_reads_nothing_where_nothing_can_end(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await self.look(house)

        async def no_reading(reading: object) -> object:
            raise AssertionError("it read the database")

        monkeypatch.setattr(house.database, "read", no_reading)
        assert await self.look(house) is None
        house.now += timedelta(days=3)
        assert await self.look(house, 2, RoleId(99)) is None
