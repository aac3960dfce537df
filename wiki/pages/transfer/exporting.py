"""Take pages out as a folder of Markdown, from which they can be brought in again."""

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.pages.files import path_of
from wiki.pages.models import Attachment, Page, Revision, Space
from wiki.pages.queries.spaces import guard_grants, holders_text, own_guard
from wiki.pages.types import KEPT
from wiki.people.models import Person

# Names that some system keeps for itself, whatever the ending.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|index|readme)\Z", re.I)


def export_spaces(
    session: Session, data: Path, target: Path, *, only: str = "", progress: Callable[[int, int], None] | None = None
) -> int:
    """Write every page that isn't in the trash below `target`, a folder a space; answers how many.

    `data` is the data folder. History is not written. Raises `FileExistsError` when `target` holds something.
    """
    if target.exists() and any(target.iterdir()):
        raise FileExistsError(str(target))
    statement = select(Space).order_by(Space.position, Space.id)
    spaces = list(session.scalars(statement.where(Space.key == only) if only else statement))
    people = {row.id: row.handle for row in session.execute(select(Person.id, Person.handle))}
    total = 0
    for space in spaces:
        folder = target / space.key
        folder.mkdir(parents=True)
        settings = {
            name: getattr(space, name)
            for name in ("key", "title", "about", "icon", "visibility", "public", "default_role")
        }
        _write(folder / "space.yaml", _yaml(settings))
        total += _Space(session, data, folder, people).write(space, progress)
    return total


class _Space:
    def __init__(self, session: Session, data: Path, folder: Path, people: dict[int, str]) -> None:
        self._session, self._data, self._folder, self._people = session, data, folder, people
        self._done = 0

    def write(self, space: Space, progress: Callable[[int, int], None] | None) -> int:
        live = (Page.space_id == space.id) & Page.deleted_at.is_(None)
        children: dict[int | None, list[Page]] = defaultdict(list)
        for page in self._session.scalars(select(Page).where(live).order_by(Page.position, Page.id)):
            children[page.parent_id].append(page)
        self._total = sum(len(level) for level in children.values())
        self._progress = progress
        self._level(self._folder, None, children)
        return self._total

    def _level(self, folder: Path, parent_id: int | None, children: dict[int | None, list[Page]]) -> None:
        taken: set[str] = set()
        for place, page in enumerate(children[parent_id], 1):
            name = _file_name(page.slug, taken)
            if children.get(page.id):
                (folder / name).mkdir()
                self._page(folder / name / "index.md", page, place)
                self._level(folder / name, page.id, children)
            else:
                self._page(folder / f"{name}.md", page, place)

    def _page(self, path: Path, page: Page, place: int) -> None:
        revision = self._session.get_one(Revision, page.head_id)
        head: dict[str, Any] = {"title": page.title, "slug": page.slug, "type": page.type, "position": place}
        if page.tags:
            head["tags"] = list(page.tags)
        if page.owner_id in self._people:
            head["owner"] = self._people[page.owner_id]
        head |= {name: value for name, value in page.fields.items() if name != KEPT}
        head |= {"created": page.made_at.isoformat(), "updated": page.changed_at.isoformat()}
        if readers := holders_text(guard_grants(self._session, own_guard(self._session, page))):
            head["readers"] = readers
        if files := self._files(page):
            head["files"] = files
        kept = page.fields.get(KEPT)
        head |= {name: value for name, value in (kept or {}).items() if name not in head}
        _write(path, f"---\n{_yaml(head)}---\n{revision.body}")
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total)

    def _files(self, page: Page) -> list[str]:
        """Write the page's files, each under its key, so that its address stays; answers `key/name` of each."""
        written = []
        here = (Attachment.page_id == page.id) & Attachment.removed_at.is_(None)
        for file in self._session.scalars(select(Attachment).where(here)):
            target = self._folder / "_files" / file.key / Path(file.name).name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path_of(self._data, file.digest).read_bytes())
            written.append(f"{file.key}/{target.name}")
        return written


def _file_name(slug: str, taken: set[str]) -> str:
    """A name that every system takes, and that no page beside it has."""
    name = re.sub(r"[^\w-]", "-", slug)[:80].strip("-") or "page"
    if _RESERVED.match(name):
        name += "-page"
    number, wanted = 1, name
    while name.casefold() in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken.add(name.casefold())
    return name


def _yaml(values: dict[str, Any]) -> str:
    text: str = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=1000)
    return text


def _write(path: Path, text: str) -> None:
    # As bytes, so that line ends stay what they are on every system.
    path.write_bytes(text.encode("utf-8"))
