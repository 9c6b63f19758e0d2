"""The ledger's orders as one object each, and the findings that tests of orders make of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.order_flag import NO_PEERS, Flag, OrderPeers, order_usd
from enduse.detect.order_kinds import goods_kind
from enduse.detect.scope import small
from enduse.detect.shared import once
from enduse.model.order import Change, Order, OrderLine, OrderParty
from enduse.store.record_kinds import DESCRIBED_ROLES, ORDER_ROLES
from enduse.store.table import PROVENANCE
from enduse.text.countries import country_code

Row = Mapping[str, Any]
Test = Callable[[Order, OrderPeers], tuple[Flag, ...]]

_UNDATED = date.min
_STAFF = tuple(f"{role}_employees" for role in DESCRIBED_ROLES)
_NOT_SAID = frozenset({"row_id", *(it.name for it in PROVENANCE)})


@dataclass(frozen=True)
class OrderCase:
    """One order of the ledger.

    Attributes:
        order: Amounts in US dollars where they are known in them; numbers of lines are places in ``rows``, from 1.
        rows: Row ids of its lines.
        changes: Row ids of its changes, in the order of ``order.changes``.
        party_ids: Role to the ids of the parties in it.
    """

    order: Order
    rows: tuple[int, ...]
    changes: tuple[int, ...]
    party_ids: Mapping[str, tuple[int, ...]]

    def telling(self, flag: Flag) -> set[int]:
        """Row ids that prove a flag."""
        lines = flag.lines or range(1, len(self.rows) + 1)
        return {*(self.rows[it - 1] for it in lines), *(self.changes[it] for it in flag.changes)}

    def id_of(self, party: OrderParty | None) -> int | None:
        """The id of a party of the order."""
        return int(party.identifiers["PARTY"]) if party and "PARTY" in party.identifiers else None


def order_cases(ledger: Ledger) -> tuple[OrderCase, ...]:
    """Every order, by number; a line that a later file holds again replaces the earlier one."""
    return once(ledger, "orders", tuple, partial(_cases, ledger))


def _cases(ledger: Ledger) -> tuple[OrderCase, ...]:
    # Spark hands whole numbers beside nulls over as floats, which cannot hold an id: nobody is 0 on the way.
    whole = {it: ledger.orders[it].fill_null(0) for it in (*(f"{role}_id" for role in ORDER_ROLES), *_STAFF)}
    told = ledger.orders.mutate(**whole, **{f"{it}_told": ledger.orders[it].notnull() for it in _STAFF})
    rows = [_with_nulls(row) for row in told.order_by("row_id").to_pyarrow().to_pylist()]
    names = names_of(ledger, {row[f"{role}_id"] for row in rows for role in ORDER_ROLES} - {None})
    changes: dict[str, list[Row]] = defaultdict(list)
    for row in ledger.order_changes.order_by("row_id").to_pyarrow().to_pylist() if rows else ():
        changes[row["order_no"] or ""].append(row)
    grouped: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        number = row["order_no"] or f"without number, row {row['row']} of {(row['source_id'] or '')[:8]}"
        grouped[number, row["seller_id"] or 0].append(row)
    return tuple(
        _case(number, _once_each(lines), changes.get(number, []), names)
        for (number, _), lines in sorted(grouped.items())
    )


def _with_nulls(row: Row) -> dict[str, Any]:
    ids = {f"{role}_id": row[f"{role}_id"] or None for role in ORDER_ROLES}
    return {**row, **ids, **{it: row[it] if row[f"{it}_told"] else None for it in _STAFF}}


def names_of(ledger: Ledger, ids: set[int]) -> dict[int, str]:
    """Names of these parties, the most frequent spelling of each."""
    asked = ibis.memtable(pa.table({"party_id": pa.array(sorted(ids), pa.int64())}))
    rows = ledger.parties.semi_join(asked, "party_id").select("party_id", "name").to_pyarrow().to_pylist()
    return {row["party_id"]: row["name"] or "" for row in rows}


def _once_each(rows: Sequence[Row]) -> list[Row]:
    """Of lines with one number the last; of lines without a number those that differ."""
    kept: dict[object, Row] = {}
    for row in rows:
        said = tuple(sorted((k, v) for k, v in row.items() if k not in _NOT_SAID and isinstance(v, (str, float, date))))
        kept[row["line_no"] or said] = row
    return list(kept.values())


def _case(number: str, rows: Sequence[Row], changes: Sequence[Row], names: Mapping[int, str]) -> OrderCase:
    def first(column: str) -> Any:
        return next((row[column] for row in rows if row[column] is not None), None)

    dollars = all(row["value_usd"] is not None for row in rows)
    values = [row["value_usd"] if dollars else row["value"] for row in rows]
    same = len({row["currency"] for row in rows}) == 1
    parties = [it for role in ORDER_ROLES for it in _parties(role, rows, names)]
    order = Order(
        id=number,
        on=first("ordered_on") or first("signed_on") or first("ship_on") or _UNDATED,
        parties=tuple(parties),
        lines=tuple(_line(at, row, dollars) for at, row in enumerate(rows, 1)),
        destination=first("destination") or "",
        route=_route(first("route")),
        currency="USD" if dollars else (rows[0]["currency"] or "") if same else "",
        value=sum(values) if all(it is not None for it in values) else None,
        terms=first("terms") or "",
        delivery_terms=first("delivery_terms") or "",
        signed_on=first("signed_on"),
        ship_on=first("ship_on"),
        end_use=first("end_use") or "",
        installation=first("installation"),
        training=first("training"),
        changes=tuple(_change(it) for it in changes),
    )
    ids = {role: tuple(sorted({row[f"{role}_id"] for row in rows} - {None})) for role in ORDER_ROLES}
    return OrderCase(order, tuple(row["row_id"] for row in rows), tuple(it["row_id"] for it in changes), ids)


def _parties(role: str, rows: Sequence[Row], names: Mapping[int, str]) -> Iterator[OrderParty]:
    """Everybody who stands in a role, with what any of the lines tells of them."""
    for party in dict.fromkeys(row[f"{role}_id"] for row in rows if row[f"{role}_id"] is not None):
        mine = [row for row in rows if row[f"{role}_id"] == party]

        def told(detail: str, mine: Sequence[Row] = mine) -> Any:
            return next((row[f"{role}_{detail}"] for row in mine if row[f"{role}_{detail}"] is not None), None)

        named = OrderParty(
            role=role,  # type: ignore[arg-type]
            name=names.get(party, ""),
            country=told("country") or "",
            identifiers={"PARTY": str(party)},
            address=told("address") or "",
        )
        yield _described(named, told) if role in DESCRIBED_ROLES else named
    if role == "bank" and not any(row["bank_id"] is not None for row in rows):
        # A country of the bank may be told without its name.
        country = next((row["bank_country"] for row in rows if row["bank_country"]), "")
        if country:
            yield OrderParty(role="bank", country=country)


def _described(party: OrderParty, told: Callable[[str], Any]) -> OrderParty:
    return replace(
        party,
        phone=told("phone") or "",
        email=told("email") or "",
        website=told("website") or "",
        activity=told("activity") or "",
        activity_code=told("activity_code") or "",
        incorporated=told("incorporated"),
        employees=told("employees"),
    )


def _line(at: int, row: Row, dollars: bool) -> OrderLine:
    quantity, price = row["quantity"], row["price"]
    value = row["value_usd"] if dollars else row["value"]
    if value is not None and (dollars or price is None):
        # The price in dollars; that of a line without a count is not known.
        price = value / quantity if quantity else None
    code = row["goods_code"] or ""
    text = row["description"] or ""
    return OrderLine(
        line=at,
        text=text,
        kind=goods_kind(row["item_type"] or "", text, code),
        brand=row["brand"] or "",
        model=row["model"] or "",
        serials=tuple(filter(None, (row["serial"],))),
        code=code,
        quantity=quantity,
        price=price,
        origin=row["origin"] or "",
    )


def _route(text: str | None) -> tuple[str, ...] | None:
    if not text:
        return None
    parts = text.replace("->", ">").replace("→", ">").replace(",", ">").replace("-", ">").replace("/", ">").split(">")
    return tuple(filter(None, (country_code(it.strip()) for it in parts if it.strip())))


def _change(row: Row) -> Change:
    return Change(row["field"] or "", row["old"] or "", row["new"] or "", row["changed_on"], row["by"] or "")


Figures = tuple[str, ...]


def flagged_orders(
    cases: Iterable[OrderCase], test: Test, peers: OrderPeers = NO_PEERS, figures: Figures = ()
) -> Table:
    """One row for each order that the test flags, as a finder about orders returns them.

    Args:
        cases: The ledger's orders.
        test: Of one order.
        peers: What it is held against.
        figures: Names of the flags' figures; each becomes a column of its own.
    """
    rows = []
    for case in cases:
        if flags := test(case.order, peers):
            seller = list(case.party_ids["seller"])
            told = _told([(case, it) for it in flags], figures)
            rows.append({"subject_id": case.order.id, "lane": seller or None, **told, **_others(case)})
    return _table(rows, {"subject_id": pa.string(), "lane": pa.list_(pa.int64())}, figures)


def flagged_parties(
    cases: Iterable[OrderCase], test: Test, peers: OrderPeers = NO_PEERS, figures: Figures = ()
) -> Table:
    """One row for each party that the test flags in any order, as a finder about companies returns them."""
    found: dict[int, list[tuple[OrderCase, Flag]]] = defaultdict(list)
    for case in cases:
        for flag in test(case.order, peers):
            if (party := case.id_of(flag.party)) is not None:
                found[party].append((case, flag))
    rows = []
    for party, seen in sorted(found.items()):
        others = {it: sorted({who for case, _flag in seen for who in _others(case)[it]} - {party}) for it in _OTHERS}
        rows.append({"subject_id": party, **_told(seen, figures), **others})
    return _table(rows, {"subject_id": pa.int64()}, figures)


_OTHERS = tuple(f"{role}_ids" for role in ORDER_ROLES if role != "bank")


def _others(case: OrderCase) -> dict[str, list[int]]:
    return {f"{role}_ids": list(case.party_ids[role]) for role in ORDER_ROLES if role != "bank"}


def _told(seen: Sequence[tuple[OrderCase, Flag]], figures: Figures) -> dict[str, Any]:
    """What the flags of one subject say: the strongest speaks, all prove."""
    best = max((flag for _case, flag in seen), key=lambda it: (it.strength, it.sentence))
    orders = {case.rows: case for case, _flag in seen}.values()
    proof = {row for case, flag in seen for row in case.telling(flag)}
    days = [case.order.on for case in orders if case.order.on != _UNDATED]
    sums = [it for case in orders if (it := order_usd(case.order)) is not None]
    return {
        "strength": best.strength,
        "rank": sum(sums),
        "start": min(days, default=None),
        "end": max(days, default=None),
        "value_usd": sum(sums) if len(sums) == len(orders) else None,
        "row_ids": sorted(proof),
        "context_ids": sorted({row for case in orders for row in case.rows} - proof),
        "why": best.sentence,
        "sign": best.sign,
        "orders": len(orders),
        **{it: best.figures.get(it) for it in figures},
    }


def _table(rows: Sequence[Row], head: Mapping[str, pa.DataType], figures: Figures) -> Table:
    ids = pa.list_(pa.int64())
    schema = {
        **head,
        "strength": pa.float64(),
        "rank": pa.float64(),
        "start": pa.date32(),
        "end": pa.date32(),
        "value_usd": pa.float64(),
        "row_ids": ids,
        "context_ids": ids,
        "why": pa.string(),
        "sign": pa.string(),
        "orders": pa.int64(),
        **dict.fromkeys(figures, pa.float64()),
        **dict.fromkeys(_OTHERS, ids),
    }
    return small(pa.Table.from_pylist([dict(row) for row in rows], schema=pa.schema(schema)))


def lacking_all(words: str, *columns: str) -> Callable[[Ledger], tuple[str, ...]]:
    """For ``Finder.lacks``: ``words`` where none of these columns of the orders is filled anywhere."""

    def lacks(ledger: Ledger) -> tuple[str, ...]:
        counts = ledger.orders.aggregate(**{it: ledger.orders[it].count() for it in columns}).to_pyarrow()
        return () if any(counts[it][0].as_py() for it in columns) else (words,)

    return lacks


def of_parties(*details: str) -> tuple[str, ...]:
    """Columns with these details of the parties that take part in an order."""
    return tuple(f"{role}_{it}" for role in DESCRIBED_ROLES if role != "forwarder" for it in details)
