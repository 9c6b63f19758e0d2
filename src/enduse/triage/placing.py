"""Where a row stands among the rows of its own day."""

import numpy as np

from enduse.triage.audit_table import AuditTable, Codes, Figures


def place_within_day(table: AuditTable, order: Codes) -> Figures:
    """From 0 to 1 by ``order`` among the rows of one day (of the whole table where nothing dates the rows).

    Labels become more and less common with time, and numbers grow with time: both lawfully. Within a day they do not.
    """
    days = table.day.days if table.day else None
    stratum = days if days is not None else np.zeros(len(table), dtype=np.int64)
    rows = np.lexsort((order, stratum))
    first = np.flatnonzero(np.r_[True, np.diff(stratum[rows]) != 0])
    size = np.diff(np.r_[first, len(rows)])
    place = np.empty(len(rows))
    place[rows] = (np.arange(len(rows)) - np.repeat(first, size) + 0.5) / np.repeat(size, size)
    return place
