"""A batch of raw rows becomes ledger rows and rejects; every row is accounted for."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from enduse.sources.columns import (
    Cells,
    blank_to_null,
    join_written,
    read_amounts,
    read_codes,
    read_countries,
    read_currencies,
    read_days,
    read_flows,
    read_identifiers,
    read_periods,
    read_published_codes,
    read_truths,
    read_wholes,
    read_words,
)
from enduse.sources.converted import Converted, Counts
from enduse.sources.layout import ColumnRule
from enduse.sources.meaning import meaning_of
from enduse.sources.other import other_cells
from enduse.sources.plan import Plan, gather, number_mark
from enduse.sources.reading import FOOTNOTE, BadRow, RawBatch
from enduse.sources.record_cells import (
    read_class_codes,
    read_consents,
    read_domains,
    read_event_kinds,
    read_vague_days,
)
from enduse.sources.records import records
from enduse.store.record_kinds import DAY_OF, DESCRIBED_ROLES
from enduse.store.schema import TABLES

_REJECTED = {
    "day": "R-DATE",
    "vague_day": "R-DATE",
    "period": "R-DATE",
    "amount": "R-AMOUNT",
    "whole": "R-AMOUNT",
    "empty": "R-EMPTY",
    "label": "R-STAT-LABEL",
}
_SAID = {
    "day": "{column} {text!r} is no day of the calendar",
    "vague_day": "{column} {text!r} is no day, month or year",
    "period": "{column} {text!r} is no month or year",
    "amount": "{column} {text!r} is no amount",
    "whole": "{column} {text!r} is no whole number",
    "label": "{column} {text!r} is nothing that we know",
}
_WITH_OTHERS = frozenset({"items", *DAY_OF})
# A count of pieces or people is not worth the row, nor a day of shipment: "2 комплекта" is kept as text beside it.
_SPARED = {"quantity": "F-QUANTITY"}
_SPARED_OF_ORDERS = {
    **_SPARED,
    **dict.fromkeys(("ship_on", "signed_on"), "F-DAY-TEXT"),
    **{f"{role}_employees": "F-QUANTITY" for role in DESCRIBED_ROLES},
    **{f"{role}_incorporated": "F-DAY-TEXT" for role in DESCRIBED_ROLES},
}
_OF_RECORDS = {
    "event": read_event_kinds,
    "domain": read_domains,
    "consent": read_consents,
    "class_code": read_class_codes,
}
# Every group needs one column that is filled; a row without it says nothing that could be used.
_NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "items": (("goods_code", "description"),),
    "statistics": (
        ("reporter",),
        ("partner",),
        ("flow",),
        ("month",),
        ("value", "value_eur", "value_usd", "net_kg", "quantity"),
    ),
    "code_lists": (("goods_code",),),
    "fx_rates": (("currency",), ("rate",), ("month",)),
    "payments": (("payer", "payer_identifier", "payee", "payee_identifier", "reference"),),
    "tenders": (("buyer", "buyer_identifier", "supplier", "supplier_identifier", "subject"),),
    "events": (("serial", "reference", "brand", "model"),),
    "exhibits": (("exhibitor", "exhibitor_identifier", "brand"),),
    "web": (("domain", "registrant", "text"),),
    "trademarks": (("mark", "number", "logo_hash"),),
    "claims": (("text", "predicate"),),
    "orders": (("order_no", "buyer", "buyer_identifier"), ("description", "model", "brand", "goods_code")),
    "order_changes": (("order_no",), ("field",)),
}


@dataclass(frozen=True)
class _Failure:
    """Rows rejected for one reason: ``mask`` says which, ``texts`` what was written there."""

    meaning: str
    target: str
    mask: pa.Array
    texts: pa.Array


@dataclass(frozen=True)
class _Work:
    """All columns of one batch while it is converted."""

    rows: pa.Table
    columns: dict[str, pa.Array]
    flags: dict[str, pa.Array]
    leftovers: dict[str, pa.Array]
    failures: list[_Failure]


def convert(batch: RawBatch, plan: Plan) -> Converted:
    """The rows of ``batch`` as the plan's ledger table, and as rejects those that cannot be kept.

    Order and row numbers stay. ``counts.rows_read`` is kept + rejected, bad rows of the reader included; blank
    rows, repeated headers, totals and footnotes are counted apart.
    """
    rows, skipped = records(batch.table, plan)
    work = _Work(rows, {}, {}, {}, [])
    for rule, positions in plan.rules():
        texts = gather(rows, rule, positions, plan.chosen.layout.writing.missing)
        if meaning_of(plan.table, rule.target) != "amount":
            texts = blank_to_null(texts)
        _keep(work, rule.target, _read(rule, texts, plan, number_mark(plan, batch, positions)), texts, plan)
    _fill_constants(work, plan)
    _fill_derived(work, plan)
    _fill_territory(work, plan)
    _flag_days(work, plan)
    _require(work, plan)
    kept, rejects, flags = _finish(work, plan)
    bad = [_bad_line(it, plan) for it in batch.bad if it.code != FOOTNOTE]
    if notes := len(batch.bad) - len(bad):
        skipped = {**skipped, FOOTNOTE: notes}
    tables = {plan.table: kept}
    if rejects or bad:
        tables["rejects"] = pa.Table.from_pylist([*rejects, *bad], TABLES["rejects"].arrow_schema())
    read = rows.num_rows + len(bad)
    return Converted(tables, Counts(read, kept.num_rows, len(rejects) + len(bad), skipped, flags))


def _read(rule: ColumnRule, texts: pa.Array, plan: Plan, mark: str) -> Cells:
    layout, target = plan.chosen.layout, rule.target
    meaning = meaning_of(plan.table, target)
    if country := layout.registers.get(target):
        return read_identifiers(texts, country)
    if plan.table == "statistics" and target == "flow":
        return read_flows(texts, layout.words.get(target, {}))
    if plan.table == "statistics" and meaning == "code":
        return read_published_codes(texts)
    if meaning in _OF_RECORDS:
        return _OF_RECORDS[meaning](texts)
    if target in layout.words or meaning == "word":
        return read_words(texts, layout.words.get(target, {}))
    if meaning in {"country", "place"}:
        return read_countries(texts, groups=meaning == "place")
    if meaning == "amount":
        return read_amounts(texts, mark, plan.factors.get(target, 1.0))
    if meaning in {"day", "vague_day"}:
        return (read_days if meaning == "day" else read_vague_days)(texts, plan.style(rule))
    simple = {"code": lambda it: read_codes(it, plan.code_digits), "currency": read_currencies, "truth": read_truths}
    if meaning == "whole":
        return read_wholes(texts, mark)
    return simple[meaning](texts) if meaning in simple else Cells(texts)


def _keep(work: _Work, target: str, cells: Cells, texts: pa.Array, plan: Plan) -> None:
    meaning = meaning_of(plan.table, target)
    if meaning == "period":
        cells, months = read_periods(texts)
        work.columns.setdefault("months", months)
    work.columns[target] = cells.values
    for flag, mask in cells.flags.items():
        work.flags[flag] = pc.or_(work.flags[flag], mask) if flag in work.flags else mask
    if cells.leftover is not None:
        work.leftovers[target] = cells.leftover
        if plan.table == "statistics":
            # A published figure about something unknown is no figure about anything.
            work.failures.append(_Failure("label", target, pc.is_valid(cells.leftover), texts))
    if cells.failed is None:
        return
    if spared := (_SPARED_OF_ORDERS if plan.table == "orders" else _SPARED).get(target):
        before = work.flags.get(spared)
        work.flags[spared] = cells.failed if before is None else pc.or_(before, cells.failed)
        work.leftovers[target] = pc.if_else(cells.failed, texts, pa.scalar(None, pa.string()))
    else:
        work.failures.append(_Failure(meaning, target, cells.failed, texts))


def _fill_constants(work: _Work, plan: Plan) -> None:
    size = work.rows.num_rows
    for target, text in plan.constants.items():
        if target not in work.columns:
            kind = next(it.arrow for it in TABLES[plan.table].columns if it.name == target)
            work.columns[target] = pa.repeat(pa.scalar(text).cast(kind), size)
    if plan.table == "statistics":
        publisher = plan.chosen.layout.terms.publisher or None
        work.columns.setdefault("publisher", pa.repeat(pa.scalar(publisher, pa.string()), size))
        _complete_money(work)


def _complete_money(work: _Work) -> None:
    """A figure given once stands in both places: as published, and in its own currency's column."""
    columns = work.columns
    for currency, own in (("EUR", "value_eur"), ("USD", "value_usd")):
        if own in columns and "value" not in columns:
            columns["value"] = columns[own]
            columns["currency"] = pa.repeat(pa.scalar(currency), work.rows.num_rows)
        elif own not in columns and "value" in columns and "currency" in columns:
            same = pc.equal(columns["currency"], currency)
            columns[own] = pc.if_else(same, columns["value"], pa.scalar(None, pa.float64()))


