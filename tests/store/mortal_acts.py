"""What the operator does that must not be spoiled by a death at any point: rotate-key, an upgrade, a restore, a backup.

Each is prepared on real files, and looked at with the bot's own classes. Not here: how it is killed (`deaths.py`).
"""

import asyncio
import secrets
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bot.core.identity import KeyId
from bot.core.sealing import Key, new_key
from bot.store.backup import back_up_database, back_up_keys, copies_in
from bot.store.connections import sqlite_address
from bot.store.copying import verify
from bot.store.database import Database
from bot.store.key_backup import KEYS_FILE, read_keys
from bot.store.keystore import KEY_MIGRATIONS
from bot.store.meta import Meta
from bot.store.opening import Stores, open_stores
from bot.store.operator_key import KEY_FILE, written_key
from bot.store.problems import KeyDoesNotFit, RotationUnfinished, WouldOverwrite
from bot.store.restoring import carry_out, plan_restore
from bot.store.rotation import NEXT_KEY_FILE, rotate_operator_key
from bot.store.rounds import RoundRepository
from bot.store.upgrades import revisions
from tests.store.deaths import MortalAct
from tests.store.released import REVISIONS, unpacked
from tests.store.test_database import STORE

NOW: Final = datetime(2026, 3, 1, tzinfo=UTC)
KEY_ID, KEY = KeyId(b"i" * 16), Key(b"k" * 32)


def database_of(folder: Path) -> Path:
    return folder / "data" / "common-ground.db"


async def stores_in(folder: Path) -> Stores:
    addresses = sqlite_address(database_of(folder)), sqlite_address(folder / "keys" / "keystore.db")
    return await open_stores(*addresses, folder / "keys", secrets.token_bytes)


async def fill(folder: Path) -> None:
    """Stores with a value and a few keys."""
    stores = await stores_in(folder)
    await Meta(stores.database).put("a value", b"kept")
    await stores.keys.put(KEY_ID, KEY)
    for _ in range(3):
        await stores.keys.create()
    await stores.close()


async def look(folder: Path) -> None:
    """The bot starts and finds what was in them."""
    stores = await stores_in(folder)
    try:
        assert not stores.first_start
        assert await Meta(stores.database).get("a value") == b"kept"
        assert await stores.keys.get(KEY_ID) == KEY
    finally:
        await stores.close()


async def rotate(folder: Path) -> None:
    database = await Database.open(sqlite_address(database_of(folder)))
    keys = await Database.open(sqlite_address(folder / "keys" / "keystore.db"), KEY_MIGRATIONS)
    await rotate_operator_key(folder / "keys", database, keys, secrets.token_bytes)
    await database.close()
    await keys.close()


class Rotating:
    """After a death the bot starts or says what to do; run again, it comes to its end and nothing is lost."""

    def prepare(self, folder: Path) -> None:
        asyncio.run(fill(folder))
        shutil.copy(folder / "keys" / KEY_FILE, folder / "old.key")

    def act(self, folder: Path) -> None:
        asyncio.run(rotate(folder))

    def afterwards(self, folder: Path) -> None:
        try:
            asyncio.run(look(folder))
        except RotationUnfinished:
            assert (folder / "keys" / NEXT_KEY_FILE).exists()
        asyncio.run(rotate(folder))
        asyncio.run(look(folder))
        held = {path.name for path in (folder / "keys").iterdir()}
        assert held <= {KEY_FILE, "keystore.db", "keystore.db-journal"}
        shutil.copy(folder / "old.key", folder / "keys" / KEY_FILE)
        try:
            asyncio.run(look(folder))
        except KeyDoesNotFit:
            return
        raise AssertionError("the old key still opens something")


class CarelesslyRotating(Rotating):
    """The naive twin: for a moment the key is one under which nothing is wrapped."""

    def act(self, folder: Path) -> None:
        path = folder / "keys" / KEY_FILE
        old = path.read_bytes()
        path.write_bytes(written_key(new_key(secrets.token_bytes)))
        path.write_bytes(old)
        super().act(folder)


class Upgrading:
    """After a death the database is as it was or as it shall be; the next start upgrades it, and there is a copy."""

    def prepare(self, folder: Path) -> None:
        released = unpacked(REVISIONS[-1], folder)
        (folder / "rows").write_text(repr(released.rows()))

    def act(self, folder: Path) -> None:
        asyncio.run(self._open(folder))

    def afterwards(self, folder: Path) -> None:
        with closing(sqlite3.connect(database_of(folder))) as connection:
            (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        assert found in {REVISIONS[-1], revisions(STORE / "migrations")[-1]}
        asyncio.run(self._open(folder))
        copy = folder / "data" / f"before-upgrade-{REVISIONS[-1]}.db"
        verify(copy)
        assert not list((folder / "data").glob("*.new"))

    async def _open(self, folder: Path) -> None:
        stores = await stores_in(folder)
        rounds = RoundRepository(stores.database, secrets.token_bytes)
        with closing(sqlite3.connect(database_of(folder))) as connection:
            ids = [row[0] for row in connection.execute("SELECT round_id FROM checkin_round WHERE result IS NULL")]
        assert [await rounds.box(one) is not None for one in ids] == [True]
        await stores.close()


class Restoring:
    """After a death there is no database or a whole one, never one without its keys; done again, all is there."""

    def prepare(self, folder: Path) -> None:
        asyncio.run(fill(folder))
        asyncio.run(back_up(folder))
        for lost in ("data", "keys"):
            shutil.rmtree(folder / lost)

    def act(self, folder: Path) -> None:
        asyncio.run(restore(folder))

    def afterwards(self, folder: Path) -> None:
        if database_of(folder).exists():
            verify(database_of(folder))
        try:
            asyncio.run(restore(folder))
        except WouldOverwrite:
            assert database_of(folder).exists(), "it was at its end"
        asyncio.run(look(folder))


class BackingUp:
    """After a death every backup that is there is whole, the one of the keys among them; the next one is made."""

    def prepare(self, folder: Path) -> None:
        asyncio.run(fill(folder))
        asyncio.run(back_up(folder, datetime(2026, 2, 1, tzinfo=UTC)))

    def act(self, folder: Path) -> None:
        asyncio.run(back_up(folder))

    def afterwards(self, folder: Path) -> None:
        for _, copy in copies_in(folder / "copies"):
            verify(copy)
        assert read_keys(folder / "keys apart" / KEYS_FILE).count == 4
        asyncio.run(back_up(folder))
        assert len(copies_in(folder / "copies")) == 2
        assert [path.name for path in (folder / "keys apart").iterdir()] == [KEYS_FILE]
        assert not list((folder / "copies").glob("*.new"))
        asyncio.run(look(folder))


async def back_up(folder: Path, now: datetime = NOW) -> None:
    stores = await stores_in(folder)
    await back_up_database(stores.database, folder / "copies", now)
    await back_up_keys(folder / "keys", stores.keys.database, folder / "keys apart")
    await stores.close()


async def restore(folder: Path) -> None:
    given = folder / "copies", folder / "keys apart"
    await carry_out(await plan_restore(*given, database_of(folder), folder / "keys", NOW))


ACTS: Final[Mapping[str, MortalAct]] = MappingProxyType(
    {
        "rotate": Rotating(),
        "rotate carelessly": CarelesslyRotating(),
        "upgrade": Upgrading(),
        "restore": Restoring(),
        "backup": BackingUp(),
    }
)
