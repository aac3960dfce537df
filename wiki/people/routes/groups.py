"""Groups and teams, kept by admins."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from wiki.kernel.refusals import Invalid
from wiki.people.actions import (
    delete_group,
    delete_team,
    join_group,
    leave_group,
    make_group,
    make_team,
    rename_group,
    rename_team,
)
from wiki.people.contexts import AdminGroupPage, AdminGroupsPage, AdminTeamsPage
from wiki.people.forms import GroupForm, MemberForm, TeamForm
from wiki.people.queries import (
    all_groups,
    all_teams,
    group_by_id,
    group_sizes,
    members_of,
    people_named,
    team_sizes,
)
from wiki.people.routes.blueprint import allowed, answer, blueprint
from wiki.web.request import session, work
from wiki.web.templating import show


@blueprint.get("/admin/groups")
def admin_groups() -> str:
    allowed("keep groups")
    return _groups_page(GroupForm(formdata=None))


@blueprint.post("/admin/groups")
def admin_groups_post() -> AnyResponse:
    allowed("keep groups")
    form = GroupForm()
    if not form.validate():
        return answer(_groups_page(form), 422)
    try:
        with work() as change:
            group = make_group(change, name=str(form.name.data), about=str(form.about.data))
    except Invalid as error:
        form.add_errors(error.errors)
        return answer(_groups_page(form), 422)
    return redirect(url_for("people.admin_group", group_id=group.id), 303)


def _groups_page(form: GroupForm) -> str:
    return show(AdminGroupsPage(groups=all_groups(session()), sizes=group_sizes(session()), form=form))


@blueprint.get("/admin/groups/<int:group_id>")
def admin_group(group_id: int) -> str:
    allowed("keep groups")
    return _group_page(group_id)


@blueprint.post("/admin/groups/<int:group_id>")
def admin_group_post(group_id: int) -> AnyResponse:
    allowed("keep groups")
    form = GroupForm()
    if not form.validate():
        return answer(_group_page(group_id, form), 422)
    try:
        with work() as change:
            rename_group(change, group_id, name=str(form.name.data), about=str(form.about.data))
    except Invalid as error:
        form.add_errors(error.errors)
        return answer(_group_page(group_id, form), 422)
    flash(_("Saved."))
    return redirect(url_for("people.admin_group", group_id=group_id), 303)


@blueprint.post("/admin/groups/<int:group_id>/delete")
def admin_group_delete(group_id: int) -> AnyResponse:
    allowed("keep groups")
    with work() as change:
        delete_group(change, group_id)
    flash(_("The group is gone, and what only it allowed."))
    return redirect(url_for("people.admin_groups"), 303)


@blueprint.post("/admin/groups/<int:group_id>/members")
def admin_group_join(group_id: int) -> AnyResponse:
    allowed("keep groups")
    form = MemberForm()
    if not form.validate():
        return answer(_group_page(group_id, member_form=form), 422)
    handle = str(form.handle.data).removeprefix("@")
    found = people_named(session(), [handle]).get(handle)
    if found is None:
        form.add_errors({"handle": _("Nobody has this handle.")})
        return answer(_group_page(group_id, member_form=form), 422)
    with work() as change:
        join_group(change, group_id, found.id)
    return redirect(url_for("people.admin_group", group_id=group_id), 303)


@blueprint.post("/admin/groups/<int:group_id>/members/<int:person_id>/remove")
def admin_group_leave(group_id: int, person_id: int) -> AnyResponse:
    allowed("keep groups")
    with work() as change:
        leave_group(change, group_id, person_id)
    return redirect(url_for("people.admin_group", group_id=group_id), 303)


def _group_page(group_id: int, form: GroupForm | None = None, member_form: MemberForm | None = None) -> str:
    group = group_by_id(session(), group_id)
    return show(
        AdminGroupPage(
            group=group,
            members=members_of(session(), group_id),
            form=form or GroupForm(formdata=None, obj=group),
            member_form=member_form or MemberForm(formdata=None),
        )
    )


@blueprint.get("/admin/teams")
def admin_teams() -> str:
    allowed("keep groups")
    return _teams_page(TeamForm(formdata=None))


@blueprint.post("/admin/teams")
def admin_teams_post() -> AnyResponse:
    allowed("keep groups")
    form = TeamForm()
    if not form.validate():
        return answer(_teams_page(form), 422)
    try:
        with work() as change:
            make_team(change, str(form.name.data))
    except Invalid as error:
        form.add_errors(error.errors)
        return answer(_teams_page(form), 422)
    return redirect(url_for("people.admin_teams"), 303)


@blueprint.post("/admin/teams/<int:team_id>")
def admin_team_post(team_id: int) -> AnyResponse:
    allowed("keep groups")
    form = TeamForm()
    if not form.validate():
        return answer(_teams_page(form, team_id), 422)
    try:
        with work() as change:
            rename_team(change, team_id, str(form.name.data))
    except Invalid as error:
        form.add_errors(error.errors)
        return answer(_teams_page(form, team_id), 422)
    flash(_("Saved."))
    return redirect(url_for("people.admin_teams"), 303)


@blueprint.post("/admin/teams/<int:team_id>/delete")
def admin_team_delete(team_id: int) -> AnyResponse:
    allowed("keep groups")
    with work() as change:
        delete_team(change, team_id)
    flash(_("The team is gone; its people belong to none now."))
    return redirect(url_for("people.admin_teams"), 303)


def _teams_page(form: TeamForm, renamed: int = 0) -> str:
    teams = all_teams(session())
    return show(AdminTeamsPage(teams=teams, sizes=team_sizes(session()), form=form, renamed=renamed))
