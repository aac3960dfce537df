"""Somebody's own pages in the order of their last change."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_page_owner_id_changed_at"), "page", ["owner_id", "changed_at"])
    op.drop_index(op.f("ix_page_owner_id"), table_name="page")
