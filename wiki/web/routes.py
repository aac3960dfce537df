"""Addresses that belong to no room: the theme's style sheet, the diagram frame, light and dark, shortcuts."""

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    send_from_directory,
)
from werkzeug.wrappers import Response as AnyResponse

from wiki.web.assets import STATIC
from wiki.web.headers import FRAME_POLICY
from wiki.web.redirects import local_target
from wiki.web.request import wiki
from wiki.web.site import SCHEMES

blueprint = Blueprint("web", __name__)

FOREVER = "public, max-age=31536000, immutable"


@blueprint.get("/theme/<name>/<digest>/tokens.css")
def theme_css(name: str, digest: str) -> Response:
    """The theme as a style sheet; the address changes with its content."""
    theme = wiki().themes.get(name)
    if theme is None or theme.digest != digest:
        abort(404)
    return Response(theme.css(), mimetype="text/css", headers={"Cache-Control": FOREVER})


@blueprint.get("/theme/<name>/<digest>/static/<path:path>")
def theme_file(name: str, digest: str, path: str) -> Response:
    theme = wiki().themes.get(name)
    if theme is None or theme.digest != digest:
        abort(404)
    response = send_from_directory((theme.folder / "static").resolve(), path)
    response.headers["Cache-Control"] = FOREVER
    return response


@blueprint.get("/diagram-frame")
def diagram_frame() -> Response:
    """The isolated page that draws one diagram; its source comes by message, not by address."""
    response = make_response(render_template("web/diagram_frame.html"))
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    return response


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    return send_from_directory(STATIC, "favicon.svg", mimetype="image/svg+xml")


@blueprint.get("/keyboard")
def keyboard() -> str:
    return render_template("web/keyboard.html")


@blueprint.post("/scheme")
def scheme() -> AnyResponse:
    """Choose light, dark or the system's; kept in a cookie of this browser."""
    response = redirect(local_target(request.form.get("next")), 303)
    chosen = request.form.get("scheme", "auto")
    if chosen in SCHEMES:
        response.set_cookie("scheme", chosen, max_age=365 * 86400, samesite="Lax", httponly=False)
    return response
