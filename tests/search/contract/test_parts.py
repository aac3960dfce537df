"""A page has what the texts kept with it have, as far as the seeker may read them."""

from tests.search.contract.shelf import Shelf
from wiki.search.engine import Part, Seeker

TOM = Seeker(frozenset({1}), person_id=8)


def test_words_may_stand_apart_in_a_page_and_its_texts(shelf: Shelf) -> None:
    both = shelf.add("One", "cafe", parts=(Part("note", "wombat"),))
    text = shelf.add("Two", "wombat")
    for asked in ("+wombat +cafe", '"wombat" cafe +cafe', "title:one +wombat"):
        assert shelf.find(asked) == [both], asked
    assert shelf.find("wombat -cafe") == [text]
    assert shelf.find("cafe -wombat") == []


def test_what_one_may_not_read_neither_finds_nor_excludes(shelf: Shelf) -> None:
    page = shelf.add("One", "cafe", parts=(Part("private", "wombat", frozenset({7})),))
    assert shelf.find("cafe -wombat", TOM) == [page]
    assert shelf.find("+wombat +cafe", TOM) == []
    assert shelf.find("wombat", TOM) == []
