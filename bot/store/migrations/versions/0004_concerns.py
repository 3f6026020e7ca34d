"""Concerns: sealed cases, the rows their receipts open, drafts that die within the hour, and keys to be destroyed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concern_case",
        sa.Column("case_id", sa.LargeBinary(16), primary_key=True),
        sa.Column("server_id", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "receipt",
        sa.Column("lookup", sa.LargeBinary(16), primary_key=True),
        sa.Column("server_id", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "draft",
        sa.Column("draft_id", sa.LargeBinary(16), primary_key=True),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "doomed_key",
        sa.Column("key_id", sa.LargeBinary(16), primary_key=True),
        sqlite_with_rowid=False,
    )
