"""How quick the wiki is, as ratios measured in one run: `make bench`."""
