"""An alert of T1: where it is told, when, how often, what it says and never says, and who may answer it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.alerts import Alert, Kind
from bot.core.identity import AlertId, ChannelId, MessageId, PlanId
from bot.services.alerting import waking
from bot.services.people import Person
from bot.services.problems import CannotReach, Refused, Why
from bot.services.server_records import ServerRecord
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.ui.page import Page
from tests.services.checkin_house import FAY, GROUP, MARA, MIA, SERVER, SETTINGS, STAFF_ROOM, Died, Discord, custom_ids
from tests.services.schedule_hands import ELSEWHERE, OPENS, live, until
from tests.services.signal_house import FACILITATORS_ROOM, WEEK, SignalHouse, rung

pytestmark = pytest.mark.parametrize("addresses", ["sqlite"], indirect=True)
"""The rows are the same on either kind of database; `test_watching.py` tries both."""
RANG = OPENS + WEEK + timedelta(days=2)
"""When the second bad result is posted: a Wednesday at 18:00."""
MATTER = {"action": "A", "low": "some", "good": "few", "day": "2026-03-01", "intent": "B"}


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> SignalHouse:
    return await SignalHouse(database, keys, Discord()).set_up()


async def test_it_stands_in_both_channels_of_the_staff_and_in_no_other(house: SignalHouse) -> None:
    await house.settings(facilitator_channel=FACILITATORS_ROOM)
    await rung(house)
    assert [len(house.told(channel)) for channel in (FACILITATORS_ROOM, STAFF_ROOM, GROUP)] == [1, 1, 0]


async def test_it_says_not_to_ask_who_then_one_step_and_no_number(house: SignalHouse) -> None:
    await rung(house)
    (text,) = house.told()
    lines = text.splitlines()
    assert lines[0] == "**Do not ask who. This may be one person's hard time or several people's.**"
    assert sum("What you can do" in line for line in lines) == 1
    assert "honesty has become harder" in text
    assert not re.search(r"\d|%", text.replace(f"<#{GROUP}>", ""))
    assert len(text) < 1000


async def test_at_night_it_waits_for_the_morning(house: SignalHouse) -> None:
    await house.settings(quiet_hours=(17, 8), timezone="Asia/Kathmandu")
    await rung(house)
    assert house.told() == []
    zone = ZoneInfo("Asia/Kathmandu")
    morning = datetime.combine(RANG.astimezone(zone).date() + timedelta(days=1), time(8), zone)
    await until(house, morning.astimezone(UTC) - timedelta(minutes=1))
    assert house.told() == []
    await until(house, morning.astimezone(UTC))
    assert len(house.told()) == 1


async def test_what_could_not_be_told_by_the_evening_is_not_told_at_night(house: SignalHouse) -> None:
    await house.settings(quiet_hours=(19, 8), timezone="UTC")
    await rung_but_for_the_alert(house)
    await until(house, RANG + timedelta(hours=2))
    house.discord.trouble.clear()
    await live(house, hours=11, minutes=59)
    assert house.told() == []
    await live(house, minutes=1)
    assert len(house.told()) == 1


async def test_on_a_free_weekend_it_waits_for_monday(house: SignalHouse) -> None:
    await house.settings(quiet_weekends=True, timezone="UTC")
    saturday = datetime(2026, 3, 7, 12, 30, tzinfo=UTC)
    assert waking(await house.server(), saturday) == datetime(2026, 3, 9, 8, tzinfo=UTC)


async def test_unanswered_it_is_said_once_more_after_two_days_and_then_not_again(house: SignalHouse) -> None:
    await rung(house)
    await until(house, datetime.combine((RANG + timedelta(days=2)).date(), time(7, 59), UTC))
    assert len(house.told()) == 1
    await live(house, minutes=1)
    assert ["said this once more" in text for text in house.told()] == [False, True]
    await live(house, days=40)
    assert len(house.told()) == 2
    assert (await house.only_alert()).alert.waits


async def test_once_somebody_has_seen_it_it_is_not_repeated_and_nobody_learns_who(house: SignalHouse) -> None:
    await rung(house)
    known = await house.only_alert()
    seen = await house.alerting.seen(SERVER, FAY, known.alert_id, house.now)
    await house.posts.redraw(await house.server(), seen)
    assert not seen.alert.waits
    (text,) = house.told()
    assert "Somebody has seen it" in text
    await live(house, days=30)
    assert len(house.told()) == 1
    lines = await house.audit.lines(await house.server())
    assert [line for line in lines if "seen" in line.act] == []
    (page,) = [page for where, page in house.discord.posts.values() if where == STAFF_ROOM and "signal" in str(page)]
    assert not any(one.startswith("signal:seen") for one in custom_ids(page))


async def test_a_process_that_dies_right_after_telling_does_not_tell_it_twice(house: SignalHouse) -> None:
    schedule_id = await rung_but_for_the_alert(house)
    house.discord.trouble.clear()
    house.discord.dies_after = "post"
    with pytest.raises(Died):
        await live(house, hours=2)
    house = house.restarted()
    await live(house, hours=2)
    assert len(house.told()) == 1
    assert len((await house.watched(schedule_id)).alarms) == 1


async def test_nor_does_one_that_comes_back_at_night(house: SignalHouse) -> None:
    await house.settings(quiet_hours=(21, 8), timezone="UTC")
    await rung_but_for_the_alert(house)
    house.discord.trouble.clear()
    house.discord.dies_after = "post"
    with pytest.raises(Died):
        await live(house, hours=2)
    house = house.restarted()
    house.now = RANG + timedelta(hours=4)
    await live(house, days=1)
    assert len(house.told()) == 1


async def rung_but_for_the_alert(house: SignalHouse) -> PlanId:
    """Discord is down in the staff's channel while it rings."""
    house.discord.trouble[STAFF_ROOM] = Why.DISCORD_DOWN
    return await rung(house)


