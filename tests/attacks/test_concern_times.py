"""When a concern was sent, asked of everything that is kept and of the slot at which its card comes.

Whoever has the files finds no moment of it, whoever has the keys too no moment finer than a slot or a day, and whoever
sees the card at least two hours in which it could have been sent. The naive twins keep or show the moment itself.
"""

import re
import secrets
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import MetaData, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.case import Case, Help
from bot.core.codec import Codec
from bot.core.sealing import new_key
from bot.core.slots import REST, delivery_moment, local_day
from bot.services.case_acts import Ending
from bot.services.people import Person
from bot.services.sending import How
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.proof import Figure
from tests.services.concern_house import HERE, MARA, NOOR, OTTO, START, ConcernHouse
from tests.services.deeds import closing_with

AROUND = (START - timedelta(days=400), START + timedelta(days=400))
DISCORD_EPOCH_MS = 1420070400000
UUID_EPOCH = datetime(1582, 10, 15, tzinfo=UTC)
MOMENT = re.compile(r'"(\d{4}-\d\d-\d\dT[^"]+)"')
SENT_AT = (timedelta(minutes=7), timedelta(minutes=83), timedelta(minutes=41))


@asynccontextmanager
async def housed(folder: Path, lead: Person | None = None) -> AsyncGenerator[ConcernHouse]:
    """The services of concerns on files of their own."""
    database = await Database.open(sqlite_address(folder / "data.db"))
    keys = await KeyStore.open(sqlite_address(folder / "keys.db"), new_key(secrets.token_bytes), secrets.token_bytes)
    house = ConcernHouse(database, keys)
    await house.set_up(MARA, OTTO, lead=lead)
    await house.start()
    yield house
    await database.close()
    await keys.close()


async def raise_some(house: ConcernHouse) -> None:
    """In odd minutes: one for a slot, one urgent with a message more, one held with a message more."""
    for how, later in zip(How, SENT_AT, strict=True):
        house.discord.now += later
        about = () if how is not How.HOLD else (await house.tag(OTTO),)
        code = await house.sent(*about, how=how)
        house.discord.now += timedelta(minutes=3)
        if how is not How.SLOT:
            await house.way_back.write(HERE, code, "one thing more", house.discord.now)


