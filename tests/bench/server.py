"""The server that is measured: the wiki, and beside it two bare views to compare with.

`python -m tests.bench.server DATA PORT SLUG TOKEN` serves the wiki in DATA. Under `/bare` stands a Flask application
without any hooks, on the same server: one view that renders the page's template from ready data, one that returns the
same bytes.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
from flask import Flask, jsonify
from flask_babel import Babel
from flask_wtf.csrf import generate_csrf
from sqlalchemy import event
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from wiki.app import create_app
from wiki.kernel.settings import Settings
from wiki.web.server import make_server

ROOT = Path(__file__).parent.parent.parent


def settings_for(data: Path) -> Settings:
    return Settings(data=data, themes_folder=ROOT / "themes", plugins_folder=ROOT / "plugins", worker=False)


def ready(app: Flask, slug: str, token: str) -> tuple[dict[str, Any], bytes, int]:
    """What the page's template receives for this person, the page as bytes, and how many statements it took."""
    received: dict[str, Any] = {}
    statements: list[str] = []
    client = app.test_client()
    client.get("/spaces")
    template = app.extensions["flipside_languages"]["en"].get_template("pages/page.html")
    render: Callable[[dict[str, Any]], str] = template.render

    def keep(values: dict[str, Any]) -> str:
        received.update(values)
        return render(values)

    template.render = keep

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    engine = app.extensions["flipside"].database.engine
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    client.get(f"/p/{slug}")
    event.listen(engine, "before_cursor_execute", note)
    answer = client.get(f"/p/{slug}")
    event.remove(engine, "before_cursor_execute", note)
    template.render = render
    assert answer.status_code == 200, answer.status
    return received, answer.data, len(statements)


def bare(app: Flask, context: dict[str, Any], page: bytes, statements: int) -> Flask:
    """The two views to compare with, and one that tells what the page's view took."""
    made = Flask("bare", static_folder=None)
    made.secret_key = "bench"
    made.extensions.update(app.extensions)
    Babel(made)
    made.jinja_env = app.jinja_env
    template = app.extensions["flipside_languages"]["en"].get_template("pages/page.html")
    values = {name: value for name, value in context.items() if name not in {"request", "session", "g"}}
    with app.test_request_context():
        form_token = generate_csrf()
    values["csrf_token"] = lambda: form_token

    @made.get("/template")
    def from_ready_data() -> str:
        rendered: str = template.render(values)
        return rendered

    @made.get("/bytes")
    def from_ready_bytes() -> bytes:
        return page

    @made.get("/facts")
    def facts() -> Any:
        return jsonify(statements=statements, rss_mb=psutil.Process(os.getpid()).memory_info().rss / 2**20)

    return made


def main(data: str, port: str, slug: str, token: str) -> None:
    settings = settings_for(Path(data))
    app = create_app(settings)
    context, page, statements = ready(app, slug, token)
    views = bare(app, context, page, statements)
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/bare": views.wsgi_app})  # type: ignore[method-assign]
    make_server(app, replace(settings, port=int(port))).run()


if __name__ == "__main__":
    main(*sys.argv[1:5])
