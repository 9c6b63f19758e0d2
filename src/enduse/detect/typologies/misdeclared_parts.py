"""Complete machines are declared as parts.

For every importer: lines that the goods code or the words call parts, while other things in the same line speak of a
complete machine: the words of the description, a weight or a price that parts seldom have, or a serial number. One such
sign alone is common among heavy or dear spare parts; two in one line are not. Under the code of goods that are no
machine tools weight and price alone say nothing: parts of compressors and presses are heavy and dear, too.
"""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.goods_lines import declared_as_part, machine, pieces
from enduse.detect.scope import DESTINATIONS, computed, imports_into, kept, proof

STRENGTH = {2: 0.3, 3: 0.35, 4: 0.4}
"""By the most signs that one line shows; see ``docs/explanation/strength.md``."""

_MAY_HIDE = (*(f"84{it}" for it in range(56, 67)), "8479", "8485", "8487")
"""Headings of machine tools, their parts, and of machines and parts that have no heading of their own."""

_SIGNS = ("words", "heavy", "dear", "numbered")


def _with_signs(rows: Table, min_kg: float, min_usd: float) -> Table:
    """Lines that are called parts, with ``signs``: how many things in them speak of a machine."""
    each = pieces(rows)
    parts = rows.filter(declared_as_part(rows)).mutate(
        words=machine(rows) | (rows.whole == "complete").fill_null(False),
        heavy=(rows.net_kg / each >= min_kg).fill_null(False),
        dear=(rows.value_usd / each >= min_usd).fill_null(False),
        # Spindles and controls are numbered, too: by itself a number says little.
        numbered=(rows.serials.length() > 0).fill_null(False) & (rows.model.notnull() | rows.made_year.notnull()),
    )
    signed = parts.mutate(signs=sum((parts[it].cast("int64") for it in _SIGNS[1:]), parts.words.cast("int64")))
    may_hide = signed.hs6.isnull() | signed.hs6.substr(0, 4).isin(_MAY_HIDE)
    return signed.filter(may_hide | signed.words | signed.numbered)


def by_consignee(
    ledger: Ledger,
    watershed: date,
    min_kg: float = 1_000.0,
    min_usd: float = 20_000.0,
    min_signs: int = 2,
) -> Table:
    """One row per importer with such lines since the watershed.

    Args:
        ledger: Declarations whose descriptions were read.
        watershed: Lines from this day on count; earlier ones of the kind are shown as context.
        min_kg: From this net weight of one piece on a part is heavy.
        min_usd: From this price of one piece on a part is dear.
        min_signs: How many of words, weight, price and serial number one line must show.
    """
    rows = imports_into(ledger.items, DESTINATIONS)
    signed = _with_signs(rows.filter(rows.consignee_id.notnull()), min_kg, min_usd)
    lines = kept(
        signed.filter(signed.signs >= min_signs).select(
            *("row_id", "declared_on", "value_usd", "net_kg", "consignor_id", "brand", "hs6", "signs", *_SIGNS),
            subject_id=_.consignee_id,
            telling=_.declared_on >= watershed,
        )
    )
    found = computed(lines.group_by("subject_id").agg(lines=_.count(where=_.telling)).filter(_.lines > 0))
    return _summed(lines.semi_join(found, "subject_id")).mutate(
        strength=ibis.cases(*((_.most_signs == it, at) for it, at in sorted(STRENGTH.items())), else_=0.3),
        rank=_.value_usd.fill_null(0.0),
    )


def _summed(lines: Table) -> Table:
    """One row per importer: what its telling lines add up to, and which signs they show."""
    return lines.group_by("subject_id").agg(
        value_usd=_.value_usd.sum(where=_.telling),
        net_kg=_.net_kg.sum(where=_.telling),
        lines=_.count(where=_.telling),
        lines_before=_.count(where=~_.telling),
        most_signs=_.signs.max(where=_.telling),
        brands=_.brand.collect(where=_.telling & _.brand.notnull(), distinct=True),
        codes=_.hs6.collect(where=_.telling & _.hs6.notnull(), distinct=True),
        consignor_ids=_.consignor_id.collect(where=_.telling & _.consignor_id.notnull(), distinct=True),
        **{f"lines_{it}": _[it].sum(where=_.telling) for it in _SIGNS},
        **proof(_.telling),
    )


misdeclared_parts = Typology(
    id="misdeclared_parts",
    title="Machines declared as parts",
    about=__doc__,
    innocent=(
        "a large assembly, such as a bed, a spindle head or a pallet changer, is lawfully declared as a part",
        "several parts stand in one line, and their number is not stated",
        "the description names the machine that the parts are for",
    ),
    misses=(
        "machines taken apart and sent in several light shipments",
        "lines without description, weight and value",
        "machines declared under an altogether different heading (see hs_downshift)",
    ),
    settle=(
        "the packing list and the photographs of the shipment",
        "the maker's sale record for the serial number",
        "weight and price of the model in the maker's catalogue",
    ),
    sources=("Investigation of a Russian importer's purchases of Taiwanese machines (catalogue: TY16, AN)",),
    finders=(
        Finder(
            id="by_consignee",
            reads="items",
            subject="company",
            headline=(
                "{subject} imported {lines:line|lines} declared as parts since {watershed} that weigh, cost or read "
                "like complete machines ({value})"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id", "hs6", "value_usd", "kind"), months_after=1, rows="imports"
            ),
            find=by_consignee,
            confidence="probable",
        ),
    ),
    ceiling=0.5,
)
