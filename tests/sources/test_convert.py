"""Raw rows become ledger rows and rejects, by rules that name what was odd."""

import json
from datetime import date
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.provenance import Place
from enduse.sources.choose import View, apply_layout
from enduse.sources.convert import convert
from enduse.sources.converted import Converted
from enduse.sources.layout import Layout, layout_of
from enduse.sources.plan import Plan, Setting, evidence_of, plan_sheet
from enduse.sources.reading import FOOTNOTE, BadRow, RawBatch
from enduse.store.schema import TABLES

HEADER = ("No", "Day", "Code", "Goods", "Sender", "Tax ID", "From", "Price", "Money", "Weight", "Pieces", "Remark")
RECORD = ("D-1", "2022-05-06", "8458112009", "lathe", "ACORN", "9799001010", "TW", "10.5", "USD", "5", "1", "")
LAYOUT = layout_of(
    {
        "id": "plain",
        "title": "plain",
        "table": "items",
        "about": "",
        "source": "memory",
        "columns": {
            "declaration_no": "No",
            "declared_on": "Day",
            "goods_code": "Code",
            "description": "Goods",
            "consignor": "Sender",
            "consignor_identifier": "Tax ID",
            "origin": "From",
            "value": "Price",
            "currency": "Money",
            "net_kg": "Weight",
            "quantity": "Pieces",
        },
        "constants": {"direction": "import"},
        "registers": {"consignor_identifier": "RU"},
    }
)
TODAY = date(2024, 1, 1)


def record(**cells: str) -> tuple[str, ...]:
    """The plain record with some cells changed, by header."""
    return tuple(cells.get(header, cell) for header, cell in zip(HEADER, RECORD, strict=True))


def batch(*rows: tuple[str, ...], bad: tuple[BadRow, ...] = (), numbers: frozenset[int] = frozenset()) -> RawBatch:
    columns = {f"c{at}": pa.array([row[at] for row in rows], pa.string()) for at in range(len(HEADER))}
    table = pa.table({"row": pa.array(range(2, 2 + len(rows)), pa.int64()), **columns})
    return RawBatch(table, bad, numbers)


def plan(raw: RawBatch, layout: Layout = LAYOUT) -> Plan:
    chosen = apply_layout(View([list(HEADER)]), layout)
    assert chosen is not None
    return plan_sheet(chosen, evidence_of(raw, chosen), Setting("s" * 64, Place(None, "Sheet"), "file.csv", TODAY))


def converted(*rows: tuple[str, ...], layout: Layout = LAYOUT) -> Converted:
    raw = batch(*rows)
    return convert(raw, plan(raw, layout))


def only(*rows: tuple[str, ...], layout: Layout = LAYOUT) -> dict[str, Any]:
    (kept,) = converted(*rows, layout=layout).tables["items"].to_pylist()
    return dict(kept)


def test_a_plain_record_comes_out_in_the_schema_with_its_provenance() -> None:
    result = converted(RECORD)
    assert result.tables["items"].schema.equals(TABLES["items"].arrow_schema())
    assert set(result.tables) == {"items"}
    kept = only(RECORD)
    assert (kept["source_id"], kept["sheet"], kept["row"]) == ("s" * 64, "Sheet", 2)
    assert (kept["declared_on"], kept["value"], kept["goods_code"]) == (date(2022, 5, 6), 10.5, "8458112009")
    assert (kept["direction"], kept["flags"], kept["other"]) == ("import", None, None)


def test_an_unmapped_cell_is_kept_under_its_header() -> None:
    assert json.loads(only(record(Remark='say "hi"\n\\'))["other"]) == {"Remark": 'say "hi"\n\\'}


@pytest.mark.parametrize(
    ("header", "text", "flag", "column", "value"),
    [
        ("Price", "-5", "F-NEGATIVE", "value", -5.0),
        ("Weight", "9e12", "F-ABSURD", "net_kg", 9e12),
        ("Pieces", "two", "F-QUANTITY", "quantity", None),
        ("From", "Atlantis", "F-COUNTRY", "origin", None),
        ("Money", "tugriks", "F-CURRENCY", "currency", "TUGRIKS"),
        ("Day", "", "F-NO-DATE", "declared_on", None),
        ("Day", "2024-01-02", "F-FUTURE", "declared_on", date(2024, 1, 2)),
        ("Tax ID", "7707083894", "F-IDENTIFIER", "consignor_identifier", "7707083894"),
        ("Code", "8.457E+09", "F-HS-LOST", "goods_code", None),
        ("Code", "8,45711E+9", "F-HS-LOST", "goods_code", None),
        ("Code", "machine tool", "F-HS-TEXT", "goods_code", None),
        ("Code", "8458112", "F-HS-LENGTH", "goods_code", "8458112"),
    ],
)
def test_what_is_odd_is_kept_and_flagged(header: str, text: str, flag: str, column: str, value: object) -> None:
    kept = only(record(**{header: text}))
    assert kept["flags"] == [flag]
    assert kept[column] == value


