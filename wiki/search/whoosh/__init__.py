"""The engine that needs no server: Whoosh keeps the postings on disk, arrays in memory count and rank."""
