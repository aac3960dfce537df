"""What the room of pages shows and registers, by the same hooks as plugins."""

from collections.abc import Sequence

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from wiki.hooks import hookimpl
from wiki.hooks.specs import Fragment, NavItem
from wiki.kernel.viewer import Viewer
from wiki.pages.permissions import reach_of
from wiki.pages.queries.lists import written_by
from wiki.pages.routes import blueprint
from wiki.pages.types import CORE_TYPES, PageType


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
