"""Annexes of EU regulations (833/2014, 269/2014, 765/2006) as tables of their consolidated text."""

import re
from collections.abc import Iterable, Iterator

from enduse.model.listing import BadRecord, EntityKind, ListEntry, NameRole
from enduse.sources.list_parts.annex_names import annex_name
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.europe_table import ListRow, Unread, pieces_of, read_table
from enduse.sources.list_parts.places import nations_in
from enduse.sources.lists import ListFile, ListFormat, ListReading

_CELEX = re.compile(r"3(\d{4})[RD](\d{4})")
_KINDS: dict[str, EntityKind] = {
    "Person": "person",
    "LegalEntity": "company",
    "Organization": "company",
    "Company": "company",
    "PublicBody": "company",
    "Vessel": "vessel",
    "Airplane": "aircraft",
}
_ROLES: dict[str, NameRole] = {"alias": "alias", "previousName": "former", "weakAlias": "weak"}
_NUMBERS = (
    *("passportNumber", "registrationNumber", "taxNumber", "idNumber", "innCode", "ogrnCode", "kppCode", "okpoCode"),
    *("leiCode", "swiftBic", "imoNumber", "mmsi"),
)
_LABELS = {
    "registrationNumber": "registration",
    "taxNumber": "tax",
    "idNumber": "identity",
    "passportNumber": "passport",
}
_READ = Unread(
    frozenset(
        {
            *("celex", "programKey", "annex", "measure", "startDate", "reason", "notes", "name", "alias", "weakAlias"),
            *("previousName", "country", "nationality", "jurisdiction", "birthDate", "address", "phone", "email"),
            *("website", *_NUMBERS),
        }
    )
)


def _fits(file: ListFile) -> bool:
    return file.head(200).lstrip(b"\xef\xbb\xbf").startswith(b"celex,recordId,programKey,annex,measure,")


def _read(file: ListFile) -> ListReading:
    table = read_table(file)
    return ListReading(_records(table.rows), None, table.notices)


def _records(rows: Iterable[ListRow | BadRecord]) -> Iterator[ListEntry | BadRecord]:
    for row in rows:
        yield row if isinstance(row, BadRecord) else _entry(row).outcome()


def _entry(row: ListRow) -> EntryDraft:
    regulation = _regulation(row.get("celex"))
    draft = EntryDraft(row.row, "EU", f"{regulation} Annex {row.get('annex')}", _entry_id(row))
    draft.kind = _KINDS.get(row.get("schema"), "unknown")
    draft.listed(row.get("startDate"), "startDate")
    draft.programme(row.get("programKey"))
    draft.programme(row.get("measure"))
    draft.cite(f"Regulation {regulation}, Annex {row.get('annex')}")
    draft.remark(row.get("reason"))
    draft.remark(row.get("notes"))
    _names(draft, row)
    _places(draft, row)
    home = next(iter(draft.countries), "") or next((it.country for it in draft.addresses if it.country), "")
    for column in _NUMBERS:
        draft.numbers(_LABELS.get(column, _spaced(column)), row.get(column), home)
        if "(" in row.get(column) or ":" in row.get(column):
            draft.note(column, row.get(column))
    for kind, column in (("phone", "phone"), ("email", "email"), ("web", "website")):
        draft.contact(kind, row.get(column))
    draft.notes(_READ.of(row))
    return draft


def _names(draft: EntryDraft, row: ListRow) -> None:
    annex_name(draft, row.get("name"), "primary")
    for column, role in _ROLES.items():
        for text in pieces_of(row.get(column)):
            annex_name(draft, text, role)


def _places(draft: EntryDraft, row: ListRow) -> None:
    for column in ("nationality", "country", "jurisdiction"):
        codes = nations_in(row.get(column))
        draft.countries.update(dict.fromkeys(codes))
        if not codes:
            draft.note(column, row.get(column))
    for text in pieces_of(row.get("address")):
        draft.address([text])
    if born := row.get("birthDate"):
        draft.birth(born, "birthDate")


def _entry_id(row: ListRow) -> str:
    """Annex and number in it; where the annex has no numbers, the name."""
    return ":".join((row.get("celex"), row.get("annex"), row.get("recordId") or " ".join(row.get("name").split())))


def _regulation(celex: str) -> str:
    found = _CELEX.fullmatch(celex)
    return f"{int(found[2])}/{found[1]}" if found else celex


def _spaced(column: str) -> str:
    """``innCode`` as ``inn Code``, for the words that tell a scheme."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)


eu_journal = ListFormat(
    id="eu_journal",
    title="EU regulations 833/2014, 269/2014 and 765/2006: annexes in force",
    publisher="Official Journal of the European Union; tables compiled by OpenSanctions",
    licence="reuse allowed (Decision 2011/833/EU, CC BY 4.0)",
    about="Every party, vessel and asset that an annex of the consolidated regulation names: export control (833/2014 "
    "Annex IV, 765/2006 Annex V), asset freeze, bans of transactions and port calls. Only what is in force: who was "
    "taken off is not in it. Entry ids are CELEX number, annex and number in the annex, or the name where the annex "
    "has no numbers. The address fetches 833/2014; the tables of the other regulations stand beside it.",
    source="seen: 32014R0833 (1,746 records) and 32006R0765 (408 records) of 2026-08",
    fits=_fits,
    read=_read,
    url="https://raw.githubusercontent.com/opensanctions/opensanctions/main/datasets/eu/journal_sanctions/data/"
    "consolidated/32014R0833.csv",
)
