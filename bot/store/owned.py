"""The rows of the servers that belong to this process, in SQL."""

from sqlalchemy import ColumnElement, and_, func, true

from bot.core.identity import ServerId
from bot.core.sharding import TIME_BITS, Shards


def owned(server_id: ColumnElement[ServerId] | ColumnElement[int], shards: Shards) -> ColumnElement[bool]:
    """Whether a row with this server (or none) is this process's. Where there is but one process, nothing is asked."""
    if shards.are_all:
        return true()
    shard = func.coalesce(server_id // (1 << TIME_BITS) % shards.count, 0)
    return and_(shard.in_(sorted(shards.ids)))
