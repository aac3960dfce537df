"""Search: the outbox of changed pages, the index that is made from it, and the page of results."""
