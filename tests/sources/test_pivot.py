from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import BadPlugin, UnreadableFile
from enduse.model.provenance import Place
from enduse.sources.layout import Layout, layout_of
from enduse.sources.pivot import PivotConverted, convert_pivot, grid_of, pivot_fits
from enduse.sources.pivot_spec import pivot_spec
from enduse.sources.reading import BadRow, RawBatch

Rows = list[list[str]]


def layout(table: str = "statistics", **given: Any) -> Layout:
    pivot = {"header": ["period"], "labels": ["partner"], **given.pop("pivot", {})}
    spec = {
        "id": "x",
        "title": "x",
        "table": table,
        "about": "x",
        "source": "x",
        "constants": {"reporter": "KG", "flow": "import", "goods_code": "TOTAL"},
        "terms": {"publisher": "Statistics of Nowhere"},
        "pivot": pivot,
    }
    return layout_of({**spec, **given})


YEARS: Rows = [
    ["Imports of Nowhere", "", ""],
    ["(thousand US dollars)", "", ""],
    ["", "2021", "2022"],
    ["Germany", "1.5", "-"],
    ["", "", ""],
    ["Armenia", "0", "7"],
]


def convert(rows: Rows, given: Layout | None = None, **place: str) -> PivotConverted:
    return convert_pivot(rows, Place(None, place.get("sheet")), given or layout(), place.get("file", "x.xlsx"), "s1")


def facts(found: PivotConverted, *columns: str, table: str = "statistics") -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in found.tables[table].to_pylist()]


def test_every_figure_becomes_a_row_that_leads_back_to_its_cell() -> None:
    found = facts(convert(YEARS), "partner", "month", "months", "value", "row", "cell")
    assert found == [
        ("DE", date(2021, 1, 1), 12, 1500.0, 4, "B4"),
        ("AM", date(2021, 1, 1), 12, 0.0, 6, "B6"),
        ("AM", date(2022, 1, 1), 12, 7000.0, 6, "C6"),
    ]


def test_a_figure_carries_whose_and_what_it_is() -> None:
    (first, *_) = facts(
        convert(YEARS), "source_id", "reporter", "flow", "goods_code", "currency", "value_usd", "value_eur", "publisher"
    )
    assert first == ("s1", "KG", "import", "TOTAL", "USD", 1500.0, None, "Statistics of Nowhere")


def test_every_row_of_the_sheet_is_kept_rejected_or_skipped_with_a_reason() -> None:
    counts = convert([*YEARS, ["Atlantis", "3", "4"], ["1 A note", "", ""]]).counts
    assert (counts.rows_read, counts.rows_kept, counts.rows_rejected) == (3, 2, 1)
    assert counts.skipped == {"header": 1, "above the table": 2, "blank": 1, "no figures": 1}


def test_every_cell_is_a_figure_missing_repeated_or_unreadable() -> None:
    cells = convert([*YEARS, ["Germany", "1.5", "see note"]]).cells
    assert (cells.read, cells.values, cells.missing, cells.repeated, cells.unreadable) == (6, 3, 1, 1, 1)


def test_a_row_about_an_unknown_partner_is_rejected_with_its_cells() -> None:
    (reject,) = convert([*YEARS, ["Atlantis", "3", "4"]]).tables["rejects"].to_pylist()
    assert (reject["row"], reject["code"], reject["raw"]) == (7, "R-STAT-LABEL", '["Atlantis", "3", "4"]')
    assert "'Atlantis'" in reject["reason"]


def test_the_header_is_found_by_its_periods_wherever_it_stands() -> None:
    moved = [["Title", "", ""], ["A second title", "", ""], *YEARS]
    assert facts(convert(moved), "value") == facts(convert(YEARS), "value")


def test_without_a_header_nothing_is_kept() -> None:
    with pytest.raises(UnreadableFile, match="none of its 2 rows looks like the header") as error:
        convert([["(thousand US dollars)", "", ""], ["Germany", "1", "2"]])
    assert error.value.code == "E-STAT-HEADER"


def test_without_a_unit_nothing_is_kept() -> None:
    with pytest.raises(UnreadableFile, match="no unit stands above the table") as error:
        convert([row for row in YEARS if "thousand" not in row[0]])
    assert error.value.code == "E-STAT-UNIT"


def test_two_units_that_differ_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="two units stand above the table"):
        convert([["(million US dollars)", "", ""], *YEARS])


