"""The write-ahead log of PostgreSQL holds each state of an open box: whoever has it and the keys compares two of them.

Two states that follow one another tell who gave which ballot. So there is a layer around them whose key goes with
every write: of all states in the log the last one opens, as in any copy. The naive twin is the bot without that layer.
Once a round is closed no state opens at all. Not here: rows (`test_postgres_order.py`, `test_postgres_erasure.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ballot import Box
from bot.core.identity import KeyId, MemberTag
from bot.core.sealing import CannotOpen, Key
from bot.services.checkin_rounds import KnownRound
from bot.store.box_layers import Boxes, BoxLayers
from bot.store.keystore import key_table
from bot.store.opening import Stores
from bot.store.round_boxes import box_place
from bot.store.round_table import open_box_table
from tests.attacks.byte_search import contents, found
from tests.attacks.postgres_thief import Home, Stolen
from tests.proof import Figure
from tests.services.checkin_house import Discord, House, member

ANSWERS = 12


@dataclass(frozen=True)
class Robbed:
    """A round, what the thief copied of the server, and each state that its box ever had."""

    home: Home
    house: House
    known: KnownRound
    states: Sequence[bytes]
    stolen: Stolen

    def of_states(self, files: dict[Path, bytes]) -> list[bytes]:
        """Those of which some part lies in these files."""
        return [state for state in self.states if found(_pieces(state), files)]


def _pieces(state: bytes) -> list[bytes]:
    """Parts of a sealed value, wherever it is cut: at the end of a page of the log, or of a row."""
    return [state[at : at + 32] for at in range(0, len(state) - 32, 512)]


async def _lies(home: Home) -> bytes:
    async def reading(connection: AsyncConnection) -> bytes:
        return (await connection.execute(select(open_box_table.c.box))).scalar_one()

    return await home.database.read(reading)


async def robbed(home: Home) -> Robbed:
    """A round that people answer one by one; then all files and all keys are copied."""
    house = await House(home.database, home.keys, Discord()).set_up()
    known = await house.start()
    states = [await _lies(home)]
    for number in range(ANSWERS):
        await house.answer(known, member(100 + number), str(1 + number % 5), "4")
        states.append(await _lies(home))
    return Robbed(home, house, known, states, await home.robbed())


async def _every_key(home: Home) -> dict[KeyId, Key]:
    async def reading(connection: AsyncConnection) -> list[KeyId]:
        return [KeyId(one) for one in (await connection.execute(select(key_table.c.key_id))).scalars()]

    return await home.keys.get_many(await home.keys.database.read(reading))


async def opened(robbed: Robbed, states: Sequence[bytes]) -> list[Box]:
    """Those that open with any key of now, with its layer or without."""
    layers, boxes = BoxLayers(robbed.home.keys, bytes), list[Box]()
    for state in states:
        bare = (await layers.peel(robbed.known.round_id, Boxes(state, None))).boxes.box
        for key in (await _every_key(robbed.home)).values():
            try:
                boxes.append(Box.unseal(key, bare, box_place(robbed.known.round_id)))
            except CannotOpen:
                continue
    return boxes


def joined(boxes: Sequence[Box]) -> int:
    """How many members are joined to their ballot: each who came between two states alone, with one ballot."""
    return sum(len(_new(one, other)) == 1 for one, other in pairwise(sorted(boxes, key=lambda box: box.people)))


def _new(before: Box, after: Box) -> set[MemberTag]:
    return after.has_answered() - before.has_answered()


async def test_the_log_and_the_keys_join_nobody_to_a_ballot(
    at_home: Home, figure: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = await robbed(at_home)
    in_log = sealed.of_states(sealed.stolen.log)
    assert len(in_log) == ANSWERS + 1
    boxes = await opened(sealed, in_log)
    assert [box.people for box in boxes] == [0, ANSWERS]
    assert joined(boxes) == 0

    await sealed.house.later(hours=49)
    assert await opened(sealed, sealed.states) == []
    keys = contents(at_home.folder)
    assert found([bytes(sealed.known.key_id)], keys) == []

    monkeypatch.setattr(Stores, "layers", None)
    twin = await robbed(at_home)
    twin_joined = joined(await opened(twin, twin.of_states(twin.stolen.log)))
    assert twin_joined == ANSWERS
    await twin.house.later(hours=49)
    assert await opened(twin, twin.states) == []
    what = f"PostgreSQL: members of {ANSWERS} joined to their ballot by the write-ahead log and all keys, round open"
    figure("linkage", what, joined(boxes), twin=twin_joined, passes="0")


async def test_without_the_keys_no_state_opens(at_home: Home, figure: Figure) -> None:
    """Whoever copies the server alone has every state, and none of them opens: what opens one is in no file of it."""
    sealed = await robbed(at_home)
    keys = [bytes(key) for key in (await _every_key(at_home)).values()]
    keys += await at_home.keys.database.read(_wrapped)
    assert found(keys, dict(sealed.stolen.files)) == []
    in_tables = len(sealed.of_states(sealed.stolen.tables))
    assert in_tables > 1, "dead rows hold former states too"
    await at_home.stores.lay_anew(large_too=False)
    assert len(sealed.of_states((await at_home.robbed()).tables)) == 1
    await sealed.house.later(hours=49)
    await at_home.stores.lay_anew(large_too=False)
    assert sealed.of_states((await at_home.robbed()).tables) == []
    what = f"PostgreSQL: states of an open box in the files of tables, of {ANSWERS + 1}, an hour later"
    figure("F4", what, 1, twin=in_tables, passes="the last one; none an hour after closing")


async def _wrapped(connection: AsyncConnection) -> list[bytes]:
    return list((await connection.execute(select(key_table.c.wrapped))).scalars())
