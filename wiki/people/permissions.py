"""Who may do what with people: a permission, and the two lines that decide."""

from collections.abc import Callable
from typing import Literal

from wiki.kernel.refusals import Forbidden
from wiki.kernel.texts import N_
from wiki.kernel.viewer import ROLES, Role, Viewer

Permission = Literal["see people", "see the admin page", "invite", "keep people", "keep groups", "see plugins"]


def _signed_in(viewer: Viewer) -> bool:
    return viewer.signed_in


def _leads(viewer: Viewer) -> bool:
    return viewer.signed_in and viewer.role in {"lead", "admin"}


def _admin(viewer: Viewer) -> bool:
    return viewer.signed_in and viewer.is_admin


TABLE: dict[Permission, Callable[[Viewer], bool]] = {
    "see people": _signed_in,
    "see the admin page": _leads,
    "invite": _leads,
    "keep people": _admin,
    "keep groups": _admin,
    "see plugins": _admin,
}


def may(viewer: Viewer, what: Permission) -> bool:
    return TABLE[what](viewer)


def demand(viewer: Viewer, what: Permission) -> None:
    """Raise `Forbidden` unless the viewer may; with the text "sign-in" when signing in could help."""
    if not viewer.signed_in:
        raise Forbidden("sign-in")
    if not may(viewer, what):
        raise Forbidden(N_("Only an admin can do this."))


def roles_to_give(viewer: Viewer) -> tuple[Role, ...]:
    """Roles that somebody may invite others into: a programme lead brings in members, an admin anybody."""
    if viewer.is_admin:
        return ROLES
    return ("reader", "member") if may(viewer, "invite") else ()
