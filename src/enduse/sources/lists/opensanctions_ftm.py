"""OpenSanctions, entities.ftm.json: one FollowTheMoney entity in each line."""

import json
from collections.abc import Iterator
from typing import Any

from enduse.errors import Notice
from enduse.sources.list_parts.errors import damaged, empty, truncated
from enduse.sources.list_parts.ftm import LICENCE, LISTS, PUBLISHER, FtmContext, FtmEntity, ftm_outcomes
from enduse.sources.list_parts.values import day_of
from enduse.sources.lists import ListFile, ListFormat, ListReading

_DATES = ("first_seen", "last_seen", "last_change")


def _fits(file: ListFile) -> bool:
    """The first line, or as much of it as the head holds, is an entity with data sets."""
    line = file.head().lstrip(b"\xef\xbb\xbf \r\n").split(b"\n", 1)[0]
    return line.startswith(b"{") and all(it in line for it in (b'"schema"', b'"properties"', b'"datasets"'))


def _read(file: ListFile) -> ListReading:
    context = FtmContext()
    for entity in _entities(file):
        context.add(entity)
    if not context.listed and not context.names:
        raise empty(file.name)
    notices = (_attached(context),) if context.attached else ()
    parties = (it for it in _entities(file) if it.is_party)
    return ListReading(ftm_outcomes(parties, context), day_of(context.last_seen[:10]), notices)


def _attached(context: FtmContext) -> Notice:
    said = (
        f"{context.attached:,} records are sanctions, addresses, documents or links. They are no entries of their own: "
        "what they say was put to the entries that they name."
    )
    return Notice("W-LIST-ATTACHED", said)


def _entities(file: ListFile) -> Iterator[FtmEntity]:
    with file.open() as reader:
        line, number = b"", 0
        for number, line in enumerate(reader, 1):
            if line.strip():
                yield _entity(file.name, number, line)
    if number and not line.endswith(b"\n") and not line.rstrip().endswith(b"}"):
        raise truncated(file.name, f"its last line, {number:,}, has no end")


def _entity(name: str, number: int, line: bytes) -> FtmEntity:
    try:
        record: Any = json.loads(line)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        failed = damaged if line.endswith(b"\n") else truncated
        raise failed(name, f"line {number:,} is no JSON ({error})") from error
    if not isinstance(record, dict) or not isinstance(record.get("properties"), dict):
        raise damaged(name, f"line {number:,} is no entity")
    return FtmEntity(
        row=number,
        id=str(record.get("id") or ""),
        schema=str(record.get("schema") or ""),
        properties={str(word): _texts(values) for word, values in record["properties"].items()},
        datasets=tuple(map(str, record.get("datasets") or ())),
        target=record.get("target") if isinstance(record.get("target"), bool) else None,
        caption=str(record.get("caption") or ""),
        dates={word: str(record[word]) for word in _DATES if record.get(word)},
    )


def _texts(values: Any) -> list[str]:
    """The values as texts; an entity nested in a property is meant by its id."""
    found = values if isinstance(values, list) else [values]
    return [str(it.get("id")) if isinstance(it, dict) else str(it) for it in found if it not in (None, "")]


opensanctions_ftm = ListFormat(
    id="opensanctions_ftm",
    title="OpenSanctions entities (entities.ftm.json)",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=f"{LISTS} Entry ids are the entity ids of OpenSanctions, which change when entities are merged.",
    source="memory: the published format and model; no whole file was read",
    fits=_fits,
    read=_read,
    url="https://data.opensanctions.org/datasets/latest/sanctions/entities.ftm.json",
)
