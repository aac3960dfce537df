"""Texts that somebody is writing, kept on the server, and who is writing where."""

import sqlalchemy as sa
from alembic import op

from wiki.kernel.db import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("writer", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'aside', 'ended')", name=op.f("ck_draft_state")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_draft_page_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_person_id_state_at"), "draft", ["person_id", "state", "at"], unique=False)
    op.create_index(op.f("ix_draft_page_id"), "draft", ["page_id"], unique=False)
    op.create_index(op.f("ix_draft_at"), "draft", ["at"], unique=False)
    op.create_table(
        "writing",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_writing_page_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_writing_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("page_id", "person_id", name=op.f("pk_writing")),
    )
    op.create_index(op.f("ix_writing_person_id"), "writing", ["person_id"], unique=False)
