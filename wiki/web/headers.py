"""Security headers on every answer."""

import secrets

from flask import Flask, Response, g, request

HSTS = "max-age=63072000; includeSubDomains"
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"

FRAME_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""For the frame that draws diagrams: no network, own styles, shown only by our own pages."""

FILE_POLICY = "sandbox; default-src 'none'"


def csp_nonce() -> str:
    """The nonce of this answer, for the one style element that the editor makes."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def policy() -> str:
    nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'{nonce}; img-src 'self' data:; "
        "font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "frame-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    )


ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
}


def add_headers(app: Flask, *, secure: bool) -> None:
    always = ALWAYS | ({"Strict-Transport-Security": HSTS} if secure else {})

    @app.after_request
    def headers(response: Response) -> Response:
        kept = response.headers
        # Asked for at once: each question after one that isn't there makes an exception.
        there = {name.lower() for name, _ in kept}
        for name, value in {**always, **_of_this_answer()}.items():
            if name.lower() not in there:
                kept.add(name, value)
        kept.add("Vary", "Cookie")
        return response


def _of_this_answer() -> dict[str, str]:
    # The frame that draws diagrams has an origin of its own, so its script is "cross-origin" to it.
    drawing = request.path.startswith("/static/dist/diagram-")
    return {
        "Content-Security-Policy": policy(),
        "Cross-Origin-Resource-Policy": "cross-origin" if drawing else "same-origin",
        # Files of ours say themselves how long they may be kept.
        "Cache-Control": "no-store",
    }
