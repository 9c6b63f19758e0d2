"""Command line: a door to the facade, no logic."""
