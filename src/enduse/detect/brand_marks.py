"""Which brands a maker stands for: by the goods it sends itself, or by its name."""

import re
from collections.abc import Iterable, Mapping

import pyarrow as pa
from ibis import _

from enduse.detect import Ledger
from enduse.detect.scope import small
from enduse.detect.wording import plain

_OWN_SHARE = 0.5
_SHORTEST = 3


def own_brands(ledger: Ledger, makers: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """Brands (as goods lines have them, upper case) that make up at least half of what each firm sends.

    A trading house, which sends many brands, has none.
    """
    asked = sorted(set(makers))
    if not asked:
        return {}
    sent = ledger.items.filter(_.brand.notnull()).semi_join(
        small(pa.table({"consignor_id": pa.array(asked, pa.int64())})), "consignor_id"
    )
    counts = sent.group_by("consignor_id", "brand").agg(lines=_.count()).to_pyarrow().to_pylist()
    totals: dict[int, int] = {}
    for row in counts:
        totals[row["consignor_id"]] = totals.get(row["consignor_id"], 0) + row["lines"]
    found: dict[int, set[str]] = {}
    for row in counts:
        if row["lines"] >= _OWN_SHARE * totals[row["consignor_id"]]:
            found.setdefault(row["consignor_id"], set()).add(row["brand"].upper())
    return {maker: frozenset(told) for maker, told in found.items()}


def names_of(ledger: Ledger, firms: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """All names of each of the firms."""
    ids = small(pa.table({"party_id": pa.array(sorted(set(firms)), pa.int64())}))
    rows = ledger.parties.semi_join(ids, "party_id").select("party_id", "name", "names").to_pyarrow().to_pylist()
    return {row["party_id"]: tuple(sorted({row["name"] or "", *(row["names"] or ())} - {""})) for row in rows}


def bears(brand: str, names: Iterable[str]) -> bool:
    """Does the brand stand as whole words in one of the names?

    >>> bears("Spartan", ["SPARTAN MACHINERY LLC"]), bears("Spa", ["SPARTAN MACHINERY LLC"])
    (True, False)
    """
    mark = plain(brand)
    word = re.compile(rf"(?<!\w){re.escape(mark)}(?!\w)")
    return len(mark) >= _SHORTEST and any(word.search(plain(it)) for it in names)
