"""Where pages stand, how they are moved, and what of the tree is shown."""

import pytest
from sqlalchemy import select

from tests.builders import make_page, make_space, viewer_of
from tests.pages.conftest import Visit
from wiki.kernel.refusals import Invalid
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.actions.moving import move_page
from wiki.pages.actions.naming import DEPTH
from wiki.pages.models import Page, Space
from wiki.pages.permissions import reach_of
from wiki.pages.queries.tree import AFTER, BEFORE, Node, Tree, tree_around
from wiki.people.models import Person
from wiki.web.running import Wiki


def many(wiki: Wiki, space: Space, author: Person, count: int, parent: Page | None = None) -> list[Page]:
    """Siblings in order, as rows alone: their texts don't matter here."""
    first = make_page(wiki, space, "Sibling 0000", author=author, parent=parent)
    with wiki.work() as work:
        live = work.session.get_one(Page, first.id)
        rows = []
        for n in range(1, count):
            row = Page(
                space_id=live.space_id,
                parent_id=live.parent_id,
                position=live.position + n * 1024,
                slug=f"{live.slug}-x{n}",
                title=f"Sibling {n:04}",
                sort_key=f"sibling {n:04}",
                type="note",
                head_id=live.head_id,
                number=1,
                made_at=live.made_at,
                changed_at=live.changed_at,
            )
            rows.append(row)
        work.session.add_all(rows)
        work.session.flush()
        for row in rows:
            row.path = f"{live.path.removesuffix(f'{live.id}/')}{row.id}/"
    return [first, *rows]


def tree_of(wiki: Wiki, person: Person, page: Page) -> Tree:
    viewer = viewer_of(wiki, person)
    with wiki.database.reading() as session:
        return tree_around(session, reach_of(session, viewer), session.get_one(Page, page.id))


def titles(nodes: list[Node]) -> list[str]:
    return [node.title for node in nodes]


def paths(wiki: Wiki) -> None:
    """Every page's path is its parent's, then itself."""
    with wiki.database.reading() as session:
        pages = {page.id: page for page in session.scalars(select(Page))}
    for page in pages.values():
        above = pages[page.parent_id] if page.parent_id else None
        assert page.path == f"{above.path if above else '/'}{page.id}/"
        assert above is None or above.space_id == page.space_id


def order(wiki: Wiki, space: Space) -> list[str]:
    with wiki.database.reading() as session:
        found = session.scalars(
            select(Page.title)
            .where(Page.space_id == space.id, Page.parent_id.is_(None))
            .order_by(Page.position, Page.id)
        )
        return list(found)


@pytest.fixture
def family(wiki: Wiki, tills: Space, nia: Person) -> dict[str, Page]:
    """Root > Child > Grandchild, and Other."""
    root = make_page(wiki, tills, "Root", "x", author=nia)
    child = make_page(wiki, tills, "Child", "x", author=nia, parent=root)
    grandchild = make_page(wiki, tills, "Grandchild", "x", author=nia, parent=child)
    other = make_page(wiki, tills, "Other", "x", author=nia)
    return {"root": root, "child": child, "grandchild": grandchild, "other": other}


def test_a_page_moves_with_all_that_lies_below(
    wiki: Wiki, tills: Space, nia: Person, family: dict[str, Page], visit: Visit
) -> None:
    who = visit(nia)
    assert "One page below goes along." in who.get("/p/child/move").text
    assert who.post("/p/child/move", {"space": "tills", "parent": "Other"}).status_code == 303
    paths(wiki)
    shown = who.get("/p/grandchild").text
    crumbs = shown.partition("doc-head__top")[2].partition("<h1>")[0]
    assert crumbs.index('href="/p/other"') < crumbs.index('href="/p/child"')
    assert 'href="/p/root"' not in crumbs
    who.post("/p/child/move", {"space": "tills", "parent": ""})
    paths(wiki)
    assert order(wiki, tills) == ["Root", "Other", "Child"]


@pytest.mark.parametrize("below", ["Root", "Child", "Grandchild", "/p/root", "grandchild", "No such page"])
def test_no_page_can_lie_below_itself_or_below_nothing(
    wiki: Wiki, nia: Person, family: dict[str, Page], visit: Visit, below: str
) -> None:
    answer = visit(nia).post("/p/root/move", {"space": "tills", "parent": below})
    assert answer.status_code == 422
    assert "Not moved yet" in answer.text
    paths(wiki)


def test_the_page_above_must_be_of_the_chosen_space(
    wiki: Wiki, nia: Person, family: dict[str, Page], visit: Visit
) -> None:
    make_space(wiki, "Stock", keeper=nia)
    answer = visit(nia).post("/p/child/move", {"space": "stock", "parent": "Other"})
    assert "another space" in answer.text
    assert visit(nia).post("/p/child/move", {"space": "nowhere", "parent": ""}).status_code == 422
    paths(wiki)


