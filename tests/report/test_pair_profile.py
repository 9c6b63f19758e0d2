"""A pair of countries: declared and published figures stand beside each other and are never added."""

from datetime import date

import pytest

from enduse.model.period import Span, month_index
from enduse.model.profile import Number, Section
from enduse.report.country_profile_lines import TradeLine
from enduse.report.pair_profile import PublishedCell, mirror_section, published_section, published_within, summed

START = month_index(date(2022, 1, 1))
LINE = TradeLine(1, START, "JP", "JP", "RU", "845811", "turning", "", 70.0)


def _cell(row: int, flow: str, month: int, usd: float | None, months: int = 1) -> PublishedCell:
    return PublishedCell(row, flow, "JP", "RU", START + month, months, usd)


def _values(section: Section, name: str) -> list[float | None]:
    line = next(it for it in section.tables[0].lines if it.cells[0] == name)
    return [it.value if isinstance(it, Number) else None for it in line.cells[1:]]


def test_a_year_beside_its_months_is_not_counted_twice() -> None:
    cells = [_cell(1, "export", 0, 10.0), _cell(2, "export", 1, 20.0), _cell(3, "export", 0, 99.0, months=12)]
    assert [it.row for it in published_within(cells, Span(START, START + 12))] == [1, 2]
    assert [it.row for it in published_within(cells[2:], Span(START, START + 12))] == [3]
    assert published_within(cells[2:], Span(START, START + 6)) == []


def test_four_counts_side_by_side() -> None:
    cells = [_cell(11, "export", 0, 100.0), _cell(12, "import", 1, 90.0), _cell(13, "import", 2, None)]
    section = published_section(("JP", "KR"), {"JP": [LINE], "KR": []}, {"JP": [LINE], "KR": []}, cells)
    assert _values(section, "Declared: made there") == [70, None]
    assert _values(section, "Published by the sender") == [100, None]
    assert _values(section, "Published by the receiver") == [90, None]
    assert _values(section, "Months published by the receiver") == [2, None]
    assert "never added up" in section.tables[0].note


def test_without_statistics_it_is_not_assessable() -> None:
    assert published_section(("JP",), {"JP": [LINE]}, {"JP": [LINE]}, []).not_assessable
    assert mirror_section(("JP", "RU"), [LINE], []).not_assessable


def test_each_year_has_the_declared_and_both_published_figures() -> None:
    cells = [_cell(row, flow, row % 24, 100.0) for row in range(24) for flow in ("export", "import")]
    section = mirror_section(("JP", "RU"), [LINE], cells)
    assert _values(section, "2022") == [70, 1200, 1200]
    assert _values(section, "2023") == [None, 1200, 1200]
    words = "".join(map(str, section.statements[0].parts))
    assert "Over 24 months" in words
    assert section.statements[0].rows


def test_too_few_common_months_are_said() -> None:
    section = mirror_section(("JP", "RU"), [], [_cell(1, "export", 0, 5.0)])
    assert "cannot be compared" in "".join(map(str, section.statements[0].parts))


def test_cells_without_a_rate_are_no_zero() -> None:
    assert summed([_cell(1, "export", 0, None)]) is None
    number = summed([_cell(1, "export", 0, None), _cell(2, "export", 1, 4.0)])
    assert number is not None
    assert number.value == pytest.approx(4)
    assert number.rows == (2,)
