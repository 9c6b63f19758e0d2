"""Versions made from versions: without a source, with fewer parts, with other columns."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from enduse.store.atomic import explained, make_durable
from enduse.store.manifest import Manifest, Part
from enduse.store.parts import PartForm, Written, check_part, part_form, row_groups, write_part


@dataclass(frozen=True)
class Sizes:
    """How big merged parts and their row groups get.

    Attributes:
        part_bytes: Parts are merged until they would pass this size; one at least half as big is left alone.
        group_rows: Rows of a row group at most.
        group_bytes: Memory of a row group, about.
    """

    part_bytes: int = 256 << 20
    group_rows: int = 131_072
    group_bytes: int = 64 << 20


DEFAULT_SIZES = Sizes()


@dataclass(frozen=True)
class Rewriter:
    """Writes new parts from old ones in one ledger folder, in bounded memory."""

    ledger: Path
    sizes: Sizes = DEFAULT_SIZES

    def merged(self, parts: tuple[Part, ...]) -> Part:
        """One part with the rows of several of one table, in their order."""
        form = part_form(parts[0].table)
        return self._write(parts, form, self._groups(parts))

    def without(self, part: Part, source_id: str) -> Part:
        """The same part without the rows of one source."""
        kept = (_without(group, source_id) for group in self._groups((part,)))
        rest = replace(part, source_ids=tuple(it for it in part.source_ids if it != source_id))
        return self._write((rest,), part_form(part.table), (it for it in kept if it.num_rows))

    def converted(self, part: Part, form: PartForm, convert: Callable[[pa.Table], pa.Table]) -> Part:
        """The same rows in another form."""
        return self._write((part,), form, map(convert, self._groups((part,))))

    def _groups(self, parts: tuple[Part, ...]) -> Iterator[pa.Table]:
        for part in parts:
            check_part(self.ledger, part)
        paths = (self.ledger / it.path for it in parts)
        return row_groups(paths, self.sizes.group_rows, self.sizes.group_bytes)

    def _write(self, parts: tuple[Part, ...], form: PartForm, groups: Iterable[pa.Table]) -> Part:
        table = parts[0].table
        folder = self.ledger / table
        with explained("rewriting parts", folder):
            # Named by content: written twice, it is the same file.
            path, written = write_part(folder, form, groups, lambda it: folder / _name(it))
            make_durable(path)
            make_durable(folder)
        sources = tuple(dict.fromkeys(it for part in parts for it in part.source_ids))
        return Part(table, f"{table}/{path.name}", written.rows, sources, written.bytes, written.sha256)


def _name(written: Written) -> str:
    return f"merged-{written.sha256[:32]}.parquet"


def _without(group: pa.Table, source_id: str) -> pa.Table:
    return group.filter(pc.not_equal(group["source_id"], source_id))


def removal(rewriter: Rewriter, source_id: str) -> Callable[[Manifest], Manifest | None]:
    """The change that leaves one source out; parts it shares with others are rewritten, once."""
    rewritten: dict[str, Part] = {}

    def rest_of(part: Part) -> Part:
        if part.path not in rewritten:
            rewritten[part.path] = rewriter.without(part, source_id)
        return rewritten[part.path]

    def change(base: Manifest) -> Manifest | None:
        gone = base.source(source_id)
        if gone is None:
            return None
        kept = (it for it in base.parts if it.source_ids != (source_id,))
        parts = tuple(rest_of(it) if source_id in it.source_ids else it for it in kept)
        sources = tuple(it for it in base.sources if it is not gone)
        return replace(base, parts=parts, sources=sources, note=f"undo {gone.name}")

    return change


def compaction(rewriter: Rewriter, base: Manifest) -> Callable[[Manifest], Manifest | None] | None:
    """The change that merges the small parts of ``base``; None when there are none.

    On a newer manifest, only groups whose parts all still stand are replaced.
    """
    groups = [it for it in _mergeable(base.parts, rewriter.sizes.part_bytes) if len(it) > 1]
    if not groups:
        return None
    merged = [(group, rewriter.merged(group)) for group in groups]

    def change(now: Manifest) -> Manifest | None:
        standing = set(now.parts)
        usable = [(group, part) for group, part in merged if standing.issuperset(group)]
        if not usable:
            return None
        replaced = {part: None for group, _ in usable for part in group}
        first = {group[0]: part for group, part in usable}
        parts = tuple(first.get(it, it) for it in now.parts if it in first or it not in replaced)
        return replace(now, parts=parts, note=f"compact: {len(now.parts):,} parts became {len(parts):,}")

    return change


def _mergeable(parts: tuple[Part, ...], part_bytes: int) -> Iterator[tuple[Part, ...]]:
    for table in sorted({it.table for it in parts}):
        waiting: list[Part] = []
        for part in (it for it in parts if it.table == table):
            too_big = part.bytes * 2 >= part_bytes
            if waiting and (too_big or sum(it.bytes for it in waiting) + part.bytes > part_bytes):
                yield tuple(waiting)
                waiting = []
            if not too_big:
                waiting.append(part)
        if waiting:
            yield tuple(waiting)
