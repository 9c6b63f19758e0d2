"""Published cells as typologies read them: each cell once, in euros and in dollars."""

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.model.period import Span
from enduse.resolve.movements import hs6, month_of
from enduse.resolve.numbering import with_source_rank
from enduse.store.schema import PROVENANCE

FIRST_ROW_ID = 2**50
"""Below it are the ids of items."""

CELL = ("publisher", "reporter", "partner", "flow", "goods_code", "month", "months")
"""What makes two published cells the same one."""

_OWN = (*(column.name for column in PROVENANCE), "cell")


@dataclass(frozen=True)
class CellOverlap:
    """Cells of one source that gave way to the same cells of another.

    Attributes:
        source_id: Whose cells gave way.
        kept_source_id: Whose cells were kept: the source that was added later.
        equal: How many say the same.
        different: How many say something else, usually a revision.
    """

    source_id: str
    kept_source_id: str
    equal: int
    different: int


def amounts(statistics: Table, order: Mapping[str, int]) -> Table:
    """The ledger's cells with ``row_id``, ``month`` as an index, and ``amount`` in ``unit_currency``.

    The amount is the published value; files that give only euros or only dollars have it there. Row ids
    ascend by source, place, row and cell.

    Args:
        statistics: Cells as in the ledger.
        order: Source id to the order of adding, from 0.
    """
    told = ibis.cases(
        (statistics.value.notnull() & statistics.currency.notnull(), statistics.currency),
        (statistics.value_eur.notnull(), "EUR"),
        (statistics.value_usd.notnull(), "USD"),
        else_=ibis.null("string"),
    )
    amount = ibis.ifelse(
        statistics.value.notnull() & statistics.currency.notnull(),
        statistics.value,
        ibis.coalesce(statistics.value_eur, statistics.value_usd),
    )
    cells = statistics.mutate(
        month=month_of(statistics.month),
        months=statistics.months.fill_null(1),
        amount=amount,
        unit_currency=told,
    )
    rows = with_source_rank(cells, order)
    by = [rows[name] for name in ("source_rank", *_OWN, *CELL[1:], "amount")]
    number = ibis.row_number().over(ibis.window(order_by=by)).cast("int64") + FIRST_ROW_ID
    return rows.mutate(row_id=number, cell_key=_cell_key(rows))


def lost_cells(cells: Table) -> Table:
    """The cells that give way, each with ``kept_source_id`` and ``same`` (does a kept cell say the same?).

    The source added last stands. Cells of one source that differ in value all stay: there our codes are coarser
    than the publisher's labels (several partners it does not name), or the file contradicts itself.
    """
    groups = cells.group_by("cell_key").aggregate(rows=cells.count())
    suspects = cells.semi_join(groups.filter(groups.rows > 1), "cell_key").mutate(cents=_.amount.round(2))
    latest = [suspects.source_rank.desc(), suspects.source_id]
    ranked = suspects.mutate(
        kept_source_id=suspects.source_id.first().over(ibis.window(group_by="cell_key", order_by=latest)),
        repeat=ibis.row_number().over(
            ibis.window(group_by=["cell_key", "source_id", "cents"], order_by=suspects.row_id.desc())
        ),
    )
    stays = (ranked.source_id == ranked.kept_source_id) & (ranked.repeat == 0)
    kept, lost = ranked.filter(stays), ranked.filter(~stays)
    said = kept.select("cell_key", "cents").distinct().mutate(same=ibis.literal(True))
    told = lost.left_join(said, ["cell_key", lost.cents.identical_to(said.cents)])
    return told.select("row_id", *_OWN, *CELL, "kept_source_id", same=told.same.fill_null(False))


def clashes(statistics: Table) -> int:
    """How many kept cells share publisher, reporter, partner, flow, goods and period with another kept one."""
    groups = statistics.filter(statistics.currency.notnull()).group_by(*CELL).aggregate(rows=_.count())
    total = groups.filter(groups.rows > 1).aggregate(rows=_.rows.sum().fill_null(0)).to_pyarrow()
    return int(total["rows"][0].as_py())


def cell_overlaps(lost: Table) -> tuple[CellOverlap, ...]:
    """How many cells of which source gave way to which, most first."""
    counts = lost.group_by("source_id", "kept_source_id").aggregate(
        equal=lost.same.sum().cast("int64"), different=(~lost.same).sum().cast("int64")
    )
    found = [CellOverlap(**row) for row in counts.to_pyarrow().to_pylist()]
    return tuple(sorted(found, key=lambda it: (-it.equal - it.different, it.source_id, it.kept_source_id)))


def wanted_cell_rates(cells: Table) -> frozenset[tuple[str, Span]]:
    """Currencies and periods of the cells."""
    periods = cells.select("unit_currency", "month", "months").distinct()
    told = periods.filter(periods.unit_currency.notnull(), periods.month.notnull(), periods.months > 0)
    return frozenset(
        (row["unit_currency"], Span(row["month"], row["month"] + row["months"]))
        for row in told.to_pyarrow().to_pylist()
    )


def published(cells: Table, lost: Table, worth: Table) -> Table:
    """Every cell once, with the columns of ``detect.Ledger.statistics``.

    Further columns: provenance, ``cell``, ``net_kg``, ``currency`` of publication, and how it was converted:
    ``usd_per_unit``, ``eur_per_unit`` and ``rate_publisher``. Rows of groups of countries (``EU27_2020``,
    ``CIS``) stay rows beside those of their members; see ``trace.series``.

    Args:
        cells: As ``amounts`` gives them.
        lost: As ``lost_cells`` gives them.
        worth: Unit values of currencies (``resolve.rates.UNIT_VALUES``).
    """
    once = cells.anti_join(lost, "row_id")
    same = [once.unit_currency == worth.currency, once.month == worth.month, once.months == worth.months]
    rated = once.left_join(worth, same)
    return rated.select(
        "row_id",
        *_OWN,
        *CELL,
        "basis",
        "preliminary",
        "net_kg",
        "usd_per_unit",
        "eur_per_unit",
        "rate_publisher",
        hs6=hs6(rated.goods_code),
        value_eur=ibis.coalesce(rated.value_eur, rated.amount * rated.eur_per_unit),
        value_usd=ibis.coalesce(rated.value_usd, rated.amount * rated.usd_per_unit),
        currency=rated.unit_currency,
    )


def unconverted_cells(statistics: Table) -> dict[str, int]:
    """Currency to the number of cells without a value in dollars or euros for want of a rate."""
    one_missing = statistics.value_usd.isnull() | statistics.value_eur.isnull()
    left = statistics.filter(one_missing, statistics.currency.notnull())
    counts = left.group_by("currency").aggregate(rows=left.count()).to_pyarrow().to_pylist()
    return {row["currency"]: row["rows"] for row in sorted(counts, key=lambda it: (-it["rows"], it["currency"]))}


def _cell_key(rows: Table) -> ibis.Value:
    # Masses published as rows of their own are other cells than the values beside them.
    measure = ibis.ifelse(rows.amount.isnull(), "mass", "value")
    texts = [rows[name].cast("string").fill_null("") for name in CELL]
    return ibis.literal("\x1f").join([*texts, measure])
