"""What the lists of the United Kingdom share: names in six parts, and entries written over several rows."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from enduse.model.listing import EntityKind, Link, NameRole
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.europe_numbers import contacts_in, identifiers_in, scheme_of
from enduse.sources.list_parts.europe_table import pieces_of
from enduse.sources.list_parts.places import nation_of, nations_in
from enduse.text.countries import country_code

LICENCE = "Open Government Licence v3.0"
NAME_COLUMNS = tuple(f"Name {it}" for it in (1, 2, 3, 4, 5, 6))

_NUMBERED = re.compile(r"\s*(?:\(\d+\)|\b\d+\)|\([a-z]\)|\b[a-z]\))\s*")
_DIGITS = re.compile(r"(?=[^\s,;]*\d)[A-Z0-9][A-Z0-9./-]{4,}", re.IGNORECASE)
_ISSUED = re.compile(r"\b(?:issue|expir|valid|revoked|dated).*$", re.IGNORECASE | re.DOTALL)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_FACTS = (
    ("number", "national id"),
    ("number", "passport"),
    ("plain", "registration"),
    ("plain", "imo"),
    ("plain", "hull identification"),
    ("link", "owned_by"),
    ("link", "owner_of"),
    ("link", "owned_by"),
    ("link", "linked"),
    ("contact", "phone"),
    ("contact", "email"),
    ("contact", "web"),
)
UNSTATED = "Measures not stated"
"""The programme of an entry of which the list does not say what is imposed."""
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


def add_law(draft: EntryDraft, regimes: Iterable[str], measures: Iterable[str]) -> None:
    """The regime and what it imposes, ``Asset freeze|Travel Ban``, as programmes.

    Not everybody on the list has its assets frozen, and what is owned by the others is not frozen with them: that
    nothing is stated is told, too.
    """
    imposed = [piece for text in measures for piece in pieces_of(text, "|")]
    for text in (*regimes, *(imposed or [UNSTATED])):
        draft.programme(text)


@dataclass(frozen=True)
class UkWords:
    """What a format calls the facts that all of them have.

    Attributes:
        numbers: Its columns or elements of free text with numbers: to the kind of number.
        plain_numbers: Those that hold numbers only.
        links: Those that name other parties: to the relation.
        contacts: Those with contacts: to the kind.
    """

    numbers: Mapping[str, str]
    plain_numbers: Mapping[str, str]
    links: Mapping[str, str]
    contacts: Mapping[str, str]

    @property
    def all(self) -> frozenset[str]:
        """Every word."""
        return frozenset((*self.numbers, *self.plain_numbers, *self.links, *self.contacts))


def uk_words(words: Sequence[str]) -> UkWords:
    """The words of a format, given in the order of ``_FACTS``."""
    named = dict(zip(words, _FACTS, strict=True))

    def of(kind: str) -> dict[str, str]:
        return {word: meaning for word, (group, meaning) in named.items() if group == kind}

    return UkWords(of("number"), of("plain"), of("link"), of("contact"))


def add_facts(draft: EntryDraft, words: UkWords, texts: Callable[[str], Iterable[str]]) -> None:
    """Numbers, links and contacts; ``texts`` gives what stands under a word of the format."""
    for word, label in words.numbers.items():
        for text in filter(None, texts(word)):
            add_numbers(draft, label, text)
    for word, label in words.plain_numbers.items():
        for text in texts(word):
            draft.numbers(label, text)
    for word, relation in words.links.items():
        names = (name for text in texts(word) for name in pieces_of(text))
        draft.links.update(dict.fromkeys(Link(relation, name=name, note=word) for name in names))
    for word, kind in words.contacts.items():
        for text in texts(word):
            draft.contact(kind, text)


def add_births(draft: EntryDraft, texts: Iterable[str], word: str) -> None:
    """Dates of birth, each in a cell of its own."""
    for text in texts:
        if text.strip():
            draft.birth(text, word)


def _place(text: str) -> str:
    return nation_of(text) or next((code for it in text.split() if len(it) > 3 and (code := country_code(it))), "")
