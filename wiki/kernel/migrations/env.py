"""Alembic's entry: runs on the connection that `wiki.kernel.migrate` hands over."""

from alembic import context

from wiki.kernel.db import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
)
context.run_migrations()
