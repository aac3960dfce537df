"""The living demo: an invented company, made by the same actions that people's clicks call, at moments in the past."""

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.cli.demo_notes import add_notes
from wiki.cli.moments import Moment, viewer_at
from wiki.kernel.counters import bump, current
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.markup import front_matter
from wiki.pages.actions.attaching import attach_file
from wiki.pages.actions.freshening import note_stale
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import make_page, save_page
from wiki.pages.actions.spaces import make_space, set_grant
from wiki.pages.care import Freshness
from wiki.pages.models import Page, Space
from wiki.pages.permissions import THE_WIKI
from wiki.pages.transfer.importing import import_folder
from wiki.people.actions import make_group, make_person, make_team
from wiki.people.models import Group, Person
from wiki.search.actions.log import Searched, SearchLog
from wiki.search.actions.synonyms import set_synonym
from wiki.web.running import Wiki

Track = Callable[["list[Step]", str], "Iterable[Step]"]

_PICTURE = re.compile(r"!\[([^\]]*)\]\(([\w.-]+\.png)")
# The first pages of the demo are this many days old.
OLDEST = 90


BEGUN, READY = 1, 2
"""States of the mark by which a database is known as a demo's: everybody may come in as anybody there."""


def demo_state(session: Session) -> int:
    """0 for a database that is no demo, `BEGUN` while it is filled, `READY` afterwards."""
    return session.scalar(select(current("demo"))) or 0


def seed_demo(wiki: Wiki, track: Track) -> None:
    """Fill an empty wiki with the company of `content/demo` and the handbook."""
    with wiki.work() as work:
        bump(work.session, "demo")
    folder = wiki.settings.content_folder
    company = tomllib.loads((folder / "demo" / "company.toml").read_text("utf-8"))
    people = _people(wiki, company)
    with wiki.work() as work:
        make_space(work, title="Handbook", key="handbook", about="How reverse mentoring works at Brightwater.")
    import_folder(wiki, folder / "handbook", "handbook", viewer=THE_WIKI)
    _spaces(wiki, company, people)
    steps = _steps(folder / "demo", people)
    pages: dict[Path, int] = {}
    for step in track(steps, f"{company['name']} moves in"):
        _save(wiki, folder / "demo", step, pages)
    add_notes(wiki, company, people, {str(path.relative_to(folder / "demo")): at for path, at in pages.items()})
    _searches(wiki, company, people)
    _stale(wiki, company, folder / "demo", pages)
    with wiki.work() as work:
        bump(work.session, "demo")


def _people(wiki: Wiki, company: dict[str, Any]) -> dict[str, int]:
    """Teams, people and groups; answers handle → id. Those whom the door offers come first."""
    with wiki.work() as work:
        teams = {team["key"]: make_team(work, team["name"]).id for team in company["teams"]}
        offered = [entry["person"] for entry in company["sign_in"]]
        listed = sorted(
            company["people"], key=lambda one: offered.index(one["handle"]) if one["handle"] in offered else 99
        )
        ids: dict[str, int] = {}
        for one in listed:
            person = make_person(
                work,
                name=one["name"],
                email=f"{one['handle']}@{company['email_domain']}",
                password=None,
                role=one["role"],
                side="" if one["side"] == "none" else one["side"],
                team_id=teams[one["team"]],
                pronouns=one.get("pronouns", ""),
                handle=one["handle"],
            )
            person.job, person.about = one.get("job", ""), one.get("about", "")
            person.time_zone = one.get("time_zone", "")
            ids[one["handle"]] = person.id
        for group in company["groups"]:
            members = [ids[handle] for handle in group["members"]]
            make_group(work, name=group["name"], about=group.get("about", ""), member_ids=members)
    return ids


def _spaces(wiki: Wiki, company: dict[str, Any], people: dict[str, int]) -> None:
    names = {group["key"]: group["name"] for group in company["groups"]}
    with wiki.work() as work:
        for one in sorted(company["spaces"], key=lambda space: space["position"]):
            grants = one.get("grants", [])
            keepers = [people[g["person"]] for g in grants if g["role"] == "keeper" and "person" in g]
            space = make_space(
                work,
                title=one["title"],
                key=one["key"],
                about=one["about"],
                icon=one["icon"],
                visibility=one["visibility"],
                default_role=one.get("everyone", "writer"),
                keeper_id=keepers[0] if keepers else None,
            )
            for grant in grants:
                holder: Person | Group
                if "person" in grant:
                    holder = work.session.get_one(Person, people[grant["person"]])
                else:
                    holder = work.session.scalars(select(Group).where(Group.name == names[grant["group"]])).one()
                set_grant(work, space, holder, grant["role"])


