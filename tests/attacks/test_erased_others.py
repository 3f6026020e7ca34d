"""A case that was together with others, in a matter, under a look and in what was done about them, and was erased: what
is left of it is read by whoever has everything at rest and every key. The naive twins hold its id, as lines of old do.

Not here: what a living person is shown of such lines (`tests/services/test_impact_following.py`).
"""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.case import Case
from bot.core.codec import Codec
from bot.core.identity import CaseId, KeyId
from bot.services.case_acts import BESIDE, WITH, Ending
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.proof import Figure
from tests.services.concern_house import HERE, MARA, house_with_lead
from tests.services.deeds import closing_with
from tests.services.test_case_acts import case_of
from tests.services.test_clusters import looked, seen, two_on_noor
from tests.services.test_impact_following import Room

CASES = Codec(Case)


@pytest.fixture
async def room(database: Database, keys: KeyStore) -> Room:
    return Room(await house_with_lead(database, keys), database, keys)


async def all_that_opens(room: Room) -> bytes:
    """Every case, every line of the trail and every action that the keys that are left open."""
    house, server = room.house, await room.house.servers.get(HERE)
    cases = [CASES.encode(kept.case) for kept in await house.cases.in_server(HERE)]
    lines = [repr(line).encode() for line in await house.audit.lines(server)]
    actions = [repr(known).encode() for known in await room.book.of_server(server)]
    return b"\n".join([*cases, *lines, *actions])


def forms(case_id: bytes) -> set[bytes]:
    plain = base64.b64encode(case_id)
    return {case_id, case_id.hex().encode(), plain, base64.urlsafe_b64encode(case_id), repr(case_id)[2:-1].encode()}


def names(case_id: bytes, told: bytes) -> bool:
    return any(form in told for form in forms(case_id))


async def together(room: Room) -> tuple[CaseId, CaseId]:
    """Two cases that were joined, looked at side by side and followed; first the one that what was done lies with."""
    house, (one, other) = room.house, await two_on_noor(room.house)
    await house.matters.join(one, MARA, HERE, other, house.discord.now)
    (cluster,) = await seen(house, MARA)
    await looked(house, MARA, cluster.key)
    await room.write()
    (known,) = await room.book.of_server(await house.servers.get(HERE))
    return (one, other) if known.facts.case_id == one else (other, one)


async def over(room: Room, case_id: CaseId) -> None:
    """Close it, and let the time pass for which it is kept."""
    house = room.house
    await house.moderating.do(case_id, MARA, HERE, closing_with(Ending("recorded", "")), house.discord.now)
    await house.cases.change(
        case_id, lambda case: replace(case, closed_on=house.discord.now.date() - timedelta(days=91))
    )
    await house.wait(hours=24)
    assert await house.cases.find(case_id) is None


SHARED = {"concern joined", "concern looked at again", "impact-record"}


async def shown(room: Room) -> set[str]:
    return {line.act for line in (await room.log.look(HERE, MARA, 0)).lines}


async def test_of_an_erased_case_no_other_holds_the_name(room: Room, figure: Figure) -> None:
    one, other = await together(room)
    assert await shown(room) >= SHARED
    await over(room, other)
    told = await all_that_opens(room)
    assert all(act.encode() in told for act in SHARED)
    assert not names(other, told)
    # What tells of it now tells nothing: nobody can make its mark any more, and no line that has one is shown.
    assert await room.house.audit.marks([KeyId(other)]) == {}
    assert SHARED.isdisjoint(await shown(room))
    naive = [
        other.hex().encode(),
        CASES.encode(replace(await case_of(room.house, one), joined=(other,))),
    ]
    assert all(names(other, each) for each in naive)
    figure("F4", "ids of an erased case in what others that were with it hold", 0, twin=len(naive), passes="0")


@pytest.mark.parametrize("detail", [WITH, BESIDE])
async def test_a_line_of_old_is_shown_as_long_as_its_cases_are_there_and_tells_of_both(room: Room, detail: str) -> None:
    one, other = await together(room)
    server = await room.house.servers.get(HERE)
    await room.house.audit.record(server, MARA.member_id, "of old", {detail: other.hex()}, KeyId(one))
    assert "of old" in await shown(room)
    await over(room, other)
    assert "of old" not in await shown(room)
    assert names(other, await all_that_opens(room))  # the naive twin
