"""Versions of files, where they are used, and what is known of them."""

import re

import sqlalchemy as sa
from alembic import op

from wiki.kernel.db import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = re.compile(r'"/file/([^/"?#\s]{1,100})/')


def upgrade() -> None:
    _attachments()
    op.create_table(
        "file_version",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_file_version_attachment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_file_version_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("attachment_id", "number", name=op.f("pk_file_version")),
    )
    op.create_index(op.f("ix_file_version_digest"), "file_version", ["digest"], unique=False)
    op.create_table(
        "file_use",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_file_use_page_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("page_id", "key", name=op.f("pk_file_use")),
    )
    op.create_index(op.f("ix_file_use_key"), "file_use", ["key"], unique=False)
    op.create_table(
        "file_content",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_file_content")),
    )
    _fill()


def _attachments() -> None:
    with op.batch_alter_table("attachment") as table:
        table.alter_column("page_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("alt", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("caption", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("removed_at", UtcDateTime(), nullable=True))
    op.create_index(op.f("ix_attachment_by_id"), "attachment", ["by_id"], unique=False)
    op.create_index(op.f("ix_attachment_removed_at"), "attachment", ["removed_at"], unique=False)


def _fill() -> None:
    """What there is already becomes the first version of each file, and the last revisions tell where they are used."""
    op.execute(
        "INSERT INTO file_version (attachment_id, number, media_type, size, digest, at, by_id) "
        "SELECT id, 1, media_type, size, digest, at, by_id FROM attachment"
    )
    connection = op.get_bind()
    page, text = (
        sa.table("page", sa.column("id"), sa.column("head_id")),
        sa.table("revision", sa.column("id"), sa.column("html")),
    )
    used = sa.table("file_use", sa.column("page_id"), sa.column("key"))
    rows = connection.execute(
        sa.select(page.c.id, text.c.html)
        .join_from(page, text, text.c.id == page.c.head_id)
        .where(text.c.html.contains("/file/"))
    )
    found = [{"page_id": row.id, "key": key} for row in rows for key in sorted(set(_KEY.findall(row.html)))]
    if found:
        connection.execute(used.insert(), found)
