"""From one version of the ledger to the tables that typologies read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table

from enduse.resolve import movements as goods
from enduse.resolve import statistics as published
from enduse.resolve.code_lists import BUNDLED, code_lists
from enduse.resolve.judgements import Judgements, Replay
from enduse.resolve.matching import Finder, Matching, likenesses, match
from enduse.resolve.mentions import mentions, name_keys, registered_anchors
from enduse.resolve.numbering import with_row_ids
from enduse.resolve.once import look_alike_lines, overlaps, superseded
from enduse.resolve.pairs import PAIRS, pair_rows, with_values
from enduse.resolve.parties import Claims, check_ids, located, parties, settled
from enduse.resolve.profiles import read_profiles
from enduse.resolve.rates import unit_values
from enduse.resolve.records import NAMING, RecordLookups, record_mentions, records, wanted_record_rates
from enduse.resolve.report import AmbiguousName, CellCounts, ItemCounts, PartyCounts, ResolveReport
from enduse.resolve.whereabouts import mention_addresses, telling_addresses
from enduse.store.derived import DerivedRun
from enduse.store.derived_tables import RECORDS, no_rows
from enduse.store.engine import Engine
from enduse.store.goods_facts import goods_facts_schema
from enduse.store.record_kinds import DAY_OF
from enduse.store.schema import TABLES
from enduse.store.snapshot import Snapshot

LEDGER_TABLES = ("items", "statistics", "parties", "code_lists", *RECORDS)
"""What ``detect.Ledger`` is made of."""

FURTHER_TABLES = ("superseded", "lost_cells", "mentions", "goods_facts")
"""What else a run keeps: rows that gave way, which party each mention is, and what each description says."""

FORMAT = 4
"""Of these tables; a run says with which it was made. 1: party ids were texts; 2: they are whole numbers; 3: goods
lines carry what their descriptions say; 4: payments, contracts, events, registers and other records have tables."""

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


@dataclass(frozen=True)
class _Bench:
    """Where tables in between are written, so that each is computed once and memory stays bounded."""

    snapshot: Snapshot
    run: DerivedRun
    order: Mapping[str, int]
    tell: Callable[[str], None]

    def keep(self, table: Table, name: str) -> Table:
        """Write ``table`` and give it back as a table over the file."""
        path = self.run.path(name)
        self.snapshot.write_parquet(table, path)
        # The engine already has tables called items and statistics: the ledger's.
        return self.snapshot.engine.read(f"resolved_{name}", [str(path)])

    def scratch(self, table: Table, name: str) -> Table:
        """The same for a table that the finished run does not hold."""
        return self.keep(table, f"scratch_{name}")

    def recorded(self, names: Iterable[str]) -> list[str]:
        """Those of the ledger's tables that hold anything."""
        return [it for it in names if self.snapshot.files(it)]

    def tidy(self) -> None:
        """Remove the scratch tables."""
        for path in self.run.folder.glob("scratch_*"):
            path.unlink()


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
    bench = _Bench(snapshot, run, {key: number for number, key in enumerate(names)}, tell)
    asked = judgements if isinstance(judgements, Asked) else Asked(judgements or Judgements())
    items, people, replay = _build_items(bench, asked)
    tell("registers, payments and other records")
    _build_records(bench)
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


def _build_items(bench: _Bench, asked: Asked) -> tuple[ItemCounts, PartyCounts, Replay]:
    bench.tell("goods lines, each once")
    numbered = with_row_ids(bench.snapshot.table("items"), bench.order)
    lost = bench.keep(superseded(numbered, bench.scratch), "superseded")
    once = numbered.anti_join(lost, "row_id")
    bench.tell("parties")
    placed, matching, replay = _build_parties(bench, once, asked)
    whole = bench.keep(parties(placed), "parties")
    check_ids(whole)
    bench.tell("values")
    added = bench.snapshot.table("fx_rates").to_pyarrow()
    worth = ibis.memtable(unit_values(goods.wanted_rates(once), added, bench.order))
    bench.tell("what the goods are")
    told = _read_goods(bench, once, asked.reader)
    bench.tell("movements")
    items = bench.keep(goods.movements(numbered, goods.Lookups(lost, placed, worth, told)), "items")
    pairs = bench.scratch(ibis.memtable(pair_rows(matching)), "pairs")
    bench.keep(with_values(pairs, items), PAIRS)
    counts = ItemCounts(
        kept=_count(items),
        superseded=_count(lost),
        overlaps=overlaps(lost),
        look_alike=look_alike_lines(once),
        values=goods.value_counts(items),
        unconverted=goods.unconverted(items),
    )
    return counts, _party_counts(placed, whole, matching), replay


