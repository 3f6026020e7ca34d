"""The rows of journals: one a person, overwritten whole, removed alone, laid down in no order of arrival."""

import secrets

import pytest

from bot.core.identity import MemberTag, ServerId
from bot.store.database import Database
from bot.store.reflections import JournalRepository, JournalRow

HERE, THERE = ServerId(1), ServerId(2)
ONE, OTHER = MemberTag(b"1" * 16), MemberTag(b"2" * 16)


@pytest.fixture
def journals(database: Database) -> JournalRepository:
    return JournalRepository(database, secrets.token_bytes)


async def test_a_journal_is_kept_overwritten_and_removed_alone(journals: JournalRepository) -> None:
    assert await journals.find(ONE) is None
    for row in (JournalRow(ONE, HERE, b"first"), JournalRow(OTHER, HERE, b"other"), JournalRow(ONE, HERE, b"second")):
        await journals.put(row)
    assert (await journals.find(ONE), await journals.find(OTHER)) == (b"second", b"other")
    assert await journals.remove(ONE)
    assert not await journals.remove(ONE)
    assert (await journals.find(ONE), await journals.find(OTHER)) == (None, b"other")


async def test_a_server_is_erased_alone(journals: JournalRepository) -> None:
    await journals.put(JournalRow(ONE, HERE, b"here"))
    await journals.put(JournalRow(OTHER, THERE, b"there"))
    for _ in range(2):
        await journals.erase_server(HERE)
    assert (await journals.find(ONE), await journals.find(OTHER)) == (None, b"there")


async def test_with_a_new_one_others_are_laid_down_again_and_stay_what_they_were(journals: JournalRepository) -> None:
    kept = {MemberTag(secrets.token_bytes(16)): secrets.token_bytes(40) for _ in range(24)}
    for tag, sealed in kept.items():
        await journals.put(JournalRow(tag, HERE, sealed))
    assert {tag: await journals.find(tag) for tag in kept} == kept
