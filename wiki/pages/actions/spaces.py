"""Make spaces and change who they are for."""

import secrets
from collections.abc import Sequence

from sqlalchemy import delete, func, select

from wiki.kernel.counters import ACCESS, bump
from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.markup import slugify
from wiki.pages.actions.addressing import fit_addresses
from wiki.pages.events import SpaceChanged, SpaceMade
from wiki.pages.models import Page, Space, SpaceGrant
from wiki.pages.permissions import SPACE_ROLES, THE_WIKI, reach_of
from wiki.people.models import Group, Person

VISIBILITIES = ("open", "groups", "private")


def make_space(
    work: Work,
    *,
    viewer: Viewer = THE_WIKI,
    title: str,
    key: str = "",
    about: str = "",
    icon: str = "book-open",
    visibility: str = "open",
    public: bool = False,
    default_role: str = "writer",
    keeper_id: int | None = None,
) -> Space:
    """Add a space, made by `viewer`; `keeper_id` keeps it. Its key is made of the title unless given.

    A command names the key as it shall be. Of what people make, a space that is not open gets one that can't be
    guessed, and a key that a space hidden from its maker has is passed by in silence. Raises `Invalid`.
    """
    session = work.session
    key = key or slugify(title)[:40].strip("-")
    if viewer != THE_WIKI and key and slugify(key) == key and len(key) <= 60:
        hidden = visibility != "open"
        key = f"{key[:50].rstrip('-')}-{secrets.token_hex(4)}" if hidden else _past_hidden(work, viewer, key)
    errors = _problems(title, about, visibility, default_role)
    if not key or slugify(key) != key or len(key) > 60:
        errors["key"] = N_("A short name has letters, digits and hyphens only.")
    elif session.scalar(select(Space.id).where(Space.key == key)):
        errors["key"] = N_("There is a space of this short name already.")
    if errors:
        raise Invalid(errors)
    last = session.scalar(select(func.max(Space.position))) or 0
    space = Space(
        key=key,
        title=title,
        about=about,
        icon=icon,
        visibility=visibility,
        public=public and visibility == "open",
        default_role=default_role,
        position=last + 10,
        made_at=work.clock.now(),
    )
    session.add(space)
    session.flush()
    if keeper_id is not None:
        session.add(SpaceGrant(space_id=space.id, person_id=keeper_id, role="keeper"))
    bump(session, ACCESS)
    work.record(SpaceMade(space.id))
    return space


def _past_hidden(work: Work, viewer: Viewer, key: str) -> str:
    """The key itself, or the next one where a space that the viewer can't see has it."""
    seen, number, wanted = reach_of(work.session, viewer).roles, 1, key
    while (found := work.session.scalar(select(Space.id).where(Space.key == wanted))) and found not in seen:
        number += 1
        wanted = f"{key[:56].rstrip('-')}-{number}"
    return wanted


def change_space(
    work: Work,
    space: Space,
    *,
    title: str,
    about: str,
    icon: str,
    visibility: str,
    public: bool,
    default_role: str,
) -> None:
    """Change what a space is called and whom it is for. Raises `Invalid`, also for a private one without a keeper.

    One that opens or closes gives its pages other addresses; the former ones lead to them.
    """
    if errors := _problems(title, about, visibility, default_role):
        raise Invalid(errors)
    space.title, space.about, space.icon = title, about, icon
    opens_or_closes = (space.visibility == "open") != (visibility == "open")
    space.visibility, space.default_role = visibility, default_role
    space.public = public and visibility == "open"
    _keep_a_keeper(work, space, "visibility")
    if opens_or_closes:
        pages = select(Page).where(Page.space_id == space.id).order_by(Page.id).with_for_update(key_share=True)
        fit_addresses(work.session, work.session.scalars(pages).all(), space)
    bump(work.session, ACCESS)
    work.record(SpaceChanged(space.id))


def _problems(title: str, about: str, visibility: str, default_role: str) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not title:
        errors["title"] = N_("A space needs a title.")
    if len(title) > 80:
        errors["title"] = N_("At most 80 characters, please.")
    if len(about) > 300:
        errors["about"] = N_("At most 300 characters, please.")
    if visibility not in VISIBILITIES:
        errors["visibility"] = N_("Choose one of the list.")
    if default_role not in SPACE_ROLES:
        errors["default_role"] = N_("Choose one of the list.")
    return errors


def set_grant(work: Work, space: Space, holder: Person | Group, role: str | None) -> None:
    """Give a person or group a role in the space, or take theirs away (None).

    Raises `Invalid` when a private space would be left without a keeper.
    """
    session = work.session
    is_person = isinstance(holder, Person)
    column = SpaceGrant.person_id if is_person else SpaceGrant.group_id
    session.execute(delete(SpaceGrant).where(SpaceGrant.space_id == space.id, column == holder.id))
    if role is not None:
        if role not in SPACE_ROLES:
            raise Invalid({"role": N_("Choose one of the list.")})
        session.add(
            SpaceGrant(
                space_id=space.id,
                person_id=holder.id if is_person else None,
                group_id=None if is_person else holder.id,
                role=role,
            )
        )
        session.flush()
    _keep_a_keeper(work, space, "role")
    bump(session, ACCESS)
    work.record(SpaceChanged(space.id))


def _keep_a_keeper(work: Work, space: Space, field: str) -> None:
    keepers = work.session.scalar(
        select(func.count()).where(SpaceGrant.space_id == space.id, SpaceGrant.role == "keeper")
    )
    if space.visibility == "private" and not keepers:
        raise Invalid({field: N_("A private space needs at least one keeper.")})


def order_spaces(work: Work, ids: Sequence[int]) -> None:
    """Show the spaces in the order of `ids`."""
    for place, space_id in enumerate(ids):
        if (space := work.session.get(Space, space_id)) is not None:
            space.position = (place + 1) * 10
    bump(work.session, ACCESS)
