"""Open ballot boxes, and the comments of open rounds, move into a table of their own, which no backup takes along."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_box",
        sa.Column("round_id", sa.LargeBinary(16), primary_key=True),
        sa.Column("box", sa.LargeBinary, nullable=False),
        sa.Column("comments", sa.LargeBinary, nullable=True),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO open_box (round_id, box, comments)"
        " SELECT round_id, box, comments FROM checkin_round WHERE result IS NULL AND box IS NOT NULL"
    )
    # PostgreSQL keeps the bytes of a dropped column in its rows: they are emptied first.
    op.execute("UPDATE checkin_round SET box = NULL WHERE box IS NOT NULL")
    op.execute("UPDATE checkin_round SET comments = NULL WHERE result IS NULL AND comments IS NOT NULL")
    op.drop_column("checkin_round", "box")