async def test_where_the_channel_is_gone_it_is_tried_again_each_day(house: SignalHouse) -> None:
    house.discord.trouble[STAFF_ROOM] = Why.MISSING
    await rung(house)
    await live(house, days=3)
    assert not (await house.only_alert()).alert.told
    house.discord.trouble.clear()
    await live(house, days=1)
    assert len(house.told()) == 1


@pytest.mark.parametrize("person", [MIA, replace(MIA, is_administrator=True)])
async def test_for_members_and_administrators_there_is_no_alert(house: SignalHouse, person: Person) -> None:
    await rung(house)
    known = await house.only_alert()
    assert await house.alerting.of_person(SERVER, person, house.now) == []
    for alert_id in (known.alert_id, AlertId(PlanId(b"x" * 16))):
        with pytest.raises(Refused) as refused:
            await house.alerting.seen(SERVER, person, alert_id, house.now)
        assert (refused.value.key, refused.value.values) == ("signal-gone", {})
    assert (await house.only_alert()).alert.waits


async def test_the_lead_is_told_as_the_staff_is(house: SignalHouse) -> None:
    await house.settings(lead=MIA.member_id)
    await rung(house)
    assert (await house.only_alert(MIA)).alert.waits


async def test_an_alert_of_another_server_is_none_here(house: SignalHouse) -> None:
    await rung(house)
    known = await house.only_alert()
    await house.servers.create(ELSEWHERE, ServerRecord(SETTINGS))
    with pytest.raises(Refused, match="signal-gone"):
        await house.alerting.seen(ELSEWHERE, MARA, known.alert_id, house.now)


async def test_what_it_was_about_can_be_forgotten_before_it_is_told(house: SignalHouse) -> None:
    server = await house.server()
    alert = Alert(Kind.HARM, b"topic", b"occasion", house.now.date())
    await house.alerting.arise(server, alert, MATTER, house.now)
    await house.alerting.forget(server, Kind.HARM, b"topic")
    assert await house.alerts.of_server(server) == []
    await live(house, days=2)
    assert house.told() == []


async def test_seen_while_it_is_still_being_told_no_post_asks_for_that(
    house: SignalHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.settings(facilitator_channel=FACILITATORS_ROOM)
    posting = house.discord.post

    async def seen_at_once(channel: ChannelId, page: Page, nonce: str) -> MessageId:
        message = await posting(channel, page, nonce)
        for known in await house.alerting.of_person(SERVER, FAY, house.now):
            seen = await house.alerting.seen(SERVER, FAY, known.alert_id, house.now)
            await house.posts.redraw(await house.server(), seen)
        return message

    monkeypatch.setattr(house.discord, "post", seen_at_once)
    await rung(house)
    assert [len(house.told(channel)) for channel in (FACILITATORS_ROOM, STAFF_ROOM)] == [1, 1]
    assert not any(
        one.startswith("signal:seen") for _, page in house.discord.posts.values() for one in custom_ids(page)
    )
    await live(house, days=30)
    assert len(house.told()) == 1


async def test_one_occasion_arises_once(house: SignalHouse) -> None:
    server = await house.server()
    alert = Alert(Kind.HARM, b"topic", b"occasion", house.now.date())
    for _ in range(2):
        await house.alerting.arise(server, alert, MATTER, house.now)
        await live(house, hours=1)
    (text,) = house.told()
    assert "**some** answered that it made things harder, **few** that it helped" in text
    assert "made things harder" in text


async def test_an_outage_is_met_by_trying_again(house: SignalHouse) -> None:
    await rung_but_for_the_alert(house)
    with pytest.raises(CannotReach):
        await house.posts.tell(await house.server(), await house.only_alert(), may_stand_already=False)
    house.discord.trouble.clear()
    await live(house, hours=2)
    assert len(house.told()) == 1


async def test_a_night_that_never_ends_does_not_hold_it_for_ever(house: SignalHouse) -> None:
    await house.settings(quiet_hours=(0, 23), delivery_hours=(9, 14), timezone="UTC")
    assert waking(await house.server(), OPENS) == OPENS
