"""OpenSanctions, targets.simple.csv: one row for each listed entity."""

from collections.abc import Iterable, Iterator

from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.list_parts.days import first_day
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.europe_table import ListRow, TableShape, Unread, pieces_of, read_table
from enduse.sources.list_parts.ftm import KINDS, LICENCE, PUBLISHER
from enduse.sources.list_parts.values import day_of
from enduse.sources.lists import ListFile, ListFormat, ListReading

_READ = Unread(
    frozenset(
        {
            *("id", "name", "aliases", "birth_date", "countries", "addresses", "identifiers", "sanctions"),
            *("phones", "emails", "program_ids", "dataset"),
        }
    )
)


def _fits(file: ListFile) -> bool:
    header = file.head(500).lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0].replace(b'"', b"")
    return header.startswith(b"id,schema,name,aliases,birth_date,countries")


def _read(file: ListFile) -> ListReading:
    shape = TableShape(column="birth_date")
    seen = max((it.get("last_seen") for it in read_table(file, shape).rows if isinstance(it, ListRow)), default="")
    table = read_table(file, shape)
    return ListReading(_records(table.rows), day_of(seen[:10]), table.notices)


def _records(rows: Iterable[ListRow | BadRecord]) -> Iterator[ListEntry | BadRecord]:
    for row in rows:
        yield row if isinstance(row, BadRecord) else _entry(row).outcome()


def _entry(row: ListRow) -> EntryDraft:
    draft = EntryDraft(row.row, PUBLISHER, row.get("dataset") or PUBLISHER, row.get("id"))
    draft.kind = KINDS.get(row.get("schema"), "unknown")
    draft.name(row.get("name"), "primary")
    for text in pieces_of(row.get("aliases")):
        draft.name(text)
    for text in pieces_of(row.get("countries")):
        draft.country(text.partition("-")[0], "countries")
    home = next(iter(draft.countries), "") if len(draft.countries) == 1 else ""
    for text in pieces_of(row.get("identifiers")):
        _identifier(draft, text, home)
    for text in pieces_of(row.get("addresses")):
        draft.address([text])
    for text in pieces_of(row.get("birth_date")):
        draft.birth(text, "birth_date")
    draft.contact("phone", row.get("phones"))
    draft.contact("email", row.get("emails"))
    sanctions = pieces_of(row.get("sanctions"))
    for text in (*pieces_of(row.get("program_ids")), *(it for it in sanctions if not day_of(it))):
        draft.programme(text)
    draft.listed_on = first_day(sanctions)
    draft.notes(_READ.of(row))
    return draft


def _identifier(draft: EntryDraft, text: str, home: str) -> None:
    """A number without the word for its kind; a vessel's carries the letters IMO."""
    if draft.kind == "vessel" and text.upper().startswith("IMO"):
        draft.number("IMO", text[3:].strip(), "")
    else:
        draft.number("", text, home)


opensanctions_simple = ListFormat(
    id="opensanctions_simple",
    title="OpenSanctions targets (targets.simple.csv)",
    publisher=PUBLISHER,
    licence=LICENCE,
    about="Listed entities of many authorities' lists in one row each; without the authority, the quality of aliases "
    "and the kinds of numbers, which are told only where country and check digits agree. Entry ids are the entity ids "
    "of OpenSanctions, which change when entities are merged.",
    source="memory: the published columns; no whole file was read",
    fits=_fits,
    read=_read,
    url="https://data.opensanctions.org/datasets/latest/sanctions/targets.simple.csv",
)
