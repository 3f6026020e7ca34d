"""The one writer of a database: it gathers what arrives together into one transaction and answers after COMMIT.

No standing worker: the first caller starts the flush as a task of its own, those who arrive meanwhile ride on the next
batch. Not for reading (see `Database.read`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, Generic, Protocol, TypeVar, final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.problems import DatabaseDamaged, StoreBusy, StoreClosed, StoreProblem, WritesCrossed
from bot.store.session import WriteSession
from bot.store.translation import translated
from config.pace import Pace

GATHERING_PER_RIDER = 0.008
"""Seconds of waiting, times the riders of the batch before, squared: even one says that more may be on the way."""
ENOUGH = 16
"""Riders who wait for no further company: among so many a commit costs each of them little."""
NOBODY_FOR = 0.01
"""Seconds in which nobody came: those who write one thing after the other are all aboard, and wait for no crowd."""
QUIET_AFTER = 0.1
"""Seconds after which the batch before no longer counts as load."""

TRIES = 4
"""How often a transaction is begun that the server ended because it and another process's waited for each other."""

Item = TypeVar("Item")
Result = TypeVar("Result")
Item_contra = TypeVar("Item_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)


class Operation(Protocol[Item_contra, Result_co]):
    """One kind of write. It may run a second time after a rollback, so it touches nothing but the connection."""

    @property
    def name(self) -> str: ...

    async def apply(self, connection: AsyncConnection, items: Sequence[Item_contra], /) -> Sequence[Result_co]:
        """Write all items; the results are in the order of the items."""
        ...


@final
class _Together(Generic[Item, Result]):
    def __init__(
        self, name: str, function: Callable[[AsyncConnection, Sequence[Item]], Awaitable[Sequence[Result]]]
    ) -> None:
        self.name = name
        self._function = function

    async def apply(self, connection: AsyncConnection, items: Sequence[Item], /) -> Sequence[Result]:
        return await self._function(connection, items)


def together(
    name: str,
) -> Callable[[Callable[[AsyncConnection, Sequence[Item]], Awaitable[Sequence[Result]]]], Operation[Item, Result]]:
    """Make an operation of a function that writes all items of a batch at once (one `executemany`)."""

    def made(
        function: Callable[[AsyncConnection, Sequence[Item]], Awaitable[Sequence[Result]]],
    ) -> Operation[Item, Result]:
        return _Together(name, function)

    return made


def each(function: Callable[[AsyncConnection, Item], Awaitable[Result]]) -> Operation[Item, Result]:
    """Make an operation of a function that writes one item; several still share one transaction."""

    async def one_after_another(connection: AsyncConnection, items: Sequence[Item]) -> Sequence[Result]:
        return [await function(connection, item) for item in items]

    return _Together(getattr(function, "__name__", "each"), one_after_another)


@final
class Rider(Generic[Item, Result]):
    """One write on its way: what to do, with what, and who waits for it."""

    __slots__ = ("answer", "item", "operation")

    def __init__(self, operation: Operation[Item, Result], item: Item, answer: asyncio.Future[Result]) -> None:
        self.operation = operation
        self.item = item
        self.answer = answer

    def deliver(self, result: Result) -> None:
        if not self.answer.done():
            self.answer.set_result(result)

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


_AnyRider = Rider[Any, Any]


@final
class Writer:
    """Gathers writes into transactions on one session."""

    def __init__(self, session: WriteSession, pace: Pace = Pace()) -> None:
        self._session = session
        self._longest_gathering = pace.longest_gathering
        self._waiting: list[_AnyRider] = []
        self._aboard: list[_AnyRider] = []
        self._flush: asyncio.Task[None] | None = None
        self._full: asyncio.Future[None] | None = None
        self._closed = False
        self._riders_before = 0
        self._ended_before = 0.0

    async def write(self, operation: Operation[Item, Result], item: Item) -> Result:
        """The operation's result for this item, after COMMIT.

        A caller that is cancelled before its batch begins takes its write along; afterwards the write goes through.

        Raises:
            StoreFull, StoreBusy, StoreLost, StoreClosed: see there.
            Exception: whatever the operation raised for this item alone; nothing of it was kept.
        """
        if self._closed:
            raise StoreClosed
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Result] = loop.create_future()
        self._waiting.append(Rider(operation, item, answer))
        if self._full is not None and len(self._waiting) == ENOUGH and not self._full.done():
            self._full.set_result(None)
        if self._flush is None:
            self._flush = loop.create_task(self._drain(), name="store writer")
        return await answer

    async def close(self) -> None:
        """Take no more writes, wait for those under way, give the connection up."""
        self._closed = True
        if self._flush is not None:
            await asyncio.wait((self._flush,))
        await self._session.close()

    async def _drain(self) -> None:
        clock = asyncio.get_running_loop().time
        try:
            while self._waiting:
                if pause := self._gathering(clock()):
                    await self._company(pause)
                self._aboard = [rider for rider in self._waiting if not rider.answer.done()]
                self._waiting = []
                self._riders_before = len(self._aboard)
                await self._carry(self._aboard)
                self._ended_before = clock()
        finally:
            self._flush = None
            for rider in (*self._aboard, *self._waiting):
                rider.fail(StoreClosed())
            self._aboard, self._waiting = [], []

    async def _company(self, longest: float) -> None:
        """Wait for others while they come: no longer than so many seconds, and until they are enough."""
        loop, aboard = asyncio.get_running_loop(), 0
        until = loop.time() + longest
        while aboard < len(self._waiting) < ENOUGH and (left := until - loop.time()) > 0:
            aboard, self._full = len(self._waiting), loop.create_future()
            await asyncio.wait((self._full,), timeout=min(left, NOBODY_FOR))
            self._full = None

    def _gathering(self, now: float) -> float:
        """Seconds to wait for company: none when it was quiet, more the fuller the batch before was.

        One after another is somebody who does several things in turn; from two on it is a crowd, whose longest wait is
        soon reached: nobody notices it, and half as many commits cost half the processor time.
        """
        if now - self._ended_before > QUIET_AFTER:
            return 0.0
        return min(self._longest_gathering, GATHERING_PER_RIDER * self._riders_before**2)

    async def _carry(self, riders: Sequence[_AnyRider]) -> None:
        """Write the riders in one transaction, or one by one when one of them spoils it."""
        if not riders:
            return
        try:
            results = await self._committed(riders)
        except StoreProblem as problem:
            for rider in riders:
                rider.fail(type(problem)())
        except Exception as error:  # noqa: BLE001 - it belongs to a caller, and is handed to that one
            if len(riders) == 1:
                riders[0].fail(error)
                return
            for rider in riders:
                await self._carry((rider,))
        else:
            for rider, result in zip(riders, results, strict=True):
                rider.deliver(result)

    async def _committed(self, riders: Sequence[_AnyRider]) -> Sequence[object]:
        """The riders' results; the transaction is begun again where that alone is needed."""
        for _ in range(TRIES):
            with suppress(WritesCrossed):
                return await self._transaction(riders)
        raise StoreBusy

    async def _transaction(self, riders: Sequence[_AnyRider]) -> Sequence[object]:
        try:
            connection = await self._session.begin()
            results = await _applied(connection, riders)
            await self._session.commit()
        except BaseException as error:
            await self._session.rollback()
            if (problem := translated(error)) is not None:
                if isinstance(problem, DatabaseDamaged):
                    await self._session.close()  # it holds in memory what it read
                raise problem from None
            raise
        return results


async def _applied(connection: AsyncConnection, riders: Sequence[_AnyRider]) -> Sequence[object]:
    """Apply each kind of operation once to all its items; the results are in the order of the riders."""
    kinds: dict[int, list[int]] = {}
    for number, rider in enumerate(riders):
        kinds.setdefault(id(rider.operation), []).append(number)
    results: list[object] = [None] * len(riders)
    for numbers in kinds.values():
        operation = riders[numbers[0]].operation
        outcome = await operation.apply(connection, [riders[number].item for number in numbers])
        for number, result in zip(numbers, outcome, strict=True):
            results[number] = result
    return results
