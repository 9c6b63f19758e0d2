"""EPCIS 2.0 in JSON-LD: events of machines for other people's tracing systems.

The shape follows EPCIS 2.0 of GS1 from memory. Events that came from EPCIS leave as they came; others are written with
the nearest step of its vocabulary, and with fields of our own for what it has no place for.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from enduse.sources.register_parts.epcis import KEPT
from enduse.sources.register_parts.epcis_words import (
    CONTEXT,
    OWN,
    PARTY,
    REFERENCE,
    STEPS,
    MachineName,
    machine_uri,
    name_uri,
    place_uri,
)

_HEAD = {"@context": [CONTEXT, {"enduse": OWN}], "type": "EPCISDocument", "schemaVersion": "2.0"}
_PARTY = {"party": "name", "party_identifier": "identifier", "party_address": "address", "party_country": "country"}


@dataclass(frozen=True)
class Written:
    """What became of the events.

    Attributes:
        events: Written.
        undated: Left out: EPCIS has no event without a time.
    """

    events: int
    undated: int


def write_epcis(rows: Iterable[Mapping[str, Any]], created: datetime, path: Path) -> Written:
    """Write events as one EPCIS document, one event a line.

    Args:
        rows: Of the ledger's table ``events``, those of one record one after the other.
        created: With its time zone; stands in the document.
        path: The file.
    """
    written = undated = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        head = json.dumps({**_HEAD, "creationDate": created.isoformat(timespec="seconds")})
        out.write(f'{head[:-1]}, "epcisBody": {{"eventList": [')
        for event in events(rows):
            if event is None:
                undated += 1
                continue
            out.write(f"{',' if written else ''}\n{json.dumps(event, ensure_ascii=False)}")
            written += 1
        out.write("\n]}}\n")
    return Written(written, undated)


def events(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any] | None]:
    """Each row's event, None where it has no day; rows of one EPCIS event give that event once, as it was."""
    for _place, some in groupby(rows, key=lambda it: (it["source_id"], it["member"], it["sheet"], it["row"])):
        listed = [*some]
        if (whole := _whole(listed[0])) is not None:
            yield whole
        else:
            yield from map(event_of, listed)


def _whole(row: Mapping[str, Any]) -> dict[str, Any] | None:
    other: Mapping[str, Any] = json.loads(row["other"] or "{}")
    return json.loads(other[KEPT]) if KEPT in other else None


def event_of(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The event of one row of ``events``; None where it has no day."""
    if row["happened_on"] is None:
        return None
    step, disposition, action = STEPS.get(row["kind"] or "", (row["kind"] or "other", None, "OBSERVE"))
    machine = MachineName(row["serial"] or "", row["brand"] or "", row["model"] or "")
    event = {
        "type": "ObjectEvent",
        "eventTime": f"{row['happened_on'].isoformat()}T00:00:00+00:00",
        "eventTimeZoneOffset": "+00:00",
        "epcList": [machine_uri(machine)],
        "action": action,
        "bizStep": step if row["kind"] in STEPS else name_uri(f"{OWN}step:", step),
        "disposition": disposition,
        **_place(row),
        **_owner(row),
        "bizTransactionList": _papers(row["reference"]),
        "enduse:kind": row["kind"],
        "enduse:authorised": row["authorised"],
        "enduse:note": row["note"],
        "enduse:source": {it: row[it] for it in ("source_id", "member", "sheet", "row") if row[it] is not None},
    }
    told = {k: v for k, v in event.items() if v not in (None, "", [], {})}
    # The same event has the same id in every export, so that whoever takes it twice can tell.
    return {"type": "ObjectEvent", "eventID": f"urn:uuid:{_id(told)}", **told}


def _id(event: Mapping[str, Any]) -> str:
    return str(uuid5(NAMESPACE_URL, json.dumps(event, ensure_ascii=False, sort_keys=True)))


def _place(row: Mapping[str, Any]) -> dict[str, Any]:
    if not (row["place_country"] or row["place"]):
        return {}
    return {"readPoint": {"id": place_uri(row["place_country"] or "", row["place"] or "")}}


def _owner(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {word: row[column] for column, word in _PARTY.items() if row[column]}
    if not told:
        return {}
    uri = name_uri(PARTY, told.get("name") or told.get("identifier") or "")
    return {"destinationList": [{"type": "owning_party", "destination": uri}], "enduse:party": told}


def _papers(reference: str | None) -> list[dict[str, str]]:
    return [{"bizTransaction": name_uri(REFERENCE, reference)}] if reference else []
