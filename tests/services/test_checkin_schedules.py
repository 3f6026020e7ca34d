"""Schedules while they are made and changed: drafts, proposals, saving, two facilitators at once.

What is done with saved ones is in `test_schedule_acts.py`, what is refused in `test_schedule_refusals.py`.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import time

import pytest
from typing_extensions import override

from bot.core.identity import ChannelId, RoleId, ServerId
from bot.core.planning import MOST_SCHEDULES
from bot.core.recurrence import LAST, Monthly, Weekly
from bot.core.schedule import Plan, Schedule
from bot.services.checkin_opening import FORGET_TASK
from bot.services.problems import Refused
from bot.services.schedule_book import ScheduleBook
from bot.services.scheduler import Task
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository, schedule_table
from tests.services.checkin_house import FAY, GROUP, SERVER, Discord, House
from tests.services.schedule_hands import (
    CREW,
    DAY,
    GARDEN,
    LOU,
    LOUNGE,
    MONDAY,
    acts,
    changed,
    dates,
    draft,
    kept,
    live,
    posted,
    propose,
    server,
)
from tests.services.template_hands import refused


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    return await House(database, keys, Discord()).set_up()


class TestDrafts:
    async def test_a_draft_starts_from_the_server_and_today(self, house: House) -> None:
        shown = await house.schedules.draft(house.by(), "weekly PULSE", LOUNGE)
        assert shown.known.shown == Plan(
            "weekly-pulse", LOUNGE, Weekly((0,)), time(18), "Europe/London", 48, first=MONDAY
        )
        assert dates(shown) == [MONDAY, MONDAY + 7 * DAY, MONDAY + 14 * DAY]
        assert shown.objection is None

    async def test_today_is_that_of_the_servers_zone(self, house: House) -> None:
        await house.settings(timezone="Pacific/Kiritimati")
        plan = (await draft(house)).known.shown
        assert (plan.first, plan.rhythm, plan.zone) == (MONDAY + DAY, Weekly((1,)), "Pacific/Kiritimati")

    async def test_nothing_opens_before_it_is_saved_and_in_a_day_it_is_gone(self, house: House) -> None:
        schedule_id = (await draft(house)).known.schedule_id
        await live(house, hours=23)
        assert await house.schedules.look(house.by(), schedule_id)
        assert await house.schedules.every(house.by()) == []
        await live(house, hours=1)
        assert await refused(house.schedules.look(house.by(), schedule_id)) == "checkin-schedule-gone"
        assert await kept(house) == 0
        await live(house, days=30)
        assert house.discord.posts == {}

    async def test_it_is_forgotten_after_a_restart_too(self, house: House) -> None:
        await draft(house)
        house = house.restarted()
        await live(house, hours=24)
        assert await kept(house) == 0

    async def test_what_is_saved_is_not_forgotten_nor_is_a_change_to_it(self, house: House) -> None:
        shown = await house.plan(first=MONDAY + 14 * DAY)
        await propose(house, shown, hours=24)
        await live(house, hours=48)
        looked = await house.schedules.look(house.by(), shown.known.schedule_id)
        assert (looked.known.shown.hours, await kept(house)) == (24, 1)

    @pytest.mark.parametrize("steps", range(3))
    async def test_what_is_saved_while_it_is_forgotten_is_kept_or_refused(
        self, house: House, steps: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown = await draft(house)
        answers: list[str] = []

        async def save() -> None:
            try:
                await house.schedules.save(house.by(), shown.known.schedule_id)
            except Refused as refusal:
                answers.append(refusal.key)
            else:
                answers.append("saved")

        saving = between(monkeypatch, steps, save)
        await house.opening.forget(Task(FORGET_TASK, SERVER, shown.known.schedule_id, house.now, 0))
        await asyncio.gather(*saving)
        assert (await kept(house) == 1) is (answers == ["saved"])
        assert answers in (["saved"], ["checkin-schedule-gone"])

    async def test_there_is_an_end_to_schedules(self, house: House) -> None:
        plan = (await draft(house)).known.shown
        book = ScheduleBook(PlanRepository(house.database, schedule_table), secrets.token_bytes)
        for number in range(MOST_SCHEDULES - 1):
            await book.add(await server(house), Schedule(replace(plan, channel=ChannelId(1000 + number)), house.now))
        one, other = await draft(house), await draft(house)
        await changed(house, one, channel=LOUNGE)
        with pytest.raises(Refused, match="checkin-schedule-too-many") as refusal:
            await changed(house, other, channel=GARDEN)
        assert refusal.value.values == {"most": MOST_SCHEDULES}
        assert await refused(draft(house)) == "checkin-schedule-too-many"
        await house.schedules.end(house.by(), one.known.schedule_id)
        await changed(house, other, channel=GARDEN)

    async def test_there_is_an_end_to_drafts_until_some_are_forgotten(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.services.checkin_schedules.MOST_SCHEDULES", 5)
        for _ in range(5 + 25):
            await draft(house)
        assert await refused(draft(house)) == "checkin-schedule-too-many"
        await live(house, hours=24)
        assert await kept(house) == 0
        assert await draft(house)

    async def test_a_template_that_is_not_there_is_refused(self, house: House) -> None:
        assert await refused(house.schedules.draft(house.by(), "no such", None)) == "checkin-template-unknown"
        assert await kept(house) == 0


class TestChanging:
    async def test_a_change_holds_only_once_it_is_saved(self, house: House) -> None:
        shown = await house.plan()
        proposed = await propose(house, shown, at=time(20))
        assert proposed.known.shown.at == time(20)
        in_force = await house.schedules.in_force(house.by(), shown.known.schedule_id)
        assert in_force.known.shown.at == time(18)
        await live(house, hours=8)
        assert len(posted(house)) == 1

    async def test_saved_it_moves_the_next_opening(self, house: House) -> None:
        shown = await changed(house, await house.plan(), at=time(20), rhythm=Weekly((1,)))
        assert shown.known.facts.proposed is None
        assert dates(shown)[0] == MONDAY + DAY
        await live(house, days=1, hours=9.9)
        assert posted(house) == []
        await live(house, hours=0.1)
        assert len(posted(house)) == 1

    async def test_discarded_it_is_forgotten(self, house: House) -> None:
        shown = await house.plan()
        await propose(house, shown, at=time(20))
        looked = await house.schedules.discard(house.by(), shown.known.schedule_id)
        assert looked is not None
        assert looked.known.facts == shown.known.facts

    async def test_discarding_what_was_never_saved_forgets_all_of_it(self, house: House) -> None:
        shown = await draft(house)
        assert await house.schedules.discard(house.by(), shown.known.schedule_id) is None
        assert await kept(house) == 0

    async def test_a_change_back_is_no_change(self, house: House) -> None:
        shown = await house.plan()
        await propose(house, shown, hours=24)
        assert (await propose(house, shown, hours=48)).known.facts.proposed is None

    async def test_all_is_as_it_was_after_a_restart(self, house: House) -> None:
        shown = await house.plan(
            rhythm=Monthly(4, LAST),
            at=time(7, 30),
            zone="Asia/Kathmandu",
            audience=CREW,
            reminder_hours=12,
            comments=True,
            holidays=(MONDAY, MONDAY + DAY),
        )
        await house.schedules.skip(house.by(), shown.known.schedule_id, dates(shown)[1])
        before = await house.schedules.look(house.by(), shown.known.schedule_id)
        again = house.restarted()
        assert await again.schedules.look(again.by(), shown.known.schedule_id) == before


class TestTwoAtOnce:
    async def test_two_facilitators_change_one_plan_together(self, house: House) -> None:
        shown = await draft(house)
        await propose(house, shown, house.by(FAY), hours=24)
        await propose(house, shown, house.by(LOU), at=time(20))
        saved = await house.schedules.save(house.by(LOU), shown.known.schedule_id)
        assert (saved.known.shown.hours, saved.known.shown.at) == (24, time(20))

    async def test_what_was_changed_while_it_was_saved_is_not_saved_unseen(self, house: House) -> None:
        discord = Meanwhile(holders={CREW: 9})
        house = House(house.database, house.keys, discord)
        shown = await draft(house)
        await propose(house, shown, audience=CREW)

        async def lou_changes() -> None:
            await propose(house, shown, house.by(LOU), hours=24)

        discord.meanwhile = lou_changes
        saving = house.schedules.save(house.by(), shown.known.schedule_id)
        assert await refused(saving) == "checkin-schedule-changed-meanwhile"
        looked = await house.schedules.look(house.by(), shown.known.schedule_id)
        assert (looked.known.facts.plan, looked.known.shown.hours) == (None, 24)
        assert await acts(house) == []

    async def test_what_one_saves_the_other_cannot_discard(self, house: House) -> None:
        shown = await draft(house)
        await house.schedules.save(house.by(FAY), shown.known.schedule_id)
        looked = await house.schedules.discard(house.by(LOU), shown.known.schedule_id)
        assert looked is not None
        assert looked.known.facts.plan == shown.known.shown

    async def test_what_one_discards_the_other_cannot_save(self, house: House) -> None:
        shown = await draft(house)
        await house.schedules.discard(house.by(FAY), shown.known.schedule_id)
        saving = house.schedules.save(house.by(LOU), shown.known.schedule_id)
        assert await refused(saving) == "checkin-schedule-gone"

    async def test_one_that_both_save_opens_once(self, house: House) -> None:
        shown = await draft(house)
        for person in (FAY, LOU):
            await house.schedules.save(house.by(person), shown.known.schedule_id)
        await live(house, days=1)
        assert len(posted(house, GROUP)) == 1


class Meanwhile(Discord):
    """Something happens while Discord is asked how many hold a role."""

    meanwhile: Callable[[], Awaitable[None]] | None = None

    @override
    async def role_count(self, server_id: ServerId, role_id: RoleId) -> int | None:
        happening, self.meanwhile = self.meanwhile, None
        if happening is not None:
            await happening()
        return await super().role_count(server_id, role_id)


def between(
    monkeypatch: pytest.MonkeyPatch, steps: int, happening: Callable[[], Coroutine[object, object, None]]
) -> list[asyncio.Task[None]]:
    """Let something happen once so many rows of schedules have been read, changed or removed; it, once begun."""
    left, begun = [steps], list[asyncio.Task[None]]()

    def watched(name: str) -> None:
        method: Callable[..., Awaitable[object]] = getattr(PlanRepository, name)

        async def called(*arguments: object) -> object:
            left[0] -= 1
            if left[0] == -1:
                begun.append(asyncio.create_task(happening()))
                # It may have to wait until that is done in whose midst it happens.
                await asyncio.wait(begun, timeout=0.5)
            return await method(*arguments)

        monkeypatch.setattr(PlanRepository, name, called)

    for name in ("find", "replace", "remove"):
        watched(name)
    return begun
