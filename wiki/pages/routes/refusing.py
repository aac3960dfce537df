"""How a form is answered that could not be taken."""

from typing import Any

from flask import make_response
from werkzeug.wrappers import Response

REFUSED = 422


def answered(form: Any, page: str) -> str | Response:
    """The page that shows the form: with status 422 when something in it is wrong, so that programs see it too."""
    return make_response(page, REFUSED) if form.errors else page
