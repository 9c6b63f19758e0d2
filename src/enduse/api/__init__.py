"""Doors for other programs: yente's interface and the OpenRefine reconciliation interface over the lists of a case."""
