"""Why people are told of pages: they are mentioned, given a page, watch what has changed, or should look again."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from wiki.hooks.telling import NoticeKind, Telling
from wiki.kernel.texts import N_
from wiki.notices.queries.watching import watchers_of, watching_page
from wiki.pages.events import OwnerChanged, PageMerged, PageSaved, PageStayedStale, PageWentStale
from wiki.pages.models import Page, Revision
from wiki.pages.queries.links import references_of
from wiki.pages.queries.readers import keepers_of, readers_among
from wiki.people.queries import people_named

MOST_MENTIONED = 50
"""How many people one page can call; those mentioned first."""


def mentioned(session: Session, event: PageSaved) -> Iterator[Telling]:
    """Whom the text mentions. A page tells each of them once, however often it is saved."""
    revision = session.get_one(Revision, event.revision_id)
    handles = [ref.target for ref in references_of(revision.references) if ref.kind == "mention"]
    people = {face.id for face in people_named(session, handles[:MOST_MENTIONED]).values()}
    if people:
        yield Telling(event.page_id, people, number=revision.number, once=True)


def written(session: Session, event: PageSaved) -> Iterator[Telling]:
    """Who watches the place, the tag or the person of a new page."""
    if event.is_new:
        yield from _watched(session, event)


def changed(session: Session, event: PageSaved) -> Iterator[Telling]:
    """Who watches a page that was changed, unless its writer says that it was only a small thing."""
    if not event.is_new and not event.minor:
        yield from _watched(session, event)


def _watched(session: Session, event: PageSaved) -> Iterator[Telling]:
    page, revision = session.get_one(Page, event.page_id), session.get_one(Revision, event.revision_id)
    yield Telling(page.id, watchers_of(session, page, revision.author_id), number=revision.number)


def given(session: Session, event: OwnerChanged) -> Iterator[Telling]:  # noqa: ARG001 - every `tell` is called alike
    """Who answers for the page from now on."""
    if event.owner_id is not None:
        yield Telling(event.page_id, [event.owner_id])


def stale(session: Session, event: PageWentStale | PageStayedStale) -> Iterator[Telling]:
    """Who answers for the page; when nobody does who could, the keepers of its space. Watchers hear of changes only."""
    page = session.get_one(Page, event.page_id)
    owner = readers_among(session, page.id, [page.owner_id] if page.owner_id else [])
    yield Telling(page.id, owner or keepers_of(session, page.space_id))


def merged(session: Session, event: PageMerged) -> Iterator[Telling]:
    """Who watched the page that went, for they watch the other one now. Its own watchers heard that it was changed."""
    into = session.get_one(Page, event.into_id)
    yield Telling(into.id, set(watching_page(session, event.page_id)) - set(watchers_of(session, into, None)))


KINDS: Sequence[NoticeKind] = (
    NoticeKind(
        "mention", N_("%(who)s mentioned you"), N_("You are mentioned here"), PageSaved, mentioned, at_once=True
    ),
    NoticeKind("new", N_("%(who)s wrote this page"), N_("This page is new"), PageSaved, written),
    NoticeKind("changed", N_("%(who)s changed it"), N_("It was changed"), PageSaved, changed),
    NoticeKind(
        "owner", N_("%(who)s gave you this page to look after"), N_("You look after it now"), OwnerChanged, given
    ),
    NoticeKind("stale", N_("%(who)s found that its day has passed"), N_("Is it still true?"), PageWentStale, stale),
    NoticeKind(
        "stale-again",
        N_("%(who)s found that nobody has looked at it"),
        N_("Nobody has looked yet whether it is still true"),
        PageStayedStale,
        stale,
    ),
    NoticeKind(
        "merged",
        N_("%(who)s put a page that you watch into this one"),
        N_("A page that you watch is part of it now"),
        PageMerged,
        merged,
    ),
)
