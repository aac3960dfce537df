"""One page of two, and two of one: whatever led to the text leads to it still."""

from tests.builders import make_page, make_space
from tests.pages.conftest import Visit
from wiki.markup.resection import resection
from wiki.pages.models import Page, Revision, Space
from wiki.people.models import Person
from wiki.web.running import Wiki


def body(wiki: Wiki, page: Page) -> str:
    with wiki.database.reading() as session:
        return session.get_one(Revision, session.get_one(Page, page.id).head_id).body


def test_two_pages_become_one_and_every_way_leads_there(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit
) -> None:
    old = make_page(wiki, tills, "Old *printer*", "Hold it.", author=nia, tags=["a"], slug="old-printer")
    make_page(wiki, tills, "Below", "x", author=nia, parent=old)
    into = make_page(wiki, tills, "Printer", "Wake it.", author=nia, tags=["b", "A"])
    link = make_page(wiki, tills, "Link", "[[Old printer]]", author=nia, slug="link")
    who = visit(tom)
    who.post("/p/old-printer/favourite")
    answer = who.post("/p/old-printer/merge", {"into": "Printer"})
    assert answer.headers["Location"] == "/p/printer"
    assert body(wiki, into) == "Wake it.\n\n## Old \\*printer\\*\n\nHold it.\n"
    assert who.get("/p/old-printer").headers["Location"] == "/p/printer"
    assert 'href="/p/printer"' in who.get(link.url).text
    with wiki.database.reading() as session:
        assert session.get_one(Page, into.id).tags == ["b", "A"]
    assert 'href="/p/below"' in who.get("/p/printer").text
    assert "Old *printer*" in who.get("/trash").text
    assert ">Printer<" in who.get("/favourites").text


def test_a_page_is_not_merged_into_itself_or_what_lies_below_it(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit
) -> None:
    page = make_page(wiki, tills, "Above", "x", author=nia)
    make_page(wiki, tills, "Below", "y", author=nia, parent=page)
    for into in ("Above", "Below", "Nowhere", ""):
        answer = visit(nia).post(f"{page.url}/merge", {"into": into})
        assert answer.status_code == 422, into
    assert body(wiki, page) == "x"


def test_only_who_may_open_a_page_merges_it_into_one_with_more_readers(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit
) -> None:
    board = make_space(wiki, "Board", visibility="private", keeper=nia, grants={tom: "writer"})
    secret = make_page(wiki, board, "Pay", "Secret figures.", author=nia)
    into = make_page(wiki, tills, "Open", "x", author=nia)
    assert visit(tom).post(f"{secret.url}/merge", {"into": "open"}).status_code == 403
    assert body(wiki, into) == "x"
    assert visit(nia).post(f"{secret.url}/merge", {"into": "open"}).status_code == 303


def test_who_may_write_only_one_of_them_merges_nothing(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit
) -> None:
    rules = make_space(wiki, "Rules", default_role="reader", keeper=nia)
    read = make_page(wiki, rules, "Read only", "x", author=nia)
    mine = make_page(wiki, tills, "Mine", "y", author=tom)
    assert visit(tom).post(f"{mine.url}/merge", {"into": "Read only"}).status_code == 403
    assert visit(tom).post(f"{read.url}/merge", {"into": "Mine"}).status_code == 403


TEXT = """Begin. [[#Sub]] and `[[#Sub]]`.

## 1. Wake the printer

Hold it. [[#Two]]

### Sub

Deep.

## Two

End.
"""


def test_a_section_gets_a_page_of_its_own_and_links_follow(
    wiki: Wiki, nia: Person, tom: Person, tills: Space, visit: Visit
) -> None:
    page = make_page(wiki, tills, "Printer", TEXT, author=nia)
    other = make_page(wiki, tills, "Other", "[[Printer#Sub|deep]] [[Printer#Two]] `[[Printer#Sub]]`", author=nia)
    who = visit(tom)
    fields = who.fields(f"{page.url}/split")
    assert fields["title"] == "Wake the printer"
    with wiki.database.reading() as session:
        anchor = session.get_one(Revision, session.get_one(Page, page.id).head_id).outline[0][2]
    answer = who.post(f"{page.url}/split", {"section": anchor, "title": "Wake it"})
    assert answer.headers["Location"] == "/p/wake-it"
    with wiki.database.reading() as session:
        made = session.query(Page).filter(Page.slug == "wake-it").one()
    assert made.parent_id == page.id
    assert body(wiki, made) == "Hold it. [[Printer#Two]]\n\n### Sub\n\nDeep.\n"
    assert body(wiki, page) == (
        "Begin. [[wake-it#Sub]] and `[[#Sub]]`.\n\n## 1. Wake the printer\n\n[[wake-it]]\n\n## Two\n\nEnd.\n"
    )
    assert body(wiki, other) == "[[wake-it#Sub|deep]] [[Printer#Two]] `[[Printer#Sub]]`"


def test_what_cannot_be_split_is_refused_with_what_was_typed(
    wiki: Wiki, nia: Person, tills: Space, visit: Visit
) -> None:
    page = make_page(wiki, tills, "Printer", TEXT, author=nia)
    assert visit(nia).post(f"{page.url}/split", {"section": "nothing", "title": "Mine"}).status_code == 422
    answer = visit(nia).post(f"{page.url}/split", {"section": "", "title": "Mine"})
    assert answer.status_code == 422
    assert 'value="Mine"' in answer.text
    plain = make_page(wiki, tills, "Plain", "x", author=nia)
    assert "no sections" in visit(nia).get(f"{plain.url}/split").text


def test_links_to_sections_are_led_elsewhere_and_code_stays() -> None:
    text = "[[A#One]] [[A#Two|t]] [[B#One]] [[#One]]\n\n    [[A#One]]\n\n```\n[[A#One]]\n```\n"
    assert resection(text, {"a"}, {"h-one", "one"}, "New").startswith("[[New#One]] [[A#Two|t]] [[B#One]] [[#One]]")
    assert "```\n[[A#One]]\n```" in resection(text, {"a"}, {"h-one", "one"}, "New")


def test_notes_and_targets_of_links_come_along_and_are_never_mixed_up(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    body = "## One\n\nPress[^1], see [it][shop].\n\n## Two\n\nx\n\n[^1]: Long.\n[shop]: https://example.org\n"
    page = make_page(wiki, tills, "Wake it", body, author=nia)
    who = visit(nia)
    split = who.fields("/p/wake-it/split")
    assert who.post("/p/wake-it/split", {**split, "section": "h-one", "title": "One"}).status_code == 303
    assert "[^1]: Long." in who.get("/p/one/source").text
    assert "[shop]: https://example.org" in who.get("/p/one/source").text
    make_page(wiki, tills, "Other", "Look[^1].\n\n[^1]: Short.\n", author=nia)
    form = who.fields("/p/other/merge")
    refused = who.post("/p/other/merge", {**form, "into": "Wake it"})
    assert refused.status_code == 422
    assert "a note or a link of the same name" in refused.text
    assert page.slug == "wake-it"
