"""A table of owners whose headers say by themselves what they mean: the mapping that its user need not write."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from enduse.model.relation import RelationKind
from enduse.sources.lists import ListFile
from enduse.sources.reading.first_lines import first_lines
from enduse.sources.register_parts.mapping import TableMapping
from enduse.text.headers import header_key

Status = Literal["active", "dissolved", "unknown"]
_SCHEMES = ("inn", "ogrn", "uscc", "lei")
# Of an owner, who may be a person, only what tells it apart.
_OF_OWNERS = frozenset({"number", *_SCHEMES, "country", "kind", "born"})
_TELLING = ("share", "votes", "kind")


def mapping_of_headers(file: ListFile) -> TableMapping | None:
    """The mapping that the first line of a CSV file tells; None where it does not tell who owns what.

    It must name a company, and an owner with a share, votes or the kind of the relation, or a director beside further
    facts on the company: a table with less is as likely something else.
    """
    first = first_lines(file.head())
    if first is None or not first.rows:
        return None
    header = first.rows[0]
    meant = meaning_of(header)
    if "owner" not in meant and "kind" in meant and "director" in meant:
        # Of people whose part a column of its own tells, directors are only the best known.
        meant["owner"] = meant.pop("director")
    directed = "director" in meant and any(it.startswith("owned_") for it in meant)
    held = "owner" in meant and any(it in meant for it in _TELLING)
    if "owned" not in meant or not (held or directed):
        return None
    return _mapping(file.name.partition(".")[0], meant, (first.delimiter, first.codec))


def meaning_of(header: Sequence[str]) -> dict[str, str]:
    """Our words of ``COLUMNS`` to the headers that mean them; a number of a known scheme is ``owned_number:INN``.

    >>> meaning_of(["company", "id", "related", "related_id", "share"])
    {'owned': 'company', 'owned_number': 'id', 'owner': 'related', 'owner_number': 'related_id', 'share': 'share'}
    """
    found: dict[str, str] = {}
    for text in header:
        word = _word_of(_key(text))
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


def _word_of(key: str) -> str:
    """Our word for a header key, "" where there is none; a key that would mean two things means the surest."""
    lexicon = _lexicon()
    return lexicon.sure.get(key) or _composed_word(key) or lexicon.alone.get(key, "")


@dataclass(frozen=True)
class _Lexicon:
    """Header keys of the bundled table, ready to be looked up.

    Attributes:
        sure: Keys that mean one of our words by themselves.
        alone: Details that stand without an owner or an owned company: of the company.
        details: Keys of details to the words they may mean, by their place in the table.
        roles: Keys that say whose detail it is.
    """

    sure: Mapping[str, str]
    alone: Mapping[str, str]
    details: Mapping[str, tuple[tuple[int, str], ...]]
    roles: Mapping[str, frozenset[str]]


@cache
def _lexicon() -> _Lexicon:
    table = _table()
    details = {word: _keys(names) for word, names in table["details"].items()}
    sure = [(role, _keys(table[role])) for role in ("owner", "owned", "director")]
    sure += [(word, _keys(names)) for word, names in table["relation"].items()]
    # "type" alone may be of either, "born" only of a person.
    alone = [(_detail("owned", word), keys) for word, keys in details.items() if word not in ("kind", "born")]
    meant: dict[str, list[tuple[int, str]]] = {}
    for place, (word, keys) in enumerate(details.items()):
        for key in keys:
            meant.setdefault(key, []).append((place, word))
    roles = {role: frozenset([*_keys(table[role]), *_keys(table["forms"][role])]) for role in ("owner", "owned")}
    return _Lexicon(_first(sure), _first(alone), {key: tuple(it) for key, it in meant.items()}, roles)


def _first(meanings: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Header key to our word; a key that would mean two things keeps the first."""
    found: dict[str, str] = {}
    for word, keys in meanings:
        for key in keys:
            found.setdefault(key, word)
    return found


def _composed_word(key: str) -> str:
    """Such as "owner id" and "ИНН учредителя": the key is cut, for there are far more such keys than anybody writes."""
    lexicon = _lexicon()
    cuts = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    for role, parts in lexicon.roles.items():
        met = {
            it
            for left, right in cuts
            for whose, what in ((left, right), (right, left))
            if whose in parts
            for it in lexicon.details.get(what, ())
            if role == "owned" or it[1] in _OF_OWNERS
        }
        if met:
            return _detail(role, min(met)[1])
    return ""


def _keys(names: Iterable[str]) -> list[str]:
    return [header_key(it) for it in names]


def _detail(role: str, word: str) -> str:
    return f"{role}_number:{word.upper()}" if word in _SCHEMES else f"{role}_{word}"


def _key(text: str) -> str:
    key = header_key(text)
    return key.partition("[")[0] if key.endswith("[%]") else key.removesuffix("%").removeprefix("%")


def kind_of(word: str, kinds: Mapping[str, RelationKind]) -> tuple[RelationKind, str]:
    """What a word of the column of relations means, and the name that stands in it behind a colon.

    >>> kind_of("wife_of: Anna Beispiel", {"wife of": "family"})
    ('family', 'Anna Beispiel')
    """
    plain, mark, name = word.partition(":")
    spellings = (word, plain, plain.replace("_", " "), plain.replace("_", " ").removesuffix(" of"))
    for text in map(_folded, spellings):
        if found := kinds.get(text):
            return found, name.strip() if mark else ""
    return ("linked" if word else "shares"), ""


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def status_of(text: str) -> Status:
    """``active``, ``dissolved`` or ``unknown``, from the word in a column of states."""
    table: Mapping[Status, Sequence[str]] = _table()["status"]
    return next((state for state, words in table.items() if _folded(text) in words), "unknown")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("enduse.data") / "owner_headers.toml").read_text(encoding="utf-8"))
