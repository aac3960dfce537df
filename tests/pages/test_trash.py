"""Deleting, bringing back, and throwing away for good."""

import pytest
from sqlalchemy import func, or_, select

from tests.builders import make_group, make_page, make_space, save_page, viewer_of
from tests.pages.conftest import Visit
from tests.pages.test_tree import paths
from tests.stand_ins import FakeClock
from wiki.kernel.events import EventRow
from wiki.pages.actions.attaching import attach_file
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.actions.trashing import delete_page, purge_page, restore_page
from wiki.pages.models import Attachment, Guard, GuardGrant, Link, Page, PageName, PageTag, Revision, Space
from wiki.people.models import Person
from wiki.web.running import Wiki


@pytest.fixture
def family(wiki: Wiki, tills: Space, nia: Person) -> dict[str, Page]:
    """Root > Child > Grandchild."""
    root = make_page(wiki, tills, "Root", "x", author=nia)
    child = make_page(wiki, tills, "Child", "x", author=nia, parent=root)
    return {
        "root": root,
        "child": child,
        "grandchild": make_page(wiki, tills, "Grandchild", "x", author=nia, parent=child),
    }


def delete(wiki: Wiki, page: Page, person: Person) -> int:
    viewer = viewer_of(wiki, person)
    with wiki.work(person.id) as work:
        return delete_page(work, viewer, work.session.get_one(Page, page.id))


def restore(wiki: Wiki, page: Page) -> None:
    with wiki.work() as work:
        restore_page(work, work.session.get_one(Page, page.id))


def purge(wiki: Wiki, page: Page) -> int:
    with wiki.work() as work:
        return purge_page(work, work.session.get_one(Page, page.id))


def there(wiki: Wiki) -> list[str]:
    """Titles of the pages that are not in the trash."""
    with wiki.database.reading() as session:
        return list(session.scalars(select(Page.title).where(Page.deleted_at.is_(None)).order_by(Page.id)))


def rows(wiki: Wiki, what: object) -> int:
    with wiki.database.reading() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0  # type: ignore[arg-type]


def test_deleting_asks_first_and_takes_along_what_lies_below(
    wiki: Wiki, nia: Person, family: dict[str, Page], visit: Visit
) -> None:
    who = visit(nia)
    assert "2 pages below go along." in who.get("/p/root/delete").text
    assert len(there(wiki)) == 3
    answer = who.post("/p/root/delete")
    assert answer.location == "/s/tills"
    assert "3 pages are in the trash now." in who.get("/s/tills").text
    assert there(wiki) == []
    for slug in ("root", "child", "grandchild"):
        for rest in ("", "/edit", "/history", "/source"):
            assert who.get(f"/p/{slug}{rest}").status_code == 404
    shown = who.get("/trash").text
    assert "with 2 pages below" in shown
    assert "Child" not in shown
    with wiki.database.reading() as session:
        assert session.scalar(select(func.count()).where(EventRow.name == "PageDeleted")) == 3


def test_bringing_back_brings_back_all_that_went_along(
    wiki: Wiki, nia: Person, family: dict[str, Page], visit: Visit
) -> None:
    who = visit(nia)
    who.post("/p/root/delete")
    assert who.post(f"/trash/{family['root'].id}/restore").location == "/p/root"
    assert there(wiki) == ["Root", "Child", "Grandchild"]
    assert who.get("/p/grandchild").status_code == 200
    assert "The trash is empty" in who.get("/trash").text
    paths(wiki)


def test_only_what_was_deleted_itself_can_be_brought_back_or_purged(
    wiki: Wiki, nia: Person, ada: Person, family: dict[str, Page], visit: Visit
) -> None:
    visit(nia).post("/p/root/delete")
    for what in ("restore", "purge"):
        assert visit(ada).post(f"/trash/{family['child'].id}/{what}").status_code == 404
    assert there(wiki) == []
    assert rows(wiki, Page) == 3


def test_a_page_whose_parent_is_gone_comes_back_at_the_top(
    wiki: Wiki, nia: Person, family: dict[str, Page], visit: Visit
) -> None:
    delete(wiki, family["child"], nia)
    delete(wiki, family["root"], nia)
    restore(wiki, family["child"])
    assert there(wiki) == ["Child", "Grandchild"]
    paths(wiki)
    restore(wiki, family["root"])
    assert there(wiki) == ["Root", "Child", "Grandchild"]
    paths(wiki)


def test_what_was_deleted_earlier_is_not_lost_when_the_old_parent_is_purged(
    wiki: Wiki, nia: Person, family: dict[str, Page]
) -> None:
    for name in ("grandchild", "child", "root"):
        delete(wiki, family[name], nia)
    restore(wiki, family["child"])
    paths(wiki)
    assert purge(wiki, family["root"]) == 1
    restore(wiki, family["grandchild"])
    assert there(wiki) == ["Child", "Grandchild"]
    paths(wiki)


