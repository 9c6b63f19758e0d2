"""Entries of lists and records of registers as ledger rows, and back again without loss."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Any

from enduse.model.event import MachineEvent
from enduse.model.listing import (
    Contact,
    Link,
    ListEntry,
    WrittenAddress,
    WrittenIdentifier,
    WrittenName,
)
from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.store.record_kinds import EVENT_KINDS

Row = dict[str, Any]


@dataclass(frozen=True)
class Origin:
    """Where rows come from.

    Attributes:
        source_id: SHA-256 of the file that was added.
        member: Path inside an archive, else None.
        format: Id of the list or register format.
        snapshot: Day of the snapshot; None where a register states none.
        stated: Does the publisher state that day?
    """

    source_id: str
    member: str | None
    format: str
    snapshot: date | None
    stated: bool = True

    def row(self, number: int) -> Row:
        """The provenance columns."""
        return {"source_id": self.source_id, "member": self.member, "sheet": None, "row": number}


def event_row(event: MachineEvent, origin: Origin) -> Row:
    """The row of ``events``."""
    said = {it.name: getattr(event, it.name) for it in fields(event) if it.name not in ("row", "more")}
    known = event.kind in EVENT_KINDS
    return {
        **origin.row(event.row),
        **{name: None if value == "" else value for name, value in said.items()},
        "flags": [] if known else ["F-EVENT"],
        "other": json.dumps(dict(event.more), ensure_ascii=False) if event.more else None,
    }


def listing_row(entry: ListEntry, origin: Origin) -> Row:
    """The row of ``listings``."""
    return {
        **origin.row(entry.row),
        **_written(entry),
        "authority": entry.authority,
        "list": entry.list,
        "format": origin.format,
        "snapshot": origin.snapshot,
        "snapshot_stated": origin.stated,
        "entry_id": entry.entry_id,
        "births": list(entry.births),
        "programmes": list(entry.programmes),
        "listed_on": entry.listed_on,
        "delisted_on": entry.delisted_on,
        "remarks": entry.remarks or None,
        "links": _json([asdict(it) for it in entry.links]),
        "citation": entry.citation or None,
        "more": _json(dict(entry.more)),
    }


def register_row(record: RegisterRecord, origin: Origin) -> Row:
    """The row of ``register_records``."""
    return {
        **origin.row(record.row),
        **_written(record),
        "register": record.register,
        "snapshot": origin.snapshot,
        "record_id": record.record_id,
        "born": record.born or None,
        "status": record.status,
        "founded_on": record.founded_on,
        "dissolved_on": record.dissolved_on,
        "activities": list(record.activities),
        "personal": record.personal,
        "more": _json(dict(record.more)),
    }


def relation_row(relation: Relation, origin: Origin) -> Row:
    """The row of ``relations``."""
    return {
        **origin.row(relation.row),
        **_end("subject", relation.subject),
        **_end("object", relation.object),
        "register": relation.register,
        "snapshot": origin.snapshot,
        "kind": relation.kind,
        "low": None if relation.low is None else str(relation.low),
        "high": None if relation.high is None else str(relation.high),
        "low_excluded": relation.low_excluded,
        "high_excluded": relation.high_excluded,
        "direct": relation.direct,
        "start": relation.start,
        "end": relation.end,
        "recorded_on": relation.recorded_on,
        "note": relation.note or None,
        "treasury": relation.treasury,
    }


def entry_of(row: Mapping[str, Any]) -> ListEntry:
    """The entry that ``listing_row`` made the row of."""
    return ListEntry(
        row["row"],
        row["authority"],
        row["list"],
        row["entry_id"],
        row["kind"],
        **_read(row),
        births=tuple(row["births"] or ()),
        programmes=tuple(row["programmes"] or ()),
        listed_on=row["listed_on"],
        delisted_on=row["delisted_on"],
        remarks=row["remarks"] or "",
        links=tuple(Link(**it) for it in json.loads(row["links"] or "[]")),
        citation=row["citation"] or "",
        more=json.loads(row["more"] or "{}"),
    )


def record_of(row: Mapping[str, Any]) -> RegisterRecord:
    """The record that ``register_row`` made the row of."""
    return RegisterRecord(
        row["row"],
        row["register"],
        row["record_id"],
        row["kind"],
        **_read(row),
        born=row["born"] or "",
        status=row["status"],
        founded_on=row["founded_on"],
        dissolved_on=row["dissolved_on"],
        activities=tuple(row["activities"] or ()),
        personal=row["personal"],
        more=json.loads(row["more"] or "{}"),
    )


def relation_of(row: Mapping[str, Any]) -> Relation:
    """The relation that ``relation_row`` made the row of."""
    return Relation(
        row["row"],
        row["register"],
        _party(row, "subject"),
        _party(row, "object"),
        row["kind"],
        low=None if row["low"] is None else Fraction(row["low"]),
        high=None if row["high"] is None else Fraction(row["high"]),
        low_excluded=row["low_excluded"],
        high_excluded=row["high_excluded"],
        direct=row["direct"],
        start=row["start"],
        end=row["end"],
        recorded_on=row["recorded_on"],
        note=row["note"] or "",
        treasury=row["treasury"],
    )


def identifier_text(identifier: WrittenIdentifier) -> str:
    """``SCHEME|country|value``; the value may hold any character."""
    return f"{identifier.scheme}|{identifier.country}|{identifier.value}"


def identifier_of(text: str) -> WrittenIdentifier:
    """The identifier that ``identifier_text`` wrote."""
    scheme, country, value = text.split("|", 2)
    return WrittenIdentifier(scheme, value, country)


def _written(it: ListEntry | RegisterRecord) -> Row:
    return {
        "kind": it.kind,
        "names": [name.text for name in it.names],
        "name_roles": [name.role for name in it.names],
        "name_languages": [name.language for name in it.names],
        "identifiers": [identifier_text(number) for number in it.identifiers],
        "addresses": [address.text for address in it.addresses],
        "address_countries": [address.country for address in it.addresses],
        "contacts": [f"{contact.kind}:{contact.value}" for contact in it.contacts],
        "countries": list(it.countries),
    }


def _read(row: Mapping[str, Any]) -> Row:
    def texts(name: str) -> Sequence[str]:
        return row[name] or ()

    named = zip(texts("names"), texts("name_roles"), texts("name_languages"), strict=True)
    contacts = (text.split(":", 1) for text in texts("contacts"))
    return {
        "names": tuple(WrittenName(text, role, language) for text, role, language in named),  # type: ignore[arg-type]
        "identifiers": tuple(map(identifier_of, texts("identifiers"))),
        "addresses": tuple(
            WrittenAddress(*it) for it in zip(texts("addresses"), texts("address_countries"), strict=True)
        ),
        "contacts": tuple(Contact(kind, value) for kind, value in contacts),  # type: ignore[arg-type]
        "countries": tuple(texts("countries")),
    }


def _end(of: str, party: PartyRef) -> Row:
    return {
        f"{of}_record": party.record_id or None,
        f"{of}_identifier": identifier_text(party.identifier) if party.identifier else None,
        f"{of}_name": party.name or None,
        f"{of}_country": party.country or None,
    }


def _party(row: Mapping[str, Any], of: str) -> PartyRef:
    number = row[f"{of}_identifier"]
    return PartyRef(
        row[f"{of}_record"] or "",
        identifier_of(number) if number else None,
        row[f"{of}_name"] or "",
        row[f"{of}_country"] or "",
    )


def _json(value: object) -> str | None:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else None
