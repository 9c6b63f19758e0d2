"""Who of the lists may be the entity of a query."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enduse.api.entities import Json, entry_json
from enduse.api.holding import Holding
from enduse.screen.ftm_model import comparable, descendants
from enduse.screen.ftm_query import query_of
from enduse.screen.screener import MATCH, Hit

ALGORITHM = "enduse"
LEAST = 0.5
"""Answers below this score are given only where a lower one is asked for; yente leaves out all below its threshold."""
_FLOOR = 0.1


@dataclass(frozen=True)
class Wanted:
    """Which entries may answer, and how many.

    Attributes:
        scope: Datasets.
        exclude_schema: Schemata whose entities are left out, those that extend them, too.
        exclude_ids: Entities that are left out.
        topics: Only entities with one of these; empty: all.
        changed_since: ISO 8601; entries that are known not to have changed since are left out.
        limit: At most so many.
        threshold: From here on an answer is called a match.
        cutoff: Below it none is given.
    """

    scope: frozenset[str]
    exclude_schema: tuple[str, ...] = ()
    exclude_ids: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    changed_since: str = ""
    limit: int = 5
    threshold: float = MATCH
    cutoff: float = LEAST


def match_entity(holding: Holding, schema: str, properties: Mapping[str, object], wanted: Wanted) -> Json:
    """The answer to one query as yente gives it: results, the likeliest first, and how many there are in all."""
    found = hits_of(holding, schema, properties, wanted)
    return {
        "status": 200,
        "results": [_scored(holding, at, hit, wanted.threshold) for at, hit in found[: wanted.limit]],
        "total": {"value": len(found), "relation": "eq"},
        "query": {"schema": schema, "properties": _lists(properties)},
    }


def hits_of(holding: Holding, schema: str, properties: Mapping[str, object], wanted: Wanted) -> list[tuple[int, Hit]]:
    """Entries that may be the entity, with their positions, the likeliest first."""
    query = query_of(schema, properties)
    if not wanted.scope or not (query.names or query.identifiers or query.addresses or query.contacts):
        return []
    least = max(_FLOOR, wanted.cutoff)
    hits = holding.screener_of(wanted.scope).hits(query, holding.day, least)
    gone = frozenset(name for it in wanted.exclude_schema for name in descendants(it))
    # A listed address concerns whoever has it, so such entries answer whatever is looked for.
    allowed = (comparable(schema) | {"Address"}) - gone
    placed = [(holding.entries.place_of(hit.listed), hit) for hit in hits]
    return [(at, hit) for at, hit in placed if _fits(holding, at, allowed, wanted)]


def is_match(hit: Hit, threshold: float) -> bool:
    """At or above the threshold, and not known to be listed only later or no longer."""
    return hit.score >= threshold and hit.standing in ("listed", "unknown")


def explained(hit: Hit) -> Json:
    """Why, in the form of yente's features."""
    return {
        ALGORITHM: {
            "detail": "; ".join(hit.reasons),
            "score": hit.score,
            "query": None,
            "candidate": hit.name or None,
        }
    }


def _scored(holding: Holding, at: int, hit: Hit, threshold: float) -> Json:
    return {
        **entry_json(holding, at),
        "score": hit.score,
        "match": is_match(hit, threshold),
        "explanations": explained(hit),
    }


def _fits(holding: Holding, at: int, allowed: frozenset[str], wanted: Wanted) -> bool:
    card = holding.cards[at]
    return (
        card.schema in allowed
        and card.dataset in wanted.scope
        and card.id not in wanted.exclude_ids
        and (not wanted.topics or not wanted.topics.isdisjoint(holding.topics(at)))
        and not (wanted.changed_since and card.changed and card.changed < wanted.changed_since[:10])
    )


def _lists(properties: Mapping[str, object]) -> dict[str, list[Any]]:
    return {name: list(it) if isinstance(it, list | tuple) else [it] for name, it in properties.items()}
