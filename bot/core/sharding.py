"""Which servers belong to this process, where several share one database. Not here: how that is made sure of.

Discord parts a bot's servers into shards by their ids; a process owns whole shards, and with them everything of their
servers. What belongs to no server belongs to whoever owns the first shard.
"""

from dataclasses import dataclass
from typing import Final

from bot.core.identity import ServerId

TIME_BITS: Final = 22
"""Below these lie the moment in which an id was made. Source: Discord, Gateway, "Sharding"."""


class Elsewhere(Exception):
    """The server belongs to another process: nothing of it may be read or changed in this one."""

    def __init__(self, server_id: ServerId) -> None:
        super().__init__()
        self.server_id = server_id


@dataclass(frozen=True)
class Shards:
    """The shards of one process, of how many."""

    ids: frozenset[int]
    count: int

    @property
    def are_all(self) -> bool:
        """Whether this process is the only one."""
        return len(self.ids) == self.count

    @property
    def is_one(self) -> bool:
        """Whether there is but one shard, and so never another process beside this one."""
        return self.count == 1

    @property
    def have_first(self) -> bool:
        """Whether what belongs to no server, and direct messages, are this process's."""
        return 0 in self.ids

    def own(self, server_id: ServerId) -> bool:
        """Whether the server belongs to this process."""
        return shard_of(server_id, self.count) in self.ids

    def require(self, server_id: ServerId) -> None:
        """Make sure of it.

        Raises:
            Elsewhere: it does not.
        """
        if not self.own(server_id):
            raise Elsewhere(server_id)


ALL: Final = Shards(frozenset({0}), 1)
"""A process that shares nothing."""


def shard_of(server_id: ServerId, count: int) -> int:
    """The shard in which Discord tells of this server."""
    return (server_id >> TIME_BITS) % count
