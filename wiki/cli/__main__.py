"""`python -m wiki.cli` is `wiki`."""

from wiki.cli import main

main()
