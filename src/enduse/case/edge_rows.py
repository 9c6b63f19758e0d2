"""The exact rows behind an edge of the flows or the network: between countries, between firms, or one of each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import BooleanValue, Table

from enduse.case.export_network import network_of
from enduse.case.export_rows import LeavingRows
from enduse.case.running import current_run, ledger_of
from enduse.detect import Ledger
from enduse.errors import UsageError
from enduse.model.period import Span, month_index
from enduse.report.model import SubjectNote
from enduse.report.subject import find_subject
from enduse.store.ledger import LedgerStore

Row = dict[str, Any]
_EDGE = re.compile(r"^(?P<ends>[^@]+?)(?::\s*(?P<code>\d{2,12}))?\s*(?:@\s*(?P<when>\d{4}(?:-\d\d)?))?$")
_KEY = re.compile(r"[0-9a-f]{16}")
_ANY = "*"
_DEALINGS = {
    "items": (("consignor_id", "consignee_id"), ("contract_holder_id", "consignee_id")),
    "payments": (("payer_id", "payee_id"),),
    "tenders": (("supplier_id", "buyer_id"),),
    "relations": (("subject_id", "object_id"),),
}
_PLACED = ("row_id", "source_id", "member", "sheet", "row")
_TOLD = (
    *("declaration_no", "declared_on", "paid_on", "signed_on", "start", "direction", "flow", "kind", "reporter"),
    *("partner", "origin", "dispatch", "destination", "consignor_id", "contract_holder_id", "consignee_id", "payer_id"),
    *("payee_id", "supplier_id", "buyer_id", "subject_id", "object_id", "goods_code", "description", "purpose"),
    *("subject", "note", "month", "months", "value", "value_usd", "currency", "publisher"),
)


@dataclass(frozen=True)
class Edge:
    """What joins what.

    Attributes:
        ends: Two ends, or of three countries origin, dispatch, destination; None: anything.
        code: Leading digits of the goods code; may be empty.
        span: Months; None: all.
        kind: Of a network's edge; empty: every kind.
    """

    ends: tuple[SubjectNote | None, ...]
    code: str = ""
    span: Span | None = None
    kind: str = ""


@dataclass(frozen=True)
class EdgeRows:
    """The last run of a case, ready to be asked for the rows of an edge."""

    store: LedgerStore

    @cached_property
    def ledger(self) -> Ledger:
        """The tables of the run."""
        return ledger_of(current_run(self.store.workspace))

    def rows(self, text: str) -> list[Row] | None:
        """Every row behind an edge with its id, by table and id; None where the text names no edge.

        Args:
            text: ``TR>RU``, ``KR>TR>RU`` (origin, dispatch, destination), ``Firm A > Firm B``, ``Firm A > RU``; ``*``
                stands for anything. With ``:8458`` for a code and ``@2023-07`` or ``@2023`` for the time. Or the id of
                an edge as network exports give it.

        Raises:
            UnknownSubject: An end means nothing, or several things.
            UsageError: ``E-EDGE``: ends that cannot stand together.
        """
        edge = self._edge(text)
        return None if edge is None else [*self._found(edge)]

    def _edge(self, text: str) -> Edge | None:
        if _KEY.fullmatch(text.strip().lower()):
            return self._by_key(text.strip().lower())
        asked = _EDGE.match(text.strip())
        parts = [it.strip() for it in asked["ends"].split(">")] if asked else []
        if asked is None or len(parts) not in (2, 3) or not all(parts):
            return None
        ends = tuple(None if it == _ANY else find_subject(it, self.ledger) for it in parts)
        countries = all(it is None or it.kind == "country" for it in ends)
        usable = all(it is None or it.kind in ("country", "company") for it in ends)
        if not usable or (len(ends) == 3 and not countries) or not any(ends):
            raise UsageError(
                f"{text!r} is no edge. Name two ends, each a country or a company (TR>RU, Firm A > Firm B), or three "
                "countries: origin, dispatch, destination (KR>TR>RU). A * stands for any one of them.",
                code="E-EDGE",
            )
        return Edge(ends, asked["code"] or "", _span(asked["when"] or ""))

    def _by_key(self, key: str) -> Edge | None:
        edges = network_of(LeavingRows.of(self.store, internal=True)).edges
        found = next((it for it in edges if it.id == key), None)
        if found is None:
            return None
        ends = tuple(find_subject(f"company:{it}", self.ledger) for it in (found.source, found.target))
        return Edge(ends, kind=found.kind)

    def _found(self, edge: Edge) -> Iterator[Row]:
        if all(it is None or it.kind == "country" for it in edge.ends):
            yield from self._told("items", _lane(self.ledger.items, edge.ends), edge)
            if len(edge.ends) == 2:
                yield from self._told("statistics", _published(self.ledger.statistics, edge.ends), edge)
            return
        for name, pairs in _DEALINGS.items():
            table = getattr(self.ledger, name)
            if name != "items" and any(it and it.kind == "country" for it in edge.ends):
                continue
            meant = [_between(table, pair, edge.ends) for pair in _of_kind(name, pairs, edge.kind)]
            if meant:
                yield from self._told(name, _kinded(table.filter(ibis.or_(*meant)), name, edge.kind), edge)

    def _told(self, name: str, rows: Table, edge: Edge) -> Iterator[Row]:
        if edge.code:
            rows = rows.filter(rows.goods_code.startswith(edge.code)) if "goods_code" in rows.columns else rows.limit(0)
        if edge.span is not None:
            dated = "month" in rows.columns
            inside = (rows.month >= edge.span.start) & (rows.month < edge.span.end) if dated else None
            rows = rows.filter(inside) if inside is not None else rows.limit(0)
        columns = [it for it in (*_PLACED, *_TOLD) if it in rows.columns]
        listed = rows.select(columns).order_by("row_id").to_pyarrow().to_pylist()
        names = self._names(listed)
        files = {it.source_id: it.name for it in self.store.manifest().sources}
        for row in listed:
            yield _row(name, row, names, files)

    def _names(self, rows: Sequence[Row]) -> dict[int, str]:
        wanted = sorted({v for row in rows for k, v in row.items() if k.endswith("_id") and isinstance(v, int)})
        asked = ibis.memtable(pa.table({"party_id": pa.array(wanted, pa.int64())}))
        held = self.ledger.parties.semi_join(asked, "party_id").select("party_id", "name", "anchor").to_pyarrow()
        return {it["party_id"]: it["name"] or it["anchor"] for it in held.to_pylist()}


def _span(when: str) -> Span | None:
    if not when:
        return None
    year, _, month = when.partition("-")
    if month and not 1 <= int(month) <= 12:
        raise UsageError(f"{when!r} is no month. Write @2023-07 for a month or @2023 for a year.", code="E-EDGE")
    start = month_index(date(int(year), int(month or 1), 1))
    return Span(start, start + (1 if month else 12))


def _lane(items: Table, ends: Sequence[SubjectNote | None]) -> Table:
    columns = ("origin", "dispatch", "destination")[-len(ends) :]
    for column, end in zip(columns, ends, strict=True):
        items = items.filter(items[column] == end.id) if end else items
    return items


def _published(cells: Table, ends: Sequence[SubjectNote | None]) -> Table:
    """Cells of both sides: the sender's exports and the receiver's imports."""
    start, end = ends
    one = [cells.flow == "export", *_is(cells.reporter, start), *_is(cells.partner, end)]
    other = [cells.flow == "import", *_is(cells.partner, start), *_is(cells.reporter, end)]
    return cells.filter(ibis.and_(*one) | ibis.and_(*other))


def _is(column: ibis.Value, end: SubjectNote | None) -> list[BooleanValue]:
    return [column == end.id] if end else []


def _between(table: Table, pair: tuple[str, str], ends: Sequence[SubjectNote | None]) -> BooleanValue:
    """Rows whose two parties, or whose countries, are these ends."""
    met: list[BooleanValue] = []
    for column, place, end in zip(pair, ("dispatch", "destination"), ends, strict=True):
        if end is not None:
            met.append(table[column] == int(end.id, 16) if end.kind == "company" else table[place] == end.id)
    return ibis.and_(*met)


def _of_kind(name: str, pairs: Sequence[tuple[str, str]], kind: str) -> list[tuple[str, str]]:
    """Of a network's edge of that kind: which parties it joins; of any edge all."""
    if not kind:
        return [*pairs]
    tables = {"payment": "payments", "contract": "tenders", "contract_holder": "items"}
    goods = kind in ("import", "export", "declared", "contract_holder")
    if name != tables.get(kind, "items" if goods else "relations"):
        return []
    return [pairs[1]] if kind == "contract_holder" else [pairs[0]]


