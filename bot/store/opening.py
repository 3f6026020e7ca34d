"""Opens both stores with the operator's key: the database, and the key store beside it."""

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from bot.core.identity import Chance
from bot.core.sealing import Key
from bot.core.sharding import ALL, Shards
from bot.store.box_layers import BoxLayers
from bot.store.connections import address, is_sqlite, is_there
from bot.store.database import Database
from bot.store.fence import Fence
from bot.store.inspection import inspected, newest_revision
from bot.store.keystore import KEY_MIGRATIONS, KeyStore
from bot.store.laying_anew import lay_anew
from bot.store.operator_key import KEY_FILE, check_operator_key, load_or_create_operator_key, read_key_file
from bot.store.problems import KeyDoesNotFit, KeyMissing, NothingThere, OperatorKeyElsewhere, RotationUnfinished
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


REVISION_STEP: Final = 10_000
"""More than the key store will ever have revisions."""


def stores_revision() -> int:
    """What both stores are at when this version of the bot works on them; it grows with each change."""
    return int(newest_revision()) * REVISION_STEP + int(newest_revision(KEY_MIGRATIONS))


async def open_stores(  # noqa: PLR0913 - what both stores are opened with
    database_url: str,
    keystore_url: str,
    key_dir: Path,
    chance: Chance,
    pace: Pace = Pace(),
    shards: Shards = ALL,
    fence: Fence | None = None,
) -> Stores:
    """Open the database and the key store, made and upgraded if need be, for a process that owns these shards.

    The fence keeps it from writing once others may; None: nobody else writes.

    Raises:
        KeyMissing: there is a store, and no operator's key to open it: a fresh one would only hide the loss.
        OperatorKeyElsewhere: there is no operator's key, and whoever owns the first shard is to make it.
        StoreProblem: another of its kinds says what is wrong; nothing was damaged.
    """
    if not (key_dir / KEY_FILE).exists():
        if not shards.have_first:
            raise OperatorKeyElsewhere
        if await _was_sealed(keystore_url) or await _was_sealed(database_url):
            raise KeyMissing
    key, is_new = load_or_create_operator_key(key_dir, chance)
    with _rotation_considered(key_dir):
        keys = await KeyStore.open(keystore_url, key, chance, pace, _where_shared(keystore_url, fence))

        def opening() -> Awaitable[Database]:
            return Database.open(database_url, pace=pace, shards=shards, fence=_where_shared(database_url, fence))

        return await _both(opening, keys, key, chance, first_start=is_new)


def _where_shared(url: str, fence: Fence | None) -> Fence | None:
    """A file is shared with nobody."""
    return None if is_sqlite(address(url)) else fence


async def _was_sealed(url: str) -> bool:
    """Whether something lies there that an operator's key belongs to."""
    if is_sqlite(address(url)):
        return is_there(url)
    found = await inspected(url)
    return found is not None and found.mark is not None


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
