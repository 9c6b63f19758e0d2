"""The untouched cells of given rows of a stored original: the evidence behind a figure."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from enduse.errors import UnreadableFile
from enduse.model.ids import stable_key
from enduse.model.provenance import Place
from enduse.sources.reading import RawBatch, Sheet
from enduse.sources.reading.delimited import DelimitedSheet
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.opening import Identity, open_source
from enduse.sources.reading.xml import XmlSheet

_SCHEMA = pa.schema([("row", pa.int64()), ("cells", pa.list_(pa.string()))])
_GROUP_ROWS = 20_000


@dataclass(frozen=True)
class RawOptions:
    """How raw rows are looked up.

    Attributes:
        limits: What is refused.
        cache: Folder for cells of originals that are slow to open (archives, workbooks, XML); None: no cache.
        records: For XML: the record element that numbered the rows; see ``xml.XmlSheet.with_records``.
        name: The file's name when it was added; an original is stored under its hash.
    """

    limits: Limits = field(default_factory=Limits)
    cache: Path | None = None
    records: str = ""
    name: str = ""


_DEFAULT = RawOptions()


def raw_rows(
    path: Path, place: Place, rows: Collection[int], options: RawOptions = _DEFAULT
) -> dict[int, tuple[str, ...]]:
    """The cells of these rows as they stand in the file, by row number; ``""`` for empty cells.

    Rows that could not be cut into cells give what could be read of them. Rows that the file does not have are absent.

    Raises:
        UnreadableFile: E-PLACE when the file has no such member or sheet, or a code of ``open_source``.
    """
    wanted = frozenset(rows)
    if not wanted:
        return {}
    kept = _cache_file(path, place, options)
    if kept and kept.exists():
        return _from_cache(kept, wanted)
    sheet = _sheet(path, place, options)
    if kept is None or (isinstance(sheet, DelimitedSheet) and place.member is None):
        return dict(_cells_of(sheet, wanted))
    _fill_cache(kept, sheet)
    return _from_cache(kept, wanted)


def _cache_file(path: Path, place: Place, options: RawOptions) -> Path | None:
    if options.cache is None:
        return None
    key = stable_key(path.name, path.stat().st_size, place.member, place.sheet, options.records)
    return options.cache / f"raw-{key}.parquet"


def _sheet(path: Path, place: Place, options: RawOptions) -> Sheet:
    # Nobody asks for the hash here, so it is not computed.
    identity = Identity(options.name or path.name, "unasked")
    opened = open_source(path, options.limits, place, identity)
    for sheet in opened.sheets:
        return sheet.with_records(options.records) if isinstance(sheet, XmlSheet) and options.records else sheet
    raise UnreadableFile(
        f"{identity.name!r} has no table at {str(place)!r}, so its rows cannot be shown. Was the original replaced?",
        code="E-PLACE",
    )


def _cells_of(sheet: Sheet, wanted: Collection[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    last = max(wanted)
    for pending in sheet.chunks():
        if pending.first_row > last:
            return
        here = [row for row in wanted if pending.first_row <= row < pending.first_row + pending.rows]
        if here:
            yield from _picked(pending.parse(), frozenset(here))


def _picked(batch: RawBatch, rows: Collection[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    mask = pa.array([row in rows for row in batch.table["row"].to_pylist()], pa.bool_())
    for cells in batch.table.filter(mask).to_pylist():
        row = cells.pop("row")
        yield row, tuple(value or "" for value in cells.values())
    yield from ((it.row, it.cells) for it in batch.bad if it.row in rows)


def _fill_cache(kept: Path, sheet: Sheet) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}.tmp")
    with pq.ParquetWriter(unfinished, _SCHEMA) as writer:
        for batch in sheet.batches():
            everything = range(1, 2**62)
            found = sorted(_picked(batch, everything))
            table = pa.table([[row for row, _ in found], [cells for _, cells in found]], schema=_SCHEMA)
            writer.write_table(table, row_group_size=_GROUP_ROWS)
    unfinished.replace(kept)


def _from_cache(kept: Path, wanted: Collection[int]) -> dict[int, tuple[str, ...]]:
    table = pq.read_table(kept, filters=[("row", "in", sorted(wanted))])
    return {it["row"]: tuple(it["cells"]) for it in table.to_pylist()}
