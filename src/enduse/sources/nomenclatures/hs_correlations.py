"""Correlation tables of the editions of the Harmonized System, all in one file."""

import re
from collections import Counter

from enduse.model.editions import HS_EDITIONS
from enduse.model.nomenclature import Correlation
from enduse.sources.nomenclature_parts.lines import padded, unreadable
from enduse.sources.nomenclatures import CodeBookFormat, CodeTable, Published
from enduse.sources.reading import BadRow

_STEP = re.compile(r"^(\d{4}) to (\d{4})$")
_COLUMNS = ["code.after", "code.before", "Relationship", "adjustment"]


def _step(text: str) -> tuple[str, str] | None:
    found = _STEP.match(text.strip())
    if not found:
        return None
    step = (f"HS{found[2]}", f"HS{found[1]}")
    # The same column names revisions of the SITC by their years: 1988, 1976, 1962.
    return step if set(step) <= set(HS_EDITIONS) else None


def _read(table: CodeTable) -> Published:
    found: dict[tuple[str, str], list[Correlation]] = {}
    left_out: Counter[str] = Counter()
    rejected: list[BadRow] = []
    for row, record in table.records():
        step = _step(record.get("adjustment", ""))
        after, before = (padded(record.get(name, ""), [6]) for name in ("code.after", "code.before"))
        if step is None:
            left_out["rows between editions of other nomenclatures"] += 1
        elif not (after and before):
            bad = unreadable(row, record, "a row without two codes of six digits")
            left_out[bad.reason] += 1
            rejected.append(bad)
        else:
            found.setdefault(step, []).append(Correlation(before, after, record.get("Relationship", ""), row))
    steps = {step: tuple(rows) for step, rows in found.items()}
    return Published(None, steps, dict(left_out), tuple(rejected))


hs_correlations = CodeBookFormat(
    id="hs_correlations",
    title="Correlation of the editions of the Harmonized System",
    publisher="United Nations Statistics Division, put together by the Growth Lab at Harvard",
    licence="UN Statistics Division correlation tables",
    about="Each edition from 1992 to 2022 with the one before; leading zeros are missing and are put back.",
    source="seen: the file of 2025-07-14",
    fits=lambda table: [it.strip() for it in table.header] == _COLUMNS,
    read=_read,
)
