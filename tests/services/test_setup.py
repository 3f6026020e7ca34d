"""Set-up and enrolment as services: who may, what is refused, what waits a week."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest

from bot.core.identity import MemberId, RoleId, ServerId
from bot.services.audit import Audit
from bot.services.enrolment import MOST_ENROLLED, EnrolmentService
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.scheduler import Scheduler
from bot.services.servers import Servers
from bot.services.settings_list import BY_NAME, SETTINGS, read, shown
from bot.services.setup import NOTICE, PENDING_TASK, SLOTS_STAND, SetUp, SetupService
from bot.store.audit import AuditRepository
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.servers import ServerRepository
from bot.store.tasks import TaskRepository

SERVER: Final = ServerId(81)
MODERATORS, FACILITATORS, OTHERS = RoleId(11), RoleId(12), RoleId(13)
NOW: Final = datetime(2027, 1, 5, 12, tzinfo=UTC)
TODAY: Final = NOW.date()
CHOSEN: Final = {
    "moderators": "11",
    "facilitators": "12",
    "moderator_channel": "21",
    "group_channel": "22",
    "timezone": "Europe/London",
    "outside_contact": "The Harbour Trust",
}


def person(number: int, *roles: RoleId, administrator: bool = False) -> Person:
    return Person(MemberId(number), frozenset(roles), NOW, administrator, f"person {number}")


ADA: Final = person(1, administrator=True)
MARA: Final = person(2, MODERATORS)
OTTO: Final = person(3, MODERATORS)


class Discord:
    """Whom Discord would confirm at this moment."""

    def __init__(self, *present: Person) -> None:
        self.present = {one.member_id: one for one in present}

    async def people(self, server_id: ServerId, member_ids: Collection[MemberId]) -> Sequence[Person]:
        return [self.present[one] for one in member_ids if one in self.present]


class House:
    """The services on one pair of stores; made anew it is a process after a restart."""

    def __init__(self, database: Database, keys: KeyStore, discord: Discord) -> None:
        self.servers = Servers(ServerRepository(database), keys, bytes)
        self.audit = Audit(AuditRepository(database, keys.database), keys, lambda: NOW, bytes)
        self.now = NOW
        self.scheduler = Scheduler(TaskRepository(database), lambda: self.now)
        self.setup = SetupService(self.servers, self.audit, self.scheduler)
        self.enrolment = EnrolmentService(self.servers, self.audit, discord)


@pytest.fixture
def discord() -> Discord:
    return Discord(MARA, OTTO)


@pytest.fixture
def house(database: Database, keys: KeyStore, discord: Discord) -> House:
    return House(database, keys, discord)


async def test_only_administrators_set_up_and_change(house: House) -> None:
    for act in (house.setup.start, house.setup.change):
        with pytest.raises(Refused, match=r"^only-administrators$"):
            await act(SERVER, MARA, CHOSEN, NOW)
    with pytest.raises(Refused, match=r"^only-administrators$"):
        await house.setup.call_off(SERVER, MARA)
    assert await house.servers.find(SERVER) is None


async def test_settings_are_there_after_a_restart_and_sealed_at_rest(
    house: House, database: Database, keys: KeyStore, discord: Discord
) -> None:
    done = await house.setup.start(SERVER, ADA, CHOSEN | {"lead": "99", "country": "uk"}, NOW)
    assert done.is_new
    again = await House(database, keys, discord).servers.get(SERVER)
    assert again.settings == done.server.settings
    assert (again.settings.lead, again.settings.country) == (99, "GB")
    row = await ServerRepository(database).load(SERVER)
    assert row is not None
    assert b"Harbour" not in row.sealed
    assert await house.servers.all_ids() == [SERVER]


async def test_a_server_that_was_never_set_up_says_so(house: House) -> None:
    with pytest.raises(Refused, match=r"^setup-needed$"):
        await house.servers.get(SERVER)


async def test_starting_again_changes_what_is_given_and_keeps_the_rest(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN | {"country": "IE"}, NOW)
    done = await house.setup.start(SERVER, ADA, CHOSEN | {"timezone": "asia/tokyo"}, NOW)
    assert not done.is_new
    assert (done.server.settings.timezone, done.server.settings.country) == ("Asia/Tokyo", "IE")
    assert await house.audit.intact(done.server)
    assert [line.act for line in await house.audit.lines(done.server)] == ["set up", "changed settings"]


async def test_two_changes_at_once_both_last(house: House) -> None:
    from asyncio import gather  # noqa: PLC0415 - used here alone

    await house.setup.start(SERVER, ADA, CHOSEN, NOW)
    await gather(
        house.setup.change(SERVER, ADA, {"country": "US"}, NOW),
        house.setup.change(SERVER, ADA, {"newcomer_days": "9"}, NOW),
        house.enrolment.enrol(SERVER, MARA),
    )
    server = await house.servers.get(SERVER)
    assert (server.settings.country, server.settings.newcomer_days, server.enrolled) == ("US", 9, (2,))


@pytest.mark.parametrize(
    ("name", "raw", "refusal"),
    [
        ("timezone", "EST", "setting-zone-unknown"),
        ("timezone", "Mars/Base", "setting-zone-unknown"),
        ("timezone", "", "setting-needed"),
        ("outside_contact", "x" * 301, "setting-too-long"),
        ("country", "Ireland", "setting-country-unknown"),
        ("minimum_answers", "4", "setting-number-out"),
        ("minimum_answers", "-6", "setting-number-out"),
        ("newcomer_days", "many", "setting-number-out"),
        ("delivery_hours", "9, 10", "setting-hours-wrong"),
        ("delivery_hours", "0, 23", "setting-hours-wrong"),
        ("delivery_hours", "25", "setting-hours-wrong"),
        ("delivery_hours", "never", "setting-hours-wrong"),
        ("delivery_hours", "9:30, 14", "setting-hours-wrong"),
        ("delivery_hours", "5, 22", "setting-quiet-covers"),
        ("quiet_hours", "8-21", "setting-quiet-covers"),
        ("quiet_hours", "21", "setting-quiet-wrong"),
        ("quiet_hours", "21-24", "setting-quiet-wrong"),
        ("quiet_hours", "21-8-9", "setting-quiet-wrong"),
        ("quiet_hours", "all night", "setting-quiet-wrong"),
        ("retention_days", "29", "setting-number-out"),
        ("retention_days", "366", "setting-number-out"),
        ("grace_days", "91", "setting-number-out"),
        ("mandated_reporters", "perhaps", "button-outdated"),
        ("moderators", "everyone", "button-outdated"),
        ("no such setting", "5", "button-outdated"),
        ("group_channel", "21", "setting-channels-same"),
    ],
)
async def test_a_wrong_value_is_refused_and_nothing_changes(house: House, name: str, raw: str, refusal: str) -> None:
    before = (await house.setup.start(SERVER, ADA, CHOSEN, NOW)).server.record
    with pytest.raises(Refused, match=f"^{refusal}$"):
        await house.setup.change(SERVER, ADA, {name: raw}, NOW)
    assert (await house.servers.get(SERVER)).record == before


async def test_a_first_start_with_something_missing_is_refused(house: House) -> None:
    with pytest.raises(Refused, match=r"^setting-needed$"):
        await house.setup.start(SERVER, ADA, {"moderators": "11"}, NOW)
    assert await house.servers.find(SERVER) is None


async def test_every_setting_reads_back_what_it_shows(house: House) -> None:
    settings = (await house.setup.start(SERVER, ADA, CHOSEN | {"lead": "99"}, NOW)).server.settings
    for setting in SETTINGS:
        text = shown(setting, settings)
        assert read(setting, text) == getattr(settings, setting.name) if text else setting.optional
    assert read(BY_NAME["count_staff"], "yes") is True
    assert read(BY_NAME["delivery_hours"], "19, 9 and 14") == (9, 14, 19)
    assert read(BY_NAME["delivery_hours"], "09:00 / 14:00") == (9, 14)
    assert read(BY_NAME["quiet_hours"], "from 21:00 to 8") == (21, 8)


async def test_before_anybody_takes_concerns_a_new_lead_is_in_force_at_once(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN, NOW)
    done = await house.setup.change(SERVER, ADA, {"lead": "99", "moderators": "13"}, NOW)
    assert done.announced is None
    assert (done.server.settings.lead, done.server.settings.moderators) == (99, OTHERS)


async def test_afterwards_it_waits_a_week_is_told_at_once_and_other_settings_do_not_wait(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN | {"lead": "98"}, NOW)
    await house.enrolment.enrol(SERVER, MARA)
    done = await house.setup.change(SERVER, ADA, {"lead": "99", "country": "US"}, NOW)
    assert done.announced is not None
    assert done.announced.untold == (98, 2)
    assert (done.server.settings.lead, done.server.settings.country) == (98, "US")

    await house.setup.apply_pending(SERVER, NOW + NOTICE - timedelta(minutes=1))
    assert (await house.servers.get(SERVER)).settings.lead == 98
    await house.setup.apply_pending(SERVER, NOW + NOTICE)
    server = await house.servers.get(SERVER)
    assert (server.settings.lead, server.record.pending) == (99, None)


async def test_the_role_that_is_to_be_the_moderators_is_given_to_nobody_who_agrees(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN, NOW)
    await house.enrolment.enrol(SERVER, MARA)
    await house.setup.change(SERVER, ADA, {"moderators": "99"}, NOW)
    with pytest.raises(Refused, match="setting-roles-same"):
        await house.setup.change(SERVER, ADA, {"agreed_role": "99"}, NOW)
    assert (await house.setup.change(SERVER, ADA, {"agreed_role": "98"}, NOW)).server.settings.agreed_role == 98


async def test_a_second_announcement_keeps_the_first_and_starts_the_week_again(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN, NOW)
    await house.enrolment.enrol(SERVER, MARA)
    await house.setup.change(SERVER, ADA, {"lead": "99"}, NOW)
    later = NOW + timedelta(days=3)
    done = await house.setup.change(SERVER, ADA, {"moderators": "13"}, later)
    assert done.announced is not None
    assert (done.announced.lead, done.announced.moderators) == (99, OTHERS)
    await house.setup.apply_pending(SERVER, NOW + NOTICE)
    assert (await house.servers.get(SERVER)).settings.lead is None
    await house.setup.apply_pending(SERVER, later + NOTICE)
    assert (await house.servers.get(SERVER)).settings.moderators == OTHERS


async def test_the_same_change_asked_for_again_does_not_begin_its_week_anew(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN, NOW)
    await house.enrolment.enrol(SERVER, MARA)
    first = await house.setup.change(SERVER, ADA, {"lead": "99"}, NOW)
    again = await house.setup.change(SERVER, ADA, {"lead": "99"}, NOW + timedelta(days=2))
    assert again.announced is None
    assert again.server.record.pending == first.announced


async def test_another_setting_changed_in_the_same_moment_announces_nothing_again(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN, NOW)
    await house.enrolment.enrol(SERVER, MARA)
    await house.setup.change(SERVER, ADA, {"lead": "99"}, NOW)
    assert (await house.setup.change(SERVER, ADA, {"retention_days": "30"}, NOW)).announced is None
    server = await house.servers.get(SERVER)
    said = [line.act for line in await house.audit.lines(server)]
    assert said.count("announced a change of who may read") == 1


async def test_it_takes_effect_by_its_task_whatever_the_fraction_of_the_second(house: House) -> None:
    at = NOW + timedelta(microseconds=654321)
    house.scheduler.register(PENDING_TASK, lambda task: house.setup.apply_pending(SERVER, task.due))
    await house.setup.start(SERVER, ADA, CHOSEN, at)
    await house.enrolment.enrol(SERVER, MARA)
    await house.setup.change(SERVER, ADA, {"lead": "99"}, at)
    house.now = NOW + NOTICE - timedelta(seconds=1)
    assert await house.scheduler.run_due() == 0
    house.now = NOW + NOTICE + timedelta(seconds=1)
    assert await house.scheduler.run_due() == 1
    server = await house.servers.get(SERVER)
    assert (server.settings.lead, server.record.pending) == (99, None)


async def test_it_waits_too_once_everybody_has_stopped(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN | {"lead": "98"}, NOW)
    await house.enrolment.enrol(SERVER, MARA)
    await house.enrolment.stop(SERVER, MARA)
    done = await house.setup.change(SERVER, ADA, {"lead": "99"}, NOW)
    assert done.announced is not None
    assert (done.announced.untold, done.server.settings.lead) == ((98,), 98)


async def test_whoever_was_told_is_not_told_again_and_a_new_announcement_is_told_to_all(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN | {"lead": "98"}, NOW)
    await house.setup.was_told(SERVER, MARA.member_id)
    await house.enrolment.enrol(SERVER, MARA)
    await house.setup.change(SERVER, ADA, {"lead": "99"}, NOW)
    await house.setup.was_told(SERVER, MARA.member_id)
    pending = (await house.servers.get(SERVER)).record.pending
    assert pending is not None
    assert pending.untold == (98,)
    done = await house.setup.change(SERVER, ADA, {"lead": "97"}, NOW + timedelta(days=1))
    assert done.announced is not None
    assert done.announced.untold == (98, 2)


async def test_the_trail_names_what_changed_who_announced_and_when_it_took_effect(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN, NOW)
    await house.enrolment.enrol(SERVER, MARA)
    chosen = CHOSEN | {"lead": "99", "moderator_channel": "23", "retention_days": "30"}
    done = await house.setup.start(SERVER, ADA, chosen, NOW)
    await house.setup.apply_pending(SERVER, NOW + NOTICE)
    lines = (await house.audit.lines(done.server))[2:]
    assert [(line.act, line.actor, line.details) for line in lines] == [
        ("changed settings", 1, {"settings": "moderator_channel, retention_days"}),
        ("announced a change of who may read", 1, {}),
        ("announced change took effect", 1, {}),
    ]


async def test_hours_that_are_all_night_already_do_not_hinder_other_settings(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN, NOW)
    all_night = {"quiet_hours": (8, 21)}
    await house.servers.change(SERVER, lambda record: replace(record, settings=replace(record.settings, **all_night)))  # pyright: ignore[reportArgumentType] - as it is kept
    assert (await house.setup.change(SERVER, ADA, {"country": "IE"}, NOW)).server.settings.country == "IE"
    with pytest.raises(Refused, match=r"^setting-quiet-covers$"):
        await house.setup.change(SERVER, ADA, {"delivery_hours": "10, 15"}, NOW)


@pytest.mark.parametrize("moved", [{"delivery_hours": "10, 15"}, {"timezone": "Asia/Tokyo"}], ids=["hours", "zone"])
async def test_slots_are_not_moved_from_hour_to_hour_once_anybody_took_concerns(
    house: House, moved: dict[str, str]
) -> None:
    """Whoever moved them again and again would read from the slot of each card when it was sent."""
    await house.setup.start(SERVER, ADA, CHOSEN, NOW)
    for hours in ("8, 13", "9, 14"):
        await house.setup.change(SERVER, ADA, {"delivery_hours": hours}, NOW)
    await house.enrolment.enrol(SERVER, MARA)
    await house.setup.change(SERVER, ADA, {"delivery_hours": "9, 16"}, NOW)
    almost = NOW + SLOTS_STAND - timedelta(minutes=1)
    with pytest.raises(Refused, match=r"^setting-slots-stand$"):
        await house.setup.change(SERVER, ADA, moved, almost)
    same = {"delivery_hours": "9, 16", "country": "IE"}
    assert (await house.setup.change(SERVER, ADA, same, almost)).server.settings.country == "IE"
    before = (await house.servers.get(SERVER)).settings
    assert (await house.setup.change(SERVER, ADA, moved, NOW + SLOTS_STAND)).server.settings != before


async def test_an_announced_change_is_called_off_once(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN, NOW)
    await house.enrolment.enrol(SERVER, MARA)
    await house.setup.change(SERVER, ADA, {"lead": "99"}, NOW)
    both = house.setup.call_off(SERVER, ADA), house.setup.call_off(SERVER, ADA)
    first, second = await asyncio.gather(*both, return_exceptions=True)
    assert isinstance(first, SetUp)
    assert (first.to_tell, str(second)) == ((2,), "setup-nothing-announced")
    with pytest.raises(Refused, match=r"^setup-nothing-announced$"):
        await house.setup.call_off(SERVER, ADA)
    await house.setup.apply_pending(SERVER, NOW + NOTICE)
    assert (await house.servers.get(SERVER)).settings.lead is None


async def test_moderators_enrol_once_and_stop_once(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN, NOW)
    assert await house.enrolment.enrol(SERVER, OTTO)
    assert await house.enrolment.enrol(SERVER, MARA)
    assert not await house.enrolment.enrol(SERVER, MARA)
    assert (await house.servers.get(SERVER)).enrolled == (2, 3)
    assert await house.enrolment.stop(SERVER, MARA)
    assert not await house.enrolment.stop(SERVER, MARA)
    with pytest.raises(Refused, match=r"^enrol-not-enrolled$"):
        await house.enrolment.be_away(SERVER, MARA, None)


async def test_who_is_no_moderator_cannot_enrol(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN, NOW)
    for someone in (ADA, person(5, FACILITATORS)):
        with pytest.raises(Refused, match=r"^only-moderators$"):
            await house.enrolment.enrol(SERVER, someone)


async def test_the_list_has_an_end(house: House) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN, NOW)
    for number in range(MOST_ENROLLED):
        await house.enrolment.enrol(SERVER, person(100 + number, MODERATORS))
    with pytest.raises(Refused, match=r"^enrol-full$"):
        await house.enrolment.enrol(SERVER, MARA)


async def test_only_those_serve_whom_discord_confirms_and_who_are_not_away(house: House, discord: Discord) -> None:
    await house.setup.start(SERVER, ADA, CHOSEN, NOW)
    for one in (MARA, OTTO, person(4, MODERATORS)):
        await house.enrolment.enrol(SERVER, one)
    server = await house.servers.get(SERVER)
    assert [one.member_id for one in await house.enrolment.serving(server, TODAY)] == [2, 3]

    discord.present[MARA.member_id] = person(2, FACILITATORS)
    assert [one.member_id for one in await house.enrolment.serving(server, TODAY)] == [3]

    await house.enrolment.be_away(SERVER, OTTO, date(2027, 1, 8))
    server = await house.servers.get(SERVER)
    assert await house.enrolment.serving(server, TODAY) == []
    assert len(await house.enrolment.serving(server, date(2027, 1, 8))) == 1
    await house.enrolment.be_away(SERVER, OTTO, None)
    assert len(await house.enrolment.serving(await house.servers.get(SERVER), TODAY)) == 1
