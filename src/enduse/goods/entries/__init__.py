"""Entries of control lists, answered in three values: meets, does not meet, cannot tell."""
