"""Backups of the database in use: all that was confirmed, no open box, a series of which the newest stay.

Not here: what a restored one opens (`tests/attacks/test_restored_backup.py`) and the keys (`test_key_backup.py`).
"""

import asyncio
import secrets
import shlex
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.core.ballot import BallotKey
from bot.core.comments import Comment, comment_handle
from bot.core.identity import RoundId
from bot.store.backup import KEPT, back_up_database, copies_in, pg_dump_line, refuse_together
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.problems import (
    BackupPlaceUnsafe,
    BackupUnsound,
    DatabaseDamaged,
    DatabaseUnsupported,
    NothingThere,
)
from bot.store.round_boxes import Closing, Concluded, HandedIn
from bot.store.rounds import RoundRepository
from tests.postgres import PostgresServer
from tests.store.disks import no_file_grows_beyond, spoil_page
from tests.store.samples import add, make_notes, names, tell
from tests.store.test_rounds import KEY, ONE, TWO, entry, pieces_found, row
from tests.store_fixtures import opened

NOW = datetime(2026, 3, 1, 4, 30, 5, tzinfo=UTC)
CLOSED = RoundId(b"3" * 16)


@pytest.fixture
async def inhabited(tmp_path: Path) -> AsyncIterator[Database]:
    """A database with an open round of twelve answers and comments, and a closed one whose comments are read."""
    async with opened(sqlite_address(tmp_path / "data" / "common-ground.db")) as database:
        rounds = RoundRepository(database, secrets.token_bytes)
        for round_id in (ONE, CLOSED):
            await rounds.add(row(round_id), KEY, questions=2, takes_comments=True)
        for member in range(12):
            comment = Comment(comment_handle(KEY, BallotKey(member.to_bytes(16))), f"a comment {member}")
            await rounds.answer(HandedIn(ONE, KEY, entry(member, 1, 2), comment))
        await rounds.close(Closing(CLOSED, lambda _, __: Concluded(b"the result", b"comments that are read")))
        yield database


async def boxes_of(database: Database) -> list[bytes]:
    """Pieces of both boxes of the open round."""
    rounds = RoundRepository(database, secrets.token_bytes)
    sealed = (await rounds.box(ONE) or b"") + (await rounds.comments(ONE) or b"")
    return [sealed[at : at + 32] for at in range(0, len(sealed) - 32, 256)]


async def test_a_copy_is_the_database_without_open_boxes(inhabited: Database, tmp_path: Path) -> None:
    to = tmp_path / "backups"
    copy = await back_up_database(inhabited, to, NOW)
    assert copy == to / "common-ground-2026-03-01T04-30-05Z.db"
    assert [path.name for path in to.iterdir()] == [copy.name]
    assert (stat.S_IMODE(copy.stat().st_mode), stat.S_IMODE(to.stat().st_mode)) == (0o600, 0o700)
    boxes = await boxes_of(inhabited)
    assert len(boxes) > 20
    assert pieces_found(to, boxes) == []
    assert pieces_found(tmp_path / "data", boxes) == ["common-ground.db"], "the bot goes on with them"
    async with opened(sqlite_address(copy)) as restored:
        rounds = RoundRepository(restored, secrets.token_bytes)
        assert (await rounds.box(ONE), await rounds.comments(ONE)) == (None, None)
        found = await rounds.find(ONE)
        assert found is not None
        assert found.result is None
        assert await rounds.comments(CLOSED) == b"comments that are read"


async def test_a_mere_copy_of_the_file_would_hold_them(inhabited: Database, tmp_path: Path) -> None:
    """The naive twin."""
    (tmp_path / "naive").mkdir()
    shutil.copy(tmp_path / "data" / "common-ground.db", tmp_path / "naive")
    assert pieces_found(tmp_path / "naive", await boxes_of(inhabited)) == ["common-ground.db"]


async def test_in_a_storm_it_holds_all_that_was_confirmed_before_and_delays_nobody_for_long(
    inhabited: Database, tmp_path: Path
) -> None:
    await make_notes(inhabited)
    confirmed: list[str] = []

    async def writing(writer: int) -> None:
        for number in range(30):
            name = await inhabited.write(add, f"note {writer} {number}")
            confirmed.append(name)

    storm = asyncio.gather(*map(writing, range(10)))
    copies: list[tuple[set[str], Path]] = []
    for minute in range(3):
        await asyncio.sleep(0)
        before = {name.lower() for name in confirmed}
        copies.append((before, await back_up_database(inhabited, tmp_path / "to", NOW + timedelta(minutes=minute))))
    await storm
    assert len(await names(inhabited)) == 300
    for before, path in copies:
        with closing(sqlite3.connect(path)) as connection:
            kept = {name for (name,) in connection.execute("SELECT name FROM note")}
            assert before <= kept
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_beside_the_running_bot_nothing_is_made_or_upgraded(inhabited: Database, tmp_path: Path) -> None:
    address = str(inhabited.url)
    await inhabited.write(tell, "UPDATE alembic_version SET version_num = '0006'")
    beside = await Database.open_as_it_is(address)
    try:
        copy = await back_up_database(beside, tmp_path / "to", NOW)
    finally:
        await beside.close()
    for path in (copy, tmp_path / "data" / "common-ground.db"):
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0006",)
    with pytest.raises(NothingThere):
        await Database.open_as_it_is(sqlite_address(tmp_path / "nowhere" / "common-ground.db"))
    assert not (tmp_path / "nowhere").exists()


# The series


