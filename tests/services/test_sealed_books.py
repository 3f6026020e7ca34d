"""How the rows of each book lie in the database: those of living servers lie so, and must open for ever.

The form is written out here once more, by hand, so that nobody changes a key, a place or a size by accident.
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

import pytest
from sqlalchemy import Table

from bot.core.alerts import Alert, Kind
from bot.core.codec import Codec
from bot.core.identity import ActionId, ChannelId, PlanId, RoleId, RoundId, ServerId
from bot.core.impact import Action
from bot.core.own_template import Draft, OwnTemplate
from bot.core.schedule import Schedule
from bot.core.sealing import Key, derive, new_key, pad, seal
from bot.core.warning import Watch
from bot.services.alert_book import AlertBook, Raised
from bot.services.heard_book import HeardBook, Said
from bot.services.impact_book import ImpactBook, KnownAction
from bot.services.schedule_book import ScheduleBook
from bot.services.server_records import Server, ServerRecord, ServerSettings
from bot.services.template_book import OWN, KnownTemplate, TemplateBook
from bot.services.watch_book import WatchBook
from bot.store.cases import CaseRepository
from bot.store.database import Database
from bot.store.impacts import action_table
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository, PlanRow, schedule_table, template_table
from bot.store.reflections import heard_table
from bot.store.signals import alert_table, watch_table

SETTINGS: Final = ServerSettings(RoleId(1), RoleId(2), ChannelId(3), ChannelId(4), "Europe/London", "a helpline")
SERVER: Final = Server(ServerId(7), new_key(secrets.token_bytes), ServerRecord(SETTINGS))
DAY: Final = date(2026, 3, 2)
ID: Final = PlanId(bytes(16))

RAISED: Final = Raised(Alert(Kind.TRUST, b"topic", b"occasion", DAY), {"template": "Weekly pulse"})
SCHEDULE: Final = Schedule(None, datetime(2026, 3, 2, 10, tzinfo=UTC))
WATCH: Final = Watch("Honest?", ("no", "yes"), 10, 52)
SAID: Final = Said("It is cold.", "We heat.")
ACTION: Final = Action("We moved it.", "Quieter.", DAY, None)
TEMPLATE: Final = OwnTemplate(Draft("Our evening", "Once a week."))


def no_chance(size: int) -> bytes:
    """Every id and nonce is nothing but zeros, so that the same row comes out twice."""
    return bytes(size)


@dataclass(frozen=True)
class Shop:
    """The stores of a test."""

    database: Database
    keys: KeyStore

    def rows(self, table: Table) -> PlanRepository:
        return PlanRepository(self.database, table)

    def alerts(self) -> AlertBook:
        return AlertBook(self.rows(alert_table), no_chance)

    def schedules(self) -> ScheduleBook:
        return ScheduleBook(self.rows(schedule_table), no_chance)

    def watches(self) -> WatchBook:
        return WatchBook(self.rows(watch_table), no_chance)

    def heard(self) -> HeardBook:
        return HeardBook(self.rows(heard_table), no_chance)

    def templates(self) -> TemplateBook:
        return TemplateBook(self.rows(template_table), no_chance)

    def actions(self) -> ImpactBook:
        cases = CaseRepository(self.database, self.keys, no_chance)
        return ImpactBook(self.rows(action_table), cases, self.keys, no_chance)


@pytest.fixture
def shop(database: Database, keys: KeyStore) -> Shop:
    return Shop(database, keys)


@dataclass(frozen=True)
class Kept:
    """What a book keeps, and how its row must lie."""

    table: Table
    keep: Callable[[Shop], Awaitable[object]]
    read: Callable[[Shop], Awaitable[object]]
    all_of: Callable[[Shop], Awaitable[object]]
    facts: object
    sealed: bytes


def lies(purpose: str, plaintext: bytes, place: bytes, key: Key = SERVER.key) -> bytes:
    """Sealed bytes, by hand."""
    return seal(derive(key, purpose), plaintext, place, no_chance)


async def _alert(shop: Shop) -> object:
    known = await shop.alerts().find(SERVER, (await shop.alerts().of_server(SERVER))[0].alert_id)
    return known and known.facts


async def _schedule(shop: Shop) -> object:
    known = await shop.schedules().find(SERVER, ID)
    return known and known.facts


async def _action(shop: Shop) -> object:
    known = await shop.actions().find(SERVER, ActionId(ID))
    return known and known.facts


async def _template(shop: Shop) -> object:
    known = await shop.templates().find(SERVER, f"{OWN}{ID.hex()}")
    return known and known.facts


_ENVELOPE: Final = (
    len(pad(b"", 512)).to_bytes(4)
    + pad(b"", 512)
    + lies("action", pad(Codec(Action).encode(ACTION), 8192), b"action:7:" + ID)
)
BOOKS: Final = {
    "alert": Kept(
        alert_table,
        lambda shop: shop.alerts().add(SERVER, RAISED),
        _alert,
        lambda shop: shop.alerts().of_server(SERVER),
        RAISED,
        lies("alert", pad(Codec(Raised).encode(RAISED), 4096), b"alert:" + ID),
    ),
    "schedule": Kept(
        schedule_table,
        lambda shop: shop.schedules().add(SERVER, SCHEDULE),
        _schedule,
        lambda shop: shop.schedules().of_server(SERVER),
        SCHEDULE,
        lies("checkin schedule", pad(Codec(Schedule).encode(SCHEDULE), 1024), ID),
    ),
    "watch": Kept(
        watch_table,
        lambda shop: shop.watches().keep(SERVER, ID, WATCH),
        lambda shop: shop.watches().find(SERVER, ID),
        lambda shop: shop.watches().of_server(SERVER),
        WATCH,
        lies("watch", pad(Codec(Watch).encode(WATCH), 4096), b"watch:" + ID),
    ),
    "heard": Kept(
        heard_table,
        lambda shop: shop.heard().change(SERVER, RoundId(ID), lambda _: SAID),
        lambda shop: shop.heard().find(SERVER, RoundId(ID)),
        lambda shop: shop.heard().of_server(SERVER),
        SAID,
        lies("heard", pad(Codec(Said).encode(SAID), 10240), ID),
    ),
    "template": Kept(
        template_table,
        lambda shop: shop.templates().add(SERVER, KnownTemplate(ID, SERVER.server_id, TEMPLATE)),
        _template,
        lambda shop: shop.templates().of_server(SERVER),
        TEMPLATE,
        lies("checkin template", pad(Codec(OwnTemplate).encode(TEMPLATE), 2048), ID),
    ),
    "action": Kept(
        action_table,
        lambda shop: shop.actions().add(SERVER, KnownAction(ActionId(ID), SERVER.server_id, ACTION)),
        _action,
        lambda shop: shop.actions().of_server(SERVER),
        ACTION,
        lies("action envelope", _ENVELOPE, b"action:7:" + ID),
    ),
}


@pytest.fixture(params=list(BOOKS))
def kept(request: pytest.FixtureRequest) -> Kept:
    return BOOKS[request.param]


async def test_what_is_kept_lies_as_it_always_did(shop: Shop, kept: Kept) -> None:
    await kept.keep(shop)
    assert await shop.rows(kept.table).of_server(SERVER.server_id) == [PlanRow(ID, SERVER.server_id, kept.sealed)]


async def test_what_always_lay_there_is_read(shop: Shop, kept: Kept) -> None:
    await shop.rows(kept.table).add(PlanRow(ID, SERVER.server_id, kept.sealed))
    assert await kept.read(shop) == kept.facts


async def test_a_row_from_another_place_is_left_out(shop: Shop, kept: Kept) -> None:
    await shop.rows(kept.table).add(PlanRow(PlanId(b"x" * 16), SERVER.server_id, kept.sealed))
    assert not await kept.all_of(shop)
