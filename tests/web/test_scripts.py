"""The scripts in a real browser: the editor writes Markdown, keeps what was typed, and breaks no policy."""

import threading
from collections.abc import Iterator
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, jsonify, render_template, request
from flask_babel import Babel
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server
from wtforms import StringField, TextAreaField

from wiki.web import headers
from wiki.web.assets import STATIC, Assets
from wiki.web.icons import icons
from wiki.web.templating import drawn, fragment
from wiki.web.themes import load_themes

ROOT = Path(__file__).parents[2]
THEME = load_themes(ROOT / "themes")["default"]
EDIT = """
{% extends "web/base.html" %}
{% from "web/components/editor.html" import editor, editor_head, editor_scripts, look_button %}
{% from "web/components/button.html" import button %}
{% from "web/components/field.html" import field %}
{% block title %}Edit{% endblock %}
{% block head %}{{ editor_head(site.csp_nonce) }}{% endblock %}
{% block main %}<form method="post" action="/edit" data-guard>{{ form.csrf_token }}{{ look_button() }}
{{ button('Publish', attrs={'data-publish': ''}) }}
{% call editor(form.body) %}{{ field(form.summary) }}{% endcall %}</form>{% endblock %}
{% block scripts %}{{ editor_scripts() }}{% endblock %}
"""
READ = """
{% extends "web/base.html" %}{% block title %}Read{% endblock %}
{% block main %}<article data-reads="x"><div class="prose"><pre>one</pre>
<figure class="diagram"><pre class="diagram__source">graph LR\n  A[Write] --> B[Turn over]</pre></figure>
<figure class="diagram"><pre class="diagram__source">no such thing ((</pre></figure></div></article>{% endblock %}
"""


class Fields(FlaskForm):  # type: ignore[misc]
    body = TextAreaField("Text")
    summary = StringField("What changed")


class Site:
    name, lang, dir, theme, scheme, path, demo = "Flipside", "en", "ltr", "default", "auto", "/", True
    nav, footer_links, person = (), (), None
    theme_css = f"/theme/default/{THEME.digest}/tokens.css"

    def __init__(self) -> None:
        self.drawn: dict[Any, Any] = {}

    @property
    def csp_nonce(self) -> str:
        return headers.csp_nonce()


def _application() -> Flask:
    app = Flask("bare", static_folder=None)
    app.config.update(SECRET_KEY="x")
    folders = FileSystemLoader(str(ROOT / "wiki" / "web" / "templates"))
    app.jinja_loader = ChoiceLoader([DictLoader({"edit.html": EDIT, "read.html": READ}), folders])
    assets = Assets()
    app.jinja_env.globals.update(asset=assets, sprite_icon=icons(assets("icons.svg")), drawn=drawn)
    app.jinja_env.filters["fragment"] = fragment
    Babel(app)
    CSRFProtect(app)
    headers.add_headers(app, secure=False)
    # From memory: a browser that leaves in the middle of a file would leave it open.
    files = {path.name: (path.read_bytes(), guess_type(path.name)[0]) for path in STATIC.glob("*/*.*")}
    app.add_url_rule("/static/dist/<name>", "static", lambda name: Response(files[name][0], mimetype=files[name][1]))
    app.context_processor(lambda: {"site": Site()})

    @app.route("/edit", methods=["GET", "POST"])
    def edit() -> str:
        if request.method == "POST":
            return render_template("read.html")
        return render_template("edit.html", form=Fields(body="Hello"))

    app.add_url_rule("/read", view_func=lambda: render_template("read.html"), endpoint="read")
    app.add_url_rule("/preview", "preview", lambda: f"<p>Seen: {len(request.form['body'])}</p>", methods=["POST"])
    app.add_url_rule("/suggest", "suggest", lambda: jsonify([{"title": "Clear a roll", "slug": "c", "space": "T"}]))
    app.add_url_rule("/people/suggest", "people", lambda: jsonify([{"name": "Nia", "handle": "nia"}]))
    app.add_url_rule(f"{Site.theme_css}", "css", lambda: Response(THEME.css(), mimetype="text/css"))

    @app.get("/diagram-frame")
    def frame() -> Response:
        page = Response(render_template("web/diagram_frame.html"))
        page.headers["Content-Security-Policy"] = headers.FRAME_POLICY
        return page

    return app


