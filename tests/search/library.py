"""Pages to be searched, and somebody who searches them."""

from collections.abc import Callable, Sequence

from sqlalchemy import select

from tests.builders import make_person
from wiki.kernel.counters import ACCESS, current
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import make_page, save_page
from wiki.pages.actions.spaces import make_space
from wiki.pages.models import Page, Space
from wiki.people.models import Person
from wiki.search.drain import Drainer
from wiki.search.engine import Engine
from wiki.search.engines import engine_of
from wiki.search.models import StalePage
from wiki.search.queries import Results, search
from wiki.search.snippets import Piece
from wiki.web.running import Wiki


class Library:
    """A wiki with an admin who writes; `drain` brings what was written into the index."""

    def __init__(self, wiki: Wiki) -> None:
        self.wiki = wiki
        self.admin = make_person(wiki, "Ada Min", role="admin")
        self.drainer = Drainer(wiki, self.index)

    @property
    def index(self) -> Engine:
        return engine_of(self.wiki)

    def viewer(self, person: Person | None = None) -> Viewer:
        """The standing of `person` as it is now; of nobody without one."""
        with self.wiki.database.reading() as session:
            generation = session.scalar(select(current(ACCESS))) or 0
        return Viewer(person.id, person.role, frozenset(), generation) if person else Viewer(generation=generation)

    def space(self, title: str = "Tills", *, visibility: str = "open", public: bool = False) -> Space:
        with self.wiki.work(self.admin.id) as work:
            return make_space(work, title=title, visibility=visibility, public=public, keeper_id=self.admin.id)

    def page(
        self,
        space: Space,
        title: str,
        body: str = "",
        *,
        tags: Sequence[str] = (),
        parent: Page | None = None,
        type: str = "article",  # noqa: A002 - the word of the field
    ) -> Page:
        with self.wiki.work(self.admin.id) as work:
            text = PageText(title, body, type, tags)
            return make_page(work, self.viewer(self.admin), space, text, parent=parent)

    def save(self, page: Page, title: str, body: str) -> None:
        with self.wiki.work(self.admin.id) as work:
            fresh = work.session.get_one(Page, page.id)
            save_page(work, self.viewer(self.admin), fresh, PageText(title, body), base=fresh.number)

    def change(self, act: Callable[[Work], object]) -> None:
        with self.wiki.work(self.admin.id) as work:
            act(work)

    def drain(self) -> None:
        for _ in range(50):
            if not self.drainer():
                return
        raise AssertionError("the drainer does not come to rest")

    def stale(self) -> list[int]:
        with self.wiki.database.reading() as session:
            return list(session.scalars(select(StalePage.page_id).order_by(StalePage.page_id)))

    def find(self, text: str, person: Person | None = None, page: int = 1) -> Results:
        """What `person` finds; the admin unless another is named."""
        return self.find_as(self.viewer(person or self.admin), text, page)

    def find_as(self, viewer: Viewer, text: str, page: int = 1) -> Results:
        with self.wiki.database.reading() as session:
            return search(session, viewer, text, page, now=self.wiki.clock.now())

    def titles(self, text: str, person: Person | None = None) -> list[str]:
        return [plain(hit.title) for hit in self.find(text, person).hits]


def plain(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
