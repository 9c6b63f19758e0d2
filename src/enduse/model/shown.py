"""Objects as a notebook shows them: small HTML without scripts, in which nothing of a record is ever markup."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

MOST_ROWS = 20
_LONGEST = 160


def shown_table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], total: int | None = None) -> str:
    """Rows as a table; what is left out is said below it.

    Args:
        rows: As many as there are; the first ``MOST_ROWS`` are shown.
        columns: Which of their values, in order.
        total: How many rows there are, where ``rows`` are only some of them.
    """
    held = list(rows)
    count = len(held) if total is None else total
    head = "".join(f"<th>{_text(it.replace('_', ' '))}</th>" for it in columns)
    body = "".join(f"<tr>{''.join(_cell(row.get(name)) for name in columns)}</tr>" for row in held[:MOST_ROWS])
    more = f"<p>{count - MOST_ROWS:,} more rows</p>" if count > MOST_ROWS else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def shown_facts(title: str, facts: Mapping[str, Any], below: str = "") -> str:
    """A heading and what is known, a line each; what is empty is left out.

    Args:
        title: Plain text.
        facts: Name to value.
        below: HTML that this module made.
    """
    lines = "".join(
        f"<tr><th style='text-align:left'>{_text(name)}</th>{_cell(value)}</tr>"
        for name, value in facts.items()
        if value not in (None, "", (), [])
    )
    return f"<p><strong>{_text(title)}</strong></p><table><tbody>{lines}</tbody></table>{below}"


def _cell(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"<td style='text-align:left'>{_text(value)}</td>"
    return f"<td style='text-align:right'>{value:,.2f}</td>" if isinstance(value, float) else f"<td>{value:,}</td>"


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return escape(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
