"""Moments of a timeline that stand in the ledger: shipments, payments, contracts, listings, register entries, controls.

Shipments of one month between the same two parties are one moment with all their rows: what happened is that goods
came, and every row stays behind it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.model.when import When
from enduse.report.case_timeline import Moment
from enduse.report.controls import control_markers
from enduse.report.wording import place_name
from enduse.store.record_kinds import DAY_OF, PARTY_ROLES

Row = Mapping[str, Any]
_ITEM_ROLES = ("consignor_id", "consignee_id", "contract_holder_id", "declarant_id")
_RELATED: Mapping[str, str] = {
    "shares": "owns a share of",
    "votes": "holds votes in",
    "directs": "directs",
    "family": "is kin of",
    "controls": "controls",
    "represents": "represents",
}
_FEW = 3
_LEAST_SCORE = 0.5


@dataclass(frozen=True)
class Wanted:
    """Whose moments.

    Attributes:
        party_ids: Parties of the run.
        brands: Brands, in capitals.
        files: Source id to the file's name.
    """

    party_ids: frozenset[int]
    brands: frozenset[str] = frozenset()
    files: Mapping[str, str] | None = None


def recorded_moments(ledger: Ledger, wanted: Wanted) -> list[Moment]:
    """Every moment of the ledger in which one of the parties or brands has a part, in no order."""
    if not wanted.party_ids and not wanted.brands:
        return []
    names = PartyNames(ledger)
    found = [*_goods(ledger, wanted, names)]
    for table, told in _TOLD.items():
        for row in _rows_of(ledger, table, wanted):
            found += _moment(table, row, told(row, names), (names, wanted))
    found += _listings(ledger, wanted, names)
    found += _relations(ledger, wanted, names)
    found += _register(ledger, wanted, names)
    return found


@dataclass
class PartyNames:
    """Names of parties, looked up once each."""

    ledger: Ledger
    known: dict[int, str] = field(default_factory=dict)

    def of(self, party: int | None) -> str:
        """Name and country; empty for nobody."""
        if party is None:
            return ""
        if party not in self.known:
            self.learn([party])
        return self.known[party]

    def learn(self, ids: Iterable[int | None]) -> None:
        """Look up many at once."""
        fresh = sorted({it for it in ids if it is not None} - self.known.keys())
        if not fresh:
            return
        asked = ibis.memtable(pa.table({"party_id": pa.array(fresh, pa.int64())}))
        rows = self.ledger.parties.semi_join(asked, "party_id").select("party_id", "name", "anchor", "country")
        self.known.update(dict.fromkeys(fresh, "?"))
        for it in rows.to_pyarrow().to_pylist():
            where = f" ({it['country']})" if it["country"] else ""
            self.known[it["party_id"]] = f"{it['name'] or it['anchor']}{where}"


def _among(table: Table, columns: Sequence[str], ids: Iterable[int]) -> Table:
    wanted = sorted(ids)
    return table.filter(ibis.or_(*(table[it].isin(wanted) for it in columns)))


def _goods(ledger: Ledger, wanted: Wanted, names: PartyNames) -> Iterator[Moment]:
    items = ledger.items
    hit = [items[it].isin(sorted(wanted.party_ids)) for it in _ITEM_ROLES if wanted.party_ids]
    hit += [items.brand.isin(sorted(wanted.brands))] if wanted.brands else []
    columns = ("row_id", "source_id", "sheet", "row", "declared_on", "origin", "dispatch", "value_usd", "brand")
    rows = items.filter(ibis.or_(*hit)).select(*columns, *_ITEM_ROLES[:3], "goods_code", "destination")
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows.order_by("row_id").to_pyarrow().to_pylist():
        day = row["declared_on"]
        month = (day.year, day.month) if day else None
        groups[month, row["consignor_id"], row["consignee_id"], row["origin"], row["dispatch"]].append(row)
    every = [row for some in groups.values() for row in some]
    names.learn(row[it] for row in every for it in _ITEM_ROLES[:3])
    for some in groups.values():
        yield _shipments(some, names, wanted)
    yield from _controls(ledger, every)


def _shipments(rows: Sequence[Row], names: PartyNames, wanted: Wanted) -> Moment:
    first = rows[0]
    days = [it["declared_on"] for it in rows if it["declared_on"]]
    when = When.span(min(days), max(days)) if days else When()
    value = sum(it["value_usd"] for it in rows if it["value_usd"] is not None)
    sender, receiver = names.of(first["consignor_id"]), names.of(first["consignee_id"])
    brands = sorted({it["brand"] for it in rows if it["brand"]})
    brand = f" of {', '.join(brands[:_FEW])}" if brands else ""
    way = " ".join(
        it for it in (
            f"shipped from {place_name(first['dispatch'])}" if first["dispatch"] else "shipped",
            f"by {sender}" if sender else "",
            f"to {receiver}" if receiver else "",
        ) if it
    )  # fmt: skip
    words = [
        f"{len(rows):,} goods line{'' if len(rows) == 1 else 's'}{brand}",
        f"worth {value:,.0f} USD" if value else "",
        f"made in {place_name(first['origin'])}" if first["origin"] else "",
        way,
    ]
    ids = tuple(it["row_id"] for it in rows)
    told = ", ".join(it for it in words if it)
    parties = tuple(it for it in (sender, receiver) if it)
    return Moment(f"rows:{ids[0]}", when, "goods", told, "recorded", cited(rows, wanted.files), (), ids, parties)


def _controls(ledger: Ledger, rows: Sequence[Row]) -> Iterator[Moment]:
    """Days on which makers' countries began to control these goods for Russia and Belarus."""
    codes = frozenset(it["goods_code"] for it in rows if it["goods_code"])
    makers = frozenset(it["origin"] for it in rows if it["origin"])
    if not codes or not makers:
        return
    for it in control_markers(ledger.code_lists.to_pyarrow())(codes, makers):
        text = f"dated measure on goods of this kind: {it.label}"
        yield Moment(
            f"control:{it.on}:{it.label}", When.on(it.on), "control", text, "recorded", (it.citation or it.label,)
        )


