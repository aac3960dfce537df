"""The end of mails, by the link in one of them: by whoever holds it, signed in or not.

Mail programs send the POST themselves when somebody presses their button (RFC 8058). They know no form of ours, so
the token in the address is the proof; what it was not made for it doesn't do.
"""

from flask import Blueprint, Response, abort, make_response, request
from flask.blueprints import BlueprintSetupState

from wiki.notices.actions.choosing import Mails, end_mails
from wiki.notices.contexts import UnsubscribePage
from wiki.notices.tokens import ended
from wiki.people.queries import person_by_id
from wiki.web.request import session, wiki
from wiki.web.templating import show


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/unsubscribe/<token>")(unsubscribe)
    blueprint.post("/unsubscribe/<token>")(unsubscribe_post)
    blueprint.record_once(_prove_by_token)


def _prove_by_token(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(unsubscribe_post)


def _meant(token: str) -> tuple[int, Mails]:
    """Whose mails, and which; refuses a token that isn't ours as a form without proof is refused."""
    meant = ended(wiki().settings, token)
    if meant is None:
        abort(400)
    return meant


def unsubscribe(token: str) -> Response:
    """Nothing ends by looking: some mail programs open every link."""
    _person, which = _meant(token)
    return _shown(which, done=False)


def unsubscribe_post(token: str) -> Response:
    person_id, which = _meant(token)
    which = "all" if request.form.get("all") else which
    person_by_id(session(), person_id)
    with wiki().work() as change:
        end_mails(change, person_id, which)
    return _shown(which, done=True)


def _shown(which: Mails, *, done: bool) -> Response:
    response = make_response(show(UnsubscribePage(which=which, done=done)))
    # The address is a secret of its holder: other sites don't learn it.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
