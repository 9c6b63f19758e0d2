"""Invented worlds of trade, with the truth beside them: how well patterns of diversion are found."""
