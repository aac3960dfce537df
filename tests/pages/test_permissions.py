"""Who may read, write and keep: scenarios in words, each with its number."""

from dataclasses import dataclass, field
from typing import Literal

import pytest

from tests.builders import make_group, make_page, make_person, make_space, viewer_of
from tests.pages.conftest import Visit
from wiki.kernel.refusals import NotFound
from wiki.kernel.viewer import Role
from wiki.pages.actions.guarding import lift_restriction, restrict_page
from wiki.pages.actions.spaces import set_grant
from wiki.pages.models import Page, Space
from wiki.pages.permissions import may_keep, may_restrict, may_write, reach_of
from wiki.pages.queries.find import page_for
from wiki.people.models import Person
from wiki.web.running import Wiki

Guarded = Literal["", "me", "my group", "others", "above me", "above others", "above others, own me", "both me"]


@dataclass(frozen=True)
class Case:
    """`grant`: my role in the space, by name or by my group. `may` is the highest of: nothing, read, write, keep."""

    number: str
    words: str
    may: str
    space: str = "open"
    public: bool = False
    default: str = "writer"
    role: Role | None = "member"
    grant: str = ""
    group_grant: str = ""
    guard: Guarded = ""
    owner: bool = False
    restrict: bool | None = field(default=None)


CASES = (
    Case("1.1", "a member writes in an open space", "write"),
    Case("1.2", "an open space may let everybody only read", "read", default="reader"),
    Case("1.3", "or read and annotate", "read", default="annotator"),
    Case("1.4", "or keep", "keep", default="keeper"),
    Case("1.5", "a grant by name raises", "write", default="reader", grant="writer"),
    Case("1.6", "a grant by group raises", "keep", default="reader", group_grant="keeper"),
    Case("1.7", "a lower grant takes nothing away from what all may do", "write", grant="reader"),
    Case("1.8", "of two grants the higher counts", "keep", default="reader", grant="writer", group_grant="keeper"),
    Case("1.9", "a system reader never writes in an open space", "read", role="reader"),
    Case("1.10", "not even with a grant by name", "read", role="reader", grant="keeper"),
    Case("1.11", "nor by group", "read", role="reader", group_grant="writer"),
    Case("1.12", "nor where everybody keeps", "read", role="reader", default="keeper"),
    Case("1.13", "a lead is a member here", "write", role="lead"),
    Case("1.14", "an admin keeps an open space", "keep", role="admin", default="reader"),
    Case("1.15", "nobody signed in sees nothing of an open space", "", role=None),
    Case("2.1", "a public space is read by anybody", "read", public=True, role=None),
    Case("2.2", "and written by members as any open one", "write", public=True),
    Case("2.3", "a restricted page of a public space is not public", "", public=True, role=None, guard="others"),
    Case("3.1", "a space for groups is closed to others", "", space="groups"),
    Case("3.2", "its default role gives nothing", "", space="groups", default="keeper"),
    Case("3.3", "open to a member of the group", "read", space="groups", group_grant="reader"),
    Case("3.4", "who writes when the group does", "write", space="groups", group_grant="writer"),
    Case("3.5", "or to somebody by name", "write", space="groups", grant="writer"),
    Case("3.6", "an admin keeps it", "keep", space="groups", role="admin"),
    Case("3.7", "a lead does not see it", "", space="groups", role="lead"),
    Case("3.8", "a reader of the group reads", "read", space="groups", role="reader", group_grant="keeper"),
    Case("3.9", "it is never public", "", space="groups", public=True, role=None),
    Case("4.1", "a private space is closed to members", "", space="private"),
    Case("4.2", "to leads", "", space="private", role="lead"),
    Case("4.3", "and to admins", "", space="private", role="admin"),
    Case("4.4", "an admin is let in by name like anybody", "read", space="private", role="admin", grant="reader"),
    Case("4.5", "open to whom it names", "write", space="private", grant="writer"),
    Case("4.6", "a keeper keeps", "keep", space="private", grant="keeper"),
    Case("4.7", "owning a page in it is no key", "", space="private", owner=True),
    Case("4.8", "it is never public", "", space="private", public=True, role=None),
    Case("5.1", "a restriction to others hides the page", "", guard="others"),
    Case("5.2", "from its owner too", "", guard="others", owner=True),
    Case("5.3", "and from keepers", "", guard="others", grant="keeper"),
    Case("5.4", "and from admins", "", guard="others", role="admin"),
    Case("5.5", "one to me lets me do what the space lets me", "write", guard="me"),
    Case("5.6", "one to my group too", "write", guard="my group"),
    Case("5.7", "but never more", "read", guard="me", default="reader"),
    Case("5.8", "it opens no closed space", "", guard="me", space="groups"),
    Case("5.9", "nor a private one", "", guard="me", space="private"),
    Case("5.10", "nor a private one to an admin", "", guard="my group", space="private", role="admin"),
    Case("5.11", "a reader let through reads", "read", guard="me", role="reader"),
    Case("6.1", "a restriction above hides what is below", "", guard="above others"),
    Case("6.2", "one above to me lets me through", "write", guard="above me"),
    Case("6.3", "one below never opens what is closed above", "", guard="above others, own me"),
    Case("6.4", "both to me let me through", "write", guard="both me"),
    Case("6.5", "a keeper held off above is held off below", "", guard="above others, own me", grant="keeper"),
    Case("7.1", "an owner chooses who reads", "write", owner=True, restrict=True),
    Case("7.2", "other writers do not", "write", restrict=False),
    Case("7.3", "a keeper does", "keep", grant="keeper", restrict=True),
    Case(
        "7.4", "an owner who only reads may still close it further", "read", default="reader", owner=True, restrict=True
    ),
)


