"""What search adds to the wiki: its pages, and the jobs that drain the outbox and keep the log."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Blueprint

from wiki.hooks import hookimpl
from wiki.kernel.worker import Job
from wiki.search.actions import mark_linked
from wiki.search.actions.log import forget_searchers
from wiki.search.drain import Drainer
from wiki.search.engines import engine_of
from wiki.search.routes import blueprint
from wiki.search.routes.asking import log_of
from wiki.web.running import Wiki

LINKS_EVERY = timedelta(hours=1)


@hookimpl
def register_blueprint() -> Blueprint:
    return blueprint


@hookimpl
def register_jobs(wiki: Wiki) -> Sequence[Job]:
    """Drain twice a second; the worker also looks right after each commit."""

    def write_log() -> bool:
        log, now = log_of(wiki), wiki.clock.now()
        return log.is_due(now) and log.write(now)

    forgotten: list[datetime] = []

    def forget() -> bool:
        now = wiki.clock.now()
        # The worker is woken by every save; this is due by the clock alone.
        if forgotten and now - forgotten[0] < timedelta(hours=1):
            return False
        forgotten[:] = [now]
        with wiki.quiet_work() as work:
            forget_searchers(work, now)
        return False

    counted = [wiki.clock.now()]

    def count_links() -> bool:
        now = wiki.clock.now()
        if now - counted[0] < LINKS_EVERY:
            return False
        with wiki.quiet_work() as work:
            marked = mark_linked(work.session, counted[0], now)
        counted[:] = [now]
        return bool(marked)

    return [
        Job("search", Drainer(wiki, engine_of(wiki)), every=0.5),
        Job("search log", write_log, every=10),
        Job("forget searchers", forget, every=3600),
        Job("search links", count_links, every=600),
    ]
