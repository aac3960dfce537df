"""The form of a new page that is sent twice makes one page."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from tests.pages.conftest import Visit
from wiki.pages.models import Page, Space
from wiki.people.models import Person
from wiki.web.running import Wiki


def test_a_new_page_whose_form_is_sent_many_times_at_once_is_one_page(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    form = visit(nia).fields("/new") | {"title": "Till rolls", "body": "Two to a box.", "space": tills.key}
    visitors = [visit(nia) for _ in range(6)]
    with ThreadPoolExecutor(len(visitors)) as threads:
        answers = list(threads.map(lambda one: one.post("/new", form), visitors))
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/p/till-rolls")}
    with wiki.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Page)) == 1


def test_a_form_gone_back_to_and_changed_is_another_page(tills: Space, nia: Person, visit: Visit) -> None:
    form = visit(nia).fields("/new") | {"title": "Till rolls", "body": "Two to a box.", "space": tills.key}
    assert visit(nia).post("/new", form).location == "/p/till-rolls"
    assert visit(nia).post("/new", form | {"title": "Label rolls"}).location == "/p/label-rolls"
    assert visit(nia).post("/new", form | {"body": "Three to a box."}).location == "/p/till-rolls-2"
