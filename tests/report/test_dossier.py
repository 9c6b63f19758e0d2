from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enduse.detect import Ledger, Watershed
from enduse.model.ids import party_id
from enduse.report.dossier import Material, build_dossier
from enduse.report.evidence import Originals
from enduse.report.model import Dossier, Figure, SeriesBlock, TableBlock, Versions, tables
from enduse.report.recomputing import recompute
from enduse.report.subject import find_subject
from enduse.report.wording import sentence_text
from enduse.store.derived_tables import first_id, record_schema

Told = Callable[..., Dossier]
Fact = dict[str, Any]


def block(dossier: Dossier, id: str) -> TableBlock:
    return next(it for it in tables(dossier) if it.id == id)


def value(cell: object) -> float | None:
    return cell.value if isinstance(cell, Figure) else None


def check_figures(dossier: Dossier) -> int:
    rows = {row.number: row for row in dossier.evidence}
    again = [(figure, recompute(figure, rows)) for figure in dossier.figures]
    for figure, found in again:
        if found is not None:
            assert figure.value == pytest.approx(found), figure.label
    return sum(found is not None for _, found in again)


def test_every_figure_comes_out_of_its_rows_again(vektor: Dossier) -> None:
    assert check_figures(vektor) > 50


def test_no_sum_includes_withheld_rows_so_that_no_difference_gives_them_away(vektor: Dossier) -> None:
    (withheld,) = [row for row in vektor.evidence if row.withheld]
    standing = [figure.how for figure in vektor.figures if withheld.number in (*figure.rows, *figure.base)]
    assert set(standing) <= {"stated"}


def test_an_internal_dossier_prints_all_rows_and_says_to_keep_it(told: Told, route_change: list[Fact]) -> None:
    dossier = told("inn:7701234567", route_change, internal=True)
    assert not [row for row in dossier.evidence if row.withheld]
    assert dossier.notices[0].tone == "danger"
    assert 300.5 in [row.value for row in dossier.evidence]


def test_every_figure_of_text_and_tables_is_in_the_register(vektor: Dossier) -> None:
    printed = {it for sentence in vektor.summary for it in sentence.figures()}
    printed |= {cell for table in tables(vektor) for row in table.rows for cell in row if isinstance(cell, Figure)}
    assert printed <= set(vektor.figures)
    assert len({figure.id for figure in vektor.figures}) == len(vektor.figures)


def test_only_the_rows_of_the_subject_stand_in_its_dossier(vektor: Dossier) -> None:
    assert len(vektor.evidence) == 9
    assert sum(row.value or 0 for row in vektor.evidence) == 100 + 200 + 1e6 + 2e6 + 5 + 7 + 9


def test_evidence_is_numbered_by_date_then_undated_then_withheld_rows(vektor: Dossier) -> None:
    assert [row.number for row in vektor.evidence] == list(range(1, 10))
    days = [row.on for row in vektor.evidence]
    assert days == [*sorted(days[:-2]), "", ""]
    assert [row.withheld != "" for row in vektor.evidence] == [False] * 8 + [True]


def test_a_row_of_evidence_has_its_place_and_its_untouched_cells(vektor: Dossier) -> None:
    row = vektor.evidence[0]
    place = vektor.places[row.place]
    assert vektor.sources[place.source].name == "declarations.csv"
    assert (row.row, row.cells, place.headers) == (2, ("2", "=1+1", "0000123"), ("№", "Получатель", "Code"))
    assert row.document == "10000000/010122/0000001 / 1"


def test_content_of_a_source_that_may_not_be_passed_on_is_withheld(vektor: Dossier) -> None:
    (row,) = [it for it in vektor.evidence if it.withheld]
    assert (row.value, row.cells, row.parties, row.document) == (None, (), "", "")
    assert row.row == 4
    assert any("closed.csv" in notice.text and notice.tone == "warning" for notice in vektor.notices)


def test_cells_of_a_closed_source_are_not_even_read(told: Told, route_change: list[Fact], files: Originals) -> None:
    told("inn:7701234567", route_change, originals=files)
    assert {source for source, _ in files.asked} == {"d" * 64}  # type: ignore[attr-defined]


def test_the_windows_are_the_same_months_a_year_apart(vektor: Dossier) -> None:
    table = block(vektor, "windows")
    assert [it.title for it in table.columns[1:3]] == ["March to September 2021, USD", "March to September 2022, USD"]
    by_name = {row[0]: row for row in table.rows}
    assert value(by_name["Direct"][1]) == 300
    assert by_name["Direct"][3] == "stopped"
    assert value(by_name["Through another country"][2]) == 3_000_014


