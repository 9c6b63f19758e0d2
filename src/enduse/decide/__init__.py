"""Orders against the law of a day (planned)."""
