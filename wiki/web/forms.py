"""The base of all forms: CSRF token, clean text, refusals put beside their fields."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import wtforms
from babel.support import NullTranslations, Translations
from flask import request
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, FileField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.i18n import messages_path
from wtforms.validators import Length, ValidationError

from wiki.web.spoken import translated

# Characters that turn the direction of what follows: harmless in a text, a lie in a name.
UNREADABLE = "\ufffd"
"""What stands for bytes that aren't UTF-8."""

# Nobody sees these; a name of them alone could be neither read nor clicked.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Mn", "Zs", "Zl", "Zp"})
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


def clean_text(value: str | None) -> str:
    """A text as typed, without NUL and with line ends as `\\n`."""
    return (value or "").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def clean_line(value: str | None) -> str:
    """A name or title: one line, no control or direction characters, no spaces at its ends."""
    text = (value or "").translate(DIRECTION)
    text = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join(text.split())


def readable(form: wtforms.Form, field: Field) -> None:  # noqa: ARG001 - WTForms' signature
    """No characters that arrived broken: in a name they would stay for good."""
    if UNREADABLE in str(field.data or ""):
        raise ValidationError(_l("Some characters here (%(sign)s) arrived broken. Type them again.", sign=UNREADABLE))


class Line(StringField):
    """A text of one line, at most `most` characters, all of them readable."""

    def __init__(
        self,
        label: Any,
        validators: list[Callable[..., Any]] | None = None,
        *,
        most: int = 200,
        **options: Any,
    ) -> None:
        length = Length(max=most, message=_l("At most %(max)d characters, please."))
        super().__init__(label, [*(validators or []), length, readable], filters=[clean_line], **options)


class Text(TextAreaField):
    """A text of many lines; `most` characters."""

    def __init__(
        self, label: Any, validators: list[Callable[..., Any]] | None = None, *, most: int, **options: Any
    ) -> None:
        rules = [*(validators or []), Length(max=most, message=_l("At most %(max)d characters, please."))]
        super().__init__(label, rules, filters=[clean_text], **options)


class Form(FlaskForm):  # type: ignore[misc]
    """Base of all forms."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, _form: "Form") -> NullTranslations:
            return _messages(str(get_locale() or "en"))

        def wrap_formdata(self, form: "Form", formdata: Any) -> Any:
            """What was posted as a form, with files only where the form asks for one; nothing of JSON."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if not form.is_submitted() or not (request.form or request.files):
                return None
            files = MultiDict(
                (name, file)
                for name, file in request.files.items(multi=True)
                if isinstance(form._fields.get(name), FileField)
            )
            return CombinedMultiDict([files, request.form])

    def add_errors(self, errors: Mapping[str, str]) -> None:
        """Put a refusal's messages beside the fields they are about; others stand above the form.

        Messages of actions are marked for translation and are translated here.
        """
        for name, marked in errors.items():
            text = translated(marked)
            field: Field | None = self._fields.get(name)
            if field is None:
                self.form_errors.append(text)
            else:
                field.errors = [*field.errors, text]


@cache
def _messages(language: str) -> NullTranslations:
    """WTForms' own messages in a language; read from its file once, not for each form."""
    return Translations.load(messages_path(), [language], domain="wtforms")


def options(pairs: Iterable[tuple[Any, Any]]) -> list[Any]:
    """Value and label of each choice of a select, as WTForms wants them; tuples are on their way out there."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def not_blank(form: wtforms.Form, field: Field) -> None:  # noqa: ARG001 - WTForms' signature
    """At least one character that is seen."""
    if all(unicodedata.category(sign) in _UNSEEN or sign in _BLANK for sign in str(field.data or "")):
        raise ValidationError(_l("This must be filled in."))
