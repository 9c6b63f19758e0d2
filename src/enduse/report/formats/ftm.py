"""FollowTheMoney, one entity a line: parties, what they own, what they traded and paid, and lists they may stand on.

A declared goods line is an ``EconomicActivity``, a payment a ``Payment``. An entry of a list that agrees with a party
by a number is a ``Sanction`` of the party. One that agrees by name is a party of its own with its sanction, tied to
ours by an ``UnknownLink`` that says how likely they are one: a likeness is no fact.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from enduse.errors import BadIdentifier
from enduse.model.ids import stable_key
from enduse.report.network_model import (
    Cited,
    Listed,
    Network,
    NetworkEdge,
    NetworkNode,
    Number,
    SourceTerms,
    Stake,
    cited_text,
    printable,
    rows_text,
)
from enduse.screen.ftm import PROPERTY_OF_SCHEME, schema_name
from enduse.screen.ftm_model import schemata
from enduse.text.identifiers import SCHEMES, normal

Entity = dict[str, Any]

# Kind of a relation to the schema, the properties of its two ends, and what each of the ends has to be.
_RELATIONS: Mapping[str, tuple[str, str, str]] = {
    "shares": ("Ownership", "owner", "asset"),
    "directs": ("Directorship", "director", "organization"),
    "represents": ("Representation", "agent", "client"),
    "family": ("Family", "person", "relative"),
}
_OTHER = ("UnknownLink", "subject", "object")
_COMPANIES = frozenset({"Company"})
_LIKELY = 0.8
_PARTY_COLUMNS = {"consignor": "sender", "consignee": "receiver"} | {
    "contract_holder": "contractHolder",
    "declarant": "declarant",
}
_COUNTRIES = {
    "dispatch": "departureCountry",
    "destination": "destinationCountry",
    "origin": "originCountry",
    "trading_country": "tradingCountry",
}


@dataclass(frozen=True)
class FtmRows:
    """Rows that become entities of their own.

    Attributes:
        items: Goods lines, ``<role>_id`` as printed and ``cited`` beside the columns of the run.
        payments: The same of payments.
    """

    items: Iterable[Mapping[str, Any]] = ()
    payments: Iterable[Mapping[str, Any]] = ()


def write_ftm(network: Network, rows: FtmRows, path: Path) -> int:
    """Write every entity, what is pointed to before what points to it; gives their number."""
    count = 0
    seen: set[str] = set()
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for it in entities(network, rows):
            # Two parties may be like one entry of a list; it stands in the file once.
            if it["id"] in seen:
                continue
            seen.add(it["id"])
            out.write(json.dumps(it, ensure_ascii=False, sort_keys=True) + "\n")
            count += 1
    return count


def entities(network: Network, rows: FtmRows) -> Iterator[Entity]:
    """Sources, parties, lists, relations, payments, goods lines."""
    yield from map(_document, network.sources)
    owned = {it.target for it in network.edges if it.stake}
    known = {node.id: _schema(node, node.id in owned) for node in network.nodes}
    for node in network.nodes:
        yield _party(node, known[node.id])
        for entry in node.listed:
            yield from _listed(node, entry)
    for edge in network.edges:
        if edge.stake:
            yield _relation(edge, known)
    yield from map(_payment, rows.payments)
    yield from map(_trade, rows.items)


def party_id(printed: str) -> str:
    """The id of a party's entity."""
    return f"enduse-party-{printed}"


def source_id(sha256: str) -> str:
    """The id of a source's entity."""
    return f"enduse-source-{sha256}"


def _entity(id: str, schema: str, properties: Mapping[str, Sequence[Any] | Any]) -> Entity:
    told: dict[str, list[str]] = {}
    for name, value in properties.items():
        values = value if isinstance(value, list | tuple) else [value]
        if texts := [printable(str(it)) for it in dict.fromkeys(values) if it not in (None, "")]:
            told[name] = texts
    return {"id": id, "schema": schema, "properties": told}


def _document(source: SourceTerms) -> Entity:
    return _entity(
        source_id(source.sha256),
        "Document",
        {
            "fileName": source.name,
            "title": source.name,
            "publisher": source.publisher,
            "notes": [f"SHA-256 {source.sha256}", f"sensitivity: {source.sensitivity}"],
            "description": source.licence and f"licence: {source.licence}",
        },
    )


def _schema(node: NetworkNode, owned: bool) -> str:
    if node.kind == "person":
        return "Person"
    if owned:
        return "Company"
    if node.kind != "company":
        return "LegalEntity"
    return schema_name("company", node.name, frozenset(it.scheme for it in node.numbers))


def _party(node: NetworkNode, schema: str) -> Entity:
    name, *others = dict.fromkeys(_name(it) for it in (node.name or node.id, *node.names))
    properties: dict[str, list[str]] = {"name": [name], "alias": others, "country": [node.country.lower()]}
    for number in node.numbers:
        usual = PROPERTY_OF_SCHEME[number.scheme] if _holds(number) else "registrationNumber"
        word = usual if usual in schemata()[schema].properties else "idNumber"
        properties.setdefault(word, []).append(number.value)
    return _entity(party_id(node.id), schema, properties)


def _holds(number: Number) -> bool:
    """Is there a property for it that keeps it? The package drops numbers whose check digits fail."""
    if number.scheme not in PROPERTY_OF_SCHEME:
        return False
    scheme = number.scheme.casefold()
    try:
        return scheme not in SCHEMES or normal(number.value, scheme) == number.value
    except BadIdentifier:
        return False


