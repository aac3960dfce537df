"""What never changes while the wiki runs is put into a template when it is compiled, once for each language.

A page says a hundred texts; looking each up while it is shown took longer than all its SQL. So every language has
a Jinja environment of its own, in which `_('a text')` with nothing to fill in is a constant, and so are the pictures
and addresses of `icon('bell')` and `asset('app.css')`. Texts with values and plurals are looked up when they are shown,
as anywhere.
"""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from babel.support import NullTranslations
from jinja2 import Environment, Template, nodes
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from wiki.web.escaping import escape

Translate = Callable[[str], str]


class _Constants(NodeTransformer):
    """Replaces calls of pure functions by what they answer, where all that they are given is written there.

    `answers`: the name in a template → the function. `_` and `gettext` translate one plain text.
    """

    def __init__(self, translate: Translate, answers: Mapping[str, Callable[..., Any]]) -> None:
        # As Jinja's own gettext does: a template's text is markup, and `%%` a percent sign.
        says: Callable[[str], Markup] = lambda text: Markup(translate(text)) % {}  # noqa: E731
        self._answers = {**answers, "_": says, "gettext": says}

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name not in self._answers or node.dyn_args or node.dyn_kwargs:
            return node
        given = [value.value for value in node.args if isinstance(value, nodes.Const)]
        named = {pair.key: pair.value.value for pair in node.kwargs if isinstance(pair.value, nodes.Const)}
        written = len(given) == len(node.args) and len(named) == len(node.kwargs)
        if not written or (name in {"_", "gettext"} and (len(given) != 1 or named)):
            return node
        return nodes.Const(self._answers[name](*given, **named), lineno=node.lineno)


class _QuickTemplate(Template):
    """A template that escapes quickly, and whose macros are imported without asking for globals: none has any."""

    @classmethod
    def _from_namespace(
        cls,
        environment: Environment,
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002
    ) -> Template:
        namespace["escape"] = escape
        return super()._from_namespace(environment, namespace, globals)

    def _get_default_module(self, ctx: Context | None = None) -> Any:  # noqa: ARG002
        return super()._get_default_module()


class LanguageEnvironment(Environment):
    """A Jinja environment whose plain texts are in the language of `translations`."""

    template_class = _QuickTemplate
    translations: NullTranslations = NullTranslations()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        names = {"icon": "sprite_icon", "picture": "sprite_icon", "asset": "asset"}
        answers: dict[str, Any] = {name: self.globals[known] for name, known in names.items() if known in self.globals}
        folded: nodes.Template = _Constants(self.translations.ugettext, answers).visit(tree)
        return folded


def environment_for(base: Environment, translations: NullTranslations) -> LanguageEnvironment:
    """An environment that shares everything with `base` but its compiled templates and its language."""
    made = LanguageEnvironment(
        loader=base.loader,
        autoescape=base.autoescape,
        undefined=base.undefined,
        trim_blocks=base.trim_blocks,
        lstrip_blocks=base.lstrip_blocks,
        auto_reload=base.auto_reload,
        extensions=list(base.extensions),
        cache_size=-1,
    )
    made.translations = translations
    made.policies = base.policies
    made.filters, made.tests, made.globals = base.filters, base.tests, base.globals
    return made
