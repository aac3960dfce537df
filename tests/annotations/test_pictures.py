"""Pictures in notes: the page's own where all readers see the note, else their author's alone, and never swept away."""

from tests.annotations.conftest import Note
from tests.pages.conftest import Visit
from tests.pages.pictures import picture as drawn
from tests.pages.sending import sent
from tests.stand_ins import FakeClock
from wiki.pages.file_hooks import register_jobs
from wiki.pages.models import Page
from wiki.people.models import Person
from wiki.web.running import Wiki


def sweep(wiki: Wiki) -> None:
    (job,) = (job for job in register_jobs(wiki) if job.name == "sweep files")
    job.run()


def test_a_picture_in_a_note_for_all_is_read_by_all(
    page: Page, nia: Person, margaret: Person, visit: Visit, note: Note
) -> None:
    picture = sent(visit(margaret), "label.png", drawn("PNG"), "/files")
    assert visit(nia).get(picture["url"]).status_code == 404
    note(margaret, "higher number", f"Look: ![The label]({picture['url']})")
    assert visit(nia).get(picture["url"]).status_code == 200
    assert 'alt="The label"' in visit(nia).get(f"/notes/page/{page.id}/margin").text


def test_a_picture_in_a_private_note_stays_its_authors_and_is_not_swept(
    wiki: Wiki, page: Page, nia: Person, ada: Person, margaret: Person, visit: Visit, clock: FakeClock, note: Note
) -> None:
    who = visit(margaret)
    picture = sent(who, "secret.png", drawn("PNG"), "/files")
    unused = sent(who, "unused.png", drawn("PNG"), "/files")
    note(margaret, "higher number", f"![Secret]({picture['url']})", audience="self")
    clock.forward(days=90)
    sweep(wiki)
    assert visit(margaret).get(picture["url"]).status_code == 200
    assert visit(margaret).get(unused["url"]).status_code == 404
    for other in (visit(nia), visit(ada), visit()):
        assert other.get(picture["url"]).status_code in {401, 404}
    assert "secret.png" not in visit(nia).get(f"{page.url}/files").text
