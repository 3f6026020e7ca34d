"""Brings a database to the newest revision, once, in one transaction, before anything else is done with it.

A SQLite database is copied before: without open boxes, as every copy. The key store is not, because keys that were
erased since would live on in the copy; its upgrade is one transaction like any other.

Alembic is loaded only when there is something to do: a start with nothing to upgrade neither waits nor pays for it.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.problems import DatabaseNewer, NothingThere
from bot.store.session import WriteSession
from bot.store.upgrade_copies import copy_before_upgrade

_UPGRADES_LOCK = 7_215_043_986
"""An arbitrary number: processes that start at once on PostgreSQL upgrade one after the other."""


def revisions(migrations: Path) -> list[str]:
    """The revisions in order, read from the names of the files (`0002_agreement.py` is revision 0002)."""
    return sorted(path.name.partition("_")[0] for path in (migrations / "versions").glob("[0-9]*_*.py"))


async def upgrade(session: WriteSession, migrations: Path, copies: Path | None = None) -> None:
    """Bring the database to the newest revision.

    Args:
        session: the writer's.
        migrations: the folder that holds their `versions`.
        copies: the directory for a copy of a database that is not new; None: none is made.

    Raises:
        DatabaseNewer: its revision is not among ours.
        StoreProblem: the copy could not be made; nothing was changed.
    """
    known = revisions(migrations)
    connection = await session.begin()
    try:
        if connection.dialect.name == "postgresql":
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADES_LOCK})"))
        stored = await connection.run_sync(_stored_revision)
        if stored is not None and stored not in known:
            raise DatabaseNewer  # noqa: TRY301 - the transaction must end either way
        if stored != known[-1]:
            if stored is not None and copies is not None:
                await copy_before_upgrade(connection, stored, copies)
            await _run(connection, migrations)
    except BaseException:
        await session.rollback()
        raise
    await session.commit()


def _stored_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


async def refuse_newer(session: WriteSession, migrations: Path) -> None:
    """Look at the revision and change nothing.

    Raises:
        DatabaseNewer: it is not among ours.
        NothingThere: nothing was ever written there.
    """
    connection = await session.begin()
    try:
        stored = await connection.run_sync(_stored_revision)
    finally:
        await session.rollback()
    if stored is None:
        raise NothingThere
    if stored not in revisions(migrations):
        raise DatabaseNewer


async def _run(connection: AsyncConnection, migrations: Path) -> None:
    from alembic import command  # noqa: PLC0415 - costs start-up time and memory, and is seldom needed
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))

    def run(sync_connection: Connection) -> None:
        config.attributes["connection"] = sync_connection
        command.upgrade(config, "head")

    await connection.run_sync(run)
