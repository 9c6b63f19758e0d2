"""An importer's goods suddenly come from another country of origin, and go on doing so.

For every importer of priority goods: the share that each country of origin has in its purchases, month by month. A jump
counts where the share rises by .4 or more, in shipments and in value, within three months, where it stays, where the
same season of the year before did not show it, and where the order of the shipments is no accident. One large machine
moves the value but not the shipments; a slow change of suppliers takes longer than three months.

An importer that turns to makers of another country changes its brands with the origin, and many did so lawfully. The
jump weighs more where the brands stay and only the country changes.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.scope import DESTINATIONS, cite, computed, place_name, small
from enduse.detect.share_jumps import Jump, Series, find_jumps
from enduse.detect.shared import priority_imports
from enduse.model.period import first_day

STRENGTH_SAME_BRAND = 0.45
STRENGTH_OWN_PLANT = 0.2
STRENGTH = 0.1
_FEWEST = 6
_MOST_OF = 0.5

_FOUND = pa.schema(
    {
        "subject_id": pa.int64(),
        "lane": pa.string(),
        "origin_before": pa.string(),
        "break_month": pa.string(),
        "break_index": pa.int64(),
        "share_before": pa.float64(),
        "share_after": pa.float64(),
        "clarity": pa.float64(),
    }
)


def by_importer(
    ledger: Ledger, watershed: date, min_jump: float = 0.4, max_months: int = 3, max_chance: float = 0.05
) -> Table:
    """One row per importer whose mix of origins jumped: ``lane`` is the country that rose.

    Args:
        ledger: Declarations.
        watershed: Not used: the month of the jump is looked for.
        min_jump: Least rise of a country's share, 0 to 1.
        max_months: Months on either side within which it must happen.
        max_chance: Greatest chance of as clear a jump in any month by accident of order.
    """
    rows = priority_imports(ledger, DESTINATIONS).filter(_.origin.notnull(), _.declared_on.notnull())
    rows = rows.mutate(month=(rows.declared_on.year() * 12 + rows.declared_on.month() - 1).cast("int64"))
    busy = rows.group_by("subject_id").agg(shipments=_.declared_on.nunique(), origins=_.origin.nunique())
    busy = busy.filter(busy.shipments >= _FEWEST, busy.origins > 1)
    cells = rows.semi_join(busy, "subject_id").group_by("subject_id", "origin", "month")
    counts = cells.agg(count=_.declared_on.nunique(), amount=_.value_usd.sum()).to_pyarrow()
    found = small(_jumps(counts, Jump(min_jump, max_months, max_chance)))
    more = {
        "value_usd": _.value_usd.sum(where=_.telling),
        "lines": _.count(where=_.telling),
        "same_brand_lines": _.count(where=_.telling & _.same_brand),
        "own_plant_lines": _.count(where=_.telling & _.own_plant),
    }
    told = cite(found, _cited(ledger, rows, found), ["subject_id"], **more)
    same = told.same_brand_lines >= _MOST_OF * told.lines
    plant = told.own_plant_lines >= _MOST_OF * told.same_brand_lines
    return told.mutate(
        brands_stay=same,
        strength=ibis.cases((same & plant, STRENGTH_OWN_PLANT), (same, STRENGTH_SAME_BRAND), else_=STRENGTH),
        rank=told.value_usd.fill_null(0.0),
    ).drop("break_index")


def _cited(ledger: Ledger, rows: Table, found: Table) -> Table:
    """Lines of the new origin from the jump on (telling), and all lines before it.

    ``same_brand``: the importer bought the brand before the jump, of another origin; ``own_plant``: the brand is known
    to be made in the new country.
    """
    brands = ledger.items.select("row_id", "brand", "maker_countries")
    theirs = computed(rows.join(found.select("subject_id", "lane", "break_index"), "subject_id"))
    whole = theirs.join(brands, "row_id")
    after = whole.month >= whole.break_index
    told = whole.mutate(telling=after & (whole.origin == whole.lane)).filter(_.telling | ~after)
    told = computed(told)
    bought = told.filter(~told.telling, told.origin != told.lane, told.brand.notnull())
    known = bought.select("subject_id", "brand").distinct().mutate(known=True)
    marked = told.left_join(known, ["subject_id", "brand"])
    marked = marked.drop("subject_id_right", "brand_right")
    same = marked.known.fill_null(False)
    plants = marked.maker_countries.contains(marked.lane).fill_null(False)
    return marked.mutate(same_brand=same, own_plant=same & plants).drop("lane", "break_index")


def _jumps(cells: pa.Table, jump: Jump) -> pa.Table:
    """The clearest jump of each importer."""
    if not cells.num_rows:
        return _FOUND.empty_table()
    cells = cells.sort_by([("subject_id", "ascending"), ("origin", "ascending"), ("month", "ascending")])
    subjects, origins = cells["subject_id"].to_numpy(), np.array(cells["origin"].to_pylist())
    months = cells["month"].to_numpy()
    fresh = np.r_[True, (subjects[1:] != subjects[:-1]) | (origins[1:] != origins[:-1])]
    row, column = np.cumsum(fresh) - 1, months - months.min()
    owner = np.unique(subjects[fresh], return_inverse=True)[1]
    series = _series(cells, row, column, owner)
    at, clear = find_jumps(series, jump)
    names = origins[fresh]
    lines: dict[int, Mapping[str, Any]] = {}
    for pair in np.lexsort((names, -clear)):
        if at[pair] >= 0 and int(owner[pair]) not in lines:
            lines[int(owner[pair])] = _line(series, owner, names, int(pair), int(at[pair])) | {
                "subject_id": int(subjects[fresh][pair]),
                "break_index": int(at[pair] + months.min()),
                "break_month": f"{first_day(int(at[pair] + months.min())):%Y-%m}",
                "clarity": float(clear[pair]),
            }
    return pa.Table.from_pylist([lines[it] for it in sorted(lines)], schema=_FOUND)


def _series(cells: pa.Table, row: Any, column: Any, owner: Any) -> Series:
    shape = (int(row[-1]) + 1, int(column.max()) + 1)
    count, amount = np.zeros(shape), np.zeros(shape)
    count[row, column] = cells["count"].to_numpy()
    amount[row, column] = np.nan_to_num(cells["amount"].to_numpy(zero_copy_only=False).astype("float64"))
    owners = np.zeros((2, int(owner.max()) + 1, shape[1]))
    np.add.at(owners[0], owner, count)
    np.add.at(owners[1], owner, amount)
    return Series(count, owners[0][owner], amount, owners[1][owner])


def _line(series: Series, owner: Any, names: Any, pair: int, at: int) -> dict[str, Any]:
    """What rose and what fell at the jump."""
    own = np.flatnonzero(owner == owner[pair])
    before, after = (series.count[own][:, it].sum(axis=1) for it in (slice(None, at), slice(at, None)))
    change = after / max(after.sum(), 1.0) - before / max(before.sum(), 1.0)
    place = int(np.flatnonzero(own == pair)[0])
    return {
        "lane": str(names[pair]),
        "origin_before": str(names[own][int(np.argmin(change))]),
        "share_before": float(before[place] / max(before.sum(), 1.0)),
        "share_after": float(after[place] / max(after.sum(), 1.0)),
    }


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    brands = "while the brands stayed the same" if row["brands_stay"] else "and so did the brands"
    return {"risen": place_name(row["lane"]), "fallen": place_name(row["origin_before"]), "brands": brands}


origin_swap_by_importer = Typology(
    id="origin_swap_by_importer",
    title="Origin changed from one quarter to the next",
    about=__doc__,
    innocent=(
        "the importer changed its supplier after the old one left the market",
        "a maker moved its production, and the importer went on buying the same goods",
        "the importer won a new customer that wants machines of another make",
    ),
    misses=(
        "importers with fewer than six shipments",
        "changes that take longer than three months, and changes back",
        "goods that are not on the common high priority list",
    ),
    settle=(
        "the certificates of origin and name plates of machines from after the jump",
        "the same brand and models before and after? then the origin was changed, not the goods",
        "the importer's tender files of those months",
    ),
    sources=("Financial Times on importers that few Chinese goods reached before July (catalogue: FT, article 001)",),
    finders=(
        Finder(
            id="by_importer",
            reads="items",
            subject="company",
            headline=(
                "From {break_month} on {share_after:.0%} of the shipments of {subject} were made in {risen}, before "
                "that {share_before:.0%}; {fallen} fell back, {brands}"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id", "value_usd", "hs6", "origin"), lists=("CHPL",), rows="imports"
            ),
            find=by_importer,
            phrases=_phrases,
            confidence="derived",
        ),
    ),
    ceiling=0.45,
)
