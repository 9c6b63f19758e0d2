"""A small ledger with fictional firms, and the dossiers made of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest

from enduse.detect import Ledger, Watershed
from enduse.model.ids import party_id
from enduse.model.period import month_index
from enduse.model.provenance import Place
from enduse.report.dossier import Material, build_dossier
from enduse.report.evidence import Original, RawRows
from enduse.report.model import Dossier, Marker, Versions
from enduse.report.subject import find_subject

DECLARATIONS = "d" * 64
CLOSED = "c" * 64
STATISTICS = "5" * 64

_ITEMS = {
    **dict.fromkeys(("row_id", "row", "month"), pa.int64()),
    **dict.fromkeys(("consignor_id", "consignee_id", "contract_holder_id", "declarant_id"), pa.int64()),
    "declared_on": pa.date32(),
    "value_usd": pa.float64(),
    **dict.fromkeys(
        (
            *("source_id", "member", "sheet", "declaration_no", "line_no", "description", "direction", "value_basis"),
            *("brand", "origin", "dispatch", "destination", "goods_code", "hs6"),
            *("kind", "whole", "condition", "model"),
        ),
        pa.string(),
    ),
}
_CELLS = {
    **dict.fromkeys(("row_id", "row", "month", "months"), pa.int64()),
    **dict.fromkeys(("value_eur", "value_usd"), pa.float64()),
    **dict.fromkeys(("source_id", "member", "sheet", "cell", "reporter", "partner", "flow"), pa.string()),
    **dict.fromkeys(("goods_code", "hs6", "publisher", "currency"), pa.string()),
}
_PARTIES = {
    "party_id": pa.int64(),
    **dict.fromkeys(("anchor", "name", "country"), pa.string()),
    **dict.fromkeys(("names", "identifiers"), pa.list_(pa.string())),
    "mentions": pa.int64(),
}
_LISTS = {
    **dict.fromkeys(("source_id", "authority", "list", "goods_code", "tier"), pa.string()),
    "end": pa.date32(),
}

FIRMS = {
    "importer": ("inn:7701234567", "ООО «Вектор Стан»", "RU", ["7701234567"]),
    "other": ("inn:7707654321", "АО Ромашка", "RU", ["7707654321"]),
    "maker": ("name:TW:JADELATHE", "Jade Lathe Co., Ltd.", "TW", []),
    "trader": ("name:CN:SILKTOOL", "Silk Tool Trading Ltd.", "CN", []),
    "broker": ("name:AE:DUNE", "Dune General Trading FZE", "AE", []),
    "hostile": ("name:CN:HOSTILE", '<script>alert(1)</script>" onmouseover="alert(2)', "CN", []),
    "formula": ("name:TR:FORMULA", "=cmd|'/c calc'!A1", "TR", []),
    "twin_a": ("name:CN:TWIN", "Twin Machines", "CN", []),
    "twin_b": ("name:TR:TWIN", "Twin Machines", "TR", []),
}
FIRMS |= {
    f"crowd_{at}": (f"name:CN:CROWD{at}", f"{name} {at} Machinery Import and Export Co., Ltd.", "CN", [])
    for at in range(80)
    for name in [("Хрустальный станок", "北京明光机床", "한빛정밀", "شركة النور للآلات", "Long Bright Harbour")[at % 5]]
}


@dataclass(frozen=True)
class Facts:
    """Rows that a test adds to its ledger."""

    items: Sequence[Mapping[str, Any]] = ()
    cells: Sequence[Mapping[str, Any]] = ()


@dataclass
class Files:
    """Stored originals; counts how often cells are asked for."""

    asked: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)

    def original(self, source_id: str) -> Original:
        if source_id == CLOSED:
            return Original("closed.csv", "A customs office", "no redistribution", re_export=False)
        if source_id == STATISTICS:
            return Original("stats.zip", "A statistics office", "CC BY 4.0")
        return Original("declarations.csv", sensitivity="leaked")

    def raw_rows(self, source_id: str, place: Place, rows: Collection[int]) -> RawRows:
        self.asked.append((source_id, tuple(rows)))
        return RawRows(("№", "Получатель", "Code"), {row: (f"{row}", "=1+1", "0000123") for row in rows})


def _id_of(firm: str | None) -> int | None:
    return None if firm is None else party_id(FIRMS[firm][0])


def _items(facts: Sequence[Mapping[str, Any]]) -> pa.Table:
    rows = []
    for at, fact in enumerate(facts, 1):
        on = fact.get("on")
        code = fact.get("code", "8458112009")
        row = {
            "row_id": at,
            "source_id": fact.get("source", DECLARATIONS),
            "row": at + 1,
            "declaration_no": f"10000000/010122/{at:07}",
            "line_no": "1",
            "direction": fact.get("direction", "import"),
            "declared_on": on,
            "month": month_index(on) if on else None,
            "consignor_id": _id_of(fact.get("sender", "maker")),
            "consignee_id": _id_of(fact.get("receiver", "importer")),
            "contract_holder_id": _id_of(fact.get("holder")),
            "brand": fact.get("brand", "JADE"),
            "origin": fact.get("origin", "TW"),
            "dispatch": fact.get("dispatch", "TW"),
            "destination": "RU",
            "goods_code": code,
            "hs6": code[:6],
            "description": fact.get("text", "Токарный станок с ЧПУ"),
            "value_usd": fact.get("usd"),
            "value_basis": fact.get("basis", "declared"),
            **fact.get("told", {}),
        }
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=pa.schema(_ITEMS))


def _cells(facts: Sequence[Mapping[str, Any]]) -> pa.Table:
    rows = []
    for at, fact in enumerate(facts, 1):
        code = fact.get("code", "84661031")
        row = {
            "row_id": 2**50 + at,
            "source_id": STATISTICS,
            "member": "a.csv",
            "row": at + 1,
            "reporter": fact.get("reporter", "DE"),
            "partner": fact.get("partner", "KZ"),
            "flow": fact.get("flow", "export"),
            "goods_code": code,
            "hs6": code[:6],
            "month": month_index(fact["on"]),
            "months": fact.get("months", 1),
            "value_eur": fact.get("eur"),
            "value_usd": fact.get("usd"),
            "currency": fact.get("currency"),
            "publisher": fact.get("publisher", "Eurostat"),
            "cell": fact.get("cell"),
        }
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=pa.schema(_CELLS))


def _ledger(facts: Facts) -> Ledger:
    parties = [
        {"party_id": party_id(it[0]), "anchor": it[0], "name": it[1], "names": [it[1]], "country": it[2]}
        | {"identifiers": it[3]}
        for it in FIRMS.values()
    ]
    listed = [
        {"source_id": "bundled:chpl", "authority": "CHPL", "list": "priority", "goods_code": "845811", "tier": "4.B"}
    ]
    return Ledger(
        items=ibis.memtable(_items(facts.items)),
        statistics=ibis.memtable(_cells(facts.cells)),
        parties=ibis.memtable(pa.Table.from_pylist(parties, schema=pa.schema(_PARTIES))),
        code_lists=ibis.memtable(pa.Table.from_pylist(listed, schema=pa.schema(_LISTS))),
    )


MadeLedger = Callable[..., Ledger]
Told = Callable[..., Dossier]


@pytest.fixture(scope="session")
def made_ledger() -> MadeLedger:
    """``made_ledger(items=[...], cells=[...])``."""
    return lambda items=(), cells=(): _ledger(Facts(items, cells))


@pytest.fixture(scope="session")
def told(made_ledger: MadeLedger) -> Told:
    """``told(subject, items=[...], cells=[...], findings=[...], **material)`` gives a dossier.

    Rows of other records: ``records={"payments": Table}``.
    """

    def tell(
        subject: str,
        items: Sequence[Mapping[str, Any]] = (),
        cells: Sequence[Mapping[str, Any]] = (),
        findings: Sequence[Mapping[str, Any]] = (),
        **more: Any,
    ) -> Dossier:
        ledger = replace(made_ledger(items, cells), **more.pop("records", {}))
        watershed = Watershed(date(2022, 2, 24), "invasion")
        markers = lambda codes, makers: [Marker(date(2023, 1, 4), "TW: controls", "a gazette")]  # noqa: E731
        given = {"originals": Files(), "versions": Versions("0.1.0", 7), "watershed": watershed, "markers": markers}
        material = Material(ledger=ledger, findings=findings, **{**given, **more})
        return build_dossier(find_subject(subject, ledger), material)

    return tell


@pytest.fixture(scope="session")
def route_change() -> list[dict[str, Any]]:
    """Direct deliveries before the watershed, through China and a broker after it."""
    return [
        {"on": date(2021, 6, 1), "usd": 100.0},
        {"on": date(2021, 9, 1), "usd": 200.0},
        {"on": date(2022, 1, 10), "usd": 300.5, "source": CLOSED},
        {"on": date(2022, 5, 1), "usd": 1_000_000.0, "sender": "trader", "dispatch": "CN", "holder": "broker"},
        {"on": date(2022, 8, 1), "usd": 2_000_000.0, "sender": "trader", "dispatch": "CN"},
        {"on": date(2022, 8, 2), "usd": 9.0, "sender": "hostile", "dispatch": "CN", "text": "<b>bold</b>"},
        {"on": date(2022, 9, 2), "usd": 5.0, "sender": "formula", "dispatch": "TR", "code": "8207300000"},
        {"on": None, "usd": 7.0, "sender": "twin_a", "dispatch": "", "basis": "converted"},
        {"on": date(2022, 9, 9), "usd": None, "sender": "twin_b", "dispatch": "TR"},
        {"on": date(2022, 9, 9), "usd": 1e9, "receiver": "other"},
    ]


@pytest.fixture(scope="session")
def finding() -> Callable[..., dict[str, Any]]:
    """A line of the findings contract; keywords replace its fields."""

    def make(**fields: Any) -> dict[str, Any]:
        line = {
            "schema": "enduse.finding/1",
            "key": "0123456789abcdef",
            "typology": "route_shift_after_control_date",
            "answer": "found",
            "subject": {"kind": "company", "id": "inn:7701234567", "names": ["ООО «Вектор Стан»"], "country": "RU"},
            "others": [{"role": "consignor", "id": "name:CN:SILKTOOL", "names": ["Silk Tool"], "country": "CN"}],
            "headline": "Direct deliveries stopped",
            "strength": 0.4,
            "confidence": "derived",
            "start": "2022-05-01",
            "end": "2022-08-01",
            "value_usd": 3e6,
            "figures": {"before": 600.5, "after": {"CN": 3e6}},
            "innocent": ["the maker opened a store in China"],
            "settle": ["the end-user statement"],
            "evidence": [{"source": "declarations.csv", "sha256": DECLARATIONS, "sheet": None, "row": 5}],
            "evidence_count": 2,
            "ledger_version": 7,
        }
        return {**line, **fields}

    return make


@pytest.fixture(scope="session")
def vektor(told: Told, route_change: list[dict[str, Any]], finding: Callable[..., dict[str, Any]]) -> Dossier:
    """The dossier of the importer of ``route_change``, with one finding and one pattern that could not be assessed."""
    blind = finding(key="b", typology="mirror_gap", answer="not_assessable", figures={"missing": ["imports of KZ"]})
    return told("inn:7701234567", route_change, findings=[finding(), blind])


@pytest.fixture
def files() -> Files:
    """Fresh stored originals that remember what was asked."""
    return Files()


@pytest.fixture(scope="session")
def crowded(told: Told) -> Dossier:
    """An importer with eighty senders in many countries, whose names are long and in five scripts."""
    lands = ("CN", "TR", "AE", "KZ", "UZ", "DE", "US", "JP", "KR", "TW", "IT", "CH", "IN", "HK", "TH", "LT", "GE", "AM")
    facts = [
        {"on": date(2022, at % 12 + 1, 1 + at % 27), "usd": 1e6 / (at + 1), "sender": f"crowd_{at}"}
        | {"dispatch": lands[at % len(lands)], "origin": lands[(at * 5) % 9], "holder": f"crowd_{(at * 7) % 80}"}
        for at in range(80)
    ]
    return told("inn:7701234567", facts)