def test_an_earlier_window_that_the_records_do_not_cover_is_said(told: Told) -> None:
    facts = [{"on": date(2021, 12, 1), "usd": 1.0}, {"on": date(2022, 12, 1), "usd": 2.0}]
    assert "not fully covered" in block(told("inn:7701234567", facts), "windows").note


def test_the_day_before_the_watershed_is_not_since_the_watershed(told: Told) -> None:
    facts = [
        {"on": date(2022, 2, 23), "usd": 1.0, "sender": "maker"},
        {"on": date(2022, 2, 24), "usd": 3.0, "sender": "trader", "dispatch": "CN"},
    ]
    senders = block(told("inn:7701234567", facts), "consignor")
    assert {row[0]: row[-1] for row in senders.rows} == {
        "Jade Lathe Co., Ltd.": "ended before",
        "Silk Tool Trading Ltd.": "new",
    }


def test_the_summary_says_rows_value_and_what_has_no_value(vektor: Dossier) -> None:
    first = sentence_text(vektor.summary[0])
    assert "8 lines of import declarations" in first
    assert "3.00 million USD" in first
    assert "1 line without a value in dollars" in first


def test_the_summary_names_new_senders_and_their_share(vektor: Dossier) -> None:
    text = " ".join(sentence_text(it) for it in vektor.summary)
    assert "the largest is Silk Tool Trading Ltd. (China) with 3.00 million USD" in text
    assert "1.00 million USD was sold by a contract holder" in text


def test_parties_of_one_name_stay_apart(vektor: Dossier) -> None:
    names = {row[0] for row in block(vektor, "consignor").rows}
    assert {"Twin Machines [China]", "Twin Machines [Türkiye]"} <= names


def test_codes_of_the_priority_list_show_their_tier(vektor: Dossier) -> None:
    tiers = {row[0]: row[1] for row in block(vektor, "codes").rows}
    assert tiers == {"8458112009": "4.B", "8207300000": ""}


def test_what_descriptions_say_is_ranked_and_what_they_do_not_say_is_said(told: Told) -> None:
    facts = [
        {"on": date(2022, 3, 1), "usd": 5.0, "told": {"kind": "other_machine", "condition": "used", "model": "J-5"}},
        {"on": date(2022, 3, 2), "usd": 2.0},
    ]
    dossier = told("inn:7701234567", facts)
    assert [row[:3] for row in block(dossier, "kinds").rows] == [
        ("other machine", "not said", "used"),
        ("not said", "not said", "not said"),
    ]
    assert [row[:2] for row in block(dossier, "models").rows] == [("JADE", "J-5"), ("JADE", "not said")]


def test_a_dossier_of_unread_descriptions_has_no_section_on_them(vektor: Dossier) -> None:
    assert not {it.id for it in vektor.blocks} & {"kinds", "models"}


def test_a_finding_opens_its_rows_and_says_how_many_there_are(vektor: Dossier) -> None:
    (it,) = vektor.suspicions
    (number,) = it.evidence.rows
    assert vektor.evidence[number - 1].row == 5
    assert it.evidence.value == 2
    assert "lawful explanation" in it.strength_sentence
    assert it.innocent == ("the maker opened a store in China",)
    assert ("after, CN", "3,000,000") in it.figures


def test_rows_that_a_finding_cites_beyond_the_subject_join_the_evidence(
    told: Told, route_change: list[Fact], finding: Callable[..., Fact]
) -> None:
    cited = [{"source": "declarations.csv", "sha256": "d" * 64, "sheet": None, "row": 11}]
    dossier = told("inn:7701234567", route_change, findings=[finding(evidence=cited)])
    assert len(dossier.evidence) == 10
    assert dossier.evidence[dossier.suspicions[0].evidence.rows[0] - 1].row == 11
    assert "worth 3.00 million USD" in sentence_text(dossier.summary[0])


