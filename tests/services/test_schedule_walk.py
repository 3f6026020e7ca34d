"""Whatever happens to a group and its bot, in whatever order: no check-in twice, late, too often, or lost untold.

Each complaint is proved to bite: bots that are naive in one thing are caught.
"""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest

from bot.core import schedule as core
from bot.services import checkin_opening, round_keeping
from bot.store.database import Database
from bot.store.keystore import KeyStore
from cogs.checkin import posting
from cogs.checkin.openings import ScheduledOpenings
from tests.services.checkin_house import Discord
from tests.services.mortality import Mortal, mortal
from tests.services.walk import Home, Walk, Watched
from tests.services.walk_ledger import Complaint

__all__ = ["mortal"]


async def walk(database: Database, keys: KeyStore, mortal: Mortal, seed: int) -> Walk:
    discord = Watched()
    home = Home(database, keys, discord)
    await home.set_up()
    return Walk(home, discord, mortal, Random(seed))


@pytest.mark.parametrize("seed", [0])
async def test_a_season(database: Database, keys: KeyStore, mortal: Mortal, seed: int) -> None:
    ledger = await (await walk(database, keys, mortal, seed)).through(days=90)
    assert ledger.complaints == set()
    assert len(ledger.rounds) > 5


@pytest.mark.prove
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", [1, *range(100, 106)])
async def test_a_year(database: Database, keys: KeyStore, mortal: Mortal, seed: int) -> None:
    ledger = await (await walk(database, keys, mortal, seed)).through(days=365)
    assert ledger.complaints == set()
    assert len(ledger.rounds) > 30
    assert len(ledger.told) + len(ledger.waited) > 3


async def _nothing(*_: object) -> None:
    return


def _never_looks(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Discord, "find_own", _nothing)


def _knows_no_grace(patch: pytest.MonkeyPatch) -> None:
    for where in (core, posting):
        patch.setattr(where, "GRACE", timedelta(days=2))


def _asks_at_any_time(patch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        return

    patch.setattr(round_keeping, "obstacle", none)


def _tells_nobody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ScheduledOpenings, "_tell", _nothing)


def _notes_no_date(patch: pytest.MonkeyPatch) -> None:
    def as_it_was(facts: object, _: object) -> object:
        return facts

    patch.setattr(checkin_opening, "with_handled", as_it_was)


@pytest.mark.prove
@pytest.mark.parametrize("addresses", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("naive", "complaints"),
    [
        (_never_looks, {Complaint.TWICE}),
        (_knows_no_grace, {Complaint.LATE}),
        (_asks_at_any_time, {Complaint.OVERLAP, Complaint.TOO_OFTEN}),
        (_tells_nobody, {Complaint.LOST}),
        (_notes_no_date, {Complaint.TOLD_TWICE}),
    ],
)
async def test_a_naive_bot_is_caught(
    database: Database,
    keys: KeyStore,
    mortal: Mortal,
    monkeypatch: pytest.MonkeyPatch,
    naive: Callable[[pytest.MonkeyPatch], None],
    complaints: set[Complaint],
) -> None:
    naive(monkeypatch)
    life, caught = await walk(database, keys, mortal, 5), False
    for _ in range(10):
        caught = caught or bool((await life.through(days=40)).complaints & complaints)
        if caught:
            break
    assert caught
