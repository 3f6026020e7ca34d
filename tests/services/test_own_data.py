"""Each keeper tells a member what is kept about them, erases what may go, and says what stays; twice is fine."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

import bot.services
from bot.core.identity import RoleId
from bot.services.own_data import OwnData, Told
from bot.services.people import Person
from bot.services.server_records import Enrolment, PendingChange, PendingErasure, ServerRecord
from bot.store.agreements import Acceptance, AgreementRepository
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.ui.words import words_for
from tests.services.fake_discord import LENA, MARA, MIA, OTTO, SETTINGS, START
from tests.services.filled_servers import ANSWERED, FIRST, SECOND, FilledHouse

AGREED = RoleId(13)


class OwnHouse(FilledHouse):
    """A filled house and the use cases of members."""

    async def about(self, person: Person) -> list[tuple[str, dict[str, object]]]:
        return plain(await self.own.about(FIRST, person, self.now))

    async def erase(self, person: Person) -> list[tuple[str, dict[str, object]]]:
        return plain(await self.own.erase(FIRST, person, self.now))

    @property
    def own(self) -> OwnData:
        return OwnData(self.house.servers, self.keepers)


def plain(told: Told) -> list[tuple[str, dict[str, object]]]:
    return [(remark.key, dict(remark.values)) for remark in told.remarks]


@pytest.fixture
def house(database: Database, keys: KeyStore) -> OwnHouse:
    return OwnHouse(database, keys)


def keeper_classes() -> Iterator[type]:
    """Every class that answers for tables."""
    for module in pkgutil.iter_modules(bot.services.__path__):
        found = importlib.import_module(f"bot.services.{module.name}")
        for _, one in inspect.getmembers(found, inspect.isclass):
            if one.__module__ == found.__name__ and isinstance(getattr(one, "tables", None), frozenset):
                yield one


async def test_every_keeper_is_asked_and_says_in_words_what_it_keeps(house: OwnHouse) -> None:
    assert {type(keeper) for keeper in house.keepers} == set(keeper_classes())
    assert [words_for("en")(f"privacy-kept-{keeper.name}") for keeper in house.keepers]


async def test_a_member_who_did_nothing_is_told_of_nothing(house: OwnHouse) -> None:
    await house.fill(FIRST)
    assert await house.about(MIA) == await house.erase(MIA) == []


async def test_the_sign_of_an_answer_stays_until_the_round_closes(house: OwnHouse) -> None:
    await house.fill(FIRST)
    values = {"title": "Weekly pulse", "closes": (START + timedelta(days=2)).date()}
    answered = replace(MIA, member_id=ANSWERED[0])
    assert await house.about(answered) == [("privacy-checkin-answered", values)]
    for _ in range(2):
        assert await house.erase(answered) == [("privacy-checkin-stays", values)]
    assert await house.about(answered) == [("privacy-checkin-answered", values)]


async def test_who_agreed_no_longer_did_and_the_role_follows(house: OwnHouse) -> None:
    server = await house.fill(FIRST)
    await house.house.servers.change(
        FIRST, lambda record: replace(record, settings=replace(SETTINGS, agreed_role=AGREED))
    )
    repository = AgreementRepository(house.database)
    await repository.accept(Acceptance(FIRST, server.pseudonym(MIA.member_id), 3))
    await repository.accept(Acceptance(FIRST, server.pseudonym(OTTO.member_id), 3))
    holder = replace(MIA, role_ids=frozenset({AGREED}))
    assert await house.about(holder) == [("agreement-kept-accepted", {"version": 3})]
    assert await house.erase(holder) == [("agreement-stays-role", {"role": AGREED})]
    assert await house.about(MIA) == await house.erase(MIA) == []
    assert await repository.accepted(FIRST, server.pseudonym(OTTO.member_id)) == 3


async def test_the_staff_stops_and_is_told_what_stays(house: OwnHouse) -> None:
    await house.fill(FIRST)
    back = date(2027, 1, 3)

    def staffed(record: ServerRecord) -> ServerRecord:
        untold = (MARA.member_id, OTTO.member_id)
        return replace(
            record,
            enrolled=(Enrolment(MARA.member_id, back), Enrolment(OTTO.member_id)),
            pending=PendingChange(SETTINGS.moderators, OTTO.member_id, START, by=MARA.member_id, untold=untold),
            erasure=PendingErasure(START, by=OTTO.member_id, untold=untold),
        )

    await house.house.servers.change(FIRST, staffed)
    assert await house.about(LENA) == [("privacy-lead", {})]
    assert await house.erase(LENA) == [("privacy-lead-stays", {})]
    assert await house.about(MARA) == [("privacy-enrolled-away", {"until": back}), ("privacy-announced", {})]
    assert await house.erase(MARA) == [("privacy-announced-stays", {}), ("privacy-trail-stays", {"count": 1})]
    assert [key for key, _ in await house.about(OTTO)] == [
        *("privacy-enrolled", "privacy-lead", "privacy-announced", "privacy-trail-lines")
    ]
    record = (await house.house.servers.get(FIRST)).record
    assert record.pending is not None
    assert record.erasure is not None
    assert (record.pending.untold, record.erasure.untold) == ((OTTO.member_id,), (OTTO.member_id,))
    assert [one.member_id for one in record.enrolled] == [OTTO.member_id]
    assert await house.about(MARA) == [("privacy-announced", {}), ("privacy-trail-lines", {"count": 1})]


async def test_lines_about_concerns_are_counted_for_nobody(house: OwnHouse) -> None:
    server = await house.fill(FIRST)
    key_id, _ = await house.keys.create()
    await house.house.audit.record(server, OTTO.member_id, "concern read", {}, key_id)
    assert await house.about(OTTO) == [("privacy-trail-lines", {"count": 1})]
    assert await house.erase(OTTO) == [("privacy-trail-stays", {"count": 1})]


async def test_nothing_of_one_server_is_told_or_erased_in_another(house: OwnHouse) -> None:
    await house.fill(FIRST)
    await house.fill(SECOND)
    await house.own.erase(SECOND, MARA, house.now)
    assert ("privacy-enrolled", {}) not in plain(await house.own.about(SECOND, MARA, house.now))
    assert await house.about(MARA) == [("privacy-enrolled", {})]
