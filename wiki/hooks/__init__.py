"""Where rooms and plugins may speak: `specs` says where, `host` finds them and asks each alone."""

import pluggy

hookimpl = pluggy.HookimplMarker("flipside")
"""Marks a function of a plugin, or of a room's `hooks.py`, as an answer to the hook of its name."""