def test_the_layout_may_name_the_unit_that_the_file_does_not() -> None:
    named = layout(pivot={"unit": {"factor": 1000.0, "currency": "EUR"}})
    (first, *_) = facts(convert([row for row in YEARS if "thousand" not in row[0]], named), "value_eur", "currency")
    assert first == (1500.0, "EUR")


def test_a_figure_without_a_flow_is_refused_not_guessed() -> None:
    blind = layout(constants={"reporter": "KG", "goods_code": "TOTAL"})
    with pytest.raises(UnreadableFile, match="says the flow of the figure in B4") as error:
        convert(YEARS, blind)
    assert error.value.code == "E-STAT-COORDINATE"


@pytest.mark.parametrize(("name", "flow"), [("data_7.csv", "export"), ("data_8.csv", "import")])
def test_the_flow_may_stand_in_the_files_name(name: str, flow: str) -> None:
    by_name = layout(
        constants={"reporter": "KG", "goods_code": "TOTAL"},
        words={"flow": {"7": "export", "8": "import"}},
        pivot={"meta": [{"kind": "flow", "pattern": r"data_(\d)", "from": "file"}]},
    )
    assert {it for (it,) in facts(convert(YEARS, by_name, file=name), "flow")} == {flow}


def test_labels_in_several_languages_are_one_label() -> None:
    rows = [["(thousand US dollars)", "", "", ""], ["", "", "", "2021"], ["Герман өлкөсү", "Германия", "Germany", "1"]]
    found = convert(rows, layout(pivot={"labels": ["partner"] * 3}))
    assert facts(found, "partner", "cell") == [("DE", "D3")]
    assert found.notices == ()


def test_labels_that_name_two_countries_are_said() -> None:
    rows = [["(thousand US dollars)", "", ""], ["", "", "2021"], ["Германия", "Austria", "1"]]
    found = convert(rows, layout(pivot={"labels": ["partner"] * 2}))
    assert facts(found, "partner") == [("DE",)]
    assert [it.code for it in found.notices] == ["W-STAT-LABELS"]


def test_groups_keep_codes_of_their_own() -> None:
    rows = [*YEARS, ["EU", "5", "6"], ["CIS", "8", "9"], ["Total", "10", "11"]]
    assert {it for (it,) in facts(convert(rows), "partner")} == {"DE", "AM", "EU", "CIS", "WORLD"}


def test_an_upper_header_cell_spans_the_empty_ones_to_its_right() -> None:
    rows = [
        ["(million US dollars)", "", "", "", "", "", ""],
        ["", "Exports", "", "", "Imports", "", ""],
        ["", "", "", "", "", "", ""],
        ["", "2021", "Jan-Apr 2022", "growth, %", "2021", "Jan-Apr 2022", "growth, %"],
        ["Asia", "1", "2", "200", "3", "4", "133"],
    ]
    spec = layout(
        constants={"reporter": "RU", "goods_code": "TOTAL"},
        pivot={"header": ["flow", "period"], "skip_headers": ["growth"]},
    )
    assert facts(convert(rows, spec), "flow", "month", "months", "value") == [
        ("export", date(2021, 1, 1), 12, 1e6),
        ("export", date(2022, 1, 1), 4, 2e6),
        ("import", date(2021, 1, 1), 12, 3e6),
        ("import", date(2022, 1, 1), 4, 4e6),
    ]


def test_months_under_a_year_row_belong_to_that_year() -> None:
    rows = [
        ["(million US dollars)", "", ""],
        ["", "China", "Turkey"],
        ["2021", "", ""],
        ["January", "1", "2"],
        ["2022", "", ""],
        ["January", "3", "…"],
    ]
    spec = layout(pivot={"header": ["partner"], "labels": ["period"], "sections": ["period"]})
    found = convert(rows, spec)
    assert facts(found, "partner", "month", "months", "value") == [
        ("CN", date(2021, 1, 1), 1, 1e6),
        ("TR", date(2021, 1, 1), 1, 2e6),
        ("CN", date(2022, 1, 1), 1, 3e6),
    ]
    assert found.counts.skipped["heading"] == 2


def test_a_heading_row_that_holds_figures_is_the_total_of_its_section() -> None:
    rows = [
        ["(million US dollars)", ""],
        ["", "1999"],
        ["Exports", "9"],
        ["Armenia", "4"],
        ["Imports", "8"],
        ["Armenia", "3"],
    ]
    spec = layout(
        constants={"reporter": "RU", "goods_code": "TOTAL"},
        pivot={"sections": ["flow"], "section_row": {"partner": "WORLD"}},
    )
    found = convert(rows, spec)
    assert facts(found, "flow", "partner", "value") == [
        ("export", "WORLD", 9e6),
        ("export", "AM", 4e6),
        ("import", "WORLD", 8e6),
        ("import", "AM", 3e6),
    ]
    assert found.counts.rows_kept == 4