def test_a_payment_that_a_finding_cites_stands_in_the_evidence_with_its_parties(
    told: Told, route_change: list[Fact], finding: Callable[..., Fact]
) -> None:
    paid = {
        "row_id": first_id("payments") + 4,
        "source_id": "d" * 64,
        "row": 31,
        "payer_id": party_id("inn:7707654321"),
        "payee_id": party_id("inn:7701234567"),
        "paid_on": date(2023, 3, 1),
        "value_usd": 1_200.0,
        "purpose": "for a lathe",
    }
    payments = ibis.memtable(pa.Table.from_pylist([paid], schema=record_schema("payments")))
    cited = [{"source": "declarations.csv", "sha256": "d" * 64, "sheet": None, "row": 31}]
    told_of = finding(evidence=cited, row_ids=(paid["row_id"],), evidence_count=1)

    dossier = told("inn:7701234567", route_change, findings=[told_of], records={"payments": payments})

    (number,) = dossier.suspicions[0].evidence.rows
    row = dossier.evidence[number - 1]
    assert (row.table, row.row, row.on, row.value, row.text) == ("payments", 31, "2023-03-01", 1_200.0, "for a lathe")
    assert row.parties == "payee: ООО «Вектор Стан»; payer: АО Ромашка"
    assert "worth 3.00 million USD" in sentence_text(dossier.summary[0])


def test_patterns_without_a_result_are_listed_with_what_is_missing(vektor: Dossier) -> None:
    (it,) = vektor.silences
    assert (it.answer, it.why) == ("not_assessable", "Missing: imports of KZ.")


def test_a_larger_selection_says_that_it_was_cut(told: Told, route_change: list[Fact]) -> None:
    dossier = told("inn:7701234567", route_change, most_rows=2)
    assert [row.value for row in dossier.evidence] == [1e6, 2e6]
    assert "9 rows" in dossier.notices[0].text
    assert dossier.notices[0].tone == "warning"


def test_both_directions_are_never_added_up(told: Told) -> None:
    facts = [
        {"on": date(2022, 5, 1), "usd": 10.0},
        {"on": date(2022, 5, 2), "usd": 9.0, "direction": "export"},
    ]
    dossier = told("inn:7701234567", facts)
    assert [it.id for it in dossier.blocks if isinstance(it, SeriesBlock)] == ["movement-import", "movement-export"]
    assert max(it.value for it in dossier.figures if it.unit == "USD") == 10


def test_the_control_date_and_the_watershed_are_marked(vektor: Dossier) -> None:
    (series,) = [it for it in vektor.blocks if isinstance(it, SeriesBlock) and it.id == "movement"]
    assert [it.label for it in series.markers] == ["invasion"]


def test_an_eu_lane_adds_the_members_of_the_day(told: Told) -> None:
    cells = [
        {"reporter": "DE", "on": date(2021, 5, 1), "eur": 10.0},
        {"reporter": "GB", "on": date(2021, 5, 1), "eur": 1000.0},
        {"reporter": "FR", "on": date(2022, 5, 1), "eur": 1570.0},
    ]
    dossier = told("EU>KZ:84661031", cells=cells)
    assert "from 10 EUR to 1,570 EUR" in sentence_text(dossier.summary[1])
    assert "157 times" in sentence_text(dossier.summary[1])
    # The country that had left is not on the lane; nothing was cut off, and nothing says so.
    assert [it for it in dossier.notices if "largest value" in it.text] == []
    assert check_figures(dossier) > 10


def test_a_country_dossier_leaves_out_the_headings_that_repeat_the_codes(told: Told) -> None:
    cells = [
        {"code": "84661031", "on": date(2022, 5, 1), "eur": 10.0},
        {"code": "8466", "on": date(2022, 5, 1), "eur": 10.0},
    ]
    dossier = told("Kazakhstan", cells=cells)
    assert len(dossier.evidence) == 1
    assert "1 cells of goods-code levels" in next(it for it in dossier.blocks if isinstance(it, SeriesBlock)).note


def test_annual_cells_do_not_enter_monthly_windows(told: Told) -> None:
    cells = [{"on": date(year, 1, 1), "eur": 10.0, "months": 12} for year in (2021, 2022)]
    dossier = told("EU>KZ:84661031", cells=cells)
    assert not [it for it in dossier.blocks if isinstance(it, SeriesBlock)]
    assert [row[0] for row in block(dossier, "years-sent").rows] == ["2021", "2022"]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_the_order_of_rows_changes_nothing(
    seed: int, made_ledger: Callable[..., Ledger], route_change: list[Fact], files: Originals
) -> None:
    ledger = made_ledger(route_change)
    whole = ledger.items.to_pyarrow()
    order = sorted(range(whole.num_rows), key=lambda at: hash((seed, at)))
    mixed = replace(ledger, items=ibis.memtable(whole.take(order)))
    material = Material(ledger, [], files, Versions("0.1.0", 7), Watershed(date(2022, 2, 24)))
    subject = find_subject("inn:7701234567", ledger)
    assert build_dossier(subject, replace(material, ledger=mixed)) == build_dossier(subject, material)


