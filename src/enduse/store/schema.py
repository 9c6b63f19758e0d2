"""The tables of the ledger: columns, types and what each means.

A change here is a new ``SCHEMA_VERSION`` and a migration in ``store/migrations``.
"""

from enduse.store.record_kinds import RECORD_KINDS
from enduse.store.table import PROVENANCE as PROVENANCE
from enduse.store.table import Column as Column
from enduse.store.table import TableSpec as TableSpec
from enduse.store.table import named

SCHEMA_VERSION = 5

ROLES = ("consignor", "consignee", "contract_holder", "declarant")
"""Parties of a declaration, boxes 2, 8, 9 and 14 of the EAEU form (from memory: verify)."""


ITEMS = TableSpec(
    "items",
    "one goods line of a declaration",
    (
        *PROVENANCE,
        Column("declaration_no", "text", "number of the declaration, as written"),
        Column("line_no", "text", "number of the goods line in it"),
        Column("revision", "text", "revision or correction number, where there is one"),
        Column("direction", "text", "import, export or transit"),
        Column("declared_on", "date", "day of registration"),
        *(column for role in ROLES for column in named(role)),
        Column("manufacturer_text", "text", "maker, as written"),
        Column("trademark", "text", "mark, as written"),
        Column("model", "text", "model, where a column gives it"),
        Column("serial", "text", "serial number, where a column gives it"),
        Column("origin", "text", "country where made, ISO alpha-2"),
        Column("dispatch", "text", "country shipped from, ISO alpha-2"),
        Column("destination", "text", "country declared as last, ISO alpha-2"),
        Column("trading_country", "text", "country of the contract partner, ISO alpha-2"),
        Column("goods_code", "text", "digits only, leading zeros kept"),
        Column("hs_edition", "text", "HS2012, HS2017 or HS2022, where known"),
        Column("description", "text", "goods description, as written"),
        Column("value", "float", "invoice value in `currency`"),
        Column("currency", "text", "ISO 4217 code of `value`"),
        Column("value_usd", "float", "declared statistical value in nominal US dollars"),
        Column("gross_kg", "float", "gross mass"),
        Column("net_kg", "float", "net mass"),
        Column("quantity", "float", "quantity in `unit`"),
        Column("unit", "text", "unit of `quantity`, as written"),
        Column("procedure", "text", "customs procedure, as written"),
        Column("delivery_terms", "text", "Incoterm and place, as written"),
        Column("transport", "text", "mode or vehicle, as written"),
        Column("office", "text", "customs office, as written"),
        Column("flags", "texts", "what was odd about this row but did not reject it; codes of data/messages.toml"),
        Column("other", "text", "JSON object of unmapped cells: header to text; null when none"),
    ),
    (
        "source_id",
        "member",
        "sheet",
        "direction",
        "declared_on",
        "origin",
        "dispatch",
        "destination",
        "trading_country",
        "currency",
        "unit",
        "procedure",
        "delivery_terms",
        "transport",
        "office",
        "hs_edition",
        "line_no",
        "revision",
        "trademark",
        "manufacturer_text",
        "flags",
        *(f"{role}{end}" for role in ROLES for end in ("", "_identifier", "_address", "_country")),
    ),
)

STATISTICS = TableSpec(
    "statistics",
    "one cell of published trade statistics",
    (
        *PROVENANCE,
        Column("cell", "text", "spreadsheet address of the value (AE5), null in long tables"),
        Column("reporter", "text", "who reports: ISO alpha-2, or a group code such as EU27_2020"),
        Column("partner", "text", "with whom: ISO alpha-2, or a group code (EU27_2020, CIS, WORLD)"),
        Column("flow", "text", "export or import, as the reporter says"),
        Column("goods_code", "text", "digits only; TOTAL for all goods"),
        Column("hs_edition", "text", "HS2012, HS2017 or HS2022, where known"),
        Column("month", "date", "first day of the period"),
        Column("months", "int", "months that the period covers: 1, 3, 12 ..."),
        Column("value", "float", "value as published, in whole units of `currency`"),
        Column("currency", "text", "ISO 4217 code of `value`"),
        Column("value_eur", "float", "value in euro where published in euro, else null"),
        Column("value_usd", "float", "value in US dollars where published in dollars, else null"),
        Column("net_kg", "float", "net mass"),
        Column("quantity", "float", "supplementary quantity"),
        Column("unit", "text", "unit of `quantity`"),
        Column("publisher", "text", "who published the cell"),
        Column("basis", "text", "what `partner` means: origin, dispatch or consignment, where known"),
        Column("preliminary", "bool", "the publisher calls it preliminary"),
    ),
    (
        "source_id",
        "member",
        "sheet",
        "reporter",
        "partner",
        "flow",
        "goods_code",
        "hs_edition",
        "month",
        "months",
        "currency",
        "unit",
        "publisher",
        "basis",
    ),
)

