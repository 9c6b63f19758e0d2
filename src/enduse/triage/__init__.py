"""Findings under a budget (planned)."""
