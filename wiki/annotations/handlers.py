"""What happens to notes when pages change, in the same transaction."""

from wiki.kernel.events import Bus


def subscribe(bus: Bus) -> None:
    """Hear of what changes the text of pages."""
