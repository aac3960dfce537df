"""All of the demo goes out and comes in elsewhere, where its people are, as it was."""

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from wiki.app import create_wiki
from wiki.cli.demo import _people, seed_demo
from wiki.kernel.migrate import upgrade
from wiki.pages.actions.spaces import make_space
from wiki.pages.care import Freshness
from wiki.pages.models import Page, Revision, Space
from wiki.pages.permissions import THE_WIKI
from wiki.pages.transfer.exporting import export_spaces
from wiki.pages.transfer.importing import import_folder
from wiki.people.models import Person
from wiki.search.queries.gaps import gaps
from wiki.search.queries.synonyms import all_synonyms
from wiki.web.running import Wiki

pytestmark = pytest.mark.slow


def _said(wiki: Wiki) -> set[tuple[object, ...]]:
    with wiki.database.reading() as session:
        slugs = {page.id: page.slug for page in session.scalars(select(Page))}
        handles = {person.id: person.handle for person in session.scalars(select(Person))}
        rows = session.execute(select(Page, Revision.body).join(Revision, Revision.id == Page.head_id))
        return {
            (
                page.space.key,
                slugs.get(page.parent_id or 0),
                page.slug,
                page.title,
                page.type,
                repr(page.tags),
                repr(sorted(page.fields.items())),
                handles.get(page.owner_id or 0),
                page.guard_id is None,
                body,
            )
            for page, body in rows
            if page.deleted_at is None
        }


def _order(wiki: Wiki) -> list[str]:
    """Addresses as neighbours follow each other."""
    with wiki.database.reading() as session:
        slugs = {page.id: page.slug for page in session.scalars(select(Page))}
        keys = {space.id: space.key for space in session.scalars(select(Space))}
        pages = session.scalars(select(Page).where(Page.deleted_at.is_(None)))
        placed = [(keys[p.space_id], slugs.get(p.parent_id or 0, ""), p.position, p.id, p.slug) for p in pages]
        return [row[-1] for row in sorted(placed)]


def test_the_demo_comes_in_elsewhere_as_it_went_out(wiki: Wiki, tmp_path: Path) -> None:
    seed_demo(wiki, lambda steps, _about: steps)
    out = tmp_path / "out"
    with wiki.database.reading() as session:
        found = gaps(session, datetime.min.replace(tzinfo=UTC))
        assert {min(one.nothing, 1) + 2 * min(one.weak, 1) for one in found} == {0, 1, 2}
        assert len(all_synonyms(session)) == 2
        assert session.scalar(select(func.count()).select_from(Freshness).where(Freshness.overdue)) == 3
        count = export_spaces(session, wiki.settings.data, out)
        spaces = [(space.key, space.title, space.visibility) for space in session.scalars(select(Space))]
    settings = replace(wiki.settings, data=tmp_path / "other", database="")
    settings.data.mkdir()
    other = create_wiki(settings, clock=wiki.clock)
    upgrade(other.database)
    _people(other, tomllib.loads((settings.content_folder / "demo" / "company.toml").read_text("utf-8")))
    amiss, new = [], 0
    for key, title, visibility in spaces:
        with other.work() as work:
            make_space(work, key=key, title=title, visibility=visibility)
        report = import_folder(other, out / key, key, viewer=THE_WIKI)
        new += report.new
        amiss += [row for row in report.rows if row.kind != "link leads nowhere"]
    before, after, orders = _said(wiki), _said(other), (_order(wiki), _order(other))
    other.database.close()
    assert (new, amiss) == (count, [])
    assert after == before
    assert orders[0] == orders[1]
