"""A change happens wholly or not at all, and is heard of in order."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from wiki.kernel.counters import ACCESS, Counter, bump
from wiki.kernel.events import Event, EventRow
from wiki.kernel.work import Work
from wiki.web.running import Wiki


@dataclass(frozen=True, slots=True)
class Baked(Event):
    loaf_id: int


@dataclass(frozen=True, slots=True)
class Smelled(Event):
    loaf_id: int


def _names(wiki: Wiki) -> list[str]:
    with wiki.database.reading() as session:
        return list(session.scalars(select(EventRow.name).order_by(EventRow.id)))


def _count(wiki: Wiki) -> int:
    with wiki.database.reading() as session:
        return session.scalar(select(func.coalesce(func.sum(Counter.value), 0))) or 0


def test_events_are_logged_with_who_and_when_and_heard_before_the_commit(wiki: Wiki) -> None:
    heard: list[int] = []

    def smell(work: Work, event: Baked) -> None:
        heard.append(event.loaf_id)
        work.record(Smelled(event.loaf_id))

    wiki.bus.subscribe(Baked, smell)
    with wiki.work(7) as work:
        work.record(Baked(3))
        assert heard == []
    assert heard == [3]
    assert _names(wiki) == ["Baked", "Smelled"]
    with wiki.database.reading() as session:
        row = session.scalars(select(EventRow).order_by(EventRow.id)).first()
        assert row is not None
        assert (row.actor_id, row.data, row.at) == (7, {"loaf_id": 3}, wiki.clock.now())


def test_an_exception_undoes_everything_and_nobody_hears_of_it(wiki: Wiki) -> None:
    told: list[Event] = []
    wiki.bus.listen(Baked, told.append)
    with pytest.raises(RuntimeError), wiki.work() as work:
        bump(work.session, ACCESS)
        work.record(Baked(1))
        raise RuntimeError
    assert (_names(wiki), _count(wiki), told) == ([], 0, [])


def test_a_handler_that_refuses_undoes_the_change_that_it_heard_of(wiki: Wiki) -> None:
    def refuse(work: Work, event: Baked) -> None:
        raise ValueError("no flour")

    wiki.bus.subscribe(Baked, refuse)
    with pytest.raises(ValueError, match="flour"), wiki.work() as work:
        bump(work.session, ACCESS)
        work.record(Baked(1))
    assert (_names(wiki), _count(wiki)) == ([], 0)


def test_listeners_come_after_the_commit_and_each_may_fail_alone(wiki: Wiki) -> None:
    told: list[int] = []

    def broken(event: Baked) -> None:
        raise RuntimeError("plugin")

    wiki.bus.listen(Baked, broken)
    wiki.bus.listen(Baked, lambda event: told.append(_count(wiki)))
    with wiki.work() as work:
        bump(work.session, ACCESS)
        work.record(Baked(1))
        work.afterwards(lambda: told.append(99))
    assert told == [1, 99]
