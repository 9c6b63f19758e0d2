"""From one version of the ledger to the tables that typologies read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.resolve import movements as goods
from enduse.resolve import statistics as published
from enduse.resolve.bench import Bench
from enduse.resolve.bridging import bridged, bridges
from enduse.resolve.code_lists import BUNDLED, code_lists
from enduse.resolve.declared_rates import known_values, rows_by_declarations
from enduse.resolve.judgements import Judgements, Replay
from enduse.resolve.kinds import kinds_by_name, kinds_by_register, kinds_by_relation, with_kinds
from enduse.resolve.matching import Finder, Matching, likenesses, match
from enduse.resolve.mentions import MENTION, mentions, name_keys, registered_anchors
from enduse.resolve.numbering import with_row_ids
from enduse.resolve.once import look_alike_lines, overlaps, superseded
from enduse.resolve.pairs import PAIRS, pair_rows, with_values
from enduse.resolve.parties import Claims, check_ids, located, parties, settled
from enduse.resolve.profiles import read_profiles
from enduse.resolve.rates import unit_values
from enduse.resolve.record_stage import build_records, relations_of
from enduse.resolve.records import NAMING, record_mentions, registered
from enduse.resolve.report import AmbiguousName, CellCounts, ItemCounts, PartyCounts, ResolveReport
from enduse.resolve.traits import given_by_items
from enduse.resolve.whereabouts import telling_addresses
from enduse.store.derived import DerivedRun
from enduse.store.derived_tables import RECORDS
from enduse.store.engine import Engine
from enduse.store.goods_facts import goods_facts_schema
from enduse.store.snapshot import Snapshot

LEDGER_TABLES = ("items", "statistics", "parties", "code_lists", *RECORDS)
"""What ``detect.Ledger`` is made of."""

FURTHER_TABLES = ("superseded", "lost_cells", "mentions", "goods_facts")
"""What else a run keeps: rows that gave way, which party each mention is, and what each description says."""

FORMAT = 5
"""Of these tables; a run says with which it was made. 1: party ids were texts; 2: they are whole numbers; 3: goods
lines carry what their descriptions say; 4: payments, contracts, events, registers and other records have tables; 5: so
have orders and what was changed in them."""

GoodsReader = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]
"""Takes batches of ``store.goods_facts.TEXTS``; gives the same rows with their facts (``goods_facts_schema``)."""


def read_nothing(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """No description is read: nobody asked."""
    yield from ()


_MOST_NAMED = 20
_TEXTS_AT_ONCE = 5_000


@dataclass(frozen=True)
class Asked:
    """What a run is asked to do with names.

    Attributes:
        judgements: The analyst's.
        finder: Finds pairs of parties that may be one.
        reader: Reads descriptions of goods; by default nothing is read of them.
    """

    judgements: Judgements = field(default_factory=Judgements)
    finder: Finder = likenesses
    reader: GoodsReader = read_nothing


def build(
    snapshot: Snapshot,
    run: DerivedRun,
    judgements: Judgements | Asked | None = None,
    tell: Callable[[str], None] = lambda stage: None,
) -> ResolveReport:
    """Write ``LEDGER_TABLES`` and ``FURTHER_TABLES`` into ``run``, which the caller commits.

    Args:
        snapshot: The version to read.
        run: Where to write.
        judgements: The analyst's, or these and how pairs are found; None: none.
        tell: Called with the name of each stage as it begins, for progress.

    Returns:
        Counts, and what a reader of any figure must know.
    """
    names = {it.source_id: it.name for it in snapshot.manifest.sources}
    bench = Bench(snapshot, run, {key: number for number, key in enumerate(names)}, tell)
    asked = judgements if isinstance(judgements, Asked) else Asked(judgements or Judgements())
    items, people, replay = _build_items(bench, asked)
    tell("registers, payments and other records")
    by_declarations = build_records(bench, bench.kept("scratch_given"))
    cells = _build_statistics(bench)
    tell("control and priority lists")
    lists = bench.keep(code_lists(snapshot.table("code_lists"), bench.order), "code_lists")
    bench.tidy()
    return ResolveReport(
        ledger_version=snapshot.version,
        items=items,
        parties=people,
        cells=cells,
        code_list_rows=_count(lists),
        bundled_lists=tuple(it for it in BUNDLED if _count(lists.filter(lists.source_id == f"bundled:{it}"))),
        source_names=names,
        judgements=replay.notices(),
        by_declarations={**({"items": items.by_declarations} if items.by_declarations else {}), **by_declarations},
    )


def open_ledger(run: DerivedRun, engine: Engine | None = None) -> dict[str, Table]:
    """The tables of ``detect.Ledger`` by name, and the further ones.

    Args:
        run: A finished run.
        engine: One that no snapshot uses: the tables bear the names of the ledger's. None: a new one.

    Raises:
        LedgerDamaged: The run does not hold one of them.
    """
    return run.open_tables((*LEDGER_TABLES, *FURTHER_TABLES), engine)


def _build_items(bench: Bench, asked: Asked) -> tuple[ItemCounts, PartyCounts, Replay]:
    bench.tell("goods lines, each once")
    numbered = with_row_ids(bench.snapshot.table("items"), bench.order)
    lost = bench.keep(superseded(numbered, bench.scratch), "superseded")
    once = numbered.anti_join(lost, "row_id")
    bench.tell("parties")
    found = _build_parties(bench, once, asked)
    bench.tell("values")
    rates = bench.snapshot.table("fx_rates").to_pyarrow(), bench.order
    worth = known_values(bench.snapshot.table("items"), goods.wanted_rates(once), rates)
    bench.tell("what the goods are")
    told = _read_goods(bench, once, asked.reader)
    bench.tell("movements")
    moved = goods.movements(numbered, goods.Lookups(lost, found.placed, worth, told))
    # Whoever groups goods lines by importer, or looks one up, is twice as fast where an importer's lines lie together.
    items = bench.keep(moved.order_by("consignee_id", "row_id"), "items")
    pairs = bench.scratch(ibis.memtable(pair_rows(found.matching)), "pairs")
    bench.keep(with_values(pairs, items), PAIRS)
    counts = ItemCounts(
        kept=_count(items),
        superseded=_count(lost),
        overlaps=overlaps(lost),
        look_alike=look_alike_lines(once),
        values=goods.value_counts(items),
        unconverted=goods.unconverted(items),
        by_declarations=rows_by_declarations(items),
    )
    return counts, _party_counts(found), found.replay


def _read_goods(bench: Bench, once: Table, reader: GoodsReader) -> Table:
    """What each distinct description says, read and written by the batch."""
    texts = once.select(**goods.texts(once)).distinct()
    return bench.read_by_batches(texts, reader, ("goods_facts", goods_facts_schema()))


@dataclass(frozen=True)
class _Found:
    """Mentions with their parties, the parties, and how they came about."""

    placed: Table
    whole: Table
    matching: Matching
    replay: Replay


def _build_parties(bench: Bench, once: Table, asked: Asked) -> _Found:
    tables = {
        it: relations_of(bench) if it == "relations" else bench.snapshot.table(it) for it in bench.recorded(NAMING)
    }
    further = [it for name, table in tables.items() for it in record_mentions(name, table)]
    said = bench.scratch(mentions(once, further), "mentions")
    names = said.filter(said.name != "").select("name").distinct().to_pyarrow()["name"]
    numbers = said.filter(said.identifier != "").select("identifier", "country").distinct().to_pyarrow()
    pairs = zip(numbers["identifier"].to_pylist(), numbers["country"].to_pylist(), strict=True)
    claims = Claims(
        said,
        bench.scratch(ibis.memtable(name_keys(names.to_pylist())), "names"),
        bench.scratch(ibis.memtable(_numbers(bench, registered_anchors(pairs))), "numbers"),
    )
    found = located(claims.joined(), asked.judgements, bench.scratch)
    kept = bench.scratch(found.mentions, "located")
    bench.tell("names that may be one")
    given = bench.scratch(given_by_items(once), "given")
    addresses = telling_addresses(kept, given.select(*MENTION, "rows", address=given.text))
    profiles = read_profiles(kept, addresses, _people(bench, kept))
    matching = match(profiles, found.judgements, asked.finder)
    placed = bench.keep(settled(kept, matching.stands_for), "mentions")
    told = _told_kinds(bench, placed, kinds_by_name(profiles.persons(), matching.stands_for))
    whole = bench.keep(with_kinds(parties(placed), told).order_by("party_id"), "parties")
    check_ids(whole)
    return _Found(placed, whole, matching, found.judgements.replay())


def _numbers(bench: Bench, numbers: pa.Table) -> pa.Table:
    """The numbers, those of one firm made one where a register says so."""
    if not bench.recorded(("register_records",)):
        return numbers
    return bridged(numbers, bridges(bench.snapshot.table("register_records"), numbers))


def _people(bench: Bench, located_mentions: Table) -> frozenset[str]:
    """Anchors of those who do what only people do."""
    if not bench.recorded(("relations",)):
        return frozenset()
    mentioned = located_mentions.select(*MENTION, anchor=located_mentions.own_anchor)
    found = kinds_by_relation(relations_of(bench), mentioned)
    return frozenset(found.to_pyarrow()["anchor"].to_pylist())


def _told_kinds(bench: Bench, placed: Table, by_name: Table) -> list[Table]:
    """Who says of which party what it is, the surest first."""
    told = [by_name]
    if bench.recorded(("relations",)):
        told.insert(0, kinds_by_relation(relations_of(bench), placed))
    if bench.recorded(("register_records",)):
        rows = registered(bench.snapshot.table("register_records"), bench.order)
        told.insert(0, kinds_by_register(rows, placed))
    return told


def _build_statistics(bench: Bench) -> CellCounts:
    bench.tell("published statistics")
    cells = bench.scratch(published.amounts(bench.snapshot.table("statistics"), bench.order), "cells")
    lost = bench.keep(published.lost_cells(cells), "lost_cells")
    added = bench.snapshot.table("fx_rates").to_pyarrow()
    worth: pa.Table = unit_values(published.wanted_cell_rates(cells), added, bench.order)
    statistics = bench.keep(published.published(cells, lost, ibis.memtable(worth)), "statistics")
    return CellCounts(
        kept=_count(statistics),
        overlaps=published.cell_overlaps(lost),
        clashing=published.clashes(statistics),
        unconverted=published.unconverted_cells(statistics),
    )


def _party_counts(found: _Found) -> PartyCounts:
    placed, matching = found.placed, found.matching
    shared = placed.filter(placed.ambiguous)
    by_name = shared.group_by("anchor").aggregate(
        name=shared.name.min(), parties=shared.candidates.max(), rows=shared.rows.sum().cast("int64")
    )
    most = by_name.order_by(by_name.rows.desc(), by_name.name).limit(_MOST_NAMED).drop("anchor")
    nobody = placed.filter(placed.anchor.isnull())
    return PartyCounts(
        parties=_count(found.whole),
        ambiguous=_count(by_name),
        ambiguous_rows=_sum(shared.rows),
        most_ambiguous=tuple(AmbiguousName(**row) for row in most.to_pyarrow().to_pylist()),
        unnamed_rows=_sum(nobody.rows),
        joined=len(matching.joined),
        open=len(matching.open),
    )


def _count(table: Table) -> int:
    return int(table.count().to_pyarrow().as_py())


def _sum(column: ibis.expr.types.IntegerColumn) -> int:
    return int(column.sum().fill_null(0).to_pyarrow().as_py())
