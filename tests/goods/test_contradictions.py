"""Text against code, weight, price, quantity and date."""

from datetime import date
from pathlib import Path

import pytest

from enduse.goods.contradictions import Declared, contradictions, with_age
from enduse.goods.machines import machines
from enduse.goods.reading import read_goods

PART = "Запасные части к токарному станку: шпиндель"
LATHE = "Станок токарный с ЧПУ"
CASES = (
    (PART, Declared(code="8458112000"), "parts_with_machine_code"),
    (PART, Declared(code="8466930000"), None),
    (LATHE, Declared(code="8466930000"), "machine_with_part_code"),
    (LATHE, Declared(code="8458112000"), None),
    (LATHE, Declared(code="8479899708"), "kind_against_code"),
    (PART, Declared(net_kg=3000, quantity=1), "part_heavy_as_machine"),
    (PART, Declared(net_kg=1499, quantity=1), None),
    (PART, Declared(net_kg=1500, quantity=1), "part_heavy_as_machine"),
    (PART, Declared(net_kg=3000, quantity=100), None),
    (PART, Declared(value_usd=90_000, quantity=1), "part_dear_as_machine"),
    (LATHE, Declared(net_kg=20, quantity=1), "machine_light"),
    (LATHE, Declared(value_usd=300, quantity=1), "machine_cheap"),
    (LATHE + ", новый, 2004 г.в.", Declared(on=date(2023, 5, 1)), "new_with_old_year"),
    (LATHE + ", новый, 2022 г.в.", Declared(on=date(2023, 5, 1)), None),
    (LATHE + ", 2024 г.в.", Declared(on=date(2023, 5, 1)), "made_after_declaration"),
    (LATHE + ", 2 шт", Declared(quantity=5), "quantity_differs"),
    (LATHE + ", S/N 10001, 10002", Declared(quantity=1), "more_serials_than_pieces"),
    (LATHE + ", вес 5000 кг", Declared(net_kg=3000), "weight_differs"),
    ("Пластины сменные", Declared(code="8458112000"), "tools_with_machine_code"),
)


@pytest.mark.parametrize(("text", "declared", "code"), CASES)
def test_what_cannot_be_true_together_is_said(text: str, declared: Declared, code: str | None) -> None:
    found = [fact.value for fact in contradictions(read_goods(text), declared)]
    assert found == ([code] if code else [])


def test_a_model_of_another_weight_is_said(tmp_path: Path) -> None:
    own = tmp_path / "machines.csv"
    own.write_text("brand;model;kind;weight_kg;source;confidence\nHaas;ST-20;turning;4000;our own scales;high\n")
    goods, register = read_goods("CNC lathe HAAS ST-20"), machines(own)
    assert contradictions(goods, Declared(net_kg=3000, quantity=1), register) == ()
    found = contradictions(goods, Declared(net_kg=1000, quantity=1), register)
    assert [fact.value for fact in found] == ["weight_against_model"]


def test_an_old_machine_of_no_stated_condition_is_used_by_its_year() -> None:
    goods = with_age(read_goods(LATHE + ", 2009 г.в."), date(2023, 5, 1))
    age, condition = goods.first("age"), goods.first("condition")
    assert age is not None
    assert condition is not None
    assert (age.value, condition.value, condition.basis) == (14, "used", "year")


def test_a_stated_condition_is_not_overruled_by_the_year() -> None:
    goods = with_age(read_goods(LATHE + ", новый, 2009 г.в."), date(2023, 5, 1))
    assert [fact.value for fact in goods.every("condition")] == ["new"]
