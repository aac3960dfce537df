"""The base of all forms: CSRF token, clean text, refusals put beside their fields."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, ValidationError

from wiki.web.spoken import translated

# Characters that turn the direction of what follows: harmless in a text, a lie in a name.
DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


def clean_text(value: str | None) -> str:
    """A text as typed, without NUL and with line ends as `\\n`."""
    return (value or "").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def clean_line(value: str | None) -> str:
    """A name or title: one line, no control or direction characters, no spaces at its ends."""
    text = (value or "").translate(DIRECTION)
    text = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join(text.split())


class Line(StringField):
    """A text of one line, at most `most` characters."""

    def __init__(
        self,
        label: Any,
        validators: list[Callable[..., Any]] | None = None,
        *,
        most: int = 200,
        **options: Any,
    ) -> None:
        rules = [*(validators or []), Length(max=most, message=_l("At most %(max)d characters, please."))]
        super().__init__(label, rules, filters=[clean_line], **options)


class Text(TextAreaField):
    """A text of many lines; `most` characters."""

    def __init__(
        self, label: Any, validators: list[Callable[..., Any]] | None = None, *, most: int, **options: Any
    ) -> None:
        rules = [*(validators or []), Length(max=most, message=_l("At most %(max)d characters, please."))]
        super().__init__(label, rules, filters=[clean_text], **options)


class Form(FlaskForm):  # type: ignore[misc]
    """Base of all forms."""

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


def options(pairs: Iterable[tuple[Any, Any]]) -> list[Any]:
    """Value and label of each choice of a select, as WTForms wants them; tuples are on their way out there."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def not_blank(form: Form, field: Field) -> None:  # noqa: ARG001 - WTForms' signature
    """At least one character that is seen."""
    if not str(field.data or "").strip():
        raise ValidationError(str(_l("This must be filled in.")))
