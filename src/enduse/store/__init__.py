"""The ledger: every declared fact, in tables, with where it was read."""
