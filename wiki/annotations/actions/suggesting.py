"""Suggested edits: the lines of a page's Markdown that somebody would say otherwise, and taking them over."""

from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.annotations.actions.selecting import text_of
from wiki.annotations.actions.settling import settle
from wiki.annotations.anchoring import Carrier, Place
from wiki.annotations.models import Annotation
from wiki.kernel.counters import ACCESS, current
from wiki.kernel.refusals import Forbidden, Invalid
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.markup import block_around
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import SUMMARY_LENGTH, save_page
from wiki.pages.models import Page, Revision
from wiki.pages.permissions import may_write, reach_of
from wiki.people.models import Membership, Person

NOT_YOURS = N_("Only who may change this page takes a suggestion over.")
NOT_ONE = N_("This note suggests no edit.")
GONE = N_("The passage isn’t there any more. Change the page itself, or decline the suggestion.")
SETTLED = N_("This suggestion is settled already.")


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of a text, from and up to, and what they say."""

    first: int
    until: int
    source: str


def passage_at(body: str, text: str, start: int, end: int) -> Passage:
    """The lines of the Markdown `body` that make the blocks around a place in its text as it is read.

    Markdown is taken for an edit of what is read, so the place is carried there as over any other.
    """
    first, last = _lines_of(body, text, Place(start, end))
    begin, until = block_around(body, first, last)
    return Passage(begin, until, "\n".join(body.replace("\r\n", "\n").split("\n")[begin:until]))


def _lines_of(body: str, text: str, place: Place) -> tuple[int, int]:
    plain = body.replace("\r\n", "\n")
    found = Carrier(text, plain).carry(place).place
    if found is not None:
        return plain.count("\n", 0, found.start), plain.count("\n", 0, max(found.end - 1, found.start))
    words = text[place.start : place.end]
    lines = plain.split("\n")
    best = max(range(len(lines)), key=lambda number: fuzz.partial_ratio(words, lines[number]))
    return best, best


def passage_of(session: Session, page: Page, number: int, start: int, end: int) -> Passage | None:
    """The passage around a place in a revision of the page; None where there is no such place."""
    text = text_of(session, page.id, number)
    revision = _revision(session, page, number)
    if text is None or revision is None or not 0 <= start < end <= len(text):
        return None
    return passage_at(revision.body, text, start, end)


def passage_for(session: Session, page: Page, number: int, place: Place, shown: str) -> str | None:
    """The passage that a suggestion is about: what its author was shown, if the revision has it, else what is there."""
    shown = shown.replace("\r\n", "\n")
    revision = _revision(session, page, number)
    if revision is not None and shown.strip() and revision.body.replace("\r\n", "\n").count(shown) == 1:
        return shown
    found = passage_of(session, page, number, place.start, place.end)
    return None if found is None else found.source


def take_suggestion(
    work: Work, viewer: Viewer, page: Page, note: Annotation, *, replacement: str | None = None
) -> Revision:
    """Put a suggestion into the page, as a change by who made it; with another `replacement` where it was improved.

    It is merged with what came in between, as any save. Raises `Forbidden`, `Invalid`, and `EditConflict` where the
    passage was changed meanwhile.
    """
    session = work.session
    if not may_write(reach_of(session, viewer), page):
        raise Forbidden(NOT_YOURS)
    if note.kind != "suggestion" or note.replacement is None:
        raise Invalid({"replacement": NOT_ONE})
    if note.outcome is not None:
        raise Invalid({"replacement": SETTLED})
    base = _revision(session, page, note.number)
    if base is None:
        raise Invalid({"replacement": GONE})
    said = note.replacement if replacement is None else replacement
    body = _replaced(session, page, base, note, said)
    author = _viewer_of(session, note.author_id) or viewer
    taker = session.get(Person, viewer.person_id) if viewer.person_id else None
    with_changes = replacement is not None and replacement.strip() != note.replacement.strip()
    revision = save_page(work, author, page, _text(base, body, taker, with_changes), base=base.number)
    settle(work, viewer, page, note, "applied", number=revision.number)
    return revision


def _text(base: Revision, body: str, taker: Person | None, with_changes: bool) -> PageText:
    how = "Suggested edit, taken with changes" if with_changes else "Suggested edit, taken"
    summary = f"{how} by {taker.name}" if taker else how
    return PageText(base.title, body, base.type, base.tags, base.fields, summary[:SUMMARY_LENGTH])


def _replaced(session: Session, page: Page, base: Revision, note: Annotation, said: str) -> str:
    """The text of the revision that the suggestion began from, with its passage replaced."""
    body = base.body.replace("\r\n", "\n")
    found = passage_of(session, page, base.number, note.start, note.end)
    lines = body.split("\n")
    if found is not None and (note.passage is None or found.source.strip() == note.passage.strip()):
        return "\n".join([*lines[: found.first], said, *lines[found.until :]])
    if note.passage and body.count(note.passage) == 1:
        return body.replace(note.passage, said)
    raise Invalid({"replacement": GONE})


def _revision(session: Session, page: Page, number: int) -> Revision | None:
    return session.scalar(select(Revision).where(Revision.page_id == page.id, Revision.number == number))


def _viewer_of(session: Session, person_id: int | None) -> Viewer | None:
    """The standing of who made a suggestion: with their eyes the links in it are led on."""
    person = session.get(Person, person_id) if person_id else None
    if person is None:
        return None
    groups = session.scalars(select(Membership.group_id).where(Membership.person_id == person.id))
    return Viewer(person.id, person.role, frozenset(groups), session.scalar(select(current(ACCESS))) or 0)
