"""Write notes, answer them, change them, take them away, and react to them."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wiki.annotations.actions.selecting import Selection, chosen
from wiki.annotations.anchoring import quote_of
from wiki.annotations.events import (
    NoteAnswered,
    NoteChanged,
    NoteMade,
    NoteRemoved,
    ReactionGiven,
    ReactionTaken,
)
from wiki.annotations.models import AUDIENCES, KINDS, LONGEST, REACTIONS, Anchor, Annotation, Reaction
from wiki.annotations.permissions import may_annotate, may_remove
from wiki.kernel.refusals import Forbidden, Invalid
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.markup import Rendered, TooMuch, render
from wiki.pages.actions.attaching import adopt_loose
from wiki.pages.events import PageTextsChanged
from wiki.pages.files import named_in
from wiki.pages.models import Page
from wiki.pages.permissions import reach_of
from wiki.pages.queries.file_lists import loose_among

REPLY = "reply"
_HEADING = re.compile(r'<h([1-6]) id="[^"]*">')
ONCE = 60
"""Characters of the name of a form."""

EMPTY = N_("Write a word or two first.")
LONG = N_("A note has at most 10,000 characters. A page of its own holds more.")
NO_KIND = N_("Choose what kind of note it is.")
NO_AUDIENCE = N_("Choose who may read it.")
SIGN_IN = N_("Sign in to write a note.")
READ_ONLY = N_("You may read this page, but not annotate it for others. A note for yourself is fine.")
NOT_YOURS = N_("Only who wrote a note may change it.")
ANSWERED = N_("Others have answered already, so it stays where they read it.")
NO_PICTURES = N_("New pictures are for notes that all readers of the page see, or for yours alone.")
SAME = N_("The suggestion says the same as the page.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteText:
    """What somebody writes. `circle`: the key of those who may read it, for the audience `circle`.

    `passage` and `replacement`, of a suggestion: lines of the page's Markdown, and those in place of them.
    """

    body: str
    kind: str = "comment"
    audience: str = "readers"
    circle: str = ""
    passage: str | None = None
    replacement: str | None = None


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
    _check(text)
    made, now = chosen(work.session, page, selection)
    rendered = _rendered(text.body)
    quote = quote_of(made.text, made.place)
    note = Annotation(
        page_id=page.id,
        author_id=viewer.person_id,
        kind=text.kind,
        audience=text.audience,
        circle=text.circle if text.audience == "circle" else "",
        body=text.body,
        **_stored(rendered),
        number=made.number,
        start=made.place.start,
        end=made.place.end,
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
        passage=text.passage,
        replacement=text.replacement,
        made_at=work.clock.now(),
        once=once[:ONCE] or None,
    )
    if not _add(work.session, note):
        known = _sent_before(work.session, viewer, once)
        assert known is not None
        return known
    _adopt_files(work, note)
    anchor = Anchor(annotation_id=note.id, page_id=page.id, number=now.number, **now.values())
    work.session.add(anchor)
    work.record(NoteMade(page.id, note.id, note.kind, note.audience))
    work.record(PageTextsChanged(page.id))
    return note


def reply(work: Work, viewer: Viewer, page: Page, root: Annotation, body: str, *, once: str = "") -> Annotation:
    """Answer in the thread of a note that the viewer may read. Raises `Forbidden` and `Invalid`."""
    if viewer.person_id is None:
        raise Forbidden(SIGN_IN)
    if root.audience != "self" and not may_annotate(reach_of(work.session, viewer), page):
        raise Forbidden(READ_ONLY)
    if (known := _sent_before(work.session, viewer, once)) is not None:
        return known
    _check(NoteText(body=body), reply=True)
    rendered = _rendered(body)
    made = Annotation(
        page_id=page.id,
        root_id=root.root_id or root.id,
        author_id=viewer.person_id,
        kind=REPLY,
        audience=root.audience,
        circle=root.circle,
        body=body,
        **_stored(rendered),
        number=page.number,
        made_at=work.clock.now(),
        once=once[:ONCE] or None,
    )
    if not _add(work.session, made):
        known = _sent_before(work.session, viewer, once)
        assert known is not None
        return known
    _adopt_files(work, made)
    work.record(NoteAnswered(page.id, made.id, made.root_id or 0, made.audience))
    work.record(PageTextsChanged(page.id))
    return made


def change_note(
    work: Work,
    viewer: Viewer,
    note: Annotation,
    body: str,
    *,
    kind: str = "",
    audience: str = "",
    circle: str = "",
) -> None:
    """Say it otherwise, or to others. Answers keep to the audience of their thread. Raises as `make_note`."""
    if viewer.person_id is None or note.author_id != viewer.person_id:
        raise Forbidden(NOT_YOURS)
    kind, audience = kind or note.kind, audience or note.audience
    if note.root_id is not None:
        kind, audience = note.kind, note.audience
    elif "suggestion" in {kind, note.kind} and kind != note.kind:
        raise Invalid({"kind": NO_KIND})
    circle = (circle or note.circle) if audience == "circle" else ""
    said = NoteText(body=body, kind=kind, audience=audience, circle=circle, replacement=note.replacement)
    _check(said, reply=kind == REPLY)
    if (body, kind, audience, circle) == (note.body, note.kind, note.audience, note.circle):
        return
    rendered = _rendered(body)
    note.body, note.kind, note.edited_at = body, kind, work.clock.now()
    for name, value in _stored(rendered).items():
        setattr(note, name, value)
    if (audience, circle) != (note.audience, note.circle):
        _show_to(work.session, note, audience, circle)
    _adopt_files(work, note)
    work.record(NoteChanged(note.page_id, note.id))
    work.record(PageTextsChanged(note.page_id))


def _adopt_files(work: Work, note: Annotation) -> None:
    """Pictures of a note that all readers see become files of the page; those of a private one stay its author's.

    Raises `Invalid` for a circle: its other members could not read them.
    """
    keys = named_in(note.html)
    if not keys or note.author_id is None:
        return
    if note.audience == "circle" and loose_among(work.session, keys):
        raise Invalid({"body": NO_PICTURES})
    if note.audience == "readers":
        adopt_loose(work, note.page_id, note.author_id, keys)


def _show_to(session: Session, note: Annotation, audience: str, circle: str) -> None:
    """Readers of a thread change together. Nobody's answer is taken away from them by another's change of mind."""
    thread = session.scalars(select(Annotation).where(Annotation.root_id == note.id)).all()
    if audience != "readers" and any(answer.author_id != note.author_id for answer in thread):
        raise Invalid({"audience": ANSWERED})
    for one in (note, *thread):
        one.audience, one.circle = audience, circle


def remove_note(work: Work, viewer: Viewer, page: Page, note: Annotation) -> None:
    """Take a note away; answers to it stay, and say that it is gone. Raises `Forbidden`."""
    if not may_remove(reach_of(work.session, viewer), page, note):
        raise Forbidden(NOT_YOURS)
    if note.deleted_at is not None:
        return
    note.deleted_at = work.clock.now()
    note.body = note.html = note.text = ""
    note.references = []
    work.session.execute(delete(Reaction).where(Reaction.annotation_id == note.id))
    work.record(NoteRemoved(page.id, note.id))
    work.record(PageTextsChanged(page.id))


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


def _check(text: NoteText, *, reply: bool = False) -> None:
    errors: dict[str, str] = {}
    if not reply and text.kind not in KINDS:
        errors["kind"] = NO_KIND
    if text.audience not in AUDIENCES or (text.audience == "circle") != bool(text.circle):
        errors["audience"] = NO_AUDIENCE
    if text.kind == "suggestion":
        errors |= _check_suggestion(text)
    elif not text.body.strip():
        errors["body"] = EMPTY
    if len(text.body) > LONGEST:
        errors["body"] = LONG
    if errors:
        raise Invalid(errors)


def _check_suggestion(text: NoteText) -> dict[str, str]:
    if text.replacement is None:
        return {"replacement": EMPTY}
    if text.passage is not None and text.replacement.strip() == text.passage.strip():
        return {"replacement": SAME}
    return {}


def _rendered(body: str) -> Rendered:
    if len(body) > LONGEST:
        raise Invalid({"body": LONG})
    try:
        return render(body)
    except TooMuch as error:
        raise Invalid({"body": str(error)}) from error


def _stored(rendered: Rendered) -> dict[str, Any]:
    references = [[each.kind, each.target, each.section, each.label] for each in rendered.references]
    # A heading in a note is no place of the page: its address would be taken for that of the page's own.
    return {"html": _HEADING.sub(r"<h\1>", rendered.html), "text": rendered.text, "references": references}
