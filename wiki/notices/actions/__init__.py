"""Verbs of the room of notices."""
