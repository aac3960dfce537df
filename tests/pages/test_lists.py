"""All pages, changes, tags and wanted pages; each once and in order."""

import html
import re
from collections.abc import Iterator

import pytest

from tests.builders import make_page, make_space, save_page
from tests.pages.conftest import Visit
from tests.pages.visitor import Visitor
from wiki.pages.models import Space
from wiki.people.models import Person
from wiki.web.running import Wiki

LINE = re.compile(r'class="line__title"[^>]*>([^<]*)<')


def parts(who: Visitor, address: str) -> Iterator[str]:
    """A list's pages, by its links to the next one."""
    for _ in range(20):
        shown = who.get(address).text
        yield shown
        if 'rel="next"' not in shown:
            return
        address = html.unescape(shown.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0])
    raise AssertionError("the list doesn't end")


def titles(who: Visitor, address: str) -> list[str]:
    return [html.unescape(title) for shown in parts(who, address) for title in LINE.findall(shown)]


@pytest.fixture
def many(wiki: Wiki, tills: Space, nia: Person) -> list[str]:
    """130 titles, some alike, some of other scripts, in a second space too."""
    stock = make_space(wiki, "Stock", keeper=nia)
    made = []
    for n in range(130):
        title = ["Same title", f"page {n % 40}", f"Über {n}", f"Страница {n}", f"😀 {n}", "a" * 150 + f" {n}"][n % 6]
        kind = ("note", "howto")[n % 2]
        make_page(wiki, (tills, stock)[n % 3 == 0], title, author=nia, type=kind, tags=["half"] if n % 2 else [])
        made.append(title)
    return made


def test_the_index_has_every_page_once_by_title(nia: Person, many: list[str], visit: Visit) -> None:
    seen = titles(visit(nia), "/pages")
    assert sorted(seen) == sorted(many)
    keys = [title.casefold()[:120] for title in seen]
    assert keys == sorted(keys)


def test_the_index_is_narrowed_by_space_type_and_tag(nia: Person, many: list[str], visit: Visit) -> None:
    who = visit(nia)
    stock, howtos, half = (titles(who, f"/pages?{query}") for query in ("space=stock", "type=howto", "tag=HALF"))
    assert len(stock) == 44
    assert len(howtos) == len(half) == 65
    assert sorted(howtos) == sorted(half)
    assert len(titles(who, "/pages?space=stock&type=howto&tag=half")) == 22
    assert titles(who, "/pages?tag=none") == []
    assert len(titles(who, "/pages?space=nowhere&type=")) == 130


def test_letters_lead_into_the_index(nia: Person, many: list[str], visit: Visit) -> None:
    first = visit(nia).get("/pages?after=s").text
    assert LINE.findall(first)[0] == "Same title"


def test_pages_below_one_are_listed(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    above = make_page(wiki, tills, "Above", "x", author=nia)
    for n in range(3):
        make_page(wiki, tills, f"Below {n}", "x", author=nia, parent=above)
    assert titles(visit(nia), "/pages?under=above") == ["Below 0", "Below 1", "Below 2"]
    assert visit(nia).get("/pages?under=never-was").status_code == 404


def test_changes_come_the_latest_first_each_once(wiki: Wiki, nia: Person, many: list[str], visit: Visit) -> None:
    who = visit(nia)
    assert titles(who, "/changes") == many[::-1]
    assert len(titles(who, "/changes?space=stock")) == 44
    assert len(titles(who, "/changes?minor=0")) == 130


def test_small_changes_may_be_left_out(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    page = make_page(wiki, tills, "Wake it", "one", author=nia)
    who.save("wake-it", "two", minor="y", summary="Spelling")
    assert "Spelling" in who.get("/changes").text
    assert "Spelling" not in who.get("/changes?minor=0").text
    assert page.number == 1


def test_tags_are_counted_and_lead_to_their_pages(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    who = visit(nia)
    for n, tags in enumerate((["Tills", "C++ & co"], ["tills"], ["ß" * 40])):
        make_page(wiki, tills, f"Page {n}", author=nia, tags=tags)
    shown = who.get("/tags").text
    assert "Tills · 2" in shown
    for address in re.findall(r'href="(/pages\?tag=[^"]*)"', shown):
        assert titles(who, html.unescape(address)), address
    assert titles(who, "/pages?tag=TILLS") == ["Page 0", "Page 1"]


def test_many_tags_are_paged(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    for n in range(21):
        make_page(wiki, tills, f"Page {n}", author=nia, tags=[f"tag {n * 20 + k:03}" for k in range(20)])
    seen = [tag for shown in parts(visit(nia), "/tags") for tag in re.findall(r">\s*(tag \d+) · 1", shown)]
    assert seen == [f"tag {n:03}" for n in range(420)]


def test_wanted_pages_are_counted_paged_and_one_click_from_being_written(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    who = visit(nia)
    for n in range(3):
        links = " ".join(f"[[Missing {k:03}]]" for k in range(120) if n == 0 or k < 5)
        make_page(wiki, tills, f"Page {n}", links, author=nia)
    seen = titles_of_wanted(who)
    assert seen == [f"Missing {n:03}" for n in range(120)]
    shown = who.get("/wanted").text
    assert shown.count("3 pages ask for it") == 5
    assert 'href="/new?title=Missing%20000"' in shown


def titles_of_wanted(who: Visitor) -> list[str]:
    return [name for shown in parts(who, "/wanted") for name in re.findall(r'class="line__title">([^<]*)<', shown)]


def test_what_one_types_is_suggested_from_the_beginning_first(
    wiki: Wiki, tills: Space, nia: Person, visit: Visit
) -> None:
    for title in ("The printer", "Printer", "PRINTER paper", "Toner", "100% sure", "Принтер"):
        make_page(wiki, tills, title, author=nia)

    def suggested(typed: str) -> list[str]:
        answer = visit(nia).get("/suggest", query_string={"q": typed})
        return [entry["title"] for entry in answer.get_json()]

    assert suggested("prin") == ["Printer", "PRINTER paper", "The printer"]
    assert suggested("ПРИН") == ["Принтер"]
    assert suggested("0%") == ["100% sure"]
    assert suggested("%") == ["100% sure"]
    assert len(suggested("")) == 6
    assert visit().get("/suggest?q=prin").get_json() == []


def test_profile_and_home_show_ones_pages(wiki: Wiki, tills: Space, nia: Person, visit: Visit) -> None:
    page = make_page(wiki, tills, "Wake it", "one", author=nia)
    save_page(wiki, page, "two", author=nia)
    assert "Wake it" in visit(nia).get("/").text
    assert "Wake it" in visit(nia).get(f"/people/{nia.handle}").text
