"""Folders of Markdown become pages; doing it twice changes nothing; nothing is skipped silently."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.builders import make_page, make_person, make_space
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import save_page
from wiki.pages.models import Attachment, Page, Revision
from wiki.pages.permissions import THE_WIKI
from wiki.pages.transfer.importing import Report, import_folder
from wiki.web.running import Wiki

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
Bring = Callable[[], Report]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shelf"
    made.mkdir()
    return made


@pytest.fixture
def bring(wiki: Wiki, folder: Path) -> Bring:
    make_space(wiki, "Shelf", key="shelf")
    return lambda: import_folder(wiki, folder, "shelf", viewer=THE_WIKI)


def _write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def _bodies(wiki: Wiki) -> dict[str, str]:
    with wiki.database.reading() as session:
        rows = session.execute(select(Page.title, Revision.body).join(Revision, Revision.id == Page.head_id))
        return {row.title: row.body for row in rows}


def _kinds(report: Report) -> set[tuple[str, str]]:
    return {(row.path, row.kind) for row in report.rows}


def test_titles_come_from_front_matter_then_the_first_heading_then_the_file(
    wiki: Wiki, folder: Path, bring: Bring
) -> None:
    _write(
        folder,
        {
            "a.md": "---\ntitle: From the head\n---\n# Not this\n",
            "b.md": "# From the heading\n\ntext\n",
            "till-roll_width.md": "text\n",
        },
    )
    assert bring().new == 3
    assert _bodies(wiki) == {
        "From the head": "# Not this\n",
        "From the heading": "text\n",
        "Till roll width": "text\n",
    }


def test_folders_become_a_tree(wiki: Wiki, folder: Path, bring: Bring) -> None:
    _write(
        folder,
        {
            "tills/index.md": "---\ntitle: All tills\n---\n",
            "tills/jam.md": "x",
            "no-page-of-its-own/deep/leaf.md": "x",
            "beside.md": "x",
            "beside/below.md": "x",
        },
    )
    bring()
    with wiki.database.reading() as session:
        titles = {page.id: page.title for page in session.scalars(select(Page))}
        above = {page.title: titles.get(page.parent_id or 0) for page in session.scalars(select(Page))}
    assert above == {
        "All tills": None,
        "Jam": "All tills",
        "No page of its own": None,
        "Deep": "No page of its own",
        "Leaf": "Deep",
        "Beside": None,
        "Below": "Beside",
    }


def test_links_lead_to_the_pages_that_came_along(wiki: Wiki, folder: Path, bring: Bring) -> None:
    _write(
        folder,
        {
            "a/one.md": "[two](two.md) [sec](../b/three.md#Steps) [old](/was/here/) `[code](two.md)`\n\n"
            '[tag]({% page "/b/three/" %}) [a [b] c](two.md) [gone](nowhere.md) [out](https://example.com/x.md)\n'
            "[two\nlines](two.md)\n",
            "a/two.md": "x",
            "b/three.md": "---\nredirect_from:\n  - /was/here/\n---\n## Steps\n",
        },
    )
    report = bring()
    assert _bodies(wiki)["One"] == (
        "[[two]] [[three#Steps|sec]] [[three|old]] `[code](two.md)`\n\n"
        "[[three|tag]] [a [b] c](/p/two) [gone](nowhere.md) [out](https://example.com/x.md)\n"
        "[[two|two lines]]\n"
    )
    assert ("a/one.md", "link leads nowhere") in _kinds(report)


def test_pictures_come_along_and_what_nobody_shows_is_named(wiki: Wiki, folder: Path, bring: Bring) -> None:
    _write(
        folder,
        {
            "p.md": '![roll](img/roll.png "A roll") ![gone](img/gone.png) ![far](https://example.com/x.png)\n',
            "img/roll.png": PNG,
            "img/lonely.png": PNG + b"1",
        },
    )
    report = bring()
    with wiki.database.reading() as session:
        kept = session.scalars(select(Attachment)).one()
    assert f'![roll](/file/{kept.key}/roll.png "A roll")' in _bodies(wiki)["P"]
    assert {
        ("p.md", "missing picture"),
        ("p.md", "picture elsewhere"),
        ("img/lonely.png", "not taken"),
    } <= _kinds(report)


def test_what_cannot_be_taken_is_named_with_its_reason(wiki: Wiki, folder: Path, bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("outside", "utf-8")
    _write(
        folder,
        {
            "latin.md": "gr\xfc\xdfe".encode("latin-1"),
            "huge.md": b"x" * (2 * 1024 * 1024 + 1),
            "long.md": "word " * 60_000,
            "head.md": "---\ntitle: [unclosed\n---\nx",
        },
    )
    (folder / "way-out.md").symlink_to(tmp_path / "secret.md")
    report = bring()
    assert {path for path, kind in _kinds(report) if kind == "not taken"} == {
        "latin.md",
        "huge.md",
        "long.md",
        "head.md",
        "way-out.md",
    }
    assert _bodies(wiki) == {}


def test_hostile_names_are_data_and_nothing_else(wiki: Wiki, folder: Path, bring: Bring) -> None:
    _write(folder, {"CON.md": "x", "\u202etxt.md": "x", f"{'n' * 240}.md": "x", "- -rf.md": "x", "<b>.md": "x"})
    assert bring().new == 5


def test_a_second_time_changes_nothing(wiki: Wiki, folder: Path, bring: Bring) -> None:
    _write(folder, {"a.md": "[b](b.md) ![p](p.png)\n", "b.md": "---\ntags: [x]\nkeywords: kept\n---\n", "p.png": PNG})
    bring()
    before = _count(wiki)
    report = bring()
    assert (report.new, report.changed, report.same) == (0, 0, 2)
    assert _count(wiki) == before


def _count(wiki: Wiki) -> tuple[int, int]:
    with wiki.database.reading() as session:
        return (
            session.scalar(select(func.count()).select_from(Revision)) or 0,
            session.scalar(select(func.count()).select_from(Attachment)) or 0,
        )


def _edit(wiki: Wiki, title: str, body: str) -> None:
    with wiki.work() as work:
        page = work.session.scalars(select(Page).where(Page.title == title)).one()
        save_page(work, THE_WIKI, page, PageText(title, body), base=page.number)


def test_an_edit_made_here_is_merged_with_one_made_in_the_file(wiki: Wiki, folder: Path, bring: Bring) -> None:
    _write(folder, {"a.md": "one\n\ntwo\n\nthree\n"})
    bring()
    _edit(wiki, "A", "one here\n\ntwo\n\nthree\n")
    assert bring().same == 1
    _write(folder, {"a.md": "one\n\ntwo\n\nthree there\n"})
    assert bring().changed == 1
    assert _bodies(wiki)["A"] == "one here\n\ntwo\n\nthree there\n"


def test_where_both_changed_one_line_the_page_is_left_alone(wiki: Wiki, folder: Path, bring: Bring) -> None:
    _write(folder, {"a.md": "one\n"})
    bring()
    _edit(wiki, "A", "one here\n")
    _write(folder, {"a.md": "one there\n"})
    report = bring()
    assert (report.conflicts, _kinds(report)) == (1, {("a.md", "conflict")})
    assert _bodies(wiki)["A"] == "one here\n"


def test_what_was_merged_once_survives_the_next_import(wiki: Wiki, folder: Path, bring: Bring) -> None:
    _write(folder, {"a.md": "one\n\ntwo\n\nthree\n"})
    bring()
    _edit(wiki, "A", "one here\n\ntwo\n\nthree\n")
    for text in ("three there", "three once more"):
        _write(folder, {"a.md": f"one\n\ntwo\n\n{text}\n"})
        bring()
        assert _bodies(wiki)["A"] == f"one here\n\ntwo\n\n{text}\n"


def test_what_the_front_matter_says_beyond_survives_an_edit(wiki: Wiki, folder: Path, bring: Bring) -> None:
    _write(folder, {"a.md": "---\nkeywords: [till, roll]\n---\none\n"})
    bring()
    _edit(wiki, "A", "two\n")
    with wiki.database.reading() as session:
        assert session.scalars(select(Page)).one().fields == {"front_matter": {"keywords": ["till", "roll"]}}


def test_a_restricted_page_comes_in_restricted_or_not_at_all(wiki: Wiki, folder: Path, bring: Bring) -> None:
    nia = make_person(wiki)
    _write(
        folder,
        {
            "mine.md": f"---\nreaders: '@{nia.handle}'\n---\nx",
            "theirs/index.md": "---\ntitle: Theirs\nreaders: '@nobody-here'\n---\nx",
            "theirs/below.md": "x",
        },
    )
    report = bring()
    assert {path for path, kind in _kinds(report) if kind == "not taken"} == {"theirs/index.md", "theirs/below.md"}
    with wiki.database.reading() as session:
        (page,) = session.scalars(select(Page))
        assert page.guard_id is not None


def test_somebody_saves_while_pages_come_in(wiki: Wiki, folder: Path, bring: Bring) -> None:
    _write(folder, {f"page-{number}.md": f"# Page {number}\n\n" + "Some words. " * 200 for number in range(200)})
    other = make_space(wiki, key="other", keeper=make_person(wiki, "Nia Okafor"))
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(bring)
        saved = 0
        while not wait([coming], timeout=0.3).done:
            make_page(wiki, other, f"Saved {saved}", "meanwhile")
            saved += 1
    assert coming.result().new == 200
    assert saved >= 2, "between the batches"
