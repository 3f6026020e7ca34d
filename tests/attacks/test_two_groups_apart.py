"""Two groups with the same people on one bot: check-ins, journals and tags of one are not met in the other.

The naive twin is the same look where it belongs, and a tag without a group in it. Not here: concerns
(`test_two_servers.py`).
"""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.identity import ServerId
from bot.core.sealing import CannotOpen, new_key, pseudonym
from bot.services.checkin_rounds import KnownRound
from bot.services.checkins import Filled
from bot.services.journal_book import journal_tag
from bot.services.problems import Refused
from bot.services.server_records import Server, ServerRecord
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.reflections import JournalRow
from bot.store.schema import metadata
from tests.attacks.thief import rows
from tests.proof import Figure
from tests.services.checkin_house import FAY, MIA, NOOR, SERVER, SETTINGS, Discord
from tests.services.test_reflections import Study

OTHER = ServerId(901)


@dataclass(frozen=True)
class Scene:
    """A group with an open check-in that Noor answered, a journal of Fay's, and another group without."""

    study: Study
    known: KnownRound

    async def server(self, server_id: ServerId) -> Server:
        return await self.study.servers.get(server_id)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    database = await Database.open(sqlite_address(tmp_path / "data.db"))
    keys = await KeyStore.open(sqlite_address(tmp_path / "keys.db"), new_key(secrets.token_bytes), secrets.token_bytes)
    study = Study(database, keys, Discord())
    await study.set_up()
    await study.servers.create(OTHER, ServerRecord(SETTINGS))
    known = await study.start()
    await study.answer(known, NOOR)
    await study.write("I spoke too much.")
    yield Scene(study, known)
    await database.close()
    await keys.close()


async def _asked(scene: Scene, where: ServerId) -> object:
    return (await scene.study.checkins.ask(where, MIA, scene.known.round_id, scene.study.now)).round_id


async def _handed_in(scene: Scene, where: ServerId) -> object:
    filled = Filled(scene.known.round_id, (await scene.study.ask(scene.known, MIA)).ballot_key, ("5", "4"), "")
    return (await scene.study.checkins.hand_in(where, MIA, filled, scene.study.now)).changed


async def _offered(scene: Scene, where: ServerId) -> object:
    return [one.round_id for one in await scene.study.checkins.open_to(where, MIA, scene.study.now)]


async def _read(scene: Scene, where: ServerId) -> object:
    return [entry.what.words for entry in await scene.study.reflections.entries(where, FAY)]


Look = Callable[[Scene, ServerId], Awaitable[object]]


@pytest.mark.parametrize("look", [_asked, _handed_in, _offered, _read])
async def test_no_look_from_the_other_group_meets_anything(scene: Scene, look: Look, figure: Figure) -> None:
    found: list[object] = []
    for where in (OTHER, SERVER):
        try:
            found.append(await look(scene, where))
        except Refused as refused:
            found.append(refused.key)
    assert found[0] in ([], "checkin-closed")
    assert found[1] not in ([], "checkin-closed")
    figure(
        "F22",
        f"from another group: {look.__name__.strip('_').replace('_', ' ')}",
        "nothing",
        twin="met",
        passes="nothing",
    )


async def test_a_journal_put_into_the_other_group_does_not_open(scene: Scene) -> None:
    here, there = await scene.server(SERVER), await scene.server(OTHER)
    sealed = await scene.study.journal_rows.find(journal_tag(here, FAY.member_id))
    assert sealed is not None
    await scene.study.journal_rows.put(JournalRow(journal_tag(there, FAY.member_id), OTHER, sealed))
    with pytest.raises(CannotOpen):
        await _read(scene, OTHER)


async def test_nobody_is_recognised_from_one_group_to_the_other(scene: Scene) -> None:
    """Whoever has every file and the keys of one group."""
    here, there = await scene.server(SERVER), await scene.server(OTHER)
    for one in (FAY, MIA, NOOR):
        tags = [
            {at.pseudonym(one.member_id), journal_tag(at, one.member_id), at.choice(one.member_id)}
            for at in (here, there)
        ]
        assert not tags[0] & tags[1]
    everything = repr(await rows(scene.study.database, metadata)).encode()
    assert repr(bytes(journal_tag(here, FAY.member_id)))[2:-1].encode() in everything
    assert repr(bytes(journal_tag(there, FAY.member_id)))[2:-1].encode() not in everything
    naive = {pseudonym(new_key(bytes), FAY.member_id) for _ in (here, there)}
    assert len(naive) == 1
