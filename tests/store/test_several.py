"""Many things done several at a time: each once, an error told, and no further begun."""

import asyncio

import pytest

from bot.store.several import AT_ONCE, each_in_its_time, for_each


async def test_each_is_done_once_and_several_at_a_time() -> None:
    done: list[int] = []
    under_way = most = 0

    async def act(number: int) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        done.append(number)

    await for_each(range(AT_ONCE * 3 + 1), act)
    assert sorted(done) == list(range(AT_ONCE * 3 + 1))
    assert most == AT_ONCE


async def test_what_one_raises_is_told_when_those_beside_it_are_done() -> None:
    done: list[int] = []

    async def act(number: int) -> None:
        await asyncio.sleep(0)
        if number == 1:
            raise KeyError("one")
        done.append(number)

    with pytest.raises(KeyError, match="one"):
        await for_each(range(AT_ONCE * 2), act)
    assert done == [number for number in range(AT_ONCE) if number != 1]


async def test_one_that_takes_long_holds_up_no_other() -> None:
    done: list[int] = []
    under_way = most = 0
    others = asyncio.Event()

    async def act(number: int) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await (others.wait() if number == 0 else asyncio.sleep(0))
        under_way -= 1
        done.append(number)
        if len(done) == 19:
            others.set()

    await each_in_its_time(range(20), act, 4)
    assert sorted(done) == list(range(20))
    assert (most, done[-1]) == (4, 0)
