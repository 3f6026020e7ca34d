"""What is refused with schedules: plans that something stands against, what is not there, and all who may not."""

from dataclasses import replace
from typing import Final

import pytest

from bot.core.identity import PlanId, RoleId
from bot.core.planning import Flaw
from bot.core.recurrence import Monthly, Weekly
from bot.services.checkin_schedules import CheckinSchedules
from bot.services.people import Person
from bot.services.problems import Refused, Why
from bot.services.server_records import ServerRecord
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.ui.words import words_for
from tests.services.checkin_house import FAY, GROUP, MARA, MIA, SETTINGS, Discord, House
from tests.services.schedule_hands import ACTS, CREW, DAY, ELSEWHERE, LOUNGE, MONDAY, draft, propose
from tests.services.template_hands import created, refused, retire

FLAWED: Final[list[tuple[dict[str, object], Flaw]]] = [
    ({"rhythm": Weekly(())}, Flaw.NO_WEEKDAY),
    ({"rhythm": Weekly((0,), 13)}, Flaw.RHYTHM),
    ({"rhythm": Monthly(0, 5)}, Flaw.RHYTHM),
    ({"hours": 23}, Flaw.HOURS),
    ({"hours": 337}, Flaw.HOURS),
    ({"reminder_hours": 48}, Flaw.REMINDER),
    ({"first": MONDAY + 500 * DAY}, Flaw.NEVER),
    ({"rhythm": Weekly((0, 2, 4)), "hours": 24}, Flaw.TOO_OFTEN),
    ({"rhythm": Weekly((0, 1))}, Flaw.OVERLAP),
]


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    return await House(database, keys, Discord()).set_up()


class TestPlans:
    async def test_a_flaw_is_shown_while_it_is_looked_at_and_keeps_it_from_being_saved(self, house: House) -> None:
        for changes, flaw in FLAWED:
            shown = await propose(house, await draft(house), **changes)
            assert shown.objection is not None, changes
            assert shown.objection.flaw is flaw
            with pytest.raises(Refused) as refusal:
                await house.schedules.save(house.by(), shown.known.schedule_id)
            assert refusal.value.key == f"checkin-schedule-flaw-{flaw.value}"
            assert refusal.value.values == {"channel": GROUP, "date": str(shown.objection.on or "")}
            assert words_for("en")(refusal.value.key, **refusal.value.values)
        assert await house.later(days=20) == len(FLAWED)  # the drafts are forgotten, and nothing else was to happen

    def test_every_flaw_is_tried(self) -> None:
        assert {flaw for _, flaw in FLAWED} == set(Flaw)

    async def test_other_schedules_of_the_channel_count_and_those_of_others_do_not(self, house: House) -> None:
        await house.plan(hours=72)
        await house.plan(rhythm=Weekly((3,)), hours=24)
        assert await refused(house.plan(rhythm=Weekly((5,)))) == "checkin-schedule-flaw-too-often"
        await house.plan(channel=LOUNGE, hours=72)
        overlapping = house.plan(rhythm=Weekly((2,)), channel=LOUNGE)
        assert await refused(overlapping) == "checkin-schedule-flaw-overlap"

    async def test_a_round_that_is_open_in_the_channel_counts(self, house: House) -> None:
        await house.start(hours=24)
        assert await refused(house.plan()) == "checkin-schedule-flaw-overlap"
        assert await house.plan(first=MONDAY + DAY)

    async def test_a_channel_it_cannot_post_in_is_refused(self, house: House) -> None:
        house.discord.trouble[GROUP] = Why.FORBIDDEN
        assert await refused(house.plan()) == "checkin-schedule-cannot-post"

    @pytest.mark.parametrize(("holders", "fits"), [({CREW: 7}, False), ({CREW: 8}, True), ({}, True)])
    async def test_an_audience_known_to_be_small_is_refused(
        self, house: House, holders: dict[RoleId, int], *, fits: bool
    ) -> None:
        house.discord.holders = holders
        if fits:
            assert (await house.plan(audience=CREW)).known.shown.audience == CREW
        else:
            assert await refused(house.plan(audience=CREW)) == "checkin-audience-small"

    async def test_it_is_counted_again_when_it_is_resumed(self, house: House) -> None:
        house.discord.holders = {CREW: 8}
        schedule_id = (await house.plan(audience=CREW)).known.schedule_id
        await house.schedules.pause(house.by(), schedule_id)
        house.discord.holders = {CREW: 7}
        assert await refused(house.schedules.resume(house.by(), schedule_id)) == "checkin-audience-small"


