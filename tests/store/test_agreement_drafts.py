"""The row of a draft: overwritten and removed only by who saw what it held, and erased with its server alone."""

import asyncio

import pytest

from bot.core.identity import ServerId
from bot.store.agreement_drafts import AgreementDraftRepository, DraftRow
from bot.store.database import Database

HERE, THERE = ServerId(1), ServerId(2)


@pytest.fixture
def drafts(database: Database) -> AgreementDraftRepository:
    return AgreementDraftRepository(database)


async def test_a_draft_is_kept_overwritten_and_dropped_by_who_saw_it(drafts: AgreementDraftRepository) -> None:
    assert await drafts.find(HERE) is None
    assert not await drafts.put(DraftRow(HERE, 8, b"second"), former=7)
    assert await drafts.put(DraftRow(HERE, 7, b"first"), former=0)
    assert not await drafts.put(DraftRow(HERE, 9, b"blind"), former=0)
    assert await drafts.put(DraftRow(HERE, 8, b"second"), former=7)
    assert await drafts.find(HERE) == DraftRow(HERE, 8, b"second")
    assert not await drafts.drop(HERE, 7)
    assert await drafts.drop(HERE, 8)
    assert not await drafts.drop(HERE, 8)
    assert await drafts.find(HERE) is None


async def test_of_many_who_saw_the_same_only_one_writes(drafts: AgreementDraftRepository) -> None:
    for former in (0, 5):
        rows = [DraftRow(HERE, 5 + former + at, b"%d" % at) for at in range(8 if former else 1)]
        written = await asyncio.gather(*(drafts.put(row, former) for row in rows))
        assert sum(written) == 1
        assert await drafts.find(HERE) == rows[written.index(True)]


async def test_a_server_is_erased_alone(drafts: AgreementDraftRepository) -> None:
    theirs = DraftRow(THERE, 3, b"theirs")
    for row in (DraftRow(HERE, 3, b"mine"), theirs):
        assert await drafts.put(row, former=0)
    await drafts.erase_server(HERE)
    await drafts.erase_server(HERE)
    assert await drafts.find(HERE) is None
    assert await drafts.find(THERE) == theirs
