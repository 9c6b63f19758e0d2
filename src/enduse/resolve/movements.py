"""The goods lines as typologies read them: resolved parties, one brand, one value in dollars."""

from dataclasses import dataclass

import ibis
from ibis.expr.types import ArrayColumn, IntegerColumn, StringColumn, Table

from enduse.model.period import Span
from enduse.resolve.against import NONE, against_declared
from enduse.resolve.brands import brand
from enduse.resolve.mentions import mention_columns
from enduse.store.goods_facts import GOODS_FACTS, TEXTS
from enduse.store.schema import PROVENANCE, ROLES

_COUNTRIES = tuple(f"{role}_country" for role in ROLES[:3])
_AS_WRITTEN = (
    "declaration_no",
    "line_no",
    "direction",
    "declared_on",
    *_COUNTRIES,
    "origin",
    "dispatch",
    "destination",
    "trading_country",
    "goods_code",
    "description",
    "net_kg",
    "quantity",
    "currency",
)

_TOLD = tuple(it.name for it in GOODS_FACTS if it.name not in ("mark", "model", "serials", "contradictions"))


@dataclass(frozen=True)
class Lookups:
    """What the rows are joined with.

    Attributes:
        lost: Rows that give way to another (``row_id``).
        placed: Mentions with their ``party_id``.
        worth: Unit values of currencies by month (``resolve.rates.UNIT_VALUES``).
        told: What the distinct descriptions say (``store.goods_facts``).
    """

    lost: Table
    placed: Table
    worth: Table
    told: Table


def movements(items: Table, lookups: Lookups) -> Table:
    """Every goods line once, with the columns of ``detect.Ledger.items``.

    Further columns: provenance, ``declaration_no``, ``line_no``, ``description``, ``declarant_country``,
    ``value_basis`` (``declared``, ``converted``, ``missing``), and for converted values ``usd_per_unit``
    and ``rate_publisher``. ``contradictions`` holds what a text says against itself, and what the rest of its line
    says against it (``resolve.against``).

    Args:
        items: Ledger items with ``row_id``.
        lookups: Tables to join.
    """
    once = items.anti_join(lookups.lost, "row_id")
    with_parties = _with_parties(once, lookups.placed)
    valued = _with_values(with_parties.mutate(month=month_of(with_parties.declared_on)), lookups.worth)
    valued = _with_facts(valued, lookups.told)
    valued = valued.mutate(serials=_serials(valued))
    own = [column.name for column in PROVENANCE]
    return valued.select(
        "row_id",
        *own,
        *_AS_WRITTEN,
        "month",
        *(f"{role}_id" for role in ROLES),
        "value_usd",
        "value_basis",
        "usd_per_unit",
        "rate_publisher",
        declarant_country=valued.declarant_country,
        hs6=hs6(valued.goods_code),
        brand=ibis.coalesce(valued.mark, brand(valued.trademark, valued.manufacturer_text)),
        model=ibis.coalesce(valued.model, valued.told_model),
        serials=valued.serials,
        **{name: valued[name] for name in _TOLD},
        contradictions=valued.contradictions.fill_null(NONE).concat(against_declared(valued)),
    )


def texts(items: Table) -> dict[str, StringColumn]:
    """The texts of a goods line that are read together, never null; the names of ``store.goods_facts.TEXTS``."""
    return {name: items[name].fill_null("") for name in TEXTS}


def month_of(day: ibis.Value) -> IntegerColumn:
    """The index of the day's month; see ``model.period.month_index``."""
    return (day.year().cast("int64") * 12 + day.month() - 1).cast("int64")


def hs6(goods_code: StringColumn) -> StringColumn:
    """The first six digits, null where the code is shorter or no number."""
    digits = goods_code.substr(0, 6)
    return ibis.ifelse((digits.length() == 6) & digits.try_cast("int64").notnull(), digits, ibis.null("string"))


def wanted_rates(items: Table) -> frozenset[tuple[str, Span]]:
    """Currencies and months of the values that no declared dollar value stands beside."""
    foreign = items.filter(items.value_usd.isnull(), items.value.notnull(), items.currency.notnull())
    months = foreign.select("currency", month=month_of(foreign.declared_on)).distinct()
    rows = months.filter(months.month.notnull()).to_pyarrow().to_pylist()
    return frozenset((row["currency"], Span(row["month"], row["month"] + 1)) for row in rows)


def value_counts(items: Table) -> dict[str, int]:
    """How many values are declared, converted and missing."""
    counts = items.group_by("value_basis").aggregate(rows=items.count()).to_pyarrow().to_pylist()
    return {row["value_basis"]: row["rows"] for row in sorted(counts, key=lambda it: str(it["value_basis"]))}


def unconverted(items: Table) -> dict[str, int]:
    """Currency to the number of lines whose value could not be converted."""
    left = items.filter(items.value_basis == "missing", items.currency.notnull())
    counts = left.group_by("currency").aggregate(rows=left.count()).to_pyarrow().to_pylist()
    return {row["currency"]: row["rows"] for row in sorted(counts, key=lambda it: (-it["rows"], it["currency"]))}


def _with_parties(items: Table, placed: Table) -> Table:
    """With ``<role>_id``: the party of each role, null where nobody is named."""
    for role in ROLES:
        name, identifier, country = mention_columns(items, role)
        who = placed.select(
            **{f"{role}_id": placed.party_id, "_name": placed.name, "_identifier": placed.identifier},
            _country=placed.country,
        )
        same = [name == who["_name"], identifier == who["_identifier"], country == who["_country"]]
        items = items.left_join(who, same).drop("_name", "_identifier", "_country")
    return items


def _with_facts(items: Table, told: Table) -> Table:
    """With what the description says; a model or serial number in a column of its own is kept apart from the text's."""
    facts = told.rename(told_model="model", told_serials="serials", **{f"_{it}": it for it in TEXTS})
    same = [text == facts[f"_{name}"] for name, text in texts(items).items()]
    return items.left_join(facts, same).drop(*(f"_{it}" for it in TEXTS))


def _serials(items: Table) -> ArrayColumn:
    """Serial numbers of the text, and that of the column behind them where it is another one."""
    said = items.told_serials.fill_null(NONE)
    column = items.serial.strip().nullif("")
    return ibis.ifelse(column.isnull() | said.contains(column), said, said.concat(ibis.array([column])))


def _with_values(items: Table, worth: Table) -> Table:
    known = worth.filter(worth.months == 1).select("currency", "month", "usd_per_unit", "rate_publisher")
    rated = items.left_join(known, ["currency", "month"]).drop("currency_right", "month_right")
    declared, converted = rated.value_usd, rated.value * rated.usd_per_unit
    basis = ibis.cases((declared.notnull(), "declared"), (converted.notnull(), "converted"), else_="missing")
    is_converted = basis == "converted"
    return rated.mutate(
        value_usd=ibis.coalesce(declared, converted),
        value_basis=basis,
        usd_per_unit=ibis.ifelse(is_converted, rated.usd_per_unit, ibis.null("float64")),
        rate_publisher=ibis.ifelse(is_converted, rated.rate_publisher, ibis.null("string")),
    )