class TestTemplates:
    async def test_one_that_is_gone_is_refused(self, house: House) -> None:
        known = await created(house)
        shown = await propose(house, await draft(house), template_id=known.template_id)
        assert shown.template is not None
        await retire(house, known)
        assert (await house.schedules.look(house.by(), shown.known.schedule_id)).template is None
        assert await refused(house.schedules.save(house.by(), shown.known.schedule_id)) == "checkin-template-unknown"

    @pytest.mark.parametrize("paused", [False, True])
    async def test_one_is_not_retired_while_a_schedule_asks_it(self, house: House, *, paused: bool) -> None:
        known = await created(house)
        shown = await house.plan(template_id=known.template_id)
        if paused:
            await house.schedules.pause(house.by(), shown.known.schedule_id)
        with pytest.raises(Refused, match="checkin-template-in-use") as refusal:
            await retire(house, known)
        assert refusal.value.values == {"schedules": f"<#{GROUP}>"}
        await house.schedules.end(house.by(), shown.known.schedule_id)
        await retire(house, known)

    async def test_one_that_is_only_being_looked_at_can_be_retired(self, house: House) -> None:
        known = await created(house)
        await propose(house, await draft(house), template_id=known.template_id)
        await retire(house, known)


class TestPeople:
    @pytest.mark.parametrize("act", ["pause", "resume", "skip", "unskip", "move"])
    async def test_what_was_never_saved_cannot_be_acted_on(self, house: House, act: str) -> None:
        shown = await draft(house)
        await refused(ACTS[act](house, house.by(), shown.known.schedule_id))
        assert await house.schedules.look(house.by(), shown.known.schedule_id) == shown

    @pytest.mark.parametrize("person", [MIA, MARA])
    async def test_nobody_but_facilitators_does_or_sees_anything(self, house: House, person: Person) -> None:
        shown = await house.plan()
        by = house.by(person)
        for name, act in ACTS.items():
            assert await refused(act(house, by, shown.known.schedule_id)) == "only-facilitators", name
        assert await refused(house.schedules.draft(by, None, None)) == "only-facilitators"
        assert await refused(house.schedules.templates(by)) == "only-facilitators"
        assert await refused(house.schedules.every(by)) == "only-facilitators"
        assert await refused(house.schedules.in_the_way(by, GROUP, house.now + 9 * DAY)) == "only-facilitators"
        assert await house.schedules.look(house.by(), shown.known.schedule_id) == shown

    async def test_another_servers_schedule_is_not_there(self, house: House) -> None:
        await house.servers.create(ELSEWHERE, ServerRecord(SETTINGS))
        shown = await house.plan()
        by = replace(house.by(FAY), server_id=ELSEWHERE)
        for name, act in ACTS.items():
            assert await refused(act(house, by, shown.known.schedule_id)) == "checkin-schedule-gone", name
        assert await house.schedules.every(by) == []
        assert await house.schedules.look(house.by(), shown.known.schedule_id) == shown

    async def test_nor_is_one_that_never_was(self, house: House) -> None:
        for name, act in ACTS.items():
            assert await refused(act(house, house.by(), PlanId(b"?" * 16))) == "checkin-schedule-gone", name

    def test_every_method_of_the_service_is_tried(self) -> None:
        public = {name for name in vars(CheckinSchedules) if not name.startswith("_")}
        assert public == {"draft", "templates", "every", "in_the_way", *ACTS}
