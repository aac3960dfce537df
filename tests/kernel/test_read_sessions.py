"""A reading session sees one state of the database from its first question on, and gives its connection back."""

from sqlalchemy import func, select

from tests.builders import make_person
from wiki.people.models import Person
from wiki.web.running import Wiki

COUNT = select(func.count()).select_from(Person)


def test_what_is_saved_after_the_first_question_is_not_seen_by_objects_or_connection(wiki: Wiki) -> None:
    make_person(wiki, "Nia Okafor")
    with wiki.database.reading() as session:
        before = session.connection().execute(COUNT).scalar_one()
        if wiki.database.is_sqlite:
            make_person(wiki, "Tom Reed")
            assert session.scalar(COUNT) == before
        assert len(session.scalars(select(Person)).all()) == before


def test_a_session_that_was_closed_begins_anew_when_it_is_asked_again(wiki: Wiki) -> None:
    session = wiki.database.read_session()
    before = session.scalar(COUNT) or 0
    session.close()
    make_person(wiki, "Tom Reed")
    assert session.scalar(COUNT) == before + 1
    session.close()


def test_closed_sessions_leave_no_connection_open(wiki: Wiki) -> None:
    for ask in (lambda s: s.connection(), lambda s: s.scalar(COUNT), lambda s: None):
        with wiki.database.reading() as session:
            ask(session)
    assert wiki.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
