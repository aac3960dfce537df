"""Reads of the room of notices, always for somebody."""
