"""The readers' side: who may open what, what is recorded, what moves at a slot, what a failure leaves to do."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.case import Account, Affected, Case, Named, State
from bot.core.identity import CaseId, ServerId
from bot.services.delivery import SLOT_TASK, NotAllDelivered
from bot.services.scheduler import Task
from bot.services.sending import How
from bot.services.server_records import Enrolment
from bot.store.cases import Kept
from bot.store.concern_tables import case_table
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.writer import each
from tests.services.concern_house import (
    ACCOUNT,
    CHANNEL,
    HERE,
    LENA,
    MARA,
    MIA,
    MODERATORS,
    NOOR,
    OTTO,
    START,
    THERE,
    ConcernHouse,
    house_with_lead,
    person,
)
from tests.services.deeds import acknowledging, answering
from tests.services.refusals import refusal

NOWHERE = CaseId(b"n" * 16)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ConcernHouse:
    return await house_with_lead(database, keys)


async def the_only(house: ConcernHouse) -> Kept:
    (kept,) = await house.cases.in_server(HERE)
    return kept


async def test_only_readers_find_a_concern_and_only_once_it_is_delivered(house: ConcernHouse) -> None:
    await house.sent()
    kept = await the_only(house)
    for someone in (MARA, OTTO, LENA, MIA):
        assert await refusal(house.moderating.open(kept.case_id, someone, HERE, START)) == "case-unknown"
    await house.wait(hours=4)
    for reader in (MARA, OTTO):
        assert (await house.moderating.open(kept.case_id, reader, HERE, START)).case.account == ACCOUNT
    for someone in (LENA, MIA):
        assert await refusal(house.moderating.open(kept.case_id, someone, HERE, START)) == "case-unknown"


async def test_everything_that_is_not_mine_is_told_alike(house: ConcernHouse) -> None:
    await house.set_up(MARA, server_id=THERE)
    await house.sent(await house.tag(OTTO), urgent=True)
    kept = await the_only(house)
    former = person(1, "Mara")
    stranger = replace(MARA, member_id=MIA.member_id)
    for case_id, who, where in (
        (NOWHERE, MARA, HERE),
        (kept.case_id, OTTO, HERE),
        (kept.case_id, MARA, THERE),
        (kept.case_id, former, HERE),
        (kept.case_id, stranger, HERE),
    ):
        assert await refusal(house.moderating.open(case_id, who, where, START)) == "case-unknown"
        assert await refusal(house.moderating.do(case_id, who, where, acknowledging, START)) == "case-unknown"
        assert await refusal(house.moderating.do(case_id, who, where, answering("x"), START)) == "case-unknown"


async def test_in_a_direct_message_discord_is_asked_for_the_roles(house: ConcernHouse) -> None:
    await house.sent(urgent=True)
    kept = await the_only(house)
    without_roles = person(1, "Mara")
    assert (await house.moderating.open(kept.case_id, without_roles, None, START)).case.account == ACCOUNT
    house.discord.present[MARA.member_id] = without_roles
    assert await refusal(house.moderating.open(kept.case_id, without_roles, None, START)) == "case-unknown"
    del house.discord.present[MARA.member_id]
    assert await refusal(house.moderating.open(kept.case_id, MARA, None, START)) == "case-unknown"


async def test_whoever_stopped_taking_concerns_reads_none(house: ConcernHouse) -> None:
    await house.sent(urgent=True)
    kept = await the_only(house)
    await house.servers.change(HERE, lambda record: replace(record, enrolled=(Enrolment(OTTO.member_id),)))
    assert await refusal(house.moderating.open(kept.case_id, MARA, HERE, START)) == "case-unknown"
    assert await house.moderating.mine(HERE, MARA, START) == []


async def test_each_reading_is_recorded_and_goes_with_the_case(house: ConcernHouse) -> None:
    code = await house.sent(urgent=True)
    kept = await the_only(house)
    await house.moderating.open(kept.case_id, MARA, HERE, START)
    await house.moderating.open(kept.case_id, MARA, HERE, START)
    await house.moderating.do(kept.case_id, MARA, HERE, acknowledging, START)
    await house.moderating.do(kept.case_id, OTTO, HERE, answering("x"), START)
    server = await house.servers.get(HERE)
    lines = await house.audit.lines(server)
    assert [(line.actor, line.act) for line in lines] == [
        (MARA.member_id, "concern read"),
        (MARA.member_id, "concern read"),
        (MARA.member_id, "concern acknowledged"),
        (OTTO.member_id, "concern answered"),
    ]
    assert {line.details["case"] for line in lines} == {kept.case.label}
    await house.way_back.withdraw(HERE, code, START)
    assert await house.audit.lines(server) == []
    assert await house.audit.intact(server)


async def test_acknowledging_takes_the_card_away(house: ConcernHouse) -> None:
    await house.sent()
    await house.wait(hours=4)
    assert house.discord.places() == [CHANNEL]
    done = await house.moderating.do((await the_only(house)).case_id, OTTO, HERE, acknowledging, house.clock())
    assert (done.case.state, done.case.acknowledged_by) == (State.ACKNOWLEDGED, OTTO.member_id)
    assert house.discord.places() == []


async def test_the_list_begins_with_what_touches_many_then_with_what_is_due(house: ConcernHouse) -> None:
    await house.sent(account=replace(ACCOUNT, story="later"))
    await house.sent(account=replace(ACCOUNT, story="sooner"), urgent=True)
    await house.sent(account=replace(ACCOUNT, story="many", affected=Affected.GROUP))
    code = await house.sent(account=replace(ACCOUNT, story="withdrawn"), urgent=True)
    withdrawn = next(one for one in await house.cases.in_server(HERE) if _story(one.case) == "withdrawn")
    await house.moderating.do(withdrawn.case_id, MARA, HERE, acknowledging, START)
    await house.wait(hours=4)
    await house.way_back.withdraw(HERE, code, house.clock())
    mine = await house.moderating.mine(HERE, MARA, house.clock())
    assert [_story(one.case) for one in mine] == ["many", "sooner", "later", ""]
    left = mine[-1]
    assert (await house.moderating.open(left.case_id, MARA, HERE, START)).case.state is State.WITHDRAWN
    assert await refusal(house.moderating.do(left.case_id, MARA, HERE, answering("x"), START)) == "case-withdrawn"


async def test_only_moderators_and_the_lead_have_a_list(house: ConcernHouse) -> None:
    assert await refusal(house.moderating.mine(HERE, MIA, START)) == "only-moderators"
    assert await house.moderating.mine(HERE, LENA, START) == []
    assert await house.moderating.mine(HERE, person(9, "Kofi", MODERATORS), START) == []


async def test_a_case_erased_while_it_is_read_is_unknown(house: ConcernHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.sent(urgent=True)
    kept = await the_only(house)
    find = house.cases.find

    async def found_and_erased(case_id: CaseId) -> Kept | None:
        found = await find(case_id)
        await house.cases.erase(kept)
        return found

    monkeypatch.setattr(house.cases, "find", found_and_erased)
    assert await refusal(house.moderating.open(kept.case_id, MARA, HERE, START)) == "case-unknown"
    assert await refusal(house.moderating.do(kept.case_id, MARA, HERE, acknowledging, START)) == "case-unknown"


async def test_a_case_erased_while_its_reporter_has_it_open_is_gone(
    house: ConcernHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await house.sent(urgent=True)
    kept = await the_only(house)
    find = house.cases.find_by_receipt

    async def found_and_erased(lookup: bytes, receipt_key: object) -> Kept | None:
        found = await find(lookup, receipt_key)  # type: ignore[arg-type] # passed through
        await house.cases.erase(kept)
        return found

    monkeypatch.setattr(house.cases, "find_by_receipt", found_and_erased)
    assert await refusal(house.way_back.write(HERE, code, "x", START)) == "concern-code-unknown"
    code = await house.sent(urgent=True)
    kept = await the_only(house)
    assert await house.way_back.withdraw(HERE, code, START) is None


async def test_a_card_is_shown_once_however_often_the_slot_comes(house: ConcernHouse) -> None:
    await house.sent()
    await house.wait(hours=4)
    for _ in range(3):
        await house.restart()
        await house.delivery.catch_up(HERE)
        await house.wait(hours=0.1)
    assert house.discord.places() == [CHANNEL]
    await house.wait(hours=72)
    assert house.discord.places() == []


async def test_an_outage_is_tried_again_and_other_servers_go_on(house: ConcernHouse) -> None:
    await house.sent()
    house.discord.is_down = True
    await house.wait(hours=4)
    assert house.discord.places() == []
    with pytest.raises(NotAllDelivered):
        await house.delivery._at_slot(Task(SLOT_TASK, HERE, b"", house.clock(), 0))  # pyright: ignore[reportPrivateUsage] # what the scheduler calls
    house.discord.is_down = False
    await house.wait(hours=1)
    assert house.discord.places() == [CHANNEL]


async def test_an_urgent_concern_that_could_not_be_shown_is_sent_all_the_same(house: ConcernHouse) -> None:
    token = await house.begin()
    await house.tell(token)
    house.discord.is_down = True
    await house.send(token, how=How.URGENT)
    house.discord.is_down = False
    await house.restart()
    await house.delivery.catch_up(HERE)
    assert house.discord.places() == [CHANNEL]


async def test_a_channel_that_is_gone_is_gone_round_by_direct_messages(house: ConcernHouse) -> None:
    house.discord.closed.add(CHANNEL)
    await house.sent(urgent=True)
    assert house.discord.places() == [MARA.member_id, OTTO.member_id]


async def test_if_nobody_can_be_reached_it_is_tried_at_every_slot(house: ConcernHouse) -> None:
    house.discord.closed |= {CHANNEL, MARA.member_id, OTTO.member_id}
    await house.sent()
    await house.wait(hours=4)
    assert len(await house.moderating.mine(HERE, MARA, house.clock())) == 1
    house.discord.closed.clear()
    await house.wait(hours=5)
    assert house.discord.places() == [CHANNEL]


async def test_the_lead_takes_over_only_when_no_reader_is_left(house: ConcernHouse) -> None:
    house.discord.closed.add(CHANNEL)
    for one in (MARA, OTTO):
        house.discord.present[one.member_id] = person(one.member_id, one.display_name)
    account = replace(ACCOUNT, about=Named(NOOR.member_id, "Noor"))
    house.discord.present |= {MARA.member_id: MARA}
    await house.sent(account=account)
    del house.discord.present[MARA.member_id]
    await house.wait(hours=4)
    assert house.discord.places() == [LENA.member_id]
    assert (await the_only(house)).case.later == ()


async def test_without_anybody_left_it_waits(database: Database, keys: KeyStore) -> None:
    house = ConcernHouse(database, keys)
    await house.set_up(MARA)
    await house.start()
    house.discord.closed.add(CHANNEL)
    await house.sent()
    del house.discord.present[MARA.member_id]
    await house.wait(hours=4)
    assert house.discord.places() == []
    assert (await the_only(house)).case.card_due


@pytest.mark.parametrize("becomes", ["sees the channel", "takes concerns"])
async def test_somebody_named_who_comes_to_see_the_channel_meets_no_card(house: ConcernHouse, becomes: str) -> None:
    await house.sent(account=replace(ACCOUNT, about=Named(NOOR.member_id, "Noor")))
    if becomes == "sees the channel":
        house.discord.seeing.add(NOOR.member_id)
    else:
        enrolled = tuple(Enrolment(one.member_id) for one in (MARA, OTTO, NOOR))
        await house.servers.change(HERE, lambda record: replace(record, enrolled=enrolled))
    await house.wait(hours=4)
    assert house.discord.places() == [MARA.member_id, OTTO.member_id]


async def test_a_new_line_of_the_reporter_brings_the_card_back(house: ConcernHouse) -> None:
    code = await house.sent()
    await house.wait(hours=4)
    kept = await the_only(house)
    await house.moderating.do(kept.case_id, MARA, HERE, answering("hello"), house.clock())
    assert house.discord.places() == []
    await house.way_back.write(HERE, code, "thank you", house.clock())
    assert house.discord.places() == []
    await house.wait(hours=5)
    assert house.discord.places() == [CHANNEL]


async def test_withdrawn_before_anybody_took_it_up_leaves_nothing_but_the_card(house: ConcernHouse) -> None:
    code = await house.sent()
    await house.wait(hours=4)
    await house.way_back.withdraw(HERE, code, house.clock())
    assert len(await house.cases.in_server(HERE)) == 1
    await house.wait(hours=5)
    assert await house.cases.in_server(HERE) == []
    assert house.discord.places() == [CHANNEL]


async def test_what_a_withdrawal_leaves_goes_after_the_retention(house: ConcernHouse) -> None:
    code = await house.sent(urgent=True)
    await house.moderating.do((await the_only(house)).case_id, MARA, HERE, acknowledging, START)
    await house.way_back.withdraw(HERE, code, START)
    assert (await the_only(house)).case.state is State.WITHDRAWN
    await house.wait(hours=24 * 88)
    assert len(await house.cases.in_server(HERE)) == 1
    await house.wait(hours=24 * 3)
    assert await house.cases.in_server(HERE) == []


async def test_slots_stand_while_anybody_takes_concerns_whether_or_not_there_is_one(
    database: Database, keys: KeyStore
) -> None:
    house = ConcernHouse(database, keys)
    await house.set_up()
    await house.start()
    assert await house.scheduler.run_due() == 0
    house.discord.now += timedelta(hours=24)
    assert await house.scheduler.run_due() == 0
    await house.servers.change(HERE, lambda record: replace(record, enrolled=(Enrolment(MARA.member_id),)))
    for _ in range(3):
        await house.delivery.keep_slots(HERE)
    for hours in (4, 5, 14, 5, 5):
        house.discord.now += timedelta(hours=hours)
        assert await house.scheduler.run_due() == 1


async def test_a_task_of_a_server_that_is_gone_does_nothing(house: ConcernHouse) -> None:
    nobody = ServerId(999)
    for server_id in (nobody, None):
        await house.delivery._at_slot(Task(SLOT_TASK, server_id, b"", START, 0))  # pyright: ignore[reportPrivateUsage] # as above
    await house.delivery.catch_up(nobody)
    assert house.discord.places() == []


async def test_a_case_that_goes_while_it_is_delivered_is_no_trouble(
    house: ConcernHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.sent()
    kept = await the_only(house)
    in_server = house.cases.in_server

    async def listed_and_erased(server_id: ServerId) -> list[Kept]:
        found = await in_server(server_id)
        await house.cases.erase(kept)
        return found

    monkeypatch.setattr(house.cases, "in_server", listed_and_erased)
    await house.wait(hours=4)
    assert house.discord.places() == []
    assert await in_server(HERE) == []


def _story(case: Case) -> str:
    account: Account | None = case.account
    return "" if account is None else account.story


async def test_a_damaged_concern_answers_like_one_that_does_not_exist(house: ConcernHouse, database: Database) -> None:
    await house.sent(urgent=True)
    kept = await the_only(house)
    assert await house.moderating.open(kept.case_id, MARA, HERE, START)

    @each
    async def damage(connection: AsyncConnection, sealed: bytes) -> None:
        await connection.execute(update(case_table).values(sealed=sealed))

    await database.write(damage, b"damaged" * 200)
    for who in (MARA, OTTO):
        assert await refusal(house.moderating.open(kept.case_id, who, HERE, START)) == "case-unknown"
