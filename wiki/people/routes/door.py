"""Signing in and out, and the text that waits meanwhile."""

from flask import Response, g, jsonify, make_response, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from wiki.kernel.refusals import NotFound
from wiki.people import kept_text
from wiki.people.actions import (
    TooManyTries,
    account_key,
    address_key,
    check_password,
    forgive,
    keep_fresh,
    try_at,
)
from wiki.people.contexts import SignInPage, TextIsHere
from wiki.people.forms import NoFieldsForm, SignInForm
from wiki.people.kept_text import Kept
from wiki.people.queries import demo_people, person_by_handle
from wiki.people.routes.blueprint import answer, blueprint, caller
from wiki.people.sign_in import come_in, go_out
from wiki.web.errors import error_page
from wiki.web.redirects import local_target
from wiki.web.request import close_session, must_sign_in, session, text_arg, who, wiki
from wiki.web.templating import show


@blueprint.get("/sign-in")
def sign_in() -> AnyResponse:
    onward = local_target(text_arg("next", 2000))
    if who().signed_in:
        return redirect(onward, 303)
    return answer(_page(SignInForm(formdata=None, data={"next": onward})))


@blueprint.post("/sign-in")
def sign_in_post() -> AnyResponse:
    form = SignInForm()
    if not form.validate():
        return answer(_page(form), 422)
    email, password = str(form.email.data), str(form.password.data)
    account, address = account_key(email), address_key(caller())
    # The check below takes a while: nothing is held open meanwhile.
    close_session()
    try:
        with wiki().work() as work:
            try_at(work, account, address)
    except TooManyTries as error:
        return _too_many(form, error)
    person_id = check_password(wiki().database, email, password)
    if person_id is None:
        form.form_errors.append(_("Email and password don't go together. Try again, or set a new password."))
        return answer(_page(form), 401)
    with wiki().work(person_id) as work:
        forgive(work, account, address)
        keep_fresh(work, person_id, password)
    come_in(person_id)
    return _onward(form)


@blueprint.post("/demo/sign-in/<handle>")
def demo_sign_in(handle: str) -> AnyResponse:
    """In the living demo everybody may be anybody."""
    person = person_by_handle(session(), handle) if wiki().settings.demo else None
    if person is None or person.disabled_at is not None:
        raise NotFound
    come_in(person.id)
    return _onward(SignInForm())


@blueprint.post("/sign-out")
def sign_out() -> AnyResponse:
    go_out()
    return redirect(url_for("people.sign_in"), 303)


def _page(form: SignInForm) -> str:
    return show(
        SignInPage(
            form=form,
            has_text=bool(form.kept.data),
            demo_people=demo_people(session()) if wiki().settings.demo else (),
            demo_form=NoFieldsForm(formdata=None),
        )
    )


def _onward(form: SignInForm) -> AnyResponse:
    kept = kept_text.from_text(form.kept.data or "")
    if kept is None:
        return redirect(local_target(form.next.data), 303)
    return answer(_text_is_here(kept))


def _text_is_here(kept: Kept) -> str:
    return show(TextIsHere(target=kept.target, fields=kept.fields))


def _too_many(form: SignInForm, error: TooManyTries) -> AnyResponse:
    minutes = -(-error.wait // 60)
    text = ngettext("Too many tries. Wait a minute.", "Too many tries. Wait %(num)d minutes.", minutes)
    form.form_errors.append(str(text))
    response = answer(_page(form), 429)
    response.headers["Retry-After"] = str(error.wait)
    return response


@blueprint.get("/proof")
def proof() -> AnyResponse:
    """For a form that stayed open while its writer signed in again in another window: what it is sent with, and whose.

    JSON, for a script; no other site can read it.
    """
    must_sign_in()
    return jsonify(csrf_token=generate_csrf(), person=g.person.handle)


@blueprint.record
def offer_the_door(state: BlueprintSetupState) -> None:
    """Let the web's error pages lead here; it knows no room above it."""
    state.app.extensions["flipside_sign_in"] = ask_to_sign_in


def ask_to_sign_in(forged: bool) -> Response | None:
    """For `wiki.web.errors`: what somebody gets whose sign-in has ended; None for the plain error page.

    What they had typed comes along. A form without valid proof (`forged`) is otherwise refused, and one whose
    proof is of an earlier sign-in is given back to whoever has signed in again meanwhile.
    """
    ours = request.blueprint == blueprint.name
    kept = None if ours else kept_text.from_request()
    if who().signed_in:
        stale = forged and kept is not None and bool(request.form.get("csrf_token"))
        return answer(_text_is_here(kept), 400) if stale and kept is not None else None
    if forged and kept is None:
        return None
    if "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return error_page(401)
    if request.method in {"GET", "HEAD"}:
        return make_response(redirect(url_for("people.sign_in", next=kept_text.here()), 303))
    form = SignInForm(formdata=None, data={"next": "/", "kept": kept.text() if kept else ""})
    if kept is not None:
        form.form_errors.append(_("Your sign-in has ended. Your text is safe: sign in and go on with it."))
    return answer(_page(form), 401)
