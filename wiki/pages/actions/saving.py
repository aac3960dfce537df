"""Make pages and add revisions: the path of a save."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wiki.kernel.refusals import Invalid, Refused
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.markup import Rendered, TooMuch, render
from wiki.pages.actions.naming import (
    ATTEMPTS,
    add_names,
    adopt_wanted,
    claim_slug,
    clean_title,
    free_slug,
    is_hidden,
    next_position,
    refuse_depth,
)
from wiki.pages.actions.renaming import lock_for_rename, rename
from wiki.pages.actions.revising import PageText, add_revision
from wiki.pages.events import PageSaved
from wiki.pages.merge import Merge, merge
from wiki.pages.models import Page, Revision, Space
from wiki.pages.queries.lists import sort_key
from wiki.pages.types import KEPT

TAGS, TAG_LENGTH, SUMMARY_LENGTH = 20, 40, 300


class EditConflict(Refused):
    """Somebody saved in between, and both changed the same place.

    `merge` holds both sides of the text; `title` both titles (mine, theirs) where these differ; `fields` the same for
    each field of the type that both changed. `mine` is the text that was sent, `theirs` the number of the revision that
    is there.
    """

    def __init__(
        self,
        mine: PageText,
        theirs: int,
        merged: Merge,
        title: tuple[str, str] | None,
        fields: Mapping[str, tuple[Any, Any]],
    ) -> None:
        super().__init__("somebody saved in between")
        self.mine, self.theirs, self.merge, self.title, self.fields = mine, theirs, merged, title, fields


def make_page(
    work: Work,
    viewer: Viewer,
    space: Space,
    text: PageText,
    *,
    parent: Page | None = None,
    slug: str | None = None,
    owner_id: int | None = None,
) -> Page:
    """Add a page to a space, below `parent` or as a root, with its first revision.

    Its owner is its author unless `owner_id` says otherwise. Raises `Invalid`.
    """
    session, now = work.session, work.clock.now()
    text = checked(text)
    refuse_depth(parent)
    rendered = rendered_or_invalid(text.body)
    page = Page(
        space_id=space.id,
        parent_id=parent.id if parent else None,
        position=next_position(session, space.id, parent.id if parent else None),
        slug=claim_slug(session, slug) if slug else "",
        title=text.title,
        sort_key=sort_key(text.title),
        type=text.type,
        owner_id=owner_id or viewer.person_id,
        guard_id=parent.guard_id if parent else None,
        made_at=now,
        made_by_id=viewer.person_id,
        changed_at=now,
    )
    _add_at_free_address(session, page, hidden=is_hidden(space, page.guard_id))
    page.path = f"{parent.path if parent else '/'}{page.id}/"
    add_names(session, page)
    revision = add_revision(work, viewer, page, text, rendered)
    adopt_wanted(session, page)
    work.record(PageSaved(page.id, revision.id, is_new=True, minor=text.minor))
    return page


def _add_at_free_address(session: Session, page: Page, *, hidden: bool) -> None:
    """Add the row; where somebody takes its address in the same moment, at the next one."""
    for attempt in range(ATTEMPTS):
        if attempt or not page.slug:
            page.slug = free_slug(session, page.title, hidden=hidden)
        try:
            with session.begin_nested():
                session.add(page)
        except IntegrityError:
            continue
        return
    raise RuntimeError("no free address for a new page")


def save_page(work: Work, viewer: Viewer, page: Page, text: PageText, *, base: int) -> Revision:
    """Add a revision to the page and answer it; the last one when nothing has changed.

    `base` is the number of the revision that the edit began from. A save on an older base is merged with what
    came in between. Raises `EditConflict` where both changed the same lines, and `Invalid`.
    """
    session = work.session
    text = checked(text)
    if text.title != page.title:
        lock_for_rename(session, page)
    # Not against those who only link here: they need to know no more than that it is there.
    session.refresh(page, with_for_update={"key_share": True})
    head = session.get_one(Revision, page.head_id)
    if KEPT in head.fields and KEPT not in text.fields:
        text = replace(text, fields={**text.fields, KEPT: head.fields[KEPT]})
    if base != page.number:
        text = _merged(session, page, text, base, head)
    if _says(head) == (text.title, text.body, text.type, list(text.tags), dict(text.fields)):
        return head
    rendered = rendered_or_invalid(text.body)
    if text.title != page.title:
        rename(work, viewer, page, text.title)
    revision = add_revision(work, viewer, page, text, rendered)
    work.record(PageSaved(page.id, revision.id, is_new=False, minor=text.minor))
    return revision


def checked(text: PageText) -> PageText:
    """The text with clean tags, or `Invalid` with all that is wrong with it."""
    errors: dict[str, str] = {}
    tags = clean_tags(text.tags)
    try:
        clean_title(text.title)
    except Invalid as refusal:
        errors |= refusal.errors
    if len(tags) > TAGS:
        errors["tags"] = N_("Twenty tags are enough.")
    if any(len(tag) > TAG_LENGTH for tag in tags):
        errors["tags"] = N_("A tag has at most 40 characters.")
    if len(text.summary) > SUMMARY_LENGTH:
        errors["summary"] = N_("A few words are enough here: at most 300 characters.")
    try:
        rendered_or_invalid(text.body)
    except Invalid as refusal:
        errors |= refusal.errors
    if errors:
        raise Invalid(errors)
    return PageText(text.title, text.body, text.type, tags, text.fields, text.summary, text.minor)


def clean_tags(tags: Sequence[str]) -> list[str]:
    """Tags without doubles (compared casefolded) and spare blanks, in the order given."""
    found: dict[str, str] = {}
    for tag in tags:
        name = " ".join(unicodedata.normalize("NFC", tag).replace(",", " ").split()).lstrip("# ")
        if name:
            found.setdefault(name.casefold(), name)
    return list(found.values())


def rendered_or_invalid(body: str) -> Rendered:
    try:
        return render(body)
    except TooMuch as error:
        raise Invalid({"body": str(error)}) from error


def _says(revision: Revision) -> tuple[str, str, str, list[str], dict[str, Any]]:
    return (revision.title, revision.body, revision.type, revision.tags, revision.fields)


def _merged(session: Session, page: Page, mine: PageText, base_number: int, theirs: Revision) -> PageText:
    """Mine and theirs in one, or `EditConflict`."""
    base = session.scalar(select(Revision).where(Revision.page_id == page.id, Revision.number == base_number))
    if base is None:
        raise Invalid({"base": N_("This edit began from a revision that does not exist.")})
    text, title = merge(base.body, mine.body, theirs.body), title_of(base, mine, theirs)
    fields = disputed(base, mine, theirs)
    if text.text is None or title is None or fields:
        titles = (mine.title, theirs.title) if title is None else None
        raise EditConflict(mine, theirs.number, text, titles, fields)
    return together(base, mine, theirs, title, text.text)


def title_of(base: Revision, mine: PageText, theirs: Revision) -> str | None:
    """The title of both; None where each gave it another one."""
    if theirs.title in {base.title, mine.title}:
        return mine.title
    return theirs.title if mine.title == base.title else None


def disputed(base: Revision, mine: PageText, theirs: Revision) -> dict[str, tuple[Any, Any]]:
    """Fields that both changed, each to something else: name → what I say, what they say."""
    names = {*base.fields, *mine.fields, *theirs.fields}
    said = {name: (mine.fields.get(name), theirs.fields.get(name)) for name in names}
    return {
        name: (one, other)
        for name, (one, other) in said.items()
        if one != other and base.fields.get(name) not in (one, other)
    }


def together(
    base: Revision, mine: PageText, theirs: Revision, title: str, body: str, *, kept: Collection[str] = ()
) -> PageText:
    """A text of this title and body, with the tags, fields and type that came of both.

    Of a field that both changed it has theirs, unless its name is in `kept`.
    """
    tags = [tag for tag in theirs.tags if tag in mine.tags or tag not in base.tags]
    tags += [tag for tag in mine.tags if tag not in tags and tag not in base.tags]
    fields = {
        name: value
        for name in {*theirs.fields, *mine.fields}
        if (value := mine.fields.get(name) if name in kept else _one(name, base, mine, theirs)) is not None
    }
    kind = theirs.type if mine.type == base.type else mine.type
    return PageText(title, body, kind, tags, fields, mine.summary, mine.minor)


def _one(name: str, base: Revision, mine: PageText, theirs: Revision) -> Any:
    """A field's value: theirs unless only I changed it."""
    only_mine = theirs.fields.get(name) == base.fields.get(name)
    return (mine if only_mine else theirs).fields.get(name)
