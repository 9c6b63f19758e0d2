"""Payments, contracts, events, fairs, sites, statements and registers as typologies read them: parties for names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
from ibis.expr.types import StringColumn, Table

from enduse.model.period import Span
from enduse.resolve.mentions import MENTION, mention_columns
from enduse.resolve.movements import month_of
from enduse.resolve.numbering import with_row_ids
from enduse.store.derived_tables import RECORDS, first_id
from enduse.store.record_kinds import DAY_OF, PARTY_ROLES

REGISTERED = ("register_records", "relations")
"""Ledger tables whose parties are written in their own way."""

NAMING = (*PARTY_ROLES, *REGISTERED)
"""Ledger tables, beside goods lines, that name parties."""

_INN = r"(?:^|\n)INN\|[^|\n]*\|([^\n]*)"


@dataclass(frozen=True)
class RecordLookups:
    """What records are joined with.

    Attributes:
        placed: Mentions with their ``party_id``.
        worth: Unit values of currencies by month (``resolve.rates.UNIT_VALUES``).
        order: Source id to the order of adding, from 0.
    """

    placed: Table
    worth: Table
    order: Mapping[str, int]


def record_mentions(name: str, table: Table) -> list[Table]:
    """Who the rows of a ledger table name: tables of ``name``, ``identifier``, ``country`` and ``rows``."""
    if name == "register_records":
        return [_counted(_register_names(table))]
    ends = ("subject", "object") if name == "relations" else PARTY_ROLES[name]
    return [_counted(table.select(**dict(zip(MENTION, _named(name, table, it), strict=True)))) for it in ends]


def records(name: str, table: Table, lookups: RecordLookups) -> Table:
    """The rows with ``row_id`` and party ids; the columns of ``store.derived_tables.RECORDS[name]``.

    Args:
        name: A table of ``DAY_OF``, or ``register`` or ``relations``.
        table: The ledger's table behind it.
        lookups: Tables to join.
    """
    numbered = with_row_ids(priced(name, table), lookups.order)
    rows = numbered.mutate(row_id=(numbered.row_id + first_id(name)).cast("int64"))
    if name == "register":
        rows = _of_register(rows, lookups.placed)
    elif name == "relations":
        rows = _of_relations(rows, lookups.placed)
    else:
        for role in PARTY_ROLES.get(name, ()):
            rows = _with_party(rows, _named(name, rows, role), f"{role}_id", lookups.placed)
        rows = rows.mutate(month=month_of(rows[DAY_OF[name]]))
    if "value_usd" in rows.columns:
        rows = _valued(rows, lookups.worth)
    return rows.select([it.name for it in RECORDS[name]])


def priced(name: str, table: Table) -> Table:
    """The ledger's table; a line of an order that states no value has that of its pieces."""
    if name != "orders":
        return table
    return table.mutate(value=ibis.coalesce(table.value, table.price * table.quantity))


def wanted_record_rates(table: Table, day: str) -> frozenset[tuple[str, Span]]:
    """Currencies and months of the values that no stated dollar value stands beside."""
    foreign = table.filter(table.value_usd.isnull(), table.value.notnull(), table.currency.notnull())
    months = foreign.select("currency", month=month_of(foreign[day])).distinct()
    rows = months.filter(months.month.notnull()).to_pyarrow().to_pylist()
    return frozenset((row["currency"], Span(row["month"], row["month"] + 1)) for row in rows)


def _counted(rows: Table) -> Table:
    told = rows.filter((rows.name != "") | (rows.identifier != ""))
    return told.group_by(*MENTION).aggregate(rows=told.count())


def _named(name: str, table: Table, role: str) -> Sequence[ibis.Value]:
    """Name, identifier and country of ``role`` in the form in which mentions are joined."""
    return relation_ends(table, role) if name == "relations" else mention_columns(table, role)


def relation_ends(table: Table, role: str) -> Sequence[ibis.Value]:
    """Name, identifier and country of the ``subject`` or ``object`` of relations, as mentions are joined."""
    written = (table[f"{role}_name"], _value_of(table[f"{role}_identifier"]), table[f"{role}_country"])
    return tuple(it.fill_null("") for it in written)


def names_nobody(table: Table, end: str) -> ibis.expr.types.BooleanValue:
    """Does a relation give nothing of its ``subject`` or ``object`` but the register's id of the record?"""
    bare = (table[f"{end}_name"].fill_null("") == "") & (table[f"{end}_identifier"].fill_null("") == "")
    return bare & table[f"{end}_record"].notnull()


