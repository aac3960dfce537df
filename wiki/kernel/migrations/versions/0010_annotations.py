"""Notes on pages, their places, and reactions to them."""

import sqlalchemy as sa
from alembic import op

from wiki.kernel.db import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "annotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("references", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("exact", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("passage", sa.String(), nullable=True),
        sa.Column("replacement", sa.String(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("once", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("outcome_number", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("audience IN ('readers', 'circle', 'self')", name=op.f("ck_annotation_audience")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_annotation_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_annotation_page_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["root_id"], ["annotation.id"], name=op.f("fk_annotation_root_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_annotation_settled_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation")),
        sa.UniqueConstraint("author_id", "once", name=op.f("uq_annotation_author_id_once")),
    )
    op.create_index(op.f("ix_annotation_author_id_id"), "annotation", ["author_id", "id"], unique=False)
    op.create_index(op.f("ix_annotation_page_id_root_id_id"), "annotation", ["page_id", "root_id", "id"], unique=False)
    op.create_index(op.f("ix_annotation_root_id_id"), "annotation", ["root_id", "id"], unique=False)
    op.create_index(op.f("ix_annotation_settled_by_id"), "annotation", ["settled_by_id"], unique=False)
    op.create_table(
        "anchor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("annotation_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("exact", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.CheckConstraint("(start IS NULL) = (state = 'orphaned')", name=op.f("ck_anchor_place")),
        sa.ForeignKeyConstraint(
            ["annotation_id"], ["annotation.id"], name=op.f("fk_anchor_annotation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_anchor_page_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anchor")),
    )
    op.create_index(op.f("ix_anchor_annotation_id_number"), "anchor", ["annotation_id", "number"], unique=False)
    op.create_index(op.f("ix_anchor_page_id_until_start"), "anchor", ["page_id", "until", "start"], unique=False)
    op.create_index(
        "ix_anchor_present",
        "anchor",
        ["annotation_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "reaction",
        sa.Column("annotation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["annotation_id"], ["annotation.id"], name=op.f("fk_reaction_annotation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reaction_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("annotation_id", "person_id", "kind", name=op.f("pk_reaction")),
    )
    op.create_index(op.f("ix_reaction_person_id"), "reaction", ["person_id"], unique=False)