def _fill_derived(work: _Work, plan: Plan) -> None:
    """Derived columns fill only what is empty; a derived text that cannot be read leaves it empty."""
    for rule in plan.chosen.layout.derived:
        positions = plan.chosen.derived.get(rule.target)
        own = work.columns.get(rule.target)
        if positions is None or (own is not None and own.null_count == 0):
            continue
        texts = blank_to_null(gather(work.rows, rule, positions, ()))
        values = _read(rule, texts, plan, plan.mark).values
        work.columns[rule.target] = values if own is None else pc.coalesce(own, values)


def _fill_territory(work: _Work, plan: Plan) -> None:
    """What a customs office declares imported came into its country; what it declares exported left from there."""
    customs, direction = plan.chosen.layout.customs, work.columns.get("direction")
    if not customs or direction is None:
        return
    for target, meant in (("destination", "import"), ("dispatch", "export")):
        here = pc.if_else(pc.equal(direction, meant), pa.scalar(customs), pa.scalar(None, pa.string()))
        own = work.columns.get(target)
        work.columns[target] = here if own is None else pc.coalesce(own, here)


def _flag_days(work: _Work, plan: Plan) -> None:
    days = work.columns.get(DAY_OF.get(plan.table, "declared_on"))
    if days is None:
        return
    for flag, mask in (
        ("F-FUTURE", pc.greater(days, pa.scalar(plan.setting.today, pa.date32()))),
        ("F-NO-DATE", pc.is_null(days)),
    ):
        if pc.any(mask).as_py():
            work.flags[flag] = pc.fill_null(mask, False)


