"""Answers for the table of what happens later, and for the values the bot keeps about itself. Neither names a member.

A role that is to follow names its member sealed, until it is done: the agreement's keeper tells of it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import final

from bot.services.erasing_servers import ERASE_TASK
from bot.services.keepers import Remark
from bot.services.people import Person
from bot.services.server_records import Server
from bot.store.tasks import TaskRepository


@final
class TaskKeeper:
    """Knows nothing of members; of a server, what is to happen there."""

    name = "tasks"
    tables = frozenset({"task", "meta"})

    def __init__(self, tasks: TaskRepository) -> None:
        self._tasks = tasks

    async def about(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:  # noqa: ARG002 - a keeper's signature
        """Nothing."""
        return ()

    async def erase(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:  # noqa: ARG002 - a keeper's signature
        """Nothing."""
        return ()

    async def erase_server(self, server: Server) -> None:
        """Let nothing more happen there, but the erasure itself."""
        await self._tasks.erase_server(server.server_id, spared=ERASE_TASK)
