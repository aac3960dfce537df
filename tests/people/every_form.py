"""Every form of this room, with what makes it good, and a desk that sends it."""

import html
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import PASSWORD, csrf, make_group, make_person, sign_in
from wiki.kernel.viewer import Viewer
from wiki.people import forms
from wiki.people.actions import Invitation, first_admin_token, invite, make_team, reset_link
from wiki.web.forms import Form
from wiki.web.running import Wiki


@dataclass(frozen=True)
class Case:
    """A form: where it goes, who sends it ('' for nobody signed in), and what makes it good."""

    form: type[Form]
    path: str
    role: str
    good: dict[str, str]
    limits: dict[str, int]
    optional: frozenset[str] = field(default_factory=frozenset)
    # A wrong password or unknown email is no matter of the field.
    refused_as: int = 303


NEW = {"name": "New Name", "email": "new@example.com", "password": "a wholly new one"}
INVITED = {"email": "guest@example.com", "role": "member", "side": "", "team": "0"}
ME = {"name": "Nia", "pronouns": "she", "team": "0", "job": "Till", "about": "Ask", "side": ""}
CASES = {
    "sign-in": Case(
        forms.SignInForm,
        "/sign-in",
        "",
        {"email": "sam@example.com", "password": PASSWORD},
        {"email": 254, "password": 200},
        refused_as=401,
    ),
    "setup": Case(
        forms.SetupForm, "/setup", "first", {**NEW}, {"token": 100, "name": 100, "email": 254, "password": 200}
    ),
    "accept": Case(
        forms.AcceptForm,
        "{invite}",
        "",
        {"name": "Guest", "pronouns": "they", "password": "a wholly new one"},
        {"name": 100, "pronouns": 40, "password": 200},
        frozenset({"pronouns"}),
    ),
    "forgot": Case(forms.ForgotForm, "/forgot", "", {"email": "sam@example.com"}, {"email": 254}, refused_as=200),
    "reset": Case(forms.ResetForm, "{reset}", "", {"password": "a wholly new one"}, {"password": 200}),
    "password": Case(
        forms.PasswordForm,
        "/me/password",
        "admin",
        {"current": PASSWORD, "password": "a wholly new one"},
        {"current": 200, "password": 200},
        refused_as=422,
    ),
    "profile": Case(
        forms.ProfileForm,
        "/me",
        "admin",
        {**ME, "time_zone": "", "language": ""},
        {"name": 100, "pronouns": 40, "job": 100, "about": 2000},
        frozenset({"pronouns", "job", "about"}),
    ),
    "invite": Case(forms.InviteForm, "/admin/people/invite", "admin", INVITED, {"email": 254}, refused_as=200),
    "new group": Case(
        forms.GroupForm,
        "/admin/groups",
        "admin",
        {"name": "Shops", "about": "All of them"},
        {"name": 80, "about": 200},
        frozenset({"about"}),
    ),
    "group": Case(
        forms.GroupForm,
        "/admin/groups/1",
        "admin",
        {"name": "Shops", "about": "All of them"},
        {"name": 80, "about": 200},
        frozenset({"about"}),
    ),
    "member": Case(
        forms.MemberForm, "/admin/groups/1/members", "admin", {"handle": "@sam-admin"}, {"handle": 80}, refused_as=422
    ),
    "new team": Case(forms.TeamForm, "/admin/teams", "admin", {"name": "Shops"}, {"name": 80}),
    "team": Case(forms.TeamForm, "/admin/teams/1", "admin", {"name": "Shops"}, {"name": 80}),
}


class Desk:
    """Sends the forms, each with its good values but for what a test changes."""

    def __init__(self, app: Flask, wiki: Wiki, case: Case) -> None:
        self.client: FlaskClient = app.test_client()
        self.case, self.good, self.path = case, dict(case.good), case.path
        if case.role == "first":
            self.good["token"] = str(first_admin_token(wiki))
            return
        sam = make_person(wiki, "Sam Admin", role="admin", email="sam@example.com", password=PASSWORD)
        make_group(wiki)
        with wiki.work(sam.id) as work:
            make_team(work, "Tills")
            links = {
                "invite": invite(
                    work, Viewer(sam.id, "admin"), Invitation("guest@example.com"), base_url="", site_name="", days=1
                ),
                "reset": reset_link(work, sam.id, base_url="", minutes=60),
            }
        self.path = case.path.format(**links)
        if case.role:
            sign_in(self.client, sam)

    def send(self, **changed: object) -> tuple[int, str]:
        data = {**self.good, "csrf_token": csrf(self.client), **changed}
        answer = self.client.post(self.path, data=data)
        return answer.status_code, html.unescape(answer.text)

    def kept(self, page: str, besides: str) -> bool:
        """Whether what was typed into the other fields stands in the page, passwords excepted."""
        return all(
            f'"{value}"' in page or f">{value}<" in page or f">\n{value}" in page or f">\r\n{value}" in page
            for name, value in self.good.items()
            if name in self.case.limits and name != besides and "password" not in name and name != "current"
        )
