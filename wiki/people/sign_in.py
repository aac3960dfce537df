"""Flask-Login over our own sign-ins: the cookie holds a random token, the row decides whether it lives."""

from typing import Any

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from wiki.people.actions import end_sign_in, start_sign_in
from wiki.people.queries import anybody_there
from wiki.people.standing import Present, Standing
from wiki.people.tokens import digest_of
from wiki.web import request as asked

# Nobody is looked up for these, and they answer before the first person exists.
OPEN_TO_ALL = frozenset({"static", "web.theme_css", "web.theme_file", "web.favicon", "web.diagram_frame"})
FIRST_RUN = frozenset({"people.setup", "people.setup_post", "web.scheme"})


class Holder:
    """What Flask-Login calls a user: the holder of a token."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str, present: Present | None) -> None:
        self.token, self.present = token, present

    def get_id(self) -> str:
        return self.token


class Door:
    """What the room keeps in memory: whether the first person exists, and who is in which group."""

    def __init__(self) -> None:
        self.standing = Standing()
        self.inhabited = False


def set_up_sign_in(app: Flask) -> None:
    """Say before each request who is looking: `g.viewer` and `g.person`."""
    manager = LoginManager()
    # Our token is compared with a row on every request; a digest of browser and address would only add
    # sign-outs for people whose address changes on the way.
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)
    door = Door()
    app.extensions["flipside_people"] = door

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> Holder | None:
        found = door.standing.of(asked.session(), digest_of(token), asked.wiki().clock.now())
        if found is None:
            return None
        present, g.viewer = found
        return Holder(token, present)

    def identify() -> Response | None:
        g.person = None
        if request.endpoint in OPEN_TO_ALL:
            return None
        if not door.inhabited and request.endpoint not in FIRST_RUN:
            door.inhabited = anybody_there(asked.session())
            if not door.inhabited:
                return redirect(url_for("people.setup"), 303)
        holder: Any = current_user
        if holder.is_authenticated:
            g.person = holder.present
        else:
            g.viewer = door.standing.of_nobody(asked.session())
        return None

    # First of all: the refusal of a forged form is a page too, and says who is looking.
    app.before_request_funcs.setdefault(None, []).insert(0, identify)


def come_in(person_id: int) -> None:
    """Sign somebody in with this browser: a new session under a new token. A sign-in it had before ends."""
    running, before = asked.wiki(), g.get("person")
    with running.work(person_id) as work:
        if before is not None:
            end_sign_in(work, before.id, before.sign_in_id)
        token = start_sign_in(
            work,
            person_id,
            days=running.settings.session_days,
            browser=browser_name(request.headers.get("User-Agent", "")),
            address=request.remote_addr or "",
        )
    _forget()
    session.permanent = True
    # What was read before this moment knows nothing of the new row.
    asked.close_session()
    door: Door = current_app.extensions["flipside_people"]
    found = door.standing.of(asked.session(), digest_of(token), running.clock.now())
    if found is not None:
        door.inhabited = True
        g.person, g.viewer = found
        login_user(Holder(token, g.person))


def go_out() -> None:
    """End this browser's sign-in, in the table and in the cookie."""
    if (person := g.get("person")) is not None:
        with asked.work() as work:
            end_sign_in(work, person.id, person.sign_in_id)
    logout_user()
    _forget()
    g.person, g.viewer = None, asked.ANYBODY


def _forget() -> None:
    """Empty the cookie, with the proof for forms that this request may have made already."""
    session.clear()
    g.pop("csrf_token", None)


def browser_name(agent: str) -> str:
    """A browser as people call it, from its User-Agent: "Firefox on Windows"."""
    browser = next((name for word, name in _BROWSERS if word in agent), "")
    system = next((name for word, name in _SYSTEMS if word in agent), "")
    return " on ".join(part for part in (browser, system) if part)


# Order matters: Edge and Opera call themselves Chrome, Chrome calls itself Safari, Android says Linux.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
