"""REST door to the facade (planned)."""
