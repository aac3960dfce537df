"""Every hook, with when it is called, what it may answer, and what a failure means.

`register_…` is called once at start, a noun collects something for a page, `on_…` tells after the fact.
An implementation takes any of the arguments, by name.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from flask import Blueprint
    from sqlalchemy.orm import Session

    from wiki.hooks.telling import NoticeKind
    from wiki.kernel.viewer import Viewer
    from wiki.kernel.work import Work
    from wiki.kernel.worker import Job

hookspec = pluggy.HookspecMarker("flipside")


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main navigation or of the admin page, where `about` is the sentence below its label.

    `icon` is a name in the icon sprite.
    """

    key: str
    label: str
    href: str
    icon: str
    position: int = 50
    signed_in_only: bool = True
    role: str | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of somebody's page: a template and what it receives, to be rendered in that place."""

    template: str
    context: dict[str, Any]
    position: int = 50


@dataclass(frozen=True, slots=True)
class SearchedText:
    """A text kept with a page, to be found under it. `key` is yours and the same for good, as in `annotation:17`.

    `readers` are the ids of the persons who may read it; None means all who read the page.
    """

    page_id: int
    key: str
    text: str
    readers: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text kept with a page as a result of search shows it: what it is, where it leads, and what it says now."""

    key: str
    label: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class SearchedFacts:
    """What search should know of a page. `states`: words for `is:` and `has:`; `signals`: name → 0 … 1.

    A signal raises a page a little in results, and is named there as a reason.
    """

    page_id: int
    states: frozenset[str] = frozenset()
    signals: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Circle:
    """A few people who share notes that others don't read, such as a mentoring pair. `key` is yours, as in `pair:7`.

    `title` says it to one of them: "Nia and me".
    """

    key: str
    title: str


@hookspec
def register_blueprint() -> "Blueprint":  # type: ignore[empty-body]
    """Called once at start. Answer the addresses you add. A failure keeps the plugin out."""


@hookspec
def register_page_types() -> Sequence[object]:  # type: ignore[empty-body]
    """Called once at start. Answer `wiki.pages.types.PageType` declarations.

    A name already taken is refused.
    """


@hookspec
def register_nav() -> Sequence[NavItem]:  # type: ignore[empty-body]
    """Called once at start. Answer entries of the main navigation; they are shown by their `position`."""


@hookspec
def register_admin_links() -> Sequence[NavItem]:  # type: ignore[empty-body]
    """Called once at start. Answer entries of the admin page; those with role "admin" are for admins alone."""


@hookspec
def register_my_links() -> Sequence[NavItem]:  # type: ignore[empty-body]
    """Called once at start. Answer further pages of one's own settings; they are tabs beside the profile."""


@hookspec
def register_notice_kinds() -> "Sequence[NoticeKind]":  # type: ignore[empty-body]
    """Called once at start. Answer `wiki.hooks.telling.NoticeKind` declarations: whom to tell of your events, and how.

    A name already taken is refused.
    """


@hookspec
def register_jobs(wiki: object) -> "Sequence[Job]":  # type: ignore[empty-body]
    """Called once at start with the running wiki (`wiki.web.running.Wiki`). Answer background jobs.

    A job that raises is logged and runs again at its next turn.
    """


@hookspec
def page_aside(session: "Session", viewer: "Viewer", page_id: int, page_type: str) -> "Fragment | None":
    """Called when a page is shown, after it was found readable. Answer something to stand beside its text.

    Counts towards the page's SQL statements. A failure leaves the fragment out.
    """


@hookspec
def masthead_tool(session: "Session", viewer: "Viewer", person: object) -> "Fragment | None":
    """Called when the bar over a page is shown to somebody signed in (`person`, as templates see them).

    Answer a tool to stand in it. Counts towards the page's SQL statements. A failure leaves it out.
    """