def test_the_tree_has_a_depth(wiki: Wiki, tills: Space, nia: Person) -> None:
    above = make_page(wiki, tills, "Level 1", author=nia)
    for level in range(2, DEPTH + 1):
        above = make_page(wiki, tills, f"Level {level}", author=nia, parent=above)
    loose = make_page(wiki, tills, "Loose", author=nia)
    tall = make_page(wiki, tills, "Tall", author=nia)
    make_page(wiki, tills, "On top", author=nia, parent=tall)
    with wiki.work() as work:
        with pytest.raises(Invalid):
            make_deeper(work, loose, above)
        with pytest.raises(Invalid):
            make_deeper(work, tall, work.session.get_one(Page, above.parent_id))
    with pytest.raises(Invalid):
        make_page(wiki, tills, "Too deep", author=nia, parent=above)
    paths(wiki)


def make_deeper(work, page: Page, above: Page) -> None:  # type: ignore[no-untyped-def]
    live, parent = work.session.get_one(Page, page.id), work.session.get_one(Page, above.id)
    move_page(work, live, work.session.get_one(Space, live.space_id), parent)


def test_neighbours_change_places_and_the_ends_stay(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    for title in ("A", "B", "C"):
        make_page(wiki, tills, title, "x", author=nia)
    who.post("/p/c/shift", {"way": "up"})
    assert order(wiki, tills) == ["A", "C", "B"]
    who.post("/p/a/shift", {"way": "down"})
    assert order(wiki, tills) == ["C", "A", "B"]
    assert "It stands there already." in who.post("/p/c/shift", {"way": "up"}, follow_redirects=True).text
    assert "It stands there already." in who.post("/p/b/shift", {"way": "down"}, follow_redirects=True).text
    assert order(wiki, tills) == ["C", "A", "B"]


def test_shifting_passes_hidden_neighbours_without_telling_of_them(
    wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit
) -> None:
    for title in ("Hidden", "A", "Secret", "B"):
        page = make_page(wiki, tills, title, "x", author=nia)
        if title in {"Hidden", "Secret"}:
            with wiki.work() as work:
                restrict_page(work, work.session.get_one(Page, page.id), [nia])
    who = visit(tom)
    assert "It stands there already." in who.post("/p/a/shift", {"way": "up"}, follow_redirects=True).text
    who.post("/p/b/shift", {"way": "up"})
    assert order(wiki, tills) == ["Hidden", "B", "A", "Secret"]


@pytest.mark.parametrize("at", [0, 10, 20, 21, 50, 90, 119])
def test_of_many_siblings_a_window_is_shown_with_the_current_page_in_it(
    wiki: Wiki, tills: Space, nia: Person, at: int
) -> None:
    siblings = many(wiki, tills, nia, 120)
    tree = tree_of(wiki, nia, siblings[at])
    first, last = max(0, at - BEFORE), min(119, at + AFTER - 1)
    assert titles(tree.roots) == [f"Sibling {n:04}" for n in range(first, last + 1)]
    assert [node.title for node in tree.roots if node.current] == [f"Sibling {at:04}"]
    assert tree.roots[0].more_before == (first > 0)
    assert tree.roots[-1].more_after == (last < 119)
    assert tree.more


def test_a_small_space_is_shown_whole(wiki: Wiki, nia: Person, family: dict[str, Page]) -> None:
    tree = tree_of(wiki, nia, family["child"])
    assert not tree.more
    assert titles(tree.roots) == ["Root", "Other"]
    assert titles(tree.roots[0].children) == ["Child"]
    assert titles(tree.roots[0].children[0].children) == ["Grandchild"]
    assert tree.crumbs == [("Root", "/p/root")]
    assert titles(tree.below) == ["Grandchild"]
    assert [node.has_children for node in tree.roots] == [True, False]


def test_a_branch_is_paged_so_that_every_page_comes_once(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    above = make_page(wiki, tills, "Above", "x", author=nia)
    many(wiki, tills, nia, 1130, parent=above)
    who, seen, address = visit(nia), [], f"/branch/{above.id}"
    for _ in range(13):
        shown = who.get(address).text
        seen += [part.partition("</a>")[0] for part in shown.split('">') if part.startswith("Sibling ")]
        if 'hx-get="/branch/' not in shown:
            break
        address = shown.rpartition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    assert seen == [f"Sibling {n:04}" for n in range(1130)]


def test_a_space_front_page_is_paged_too(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    many(wiki, tills, nia, 1120)
    who, seen, address = visit(nia), 0, "/s/tills"
    for _ in range(13):
        shown = who.get(address).text
        part = shown.partition('<nav class="page-tree"')[2].partition("</nav>")
        seen += part[0].count(">Sibling ")
        if "More pages" not in part[2]:
            break
        address = part[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert seen == 1120


def test_hidden_pages_leave_no_gap_and_no_mark_in_the_tree(
    wiki: Wiki, tills: Space, nia: Person, tom: Person, family: dict[str, Page]
) -> None:
    with wiki.work() as work:
        restrict_page(work, work.session.get_one(Page, family["child"].id), [nia])
    tree = tree_of(wiki, tom, family["root"])
    assert tree.below == []
    assert [node.has_children for node in tree.roots] == [False, False]
