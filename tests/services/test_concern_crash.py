"""The process dies before or after any single write: then there is a whole concern with its code, or nothing of it."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.case import Named, State
from bot.core.receipt import receipt_of, written
from bot.services.problems import Refused
from bot.services.sending import How
from bot.store.concern_tables import case_table, doomed_table, receipt_table
from bot.store.database import Database
from bot.store.keystore import KeyStore, key_table
from tests.services.concern_house import ACCOUNT, HERE, LENA, MARA, MIA, NOOR, OTTO, START, ConcernHouse
from tests.services.deeds import acknowledging

Scene = Callable[[ConcernHouse], Coroutine[Any, Any, None]]


class Died(BaseException):
    """The process dies here."""


class Death:
    """Lets the process die at its n-th write, before it or right after its commit."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = -1
        self.after = False
        self.writes = 0
        write: Callable[[Database, Any, Any], Awaitable[object]] = Database.write

        async def deadly(database: Database, operation: Any, item: Any) -> object:
            self.writes += 1
            dies = self.writes == self.at
            if dies and not self.after:
                raise Died
            result = await write(database, operation, item)
            if dies:
                raise Died
            return result

        monkeypatch.setattr(Database, "write", deadly)


async def new_house(database: Database, keys: KeyStore) -> ConcernHouse:
    house = ConcernHouse(database, keys)
    if HERE not in await house.servers.all_ids():
        await house.set_up(MARA, OTTO)
    return house


async def through_every_death(house: ConcernHouse, death: Death, before: Scene, scene: Scene, check: Scene) -> None:
    """Play the scene once for each write and each side of it, dying there; then restart and check."""
    number = 0
    while True:
        number += 1
        for after in (False, True):
            await before(house)
            death.at, death.after, death.writes = number, after, 0
            try:
                await scene(house)
            except Died:
                pass
            else:
                assert number > 2
                return
            finally:
                death.at = -1
            await house.restart()
            await whole(house)
            await check(house)
            await whole(house)


async def whole(house: ConcernHouse) -> None:
    """Every case has its key and its receipt, and nothing is left over."""

    async def reading(connection: AsyncConnection) -> tuple[set[bytes], int, int]:
        ids = set((await connection.execute(select(case_table.c.case_id))).scalars())
        receipts = len((await connection.execute(select(receipt_table.c.lookup))).all())
        return ids, receipts, len((await connection.execute(select(doomed_table.c.key_id))).all())

    async def reading_keys(connection: AsyncConnection) -> set[bytes]:
        return set((await connection.execute(select(key_table.c.key_id))).scalars())

    ids, receipts, doomed = await house.database.read(reading)
    keys = await house.keys.database.read(reading_keys)
    cases = await house.cases.in_server(HERE)
    assert ids == {kept.case_id for kept in cases}
    assert receipts == sum(kept.case.state is not State.WITHDRAWN for kept in cases)
    assert doomed == 0
    assert ids < keys
    assert len(keys) == len(ids) + 1  # the server's own


@pytest.mark.parametrize("urgent", [False, True])
async def test_sending(database: Database, keys: KeyStore, monkeypatch: pytest.MonkeyPatch, urgent: bool) -> None:  # noqa: FBT001 - both ways to send
    house = await new_house(database, keys)
    state: dict[str, Any] = {}

    async def told(house: ConcernHouse) -> None:
        house.discord.cards.clear()
        for kept in await house.cases.in_server(HERE):
            await house.cases.erase(kept)
        state["token"] = await house.begin()
        await house.tell(state["token"])

    async def send(house: ConcernHouse) -> None:
        await house.send(state["token"], how=How.URGENT if urgent else How.SLOT)

    async def sent_again(house: ConcernHouse) -> None:
        code = written(receipt_of(state["token"].key))
        was_sent = bool(await house.cases.in_server(HERE))
        try:
            assert (await house.way_back.look(HERE, code, START)).lines == ()
            assert was_sent
        except Refused:
            assert not was_sent
        again = await house.send(state["token"], how=How.URGENT if urgent else How.SLOT)
        assert written(again.receipt) == code
        assert len(await house.cases.in_server(HERE)) == 1
        await house.delivery.catch_up(HERE)
        assert len(house.discord.cards) == int(urgent)

    await through_every_death(house, Death(monkeypatch), told, send, sent_again)


async def test_a_release_moves_both_or_neither(
    database: Database, keys: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await new_house(database, keys)
    about = replace(ACCOUNT, about=Named(LENA.member_id, "Lena"))
    state: dict[str, Any] = {}

    async def one_waits(house: ConcernHouse) -> None:
        for kept in await house.cases.in_server(HERE):
            await house.cases.erase(kept)
        await house.sent(account=about, writer=MIA, how=How.HOLD)
        state["token"] = await house.begin(writer=NOOR)
        await house.tell(state["token"], about)

    async def another_comes(house: ConcernHouse) -> None:
        await house.send(state["token"], NOOR, how=How.HOLD)

    async def both_or_neither(house: ConcernHouse) -> None:
        states = [kept.case.state for kept in await house.cases.in_server(HERE)]
        assert states in ([State.HELD], [State.WAITING, State.WAITING])
        await house.send(state["token"], NOOR, how=How.HOLD)
        assert [kept.case.state for kept in await house.cases.in_server(HERE)] == [State.WAITING, State.WAITING]

    await through_every_death(house, Death(monkeypatch), one_waits, another_comes, both_or_neither)


async def test_withdrawing_before_delivery(database: Database, keys: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    house = await new_house(database, keys)
    death = Death(monkeypatch)
    for at in (1, 2, 3):
        for after in (False, True):
            code = await house.sent()
            death.at, death.after, death.writes = at, after, 0
            with pytest.raises(Died):
                await house.way_back.withdraw(HERE, code, START)
            death.at = -1
            await house.restart()
            await whole(house)
            left = await house.cases.in_server(HERE)
            if left:
                # First it is decided that nobody gets it any more; then it is erased.
                assert at == 1 or (at, after) == (2, False)
                assert [one.case.withdraw_at is None for one in left] == [(at, after) == (1, False)]
                await house.way_back.withdraw(HERE, code, START)
            assert await house.cases.in_server(HERE) == []


async def test_a_withdrawal_that_leaves_something(
    database: Database, keys: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await new_house(database, keys)
    state: dict[str, str] = {}

    async def taken_up(house: ConcernHouse) -> None:
        for kept in await house.cases.in_server(HERE):
            await house.cases.erase(kept)
        state["code"] = await house.sent(urgent=True)
        (kept,) = await house.cases.in_server(HERE)
        await house.moderating.do(kept.case_id, MARA, HERE, acknowledging, START)

    async def withdraw(house: ConcernHouse) -> None:
        await house.way_back.withdraw(HERE, state["code"], START)

    async def one_is_left(house: ConcernHouse) -> None:
        await house.delivery.catch_up(HERE)
        (kept,) = await house.cases.in_server(HERE)
        if kept.case.state is not State.WITHDRAWN:
            await house.way_back.withdraw(HERE, state["code"], START)
            (kept,) = await house.cases.in_server(HERE)
        assert kept.case.state is State.WITHDRAWN
        with pytest.raises(Refused):
            await house.way_back.look(HERE, state["code"], START)

    await through_every_death(house, Death(monkeypatch), taken_up, withdraw, one_is_left)