def _build_records(bench: _Bench) -> None:
    """Write the tables of ``RECORDS``, empty ones included; ``hits`` and ``traits`` are filled by others."""
    behind = {**{it: it for it in RECORDS}, "register": "register_records"}
    held = {it for it in behind if behind[it] in TABLES and bench.snapshot.files(behind[it])}
    placed = bench.snapshot.engine.read("placed_mentions", [str(bench.run.path("mentions"))])
    tables = {it: bench.snapshot.table(behind[it]) for it in held}
    wanted = [wanted_record_rates(tables[it], DAY_OF[it]) for it in sorted(held & {"payments", "tenders"})]
    added = bench.snapshot.table("fx_rates").to_pyarrow()
    worth = ibis.memtable(unit_values(frozenset().union(*wanted), added, bench.order))
    lookups = RecordLookups(placed, worth, bench.order)
    for name in RECORDS:
        bench.keep(records(name, tables[name], lookups) if name in held else no_rows(name), name)


def _read_goods(bench: _Bench, once: Table, reader: GoodsReader) -> Table:
    """What each distinct description says, read and written by the batch."""
    bench.scratch(once.select(**goods.texts(once)).distinct(), "texts")
    path = bench.run.path("goods_facts")
    with (
        pq.ParquetFile(bench.run.path("scratch_texts")) as distinct,
        pq.ParquetWriter(path, goods_facts_schema()) as file,
    ):
        for batch in reader(distinct.iter_batches(_TEXTS_AT_ONCE)):
            file.write_batch(batch)
    return bench.snapshot.engine.read("resolved_goods_facts", [str(path)])


def _build_parties(bench: _Bench, once: Table, asked: Asked) -> tuple[Table, Matching, Replay]:
    further = [it for name in bench.recorded(NAMING) for it in record_mentions(name, bench.snapshot.table(name))]
    said = bench.scratch(mentions(once, further), "mentions")
    names = said.filter(said.name != "").select("name").distinct().to_pyarrow()["name"]
    numbers = said.filter(said.identifier != "").select("identifier", "country").distinct().to_pyarrow()
    pairs = zip(numbers["identifier"].to_pylist(), numbers["country"].to_pylist(), strict=True)
    claims = Claims(
        said,
        bench.scratch(ibis.memtable(name_keys(names.to_pylist())), "names"),
        bench.scratch(ibis.memtable(registered_anchors(pairs)), "numbers"),
    )
    found = located(claims.joined(), asked.judgements, bench.scratch)
    kept = bench.scratch(found.mentions, "located")
    bench.tell("names that may be one")
    addresses = telling_addresses(kept, mention_addresses(once))
    matching = match(read_profiles(kept, addresses), found.judgements, asked.finder)
    placed = bench.keep(settled(kept, matching.stands_for), "mentions")
    return placed, matching, found.judgements.replay()


def _build_statistics(bench: _Bench) -> CellCounts:
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


def _party_counts(placed: Table, whole: Table, matching: Matching) -> PartyCounts:
    shared = placed.filter(placed.ambiguous)
    by_name = shared.group_by("anchor").aggregate(
        name=shared.name.min(), parties=shared.candidates.max(), rows=shared.rows.sum().cast("int64")
    )
    most = by_name.order_by(by_name.rows.desc(), by_name.name).limit(_MOST_NAMED).drop("anchor")
    nobody = placed.filter(placed.anchor.isnull())
    return PartyCounts(
        parties=_count(whole),
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
