"""Parties against lists (planned)."""
