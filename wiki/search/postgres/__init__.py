"""The search index in PostgreSQL itself: all web processes share it, and it is saved with everything else."""