def test_mass_and_value_of_one_row_stand_in_one_row() -> None:
    rows = [
        ["", "January 2022", ""],
        ["code", "thousand", "million"],
        ["", "tonnes", "US dollars"],
        ["8207", "2", "3"],
    ]
    spec = layout(
        constants={"reporter": "RU", "partner": "WORLD", "flow": "import"},
        pivot={"header": ["period", "measure", "measure"], "labels": ["goods_code"]},
    )
    assert facts(convert(rows, spec), "goods_code", "net_kg", "value_usd") == [("8207", 2e6, 3e6)]


def test_long_tables_name_their_label_columns_in_any_order() -> None:
    rows = [
        ["PERIOD", "VALUE_IN_EUR", "PARTNER"],
        ["Aug. 2024", "12", "Kyrgyzstan"],
        ["201952-Jan.-Dec. 2019", "5", "Kyrgyzstan"],
    ]
    spec = layout(pivot={"header": ["measure"], "labels": {"PARTNER": "partner", "PERIOD": "period"}})
    assert facts(convert(rows, spec), "partner", "month", "months", "value_eur", "cell") == [
        ("KG", date(2024, 8, 1), 1, 12.0, "B2"),
        ("KG", date(2019, 1, 1), 12, 5.0, "B3"),
    ]


def test_only_the_block_named_is_read_and_zeros_may_mean_not_yet() -> None:
    rows = [
        ["(million US dollars)", "", ""],
        ["IN ALL", "", ""],
        ["", "2021", "2022"],
        ["January-December", "12", "1"],
        ["BY MONTH", "", ""],
        ["", "2021", "2022"],
        ["January", "1", "1"],
        ["February", "2", "0"],
        ["BY QUARTER", "", ""],
        ["", "2021", "2022"],
    ]
    spec = layout(
        constants={"reporter": "RU", "partner": "WORLD", "goods_code": "TOTAL", "flow": "export"},
        pivot={"labels": ["period"], "block": "BY MONTH", "stop": "BY QUARTER", "zero_is_missing": True},
    )
    found = convert(rows, spec)
    assert facts(found, "month", "value") == [(date(2021, 1, 1), 1e6), (date(2022, 1, 1), 1e6), (date(2021, 2, 1), 2e6)]
    assert found.counts.skipped["note"] == 2
    assert found.cells.missing == 1


def test_a_year_whose_footnote_says_so_is_preliminary() -> None:
    rows = [*YEARS, ["1 Preliminary data", "", ""]]
    rows[2] = ["", "2021", "2022 1"]
    assert facts(convert(rows), "cell", "preliminary") == [("B4", False), ("B6", False), ("C6", True)]


def test_a_footnote_that_says_something_else_is_not_preliminary() -> None:
    rows = [*YEARS, ["1 Without fish", "", ""]]
    rows[2] = ["", "2021", "2022 1"]
    assert not any(flag for (flag,) in facts(convert(rows), "preliminary"))


def test_two_figures_for_one_thing_are_both_kept_and_said() -> None:
    found = convert([*YEARS, ["Germany", "9", "-"]])
    assert [it for it in facts(found, "partner", "value") if it[0] == "DE"] == [("DE", 1500.0), ("DE", 9000.0)]
    assert [(it.code, "B4 and B7" in it.message) for it in found.notices] == [("W-STAT-TWICE", True)]


def test_partners_without_a_name_are_not_taken_for_one() -> None:
    found = convert([*YEARS, ["High seas", "2", "-"], ["Undefined country", "3", "-"]])
    assert [it for it in facts(found, "partner", "value") if it[0] == "UNDEFINED"] == [
        ("UNDEFINED", 2000.0),
        ("UNDEFINED", 3000.0),
    ]
    assert found.notices == ()


def test_a_cell_that_is_no_figure_is_named_and_the_rest_kept() -> None:
    found = convert([*YEARS, ["Georgia", "about 5", "6"]])
    assert [(it.code, "B7 ('about 5')" in it.message) for it in found.notices] == [("W-STAT-CELL", True)]
    assert ("GE", 6000.0) in facts(found, "partner", "value")


def test_a_column_with_an_unknown_header_is_named_and_left_out() -> None:
    rows = [
        ["(million US dollars)", *[""] * 5],
        ["", "China", "Turkey", "India", "Japan", "Atlantis"],
        ["2021", "1", "2", "3", "4", "5"],
    ]
    found = convert(rows, layout(pivot={"header": ["partner"], "labels": ["period"]}))
    assert [(it.code, "Atlantis" in it.message) for it in found.notices] == [("W-STAT-COLUMN", True)]
    assert found.cells.values == 4


