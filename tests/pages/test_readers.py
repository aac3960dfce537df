"""Who of some people may read a page: the same answer as when each of them asks for it."""

import pytest

from tests.builders import make_group, make_page, make_person, make_space, viewer_of
from wiki.pages.actions.guarding import restrict_page
from wiki.pages.actions.trashing import delete_page
from wiki.pages.models import Page
from wiki.pages.queries.find import pages_by_id
from wiki.pages.queries.readers import readers_among
from wiki.people.actions.accounts import disable
from wiki.people.models import Group, Person
from wiki.web.running import Wiki


@pytest.fixture
def people(wiki: Wiki) -> dict[str, Person]:
    roles = {"Member One": "member", "Member Two": "member", "Reader": "reader", "Lead": "lead", "Admin": "admin"}
    made = {name: make_person(wiki, name, role=role) for name, role in roles.items()}  # type: ignore[arg-type]
    made["Gone"] = make_person(wiki, "Gone")
    with wiki.work() as work:
        disable(work, made["Gone"].id)
    return made


def _pages(wiki: Wiki, people: dict[str, Person]) -> list[Page]:
    one, two = people["Member One"], people["Member Two"]
    group = make_group(wiki, members=[two, people["Reader"]])
    keeper = people["Lead"]
    granted: list[dict[Person | Group, str]] = [
        {},
        {one: "reader"},
        {group: "writer"},
        {one: "writer", group: "annotator"},
    ]
    spaces = [
        make_space(
            wiki,
            f"{visibility} {public} {number}",
            visibility=visibility,
            public=public,
            keeper=keeper,
            grants=grants,
        )
        for visibility in ("open", "groups", "private")
        for public in (False, True)
        for number, grants in enumerate(granted)
    ]
    pages = []
    for space in spaces:
        top = make_page(wiki, space, f"Top {space.id}", "x", author=keeper)
        inner = make_page(wiki, space, f"Inner {space.id}", "x", author=keeper, parent=top)
        free = make_page(wiki, space, f"Free {space.id}", "x", author=keeper)
        with wiki.work() as work:
            restrict_page(work, work.session.get_one(Page, top.id), [one, group])
            restrict_page(work, work.session.get_one(Page, inner.id), [two, keeper])
        pages += [top, inner, free]
    with wiki.work() as work:
        delete_page(work, viewer_of(wiki, keeper), work.session.get_one(Page, pages[-1].id))
    return pages


def test_asked_for_many_it_is_as_each_of_them_asks(wiki: Wiki, people: dict[str, Person]) -> None:
    pages = _pages(wiki, people)
    ids = {person.id for person in people.values()}
    answers = set()
    for page in pages:
        with wiki.database.reading() as session:
            found = readers_among(session, page.id, ids)
            for name, person in people.items():
                alone = bool(pages_by_id(session, viewer_of(wiki, person), [page.id])) and name != "Gone"
                assert (person.id in found) is alone, (page.title, name)
        answers.add(frozenset(found))
    assert len(answers) > 6
    with wiki.database.reading() as session:
        assert readers_among(session, pages[0].id, []) == set()
        assert readers_among(session, 987_654, ids) == set()
