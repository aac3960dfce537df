"""What people type about files."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField

from wiki.web.forms import Form, Line

DESCRIPTION = 300


class UploadForm(Form):
    """A file for a page; several at once with scripts."""

    file = FileField(_l("File"))
    alt = Line(
        _l("What the picture shows"),
        most=DESCRIPTION,
        description=_l("Read aloud to those who can’t see it, for instance: the green button beside the till drawer"),
    )
    caption = Line(_l("Caption"), most=DESCRIPTION, description=_l("Stands below it in a page; may stay empty."))


class DescribeForm(Form):
    """What a file shows."""

    alt = Line(
        _l("What it shows"),
        most=DESCRIPTION,
        description=_l("Read aloud to those who can’t see it, for instance: the green button beside the till drawer"),
    )
    caption = Line(_l("Caption"), most=DESCRIPTION, description=_l("Stands below it in a page; may stay empty."))
