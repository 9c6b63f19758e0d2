"""The table of pairs of parties that may be one: those that were joined, and those that wait for the analyst."""

from collections.abc import Sequence

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.model.ids import party_id
from enduse.resolve.likeness import Likeness
from enduse.resolve.matching import JOINED, OPEN, Matching
from enduse.store.schema import ROLES

PAIRS = "candidate_pairs"
"""Name of the table in a run."""

_USD = 1_000.0
_SCHEMA = pa.schema(
    [
        ("left", pa.string()),
        ("right", pa.string()),
        ("left_id", pa.int64()),
        ("right_id", pa.int64()),
        ("left_name", pa.string()),
        ("right_name", pa.string()),
        ("score", pa.float64()),
        ("reasons", pa.list_(pa.string())),
        ("against", pa.list_(pa.string())),
        ("state", pa.string()),
        ("rows", pa.int64()),
        ("weight", pa.float64()),
    ]
)


def pair_rows(matching: Matching) -> pa.Table:
    """One row for each pair, in the order in which an analyst should look at them, joined pairs last.

    ``left`` and ``right`` are anchors; ``left_id`` and ``right_id`` the parties that these are today; ``rows`` would
    change hands, and ``weight`` says how soon the pair is worth a look; see ``Likeness.weight``.
    """
    listed = [*_listed(matching.open, OPEN, matching), *_listed(matching.joined, JOINED, matching)]
    return pa.Table.from_pylist(listed, schema=_SCHEMA)


def _listed(pairs: Sequence[Likeness], state: str, matching: Matching) -> list[dict[str, object]]:
    return [
        {
            "left": it.left,
            "right": it.right,
            "left_id": party_id(matching.stands_for.get(it.left, it.left)),
            "right_id": party_id(matching.stands_for.get(it.right, it.right)),
            "left_name": it.found.names[0],
            "right_name": it.found.names[1],
            "score": it.found.score,
            "reasons": list(it.found.reasons),
            "against": list(it.found.against),
            "state": state,
            "rows": it.rows,
            "weight": it.weight,
        }
        for it in pairs
    ]


def with_values(pairs: Table, items: Table) -> Table:
    """The pairs with ``left_usd`` and ``right_usd``: value of all goods lines that name the party in any role.

    The doublings of the lesser value, in thousands, add to the weight as those of the rows do.

    Args:
        pairs: As ``pair_rows`` gives them.
        items: Goods lines with resolved parties.
    """
    wanted = pairs.select(party=pairs.left_id).union(pairs.select(party=pairs.right_id), distinct=True)
    each = [items.select("row_id", "value_usd", party=items[f"{role}_id"]) for role in ROLES]
    named = ibis.union(*each).semi_join(wanted, "party").distinct()
    worth = named.group_by("party").aggregate(usd=named.value_usd.sum())
    for side in ("left", "right"):
        value = worth.select(**{f"{side}_id": worth.party, f"{side}_usd": worth.usd})
        pairs = pairs.left_join(value, f"{side}_id").drop(f"{side}_id_right")
    ranked = pairs.mutate(left_usd=pairs.left_usd.fill_null(0.0), right_usd=pairs.right_usd.fill_null(0.0))
    at_stake = ibis.greatest(ibis.least(ranked.left_usd, ranked.right_usd), 0.0)
    doublings = (1.0 + at_stake / _USD).log2()
    told = ranked.mutate(weight=ranked.weight + ranked.score * ranked.score * doublings)
    return told.order_by(told.state.desc(), told.weight.desc(), "left", "right")