CODE_LISTS = TableSpec(
    "code_lists",
    "one goods code on a control, ban or priority list",
    (
        *PROVENANCE,
        Column("authority", "text", "jurisdiction: EU, US, KR, TW ... or CHPL"),
        Column("list", "text", "name of the list"),
        Column("goods_code", "text", "digits only; covers its subdivisions"),
        Column("hs_edition", "text", "HS2012, HS2017 or HS2022, where known"),
        Column("tier", "text", "tier or category, where the list has them"),
        Column("destinations", "text", "ISO alpha-2 codes joined by spaces"),
        Column("start", "date", "first day in force"),
        Column("end", "date", "first day no longer in force, null while it still is"),
        Column("citation", "text", "the legal or editorial source of this row"),
        Column("confidence", "text", "seen, derived or memory"),
    ),
    ("source_id", "member", "sheet", "authority", "list", "tier", "start", "end", "citation", "confidence"),
)

FX_RATES = TableSpec(
    "fx_rates",
    "a currency's dated rate",
    (
        *PROVENANCE,
        Column("currency", "text", "ISO 4217"),
        Column("per", "text", "ISO 4217 of the unit it is quoted in"),
        Column("rate", "float", "units of `currency` for one `per`"),
        Column("month", "date", "first day of the period"),
        Column("months", "int", "months it is the mean of; 0 for a single day"),
        Column("publisher", "text", "who published it"),
    ),
    ("source_id", "member", "sheet", "currency", "per", "publisher"),
)

REJECTS = TableSpec(
    "rejects",
    "a row that was not kept",
    (
        *PROVENANCE,
        Column("code", "text", "code of data/messages.toml, e.g. R-DATE"),
        Column("reason", "text", "what was seen, in a sentence"),
        Column("raw", "text", "the row's cells as a JSON list of texts"),
    ),
    ("source_id", "member", "sheet", "code", "reason"),
)

_WRITTEN = (
    Column("kind", "text", "company, person, vessel, aircraft, address or unknown"),
    Column("names", "texts", "names as written, the primary one first"),
    Column("name_roles", "texts", "of each name: primary, alias, former or weak"),
    Column("name_languages", "texts", "of each name: language or script code where given, else empty"),
    Column("identifiers", "texts", "numbers, each as `SCHEME|country|value`; country may be empty"),
    Column("addresses", "texts", "addresses as written"),
    Column("address_countries", "texts", "of each address: ISO alpha-2, or empty"),
    Column("contacts", "texts", "each as `phone:`, `email:` or `web:` and the text as written"),
    Column("countries", "texts", "nationality or registration, ISO alpha-2"),
)

LISTINGS = TableSpec(
    "listings",
    "one entry of a list in one snapshot of it",
    (
        *PROVENANCE,
        Column("authority", "text", "who decided: US-OFAC, US-BIS, EU, UK, UN ..."),
        Column("list", "text", "name of the list"),
        Column("format", "text", "id of the list format that read it"),
        Column("snapshot", "date", "day of the snapshot"),
        Column("snapshot_stated", "bool", "the publisher states that day; else it is the day the file was added"),
        Column("entry_id", "text", "the publisher's id"),
        *_WRITTEN,
        Column("births", "texts", "days or years of birth, ISO texts of any length"),
        Column("programmes", "texts", "programmes, regulations, licence policies"),
        Column("listed_on", "date", "first day in force"),
        Column("delisted_on", "date", "first day no longer in force, null while it is"),
        Column("remarks", "text", "the publisher's remarks"),
        Column("links", "text", "JSON list of relations to other entries and names; null when none"),
        Column("citation", "text", "notice or journal number"),
        Column("more", "text", "JSON object of what else the publisher says; null when nothing"),
    ),
    ("source_id", "member", "sheet", "authority", "list", "format", "snapshot", "snapshot_stated", "kind", "listed_on"),
)

