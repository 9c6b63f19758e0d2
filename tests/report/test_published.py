from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from enduse.model.period import month_index
from enduse.report.lines import Line
from enduse.report.published import without_doubles

DAY = date(2022, 5, 1)


def cell(**given: Any) -> Line:
    on = given.pop("on", DAY)
    blank = dict.fromkeys(("source_id", "member", "sheet", "cell", "document", "origin", "dispatch", "destination"), "")
    fields = {"row_id": 1, "row": 2, "brand": "", "hs6": "846610", "description": "", "value": 1.0, "unit": "EUR"}
    own = {"reporter": "DE", "partner": "KZ", "flow": "export", "code": "84661031", "months": 1}
    return Line(
        **{**blank, **fields, **own, "publisher": "Eurostat", **given},
        table="statistics",
        on=on,
        month=month_index(on),
        parties={},
    )


def kept(lines: Sequence[Line]) -> list[Line]:
    return list(without_doubles(lines).lines)


def test_members_beside_the_published_union_are_left_out() -> None:
    union, member, stranger = cell(reporter="EU27_2020"), cell(reporter="DE"), cell(reporter="CN")
    assert kept([member, union, stranger]) == [union, stranger]


def test_members_stand_where_the_union_published_nothing() -> None:
    lines = [cell(reporter="DE"), cell(reporter="FR")]
    assert kept(lines) == lines


def test_a_former_member_is_not_part_of_the_union_after_it_left() -> None:
    lines = [cell(reporter="EU27_2020"), cell(reporter="GB")]
    assert kept(lines) == lines


def test_the_union_of_another_month_replaces_nobody() -> None:
    lines = [cell(reporter="EU27_2020", on=date(2022, 4, 1)), cell(reporter="DE")]
    assert kept(lines) == lines


def test_group_rows_beside_their_countries_are_left_out() -> None:
    own = {"reporter": "KG", "flow": "import"}
    group, world, country = (cell(partner=it, **own) for it in ("CIS", "WORLD", "KZ"))
    assert kept([group, world, country]) == [country]


def test_a_group_that_stands_alone_is_kept() -> None:
    alone = cell(partner="WORLD")
    assert kept([alone]) == [alone]


def test_the_deepest_code_level_of_a_chapter_is_kept() -> None:
    deep, heading, other = cell(), cell(code="8466"), cell(code="8207")
    assert kept([heading, deep, other]) == [deep, other]


def test_the_year_beside_its_months_is_left_out_and_said() -> None:
    year, month = cell(months=12, on=date(2022, 1, 1)), cell()
    found = without_doubles([year, month])
    assert found.lines == (month,)
    assert found.left_out == (("cells of longer periods, which repeat the months", 1),)


@given(st.permutations([("EU27_2020", "8466"), ("DE", "84661031"), ("FR", "8466"), ("CN", "84661031"), ("EA", "8466")]))
def test_the_order_of_cells_does_not_matter(order: list[tuple[str, str]]) -> None:
    found = kept([cell(reporter=reporter, code=code) for reporter, code in order])
    assert sorted((it.reporter, it.code) for it in found) == [
        ("CN", "84661031"),
        ("DE", "84661031"),
        ("EU27_2020", "8466"),
    ]
