"""What the room of pages shows and registers, by the same hooks as plugins."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from wiki.hooks import hookimpl
from wiki.hooks.specs import Fragment, NavItem, SearchedFacts
from wiki.kernel.viewer import Viewer
from wiki.kernel.worker import Job
from wiki.pages.actions.drafting import sweep_drafts
from wiki.pages.actions.freshening import date_undated, note_stale, note_still_stale
from wiki.pages.actions.shelving import forget_visits
from wiki.pages.permissions import reach_of
from wiki.pages.queries.freshness import overdue_among, own_stale
from wiki.pages.queries.lists import written_by
from wiki.pages.queries.shelf import shelf_of
from wiki.pages.routes import blueprint
from wiki.pages.routes.care import today
from wiki.pages.routes.shelf import visits_of
from wiki.pages.types import CORE_TYPES, PageType
from wiki.web.request import wiki
from wiki.web.running import Wiki

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@hookimpl
def register_blueprint() -> Blueprint:
    return blueprint


@hookimpl
def register_page_types() -> Sequence[PageType]:
    return CORE_TYPES


@hookimpl
def register_nav() -> Sequence[NavItem]:
    return (
        NavItem("home", _l("Home"), "/", "repeat-2", position=10, signed_in_only=False),
        NavItem("spaces", _l("Spaces"), "/spaces", "book-open", position=20, signed_in_only=False),
        NavItem("changes", _l("What’s new"), "/changes", "history", position=30),
    )


@hookimpl
def profile_part(session: Session, viewer: Viewer, person_id: int) -> Fragment | None:
    """The pages that somebody wrote, as far as the viewer may read them."""
    entries = written_by(session, reach_of(session, viewer), person_id)
    return Fragment("pages/written_by.html", {"entries": entries}) if entries else None


@hookimpl
def home_card(session: Session, viewer: Viewer) -> Fragment | None:
    """The viewer's own pages that somebody should go through again, their favourites, and what they read last."""
    if viewer.person_id is None:
        return None
    due = own_stale(session, viewer, today())
    shelf = shelf_of(session, viewer, visits_of(wiki()).of(viewer.person_id), limit=5)
    if not (due or shelf.favourites or shelf.read):
        return None
    return Fragment("pages/my_cards.html", {"due": due, "shelf": shelf}, position=20)


@hookimpl
def searched_facts(session: Session, page_ids: Sequence[int]) -> Sequence[SearchedFacts]:
    """`is:stale` finds those whose day has passed."""
    return [SearchedFacts(page_id, frozenset({"stale"})) for page_id in overdue_among(session, page_ids)]


@hookimpl
def register_jobs(wiki: Wiki) -> Sequence[Job]:
    """Once an hour look for pages whose day has passed, and for those that have none."""
    looked: list[datetime] = []

    def look() -> bool:
        now = wiki.clock.now()
        # The worker is woken by every save; this is due by the clock alone.
        if looked and now - looked[0] < HOUR:
            return False
        with wiki.work() as work:
            dated = date_undated(work, wiki.rooms["page_types"])
        with wiki.work() as work:
            more = note_stale(work, now) or dated
        with wiki.work() as work:
            more = note_still_stale(work, now) or more
        if not more:
            looked[:] = [now]
        return more

    forgotten: list[datetime] = []

    def write_visits() -> bool:
        now, wrote = wiki.clock.now(), visits_of(wiki).write()
        if not forgotten or now - forgotten[0] >= DAY:
            forgotten[:] = [now]
            with wiki.quiet_work() as work:
                forget_visits(work, now)
        return wrote

    swept: list[datetime] = []

    def sweep() -> bool:
        now = wiki.clock.now()
        if not swept or now - swept[0] >= HOUR:
            swept[:] = [now]
            with wiki.quiet_work() as work:
                sweep_drafts(work)
        return False

    return [
        Job("drafts", sweep, every=HOUR.total_seconds()),
        Job("stale pages", look, every=HOUR.total_seconds()),
        Job("visits", write_visits, every=10),
    ]
