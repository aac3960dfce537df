"""What a route reaches for: the wiki, a session to read with, a work to change with, and who is looking."""

from flask import current_app, g, request
from sqlalchemy.orm import Session

from wiki.hooks.specs import Fragment
from wiki.kernel.refusals import Forbidden
from wiki.kernel.viewer import Viewer
from wiki.kernel.work import Work
from wiki.web.running import Wiki

ANYBODY = Viewer()


def wiki() -> Wiki:
    running: Wiki = current_app.extensions["flipside"]
    return running


def session() -> Session:
    """The request's reading session: one state of the database from the first question to the answer."""
    if "read_session" not in g:
        g.read_session = wiki().database.read_session()
    found: Session = g.read_session
    return found


def close_session(error: BaseException | None = None) -> None:  # noqa: ARG001 - Flask's teardown signature
    if (opened := g.pop("read_session", None)) is not None:
        opened.close()


def who() -> Viewer:
    """Who is looking; set by the room of people before each request."""
    viewer: Viewer = g.get("viewer", ANYBODY)
    return viewer


def work() -> Work:
    """Begin a change in the name of the one who is signed in."""
    return wiki().work(who().person_id)


def must_sign_in() -> Viewer:
    """The viewer, who is signed in; raises `Forbidden` when nobody is."""
    viewer = who()
    if not viewer.signed_in:
        raise Forbidden("sign-in")
    return viewer


def offered(what: str, key: str) -> list[Fragment]:
    """What rooms and plugins offer to do with something that is shown to somebody signed in; see the hook."""
    if not who().signed_in:
        return []
    found = wiki().host.call("offered", session=session(), viewer=who(), what=what, key=key)
    return sorted(found, key=lambda part: part.position)


def text_arg(name: str, limit: int = 500, default: str = "") -> str:
    """A query parameter as clean text, cut at `limit` characters."""
    return request.args.get(name, default).replace("\0", "")[:limit]


def int_arg(name: str, default: int, *, least: int = 1, most: int = 1_000_000) -> int:
    """A query parameter as a number within bounds; `default` for anything that is none."""
    raw = request.args.get(name, "")
    if raw.isascii() and raw.isdigit() and len(raw) <= 9:
        return min(max(int(raw), least), most)
    return default
