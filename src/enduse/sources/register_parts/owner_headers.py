"""A table of owners whose headers say by themselves what they mean: the mapping that its user need not write."""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from enduse.sources.lists import ListFile
from enduse.sources.reading.encoding import encoding_of
from enduse.sources.register_parts.mapping import TableMapping
from enduse.text.headers import header_key

Status = Literal["active", "dissolved", "unknown"]
_DELIMITERS = ",;\t|"
_SCHEMES = ("inn", "ogrn", "uscc", "lei")
# Of an owner, who may be a person, only what tells it apart.
_OF_OWNERS = frozenset({"number", *_SCHEMES, "country", "kind", "born"})
_TELLING = ("share", "votes", "kind")


def mapping_of_headers(file: ListFile) -> TableMapping | None:
    """The mapping that the first line of a CSV file tells; None where it does not tell who owns what.

    It must name an owner and an owned company, and a share, votes or the kind of the relation: a table with less is
    as likely something else.
    """
    head = file.head()
    whole = head[: head.rfind(b"\n") + 1] or head
    if b"\0" in whole or not whole.strip():
        return None
    found = encoding_of(whole, whole.count(b"\n")).codec
    codec = "utf-8-sig" if found == "utf-8" else found
    line = whole.decode(codec, "replace").partition("\n")[0].strip("\r")
    delimiter = max(_DELIMITERS, key=line.count)
    try:
        header = [it.strip() for it in next(csv.reader([line], delimiter=delimiter, strict=True), [])]
    except csv.Error:
        return None
    meant = meaning_of(header)
    if not {"owner", "owned"} <= meant.keys() or not any(it in meant for it in _TELLING):
        return None
    return _mapping(file.name.partition(".")[0], meant, (delimiter, codec))


def meaning_of(header: Sequence[str]) -> dict[str, str]:
    """Our words of ``COLUMNS`` to the headers that mean them; a number of a known scheme is ``owned_number:INN``.

    >>> meaning_of(["company", "id", "related", "related_id", "share"])
    {'owned': 'company', 'owned_number': 'id', 'owner': 'related', 'owner_number': 'related_id', 'share': 'share'}
    """
    found: dict[str, str] = {}
    for text in header:
        word = _words().get(_key(text), "")
        # A header that stands twice means nothing for certain.
        if word and header.count(text) == 1:
            found.setdefault(word, text)
    return found


def _mapping(name: str, meant: Mapping[str, str], form: tuple[str, str]) -> TableMapping:
    columns: dict[str, str] = {}
    schemes: dict[str, str] = {}
    for word, text in meant.items():
        plain, _, scheme = word.partition(":")
        # The number of a scheme goes before one of none.
        if plain not in columns or (scheme and plain not in schemes):
            columns[plain] = text
            if scheme:
                schemes[plain] = scheme
    table = _table()
    kinds = {word.casefold(): kind for kind, words in table["kinds"].items() for word in words}
    persons = frozenset(it.casefold() for it in table["persons"]["words"])
    # Our vocabulary says "25" for a quarter; who writes 0.25 is asked for a mapping.
    return TableMapping(name, columns, schemes, kinds, persons, form[0], form[1])


@cache
def _words() -> Mapping[str, str]:
    """Header key to our word; a word that would mean two things keeps the first."""
    found: dict[str, str] = {}
    for word, names in _meanings():
        for name in names:
            found.setdefault(header_key(name), word)
    return found


def _meanings() -> Iterator[tuple[str, Iterable[str]]]:
    """Our words and the headers that mean them, the surest first."""
    table = _table()
    details: Mapping[str, Sequence[str]] = table["details"]
    yield from ((role, table[role]) for role in ("owner", "owned"))
    yield from table["relation"].items()
    for word, names in details.items():
        if word in _OF_OWNERS:
            yield _detail("owner", word), _composed(table["owner"], names)
        yield _detail("owned", word), _composed(table["owned"], names)
    # "type" alone may be of either, "born" only of a person.
    yield from ((_detail("owned", word), names) for word, names in details.items() if word not in ("kind", "born"))


def _composed(fronts: Sequence[str], backs: Sequence[str]) -> Iterator[str]:
    """Such as "owner id" and "ИНН учредителя": Russian puts the holder behind, in the genitive."""
    for front in fronts:
        for back in backs:
            yield f"{front} {back}"
            yield from (f"{back} {ending}" for ending in _GENITIVES.get(front, ()))


_GENITIVES: Mapping[str, tuple[str, ...]] = {
    "владелец": ("владельца",),
    "собственник": ("собственника",),
    "учредитель": ("учредителя",),
    "участник": ("участника",),
    "акционер": ("акционера",),
    "компания": ("компании",),
    "организация": ("организации",),
    "общество": ("общества",),
}


def _detail(role: str, word: str) -> str:
    return f"{role}_number:{word.upper()}" if word in _SCHEMES else f"{role}_{word}"


def _key(text: str) -> str:
    key = header_key(text)
    return key.partition("[")[0] if key.endswith("[%]") else key.removesuffix("%").removeprefix("%")


def status_of(text: str) -> Status:
    """``active``, ``dissolved`` or ``unknown``, from the word in a column of states."""
    table: Mapping[Status, Sequence[str]] = _table()["status"]
    return next((state for state, words in table.items() if text.casefold() in words), "unknown")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("enduse.data") / "owner_headers.toml").read_text(encoding="utf-8"))
