"""What the room of notes shows and registers, by the same hooks as plugins."""

from flask import Blueprint

from wiki.annotations.routes import blueprint
from wiki.hooks import hookimpl


@hookimpl
def register_blueprint() -> Blueprint:
    return blueprint
