"""What a schedule leaves in files and logs: when something is due, and nothing of what, where, for whom and by whom.

The naive twin of each attack is shown to be found by it. Not here: what is sent (`test_schedule_wire.py`).
"""

import json
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from bot.core.identity import ChannelId, MessageId, PlanId, RoleId
from bot.core.sealing import new_key
from bot.services import sealed_rows
from bot.services.checkin_opening import round_of
from bot.services.problems import CannotReach, Why
from bot.services.schedule_changes import Asking
from bot.store import connections
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository, schedule_table
from bot.store.tasks import TaskRepository
from bot.ui.logs import set_up_logs
from bot.ui.page import Page
from tests.attacks.byte_search import contents, forms_of_id, forms_of_text, found
from tests.services.checkin_house import FACILITATORS, SERVER, Discord, House, member
from tests.services.schedule_hands import DAY, MONDAY, OPENS, live, until
from tests.services.template_hands import PACE, created

WORD = "Quillfeather"
NADIA = member(1457674990387200003, FACILITATORS)
ROOM, OTHER_ROOM, STAFF = ChannelId(81384788765712384), ChannelId(81384788765712777), ChannelId(81384788765712999)
CREW = RoleId(90071992547409921)
ZONE = "America/Scoresbysund"
IDS = (NADIA.member_id, ROOM, OTHER_ROOM, CREW)


@dataclass
class Hostile(Discord):
    """Fails with everything in its message that must not get out."""

    secret: str = ""
    fails: bool = False

    @override
    async def post(self, channel_id: ChannelId, page: Page, nonce: str) -> MessageId:
        if self.fails:
            raise ValueError(self.secret)
        return await super().post(channel_id, page, nonce)


@asynccontextmanager
async def housed(folder: Path, discord: Discord | None = None) -> AsyncGenerator[House]:
    """Check-ins on files of their own."""
    database = await Database.open(sqlite_address(folder / "data" / "data.db"))
    keys = await KeyStore.open(
        sqlite_address(folder / "keys" / "keys.db"), new_key(secrets.token_bytes), secrets.token_bytes
    )
    try:
        house = await House(database, keys, discord or Hostile()).set_up()
        await house.settings(group_channel=ROOM, facilitator_channel=STAFF)
        yield house
    finally:
        await database.close()
        await keys.close()


def by(house: House) -> Asking:
    return Asking(SERVER, NADIA, house.now)


async def planned(house: House) -> PlanId:
    """A telling schedule, looked at, saved, skipped once and proposed to be changed."""
    own = await created(house, f"The {WORD}", replace(PACE, words=f"Is it {WORD}?"))
    shown = await house.schedules.draft(by(house), own.template_id, ROOM)
    one = shown.known.schedule_id
    days = tuple(MONDAY + ahead * DAY for ahead in (30, 31))
    await house.schedules.propose(
        by(house), one, lambda plan: replace(plan, zone=ZONE, at=time(18, 37), audience=CREW, holidays=days)
    )
    await house.schedules.save(by(house), one)
    await house.schedules.skip(by(house), one, MONDAY + 14 * DAY)
    await house.schedules.propose(by(house), one, lambda plan: replace(plan, channel=OTHER_ROOM))
    return one


def telling(one: PlanId) -> set[bytes]:
    """Every form of what a schedule must not tell."""
    said = (WORD, ZONE, "Scoresbysund", "18:37", "2026-03-16", "2026-04-01", "weekly-pulse", "checkin-schedule")
    words = {form for text in said for form in forms_of_text(text)}
    return words | {form for number in IDS for form in forms_of_id(number)} | forms_of_text(f"own-{one.hex()}")


async def lived(house: House, one: PlanId) -> None:
    """It opens, is answered, closes, falls silent, is told of, moved and ended."""
    await until(house, OPENS + timedelta(hours=3))
    known = await house.rounds.find(round_of(one, MONDAY))
    assert known is not None
    for number in range(3):
        await house.answer(known, member(100 + number, CREW), "1")
    house.discord.trouble[ROOM] = Why.MISSING
    await live(house, days=8)
    house.discord.trouble.clear()
    await live(house, days=30)


async def test_no_byte_tells_what_is_asked_where_of_whom_when_and_by_whom(tmp_path: Path) -> None:
    async with housed(tmp_path) as house:
        one = await planned(house)
        before = contents(tmp_path)
        await lived(house, one)
        meanwhile = contents(tmp_path)
        await house.schedules.end(by(house), one)
        after = contents(tmp_path)
    for files in (before, meanwhile, after, contents(tmp_path)):
        assert {path.name for path in files} >= {"data.db", "keys.db"}
        assert found(telling(one), files) == []
    # What lies in clear by design: which kinds of tasks there are, about which random id.
    assert found([b"checkin:open", bytes(one)], before)


