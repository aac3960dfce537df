"""Filters, synonyms, sorting and all else that a search says, for whoever asks."""

from collections.abc import Sequence

import pytest

from tests.builders import make_person
from tests.search.library import Library, plain
from tests.stand_ins import FakeClock
from wiki.hooks import hookimpl
from wiki.hooks.specs import SearchedFacts, SearchedText, ShownText
from wiki.kernel.viewer import Viewer
from wiki.pages.actions.freshening import note_stale, still_true
from wiki.pages.models import Page, Space
from wiki.people.models import Person
from wiki.search.actions.synonyms import drop_synonym, set_synonym
from wiki.search.models import Synonym
from wiki.search.queries import search
from wiki.search.results import Results

KINDS = {"howto": "howto", "article": "article", "question": "question"}


@pytest.fixture
def nia(library: Library) -> Person:
    return make_person(library.wiki, "Nia Okafor")


@pytest.fixture
def shelf(library: Library) -> Space:
    """Two spaces with pages about wombats."""
    tills, stock = library.space("Tills and labels"), library.space("Stock")
    top = library.page(tills, "Animals", "Of all kinds.")
    library.page(tills, "Wombat one", "A wombat digs.", tags=["Two words", "zoo"], parent=top, type="howto")
    library.page(stock, "Wombat two", "A wombat sleeps.", tags=["zoo"])
    library.page(stock, "Wombat three", "A wombat eats.", type="question")
    library.drain()
    return tills


def find(library: Library, text: str, person: Person | None = None, **more: object) -> Results:
    viewer = library.viewer(person or library.admin)
    with library.wiki.database.reading() as session:
        now = library.wiki.clock.now()
        return search(session, viewer, text, now=now, kinds=KINDS, host=library.wiki.host, **more)  # type: ignore[arg-type]


def titles(found: Results) -> set[str]:
    return {plain(hit.title) for hit in found.hits}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wombat space:stock", {"Wombat two", "Wombat three"}),
        ('wombat space:"Tills and labels"', {"Wombat one"}),
        ("wombat -space:stock", {"Wombat one"}),
        ("wombat tag:zoo", {"Wombat one", "Wombat two"}),
        ('tag:"two words"', {"Wombat one"}),
        ("wombat type:How-to", {"Wombat one"}),
        ("wombat is:question", {"Wombat three"}),
        ("wombat under:Animals", {"Wombat one"}),
        ("wombat by:me", {"Wombat one", "Wombat two", "Wombat three"}),
        ('wombat by:"Ada Min" tag:zoo', {"Wombat one", "Wombat two"}),
        ("wombat by:ada", {"Wombat one", "Wombat two", "Wombat three"}),
        ("wombat updated:7d", {"Wombat one", "Wombat two", "Wombat three"}),
        ("wombat updated:<2020", set()),
        ("wombat tag:zoo OR type:question", {"Wombat one", "Wombat two", "Wombat three"}),
        ("(digs OR eats) -tag:zoo", {"Wombat three"}),
        ("title:wombat title:two", {"Wombat two"}),
        ('"wombat sleeps"', {"Wombat two"}),
        ("wom* -digs", {"Wombat two", "Wombat three"}),
        ("is:nothing-known", set()),
    ],
)
@pytest.mark.parametrize("from_database", [False, True], ids=["index", "database"])
def test_operators_narrow_down(
    library: Library, shelf: Space, text: str, expected: set[str], from_database: bool
) -> None:
    if from_database:
        library.wiki.database.kept.pop("search_engine").close()
        if text == "(digs OR eats) -tag:zoo" or "wom*" in text:
            return  # the database knows whole words only
    found = find(library, text)
    assert found.from_database is from_database
    assert titles(found) == expected
    assert found.total == len(expected)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("wombat space:nowhere", "There is no space"),
        ("wombat under:nowhere", "There is no page"),
        ("wombat by:nobody", "Nobody is called"),
        ("wombat type:nothing", "No type of page"),
        ("wombat updated:soon", "is no time"),
    ],
)
def test_a_value_that_means_nothing_is_told(library: Library, shelf: Space, text: str, note: str) -> None:
    found = find(library, text)
    assert any(note in each.text for each in found.notes)
    assert found.total == (3 if "soon" in text else 0)


