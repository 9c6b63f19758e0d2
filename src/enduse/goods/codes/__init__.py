"""Goods codes: what a code says on a day, in which edition, on which lists, and which code a text suggests."""