async def test_a_book_that_does_not_seal_is_found_by_the_same_attack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_rows, "seal", lambda _key, plaintext, _place, _chance: plaintext)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType] # the naive twin
    monkeypatch.setattr(sealed_rows, "unseal", lambda _key, sealed, _place: sealed)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType] # the naive twin
    async with housed(tmp_path) as house:
        one = await planned(house)
        files = contents(tmp_path)
    for number in (ROOM, CREW):
        assert found(forms_of_id(number), files)
    for text in (ZONE, "18:37", "2026-03-16"):
        assert found(forms_of_text(text), files), text
    assert found(telling(one), files)


async def test_a_row_tells_by_its_size_next_to_nothing(tmp_path: Path) -> None:
    async with housed(tmp_path) as house:
        await planned(house)
        shown = await house.schedules.draft(by(house), None, None)
        sizes = [len(row.sealed) for row in await PlanRepository(house.database, schedule_table).of_server(SERVER)]
        many = tuple(MONDAY + ahead * DAY for ahead in range(100))
        await house.schedules.propose(by(house), shown.known.schedule_id, lambda plan: replace(plan, holidays=many))
        row = await PlanRepository(house.database, schedule_table).find(shown.known.schedule_id)
    assert len(set(sizes)) == 1
    assert row is not None
    assert (len(row.sealed) - sizes[0]) % 1024 == 0


async def test_an_ended_schedule_leaves_no_byte_of_its_row_nor_a_task(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    off_first = "PRAGMA secure_delete=OFF;"
    monkeypatch.setattr(connections, "SQLITE_FIRST_WORDS", off_first + connections.SQLITE_FIRST_WORDS)
    async with housed(tmp_path) as house:
        one = await planned(house)
        await live(house, days=2)  # the task that would have forgotten the draft is done
        row = await PlanRepository(house.database, schedule_table).find(one)
        assert row is not None
        pieces = [row.sealed[at : at + 24] for at in range(0, len(row.sealed) - 24, 24)]
        assert found(pieces, contents(tmp_path)) != []
        await house.schedules.end(by(house), one)
        assert found([*pieces, b"checkin:open"], contents(tmp_path)) == []


async def test_a_server_that_is_erased_takes_its_schedules_rounds_and_tasks_along(tmp_path: Path) -> None:
    async with housed(tmp_path) as house:
        one = await planned(house)
        await until(house, OPENS + timedelta(hours=3))
        assert await house.rounds.recent(await house.servers.get(SERVER), house.now) != []
        for repository in (
            PlanRepository(house.database, schedule_table),
            house.repository,
            TaskRepository(house.database),
        ):
            await repository.erase_server(SERVER)
        assert await PlanRepository(house.database, schedule_table).of_server(SERVER) == []
        assert await house.repository.recent(SERVER, 0) == []
        assert found([bytes(one), b"checkin:"], contents(tmp_path)) == []
        posts = len(house.discord.posts)
        await live(house, days=30)
        assert len(house.discord.posts) == posts


async def test_no_line_of_a_log_tells_more_than_what_kind_of_thing_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs("DEBUG", "json")
    discord = Hostile()
    async with housed(tmp_path, discord) as house:
        one = await planned(house)
        rounds = [round_of(one, MONDAY + week * 7 * DAY) for week in range(6)]
        discord.secret = f"{WORD} <#{ROOM}> <@{NADIA.member_id}> {CREW} {one.hex()} {rounds[0].hex()}"
        await until(house, OPENS)
        discord.fails = True
        await live(house, days=3)
        for why, days in ((Why.DISCORD_DOWN, 5), (Why.FORBIDDEN, 1), (Why.MISSING, 1)):
            discord.fails, discord.trouble = False, {ROOM: why, OTHER_ROOM: why, STAFF: why}
            await live(house, days=days)
        discord.trouble.clear()
        await house.opening.lay_all(lambda: house.now)
        await live(house, days=2)
        discord.trouble[OTHER_ROOM] = Why.DISCORD_DOWN
        with pytest.raises(CannotReach):
            await house.start(channel=OTHER_ROOM)
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    events = {json.loads(line)["event"] for line in lines}
    assert {"task failed", "post-waits", "staff-not-told"} <= events
    said = "\n".join(lines).encode()
    ids = {form for number in (*IDS, STAFF) for form in forms_of_id(number)}
    about = {form for plan in (one, *rounds) for form in (plan.hex().encode(), bytes(plan))}
    assert [form for form in ids | about | forms_of_text(WORD) | {b"Quill"} if form in said] == []
