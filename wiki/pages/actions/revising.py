"""Add a revision to a page: its row, its tags, its links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.markup import Rendered, slugify
from wiki.pages.models import Link, Page, PageTag, Revision
from wiki.pages.permissions import reach_of
from wiki.pages.queries.find import page_named


@dataclass(frozen=True, slots=True)
class PageText:
    """What a person sends: a page's title, text and what it says about itself."""

    title: str
    body: str
    type: str = "article"
    tags: Sequence[str] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    summary: str = ""
    minor: bool = False


def add_revision(work: Work, viewer: Viewer, page: Page, text: PageText, rendered: Rendered) -> Revision:
    """The page's next revision, with its tags and links; `rendered` is that of `text.body`."""
    session, now = work.session, work.clock.now()
    revision = Revision(
        page_id=page.id,
        number=page.number + 1,
        at=now,
        author_id=viewer.person_id,
        summary=text.summary,
        minor=text.minor,
        title=text.title,
        type=text.type,
        tags=list(text.tags),
        fields=dict(text.fields),
        body=text.body,
        html=rendered.html,
        text=rendered.text,
        outline=[[h.level, h.title, h.anchor] for h in rendered.outline],
        references=[[r.kind, r.target, r.section, r.label] for r in rendered.references],
        words=rendered.words,
        diagrams=rendered.needs_diagrams,
    )
    session.add(revision)
    session.flush()
    page.number, page.head_id = revision.number, revision.id
    page.type, page.fields = text.type, dict(text.fields)
    page.changed_at, page.changed_by_id = now, viewer.person_id
    if page.tags != list(text.tags) or revision.number == 1:
        _set_tags(session, page, text.tags)
    _set_links(session, viewer, page, rendered)
    session.flush()
    return revision


def _set_tags(session: Session, page: Page, tags: Sequence[str]) -> None:
    page.tags = list(tags)
    session.execute(delete(PageTag).where(PageTag.page_id == page.id))
    if tags:
        rows = [{"key": tag.casefold(), "name": tag, "page_id": page.id} for tag in tags]
        session.execute(insert(PageTag), rows)


def _set_links(session: Session, viewer: Viewer, page: Page, rendered: Rendered) -> None:
    """The page's links as rows, each led to the page that its author meant."""
    mine = Link.source_id == page.id
    before = session.execute(select(Link.ordinal, Link.kind, Link.key, Link.target_id).where(mine)).all()
    old = {(link.kind, link.key): link.target_id for link in before}
    reach = reach_of(session, viewer)
    rows = []
    for ordinal, reference in enumerate(rendered.references):
        if reference.kind == "list":
            continue
        key = slugify(reference.target)[:200]
        target = None
        if reference.kind != "mention":
            # What stood there keeps its target, also one that this author may not see.
            target = old.get((reference.kind, key))
            if target is None and (found := page_named(session, reach, key, page.space_id)):
                target = found.id
        rows.append({"source_id": page.id, "ordinal": ordinal, "kind": reference.kind, "key": key, "target_id": target})
    # Most saves change no link; then there is nothing to write.
    if {tuple(link) for link in before} != {(r["ordinal"], r["kind"], r["key"], r["target_id"]) for r in rows}:
        session.execute(delete(Link).where(mine))
        if rows:
            session.execute(insert(Link), rows)
