"""Bring a folder of Markdown into a space. Doing it twice changes nothing."""

import posixpath
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.kernel.refusals import Invalid
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.markup import slugify
from wiki.pages.actions.attaching import attach_file
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.actions.naming import add_names, cannot_be_guessed, free_slug, is_taken
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import EditConflict, make_page, save_page
from wiki.pages.merge import merge
from wiki.pages.models import Page, Revision, Space
from wiki.pages.queries.spaces import holders_named
from wiki.pages.transfer.documents import Document, Found, Row, read_folder
from wiki.pages.transfer.linking import Addresses, linked
from wiki.pages.types import KEPT, PageTypes
from wiki.people.models import Person
from wiki.web.running import Wiki

BATCH = 100
TURN = 1.0
"""Seconds after which a batch ends: as long as it goes on, nobody else can save."""
PAUSE = 0.15
"""Seconds between batches: on SQLite whoever waits for a turn looks for it every 0.1 s."""
_OWN = {"title", "type", "tags", "owner", "slug", "position", "created", "updated", "readers", "files"}


@dataclass(slots=True)
class Report:
    """What became of a folder: how many pages are new, changed, the same, in conflict; and each thing amiss."""

    new: int = 0
    changed: int = 0
    same: int = 0
    conflicts: int = 0
    rows: list[Row] = field(default_factory=list)


