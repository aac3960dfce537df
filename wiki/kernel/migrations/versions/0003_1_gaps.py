"""How well a search was answered, so that gaps can be told from what was found."""

import sqlalchemy as sa
from alembic import op

revision = "0003.1"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("search_query") as table:
        table.add_column(sa.Column("weak", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("telling", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("search_query") as table:
        table.alter_column("weak", server_default=None)
        table.alter_column("telling", server_default=None)
