"""What is taken out comes in again as it was."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import make_page, make_person, make_space
from wiki.app import create_wiki
from wiki.kernel.migrate import upgrade
from wiki.pages.actions.attaching import attach_file
from wiki.pages.actions.spaces import make_space as make_space_again
from wiki.pages.models import Attachment, Page, Revision, Space
from wiki.pages.permissions import THE_WIKI
from wiki.pages.transfer.exporting import export_spaces
from wiki.pages.transfer.importing import import_folder
from wiki.web.running import Wiki

TEXTS = (
    "plain\n",
    "no line at the end",
    "---\nthis: is no head\n---\nbut text\n",
    "# Its own heading\n\ntext",
    "[[Wake the printer]] and [[nowhere]] and [x](/p/wake-the-printer)\n",
    "",
    "`[a](b.md)`\n\n```\n[a](b.md)\n```\n",
)
TITLES = ("CON", "index", "../x", "Ünïcode & <b>", "日本語", "same", "Same", "🎉", "a/b\\c", "x" * 200)


def _said(session: Session) -> list[tuple[object, ...]]:
    """All that an export promises to keep, in the order of the tree."""
    slugs = {page.id: page.slug for page in session.scalars(select(Page))}
    rows = session.execute(
        select(Page, Revision.body, Space.key)
        .join(Revision, Revision.id == Page.head_id)
        .join(Space, Space.id == Page.space_id)
        .order_by(Space.key, Page.parent_id, Page.position, Page.id)
    )
    said = [
        (key, slugs.get(page.parent_id or 0, ""), page.slug, page.title, page.type, page.tags, page.fields, body)
        for page, body, key in rows
    ]
    return sorted(said, key=lambda row: str(row[2]))


def _fill(wiki: Wiki) -> None:
    nia = make_person(wiki)
    space = make_space(wiki, "Tills", key="tills", keeper=nia)
    above = make_page(
        wiki,
        space,
        "Wake the printer",
        "x",
        author=nia,
        tags=["a b", "c"],
        type="howto",
        fields={"level": "first-week", "minutes": 6},
    )
    for number, text in enumerate(TEXTS):
        make_page(wiki, space, f"Text {number}", text, author=nia, parent=above)
    for title in TITLES:
        make_page(wiki, space, title, "x", author=nia)
    with wiki.work(nia.id) as work:
        page = work.session.get_one(Page, above.id)
        attach_file(
            work, THE_WIKI, page, wiki.settings.data, "roll.png", b"\x89PNG\r\n\x1a\n....", key="ab12cd34ab12cd34"
        )


def test_titles_texts_tree_and_files_survive_the_way_out_and_in(wiki: Wiki, tmp_path: Path) -> None:
    _fill(wiki)
    target = tmp_path / "out"
    with wiki.database.reading() as session:
        count = export_spaces(session, wiki.settings.data, target)
        before = _said(session)
    assert count == 1 + len(TEXTS) + len(TITLES)

    settings = replace(wiki.settings, data=tmp_path / "other", database="")
    settings.data.mkdir()
    other = create_wiki(settings, clock=wiki.clock)
    upgrade(other.database)
    with other.work() as work:
        make_space_again(work, title="Tills", key="tills")
    report = import_folder(other, target / "tills", "tills", viewer=THE_WIKI)
    assert (report.new, report.conflicts) == (count, 0)
    with other.database.reading() as session:
        after = _said(session)
        kept = session.scalars(select(Attachment)).one_or_none()
    other.database.close()
    assert [row[:-2] for row in after] == [row[:-2] for row in before]
    assert [row[-1] for row in after] == [row[-1] for row in before]
    assert kept is not None
    assert kept.key == "ab12cd34ab12cd34"
