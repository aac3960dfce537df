"""Say a note otherwise, to others, or not at all."""

from sqlalchemy import delete, select

from wiki.annotations.actions.wording import NO_KIND, REPLY, NoteText, adopt_files, check, rendered
from wiki.annotations.events import NoteChanged, NoteRemoved, NoteShared
from wiki.annotations.models import Annotation, Reaction
from wiki.annotations.permissions import may_annotate, may_remove
from wiki.kernel.refusals import Forbidden, Invalid
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.pages.events import PageTextsChanged
from wiki.pages.models import Page
from wiki.pages.permissions import reach_of

NOT_YOURS = N_("Only who wrote a note may change it.")
FOR_YOURSELF = N_("You may read this page, but not annotate it for others. You may keep the note for yourself.")
ANSWERED = N_("Others have answered already, so it stays where they read it.")
SETTLED = N_("This suggestion is settled already.")


def change_note(
    work: Work,
    viewer: Viewer,
    note: Annotation,
    body: str,
    *,
    kind: str = "",
    audience: str = "",
    circle: str = "",
    replacement: str | None = None,
) -> None:
    """Say it otherwise, or to others; what isn't given stays. Answers keep to the audience of their thread.

    Raises `Forbidden` and `Invalid`.
    """
    wanted = NoteText(body=body, kind=kind, audience=audience, circle=circle, replacement=replacement)
    said, page = _said(viewer, note, wanted), work.session.get_one(Page, note.page_id)
    if said.audience != "self" and not may_annotate(reach_of(work.session, viewer), page):
        raise Forbidden(FOR_YOURSELF)
    check(said, reply=said.kind == REPLY)
    if said == _now(note):
        return
    if said.replacement != note.replacement and note.outcome is not None:
        raise Invalid({"replacement": SETTLED})
    for name, value in rendered(body).items():
        setattr(note, name, value)
    note.body, note.kind, note.replacement, note.edited_at = body, said.kind, said.replacement, work.clock.now()
    before = note.audience
    if (said.audience, said.circle) != (note.audience, note.circle):
        _show_to(work, note, said.audience, said.circle)
    adopt_files(work, note)
    work.record(NoteChanged(page.id, note.id))
    if before == "self" != said.audience and note.root_id is None:
        work.record(NoteShared(page.id, note.id, note.kind, note.audience))
    work.record(PageTextsChanged(page.id))


def _now(note: Annotation) -> NoteText:
    return NoteText(
        body=note.body,
        kind=note.kind,
        audience=note.audience,
        circle=note.circle,
        passage=note.passage,
        replacement=note.replacement,
    )


def _said(viewer: Viewer, note: Annotation, new: NoteText) -> NoteText:
    """All that the note would say."""
    if viewer.person_id is None or note.author_id != viewer.person_id or note.deleted_at is not None:
        raise Forbidden(NOT_YOURS)
    kind, audience = new.kind or note.kind, new.audience or note.audience
    if note.root_id is not None:
        kind, audience = note.kind, note.audience
    elif "suggestion" in {kind, note.kind} and kind != note.kind:
        raise Invalid({"kind": NO_KIND})
    suggests = kind == "suggestion" and new.replacement is not None
    return NoteText(
        body=new.body,
        kind=kind,
        audience=audience,
        circle=((new.circle if note.root_id is None else "") or note.circle) if audience == "circle" else "",
        passage=note.passage,
        replacement=new.replacement if suggests else note.replacement,
    )


def _show_to(work: Work, note: Annotation, audience: str, circle: str) -> None:
    """Readers of a thread change together: nobody's answer is hidden, or told on, by another's change of mind."""
    thread = work.session.scalars(select(Annotation).where(Annotation.root_id == note.id)).all()
    if any(answer.author_id != note.author_id and answer.deleted_at is None for answer in thread):
        raise Invalid({"audience": ANSWERED})
    for one in (note, *thread):
        one.audience, one.circle = audience, circle
        adopt_files(work, one)


def remove_note(work: Work, viewer: Viewer, page: Page, note: Annotation) -> None:
    """Take a note away with all that it says; answers to it stay, and say that it is gone. Raises `Forbidden`."""
    if not may_remove(reach_of(work.session, viewer), page, note):
        raise Forbidden(NOT_YOURS)
    if note.deleted_at is not None:
        return
    note.deleted_at = work.clock.now()
    note.body = note.html = note.text = note.reason = ""
    note.references, note.passage, note.replacement = [], None, None
    work.session.execute(delete(Reaction).where(Reaction.annotation_id == note.id))
    work.record(NoteRemoved(page.id, note.id))
    work.record(PageTextsChanged(page.id))
