"""The components: what people typed stays text in them, and fields are tied to their help and errors."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import FileSystemLoader, StrictUndefined
from wtforms import BooleanField, FileField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from wiki.web.assets import Assets
from wiki.web.icons import icons

TEMPLATES = Path(__file__).parents[2] / "wiki" / "web" / "templates"
pytestmark = pytest.mark.usefixtures("bare")

HOSTILE = "<script>alert(1)</script>\"'&"


class Fields(FlaskForm):  # type: ignore[misc]
    title = StringField("Title", validators=[InputRequired("Give it a title.")], description="Begin with a verb.")
    body = TextAreaField("Text")
    level = SelectField("Level", choices=["First week", "First month"])  # type: ignore[list-item]
    minor = BooleanField("A small change")
    kind = RadioField("Kind", choices=["Question", "Note"])  # type: ignore[list-item]
    picture = FileField("Picture")
    base = HiddenField()


@pytest.fixture(name="bare")
def _bare() -> Iterator[Flask]:
    """Flask with our templates and nothing else of the wiki."""
    app = Flask("bare")
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=True)
    app.jinja_loader = FileSystemLoader(str(TEMPLATES))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    assets = Assets()
    app.jinja_env.globals.update(asset=assets, sprite_icon=icons(assets("icons.svg")))
    Babel(app)
    CSRFProtect(app)
    with app.test_request_context("/"):
        yield app


def drawn(source: str, **values: object) -> str:
    return render_template_string(source, **values)


CALLS = [
    ("button", "button", "button(x)"),
    ("button", "button", "button('Go', href=x)"),
    ("button", "button", "button('Go', name=x, value=x, icon='send', attrs={'data-x': x})"),
    ("button", "act", "act(x, x, fields={'a': x})"),
    ("field", "choice", "choice('v', [(x, x, none)], x, x)"),
    ("menu", "menu_link", "menu_link(x, x, hint=x)"),
    ("menu", "menu_act", "menu_act(x, x, icon='trash-2')"),
    ("tag", "tag", "tag(x, href=x)"),
    ("tag", "stamp", "stamp(x)"),
    ("notice", "toast", "toast(x, 'error')"),
    ("avatar", "avatar", "avatar(person)"),
    ("avatar", "who", "who(person, x, href=x)"),
    ("ticket", "space_card", "space_card(x, x, x, count=x)"),
    ("empty", "empty", "empty(x, x)"),
    ("table", "facts", "facts([(x, x), (x, '')])"),
    ("crumbs", "crumbs", "crumbs([(x, x), (x, none)])"),
    ("crumbs", "section_head", "section_head(x, x)"),
    ("tree", "outline", "outline([heading])"),
    ("loop", "strip", "strip([x, 2, 1, 0], 2, slim=false, notes=(x, x, x, x), label=x)"),
    ("icon", "icon", "icon('send', label=x)"),
]


@pytest.mark.parametrize(("file", "macro", "call"), CALLS, ids=[call for _, _, call in CALLS])
def test_what_people_typed_stays_text(file: str, macro: str, call: str) -> None:
    html = drawn(
        f'{{% from "web/components/{file}.html" import {macro} %}}{{{{ {call} }}}}',
        x=HOSTILE,
        person=SimpleNamespace(name=HOSTILE, initials=HOSTILE, side=HOSTILE, avatar_url=None, handle="x"),
        heading=SimpleNamespace(level=2, title=HOSTILE, anchor=HOSTILE),
    )
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "\"'&" not in html


@pytest.mark.parametrize(
    ("file", "opening"),
    [
        ("menu", "call menu(x, icon='ellipsis')"),
        ("dialog", "call dialog('d', x)"),
        ("ticket", "call ticket(x, x, tear=x)"),
        ("table", "call table(x, [(x, 'number')])"),
        ("notice", "call banner('bad', 'circle-x')"),
    ],
)
def test_what_stands_inside_a_component_stays_text_too(file: str, opening: str) -> None:
    macro = opening.split()[1].split("(")[0]
    load = f'{{% from "web/components/{file}.html" import {macro} %}}'
    html = drawn(f"{load}{{% {opening} %}}<i>{{{{ x }}}}</i>{{% endcall %}}", x=HOSTILE)
    assert "<script" not in html
    assert "<i>&lt;script&gt;" in html


def field(form: Fields, name: str) -> str:
    source = '{% from "web/components/field.html" import field %}{{ field(form[name]) }}'
    return drawn(source, form=form, name=name)


def test_a_field_is_tied_to_its_label_help_and_errors() -> None:
    form = Fields(data={"title": ""})
    form.title.errors = ["Give it a title.", HOSTILE]
    html = field(form, "title")
    assert 'for="title"' in html
    assert 'aria-describedby="title-help title-error-1 title-error-2"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="title-error-1"' in html
    assert "<script" not in html


def test_each_kind_of_field_gets_its_own_dress() -> None:
    form = Fields()
    assert 'class="textarea"' in field(form, "body")
    assert 'class="select"' in field(form, "level")
    assert 'class="check"' in field(form, "minor")
    assert "<fieldset" in field(form, "kind")
    assert field(form, "kind").count('type="radio"') == 2
    assert "input--file" in field(form, "picture")
    assert field(form, "base").startswith("<input")


def test_a_value_typed_into_a_field_stays_in_it() -> None:
    assert "<script" not in field(Fields(data={"body": "</textarea>" + HOSTILE}), "body")


def test_all_that_is_wrong_with_a_form_is_listed_with_links() -> None:
    form = Fields()
    form.title.errors = [HOSTILE]
    html = drawn('{% from "web/components/field.html" import errors %}{{ errors(form, "Look") }}', form=form)
    assert 'href="#title"' in html
    assert "<script" not in html


def test_a_long_list_shows_its_ends_and_the_neighbours() -> None:
    source = '{% from "web/components/pager.html" import pager %}{{ pager(page, pages, url) }}'

    def pages(page: int, of: int) -> str:
        return drawn(source, page=page, pages=of, url=lambda n: f"?page={n}")

    assert pages(1, 1) == ""
    html = pages(10, 40)
    assert [f"?page={n}" in html for n in (1, 2, 8, 9, 11, 12, 39, 40)] == [
        True,
        False,
        True,
        True,
        True,
        True,
        False,
        True,
    ]
    assert html.count("…") == 2
    assert '<span aria-current="page">10</span>' in html
    assert "…" not in pages(2, 4)


def test_the_small_loop_says_its_stage_in_words() -> None:
    source = '{% from "web/components/loop.html" import mini %}{{ mini(3) }}'
    assert 'aria-label="Loop: taught back"' in drawn(source)


def test_the_editor_is_a_plain_text_area_until_its_script_comes() -> None:
    source = '{% from "web/components/editor.html" import editor %}{% call editor(form.body) %}<p>foot</p>{% endcall %}'
    html = drawn(source, form=Fields(data={"body": "</textarea><script>1</script>"}))
    assert "<textarea" in html
    assert "data-editor" in html
    assert html.count("hidden") >= 3, "toolbar, preview and rescue wait for the script"
    assert "<script" not in html
    assert 'data-text="% words"' in html
