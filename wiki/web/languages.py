"""Texts translated when a template is compiled, once for each language, instead of at each request.

A page says a hundred texts; looking each up while it is shown took longer than all its SQL. So every language has
a Jinja environment of its own, in which `_('a text')` with nothing to fill in is a constant. Texts with values and
plurals are looked up when they are shown, as anywhere.
"""

from collections.abc import Callable, MutableMapping
from typing import Any

from babel.support import NullTranslations
from jinja2 import Environment, Template, nodes
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from wiki.web.escaping import escape

Translate = Callable[[str], str]


class _Constants(NodeTransformer):
    """Replaces `_('…')` and `gettext('…')` of one plain text by its translation."""

    def __init__(self, translate: Translate) -> None:
        self._translate = translate

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        is_gettext = isinstance(node.node, nodes.Name) and node.node.name in {"_", "gettext"}
        if not is_gettext or len(node.args) != 1 or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        text = node.args[0]
        if not isinstance(text, nodes.Const) or not isinstance(text.value, str):
            return node
        # As Jinja's own gettext does: a template's text is markup, and `%%` a percent sign.
        return nodes.Const(Markup(self._translate(text.value)) % {}, lineno=node.lineno)


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
        folded: nodes.Template = _Constants(self.translations.ugettext).visit(tree)
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