def test_strangers_learn_nothing_of_people(library: Library) -> None:
    library.page(library.space("Open", public=True), "Wombats", "wombat")
    library.drain()
    with library.wiki.database.reading() as session:
        for text in ("wombat by:ada-min", "wombat by:nobody", "wombat by:me"):
            found = search(session, Viewer(), text, now=library.wiki.clock.now())
            assert found.total == 0
            assert len(found.notes) == 1
        assert {facet.name for facet in search(session, Viewer(), "wombat").facets}.isdisjoint({"person"})


def test_facets_count_all_and_lead_there_and_back(library: Library, shelf: Space) -> None:
    found = find(library, "wombat")
    facets = {facet.name: {choice.value: choice.count for choice in facet.choices} for facet in found.facets}
    assert facets["type"] == {"article": 1, "howto": 1, "question": 1}
    assert facets["space"] == {"stock": 2, "tills-and-labels": 1}
    assert facets["tag"] == {"zoo": 2, "two words": 1}
    (space,) = (facet for facet in found.facets if facet.name == "space")
    assert space.choices[0].text == "wombat space:stock"
    narrowed = find(library, space.choices[0].text)
    (chosen,) = (each for facet in narrowed.facets for each in facet.choices if each.chosen)
    assert (chosen.label, chosen.count, chosen.text) == ("Stock", 2, "wombat")


def test_order_by_time_and_title(library: Library, shelf: Space) -> None:
    assert [plain(hit.title) for hit in find(library, "wombat", sort="title").hits] == [
        "Wombat one",
        "Wombat three",
        "Wombat two",
    ]
    assert find(library, "wombat", sort="newest").total == 3


def test_synonyms_count_at_once_and_in_both_directions(library: Library, nia: Person) -> None:
    space = library.space()
    library.page(space, "The till", "Open it.")
    library.page(space, "Our POS", "Close it.")
    library.page(space, "The place", "Every point of sale has one.")
    library.page(space, "Unlike", "A point, and a sale.")
    library.drain()
    assert titles(find(library, "till")) == {"The till"}
    library.change(lambda work: set_synonym(work, None, ["POS", "till", "point of sale"]))
    assert titles(find(library, "till")) == {"The till", "Our POS", "The place"}
    assert titles(find(library, "pos")) == {"The till", "Our POS", "The place"}
    assert titles(find(library, "point of sale")) >= {"The till", "Our POS", "The place"}
    with library.wiki.database.reading() as session:
        (known,) = session.query(Synonym).all()
    library.change(lambda work: drop_synonym(work, work.session.get_one(Synonym, known.id)))
    assert titles(find(library, "till")) == {"The till"}


def test_a_mistyped_word_is_told_as_it_is_spelt(library: Library, shelf: Space) -> None:
    found = find(library, "wonbat sleeps")
    assert found.meant is not None
    assert found.meant.text == "wombat sleeps"
    assert found.meant.words == {"wonbat": "wombat"}
    assert found.hits[0].title[0].marked


def test_the_likelier_word_is_offered_as_most_people_write_it(library: Library) -> None:
    space, apart = library.space(), library.space("Apart", visibility="private")
    typo = library.page(space, "Sort by lable", "Look.")
    for number, text in enumerate(["label", "label", "Labels", "labels", "a label", "nothing"]):
        library.page(space, f"Note {number}", f"Says {text}.")
    library.page(apart, "Hidden", "labels " * 9)
    library.drain()
    reader = make_person(library.wiki, "Rea Der")
    found = find(library, "lable", person=reader)
    assert titles(found) == {typo.title}
    assert found.meant is None
    assert found.likelier is not None
    assert found.likelier.text == "label"
    assert find(library, "sort by lable").likelier is None
    assert find(library, "label").likelier is None


def test_nearest_words_and_tags_are_offered_when_nothing_is_found(library: Library) -> None:
    space, apart = library.space(), library.space("Apart", visibility="private")
    library.page(space, "Walnut", "The wombat sleeps.", tags=["animal"])
    library.page(space, "Oak", "The tree stands.", tags=["plant", "two words"])
    library.page(apart, "Hidden", "x", tags=["animall"])
    library.drain()
    reader = make_person(library.wiki, "Rea Der")

    def offered(text: str) -> tuple[str, list[tuple[str, str]]]:
        found = find(library, text, person=reader)
        assert not found.total
        return (found.likelier.text if found.likelier else "", [(tag.label, tag.text) for tag in found.tags])

    assert offered('"wonbat sleeps"') == ('"wombat sleeps"', [])
    assert offered('"sleeps wonbat"') == ("sleeps wombat", [])
    assert offered("tag:animla") == ("", [("animal", "tag:animal")])
    assert offered("tag:animla walnut") == ("", [("animal", "tag:animal walnut")])
    assert offered("tag:animla oak") == ("", [("animal", "tag:animal")])
    assert offered('tag:"two wrods"') == ("", [("two words", 'tag:"two words"')])
    assert offered("tag:plants") == ("", [("plant", "tag:plant")])
    assert offered("tag:animal oak") == ("", [])
    assert offered("tag:zebra") == ("", [])


