"""Notes on passages of pages: who wrote them, where they stand in each revision, and what became of them."""
