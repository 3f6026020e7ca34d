"""What sizes tell of what is written besides concerns: one size for twenty lengths of a suggestion, of a comment, of a
facilitator's thought, and of what was done.

The naive twin seals the words as long as they are. Not here: concerns (`test_concern_sizes.py`).
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.core.identity import ChannelId
from bot.core.sealing import new_key, seal
from bot.services.server_records import ServerRecord
from bot.store.database import Database
from bot.store.impacts import action_table
from bot.store.keystore import KeyStore
from bot.store.round_table import open_box_table
from bot.store.schema import metadata
from tests.attacks.heists import as_bytes
from tests.attacks.thief import rows
from tests.proof import Figure
from tests.services import agreement_house as agreement
from tests.services.checkin_house import FACILITATORS, NOOR, Discord, member
from tests.services.test_impacts import WRITTEN, ImpactHouse
from tests.services.test_reflections import Study

TEXTS = ["x" * length for length in range(1, 501, 26)]
"""Of twenty lengths."""
pytestmark = pytest.mark.parametrize("addresses", ["sqlite"], indirect=True)
"""What is sealed is as long on either kind of database."""


async def suggestions(database: Database, keys: KeyStore) -> None:
    house = agreement.House(database, keys, agreement.Discord())
    await house.servers.create(agreement.SERVER, ServerRecord(agreement.SETTINGS))
    await house.publish()
    for number, words in enumerate(TEXTS):
        await house.suggestions.suggest(agreement.SERVER, agreement.member(100 + number), "whole", words, house.now)


async def comments(database: Database, keys: KeyStore) -> None:
    """Each alone in a check-in of its own."""
    study = Study(database, keys, Discord())
    await study.set_up()
    for number, words in enumerate(TEXTS):
        known = await study.start(channel=ChannelId(500 + number), comments=True)
        await study.answer(known, NOOR, comment=words)


async def thoughts(database: Database, keys: KeyStore) -> None:
    study = Study(database, keys, Discord())
    await study.set_up()
    for number, words in enumerate(TEXTS):
        await study.write(words, member(100 + number, FACILITATORS))


async def actions(database: Database, keys: KeyStore) -> None:
    house = ImpactHouse(database, keys, Discord())
    await house.set_up()
    for words in TEXTS:
        await house.record(replace(WRITTEN, words=words, intent=words))


Writing = Callable[[Database, KeyStore], Awaitable[None]]
TABLES: dict[Writing, str] = {
    suggestions: "suggestion",
    comments: open_box_table.name,
    thoughts: "journal",
    actions: action_table.name,
}


@pytest.mark.parametrize("writing", TABLES)
async def test_twenty_lengths_are_one_size(
    database: Database,
    keys: KeyStore,
    writing: Writing,
    figure: Figure,
) -> None:
    await writing(database, keys)
    kept = (await rows(database, metadata))[TABLES[writing]]
    assert len(kept) == len(TEXTS)
    sizes = {len(as_bytes(row[-1])) for row in kept}
    key = new_key(secrets.token_bytes)
    naive = {len(seal(key, words.encode(), b"", secrets.token_bytes)) for words in TEXTS}
    assert (len(sizes), len(naive)) == (1, len(TEXTS))
    figure("F7", f"sizes of {len(TEXTS)} lengths of {writing.__name__}", len(sizes), twin=len(naive), passes="1")
