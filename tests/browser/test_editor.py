"""The editor in a real browser, at the width of a desk and of a phone, mostly by the keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.writing import empty, text_of, write
from tests.builders import make_page, make_person
from wiki.pages.models import Space
from wiki.people.models import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def jam(app: Flask, nia: Person) -> None:
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        space = session.query(Space).one()
    make_page(wiki, space, "Jam", "## Look\n\nIs it red?\n", author=nia)
    make_page(wiki, space, "Red | green", "Two lights.", author=nia, slug="lights")


def _on_a_phone(page: Page) -> bool:
    return bool(page.evaluate("window.innerWidth < 500"))


def _chosen(page: Page, name: str) -> None:
    """Choose from the open list of suggestions by keyboard."""
    option = page.locator(".cm-tooltip-autocomplete li", has_text=name).first
    expect(option).to_be_visible()
    page.wait_for_timeout(150)  # the editor takes no key for a list in its first moments
    for _ in range(20):
        if option.get_attribute("aria-selected"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


@pytest.mark.usefixtures("jam")
def test_a_page_with_steps_a_table_and_a_link_is_made_and_changed_by_keyboard_alone(page: Page) -> None:
    page.goto("/new")
    page.get_by_label("Title").focus()
    page.keyboard.type("Clear a jam")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('cm-content')"):
            break
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("/st")
    _chosen(page, "Step")
    page.keyboard.type("Open the lid")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Pull ")
    page.keyboard.press("Control+b")
    page.keyboard.type("slowly")
    page.keyboard.press("Control+b")
    page.keyboard.type(", see ")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Page or web address")
    expect(field).to_be_focused()
    page.keyboard.type("gree")
    expect(page.get_by_role("option", name="Red | green")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("lights")
    page.keyboard.press("Tab")
    page.keyboard.type("the lights")
    page.keyboard.press("Enter")
    page.keyboard.type(".")
    page.keyboard.press("Control+Alt+t")
    for words in ("Light", "Means"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.get_by_label("Row 1, column 1", exact=True).focus()
    page.keyboard.type("a|b")
    page.keyboard.press("Control+Enter")
    assert text_of(page).startswith(
        "## 1. Open the lid\n\nPull **slowly**, see [[lights|the lights]].\n\n"
        "| Light | Means |\n| --- | --- |\n| a\\|b |  |\n"
    )
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Clear a jam")
    expect(page.get_by_role("link", name="the lights")).to_be_visible()
    expect(page.get_by_role("cell", name="a|b")).to_be_visible()

    page.get_by_role("link", name="Edit", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit")
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("/ch")
    _chosen(page, "Checklist")
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    assert text_of(page).endswith("- [ ] one\n- [ ] two")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("listitem").filter(has_text="two")).to_be_visible()


@pytest.mark.usefixtures("jam")
def test_the_bar_is_one_stop_of_tab_and_shows_where_one_stands(page: Page) -> None:
    page.goto("/p/jam/edit")
    bar = page.get_by_role("toolbar", name="Write")
    expect(bar).to_be_visible()
    assert bar.locator("[tabindex='0']").count() == 1
    bar.get_by_role("button", name="Heading").focus()
    page.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Bold")).to_be_focused()
    write(page, "some words")
    page.keyboard.press("Control+b")
    expect(bar.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    assert text_of(page) == "some **words**"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+b")
    assert text_of(page) == "some words"
    bar.get_by_role("button", name="Heading").click()
    assert text_of(page) == "## some words"
    expect(bar.get_by_role("button", name="Heading")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.classList.contains('cm-content')")
    if _on_a_phone(page):
        box = bar.bounding_box()
        assert box is not None
        assert round(box["y"] + box["height"]) == 800
        assert all(key.bounding_box()["height"] >= 44 for key in bar.get_by_role("button").all())  # type: ignore[index]


@pytest.mark.usefixtures("jam")
def test_a_table_is_changed_in_the_grid_and_untouched_rows_keep_their_bytes(page: Page) -> None:
    page.goto("/p/jam/edit")
    write(page, "| Light  | Means   |\n|:-------|--------:|\n| red    | [[Jam\\|jam]] |\n| green  | go |")
    page.get_by_role("toolbar", name="Write").get_by_role("button", name="Table").click()
    expect(page.get_by_label("Row 1, column 2", exact=True)).to_have_value("[[Jam|jam]]")
    assert Axe().run(page).violations_count == 0
    page.get_by_label("Row 2, column 2", exact=True).fill("ready")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Row 3, column 2", exact=True)).to_be_focused()
    page.keyboard.type("off")
    page.get_by_role("button", name="Put it in").click()
    assert text_of(page) == (
        "| Light  | Means   |\n|:-------|--------:|\n| red    | [[Jam\\|jam]] |\n| green | ready |\n|  | off |"
    )
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Control+z")
    assert "| green  | go |" in text_of(page)


@pytest.mark.usefixtures("jam")
def test_what_was_left_empty_at_the_end_of_a_new_table_stays_out(page: Page) -> None:
    page.goto("/p/jam/edit")
    write(page, "")
    page.get_by_role("toolbar", name="Write").get_by_role("button", name="Table").click()
    page.get_by_label("Heading of column 1").fill("Light")
    page.get_by_label("Heading of column 2").fill("Means")
    page.get_by_label("Row 1, column 1", exact=True).fill("red")
    page.get_by_role("button", name="Put it in").click()
    assert text_of(page).strip() == "| Light | Means |\n| --- | --- |\n| red |  |"


@pytest.mark.usefixtures("jam")
def test_a_link_is_changed_where_it_stands_and_may_lead_out(page: Page) -> None:
    page.goto("/p/jam/edit")
    write(page, "see the shop")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.keyboard.press("Control+k")
    expect(page.get_by_label("Shown as")).to_have_value("shop")
    page.get_by_role("combobox", name="Page or web address").fill("www.example.org")
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Enter")
    assert text_of(page) == "see the [shop](https://www.example.org)"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Page or web address")).to_have_value("https://www.example.org")
    page.get_by_role("combobox", name="Page or web address").fill("Jam")
    page.get_by_label("Shown as").fill("")
    page.keyboard.press("Enter")
    assert text_of(page) == "see the [[Jam]]"
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.locator(".cm-content")).to_be_focused()
    assert text_of(page) == "see the [[Jam]]"


@pytest.mark.usefixtures("jam")
def test_small_pictures_and_titles_and_people_are_found_while_typing(page: Page, app: Flask) -> None:
    make_person(app.extensions["flipside"], "Mo Rahman")
    page.goto("/p/jam/edit")
    empty(page)
    page.keyboard.type("Done :tad")
    _chosen(page, "tada")
    page.keyboard.type("see [[gree")
    _chosen(page, "Red | green")
    page.keyboard.type(" ask @rah")
    _chosen(page, "Mo Rahman")
    assert text_of(page) == "Done 🎉 see [[lights]] ask @mo-rahman "


@pytest.mark.usefixtures("jam")
def test_the_preview_follows_what_is_typed_and_leaves_the_rest_as_it_was(page: Page) -> None:
    page.goto("/p/jam/edit")
    write(page, "one\n\ntwo\n\n```\ncode\n```\n\nthree")
    place = page.locator("[data-preview-place]")
    if _on_a_phone(page):
        page.get_by_role("button", name="Preview").click()
        expect(place).to_contain_text("three")
        expect(page.locator(".cm-content")).to_be_hidden()
        page.get_by_role("button", name="Preview").click()
        expect(page.locator(".cm-content")).to_be_visible()
        return
    expect(place).to_contain_text("three")
    place.locator("p").first.evaluate("node => node.dataset.seen = 'yes'")
    page.keyboard.insert_text(" and four")
    expect(place).to_contain_text("three and four")
    assert place.locator("p").first.get_attribute("data-seen") == "yes"
    assert place.locator("pre").count() == 1
    page.keyboard.press("Control+Alt+p")
    expect(place).to_be_hidden()
    expect(page.get_by_role("button", name="Preview")).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Preview").click()
    expect(place).to_be_visible()


@pytest.mark.usefixtures("jam")
def test_text_and_preview_scroll_together_from_heading_to_heading(page: Page) -> None:
    page.goto("/p/jam/edit")
    if _on_a_phone(page):
        return
    parts = [f"## Part {n}\n\n" + "A line of words that is shown.\n\n" * (3 + n % 3) for n in range(30)]
    write(page, "".join(parts))
    expect(page.locator("[data-preview-place]")).to_contain_text("Part 29")
    page.locator(".cm-scroller").hover()
    page.evaluate("document.querySelector('.cm-scroller').scrollTop = 0")
    expect(page.locator("#h-part-0")).to_be_in_viewport()
    page.evaluate(
        """() => {const box = document.querySelector('.cm-scroller'); box.scrollTop = box.scrollHeight / 2}"""
    )
    page.wait_for_timeout(300)
    seen = page.evaluate(
        """() => {const top = document.querySelector('.cm-scroller').getBoundingClientRect().top;
        const line = [...document.querySelectorAll('.cm-line')].find(
            each => each.getBoundingClientRect().top >= top && each.textContent.startsWith('## Part'));
        return line.textContent.slice(3)}"""
    )
    expect(page.locator("[data-preview-place]").get_by_role("heading", name=seen, exact=True)).to_be_in_viewport()


@pytest.mark.usefixtures("jam")
def test_the_browser_checks_the_spelling_and_words_are_counted(page: Page) -> None:
    page.goto("/p/jam/edit")
    assert page.locator(".cm-content").get_attribute("spellcheck") == "true"
    write(page, "one two three")
    expect(page.locator("[data-word-count]")).to_have_text("3 words")


@pytest.mark.usefixtures("jam")
def test_signs_are_dimmed_and_what_they_mean_is_shown_in_place(page: Page) -> None:
    page.goto("/p/jam/edit")
    write(page, "## Head\n\n**bold** and [[Jam]]\n\n![A cat](/file/abc/cat.png)\n")
    expect(page.locator(".md-heading-2", has_text="Head")).to_be_visible()
    expect(page.locator(".md-strong", has_text="bold")).to_be_visible()
    assert page.locator(".md-sign").count() >= 4
    expect(page.locator(".cm-thumbnail img")).to_have_attribute("src", "/file/abc/cat.png")


@pytest.mark.usefixtures("jam")
def test_enter_goes_on_with_a_list_numbers_it_and_ends_it_in_an_empty_item(page: Page) -> None:
    page.goto("/p/jam/edit")
    empty(page)
    page.keyboard.type("1. one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    assert text_of(page) == "1. one\n2. two\n3. "
    page.keyboard.press("Enter")
    page.keyboard.type("after")
    assert text_of(page).startswith("1. one\n2. two\n")
    assert "3." not in text_of(page)


@pytest.mark.usefixtures("jam")
def test_a_list_of_titles_is_seen_at_the_foot_of_a_long_text_too(page: Page) -> None:
    page.goto("/p/jam/edit")
    write(page, "A line.\n\n" * 60)
    page.keyboard.type("see [[gree")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_be_in_viewport()
