"""Reads of the search, for whoever looks."""

from wiki.search.queries.finding import search
from wiki.search.results import Hit, Results

__all__ = ["Hit", "Results", "search"]
