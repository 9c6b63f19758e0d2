"""What the lists of the United Kingdom share: names in six parts, and entries written over several rows."""

import re
from collections.abc import Callable, Iterable

from enduse.model.listing import EntityKind, NameRole
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.europe_numbers import contacts_in, identifiers_in, scheme_of
from enduse.sources.list_parts.places import nation_of, nations_in
from enduse.text.countries import country_code

LICENCE = "Open Government Licence v3.0"
NAME_COLUMNS = tuple(f"Name {it}" for it in (1, 2, 3, 4, 5, 6))

_NUMBERED = re.compile(r"\s*(?:\(\d+\)|\b\d+\)|\([a-z]\)|\b[a-z]\))\s*")
_DIGITS = re.compile(r"(?=[^\s,;]*\d)[A-Z0-9][A-Z0-9./-]{4,}", re.IGNORECASE)
_ISSUED = re.compile(r"\b(?:issue|expir|valid|revoked|dated).*$", re.IGNORECASE | re.DOTALL)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_KINDS: dict[str, EntityKind] = {"individual": "person", "entity": "company", "ship": "vessel"}


def kind_of(text: str) -> EntityKind:
    """The kind that ``Individual``, ``Entity`` or ``Ship`` means."""
    return _KINDS.get(text.strip().casefold(), "unknown")


def whole_name(say: Callable[[str], str]) -> str:
    """The name in the order in which it is spoken: parts 1 to 5, then part 6, which is a firm's whole name."""
    return " ".join(it.strip() for column in NAME_COLUMNS if (it := say(column)))


def role_of(kind: str, strength: str = "") -> NameRole:
    """The role that the kind of name and the strength of an alias mean."""
    word, quality = kind.strip().casefold(), strength.strip().casefold()
    if word in ("primary name", "prime alias"):
        return "primary"
    if word in ("fka", "formerly known as") or "former" in word:
        return "former"
    return "weak" if quality in ("weak", "low") or quality.startswith("low quality") else "alias"


def add_nationalities(draft: EntryDraft, text: str, word: str) -> None:
    """The nationalities of a cell, which may number several; what names none is noted."""
    codes = nations_in(text)
    draft.countries.update(dict.fromkeys(codes))
    if not codes:
        draft.note(word, text)


def add_numbers(draft: EntryDraft, label: str, text: str) -> None:
    """The numbers of a cell of free text; the cell itself is noted whole."""
    for piece in _NUMBERED.split(text):
        plain = _ISSUED.sub("", _IN_BRACKETS.sub(" ", piece))
        country = next((code for it in _IN_BRACKETS.findall(piece) if (code := _place(it))), "")
        scheme = scheme_of(plain)
        for found in _DIGITS.findall(plain)[:1]:
            draft.number(plain if scheme not in ("OTHER", "PASSPORT") else label, found.strip(" ./-"), country)
    draft.note(label, text)


def add_remark(draft: EntryDraft, text: str) -> None:
    """A remark, and the numbers and contacts that it names."""
    draft.remark(text)
    draft.identifiers.update(dict.fromkeys(identifiers_in(text)))
    draft.contacts.update(dict.fromkeys(contacts_in(text)))


def add_births(draft: EntryDraft, texts: Iterable[str], word: str) -> None:
    """Dates of birth, each in a cell of its own."""
    for text in texts:
        if text.strip():
            draft.birth(text, word)


def _place(text: str) -> str:
    return nation_of(text) or next((code for it in text.split() if len(it) > 3 and (code := country_code(it))), "")
