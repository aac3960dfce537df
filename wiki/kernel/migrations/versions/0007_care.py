"""Which pages are still true, templates, favourites and what was read last."""

import sqlalchemy as sa
from alembic import op

from wiki.kernel.db import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "freshness",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_freshness_page_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["said_by_id"], ["person.id"], name=op.f("fk_freshness_said_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_freshness")),
    )
    op.create_index(op.f("ix_freshness_said_by_id"), "freshness", ["said_by_id"], unique=False)
    op.create_index(op.f("ix_freshness_until_page_id"), "freshness", ["until", "page_id"], unique=False)
    op.create_table(
        "page_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_page_template_changed_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_page_template_space_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_template")),
    )
    op.create_index(op.f("ix_page_template_changed_by_id"), "page_template", ["changed_by_id"], unique=False)
    op.create_index(
        op.f("ix_page_template_space_id_type_id"), "page_template", ["space_id", "type", "id"], unique=False
    )
    op.create_table(
        "favourite",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_favourite_page_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_favourite_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "page_id", name=op.f("pk_favourite")),
    )
    op.create_index(op.f("ix_favourite_page_id"), "favourite", ["page_id"], unique=False)
    op.create_table(
        "page_visit",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_page_visit_page_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_page_visit_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "page_id", name=op.f("pk_page_visit")),
    )
    op.create_index(op.f("ix_page_visit_at"), "page_visit", ["at"], unique=False)
    op.create_index(op.f("ix_page_visit_page_id"), "page_visit", ["page_id"], unique=False)
    op.create_index(op.f("ix_page_visit_person_id_at"), "page_visit", ["person_id", "at"], unique=False)
