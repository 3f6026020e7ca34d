"""Keys that are to go at the next start say at whose, where several processes share the database."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("doomed_key", sa.Column("shard", sa.Integer, nullable=False, server_default="0"))
