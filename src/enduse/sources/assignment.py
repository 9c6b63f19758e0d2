"""The best one-to-one pairing of two lists."""

from collections.abc import Sequence
from math import inf


def assign(gains: Sequence[Sequence[float]]) -> tuple[int | None, ...]:
    """For each row the column it is paired with, so that the sum of gains is as large as can be.

    A pairing without gain is not made: the row gets None. No column is used twice. The Hungarian method; time
    grows with rows x rows x columns.

    >>> assign([[0.9, 0.8], [0.9, 0.1]])
    (1, 0)
    """
    if not gains or not gains[0]:
        return tuple(None for _ in gains)
    # Every row may also stay alone, at its own column of gain 0 behind the real ones.
    width, alone = len(gains[0]), len(gains)
    costs = [[-gain for gain in row] + [0.0] * alone for row in gains]
    owner = _match(costs)
    paired: list[int | None] = [None] * len(gains)
    for column, row in enumerate(owner[1:]):
        if row and column < width and gains[row - 1][column] > 0:
            paired[row - 1] = column
    return tuple(paired)


def _match(costs: list[list[float]]) -> list[int]:
    """Row (from 1) of each column (from 1), 0 for none; the shortest augmenting path for each row in turn."""
    width = len(costs[0])
    of_row, of_column = [0.0] * (len(costs) + 1), [0.0] * (width + 1)
    owner = [0] * (width + 1)
    for row in range(1, len(costs) + 1):
        owner[0] = row
        came_from = _search(costs, owner, of_row, of_column)
        column = came_from.pop()
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return owner


def _search(costs: list[list[float]], owner: list[int], of_row: list[float], of_column: list[float]) -> list[int]:
    """From which column each column was reached; the last entry is the free column found."""
    width = len(owner) - 1
    least, came_from, done = [inf] * (width + 1), [0] * (width + 1), [False] * (width + 1)
    column = 0
    while owner[column]:
        done[column] = True
        row, step, nearest = owner[column], inf, 0
        for other in range(1, width + 1):
            if done[other]:
                continue
            cost = costs[row - 1][other - 1] - of_row[row] - of_column[other]
            if cost < least[other]:
                least[other], came_from[other] = cost, column
            if least[other] < step:
                step, nearest = least[other], other
        for other in range(width + 1):
            if done[other]:
                of_row[owner[other]] += step
                of_column[other] -= step
            else:
                least[other] -= step
        column = nearest
    return [*came_from, column]
