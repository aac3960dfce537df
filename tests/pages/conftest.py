"""People, a space and browsers for the tests of pages."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.builders import make_person, make_space
from tests.pages.visitor import Visitor
from wiki.pages.models import Space
from wiki.people.models import Person
from wiki.web.running import Wiki

Visit = Callable[..., Visitor]


@pytest.fixture
def nia(wiki: Wiki) -> Person:
    """A member, who writes in open spaces."""
    return make_person(wiki, "Nia Okafor")


@pytest.fixture
def tom(wiki: Wiki) -> Person:
    """Another member."""
    return make_person(wiki, "Tom Reyes")


@pytest.fixture
def ada(wiki: Wiki) -> Person:
    return make_person(wiki, "Ada Min", role="admin")


@pytest.fixture
def tills(wiki: Wiki, nia: Person) -> Space:
    """An open space."""
    return make_space(wiki, "Tills", keeper=nia)


@pytest.fixture
def visit(app: Flask) -> Visit:
    """`visit(person)`: a browser of theirs; `visit()`: of somebody not signed in."""

    def visiting(person: Person | None = None) -> Visitor:
        return Visitor(app, person)

    return visiting
