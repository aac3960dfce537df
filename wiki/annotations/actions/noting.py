"""Write notes, answer them, and react to them."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wiki.annotations.actions.selecting import Selection, chosen
from wiki.annotations.actions.suggesting import passage_for
from wiki.annotations.actions.wording import REPLY, NoteText, adopt_files, check, rendered
from wiki.annotations.anchoring import Place, quote_of
from wiki.annotations.events import NoteAnswered, NoteMade, ReactionGiven, ReactionTaken
from wiki.annotations.models import REACTIONS, Anchor, Annotation, Reaction
from wiki.annotations.permissions import may_annotate
from wiki.kernel.refusals import Forbidden, Invalid
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.pages.events import PageTextsChanged
from wiki.pages.models import Page
from wiki.pages.permissions import reach_of

ONCE = 60
"""Characters of the name of a form."""

SIGN_IN = N_("Sign in to write a note.")
READ_ONLY = N_("You may read this page, but not annotate it for others. A note for yourself is fine.")


def make_note(
    work: Work, viewer: Viewer, page: Page, selection: Selection, text: NoteText, *, once: str = ""
) -> Annotation:
    """Write a note on a passage of the page, whose text may have changed since it was selected.

    `once` names the form that it came from: sent again it is the same note. Raises `Forbidden` and `Invalid`.
    """
    if viewer.person_id is None:
        raise Forbidden(SIGN_IN)
    if text.audience != "self" and not may_annotate(reach_of(work.session, viewer), page):
        raise Forbidden(READ_ONLY)
    if (known := _sent_before(work.session, viewer, once)) is not None:
        return known
    check(text)
    made, now = chosen(work.session, page, selection)
    quote = quote_of(made.text, made.place)
    note = Annotation(
        page_id=page.id,
        author_id=viewer.person_id,
        kind=text.kind,
        audience=text.audience,
        circle=text.circle if text.audience == "circle" else "",
        body=text.body,
        **rendered(text.body),
        number=made.number,
        start=made.place.start,
        end=made.place.end,
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
        passage=_passage(work.session, page, made.number, made.place, text),
        replacement=text.replacement,
        made_at=work.clock.now(),
        once=once[:ONCE] or None,
    )
    if not _add(work.session, note):
        known = _sent_before(work.session, viewer, once)
        assert known is not None
        return known
    adopt_files(work, note)
    anchor = Anchor(annotation_id=note.id, page_id=page.id, number=now.number, **now.values())
    work.session.add(anchor)
    work.record(NoteMade(page.id, note.id, note.kind, note.audience))
    work.record(PageTextsChanged(page.id))
    return note


def _passage(session: Session, page: Page, number: int, place: Place, text: NoteText) -> str | None:
    """The lines that a suggestion is about, so that what somebody looks at before they take it is what they take."""
    if text.kind != "suggestion":
        return None
    passage = passage_for(session, page, number, place, text.passage or "")
    check(replace(text, passage=passage))
    return passage


def reply(work: Work, viewer: Viewer, page: Page, root: Annotation, body: str, *, once: str = "") -> Annotation:
    """Answer in the thread of a note that the viewer may read. Raises `Forbidden` and `Invalid`."""
    if viewer.person_id is None:
        raise Forbidden(SIGN_IN)
    if root.audience != "self" and not may_annotate(reach_of(work.session, viewer), page):
        raise Forbidden(READ_ONLY)
    if (known := _sent_before(work.session, viewer, once)) is not None:
        return known
    check(NoteText(body=body), reply=True)
    made = Annotation(
        page_id=page.id,
        root_id=root.root_id or root.id,
        author_id=viewer.person_id,
        kind=REPLY,
        audience=root.audience,
        circle=root.circle,
        body=body,
        **rendered(body),
        number=page.number,
        made_at=work.clock.now(),
        once=once[:ONCE] or None,
    )
    if not _add(work.session, made):
        known = _sent_before(work.session, viewer, once)
        assert known is not None
        return known
    adopt_files(work, made)
    work.record(NoteAnswered(page.id, made.id, made.root_id or 0, made.audience))
    work.record(PageTextsChanged(page.id))
    return made


def react(work: Work, viewer: Viewer, note: Annotation, kind: str) -> bool:
    """Give a reaction, or take it back; whether it is there now. Nobody reacts to a note of their own."""
    if viewer.person_id is None:
        raise Forbidden(SIGN_IN)
    if kind not in REACTIONS or note.deleted_at is not None:
        raise Invalid({"kind": N_("There is no such reaction.")})
    if note.author_id == viewer.person_id:
        raise Invalid({"kind": N_("Others say whether a note of yours helped.")})
    there = work.session.get(Reaction, (note.id, viewer.person_id, kind))
    if there is not None:
        work.session.delete(there)
        work.record(ReactionTaken(note.page_id, note.id, viewer.person_id, kind))
        return False
    try:
        with work.session.begin_nested():
            work.session.add(Reaction(annotation_id=note.id, person_id=viewer.person_id, kind=kind))
    except IntegrityError:
        # Given in the same moment, from another window.
        return True
    work.record(ReactionGiven(note.page_id, note.id, viewer.person_id, kind))
    return True


def _sent_before(session: Session, viewer: Viewer, once: str) -> Annotation | None:
    if not once:
        return None
    same = Annotation.author_id == viewer.person_id, Annotation.once == once[:ONCE]
    return session.scalar(select(Annotation).where(*same))


def _add(session: Session, note: Annotation) -> bool:
    """Add the row; false when the same form was sent in the same moment."""
    try:
        with session.begin_nested():
            session.add(note)
    except IntegrityError:
        if note.once is None:
            raise
        return False
    return True
