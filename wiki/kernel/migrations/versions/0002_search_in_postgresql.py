"""The search index of PostgreSQL; on SQLite it lies in files."""

import logging

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.exc import DBAPIError

from wiki.kernel.db import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

log = logging.getLogger(__name__)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_table(
        "search_entry",
        sa.Column("page_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("piece", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("guard_id", sa.Integer(), nullable=False),
        sa.Column("readers", ARRAY(sa.Integer()), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("title_words", sa.Integer(), nullable=False),
        sa.Column("tags", ARRAY(sa.Text()), nullable=False),
        sa.Column("tag_keys", ARRAY(sa.Text()), nullable=False),
        sa.Column("people", ARRAY(sa.Integer()), nullable=False),
        sa.Column("above", ARRAY(sa.Integer()), nullable=False),
        sa.Column("states", ARRAY(sa.Text()), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("signals", JSONB(), nullable=False),
        sa.Column("lift", sa.Float(), nullable=False),
        sa.Column("words", TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("page_id", "part", "piece", name=op.f("pk_search_entry")),
    )
    op.create_index(op.f("ix_search_entry_words"), "search_entry", ["words"], unique=False, postgresql_using="gin")
    # What was written last is read through by every question until it is sorted in: no more than half a megabyte.
    op.execute("ALTER INDEX ix_search_entry_words SET (gin_pending_list_limit = 512)")
    # Words lie apart from the facts, so that facts of many pages are read at once.
    op.execute("ALTER TABLE search_entry SET (toast_tuple_target = 512)")
    op.create_table(
        "search_term",
        sa.Column("spelling", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("spelling", name=op.f("pk_search_term")),
    )
    op.create_table(
        "search_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("filling_since", UtcDateTime(), nullable=True),
        sa.Column("broken", sa.Text(), nullable=True),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_state")),
    )
    # What follows only makes it quicker, and not every server grants it.
    _try("ALTER TABLE search_entry ALTER COLUMN words SET COMPRESSION lz4")
    if _try("CREATE EXTENSION IF NOT EXISTS pg_trgm"):
        _try("CREATE INDEX ix_search_term_likeness ON search_term USING gin (spelling gin_trgm_ops)")


def _try(statement: str) -> bool:
    try:
        with op.get_bind().begin_nested():
            op.execute(statement)
    except DBAPIError as refusal:
        log.warning("%s: %s", statement, refusal.orig)
        return False
    return True


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.drop_table("search_state")
    op.drop_table("search_term")
    op.drop_table("search_entry")
