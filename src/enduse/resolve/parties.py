"""Mentions become parties: by registered number, else by the normal form of the name.

The rules, in this order; none of them looks at the order of rows:

1. A mention with a number is the party of that number. Names with different numbers are never one party.
2. A name without a number joins the one numbered party whose name has the same normal form, in the same
   country or where one of the two countries is not stated.
3. Where several numbered parties share the form it is *ambiguous*: a party of its own, flagged, never merged.
4. Otherwise the name and its country are the party. A name without a country (contract holders often have
   none) joins the only party of any country with its form; several make it ambiguous.
5. Then the analyst's judgements are replayed.

This finds what agrees in writing, not what sounds alike.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis.expr.types import StringColumn, Table

from enduse.resolve.judgements import Judgements

_KEY_LENGTH = 16


@dataclass(frozen=True)
class Claims:
    """What mentions say, as tables.

    Attributes:
        mentions: ``name``, ``identifier``, ``country``, ``rows``.
        names: ``name``, ``key``.
        numbers: ``identifier``, ``country``, ``registered``, ``register_country``.
    """

    mentions: Table
    names: Table
    numbers: Table

    def joined(self) -> Table:
        """Mentions with ``key``, ``registered`` and ``place`` (the country stated, else that of the register).

        Empty texts where there is none.
        """
        named = self.mentions.left_join(self.names, "name").drop("name_right")
        both = named.left_join(self.numbers, ["identifier", "country"]).drop("identifier_right", "country_right")
        place = ibis.coalesce(both.country.nullif(""), both.register_country, "")
        told = both.mutate(key=both.key.fill_null(""), registered=both.registered.fill_null(""), place=place)
        return told.drop("register_country")


def anchored(claims: Table, judgements: Judgements, keep: Callable[[Table, str], Table]) -> Table:
    """The mentions with ``party_id`` and ``anchor`` (null where nobody is named), ``ambiguous`` and ``candidates``.

    ``candidates`` says how many parties share the form of a name without a number.

    Args:
        claims: As ``Claims.joined`` gives them.
        judgements: The analyst's.
        keep: Writes a table under a name and gives it back; called for the small table in between.
    """
    placed = keep(_placed_names(claims, judgements), "placed_names")
    joined = claims.left_join(placed, ["key", "place"]).drop("key_right", "place_right")
    by_number = joined.registered != ""
    found = joined.mutate(
        own_anchor=ibis.ifelse(by_number, joined.registered, joined.name_anchor),
        candidates=ibis.ifelse(by_number, 1, joined.candidates.fill_null(0)).cast("int64"),
    )
    judged = found.left_join(_stands_for(judgements), "own_anchor").drop("own_anchor_right")
    settled = judged.mutate(
        anchor=ibis.coalesce(judged.stands_for, judged.own_anchor),
        ambiguous=(judged.candidates > 1) & judged.stands_for.isnull(),
    )
    return settled.mutate(party_id=party_id(settled.anchor)).drop("own_anchor", "stands_for", "name_anchor")


def party_id(anchor: StringColumn) -> StringColumn:
    """The same text as ``model.ids.stable_key(anchor)``."""
    return anchor.hexdigest("sha256").substr(0, _KEY_LENGTH)


def parties(found: Table) -> Table:
    """One row per party: ``party_id``, ``anchor``, ``name`` (the most frequent), ``names``, ``country``,
    ``identifiers``, ``mentions`` (how many times rows name it) and ``ambiguous``.
    """
    told = found.filter(found.anchor.notnull())
    whole = told.group_by("anchor").aggregate(
        party_id=told.party_id.min(), mentions=told.rows.sum().cast("int64"), ambiguous=told.ambiguous.max()
    )
    for of, target in (("name", "names"), ("identifier", "identifiers"), ("place", "countries")):
        whole = whole.left_join(_ranked_texts(told, of, target), "anchor").drop("anchor_right")
    return whole.select(
        "party_id",
        "anchor",
        name=ibis.coalesce(whole.names[0], whole.anchor),
        names=_or_none(whole.names),
        country=whole.countries[0],
        identifiers=_or_none(whole.identifiers),
        mentions=whole.mentions,
        ambiguous=whole.ambiguous,
    ).order_by("party_id")


def _or_none(texts: ibis.Value) -> ibis.Value:
    """An empty array where there is nothing."""
    return ibis.coalesce(texts, ibis.literal([], type="array<string>"))


def _ranked_texts(told: Table, of: str, target: str) -> Table:
    """The distinct texts of each anchor, the most frequent first."""
    texts = told.filter(told[of] != "").group_by("anchor", text=told[of])
    counted = texts.aggregate(rows=told.rows.sum())
    ranked = counted.text.collect(order_by=[counted.rows.desc(), counted.text])
    return counted.group_by("anchor").aggregate(**{target: ranked})


def _placed_names(claims: Table, judgements: Judgements) -> Table:
    """Where a name without a number belongs: ``key``, ``place``, ``name_anchor``, ``candidates``."""
    named = claims.filter(claims.key != "")
    numbered = named.filter(named.registered != "").select("key", "place", "registered").distinct()
    bare = named.filter(named.registered == "").select("key", "place").distinct()
    somewhere, nowhere = bare.filter(bare.place != ""), bare.filter(bare.place == "")
    placed = _placed(_own(somewhere), _nearby(somewhere, numbered), judgements)
    anywhere = placed.select("key", anchor=placed.name_anchor).union(numbered.select("key", anchor=numbered.registered))
    rest = _placed(_own(nowhere), anywhere.mutate(place=ibis.literal("")), judgements)
    return placed.union(rest)


def _own(bare: Table) -> Table:
    return bare.mutate(own=ibis.literal("name:") + bare.place + ":" + bare.key)


def _nearby(somewhere: Table, numbered: Table) -> Table:
    """Numbered parties of the same form and country, or without a country: ``key``, ``place``, ``anchor``."""
    pairs = somewhere.inner_join(numbered, "key")
    near = pairs.filter((pairs.place == pairs.place_right) | (pairs.place_right == ""))
    return near.select("key", "place", anchor=near.registered)


def _placed(bare: Table, candidates: Table, judgements: Judgements) -> Table:
    """``bare`` names with the one candidate, or their own anchor; judged ``not_same`` is no candidate."""
    pairs = bare.left_join(candidates, ["key", "place"]).drop("key_right", "place_right")
    allowed = pairs.anti_join(_not_same(judgements), ["own", "anchor"])
    counts = allowed.group_by("key", "place").aggregate(parties=allowed.anchor.nunique(), only=allowed.anchor.min())
    every = bare.left_join(counts, ["key", "place"]).drop("key_right", "place_right")
    number = every.parties.fill_null(0)
    return every.select(
        "key", "place", name_anchor=ibis.ifelse(number == 1, every.only, every.own), candidates=number.cast("int64")
    )


def _not_same(judgements: Judgements) -> Table:
    pairs = [pair for left, right in sorted(judgements.not_same()) for pair in ((left, right), (right, left))]
    schema = pa.schema([("own", pa.string()), ("anchor", pa.string())])
    return ibis.memtable(pa.Table.from_pylist([{"own": own, "anchor": anchor} for own, anchor in pairs], schema=schema))


def _stands_for(judgements: Judgements) -> Table:
    pairs = judgements.replay().stands_for.items()
    schema = pa.schema([("own_anchor", pa.string()), ("stands_for", pa.string())])
    rows = [{"own_anchor": anchor, "stands_for": other} for anchor, other in pairs]
    return ibis.memtable(pa.Table.from_pylist(rows, schema=schema))
