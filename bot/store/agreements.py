"""The agreement's versions (sealed) and who accepted which (tags of members, without times). Not what they mean.

All presses of a batch are one statement, and its rows and their neighbours are laid down in the order of their tags,
so that not even the place of a row on its page tells who pressed first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, final

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    Table,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import MemberTag, ServerId
from bot.store.database import Database
from bot.store.dialect import insert_ignoring, upsert
from bot.store.order import lay_in_order
from bot.store.schema import metadata
from bot.store.writer import each, together

ENDLESS: Final = 2**31 - 1
"""Higher than the number of any version."""

agreement_version = Table(
    "agreement_version",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

acceptance = Table(
    "acceptance",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("member_tag", LargeBinary(16), primary_key=True),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class VersionRow:
    """One published version as it lies in the database."""

    server_id: ServerId
    version: int
    sealed: bytes


@dataclass(frozen=True)
class Acceptance:
    """One member, by tag, and a version they accept."""

    server_id: ServerId
    member_tag: MemberTag
    version: int


@final
class AgreementRepository:
    """Reads and writes the two tables of the agreement."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self, server_id: ServerId, count: int, before: int = ENDLESS) -> list[VersionRow]:
        """The last versions, or the last with a lower number than `before`, newest first."""
        statement = (
            select(agreement_version)
            .where(agreement_version.c.server_id == server_id, agreement_version.c.version < before)
            .order_by(agreement_version.c.version.desc())
            .limit(count)
        )

        async def reading(connection: AsyncConnection) -> list[VersionRow]:
            rows = (await connection.execute(statement)).all()
            return [VersionRow(server_id, row.version, row.sealed) for row in rows]

        return await self._database.read(reading)

    async def version(self, server_id: ServerId, version: int) -> VersionRow | None:
        """One version, or None if there is none of this number."""
        statement = select(agreement_version.c.sealed).where(
            agreement_version.c.server_id == server_id, agreement_version.c.version == version
        )

        async def reading(connection: AsyncConnection) -> VersionRow | None:
            sealed = (await connection.execute(statement)).scalar_one_or_none()
            return None if sealed is None else VersionRow(server_id, version, sealed)

        return await self._database.read(reading)

    async def add(self, row: VersionRow) -> bool:
        """Keep a new version; False if one of this number is there already, which then stays as it is."""
        return await self._database.write(_add_version, row)

    async def replace(self, row: VersionRow) -> None:
        """Overwrite what is kept of a version."""
        await self._database.write(_replace_version, row)

    async def remove(self, server_id: ServerId, version: int) -> None:
        """Remove a version that never came into force, and whoever agreed to it: another may get its number."""
        await self._database.write(_remove_version, (server_id, version))

    async def take_back(self, row: VersionRow) -> None:
        """Overwrite what is kept of a version, and forget who agreed to it, in one transaction."""
        await self._database.write(_take_back, row)

    async def erase_server(self, server_id: ServerId) -> None:
        """Remove every version of a server and who agreed to which."""
        await self._database.write(_erase_server, server_id)

    async def accept(self, accepted: Acceptance) -> bool:
        """Keep that a member accepts this version; True if they had accepted it, or a newer one, already."""
        return await self._database.write(_accept, accepted)

    async def withdraw(self, server_id: ServerId, member_tag: MemberTag) -> bool:
        """Forget what this member accepted; False if there was nothing."""
        return await self._database.write(_withdraw, (server_id, member_tag))

    async def accepted(self, server_id: ServerId, member_tag: MemberTag) -> int | None:
        """The latest version this member accepted."""
        statement = select(acceptance.c.version).where(
            acceptance.c.server_id == server_id, acceptance.c.member_tag == member_tag
        )

        async def reading(connection: AsyncConnection) -> int | None:
            return (await connection.execute(statement)).scalar_one_or_none()

        return await self._database.read(reading)

    async def counts(self, server_id: ServerId) -> dict[int, int]:
        """How many members accepted each version last, by version."""
        statement = (
            select(acceptance.c.version, func.count())
            .where(acceptance.c.server_id == server_id)
            .group_by(acceptance.c.version)
        )

        async def reading(connection: AsyncConnection) -> dict[int, int]:
            rows = (await connection.execute(statement)).all()
            return {row[0]: row[1] for row in rows}

        return await self._database.read(reading)


# One statement: it returns the rows that it wrote, so whoever is absent had accepted this version, or a newer one.
_NEWER_WINS = upsert(
    acceptance, ("server_id", "member_tag"), only_if=lambda new: new["version"] > acceptance.c.version
).returning(acceptance.c.server_id, acceptance.c.member_tag)


@together("agreement.accept")
async def _accept(connection: AsyncConnection, items: Sequence[Acceptance]) -> Sequence[bool]:
    latest: dict[tuple[ServerId, MemberTag], int] = {}
    for item in items:
        place = (item.server_id, item.member_tag)
        latest[place] = max(latest.get(place, 0), item.version)
    rows = [
        {"server_id": server_id, "member_tag": member_tag, "version": version}
        for (server_id, member_tag), version in sorted(latest.items())
    ]
    written = {(row[0], row[1]) for row in await connection.execute(_NEWER_WINS, rows)}
    await lay_in_order(connection, acceptance, list(written))
    return _already(items, written)


def _already(items: Sequence[Acceptance], written: Collection[tuple[ServerId, MemberTag]]) -> list[bool]:
    """For each press whether it was known; of the same press twice in one batch the second was."""
    seen: set[Acceptance] = set()
    answers: list[bool] = []
    for item in items:
        answers.append(item in seen or (item.server_id, item.member_tag) not in written)
        seen.add(item)
    return answers


@each
async def _withdraw(connection: AsyncConnection, item: tuple[ServerId, MemberTag]) -> bool:
    server_id, member_tag = item
    result = await connection.execute(
        delete(acceptance).where(acceptance.c.server_id == server_id, acceptance.c.member_tag == member_tag)
    )
    return result.rowcount > 0


@each
async def _add_version(connection: AsyncConnection, row: VersionRow) -> bool:
    values = {"server_id": row.server_id, "version": row.version, "sealed": row.sealed}
    result = await connection.execute(insert_ignoring(agreement_version).values(values))
    return result.rowcount > 0


@each
async def _replace_version(connection: AsyncConnection, row: VersionRow) -> None:
    await _overwrite(connection, row)


@each
async def _take_back(connection: AsyncConnection, row: VersionRow) -> None:
    await _overwrite(connection, row)
    await _forget_acceptances(connection, row.server_id, row.version)


async def _overwrite(connection: AsyncConnection, row: VersionRow) -> None:
    await connection.execute(
        update(agreement_version)
        .where(agreement_version.c.server_id == row.server_id, agreement_version.c.version == row.version)
        .values(sealed=row.sealed)
    )


@each
async def _remove_version(connection: AsyncConnection, item: tuple[ServerId, int]) -> None:
    server_id, version = item
    await connection.execute(
        delete(agreement_version).where(
            agreement_version.c.server_id == server_id, agreement_version.c.version == version
        )
    )
    await _forget_acceptances(connection, server_id, version)


async def _forget_acceptances(connection: AsyncConnection, server_id: ServerId, version: int) -> None:
    here = (acceptance.c.server_id == server_id) & (acceptance.c.version == version)
    await connection.execute(delete(acceptance).where(here))


@each
async def _erase_server(connection: AsyncConnection, server_id: ServerId) -> None:
    for table in (acceptance, agreement_version):
        await connection.execute(delete(table).where(table.c.server_id == server_id))
