"""What an import must keep: bytes, the order, people's hidden pages; and what it says when it can't."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.builders import make_page, make_person, make_space
from wiki.app import create_wiki
from wiki.kernel.migrate import upgrade
from wiki.pages.models import Page, Revision
from wiki.pages.permissions import THE_WIKI
from wiki.pages.queries.find import Moved, page_for
from wiki.pages.transfer.exporting import export_spaces
from wiki.pages.transfer.importing import Report, import_folder
from wiki.web.running import Wiki


def _bring(wiki: Wiki, folder: Path, files: dict[str, str], *, visibility: str = "open") -> Report:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    nia = make_person(wiki)
    make_space(wiki, "Shelf", key="shelf", visibility=visibility, keeper=nia)
    return import_folder(wiki, folder, "shelf", viewer=THE_WIKI)


def _order(wiki: Wiki) -> list[tuple[str, str]]:
    with wiki.database.reading() as session:
        slugs = {page.id: page.slug for page in session.scalars(select(Page))}
        pages = session.scalars(select(Page).order_by(Page.parent_id, Page.position, Page.id))
        return sorted(((slugs.get(page.parent_id or 0, ""), page.slug) for page in pages), key=lambda row: row[0])


def test_bytes_and_the_order_of_neighbours_survive_the_way_out_and_in(wiki: Wiki, tmp_path: Path) -> None:
    nia = make_person(wiki)
    space = make_space(wiki, "Tills", key="tills", keeper=nia)
    texts = [
        "one\r\ntwo\r\n",
        "lone\rreturn",
        "\n\nbegins empty\n\n\n",
        "  \t",
        "---\r\nx: 1\r\n---\r\n",
        "...\n",
        "\u2028",
    ]
    for number, text in enumerate(texts):
        page = make_page(wiki, space, f"{9 - number} text", text, author=nia)
        if number % 2:
            make_page(wiki, space, f"Below {number}", "x", author=nia, parent=page)
    out = tmp_path / "out"
    with wiki.database.reading() as session:
        export_spaces(session, wiki.settings.data, out)
    settings = replace(wiki.settings, data=tmp_path / "other", database="")
    settings.data.mkdir()
    other = create_wiki(settings, clock=wiki.clock)
    upgrade(other.database)
    make_person(other)
    make_space(other, "Tills", key="tills")
    report = import_folder(other, out / "tills", "tills", viewer=THE_WIKI)
    with other.database.reading() as session:
        bodies = set(session.scalars(select(Revision.body)))
        owners = set(session.scalars(select(Page.owner_id)))
    after = _order(other)
    other.database.close()
    assert (report.rows, after) == ([], _order(wiki))
    assert bodies == {*texts, "x"}
    assert owners == {1}


@pytest.mark.parametrize(
    ("head", "kind", "said"),
    [
        ("owner: nobody-here", "front matter", "owner"),
        ("type: nonsense", "front matter", "type"),
        ("type: howto\nminutes: many", "front matter", "minutes"),
        ("slug: NOT an address", "address", ""),
    ],
)
def test_what_the_front_matter_asks_for_in_vain_is_named(
    wiki: Wiki, tmp_path: Path, head: str, kind: str, said: str
) -> None:
    folder = tmp_path / "shelf"
    make_page(wiki, make_space(wiki, "Other", key="other"), "NOT an address")
    report = _bring(wiki, folder, {"a.md": f"---\n{head}\n---\nx"})
    assert [(row.kind, row.detail.split(":")[0] if said else "") for row in report.rows] == [(kind, said)]


def test_what_not_everybody_may_read_has_an_address_that_cannot_be_guessed(wiki: Wiki, tmp_path: Path) -> None:
    files = {"pay/index.md": "# Pay plan\n", "pay/a.md": "[up](index.md)", "b.md": "---\nslug: as-exported\n---\n"}
    report = _bring(wiki, tmp_path / "shelf", files, visibility="private")
    with wiki.database.reading() as session:
        slugs = {page.title: page.slug for page in session.scalars(select(Page))}
        body = session.scalars(
            select(Revision.body).join(Page, Page.head_id == Revision.id).where(Page.title == "A")
        ).one()
    assert all(len(slugs[title]) > len(title) + 8 for title in ("Pay plan", "A"))
    assert body == f"[[{slugs['Pay plan']}|up]]"
    assert [(row.path, row.kind) for row in report.rows] == [("b.md", "address")]
    assert re.fullmatch("b-[0-9a-f]{8}", slugs["B"])
    with wiki.database.reading() as session, pytest.raises(Moved) as moved:
        page_for(session, THE_WIKI, "as-exported")
    assert moved.value.slug == slugs["B"]


def test_a_picture_too_large_for_the_wiki_is_named(wiki: Wiki, tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    with (folder / "big.png").open("wb") as file:
        file.truncate(wiki.settings.upload_limit_mb * 1024 * 1024 + 1)
    report = _bring(wiki, folder, {"a.md": "![big](big.png)"})
    assert {(row.path, row.kind) for row in report.rows} == {("big.png", "not taken"), ("a.md", "missing picture")}


def test_a_page_in_the_trash_stays_there(wiki: Wiki, tmp_path: Path) -> None:
    _bring(wiki, tmp_path / "shelf", {"a.md": "x"})
    with wiki.work() as work:
        work.session.scalars(select(Page)).one().deleted_at = wiki.clock.now()
    report = import_folder(wiki, tmp_path / "shelf", "shelf", viewer=THE_WIKI)
    assert ([row.kind for row in report.rows], report.new) == (["left alone"], 0)
