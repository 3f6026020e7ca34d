"""Schedules and templates of a server's own; comments of a round, and the day it opened."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("checkin_round", sa.Column("comments", sa.LargeBinary, nullable=True))
    op.add_column("checkin_round", sa.Column("opened_day", sa.Integer, nullable=False, server_default="0"))
    for name, key in (("checkin_schedule", "schedule_id"), ("checkin_template", "template_id")):
        op.create_table(
            name,
            sa.Column(key, sa.LargeBinary(16), primary_key=True),
            sa.Column("server_id", sa.BigInteger, nullable=False),
            sa.Column("sealed", sa.LargeBinary, nullable=False),
            sqlite_with_rowid=False,
        )
        op.create_index(f"{name}_by_server", name, ["server_id"])
