"""Notes in a real browser: by mouse, by keyboard alone, by touch; and they stand where the server says."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.builders import make_page, make_person, save_page
from wiki.annotations.actions.noting import make_note
from wiki.annotations.actions.selecting import Selection, text_of
from wiki.annotations.actions.wording import NoteText
from wiki.annotations.models import Annotation
from wiki.kernel.viewer import Viewer
from wiki.pages.models import Page as WikiPage
from wiki.pages.models import Space
from wiki.people.models import Person

pytestmark = pytest.mark.browser

BODY = """Switch the printer on. See [[print shelf labels]] and ask @nia-okafor first.

## 1. Wake the printer

Press the **feed button** once. The printer hums
and feeds one label. \U0001f469\u200d\U0001f373 cafe\u0301.

| Light | Do |
|---|---|
| Amber | Wait |

```
lp -d till
```

> [!WARNING]
> Hot.

## 2. Pair it

If two printers answer, take the higher number.
"""


@pytest.fixture
def howto(app: Flask, nia: Person) -> WikiPage:
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        tills = session.query(Space).one()
    make_page(wiki, tills, "Print shelf labels", "x", author=nia)
    return make_page(wiki, tills, "Wake it", BODY, author=nia, type="howto")


def select_words(page: Page, words: str) -> None:
    """As a hand with a mouse does: from the first letter to the last."""
    found = page.evaluate(
        """(words) => {
          const walker = document.createTreeWalker(document.querySelector('[data-text]'), NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode()); ) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(node, at, node, at + words.length);
            return true;
          }
          return false;
        }""",
        words,
    )
    assert found


def noted(app: Flask) -> list[Annotation]:
    with app.extensions["flipside"].database.reading() as session:
        return list(session.query(Annotation).order_by(Annotation.id))


def write(app: Flask, howto: WikiPage, who: Person, words: str, body: str, **more: str) -> Annotation:
    wiki = app.extensions["flipside"]
    with wiki.work(who.id) as work:
        live = work.session.get_one(WikiPage, howto.id)
        viewer = Viewer(who.id, "member", frozenset(), -1)
        return make_note(work, viewer, live, Selection(live.number, exact=words), NoteText(body=body, **more))


def test_the_first_note_takes_three_actions(app: Flask, page: Page, howto: WikiPage) -> None:
    page.goto(howto.url)
    expect(page.locator("[data-margin]")).to_be_attached()
    actions = 0
    select_words(page, "take the higher number")
    actions += 1
    page.locator(".note-here").click()
    actions += 1
    expect(page.get_by_label("Your note")).to_be_focused()
    page.keyboard.type("Why the higher one?")
    page.get_by_role("button", name="Save").click()
    actions += 1
    expect(page.get_by_text("Your note is kept")).to_be_visible()
    expect(page.locator("article.note")).to_contain_text("Why the higher one?")
    assert actions <= 3
    (note,) = noted(app)
    assert (note.exact, note.kind) == ("take the higher number", "question")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_note_is_written_and_read_by_keyboard_alone(app: Flask, page: Page, howto: WikiPage) -> None:
    page.goto(howto.url)
    expect(page.locator("[data-margin]")).to_be_attached()
    button = page.get_by_role("button", name="Note on “Wake the printer”")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your note")).to_be_focused()
    page.keyboard.type("By keys")
    page.keyboard.press("Control+Enter")
    expect(page.locator("article.note")).to_contain_text("By keys")
    assert "Wake the printer" in noted(app)[0].exact
    page.keyboard.press("Escape")
    key = page.get_by_role("link", name="note a by Nia Okafor")
    key.focus()
    page.keyboard.press("Enter")
    expect(page.locator("article.note")).to_be_focused()


def test_places_are_those_of_the_server_whatever_a_page_shows(app: Flask, page: Page, howto: WikiPage) -> None:
    page.goto(howto.url)
    expect(page.locator("[data-margin]")).to_be_attached()
    for words, exact in (
        ("feeds one label", "feeds one label"),
        ("lp -d till", "lp -d till"),
        ("Amber", "Amber"),
        ("Hot.", "Hot."),
        ("If two printers", "If two printers"),
    ):
        before = len(noted(app))
        select_words(page, words)
        page.keyboard.press("Alt+n")
        page.get_by_label("Your note").fill("x")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("article.note")).to_have_count(before + 1)
        assert noted(app)[-1].exact == exact
        page.keyboard.press("Escape")
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        text = text_of(session, howto.id, 1) or ""
    assert page.evaluate(
        """() => {
          let all = '';
          (function walk(parent) {
            for (const node of parent.childNodes) {
              if (node.nodeType === 3) all += node.data;
              else if (node.dataset?.as !== undefined) all += '\u0000'.repeat(Number(node.dataset.as));
              else if (node.nodeType === 1) walk(node);
            }
          })(document.querySelector('[data-text]'));
          return [...all.trimEnd()].length;
        }"""
    ) == len(text.rstrip())


def test_what_is_typed_outlives_a_reload_and_a_refusal(app: Flask, page: Page, howto: WikiPage) -> None:
    page.goto(howto.url)
    expect(page.locator("[data-margin]")).to_be_attached()
    select_words(page, "higher number")
    page.locator(".note-here").click()
    page.get_by_label("Your note").fill("Half a thought")
    page.reload()
    expect(page.locator("[data-margin]")).to_be_attached()
    select_words(page, "higher number")
    page.locator(".note-here").click()
    expect(page.get_by_label("Your note")).to_have_value("Half a thought")
    wiki = app.extensions["flipside"]
    with wiki.database.reading() as session:
        author = session.query(Person).one()
    save_page(wiki, howto, BODY.replace("take the higher number", "ask"), author=author)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("taken these words out")).to_be_visible()
    expect(page.get_by_label("Your note")).to_have_value("Half a thought")


def test_an_edit_is_suggested_with_the_passage_in_the_box(app: Flask, page: Page, howto: WikiPage) -> None:
    page.goto(howto.url)
    expect(page.locator("[data-margin]")).to_be_attached()
    select_words(page, "higher number")
    page.locator(".note-here").click()
    page.get_by_role("radio", name="Suggest an edit").check()
    box = page.get_by_label("How it should be")
    expect(box).to_have_value("If two printers answer, take the higher number.")
    box.fill("If two printers answer, take the newer one.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("article.note")).to_contain_text("take the newer one")
    page.locator("article.note").get_by_role("button", name="Take it").click()
    expect(page.get_by_text("Taken over, as revision 2")).to_be_visible()
    expect(page.locator("[data-text]")).to_contain_text("take the newer one")


def test_a_picture_is_pasted_into_a_note(app: Flask, page: Page, howto: WikiPage) -> None:
    page.goto(howto.url)
    expect(page.locator("[data-margin]")).to_be_attached()
    select_words(page, "higher number")
    page.locator(".note-here").click()
    page.get_by_label("Your note").evaluate(
        """async (area) => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
          canvas.getContext('2d').fillRect(0, 0, 8, 8);
          const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
          const data = new DataTransfer();
          data.items.add(new File([blob], 'label.png', { type: 'image/png' }));
          area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.get_by_label("Your note")).to_have_value(re.compile(r"!\[.*\]\(/file/.*label\.png"))
    page.get_by_role("button", name="Save").click()
    expect(page.locator("article.note img")).to_have_count(1)


