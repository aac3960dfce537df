"""Links that work once: the first account, an invitation, a new password."""

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from wiki.kernel.refusals import Invalid, NotFound
from wiki.people.actions import (
    LinkIsDead,
    TooManyTries,
    accept_invitation,
    account_key,
    address_key,
    make_first_admin,
    request_reset,
    reset_password,
    try_at,
)
from wiki.people.contexts import AcceptPage, DeadLinkPage, ForgotPage, ResetPage, SetupPage
from wiki.people.forms import AcceptForm, ForgotForm, ResetForm, SetupForm
from wiki.people.queries import anybody_there, open_link
from wiki.people.routes.blueprint import about_a_link, answer, blueprint, caller
from wiki.people.sign_in import come_in
from wiki.web.errors import error_page
from wiki.web.request import session, wiki
from wiki.web.spoken import say
from wiki.web.templating import show


@blueprint.get("/setup")
def setup() -> AnyResponse:
    """The first run: whoever holds the token from the console becomes admin."""
    if anybody_there(session()):
        raise NotFound
    return answer(show(SetupPage(form=SetupForm(formdata=None))))


@blueprint.post("/setup")
def setup_post() -> AnyResponse:
    form = SetupForm()
    if not form.validate():
        return answer(show(SetupPage(form=form)), 422)
    try:
        with wiki().work() as work:
            person = make_first_admin(
                work,
                str(form.token.data),
                name=str(form.name.data),
                email=str(form.email.data),
                password=str(form.password.data),
            )
    except LinkIsDead:
        form.add_errors({"token": _("This is not the token. Start the wiki again to have a new one printed.")})
        return answer(show(SetupPage(form=form)), 422)
    except Invalid as error:
        form.add_errors(error.errors)
        return answer(show(SetupPage(form=form)), 422)
    come_in(person.id)
    return redirect("/", 303)


@blueprint.get("/invite/<token>")
def accept(token: str) -> AnyResponse:
    link = open_link(session(), token, "invitation", wiki().clock.now())
    if link is None:
        return about_a_link(show(DeadLinkPage(invitation=True)), 404)
    return about_a_link(show(AcceptPage(form=AcceptForm(formdata=None), email=link.email)))


@blueprint.post("/invite/<token>")
def accept_post(token: str) -> AnyResponse:
    link = open_link(session(), token, "invitation", wiki().clock.now())
    if link is None:
        return about_a_link(show(DeadLinkPage(invitation=True)), 404)
    form = AcceptForm()
    if not form.validate():
        return about_a_link(show(AcceptPage(form=form, email=link.email)), 422)
    try:
        with wiki().work() as work:
            person = accept_invitation(
                work,
                token,
                name=str(form.name.data),
                password=str(form.password.data),
                pronouns=str(form.pronouns.data),
            )
    except LinkIsDead:
        return about_a_link(show(DeadLinkPage(invitation=True)), 404)
    except Invalid as error:
        form.add_errors(error.errors)
        return about_a_link(show(AcceptPage(form=form, email=link.email)), 422)
    come_in(person.id)
    flash(_("Welcome! This is your account now."))
    return redirect("/", 303)


@blueprint.get("/forgot")
def forgot() -> AnyResponse:
    return answer(_forgot_page(ForgotForm(formdata=None), sent=False))


@blueprint.post("/forgot")
def forgot_post() -> AnyResponse:
    form = ForgotForm()
    if not form.validate():
        return answer(_forgot_page(form, sent=False), 422)
    email, settings = str(form.email.data), wiki().settings
    try:
        with wiki().work() as work:
            try_at(work, account_key(email, "reset"), address_key(caller()))
            request_reset(
                work,
                email,
                base_url=settings.base_url,
                site_name=settings.site_name,
                minutes=settings.reset_minutes,
                say=say,
            )
    except TooManyTries:
        return error_page(429)
    return answer(_forgot_page(form, sent=True))


def _forgot_page(form: ForgotForm, *, sent: bool) -> str:
    return show(ForgotPage(form=form, sent=sent, minutes=wiki().settings.reset_minutes))


@blueprint.get("/reset/<token>")
def reset(token: str) -> AnyResponse:
    if open_link(session(), token, "reset", wiki().clock.now()) is None:
        return about_a_link(show(DeadLinkPage(invitation=False)), 404)
    return about_a_link(show(ResetPage(form=ResetForm(formdata=None))))


@blueprint.post("/reset/<token>")
def reset_post(token: str) -> AnyResponse:
    form = ResetForm()
    try:
        if open_link(session(), token, "reset", wiki().clock.now()) is None:
            raise LinkIsDead
        if not form.validate():
            return about_a_link(show(ResetPage(form=form)), 422)
        with wiki().work() as work:
            person_id = reset_password(work, token, str(form.password.data))
    except LinkIsDead:
        return about_a_link(show(DeadLinkPage(invitation=False)), 404)
    except Invalid as error:
        form.add_errors(error.errors)
        return about_a_link(show(ResetPage(form=form)), 422)
    come_in(person_id)
    flash(_("Your password is set. Everywhere else you are signed out."))
    return redirect("/", 303)