@hookspec
def offered(session: "Session", viewer: "Viewer", what: str, key: str) -> "Fragment | None":
    """Called when something readable is shown to somebody signed in: `what` is `page`, `space` or `tag`.

    `key` is its id, or the tag. Answer something to do with it, to stand among its buttons. Counts towards the page's
    SQL statements. A failure leaves it out.
    """


@hookspec
def edit_part(session: "Session", viewer: "Viewer", page_id: int) -> "Fragment | None":
    """Called when somebody who may change a page opens its editor. Answer something to stand before its Save.

    Fields in it are sent along; see `saved_with`. An element with `data-asks` is filled with what that address answers
    to the form as it stands, whenever its text has changed. A failure leaves the fragment out.
    """


@hookspec
def saved_with(work: "Work", viewer: "Viewer", page_id: int, revision_id: int, form: Mapping[str, Any]) -> None:
    """Called in the transaction of a save from the editor; `form` is all that was sent (a werkzeug `MultiDict`).

    Act on what your `edit_part` asked. A failure is logged, and the page is saved all the same.
    """


@hookspec
def profile_part(session: "Session", viewer: "Viewer", person_id: int) -> "Fragment | None":
    """Called when somebody's profile is shown. Answer a part of it, with only what the viewer may read.

    A failure leaves the fragment out.
    """


@hookspec
def home_card(session: "Session", viewer: "Viewer") -> "Fragment | None":
    """Called when the home page is shown. Answer a card; a failure leaves it out."""


@hookspec
def searched_texts(session: "Session", page_ids: Sequence[int]) -> Sequence[SearchedText]:  # type: ignore[empty-body]
    """Called in the background when pages are indexed. Answer the texts that you keep with them.

    Record `wiki.pages.events.PageTextsChanged` when one of them changes. A failure leaves them out until then.
    """


@hookspec
def shown_texts(session: "Session", viewer: "Viewer", keys: Sequence[str]) -> Sequence[ShownText]:  # type: ignore[empty-body]
    """Called when texts kept with pages were found. Answer those of the `keys` that are yours and may be read now.

    Keys of others are to be passed over. Counts towards the page's SQL statements. A failure leaves them out.
    """


@hookspec
def searched_facts(session: "Session", page_ids: Sequence[int]) -> Sequence[SearchedFacts]:  # type: ignore[empty-body]
    """Called in the background when pages are indexed. Answer what you know of them; a failure leaves it out."""


@hookspec
def files_in_use(session: "Session", keys: Sequence[str]) -> Collection[str]:  # type: ignore[empty-body]
    """Called in the background before uploads that belong to no page are dropped. Answer the keys that you show.

    A failure keeps all of them until the next turn.
    """


@hookspec
def circles(session: "Session", viewer: "Viewer") -> Sequence[Circle]:  # type: ignore[empty-body]
    """Called when notes are read or written by somebody signed in. Answer the circles that they are in now.

    Counts towards the page's SQL statements. A failure leaves them out: their notes are read by their authors alone.
    """


@hookspec
def circle_members(session: "Session", keys: Sequence[str]) -> Mapping[str, frozenset[int]]:  # type: ignore[empty-body]
    """Called in the background and when people are told of notes. Answer the ids of those who are in your circles.

    Keys of others are to be passed over. A failure leaves them out.
    """


@hookspec
def on_page_saved(page_id: int, revision_id: int) -> None:
    """Called after a page was saved and committed, in the thread that saved. A failure is logged."""


@hookspec
def on_page_deleted(page_id: int) -> None:
    """Called after a page was put into the trash. A failure is logged."""


COLLECTED: dict[str, Callable[..., Any]] = {
    spec.__name__: spec
    for spec in (
        register_blueprint,
        register_page_types,
        register_nav,
        register_admin_links,
        register_my_links,
        register_notice_kinds,
        register_jobs,
        page_aside,
        masthead_tool,
        offered,
        edit_part,
        saved_with,
        profile_part,
        home_card,
        searched_texts,
        shown_texts,
        searched_facts,
        files_in_use,
        circles,
        circle_members,
        on_page_saved,
        on_page_deleted,
    )
}
