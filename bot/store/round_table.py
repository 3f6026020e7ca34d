"""The tables of check-in rounds. In clear lie a random id, the server, where a key lies, and the day it opened.

The sealed boxes of open rounds lie in a table of their own, so that a backup can leave them out (`copying.py`).
"""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table

from bot.store.schema import metadata

round_table = Table(
    "checkin_round",
    metadata,
    Column("round_id", LargeBinary(16), primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    Column("key_id", LargeBinary(16), nullable=False),
    Column("facts", LargeBinary, nullable=False),
    Column("result", LargeBinary, nullable=True),
    Column("comments", LargeBinary, nullable=True),
    Column("opened_day", Integer, nullable=False, server_default="0"),
    Index("checkin_round_by_server", "server_id"),
    sqlite_with_rowid=False,
)
"""`comments` are the published ones of a closed round."""

open_box_table = Table(
    "open_box",
    metadata,
    Column("round_id", LargeBinary(16), primary_key=True),
    Column("box", LargeBinary, nullable=False),
    Column("comments", LargeBinary, nullable=True),
    sqlite_with_rowid=False,
)
"""The row goes when the round closes. A round without one is closed, or a restored backup left it without."""
