"""A machine whose stores were in use and backed up, with an open check-in; for tests of what comes back from it."""

import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.identity import KeyId
from bot.core.sealing import Key
from bot.store.backup import back_up_database, back_up_keys
from bot.store.connections import sqlite_address
from bot.store.key_backup import KEYS_FILE
from bot.store.opening import open_stores
from bot.store.restoring import RestorePlan, plan_restore
from bot.store.rounds import RoundRepository
from tests.store.test_rounds import KEY, ONE, row

MADE = datetime(2026, 3, 1, 4, 30, 5, tzinfo=UTC)
NOW = MADE + timedelta(days=3, hours=5)


@dataclass
class Machine:
    """A bot's directories, and the two places of its backups."""

    folder: Path
    key_id: KeyId
    key: Key

    @property
    def database(self) -> Path:
        return self.folder / "data" / "common-ground.db"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def copies(self) -> Path:
        return self.folder / "copies of the database"

    @property
    def copy(self) -> Path:
        (found,) = self.copies.iterdir()
        return found

    @property
    def keys_file(self) -> Path:
        return self.folder / "copy of the keys" / KEYS_FILE

    def lose_the_database(self) -> None:
        self.database.unlink()

    def lose_everything(self) -> None:
        shutil.rmtree(self.database.parent)
        shutil.rmtree(self.keys)

    async def plan(self, *, database: bool = True, keys: bool = True, now: datetime = NOW) -> RestorePlan:
        given = self.copies if database else None, self.keys_file.parent if keys else None
        return await plan_restore(*given, self.database, self.keys, now)

    async def starts_as_it_was(self) -> None:
        """The bot opens what is there, and finds what was in it."""
        addresses = sqlite_address(self.database), sqlite_address(self.keys / "keystore.db")
        stores = await open_stores(*addresses, self.keys, secrets.token_bytes)
        try:
            assert not stores.first_start
            assert await stores.keys.get(self.key_id) == self.key
            assert await RoundRepository(stores.database, secrets.token_bytes).find(ONE) == row(ONE)
        finally:
            await stores.close()


@pytest.fixture
async def machine(tmp_path: Path) -> Machine:
    """One whose stores were in use and backed up, with an open check-in."""
    addresses = (
        sqlite_address(tmp_path / "data" / "common-ground.db"),
        sqlite_address(tmp_path / "keys" / "keystore.db"),
    )
    stores = await open_stores(*addresses, tmp_path / "keys", secrets.token_bytes)
    made = Machine(tmp_path, *await stores.keys.create())
    await RoundRepository(stores.database, secrets.token_bytes).add(row(ONE), KEY, questions=2)
    await back_up_database(stores.database, made.copies, MADE)
    await back_up_keys(made.keys, stores.keys.database, made.keys_file.parent)
    await stores.close()
    return made
