"""Parties against lists: who is listed, and who is treated like the listed because they own or control it."""