@pytest.mark.parametrize("header", ["Pieces", "From", "Code"])
def test_a_text_that_could_not_be_read_stays_beside_its_row(header: str) -> None:
    assert json.loads(only(record(**{header: "so so"}))["other"]) == {header: "so so"}


def test_a_row_may_carry_several_flags() -> None:
    assert only(record(Price="-5", From="Atlantis"))["flags"] == ["F-COUNTRY", "F-NEGATIVE"]


@pytest.mark.parametrize(
    ("cells", "code", "said"),
    [
        ({"Day": "31.02.2022"}, "R-DATE", "'31.02.2022'"),
        ({"Price": "call us"}, "R-AMOUNT", "value (Price) 'call us'"),
        ({"Weight": "a ton"}, "R-AMOUNT", "'a ton'"),
        ({"Code": "", "Goods": " "}, "R-EMPTY", "goods_code and description"),
    ],
)
def test_what_would_make_a_wrong_fact_is_rejected_with_its_value(cells: dict[str, str], code: str, said: str) -> None:
    result = converted(record(**cells), RECORD)
    (reject,) = result.tables["rejects"].to_pylist()
    assert (reject["code"], reject["row"]) == (code, 2)
    assert said in reject["reason"]
    assert json.loads(reject["raw"]) == list(record(**cells))
    assert (result.counts.rows_read, result.counts.rows_kept, result.counts.rows_rejected) == (2, 1, 1)
    assert result.tables["rejects"].schema.equals(TABLES["rejects"].arrow_schema())


def test_each_bad_row_of_a_batch_is_rejected_once_with_its_first_reason() -> None:
    rows = [record(Day="soon"), record(Price="x"), record(Day="soon", Price="x"), RECORD, record(Code="", Goods="")]
    result = converted(*rows)
    found = [(it["row"], it["code"]) for it in result.tables["rejects"].to_pylist()]
    assert found == [(2, "R-DATE"), (3, "R-AMOUNT"), (4, "R-DATE"), (6, "R-EMPTY")]
    assert result.tables["items"]["row"].to_pylist() == [5]


def test_a_code_that_a_spreadsheet_spoilt_is_no_empty_row() -> None:
    assert only(record(Code="8.457E+09", Goods=""))["flags"] == ["F-HS-LOST"]


@pytest.mark.parametrize(
    "written", ["8458.11.2009", "8458 11 200 9", "8458-112009", "８４５８１１２００９", "8458112009.0"]
)
def test_goods_codes_keep_their_digits_only(written: str) -> None:
    assert only(record(Code=written))["goods_code"] == "8458112009"


def test_a_lost_leading_zero_is_put_back_and_said() -> None:
    result = converted(RECORD, RECORD, record(Code="207149000"))
    kept = result.tables["items"].to_pylist()[2]
    assert (kept["goods_code"], kept["flags"]) == ("0207149000", ["W-HS-NUMBER"])
    assert result.counts.flags == {"W-HS-NUMBER": 1}


def test_a_short_code_that_is_no_heading_of_chapters_1_to_9_is_left_alone() -> None:
    kept = converted(RECORD, RECORD, record(Code="845811200")).tables["items"].to_pylist()[2]
    assert kept["goods_code"] == "845811200"


@pytest.mark.parametrize("total", ["Итого", "Total:", "合计", "합계", "ИТОГО по странам"])
def test_a_total_is_skipped_with_a_reason(total: str) -> None:
    result = converted(RECORD, (total, *[""] * 6, "999", *[""] * 4))
    assert (result.counts.rows_read, result.counts.skipped) == (1, {"total": 1})


def test_a_record_whose_goods_are_called_total_is_kept() -> None:
    assert only(record(Goods="Total", Code=""))["description"] == "Total"


def test_blank_rows_and_repeated_headers_are_skipped_with_a_reason() -> None:
    result = converted(RECORD, ("",) * 12, HEADER, (" ",) * 12)
    assert result.counts.skipped == {"blank": 2, "repeated header": 1}
    assert result.tables["items"]["row"].to_pylist() == [2]


def test_rows_that_the_reader_could_not_cut_are_rejected_too() -> None:
    raw = batch(RECORD, bad=(BadRow(3, "R-RAGGED", "three cells", ("a", "b", "c")),))
    result = convert(raw, plan(raw))
    assert result.tables["rejects"].to_pylist()[0]["raw"] == '["a", "b", "c"]'
    assert (result.counts.rows_read, result.counts.rows_kept, result.counts.rows_rejected) == (2, 1, 1)


def test_notes_below_the_table_are_counted_apart() -> None:
    raw = batch(RECORD, bad=(BadRow(3, FOOTNOTE, "A note below the table.", ("Source: customs",)),))
    counts = convert(raw, plan(raw)).counts
    assert (counts.rows_read, counts.rows_kept, counts.rows_rejected, counts.skipped) == (1, 1, 0, {"footnote": 1})


