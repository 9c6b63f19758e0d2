"""Events of machines as GS1's EPCIS 2.0 exchanges them: documents and query results in JSON and JSON-LD."""

import re
from collections.abc import Iterator

from enduse.model.event import MachineEvent
from enduse.model.listing import BadRecord
from enduse.sources.register_parts.epcis import context_of, events_of, master_of
from enduse.sources.register_parts.streams import json_records
from enduse.sources.registers import RegisterFile, RegisterFormat, RegisterReading

_DOCUMENT = re.compile(r'"(?:@type|type|isA)"\s*:\s*"(?:epcis:)?EPCIS(?:Query)?Document"')


def fits(file: RegisterFile) -> bool:
    """A JSON object that calls itself an EPCIS document."""
    text = file.head().decode("utf-8-sig", "replace").lstrip()
    return text.startswith("{") and bool(_DOCUMENT.search(text))


def read(file: RegisterFile) -> RegisterReading:
    """Event by event; one that names several machines gives a row for each."""
    return RegisterReading(_items(file))


def _items(file: RegisterFile) -> Iterator[MachineEvent | BadRecord]:
    master, context = master_of(file), context_of(file)
    for record in json_records(file, "eventList"):
        if isinstance(record, BadRecord):
            yield record
        else:
            yield from events_of(record, master, context)


REGISTER = RegisterFormat(
    id="epcis",
    title="Events of machines in EPCIS 2.0 (JSON, JSON-LD)",
    publisher="whoever records the events; the format is of GS1",
    licence="that of who records the events",
    about=(
        "Each event of each single machine becomes a row of `events`; the event itself is kept whole beside it and "
        "leaves again unchanged with `enduse export epcis`. Events about classes of goods, and events that their "
        "publisher has declared an error, are rejected with that reason. Numbers keep their value, not their spelling."
    ),
    source="EPCIS 2.0 and CBV 2.0: memory",
    fits=fits,
    read=read,
    table="events",
)
"""EPCIS, for `enduse add`."""
