"""Search, with something to search."""

from collections.abc import Iterator

import pytest

from tests.search.library import Library
from wiki.web.running import Wiki


@pytest.fixture
def library(wiki: Wiki) -> Iterator[Library]:
    made = Library(wiki)
    yield made
    made.index.close()
