"""A moderator with every act and every page tries to learn what is not theirs yet, or not theirs at all.

Each test asks what an insider could notice: a line of the trail, a refusal, a word that appears before its slot. The
naive twin of each is whoever may know it: the same look tells them. Not here: forged presses (`test_insiders.py`).
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.case import Named, Release, State
from bot.core.case_work import MOST_JOINED
from bot.core.identity import CaseId
from bot.services.case_acts import Ending
from bot.services.case_views import ReadableCase
from bot.services.people import Person
from bot.services.problems import CannotReach, Refused
from bot.services.sending import How
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import (
    ACCOUNT,
    HERE,
    LENA,
    MARA,
    MIA,
    NOOR,
    OTTO,
    START,
    ConcernHouse,
    house_with_lead,
    person,
)
from tests.services.deeds import answering, closing_with, reopening, starting
from tests.services.test_case_acts import refusal, urgent

THEO = person(6, "Theo")
ABOUT_OTTO = replace(ACCOUNT, about=Named(OTTO.member_id, "Otto"))
ABOUT_THEO = replace(ACCOUNT, about=Named(THEO.member_id, "Theo"))
HELPED = Ending("supported", "we spoke", heard="yes")

Acting = Callable[[ConcernHouse, CaseId], Awaitable[ReadableCase]]


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ConcernHouse:
    return await house_with_lead(database, keys)


async def delivered(house: ConcernHouse, code: str) -> CaseId:
    """Let the slot come; the case that this code opens."""
    await house.wait(hours=4)
    way = [one for one in await house.cases.in_server(HERE) if one.case.delivered_on is not None]
    assert await house.way_back.look(HERE, code, house.discord.now)
    return way[-1].case_id


async def trail(house: ConcernHouse, someone: Person) -> list[str]:
    return [line.act for line in (await house.log.look(HERE, someone, 0)).lines]


async def test_the_trail_of_a_case_does_not_tell_that_it_is_joined_with_one_about_its_reader(
    house: ConcernHouse,
) -> None:
    seen_by_both, about_otto = await urgent(house), await urgent(house, ABOUT_OTTO)
    await house.matters.join(seen_by_both, MARA, HERE, about_otto, START)
    await house.matters.part(seen_by_both, MARA, HERE, about_otto, START)
    assert await trail(house, OTTO) == []
    assert sorted(await trail(house, MARA)) == ["concern joined"] * 2 + ["concern parted"] * 2


async def test_that_too_many_are_joined_counts_only_what_its_reader_may_read(house: ConcernHouse) -> None:
    first, *others = [await urgent(house) for _ in range(MOST_JOINED + 1)]
    about_otto = await urgent(house, ABOUT_OTTO)
    await house.matters.join(first, MARA, HERE, about_otto, START)
    for other in others:
        await house.matters.join(first, OTTO, HERE, other, START)
    one_more = await urgent(house)
    assert await refusal(house.matters.join(first, OTTO, HERE, one_more, START)) == "case-joined-full"


async def test_why_a_held_case_came_is_told_only_to_who_may_read_the_other(house: ConcernHouse) -> None:
    """Otto reads what Mia held about Theo. What released it is about Theo and about Otto."""
    await house.sent(account=ABOUT_THEO, how=How.HOLD, writer=MIA)
    await house.sent(await house.tag(OTTO), account=ABOUT_THEO, writer=NOOR)
    await house.wait(hours=4)
    (held,) = [one for one in await house.cases.in_server(HERE) if one.case.release is Release.ANOTHER]
    assert (await house.moderating.open(held.case_id, MARA, HERE, START)).release is Release.ANOTHER
    assert (await house.moderating.open(held.case_id, OTTO, HERE, START)).release is Release.ASKED


ACTS: dict[str, Acting] = {
    "answer": lambda house, one: house.moderating.do(one, OTTO, HERE, answering("thank you"), START),
    "start": lambda house, one: house.moderating.do(one, OTTO, HERE, starting("we look at it"), START),
    "close": lambda house, one: house.moderating.do(one, OTTO, HERE, closing_with(HELPED, "one form"), START),
}


@pytest.mark.parametrize("name", ACTS)
async def test_doing_the_same_again_does_not_tell_that_the_reporter_wrote_meanwhile(
    house: ConcernHouse, name: str
) -> None:
    """Every minute, until the answer is another one: that would be the minute of the reporter's message."""
    code = await house.sent()
    case_id = await delivered(house, code)
    await ACTS[name](house, case_id)
    assert not (await ACTS[name](house, case_id)).is_new
    await house.way_back.write(HERE, code, "one thing more", house.discord.now)
    assert not (await ACTS[name](house, case_id)).is_new
    # At the slot it may be seen.
    await house.wait(hours=20)
    assert [line.words for line in (await house.moderating.open(case_id, OTTO, HERE, START)).lines][-1] == (
        "one thing more"
    )


