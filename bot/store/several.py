"""Does one thing for each of very many, several at a time. Not for a few, nor where one must wait for another."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Final, TypeVar

AT_ONCE: Final = 16
"""So many writes share a commit without waiting for others, and so few reads hold nobody up."""
TOGETHER: Final = 64
"""So many are read at once: to open what was read takes some milliseconds, in which nobody else is answered."""

Item = TypeVar("Item")


def some_at_a_time(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """All of them, a part after the other."""
    return (items[first : first + TOGETHER] for first in range(0, len(items), TOGETHER))


async def for_each(items: Sequence[Item], act: Callable[[Item], Awaitable[object]]) -> None:
    """Do this for each of them.

    Raises:
        Exception: what the first of them raised; those who were begun with it are done, and no further is begun.
    """
    for first in range(0, len(items), AT_ONCE):
        outcomes = await asyncio.gather(*map(act, items[first : first + AT_ONCE]), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome


async def each_in_its_time(items: Sequence[Item], act: Callable[[Item], Awaitable[object]], at_once: int) -> None:
    """Do this for each of them, so many at a time: one that takes long holds up no other but by its own place.

    Raises:
        ExceptionGroup: what one of them raised; those beside it are cancelled. `act` should keep its trouble to itself.
    """
    waiting: Iterator[Item] = iter(items)

    async def work() -> None:
        for item in waiting:
            await act(item)

    async with asyncio.TaskGroup() as workers:
        for _ in range(min(at_once, len(items))):
            workers.create_task(work())