def test_every_marked_date_has_its_own_windows(told: Told) -> None:
    facts = [{"on": date(2021 + at // 12, at % 12 + 1, 5), "usd": 1.0 if at < 25 else 10.0} for at in range(40)]
    table = block(told("inn:7701234567", facts), "dates")
    assert [(row[0], row[2], value(row[3]), value(row[4])) for row in table.rows] == [
        ("2022-02-24", "12", 12.0, 21.0),
        ("2023-01-04", "12", 12.0, 120.0),
    ]


def test_the_summary_names_the_marked_date_around_which_the_route_turned(told: Told) -> None:
    facts = [
        {"on": date(2021 + at // 12, at % 12 + 1, 5), "usd": 10.0, "dispatch": "TW" if at < 25 else "CN"}
        for at in range(40)
    ]
    text = [sentence_text(it) for it in told("inn:7701234567", facts).summary]
    (turn,) = [it for it in text if it.startswith("Around")]
    assert turn.startswith("Around 4 January 2023 (TW: controls) direct deliveries fell from 120 USD to 0 USD while")
    steady = told("inn:7701234567", [{**it, "dispatch": "CN"} for it in facts])
    assert not [it for it in steady.summary if sentence_text(it).startswith("Around")]


def test_a_year_of_which_months_are_missing_says_how_many_there_are(told: Told) -> None:
    cells = [{"on": date(2021, 1, 1), "eur": 1.0}, {"on": date(2022, 3, 1), "eur": 2.0}]
    assert [row[0] for row in block(told("EU>KZ:84661031", cells=cells), "years-sent").rows] == [
        "2021",
        "2022 (3 months)",
    ]


def test_the_dossier_of_one_code_does_not_repeat_its_only_country(told: Told) -> None:
    cells = [{"on": date(2021 + at // 12, at % 12 + 1, 1), "eur": 1.0} for at in range(24)]
    ids = {it.id for it in told("EU>KZ:84661031", cells=cells).blocks}
    assert {"years-sent", "windows-sent"} <= ids
    assert not {"lanes-sent", "codes-sent"} & ids


def test_the_dossier_of_one_code_ranks_its_countries_without_naming_the_code_again(told: Told) -> None:
    cells = [
        {"on": date(2021 + at // 12, at % 12 + 1, 1), "eur": 1.0 + at, "reporter": who}
        for at in range(24)
        for who in ("DE", "FR")
    ]
    dossier = told("EU>KZ:84661031", cells=cells)
    assert [it.title for it in block(dossier, "lanes-sent").columns][:2] == ["Reporter", "Value, EUR"]
    assert [row[0] for row in block(dossier, "windows-sent").rows] == ["All"]


def test_each_side_is_told_in_the_currency_it_was_published_in(told: Told) -> None:
    year = {"on": date(2021, 1, 1), "months": 12, "eur": 100.0, "usd": 120.0}
    sent, got = {**year, "currency": "EUR"}, {**year, "flow": "import", "reporter": "KZ", "partner": "DE"}
    dossier = told("EU>KZ:84661031", cells=[sent, {**got, "currency": "USD"}])
    assert value(block(dossier, "years-sent").rows[0][1]) == 100.0
    assert value(block(dossier, "years-received").rows[0][1]) == 120.0
    assert sorted((row.value, row.unit) for row in dossier.evidence) == [(100.0, "EUR"), (120.0, "USD")]
    assert sentence_text(dossier.summary[0]).startswith(
        "Exports from the European Union to Kazakhstan, as the sender reports them, 2021: "
    )


def test_a_year_is_measured_by_the_months_of_its_own_lane(told: Told) -> None:
    lane = [{"on": date(2022, month, 1), "eur": 1.0} for month in (1, 8)]
    further = {"on": date(2022, 9, 1), "eur": 1.0, "partner": "UZ"}
    rows = block(told("EU>KZ:84661031", cells=[*lane, further]), "years-sent").rows
    assert [row[0] for row in rows] == ["2022 (8 months)"]
