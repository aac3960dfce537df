"""What changes notes, in the order that people do it."""
