"""How well a question is answered, what stands in place of its words, and what else could be chosen."""

import pytest

from tests.builders import make_person
from tests.search.library import Library, plain
from tests.search.test_operators import find, titles
from tests.stand_ins import FakeClock
from wiki.pages.models import Space
from wiki.search.actions.synonyms import set_synonym
from wiki.search.results import Hit, Results


@pytest.fixture
def shelf(library: Library) -> Space:
    space = library.space()
    library.page(space, "Wombats of the zoo", "A wombat digs. It sleeps at noon.", tags=["zoo", "day"], type="howto")
    library.page(space, "Quokkas", "A quokka eats grass at noon.", tags=["zoo"])
    library.page(space, "Numbats", "A numbat eats termites.", tags=["night"], type="question")
    library.drain()
    return space


@pytest.mark.parametrize(
    ("asked", "lacking", "weak"),
    [
        ("wombat digs", False, False),
        ("wombat eats", True, True),
        ("how does a wombat do it", False, False),
        ("wombat xylophone", True, True),
        ("wombat digs sleeps xylophone", True, False),
        ("wombat digs xylophone yodel", True, True),
        ("wombat OR quokka OR xylophone", False, False),
        ("+wombat -digs", False, False),
        ("wonbat", False, True),
        ("wonbat digs", False, True),
        ("termi", False, True),
        ("xylophone", False, False),
        ("tag:zoo", False, False),
    ],
)
def test_how_well_it_is_answered(library: Library, shelf: Space, asked: str, lacking: bool, weak: bool) -> None:
    found = find(library, asked)
    assert (found.lacking, found.weak) == (lacking, weak)


def test_a_page_with_all_words_beyond_the_first_results_counts(library: Library) -> None:
    space = library.space()
    for number in range(12):
        library.page(space, f"Till printer {number}", "Till printer.")
    library.page(
        space, "Something long", "word " * 400 + " till " + "word " * 400 + " printer " + "word " * 400 + " jam"
    )
    library.drain()
    for sort in ("relevance", "newest", "title"):
        assert not find(library, "till printer jam", sort=sort).lacking
    assert find(library, "till printer jam xylophone").lacking


@pytest.mark.parametrize(
    ("asked", "title", "telling"),
    [
        ("how do I feed a wombat?", "how do I feed a wombat?", True),
        ('"red wombat" tag:zoo -old', "red wombat", True),
        ("the of and", "the of and", False),
        ("tag:zoo type:howto", "", False),
        ("-wombat", "", False),
    ],
)
def test_what_a_page_on_it_might_be_called(
    library: Library, shelf: Space, asked: str, title: str, telling: bool
) -> None:
    found = find(library, asked)
    assert (found.title, found.telling) == (title, telling)


def reasons(hit: Hit) -> list[str]:
    return [note.text % note.values for note in hit.reasons]


def marks(found: Results, title: str) -> set[str]:
    (hit,) = (hit for hit in found.hits if plain(hit.title) == title)
    return {piece.text for piece in (*hit.title, *hit.snippet) if piece.marked}


def test_what_stood_for_a_word_is_named_and_marked(library: Library) -> None:
    space = library.space()
    library.page(space, "Corner", "The Router blinks.")
    library.page(space, "Upstairs", "The wifi is slow, the router is not.")
    library.page(space, "Handbook", "A point of sale has a cash drawer.")
    library.change(lambda work: set_synonym(work, None, ["wifi", "router"]))
    library.change(lambda work: set_synonym(work, None, ["till", "point of sale"]))
    library.drain()
    found = find(library, "wifi")
    said = {plain(hit.title): reasons(hit) for hit in found.hits}
    assert "In its text: router (means wifi)." in said["Corner"]
    assert "In its text: wifi." in said["Upstairs"]
    assert marks(found, "Corner") == {"Router"}
    assert marks(found, "Upstairs") == {"wifi"}
    assert marks(find(library, "till"), "Handbook") == {"point", "sale"}
    library.page(space, "Till and sale", "It opens.")
    library.drain()
    (hit,) = (hit for hit in find(library, "point of sale").hits if plain(hit.title) == "Till and sale")
    assert "In its title: till (means point)." in reasons(hit)
    mistyped = find(library, "ruoter slow")
    assert "In its text: slow, router." in reasons(mistyped.hits[0]) or "In its text: router, slow." in reasons(
        mistyped.hits[0]
    )
    assert marks(mistyped, "Upstairs") == {"slow", "router"}


