"""Who may do what with the search itself."""

from wiki.kernel.refusals import Forbidden
from wiki.kernel.texts import N_
from wiki.pages.permissions import Reach


def may_keep_words(reach: Reach) -> bool:
    """Say which words mean the same, and see what nobody found: keepers of a space, leads and admins."""
    viewer = reach.viewer
    if not viewer.signed_in:
        return False
    return viewer.role in {"lead", "admin"} or bool(reach.spaces_with("keeper"))


def demand_keeping_words(reach: Reach) -> None:
    """Raise `Forbidden` unless the viewer may."""
    if not reach.viewer.signed_in:
        raise Forbidden("sign-in")
    if not may_keep_words(reach):
        raise Forbidden(N_("Only keepers of a space, programme leads and admins can do this."))