def as_moments(value: object) -> Iterator[datetime]:
    """Whatever a number or sixteen bytes could say about time: seconds, milliseconds, an id of Discord, a UUID."""
    numbers: list[float] = []
    if isinstance(value, int):
        numbers = [value, value / 1000, ((value >> 22) + DISCORD_EPOCH_MS) / 1000, value * 600]
    elif isinstance(value, bytes):
        starts = [value[at : at + 8] for at in range(min(len(value), 24) - 7)]
        ids = [((int.from_bytes(one) >> 22) + DISCORD_EPOCH_MS) / 1000 for one in starts]
        numbers = [*(int.from_bytes(one) for one in starts), int.from_bytes(value[:6]) / 1000, *ids]
        if len(value) == 16:
            since = int.from_bytes(value[6:8]) & 0xFFF, int.from_bytes(value[4:6]), int.from_bytes(value[:4])
            ticks = (since[0] << 48) | (since[1] << 32) | since[2]
            numbers.append((UUID_EPOCH + timedelta(microseconds=ticks // 10)).timestamp())
    earliest, latest = (one.timestamp() for one in AROUND)
    yield from (datetime.fromtimestamp(number, UTC) for number in numbers if earliest < number < latest)


async def told_by(database: Database) -> set[datetime]:
    """Every moment that any value of any table could mean."""

    async def reading(connection: AsyncConnection) -> list[object]:
        metadata = MetaData()
        await connection.run_sync(metadata.reflect)
        tables = [(await connection.execute(select(table))).all() for table in metadata.sorted_tables]
        return [value for rows in tables for row in rows for value in row]

    return {moment for value in await database.read(reading) for moment in as_moments(value)}


async def near_sending(folder: Path) -> list[datetime]:
    """What the files of a group that raised some say of moments near those, and not those of one that raised none."""
    found: list[set[datetime]] = []
    for name in ("with", "without"):
        async with housed(folder / name) as house:
            if name == "with":
                await raise_some(house)
            house.discord.now = START
            await house.wait(hours=30)
            found.append(await told_by(house.database) | await told_by(house.keys.database))
    sent, moments = START, list[datetime]()
    for later in SENT_AT:
        sent += later + timedelta(minutes=3)
        moments += [sent - timedelta(minutes=3), sent]
    extra = found[0] - found[1]
    return [one for one in extra if any(abs(one - moment) < timedelta(hours=1) for moment in moments)]


async def test_no_number_and_no_id_in_any_file_tells_when(tmp_path: Path, figure: Figure) -> None:
    """By chance one of thousands of random numbers means such a moment, in one run of seventy; what tells one always
    does so in each of three."""
    assert not all([await near_sending(tmp_path / name) for name in ("one", "two", "three")])
    # Each naive way to keep the moment is found.
    milliseconds = int(START.timestamp() * 1000)
    naive = [int(START.timestamp()), milliseconds, (milliseconds - DISCORD_EPOCH_MS) << 22, milliseconds.to_bytes(6)]
    kept = [one if isinstance(one, int) else one + bytes(10) for one in naive]
    assert all(START in as_moments(one) for one in kept)
    figure("F6", "values in the files that mean a moment within an hour of sending", 0, twin=len(kept), passes="0")


def finer_than_allowed(case: Case, hours: Sequence[int]) -> list[datetime]:
    """Moments in an opened case that are no slot and no beginning of a day."""
    opened = Codec(Case).encode(case).decode()
    moments = [datetime.fromisoformat(one) for one in MOMENT.findall(opened)]
    assert moments
    return [one for one in moments if one != one.replace(hour=one.hour if one.hour in hours else 0, minute=0, second=0)]


async def test_no_moment_in_an_opened_case_is_finer_than_a_slot_or_a_day(tmp_path: Path) -> None:
    async with housed(tmp_path / "house") as house:
        await raise_some(house)
        cases = [one.case for one in await house.cases.in_server(HERE)]
        assert len(cases) == 3
        assert [one for case in cases for one in finer_than_allowed(case, (9, 14, 19))] == []
        naive = replace(cases[0], deliver_at=START + SENT_AT[0])
        assert finer_than_allowed(naive, (9, 14, 19)) == [START + SENT_AT[0]]


HOURS = [(9, 14, 19), tuple(range(0, 24, 2)), tuple(range(1, 24, 2)), (3, 23), (12,)]
STEP = timedelta(minutes=10)


def shortest(hours: Sequence[int], zone: ZoneInfo, *, day_of_writing: bool) -> timedelta:
    """The shortest time in which a concern was sent, for whoever sees its slot; through both changes of clocks."""
    spans = list[timedelta]()
    for month in (3, 10):
        moments = [datetime(2026, month, 23, tzinfo=UTC) + STEP * number for number in range(144 * 9)]
        seen = [
            (delivery_moment(one, hours, zone), local_day(one, zone) if day_of_writing else None) for one in moments
        ]
        # Neither the first nor the last is seen from its beginning to its end.
        lengths = [len(list(group)) for _, group in groupby(seen)][1:-1]
        spans.append(min(lengths) * STEP)
    return min(spans)


@pytest.mark.parametrize("zone", [ZoneInfo("UTC"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/St_Johns")], ids=str)
def test_given_a_cards_slot_the_sending_lies_anywhere_in_two_hours_or_more(zone: ZoneInfo, figure: Figure) -> None:
    """To be stated: with the usual hours it is five."""
    assert {hours: shortest(hours, zone, day_of_writing=False) >= REST for hours in HOURS} == dict.fromkeys(HOURS, True)
    assert shortest(HOURS[0], zone, day_of_writing=False) >= 5 * timedelta(hours=1)
    # The naive twins: the day of writing beside it.
    naive = shortest((3, 23), zone, day_of_writing=True)
    assert naive < REST
    least, usual = (min(shortest(one, zone, day_of_writing=False) for one in some) for some in (HOURS, HOURS[:1]))
    what = f"shortest span in which a concern was sent, given its card: any slots; the usual ones ({zone})"
    figure("F14", what, f"{least}; {usual}", twin=str(naive), passes="2:00:00; 5:00:00")


@pytest.mark.parametrize("act", ["reply", "feedback"])
async def test_no_act_of_the_reporter_is_seen_between_slots(tmp_path: Path, act: str) -> None:
    """Everything Discord shows, and everything a reader's page says, is the same before and after."""
    async with housed(tmp_path / "house") as house:
        code = await house.sent(writer=NOOR)
        await house.wait(hours=5)
        (one,) = await house.moderating.mine(HERE, MARA, house.discord.now)
        if act == "feedback":
            await house.moderating.do(one.case_id, MARA, HERE, closing_with(Ending("recorded", "")), house.discord.now)
        seen = [(await house.moderating.glance(one.case_id, MARA, HERE, START)).lines, list(house.discord.cards)]
        if act == "reply":
            await house.way_back.write(HERE, code, "more", house.discord.now)
        else:
            await house.way_back.feed_back(HERE, code, Help.HELPED, "", house.discord.now)
        assert [(await house.moderating.glance(one.case_id, MARA, HERE, START)).lines, house.discord.cards] == seen
        await house.wait(hours=24)
        assert [(await house.moderating.glance(one.case_id, MARA, HERE, START)).lines, house.discord.cards] != seen
