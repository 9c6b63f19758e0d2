"""What is decided about one sheet before its rows are converted, from the layout and from the values."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from enduse.errors import Notice
from enduse.model.provenance import Place
from enduse.sources.choose import Chosen
from enduse.sources.columns import join_written
from enduse.sources.layout import ColumnRule
from enduse.sources.lexicon import unit_factor
from enduse.sources.meaning import WORDS, meaning_of
from enduse.sources.reading import RawBatch
from enduse.sources.territory import on_its_territory
from enduse.text.dates import DateStyle, OrderEvidence, order_evidence
from enduse.text.headers import header_words, money_of, split_header
from enduse.text.numbers import POINT, MarkEvidence, mark_evidence

_SAMPLE_ROWS = 20_000
_DAYS = frozenset({"day", "vague_day"})
_NO_TEXT = pa.scalar(None, pa.string())


@dataclass(frozen=True)
class Evidence:
    """What the values of a sheet say about how they are written; add up that of several batches.

    Attributes:
        marks: On the decimal mark, over all columns of amounts stored as text.
        orders: Our column to evidence on the order of day and month.
        code_lengths: How often goods codes have how many characters.
    """

    marks: MarkEvidence = MarkEvidence()
    orders: Mapping[str, OrderEvidence] = field(default_factory=dict)
    code_lengths: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: "Evidence") -> "Evidence":
        orders = {
            name: self.orders.get(name, OrderEvidence()) + other.orders.get(name, OrderEvidence())
            for name in {**self.orders, **other.orders}
        }
        lengths = dict(Counter(self.code_lengths) + Counter(other.code_lengths))
        return Evidence(self.marks + other.marks, orders, lengths)

    @property
    def open_order(self) -> bool:
        """Is there a column whose day and month could still be either way round?"""
        return any(it.open and not it.day_first and not it.month_first for it in self.orders.values())


@dataclass(frozen=True)
class Setting:
    """What conversion must know besides the layout.

    Attributes:
        source_id: SHA-256 of the source.
        place: The sheet.
        file_name: Name of the file that was added.
        today: Days after it are flagged.
    """

    source_id: str
    place: Place
    file_name: str
    today: date


@dataclass(frozen=True)
class Plan:
    """How every row of one sheet is converted: nothing is decided any more while rows are read.

    Attributes:
        setting: Source, place, today.
        chosen: The layout laid over the sheet.
        mark: Decimal mark of amounts stored as text; empty when neither values nor layout tell.
        styles: Our columns of days to how they are written.
        code_digits: How many digits goods codes usually have; 0 when unknown.
        constants: Our column to the text that holds for every row.
        notices: What the reader must know about these decisions.
        factors: Our column to what its numbers are multiplied with.
    """

    setting: Setting
    chosen: Chosen
    mark: str
    styles: Mapping[str, DateStyle]
    code_digits: int
    constants: Mapping[str, str]
    notices: tuple[Notice, ...] = ()
    factors: Mapping[str, float] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The ledger table."""
        return self.chosen.layout.table

    def style(self, rule: ColumnRule) -> DateStyle:
        """How that column writes days; a derived column follows its own rule only."""
        if rule in self.chosen.layout.derived:
            writing = self.chosen.layout.writing
            return DateStyle(rule.dates or writing.dates, writing.calendar)
        return self.styles[rule.target]

    def rules(self) -> Iterator[tuple[ColumnRule, tuple[int, ...]]]:
        """The layout's rules that have a column in this sheet, with its positions."""
        columns = self.chosen.columns
        return ((rule, columns[rule.target]) for rule in self.chosen.layout.columns if rule.target in columns)


def gather(table: pa.Table, rule: ColumnRule, positions: tuple[int, ...], missing: tuple[str, ...]) -> pa.Array:
    """The texts of one of our columns: cells joined, cut by the rule's pattern, marks of absence taken out."""
    names = [f"c{position}" for position in positions if f"c{position}" in table.column_names]
    arrays = [_flat(table[name]) for name in names]
    if not arrays:
        return pa.nulls(table.num_rows, pa.string())
    texts = arrays[0]
    if len(arrays) > 1:
        filled = [pc.if_else(pc.equal(pc.binary_length(it), 0), _NO_TEXT, it) for it in arrays]
        texts = join_written(filled, " ")
    if rule.pattern is not None:
        texts = _cut(texts, rule.pattern)
    if missing:
        texts = pc.if_else(pc.is_in(texts, pa.array(missing)), _NO_TEXT, texts)
    return texts


