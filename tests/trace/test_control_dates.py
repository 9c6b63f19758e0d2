"""From which day a country controlled a code."""

from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest

from enduse.store.schema import CODE_LISTS
from enduse.trace.control_dates import Controls, Question, control_date, markers, timeline, with_control_dates


def _lists(*rows: dict[str, Any]) -> pa.Table:
    filled = [{"source_id": "a", "row": 2, "list": "L", "citation": "act", "confidence": "seen", **row} for row in rows]
    return pa.Table.from_pylist(filled, schema=CODE_LISTS.arrow_schema())


NONE = _lists()
EU_LATHES = _lists({"authority": "EU", "goods_code": "845811", "start": date(2022, 2, 25)})


def test_a_dated_list_of_codes_wins_over_the_timeline() -> None:
    found = control_date(EU_LATHES, "DE", "8458112009")

    assert (found["control_date"], found["control_basis"]) == (date(2022, 2, 25), "list")
    assert found["control_citation"] == "act"
    assert found["control_month"] == 2022 * 12 + 1


def test_a_code_that_the_list_does_not_hold_takes_the_timeline_s_date() -> None:
    found = control_date(EU_LATHES, "DE", "846610")

    assert (found["control_date"], found["control_basis"]) == (date(2022, 4, 9), "codes")


@pytest.mark.parametrize("code", ["845811", "845819", "845710", "845961", "846150"])
def test_the_annex_of_industrial_goods_of_2022_named_no_lathes_and_no_centres(code: str) -> None:
    found = control_date(NONE, "DE", code)

    assert (found["control_date"], found["control_basis"]) == (date(2022, 2, 26), "specification")


@pytest.mark.parametrize("code", ["846229", "846390", "846420", "846599", "846693", "820740"])
def test_what_that_annex_did_not_name_has_no_date_from_it(code: str) -> None:
    assert control_date(NONE, "DE", code) == {}


@pytest.mark.parametrize(
    ("country", "code", "expected"),
    [
        ("TW", "84571010", date(2024, 3, 8)),
        ("KR", "845811", date(2024, 2, 24)),
        ("KR", "845819", date(2024, 9, 9)),
        ("US", "84581100", date(2023, 5, 19)),
        ("US", "820740", date(2024, 6, 12)),
        ("EU27_2020", "84661031", date(2022, 4, 9)),
    ],
)
def test_the_timeline_knows_machine_tools(country: str, code: str, expected: date) -> None:
    assert control_date(NONE, country, code)["control_date"] == expected


def test_rules_for_some_machines_of_a_code_are_told_apart() -> None:
    found = control_date(NONE, "TW", "845811")

    assert (found["control_date"], found["specification_date"]) == (date(2024, 3, 8), date(2023, 1, 4))


@pytest.mark.parametrize(
    ("country", "code"), [("JP", "845811"), ("GB", "845811"), ("CH", "845811"), ("DE", "870323"), ("TR", "845811")]
)
def test_where_no_codes_were_read_there_is_no_date(country: str, code: str) -> None:
    assert control_date(NONE, country, code) == {}


def test_a_heading_is_not_controlled_because_one_of_its_codes_is() -> None:
    assert control_date(NONE, "KR", "8458") == control_date(NONE, "KR", "845819")


def test_a_list_for_another_destination_says_nothing() -> None:
    lists = _lists({"authority": "JP", "goods_code": "845811", "start": date(2022, 2, 25), "destinations": "IR KP"})

    assert control_date(lists, "JP", "845811") == {}


def test_the_earliest_of_several_dated_rows_counts() -> None:
    lists = _lists(
        *(
            {"authority": "JP", "goods_code": code, "start": on}
            for code, on in [("8458", date(2023, 1, 1)), ("845811", date(2022, 6, 1)), ("845811", None)]
        )
    )

    assert control_date(lists, "JP", "845811")["control_date"] == date(2022, 6, 1)


def test_a_former_member_is_bound_by_what_the_union_decided_before_it_left() -> None:
    lists = _lists({"authority": "EU", "goods_code": "9306", "start": date(2014, 8, 1)})

    assert control_date(lists, "GB", "930690")["control_date"] == date(2014, 8, 1)
    assert control_date(EU_LATHES, "GB", "845811") == {}


def test_every_row_keeps_its_place_and_unknown_ones_stay_empty() -> None:
    rows = pa.table({"id": [1, 2, 3], "reporter": ["TW", "JP", None], "goods_code": ["845710", "845710", None]})

    found = with_control_dates(ibis.memtable(rows), ibis.memtable(NONE), Question(country="reporter"))

    assert [
        (it["id"], it["control_date"]) for it in sorted(found.to_pyarrow().to_pylist(), key=lambda it: it["id"])
    ] == [
        (1, date(2024, 3, 8)),
        (2, None),
        (3, None),
    ]


def test_only_the_countries_asked_for_are_read() -> None:
    controls = Controls(EU_LATHES, countries={"TW"})

    assert controls.first("TW", "845710") is not None
    assert controls.first("DE", "845811") is None
    assert Controls(EU_LATHES).first("DE", "845811") is not None


def test_the_surest_kind_of_rule_wins_and_the_earlier_day_for_some_machines_is_told() -> None:
    control = Controls(NONE).first("TW", "845710")

    assert control is not None
    assert (control.basis, control.start, control.specification_date) == ("codes", date(2024, 3, 8), date(2023, 1, 4))


def test_markers_are_dated_events_of_the_origin_and_the_priority_list() -> None:
    found = markers(["845811"], "TW")

    assert [(it.on, it.regime) for it in found] == [
        (date(2023, 1, 4), "TW"),
        (date(2024, 2, 23), "CHPL"),
        (date(2024, 3, 8), "TW"),
    ]


def test_a_rule_whose_codes_were_not_read_says_so_in_the_chart() -> None:
    (found,) = [it for it in markers(["845811"], "GB") if it.regime == "UK"]

    assert "not read" in found.citation


def test_a_dated_list_adds_its_marker() -> None:
    assert (date(2022, 2, 25), "L") in {(it.on, it.label) for it in markers(["8458"], "DE", EU_LATHES)}
    assert date(2022, 2, 25) not in {it.on for it in markers(["8458"], "TW", EU_LATHES)}


def test_every_rule_says_how_it_is_known_and_its_goods_are_digits() -> None:
    rules = timeline()

    assert len(rules) == 59
    assert all(it.evidence and it.confidence in {"high", "medium", "low"} for it in rules)
    assert all(goods.isdigit() and len(goods) in {2, 4, 6} for it in rules for goods in it.goods)
    assert all(it.end is None or it.start < it.end for it in rules)
    assert {it.basis for it in rules} <= {"", "codes", "specification", "unread"}


def test_every_destination_is_a_country_or_all() -> None:
    assert {code for rule in timeline() for code in rule.destinations} == {"RU", "BY", "KG", "IR", "*"}
