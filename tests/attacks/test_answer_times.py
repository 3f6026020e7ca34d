"""When somebody agreed, answered a check-in or suggested something, asked of everything at rest, opened with every key.

Nothing may mean a moment within an hour of the act but full hours, at which things happen anyway. The naive twin is a
row that waits from the very moment of the act on. Not here: concerns (`test_concern_times.py`), and the order of rows
(`test_order.py`).
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from bot.core.identity import RoleId
from bot.services.people import Person
from bot.services.problems import Why
from bot.services.server_records import ServerRecord
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.schema import key_metadata, metadata
from tests.attacks.test_concern_times import as_moments
from tests.attacks.thief import rows, unsealed, watched
from tests.proof import Figure
from tests.services import agreement_house as agreement
from tests.services import checkin_house as checkin

__all__ = ["watched"]

WRITTEN: Final = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?")
NUMBER: Final = re.compile(rb"\d{9,20}")
ODD: Final = (timedelta(hours=29, minutes=7, seconds=13), timedelta(hours=53, minutes=23, seconds=41))
"""Since the one before: far from each other, and from everything that was to happen."""
NEAR: Final = timedelta(hours=1)
PEOPLE: Final = range(20, 23)


@dataclass(frozen=True)
class Scene:
    """A house, and what its members do in it one after the other."""

    house: agreement.House | checkin.House
    act: Callable[[Person], Awaitable[object]]


Acts = Callable[[Database, KeyStore], Awaitable[Scene]]


async def agreeing(database: Database, keys: KeyStore) -> Scene:
    """In a server with a role for whoever agreed, which cannot be given now: so it waits to be."""
    house = agreement.House(database, keys, agreement.Discord())
    await house.servers.create(agreement.SERVER, ServerRecord(agreement.SETTINGS))
    await house.settings(agreed_role=RoleId(77))
    await house.publish()
    house.discord.trouble["role"] = Why.DISCORD_DOWN
    house.discord.present |= {agreement.member(number).member_id for number in PEOPLE}
    return Scene(house, lambda person: house.accept(person, 1))


async def suggesting(database: Database, keys: KeyStore) -> Scene:
    house = agreement.House(database, keys, agreement.Discord())
    await house.servers.create(agreement.SERVER, ServerRecord(agreement.SETTINGS))
    await house.publish()
    return Scene(
        house, lambda person: house.suggestions.suggest(agreement.SERVER, person, "whole", "Kinder.", house.now)
    )


async def answering(database: Database, keys: KeyStore) -> Scene:
    """In a round that stays open."""
    house = await checkin.House(database, keys, checkin.Discord()).set_up()
    known = await house.start(hours=168, comments=True)
    of_old = checkin.START - timedelta(days=60)
    return Scene(
        house,
        lambda person: house.answer(known, replace(person, joined_at=of_old), "3", "4", comment="It was good."),
    )


def meant_by(value: bytes) -> Iterator[datetime]:
    """Every moment that something could mean that is in a value: written out, or as a number in any place."""
    for one in WRITTEN.findall(value):
        yield datetime.fromisoformat(one.decode()).astimezone(UTC)
    for one in NUMBER.findall(value):
        yield from as_moments(int(one))
    for piece in (value[at : at + 8] for at in range(len(value) - 7)):
        if any(piece):
            yield from as_moments(piece)
            yield from as_moments(int.from_bytes(piece[:4]))


async def moments(scene: Scene, seen: dict[bytes, bytes]) -> set[datetime]:
    """What is at rest now, opened as far as it was ever sealed by anybody, and what it could say of time."""
    house, found = scene.house, set[datetime]()
    for database, schema in ((house.database, metadata), (house.keys.database, key_metadata)):
        for value in (value for all_ in (await rows(database, schema)).values() for row in all_ for value in row):
            if isinstance(value, int):
                found |= set(as_moments(value))
            elif isinstance(value, bytes):
                found |= {moment for one in unsealed(value, seen) for moment in meant_by(one)}
    return {one for one in found if one != one.replace(minute=0, second=0, microsecond=0)}


async def told(scene: Scene, seen: dict[bytes, bytes], *, naive: bool = False) -> int:
    """For how many acts something tells the moment. By chance random bytes do, once in some hundred acts."""
    house, told = scene.house, 0
    for place, number in enumerate(PEOPLE):
        house.now += ODD[place % 2]
        await house.scheduler.run_due()
        before = await moments(scene, seen)
        await scene.act(agreement.member(number))
        await house.scheduler.run_due()
        if naive:
            await house.scheduler.schedule("naive", house.now + timedelta(minutes=1), agreement.SERVER)
        told += any(abs(one - house.now) < NEAR for one in await moments(scene, seen) - before)
    return told


@pytest.mark.parametrize("acts", [agreeing, suggesting, answering])
async def test_nothing_at_rest_tells_when_somebody_did_something(
    database: Database, keys: KeyStore, watched: dict[bytes, bytes], acts: Acts, figure: Figure
) -> None:
    """What tells one act tells each of three."""
    scene = await acts(database, keys)
    assert await told(scene, watched) < len(PEOPLE)
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    figure(
        "F6",
        f"of {len(PEOPLE)} acts, those whose moment something tells ({acts.__name__}, {kind})",
        0,
        twin=len(PEOPLE),
        passes="0",
    )


async def test_a_row_that_waits_from_then_on_tells_each(
    database: Database, keys: KeyStore, watched: dict[bytes, bytes]
) -> None:
    assert await told(await agreeing(database, keys), watched, naive=True) == len(PEOPLE)