def _kinded(rows: Table, name: str, kind: str) -> Table:
    if name == "items" and kind in ("import", "export"):
        return rows.filter(rows.direction == kind)
    if name == "items" and kind == "contract_holder":
        # As the network draws it: a holder who also sends or receives makes no edge of its own.
        apart = (rows.contract_holder_id != rows.consignee_id) & (rows.contract_holder_id != rows.consignor_id)
        return rows.filter(apart.fill_null(True))
    return rows.filter(rows.kind == kind) if name == "relations" and kind else rows


def _row(name: str, row: Row, names: dict[int, str], files: dict[str, str]) -> Row:
    ends = {
        "sender": ("consignor_id", "payer_id", "supplier_id", "subject_id"),
        "receiver": ("consignee_id", "payee_id", "buyer_id", "object_id"),
        "contract_holder": ("contract_holder_id",),
    }
    told = {
        # As text: ids of later tables are longer than numbers of spreadsheets and JavaScript.
        "row_id": str(row["row_id"]),
        "table": name,
        "source": files.get(row["source_id"], row["source_id"]),
        "sha256": row["source_id"],
        "sheet": row["sheet"],
        "row": row["row"],
        "day": next((row[it] for it in ("declared_on", "paid_on", "signed_on", "start") if row.get(it)), None),
    }
    for role, columns in ends.items():
        party = next((row[it] for it in columns if row.get(it) is not None), None)
        told[role] = names.get(party, "") if party is not None else ""
    skipped = {"source_id", "declared_on", "paid_on", "signed_on", "start", *told}
    return told | {k: v for k, v in row.items() if k not in skipped and not k.endswith("_id") and v is not None}
