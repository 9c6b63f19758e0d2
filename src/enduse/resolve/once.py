"""Overlapping dumps: the same line of the same declaration is kept once, and what gave way stays visible.

Two rows are the same line when number, line and office agree; an office or direction that one of them
does not state joins the only one stated. Without a line number the goods themselves must agree; and a newer
revision, which may have changed them, replaces the older lines of its declaration, chapter by chapter: an
extract of some goods says nothing about the others. A number of one to four digits counts lines of one file
and identifies nothing outside it.

The newer revision wins, then the source added later, then the higher row.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis.expr.types import IntegerColumn, StringColumn, Table

from enduse.store.schema import PROVENANCE

_GOODS = ("goods_code", "description", "model", "serial", "net_kg", "quantity", "value", "value_usd")
_SAME_SHIPMENT = ("declared_on", "consignee", "goods_code", "gross_kg", "net_kg", "value", "currency", "description")
_OWN = tuple(column.name for column in PROVENANCE)
_MARK = "\x1f"
_COUNTER_DIGITS = 4


@dataclass(frozen=True)
class Overlap:
    """How many lines of one source gave way to lines of another (or of the same) source."""

    source_id: str
    kept_source_id: str
    why: str
    lines: int


def superseded(items: Table, keep: Callable[[Table, str], Table]) -> Table:
    """The rows that give way, each with the row kept instead.

    Args:
        items: Ledger items with ``row_id``, which ascends with the order of adding.
        keep: Writes a table under a name and gives it back; called for narrow tables in between.

    Returns:
        Provenance, ``declaration_no``, ``line_no``, ``row_id``, ``kept_row_id``, ``kept_source_id``, ``kept_row``
        and ``why``: ``revision`` (a newer revision), ``overlap`` (another source holds the line) or
        ``repeat`` (the same source repeats it).
    """
    told = _with_line(items)
    same_line = keep(_pairs(keep(_suspects(keep(_keys(told), "line_keys")), "suspects")), "same_lines")
    revised = keep(_revised(keep(_suspects(_bare_lines(told), "chapter"), "revised_suspects")), "revised")
    pairs = keep(revised.union(same_line.anti_join(revised, "row_id")), "pairs")
    own = (*_OWN, "declaration_no", "line_no", "line")
    lost = pairs.join(told.select("row_id", *own), "row_id").select(*pairs.columns, *own)
    there = told.view()
    kept = there.select(
        kept_row_id=there.row_id,
        kept_source_id=there.source_id,
        kept_row=there.row,
        kept_declaration_no=there.declaration_no,
        kept_line=there.line,
    )
    both = lost.join(kept, "kept_row_id")
    # Rows were paired by hashes; of five million rows two may share one by chance.
    same = both.filter(both.declaration_no == both.kept_declaration_no, both.line.identical_to(both.kept_line))
    why = ibis.cases(
        (same.revision_rank < same.kept_revision_rank, "revision"),
        (same.source_id != same.kept_source_id, "overlap"),
        else_="repeat",
    )
    kept_place = ("kept_row_id", "kept_source_id", "kept_row")
    return same.mutate(why=why).select(*_OWN, "declaration_no", "line_no", "row_id", *kept_place, "why")


def overlaps(lost: Table) -> tuple[Overlap, ...]:
    """How many lines of which source gave way to which, most first."""
    counts = lost.group_by("source_id", "kept_source_id", "why").aggregate(lines=lost.count())
    found = [Overlap(**row) for row in counts.to_pyarrow().to_pylist()]
    return tuple(sorted(found, key=lambda it: (-it.lines, it.source_id, it.kept_source_id, it.why)))


def look_alike_lines(items: Table) -> int:
    """How many lines repeat day, consignee, goods, masses and value under another declaration number.

    Master and house declarations, or a shipment declared twice, look like this; so do two machines of
    one kind sold on one day. They are counted, never dropped.
    """
    told = items.filter(items.declaration_no.notnull(), items.value.notnull() | items.net_kg.notnull())
    keyed = told.select("declaration_no", key=_joined(told, _SAME_SHIPMENT).hash())
    groups = keyed.group_by("key").aggregate(
        lines=keyed.count(), first=keyed.declaration_no.min(), last=keyed.declaration_no.max()
    )
    doubled = groups.filter(groups.first != groups.last)
    total = doubled.aggregate(lines=(doubled.lines - 1).sum().fill_null(0)).to_pyarrow()
    return int(total["lines"][0].as_py())


def _with_line(items: Table) -> Table:
    """Lines with a declaration number; ``line`` is the line number without leading zeros."""
    told = items.filter(items.declaration_no.notnull(), items.declaration_no != "")
    return told.mutate(line=ibis.coalesce(told.line_no.try_cast("int64").cast("string"), told.line_no.nullif("")))


def _pairs(suspects: Table) -> Table:
    """``row_id`` and ``revision_rank`` of each row that gives way, and of the row that is kept instead.

    Grouping narrow rows by a hash costs a fifth of a window over the texts, and bounded memory.
    """
    # Row ids ascend with the order of adding, then with the row of the sheet.
    best = suspects.row_id.argmax(ibis.struct({"revision": suspects.revision_rank, "row": suspects.row_id}))
    groups = suspects.group_by("own_key").aggregate(
        rows=suspects.count(), kept_row_id=best, kept_revision_rank=suspects.revision_rank.max()
    )
    met = suspects.join(groups.filter(groups.rows > 1), "own_key")
    lost = met.filter(met.row_id != met.kept_row_id)
    return lost.select("row_id", "revision_rank", "kept_row_id", "kept_revision_rank")


def _keys(told: Table) -> Table:
    """What is compared, narrow: ``row_id``, ``key``, ``office``, ``direction``, ``revision_rank``."""
    line = ibis.coalesce(told.line, ibis.literal("goods ") + _joined(told, _GOODS))
    return _keyed(told.mutate(key=_declaration(told) + _MARK + line)).drop("chapter")


def _bare_lines(told: Table) -> Table:
    """The same of the lines without a number, ``key`` naming the declaration only; and their ``chapter``."""
    bare = told.filter(told.line.isnull())
    return _keyed(bare.mutate(key=_declaration(bare)))


def _declaration(told: Table) -> StringColumn:
    """Its number; for a number that only counts lines, with the file."""
    counter = (told.declaration_no.length() <= _COUNTER_DIGITS) & told.declaration_no.try_cast("int64").notnull()
    return told.declaration_no + _MARK + ibis.ifelse(counter, told.source_id, "")


def _keyed(told: Table) -> Table:
    return told.select(
        "row_id",
        key=told.key.hash(),
        office=told.office.nullif(""),
        direction=told.direction.nullif(""),
        revision_rank=_revision_rank(told.revision),
        chapter=told.goods_code.substr(0, 2).nullif(""),
    )


def _revised(suspects: Table) -> Table:
    """Pairs as ``_pairs`` gives them: every line whose declaration has a newer revision that tells of its chapter."""
    told = suspects.group_by("own_key").aggregate(lacking=suspects.chapter.isnull().any())
    met = suspects.join(told, "own_key")
    # Goods without a code may be those of any chapter.
    rows = met.mutate(chapter=ibis.ifelse(met.lacking, "", met.chapter))
    best = rows.row_id.argmax(ibis.struct({"revision": rows.revision_rank, "row": rows.row_id}))
    groups = rows.group_by("own_key", "chapter").aggregate(
        kept_row_id=best, kept_revision_rank=rows.revision_rank.max()
    )
    older = rows.join(groups, ["own_key", "chapter"])
    lost = older.filter(older.revision_rank < older.kept_revision_rank)
    return lost.select("row_id", "revision_rank", "kept_row_id", "kept_revision_rank")


def _suspects(keyed: Table, *more: str) -> Table:
    """Rows that share their key with another; an unstated office or direction joins the only one stated."""
    groups = keyed.group_by("key").aggregate(
        rows=keyed.count(),
        first_office=keyed.office.min(),
        last_office=keyed.office.max(),
        first_direction=keyed.direction.min(),
        last_direction=keyed.direction.max(),
    )
    met = keyed.join(groups.filter(groups.rows > 1), "key")
    office = ibis.ifelse(met.first_office == met.last_office, met.first_office, met.office).fill_null("")
    direction = ibis.ifelse(met.first_direction == met.last_direction, met.first_direction, met.direction).fill_null("")
    own_key = (met.key.cast("string") + _MARK + office + _MARK + direction).hash()
    return met.select("row_id", "revision_rank", *more, own_key=own_key)


def _revision_rank(revision: StringColumn) -> IntegerColumn:
    digits = revision.re_extract(r"(\d+)\D*$", 1)
    return digits.try_cast("int64").fill_null(-1)


def _joined(table: Table, names: tuple[str, ...]) -> StringColumn:
    texts = [table[name].cast("string").fill_null("") for name in names]
    return ibis.literal(_MARK).join(texts)
