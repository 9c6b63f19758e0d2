"""Figures that claims of a case give of one matter: converted by dated rates and held against each other."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import pyarrow as pa

from enduse.model.case_log import CaseEntry
from enduse.model.claim import Claim
from enduse.model.period import Span, month_index
from enduse.report.case_figures import TOLERANCE, FigurePair, ImpliedRates, Rate, SaidFigure, implied_rates, pairs
from enduse.resolve.rates import unit_values
from enduse.store.ledger import LedgerStore
from enduse.store.schema import FX_RATES
from enduse.store.snapshot import open_snapshot

_BUNDLED = "bundled:fx_annual.toml"


@dataclass(frozen=True)
class ComparedFigures:
    """Figures of one case against each other.

    Attributes:
        pairs: Every two of one matter and period.
        implied: Rates that pairs of the same two currencies imply, against each other.
        tolerance: Share within which two figures agree.
    """

    pairs: tuple[FigurePair, ...]
    implied: tuple[ImpliedRates, ...]
    tolerance: float


def compared_figures(entries: Iterable[CaseEntry], store: LedgerStore, tolerance: float = TOLERANCE) -> ComparedFigures:
    """Every two figures of one matter and period.

    Args:
        entries: Those that hold; only claims with a figure and a matter count.
        store: Rates that the user added are used after the ECB's.
        tolerance: Share within which they agree.
    """
    told = [(it.id, Claim.from_facts(it.facts)) for it in entries if it.kind == "claim"]
    origins = _origins(told)
    said = [_said(id, it, origins[id]) for id, it in told if it.figure and it.matter]
    found = pairs([it for it in said if it], _rates(told, store), tolerance)
    return ComparedFigures(tuple(found), tuple(implied_rates(found, tolerance)), tolerance)


def _origins(told: Sequence[tuple[str, Claim]]) -> dict[str, str]:
    """What each claim draws on at last: a document, evidence or another claim; empty: nothing is told."""
    claims = dict(told)
    found: dict[str, str] = {}
    for id, claim in told:
        seen, drawn = {id}, claim.rests_on[0] if claim.rests_on else ""
        while drawn in claims and drawn not in seen:
            seen.add(drawn)
            drawn = claims[drawn].rests_on[0] if claims[drawn].rests_on else f"claim of {claims[drawn].speaker}"
        found[id] = drawn
    return found


def _said(id: str, claim: Claim, origin: str) -> SaidFigure | None:
    figure = claim.figure
    if figure is None:
        return None
    source = claim.source.publisher or claim.speaker
    return SaidFigure(id, source, claim.matter, figure.period, figure.value, figure.unit, origin)


def _rates(told: Sequence[tuple[str, Claim]], store: LedgerStore) -> dict[tuple[str, str], Rate]:
    wanted = {
        (it.figure.unit, it.figure.period): span
        for _id, it in told
        if it.figure and len(it.figure.unit) == 3 and it.figure.unit.isupper() and (span := _span(it.figure.days))
    }
    added = pa.concat_tables([_annual(), _own(store)])
    order = {_BUNDLED: -1}
    rows = unit_values([(unit, span) for (unit, _period), span in wanted.items()], added, order).to_pylist()
    known = {(it["currency"], it["month"], it["months"]): it for it in rows}
    found: dict[tuple[str, str], Rate] = {}
    for (unit, period), span in wanted.items():
        row = known.get((unit, span.start, span.months))
        if row and row["usd_per_unit"]:
            found[unit, period] = Rate(row["usd_per_unit"], row["rate_publisher"])
    return found


def _span(days: tuple[date, date] | None) -> Span | None:
    """The months that the days lie in."""
    return Span(month_index(days[0]), month_index(days[1]) + 1) if days else None


def _own(store: LedgerStore) -> pa.Table:
    if not store.current():
        return FX_RATES.arrow_schema().empty_table()
    snapshot = open_snapshot(store, None)
    rows = snapshot.table("fx_rates").to_pyarrow().select(FX_RATES.arrow_schema().names)
    snapshot.close()
    return rows.cast(FX_RATES.arrow_schema())


@cache
def _annual() -> pa.Table:
    """The bundled annual means, as rows of the ledger's ``fx_rates``."""
    told = tomllib.loads(files("enduse.data").joinpath("fx_annual.toml").read_text(encoding="utf-8"))
    rows: list[Mapping[str, object]] = [
        {
            "source_id": _BUNDLED,
            "row": number,
            "currency": it["currency"],
            "per": it["per"],
            "rate": rate,
            "month": date(int(year), 1, 1),
            "months": 12,
            "publisher": it["publisher"],
        }
        for it in told["series"]
        for number, (year, rate) in enumerate(it["rates"].items(), 1)
    ]
    return pa.Table.from_pylist(rows, schema=FX_RATES.arrow_schema())
