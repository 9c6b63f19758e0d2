"""Entries that a person looks for with a few words, with counts by country, topic and list."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from enduse.api.entities import Json, entry_json
from enduse.api.holding import Holding
from enduse.api.labels import country_label, topic_label
from enduse.errors import UsageError
from enduse.screen.ftm_model import descendants, schemata
from enduse.screen.signs import Query

Facet = Literal["datasets", "schema", "countries", "identifiers", "topics", "genders"]
Operator = Literal["AND", "OR"]
_MOST_VALUES = 300
_LABELS = {
    "datasets": "Data sources",
    "schema": "Entity types",
    "countries": "Countries",
    "identifiers": "Identifiers",
    "topics": "Topics",
    "genders": "Genders",
}


@dataclass(frozen=True)
class Sought:
    """What is looked for.

    Attributes:
        text: A few words; empty: everything.
        schema: Entities of it and of what extends it.
        scope: Datasets.
        exclude_schema: Schemata that are left out, with what extends them.
        countries: ISO alpha-2, lower case; together as ``operator`` says, as ``topics`` and ``datasets``.
        topics: Of FollowTheMoney.
        datasets: Names of lists.
        operator: Of several values of one of these three.
        filters: ``field:value``, each of them.
        changed_since: ISO 8601.
        fuzzy: Also names that are only alike.
        target: False finds nothing, for every entry of a list is a target.
    """

    text: str
    schema: str
    scope: frozenset[str]
    exclude_schema: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    operator: Operator = "OR"
    filters: tuple[str, ...] = ()
    changed_since: str = ""
    fuzzy: bool = False
    target: bool | None = None


@dataclass(frozen=True)
class Page:
    """Which part of the answer is given.

    Attributes:
        limit: At most so many.
        offset: After so many.
        sort: ``field:asc`` or ``field:desc``, the first the weightiest; none: the nearest first.
        facets: What is counted over the whole answer.
    """

    limit: int = 10
    offset: int = 0
    sort: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ("countries", "topics", "datasets")


def search(holding: Holding, sought: Sought, page: Page) -> Json:
    """The answer as yente gives it.

    Raises:
        UsageError: ``E-SERVE-FIELD``: a field that cannot be sorted or filtered by.
    """
    found = _sorted(holding, found_by(holding, sought), sought.text, page.sort)
    return {
        "limit": page.limit,
        "offset": page.offset,
        "total": {"value": len(found), "relation": "eq"},
        "results": [entry_json(holding, at) for at in found[page.offset : page.offset + page.limit]],
        "facets": {it: facet(holding, it, found) for it in dict.fromkeys(page.facets)},
    }


def found_by(holding: Holding, sought: Sought) -> list[int]:
    """Positions of the entries that fit, those that are only alike in name last."""
    found = holding.words.find(sought.text).tolist()
    if sought.fuzzy and sought.text.strip():
        hits = holding.screener_of(sought.scope).hits(Query((sought.text,)), holding.day)
        found = list(dict.fromkeys([*found, *(holding.entries.place_of(it.listed) for it in hits)]))
    fits = _test(holding, sought)
    return [at for at in found if fits(at)]


def facet(holding: Holding, name: Facet, found: Iterable[int]) -> Json:
    """How often each value occurs, the most frequent first."""
    counted: Counter[str] = Counter(value for at in found for value in _values(holding, name, at))
    label: Callable[[str], str] = {
        "countries": country_label,
        "topics": topic_label,
        "datasets": lambda it: holding.snapshots[it].name,
        "schema": lambda it: schemata()[it].plural,
    }.get(name, str)
    ordered = sorted(counted.items(), key=lambda it: (-it[1], it[0]))[:_MOST_VALUES]
    return {
        "label": _LABELS[name],
        "values": [{"name": value, "label": label(value), "count": number} for value, number in ordered],
    }


def _test(holding: Holding, sought: Sought) -> Callable[[int], bool]:
    allowed = descendants(sought.schema) - {name for it in sought.exclude_schema for name in descendants(it)}
    filters = [_filter(holding, it) for it in sought.filters]

    def fits(at: int) -> bool:
        card = holding.cards[at]
        return (
            card.dataset in sought.scope
            and card.schema in allowed
            and sought.target is not False
            and _several(sought.countries, card.countries, sought.operator)
            and _several(sought.topics, holding.topics(at), sought.operator)
            and _several(sought.datasets, (card.dataset,), sought.operator)
            and not (sought.changed_since and card.changed and card.changed < sought.changed_since[:10])
            and all(it(at) for it in filters)
        )

    return fits


def _several(wanted: Sequence[str], has: Sequence[str], operator: Operator) -> bool:
    if not wanted:
        return True
    return all(it in has for it in wanted) if operator == "AND" else any(it in has for it in wanted)


def _filter(holding: Holding, text: str) -> Callable[[int], bool]:
    field, colon, value = text.partition(":")
    wanted = value.strip().strip('"').casefold()
    if colon and field in ("countries", "topics", "datasets", "schema", "identifiers", "genders"):
        return lambda at: wanted in (it.casefold() for it in _values(holding, field, at))
    name = field.removeprefix("properties.")
    if not colon or not any(name in it.properties for it in schemata().values()):
        raise UsageError(
            f"{text!r} is no filter that is known. Write field:value, where the field is countries, topics, datasets, "
            "schema or properties.NAME of FollowTheMoney.",
            code="E-SERVE-FIELD",
        )
    return lambda at: any(
        it.casefold().startswith(wanted) for it in entry_json(holding, at)["properties"].get(name, ())
    )


def _values(holding: Holding, name: str, at: int) -> Sequence[str]:
    card = holding.cards[at]
    if name == "countries":
        return card.countries
    if name == "topics":
        return holding.topics(at)
    if name == "identifiers":
        return [it.value for it in holding.entries[at].entry.identifiers]
    if name == "genders":
        return entry_json(holding, at)["properties"].get("gender", [])  # type: ignore[no-any-return]
    return (card.dataset,) if name == "datasets" else (card.schema,)


def _sorted(holding: Holding, found: list[int], text: str, sort: Sequence[str]) -> list[int]:
    if not sort:
        return sorted(found, key=lambda at: _distance(holding, at, text)) if text.strip() else found
    for it in reversed(sort):
        field, _, order = it.partition(":")
        found = sorted(found, key=_sort_key(holding, field), reverse=order == "desc")
    return found


def _distance(holding: Holding, at: int, text: str) -> tuple[bool, int]:
    """A name that is the text comes first, then the shortest: the words are the larger part of it."""
    names = [it.text for it in holding.entries[at].entry.names] or [holding.cards[at].id]
    wanted = text.strip().casefold()
    return not any(it.casefold() == wanted for it in names), min(map(len, names))


def _sort_key(holding: Holding, field: str) -> Callable[[int], str]:
    cards = holding.cards
    known: dict[str, Callable[[int], str]] = {
        "id": lambda at: cards[at].id,
        "schema": lambda at: cards[at].schema,
        "datasets": lambda at: cards[at].dataset,
        "last_change": lambda at: cards[at].changed,
        "last_seen": lambda at: holding.snapshots[cards[at].dataset].on.isoformat(),
        "first_seen": lambda at: "",
    }
    for name in ("caption", "name", "properties.name"):
        known[name] = lambda at: next((it.text.casefold() for it in holding.entries[at].entry.names), "")
    if field not in known:
        raise UsageError(
            f"Entities cannot be sorted by {field!r}. Sort by one of {', '.join(sorted(known))}, with :asc or :desc.",
            code="E-SERVE-FIELD",
        )
    return known[field]
