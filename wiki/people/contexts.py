"""What the templates of this room receive; theme authors rely on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from wiki.hooks.host import Found
from wiki.hooks.specs import Fragment, NavItem
from wiki.people import forms
from wiki.people.models import Group, Person, Team
from wiki.people.queries import Directory, Face, Link, OpenSignIn
from wiki.web.site import said


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """The door."""

    template: ClassVar[str] = "people/sign_in.html"
    form: forms.SignInForm = said("Fields `email`, `password`; hidden `next` and `kept`.")
    has_text: bool = said("Whether somebody's unsaved text waits behind the sign-in.")
    demo_people: Sequence[Person] = said("In the demo: whom one may be by one click; else empty.")
    demo_form: Any = said("The form around these clicks (its `csrf_token`).")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextIsHere:
    """After signing in again: the text that was on its way."""

    template: ClassVar[str] = "people/text_is_here.html"
    target: str = said("Local address the text was going to.")
    fields: Sequence[tuple[str, str]] = said("Name and value of each field that was posted, in their order.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupPage:
    """The very first account."""

    template: ClassVar[str] = "people/setup.html"
    form: forms.SetupForm = said("Fields `token`, `name`, `email`, `password`.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptPage:
    """An invitation, opened."""

    template: ClassVar[str] = "people/accept.html"
    form: forms.AcceptForm = said("Fields `name`, `pronouns`, `password`.")
    email: str = said("Address the invitation was sent to; the account's.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgotPage:
    template: ClassVar[str] = "people/forgot.html"
    form: forms.ForgotForm = said("Field `email`.")
    sent: bool = said("Whether it was asked for just now; the same for all addresses.")
    minutes: int = said("How long the link works.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetPage:
    template: ClassVar[str] = "people/reset.html"
    form: forms.ResetForm = said("Field `password`.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLinkPage:
    """A link that was used, has run out or never was."""

    template: ClassVar[str] = "people/dead_link.html"
    invitation: bool = said("Whether it was to be an invitation; else a new password.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryPage:
    """Everybody."""

    template: ClassVar[str] = "people/directory.html"
    found: Directory = said("People of this page of the list, with `total`, `page`, `pages`.")
    text: str = said("What was searched for.")
    teams: Sequence[Team] = said("All teams.")
    sizes: dict[int, int] = said("Number of people by team id; empty teams are missing.")
    team_id: int = said("Team the list is narrowed to; 0 for all.")
    page_url: Callable[[int], str] = said("Address of a page of the list, by its number.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilePage:
    template: ClassVar[str] = "people/profile.html"
    whose: Person = said("Whose profile it is, with `team`.")
    mine: bool = said("Whether it is the viewer's own.")
    may_keep: bool = said("Whether the viewer may change this person's standing.")
    groups: Sequence[Group] = said("Their groups; empty unless the viewer is an admin or themselves.")
    parts: Sequence[Fragment] = said("What other rooms and plugins have to say; shown by the filter `fragment`.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """A small card beside a mention; nothing around it."""

    template: ClassVar[str] = "people/card.html"
    whose: Person = said("Who is mentioned, with `team`.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """What people say of themselves."""

    template: ClassVar[str] = "people/settings.html"
    form: forms.ProfileForm = said("Fields `name pronouns team job about side time_zone language`.")
    avatar_form: forms.AvatarForm = said("Field `picture`.")
    me: Person = said("Whose settings they are.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPage:
    template: ClassVar[str] = "people/password.html"
    form: forms.PasswordForm = said("Fields `current` and `password`.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsPage:
    """Where somebody is signed in."""

    template: ClassVar[str] = "people/sessions.html"
    sign_ins: Sequence[OpenSignIn] = said("`id began_at ends_at browser address here` of each, newest first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminPage:
    template: ClassVar[str] = "people/admin.html"
    links: Sequence[NavItem] = said("What rooms and plugins offer here, by position.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminPeoplePage:
    template: ClassVar[str] = "people/admin_people.html"
    found: Directory = said("People of this page of the list, the disabled among them.")
    text: str = said("What was searched for.")
    page_url: Callable[[int], str] = said("Address of a page of the list, by its number.")
    form: forms.InviteForm = said("Fields `email role side team groups`.")
    link: str = said("The invitation just made, shown this once; else empty.")
    invitations: Sequence[Link] = said("`id email role ends_at` of those not accepted yet.")
    may_keep: bool = said("Whether the viewer may change accounts, not only invite.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminPersonPage:
    template: ClassVar[str] = "people/admin_person.html"
    whose: Person = said("Whose account it is.")
    form: forms.StandingForm = said("Fields `role` and `team`.")
    groups: Sequence[Group] = said("Their groups.")
    link: str = said("A link for a new password just made, shown this once; else empty.")
    minutes: int = said("How long such a link works.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminGroupsPage:
    template: ClassVar[str] = "people/admin_groups.html"
    groups: Sequence[Group] = said("All groups.")
    sizes: dict[int, int] = said("Number of members by group id; empty groups are missing.")
    form: forms.GroupForm = said("Fields `name` and `about` of a new one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminGroupPage:
    template: ClassVar[str] = "people/admin_group.html"
    group: Group = said("The group.")
    members: Sequence[Face] = said("Who is in it, by name.")
    form: forms.GroupForm = said("Fields `name` and `about`.")
    member_form: forms.MemberForm = said("Field `handle` of somebody to take in.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminTeamsPage:
    template: ClassVar[str] = "people/admin_teams.html"
    teams: Sequence[Team] = said("All teams.")
    sizes: dict[int, int] = said("Number of people by team id; empty teams are missing.")
    form: forms.TeamForm = said("Field `name` of a new one, or of `renamed`.")
    renamed: int = said("Id of the team whose new name was refused; 0 for none.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminPluginsPage:
    template: ClassVar[str] = "people/admin_plugins.html"
    plugins: Sequence[Found] = said("`name about errors` of each plugin that was found.")
