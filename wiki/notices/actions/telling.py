"""Tell people of what has happened, in the transaction in which it does."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from wiki.hooks.telling import NoticeKind, Telling
from wiki.kernel.counters import bump_all
from wiki.kernel.events import Event
from wiki.kernel.work import Work
from wiki.notices.actions.inserting import insert_new
from wiki.notices.models import Notice, ToldOnce, Watch
from wiki.pages.queries.readers import readers_among
from wiki.people.standing import TOLD


def tell(work: Work, kinds: Sequence[NoticeKind], event: Event) -> None:
    """Write a notice for everybody who is to hear of the event; each hears of it on one page once."""
    told: set[tuple[int, int]] = set()
    for kind in kinds:
        for telling in kind.tell(work.session, event):
            page_id = telling.page_id
            wanted = {one for one in telling.person_ids if one != work.actor_id and (page_id, one) not in told}
            people = readers_among(work.session, page_id, wanted)
            if telling.once:
                people = _first_told(work.session, kind, telling, people)
            _add(work, kind, telling, people)
            told |= {(page_id, person_id) for person_id in people}
    count_anew(work.session, {person_id for _, person_id in told})


def _first_told(session: Session, kind: NoticeKind, telling: Telling, people: Collection[int]) -> set[int]:
    """Those who had not been told of it before; from now on they have."""
    rows = [
        {"page_id": telling.page_id, "person_id": person_id, "kind": kind.name, "key": telling.key}
        for person_id in sorted(people)
    ]
    return set(insert_new(session, ToldOnce, rows, ToldOnce.person_id))


def _add(work: Work, kind: NoticeKind, telling: Telling, people: Collection[int]) -> None:
    """A row for each; an unread one of the same doing is carried on in the new one, which stands on top again."""
    if not people:
        return
    session = work.session
    before: dict[int, Notice] = {}
    for notice in session.scalars(
        select(Notice).where(
            Notice.page_id == telling.page_id,
            Notice.person_id.in_(people),
            Notice.kind == kind.name,
            Notice.key == telling.key,
            Notice.actor_id == work.actor_id,
            Notice.read_at.is_(None),
        )
    ):
        before[notice.person_id] = notice
    session.execute(delete(Notice).where(Notice.id.in_([notice.id for notice in before.values()])))
    first = max(telling.number - 1, 0)
    rows = [
        {
            "person_id": person_id,
            "page_id": telling.page_id,
            "kind": kind.name,
            "key": telling.key,
            "actor_id": work.actor_id,
            "times": before[person_id].times + 1 if person_id in before else 1,
            "since": min(before[person_id].since, first) if person_id in before else first,
            "number": telling.number,
            "at": work.clock.now(),
            "waits": "now" if kind.at_once else "digest",
        }
        for person_id in sorted(people)
    ]
    session.execute(insert(Notice), rows)


def count_anew(session: Session, person_ids: Collection[int]) -> None:
    """Let what is kept in memory of these people's notices and watches be read again."""
    bump_all(session, [f"{TOLD}{person_id}" for person_id in person_ids])


def count_page_anew(session: Session, page_id: int) -> None:
    """As `count_anew` for whoever has unread notices of a page, which some of them may no longer see."""
    unread = select(Notice.person_id).where(Notice.page_id == page_id, Notice.read_at.is_(None)).distinct()
    count_anew(session, list(session.scalars(unread)))


def forget_page(session: Session, page_id: int) -> None:
    """Nobody watches a page that is gone for good; its id may become another's. Its notices went with it."""
    gone = delete(Watch).where(Watch.kind.in_(["page", "subtree"]), Watch.key == str(page_id))
    count_anew(session, set(session.scalars(gone.returning(Watch.person_id))))
