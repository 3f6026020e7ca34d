"""Suggestions at rest: each server's own. That their place tells nothing: `tests/attacks/test_order.py`."""

import secrets

import pytest

from bot.core.identity import ServerId, SuggestionId
from bot.store.database import Database
from bot.store.suggestions import SuggestionRepository, SuggestionRow

HERE, THERE = ServerId(1), ServerId(2)


def row(number: int, server_id: ServerId = HERE, sealed: bytes = b"sealed") -> SuggestionRow:
    return SuggestionRow(SuggestionId(bytes([number]) * 16), server_id, sealed)


@pytest.fixture
def suggestions(database: Database) -> SuggestionRepository:
    return SuggestionRepository(database, secrets.token_bytes)


async def test_they_are_each_servers_own(suggestions: SuggestionRepository) -> None:
    for one in (row(2), row(1), row(3, THERE)):
        await suggestions.add(one)
    assert await suggestions.of_server(HERE) == [row(1), row(2)]
    assert await suggestions.remove(HERE, [row(1).suggestion_id, row(3).suggestion_id]) == 1
    assert await suggestions.of_server(THERE) == [row(3, THERE)]
    await suggestions.erase_server(HERE)
    assert (await suggestions.of_server(HERE), len(await suggestions.of_server(THERE))) == ([], 1)


async def test_what_is_gone_is_not_brought_back_by_keeping_it_anew(suggestions: SuggestionRepository) -> None:
    for number in (1, 2):
        await suggestions.add(row(number))
    await suggestions.remove(HERE, [row(1).suggestion_id])
    await suggestions.replace([row(1, sealed=b"anew"), row(2, sealed=b"anew"), row(2, THERE, b"theirs")])
    assert await suggestions.of_server(HERE) == [row(2, sealed=b"anew")]
