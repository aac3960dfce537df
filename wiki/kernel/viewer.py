"""Who is looking: the one thing that every read asks for."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["reader", "member", "lead", "admin"]
ROLES: tuple[Role, ...] = ("reader", "member", "lead", "admin")


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person's standing while one request lasts; `person_id` is None for somebody not signed in.

    `generation` is the state of all permissions that this standing was read from. Whatever is derived
    from a viewer may be kept under `(person_id, generation)`: any change of a right begins a new one.
    """

    person_id: int | None = None
    role: Role = "reader"
    group_ids: frozenset[int] = frozenset()
    generation: int = 0

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"
