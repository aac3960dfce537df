"""What people type about pages and spaces."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from wiki.markup import Limits
from wiki.pages.actions.naming import TITLE_LIMIT
from wiki.pages.actions.revising import PageText
from wiki.pages.actions.saving import SUMMARY_LENGTH
from wiki.pages.permissions import SPACE_ROLES
from wiki.pages.types import PageType, TypeField
from wiki.web.forms import Form, Line, Text, clean_text, not_blank, options

PREFIX = "about_"
"""Before the names of a type's own fields, so that they can't meet those of the form."""

MOST_REVISIONS = 2**31 - 1

ROLE_LABELS = {
    "reader": _l("may read"),
    "annotator": _l("may read and annotate"),
    "writer": _l("may write"),
    "keeper": _l("keeps the space"),
}
ROLES = options((role, ROLE_LABELS[role]) for role in SPACE_ROLES)


class EditForm(Form):
    """A page's text; `form_for` adds the fields of its type. `draft`: see `wiki.pages.unsaved`."""

    title = Line(_l("Title"), [not_blank], most=TITLE_LIMIT)
    body = Text(_l("Text"), most=Limits().body)
    tags = Line(_l("Tags"), most=1000, description=_l("By comma, for instance: tills, first week"))
    summary = Line(_l("What changed, in a few words"), most=SUMMARY_LENGTH)
    minor = BooleanField(_l("Only a small thing (spelling, a link)"))
    base = IntegerField(_l("Revision"), [Optional(), NumberRange(min=0, max=MOST_REVISIONS)])
    draft = HiddenField()
    draft_seen = HiddenField()

    def text(self, kind: PageType) -> PageText:
        """What was typed; raises `Invalid` for fields of the type that can't be read."""
        raw = {name[len(PREFIX) :]: field.data for name, field in self._fields.items() if name.startswith(PREFIX)}
        values, errors = kind.read_fields(raw)
        self.add_errors({PREFIX + name: _(text) for name, text in errors.items()})
        return PageText(
            title=self.title.data or "",
            body=self.body.data or "",
            type=kind.name,
            tags=(self.tags.data or "").split(","),
            fields=values,
            summary=self.summary.data or "",
            minor=self.minor.data,
        )

    @property
    def about(self) -> list[Field]:
        """The fields of the type."""
        return [field for name, field in self._fields.items() if name.startswith(PREFIX)]


class ChangeForm(EditForm):
    """A page that is there already: that of the id `of`. `owner_was` is the owner that the editor began with."""

    owner = Line(_l("Owner"), most=200, description=_l("Who answers for this page: a name or an @handle."))
    owner_was = HiddenField()
    of = HiddenField()


class SectionForm(Form):
    """One section of the page with the id `of`, with the heading that begins it."""

    body = Text(_l("Text"), most=Limits().body)
    summary = Line(_l("What changed, in a few words"), most=SUMMARY_LENGTH)
    base = IntegerField(_l("Revision"), [Optional(), NumberRange(min=0, max=MOST_REVISIONS)])
    draft = HiddenField()
    draft_seen = HiddenField()
    of = HiddenField()


class NewForm(EditForm):
    """A page that isn't there yet. `switch` is the type that somebody changes to while typing."""

    space = SelectField(_l("Space"), choices=[])
    parent = HiddenField()
    type = HiddenField()
    switch = HiddenField()


def form_for(kind: PageType, form: type[EditForm], defaults: dict[str, Any], **options: Any) -> Any:
    """A form for pages of this type, filled from the request or else from `defaults` (`fields` by their names).

    With `formdata=None` from the defaults alone.
    """
    own = {PREFIX + field.name: _type_field(field) for field in kind.fields}
    fields: Mapping[str, Any] = defaults.get("fields", {})
    made = type(f"{form.__name__}For{kind.name.title()}", (form,), own)
    return made(data={**defaults, **{PREFIX + name: value for name, value in fields.items()}}, **options)


def _type_field(field: TypeField) -> Any:
    label, description = _(field.label), _(field.help) if field.help else ""
    if field.kind == "choice":
        choices = [("", _("Not said")), *((value, _(text)) for value, text in (field.choices or {}).items())]
        return SelectField(label, choices=options(choices), description=description, default="")
    rule = Length(max=max(field.most, 20), message=_("This is too long."))
    attributes = {"inputmode": "numeric"} if field.kind == "number" else {}
    filters = [lambda value: clean_text(str(value)) if value is not None else ""]
    return StringField(label, [rule], description=description, render_kw=attributes, filters=filters)


class MoveForm(Form):
    """Where a page shall stand."""

    space = SelectField(_l("Space"), choices=[])
    parent = Line(_l("Below the page"), most=TITLE_LIMIT, description=_l("Its title or address; empty for the top."))


class GiveForm(Form):
    """Who shall answer for a page."""

    owner = Line(_l("Owner"), [not_blank], most=200, description=_l("A name or an @handle"))


class TemplateForm(Form):
    """A text that new pages begin with."""

    name = Line(_l("Name"), [not_blank], most=80)
    type = SelectField(_l("For pages of the type"), choices=[])
    body = Text(_l("Text"), most=Limits().body)


class MergeForm(Form):
    """Which page takes another one in."""

    into = Line(_l("Into the page"), [not_blank], most=TITLE_LIMIT, description=_l("Its title or address"))


class SplitForm(Form):
    """The section that gets a page of its own, and what that is called."""

    section = SelectField(_l("Section"), choices=[])
    title = Line(_l("Title of the new page"), [not_blank], most=TITLE_LIMIT)


class RestrictForm(Form):
    who = Line(
        _l("Who may read it"),
        most=2000,
        description=_l("Names of people and groups, or @handles, by comma. You are always among them."),
    )


class SpaceForm(Form):
    title = Line(_l("Title"), [not_blank], most=80)
    key = Line(_l("Short name"), most=60, description=_l("For its address; made of the title when empty."))
    about = Line(_l("What is in it"), most=300)
    icon = SelectField(_l("Icon"), choices=[])
    visibility = RadioField(
        _l("Who may read it"),
        choices=options(
            [
                ("open", _l("Everybody who is signed in")),
                ("groups", _l("The people and groups that its keepers name")),
                ("private", _l("Only the people that its keepers name, not even admins")),
            ]
        ),
        default="open",
        validators=[InputRequired()],
    )
    public = BooleanField(_l("Also readable without signing in"))
    sure = BooleanField(
        _l("Yes, open it to everybody"),
        description=_l("Whoever reaches the address of this wiki reads all its pages then, without an account."),
    )
    default_role = SelectField(_l("In an open space, everybody"), choices=ROLES, default="writer")

    def validate_public(self, field: Field) -> None:
        """It can't be closed to colleagues and open to the world."""
        if field.data and self.visibility.data != "open":
            text = _l("Only a space for everybody who is signed in can be read without signing in.")
            raise ValidationError(str(text))

    def validate_sure(self, field: Field) -> None:
        """Opening a space to the whole network takes a second tick; leaving it open does not."""
        if self.public.data and not self.public.object_data and not field.data:
            raise ValidationError(str(_l("Tick this too, if everybody shall read it.")))


class GrantForm(Form):
    who = Line(
        _l("Person or group"), [not_blank], most=200, description=_l("A name, an @handle, or the name of a group")
    )
    role = SelectField(_l("What they may do"), choices=ROLES)
