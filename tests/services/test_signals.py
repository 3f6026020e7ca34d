"""What the staff sees of the watched questions, and choosing what counts as ordinary: whose it is, what it does."""

from dataclasses import replace

import pytest

from bot.core.identity import PlanId
from bot.core.warning import Signal
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.server_records import ServerRecord
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.checkin_house import FAY, MARA, MIA, SERVER, SETTINGS, Discord
from tests.services.schedule_hands import ELSEWHERE, LOUNGE, planned
from tests.services.signal_house import BAD, SignalHouse, rung, weeks

pytestmark = pytest.mark.parametrize("addresses", ["sqlite"], indirect=True)
"""The rows are the same on either kind of database; `test_watching.py` tries both."""


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> SignalHouse:
    house = await SignalHouse(database, keys, Discord()).set_up()
    await house.settings(lead=MIA.member_id)
    return house


async def refused(house: SignalHouse, person: Person, schedule_id: PlanId, tolerance: int = 15) -> str:
    with pytest.raises(Refused) as refusal:
        await house.signals.tolerate(SERVER, person, schedule_id, tolerance)
    return refusal.value.key


async def recorded(house: SignalHouse) -> list[dict[str, str]]:
    """What the trail tells of changes."""
    lines = await house.audit.lines(await house.server())
    return [dict(line.details) for line in lines if line.act == "changed what counts as ordinary"]


@pytest.mark.parametrize("person", [FAY, MARA])
async def test_another_share_begins_anew_from_quiet_and_is_recorded(house: SignalHouse, person: Person) -> None:
    schedule_id = await planned(house)
    await weeks(house, schedule_id, BAD)
    assert (await house.only_signal(person)).watch.signal is Signal.RISING
    shown = await house.signals.tolerate(SERVER, person, schedule_id, 20)
    assert (shown.watch.signal, shown.watch.total, shown.watch.tolerance) == (Signal.QUIET, 0.0, 20)
    assert await house.watched(schedule_id) == shown.watch
    assert await recorded(house) == [{"template": "Weekly pulse", "channel": "<#21>", "tolerance": "20"}]
    await weeks(house, schedule_id, BAD, first=1)
    assert (await house.watched(schedule_id)).total < 2.95
    assert house.told() == []


async def test_the_same_share_again_changes_and_records_nothing(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    await weeks(house, schedule_id, BAD)
    before = await house.watched(schedule_id)
    await house.signals.tolerate(SERVER, FAY, schedule_id, 10)
    assert await house.watched(schedule_id) == before
    assert await recorded(house) == []


async def test_it_can_be_chosen_before_anything_was_posted(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    await house.signals.tolerate(SERVER, FAY, schedule_id, 25)
    await weeks(house.restarted(), schedule_id, BAD)
    assert (await house.watched(schedule_id)).tolerance == 25


async def test_an_alarm_stays_on_the_page_whatever_is_chosen_afterwards(house: SignalHouse) -> None:
    schedule_id = await rung(house)
    before = await house.watched(schedule_id)
    assert (await house.signals.tolerate(SERVER, FAY, schedule_id, 15)).watch.alarms == before.alarms != ()
    assert (await house.only_alert()).alert.waits


async def test_members_see_and_change_nothing_and_the_lead_only_sees(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    nobody = replace(MIA, member_id=FAY.member_id, is_administrator=True)
    with pytest.raises(Refused, match="only-staff"):
        await house.signals.every(SERVER, nobody)
    assert [await refused(house, person, schedule_id) for person in (nobody, MIA)] == ["only-staff"] * 2
    assert (await house.only_signal(MIA)).watch.tolerance == 10


async def test_what_was_made_up_is_refused(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    assert await refused(house, FAY, PlanId(b"x" * 16)) == "signals-gone"
    assert [await refused(house, FAY, schedule_id, share) for share in (0, 5, 30, -10)] == ["button-outdated"] * 4
    await house.servers.create(ELSEWHERE, ServerRecord(SETTINGS))
    with pytest.raises(Refused, match="signals-gone"):
        await house.signals.tolerate(ELSEWHERE, FAY, schedule_id, 15)


async def test_each_schedule_is_watched_by_itself(house: SignalHouse) -> None:
    one = await planned(house)
    other = await planned(house, channel=LOUNGE, template_id="boundaries")
    await house.signals.tolerate(SERVER, FAY, other, 15)
    found = await house.signals.every(SERVER, MARA)
    assert [(each.schedule_id, each.title, each.watch.tolerance) for each in found] == [
        (other, "Boundaries", 15),
        (one, "Weekly pulse", 10),
    ]
