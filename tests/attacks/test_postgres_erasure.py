"""What is erased on PostgreSQL stays on its page, through VACUUM too, until the bot writes its tables anew, every hour.

The write-ahead log keeps it for longer: concerns there open no more, their keys are gone; a tag of somebody who had
agreed can still be tested. Not here: that a restored copy brings nothing back (`test_restored_backup.py`).
"""

import secrets
from collections.abc import Awaitable, Callable, Sequence

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from bot.core.identity import KeyId, MemberTag, ServerId
from bot.store import laying_anew
from bot.store.agreements import Acceptance, AgreementRepository
from bot.store.reflections import JournalRepository, JournalRow
from tests.attacks.byte_search import contents, found
from tests.attacks.postgres_thief import Home
from tests.attacks.test_erasure import pieces
from tests.proof import Figure
from tests.services.concern_house import HERE, MARA, OTTO, ConcernHouse
from tests.store.samples import tell

OTHERS = 30
FEW = 40
"""One piece in so many is looked for: what stays, stays whole."""
SOMEWHERE = ServerId(1457674990387200003)

Erased = Callable[[Home], Awaitable[Sequence[bytes]]]
"""Lets something be kept and erased again; what a thief looks for."""


async def _agreement(home: Home) -> Sequence[bytes]:
    repository = AgreementRepository(home.database)
    tags = [MemberTag(secrets.token_bytes(16)) for _ in range(OTHERS)]
    for tag in tags:
        await repository.accept(Acceptance(SOMEWHERE, tag, 1))
    await repository.withdraw(SOMEWHERE, tags[-1])
    return [tags[-1]]


async def _journal(home: Home) -> Sequence[bytes]:
    repository, sealed = JournalRepository(home.database, secrets.token_bytes), secrets.token_bytes(4096)
    tag = MemberTag(secrets.token_bytes(16))
    await repository.put(JournalRow(tag, SOMEWHERE, sealed))
    await repository.remove(tag)
    return [tag, *pieces(sealed)[::FEW]]


async def _concern(home: Home) -> Sequence[bytes]:
    house = ConcernHouse(home.database, home.keys)
    await house.set_up(MARA, OTTO)
    code = await house.sent()
    sealed = await home.database.write(tell, "SELECT sealed FROM concern_case")
    case_id = await home.database.write(tell, "SELECT case_id FROM concern_case")
    assert isinstance(sealed, bytes)
    assert isinstance(case_id, bytes)
    await house.way_back.withdraw(HERE, code, house.discord.now)
    assert await home.keys.get_many([KeyId(case_id)]) == {}
    return [case_id, *pieces(sealed)[::FEW]]


@pytest.mark.parametrize("erased", [_agreement, _journal, _concern])
async def test_what_is_erased_is_in_no_table_an_hour_later(at_home: Home, erased: Erased, figure: Figure) -> None:
    wanted = await erased(at_home)
    stolen = await at_home.robbed()
    assert found(wanted, stolen.tables) != []
    # Of its log this is said to members, and to whoever runs the bot (docs/operators.md).
    assert found(wanted, stolen.log) != []
    await at_home.database.read(lambda connection: connection.exec_driver_sql("VACUUM"))
    vacuumed = found(wanted, (await at_home.robbed()).tables)
    assert vacuumed != []
    await at_home.stores.lay_anew(large_too=False)
    stolen = await at_home.robbed()
    assert found(wanted, {**stolen.tables, **stolen.others}) == []
    assert found(wanted, contents(at_home.folder)) == []
    what = f"PostgreSQL: files outside the write-ahead log that hold an erased {erased.__name__.strip('_')}"
    figure("F4", what, 0, twin=f"{len(vacuumed)} after VACUUM", passes="0 an hour later")


async def test_the_log_forgets_too_where_it_is_told_to(
    at_home: Home, figure: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As docs/operators.md advises: used pieces of the log are removed, and the bot may begin a new one every hour."""
    with monkeypatch.context() as patch:
        patch.setattr(laying_anew, "_MAY_END_LOG", text("SELECT false"))
        kept = await _pieces_left(at_home)
    assert kept > 0
    try:
        await _set(at_home, "wal_recycle", "off")
        assert await _pieces_left(at_home) == 0
    finally:
        await _set(at_home, "wal_recycle", "DEFAULT")
    what = "PostgreSQL: pieces of the write-ahead log that hold an erased agreement two hours later, set as advised"
    figure("F4", what, 0, twin=f"{kept} as it is installed", passes="0")


async def _pieces_left(home: Home) -> int:
    """In how many pieces of the log somebody is found who agreed and erased it, two hours later."""
    wanted = await _agreement(home)
    for _ in range(2):
        await home.stores.lay_anew(large_too=False)
        await home.robbed()
    return len(found(wanted, (await home.robbed()).log))


async def _set(home: Home, setting: str, value: str) -> None:
    await home.database.read(lambda connection: connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = {value}"))
    await home.database.read(lambda connection: connection.exec_driver_sql("SELECT pg_reload_conf()"))


async def test_the_server_says_nothing_of_anybody(at_home: Home) -> None:
    """Neither its own log, nor its statistics, nor what it knows of transactions: not after an error either."""
    tags = [MemberTag(secrets.token_bytes(16)) for _ in range(3)]
    repository = AgreementRepository(at_home.database)
    for tag in tags:
        await repository.accept(Acceptance(SOMEWHERE, tag, 1))
    await at_home.database.write(tell, "ALTER TABLE acceptance RENAME TO elsewhere")
    with pytest.raises(ProgrammingError):
        await repository.withdraw(SOMEWHERE, tags[0])
    await at_home.database.write(tell, "ALTER TABLE elsewhere RENAME TO acceptance")
    wanted = [form for tag in tags for form in (bytes(tag), tag.hex().encode())]
    stolen = await at_home.robbed()
    assert found([b"DELETE FROM acceptance"], stolen.others) == ["log"]
    assert found(wanted, stolen.others) == []
    # The naive twin writes a value into its statement.
    with pytest.raises(ProgrammingError):
        await at_home.database.write(tell, f"DELETE FROM nowhere WHERE member_tag = '\\x{tags[0].hex()}'")  # noqa: S608 - as said
    assert found(wanted, (await at_home.robbed()).others) == ["log"]