def cited(rows: Sequence[Row], files: Mapping[str, str] | None) -> tuple[str, ...]:
    """Files with their rows, for people: ``imports.csv, rows 3, 4, 9 and 5 more``."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for it in rows:
        name = (files or {}).get(it["source_id"], it["source_id"])
        places[name, it.get("sheet") or ""].append(it["row"])
    return tuple(_place(name, sheet, numbers) for (name, sheet), numbers in places.items())


def _place(name: str, sheet: str, numbers: Sequence[int]) -> str:
    listed = ", ".join(map(str, numbers[:_FEW]))
    more = f" and {len(numbers) - _FEW:,} more" if len(numbers) > _FEW else ""
    return f"{name}{f' [{sheet}]' if sheet else ''}, row{'' if len(numbers) == 1 else 's'} {listed}{more}"


def _rows_of(ledger: Ledger, table: str, wanted: Wanted) -> list[Row]:
    rows: Table = getattr(ledger, table)
    roles = [f"{it}_id" for it in PARTY_ROLES[table]]
    hit = [rows[it].isin(sorted(wanted.party_ids)) for it in roles] if wanted.party_ids else []
    if wanted.brands and "brand" in rows.columns:
        hit.append(rows.brand.upper().isin(sorted(wanted.brands)))
    found: list[Row] = rows.filter(ibis.or_(*hit)).order_by("row_id").to_pyarrow().to_pylist() if hit else []
    return found


def _moment(table: str, row: Row, told: tuple[str, str], known: tuple[PartyNames, Wanted]) -> Iterator[Moment]:
    names, wanted = known
    kind, text = told
    day = row[DAY_OF[table]]
    when = When.on(day) if day else When()
    parties = tuple(names.of(row[f"{it}_id"]) for it in PARTY_ROLES[table] if row[f"{it}_id"] is not None)
    # What somebody said is only recorded to have been said.
    word = "alleged" if table == "claims" else "recorded"
    ids = (row["row_id"],)
    yield Moment(f"row:{row['row_id']}", when, kind, text, word, cited([row], wanted.files), (), ids, parties)


def _payment(row: Row, names: PartyNames) -> tuple[str, str]:
    amount = f"{row['value']:,.2f} {row['currency'] or ''}".replace(".00", "") if row["value"] is not None else "money"
    return "payment", _said(f"{names.of(row['payer_id']) or '?'} paid {amount} to {names.of(row['payee_id']) or '?'}",
                            row["purpose"])  # fmt: skip


def _tender(row: Row, names: PartyNames) -> tuple[str, str]:
    price = f" for {row['value']:,.2f} {row['currency'] or ''}".replace(".00", "") if row["value"] is not None else ""
    state = f" ({row['status']})" if row["status"] else ""
    supplier = names.of(row["supplier_id"]) or "nobody named"
    return "contract", _said(
        f"public contract of {names.of(row['buyer_id']) or '?'} with {supplier}{price}{state}", row["subject"]
    )


def _event(row: Row, names: PartyNames) -> tuple[str, str]:
    machine = " ".join(it for it in (row["brand"], row["model"], row["serial"]) if it) or "a machine"
    where = ", ".join(it for it in (row["place"], row["place_country"]) if it)
    who = names.of(row["party_id"])
    words = f"{machine} was {(row['kind'] or 'seen').replace('_', ' ')}"
    return "machine", _said(
        f"{words}{f' at {who}' if who else ''}{f' in {where}' if where else ''}", row["note"] or row["reference"]
    )


def _exhibit(row: Row, names: PartyNames) -> tuple[str, str]:
    who, fair = names.of(row["exhibitor_id"]) or "nobody named", row["fair"] or "a fair"
    stand = f", stand {row['stand']}" if row["stand"] else ""
    if row["brand"]:
        return "fair", f"{row['brand']} was on show at {fair}, exhibitor {who}{stand}"
    return "fair", f"{who} exhibited at {fair}{stand}"


def _web(row: Row, names: PartyNames) -> tuple[str, str]:
    where = f", hosted in {row['host_country']}" if row["host_country"] else ""
    claims = f", says it belongs to {row['claimed_affiliation']}" if row["claimed_affiliation"] else ""
    return "site", f"{row['domain']} of {names.of(row['registrant_id']) or '?'} was seen{where}{claims}"


def _trademark(row: Row, names: PartyNames) -> tuple[str, str]:
    return "mark", f"{row['mark']} was registered for {names.of(row['owner_id']) or '?'} ({row['office'] or '?'})"


def _claim(row: Row, names: PartyNames) -> tuple[str, str]:
    about = f" of {names.of(row['about_id'])}" if row["about_id"] is not None else ""
    said = row["text"] or (row["predicate"] or "").replace("_", " ")
    return "claim", f"{names.of(row['speaker_id']) or '?'} said{about}: {said}"


def _order(row: Row, names: PartyNames) -> tuple[str, str]:
    buyer = names.of(row["buyer_id"]) or "?"
    return "order", _said(f"order {row['order_no'] or '?'} of {buyer}", row["description"])


_TOLD: Mapping[str, Callable[[Row, PartyNames], tuple[str, str]]] = {
    "payments": _payment,
    "tenders": _tender,
    "events": _event,
    "exhibits": _exhibit,
    "web": _web,
    "trademarks": _trademark,
    "claims": _claim,
    "orders": _order,
}


def _listings(ledger: Ledger, wanted: Wanted, names: PartyNames) -> Iterator[Moment]:
    hits = ledger.hits.filter(ledger.hits.score >= _LEAST_SCORE, ledger.hits.by != "address")
    for row in _among(hits, ["party_id"], wanted.party_ids).order_by("row_id").to_pyarrow().to_pylist():
        who, list_ = names.of(row["party_id"]), row["list"] or row["authority"]
        sure = "recorded" if row["by"] == "identifier" or row["score"] >= 1 else "probable"
        for column, verb in (("listed_on", "was listed by"), ("delisted_on", "was delisted by")):
            if row[column] is None and column == "delisted_on":
                continue
            when = When.on(row[column]) if row[column] else When()
            text = f"{who} {verb} {row['authority']} ({list_})"
            text += f" as {row['listed_name']}" if sure == "probable" else ""
            kind = "listing" if column == "listed_on" else "delisting"
            id = f"{kind}:{row['row_id']}"
            places = (f"{list_}, entry {row['entry_id']}",)
            yield Moment(id, when, kind, text, sure, places, (), (row["row_id"],), (who,))


def _relations(ledger: Ledger, wanted: Wanted, names: PartyNames) -> Iterator[Moment]:
    rows = _among(ledger.relations, ["subject_id", "object_id"], wanted.party_ids)
    for row in rows.order_by("row_id").to_pyarrow().to_pylist():
        one, other = names.of(row["subject_id"]), names.of(row["object_id"])
        share = f" ({row['low']:.0%})" if row["low"] else ""
        said = _RELATED.get(row["kind"], f"is recorded as {row['kind'] or 'linked'} of")
        for column, words in (("start", f"{said} {other or '?'}{share} from then on"),
                              ("end", f"no longer {said} {other or '?'}{share}")):  # fmt: skip
            if row[column] is None:
                continue
            text = f"{one or '?'} {words}"
            id, ids = f"relation:{column}:{row['row_id']}", (row["row_id"],)
            parties = tuple(it for it in (one, other) if it)
            places = cited([row], wanted.files)
            yield Moment(id, When.on(row[column]), "register", text, "recorded", places, (), ids, parties)


def _register(ledger: Ledger, wanted: Wanted, names: PartyNames) -> Iterator[Moment]:
    for row in _among(ledger.register, ["party_id"], wanted.party_ids).order_by("row_id").to_pyarrow().to_pylist():
        who = names.of(row["party_id"])
        for column, words in (("founded_on", "was founded"), ("dissolved_on", "was dissolved")):
            if row[column] is not None:
                id, text = f"register:{column}:{row['row_id']}", f"{who} {words} ({row['register'] or 'register'})"
                places, ids = cited([row], wanted.files), (row["row_id"],)
                yield Moment(id, When.on(row[column]), "register", text, "recorded", places, (), ids, (who,))


def _said(head: str, more: str | None) -> str:
    return f"{head}: {more}" if more else head
