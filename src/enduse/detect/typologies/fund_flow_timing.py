"""A customer of defence pays an importer, and soon after the importer pays abroad or receives goods of that amount.

For every importer that customers of defence paid: payments to it are paired with its payments abroad, and with its
consignments, of like amount (20 %) within 120 days, or within a half, a quarter or an eighth of these. Among many
payments some pairs arise by chance; so the pairs are counted against those to be expected if the amounts were dealt out
anew over the days of the purchases, and against those to be expected if the payments had come on any other days. Only
importers whose pairs are well above one of the two are named, however many importers and spans were looked at. Days
alone say less than amounts: a business has its busy weeks, in which everything follows everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.defence_money import defence_payments, received
from enduse.detect.flow_matching import Fit, Flow, Matches, match_flows
from enduse.detect.rough_rates import with_rough_usd
from enduse.detect.scope import DESTINATIONS, computed, imports_into, small

STRENGTH = 0.6
STRENGTH_LIKELY = 0.4
_FAR_ABOVE = 0.01
_FEWEST_PAIRS = 3

_RESULT = pa.schema(
    {
        "subject_id": pa.int64(),
        "pairs": pa.int64(),
        "payments": pa.int64(),
        "expected": pa.float64(),
        "chance": pa.float64(),
        "mean_lag_days": pa.float64(),
        "within_days": pa.int64(),
        "told_by": pa.string(),
        "value_usd": pa.float64(),
        "about_usd": pa.float64(),
        **dict.fromkeys(("payer_ids", "payee_ids", "consignor_ids", "row_ids", "context_ids"), pa.list_(pa.int64())),
        "start": pa.date32(),
        "end": pa.date32(),
        "strength": pa.float64(),
        "rank": pa.float64(),
    }
)

Row = Mapping[str, Any]


def by_importer(
    ledger: Ledger,
    watershed: date,
    tolerance: float = 0.2,
    days: int = 120,
    max_chance: float = 0.05,
) -> Table:
    """One row per importer whose pairs are well above chance.

    Args:
        ledger: Payments, declarations, lists. Amounts are compared in dollars, in roubles by a rough monthly rate where
            no other is known.
        watershed: Not used: an order may be paid before and shipped after it.
        tolerance: Greatest difference of the amounts, as a share of the first.
        days: Longest time between the two.
        max_chance: Greatest chance that any of the importers looked at shows as many pairs by accident.
    """
    paid = with_rough_usd(defence_payments(ledger)).filter(_.sure, _.rough_usd > 0, _.paid_on.notnull())
    paid = computed(paid.select("row_id", "payee_id", "payer_id", "value_usd", "rough_usd", day=_.paid_on))
    who = paid.select(subject_id=paid.payee_id).distinct()
    into = _by_subject(paid.rename(subject_id="payee_id").to_pyarrow().to_pylist())
    ways = _by_subject(_paid_abroad(ledger, who)), _by_subject(_consignments(ledger, who))
    found = {
        it: _best(into[it], [out[it] for out in ways if it in out], Fit(tolerance, days))
        for it in into
        if any(it in out for out in ways)
    }
    # Of many importers some show pairs by accident: each must stand against all that were looked at.
    most = max_chance / max(len(found), 1)
    rows = [
        _line(subject, best.matches, into[subject], best.out, len(found))
        for subject, best in sorted(found.items())
        if best.matches.chance <= most and len(best.matches.pairs) >= _FEWEST_PAIRS
    ]
    return small(pa.Table.from_pylist(rows, schema=_RESULT))


@dataclass(frozen=True)
class Followed:
    """What followed the payments to one importer: money abroad, or goods."""

    out: Sequence[Row]
    matches: Matches


def _best(into: Sequence[Row], ways: Sequence[Sequence[Row]], fit: Fit) -> Followed:
    """The way that is furthest above chance; its chance is that of any of the ways."""
    tried = [Followed(out, match_flows(_flow(into), _flow(out), fit)) for out in ways]
    best = min(tried, key=lambda it: (it.matches.chance, -it.matches.met))
    return replace(best, matches=replace(best.matches, chance=min(1.0, best.matches.chance * len(tried))))


def _paid_abroad(ledger: Ledger, who: Table) -> Sequence[Row]:
    """Payments of the importers to parties of other countries, or to banks there."""
    rows = with_rough_usd(received(ledger)).rename(subject_id="payer_id").semi_join(computed(who), "subject_id")
    homes = ledger.parties.select(payee_id=_.party_id, home=_.country)
    known = rows.left_join(homes, "payee_id").drop("payee_id_right")
    where = known.payee_bank_country.fill_null(known.home)
    abroad = known.filter(where.notnull(), ~where.isin(DESTINATIONS), _.rough_usd > 0, _.paid_on.notnull())
    told = abroad.select("subject_id", "payee_id", "rough_usd", day=_.paid_on, row_ids=_.row_id)
    return [{**row, "row_ids": [row["row_ids"]]} for row in told.to_pyarrow().to_pylist()]


def _consignments(ledger: Ledger, who: Table) -> Sequence[Row]:
    """What the importers received, a row for each day and sender."""
    rows = imports_into(ledger.items, DESTINATIONS).rename(subject_id="consignee_id")
    mine = rows.semi_join(computed(who), "subject_id").filter(_.declared_on.notnull())
    sums = mine.group_by("subject_id", "declared_on", "consignor_id").agg(
        rough_usd=_.value_usd.sum(), row_ids=_.row_id.collect()
    )
    told = sums.filter(_.rough_usd > 0).to_pyarrow().to_pylist()
    return [{**row, "day": row["declared_on"], "row_ids": sorted(row["row_ids"])} for row in told]


def _by_subject(rows: Sequence[Row]) -> dict[int, list[Row]]:
    """The rows of each importer in an order that does not hang on the engine's."""
    found: dict[int, list[Row]] = {}
    for row in sorted(rows, key=lambda it: (it["day"], it["rough_usd"], it.get("row_id") or it["row_ids"][0])):
        found.setdefault(row["subject_id"], []).append(row)
    return found


