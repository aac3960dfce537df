"""What the room shows on others' pages, registers, and does in the background."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Blueprint, g, request
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from wiki.hooks import hookimpl
from wiki.hooks.specs import Fragment, NavItem
from wiki.hooks.telling import NoticeKind
from wiki.kernel.viewer import Viewer
from wiki.kernel.worker import Job
from wiki.notices.actions.reading import forget_old
from wiki.notices.causes import KINDS
from wiki.notices.mailing import Mailing
from wiki.notices.queries.inbox import State, state_of
from wiki.notices.routes import blueprint
from wiki.people.standing import Present
from wiki.web.running import Wiki

HOUR = timedelta(hours=1)


@hookimpl
def register_blueprint() -> Blueprint:
    return blueprint


@hookimpl
def register_notice_kinds() -> Sequence[NoticeKind]:
    return KINDS


@hookimpl
def register_my_links() -> Sequence[NavItem]:
    return [NavItem("notices", _l("Notices"), "/me/notices", "bell", position=10)]


@hookimpl
def register_jobs(wiki: Wiki) -> Sequence[Job]:
    swept: list[datetime] = []

    def forget() -> bool:
        now = wiki.clock.now()
        # The worker is woken by every save; this is due by the clock alone.
        if not swept or now - swept[0] >= HOUR:
            swept[:] = [now]
            with wiki.quiet_work() as work:
                forget_old(work)
        return False

    jobs = [Job("forget notices", forget, every=HOUR.total_seconds())]
    # The people of a demo are invented; a mail would reach nobody.
    return jobs if wiki.settings.demo else [Job("mail of notices", Mailing(wiki)), *jobs]


@hookimpl
def masthead_tool(session: Session, viewer: Viewer, person: Present) -> Fragment:
    return Fragment("notices/bell.html", {"unread": state_of(session, viewer, person.told).unread})


@hookimpl
def offered(session: Session, viewer: Viewer, what: str, key: str) -> Fragment:
    """A button to watch a space or a tag; a menu for a page, which has pages below it."""
    kinds = ["page", "subtree"] if what == "page" else [what]
    return _watching(_state(session, viewer), kinds, key.casefold())


@hookimpl
def profile_part(session: Session, viewer: Viewer, person_id: int) -> Fragment | None:
    """A button to hear of what somebody writes."""
    if not viewer.signed_in or person_id == viewer.person_id:
        return None
    return _watching(_state(session, viewer), ["person"], str(person_id), position=10)


def _state(session: Session, viewer: Viewer) -> State:
    return state_of(session, viewer, g.person.told)


def _watching(state: State, kinds: Sequence[str], key: str, position: int = 50) -> Fragment:
    watched = {kind: (kind, key) in state.watches for kind in kinds}
    # Back to where one is, with what was looked for; of paths only what links carry.
    back = request.full_path.rstrip("?")
    template = "notices/watch_menu.html" if len(kinds) > 1 else "notices/watch_button.html"
    return Fragment(template, {"watched": watched, "key": key, "back": back, "state": state}, position)
