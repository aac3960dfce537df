"""Put many pages into a wiki at once: as rows, because only search is measured here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track
from sqlalchemy import Connection, insert, select

from tests.bench.search.corpus import SEED, Text
from tests.bench.server import settings_for
from wiki.app import create_wiki
from wiki.kernel.db import Database
from wiki.kernel.migrate import upgrade
from wiki.markup import slugify
from wiki.pages.actions.spaces import make_space, set_grant
from wiki.pages.care import Freshness
from wiki.pages.models import Guard, GuardGrant, Page, PageName, PageTag, Revision
from wiki.pages.queries.lists import sort_key
from wiki.pages.types import PageTypes
from wiki.people.actions import make_group, make_person, start_sign_in
from wiki.people.models import Group, Person
from wiki.web.running import Wiki

BATCH, BRANCH, GUARDS, AUTHORS = 500, 30, 20, 40
LAST = datetime(2026, 11, 1, tzinfo=UTC)
console = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Made:
    """A wiki with pages. `person_id` may read the spaces `spaces` and pass the guards `guards`; `token` is their
    sign-in."""

    data: Path
    person_id: int
    token: str
    spaces: frozenset[int]
    guards: frozenset[int]


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where pages go, and who wrote them."""

    spaces: Sequence[int]
    guards: Sequence[int]
    people: Sequence[int]


