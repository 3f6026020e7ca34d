"""The rounds of check-ins."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checkin_round",
        sa.Column("round_id", sa.LargeBinary(16), primary_key=True),
        sa.Column("server_id", sa.BigInteger, nullable=False),
        sa.Column("key_id", sa.LargeBinary(16), nullable=False),
        sa.Column("facts", sa.LargeBinary, nullable=False),
        sa.Column("result", sa.LargeBinary, nullable=True),
        sa.Column("box", sa.LargeBinary, nullable=True),
        sqlite_with_rowid=False,
    )
    op.create_index("checkin_round_by_server", "checkin_round", ["server_id"])
