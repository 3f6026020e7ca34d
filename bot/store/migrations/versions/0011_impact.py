"""Actions of which it is asked whether they helped, and the counts of a quarter."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, key in (("action", "action_id"), ("quarter_count", "count_id")):
        op.create_table(
            name,
            sa.Column(key, sa.LargeBinary(16), primary_key=True),
            sa.Column("server_id", sa.BigInteger, nullable=False),
            sa.Column("sealed", sa.LargeBinary, nullable=False),
            sqlite_with_rowid=False,
        )
        op.create_index(f"{name}_by_server", name, ["server_id"])
