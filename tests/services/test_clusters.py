"""Concerns that belong together, as their readers see them on real stores; who has none sees what everybody sees."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.case import Account, Named
from bot.core.identity import CaseId
from bot.core.readership import Category
from bot.services.case_log import CaseLog
from bot.services.clustering import Together
from bot.services.people import Person
from bot.services.sending import How
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import (
    ACCOUNT,
    HERE,
    LENA,
    MARA,
    MIA,
    MODERATORS,
    NOOR,
    OTTO,
    THERE,
    ConcernHouse,
    house_with_lead,
    person,
)
from tests.services.test_case_acts import case_of, refusal, urgent

KOFI = person(7, "Kofi", MODERATORS)
NAMED = Named(NOOR.member_id, "Noor")
ABOUT_NOOR = replace(ACCOUNT, about=NAMED)
ALSO = replace(ACCOUNT, category=Category.HELP, about=NAMED)
ABOUT_OTTO = replace(ALSO, about=Named(OTTO.member_id, "Otto"))


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ConcernHouse:
    return await house_with_lead(database, keys)


async def two_on_noor(house: ConcernHouse) -> tuple[CaseId, CaseId]:
    return await urgent(house, ABOUT_NOOR), await urgent(house, ALSO)


async def seen(house: ConcernHouse, someone: Person) -> tuple[Together, ...]:
    return await house.clusters.for_viewer(await house.servers.get(HERE), someone, house.discord.now)


async def looked(house: ConcernHouse, someone: Person, key: str) -> Sequence[Together]:
    return await house.clusters.looked(HERE, key, someone, HERE, house.discord.now)


async def opened(house: ConcernHouse, someone: Person, key: str) -> list[CaseId]:
    found = await house.clusters.opened(HERE, key, someone, HERE, house.discord.now)
    return [one.case_id for one in found]


async def test_two_on_one_person_are_seen_by_those_who_read_both_and_by_nobody_else(house: ConcernHouse) -> None:
    cases = await two_on_noor(house)
    (maras,), (ottos,) = await seen(house, MARA), await seen(house, OTTO)
    assert set(maras.cases) == set(cases)
    assert set(await opened(house, MARA, maras.key)) == set(cases)
    assert (maras.category, maras.is_seen) == (None, False)
    assert maras.key != ottos.key
    for someone in (LENA, KOFI, MIA, NOOR, person(8, "Ada")):
        assert await seen(house, someone) == ()
        assert await refusal(opened(house, someone, maras.key)) == "button-outdated"
        assert await refusal(looked(house, someone, maras.key)) == "button-outdated"


async def test_nothing_of_it_shows_in_the_key_of_a_button(house: ConcernHouse) -> None:
    await two_on_noor(house)
    (one,) = await seen(house, MARA)
    (again,) = await seen(house, MARA)
    assert one.key == again.key
    assert len(bytes.fromhex(one.key)) == 16
    assert not any(case_id.hex() in one.key for case_id in one.cases)


async def test_it_is_computed_over_what_each_may_read(house: ConcernHouse) -> None:
    """Mara reads three about the same thing, Otto two of them: he is named in the third."""
    await urgent(house, replace(ACCOUNT, category=Category.HELP))
    await urgent(house, replace(ACCOUNT, category=Category.HELP))
    await urgent(house, ABOUT_OTTO)
    (maras,) = await seen(house, MARA)
    assert maras.category is Category.HELP
    assert await seen(house, OTTO) == ()


async def test_the_lead_sees_it_once_they_may_read_all_of_it(house: ConcernHouse) -> None:
    one, two = await two_on_noor(house)
    await house.cases.change(one, lambda case: replace(case, readers=(*case.readers, LENA.member_id)))
    assert await seen(house, LENA) == ()
    await house.cases.change(two, lambda case: replace(case, readers=(*case.readers, LENA.member_id)))
    assert len(await seen(house, LENA)) == 1


async def test_whoever_is_named_later_steps_aside_or_loses_the_role_has_none_any_more(house: ConcernHouse) -> None:
    one, _ = await two_on_noor(house)
    (before,) = await seen(house, OTTO)
    await house.cases.change(one, lambda case: replace(case, out=(OTTO.member_id,)))
    assert await seen(house, OTTO) == ()
    assert await refusal(looked(house, OTTO, before.key)) == "button-outdated"
    assert await seen(house, replace(MARA, role_ids=frozenset())) == ()


async def test_one_that_is_held_does_not_count_before_its_release_has_come(house: ConcernHouse) -> None:
    await house.sent(account=ABOUT_NOOR, how=How.HOLD)
    await house.wait(hours=24)
    await house.sent(account=ALSO)
    assert await seen(house, MARA) == ()
    await house.wait(hours=6)
    assert len(await seen(house, MARA)) == 1


async def test_from_different_people_only_if_that_is_known(house: ConcernHouse) -> None:
    theo = house.somebody()
    for writer in (theo, house.somebody()):
        await house.sent(account=ABOUT_NOOR, urgent=True, writer=writer)
    (one,) = await seen(house, MARA)
    assert one.from_different_people
    await house.restart()
    (after,) = await seen(house, MARA)
    assert after == replace(one, from_different_people=False)


@pytest.mark.parametrize("whose", ["the same", "a new account", "a colleague"])
async def test_one_person_looks_like_nobody_knows(house: ConcernHouse, whose: str) -> None:
    theo = house.somebody()
    fresh = replace(house.somebody(), joined_at=house.discord.now - timedelta(days=1))
    other = {"the same": theo, "a new account": fresh, "a colleague": KOFI}[whose]
    for writer in (theo, other):
        await house.sent(account=ABOUT_NOOR, urgent=True, writer=writer)
    (one,) = await seen(house, MARA)
    assert not one.from_different_people


@pytest.mark.parametrize("is_theos", [True, False])
async def test_several_side_by_side_do_not_tell_which_two_are_from_one_person(
    house: ConcernHouse,
    is_theos: bool,  # noqa: FBT001 - whether the third is from who wrote the first
) -> None:
    """If it were said of those on Noor and of those on Kofi that two people wrote them, it would tell who on Ada."""
    theo, new = house.somebody(), replace(house.somebody(), joined_at=house.discord.now - timedelta(days=1))
    noor, kofi, ada = NOOR.member_id, KOFI.member_id, MIA.member_id
    for writer, picked in (
        (theo, (noor, ada)),
        (house.somebody(), (noor, kofi)),
        (theo if is_theos else new, (kofi, ada)),
    ):
        before = {one.case_id for one in await house.cases.in_server(HERE)}
        await house.sent(urgent=True, writer=writer)
        (case_id,) = {one.case_id for one in await house.cases.in_server(HERE)} - before
        await house.cases.change(case_id, lambda case, picked=picked: replace(case, picked=picked))
    found = await seen(house, MARA)
    assert len(found) == 4
    assert sum(one.from_different_people for one in found) == 1


async def test_looking_is_noted_once_for_all_who_may_read_them(house: ConcernHouse) -> None:
    one, two = await two_on_noor(house)
    before = await case_of(house, one)
    (maras,) = await seen(house, MARA)
    (after,) = await looked(house, MARA, maras.key)
    assert after == replace(maras, is_seen=True)
    (ottos,) = await seen(house, OTTO)
    assert ottos.is_seen
    await looked(house, MARA, maras.key)
    assert await trail(house, MARA) == ["concern looked at again"] * 2
    assert replace(await case_of(house, one), beside=()) == before
    assert {(await case_of(house, each)).state for each in (one, two)} == {before.state}


async def trail(house: ConcernHouse, someone: Person) -> list[str]:
    log = CaseLog(house.desk, house.audit)
    return [line.act for line in (await log.look(HERE, someone, 0)).lines]


async def test_another_concern_makes_it_wait_again_and_the_old_button_is_outdated(house: ConcernHouse) -> None:
    await two_on_noor(house)
    (before,) = await seen(house, MARA)
    await looked(house, MARA, before.key)
    await urgent(house, replace(ALSO, category=Category.BOUNDARY))
    (after,) = await seen(house, MARA)
    assert (after.is_seen, len(after.cases)) == (False, 3)
    assert await refusal(looked(house, MARA, before.key)) == "button-outdated"


async def test_who_looked_stands_in_the_trail_of_those_who_may_read_all_of_them(house: ConcernHouse) -> None:
    """Otto reads two of the three: that these were looked at beside others would tell him that there is one more."""
    one, two = await two_on_noor(house)
    await house.cases.change(two, lambda case: replace(case, readers=(MARA.member_id, LENA.member_id)))
    await house.cases.change(one, lambda case: replace(case, readers=(*case.readers, LENA.member_id)))
    (maras,) = await seen(house, MARA)
    await looked(house, MARA, maras.key)
    assert [await trail(house, each) for each in (MARA, LENA, OTTO)] == [["concern looked at again"] * 2] * 2 + [[]]


async def test_it_is_forgotten_with_the_concerns(house: ConcernHouse) -> None:
    one, _ = await two_on_noor(house)
    (maras,) = await seen(house, MARA)
    await looked(house, MARA, maras.key)
    kept = await house.cases.find(one)
    assert kept is not None
    await house.cases.erase(kept)
    assert await seen(house, MARA) == ()
    assert await trail(house, MARA) == []


async def test_from_a_direct_message_discord_is_asked_and_another_server_has_none(house: ConcernHouse) -> None:
    await two_on_noor(house)
    now = house.discord.now
    assert len(await house.clusters.mine(HERE, replace(MARA, role_ids=frozenset()), None, now)) == 1
    assert await house.clusters.mine(HERE, MARA, THERE, now) == ()
    assert await house.clusters.mine(THERE, MARA, None, now) == ()
    del house.discord.present[MARA.member_id]
    assert await house.clusters.mine(HERE, MARA, None, now) == ()


async def test_words_and_the_author_of_a_message_never_make_one(house: ConcernHouse) -> None:
    account = Account(Category.PRIVACY, "Noor, Noor, Noor", ACCOUNT.wish, ACCOUNT.affected)
    await urgent(house, account)
    await urgent(house, replace(account, category=Category.HELP))
    assert await seen(house, MARA) == ()