REGISTER_RECORDS = TableSpec(
    "register_records",
    "a company or person as a register has it",
    (
        *PROVENANCE,
        Column("register", "text", "EGRUL, GLEIF, UK-PSC, BODS or who published it"),
        Column("snapshot", "date", "day the publisher says the file was made"),
        Column("record_id", "text", "the register's own id"),
        *_WRITTEN,
        Column("born", "text", "year and month of birth at most"),
        Column("status", "text", "active, dissolved or unknown"),
        Column("founded_on", "date", "first day"),
        Column("dissolved_on", "date", "first day it no longer existed"),
        Column("activities", "texts", "codes of activity, as written"),
        Column("personal", "bool", "describes a natural person"),
        Column("more", "text", "JSON object of what else the register says; null when nothing"),
    ),
    ("source_id", "member", "sheet", "register", "snapshot", "kind", "status", "personal"),
)


def _end(of: str) -> tuple[Column, ...]:
    return (
        Column(f"{of}_record", "text", f"the register's id of the {of}, where it has one"),
        Column(f"{of}_identifier", "text", f"number of the {of} as `SCHEME|country|value`"),
        Column(f"{of}_name", "text", f"name of the {of}, as written"),
        Column(f"{of}_country", "text", f"country of the {of}, ISO alpha-2"),
    )


RELATIONS = TableSpec(
    "relations",
    "who owns, directs or controls whom; the owner is the subject",
    (
        *PROVENANCE,
        Column("register", "text", "which register says so"),
        Column("snapshot", "date", "day the publisher says the file was made"),
        *_end("subject"),
        *_end("object"),
        Column("kind", "text", "shares, votes, appoints_board, controls, directs, represents, family ..."),
        Column("low", "text", "least share from 0 to 1 as an exact fraction, e.g. 1/3; null where none is recorded"),
        Column("high", "text", "greatest share; equal to low where it is known exactly"),
        Column("low_excluded", "bool", "the share is more than low, not low itself"),
        Column("high_excluded", "bool", "the share is less than high, not high itself"),
        Column("direct", "bool", "held directly; null where the register does not say"),
        Column("start", "date", "first day"),
        Column("end", "date", "first day it no longer held"),
        Column("recorded_on", "date", "day of the entry in the register"),
        Column("note", "text", "the register's own words"),
        Column("treasury", "bool", "the company holds its own shares"),
    ),
    ("source_id", "member", "sheet", "register", "snapshot", "kind", "direct", "treasury", "note"),
)

CODE_BOOKS = TableSpec(
    "code_books",
    "one table of a published nomenclature as a whole",
    (
        *PROVENANCE,
        Column("book", "text", "file, with the sheet where there are several"),
        Column("format", "text", "id of the format that read it"),
        Column("edition", "text", "HS1992 ... HS2022, or TNVED, HSK, CN ..."),
        Column("lengths", "texts", "numbers of digits of which it lists all codes"),
        Column("start", "date", "first day it speaks of, null where it does not say"),
        Column("end", "date", "first day it does not speak of any more, null where it does not say"),
        Column("publication", "text", "publisher and date, for the reader"),
    ),
    ("source_id", "member", "sheet", "book", "format", "edition"),
)

CODE_LINES = TableSpec(
    "code_lines",
    "one text of one code of a nomenclature",
    (
        *PROVENANCE,
        Column("edition", "text", "as in `code_books`"),
        Column("line", "int", "number of the line in its book: a line has one row for each of its texts"),
        Column("code", "text", "digits only, leading zeros kept"),
        Column("language", "text", "en, ru, ko ...; null for a line without a text"),
        Column("text", "text", "as published"),
        Column("start", "date", "first day of validity, null where the file says nothing"),
        Column("end", "date", "first day no longer valid, null while it is"),
    ),
    ("source_id", "member", "sheet", "edition", "language", "start", "end"),
)

CODE_CORRELATIONS = TableSpec(
    "code_correlations",
    "goods of a code of one edition are, in part or whole, in a code of the next",
    (
        *PROVENANCE,
        Column("older", "text", "the older edition, e.g. HS2017"),
        Column("newer", "text", "the newer edition"),
        Column("before", "text", "six digits in the older edition"),
        Column("after", "text", "six digits in the newer one"),
        Column("relation", "text", "as published: 1:1, 1:n, n:1 or n:n"),
    ),
    ("source_id", "member", "sheet", "older", "newer", "relation"),
)

TABLES: dict[str, TableSpec] = {
    table.name: table
    for table in (
        *(ITEMS, STATISTICS, CODE_LISTS, FX_RATES, LISTINGS, REGISTER_RECORDS, RELATIONS),
        *(CODE_BOOKS, CODE_LINES, CODE_CORRELATIONS, *RECORD_KINDS, REJECTS),
    )
}