def _require(work: _Work, plan: Plan) -> None:
    size = work.rows.num_rows
    for group in _NEEDED[plan.table]:
        lacking = pa.repeat(pa.scalar(True), size)
        for target in group:
            written = work.columns.get(target, pa.nulls(size))
            lacking = pc.and_(lacking, pc.is_null(written))
            if target in work.leftovers:
                # A code that a spreadsheet spoilt was written all the same.
                lacking = pc.and_(lacking, pc.is_null(work.leftovers[target]))
        if pc.any(lacking).as_py():
            work.failures.append(_Failure("empty", " and ".join(group), lacking, pa.nulls(size, pa.string())))


def _finish(work: _Work, plan: Plan) -> tuple[pa.Table, list[dict[str, object]], dict[str, int]]:
    if plan.table in _WITH_OTHERS:
        work.columns["other"] = other_cells(work.rows, work.leftovers, plan.chosen)
    out = None
    for failure in work.failures:
        out = failure.mask if out is None else pc.or_(out, failure.mask)
    rejects = [] if out is None else list(_reject_lines(work, plan, out))
    keep = None if out is None else pc.invert(out)
    flags = work.flags if keep is None else {flag: mask.filter(keep) for flag, mask in work.flags.items()}
    size = work.rows.num_rows - len(rejects)
    if plan.table in _WITH_OTHERS:
        work.columns["flags"] = _flag_lists(work.flags, work.rows.num_rows)
    table = _ledger_table(work, plan, keep)
    counts = {flag: int(pc.sum(mask).as_py() or 0) for flag, mask in flags.items()} if size else {}
    return table, rejects, {flag: count for flag, count in sorted(counts.items()) if count}


