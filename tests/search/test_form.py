"""The form of a search holds the whole query, and a filter is added to what was read."""

import pytest

from wiki.search.forms import filled_in
from wiki.search.language import read
from wiki.search.question import All, Either, Filter, Node, Not
from wiki.search.writing import Wish, limited, write

QUERIES = [
    "till -old",
    "till updated:>2026-01",
    "till updated:2025-06..2026-01",
    "till is:stale",
    "till has:file",
    "-tag:old till",
    "tag:a tag:b",
    "print*",
    'title:"point of sale"',
    "till OR counter",
    "+till paper",
    '"out of paper" "feed button"',
    "(till OR counter) -(old drawer) by:me owner:nia",
    'under:"Front desk" space:tills type:howto',
]


def plain(node: Node) -> object:
    """A node without the places of its words, which the form may put into another order."""
    if isinstance(node, All | Either):
        return type(node).__name__, frozenset(map(plain, node.nodes))
    if isinstance(node, Not):
        return "Not", plain(node.node)
    return (
        type(node).__name__,
        *(getattr(node, name, None) for name in ("term", "text", "field", "value", "required", "prefix")),
    )


@pytest.mark.parametrize("typed", QUERIES)
def test_a_query_goes_through_the_form_whole(typed: str) -> None:
    again = write(Wish(**filled_in(typed)))
    before, after = ({plain(node) for node in read(text).root.nodes} for text in (typed, again))
    if "updated:>" in typed:
        assert "updated:2026-01.." in again
    else:
        assert after == before, again


@pytest.mark.parametrize("typed", ["till NOT", "till OR", '"till', "till -", "till (", "(till OR", "till AND"])
def test_a_filter_behind_a_loose_end_is_not_taken_for_what_was_begun(typed: str) -> None:
    nodes = read(limited(typed, "tag", "two words")).root.nodes
    assert Filter("tag", "two words") in nodes
    assert [plain(node) for node in nodes if not isinstance(node, Filter)] == [
        plain(node) for node in read(typed).root.nodes
    ]
