"""The forms of this room."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField

from wiki.notices.actions.choosing import Wish
from wiki.web.forms import Form, options

_HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
_DAYS = [
    (0, _l("Monday")),
    (1, _l("Tuesday")),
    (2, _l("Wednesday")),
    (3, _l("Thursday")),
    (4, _l("Friday")),
    (5, _l("Saturday")),
    (6, _l("Sunday")),
]
_DIGESTS = [("off", _l("No digest")), ("daily", _l("Every day")), ("weekly", _l("Once a week"))]


def _hour(label: Any) -> SelectField:
    return SelectField(label, choices=options(_HOURS), coerce=int)


class ChoicesForm(Form):
    """How somebody wants to hear."""

    at_once = BooleanField(
        _l("Mail me at once when somebody mentions me"),
        description=_l("At most four mails a day; what is more comes in one digest."),
    )
    digest = SelectField(_l("Everything else in a digest"), choices=options(_DIGESTS))
    hour = _hour(_l("At"))
    weekday = SelectField(_l("If once a week, on"), choices=options(_DAYS), coerce=int)
    quiet_from = _hour(_l("No mail from"))
    quiet_until = _hour(_l("Until"))
    watch_own = BooleanField(
        _l("Watch the pages that I write or look after"),
        description=_l("Those that come from now on; you stop watching any of them on its page."),
    )

    def wish(self) -> Wish:
        return Wish(**{name: self._fields[name].data for name in Wish.__dataclass_fields__})
