"""Search over HTTP."""

from flask import Blueprint

from wiki.search.routes import keeping, results, saved, typing

blueprint = Blueprint("search", __name__)
for part in (results, typing, saved, keeping):
    part.add_to(blueprint)

__all__ = ["blueprint"]
