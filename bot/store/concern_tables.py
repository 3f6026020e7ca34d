"""The tables of concerns. In clear lie random ids, the server and, for a draft, ten minutes of its life."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table

from bot.store.schema import metadata

case_table = Table(
    "concern_case",
    metadata,
    Column("case_id", LargeBinary(16), primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

receipt_table = Table(
    "receipt",
    metadata,
    Column("lookup", LargeBinary(16), primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

draft_table = Table(
    "draft",
    metadata,
    Column("draft_id", LargeBinary(16), primary_key=True),
    Column("generation", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

image_table = Table(
    "concern_image",
    metadata,
    Column("image_id", LargeBinary(16), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Under the id of the draft or case that a picture belongs to."""

doomed_table = Table(
    "doomed_key",
    metadata,
    Column("key_id", LargeBinary(16), primary_key=True),
    Column("shard", Integer, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)
"""Keys that are destroyed at the next start, unless what they seal was written after all. The shard says at whose."""
