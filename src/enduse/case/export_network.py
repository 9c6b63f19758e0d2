"""The network of a run: parties, what they declared, paid, won and own, and the lists they may stand on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from enduse.case.export_rows import PLACE, Gathered, LeavingRows
from enduse.model.ids import party_text, stable_key
from enduse.report.network_model import (
    Cited,
    Flow,
    Listed,
    Made,
    Network,
    NetworkEdge,
    NetworkNode,
    Number,
    Spell,
    Stake,
    month_spells,
)

LEAST_HIT = 0.5
"""A list entry less likely than this to be the party is not told of."""

_ENDS = ("source_party", "target_party", "kind")
_FACTS = ("month", "value_usd", "row", *PLACE)


@dataclass(frozen=True)
class _Dealing:
    """Which columns of a table make an edge: sender, receiver, and its kind (a column or a word)."""

    table: str
    source: str
    target: str
    kind: str


_DEALINGS = (
    _Dealing("items", "consignor_id", "consignee_id", "direction"),
    _Dealing("items", "contract_holder_id", "consignee_id", "contract_holder"),
    _Dealing("payments", "payer_id", "payee_id", "payment"),
    _Dealing("tenders", "supplier_id", "buyer_id", "contract"),
)
_TABLES = ("items", "payments", "tenders", "relations", "hits")


def network_of(rows: LeavingRows) -> Network:
    """The whole network; parties without any edge and any entry of a list are in it, too."""
    edges = [edge for it in _DEALINGS for edge in _edges(rows, it)] + [*_relations(rows)]
    listed = _hits(rows)
    numbers = _register_numbers(rows)
    nodes = _nodes(rows, listed, numbers)
    untied = _lacking(rows, "relations", "subject_id", "object_id")
    unplaced = _lacking(rows, "items", "consignor_id", "consignee_id")
    made = rows.made(sum(map(rows.left_out, _TABLES)), unplaced, untied)
    ordered = tuple(sorted(edges, key=lambda it: (it.source, it.target, it.kind, it.id)))
    return Network(tuple(sorted(nodes, key=lambda it: it.id)), ordered, rows.sources(), made)


def flows_of(rows: LeavingRows) -> tuple[Sequence[Flow], Made]:
    """Goods between countries: as declared, and as published statistics have them; the two are never added."""
    left_out = rows.left_out("items") + rows.left_out("statistics")
    return [*_declared(rows), *_published(rows)], rows.made(left_out)


def _edges(rows: LeavingRows, dealing: _Dealing) -> Iterator[NetworkEdge]:
    ends = (dealing.source, dealing.target)
    column = dealing.kind if dealing.kind in rows.columns(dealing.table) else None
    extra = [column] if column else []
    if dealing.kind == "contract_holder":
        extra = ["consignor_id"]
    table = rows.table(dealing.table, [*ends, *_FACTS, *extra])
    table = table.filter(pc.and_(pc.is_valid(table[ends[0]]), pc.is_valid(table[ends[1]])))
    if dealing.kind == "contract_holder":
        # Mostly the holder is the consignor or the consignee, and the edge would say the same twice.
        others = pc.and_(
            pc.not_equal(table[ends[0]], table[ends[1]]),
            pc.fill_null(pc.not_equal(table[ends[0]], table["consignor_id"]), True),
        )
        table = table.filter(others)
    kind = pc.fill_null(table[column], "declared") if column else pa.array([dealing.kind] * table.num_rows, pa.string())
    named = pa.table([table[ends[0]], table[ends[1]], kind, *(table[it] for it in _FACTS)], [*_ENDS, *_FACTS])
    return map(_edge, rows.gathered(named, _ENDS))


def _edge(it: Gathered) -> NetworkEdge:
    source, target, kind = party_text(it.key[0]), party_text(it.key[1]), it.key[2]
    key = stable_key(source, target, kind)
    spells = month_spells(it.months)
    return NetworkEdge(key, source, target, kind, spells, it.value_usd, it.lines, it.valued, it.cited)


_RELATION = ("subject_id", "object_id", "kind", "low", "high", "low_excluded", "high_excluded", "direct", "start")
_RELATED = (*_RELATION, "end", "note", "register", "row", *PLACE)


def _relations(rows: LeavingRows) -> Iterator[NetworkEdge]:
    seen: set[str] = set()
    for batch in rows.batches("relations", _RELATED):
        for row in batch.to_pylist():
            edge = _relation(row, rows.cited(row))
            if row["subject_id"] is not None and row["object_id"] is not None and edge.id not in seen:
                seen.add(edge.id)
                yield edge


def _relation(row: Mapping[str, Any], cited: tuple[Cited, ...]) -> NetworkEdge:
    source, target = party_text(row["subject_id"] or 0), party_text(row["object_id"] or 0)
    stake = Stake(
        row["low"],
        row["high"],
        bool(row["low_excluded"]),
        bool(row["high_excluded"]),
        row["direct"],
        row["register"] or "",
        row["note"] or "",
    )
    spells = (Spell(row["start"], row["end"]),) if row["start"] or row["end"] else ()
    id = stable_key(source, target, row["kind"], stake, spells, cited)
    return NetworkEdge(id, source, target, row["kind"] or "linked", spells, None, 1, 0, cited, stake)


_HIT = ("party_id", "authority", "list", "entry_id", "listed_name", "listed_on", "delisted_on", "programmes")


def _hits(rows: LeavingRows) -> dict[str, list[Listed]]:
    found: dict[str, list[Listed]] = {}
    for batch in rows.batches("hits", (*_HIT, "by", "score", "reason", "row", *PLACE)):
        for row in batch.to_pylist():
            # Who shares an address with a listed party is not thereby listed.
            if row["by"] != "address" and row["score"] >= LEAST_HIT:
                found.setdefault(party_text(row["party_id"]), []).append(_listed(row, rows.cited(row)))
    return {
        id: sorted(some, key=lambda it: (-it.score, it.authority, it.list, it.entry_id)) for id, some in found.items()
    }


def _listed(row: Mapping[str, Any], cited: tuple[Cited, ...]) -> Listed:
    return Listed(
        authority=row["authority"] or "",
        list=row["list"] or "",
        entry_id=row["entry_id"] or "",
        name=row["listed_name"] or "",
        listed_on=row["listed_on"],
        delisted_on=row["delisted_on"],
        programmes=tuple(row["programmes"] or ()),
        by=row["by"],
        score=row["score"],
        reason=row["reason"] or "",
        cited=cited,
    )


def _register_numbers(rows: LeavingRows) -> dict[str, list[Number]]:
    found: dict[str, list[Number]] = {}
    for batch in rows.batches("register", ("party_id", "identifiers")):
        for row in batch.to_pylist():
            if row["party_id"] is not None:
                known = found.setdefault(party_text(row["party_id"]), [])
                for text in row["identifiers"] or ():
                    scheme, country, value = text.split("|", 2)
                    known.append(Number(value, scheme, country))
    return found


def _nodes(
    rows: LeavingRows, listed: Mapping[str, list[Listed]], numbers: Mapping[str, list[Number]]
) -> Iterator[NetworkNode]:
    for row in rows.told_parties().to_pylist():
        id = party_text(row["party_id"])
        names = tuple(row["names"] or ())
        name = row["name"] or (names[0] if names else row["anchor"] or id)
        own = (*numbers.get(id, ()), *_own_numbers(row, numbers.get(id, ())))
        yield NetworkNode(
            id,
            name,
            names,
            row["kind"] or "unknown",
            row["country"] or "",
            tuple(dict.fromkeys(sorted(own))),
            tuple(listed.get(id, ())),
        )


def _own_numbers(row: Mapping[str, Any], known: Sequence[Number]) -> Iterator[Number]:
    """Numbers from declarations; only the one that anchors the party tells its scheme."""
    anchor: str = row["anchor"] or ""
    scheme, _, value = anchor.partition(":")
    for text in row["identifiers"] or ():
        if text not in {it.value for it in known}:
            yield Number(text, scheme.upper() if value == text and scheme != "name" else "")


def _lacking(rows: LeavingRows, name: str, one: str, other: str) -> int:
    """How many rows of a table lack one of two parties."""
    table = rows.table(name, [one, other])
    both = pc.and_(pc.is_valid(table[one]), pc.is_valid(table[other]))
    return int(table.num_rows) - int(pc.sum(both).as_py() or 0)


_WAY = ("dispatch", "destination", "origin", "direction")
_CELL = ("reporter", "partner", "flow", "goods_code", "publisher")


def _declared(rows: LeavingRows) -> Iterator[Flow]:
    for it in rows.gathered(_filled(rows.table("items", [*_WAY, *_FACTS]), _WAY), _WAY):
        start, end, origin, direction = it.key
        spells = month_spells(it.months)
        yield Flow("declarations", start, end, origin, direction, "", "", spells, it.value_usd, it.lines, it.cited)


def _published(rows: LeavingRows) -> Iterator[Flow]:
    table = rows.table("statistics", [*_CELL, "months", *_FACTS])
    # A year beside its months would be counted twice.
    table = table.filter(pc.equal(table["months"], 1))
    for it in rows.gathered(_filled(table, _CELL), _CELL):
        reporter, partner, direction, code, publisher = it.key
        start, end = (partner, reporter) if direction == "import" else (reporter, partner)
        spells = month_spells(it.months)
        yield Flow("statistics", start, end, "", direction, code, publisher, spells, it.value_usd, it.lines, it.cited)


def _filled(table: pa.Table, columns: Sequence[str]) -> pa.Table:
    for name in columns:
        table = table.set_column(table.column_names.index(name), name, pc.fill_null(table[name], ""))
    return table
