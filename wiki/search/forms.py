"""The form that writes a query."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional

from wiki.search.language import read
from wiki.search.question import Filter, Node, Not, Phrase, Word
from wiki.search.writing import Wish, limit, said
from wiki.web.forms import Form, Line, options

FIELDS = frozenset({"type", "space", "tag", "by", "owner", "under"})


class WishForm(Form):
    """Sent by GET: it changes nothing."""

    class Meta(Form.Meta):
        csrf = False

    words = Line(_l("These words"), [Optional()])
    exact = Line(_l("Exactly these, in this order"), [Optional()])
    without = Line(_l("None of these"), [Optional()])
    title = Line(_l("In the title"), [Optional()])
    type = SelectField(_l("Type"), [Optional()])
    space = SelectField(_l("Space"), [Optional()])
    tag = Line(_l("Tag"), [Optional()])
    by = Line(_l("Written by"), [Optional()], description=_l("A name, a handle, or “me”."))
    owner = Line(_l("Owned by"), [Optional()])
    since = Line(_l("Changed since"), [Optional()], most=10, description=_l("A day, a month or a year, as in 2026-03."))
    until = Line(_l("Changed until"), [Optional()], most=10)
    under = Line(_l("Below the page"), [Optional()], render_kw={"data-suggest": "pages"})
    state = Line(_l("What it is"), [Optional()], description=_l("Such as “stale”, or the name of a type."))
    rest = Line(
        _l("Anything else"),
        [Optional()],
        most=500,
        description=_l("Operators for which there is no field, as you type them."),
    )

    def offer(self, types: Iterable[tuple[str, Any]], spaces: Iterable[tuple[str, str]]) -> None:
        """Give the selects what can be chosen: value and label of each."""
        self.type.choices = options([("", _l("Any")), *types])
        self.space.choices = options([("", _l("Any")), *spaces])
        for field in (self.type, self.space):
            if field.data and field.data not in {value for value, *_ in field.iter_choices()}:
                self.rest.data = f"{self.rest.data or ''} {limit(field.name, field.data)}".strip()
                field.data = ""

    def wish(self) -> Wish:
        """What was filled in; a choice that is not offered counts as none."""
        filled = {name: str(field.data or "") for name, field in self._fields.items()}
        for name in ("type", "space"):
            if filled[name] not in {value for value, *_ in self._fields[name].iter_choices()}:
                filled[name] = ""
        return Wish(**filled)


def filled_in(typed: str) -> dict[str, str]:
    """What the form says for a query. Nothing of it is lost: what no field can hold is the `rest`."""
    found: dict[str, str] = {}
    rest = []
    for node in read(typed).root.nodes:
        name, value = _field_of(node)
        if name in {"words", "without", "title"}:
            found[name] = f"{found.get(name, '')} {value}".strip()
        elif name == "updated" and "since" not in found and "until" not in found:
            found["since"], found["until"] = value.split("..", 1)
        elif name and name != "updated" and name not in found:
            found[name] = value
        else:
            rest.append(said(node))
    return {**found, "rest": " ".join(rest)}


def _field_of(node: Node) -> tuple[str, str]:
    """The field that can hold a part of a query, and its value there; no name when none can."""
    match node:
        case Word(field="title", prefix=False):
            return "title", node.text
        case Word(required=False, prefix=False):
            return "words", node.text
        case Phrase(field=""):
            return "exact", node.text
        case Not(node=Word(field="", prefix=False) as word):
            return "without", word.text
        case Filter(field="updated", value=value):
            return (
                ("updated", value) if ".." in value else ("updated", f"{value[1:]}..") if value[:1] == ">" else ("", "")
            )
        case Filter(field="is", value=value):
            return "state", value
        case Filter(field=name, value=value) if name in FIELDS:
            return name, value
    return "", ""
