"""Migrations: one file for each step between two schemas of the ledger."""