def pages(wiki: Wiki, case: Case, me: Person | None, space: Space) -> Page:
    """The page of the case, with one above it."""
    writer = make_person(wiki, "Some Body")
    other = make_person(wiki, "Any One")
    above = make_page(wiki, space, "Above", "x", author=writer)
    page = make_page(wiki, space, "Page", "x", author=me if case.owner and me else writer, parent=above)
    mine = make_group(wiki, "Mine", members=[me] if me else [])
    if case.group_grant:
        with wiki.work() as work:
            set_grant(work, work.session.get_one(Space, space.id), mine, case.group_grant)
    laid = {
        "": (None, None),
        "me": (None, me),
        "my group": (None, mine),
        "others": (None, other),
        "above me": (me, None),
        "above others": (other, None),
        "above others, own me": (other, me),
        "both me": (me, mine),
    }[case.guard]
    with wiki.work() as work:
        for which, holder in zip((above, page), laid, strict=True):
            if holder is not None:
                restrict_page(work, work.session.get_one(Page, which.id), [holder])
    return now(wiki, page)


def now(wiki: Wiki, page: Page) -> Page:
    """The page as it is now, with the address that it has got meanwhile."""
    with wiki.database.reading() as session:
        return session.get_one(Page, page.id)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.number} {case.words}")
def test_scenario(wiki: Wiki, visit: Visit, case: Case) -> None:
    keeper = make_person(wiki, "Keeper Of")
    me = make_person(wiki, "My Self", role=case.role) if case.role else None
    grants = {me: case.grant} if me and case.grant else {}
    space = make_space(
        wiki,
        "Space",
        visibility=case.space,
        public=case.public,
        default_role=case.default,
        keeper=keeper,
        grants=grants,  # type: ignore[arg-type]
    )
    page = pages(wiki, case, me, space)
    viewer = viewer_of(wiki, me)
    with wiki.database.reading() as session:
        reach = reach_of(session, viewer)
        try:
            found = page_for(session, viewer, page.slug)
        except NotFound:
            may = ""
        else:
            may = "keep" if may_keep(reach, found) else "write" if may_write(reach, found) else "read"
            if case.restrict is not None:
                assert may_restrict(reach, found) == case.restrict
    assert may == case.may
    who = visit(me)
    assert who.get(f"/p/{page.slug}").status_code == (200 if case.may else 404)
    assert (who.get(f"/p/{page.slug}/edit").status_code == 200) == (case.may in {"write", "keep"})
    assert (who.post(f"/p/{page.slug}/delete").status_code == 303) == (case.may in {"write", "keep"})


