"""The exact rows behind an edge, for `enduse show`."""

from typing import Any

from enduse.case import Case
from enduse.cli.output import Printer, counted

_COLUMNS = ("row_id", "where", "day", "sender", "receiver", "goods_code", "value_usd")


def show_edge(case: Case, what: str, printer: Printer) -> bool:
    """Print every row behind an edge with its id; False when the words name no edge.

    Raises:
        UnknownSubject: An end means nothing, or several things.
        UsageError: ``E-EDGE``.
    """
    from enduse.case.edge_rows import EdgeRows

    rows = EdgeRows(case.ledger).rows(what)
    if rows is None:
        return False
    if printer.machine:
        printer.rows(rows, [])
        return True
    printer.rows(map(_shown, rows), _COLUMNS, empty=f"No row stands behind {what}.")
    if rows:
        printer.say(f"{counted(len(rows), 'row')}; --json shows every column and the hash of the file.")
    return True


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    sheet = f" [{row['sheet']}]" if row["sheet"] else ""
    ends = {
        "sender": row["sender"] or row.get("reporter") or "",
        "receiver": row["receiver"] or row.get("partner") or "",
    }
    return {**row, **ends, "where": f"{row['source']}{sheet} row {row['row']}"}
