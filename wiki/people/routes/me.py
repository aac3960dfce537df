"""What people set for themselves."""

from flask import Response, flash, g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from wiki.kernel.refusals import Invalid
from wiki.people import avatars
from wiki.people.actions import (
    TooManyTries,
    account_key,
    address_key,
    change_avatar,
    change_password,
    check_password,
    end_others,
    end_sign_in,
    forgive,
    try_at,
    update_profile,
)
from wiki.people.actions.accounts import Profile
from wiki.people.contexts import PasswordPage, SessionsPage, SettingsPage
from wiki.people.forms import AvatarForm, PasswordForm, ProfileForm
from wiki.people.queries import open_sign_ins, person_by_id
from wiki.people.routes.blueprint import answer, blueprint, caller, me_id, team_choices
from wiki.web.errors import error_page
from wiki.web.request import close_session, session, wiki, work
from wiki.web.templating import show


@blueprint.get("/me")
def me() -> str:
    return _settings_page(None, AvatarForm(formdata=None))


@blueprint.post("/me")
def me_post() -> AnyResponse:
    person_id = me_id()
    form = ProfileForm()
    _offer(form)
    if not form.validate():
        return answer(_settings_page(form, AvatarForm(formdata=None)), 422)
    profile = Profile(
        name=str(form.name.data),
        pronouns=str(form.pronouns.data),
        team_id=form.team.data or None,
        job=str(form.job.data),
        about=str(form.about.data),
        side=str(form.side.data),
        time_zone=str(form.time_zone.data),
        language=str(form.language.data),
    )
    try:
        with work() as change:
            update_profile(change, person_id, profile)
    except Invalid as error:
        form.add_errors(error.errors)
        return answer(_settings_page(form, AvatarForm(formdata=None)), 422)
    flash(_("Saved."))
    return redirect(url_for("people.me"), 303)


def _offer(form: ProfileForm) -> None:
    form.offer(team_choices(), wiki().settings.time_zone, wiki().settings.language)


def _settings_page(form: ProfileForm | None, avatar_form: AvatarForm) -> str:
    person = person_by_id(session(), me_id())
    if form is None:
        form = ProfileForm(formdata=None, obj=person)
        _offer(form)
        form.team.data = person.team_id or 0
    return show(SettingsPage(form=form, avatar_form=avatar_form, me=person))


@blueprint.post("/me/avatar")
def avatar_post() -> AnyResponse:
    person_id = me_id()
    form, data = AvatarForm(), wiki().settings.data
    try:
        if not form.validate() or not form.picture.data:
            raise Invalid({"picture": _("Choose a picture first.")})
        with form.picture.data.stream as sent:
            raw = sent.read(avatars.MOST_BYTES + 1)
        close_session()
        # The file is on the disk before the row says so; a file without a row is swept up later.
        name = avatars.keep(data, avatars.square(raw))
    except Invalid as error:
        form.add_errors(error.errors)
        return answer(_settings_page(None, form), 422)
    with work() as change:
        before = change_avatar(change, person_id, name)
    avatars.drop(data, before)
    return redirect(url_for("people.me"), 303)


@blueprint.post("/me/avatar/remove")
def avatar_remove() -> AnyResponse:
    person_id = me_id()
    with work() as change:
        before = change_avatar(change, person_id, "")
    avatars.drop(wiki().settings.data, before)
    return redirect(url_for("people.me"), 303)


@blueprint.get("/me/password")
def password() -> str:
    me_id()
    return show(PasswordPage(form=PasswordForm(formdata=None)))


@blueprint.post("/me/password")
def password_post() -> AnyResponse:
    person_id = me_id()
    form = PasswordForm()
    if not form.validate():
        return answer(show(PasswordPage(form=form)), 422)
    email = person_by_id(session(), person_id).email
    account, address = account_key(email), address_key(caller())
    close_session()
    try:
        with wiki().work() as guess:
            try_at(guess, account, address)
    except TooManyTries:
        return error_page(429)
    if check_password(wiki().database, email, str(form.current.data)) is None:
        form.add_errors({"current": _("This is not your password.")})
        return answer(show(PasswordPage(form=form)), 422)
    try:
        with work() as change:
            forgive(change, account, address)
            change_password(change, person_id, str(form.password.data), keep=g.person.sign_in_id)
    except Invalid as error:
        form.add_errors(error.errors)
        return answer(show(PasswordPage(form=form)), 422)
    flash(_("Your password is changed. Everywhere else you are signed out."))
    return redirect(url_for("people.me"), 303)


@blueprint.get("/me/sessions")
def sessions() -> str:
    found = open_sign_ins(session(), me_id(), wiki().clock.now(), g.person.sign_in_id)
    return show(SessionsPage(sign_ins=found))


@blueprint.post("/me/sessions/end-others")
def end_other_sessions() -> Response | AnyResponse:
    person_id = me_id()
    with work() as change:
        end_others(change, person_id, keep=g.person.sign_in_id)
    flash(_("Everywhere else you are signed out."))
    return redirect(url_for("people.sessions"), 303)


@blueprint.post("/me/sessions/<int:sign_in_id>/end")
def end_session(sign_in_id: int) -> AnyResponse:
    person_id = me_id()
    with work() as change:
        end_sign_in(change, person_id, sign_in_id)
    return redirect(url_for("people.sessions"), 303)
