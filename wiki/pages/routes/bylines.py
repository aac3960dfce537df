"""Who is named as the author of something, and before whom.

Who isn't signed in reads pages of spaces that are open to everybody, but learns of nobody's name by it.
"""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext as _

from wiki.pages.queries.history import Past
from wiki.pages.queries.lists import Change
from wiki.pages.queries.reading import Reading
from wiki.people.queries import Face, names_of
from wiki.web.request import session, who


def bylined(reading: Reading) -> Reading:
    """The page, with its owner and who changed it last as the viewer may know them."""
    if who().signed_in:
        return reading
    return replace(reading, owner=shown(reading.owner), changer=shown(reading.changer))


def changes_bylined(changes: Sequence[Change]) -> Sequence[Change]:
    """The changes, with their authors as the viewer may know them."""
    return changes if who().signed_in else [replace(one, author=shown(one.author)) for one in changes]


def history_bylined(changes: Sequence[Past]) -> Sequence[Past]:
    """A page's revisions, with their authors as the viewer may know them."""
    return changes if who().signed_in else [replace(one, author=shown(one.author)) for one in changes]


def author_of(person_id: int | None) -> Face | None:
    """Somebody by id as the viewer may know them; None for who has left."""
    return None if person_id is None else shown(names_of(session(), [person_id]).get(person_id))


def shown(face: Face | None) -> Face | None:
    """The person; a nameless colleague to who isn't signed in."""
    if face is None or who().signed_in:
        return face
    return Face(0, _("a colleague"), "", "", "")
