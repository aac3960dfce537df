"""Make one page of two, and two of one; whatever led to the text leads to it still."""

import re

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.markup import TooMuch, render
from wiki.markup.definitions import definitions, with_definitions
from wiki.markup.resection import resection
from wiki.markup.sections import Section, section_at, sections, text_of, with_text
from wiki.pages.actions.attaching import free_name
from wiki.pages.actions.moving import move_page
from wiki.pages.actions.naming import add_names, read_by_no_more
from wiki.pages.actions.revising import PageText, add_revision
from wiki.pages.actions.saving import make_page, save_page
from wiki.pages.actions.shelving import set_favourite
from wiki.pages.actions.trashing import delete_page
from wiki.pages.care import Favourite
from wiki.pages.events import PageMerged, PageSaved, PageSplit
from wiki.pages.models import Attachment, Link, Page, PageName, Revision, Space

_SIGNS = re.compile(r"([\\`*_\[\]<>#@!|$~{}])")
_NUMBER = re.compile(r"(?:step\s+)?\d+[.:)]\s+", re.IGNORECASE)


def opened_by_merge(session: Session, page: Page, into: Page) -> bool:
    """Whether somebody who may read `into` may perhaps not read the page."""
    return not read_by_no_more(session, into, page)


def merge_pages(work: Work, viewer: Viewer, page: Page, into: Page) -> None:
    """Put the page's text, files, names and all below it to another page, and the page itself into the trash.

    Its addresses and the links to it lead to the other one. Raises `Invalid`.
    """
    session = work.session
    if into.id == page.id or into.path.startswith(page.path):
        raise Invalid({"into": N_("Choose a page that is not this one and does not lie below it.")})
    head, other = session.get_one(Revision, page.head_id), session.get_one(Revision, into.head_id)
    ours, theirs = definitions(head.body), definitions(other.body)
    if any(theirs[label] != text for label, text in ours.items() if label in theirs):
        raise Invalid({"into": N_("Both define a note or a link of the same name, such as [^1]. Rename one of them.")})
    text = _joined(other.body, head.title, head.body)
    tags = [*other.tags, *(tag for tag in head.tags if tag.casefold() not in {t.casefold() for t in other.tags})]
    summary = f"With the text of “{head.title}”"[:300]
    _take_files(session, page, into)
    merged = PageText(other.title, text, other.type, tags[:20], other.fields, summary)
    save_page(work, viewer, into, merged, base=into.number)
    below = select(Page).where(Page.parent_id == page.id, Page.deleted_at.is_(None)).order_by(Page.position, Page.id)
    for child in session.scalars(below).all():
        move_page(work, child, session.get_one(Space, into.space_id), into)
    names = list(session.scalars(select(PageName.key).where(PageName.page_id == page.id)))
    own = set(session.scalars(select(PageName.key).where(PageName.page_id == into.id)))
    add_names(session, into, *(key for key in names if key not in own))
    session.execute(update(Link).where(Link.target_id == page.id).values(target_id=into.id))
    for person_id in session.scalars(select(Favourite.person_id).where(Favourite.page_id == page.id)).all():
        set_favourite(work, person_id, into.id, on=True)
    session.refresh(page)
    delete_page(work, viewer, page)
    work.record(PageMerged(page.id, into.id))


def _joined(text: str, title: str, more: str) -> str:
    if not more.strip():
        return text
    heading = _SIGNS.sub(r"\\\1", title)
    return f"{text.rstrip()}\n\n## {heading}\n\n{more.strip()}\n".lstrip()


def _take_files(session: Session, page: Page, into: Page) -> None:
    taken = set(session.scalars(select(Attachment.name).where(Attachment.page_id == into.id)))
    for file in session.scalars(select(Attachment).where(Attachment.page_id == page.id).order_by(Attachment.id)).all():
        file.name, file.page_id = free_name(file.name, taken), into.id
        taken.add(file.name)
    session.flush()


def title_of_section(section: Section) -> str:
    """What a page of the section would be called: its heading, without the number of a step."""
    return _NUMBER.sub("", section.title, count=1).strip()[:200]


def split_section(work: Work, viewer: Viewer, page: Page, anchor: str, title: str) -> Page:
    """Make a page below this one of a section; its heading stays, with a link. Raises `Invalid`.

    Links to what lies within the section lead to the new page, those in it to the rest of the old one. Their files stay
    with the old page.
    """
    session = work.session
    head = session.get_one(Revision, page.head_id)
    section = section_at(head.body, anchor)
    if section is None:
        raise Invalid({"section": N_("This section isn’t there any more. Choose another one.")})
    lines = text_of(head.body, section).split("\n")
    # A heading of two lines is underlined.
    heading = lines[: 1 if lines[0].lstrip().startswith("#") else 2]
    within = {each.anchor for each in sections(head.body) if section.start < each.start < section.end}
    space = session.get_one(Space, page.space_id)
    taken = with_definitions("\n".join(lines[len(heading) :]).strip() + "\n", definitions(head.body))
    body = resection(taken.strip(), {""}, within, head.title, moved=False) + "\n"
    summary = f"From “{head.title}”"[:300]
    made = make_page(work, viewer, space, PageText(title, body, head.type, head.tags, {}, summary), parent=page)
    rest = with_text(head.body, section, "\n".join([*heading, "", f"[[{made.slug}]]"]))
    rest = resection(with_definitions(rest, definitions(taken)), {""}, within, made.slug)
    work.record(PageSplit(page.id, made.id))
    text = PageText(head.title, rest, head.type, head.tags, head.fields, f"“{made.title}” has a page of its own"[:300])
    save_page(work, viewer, page, text, base=page.number)
    _lead_to(work, viewer, page, made, within)
    return made


def _lead_to(work: Work, viewer: Viewer, page: Page, made: Page, anchors: set[str]) -> None:
    """Rewrite links to what went, on pages whose readers may all read the new one."""
    session = work.session
    names = set(session.scalars(select(PageName.key).where(PageName.page_id == page.id)))
    linking = select(Link.source_id).where(Link.target_id == page.id, Link.source_id.not_in([page.id, made.id]))
    sources = select(Page).where(Page.id.in_(linking), Page.deleted_at.is_(None)).order_by(Page.id)
    for source in session.scalars(sources.with_for_update(key_share=True)).all():
        head = session.get_one(Revision, source.head_id)
        body = resection(head.body, names, anchors, made.slug)
        if body == head.body or not read_by_no_more(session, source, made):
            continue
        text = PageText(head.title, body, head.type, head.tags, head.fields, "A link follows its section", minor=True)
        try:
            revision = add_revision(work, viewer, source, text, render(body))
        except TooMuch:
            continue
        work.record(PageSaved(source.id, revision.id, is_new=False, minor=True))
