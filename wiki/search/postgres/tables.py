"""The tables of the index. They are no models: SQLite has none of them, and nothing else may read them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

from wiki.kernel.db import Base, UtcDateTime

TABLES = sa.MetaData(naming_convention=Base.metadata.naming_convention)

# A row is a piece of a page's own text (`part` is empty) or of a text that another room keeps with it: places in a
# text search vector end at 16,383. The first piece of the page has its facts; all have its rights,
# and tell how many `rows` it has.
# `name` is the title as `name_key` makes it, `sort_key` as lists are sorted by it; `changed` an ordinal day, `lift`
# the sum of its signals.
ENTRY = sa.Table(
    "search_entry",
    TABLES,
    sa.Column("page_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("part", sa.Text, primary_key=True),
    sa.Column("piece", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("revision_id", sa.Integer, nullable=False),
    sa.Column("space_id", sa.Integer, nullable=False),
    sa.Column("guard_id", sa.Integer, nullable=False),
    sa.Column("readers", ARRAY(sa.Integer)),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
    sa.Column("title_words", sa.Integer, nullable=False),
    sa.Column("tags", ARRAY(sa.Text), nullable=False),
    sa.Column("tag_keys", ARRAY(sa.Text), nullable=False),
    sa.Column("people", ARRAY(sa.Integer), nullable=False),
    sa.Column("above", ARRAY(sa.Integer), nullable=False),
    sa.Column("states", ARRAY(sa.Text), nullable=False),
    sa.Column("owner_id", sa.Integer, nullable=False),
    sa.Column("changed", sa.Integer, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("signals", JSONB, nullable=False),
    sa.Column("lift", sa.Float, nullable=False),
    sa.Column("words", TSVECTOR, nullable=False),
    sa.Index("ix_search_entry_words", "words", postgresql_using="gin"),
)

# Words as they are spelled, which a mistyped one may have been, and what each is looked for by. It only grows until
# the index is made anew: a word that no page has any more is found by nobody, for its pages are counted when asked.
TERM = sa.Table(
    "search_term",
    TABLES,
    sa.Column("spelling", sa.Text, primary_key=True),
    sa.Column("term", sa.Text, nullable=False),
)

# One row, or none while there is no index. `generation` is new with every commit.
STATE = sa.Table(
    "search_state",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("filling_since", UtcDateTime),
    sa.Column("broken", sa.Text),
    sa.Column("generation", sa.BigInteger, nullable=False),
)
