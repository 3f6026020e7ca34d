"""While the bot runs: keeps its health file fresh, tells systemd, and gives out figures where they are asked for."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Final

from bot.app import CommonGround, utc_now
from bot.command_line.problems import CannotDo
from bot.command_line.supervisor import Supervisor
from bot.core.identity import Clock
from bot.services.health import HealthFile
from bot.store.meta import Meta
from bot.store.opening import Stores
from bot.store.operator_key import MARK
from bot.store.problems import StoreProblem
from bot.store.tasks import TaskRepository
from bot.ui.pulse import Pulse, Vital
from config.settings import Settings

STORES_ANSWER_WITHIN: Final = 5.0
"""Seconds."""


@asynccontextmanager
async def beating(bot: CommonGround, settings: Settings) -> AsyncGenerator[None]:
    """The pulse of this bot, for the length of the block; it must end before the stores are closed.

    Raises:
        CannotDo: the figures cannot be given out where the settings want them.
    """
    file, supervisor = HealthFile(settings.health_path), Supervisor()
    async with AsyncExitStack() as ending:
        ending.callback(supervisor.stopping)
        listeners: list[Callable[[Vital], None]] = [lambda vital: file.write(vital.state), supervisor.tell]
        if settings.metrics_port is not None:
            listeners.append(_figures(settings, settings.metrics_port, ending))
        pulse = asyncio.create_task(Pulse(bot, lambda: lateness(bot.stores, utc_now), listeners).run(), name="pulse")
        ending.callback(file.remove)
        ending.push_async_callback(_ended, pulse)
        yield


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait((task,))


def _figures(settings: Settings, port: int, ending: AsyncExitStack) -> Callable[[Vital], None]:
    # Loaded by those alone who asked for figures.
    from bot.ui.figures import Figures  # noqa: PLC0415

    figures = Figures(settings.database_address.partition("+")[0])
    try:
        end = figures.serve(settings.metrics_address, port)
    except OSError:
        raise CannotDo("start-metrics-port-taken", address=settings.metrics_address, port=str(port)) from None
    ending.push_async_callback(asyncio.to_thread, end)
    return figures.tell


async def lateness(stores: Stores | None, clock: Clock) -> timedelta | None:
    """For how long the task has waited that should have happened first; None: the stores are in trouble.

    Stores that are not open yet are in none.
    """
    if stores is None:
        return timedelta()
    try:
        async with asyncio.timeout(STORES_ANSWER_WITHIN):
            await Meta(stores.keys.database).get(MARK)
            first = await TaskRepository(stores.database).first_due()
    except (StoreProblem, TimeoutError):
        return None
    if any(database.condition.problem is not None for database in (stores.database, stores.keys.database)):
        return None  # somebody's write has failed, and nobody has found it well since
    return timedelta() if first is None else max(timedelta(), timedelta(seconds=clock().timestamp() - first))
