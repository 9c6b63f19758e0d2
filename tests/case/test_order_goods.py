"""The lines of an order become facts on entries, lists of codes and what is missing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from enduse.case.order_desk import OrderDesk
from enduse.decide.facts import FactSheet, Truths
from enduse.model.order import Order, OrderLine

Orders = Callable[..., Order]


def truths(sheet: FactSheet, name: str, about: str = "1") -> Truths:
    fact = sheet.get(name, about)
    assert fact is not None
    assert isinstance(fact.value, Truths)
    return fact.value


def value(sheet: FactSheet, name: str, about: str = "1") -> object:
    fact = sheet.get(name, about)
    assert fact is not None
    return fact.value


def sheet_of(desk: OrderDesk, ordered: Orders, line: OrderLine, **given: object) -> FactSheet:
    return desk.check(ordered(lines=(line,), **given)).sheet


def test_a_lathe_of_common_accuracy_meets_no_entry_of_the_seller(
    bare_desk: OrderDesk, ordered: Orders, rough: dict[str, str], lathe: OrderLine
) -> None:
    sheet = sheet_of(bare_desk, ordered, replace(lathe, specifications=rough))
    assert truths(sheet, "goods.entries").any_of(["2B001", "2B201"]) is False
    assert value(sheet, "goods.spec_missing") is False


def test_the_same_lathe_with_a_fine_repeatability_meets_2b001(
    bare_desk: OrderDesk, ordered: Orders, fine: dict[str, str], lathe: OrderLine
) -> None:
    sheet = sheet_of(bare_desk, ordered, replace(lathe, specifications=fine))
    assert truths(sheet, "goods.entries").has("2B001.a") is True


def test_without_figures_it_is_not_known_and_the_missing_ones_are_named(
    bare_desk: OrderDesk, ordered: Orders, lathe: OrderLine
) -> None:
    sheet = sheet_of(bare_desk, ordered, lathe)
    assert truths(sheet, "goods.entries").has("2B001") is None
    missing = sheet.get("goods.spec_missing", "1")
    assert missing is not None
    assert (missing.value, "repeatability" in missing.sentence) == (True, True)


def test_an_entry_about_other_work_is_not_met(bare_desk: OrderDesk, ordered: Orders, lathe: OrderLine) -> None:
    entries = truths(sheet_of(bare_desk, ordered, lathe), "goods.entries")
    assert (entries.has("2B001.c.1"), entries.has("3A001")) == (False, False)


def test_a_figure_that_cannot_be_read_stays_missing_and_is_said(
    bare_desk: OrderDesk, ordered: Orders, lathe: OrderLine
) -> None:
    checked = bare_desk.check(ordered(lines=(replace(lathe, specifications={"upr_x_um": "fine"}),)))
    assert value(checked.sheet, "goods.spec_missing") is True
    assert any("'fine'" in it for it in checked.notes)


def test_inserts_are_of_no_entry(bare_desk: OrderDesk, ordered: Orders) -> None:
    sheet = sheet_of(bare_desk, ordered, OrderLine(1, "Carbide inserts CNMG120408", code="820900"))
    assert truths(sheet, "goods.entries").has("2B001") is False
    assert (value(sheet, "goods.machine_tool"), value(sheet, "goods.priority_tier")) == (True, "none")


def test_of_goods_that_the_text_does_not_name_nothing_is_known(bare_desk: OrderDesk, ordered: Orders) -> None:
    sheet = sheet_of(bare_desk, ordered, OrderLine(1, "Widget X"))
    assert truths(sheet, "goods.entries") == Truths()
    assert (value(sheet, "goods.machine_tool"), value(sheet, "goods.code")) == (None, None)


def test_the_tier_of_the_day_is_told(bare_desk: OrderDesk, ordered: Orders, lathe: OrderLine) -> None:
    now, before = (sheet_of(bare_desk, ordered, lathe, on=day) for day in (date(2024, 6, 1), date(2022, 1, 10)))
    assert (value(now, "goods.priority_tier"), value(before, "goods.priority_tier")) == ("4.B", "none")


def test_a_code_of_four_digits_asks_for_six(bare_desk: OrderDesk, ordered: Orders, lathe: OrderLine) -> None:
    checked = bare_desk.check(ordered(lines=(replace(lathe, code="8466", text="Parts of lathes"),)))
    assert value(checked.sheet, "goods.priority_tier") is None
    assert any("which six digits" in it for it in checked.notes)
    assert truths(checked.sheet, "goods.code_lists").has("US Supplement 7 to EAR part 746") is None


def test_lists_of_codes_have_the_names_of_their_publishers(
    bare_desk: OrderDesk, ordered: Orders, lathe: OrderLine
) -> None:
    lists = truths(sheet_of(bare_desk, ordered, lathe), "goods.code_lists")
    assert lists.has("US Supplement 7 to EAR part 746") is False or lists.has("US") is True
    assert lists.has("UK SI 2023/1364") is None, "its codes were not read"
    assert lists.has("US Supplement 4 to EAR part 746") is False


@pytest.mark.parametrize(("condition", "used"), [("used", True), ("new", False), ("", None)])
def test_used_is_told_or_not_known(
    bare_desk: OrderDesk, ordered: Orders, lathe: OrderLine, condition: str, used: bool | None
) -> None:
    assert value(sheet_of(bare_desk, ordered, replace(lathe, condition=condition)), "goods.used") is used


def test_software_is_told_by_its_words(bare_desk: OrderDesk, ordered: Orders, lathe: OrderLine) -> None:
    told = sheet_of(bare_desk, ordered, OrderLine(1, "CAM postprocessor for lathes", kind="software"))
    untold = sheet_of(bare_desk, ordered, OrderLine(1, "Licence", kind="software"))
    assert truths(told, "goods.software_type").of == {"cam": True}
    assert truths(untold, "goods.software_type").has("cam") is None
    assert truths(sheet_of(bare_desk, ordered, lathe), "goods.software_type").has("cam") is False


def test_a_wording_that_binds_only_others_does_not_count(
    bare_desk: OrderDesk, ordered: Orders, lathe: OrderLine
) -> None:
    korean = truths(sheet_of(bare_desk, ordered, lathe), "goods.entries").of
    chinese = truths(sheet_of(bare_desk, ordered, lathe, seller="CN"), "goods.entries").of
    assert "2B201" not in korean
    assert "2B201" in chinese


@pytest.mark.parametrize(("origin", "said"), [("TR", True), ("JP", False), ("", False)])
def test_an_origin_where_the_brand_has_no_plant_is_said(
    bare_desk: OrderDesk, ordered: Orders, origin: str, said: bool
) -> None:
    line = OrderLine(1, "CNC lathe TSUGAMI B0205-III", code="845811", origin=origin)
    notes = bare_desk.check(ordered(lines=(line,))).notes
    assert any("known to make machines in JP" in it for it in notes) is said
