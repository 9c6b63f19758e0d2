"""Bundled reference tables; their sources stand in SOURCES.md."""
