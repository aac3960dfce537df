"""Who shares notes with whom, as rooms and plugins say."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from wiki.hooks.specs import Circle
from wiki.kernel.viewer import Viewer

KEPT = "circles"


@dataclass(frozen=True, slots=True)
class Circles:
    """What the hooks `circles` and `circle_members` answer."""

    of: Callable[[Session, Viewer], Sequence[Circle]]
    members: Callable[[Session, Sequence[str]], Mapping[str, frozenset[int]]]


def circles_of(session: Session, viewer: Viewer) -> Sequence[Circle]:
    """The circles that the viewer is in: those of a mentoring pair, for instance."""
    known: Circles | None = session.info["kept"].get(KEPT)
    return known.of(session, viewer) if known is not None and viewer.signed_in else ()


def keys_of(session: Session, viewer: Viewer) -> frozenset[str]:
    return frozenset(circle.key for circle in circles_of(session, viewer))


def members_of(session: Session, keys: Collection[str]) -> Mapping[str, frozenset[int]]:
    """Key of a circle → ids of those who are in it."""
    known: Circles | None = session.info["kept"].get(KEPT)
    return known.members(session, sorted(keys)) if known is not None and keys else {}
