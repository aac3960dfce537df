"""The form that writes a query."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional

from wiki.search.language import read
from wiki.search.question import Filter, Phrase, Word
from wiki.search.writing import Wish
from wiki.web.forms import Form, Line, options


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

    def offer(self, types: Iterable[tuple[str, Any]], spaces: Iterable[tuple[str, str]]) -> None:
        """Give the selects what can be chosen: value and label of each."""
        self.type.choices = options([("", _l("Any")), *types])
        self.space.choices = options([("", _l("Any")), *spaces])

    def wish(self) -> Wish:
        """What was filled in; a choice that is not offered counts as none."""
        said = {name: str(field.data or "") for name, field in self._fields.items()}
        for name in ("type", "space"):
            if said[name] not in {value for value, *_ in self._fields[name].iter_choices()}:
                said[name] = ""
        return Wish(**said)


def filled_in(typed: str) -> dict[str, str]:
    """What the form says for a query; what it has no field for is left out."""
    question = read(typed)
    nodes = question.root.nodes
    found = {
        "words": " ".join(node.text for node in nodes if isinstance(node, Word) and not node.field),
        "title": " ".join(node.text for node in nodes if isinstance(node, Word) and node.field),
        "exact": next((node.text for node in nodes if isinstance(node, Phrase) and not node.field), ""),
    }
    for node in nodes:
        if isinstance(node, Filter) and node.field in {"type", "space", "tag", "by", "owner", "under"}:
            found[node.field] = node.value
        elif isinstance(node, Filter) and node.field == "updated" and ".." in node.value:
            found["since"], found["until"] = node.value.split("..", 1)
    return found
