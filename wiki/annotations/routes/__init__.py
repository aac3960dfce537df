"""The addresses of notes."""

from types import ModuleType

from flask import Blueprint

blueprint = Blueprint("annotations", __name__)
PARTS: tuple[ModuleType, ...] = ()
for part in PARTS:
    part.add_to(blueprint)

__all__ = ["blueprint"]
