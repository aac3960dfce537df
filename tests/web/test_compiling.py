"""What never changes is put into a template when it is compiled, and what seldom changes is drawn once."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from babel.support import NullTranslations
from flask import Flask
from jinja2 import Environment

from wiki.web.languages import environment_for


@pytest.fixture
def environment(app: Flask) -> Environment:
    return environment_for(app.jinja_env, NullTranslations())


def test_a_picture_named_in_a_template_is_the_same_as_one_named_by_a_value(environment: Environment) -> None:
    start = '{% from "web/components/icon.html" import icon %}'
    written = environment.from_string(start + "{{ icon('bell') }}{{ icon('x', label='Close') }}").render()
    by_value = environment.from_string(start + "{{ icon(a) }}{{ icon(b, label=c) }}").render(a="bell", b="x", c="Close")
    assert written == by_value
    assert 'aria-label="Close"' in written


def test_an_icon_that_is_no_function_but_a_value_stays_one(environment: Environment) -> None:
    assert environment.from_string("{{ icon }}{{ asset('app.css') }}").render(icon="<b>").startswith("&lt;b&gt;/static")


@dataclass
class Square:
    side: int
    drawn: dict[Any, Any] = field(default_factory=dict)


def test_what_is_drawn_of_something_is_kept_with_it_and_by_what_it_was_given(environment: Environment) -> None:
    source = "{% macro area(of, by) %}{{ of.side * by }}{% endmacro %}{{ drawn(of, area, by) }}"
    template = environment.from_string(source)
    one, other = Square(2), Square(3)
    asked = [(one, 2), (other, 2), (one, 5), (one, 2)]
    assert [template.render(of=of, by=by) for of, by in asked] == ["4", "6", "10", "4"]
