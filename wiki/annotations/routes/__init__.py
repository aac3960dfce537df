"""The addresses of notes."""

from flask import Blueprint

from wiki.annotations.routes import linked_data, lists, suggesting, threads, touching, writing

blueprint = Blueprint("annotations", __name__)
PARTS = (
    lists,
    writing,
    threads,
    suggesting,
    linked_data,
    touching,
)
for part in PARTS:
    part.add_to(blueprint)

__all__ = ["blueprint"]