@pytest.fixture(scope="module", name="address")
def _address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, _application(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(5)


@pytest.fixture(name="page")
def _page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page in a fresh browser profile; anything the policy blocks, or a script throws, fails the test."""
    context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    page, wrong = context.new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()
    assert wrong == []


pytestmark = pytest.mark.browser


def typed(page: Page) -> str:
    return page.locator("textarea[data-editor]").input_value()


def take_suggestion(page: Page, shown: str) -> None:
    expect(page.locator(".cm-tooltip-autocomplete li")).to_contain_text(shown)
    page.wait_for_timeout(150)  # the list ignores keys at first, so that nobody takes one by accident
    page.keyboard.press("Enter")


def opened(page: Page) -> Page:
    page.goto("/edit")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    return page


def test_what_is_typed_stands_in_the_form_at_once(page: Page) -> None:
    opened(page).keyboard.type(" there")
    assert typed(page) == "Hello there"
    expect(page.locator("[data-word-count]")).to_have_text("2 words")
    expect(page.locator("[data-preview-place]")).to_have_text("Seen: 11")


def test_the_toolbar_writes_plain_markdown(page: Page) -> None:
    opened(page)
    for name, text in (("step", "Wake it"), ("step", "Press"), ("warning", "Hot")):
        page.locator(f"[data-do={name}]").click()
        page.keyboard.type(text)
    assert typed(page).split("\n\n") == ["Hello", "## 1. Wake it", "## 2. Press", "> [!WARNING]\n> Hot\n"]
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+b")
    assert typed(page).startswith("**Hello")
    page.keyboard.press("Control+b")
    assert typed(page).startswith("Hello")


def test_titles_and_people_are_suggested(page: Page) -> None:
    opened(page).keyboard.type(" [[Cl")
    take_suggestion(page, "Clear a roll")
    page.keyboard.type(" @n")
    take_suggestion(page, "Nia")
    assert typed(page) == "Hello [[Clear a roll]] @nia "


def test_tab_leaves_the_editor(page: Page) -> None:
    opened(page).keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.cm-editor')")


def test_the_editor_has_a_name_and_lets_the_browser_check_spelling(page: Page) -> None:
    opened(page)
    box = page.get_by_role("textbox", name="Text")
    expect(box).to_have_attribute("spellcheck", "true")


def test_text_that_was_never_sent_is_offered_again(page: Page) -> None:
    opened(page).keyboard.type(" kept")
    page.goto("/read")
    page.goto("/edit")
    page.locator("[data-rescue-take]").click()
    assert typed(page) == "Hello kept"


def test_text_that_was_saved_is_not_offered_again(page: Page) -> None:
    opened(page).keyboard.type(" saved")
    page.keyboard.press("Control+s")
    page.wait_for_selector("[data-reads]")
    page.goto("/edit")
    expect(page.locator(".cm-content")).to_be_visible()
    expect(page.locator("[data-rescue]")).to_be_hidden()


def test_without_script_there_is_a_text_area_and_nothing_dead(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/edit")
    expect(page.locator("textarea[data-editor]")).to_be_visible()
    for part in ("[role=toolbar]", "[data-preview]", "[data-rescue]", "[data-look]"):
        expect(page.locator(part)).to_be_hidden()
    context.close()


def test_a_slash_goes_to_the_search_box_but_not_while_one_types(page: Page) -> None:
    page.goto("/read")
    page.keyboard.press("/")
    page.keyboard.type("a/b")
    expect(page.locator("#q-top")).to_have_value("a/b")


def test_a_diagram_is_drawn_in_its_frame_and_a_broken_one_says_so(page: Page) -> None:
    page.goto("/read")
    first, second = page.locator("figure.diagram").all()
    expect(first.locator("iframe")).to_have_attribute("sandbox", "allow-scripts")
    expect(first).to_have_class("diagram is-drawn", timeout=20_000)
    expect(first.frame_locator("iframe").locator("svg")).to_contain_text("Turn over")
    expect(second.locator(".diagram__said")).to_contain_text("could not be drawn", timeout=20_000)
    expect(second.locator(".diagram__source")).to_be_visible()


def test_light_and_dark_change_at_once_and_are_kept_for_the_server(page: Page) -> None:
    page.goto("/read")
    page.locator("[data-scheme-form] button[value=dark]").click()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    assert "scheme=dark" in page.evaluate("document.cookie")


def test_a_code_block_gets_a_button_that_copies_it(page: Page) -> None:
    page.goto("/read")
    expect(page.locator(".copyable > .copyable__button")).to_have_count(1)
