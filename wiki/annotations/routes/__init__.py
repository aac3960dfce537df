"""The addresses of notes."""

from flask import Blueprint

from wiki.annotations.routes import lists, threads, writing

blueprint = Blueprint("annotations", __name__)
PARTS = (
    lists,
    writing,
    threads,
)
for part in PARTS:
    part.add_to(blueprint)

__all__ = ["blueprint"]
