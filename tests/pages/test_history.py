"""A page's past: what changed, the page as it was, and bringing it back."""

import pytest
from sqlalchemy import select

from tests.builders import make_page, save_page
from tests.pages.conftest import Visit
from wiki.pages.models import Page, Revision, Space
from wiki.people.models import Person
from wiki.web.running import Wiki


@pytest.fixture
def page(wiki: Wiki, tills: Space, nia: Person, tom: Person) -> Page:
    made = make_page(wiki, tills, "Wake it", "Press the green button.\n\nWait.", author=nia, type="howto")
    save_page(wiki, made, "Press the <red> button.\n\nWait.", author=tom)
    save_page(wiki, made, "Press the <red> button.\n\nWait a minute.", author=nia, title="Wake the printer")
    return made


def test_changes_are_listed_with_who_and_when(page: Page, nia: Person, visit: Visit) -> None:
    shown = visit(nia).get("/p/wake-the-printer/history").text
    assert "3 changes" in shown
    assert "by 2 people." in shown
    assert "Tom Reyes" in shown


def test_a_change_is_shown_by_words_in_the_text_and_side_by_side(page: Page, nia: Person, visit: Visit) -> None:
    who, here = visit(nia), "/p/wake-the-printer/history"
    for view in ("", "&view=sides"):
        shown = who.get(f"{here}?new=2&old=1{view}").text
        assert "<del>green</del>" in shown
        assert "<ins>&lt;red&gt;</ins>" in shown
        assert "<red>" not in shown
    both = who.get(f"{here}?new=3&old=1&view=sides").text
    assert 'class="diff__sides"' in both
    assert "<del>Wake it</del>" in both
    assert "<ins>Wake the printer</ins>" in both
    # Both are one click away as readers saw them.
    assert f'href="{here}/3"' in both
    assert f'href="{here}/1"' in both
    assert "as it was typed, with its marks" in both
    turned = who.get(f"{here}?new=1&old=3").text
    assert "<del>green</del>" in turned
    first = who.get(f"{here}?new=1").text
    assert "<ins>" in first
    assert "<del>" not in first


@pytest.mark.parametrize("query", ["new=4", "new=0&old=9", "old=7", "new=999999999"])
def test_a_comparison_with_what_never_was_is_not_found(page: Page, nia: Person, visit: Visit, query: str) -> None:
    assert visit(nia).get(f"/p/wake-the-printer/history?{query}").status_code == 404


@pytest.mark.parametrize("query", ["new=x", "old=-1", "new=&old=", "before=1", "before=x", "view=up", "new=2&old=2"])
def test_strange_questions_are_answered(page: Page, nia: Person, visit: Visit, query: str) -> None:
    assert visit(nia).get(f"/p/wake-the-printer/history?{query}").status_code == 200


def test_a_revision_is_shown_as_it_was_and_its_source_too(page: Page, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    old = who.get("/p/wake-the-printer/history/1").text
    assert "<h1>Wake it</h1>" in old
    assert "green button" in old
    assert who.get("/p/wake-the-printer/source?revision=1").text == "Press the green button.\n\nWait."
    assert who.get("/p/wake-the-printer/source").mimetype == "text/plain"
    for number in (0, 4, 99):
        assert who.get(f"/p/wake-the-printer/history/{number}").status_code == 404
    assert who.get("/p/wake-the-printer/source?revision=4").status_code == 404


def test_bringing_back_adds_a_revision_and_its_old_address(wiki: Wiki, page: Page, tom: Person, visit: Visit) -> None:
    who = visit(tom)
    answer = who.post("/p/wake-the-printer/history/1/restore")
    assert answer.location == "/p/wake-it"
    assert "green button" in who.get("/p/wake-it").text
    assert who.get("/p/wake-the-printer").status_code == 301
    with wiki.database.reading() as session:
        rows = session.scalars(select(Revision).where(Revision.page_id == page.id).order_by(Revision.number)).all()
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert (rows[3].body, rows[3].title, rows[3].author_id) == (rows[0].body, "Wake it", tom.id)
    assert "Brought back change 1" in rows[3].summary
    for number in (0, 4, 9):
        assert who.post(f"/p/wake-it/history/{number}/restore").status_code == 404


def test_who_only_reads_brings_nothing_back(wiki: Wiki, page: Page, visit: Visit) -> None:
    assert visit().post("/p/wake-the-printer/history/1/restore").status_code != 303
    assert visit().get("/p/wake-the-printer/history").status_code == 404


def test_a_long_history_is_paged_to_its_first_change(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    page = make_page(wiki, tills, "Long", "0", author=nia)
    for n in range(1, 65):
        save_page(wiki, page, str(n), author=nia)
    who, seen, address = visit(nia), [], "/p/long/history"
    for _ in range(5):
        shown = who.get(address).text
        listed = shown.partition('<ol class="changes">')[2].partition("</ol>")[0]
        seen += [int(part.partition("<")[0]) for part in listed.split('<span class="num">')[1:]]
        if "Older changes" not in shown:
            break
        address = shown.partition("Older changes")[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert seen == list(range(65, 0, -1))
