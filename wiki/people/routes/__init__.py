"""The addresses of this room."""

from wiki.people.routes import accounts, directory, door, groups, links, me
from wiki.people.routes.blueprint import blueprint

__all__ = ["accounts", "blueprint", "directory", "door", "groups", "links", "me"]
