"""What admins do with accounts, and programme leads with invitations."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from wiki.kernel.refusals import Forbidden, Invalid
from wiki.people.actions import (
    Invitation,
    disable,
    enable,
    invite,
    move_to_team,
    reset_link,
    set_role,
    withdraw_invitation,
)
from wiki.people.contexts import AdminPage, AdminPeoplePage, AdminPersonPage, AdminPluginsPage
from wiki.people.forms import InviteForm, StandingForm
from wiki.people.models import Person
from wiki.people.permissions import may, roles_to_give
from wiki.people.queries import directory, groups_of, open_invitations, person_by_handle
from wiki.people.routes.blueprint import allowed, answer, blueprint, group_choices, list_url, team_choices
from wiki.web.forms import clean_line
from wiki.web.request import int_arg, session, text_arg, who, wiki, work
from wiki.web.spoken import say
from wiki.web.templating import show


@blueprint.get("/admin")
def admin() -> str:
    viewer = allowed("see the admin page")
    links = wiki().host.collect("register_admin_links")
    mine = [link for link in links if link.role is None or link.role == viewer.role]
    return show(AdminPage(links=sorted(mine, key=lambda link: link.position)))


@blueprint.get("/admin/plugins")
def admin_plugins() -> str:
    allowed("see plugins")
    return show(AdminPluginsPage(plugins=wiki().host.plugins))


@blueprint.get("/admin/people")
def admin_people() -> str:
    allowed("invite")
    return _people_page(_invite_form(empty=True))


@blueprint.post("/admin/people/invite")
def invite_post() -> AnyResponse:
    viewer = allowed("invite")
    form, settings = _invite_form(), wiki().settings
    if not form.validate():
        return answer(_people_page(form), 422)
    who_comes = Invitation(
        email=str(form.email.data),
        role=form.role.data,
        side=str(form.side.data),
        team_id=form.team.data or None,
        group_ids=form.groups.data or (),
    )
    try:
        with work() as change:
            link = invite(
                change,
                viewer,
                who_comes,
                base_url=settings.base_url,
                site_name=settings.site_name,
                days=settings.invitation_days,
                say=say,
            )
    except Invalid as error:
        form.add_errors(error.errors)
        return answer(_people_page(form), 422)
    return answer(_people_page(_invite_form(empty=True), link))


@blueprint.post("/admin/invitations/<int:ticket_id>/withdraw")
def withdraw(ticket_id: int) -> AnyResponse:
    allowed("keep people")
    with work() as change:
        withdraw_invitation(change, ticket_id)
    flash(_("The invitation is withdrawn; its link no longer works."))
    return redirect(url_for("people.admin_people"), 303)


def _invite_form(*, empty: bool = False) -> InviteForm:
    form = InviteForm(formdata=None, data={"role": "member"}) if empty else InviteForm()
    form.offer(roles_to_give(who()), team_choices(), group_choices() if who().is_admin else [])
    return form


def _people_page(form: InviteForm, link: str = "") -> str:
    text, keeper = clean_line(text_arg("q", 80)), may(who(), "keep people")
    return show(
        AdminPeoplePage(
            found=directory(session(), text=text, page=int_arg("page", 1), disabled=keeper),
            text=text,
            page_url=list_url("people.admin_people", q=text),
            form=form,
            link=link,
            invitations=open_invitations(session(), wiki().clock.now()) if keeper else (),
            may_keep=keeper,
        )
    )


@blueprint.get("/admin/people/<handle>")
def admin_person(handle: str) -> str:
    return _person_page(_whose(handle))


@blueprint.post("/admin/people/<handle>")
def admin_person_post(handle: str) -> AnyResponse:
    whose = _whose(handle)
    form = _standing_form(whose, typed=True)
    if not form.validate():
        return answer(_person_page(whose, form), 422)
    try:
        with work() as change:
            set_role(change, whose.id, form.role.data)
            move_to_team(change, whose.id, form.team.data or None)
    except Forbidden as error:
        form.add_errors({"role": str(error)})
        return answer(_person_page(whose, form), 422)
    flash(_("Saved."))
    return redirect(url_for("people.admin_person", handle=handle), 303)


@blueprint.post("/admin/people/<handle>/disable")
def disable_post(handle: str) -> AnyResponse:
    whose = _whose(handle)
    with work() as change:
        disable(change, whose.id)
    flash(_("%(name)s can't sign in any more and is signed out everywhere.", name=whose.name))
    return redirect(url_for("people.admin_person", handle=handle), 303)


@blueprint.post("/admin/people/<handle>/enable")
def enable_post(handle: str) -> AnyResponse:
    whose = _whose(handle)
    with work() as change:
        enable(change, whose.id)
    flash(_("%(name)s can sign in again.", name=whose.name))
    return redirect(url_for("people.admin_person", handle=handle), 303)


@blueprint.post("/admin/people/<handle>/reset-link")
def reset_link_post(handle: str) -> AnyResponse:
    whose, settings = _whose(handle), wiki().settings
    with work() as change:
        link = reset_link(change, whose.id, base_url=settings.base_url, minutes=settings.reset_minutes)
    return answer(_person_page(whose, link=link))


def _whose(handle: str) -> Person:
    allowed("keep people")
    return person_by_handle(session(), handle)


def _standing_form(whose: Person, *, typed: bool) -> StandingForm:
    data = {"role": whose.role, "team": whose.team_id or 0}
    form = StandingForm() if typed else StandingForm(formdata=None, data=data)
    form.offer(team_choices())
    return form


def _person_page(whose: Person, form: StandingForm | None = None, link: str = "") -> str:
    return show(
        AdminPersonPage(
            whose=whose,
            form=form or _standing_form(whose, typed=False),
            groups=groups_of(session(), whose.id),
            link=link,
            minutes=wiki().settings.reset_minutes,
        )
    )
