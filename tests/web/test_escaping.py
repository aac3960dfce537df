"""Templates escape what people wrote, whatever kind of value it is."""

from jinja2 import Environment
from markupsafe import Markup

from wiki.web.languages import LanguageEnvironment


class Named:
    def __html__(self) -> str:
        return "<b>bold</b>"


class Loud(str):
    """A text of its own kind, as forms and translations have them."""


def test_texts_are_escaped_once_and_markup_not_at_all() -> None:
    """Just as in an environment of Jinja's own."""
    source = "{% macro shown(value) %}[{{ value }}]{% endmacro %}{{ value }}{{ shown(value) }}{{ value ~ '&' }}"
    ours, theirs = (kind(autoescape=True).from_string(source) for kind in (LanguageEnvironment, Environment))
    for value in ('<i> & "it\'s"', Markup("<i>"), Named(), Loud("<i>"), 7, None, ["<"], ""):
        assert ours.render(value=value) == theirs.render(value=value)
    assert ours.render(value="<i>").startswith("&lt;i&gt;[&lt;i&gt;]")
