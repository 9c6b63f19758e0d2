"""Entities as the interfaces write them, and what stands next to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from enduse.api.holding import Holding
from enduse.screen.ftm import FtmEntity, attached, entry_entity, holder_id
from enduse.screen.ftm_model import link_reverses, schemata

Json = dict[str, Any]


def entry_json(holding: Holding, at: int) -> Json:
    """The entity of an entry, without what stands next to it; ``enduse`` says where it was read."""
    listed, card = holding.entries[at], holding.cards[at]
    snapshot = listed.snapshot
    return {
        **entity_json(entry_entity(listed, card.id, holding.day), card.dataset),
        "target": True,
        "last_seen": f"{snapshot.on.isoformat()}T00:00:00",
        "last_change": f"{card.changed}T00:00:00" if card.changed else None,
        "enduse": {
            "list": snapshot.name,
            "snapshot": snapshot.on.isoformat(),
            "entry_id": listed.entry.entry_id,
            "row": listed.entry.row,
            "source_id": snapshot.source_id,
            "standing": listed.standing(holding.day),
        },
    }


def entity_json(entity: FtmEntity, dataset: str) -> Json:
    """Any entity."""
    return {
        "id": entity.id,
        "caption": entity.caption,
        "schema": entity.schema,
        "properties": dict(entity.properties),
        "datasets": [dataset],
        "referents": [],
        "target": False,
        "first_seen": None,
        "last_seen": None,
        "last_change": None,
    }


@dataclass(frozen=True)
class Circle:
    """An entry with all that stands next to it: designations, addresses, papers, links from it and to it.

    Attributes:
        holding: Where it is.
        at: The position of the entry.
    """

    holding: Holding
    at: int

    @property
    def dataset(self) -> str:
        """The dataset of the entry."""
        return self.holding.cards[self.at].dataset

    @cached_property
    def members(self) -> dict[str, FtmEntity]:
        """Every entity of the circle by id, the entry first."""
        id = self.holding.cards[self.at].id
        listed = self.holding.entries[self.at]
        found = {id: entry_entity(listed, id, self.holding.day)}
        for it in (*self._attached(self.at), *self._links_here(id)):
            found[it.id] = it
        return found

    def neighbours(self, id: str) -> dict[str, list[str]]:
        """Ids of what stands next to a member, by the member's property."""
        member, found = self.members[id], dict[str, list[str]]()
        for name, values in member.properties.items():
            if schemata()[member.schema].properties[name].type == "entity":
                found[name] = list(values)
        for reverse, (schema, name) in link_reverses(member.schema).items():
            ids = [
                it.id
                for it in self.members.values()
                if schemata()[it.schema].is_a(schema) and id in it.properties.get(name, ())
            ]
            if ids:
                found.setdefault(reverse, []).extend(it for it in ids if it not in found.get(reverse, ()))
        return found

    def json(self, id: str) -> Json:
        """A member, or another entry that a member names, without what stands next to it."""
        if (member := self.members.get(id)) is None or id == self.holding.cards[self.at].id:
            return entry_json(self.holding, self.holding.at_id[id])
        return entity_json(member, self.dataset)

    def nested(self, id: str, depth: int = 2) -> Json:
        """A member with what stands next to it, and of a link also the other end."""
        told = self.json(id)
        if id not in self.members:
            return told
        for name, ids in self.neighbours(id).items():
            others = [it for it in ids if it in self.members or it in self.holding.at_id]
            if depth == 2:
                told["properties"][name] = [self.nested(it, 1) for it in others]
            elif depth == 1 and name in self.members[id].properties:
                # A link says what it leads to; it does not lead back.
                home = self.holding.cards[self.at].id
                told["properties"][name] = [it if it == home else self.json(it) for it in others]
        return told

    def _attached(self, at: int) -> Iterator[FtmEntity]:
        holding = self.holding

        def id_of(entry_id: str) -> str:
            other = holding.linked(at, entry_id)
            return "" if other is None else holding.cards[other].id

        return attached(holding.entries[at], holding.cards[at].id, id_of, holding.day)

    def _links_here(self, id: str) -> Iterator[FtmEntity]:
        """Links that other entries of the list have to this one."""
        for other in self.holding.linking.get(self.at, ()):
            for it in self._attached(other):
                # Its address and papers name it alone; a link names both.
                if any(id in values for values in it.properties.values()):
                    yield it


def circle_of(holding: Holding, id: str) -> Circle | None:
    """The circle in which the entity stands; None where there is no such entity."""
    home = id
    while home:
        if (at := holding.at_id.get(home)) is not None:
            circle = Circle(holding, at)
            return circle if id in circle.members else None
        home = holder_id(home)
    return None
