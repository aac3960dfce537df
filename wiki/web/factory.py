"""Flask put together: everything that holds for all rooms."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, abort, g, request
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from wiki.kernel.settings import Settings, secret_key
from wiki.web.assets import STATIC
from wiki.web.bodies import MeasuredRequest, most_bytes
from wiki.web.cookies import KeptCookies
from wiki.web.errors import set_up_errors
from wiki.web.headers import add_headers
from wiki.web.request import close_session
from wiki.web.routes import blueprint
from wiki.web.running import Wiki
from wiki.web.templating import set_up_templates

LANGUAGES = ("en",)


class RowNumber(IntegerConverter):
    """A number in an address, no larger than any row's: what is larger leads nowhere, instead of to the database."""

    def __init__(self, url_map: Map, **options: int) -> None:
        super().__init__(url_map, **{"max": 2**31 - 1, **options})  # type: ignore[arg-type]


def make_flask(wiki: Wiki) -> Flask:
    """The application without its rooms."""
    app = Flask("wiki", static_folder=str(STATIC), static_url_path="/static", template_folder=None)
    app.request_class = MeasuredRequest
    app.session_interface = KeptCookies()
    app.extensions["flipside"] = wiki
    app.url_map.converters["int"] = RowNumber
    app.config.update(_config(wiki.settings))
    if wiki.settings.proxy_hops:
        hops = wiki.settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    CSRFProtect(app)
    Babel(app, locale_selector=lambda: _of_person("language"), timezone_selector=lambda: _of_person("time_zone"))
    set_up_templates(app, wiki)
    set_up_errors(app)
    add_headers(app, secure=wiki.settings.secure)
    app.teardown_request(close_session)
    app.before_request(refuse_unmeasured)
    app.register_blueprint(blueprint)
    return app


def refuse_unmeasured() -> None:
    """Refuse a body of unknown length: some servers cut it at the limit in silence, and half a text would be saved.

    Ours reads such a body whole and gives its length; other servers hand the stream on.
    """
    if "chunked" in request.environ.get("HTTP_TRANSFER_ENCODING", "").lower() and request.content_length is None:
        abort(411)


def _config(settings: Settings) -> dict[str, object]:
    host = urlsplit(settings.base_url).hostname or "localhost"
    hosts = [name.strip() for name in settings.trusted_hosts.split(",") if name.strip()]
    # The prefix makes browsers refuse the cookie from a neighbouring subdomain; it needs TLS.
    cookie = "__Host-flipside" if settings.secure else "flipside"
    return {
        "SECRET_KEY": secret_key(settings.data),
        "TRUSTED_HOSTS": hosts or [host, "127.0.0.1", "localhost"],
        "MAX_CONTENT_LENGTH": most_bytes(settings),
        # One field of a form with files; `bodies` has the limits for whole forms and for those without.
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 500,
        "SESSION_COOKIE_NAME": cookie,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=settings.session_days),
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": settings.language,
        "BABEL_DEFAULT_TIMEZONE": settings.time_zone,
    }


def _of_person(name: str) -> str | None:
    """A choice from the profile of whoever is signed in; None takes the wiki's default."""
    return getattr(g.get("person"), name, None) or None
