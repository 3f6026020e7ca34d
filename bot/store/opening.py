"""Opens both stores with the operator's key: the database, and the key store beside it."""

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.core.identity import Chance
from bot.core.sealing import Key
from bot.store.box_layers import BoxLayers
from bot.store.connections import is_there
from bot.store.database import Database
from bot.store.keystore import KEY_MIGRATIONS, KeyStore
from bot.store.laying_anew import lay_anew
from bot.store.operator_key import KEY_FILE, check_operator_key, load_or_create_operator_key, read_key_file
from bot.store.problems import KeyDoesNotFit, KeyMissing, NothingThere, RotationUnfinished
from bot.store.rotation import NEXT_KEY_FILE
from bot.store.schema import key_metadata, metadata
from config.pace import Pace


@dataclass(frozen=True)
class Stores:
    """Both stores, open and fitting together."""

    database: Database
    keys: KeyStore
    first_start: bool
    """The operator's key was made just now: the operator should back it up."""

    @cached_property
    def layers(self) -> BoxLayers | None:
        """What is put around open boxes where the database keeps a log, and the keys do not lie in such a one too."""
        of_use = self.keys.database.is_sqlite and not self.database.is_sqlite
        return BoxLayers(self.keys, self.keys.chance) if of_use else None

    async def lay_anew(self, *, large_too: bool) -> None:
        """Write anew what lies on PostgreSQL. See `laying_anew.py`."""
        await lay_anew(self.database, metadata, large_too=large_too)
        await lay_anew(self.keys.database, key_metadata, large_too=large_too)

    async def close(self) -> None:
        """Wait for the writes under way and close both."""
        await self.database.close()
        await self.keys.close()


async def open_stores(
    database_url: str, keystore_url: str, key_dir: Path, chance: Chance, pace: Pace = Pace()
) -> Stores:
    """Open the database and the key store, made and upgraded if need be.

    Raises:
        KeyMissing: there is a store, and no operator's key to open it: a fresh one would only hide the loss.
        StoreProblem: another of its kinds says what is wrong; nothing was damaged.
    """
    if not (key_dir / KEY_FILE).exists() and (is_there(keystore_url) or is_there(database_url)):
        raise KeyMissing
    key, is_new = load_or_create_operator_key(key_dir, chance)
    with _rotation_considered(key_dir):
        keys = await KeyStore.open(keystore_url, key, chance, pace)
        return await _both(lambda: Database.open(database_url, pace=pace), keys, key, chance, first_start=is_new)


async def open_existing(
    database_url: str, keystore_url: str, key_dir: Path, chance: Chance, pace: Pace = Pace()
) -> Stores:
    """Open both stores as they are, perhaps beside the running bot: nothing is made, nothing upgraded.

    Raises:
        NothingThere: the key or one of the stores is not there.
        StoreProblem: one of its kinds says what else is wrong; nothing was changed.
    """
    try:
        key = read_key_file(key_dir / KEY_FILE)
    except FileNotFoundError:
        raise NothingThere from None
    with _rotation_considered(key_dir):
        keys = await KeyStore.on(await Database.open_as_it_is(keystore_url, KEY_MIGRATIONS, pace), key, chance)
        return await _both(lambda: Database.open_as_it_is(database_url, pace=pace), keys, key, chance)


async def _both(
    opening: Callable[[], Awaitable[Database]], keys: KeyStore, key: Key, chance: Chance, *, first_start: bool = False
) -> Stores:
    try:
        database = await opening()
    except BaseException:
        await keys.close()
        raise
    try:
        await check_operator_key(database, key, chance)
    except BaseException:
        await database.close()
        await keys.close()
        raise
    return Stores(database, keys, first_start)


@contextmanager
def _rotation_considered(key_dir: Path) -> Generator[None]:
    """A key that does not fit may be one that was just being replaced: nobody should look for another then."""
    try:
        yield
    except KeyDoesNotFit:
        if (key_dir / NEXT_KEY_FILE).exists():
            raise RotationUnfinished from None
        raise
