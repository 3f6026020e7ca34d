"""Before an upgrade the database is copied as it was, without open boxes; where there is no room, nothing is done.

Not here: how long the copies stay (`tests/services/test_upgrade_copies.py`).
"""

import secrets
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.opening import open_stores
from bot.store.problems import BackupUnsound
from bot.store.restoring import carry_out, plan_restore
from bot.store.upgrades import revisions
from tests.store.disks import no_file_grows_beyond
from tests.store.released import Released, unpacked
from tests.store.test_database import STORE
from tests.store_fixtures import opened

OLDER = "0006"
"""The last before open boxes had a table of their own."""


def copies(released: Released) -> list[str]:
    return sorted(path.name for path in released.data_dir.glob("before-upgrade-*"))


def pieces_of_boxes(path: Path) -> list[bytes]:
    """Pieces of the boxes of open rounds, as they lay there before revision 0008."""
    with closing(sqlite3.connect(path)) as connection:
        ((box, comments),) = connection.execute("SELECT box, comments FROM checkin_round WHERE result IS NULL")
    return [sealed[at : at + 32] for sealed in (box, comments) for at in range(0, len(sealed) - 32, 256)]


def revision_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]


async def test_the_copy_is_the_database_as_it_was_without_open_boxes(tmp_path: Path) -> None:
    released = unpacked(OLDER, tmp_path)
    before, pieces = released.rows(), pieces_of_boxes(released.database)
    assert any(piece in released.database.read_bytes() for piece in pieces)
    async with opened(released.address):
        pass
    copy = released.data_dir / f"before-upgrade-{OLDER}.db"
    assert copies(released) == [copy.name]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert revision_of(copy) == OLDER
    assert not any(piece in copy.read_bytes() for piece in pieces)
    with closing(sqlite3.connect(copy)) as connection:
        kept = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in before}  # noqa: S608
    assert kept == before


async def test_it_can_be_restored(tmp_path: Path) -> None:
    released = unpacked(OLDER, tmp_path)
    before = released.rows()
    async with opened(released.address):
        pass
    released.database.unlink()
    copy = released.data_dir / f"before-upgrade-{OLDER}.db"
    plan = await plan_restore(copy, None, released.database, released.key_dir, released.now)
    assert plan.database is not None
    assert (plan.database.revision, plan.database.is_older, plan.database.open_rounds) == (OLDER, True, 1)
    await carry_out(plan)
    stores = await open_stores(released.address, released.keystore_address, released.key_dir, secrets.token_bytes)
    await stores.close()
    after = released.rows()
    assert {name: after[name] for name in before} == before
    assert after["open_box"] == 0


async def test_a_new_database_and_one_that_is_up_to_date_are_not_copied(tmp_path: Path) -> None:
    released = unpacked(OLDER, tmp_path)
    released.database.unlink()
    for _ in range(2):
        async with opened(released.address):
            pass
    assert copies(released) == []


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot has one revision more of either store."""
    for folder in ("migrations", "key_migrations"):
        copied = tmp_path / "next" / folder
        shutil.copytree(STORE / folder, copied, ignore=shutil.ignore_patterns("__pycache__"))
        newest = revisions(copied)[-1]
        words = f"revision = '9999'\ndown_revision = {newest!r}\ndef upgrade():\n    pass\n"
        (copied / "versions" / "9999_next.py").write_text(words)
    monkeypatch.setattr("bot.store.database._HERE", tmp_path / "next")


@pytest.mark.usefixtures("next_version")
async def test_keys_are_never_copied_beside_themselves(tmp_path: Path) -> None:
    """What is erased from the key store must not live on in a copy that the bot made by itself."""
    released = unpacked(OLDER, tmp_path)
    stores = await open_stores(released.address, released.keystore_address, released.key_dir, secrets.token_bytes)
    await stores.close()
    assert {revision_of(path) for path in (released.database, released.key_dir / "keystore.db")} == {"9999"}
    assert copies(released) == [f"before-upgrade-{OLDER}.db"]
    held = {path.name for path in released.key_dir.iterdir()}
    assert held <= {"keystore.db", "keystore.db-journal", "operator.key"}


async def test_of_several_the_oldest_go(tmp_path: Path) -> None:
    released = unpacked(OLDER, tmp_path)
    for revision in ("0002", "0004", "0005"):
        (released.data_dir / f"before-upgrade-{revision}.db").write_bytes(b"old")
    (released.data_dir / "before-upgrade-notes.txt").write_text("the operator's own")
    async with opened(released.address):
        pass
    assert copies(released) == ["before-upgrade-0005.db", f"before-upgrade-{OLDER}.db", "before-upgrade-notes.txt"]


async def test_without_room_for_the_copy_nothing_is_upgraded(tmp_path: Path) -> None:
    released = unpacked(OLDER, tmp_path)
    before = released.database.read_bytes()
    with no_file_grows_beyond(len(before) // 2), pytest.raises(BackupUnsound):
        await Database.open(released.address)
    assert released.database.read_bytes() == before
    assert copies(released) == []
    async with opened(released.address):
        assert copies(released) == [f"before-upgrade-{OLDER}.db"]
