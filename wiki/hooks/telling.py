"""How a room has people told of what happens in it, without knowing the room that tells them.

A room registers kinds of notices. Each names an event of the room; when that is recorded, whoever is to hear of it is
told in the same transaction: in their inbox, and by mail as they have chosen.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from wiki.kernel.events import Event
    from wiki.kernel.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom to tell of something on a page.

    Who did it isn't told, nor is anybody who may not read the page. `key` says which of your things it is about, the
    same for good, as in `annotation:17`; empty for the page itself. `number` is the revision that it is about, 0 for
    none. `once`: nobody is told of it who has been told of it before.
    """

    page_id: int
    person_ids: Collection[int]
    key: str = ""
    number: int = 0
    once: bool = False


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A thing that notices are about, for somebody who may read it now: where it lies, and a line of it."""

    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice. `line` is a marked text with `%(who)s` in it, such as "%(who)s mentioned you"; it may
    name the `%(number)s` of the revision that it is about.

    `nobody` is the same where the wiki itself did it. `tell` answers whom an event of the class `event` is told to.
    Kinds of one event are asked in the order of registration; a person hears of one event on one page once. `at_once`:
    mail leaves at once, unless a person wants none. Of notices with a key, `shown` answers those that somebody may read
    now; the others are neither shown, counted nor mailed.
    """

    name: str
    line: str
    nobody: str
    event: "type[Event]"
    tell: "Callable[[Session, Any], Iterable[Telling]]"
    at_once: bool = False
    shown: "Callable[[Session, Viewer, Sequence[str]], Mapping[str, ShownNotice]] | None" = None
