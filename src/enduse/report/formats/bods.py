"""Beneficial Ownership Data Standard 0.4: who owns and controls whom, as statements.

What the standard has no word for (family, branches, what is bought or paid) is not written, and counted.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from enduse.model.ids import stable_key
from enduse.report.network_model import Network, NetworkEdge, NetworkNode, Number, Stake, cited_text

Statement = dict[str, Any]

_INTERESTS: Mapping[str, str] = {
    "shares": "shareholding",
    "votes": "votingRights",
    "appoints_board": "appointmentOfBoard",
    "controls": "otherInfluenceOrControl",
    "directs": "seniorManagingOfficial",
    "represents": "nominee",
    "linked": "unknownInterest",
}
_OFFICIAL = frozenset({"EGRUL", "EGRIP", "UK-PSC"})
_ALONE = frozenset({"LEI", "DUNS", "IMO", "BIC"})
"""Schemes that no country issues."""


@dataclass(frozen=True)
class BodsWritten:
    """What became of the relations.

    Attributes:
        statements: Written.
        left_out: Relations that the standard has no word for.
    """

    statements: int
    left_out: int


def write_bods(network: Network, published: date, path: Path) -> BodsWritten:
    """Write a JSON list, a statement a line, parties before relations.

    Args:
        network: Its relations.
        published: The standard wants a day of publication in each statement.
        path: The file.
    """
    people = {it.id for it in network.nodes if it.kind == "person"}
    relations = [it for it in network.edges if it.stake]
    told = [it for it in relations if it.kind in _INTERESTS and it.target not in people]
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for it in _statements(network, told, published):
            out.write("[\n" if not count else ",\n")
            out.write(json.dumps(it, ensure_ascii=False))
            count += 1
        out.write("\n]\n" if count else "[]\n")
    return BodsWritten(count, len(relations) - len(told))


def _statements(network: Network, relations: list[NetworkEdge], published: date) -> Iterator[Statement]:
    head = {
        "publicationDate": published.isoformat(),
        "bodsVersion": "0.4",
        "publisher": {"name": f"enduse {network.made.engine}, version {network.made.ledger} of a ledger"},
    }
    dated = {"statementDate": published.isoformat(), "publicationDetails": head}
    # A person is told of in the declaration of the first company of which he is told something.
    about = {end: it.target for it in reversed(relations) for end in (it.source, it.target)}
    about |= {it.target: it.target for it in relations}
    for node in network.nodes:
        if node.id in about:
            kind, details = ("person", _person(node)) if node.kind == "person" else ("entity", _company(node))
            yield {**_statement(_Record(record_id(node.id), kind, record_id(about[node.id])), details), **dated}
    for edge in relations:
        record = _Record(f"enduse-relation-{edge.id}", "relationship", record_id(edge.target))
        yield {**_statement(record, _relation(edge)), **dated, "source": _source(edge)}


@dataclass(frozen=True)
class _Record:
    """Whose statement it is, and in whose declaration."""

    id: str
    kind: str
    subject: str


def record_id(node: str) -> str:
    """The id of a party's record."""
    return f"enduse-party-{node}"


def _statement(record: _Record, details: Mapping[str, Any]) -> Statement:
    said = json.dumps(details, ensure_ascii=False, sort_keys=True)
    return {
        "statementId": stable_key("bods", record.id, said, length=40),
        "declarationSubject": record.subject,
        "recordId": record.id,
        "recordType": record.kind,
        "recordStatus": "new",
        "recordDetails": details,
    }


def _company(node: NetworkNode) -> dict[str, Any]:
    return {
        "isComponent": False,
        "entityType": {"type": "legalEntity" if node.kind == "company" else "unknownEntity"},
        "name": node.name,
        **({"alternateNames": others} if (others := [it for it in node.names if it != node.name]) else {}),
        **({"jurisdiction": {"name": node.country, "code": node.country}} if node.country else {}),
        **({"identifiers": [*map(_number, node.numbers)]} if node.numbers else {}),
    }


def _person(node: NetworkNode) -> dict[str, Any]:
    names = [{"type": "legal" if not at else "alternative", "fullName": it} for at, it in enumerate(_names(node))]
    return {
        "isComponent": False,
        "personType": "knownPerson" if names else "unknownPerson",
        **({"names": names} if names else {}),
    }


def _names(node: NetworkNode) -> list[str]:
    return [*dict.fromkeys(it for it in (node.name, *node.names) if it)]


def _number(number: Number) -> dict[str, str]:
    if number.scheme in _ALONE:
        scheme = f"XI-{number.scheme}"
    else:
        told = number.country and number.scheme not in ("", "OTHER")
        scheme = f"{number.country}-{number.scheme}" if told else ""
    words = {"id": number.value, "scheme": scheme, "schemeName": number.scheme}
    return {word: it for word, it in words.items() if it}


def _relation(edge: NetworkEdge) -> dict[str, Any]:
    stake = edge.stake or Stake()
    spell = edge.spells[0] if edge.spells else None
    direct = {True: "direct", False: "indirect", None: "unknown"}[stake.direct]
    interest = {
        "type": _INTERESTS[edge.kind],
        "directOrIndirect": direct,
        **({"share": share} if (share := _share(stake)) else {}),
        **({"details": stake.note} if stake.note else {}),
        **({"startDate": spell.start.isoformat()} if spell and spell.start else {}),
        **({"endDate": spell.end.isoformat()} if spell and spell.end else {}),
    }
    ends = {"subject": record_id(edge.target), "interestedParty": record_id(edge.source)}
    return {"isComponent": False, **ends, "interests": [interest]}


def _share(stake: Stake) -> dict[str, float]:
    low, high = (None if it is None else round(100 * it, 6) for it in (stake.low, stake.high))
    if low is not None and low == high and not (stake.low_excluded or stake.high_excluded):
        return {"exact": low}
    told = {
        "exclusiveMinimum" if stake.low_excluded else "minimum": low,
        "exclusiveMaximum" if stake.high_excluded else "maximum": high,
    }
    return {word: it for word, it in told.items() if it is not None}


def _source(edge: NetworkEdge) -> dict[str, Any]:
    register = edge.stake.register if edge.stake else ""
    return {
        **({"type": ["officialRegister"]} if register in _OFFICIAL else {}),
        "description": cited_text(edge.cited),
        **({"assertedBy": [{"name": register}]} if register else {}),
    }
