"""The addresses of notices."""

from flask import Blueprint

from wiki.notices.routes import choosing, inbox, unsubscribing, watching

blueprint = Blueprint("notices", __name__)
for part in (inbox, watching, choosing, unsubscribing):
    part.add_to(blueprint)

__all__ = ["blueprint"]
