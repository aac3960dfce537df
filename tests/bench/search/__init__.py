"""How quick and how good the search is: `make bench-search`."""
