"""What each party is, a company or a person: by registers, by what relations say, else by its name."""

from collections.abc import Iterable, Mapping

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.resolve.mentions import MENTION
from enduse.resolve.persons import has_form
from enduse.resolve.records import relation_ends

COMPANY, PERSON, UNKNOWN = "company", "person", "unknown"

_BY_PEOPLE = ("directs", "represents", "family")
"""What only people do, unless a legal form in the name says otherwise: companies manage companies, too."""

_KINDS = pa.schema([("anchor", pa.string()), ("told", pa.string())])


def kinds_by_name(persons: Iterable[str], stands_for: Mapping[str, str]) -> Table:
    """``anchor`` and ``told``: parties whose names are those of persons.

    Args:
        persons: Anchors of names.
        stands_for: Anchor to the anchor of the party it is.
    """
    return _kinds(sorted({stands_for.get(it, it) for it in persons}), PERSON)


def kinds_by_register(registered: Table, placed: Table) -> Table:
    """``anchor`` and ``told``: what registers say; a company where two of them differ.

    Args:
        registered: As ``records.registered`` gives it.
        placed: Mentions with their ``anchor``.
    """
    kind = ibis.ifelse(registered.personal, PERSON, registered.kind)
    said = registered.select("name", "identifier", country=registered.country_, told=kind)
    each = said.filter(said.told.isin((COMPANY, PERSON))).distinct().inner_join(_anchors(placed), list(MENTION))
    return each.group_by("anchor").aggregate(told=each.told.min())


def kinds_by_relation(relations: Table, placed: Table) -> Table:
    """``anchor`` and ``told``: who does what only people do, and whose name has no legal form."""
    people = relations.filter(relations.kind.isin(_BY_PEOPLE))
    kin = people.filter(people.kind == "family")
    ends = [(people, "subject"), (kin, "object")]
    each = [rows.select(**dict(zip(MENTION, relation_ends(rows, it), strict=True))) for rows, it in ends]
    named = ibis.union(*each).distinct().inner_join(_anchors(placed), list(MENTION))
    found = named.select("anchor", "name").distinct().to_pyarrow().to_pylist()
    companies = {it["anchor"] for it in found if has_form(it["name"]) or any(map(str.isdigit, it["name"]))}
    return _kinds(sorted({it["anchor"] for it in found} - companies), PERSON)


def with_kinds(parties: Table, told: Iterable[Table]) -> Table:
    """Parties with ``kind``: the first of ``told`` that says one, else a company, or unknown without any name.

    Args:
        parties: As ``parties.parties`` gives them.
        told: Tables of ``anchor`` and ``told``, the surest first.
    """
    kinds: list[ibis.Value] = []
    for number, table in enumerate(told):
        column = f"told_{number}"
        parties = parties.left_join(table.rename({column: "told"}), "anchor").drop("anchor_right")
        kinds.append(parties[column])
    drop = [it.get_name() for it in kinds]
    by_name = ibis.ifelse(parties.names.length() > 0, COMPANY, UNKNOWN)
    return parties.mutate(kind=ibis.coalesce(*(parties[it] for it in drop), by_name)).drop(*drop)


def _anchors(placed: Table) -> Table:
    return placed.filter(placed.anchor.notnull()).select(*MENTION, "anchor")


def _kinds(anchors: list[str], kind: str) -> Table:
    return ibis.memtable(pa.table({"anchor": anchors, "told": [kind] * len(anchors)}, schema=_KINDS))
