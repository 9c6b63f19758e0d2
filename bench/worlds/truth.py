"""What is true of a world: which party, goods and scheme each row means."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from bench.worlds.family import FileSpec
from bench.worlds.names import Party
from bench.worlds.world import Row

BATCH = 50_000

ROLE_OF: Mapping[tuple[str, str], str] = {
    ("imports", "sender"): "sender",
    ("exports", "sender"): "exporter",
    ("imports", "buyer"): "consignee",
    ("exports", "buyer"): "consignee",
    ("imports", "holder"): "holder",
    ("web", "owner"): "domain",
}
"""How the truth calls the parties of a row, where it is not the name of the column's role."""

_GOODS = pa.schema(
    [
        ("file", pa.string()),
        ("row", pa.int64()),
        ("complete_or_part", pa.string()),
        ("kind", pa.string()),
        ("used", pa.bool_()),
        ("used_visible", pa.bool_()),
        ("year", pa.int64()),
    ]
    + [
        ("brand", pa.string()),
        ("brand_visible", pa.bool_()),
        ("serial", pa.string()),
        ("trap", pa.string()),
        ("net", pa.float64()),
        ("usd", pa.float64()),
        ("scheme", pa.string()),
    ]
)
_MENTIONS = pa.schema([("file", pa.string()), ("row", pa.int64()), ("role", pa.string()), ("party", pa.string())])
_LOTS = pa.schema([("file", pa.string()), ("row", pa.int64()), ("lot", pa.int64()), ("scheme", pa.string())])


class _Sink:
    """A Parquet file that is written in batches."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._writer, self._schema = pq.ParquetWriter(path, schema), schema
        self._rows: list[tuple[Any, ...]] = []

    def add(self, *row: Any) -> None:
        self._rows.append(row)
        if len(self._rows) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        columns = zip(*self._rows, strict=True) if self._rows else ([] for _ in self._schema)
        arrays = [pa.array(list(it), kind.type) for it, kind in zip(columns, self._schema, strict=True)]
        self._writer.write_table(pa.table(arrays, schema=self._schema))
        self._rows.clear()

    def close(self) -> None:
        self._flush()
        self._writer.close()


class Notes:
    """Collects the truth while rows are written; only rows of planted parties and schemes stay in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: dict[str, int] = defaultdict(int)
        self.evidence: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self.facts: dict[str, list[tuple[str, int, Row]]] = defaultdict(list)
        self.party_rows: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self.parties: dict[str, Party] = {}
        self.names: dict[str, dict[str, None]] = defaultdict(dict)
        self.seen: set[str] = set()
        self._goods = _Sink(folder / "goods.parquet", _GOODS)
        self._mentions = _Sink(folder / "mentions.parquet", _MENTIONS)
        self._lots = _Sink(folder / "lots.parquet", _LOTS)

    def name(self, party: Party, text: str) -> None:
        if party.planted:
            self.names[party.pid][text] = None

    def note(self, spec: FileSpec, at: int, row: Row) -> None:
        """One row was written to the file as its line `at`, counted with the header."""
        self.rows[spec.name] += 1
        for role in spec.roles:
            if role in row.parties:
                self._mention(spec, at, role, row.parties[role])
        for role, party in row.parties.items():
            if (row.table, role) == ("lists", "names"):
                self._mention(spec, at, role, party)
        scheme = "" if row.tag.startswith("like:") else row.tag
        if row.tag:
            self.evidence[row.tag].append((spec.name, at))
            self.facts[row.tag].append((spec.name, at, row))
        if row.lot is not None:
            self._lots.add(spec.name, at, row.lot.number, scheme)
            if row.table == "imports":
                self._note_goods(spec, at, row, scheme)

    def _mention(self, spec: FileSpec, at: int, role: str, party: Party) -> None:
        self._mentions.add(spec.name, at, ROLE_OF.get((spec.table, role), role), party.pid)
        if party.kind == "company":
            self.seen.add(party.pid)
        if party.planted:
            self.parties[party.pid] = party
            here = self.party_rows[party.pid]
            if not here or here[-1] != (spec.name, at):
                here.append((spec.name, at))

    def _note_goods(self, spec: FileSpec, at: int, row: Row, scheme: str) -> None:
        lot, text = row.lot, str(row.cells["text"])
        assert lot is not None
        kind, brand = lot.model.kind, str(row.cells["brand"])
        used_seen = any(word in text for word in USED) and lot.used
        # A year counts as visible only where the text gives it.
        year = lot.year if str(lot.year) in text else None
        serial = next((it for it in lot.serials if it in text or it in str(row.cells["serial"])), "")
        visible = bool(brand) and (brand in text or any(field == "brand" for _, field in spec.columns))
        self._goods.add(
            spec.name,
            at,
            kind.is_a,
            kind.name,
            lot.used,
            used_seen,
            year,
            brand,
            visible,
            serial,
            lot.trap,
            lot.net_kg,
            float(row.cells["usd"]),
            scheme,
        )

    def close(self, world: Mapping[str, Any]) -> None:
        """Write truth.json beside the tables."""
        for sink in (self._goods, self._mentions, self._lots):
            sink.close()
        whole = {
            **world,
            "rows": dict(self.rows),
            "parties_total": len(self.seen),
            "parties": {},
            "party_rows": self.party_rows,
        }
        for pid, party in self.parties.items():
            names = list(dict.fromkeys((party.native, party.latin, *self.names[pid])))
            whole["parties"][pid] = {
                "pid": pid,
                "kind": party.kind,
                "country": party.country,
                "id": party.number,
                "names": names,
                "domain": party.domain,
                "founded": party.founded,
            }
        (self.folder / "truth.json").write_text(json.dumps(whole, ensure_ascii=False, default=_plain), "utf-8")


USED: Sequence[str] = (
    "употребл",
    "б/у",
    "эксплуатац",
    "used",
    "second-hand",
    "kullanılmış",
    "ikinci el",
    "中古",
    "二手",
    "gebraucht",
    "중고",
    "polovan",
    "korišćen",
    "usato",
)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(f"cannot write {value!r} as JSON")
