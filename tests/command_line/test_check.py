"""`check` finds what is wrong with the host, says what to do, and changes nothing."""

import os
import secrets
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord
import pytest
from yarl import URL

from bot.command_line import look_at_machine as machine
from bot.command_line import look_at_stores as stores
from bot.command_line.findings import Finding, Level, lines
from bot.command_line.last_backup import MARK_FILE, remember_backup
from bot.command_line.look_at_discord import look_at_discord
from bot.command_line.look_at_machine import look_at_machine
from bot.command_line.look_at_stores import look_at_stores
from bot.core.identity import Clock
from bot.core.sealing import new_key
from bot.store.inspection import Inspection, inspected
from bot.store.operator_key import KEY_FILE, write_key_file
from bot.store.rotation import NEXT_KEY_FILE
from bot.store.run_lock import run_lock
from bot.ui.words import words_for
from cogs.setup import facts
from config.settings import Settings
from tests.command_line.conftest import settings_in
from tests.postgres import PostgresServer, binaries, postgres_server
from tests.standin.standin import StandIn
from tests.store.samples import tell
from tests.store_fixtures import Addresses, opened

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORDS = words_for("en")


def keys_of(findings: Iterable[Finding], *levels: Level) -> list[str]:
    """The keys of the findings of these levels (of all, if none is given); each of them can be said."""
    found = list(findings)
    assert len(lines(WORDS, found)) == len(found)
    return [one.key for one in found if not levels or one.level in levels]


async def gathered(findings: AsyncIterator[Finding]) -> list[Finding]:
    return [finding async for finding in findings]


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_of_a_new_machine_nothing_is_wrong_and_nothing_is_made(new: Settings, tmp_path: Path) -> None:
    findings = list(look_at_machine(new, NOW))
    assert keys_of(findings, Level.WRONG) == []
    assert keys_of(findings, Level.NOTE) == ["check-backup-none"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("megabytes", "level"), [(99, Level.WRONG), (999, Level.NOTE), (1001, Level.FINE)])
def test_a_disk_that_fills_up_is_told_in_time(
    new: Settings, monkeypatch: pytest.MonkeyPatch, megabytes: int, level: Level
) -> None:
    usage = machine.shutil.disk_usage(Path())._replace(free=megabytes * machine.MEGABYTE)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _place: usage)  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType]
    (space,) = [one for one in look_at_machine(new, NOW) if one.key.startswith("check-space")]
    assert (space.level, space.values["megabytes"]) == (level, str(megabytes))


@pytest.mark.parametrize("exposed", ["data", "keys", "keys/operator.key", "data/common-ground.db", ".env"])
def test_what_others_may_read_is_named_with_the_way_to_mend_it(started: Settings, exposed: str) -> None:
    Path(".env").touch(0o600)
    assert "check-private-fine" in keys_of(look_at_machine(started, NOW), Level.FINE)
    path = Path(exposed).absolute() if exposed != ".env" else Path(exposed)
    path.chmod(0o755 if path.is_dir() else 0o644)
    (wrong,) = [one for one in look_at_machine(started, NOW) if one.level is Level.WRONG]
    assert (wrong.key, wrong.values["path"]) == ("check-private-not", str(path))
    path.chmod(int(str(wrong.values["mode"]), 8))
    assert keys_of(look_at_machine(started, NOW), Level.WRONG) == []


def test_help_lines_are_stale_a_year_after_somebody_looked(new: Settings) -> None:
    assert "check-help-lines-fine" in keys_of(look_at_machine(new, NOW))
    late = list(look_at_machine(new, NOW + timedelta(days=800)))
    assert "check-help-line-stale" in keys_of(late, Level.NOTE)
    assert "988" in "\n".join(lines(WORDS, late))


def test_help_lines_that_cannot_be_shown_are_wrong(tmp_path: Path) -> None:
    lacking = settings_in(tmp_path, help_lines=tmp_path / "nowhere.toml")
    assert keys_of(look_at_machine(lacking, NOW), Level.WRONG) == ["start-help-lines-missing"]
    (tmp_path / "ours.toml").write_text('[[lines]]\nname = "Ours"\n', "utf-8")
    broken = settings_in(tmp_path, help_lines=tmp_path / "ours.toml")
    assert keys_of(look_at_machine(broken, NOW), Level.WRONG) == ["start-help-lines-wrong"]


@pytest.mark.parametrize(
    ("days", "key", "said"),
    [
        (0, "check-backup-fine", "today or yesterday"),
        (5, "check-backup-fine", "5 days ago"),
        (8, "check-backup-old", "8 days old"),
    ],
)
def test_a_backup_is_due_after_a_week(started: Settings, days: int, key: str, said: str) -> None:
    remember_backup(started)
    made = (NOW - timedelta(days=days, hours=1)).timestamp()
    os.utime(started.data_dir / MARK_FILE, (made, made))
    (found,) = [one for one in look_at_machine(started, NOW) if one.key.startswith("check-backup")]
    assert found.key == key
    assert said in lines(WORDS, [found])[0]


