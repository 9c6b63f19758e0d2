"""Workbench in the browser (planned)."""
