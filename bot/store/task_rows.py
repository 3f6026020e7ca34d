"""One row for each occurrence of what is to happen later. Not here: who looks for them, takes and changes them.

`due` and `subject` lie in clear: whoever schedules a task about a member's deed rounds its moment, and names no member.
"""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table

from bot.core.identity import ServerId, TaskId
from bot.store.schema import metadata

task_table = Table(
    "task",
    metadata,
    Column("task_id", LargeBinary(16), primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("server_id", BigInteger, nullable=True),
    Column("subject", LargeBinary, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("run_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_by", String(32), nullable=True),
    Index("task_by_run_at", "run_at"),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class TaskRow:
    """One occurrence of something that happens later."""

    task_id: TaskId
    kind: str
    server_id: ServerId | None
    subject: bytes
    """What it is about: a random id, or nothing."""
    due: int
    """When it should happen, in whole seconds since 1970, UTC."""
    run_at: int
    """When it is tried (again); while a process works on it, when its claim runs out."""
    attempts: int
    """How often it was begun before."""
