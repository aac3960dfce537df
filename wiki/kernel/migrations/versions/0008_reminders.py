"""When people are reminded once more of a stale page."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("freshness", sa.Column("remind_on", sa.Date(), nullable=True))