def test_three_reasons_at_most_and_lately_is_a_month(library: Library, clock: FakeClock) -> None:
    space = library.space()
    library.page(space, "Feed the wombat", "Feed the wombat with grass at noon. Others eat termites.", tags=["feed"])
    library.drain()
    (hit,) = find(library, "feed wombat grass").hits
    assert len(hit.reasons) == 3
    assert reasons(hit)[:2] == ["Your words stand side by side.", "In its title: feed, wombat."]
    (hit,) = find(library, "termites").hits
    assert "Changed lately." in reasons(hit)
    clock.forward(days=31)
    assert "Changed lately." not in reasons(find(library, "termites").hits[0])


def choices(found: Results, name: str) -> dict[str, tuple[int, bool]]:
    return {one.value: (one.count, one.chosen) for each in found.facets if each.name == name for one in each.choices}


def follow(library: Library, found: Results, name: str, value: str) -> Results:
    (text,) = (one.text for each in found.facets if each.name == name for one in each.choices if one.value == value)
    return find(library, text)


def test_several_values_of_a_facet_can_be_chosen(library: Library, shelf: Space) -> None:
    found = follow(library, find(library, "wombat OR quokka OR numbat"), "type", "howto")
    assert titles(found) == {"Wombats of the zoo"}
    assert choices(found, "type") == {"howto": (1, True), "article": (1, False), "question": (1, False)}
    assert choices(found, "tag") == {"day": (1, False), "zoo": (1, False)}
    found = follow(library, found, "type", "question")
    assert found.text == "wombat OR quokka OR numbat (type:howto OR type:question)"
    assert titles(found) == {"Wombats of the zoo", "Numbats"}
    assert found.chosen == 2
    found = follow(library, found, "tag", "night")
    assert choices(found, "type") == {"question": (1, True)}
    found = follow(library, found, "tag", "night")
    found = follow(library, follow(library, found, "type", "question"), "type", "howto")
    assert found.text == "wombat OR quokka OR numbat"
    assert found.total == 3


def test_values_of_all_facets_are_chosen_beside_each_other(library: Library, shelf: Space) -> None:
    library.page(library.space("Stock"), "Bilbies", "A bilby digs at noon.", tags=["zoo"])
    library.drain()
    for name in ("space", "tag", "type", "person", "year"):
        found = find(library, "noon")
        for value in choices(found, name):
            found = follow(library, found, name, value)
        assert all(chosen for _, chosen in choices(found, name).values())
        assert found.total == find(library, "noon").total


def test_chosen_values_alone_are_a_question(library: Library, shelf: Space) -> None:
    found = find(library, "type:howto")
    assert choices(found, "type") == {"howto": (1, True), "article": (1, False), "question": (1, False)}
    assert follow(library, found, "type", "article").total == 2


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("is:chocked", True),
        ("wombat -has:chocked", True),
        ("wombat has:file", False),
        ("is:question", False),
        ("is:stale", False),
    ],
)
def test_states_that_nothing_has_are_told(library: Library, shelf: Space, asked: str, told: bool) -> None:
    said = [note.text % note.values for note in find(library, asked).notes]
    assert said == (["Nothing here is called “chocked”."] if told else [])


def test_what_others_alone_may_read_changes_nothing(library: Library) -> None:
    library.page(library.space("Board", visibility="private"), "Wombat xylophone", "wombat xylophone")
    library.page(library.space(), "Wombats", "wombat")
    library.drain()
    assert find(library, "wombat xylophone", make_person(library.wiki, "Nia Okafor")).lacking
    assert not find(library, "wombat xylophone").lacking
