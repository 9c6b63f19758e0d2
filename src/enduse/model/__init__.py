"""Plain facts: codes, periods, provenance. The standard library only."""