def with_named_ends(relations: Table, register: Table) -> Table:
    """The relations; ends that bear the id of a record alone get name, number and country of that record.

    Args:
        relations: Ledger ``relations``.
        register: Ledger ``register_records``; of several snapshots of a record the newest speaks.
    """
    number, country = _register_identity(register)
    newest = register.snapshot.cast("string").fill_null("") + register.source_id + register.row.cast("string")
    told = register.select(
        "register", "record_id", name=register.names[0].fill_null(""), number=number, country=country, newest=newest
    )
    known = told.group_by("register", "record_id").aggregate(
        **{it: told[it].argmax(told.newest) for it in ("name", "number", "country")}
    )
    for end in ("subject", "object"):
        who = known.select(
            **{"_register": known.register, "_record": known.record_id, "_name": known.name},
            **{"_number": ibis.literal("||") + known.number, "_country": known.country},
        )
        found = relations.left_join(who, [relations.register == who["_register"],
                                          relations[f"{end}_record"] == who["_record"]])  # fmt: skip
        bare = names_nobody(found, end)
        filled = {"name": "_name", "identifier": "_number", "country": "_country"}
        relations = found.mutate(
            **{f"{end}_{it}": ibis.ifelse(bare, found[of], found[f"{end}_{it}"]) for it, of in filled.items()}
        ).drop("_register", "_record", "_name", "_number", "_country")
    return relations


def _value_of(identifier: StringColumn) -> StringColumn:
    """The value of ``SCHEME|country|value``."""
    return identifier.split("|")[2]


def registered(table: Table, order: Mapping[str, int]) -> Table:
    """Ledger ``register_records`` with ``row_id`` and the mention of each: ``name``, ``identifier``, ``country_``."""
    rows = with_row_ids(table, order)
    number, country = _register_identity(rows)
    return rows.mutate(
        row_id=(rows.row_id + first_id("register")).cast("int64"),
        name=rows.names[0].fill_null(""),
        identifier=number,
        country_=country,
    )


def _register_names(table: Table) -> Table:
    """Every name of every record with the record's number and country."""
    number, country = _register_identity(table)
    told = table.select(identifier=number, country=country, names=table.names)
    with_names = told.filter(told.names.length() > 0)
    each = with_names.select("identifier", "country", name=with_names.names.unnest())
    return each.mutate(name=each.name.fill_null(""))


def _register_identity(table: Table) -> tuple[StringColumn, StringColumn]:
    numbers = table.identifiers
    # Declarations name Russian firms by INN; a register may put the OGRN first.
    number = numbers.join("\n").re_extract(_INN, 1).nullif("")
    return ibis.coalesce(number, _value_of(numbers[0]), ""), table.countries[0].fill_null("")


def _of_register(rows: Table, placed: Table) -> Table:
    number, country = _register_identity(rows)
    named = _with_party(rows, (rows.names[0].fill_null(""), number, country), "party_id", placed)
    return named.mutate(country=named.countries[0])


def _of_relations(rows: Table, placed: Table) -> Table:
    for end in ("subject", "object"):
        rows = _with_party(rows, _named("relations", rows, end), f"{end}_id", placed)
    return rows.mutate(low=_fraction(rows.low), high=_fraction(rows.high))


def _fraction(text: StringColumn) -> ibis.Value:
    """``1/3`` as a number."""
    parts = text.split("/")
    below = ibis.ifelse(parts.length() > 1, parts[1], "1").try_cast("float64")
    return parts[0].try_cast("float64") / below


def _with_party(rows: Table, parts: Sequence[ibis.Value], target: str, placed: Table) -> Table:
    who = placed.select(
        **{target: placed.party_id, "_name": placed.name, "_identifier": placed.identifier, "_country": placed.country}
    )
    same = [part == who[f"_{of}"] for part, of in zip(parts, MENTION, strict=True)]
    return rows.left_join(who, same).drop("_name", "_identifier", "_country")


def _valued(rows: Table, worth: Table) -> Table:
    known = worth.filter(worth.months == 1).select(
        _currency="currency", _month="month", _usd="usd_per_unit", _publisher="rate_publisher"
    )
    rated = rows.left_join(known, [rows.currency == known["_currency"], rows.month == known["_month"]])
    converted = rated.value_usd.isnull() & rated.value.notnull() & rated["_usd"].notnull()
    return rated.mutate(
        value_usd=ibis.coalesce(rated.value_usd, rated.value * rated["_usd"]),
        rate_publisher=ibis.ifelse(converted, rated["_publisher"], ibis.null("string")),
    )
