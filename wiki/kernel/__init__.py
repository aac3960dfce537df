"""The ground floor: the transaction, the event log, the database, the clock and the settings."""