def test_notes_are_answered_settled_and_read_in_the_text(app: Flask, page: Page, howto: WikiPage) -> None:
    wiki = app.extensions["flipside"]
    margaret = make_person(wiki, "Margaret Hollis", side="senior")
    write(app, howto, margaret, "higher number", "Why?", kind="question")
    page.goto(howto.url)
    if page.viewport_size and page.viewport_size["width"] < 500:
        page.get_by_role("button", name="1 note").click()
    note = page.locator("article.note")
    note.get_by_text("Answer", exact=True).click()
    note.get_by_label("Your answer").fill("It is newer.")
    note.get_by_role("button", name="Send").click()
    expect(note).to_contain_text("It is newer.")
    note.get_by_role("button", name="Thanks").first.click()
    expect(note.get_by_role("button", name="Thanks, 1").first).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Read notes in the text").click()
    expect(page.locator("[data-text] .note-ref")).to_have_text("note a by Margaret Hollis")
    note.get_by_text("Settle", exact=True).click()
    note.get_by_role("button", name="Answered").click()
    expect(page.get_by_text("1 settled note")).to_be_visible()


def test_a_note_is_written_by_touch(app: Flask, chromium: Browser, address: str, howto: WikiPage) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True, base_url=address)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_role("button", name="Nia Okafor").tap()
    page.wait_for_url("**/")
    page.goto(howto.url)
    expect(page.locator("[data-margin]")).to_be_attached()
    page.get_by_role("button", name="Note on “Pair it”").tap()
    page.get_by_label("Your note").fill("By touch")
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_role("button", name=re.compile("1 note"))).to_be_visible()
    assert "Pair it" in noted(app)[0].exact
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_with_notes_can_be_used_by_everybody(app: Flask, page: Page, howto: WikiPage, scheme: str) -> None:
    wiki = app.extensions["flipside"]
    margaret = make_person(wiki, "Margaret Hollis", side="senior")
    passage = "If two printers answer, take the higher number."
    made = write(app, howto, margaret, "higher number", "Why?", kind="suggestion", passage=passage, replacement="Ask.")
    for words, kind in (("feed button", "question"), ("Amber", "experience"), ("Hot.", "correction")):
        write(app, howto, margaret, words, f"About {words}", kind=kind)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in (
        howto.url,
        f"{howto.url}/notes",
        f"{howto.url}/suggestions",
        f"/notes/{made.id}/suggestion",
        "/notes",
        "/notes?tab=waiting",
        f"/notes/page/{howto.id}/new?exact=Hot.",
        "/s/tills/notes",
    ):
        page.goto(path)
        if path == howto.url:
            expect(page.locator("article.note")).to_have_count(4)
            if page.viewport_size and page.viewport_size["width"] < 500:
                page.get_by_role("button", name="4 notes").click()
        found = Axe().run(page)
        assert found.violations_count == 0, (path, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
