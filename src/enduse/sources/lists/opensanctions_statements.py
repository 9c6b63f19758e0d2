"""OpenSanctions, statements.csv: one row for each value of a property of an entity."""

from collections.abc import Iterable

from enduse.errors import Notice
from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.list_parts.errors import empty
from enduse.sources.list_parts.europe_table import ListRow, TableShape, read_table
from enduse.sources.list_parts.ftm import KINDS, LICENCE, LISTS, PUBLISHER, FtmContext, FtmEntity, ftm_outcomes
from enduse.sources.list_parts.values import day_of
from enduse.sources.lists import ListFile, ListFormat, ListReading

_ID = "canonical_id"
# The model's order from the general to the special: an entity is what its most special statement says.
_SPECIAL = ("Thing", "LegalEntity", "Asset", "Organization", "Company", "PublicBody", "Person", "Vessel", "Airplane")


def _fits(file: ListFile) -> bool:
    header = file.head(2_000).split(b"\n", 1)[0]
    return all(it in header for it in (b"canonical_id", b"entity_id", b"prop", b"schema", b"value"))


def _read(file: ListFile) -> ListReading:
    table = read_table(file, TableShape(column=_ID))
    entities, bad = _gathered(table.rows)
    context = FtmContext()
    for entity in entities.values():
        context.add(entity)
    if not context.listed and not context.names:
        raise empty(file.name)
    parties = [it for it in entities.values() if it.is_party]
    records: list[ListEntry | BadRecord] = sorted((*ftm_outcomes(parties, context), *bad), key=lambda it: it.row)
    said = (
        f"{context.attached:,} entities are sanctions, addresses, documents or links. They are no entries of their "
        "own: what they say was put to the entries that they name."
    )
    notices = (*table.notices, *([Notice("W-LIST-ATTACHED", said)] if context.attached else []))
    return ListReading(records, day_of(context.last_seen[:10]), notices)


def _gathered(rows: Iterable[ListRow | BadRecord]) -> tuple[dict[str, FtmEntity], list[BadRecord]]:
    entities: dict[str, FtmEntity] = {}
    bad: list[BadRecord] = []
    for row in rows:
        if isinstance(row, BadRecord):
            bad.append(row)
        elif number := row.get(_ID) or row.get("entity_id"):
            _add(entities.setdefault(number, FtmEntity(row.row, number, row.get("schema"))), row)
        else:
            said = "The row has no id, so it belongs to no entity."
            bad.append(BadRecord(row.row, "R-LIST-ID", said, tuple(it for _, it in row.all)))
    return entities, bad


def _add(entity: FtmEntity, row: ListRow) -> None:
    schema, word, value = row.get("schema"), row.get("prop"), row.get("value")
    if _rank(schema) > _rank(entity.schema):
        entity.schema = schema
    if dataset := row.get("dataset"):
        entity.datasets = tuple(sorted({*entity.datasets, dataset}))
    first, last = row.get("first_seen"), row.get("last_seen")
    entity.dates = {
        "first_seen": min(entity.dates.get("first_seen", first), first),
        "last_seen": max(entity.dates.get("last_seen", ""), last),
    }
    if word == "id" or not value:
        return
    texts = entity.properties.setdefault(word, [])
    if value not in texts:
        texts.append(value)
    if lang := row.get("lang"):
        entity.languages[word, value] = lang


def _rank(schema: str) -> int:
    return _SPECIAL.index(schema) if schema in _SPECIAL else len(_SPECIAL) * (schema not in KINDS)


opensanctions_statements = ListFormat(
    id="opensanctions_statements",
    title="OpenSanctions statements (statements.csv)",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=f"{LISTS} Listed are the entities with a topic. Names carry their language. Entry ids are the entity ids of "
    "OpenSanctions, which change when entities are merged. The whole file is held in memory.",
    source="memory: the published columns; no whole file was read",
    fits=_fits,
    read=_read,
    url="https://data.opensanctions.org/datasets/latest/sanctions/statements.csv",
)
