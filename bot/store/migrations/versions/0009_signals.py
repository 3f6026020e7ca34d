"""What watches the check-ins of a schedule, and the alerts of the early warning."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, key in (("watch", "schedule_id"), ("alert", "alert_id")):
        op.create_table(
            name,
            sa.Column(key, sa.LargeBinary(16), primary_key=True),
            sa.Column("server_id", sa.BigInteger, nullable=False),
            sa.Column("sealed", sa.LargeBinary, nullable=False),
            sqlite_with_rowid=False,
        )
        op.create_index(f"{name}_by_server", name, ["server_id"])