def _flat(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def named_group(pattern: str) -> str:
    """The pattern with its first group called ``value``."""
    return re.sub(r"(?<!\\)\((?!\?)", "(?P<value>", pattern, count=1)


def _cut(texts: pa.Array, pattern: str) -> pa.Array:
    """The pattern's first group; null where the pattern does not match."""
    named = named_group(pattern)
    return pc.struct_field(pc.extract_regex(texts, named), "value")


def evidence_of(batch: RawBatch, chosen: Chosen) -> Evidence:
    """What one batch says about how its values are written."""
    table = batch.table
    sample = table.slice(0, _SAMPLE_ROWS)
    marks, orders, lengths = MarkEvidence(), {}, Counter[int]()
    for rule in chosen.layout.columns:
        positions = chosen.columns.get(rule.target)
        if positions is None:
            continue
        meaning = meaning_of(chosen.layout.table, rule.target)
        missing = chosen.layout.writing.missing
        if meaning in {"amount", "whole"} and not batch.stored_as_number.issuperset(positions):
            marks += mark_evidence(gather(sample, rule, positions, missing))
        elif meaning in _DAYS:
            orders[rule.target] = order_evidence(gather(table, rule, positions, missing))
        elif meaning == "code":
            counted = pc.value_counts(pc.utf8_length(gather(sample, rule, positions, missing))).to_pylist()
            lengths.update({entry["values"]: entry["counts"] for entry in counted if entry["values"]})
    return Evidence(marks, orders, dict(lengths))


def plan_sheet(chosen: Chosen, evidence: Evidence, setting: Setting) -> Plan:
    """Decide how a sheet is converted. What the values show goes before what the layout says."""
    chosen, territory = on_its_territory(chosen, _names(setting))
    layout = chosen.layout
    mark = evidence.marks.mark or layout.writing.decimal
    constants = {target: str(value) for target, value in layout.constants.items()}
    direction, said = _direction(chosen, setting)
    if direction:
        constants["direction"] = direction
    if currency := _currency(chosen):
        constants["currency"] = currency
    notices = (
        *chosen.notices,
        *territory,
        *said,
        *_order_notices(chosen, evidence),
        *_mark_notices(evidence, mark),
        *_derived(chosen),
    )
    styles = _styles(chosen, evidence)
    return Plan(setting, chosen, mark, styles, _digits(evidence), constants, notices, _factors(chosen))


def number_mark(plan: Plan, batch: RawBatch, positions: tuple[int, ...]) -> str:
    """The decimal mark of one column: cells stored as numbers have a point."""
    return POINT if batch.stored_as_number.issuperset(positions) else plan.mark


def _currency(chosen: Chosen) -> str:
    """The currency that the header of the amounts names, where no column and no constant does."""
    known = {*chosen.columns, *chosen.layout.constants, *chosen.derived}
    amounts = chosen.columns.get("value") or chosen.columns.get("price")
    if "currency" in known or not amounts or not chosen.headers:
        return ""
    money = money_of(split_header(chosen.headers[amounts[0]]).unit)
    return money[0] if money else ""


def _factors(chosen: Chosen) -> Mapping[str, float]:
    """Those of the layout, and for one of no publisher those that its headers name."""
    if not chosen.layout.vocabulary:
        return chosen.layout.writing.factors
    named = {
        target: unit_factor(target, chosen.headers[positions[0]])
        for target, positions in chosen.columns.items()
        if positions[0] < len(chosen.headers)
    }
    return {**{it: factor for it, factor in named.items() if factor != 1.0}, **chosen.layout.writing.factors}


def _styles(chosen: Chosen, evidence: Evidence) -> dict[str, DateStyle]:
    writing = chosen.layout.writing
    styles = {}
    for rule in chosen.layout.columns:
        if meaning_of(chosen.layout.table, rule.target) not in _DAYS:
            continue
        order = evidence.orders.get(rule.target, OrderEvidence())
        majority = "mdy" if order.month_first > order.day_first else "dmy"
        styles[rule.target] = DateStyle(
            patterns=rule.dates or writing.dates,
            calendar=writing.calendar,
            order=majority if order.mixed else order.order,
            mixed=order.mixed,
        )
    return styles


def _digits(evidence: Evidence) -> int:
    lengths = evidence.code_lengths
    return max(lengths, key=lambda it: (lengths[it], it)) if lengths else 0


def _order_notices(chosen: Chosen, evidence: Evidence) -> Iterator[Notice]:
    said = {rule.target for rule in chosen.layout.columns if rule.dates or chosen.layout.writing.dates}
    for target, order in evidence.orders.items():
        if order.mixed:
            yield Notice(
                "W-DATE-ORDER",
                f"{target}: {order.day_first:,} rows can only be day/month and {order.month_first:,} only month/day. "
                f"Two orders stand in one column, so {order.open:,} rows such as 03/04 could be either: they are "
                "flagged F-DATE-ORDER. Ask where the file was put together.",
            )
        elif order.open and not order.order and target not in said:
            yield Notice(
                "W-DATE-ORDER",
                f"{target}: all {order.open:,} dates with slashes could be day/month or month/day. They were read day "
                "first and flagged F-DATE-ORDER. Set writing.dates in the layout.",
            )


def _mark_notices(evidence: Evidence, mark: str) -> Iterator[Notice]:
    if not mark and evidence.marks.open:
        yield Notice(
            "W-DECIMAL",
            f"{evidence.marks.open:,} amounts such as 1,234 could be thousands or decimals and nothing in the file "
            "tells which. They were left empty and flagged F-DECIMAL. Set writing.decimal in the layout.",
        )


def _derived(chosen: Chosen) -> Iterator[Notice]:
    for target, positions in chosen.derived.items():
        names = ", ".join(chosen.headers[it] for it in positions)
        if target not in chosen.columns:
            yield Notice(
                "W-DERIVED",
                f"The file has no column for {target}; it was read out of {names}, as the layout "
                f"{chosen.layout.id} describes.",
            )


def _direction(chosen: Chosen, setting: Setting) -> tuple[str, tuple[Notice, ...]]:
    """Import or export where no column, constant or derived rule says it: from what else the file shows."""
    layout = chosen.layout
    known = {*chosen.columns, *layout.constants, *chosen.derived}
    if layout.table != "items" or "direction" in known or "direction" in layout.absent:
        return "", ()
    clues = dict(_clues(chosen, setting))
    if len(set(clues.values())) == 1:
        why, meaning = next(iter(clues.items()))
        return meaning, (Notice("W-DIRECTION", f"No column says import or export; it was taken as {meaning}: {why}."),)
    said = "; ".join(f"{why}: {meaning}" for why, meaning in clues.items()) or "nor anything else in the file"
    return "", (Notice("W-DIRECTION", f"No column says import or export ({said}). It was left empty."),)


def _clues(chosen: Chosen, setting: Setting) -> Iterator[tuple[str, str]]:
    own = {it for it in ("consignor", "consignee") if f"{it}_identifier" in chosen.columns}
    if len(own) == 1:
        (role,) = own
        yield f"only the {role} has a registered number", "export" if role == "consignor" else "import"
    # "Exporter" stands in import files, too; only the names of the paper and of its day tell.
    told = [chosen.headers[at] for it in ("declaration_no", "declared_on") for at in chosen.columns.get(it, ())]
    for text in (*told, *_names(setting)):
        if len(found := _directions(text)) == 1:
            yield f"{text!r} says so", found.pop()


def _names(setting: Setting) -> list[str]:
    return [it for it in (setting.place.sheet, setting.place.member, setting.file_name) if it]


def _directions(text: str) -> set[str]:
    words = [part for word in header_words(text) for part in word.split("_")]
    return {
        meaning
        for meaning in ("import", "export")
        if any(word.startswith(stem) for word in words for stem in WORDS[meaning] if len(stem) > 3 or _is_han(stem))
    }


def _is_han(text: str) -> bool:
    return all("\u3400" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" for letter in text)