def test_a_page_that_comes_back_to_a_taken_address_gets_another(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    old = make_page(wiki, tills, "Toner", "old", author=nia)
    delete(wiki, old, nia)
    make_page(wiki, tills, "Toner", "new", author=nia)
    restore(wiki, old)
    assert ">new<" in visit(nia).get("/p/toner").text
    assert ">old<" in visit(nia).get("/p/toner-2").text
    delete(wiki, old, nia)
    restore(wiki, old)
    assert ">old<" in visit(nia).get("/p/toner-2").text


def test_who_brings_a_page_back_is_told_of_the_addresses_that_newer_pages_have(
    wiki: Wiki, tills: Space, nia: Person, family: dict[str, Page], visit: Visit
) -> None:
    who = visit(nia)
    who.post("/p/root/delete")
    make_page(wiki, tills, "Grandchild", "new", author=nia)
    answer = who.post(f"/trash/{family['root'].id}/restore")
    assert answer.location == "/p/root"
    shown = who.get(answer.location).text
    assert "Back again." in shown
    assert "One page below it has another address now" in shown
    who.post("/p/root/delete")
    make_page(wiki, tills, "Root", "new", author=nia)
    answer = who.post(f"/trash/{family['root'].id}/restore")
    assert answer.location == "/p/root-2"
    assert "Back again, at another address" in who.get(answer.location).text


def test_purging_leaves_no_row_behind(
    wiki: Wiki, tills: Space, nia: Person, ada: Person, family: dict[str, Page], visit: Visit
) -> None:
    kept = make_page(wiki, tills, "Kept", "[[Root]] [[Child]]", author=nia)
    save_page(wiki, family["child"], "[[Kept]] [[Root]] [[Nowhere]] @nia", author=nia, title="Child two")
    with wiki.work() as work:
        for name in ("root", "grandchild"):
            live = work.session.get_one(Page, family[name].id)
            restrict_page(work, live, [nia, ada])
            attach_file(
                work, viewer_of(wiki, nia), live, wiki.settings.data, "a.png", b"\x89PNG\r\n\x1a\n" + name.encode()
            )
    ids = [page.id for page in family.values()]
    delete(wiki, family["root"], nia)
    assert visit(nia).post(f"/trash/{ids[0]}/purge").status_code == 403
    answer = visit(ada).post(f"/trash/{ids[0]}/purge", follow_redirects=True)
    assert "3 pages are gone for good." in answer.text
    with wiki.database.reading() as session:
        for model in (Revision, PageName, PageTag, Attachment, Guard):
            assert session.scalar(select(func.count()).where(model.page_id.in_(ids))) == 0
        assert session.scalar(select(func.count()).where(or_(Link.source_id.in_(ids), Link.target_id.in_(ids)))) == 0
        assert session.scalar(select(func.count()).select_from(GuardGrant)) == 0
        assert session.scalar(select(func.count()).where(Page.id.in_(ids))) == 0
        assert session.scalars(select(Link.source_id)).all() == [kept.id, kept.id]
    assert 'class="is-wanted"' in visit(nia).get("/p/kept").text
    assert visit(ada).post(f"/trash/{ids[0]}/purge").status_code == 404


def test_the_trash_is_paged_in_the_order_of_deletion(
    wiki: Wiki, tills: Space, nia: Person, clock: FakeClock, visit: Visit
) -> None:
    pages = [make_page(wiki, tills, f"Gone {n:03}", author=nia) for n in range(120)]
    order = [*range(1, 120, 2), *range(118, -1, -2)]
    for n in order:
        if n % 3 == 0:
            clock.forward(seconds=1)
        delete(wiki, pages[n], nia)
    who, seen, address = visit(nia), [], "/trash"
    while address:
        shown = who.get(address).text
        seen += [part.partition("<")[0] for part in shown.split(">") if part.startswith("Gone ")]
        address = (
            shown.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0] if 'rel="next"' in shown else ""
        )
        address = address.replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 120
    assert seen[0] == "Gone 000"


def test_the_trash_shows_each_what_they_may_write_and_counts_what_they_may_read(
    wiki: Wiki, tills: Space, nia: Person, tom: Person, ada: Person, family: dict[str, Page], visit: Visit
) -> None:
    with wiki.work() as work:
        restrict_page(work, work.session.get_one(Page, family["child"].id), [nia])
    reading = make_space(wiki, "Office", default_role="reader", keeper=nia)
    private = make_space(wiki, "Own", visibility="private", keeper=nia)
    others = [make_page(wiki, space, f"In {space.key}", author=nia) for space in (reading, private)]
    for page in others:
        delete(wiki, page, nia)
    answer = visit(tom).post("/p/root/delete", follow_redirects=True)
    assert "In the trash, from where" in answer.text
    shown = visit(tom).get("/trash").text
    assert "Root" in shown
    assert "below" not in shown.partition("<ul")[2].partition("</ul>")[0].replace("all that was below", "")
    assert "In office" not in shown
    assert "In own" not in shown
    assert "In own" not in visit(ada).get("/trash").text
    assert "In own" in visit(nia).get("/trash").text
    for page in others:
        assert visit(tom).post(f"/trash/{page.id}/restore").status_code == 404
    assert visit(ada).post(f"/trash/{others[1].id}/purge").status_code == 404
    assert visit().get("/trash").status_code in {302, 303, 401, 403}


def test_bringing_back_never_opens_a_page_wider(
    wiki: Wiki, nia: Person, tom: Person, family: dict[str, Page], visit: Visit
) -> None:
    group = make_group(wiki, "Leads", members=[nia])
    with wiki.work() as work:
        restrict_page(work, work.session.get_one(Page, family["root"].id), [group])
    delete(wiki, family["child"], nia)
    delete(wiki, family["root"], nia)
    refused = visit(nia).post(f"/trash/{family['child'].id}/restore")
    assert refused.status_code == 422
    assert "Bring that one back first." in refused.text
    assert visit(tom).post(f"/trash/{family['child'].id}/restore").status_code == 404
    restore(wiki, family["root"])
    restore(wiki, family["child"])
    for name in ("root", "child", "grandchild"):
        assert visit(tom).get(f"/p/{name}").status_code == 404
        assert visit(nia).get(f"/p/{name}", follow_redirects=True).status_code == 200
