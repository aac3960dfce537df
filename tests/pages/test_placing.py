"""A page is put beside or below another one, by button or by dragging it there."""

import pytest

from tests.builders import make_page, make_space
from tests.pages.conftest import Visit
from tests.pages.test_tree import order, paths
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.actions.spaces import set_grant
from wiki.pages.models import Page, Space
from wiki.people.models import Person
from wiki.web.running import Wiki


@pytest.mark.parametrize(
    ("beside", "where", "then"),
    [("a", "before", ["C", "A", "B"]), ("a", "behind", ["A", "C", "B"]), ("c", "behind", ["A", "B", "C"])],
)
def test_a_page_is_put_before_or_behind_another(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit, beside: str, where: str, then: list[str]
) -> None:
    for title in ("A", "B", "C"):
        make_page(wiki, tills, title, "x", author=nia)
    answer = visit(nia).post("/p/c/place", {"beside": beside, "where": where, "part": "1"})
    assert answer.status_code == (422 if beside == "c" else 200)
    assert order(wiki, tills) == then


def test_a_page_goes_below_another_and_back_to_its_old_place(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    who = visit(nia)
    for title in ("A", "B", "C"):
        make_page(wiki, tills, title, "x", author=nia)
    told = who.post("/p/b/place", {"beside": "c", "where": "below", "part": "1"}).text
    assert "stands below “C” now." in told
    assert order(wiki, tills) == ["A", "C"]
    assert 'action="/p/b/place"' in told
    assert 'name="beside" value="a"' in told
    assert 'name="where" value="behind"' in told
    who.post("/p/b/place", {"beside": "a", "where": "behind", "part": "1"})
    assert order(wiki, tills) == ["A", "B", "C"]
    paths(wiki)


def test_a_page_is_refused_below_itself_with_words(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    top = make_page(wiki, tills, "Top", "x", author=nia)
    make_page(wiki, tills, "Deep", "x", author=nia, parent=top)
    for where in ("below", "before"):
        told = visit(nia).post("/p/top/place", {"beside": "deep", "where": where, "part": "1"})
        assert told.status_code == 422
        assert "below itself" in told.text
    assert visit(nia).post("/p/top/place", {"beside": "gone", "where": "below", "part": "1"}).status_code == 404
    assert visit(nia).post("/p/top/place", {"beside": "deep", "where": "x", "part": "1"}).status_code == 422
    paths(wiki)


def test_who_only_reads_drags_nothing_and_nothing_leaves_a_restriction_by_dragging(
    wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit
) -> None:
    ruled = make_space(wiki, "Ruled", keeper=nia, default_role="reader")
    for title in ("Law", "Order"):
        make_page(wiki, ruled, title, "x", author=nia)
    reader = visit(tom)
    assert "data-moves" not in reader.get("/p/law").text
    assert "data-moves" not in reader.get("/s/ruled").text
    assert reader.post("/p/law/place", {"beside": "order", "where": "behind", "part": "1"}).status_code == 403
    assert order(wiki, ruled) == ["Law", "Order"]
    closed = make_page(wiki, tills, "Closed", "x", author=nia)
    make_page(wiki, tills, "Open", "x", author=nia)
    inner = make_page(wiki, tills, "Inner", "x", author=nia, parent=closed)
    with wiki.work() as work:
        restrict_page(work, work.session.get_one(Page, closed.id), [nia, tom])
        work.session.flush()
        address = work.session.get_one(Page, inner.id).url
    told = reader.post(f"{address}/place", {"beside": "open", "where": "below", "part": "1"})
    assert told.status_code == 403
    assert "Only its owner and keepers" in told.text


def test_the_form_of_a_move_shows_the_page_among_its_neighbours(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    who = visit(nia)
    for title in ("A", "B", "C", "D"):
        make_page(wiki, tills, title, "x", author=nia)
    shown = who.get("/p/b/move").text
    shown = shown[shown.index("Among its neighbours") :]
    assert shown.index("<li>A<") < shown.index("<strong>B<") < shown.index("<li>C<")
    there = who.post("/p/b/shift", {"way": "down", "next": "/p/b/move?shifted=down"})
    assert there.headers["Location"] == "/p/b/move?shifted=down"
    shown = who.get("/p/b/move?shifted=down").text
    assert shown.index("<li>C<") < shown.index("<strong>B<")
    back = who.post("/p/b/place", {"beside": "a", "where": "before", "next": "/p/b/move"})
    assert back.headers["Location"] == "/p/b/move"
    assert order(wiki, tills) == ["B", "A", "C", "D"]


def test_who_only_writes_in_a_closed_space_moves_nothing_to_more_readers(
    wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit
) -> None:
    board = make_space(wiki, "Board", visibility="private", keeper=nia)
    with wiki.work(nia.id) as work:
        set_grant(work, work.session.get_one(Space, board.id), work.session.get_one(Person, tom.id), "writer")
    page = make_page(wiki, board, "Pay", "secret", author=nia)
    first = make_page(wiki, tills, "First", "x", author=nia)
    for act, fields in (
        ("move", {"space": tills.key, "parent": ""}),
        ("place", {"beside": first.slug, "where": "behind"}),
    ):
        refused = visit(tom).post(f"{page.url}/{act}", fields)
        assert refused.status_code == 403
        assert "More people may read that space" in refused.text
    assert visit(nia).post(f"{page.url}/move", {"space": tills.key, "parent": ""}).status_code == 303
