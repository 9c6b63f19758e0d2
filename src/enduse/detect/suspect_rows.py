"""Suspects that were settled in Python, in the form that finders return."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
from ibis.expr.types import Table

from enduse.detect.scope import small

Figure = str | int | float | bool | date | Sequence[str] | None


@dataclass(frozen=True)
class Suspect:
    """One row of a finder's result.

    Attributes:
        subject_id: Party id, or the text that names the subject.
        strength: 0 to 1.
        row_ids: Rows that prove it.
        context_ids: Rows that show the state before or beside it; those that prove it are left out.
        days: Days of the rows that prove it.
        lane: What keeps two findings about one subject apart.
        confidence: The word.
        rank: Orders equal strengths, higher first.
        value_usd: Of the goods concerned.
        figures: Further columns, of the kinds that the finder's ``columns`` name.
        others: Role to party ids.
    """

    subject_id: int | str
    strength: float
    row_ids: Iterable[int]
    context_ids: Iterable[int] = ()
    days: Iterable[date | None] = ()
    lane: str | Sequence[int] = ""
    confidence: str = "derived"
    rank: float = 0.0
    value_usd: float | None = None
    figures: Mapping[str, Figure] = field(default_factory=dict)
    others: Mapping[str, Iterable[int | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class Columns:
    """What a finder returns beside what every finder does.

    Attributes:
        figures: Column to its kind.
        roles: Roles of others.
        by_text: Is the subject named by a text, not by a party id?
        lane_ids: Do party ids keep two findings apart, not a text?
    """

    figures: Mapping[str, pa.DataType] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    by_text: bool = False
    lane_ids: bool = False

    def schema(self) -> pa.Schema:
        """All columns, in order."""
        ids = pa.list_(pa.int64())
        return pa.schema(
            {
                "subject_id": pa.string() if self.by_text else pa.int64(),
                "lane": ids if self.lane_ids else pa.string(),
                "confidence": pa.string(),
                **dict.fromkeys(("strength", "rank", "value_usd"), pa.float64()),
                **dict.fromkeys(("start", "end"), pa.date32()),
                **dict.fromkeys(("row_ids", "context_ids"), ids),
                **self.figures,
                **{f"{role}_ids": ids for role in self.roles},
            }
        )


def suspect_table(found: Iterable[Suspect], columns: Columns) -> Table:
    """The suspects as a finder returns them."""
    return small(pa.Table.from_pylist([_row(it, columns) for it in found], schema=columns.schema()))


def _row(it: Suspect, columns: Columns) -> dict[str, object]:
    telling, days = set(it.row_ids), sorted(day for day in it.days if day is not None)
    return {
        "subject_id": it.subject_id,
        "lane": it.lane if isinstance(it.lane, str) else [*it.lane],
        "confidence": it.confidence,
        "strength": it.strength,
        "rank": it.rank,
        "value_usd": it.value_usd,
        "start": days[0] if days else None,
        "end": days[-1] if days else None,
        "row_ids": sorted(telling),
        "context_ids": sorted(set(it.context_ids) - telling),
        **{name: it.figures.get(name) for name in columns.figures},
        **{f"{role}_ids": sorted({one for one in it.others.get(role, ()) if one}) for role in columns.roles},
    }