def test_amounts_whose_mark_nothing_tells_are_left_empty_and_flagged() -> None:
    raw = batch(record(Price="1,234", Weight="7"))
    kept = convert(raw, plan(raw)).tables["items"].to_pylist()[0]
    assert (kept["value"], kept["flags"], json.loads(kept["other"])) == (None, ["F-DECIMAL"], {"Price": "1,234"})
    assert "W-DECIMAL" in [it.code for it in plan(raw).notices]


def test_another_column_of_the_file_tells_the_mark() -> None:
    assert only(record(Price="1,234", Weight="7,5"))["value"] == 1.234


def test_cells_stored_as_numbers_have_a_point_whatever_the_rest_of_the_file_uses() -> None:
    raw = batch(record(Price="1.234", Weight="7,5"), numbers=frozenset({7}))
    assert convert(raw, plan(raw)).tables["items"].to_pylist()[0]["value"] == 1.234


def test_two_orders_of_day_and_month_are_said_and_flagged() -> None:
    raw = batch(record(Day="25/12/2022"), record(Day="12/26/2022"), record(Day="03/04/2022"))
    result = convert(raw, plan(raw))
    assert [it["flags"] for it in result.tables["items"].to_pylist()] == [None, ["F-DATE-OTHER"], ["F-DATE-ORDER"]]
    assert [it.code for it in plan(raw).notices] == ["W-DATE-ORDER"]


def changed(**more: Any) -> Layout:
    return Layout(**{**LAYOUT.__dict__, **more})


def test_a_derived_column_fills_only_what_is_empty() -> None:
    spec = {"declared_on": {"headers": ["No"], "pattern": r"/(\d{6})$", "dates": ["%d%m%y"]}}
    layout = changed(derived=layout_of({**_spec(), "derived": spec}).derived)
    rows = converted(record(No="X/060522", Day=""), record(No="X/060523"), layout=layout).tables["items"]
    assert rows["declared_on"].to_pylist() == [date(2022, 5, 6), date(2022, 5, 6)]


def _spec() -> dict[str, Any]:
    return {"id": "x", "title": "", "table": "items", "about": "", "source": ""}


def test_words_of_the_layout_and_of_everyday_use_say_the_direction() -> None:
    columns = layout_of({**_spec(), "columns": {"direction": "Remark", "description": "Goods"}}).columns
    layout = changed(columns=columns, constants={}, words={"direction": {"inwards": "import"}})
    rows = [record(Remark=it) for it in ("Inwards", "ЭК", "출구", "进口")]
    assert converted(*rows, layout=layout).tables["items"]["direction"].to_pylist() == [
        "import",
        "export",
        None,
        "import",
    ]


def test_factors_and_marks_of_absence_are_honoured() -> None:
    writing = layout_of({**_spec(), "writing": {"missing": ["-"], "factors": {"value": 1000}}}).writing
    kept = only(record(Price="1.5", Weight="-"), layout=changed(writing=writing))
    assert (kept["value"], kept["net_kg"]) == (1500.0, None)


CELLS = st.fixed_dictionaries(
    {},
    optional={
        "Day": st.sampled_from(["", "2022-05-06", "31.12.2021", "soon", "03/04/2022", "2030-01-01"]),
        "Code": st.sampled_from(["", "8458112009", "207149000", "8.457E+09", "words", "Total"]),
        "Goods": st.sampled_from(["", "lathe", "Total"]),
        "No": st.sampled_from(["", "D-7", "Total"]),
        "Price": st.sampled_from(["", "1,5", "1.5", "x", "-3", "1,234"]),
        "From": st.sampled_from(["", "TW", "Тайвань", "Nowhere"]),
        "Remark": st.sampled_from(["", "a", '"']),
    },
)


@settings(deadline=None, max_examples=60)
@given(st.lists(CELLS, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_every_row_is_accounted_for_and_their_order_does_not_matter(cells: list[dict[str, str]], order: Random) -> None:
    rows = [record(**it) for it in cells]
    raw = batch(*rows)
    whole = convert(raw, plan(raw))
    counts = whole.counts
    assert counts.rows_read + sum(counts.skipped.values()) == len(rows)
    assert counts.rows_read == counts.rows_kept + counts.rows_rejected
    assert counts.rows_kept == whole.tables["items"].num_rows
    shuffled = list(range(len(rows)))
    order.shuffle(shuffled)
    mixed = RawBatch(raw.table.take(shuffled))
    again = convert(mixed, plan(mixed))
    assert again.counts == counts
    assert again.tables["items"].sort_by("row").equals(whole.tables["items"])


@settings(deadline=None, max_examples=60)
@given(st.lists(CELLS, min_size=2, max_size=8), st.integers(1, 7))
def test_where_a_batch_is_cut_changes_no_row(cells: list[dict[str, str]], cut: int) -> None:
    raw = batch(*[record(**it) for it in cells])
    known = plan(raw)
    parts = [convert(RawBatch(it), known).tables["items"] for it in (raw.table.slice(0, cut), raw.table.slice(cut))]
    assert pa.concat_tables(parts).equals(convert(raw, known).tables["items"])
