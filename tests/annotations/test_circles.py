"""Notes for a few: a room or plugin says who is in a circle, and nobody else reads, finds or hears of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.annotations.conftest import BODY, Note, read_by, select_words
from tests.builders import viewer_of
from tests.pages.conftest import Visit
from wiki.annotations.actions.noting import make_note
from wiki.annotations.actions.wording import NoteText
from wiki.hooks import hookimpl
from wiki.hooks.specs import Circle
from wiki.kernel.viewer import Viewer
from wiki.pages.models import Page
from wiki.people.models import Person
from wiki.search.drain import Drainer
from wiki.search.engines import engine_of
from wiki.web.running import Wiki

__all__ = ["BODY"]


class Pairs:
    """As a room of mentoring would: one pair of two people."""

    def __init__(self, *people: int) -> None:
        self._people = frozenset(people)

    @hookimpl
    def circles(self, session: Any, viewer: Viewer) -> Sequence[Circle]:  # noqa: ARG002 - the hook's signature
        return [Circle("pair:1", "My mentoring pair")] if viewer.person_id in self._people else []

    @hookimpl
    def circle_members(self, session: Any, keys: Sequence[str]) -> Mapping[str, frozenset[int]]:  # noqa: ARG002
        return {"pair:1": self._people} if "pair:1" in keys else {}


@pytest.fixture
def pair(wiki: Wiki, nia: Person, margaret: Person) -> None:
    wiki.host.add_room(Pairs(nia.id, margaret.id))  # type: ignore[arg-type]


@pytest.mark.usefixtures("pair")
def test_a_note_for_a_pair_is_read_found_and_told_within_it_alone(
    wiki: Wiki, page: Page, nia: Person, tom: Person, ada: Person, margaret: Person, visit: Visit
) -> None:
    who, place = visit(margaret), select_words(wiki, page, "higher number")
    form = who.fields(f"/notes/page/{page.id}/new?start={place.start}&end={place.end}&revision=1")
    assert "My mentoring pair" in who.get(f"/notes/page/{page.id}/new?exact=Press").text
    assert "My mentoring pair" not in visit(tom).get(f"/notes/page/{page.id}/new?exact=Press").text
    sent = form | {"kind": "question", "audience": "circle:pair:1", "body": f"Wolverhampton, @{tom.handle}?"}
    assert who.post(f"/notes/page/{page.id}/new", sent).status_code == 303
    drainer = Drainer(wiki, engine_of(wiki))
    while drainer():
        pass
    assert [one.audience for one in read_by(wiki, nia, page).threads] == ["circle"]
    assert "/notes/1" in visit(nia).get("/search?q=wolverhampton").text
    assert "Wolverhampton" in visit(nia).get("/notices").text
    for other in (tom, ada):
        assert read_by(wiki, other, page).total == 0
        assert "/notes/1" not in visit(other).get("/search?q=wolverhampton").text
        assert "Wolverhampton" not in visit(other).get("/notices").text
        assert visit(other).get("/notes/1").status_code == 404


@pytest.mark.usefixtures("pair")
def test_nobody_writes_to_a_circle_that_they_are_not_in(
    wiki: Wiki, page: Page, tom: Person, visit: Visit, note: Note
) -> None:
    form = visit(tom).fields(f"/notes/page/{page.id}/new?exact=Press+the+feed+button")
    sent = form | {"kind": "question", "audience": "circle:pair:1", "body": "Hello?"}
    assert visit(tom).post(f"/notes/page/{page.id}/new", sent).status_code == 422
    assert note(tom, "Press").audience == "readers"
    with wiki.work(tom.id) as work:
        live = work.session.get_one(Page, page.id)
        text = NoteText(body="x", audience="circle", circle="pair:1")
        made = make_note(work, viewer_of(wiki, tom), live, select_words(wiki, page, "Then print"), text)
        assert made.circle == "pair:1", "the form refuses it; an action is called by rooms that know"
