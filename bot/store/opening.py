"""Opens both stores with the operator's key: the database, and the key store beside it."""

from dataclasses import dataclass
from pathlib import Path

from bot.core.identity import Chance
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.operator_key import check_operator_key, load_or_create_operator_key
from config.pace import Pace


@dataclass(frozen=True)
class Stores:
    """Both stores, open and fitting together."""

    database: Database
    keys: KeyStore
    first_start: bool
    """The operator's key was made just now: the operator should back it up."""

    async def close(self) -> None:
        """Wait for the writes under way and close both."""
        await self.database.close()
        await self.keys.close()


async def open_stores(
    database_url: str, keystore_url: str, key_dir: Path, chance: Chance, pace: Pace = Pace()
) -> Stores:
    """Open the database and the key store, made and upgraded if need be.

    Raises:
        StoreProblem: one of its kinds says what is wrong; nothing was damaged.
    """
    key, is_new = load_or_create_operator_key(key_dir, chance)
    keys = await KeyStore.open(keystore_url, key, chance, pace)
    try:
        database = await Database.open(database_url, pace=pace)
    except BaseException:
        await keys.close()
        raise
    try:
        await check_operator_key(database, key, chance)
    except BaseException:
        await database.close()
        await keys.close()
        raise
    return Stores(database, keys, is_new)
