"""The two schemas: the database's, and the key store's beside it. Each repository defines its own tables on them.

Rows of members have random or digest keys and no hidden row number (`sqlite_with_rowid=False`), so that no order of
arrival can be read from them.
"""

from sqlalchemy import Column, LargeBinary, MetaData, String, Table

metadata = MetaData()
"""The database."""
key_metadata = MetaData()
"""The key store."""


def named_values(schema: MetaData) -> Table:
    """The table of single named values that either store has (`meta`)."""
    return Table(
        "meta",
        schema,
        Column("name", String(64), primary_key=True),
        Column("value", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


meta = named_values(metadata)
key_meta = named_values(key_metadata)
