"""FollowTheMoney schemata and properties that tell of parties and relations, as our words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from enduse.model.listing import EntityKind
from enduse.model.relation import RelationKind
from enduse.sources.ftm_words import ENDS
from enduse.sources.ftm_words import SCHEMES as NUMBER_SCHEMES
from enduse.sources.register_parts.fields import text_at, texts_at

KINDS: Mapping[str, EntityKind] = {
    "Person": "person",
    "Company": "company",
    "Organization": "company",
    "PublicBody": "company",
    # A legal entity may be a person, too.
    "LegalEntity": "unknown",
    "Asset": "unknown",
    "Thing": "unknown",
    "Vessel": "vessel",
    "Airplane": "aircraft",
}


@dataclass(frozen=True)
class Edge:
    """A schema that links two parties.

    Attributes:
        subject: Property of the owner, director, parent.
        object: Property of the owned.
        kind: Ours.
    """

    subject: str
    object: str
    kind: RelationKind


_KINDS_OF_EDGES: Mapping[str, RelationKind] = {
    "Ownership": "shares",
    "Directorship": "directs",
    "Family": "family",
    "Representation": "represents",
    "Succession": "successor",
}


def _edge(schema: str) -> Edge:
    one, other = ENDS[schema]
    # Ours goes from the successor to whom it follows.
    ends = (other, one) if schema == "Succession" else (one, other)
    return Edge(*ends, _KINDS_OF_EDGES.get(schema, "linked"))


EDGES: Mapping[str, Edge] = {it: _edge(it) for it in ENDS}
SCHEMES: Mapping[str, str] = {**NUMBER_SCHEMES, "bvdId": "OTHER", "opencorporatesUrl": "OTHER"}


def values(entity: Mapping[str, Any], *names: str) -> Iterator[str]:
    """The texts of these properties, each once; of a nested entity its id."""
    seen: set[str] = set()
    properties = entity.get("properties")
    for name in names:
        given = properties.get(name) if isinstance(properties, Mapping) else None
        for one in given if isinstance(given, list) else [given]:
            text = text_at(one, "id") if isinstance(one, Mapping) else text_at(one)
            if text and text not in seen:
                seen.add(text)
                yield text


def datasets(entity: Mapping[str, Any]) -> str:
    """Where the entity comes from."""
    return " ".join(texts_at(entity, "datasets"))
