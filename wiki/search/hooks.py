"""What search adds to the wiki: its page and the job that drains the outbox."""

from collections.abc import Sequence

from flask import Blueprint

from wiki.hooks import hookimpl
from wiki.kernel.worker import Job
from wiki.search.drain import Drainer
from wiki.search.engines import engine_of
from wiki.search.routes import blueprint
from wiki.web.running import Wiki


@hookimpl
def register_blueprint() -> Blueprint:
    return blueprint


@hookimpl
def register_jobs(wiki: Wiki) -> Sequence[Job]:
    """Drain twice a second; the worker also looks right after each commit."""
    return [Job("search", Drainer(wiki, engine_of(wiki)), every=0.5)]
