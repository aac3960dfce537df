"""What the room of notes shows and registers, by the same hooks as plugins."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from wiki.annotations.actions.settling import settle_with_save
from wiki.annotations.queries.finding import note_for, said_by
from wiki.annotations.queries.reading import waiting_for
from wiki.annotations.queries.searching import facts_for_search, files_shown, key_of, readable_notes, texts_for_search
from wiki.annotations.routes import blueprint
from wiki.annotations.telling import KINDS
from wiki.hooks import hookimpl
from wiki.hooks.specs import Fragment, NavItem, SearchedFacts, SearchedText, ShownText
from wiki.hooks.telling import NoticeKind
from wiki.kernel.refusals import NotFound
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.pages.models import Page

ON_HOME, MOST_TICKED = 5, 100


@hookimpl
def register_blueprint() -> Blueprint:
    return blueprint


@hookimpl
def register_notice_kinds() -> Sequence[NoticeKind]:
    return KINDS


@hookimpl
def searched_texts(session: Session, page_ids: Sequence[int]) -> Sequence[SearchedText]:
    return texts_for_search(session, page_ids)


@hookimpl
def searched_facts(session: Session, page_ids: Sequence[int]) -> Sequence[SearchedFacts]:
    return facts_for_search(session, page_ids)


@hookimpl
def files_in_use(session: Session, keys: Sequence[str]) -> Collection[str]:
    return files_shown(session, keys)


@hookimpl
def shown_texts(session: Session, viewer: Viewer, keys: Sequence[str]) -> Sequence[ShownText]:
    return [
        ShownText(key_of(note.id), _("Note"), note.url, note.text or note.replacement or exact)
        for note, exact in readable_notes(session, viewer, keys)
    ]


@hookimpl
def page_aside(viewer: Viewer, page_id: int) -> Fragment:
    """A place beside the text; a script asks for the notes once the page is there, so that no view pays for them."""
    return Fragment("annotations/aside.html", {"page_id": page_id, "signed_in": viewer.signed_in}, position=60)


@hookimpl
def edit_part(page_id: int) -> Fragment:
    """The notes that the edit touches; asked for by the editor's script while one writes."""
    return Fragment("annotations/edit_part.html", {"page_id": page_id})


@hookimpl
def saved_with(work: Work, viewer: Viewer, page_id: int, form: Any) -> None:
    """Settle what was ticked, as far as the viewer may read and settle it."""
    ticked = [int(value) for value in form.getlist("answered") if value.isascii() and value.isdigit()][:MOST_TICKED]
    notes = []
    for note_id in ticked:
        with suppress(NotFound):
            page, note = note_for(work.session, viewer, note_id)
            if page.id == page_id:
                notes.append(note)
    if notes:
        page = work.session.get_one(Page, page_id)
        settle_with_save(work, viewer, page, notes, page.number)


@hookimpl
def register_my_links() -> Sequence[NavItem]:
    return (NavItem("notes", _l("Notes"), "/notes", "message-square", position=40),)


@hookimpl
def profile_part(session: Session, viewer: Viewer, person_id: int) -> Fragment | None:
    """What somebody wrote last for all readers; what is for a few, or for themselves, stands on no profile."""
    said = said_by(session, viewer, person_id)
    return Fragment("annotations/said.html", {"said": said}, position=60) if said else None


@hookimpl
def home_card(session: Session, viewer: Viewer) -> Fragment | None:
    """Open questions and suggestions on the viewer's own pages, the oldest first."""
    if viewer.person_id is None:
        return None
    waiting = waiting_for(session, viewer, many=ON_HOME)
    return Fragment("annotations/waiting_card.html", {"waiting": waiting}, position=15) if waiting.threads else None
