"""Spaces: the list, one of them, making and changing one."""

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.kernel.refusals import Forbidden, Invalid, NotFound
from wiki.pages.actions.spaces import change_space, make_space, set_grant
from wiki.pages.contexts import SpaceContext, SpaceFormContext, SpacesContext
from wiki.pages.forms import GrantForm, SpaceForm
from wiki.pages.models import Space
from wiki.pages.permissions import may_keep_space, may_make_space, reach_of
from wiki.pages.queries.find import space_for
from wiki.pages.queries.lists import changes
from wiki.pages.queries.spaces import grants_of, holder_named, spaces_for
from wiki.pages.queries.tree import children_of, open_first
from wiki.pages.routes.bylines import changes_bylined
from wiki.pages.routes.read import MOST_ID
from wiki.pages.routes.refusing import answered
from wiki.web.forms import options
from wiki.web.request import int_arg, must_sign_in, offered, session, who, work
from wiki.web.templating import show

ICONS = (
    "book-open",
    "list-ordered",
    "wrench",
    "table",
    "users",
    "lock",
    "star",
    "camera",
    "mail",
    "settings",
    "message-square",
    "flag",
    "award",
    "code",
    "image",
)


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/spaces")(space_list)
    blueprint.route("/spaces/new", methods=["GET", "POST"])(new_space)
    blueprint.get("/s/<key>")(front)
    blueprint.route("/s/<key>/settings", methods=["GET", "POST"])(space_settings)
    blueprint.post("/s/<key>/grants")(grant)


def space_list() -> str:
    return show(SpacesContext(spaces=spaces_for(session(), who()), may_make=may_make_space(who())))


def front(key: str) -> str:
    viewer = who()
    space = space_for(session(), viewer, key)
    reach = reach_of(session(), viewer)
    after = (int_arg("position", -1, least=0, most=MOST_ID), int_arg("id", -1, least=0, most=MOST_ID))
    nodes, rest = children_of(session(), reach, space.id, None, after)
    open_first(session(), reach, nodes)
    return show(
        SpaceContext(
            space=space,
            nodes=nodes,
            rest=rest,
            changes=changes_bylined(changes(session(), reach, space_id=space.id, minor=False, limit=8)),
            may_write=reach.at_least(space.id, "writer"),
            may_keep=may_keep_space(reach, space.id),
            offers=offered("space", str(space.id)),
        )
    )


def _form(space: Space | None) -> SpaceForm:
    form = SpaceForm(obj=space)
    form.icon.choices = options((name, name.replace("-", " ")) for name in ICONS)
    return form


def new_space() -> str | Response:
    viewer = must_sign_in()
    if not may_make_space(viewer):
        raise Forbidden(_("Programme leads and admins make spaces. Ask one of them."))
    form = _form(None)
    if form.validate_on_submit():
        try:
            with work() as w:
                space = make_space(
                    w,
                    viewer=viewer,
                    title=form.title.data or "",
                    key=form.key.data or "",
                    about=form.about.data or "",
                    icon=form.icon.data,
                    visibility=form.visibility.data,
                    public=form.public.data,
                    default_role=form.default_role.data,
                    keeper_id=viewer.person_id,
                )
                address = f"/s/{space.key}"
            flash(_("The space is ready. Write its first page."))
            return redirect(address, 303)
        except Invalid as refusal:
            form.add_errors({name: _(text) for name, text in refusal.errors.items()})
    return answered(form, show(SpaceFormContext(form=form, space=None, grants=[], grant_form=None)))


def _kept(key: str) -> Space:
    viewer = must_sign_in()
    space = space_for(session(), viewer, key)
    if not may_keep_space(reach_of(session(), viewer), space.id):
        raise Forbidden(_("Only keepers of a space change it."))
    return space


def space_settings(key: str) -> str | Response:
    space = _kept(key)
    form = _form(space)
    if form.validate_on_submit():
        try:
            with work() as w:
                live = space_for(w.session, who(), key)
                change_space(
                    w,
                    live,
                    title=form.title.data or "",
                    about=form.about.data or "",
                    icon=form.icon.data,
                    visibility=form.visibility.data,
                    public=form.public.data,
                    default_role=form.default_role.data,
                )
            flash(_("Saved."))
            return redirect(f"/s/{key}/settings", 303)
        except Invalid as refusal:
            form.add_errors({name: _(text) for name, text in refusal.errors.items()})
    return answered(form, _settings_page(space, form, GrantForm(formdata=None)))


def _settings_page(space: Space, form: SpaceForm, grant_form: GrantForm) -> str:
    grants = grants_of(session(), space)
    return show(SpaceFormContext(form=form, space=space, grants=grants, grant_form=grant_form))


def grant(key: str) -> str | Response:
    """Give somebody a role, change it, or take it away (`remove`)."""
    space, form = _kept(key), GrantForm()
    remove = "remove" in request.form
    if form.validate_on_submit() or (remove and form.who.data):
        try:
            with work() as w:
                live = space_for(w.session, who(), key)
                if not may_keep_space(reach_of(w.session, who()), live.id):
                    raise NotFound(key)
                holder = holder_named(w.session, form.who.data or "")
                if holder is None:
                    raise Invalid({"who": _("Nobody, and no group, is called that.")})
                set_grant(w, live, holder, None if remove else form.role.data)
            flash(_("Saved."))
            return redirect(f"/s/{key}/settings", 303)
        except Invalid as refusal:
            form.add_errors({name: _(text) for name, text in refusal.errors.items()})
    edit = SpaceForm(formdata=None, obj=space)
    edit.icon.choices = options((name, name.replace("-", " ")) for name in ICONS)
    return answered(form, _settings_page(space, edit, form))
