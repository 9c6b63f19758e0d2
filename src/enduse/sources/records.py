"""Rows that hold no record, told apart from those that do: blank, repeated header, total."""

import pyarrow as pa
import pyarrow.compute as pc

from enduse.sources.plan import Plan
from enduse.text.headers import header_key

_ANCHORS = ("goods_code", "description", "declaration_no", "partner", "reporter", "currency")
_WITH_TOTALS = frozenset({"items", "payments", "tenders", "orders"})
_ANCHORS_OF = {
    "payments": ("payee", "payer", "payee_identifier", "payer_identifier"),
    "tenders": ("supplier", "buyer", "subject", "contract_no"),
    "events": ("serial", "kind"),
    "exhibits": ("exhibitor", "brand"),
    "web": ("domain", "registrant"),
    "trademarks": ("mark", "number"),
    "claims": ("text", "predicate"),
    "orders": ("buyer", "buyer_identifier", "description", "model", "order_no"),
    "order_changes": ("order_no", "field"),
}
_WORDS = (
    "итого|всего|общий итог|total|totals|grand total|sum total|合计|总计|小计|合計|總計|합계|총계|소계|toplam|"
    "genel toplam|разом|усього"
)
_TOTAL = rf"^\s*(?i:{_WORDS})(?i:\s+(?:по|за|by|for)\s.*)?[\s:.…]*$"


def records(table: pa.Table, plan: Plan) -> tuple[pa.Table, dict[str, int]]:
    """The rows that hold a record, and how many were left aside for which reason.

    A row is looked at closely only when the column that every record fills (goods code, else description ...) is
    empty, holds no digit, or repeats its header; all others are records.
    """
    table, skipped = _left_out(table, plan)
    kept, others = _without_lines_of_form(table, plan)
    return kept, skipped | others


def _left_out(table: pa.Table, plan: Plan) -> tuple[pa.Table, dict[str, int]]:
    """The rows that no rule of the layout leaves out, and how many each reason did."""
    keys = [header_key(header) for header in plan.chosen.headers]
    skipped: dict[str, int] = {}
    for rule in plan.chosen.layout.skip:
        name = f"c{keys.index(header_key(rule.header))}" if header_key(rule.header) in keys else ""
        if name not in table.column_names:
            continue
        cells = pc.fill_null(pc.utf8_trim_whitespace(table[name]), "")
        found = pc.match_substring_regex(cells, rule.pattern)
        kept = table.filter(found if rule.unless else pc.invert(found))
        if kept.num_rows < table.num_rows:
            skipped[rule.reason] = skipped.get(rule.reason, 0) + table.num_rows - kept.num_rows
            table = kept
    return table, skipped


def _without_lines_of_form(table: pa.Table, plan: Plan) -> tuple[pa.Table, dict[str, int]]:
    anchor = _anchor(plan)
    if anchor is None or table.num_rows == 0:
        return table, {}
    target, name = anchor
    suspect = _suspects(table[name], plan, target, int(name[1:]))
    if not pc.any(suspect).as_py():
        return table, {}
    masks = _reasons(table.filter(suspect), plan, name)
    out = masks["blank"]
    for mask in masks.values():
        out = pc.or_(out, mask)
    counts = {reason: int(pc.sum(mask).as_py() or 0) for reason, mask in masks.items()}
    if not any(counts.values()):
        return table, {}
    flat = suspect.combine_chunks() if isinstance(suspect, pa.ChunkedArray) else suspect
    kept = pc.replace_with_mask(pa.repeat(pa.scalar(True), table.num_rows), flat, pc.invert(out))
    return table.filter(kept), {reason: count for reason, count in counts.items() if count}


def _anchor(plan: Plan) -> tuple[str, str] | None:
    columns = plan.chosen.columns
    anchors = _ANCHORS_OF.get(plan.table, _ANCHORS)
    return next(((it, f"c{columns[it][0]}") for it in anchors if it in columns), None)


def _suspects(cells: pa.ChunkedArray, plan: Plan, target: str, position: int) -> pa.ChunkedArray:
    if target == "goods_code":
        coded = pc.ascii_is_decimal(cells)
        if not pc.all(coded).as_py():
            coded = pc.or_(coded, pc.match_substring_regex(cells, "[0-9]"))
        suspect = pc.invert(pc.fill_null(coded, False))
    else:
        blank = pc.equal(pc.binary_length(pc.utf8_trim_whitespace(cells)), 0)
        suspect = pc.fill_null(pc.or_(blank, pc.match_substring_regex(cells, _TOTAL)), True)
    if not plan.chosen.headers:
        return suspect
    return pc.or_(suspect, pc.fill_null(pc.equal(cells, plan.chosen.headers[position]), False))


def _reasons(table: pa.Table, plan: Plan, anchor: str) -> dict[str, pa.Array]:
    """Reason to mask over the suspects; the masks do not overlap."""
    no = pa.repeat(pa.scalar(False), table.num_rows)
    filled, total, same = no, no, pa.repeat(pa.scalar(0), table.num_rows)
    headers = plan.chosen.headers
    for name in table.column_names:
        if not name.startswith("c"):
            continue
        cells, position = table[name].combine_chunks(), int(name[1:])
        written = pc.fill_null(pc.greater(pc.binary_length(pc.utf8_trim_whitespace(cells)), 0), False)
        filled = pc.or_(filled, written)
        total = pc.or_(total, pc.fill_null(pc.match_substring_regex(cells, _TOTAL), False))
        if position < len(headers) and headers[position]:
            same = pc.add(same, pc.cast(pc.fill_null(pc.equal(cells, headers[position]), False), pa.int64()))
    totals = plan.table in _WITH_TOTALS
    repeated = pc.greater_equal(same, max(2, sum(map(bool, headers)) // 2))
    return {
        "blank": pc.invert(filled),
        "repeated header": repeated,
        # In published tables a total is a cell like the others: goods code TOTAL, partner World.
        "total": pc.and_not(pc.and_(total, _without_number(table, plan)), repeated) if totals else no,
    }


def _without_number(table: pa.Table, plan: Plan) -> pa.Array:
    """Is no declaration number written? A record may well describe a "Total" station."""
    positions = plan.chosen.columns.get("declaration_no")
    if positions is None:
        return pa.repeat(pa.scalar(True), table.num_rows)
    cells = table[f"c{positions[0]}"].combine_chunks()
    blank = pc.fill_null(pc.equal(pc.binary_length(pc.utf8_trim_whitespace(cells)), 0), True)
    return pc.or_(blank, pc.fill_null(pc.match_substring_regex(cells, _TOTAL), False))
