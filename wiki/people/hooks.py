"""What the room of people adds to the wiki: its addresses, its place in the navigation, its jobs."""

from collections.abc import Sequence

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from wiki.hooks import hookimpl
from wiki.hooks.specs import Fragment, NavItem
from wiki.kernel.viewer import Viewer
from wiki.kernel.worker import Job
from wiki.people.actions import sweep
from wiki.people.avatars import drop_orphans
from wiki.people.queries import anybody_else, avatars_in_use
from wiki.people.routes import blueprint
from wiki.web.running import Wiki

HOUR = 3600.0

_PEOPLE = _l("Invite somebody, see who is here, close an account.")
_GROUPS = _l("People who share rights, across teams.")
_TEAMS = _l("Where people work; everybody belongs to one at most.")
_PLUGINS = _l("What was added to this wiki, and whether it works.")


@hookimpl
def register_blueprint() -> Blueprint:
    return blueprint


@hookimpl
def register_nav() -> Sequence[NavItem]:
    return [NavItem("people", _l("People"), "/people", "users", position=60)]


@hookimpl
def register_admin_links() -> Sequence[NavItem]:
    return [
        NavItem("people", _l("People and invitations"), "/admin/people", "users", position=10, about=_PEOPLE),
        NavItem("groups", _l("Groups"), "/admin/groups", "shield", position=20, role="admin", about=_GROUPS),
        NavItem("teams", _l("Teams"), "/admin/teams", "flag", position=30, role="admin", about=_TEAMS),
        NavItem("plugins", _l("Plugins"), "/admin/plugins", "wrench", position=90, role="admin", about=_PLUGINS),
    ]


@hookimpl
def home_card(session: Session, viewer: Viewer) -> Fragment | None:
    """What an admin who is still alone here does first."""
    if viewer.role != "admin" or viewer.person_id is None or anybody_else(session, viewer.person_id):
        return None
    return Fragment("people/first_steps.html", {}, position=0)


@hookimpl
def register_jobs(wiki: Wiki) -> Sequence[Job]:
    def end_what_is_over() -> bool:
        with wiki.quiet_work() as work:
            sweep(work)
        return False

    def drop_lonely_pictures() -> bool:
        with wiki.database.reading() as session:
            in_use = avatars_in_use(session)
        drop_orphans(wiki.settings.data, in_use, older_than=wiki.clock.now().timestamp() - HOUR)
        return False

    return [Job("sweep sign-ins", end_what_is_over, every=HOUR), Job("sweep avatars", drop_lonely_pictures, every=HOUR)]