def _searches(wiki: Wiki, company: dict[str, Any], people: dict[str, int]) -> None:
    """What people searched and did not find, and words that mean the same."""
    log, now = SearchLog(wiki.quiet_work), wiki.clock.now()
    for one in company["searches"]:
        for days in one["days_ago"]:
            # Without persons: nobody comes in as somebody who searched this.
            at = now - timedelta(days=days)
            log.note(Searched(None, one["text"], one["found"], at, weak=one.get("weak", False)))
    log.write(now)
    for one in company["synonyms"]:
        clock = Moment(now - timedelta(days=one["days_ago"]))
        with Work(wiki.database, wiki.bus, clock, people[one["by"]]) as work:
            set_synonym(work, None, one["words"])


def _stale(wiki: Wiki, company: dict[str, Any], root: Path, pages: dict[Path, int]) -> None:
    """Pages whose day has passed, so that there is something to look after."""
    now = wiki.clock.now()
    with wiki.work() as work:
        for one in company["stale"]:
            work.session.get_one(Freshness, pages[root / one["page"]]).until = now.date() - timedelta(days=one["days"])
        note_stale(work, now)


@dataclass(frozen=True, slots=True)
class Step:
    """One save: `days` ago, `author` saved `text` as a page; `key` is its file, or its folder for an `index.md`."""

    days: float
    key: Path
    path: Path
    author: int
    owner: int
    position: int
    text: PageText
    is_last: bool

    @property
    def parent_key(self) -> Path:
        return self.key.parent


def _steps(root: Path, people: dict[str, int]) -> list[Step]:
    """All saves of all pages in the order of time; a page is never older than the one above it."""
    files = sorted(root.glob("*/**/*.md"), key=_order)
    born: dict[Path, float] = {}
    steps: list[Step] = []
    for place, path in enumerate(files):
        head, body = front_matter(path.read_text("utf-8"))
        key = path.parent if path.name == "index.md" else path
        owner, position = people[str(head["owner"])], int(str(head.get("position", place)))
        earlier = _earlier(path)
        oldest = max(OLDEST - place, earlier[0]["at"] if earlier else 2)
        born[key] = min(oldest, born.get(key.parent, OLDEST + 1) - 0.01)
        saves = [(people[e["author"]], e["at"], e["body"], e["summary"], bool(e.get("minor"))) for e in earlier]
        last = max(earlier[-1]["at"] - 2, 0.2) if earlier else born[key]
        saves.append((owner, last, body, str(head.get("change", "")), False))
        for number, (author, at, text, summary, minor) in enumerate(saves):
            days = min(at, born[key]) - number * 0.001
            is_last = number == len(saves) - 1
            steps.append(Step(days, key, path, author, owner, position, _text(head, text, summary, minor), is_last))
    return sorted(steps, key=lambda step: -step.days)


def _order(path: Path) -> tuple[int, str, int]:
    """A folder's own page before those in it, then by their positions."""
    head, _ = front_matter(path.read_text("utf-8"))
    depth = len(path.parts) - (1 if path.name == "index.md" else 0)
    return depth, str(path.parent), int(str(head.get("position", 999)))


def _earlier(path: Path) -> list[dict[str, Any]]:
    history = path.with_name(path.stem + ".history.yaml")
    return list(yaml.safe_load(history.read_text("utf-8"))) if history.exists() else []


def _save(wiki: Wiki, root: Path, step: Step, pages: dict[Path, int]) -> None:
    clock = Moment(wiki.clock.now() - timedelta(days=step.days))
    with Work(wiki.database, wiki.bus, clock, step.author) as work:
        viewer = viewer_at(work, step.author)
        if step.key in pages:
            page = work.session.get_one(Page, pages[step.key])
            save_page(work, viewer, page, step.text, base=page.number)
        else:
            key = step.path.relative_to(root).parts[0]
            space = work.session.scalars(select(Space).where(Space.key == key)).one()
            parent = work.session.get(Page, pages[step.parent_key]) if step.parent_key in pages else None
            page = make_page(work, viewer, space, step.text, parent=parent, owner_id=step.owner)
            page.position = step.position * 1024
            pages[step.key] = page.id
        if step.is_last:
            _pictures(work, wiki, viewer, page, step.path, step.text)


def _text(head: Any, body: str, summary: str, minor: bool) -> PageText:
    fields = {name: head[name] for name in ("level", "minutes", "summary") if name in head}
    if head["type"] not in {"howto", "article"}:
        fields = {}
    elif head["type"] == "article":
        fields = {name: value for name, value in fields.items() if name == "summary"}
    return PageText(str(head["title"]), body, head["type"], head.get("tags", []), fields, summary, minor)


def _pictures(work: Work, wiki: Wiki, viewer: Viewer, page: Page, path: Path, text: PageText) -> None:
    """Attach the pictures that lie beside the file, and let the text show them."""
    names = {name for _, name in _PICTURE.findall(text.body)}
    if not names:
        return
    body = text.body
    for name in sorted(names):
        data = path.with_name(name).read_bytes()
        file = attach_file(work, viewer, page, wiki.settings.data, name, data)
        body = body.replace(f"]({name}", f"](/file/{file.key}/{name}")
    text = PageText(text.title, body, text.type, text.tags, text.fields, "New picture", minor=True)
    save_page(work, viewer, page, text, base=page.number)