def import_folder(
    wiki: Wiki,
    folder: Path,
    space_key: str,
    *,
    viewer: Viewer,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Make or change the pages of `folder` in a space that exists; `progress(done, all)` is called as it goes on.

    A page that was edited here since is merged with what changed in its file; where both changed the same lines it
    is left alone and reported.
    """
    found = read_folder(folder)
    found.leave_larger_than(wiki.settings.upload_limit_mb)
    run = _Run(wiki, viewer, found, Report(rows=list(found.problems)))
    with wiki.database.reading() as session:
        run.plan(session, space_key)
    total = len(found.documents)
    done = 0
    while done < total:
        if done:
            time.sleep(PAUSE)
        done += run.take_some(found.documents[done : done + BATCH])
        if progress is not None:
            progress(done, total)
    for path in sorted(set(found.files) - run.attached):
        run.report.rows.append(Row(path, "not taken", "no page shows or links to it"))
    return run.report


class _Run:
    """One import under way."""

    def __init__(self, wiki: Wiki, viewer: Viewer, found: Found, report: Report) -> None:
        self.wiki, self.viewer, self.found, self.report = wiki, viewer, found, report
        self.types: PageTypes = wiki.rooms["page_types"]
        self.attached: set[str] = set()
        self.space_id = 0
        self._slugs: dict[str, str] = {}
        self._pages: dict[str, int] = {}
        self._trashed: set[str] = set()
        self._closed: set[str] = set()
        self._space_is_open = True
        self._people: dict[str, int] = {}

    def take_some(self, documents: Sequence[Document]) -> int:
        """Take the first of the documents in one transaction; answers how many."""
        until = time.monotonic() + TURN
        with self.wiki.work(self.viewer.person_id) as work:
            for number, document in enumerate(documents, start=1):
                self.take(work, document)
                if time.monotonic() > until:
                    return number
        return len(documents)

    def plan(self, session: Session, space_key: str) -> None:
        """Give every document the address that links to it will name, before any page is made."""
        space = session.scalars(select(Space).where(Space.key == space_key)).one()
        self.space_id, self._space_is_open = space.id, space.visibility == "open"
        known: dict[str, Any] = {
            row.source: row
            for row in session.execute(
                select(Page.source, Page.id, Page.slug, Page.deleted_at, Page.guard_id).where(
                    Page.space_id == space.id, Page.source.is_not(None)
                )
            )
        }
        self._trashed = {source for source, row in known.items() if row.deleted_at is not None}
        self._pages = {source: row.id for source, row in known.items() if row.deleted_at is None}
        self._closed = {source for source, row in known.items() if row.guard_id is not None}
        self._people = {row.handle: row.id for row in session.execute(select(Person.handle, Person.id))}
        taken = {row.slug for row in known.values()}
        for document in self.found.documents:
            if document.path in known:
                self._slugs[document.path] = known[document.path].slug
                continue
            slug = self._free(session, document, taken)
            taken.add(slug)
            self._slugs[document.path] = slug
        self._addresses = Addresses(self.found.documents, self._slugs)

    def _free(self, session: Session, document: Document, taken: set[str]) -> str:
        named = slugify(str(document.head.get("slug") or ""))
        wanted = named or slugify(document.title) or "page"
        if not self._space_is_open or document.head.get("readers") or document.parent in self._closed:
            self._closed.add(document.path)
            # An export's own address of such a page can't be guessed either, and is kept.
            kept = cannot_be_guessed(named, document.title)
            wanted = named if kept else free_slug(session, document.title, hidden=True)
        place = slugify(posixpath.dirname(document.path.rstrip("/")).replace("/", "-"))
        tries = [wanted, *([f"{place}-{wanted}"[:120]] if place else [])]
        tries += [f"{wanted}-{number}" for number in range(2, 10_000)]
        return next(slug for slug in tries if slug not in taken and not is_taken(session, slug))

    def take(self, work: Work, document: Document) -> None:
        """Make the document's page, or change it, or find that nothing is to be done."""
        if document.path in self._trashed:
            self.report.rows.append(Row(document.path, "left alone", "its page is in the trash"))
            return
        try:
            page_id = self._pages.get(document.path)
            if page_id is None:
                self._make(work, document)
            else:
                self._change(work, document, work.session.get_one(Page, page_id))
        except Invalid as refusal:
            self.report.rows.append(Row(document.path, "not taken", "; ".join(refusal.errors.values())))
        except EditConflict:
            self.report.conflicts += 1
            self.report.rows.append(Row(document.path, "conflict", "the page and its file changed in the same place"))

    def _make(self, work: Work, document: Document) -> None:
        session = work.session
        parent_id = self._pages.get(document.parent or "")
        if document.parent is not None and parent_id is None:
            # A page above may be restricted; without it this one would stand open.
            raise Invalid({"parent": "the page above it was not taken"})
        readers = document.head.get("readers")
        holders = holders_named(session, str(readers)) if readers else []
        parent = session.get(Page, parent_id) if parent_id else None
        owner = self._people.get(str(document.head.get("owner", "")).casefold())
        self._say_unknown(document, owner)
        files: dict[str, str] = {}
        text, problems = self._text(document, self._promise(files))
        page = make_page(
            work,
            self.viewer,
            session.get_one(Space, self.space_id),
            text,
            parent=parent,
            slug=self._slugs[document.path],
            owner_id=owner,
        )
        if document.path in self._closed and (named := slugify(str(document.head.get("slug") or ""))):
            add_names(session, page, named)
        for path, key in {**files, **self._exported(document)}.items():
            self._attach(work, page, path, key)
        if holders:
            restrict_page(work, page, holders)
        self._note(page, document)
        self._pages[document.path] = page.id
        self.report.new += 1
        self.report.rows += problems

    def _say_unknown(self, document: Document, owner: int | None) -> None:
        """Report what the front matter asks for and doesn't get."""
        head, slug = document.head, self._slugs[document.path]
        if head.get("owner") and owner is None:
            self.report.rows.append(Row(document.path, "front matter", f"owner: nobody is called {head['owner']}"))
        if head.get("type") and str(head["type"]) not in self.types:
            self.report.rows.append(Row(document.path, "front matter", f"type: there is no {head['type']}; an article"))
        if head.get("slug") and slugify(str(head["slug"])) != slug:
            self.report.rows.append(Row(document.path, "address", f"{head['slug']} can't be had; it is {slug}"))

    def _change(self, work: Work, document: Document, page: Page) -> None:
        def attach(path: str) -> str | None:
            return self._attach(work, page, path, None) if path in self.found.files else None

        text, problems = self._text(document, attach)
        self.report.rows += problems
        if page.source_digest == document.digest:
            self.report.same += 1
            return
        for path, key in self._exported(document).items():
            self._attach(work, page, path, key)
        if page.source_text is not None:
            text = self._merged(work, page, text, page.source_text)
        sent = text.body
        base = page.number if page.source_text is not None else page.source_number or page.number
        revision = save_page(work, self.viewer, page, text, base=base)
        self._note(page, document)
        # Merged with what was written here: the next change of the file begins from the file, not from that.
        file_text = self._text(document, attach)[0].body
        page.source_text = file_text if revision.body != file_text or sent != file_text else None
        self.report.changed += 1

    def _merged(self, work: Work, page: Page, text: PageText, base: str) -> PageText:
        """The file's change since `base` brought into what the page says now; raises `EditConflict`."""
        head = work.session.get_one(Revision, page.head_id)
        both = merge(base, text.body, head.body)
        if both.text is None:
            raise EditConflict(text, head.number, both, None, {})
        return replace(text, body=both.text)

    def _exported(self, document: Document) -> dict[str, str]:
        """Files that an export wrote for the page, path → key: they keep the address that the text names."""
        named = document.head.get("files")
        paths = {f"_files/{name}": str(name).split("/")[0] for name in named} if isinstance(named, list) else {}
        return {path: key for path, key in paths.items() if path in self.found.files}

    def _note(self, page: Page, document: Document) -> None:
        page.source, page.source_digest, page.source_number = document.path, document.digest, page.number

    def _promise(self, files: dict[str, str]) -> Callable[[str], str | None]:
        """Addresses for files of a page that isn't made yet; `files` collects path → key."""

        def attach(path: str) -> str | None:
            if path not in self.found.files:
                return None
            key = files.setdefault(path, secrets.token_hex(8))
            return f"/file/{key}/{posixpath.basename(path)}"

        return attach

    def _attach(self, work: Work, page: Page, path: str, key: str | None) -> str:
        self.attached.add(path)
        data, name = self.found.files[path].read_bytes(), posixpath.basename(path)
        kept = attach_file(work, self.viewer, page, self.wiki.settings.data, name, data, key=key)
        return f"/file/{kept.key}/{name}"

    def _text(self, document: Document, attach: Callable[[str], str | None]) -> tuple[PageText, list[Row]]:
        head = document.head
        body, problems = linked(document, self._addresses, attach)
        kind = self.types.get(str(head.get("type") or "article"))
        fields, errors = kind.read_fields(head)
        problems += [Row(document.path, "front matter", f"{name}: {text}") for name, text in errors.items()]
        names = {one.name for one in kind.fields} - set(errors)
        if more := {key: _plain(value) for key, value in head.items() if key not in _OWN | names}:
            fields[KEPT] = more
        return PageText(document.title, body, kind.name, _tags(head.get("tags")), fields, "Brought in"), problems


def _tags(value: object) -> list[str]:
    if isinstance(value, str):
        return value.split(",")
    return [str(tag) for tag in value] if isinstance(value, list) else []


def _plain(value: object) -> object:
    """A front matter value as JSON can keep it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    is_plain = isinstance(value, str | int | bool) or value is None or (isinstance(value, float) and isfinite(value))
    return value if is_plain else str(value)