def test_a_hit_says_why_where_and_what_lies_above(library: Library) -> None:
    space = library.space("Tills")
    top = library.page(space, "Tills of the shop", "All of them.")
    library.page(space, "Reset the till", "## First\n\nWait.\n\n## Then\n\nHold the green button.", parent=top)
    library.drain()
    (hit,) = find(library, "reset green button").hits
    assert hit.crumbs == (("Tills of the shop", "/p/tills-of-the-shop"),)
    assert hit.section == ("Then", "/p/reset-the-till#h-then")
    said = [note.text % note.values for note in hit.reasons]
    assert "In its title: reset." in said
    assert "In its text: green, button." in said


def test_nothing_found_names_what_is_near_and_who_knows(library: Library, shelf: Space, nia: Person) -> None:
    found = find(library, 'wombat "flies high" tag:zoo', nia)
    assert found.total == 0
    assert [face.name for face in found.experts] == ["Ada Min"]
    assert found.wider is not None
    assert found.wider.total == 3
    assert find(library, "xylophone", nia).experts == ()


class Notes:
    """A room that keeps notes with pages, one for everybody and one for nobody."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @hookimpl
    def searched_texts(self, page_ids: Sequence[int]) -> Sequence[SearchedText]:
        if self.page.id not in page_ids:
            return []
        return [
            SearchedText(self.page.id, "note:1", "Quokkas are seen here."),
            SearchedText(self.page.id, "note:2", "Platypus, in secret.", frozenset({10_000})),
        ]

    @hookimpl
    def searched_facts(self, page_ids: Sequence[int]) -> Sequence[SearchedFacts]:
        return (
            [SearchedFacts(self.page.id, frozenset({"checked"}), {"taught": 1.0})] if self.page.id in page_ids else []
        )

    @hookimpl
    def shown_texts(self, keys: Sequence[str]) -> Sequence[ShownText]:
        shown = ShownText("note:1", "A note", "/p/animals#note-1", "Quokkas are seen here.")
        return [shown] if "note:1" in keys else []


def test_texts_and_facts_of_other_rooms_count_for_their_page(library: Library) -> None:
    page = library.page(library.space(), "Animals", "Of all kinds.")
    library.wiki.host.add_room(Notes(page))  # type: ignore[arg-type]
    library.drain()
    (hit,) = find(library, "quokkas").hits
    assert plain(hit.title) == "Animals"
    assert [(part.label, part.url, plain(part.snippet)) for part in hit.parts] == [
        ("A note", "/p/animals#note-1", "Quokkas are seen here.")
    ]
    assert titles(find(library, "is:checked")) == {"Animals"}
    assert any("taught it back" in note.text for note in find(library, "animals").hits[0].reasons)
    assert find(library, "platypus").total == 0


def test_stale_pages_are_those_whose_day_has_passed(library: Library, clock: FakeClock) -> None:
    space = library.space()
    old = library.page(space, "Old wombat", "It sleeps.")
    clock.forward(days=366)
    library.page(space, "New wombat", "It digs.")
    library.change(lambda work: note_stale(work, clock.now()))
    library.drain()
    assert [plain(hit.title) for hit in find(library, "wombat is:stale").hits] == ["Old wombat"]
    assert [plain(hit.title) for hit in find(library, "wombat -is:stale").hits] == ["New wombat"]
    library.change(lambda work: still_true(work, work.session.get_one(Page, old.id), library.wiki.rooms["page_types"]))
    library.drain()
    assert find(library, "wombat is:stale").total == 0


def test_a_hit_in_a_block_of_code_leads_to_its_heading(library: Library) -> None:
    body = "Before.\n\n## First\n\n```\nwait 5\n```\n\n## Then\n\n```sh\ncd till && till-ctl --defrost <tray>\n```\n"
    library.page(library.space("Tills"), "Reset it", body)
    library.page(library.space("Bare"), "No headings", "Text.\n\n```\nrefrost 5\n```\n\n## Last\n")
    library.drain()
    (hit,) = find(library, "defrost").hits
    assert hit.section == ("Then", "/p/reset-it#h-then")
    (hit,) = find(library, "refrost").hits
    assert hit.section is None
