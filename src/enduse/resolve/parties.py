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

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis.expr.types import IntegerColumn, StringColumn, Table

from enduse.errors import StoreError
from enduse.model.ids import PARTY_DIGITS, party_text
from enduse.resolve.judgements import Judgements


@dataclass(frozen=True)
class Claims:
    """What mentions say, as tables.

    Attributes:
        mentions: ``name``, ``identifier``, ``country``, ``rows``.
        names: ``name``, ``key``, ``distinctive``.
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
        told = both.mutate(
            key=both.key.fill_null(""),
            distinctive=both.distinctive.fill_null(False),
            registered=both.registered.fill_null(""),
            place=place,
        )
        return told.drop("register_country")


@dataclass(frozen=True)
class Located:
    """Mentions before anything but numbers and normal forms has joined them.

    Attributes:
        mentions: With ``own_anchor`` (null where nobody is named) and ``candidates``: how many parties share the form
            of a name without a number.
        judgements: The analyst's, over these anchors: what was said of a name that joined a number is said of the
            number.
    """

    mentions: Table
    judgements: Judgements


def located(claims: Table, judgements: Judgements, keep: Callable[[Table, str], Table]) -> Located:
    """The mentions by number, else by the normal form of the name.

    Args:
        claims: As ``Claims.joined`` gives them.
        judgements: The analyst's.
        keep: Writes a table under a name and gives it back; called for the small table in between.
    """
    placed = keep(_placed_names(claims, judgements), "placed_names")
    joined_to = _judged_places(placed, judgements)
    free = own_by_judgement(joined_to, judgements)
    joined = claims.left_join(_freed(placed, free), ["key", "place"]).drop("key_right", "place_right")
    by_number = joined.registered != ""
    found = joined.mutate(
        own_anchor=ibis.ifelse(by_number, joined.registered, joined.name_anchor),
        candidates=ibis.ifelse(by_number, 1, joined.candidates.fill_null(0)).cast("int64"),
    )
    moved = {own: anchor for own, anchor in joined_to.items() if own not in free}
    return Located(found.drop("name_anchor", "own", "distinctive"), judgements.moved(moved))


def settled(found: Table, stands_for: Mapping[str, str]) -> Table:
    """Located mentions with ``party_id`` and ``anchor`` (null where nobody is named) and ``ambiguous``.

    Args:
        found: ``Located.mentions``.
        stands_for: Anchor to the anchor of the party it is.
    """
    judged = found.left_join(_stands_for(stands_for), "own_anchor").drop("own_anchor_right")
    whole = judged.mutate(
        anchor=ibis.coalesce(judged.stands_for, judged.own_anchor),
        ambiguous=(judged.candidates > 1) & judged.stands_for.isnull(),
    )
    return whole.mutate(party_id=party_id(whole.anchor)).drop("own_anchor", "stands_for")


def anchored(claims: Table, judgements: Judgements, keep: Callable[[Table, str], Table]) -> Table:
    """The mentions as ``settled`` gives them, with nothing joined but by numbers, normal forms and judgements."""
    found = located(claims, judgements, keep)
    return settled(found.mentions, found.judgements.replay().stands_for)


def own_by_judgement(joined_to: Mapping[str, str], judgements: Judgements) -> frozenset[str]:
    """Anchors of names that may not join the party of their form, because the analyst said otherwise.

    Args:
        joined_to: Anchor of a name to the anchor that it would join.
        judgements: Over anchors as they were before.
    """
    known = judgements.replay().stands_for
    elsewhere = {own for own in joined_to if not known.get(own, "name:").startswith("name:")}
    at = {own: anchor for own, anchor in joined_to.items() if own not in elsewhere}
    # Of two names that may not be one, the one without a country joined on less ground.
    clashing = (pair for pair in sorted(judgements.not_same()) if at.get(pair[0], pair[0]) == at.get(pair[1], pair[1]))
    return frozenset(elsewhere).union(min((it for it in pair if it in at), default="") for pair in clashing)


def party_id(anchor: StringColumn) -> IntegerColumn:
    """The same number as ``model.ids.party_id(anchor)``."""
    return ("0x" + anchor.hexdigest("sha256").substr(0, PARTY_DIGITS)).cast("int64")


def check_ids(whole: Table) -> None:
    """Nothing, when every party has an id of its own.

    Args:
        whole: As ``parties`` gives it.

    Raises:
        StoreError: ``E-PARTY-ID``: two anchors came to one id; findings would take two companies for one.
    """
    shared = whole.group_by("party_id").having(whole.count() > 1)
    clashes = shared.aggregate(one=whole.anchor.min(), other=whole.anchor.max()).limit(1).to_pyarrow().to_pylist()
    for it in clashes:
        raise StoreError(
            f"Two parties, {it['one']!r} and {it['other']!r}, came to one id, {party_text(it['party_id'])!r}. "
            "Findings would take them for one company, so we stopped; nothing was changed. Judge the two as `same` "
            "if they are one; else leave the source of one of them out, and report this.",
            code="E-PARTY-ID",
        )


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
    """Where a name without a number belongs: ``key``, ``place``, ``own``, ``name_anchor``, ``candidates``."""
    named = claims.filter(claims.key != "")
    numbered = named.filter(named.registered != "").select("key", "place", "registered").distinct()
    unnumbered = named.filter(named.registered == "")
    bare = unnumbered.group_by("key", "place").aggregate(distinctive=unnumbered.distinctive.max())
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
    """``bare`` names with the one candidate, or their own anchor; judged ``not_same`` is no candidate.

    A name of general words only joins nobody: there may be another company of that name in no file of ours.
    """
    pairs = bare.left_join(candidates, ["key", "place"]).drop("key_right", "place_right")
    allowed = pairs.anti_join(_not_same(judgements), ["own", "anchor"])
    counts = allowed.group_by("key", "place").aggregate(parties=allowed.anchor.nunique(), only=allowed.anchor.min())
    every = bare.left_join(counts, ["key", "place"]).drop("key_right", "place_right")
    number = every.parties.fill_null(0)
    joins = (number == 1) & every.distinctive
    return every.select(
        "key",
        "place",
        "own",
        name_anchor=ibis.ifelse(joins, every.only, every.own),
        candidates=number.cast("int64"),
    )


def _judged_places(placed: Table, judgements: Judgements) -> dict[str, str]:
    """Anchors of names that are judged and that would join another anchor, with that anchor."""
    judged = sorted({anchor for pair in judgements.verdicts for anchor in pair})
    wanted = ibis.memtable(pa.table({"own": pa.array(judged, pa.string())}))
    found = placed.semi_join(wanted, "own")
    rows = found.filter(found.own != found.name_anchor).select("own", "name_anchor").to_pyarrow().to_pylist()
    joined_to = {it["own"]: it["name_anchor"] for it in rows}
    # A name without a country may join a name that joins a number.
    return {own: joined_to.get(anchor, anchor) for own, anchor in sorted(joined_to.items())}


def _freed(placed: Table, free: frozenset[str]) -> Table:
    """The placed names, those of ``free`` under their own anchor."""
    if not free:
        return placed
    return placed.mutate(name_anchor=ibis.ifelse(placed.own.isin(sorted(free)), placed.own, placed.name_anchor))


def _not_same(judgements: Judgements) -> Table:
    pairs = [pair for left, right in sorted(judgements.not_same()) for pair in ((left, right), (right, left))]
    schema = pa.schema([("own", pa.string()), ("anchor", pa.string())])
    return ibis.memtable(pa.Table.from_pylist([{"own": own, "anchor": anchor} for own, anchor in pairs], schema=schema))


def _stands_for(stands_for: Mapping[str, str]) -> Table:
    names = ("own_anchor", "stands_for")
    columns = (pa.array(stands_for.keys(), pa.string()), pa.array(stands_for.values(), pa.string()))
    return ibis.memtable(pa.table(list(columns), names=names))