async def test_stores_that_are_not_there_yet_are_no_fault_and_are_not_made(new: Settings, tmp_path: Path) -> None:
    findings = await gathered(look_at_stores(new))
    assert keys_of(findings, Level.NOTE) == ["check-database-new", "check-keys-new", "check-key-new"]
    assert content_of(tmp_path) == {}


async def test_sound_stores_are_fine_and_left_as_they_are(started: Settings, tmp_path: Path) -> None:
    before = content_of(tmp_path)
    for in_use in (False, True):
        if in_use:
            with run_lock(started.data_dir, started.key_dir):
                findings = await gathered(look_at_stores(started))
        else:
            findings = await gathered(look_at_stores(started))
        assert keys_of(findings, Level.FINE) == ["check-database-fine", "check-keys-fine", "check-key-fine"]
        assert len(findings) == 3
    after = content_of(tmp_path)
    assert {path: after[path] for path in before} == before


@pytest.mark.parametrize(("revision", "key"), [("9999", "start-DatabaseNewer"), ("0003", "check-database-older")])
async def test_another_versions_database_is_told_and_not_upgraded(started: Settings, revision: str, key: str) -> None:
    with closing(sqlite3.connect(started.data_dir / "common-ground.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    assert key in keys_of(await gathered(look_at_stores(started)))
    found = await inspected(started.database_address)
    assert found is not None
    assert found.revision == revision


async def test_a_page_that_is_damaged_is_found(started: Settings) -> None:
    path = started.data_dir / "common-ground.db"
    content = bytearray(path.read_bytes())
    content[4096 * 2 : 4096 * 4] = secrets.token_bytes(4096 * 2)
    path.write_bytes(content)
    assert "start-DatabaseDamaged" in keys_of(await gathered(look_at_stores(started)), Level.WRONG)


async def test_a_file_too_large_to_look_through_in_time_is_not_called_sound(started: Settings) -> None:
    with closing(sqlite3.connect(started.data_dir / "common-ground.db")) as database, database:
        database.execute("CREATE TABLE much (a)")
        database.executemany("INSERT INTO much VALUES (?)", [(number,) for number in range(50_000)])
    found = await inspected(started.database_address, patience=-1.0)
    assert found is not None
    assert found.sound is None


async def test_a_key_that_is_lost_or_another_is_wrong(started: Settings) -> None:
    key = started.key_dir / KEY_FILE
    key.write_text("not a key")
    assert keys_of(await gathered(look_at_stores(started)), Level.WRONG) == ["start-KeyFileUnusable"]
    key.unlink()
    assert keys_of(await gathered(look_at_stores(started)), Level.WRONG) == ["check-key-lost"]
    write_key_file(key, new_key(secrets.token_bytes))
    assert keys_of(await gathered(look_at_stores(started)), Level.WRONG) == ["start-KeyDoesNotFit"]
    write_key_file(started.key_dir / NEXT_KEY_FILE, new_key(secrets.token_bytes))
    assert keys_of(await gathered(look_at_stores(started)), Level.WRONG) == ["start-RotationUnfinished"]


async def test_either_kind_of_database_is_looked_at(addresses: Addresses, tmp_path: Path) -> None:
    settings = settings_in(tmp_path, database_url=addresses.database)
    found = keys_of(await gathered(look_at_stores(settings)))
    assert "check-database-fine" in found
    assert ("check-postgresql-database" in found) == addresses.database.startswith("postgresql")


async def test_keys_that_lie_in_postgresql_too_are_told(tmp_path: Path, postgres: PostgresServer) -> None:
    url = postgres.url(await postgres.create())
    async with opened(url, "key_migrations"):
        pass
    settings = settings_in(tmp_path, database_url=postgres.url(await postgres.create()), key_database_url=url)
    assert "check-postgresql-keys" in keys_of(await gathered(look_at_stores(settings)), Level.NOTE)


async def told_of(server: PostgresServer, folder: Path, *statements: str, user: str = "tests") -> set[str]:
    """What `check` says of a server that tells much, after these statements."""
    name = await server.create()
    url = server.url(name)
    async with opened(url) as database:
        for statement in statements:
            await database.write(tell, statement.format(name=name))
    settings = settings_in(folder, database_url=url.replace("tests@", f"{user}@"))
    found = set(keys_of(await gathered(look_at_stores(settings)), Level.NOTE))
    return {key.removeprefix("check-postgresql-") for key in found if key.startswith("check-postgresql")}


async def test_what_a_server_keeps_besides_is_told(tmp_path: Path, postgres: PostgresServer) -> None:
    assert await told_of(postgres, tmp_path) == {"database", "recycle"}
    quiet = "ALTER DATABASE {name} SET wal_recycle = off"
    assert await told_of(postgres, tmp_path, quiet) == {"database"}
    for setting in ("log_statement = 'mod'", "log_min_duration_statement = 0", "log_parameter_max_length_on_error = 9"):
        loud = f"ALTER DATABASE {{name}} SET {setting}"
        assert await told_of(postgres, tmp_path, quiet, loud) == {"database", "statements"}
    silenced = ["log_statement = 'all'", "log_parameter_max_length = 0"]
    assert await told_of(postgres, tmp_path, quiet, *(f"ALTER DATABASE {{name}} SET {one}" for one in silenced)) == {
        "database"
    }
    anybody = ["CREATE ROLE anybody LOGIN", "GRANT ALL ON ALL TABLES IN SCHEMA public TO anybody"]
    assert await told_of(postgres, tmp_path, quiet, *anybody, user="anybody") == {"database", "switch"}


async def test_what_keeps_the_log_for_ever_and_the_moment_of_each_change_is_told(tmp_path: Path) -> None:
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed here")
    loud = ("fsync=off", "archive_mode=on", "archive_command=/bin/true", "track_commit_timestamp=on")
    with postgres_server(programs, loud) as server:
        assert await told_of(server, tmp_path) == {"database", "recycle", "archive", "moments"}


async def test_a_postgresql_that_is_too_old_is_told(started: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    of_before = await inspected(started.database_address)
    assert of_before is not None

    async def old(_url: str, _patience: float) -> Inspection:
        return replace(of_before, postgresql=14, sound=None)

    monkeypatch.setattr(stores, "inspected", old)
    assert "check-postgresql-old" in keys_of(await gathered(look_at_stores(started)), Level.WRONG)


async def test_a_database_that_does_not_answer_is_wrong(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, database_url="postgresql+asyncpg://nobody:hunter2@127.0.0.1:9/x")
    findings = await gathered(look_at_stores(settings))
    assert keys_of(findings, Level.WRONG) == ["start-DatabaseUnreachable"]
    assert "hunter2" not in "\n".join(lines(WORDS, findings))


def of(stand_in: StandIn, folder: Path, token: str = "") -> Settings:
    return settings_in(folder, token=token or stand_in.token, api_url=stand_in.api_url)


def moved(seconds: float = 0.0) -> Clock:
    return lambda: datetime.now(UTC) + timedelta(seconds=seconds)  # noqa: TID251 - Discord's date is the machine's


async def test_discord_is_asked_and_all_is_fine(tmp_path: Path) -> None:
    async with StandIn() as stand_in:
        findings = await gathered(look_at_discord(of(stand_in, tmp_path), moved()))
    assert keys_of(findings) == ["check-token-fine", "check-intents-fine", "check-invitation", "check-clock-fine"]
    invited = URL(str(findings[2].values["address"])).query
    looked_for = facts._NEEDED  # pyright: ignore[reportPrivateUsage] # what `/setup check` wants, told nowhere else
    needed = {name: True for names in looked_for.values() for name in names}
    assert int(invited["permissions"]) == discord.Permissions(**needed).value
    assert invited["client_id"] == str(stand_in.world.bot.id)


@pytest.mark.parametrize(("seconds", "key"), [(90, "check-clock-ahead"), (-90, "check-clock-behind")])
async def test_a_clock_that_is_wrong_is_told(tmp_path: Path, seconds: float, key: str) -> None:
    async with StandIn() as stand_in:
        findings = await gathered(look_at_discord(of(stand_in, tmp_path), moved(seconds)))
    assert keys_of(findings, Level.WRONG) == [key]
    assert 85 <= int(str(findings[-1].values["seconds"])) <= 95


async def test_a_token_that_discord_refuses_and_one_that_is_not_there(tmp_path: Path) -> None:
    async with StandIn() as stand_in:
        refused = await gathered(look_at_discord(of(stand_in, tmp_path, "not.the.token"), moved()))
    assert keys_of(refused, Level.WRONG) == ["start-token-refused"]
    assert "not.the.token" not in "\n".join(lines(WORDS, refused))
    assert keys_of(await gathered(look_at_discord(settings_in(tmp_path), moved()))) == ["start-token-missing"]


async def test_discord_away_and_discord_in_trouble(tmp_path: Path) -> None:
    away = settings_in(tmp_path, token="a.b.c", api_url="http://127.0.0.1:9/api/v10")  # noqa: S106 - of nobody
    assert keys_of(await gathered(look_at_discord(away, moved()))) == ["check-discord-unreachable"]
    async with StandIn() as stand_in:
        stand_in.faults.fail("GET", "/users/@me", 503)
        findings = await gathered(look_at_discord(of(stand_in, tmp_path), moved()))
    assert keys_of(findings, Level.WRONG) == ["check-discord-trouble"]


async def test_what_the_application_may_and_need_not_is_noted(tmp_path: Path) -> None:
    async with StandIn() as stand_in:
        body = {"id": "1", "flags": 1 << 15 | 1 << 18, "bot_public": True}
        stand_in.faults.tell("GET", "/applications/@me", body)
        findings = await gathered(look_at_discord(of(stand_in, tmp_path), moved()))
    told = [one for one in findings if one.level is Level.NOTE]
    assert [one.values.get("name") for one in told] == ["Server Members Intent", "Message Content Intent", None]
    assert told[-1].key == "check-bot-public"
