"""What every format of the EU's consolidated list of financial sanctions shares."""

import re
from collections.abc import Iterable

from enduse.model.listing import EntityKind, NameRole
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.europe_numbers import contacts_in, identifier_of, identifiers_in
from enduse.sources.list_parts.places import nation_of

LIST = "Consolidated Financial Sanctions"
PUBLISHER = "European Commission, DG FISMA"
LICENCE = "reuse allowed (Decision 2011/833/EU, CC BY 4.0)"
ENTRY_IDS = (
    "Entry ids are the logical ids, which all formats of this list share and which stay; the EU reference number "
    "(EU.27.28) is kept beside them. `listed_on` is the earliest date of a legal act that the entry still cites; the "
    "first listing can be older."
)

# "AD001095 (passport-National passport) [known to be expired](remark)"
_NUMBER = re.compile(r"^(?P<value>.*?)\s*\((?P<code>[a-z]+)-(?P<kind>[^()]*)\)\s*(?P<rest>.*)$", re.DOTALL)
_LABEL_BEFORE = re.compile(r"^(?:SSN|Passport|Ration Card)\s*(?:no\.?|number)?\s*:?\s*(?=\S*\d)", re.IGNORECASE)
_LOW = re.compile(r"\blow? quality", re.IGNORECASE)


def kind_of(code: str) -> EntityKind:
    """The kind that ``P``, ``E``, ``person`` or ``enterprise`` means."""
    known: dict[str, EntityKind] = {"p": "person", "person": "person", "e": "company", "enterprise": "company"}
    return known.get(code.strip().casefold(), "unknown")


def new_draft(row: int, entry_id: str, kind: str) -> EntryDraft:
    """An entry of this list that is still empty."""
    return EntryDraft(row, "EU", LIST, entry_id, kind_of(kind))


def add_act(draft: EntryDraft, programme: str, title: str, published: str) -> None:
    """A legal act that the list cites for the entry or for a piece of it, with its day."""
    draft.programme(programme)
    draft.cite(title)
    draft.note("acts", " ".join(it for it in (title, published) if it))


def add_name(draft: EntryDraft, whole: str, parts: Iterable[str], language: str, weak: bool = False) -> None:
    """A name: the whole one, or its parts where the list gives only these; the first English one is the primary."""
    text, spoken = whole or " ".join(it for it in parts if it), language.strip().casefold()
    if not text:
        return
    # The list repeats a name in the languages of the Union and marks none as the first.
    first = spoken in ("", "en") and not any(it.role == "primary" for it in draft.names.values())
    role: NameRole = "weak" if weak else "primary" if first else "alias"
    draft.name(text, role, spoken)


def is_low_quality(remark: str) -> bool:
    """Does the remark on a name call it an alias of low quality?"""
    return bool(_LOW.search(remark))


def add_number(draft: EntryDraft, text: str, country: str) -> None:
    """A number in the old form, with its kind and remarks in brackets after it."""
    found = _NUMBER.match(text.strip())
    value = found["value"] if found else text.strip()
    label = f"{found['code']} {found['kind']}" if found and found["code"] != "other" else ""
    before = _LABEL_BEFORE.match(value)
    label, value = (f"{label} {before[0]}", value[before.end() :]) if before else (label, value)
    if any(it.isdigit() for it in value):
        draft.identifiers.update(dict.fromkeys(identifier_of(label, value, nation_of(country))))
    draft.note("identification", " ".join(text.split()))


def add_remark(draft: EntryDraft, text: str) -> None:
    """A remark, and the numbers and contacts that it names."""
    plain = text.replace("\\n", "\n").strip()
    draft.remark(plain)
    draft.identifiers.update(dict.fromkeys(identifiers_in(plain)))
    draft.contacts.update(dict.fromkeys(contacts_in(plain)))


def add_address(draft: EntryDraft, parts: Iterable[str], country: str, other: str) -> None:
    """An address; phones and numbers in its remark are taken out of it too."""
    known = [it for it in parts if it.strip()]
    if known or country.strip():
        draft.address(known, country)
    if plain := other.strip():
        draft.contacts.update(dict.fromkeys(contacts_in(plain.replace("[", " ").replace("]", " "))))
        draft.identifiers.update(dict.fromkeys(identifiers_in(plain)))
        draft.note("address remark", " ".join(plain.split()))