async def test_whom_the_reporter_named_since_changes_no_form_before_the_slot(house: ConcernHouse) -> None:
    code = await house.sent()
    case_id = await delivered(house, code)
    await house.way_back.write(HERE, code, "it is Theo", house.discord.now, Named(THEO.member_id, "Theo"))
    acted = Ending("acted", "we acted")
    assert (await house.moderating.do(case_id, MARA, HERE, closing_with(acted), START)).case.state is State.CLOSED
    await house.moderating.do(case_id, MARA, HERE, reopening(""), START)
    await house.wait(hours=20)
    assert await refusal(house.moderating.do(case_id, MARA, HERE, closing_with(acted), START)) == "case-unsaid-heard"


async def test_the_day_of_a_message_does_not_cut_its_slot_in_two(house: ConcernHouse) -> None:
    """What is written before and after midnight and comes in one slot looks the same to those who read it."""
    server = await house.servers.get(HERE)
    hours = replace(server.settings, delivery_hours=(3, 14))
    await house.servers.change(HERE, lambda record: replace(record, settings=hours))
    code = await house.sent()
    case_id = await delivered(house, code)
    for hour, words in ((23, "before midnight"), (24, "after midnight")):
        house.discord.now = START.replace(hour=0, minute=30) + timedelta(hours=hour)
        await house.way_back.write(HERE, code, words, house.discord.now)
    await house.wait(hours=3)
    seen = (await house.moderating.open(case_id, MARA, HERE, START)).lines
    assert [line.words for line in seen] == ["before midnight", "after midnight"]
    assert len({line.day for line in seen}) == 1


@pytest.mark.parametrize("insider", [MARA, person(9, "Fresh", joined=START)], ids=["staff", "newcomer"])
async def test_nobody_who_does_not_count_finds_out_by_holding_that_others_hold(
    house: ConcernHouse, insider: Person
) -> None:
    await house.sent(account=ABOUT_THEO, how=How.HOLD, writer=MIA)
    await house.sent(account=ABOUT_THEO, how=How.HOLD, writer=insider)
    assert {one.case.release for one in await house.cases.in_server(HERE)} == {None}
    # Whoever counts does release, and is released: nothing else would be holding.
    await house.sent(account=ABOUT_THEO, how=How.HOLD, writer=NOOR)
    assert {one.case.release for one in await house.cases.in_server(HERE)} == {Release.ANOTHER}


async def test_nobody_holds_a_concern_about_themselves_to_be_told_when_somebody_raises_them(
    house: ConcernHouse,
) -> None:
    with pytest.raises(Refused) as caught:
        await house.sent(account=ABOUT_THEO, how=How.HOLD, writer=THEO)
    assert caught.value.key == "concern-hold-not-you"
    assert await house.sent(account=ABOUT_THEO, writer=THEO)


async def test_what_an_option_carries_is_not_what_a_file_knows_its_person_by(house: ConcernHouse) -> None:
    """Whoever opens a select has it on their own screen: a thief without keys must not find it again in the files."""
    server = await house.servers.get(HERE)
    case_id = await urgent(house)
    takers = await house.concerns.takers(HERE)
    asked = await house.people.to_hand_over(case_id, MARA, HERE, START)
    offered = {*(one.tag for one in takers), *(one.tag for one in asked.eligible)}
    assert len(offered) == 3
    known = {server.pseudonym(one.member_id).hex() for one in (MARA, OTTO, LENA)}
    assert not offered & known


async def test_in_a_direct_message_discord_is_asked_about_nobody_who_could_not_read_it(house: ConcernHouse) -> None:
    """Else an outage, or the time that it takes, would tell whoever kept an old card that the case is still there."""
    case_id = await urgent(house, ABOUT_OTTO)
    house.discord.is_down = True
    asked = house.discord.asked
    for one in (case_id, CaseId(bytes(16))):
        assert await refusal(house.moderating.open(one, OTTO, None, START)) == "case-unknown"
    assert house.discord.asked == asked
    with pytest.raises(CannotReach):
        await house.moderating.open(case_id, MARA, None, START)