async def test_the_newest_stay_and_what_is_not_of_the_series_is_left_alone(inhabited: Database, tmp_path: Path) -> None:
    others = [tmp_path / name for name in ("common-ground-keep.db", "common-ground-2020-01-01T00-00-00Z.db.gz")]
    for path in others:
        path.write_bytes(b"mine")
    leftover = tmp_path / "common-ground-2020-01-01T00-00-00Z.db.new"
    leftover.write_bytes(b"left by a crash")
    to = tmp_path / "to"
    to.mkdir()
    for path in (*others, leftover):
        path.rename(to / path.name)
    made = [NOW + timedelta(days=day) for day in range(KEPT + 3)]
    for moment in made:
        await back_up_database(inhabited, to, moment)
    assert [moment for moment, _ in copies_in(to)] == sorted(made, reverse=True)[:KEPT]
    assert {path.name for path in to.iterdir()} == {path.name for path in (*others, *dict(copies_in(to)).values())}


async def test_the_name_is_in_utc_wherever_it_is_made(inhabited: Database, tmp_path: Path) -> None:
    there = NOW.astimezone(datetime.strptime("+0530", "%z").tzinfo)
    assert (await back_up_database(inhabited, tmp_path / "to", there)).name == "common-ground-2026-03-01T04-30-05Z.db"


# Refused, or failed


@pytest.mark.parametrize("place", ["data", "data/backups", "."])
async def test_never_in_the_data_directory_nor_around_it(inhabited: Database, tmp_path: Path, place: str) -> None:
    with pytest.raises(BackupPlaceUnsafe):
        await back_up_database(inhabited, tmp_path / place, NOW)


@pytest.mark.parametrize(
    ("places", "refused"),
    [
        (("a", "b", "c", "d"), False),
        (("a", "a", "c", "d"), True),
        (("a", "a/keys", "c", "d"), True),
        (("c/backups", "b", "c", "d"), True),
        (("a", "a/../d/keys", "c", "d"), True),
        (("a", "around", "around/data", "d"), True),
        (("link", "b", "c", "d"), True),
    ],
)
def test_no_two_of_the_places_lie_in_one_another(tmp_path: Path, places: Sequence[str], *, refused: bool) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "d")
    directories = [tmp_path / place for place in places]
    with pytest.raises(BackupPlaceUnsafe) if refused else nullcontext():
        refuse_together(*directories)


async def test_a_full_disk_leaves_the_copies_from_before_and_nothing_half(inhabited: Database, tmp_path: Path) -> None:
    to = tmp_path / "to"
    first = await back_up_database(inhabited, to, NOW)
    whole = first.read_bytes()
    with no_file_grows_beyond(20_000), pytest.raises(BackupUnsound):
        await back_up_database(inhabited, to, NOW + timedelta(days=1))
    assert {path.name: path.read_bytes() for path in to.iterdir()} == {first.name: whole}
    await back_up_database(inhabited, to, NOW + timedelta(days=1))
    assert len(copies_in(to)) == 2


async def test_a_damaged_database_is_said_and_takes_no_copy_away(tmp_path: Path) -> None:
    path, to = tmp_path / "data" / "common-ground.db", tmp_path / "to"
    async with opened(sqlite_address(path)) as database:
        await make_notes(database)
        await database.write(add, "a note")
        page = await database.write(tell, "SELECT rootpage FROM sqlite_master WHERE name = 'note'")
        kept = [await back_up_database(database, to, NOW + timedelta(days=day)) for day in range(3)]
    assert isinstance(page, int)
    spoil_page(path, page)
    async with opened(sqlite_address(path)) as database:
        with pytest.raises(DatabaseDamaged):
            await back_up_database(database, to, NOW + timedelta(days=99))
    assert sorted(to.iterdir()) == kept


# PostgreSQL


async def test_on_postgresql_the_line_to_type_leaves_open_boxes_out(
    postgres: PostgresServer, templates: Sequence[str], tmp_path: Path
) -> None:
    name = await postgres.create(templates[0])
    async with opened(postgres.url(name)) as database:
        rounds = RoundRepository(database, secrets.token_bytes)
        await rounds.add(row(TWO), KEY, questions=2)
        box = await rounds.box(TWO)
        assert box is not None
        with pytest.raises(DatabaseUnsupported):
            await back_up_database(database, tmp_path, NOW)
        line = pg_dump_line(database.url, tmp_path / "a place", NOW)
    written = await asyncio.to_thread(_dumped_and_read, postgres.programs, line, tmp_path / "a place")
    assert TWO.hex().encode() in written
    assert b"COPY public.checkin_round" in written
    assert b"CREATE TABLE public.open_box" in written
    assert box[:40].hex().encode() not in written
    await postgres.drop(name)


def _dumped_and_read(programs: Path, line: str, to: Path) -> bytes:
    """What pg_restore reads from what was dumped by this line."""
    to.mkdir()
    command = shlex.split(line)
    subprocess.run([programs / command[0], *command[1:]], check=True, capture_output=True)
    (dump,) = to.iterdir()
    return subprocess.run([programs / "pg_restore", "--file=-", dump], check=True, capture_output=True).stdout


def test_the_line_does_not_hold_the_password() -> None:
    url = make_url("postgresql+asyncpg://bot:secret@db.example:5433/ground?ssl=require")
    line = pg_dump_line(url, Path("/backups"), NOW)
    assert "secret" not in line
    assert shlex.split(line)[-1] == "--dbname=postgresql://bot@db.example:5433/ground?sslmode=require"
