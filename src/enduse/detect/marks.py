"""Marks that tie the two sides of a trade: one owner behind both, or one picture on both."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.scope import computed
from enduse.text.company_names import normal_form

_NOTE = "trademark|trade.?mark|mark.?owner|logo|товарн|торгов.{0,4}марк|знак|商标|商標|marka|상표|marke|marca"
"""What registers call a tie by a mark, in the note of a relation."""

_HEAD = 4
"""A mark of fewer letters stands at the head of too many names."""

_HASH_BITS = 8
"""Perceptual hashes that differ in so many bits of 64 or fewer are of one picture."""


@dataclass(frozen=True)
class Mark:
    """One mark and a firm that owns it or uses it.

    Attributes:
        firm: Party id.
        owner: Party id; the firm itself where it owns the mark.
        text: The mark in letters, folded; empty where not recorded.
        logo: Perceptual hash, hexadecimal.
        row_id: Where it stands.
    """

    firm: int
    owner: int
    text: str
    logo: str
    row_id: int


@dataclass(frozen=True)
class MarkTie:
    """A mark on the importer's side and one on its seller's that have an owner or a picture in common.

    Attributes:
        importer: Party id.
        partner: Party id.
        owner: The third party that owns both; None where each owns its own.
        rows: Where the two marks stand.
    """

    importer: int
    partner: int
    owner: int | None
    rows: tuple[int, int]


def mark_ties(ledger: Ledger, pairs: Table, noted: bool) -> Iterator[MarkTie]:
    """Ties of the pairs, in their order.

    A mark that one of the two owns and the other uses is what dealers live on; it is no tie here.

    Args:
        ledger: Its ``parties``, and ``relations`` or ``trademarks``.
        pairs: ``computed``, with ``subject_id`` and ``partner_id``.
        noted: Read ties by marks that registers note among their relations; else the table of marks, where a firm has
            the marks that it owns and those that bear its name.
    """
    firms = ibis.union(pairs.select(firm_id="subject_id"), pairs.select(firm_id="partner_id"), distinct=True)
    known = computed(firms)
    of: dict[int, list[Mark]] = defaultdict(list)
    for mark in _used(ledger, known) if noted else _registered(ledger, known):
        of[mark.firm].append(mark)
    if not of:
        return
    both = pairs.select("subject_id", "partner_id").distinct()
    for firm in ("subject_id", "partner_id"):
        both = both.semi_join(ibis.memtable(pa.table({firm: pa.array(sorted(of), pa.int64())})), firm)
    for row in both.order_by("subject_id", "partner_id").to_pyarrow().to_pylist():
        yield from _of_pair(of, row["subject_id"], row["partner_id"])


def _of_pair(of: Mapping[int, list[Mark]], importer: int, partner: int) -> Iterator[MarkTie]:
    for here in of.get(importer, ()):
        for there in of.get(partner, ()):
            third = here.owner == there.owner and here.owner not in (importer, partner)
            own = here.owner == importer and there.owner == partner and _alike(here, there)
            if third or own:
                yield MarkTie(importer, partner, here.owner if third else None, (here.row_id, there.row_id))


def _alike(one: Mark, other: Mark) -> bool:
    if one.logo and other.logo and len(one.logo) == len(other.logo):
        try:
            return (int(one.logo, 16) ^ int(other.logo, 16)).bit_count() <= _HASH_BITS
        except ValueError:
            return one.logo == other.logo
    return bool(one.text) and one.text == other.text


def _used(ledger: Ledger, firms: Table) -> Iterator[Mark]:
    """Marks of which a register notes that somebody owns them for the firm."""
    noted = ledger.relations.filter(_.subject_id.notnull(), _.note.lower().re_search(_NOTE))
    rows = noted.semi_join(firms, noted.object_id == firms.firm_id).order_by("row_id").to_pyarrow().to_pylist()
    yield from (Mark(row["object_id"], row["subject_id"], "", "", row["row_id"]) for row in rows)


def _registered(ledger: Ledger, firms: Table) -> Iterator[Mark]:
    """Marks that the firms own, and marks of anybody that bear a firm's name."""
    rows = ledger.trademarks.filter(_.owner_id.notnull()).order_by("row_id").to_pyarrow().to_pylist()
    known = ledger.parties.semi_join(firms, ledger.parties.party_id == firms.firm_id) if rows else None
    named = known.select("party_id", "name").to_pyarrow().to_pylist() if known is not None else []
    by_head: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for party in named:
        key = normal_form(party["name"] or "").key
        by_head[key[:_HEAD]].append((key, party["party_id"]))
    ours = {it["party_id"] for it in named}
    for row in rows:
        text, logo = normal_form(row["mark"] or "").key, (row["logo_hash"] or "").strip().lower()
        bearers = {firm for key, firm in by_head.get(text[:_HEAD], ()) if len(text) >= _HEAD and key.startswith(text)}
        for firm in sorted(bearers | ({row["owner_id"]} & ours)):
            yield Mark(firm, row["owner_id"], text, logo, row["row_id"])