def _flow(rows: Sequence[Row]) -> Flow:
    days = np.array([it["day"].toordinal() for it in rows], dtype="int64")
    return Flow(days, np.array([it["rough_usd"] for it in rows], dtype="float64"))


def _line(subject: int, matches: Matches, into: Sequence[Row], out: Sequence[Row], tested: int) -> Row:
    pairs = [(into[one], out[other]) for one, other in matches.pairs]
    chance = min(1.0, matches.chance * tested)
    stated = [one["value_usd"] for one, _other in pairs]
    roughly = sum(one["rough_usd"] for one, _other in pairs)
    cited = {one["row_id"] for one, _other in pairs} | {it for _one, other in pairs for it in other["row_ids"]}
    return {
        "subject_id": subject,
        "pairs": len(pairs),
        "payments": len(into),
        "expected": matches.expected,
        "within_days": matches.within_days,
        "chance": chance,
        "mean_lag_days": sum((other["day"] - one["day"]).days for one, other in pairs) / len(pairs),
        # A rough rate is good enough to compare amounts, not to print one as a value.
        "value_usd": None if None in stated else sum(stated),
        "about_usd": roughly,
        "payer_ids": sorted({one["payer_id"] for one, _other in pairs}),
        **{f"{role}_ids": _ids(pairs, f"{role}_id") for role in ("payee", "consignor")},
        "row_ids": sorted(cited),
        "context_ids": [],
        "start": min(one["day"] for one, _other in pairs),
        "end": max(other["day"] for _one, other in pairs),
        "told_by": matches.told_by,
        "strength": STRENGTH if chance <= _FAR_ABOVE and matches.told_by == "amounts" else STRENGTH_LIKELY,
        "rank": roughly,
    }


def _ids(pairs: Sequence[tuple[Row, Row]], name: str) -> list[int]:
    return sorted({other[name] for _one, other in pairs if other.get(name) is not None})


fund_flow_timing = Typology(
    id="fund_flow_timing",
    title="Money in, purchase out",
    about=__doc__,
    innocent=(
        "a trader that buys to order: any customer's payment is followed by a purchase, a civil one's as well",
        "instalments of equal amount on both sides",
        "payments and purchases that grow together with the business",
    ),
    misses=(
        "purchases paid through another firm, or from another account that the records do not hold",
        "one payment for several machines, and several payments for one",
        "amounts in currencies of which neither the ledger nor the rough table of roubles knows a rate",
        "importers with so few payments that nothing can be told from chance",
    ),
    settle=(
        "the contracts named in the purposes of both payments",
        "the order confirmation of the foreign supplier: for whom and since when",
        "the importer's account statement for the months in between",
    ),
    sources=(
        "Economic Security Council of Ukraine on importers paid by arms makers (catalogue: ESCU, articles 003 and 004)",
        "The count of pairs against shuffled amounts is our own design",
    ),
    finders=(
        Finder(
            id="by_importer",
            reads="payments",
            subject="company",
            headline=(
                "{pairs} of {payments:payment|payments} of defence customers to {subject} were followed by a purchase "
                "abroad of like amount within {within_days} days (about {about_usd:,.0f} USD); chance would give "
                "{expected:.1f}"
            ),
            needs=Needs(columns=("payer_id", "payee_id", "value", "paid_on"), tables=("hits",)),
            find=by_importer,
            confidence="derived",
        ),
    ),
    ceiling=0.6,
)
