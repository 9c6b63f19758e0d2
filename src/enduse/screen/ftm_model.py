"""The part of the FollowTheMoney model that lists need, and what it means to stand on a list in its words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class FtmProperty:
    """One property.

    Attributes:
        name: E.g. ``"innCode"``.
        label: For people.
        type: ``name``, ``country``, ``identifier``, ``date``, ``entity`` ...
        range: Of a link the schema that it points to, else empty.
        reverse: Of a link the property as which it appears on what it points to; empty where there is none.
    """

    name: str
    label: str
    type: str
    range: str = ""
    reverse: str = ""


@dataclass(frozen=True)
class FtmSchema:
    """One schema with everything it inherits.

    Attributes:
        name: E.g. ``"Company"``.
        label: For people.
        plural: For people.
        parents: What it extends itself.
        lineage: Itself and all that it extends, itself first.
        properties: Its own and those it inherits.
        matchable: Can somebody be looked for with it?
    """

    name: str
    label: str
    plural: str
    parents: tuple[str, ...]
    lineage: tuple[str, ...]
    properties: Mapping[str, FtmProperty]
    matchable: bool

    def is_a(self, name: str) -> bool:
        """Is it ``name`` or does it extend it?"""
        return name in self.lineage


@cache
def schemata() -> Mapping[str, FtmSchema]:
    """Every schema by name; those that are extended stand before those that extend them."""
    found: dict[str, FtmSchema] = {}
    for name, told in _table("ftm_model.toml").items():
        found[name] = _schema(name, told, found)
    return found


@cache
def descendants(name: str) -> frozenset[str]:
    """The schema and every one that extends it; empty for an unknown name."""
    return frozenset(it.name for it in schemata().values() if it.is_a(name))


@cache
def comparable(name: str) -> frozenset[str]:
    """Schemata whose entities may be what somebody means who looks for ``name``.

    A company may stand on a list as an organization or a legal entity, and a legal entity may be a company: what it
    extends counts as much as what extends it. ``Thing`` alone is everything.
    """
    known = schemata()
    above = {it for it in known[name].lineage if known[it].matchable}
    return frozenset(above) | descendants(name)


@cache
def link_reverses(name: str) -> Mapping[str, tuple[str, str]]:
    """As which property entities that point to a ``name`` appear on it: property to their schema and their property."""
    lineage = schemata()[name].lineage
    return {
        it.reverse: (schema.name, it.name)
        for schema in schemata().values()
        for it in schema.properties.values()
        if it.reverse and it.range in lineage
    }


@cache
def topics_of_list(name: str) -> tuple[str, ...]:
    """What standing on the list means, as topics.

    >>> topics_of_list("US-BIS Entity List"), topics_of_list("our own")
    (('export.control',), ('poi',))
    """
    table = _table("ftm_topics.toml")
    fits = [it for it in table["topics"] if f"{name} ".startswith(f"{it} ") or name.startswith(f"{it}: ")]
    best = max(fits, key=len, default="")
    return tuple(table["topics"][best] if best else table["other"]["topics"])


@cache
def topic_labels() -> Mapping[str, str]:
    """What the topics are called that :func:`topics_of_list` gives."""
    return dict(_table("ftm_topics.toml")["labels"])


def _schema(name: str, told: Mapping[str, Any], known: Mapping[str, FtmSchema]) -> FtmSchema:
    lineage, properties = [name], dict[str, FtmProperty]()
    for parent in told["extends"]:
        lineage += known[parent].lineage
        properties |= known[parent].properties
    properties |= {word: FtmProperty(word, **it) for word, it in told["properties"].items()}
    parents = tuple(told["extends"])
    return FtmSchema(
        name, told["label"], told["plural"], parents, tuple(dict.fromkeys(lineage)), properties, told["matchable"]
    )


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("enduse.data") / name).read_text(encoding="utf-8"))
