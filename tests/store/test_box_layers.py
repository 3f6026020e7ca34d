"""The layer around open boxes: its key is replaced with every write, a former state opens for nobody, no state is lost.

Not here: what a thief finds of it in the files of a server (`tests/attacks/test_postgres_log.py`).
"""

import asyncio
import secrets
from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ballot import Box, Outcome
from bot.core.comments import Comment, CommentBox, CommentHandle
from bot.core.identity import KeyId, RoundId
from bot.core.sealing import CannotOpen
from bot.store.box_layers import Boxes, BoxLayers, Outworn
from bot.store.database import Database
from bot.store.keystore import KeyStore, key_table
from bot.store.problems import StoreFull
from bot.store.round_boxes import HandedIn, box_place, comments_place
from bot.store.round_table import open_box_table
from bot.store.rounds import RoundRepository
from tests.store.test_rounds import ELSEWHERE, KEY, ONE, SERVER, TWO, closing, entry, opened, row


class House:
    """A repository with layers, and what lies beneath it."""

    def __init__(self, database: Database, keys: KeyStore) -> None:
        self.database, self.keys = database, keys
        self.restart()

    def restart(self) -> None:
        """Begin again on the same stores."""
        self.layers = BoxLayers(self.keys, secrets.token_bytes)
        self.rounds = RoundRepository(self.database, secrets.token_bytes, self.layers)

    async def answer(self, *members: int, round_id: RoundId = ONE) -> list[Outcome]:
        handed_in = [
            HandedIn(round_id, KEY, entry(one, 1, 2), Comment(CommentHandle(one.to_bytes(16)), "kind words"))
            for one in members
        ]
        return await asyncio.gather(*(self.rounds.answer(one) for one in handed_in))

    async def lies(self, round_id: RoundId = ONE) -> Boxes:
        """The boxes as the database has them."""

        async def reading(connection: AsyncConnection) -> Boxes:
            this = open_box_table.c.round_id == round_id
            return Boxes(*(await connection.execute(select(open_box_table).where(this))).one()[1:])

        return await self.database.read(reading)

    async def key_ids(self) -> Sequence[KeyId]:
        async def reading(connection: AsyncConnection) -> Sequence[KeyId]:
            return [KeyId(one) for one in (await connection.execute(select(key_table.c.key_id))).scalars()]

        return await self.keys.database.read(reading)

    async def opens(self, boxes: Boxes) -> bool:
        """Whether both open with the keys of now."""
        peeled = await BoxLayers(self.keys, secrets.token_bytes).peel(ONE, boxes)
        try:
            Box.unseal(KEY, peeled.boxes.box, box_place(ONE))
            CommentBox.unseal(KEY, peeled.boxes.comments or b"", comments_place(ONE))
        except CannotOpen:
            return False
        return True

    async def people(self, round_id: RoundId = ONE) -> int:
        return (await opened(self.rounds, round_id)).people


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> House:
    house = House(database, keys)
    await house.rounds.add(row(ONE), KEY, questions=2, takes_comments=True)
    return house


async def test_no_former_state_opens_and_one_key_is_left(house: House) -> None:
    states: list[Boxes] = []
    for member in range(5):
        assert await house.answer(member) == [Outcome.TAKEN]
        states.append(await house.lies())
        assert [await house.opens(one) for one in states] == [False] * member + [True]
        assert len(await house.key_ids()) == 1
    assert await house.people() == 5
    sealed = await house.rounds.comments(ONE)
    assert len(CommentBox.unseal(KEY, sealed or b"", comments_place(ONE)).texts()) == 5


async def test_a_box_from_before_there_were_layers_gets_one(house: House) -> None:
    await RoundRepository(house.database, secrets.token_bytes).answer(HandedIn(ONE, KEY, entry(1, 1, 2)))
    bare = await house.lies()
    assert await house.people() == 1
    assert await house.answer(2) == [Outcome.TAKEN]
    assert (await house.lies()).box != await house.rounds.box(ONE)
    assert await house.people() == 2
    assert await house.opens(bare)  # what lay there before lies in old copies as it was


async def test_a_death_before_the_commit_loses_nothing(house: House) -> None:
    await house.answer(1)
    peeled = await house.layers.peel(ONE, await house.lies())
    await house.layers.cover({ONE: peeled})
    house.restart()
    assert await house.people() == 1
    assert await house.answer(2) == [Outcome.TAKEN]
    assert await house.people() == 2


async def test_a_death_after_the_commit_is_made_good_at_the_next_start(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dies(self: BoxLayers, outworn: Outworn) -> None:
        return

    await house.answer(1)
    former = await house.lies()
    with monkeypatch.context() as patch:
        patch.setattr(BoxLayers, "destroy", dies)
        await house.answer(2)
    assert await house.opens(former)
    house.restart()
    await house.rounds.tidy()
    assert not await house.opens(former)
    assert await house.people() == 2
    assert len(await house.key_ids()) == 1


async def test_a_destruction_that_comes_late_destroys_no_key_in_use(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[Outworn] = []

    async def later(self: BoxLayers, outworn: Outworn) -> None:
        late.append(outworn)

    with monkeypatch.context() as patch:
        patch.setattr(BoxLayers, "destroy", later)
        for member in range(3):
            await house.answer(member)
    for outworn in late:
        await house.layers.destroy(outworn)
        assert await house.people() == 3


async def test_answers_at_once_to_several_rounds_are_all_kept(house: House) -> None:
    await house.rounds.add(row(TWO, ELSEWHERE), KEY, questions=2)
    answering = [house.answer(number, round_id=(ONE, TWO)[number % 2]) for number in range(60)]
    reading = [house.people(round_id) for round_id in (ONE, TWO) * 10]
    outcomes = await asyncio.gather(*answering)
    assert outcomes == [[Outcome.TAKEN]] * 60
    assert all(0 <= one <= 30 for one in await asyncio.gather(*reading))
    assert [await house.people(one) for one in (ONE, TWO)] == [30, 30]
    assert len(await house.key_ids()) == 2


async def test_where_no_key_can_be_kept_nothing_changes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(self: KeyStore, key_id: KeyId) -> None:
        raise StoreFull

    await house.answer(1)
    with monkeypatch.context() as patch:
        patch.setattr(KeyStore, "renew", full)
        with pytest.raises(StoreFull):
            await house.answer(2)
    assert await house.people() == 1
    with monkeypatch.context() as patch:
        patch.setattr(KeyStore, "destroy", full)
        assert await house.answer(3) == [Outcome.TAKEN]
    assert await house.people() == 2


async def test_a_box_whose_layer_lost_its_key_takes_nothing_and_its_round_still_ends(house: House) -> None:
    """As after a restore of older keys."""
    await house.answer(1)
    await house.layers.end([ONE])
    assert await house.answer(2) == [Outcome.BROKEN]
    with pytest.raises(CannotOpen):
        await house.people()
    assert await house.rounds.close(closing(ONE)) == b"result"


@pytest.mark.parametrize("way", ["closed", "removed", "its server erased"])
async def test_what_ends_leaves_no_key(house: House, way: str) -> None:
    await house.answer(1, 2)
    if way == "closed":
        assert await house.rounds.close(closing(ONE)) == b"result"
    elif way == "removed":
        await house.rounds.remove(ONE)
    else:
        await house.rounds.erase_server(SERVER)
    assert await house.key_ids() == []
