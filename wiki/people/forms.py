"""The forms of this room. Limits stand here once; actions check what must hold whoever calls them."""

from functools import cache
from typing import Any

from babel import Locale
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from pytz import common_timezones  # type: ignore[import-untyped]
from wtforms import HiddenField, PasswordField, SelectField, SelectMultipleField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from wiki.kernel.viewer import Role
from wiki.people.passwords import LEAST, MOST
from wiki.web.factory import LANGUAGES
from wiki.web.forms import Form, Line, Text, not_blank, options

SIDE_LABELS = [
    ("", _l("Neither side")),
    ("junior", _l("Junior: I write how-tos")),
    ("senior", _l("Senior: I teach them back")),
]
ROLE_LABELS: dict[Role, Any] = {
    "reader": _l("Reader"),
    "member": _l("Member"),
    "lead": _l("Programme lead"),
    "admin": _l("Admin"),
}


class Password(PasswordField):
    """A password as typed: nothing is trimmed, and it is never sent back."""

    def __init__(self, label: Any, *, new: bool, **options: Any) -> None:
        length = Length(max=MOST, message=_l("At most %(max)d characters, please."))
        hint = _l("At least %(least)d characters. A few words in a row are easy to remember.", least=LEAST)
        super().__init__(
            label,
            [not_blank, length],
            description=hint if new else "",
            render_kw={"autocomplete": "new-password" if new else "current-password", "maxlength": MOST},
            **options,
        )


def _email(label: Any) -> Line:
    kind = {"type": "email", "autocomplete": "username", "inputmode": "email", "maxlength": 254}
    return Line(label, [not_blank], most=254, render_kw=kind)


def _name() -> Line:
    return Line(_l("Name"), [not_blank], most=100, render_kw={"autocomplete": "name", "maxlength": 100})


def _pronouns() -> Line:
    return Line(_l("Pronouns"), most=40, description=_l("If you like: she/her, he/him, they/them …"))


class SignInForm(Form):
    email = _email(_l("Work email"))
    password = Password(_l("Password"), new=False)
    next = HiddenField()
    kept = HiddenField()


class SetupForm(Form):
    token = Line(
        _l("Token from the console"),
        [not_blank],
        most=100,
        description=_l("It was printed where the wiki was started."),
        render_kw={"class": "input token", "autocomplete": "off", "spellcheck": "false"},
    )
    name = _name()
    email = _email(_l("Work email"))
    password = Password(_l("Password"), new=True)


class AcceptForm(Form):
    name = _name()
    pronouns = _pronouns()
    password = Password(_l("Password"), new=True)


class ForgotForm(Form):
    email = _email(_l("Work email"))


class ResetForm(Form):
    password = Password(_l("New password"), new=True)


class PasswordForm(Form):
    current = Password(_l("Password until now"), new=False)
    password = Password(_l("New password"), new=True)


class ProfileForm(Form):
    name = _name()
    pronouns = _pronouns()
    team = SelectField(_l("Team"), coerce=int)
    job = Line(_l("What you do"), most=100)
    about = Text(_l("About you"), most=2000, description=_l("What can people ask you about?"))
    side = SelectField(_l("Your side of the loop"), choices=options(SIDE_LABELS))
    time_zone = SelectField(_l("Time zone"))
    language = SelectField(_l("Language"))

    def offer(self, teams: list[tuple[int, str]], usual_zone: str, usual_language: str) -> None:
        """Fill the lists to choose from; the wiki's own zone and language stand first."""
        self.team.choices = options([(0, _l("No team")), *teams])
        self.time_zone.choices = options([("", _l("As the wiki: %(zone)s", zone=usual_zone)), *_zones()])
        usual = _l("As the wiki: %(language)s", language=_language(usual_language))
        self.language.choices = options([("", usual), *((code, _language(code)) for code in LANGUAGES)])


@cache
def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in common_timezones]


@cache
def _language(code: str) -> str:
    return str(Locale.parse(code, sep="-" if "-" in code else "_").get_display_name() or code)


class AvatarForm(Form):
    picture = FileField(
        _l("Picture"),
        description=_l("PNG, JPEG, WebP or GIF, at most 5 MB. It is cut to a square."),
        render_kw={"accept": "image/png,image/jpeg,image/webp,image/gif"},
    )


class TickBoxes(SelectMultipleField):
    """Several of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class InviteForm(Form):
    email = Line(_l("Work email"), [not_blank], most=254, render_kw={"type": "email", "autocomplete": "off"})
    role = SelectField(_l("Role"))
    side = SelectField(_l("Side of the loop"), choices=options(SIDE_LABELS))
    team = SelectField(_l("Team"), coerce=int)
    groups = TickBoxes(_l("Groups"), [Optional()], coerce=int)

    def offer(self, roles: tuple[Role, ...], teams: list[tuple[int, str]], groups: list[tuple[int, str]]) -> None:
        self.role.choices = options((role, ROLE_LABELS[role]) for role in roles)
        self.team.choices = options([(0, _l("No team")), *teams])
        self.groups.choices = options(groups)


class StandingForm(Form):
    """What an admin sets of somebody."""

    role = SelectField(_l("Role"), choices=options(ROLE_LABELS.items()))
    team = SelectField(_l("Team"), coerce=int)

    def offer(self, teams: list[tuple[int, str]]) -> None:
        self.team.choices = options([(0, _l("No team")), *teams])


class GroupForm(Form):
    name = Line(_l("Name"), [not_blank], most=80)
    about = Line(_l("What it is for"), most=200)


class TeamForm(Form):
    name = Line(_l("Name"), [not_blank], most=80)


class MemberForm(Form):
    handle = Line(
        _l("Handle"),
        [not_blank],
        most=80,
        description=_l("As in @nia-okafor; it stands on their profile."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class NoFieldsForm(Form):
    """A button alone."""