def test_lifting_one_restriction_leaves_the_others(
    wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit
) -> None:
    root = make_page(wiki, tills, "Root", "x", author=nia)
    child = make_page(wiki, tills, "Child", "x", author=nia, parent=root)
    grandchild = make_page(wiki, tills, "Grandchild", "x", author=nia, parent=child)
    with wiki.work() as work:
        for page, holders in ((root, [nia]), (child, [nia, tom]), (grandchild, [tom])):
            restrict_page(work, work.session.get_one(Page, page.id), holders)

    def seen(person: Person) -> str:
        return "".join(
            str(int(visit(person).get(now(wiki, page).url).status_code == 200)) for page in (root, child, grandchild)
        )

    def lift(page: Page) -> None:
        with wiki.work() as work:
            lift_restriction(work, work.session.get_one(Page, page.id))

    assert (seen(nia), seen(tom)) == ("110", "000")
    lift(root)
    assert (seen(nia), seen(tom)) == ("110", "111")
    lift(child)
    assert (seen(nia), seen(tom)) == ("110", "111")
    lift(grandchild)
    assert (seen(nia), seen(tom)) == ("111", "111")


def test_a_page_moved_below_a_restricted_one_is_restricted_too(
    wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit
) -> None:
    closed = make_page(wiki, tills, "Closed", "x", author=nia)
    make_page(wiki, tills, "Open", "x", author=nia)
    with wiki.work() as work:
        restrict_page(work, work.session.get_one(Page, closed.id), [nia])
    visit(nia).post("/p/open/move", {"space": "tills", "parent": "Closed"})
    assert visit(tom).get("/p/open").status_code == 404
    new = visit(nia).post("/new", {"title": "New", "body": "x", "space": "tills", "parent": "closed", "type": "note"})
    assert visit(tom).get(new.location).status_code == 404


def test_who_restricts_stays_among_the_readers(
    wiki: Wiki, tills: Space, nia: Person, tom: Person, visit: Visit
) -> None:
    page = make_page(wiki, tills, "Mine", "x", author=nia)
    make_group(wiki, "Ärzte", members=[tom])
    assert visit(tom).post("/p/mine/restrict", {"who": ""}).status_code == 403
    assert visit(nia).post("/p/mine/restrict", {"who": ""}).status_code == 303
    url = now(wiki, page).url
    assert (visit(nia).get(url).status_code, visit(tom).get(url).status_code) == (200, 404)
    unknown = visit(nia).post(f"{url}/restrict", {"who": "@nobody, Ärzte"})
    assert "Nobody is called @nobody" in unknown.text
    assert visit(nia).post(f"{url}/restrict", {"who": "ärzte"}).status_code == 303
    assert visit(tom).get(url).status_code == 200
    assert visit(tom).post(f"{url}/unrestrict").status_code == 403
    assert visit(nia).post(f"{url}/unrestrict").status_code == 303
    assert now(wiki, page).url == "/p/mine"


def test_a_private_space_always_has_a_keeper(wiki: Wiki, nia: Person, ada: Person, visit: Visit) -> None:
    make_space(wiki, "Office")
    make_space(wiki, "Own", visibility="private", keeper=nia)
    form = {"title": "Office", "icon": "book-open", "visibility": "private", "default_role": "writer", "about": ""}
    refused = visit(ada).post("/s/office/settings", form)
    assert "at least one keeper" in refused.text
    assert visit(ada).get("/s/office").status_code == 200
    lost = visit(nia).post("/s/own/grants", {"who": f"@{nia.handle}", "role": "reader"})
    assert "at least one keeper" in lost.text
    assert visit(nia).post("/s/own/grants", {"who": f"@{nia.handle}", "remove": "1"}).status_code == 422
    assert visit(nia).get("/s/own/settings").status_code == 200
