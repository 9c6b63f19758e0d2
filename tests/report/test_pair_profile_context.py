"""Figures of whole economies: each with unit and source, beside the records and never in them."""

from datetime import date
from pathlib import Path

import pytest

from enduse.errors import UnreadableFile
from enduse.model.profile import Number
from enduse.report.pair_profile_context import context_section, context_series

GOOD = """
[[series]]
id = "own"
pair = ["JP", "RU"]
title = "Exports of everything"
measure = "exports, all goods"
direction = "export"
unit = "million USD"
publisher = "Office of Examples"
points = [{ period = "2023-07", value = 12.5, source = "Yearbook, p. 3" }]
"""


def test_every_bundled_figure_has_unit_source_and_how_it_is_known() -> None:
    for it in context_series():
        assert it.unit not in ("USD", "EUR")
        assert it.measure
        assert it.publisher
        assert it.evidence in ("seen", "memory")
        for point in it.points:
            assert point.source


def test_the_record_of_two_hundred_billion_is_kept_as_it_was_said() -> None:
    held = {it.id: it for it in context_series()}
    said = held["cn_ru_trade_article"]
    assert (said.unit, said.points[0].value) == ("billion USD", 200.0)
    assert "nearly" in said.note


def test_two_way_trade_concerns_both_orders_and_exports_only_one() -> None:
    held = {it.id: it for it in context_series()}
    assert held["jp_ru_trade"].concerns("RU", "JP")
    assert held["jp_ru_exports"].concerns("JP", "RU")
    assert not held["jp_ru_exports"].concerns("RU", "JP")


def test_the_section_stands_apart_with_references(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(GOOD, encoding="utf-8")
    own = [it for it in context_series(path) if it.id == "own"]
    section, references = context_section(own, "Both sides' figures", date(2024, 1, 1))
    (line,) = section.tables[0].lines
    figure = line.cells[2]
    assert isinstance(figure, Number)
    assert (figure.value, figure.unit, figure.how, figure.rows) == (12.5, "million USD", "stated", ())
    assert figure.refs == (references[0].id,)
    assert "Yearbook" in references[0].text
    words = " ".join("".join(map(str, it.parts)) for it in section.statements)
    assert "never added" in words
    assert "Both sides' figures" in words


def test_a_figure_of_a_later_time_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(GOOD, encoding="utf-8")
    own = [it for it in context_series(path) if it.id == "own"]
    assert context_section(own, "x", date(2023, 8, 1))[1]
    assert not context_section(own, "x", date(2023, 7, 1))[1]


def test_without_a_series_it_is_not_assessable() -> None:
    assert context_section([], "x", date(2024, 1, 1))[0].not_assessable


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "million USD"', "", "lacks unit"),
        ('unit = "million USD"', 'unit = "USD"', "say its size"),
        (', source = "Yearbook, p. 3"', "", "names no source"),
        ("12.5", '"many"', "needs a period"),
        ("2023-07", "summer", "needs a period"),
        ("2023-07", "2023-13", "needs a period"),
        ('direction = "export"', 'direction = "up"', "direction"),
        ('["JP", "RU"]', '["JP"]', "pair of codes"),
        ("[[series]]", "[series]", "no [[series]]"),
        ("[[series]]", "[[series", "cannot be used"),
    ],
)
def test_a_figure_that_lacks_something_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"(?s).*") as error:
        context_series(path)
    assert error.value.code == "E-CONTEXT"
    assert said in error.value.message


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be used"):
        context_series(tmp_path / "none.toml")