def test_a_sheet_left_out_by_name_is_counted_whole() -> None:
    found = convert(YEARS, layout(pivot={"skip_sheets": {"Contents": "table of contents"}}), sheet="Contents")
    assert (found.tables["statistics"].num_rows, found.counts.skipped) == (0, {"table of contents": 6})


def test_an_empty_sheet_gives_nothing_and_fails_nothing() -> None:
    assert convert([["", ""], []]).counts.skipped == {"empty sheet": 2}


def test_rates_are_dated_by_mean_and_by_last_day() -> None:
    rows = [["", "2021", "2022"], ["US $", "", ""], ["Mean", "84.5", "84,1"], ["End", "-", "85"]]
    spec = layout(
        "fx_rates",
        constants={"currency": "KGS"},
        words={"per": {"US $": "USD"}, "rate": {"Mean": "mean", "End": "end"}},
        writing={"decimal": ","},
        pivot={"labels": ["rate"], "sections": ["per"]},
    )
    assert facts(convert(rows, spec), "currency", "per", "rate", "month", "months", table="fx_rates") == [
        ("KGS", "USD", 84.5, date(2021, 1, 1), 12),
        ("KGS", "USD", 84.1, date(2022, 1, 1), 12),
        ("KGS", "USD", 85.0, date(2022, 12, 31), 0),
    ]


def test_decimal_factors_leave_no_binary_dust() -> None:
    rows = [["(thousand US dollars)", ""], ["", "2021"], ["Germany", "1.005"]]
    assert facts(convert(rows), "value") == [(1005.0,)]


def batch(first: int, rows: Rows, *bad: BadRow) -> RawBatch:
    columns = {f"c{at}": [row[at] or None for row in rows] for at in range(len(rows[0]))}
    return RawBatch(pa.table({"row": pa.array(range(first, first + len(rows)), pa.int64()), **columns}), tuple(bad))


def test_batches_and_rows_give_the_same_figures() -> None:
    batches = [batch(1, YEARS[:3]), batch(4, YEARS[3:])]
    found = convert_pivot(batches, Place(), layout(), "x.xlsx", "s1")
    assert found.tables["statistics"].equals(convert(YEARS).tables["statistics"])


def test_a_row_that_could_not_be_cut_keeps_its_number() -> None:
    grid = grid_of([batch(1, YEARS[:3], BadRow(4, "R-RAGGED", "too long", ("a", "b", "c", "d"))), batch(5, YEARS[4:])])
    assert (len(grid), grid[3]) == (6, ["a", "b", "c", "d"])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Germany", "Armenia", "Atlantis", "", "CIS"]), st.sampled_from(["1", "-", "", "0,5", "?"])
        ),
        max_size=12,
    )
)
def test_counts_add_up_for_any_rows(body: list[tuple[str, str]]) -> None:
    rows = [*YEARS[:3], *([label, figure, ""] for label, figure in body)]
    found = convert(rows)
    assert found.counts.rows_read + sum(found.counts.skipped.values()) == len(rows)
    assert found.counts.rows_read == found.counts.rows_kept + found.counts.rows_rejected
    cells = found.cells
    assert cells.read == cells.values + cells.missing + cells.repeated + cells.unreadable
    assert found.tables["statistics"].num_rows == cells.values


@given(st.permutations([["Germany", "1", "2"], ["Armenia", "3", "-"], ["Georgia", "", "5"], ["CIS", "7", "8"]]))
def test_the_order_of_rows_does_not_matter(body: Rows) -> None:
    found = facts(convert([*YEARS[:3], *body]), "partner", "month", "value")
    assert sorted(found) == sorted(facts(convert([*YEARS[:3], *sorted(body)]), "partner", "month", "value"))


def test_a_sheet_fits_a_layout_when_its_header_is_there() -> None:
    assert pivot_fits(YEARS, Place(), layout())
    assert not pivot_fits(YEARS[:2], Place(), layout())


@pytest.mark.parametrize(
    "pivot",
    [{"headers": ["period"]}, {"header": ["weather"]}, {"labels": ["colour"]}, {"stop": "("}, {"unit": {"size": 3}}],
)
def test_an_ill_formed_pivot_is_refused(pivot: dict[str, Any]) -> None:
    with pytest.raises(BadPlugin):
        pivot_spec(layout(pivot=pivot))
