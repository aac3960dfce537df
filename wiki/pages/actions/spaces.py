"""Make spaces and change who they are for."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from wiki.kernel.counters import ACCESS, bump
from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.kernel.work import Work
from wiki.markup import slugify
from wiki.pages.events import SpaceChanged, SpaceMade
from wiki.pages.models import Space, SpaceGrant
from wiki.pages.permissions import SPACE_ROLES
from wiki.people.models import Group, Person

VISIBILITIES = ("open", "groups", "private")


def make_space(
    work: Work,
    *,
    title: str,
    key: str = "",
    about: str = "",
    icon: str = "book-open",
    visibility: str = "open",
    public: bool = False,
    default_role: str = "writer",
    keeper_id: int | None = None,
) -> Space:
    """Add a space; `keeper_id` keeps it. Its key is made of the title unless given. Raises `Invalid`."""
    session = work.session
    key = key or slugify(title)[:40].strip("-")
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
    """Change what a space is called and whom it is for. Raises `Invalid`, also for a private one without a keeper."""
    if errors := _problems(title, about, visibility, default_role):
        raise Invalid(errors)
    space.title, space.about, space.icon = title, about, icon
    space.visibility, space.default_role = visibility, default_role
    space.public = public and visibility == "open"
    _keep_a_keeper(work, space, "visibility")
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