def make_wiki(data: Path, pages: Iterable[Text], many: int, *, open_to_all: bool = False) -> Made:
    """A wiki of these pages: six spaces, of which a member reads four, and twenty restrictions, of which half let them
    through; one open space with `open_to_all`. Page ids are 1, 2, 3 … in the order given."""
    data.mkdir(parents=True)
    settings = settings_for(data)
    database = Database(settings.database_url, threads=1)
    upgrade(database)
    database.close()
    wiki = create_wiki(settings)
    made, shelves = _shelves(wiki, data, open_to_all)
    dice, numbered = np.random.default_rng([SEED, 1 << 34]), enumerate(pages, 1)
    for _ in track(range(-(-many // BATCH)), f"{many} pages", console=console, transient=True):
        with wiki.database.engine.begin() as connection:
            _add(connection, shelves, list(islice(numbered, BATCH)), dice)
    with wiki.database.engine.begin() as connection:
        _date(connection, wiki.rooms["page_types"])
    wiki.database.close()
    return made


def _date(connection: Connection, types: PageTypes) -> None:
    """Until when the pages hold, and that people know of those whose day has passed, as in a wiki that is years old."""
    for kind, days in types.dated.items():
        pages = connection.execute(select(Page.id, Page.changed_at).where(Page.type == kind)).all()
        rows = [
            {"page_id": page_id, "until": until, "overdue": until < datetime.now(UTC).date(), "said_at": at}
            for page_id, at in pages
            for until in [at.date() + timedelta(days=days)]
        ]
        if rows:
            connection.execute(insert(Freshness), rows)


def _shelves(wiki: Wiki, data: Path, open_to_all: bool) -> tuple[Made, Shelves]:
    with wiki.work() as work:
        ours = make_group(work, name="Ours")
        theirs = make_group(work, name="Theirs")
        member = make_person(work, name="Bench Member", email="bench@example.com", password=None, group_ids=[ours.id])
        people = [
            make_person(work, name=f"Writer {number}", email=f"w{number}@example.com", password=None)
            for number in range(AUTHORS)
        ]
        shown = ("open", "open", "open", "groups", "groups", "private")[: 1 if open_to_all else 6]
        spaces = [
            make_space(work, title=f"Shelf {number}", visibility=visibility, keeper_id=people[0].id)
            for number, visibility in enumerate(shown)
        ]
        if not open_to_all:
            set_grant(work, spaces[3], ours, "writer")
            set_grant(work, spaces[4], theirs, "writer")
        read = frozenset(space.id for space in spaces[:4])
        token = start_sign_in(work, member.id, days=30, browser="bench", address="127.0.0.1")
        guards = [] if open_to_all else list(range(1, GUARDS + 1))
        made = Made(data, member.id, token, read, frozenset(guards[: GUARDS // 2]))
        shelves = Shelves([space.id for space in spaces], guards, [person.id for person in people])
        _grants(work.session.connection(), guards, ours, theirs, people[0])
    return made, shelves


def _grants(connection: Connection, guards: Sequence[int], ours: Group, theirs: Group, keeper: Person) -> None:
    for guard_id in guards:
        group = ours if guard_id <= GUARDS // 2 else theirs
        # The pages that bear them come later.
        connection.execute(insert(Guard), [{"id": guard_id, "page_id": guard_id * 50, "parent_id": None}])
        connection.execute(insert(GuardGrant), [{"guard_id": guard_id, "group_id": group.id}])
        connection.execute(insert(GuardGrant), [{"guard_id": guard_id, "person_id": keeper.id}])


def _add(connection: Connection, shelves: Shelves, texts: list[tuple[int, Text]], dice: np.random.Generator) -> None:
    rows = [row for number, text in texts for row in _rows(shelves, number, text, dice)]
    for table in (Page, Revision, PageName, PageTag):
        found = [values for kind, values in rows if kind is table]
        if found:
            connection.execute(insert(table), found)


def _rows(
    shelves: Shelves, number: int, text: Text, dice: np.random.Generator
) -> Iterator[tuple[type[Any], dict[str, Any]]]:
    """The rows of a page; every fourth has an earlier revision by somebody else."""
    many = len(shelves.spaces)
    space = shelves.spaces[number % many]
    parent = number // BRANCH // many * many + number % many
    at = LAST - timedelta(days=int(dice.integers(0, 7 * 365)), minutes=int(dice.integers(0, 1440)))
    first, last = (int(person) for person in dice.choice(shelves.people, 2))
    # Some pages of two hundred, one after the other, bear one restriction.
    guard = shelves.guards[number // 50 % GUARDS] if shelves.guards and dice.random() < 0.04 else None
    slug = f"{slugify(text.title)[:60]}-{number}"
    revisions = 2 if number % 4 == 0 else 1
    yield (
        Page,
        {
            "id": number,
            "space_id": space,
            "parent_id": parent if 0 < parent < number else None,
            "position": number,
            "path": f"/{parent}/{number}/" if 0 < parent < number else f"/{number}/",
            "slug": slug,
            "title": text.title,
            "sort_key": sort_key(text.title),
            "type": text.type,
            "tags": list(text.tags),
            "fields": {},
            "owner_id": first,
            "guard_id": guard,
            "head_id": number * 2,
            "number": revisions,
            "made_at": at - timedelta(days=30),
            "made_by_id": first,
            "changed_at": at,
            "changed_by_id": last if revisions == 2 else first,
        },
    )
    yield PageName, {"key": slug, "page_id": number, "former": False}
    for tag in dict.fromkeys(text.tags):
        yield PageTag, {"key": tag.casefold(), "page_id": number, "name": tag}
    if revisions == 2:
        yield Revision, _revision(number * 2 - 1, number, 1, at - timedelta(days=30), first, text, "A first line.")
    yield Revision, _revision(number * 2, number, revisions, at, last if revisions == 2 else first, text, text.text)


def _revision(
    revision_id: int, page_id: int, number: int, at: datetime, author_id: int, text: Text, plain: str
) -> dict[str, Any]:
    whole = plain is text.text
    return {
        "id": revision_id,
        "page_id": page_id,
        "number": number,
        "at": at,
        "author_id": author_id,
        "title": text.title,
        "type": text.type,
        "tags": list(text.tags),
        "fields": {},
        "body": text.body if whole else plain,
        "html": text.html if whole else f"<p>{plain}</p>",
        "text": plain,
        "outline": [list(heading) for heading in text.outline] if whole else [],
        "references": [],
        "words": plain.count(" ") + 1,
    }
