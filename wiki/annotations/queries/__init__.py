"""Notes as somebody may read them."""
