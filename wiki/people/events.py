"""What happens to people and to their rights."""

from dataclasses import dataclass

from wiki.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PersonInvited(Event):
    """An invitation was made; the ticket's row goes when it is accepted or has run out."""

    ticket_id: int
    role: str


@dataclass(frozen=True, slots=True)
class PersonJoined(Event):
    person_id: int


@dataclass(frozen=True, slots=True)
class SignedIn(Event):
    person_id: int
    sign_in_id: int


@dataclass(frozen=True, slots=True)
class SignedOut(Event):
    """Sign-ins of a person ended before their time; `ended` of them."""

    person_id: int
    ended: int


@dataclass(frozen=True, slots=True)
class PasswordChanged(Event):
    """By the person themselves, or by a link when `by_link`."""

    person_id: int
    by_link: bool


@dataclass(frozen=True, slots=True)
class ResetAsked(Event):
    """A link for a new password was made."""

    person_id: int


@dataclass(frozen=True, slots=True)
class ProfileChanged(Event):
    person_id: int


@dataclass(frozen=True, slots=True)
class RoleChanged(Event):
    person_id: int
    before: str
    role: str


@dataclass(frozen=True, slots=True)
class PersonMoved(Event):
    """Somebody belongs to another team now; None is no team."""

    person_id: int
    team_id: int | None


@dataclass(frozen=True, slots=True)
class PersonDisabled(Event):
    person_id: int


@dataclass(frozen=True, slots=True)
class PersonEnabled(Event):
    person_id: int


@dataclass(frozen=True, slots=True)
class GroupMade(Event):
    group_id: int


@dataclass(frozen=True, slots=True)
class GroupChanged(Event):
    """Its name or text."""

    group_id: int


@dataclass(frozen=True, slots=True)
class GroupDeleted(Event):
    group_id: int


@dataclass(frozen=True, slots=True)
class GroupJoined(Event):
    group_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class GroupLeft(Event):
    group_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class TeamMade(Event):
    team_id: int


@dataclass(frozen=True, slots=True)
class TeamRenamed(Event):
    team_id: int


@dataclass(frozen=True, slots=True)
class TeamDeleted(Event):
    team_id: int
