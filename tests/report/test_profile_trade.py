"""Routes, origins and used machines of goods lines, by rows small enough to count in the head."""

from datetime import date
from typing import Any

from enduse.model.profile import Number, Section
from enduse.report.profile_ground import into_destinations
from enduse.report.profile_text import statement_text
from enduse.report.profile_trade import origin_section, route_section, used_section


def row(number: int, **told: Any) -> dict[str, Any]:
    base = {
        "row_id": number, "declared_on": date(2023, 5, 1), "declaration_no": f"D{number}", "brand": "GOODWAY",
        "origin": "TW", "dispatch": "TW", "value_usd": 100.0, "condition": None, "made_year": None, "model": None,
        "whole": "complete", "description": "lathe",
    }  # fmt: skip
    return {**base, **told}


def said(section: Section) -> str:
    return " ".join(map(statement_text, section.statements))


def cells(section: Section) -> list[tuple[Any, ...]]:
    lines = section.tables[0].lines
    return [tuple(it.value if isinstance(it, Number) else it for it in line.cells) for line in lines]


def test_labels_are_counted_straight_and_by_way_of_another_country() -> None:
    section = route_section([row(1), row(2, dispatch="TR"), row(3, dispatch="TR")])
    assert (
        "stands on 3 lines in 3 declarations: 1 line straight and 2 lines by way of another country (through Tür"
        in said(section)
    )
    assert [(it[2], it[3], it[5]) for it in cells(section)] == [("Türkiye", "indirect", 2), ("Taiwan", "direct", 1)]


def test_one_declaration_of_two_lines_is_one() -> None:
    section = route_section([row(1, declaration_no="D"), row(2, declaration_no="D")])
    assert "2 lines in 1 declaration" in said(section)


def test_without_an_origin_the_homes_of_the_brand_decide_and_else_nobody_does() -> None:
    lines = [row(1, origin=None), row(2, origin=None, dispatch="TR")]
    assert "1 line straight and 1 line by way" in said(route_section(lines, ("TW", "CN")))
    assert "is not told on 2 lines" in said(route_section(lines))
    assert [it[3] for it in cells(route_section(lines))] == ["not told", "not told"]


def test_goods_made_in_one_plant_and_sent_from_another_went_by_way_of_it() -> None:
    assert "0 lines straight and 1 line" in said(route_section([row(1, dispatch="CN")], ("TW", "CN")))


def test_origins_sum_to_the_year() -> None:
    section = origin_section([row(1), row(2, origin="JP", value_usd=300.0), row(3, declared_on=date(2022, 1, 1))])
    assert cells(section) == [
        ("2022", "Taiwan", 1, 100.0, 1.0), ("2023", "Japan", 1, 300.0, 0.75), ("2023", "Taiwan", 1, 100.0, 0.25),
    ]  # fmt: skip


def test_ages_are_counted_on_the_day_and_marked_from_twenty_years_on() -> None:
    lines = [
        row(1, made_year=2003), row(2, made_year=2004), row(3, condition="used"), row(4),
        row(5, made_year=2022),
    ]  # fmt: skip
    told = [(it[3], it[4], it[5]) for it in cells(used_section(lines))]
    assert told == [("2003", 20.0, "20 years or more"), ("2004", 19.0, "younger"), ("", None, "")]


def test_nothing_used_is_said_with_the_number_that_was_read() -> None:
    section = used_section([row(1), row(2)])
    assert said(section) == "None of 2 lines with a description calls its goods used or dates them."
    assert not section.not_assessable


def test_without_descriptions_nothing_can_be_said() -> None:
    assert used_section([row(1, description=None)]).not_assessable


def test_a_movement_that_both_sides_declared_counts_once() -> None:
    both = [row(1, destination="RU", direction="export"), row(2, destination="RU", direction="import")]
    assert [it["row_id"] for it in into_destinations(both)] == [2]
    assert [it["row_id"] for it in into_destinations(both[:1])] == [1]


def test_goods_for_others_and_goods_sent_from_there_are_left_out() -> None:
    lines = [
        row(1, destination="KZ", direction="import"),
        row(2, destination="BY", dispatch="RU", direction="import"),
        row(3, destination="BY", direction="import"),
    ]
    assert [it["row_id"] for it in into_destinations(lines)] == [3]