def _ledger_table(work: _Work, plan: Plan, keep: pa.Array | None) -> pa.Table:
    size = work.rows.num_rows
    columns = {
        **work.columns,
        "source_id": pa.repeat(pa.scalar(plan.setting.source_id, pa.string()), size),
        "member": pa.repeat(pa.scalar(plan.setting.place.member, pa.string()), size),
        "sheet": pa.repeat(pa.scalar(plan.setting.place.sheet, pa.string()), size),
        "row": work.rows["row"],
    }
    schema = TABLES[plan.table].arrow_schema()
    # One array of nulls for all the columns that the file does not have: they are most of the schema.
    nulls = {kind: pa.nulls(size, kind) for kind in set(schema.types)}
    arrays = [columns[it.name] if it.name in columns else nulls[it.type] for it in schema]
    table = pa.Table.from_arrays(arrays, schema=schema)
    return table if keep is None else table.filter(keep)


def _flag_lists(flags: Mapping[str, pa.Array], size: int) -> pa.Array:
    """One list of flags for each row; null where there is none."""
    kind = pa.list_(pa.string())
    if not flags:
        return pa.nulls(size, kind)
    codes = sorted(flags)
    marked = [pc.if_else(flags[code], pa.scalar(code), pa.scalar(None, pa.string())) for code in codes]
    return pc.split_pattern(join_written(marked, " "), " ")


def _reject_lines(work: _Work, plan: Plan, out: pa.Array) -> Iterator[dict[str, object]]:
    """One line for each rejected row; the first reason met is the one given."""
    indices = pc.indices_nonzero(out).to_pylist()
    taken = work.rows.take(indices)
    cells = [taken[name].to_pylist() for name in taken.column_names if name != "row"]
    masks = [failure.mask.take(pa.array(indices)).to_pylist() for failure in work.failures]
    texts = [failure.texts.take(pa.array(indices)).to_pylist() for failure in work.failures]
    for line, row in enumerate(taken["row"].to_pylist()):
        which = next(number for number, mask in enumerate(masks) if mask[line])
        failure = work.failures[which]
        yield {
            **_provenance(plan, row),
            "code": _REJECTED[failure.meaning],
            "reason": _reason(failure, texts[which][line], plan),
            "raw": _raw(column[line] for column in cells),
        }


def _reason(failure: _Failure, text: str | None, plan: Plan) -> str:
    if failure.meaning == "empty":
        return f"nothing is written for {failure.target}"
    headers = [plan.chosen.headers[it] for it in plan.chosen.columns[failure.target] if plan.chosen.headers]
    column = f"{failure.target} ({', '.join(headers)})" if headers else failure.target
    return _SAID[failure.meaning].format(column=column, text=text)


def _bad_line(bad: BadRow, plan: Plan) -> dict[str, object]:
    return {**_provenance(plan, bad.row), "code": bad.code, "reason": bad.reason, "raw": _raw(bad.cells)}


def _provenance(plan: Plan, row: int) -> dict[str, object]:
    place = plan.setting.place
    return {"source_id": plan.setting.source_id, "member": place.member, "sheet": place.sheet, "row": row}


def _raw(cells: Iterable[str | None] | Sequence[str]) -> str:
    return json.dumps([cell or "" for cell in cells], ensure_ascii=False)