def _name(text: str) -> str:
    """The model knows no name with two spaces in a row."""
    return " ".join(text.split())


def _provenance(cited: Sequence[Cited]) -> dict[str, list[str]]:
    return {
        "proof": [source_id(it.place.sha256) for it in cited],
        "recordId": [
            f"{it.place.file}{f' [{it.place.sheet}]' if it.place.sheet else ''} row {rows_text(it.rows)}"
            for it in cited
        ],
    }


def _listed(node: NetworkNode, entry: Listed) -> Iterator[Entity]:
    key = stable_key(entry.authority, entry.list, entry.entry_id, entry.name)
    holder = party_id(node.id)
    if entry.by != "identifier":
        holder = f"enduse-listed-{key}"
        yield _entity(holder, "Person" if node.kind == "person" else "LegalEntity", {"name": _name(entry.name) or key})
    sanction = {
        "entity": holder,
        "authority": entry.authority,
        "program": [entry.list, *entry.programmes],
        "authorityId": entry.entry_id,
        "startDate": entry.listed_on,
        "listingDate": entry.listed_on,
        "endDate": entry.delisted_on,
        **_provenance(entry.cited),
    }
    yield _entity(f"enduse-sanction-{stable_key(holder, key)}", "Sanction", sanction)
    if entry.by != "identifier":
        word = "probable" if entry.score >= _LIKELY else "possible"
        tie = {
            "subject": party_id(node.id),
            "object": holder,
            "role": "may be the party listed",
            "status": word,
            "summary": f"{word}: {entry.score:.2f} by {entry.by}; {entry.reason}",
            **_provenance(entry.cited),
        }
        yield _entity(f"enduse-likeness-{stable_key(node.id, key)}", "UnknownLink", tie)


def _relation(edge: NetworkEdge, known: Mapping[str, str]) -> Entity:
    stake = edge.stake or Stake()
    schema, one, other = _RELATIONS.get(edge.kind, _OTHER)
    if schema == "Family" and {known[edge.source], known[edge.target]} != {"Person"}:
        schema, one, other = _OTHER
    if schema in ("Ownership", "Directorship") and known[edge.target] not in _COMPANIES:
        schema, one, other = _OTHER
    told = {
        one: party_id(edge.source),
        other: party_id(edge.target),
        "relationship" if schema == "Family" else "role": stake.note or edge.kind,
        "percentage": share_text(stake) if schema == "Ownership" else "",
        "publisher": stake.register,
        # Both days are inclusive there.
        "startDate": edge.spells[0].start if edge.spells else None,
        "endDate": edge.spells[-1].last if edge.spells else None,
        **_provenance(edge.cited),
    }
    return _entity(f"enduse-relation-{edge.id}", schema, told)


def share_text(stake: Stake) -> str:
    """A share in per cent; empty where none is known.

    >>> share_text(Stake(0.25, 0.25)), share_text(Stake(0.25, 0.5)), share_text(Stake(0.25, None, low_excluded=True))
    ('25', 'at least 25, up to 50', 'more than 25')
    """
    low, high = (None if it is None else f"{100 * it:g}" for it in (stake.low, stake.high))
    if low is not None and low == high and not (stake.low_excluded or stake.high_excluded):
        return low
    least = "" if low is None else f"{'more than' if stake.low_excluded else 'at least'} {low}"
    most = "" if high is None else f"{'less than' if stake.high_excluded else 'up to'} {high}"
    return ", ".join(filter(None, (least, most)))


def _payment(row: Mapping[str, Any]) -> Entity:
    told = {
        **{ours: party_id(row[f"{role}_id"]) for role, ours in (("payer", "payer"), ("payee", "beneficiary"))},
        "date": row.get("paid_on"),
        "amount": number_text(row.get("value")),
        "currency": row.get("currency"),
        "amountUsd": number_text(row.get("value_usd")),
        "purpose": row.get("purpose"),
        "transactionNumber": row.get("reference"),
        **_provenance(row["cited"]),
    }
    return _entity(f"enduse-payment-{_key(row)}", "Payment", told)


def _trade(row: Mapping[str, Any]) -> Entity:
    parties = {word: party_id(row[f"{role}_id"]) for role, word in _PARTY_COLUMNS.items() if row.get(f"{role}_id")}
    places = {word: (row.get(column) or "").lower() for column, word in _COUNTRIES.items()}
    told = {
        **parties,
        **places,
        "ccdNumber": row.get("declaration_no"),
        "goodsDescription": row.get("description"),
        "vedCode": row.get("goods_code"),
        "directionOfTransportation": row.get("direction"),
        "date": row.get("declared_on"),
        "customsAmount": f"{number_text(row['value_usd'])} USD" if row.get("value_usd") is not None else "",
        "summary": f"{row['net_kg']:g} kg net" if row.get("net_kg") is not None else "",
        **_provenance(row["cited"]),
    }
    return _entity(f"enduse-line-{_key(row)}", "EconomicActivity", told)


def _key(row: Mapping[str, Any]) -> str:
    """Depends on where the row stands: the same in every run."""
    place = cited_text(row["cited"])
    return stable_key(place, row.get("declaration_no"), row.get("line_no"), row.get("reference"), length=24)


def number_text(value: float | None) -> str:
    """A number without an exponent and without a needless point.

    >>> number_text(12000000.0), number_text(0.5), number_text(None)
    ('12000000', '0.5', '')
    """
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")
