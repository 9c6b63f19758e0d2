from pathlib import Path

import pytest

from enduse.errors import InputError
from enduse.goods.brands import brands
from enduse.goods.facts import Fact, Goods
from enduse.goods.machines import find_machine, machine_of, machines, model_facts

HEADER = ";".join(
    (
        "brand;model;kind;axes;linear_axes;contouring_axes;travel_x_mm;upr_um;standard;weight_kg",
        "source;confidence;capabilities",
    )
)


def written(folder: Path, *lines: str) -> Path:
    path = folder / "machines.csv"
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


def test_there_are_at_least_60_machines_of_known_brands_each_with_source() -> None:
    assert len(machines()) >= 60
    assert {it.brand for it in machines()} - {it.name for it in brands()} == set()
    assert all(it.source and it.values for it in machines())


def test_no_bundled_machine_states_what_its_maker_does_not_publish() -> None:
    assert [it.model for it in machines() if "upr_um" in it.values and not it.standard] == []


@pytest.mark.parametrize("model", ["VF-2", "vf2", "VF 2"])
def test_a_model_is_found_however_it_is_written(model: str) -> None:
    found = find_machine("HAAS", model, machines())
    assert found is not None
    assert found.values["travel_x_mm"] == 762


def test_a_longer_designation_is_another_machine() -> None:
    assert find_machine("Haas", "VF-2YT", machines()) is None
    assert find_machine("Hermle", "VF-2", machines()) is None


def test_a_users_cells_replace_bundled_ones_and_leave_the_rest(tmp_path: Path) -> None:
    path = written(tmp_path, "Haas;VF-2;machining_centre;5;3;5;;0.9;ISO 230-2:2014;;our sheet;medium;")
    found = find_machine("Haas", "VF-2", machines(path))
    assert found is not None
    assert (found.values["contouring_axes"], found.values["travel_x_mm"]) == (5, 762)
    assert found.user
    assert found.source.startswith("our sheet; where that is silent")
    assert found.confidence == "medium"
    assert len(machines(path)) == len(machines())


def test_a_users_new_model_is_added(tmp_path: Path) -> None:
    path = written(tmp_path, "Zorvex;Q1;turning;;;;;;;900;our sheet;high;milling|-grinding")
    found = find_machine("Zorvex", "Q 1", machines(path))
    assert found is not None
    assert (found.can, found.cannot) == (frozenset({"milling"}), frozenset({"grinding"}))
    assert dict(found.values) == {"weight_kg": 900.0}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Zorvex;;turning;;;;;;;;s;low;", "model is empty"),
        ("Zorvex;Q1;lathe;;;;;;;;s;low;", "kind 'lathe'"),
        ("Zorvex;Q1;turning|milling;;;;;;;;s;low;", "one kind"),
        ("Zorvex;Q1;turning;five;;;;;;;s;low;", "axes 'five'"),
        ("Zorvex;Q1;turning;;;;500 mm;;;;s;low;", "travel_x_mm '500 mm'"),
        ("Zorvex;Q1;turning;;;;;±0.9;;;s;low;", "upr_um '±0.9'"),
        ("Zorvex;Q1;turning;;;;;0,9;;;s;low;", "upr_um '0,9'"),
        ("Zorvex;Q1;turning;;;;;-1;;;s;low;", "upr_um '-1'"),
        ("Zorvex;Q1;turning;;;;;;;0;s;low;", "weight_kg '0'"),
        ("Zorvex;Q1;turning;3;;5;;;;;s;low;", "contouring_axes 5 is more than axes 3"),
        ("Zorvex;Q1;turning;;0;;500;;;;s;low;", "linear_axes 0 is less"),
        ("Zorvex;Q1;turning;;;;;;;;;low;", "source is empty"),
        ("Zorvex;Q1;turning;;;;;;;;s;low;flying", "flying"),
        ("Zorvex;Q1;turning;;;;;;;;s;low;milling|-milling", "both"),
        ("Zorvex;Q1;turning;;;;;;;;s;low;;;", "15 cells"),
    ],
)
def test_a_bad_row_stops_with_its_line_and_reason(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        machines(written(tmp_path, line))
    assert caught.value.code == "E-GOODS-ROW"
    assert "line 2" in caught.value.message


def test_all_bad_rows_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"2 row\(s\).*line 2.*line 3"):
        machines(written(tmp_path, "Zorvex;Q1;lathe;;;;;;;;s;low;", "Zorvex;Q2;mill;;;;;;;;s;low;"))


def test_an_accuracy_of_the_user_does_not_borrow_another_standard(tmp_path: Path) -> None:
    first = written(tmp_path, "Zorvex;Q1;turning;;;;;0.9;;;s;low;")
    found = find_machine("Zorvex", "Q1", machines(first))
    assert found is not None
    assert found.standard == ""


def test_the_register_fills_what_the_text_does_not_say_and_nothing_else() -> None:
    read = (
        Fact("brand", "Haas", 0, 4, 0.95),
        Fact("model", "VF-2SS", 5, 11, 0.95),
        Fact("travel_x_mm", 700.0, 12, 15, 0.9),
    )
    goods = Goods("Haas VF-2SS X700", read)
    machine = machine_of(goods, machines())
    assert machine is not None
    found = {it.name: (it.value, it.basis, it.start) for it in model_facts(goods, machine)}
    assert "travel_x_mm" not in found
    assert found["travel_y_mm"] == (406.0, "model", -1)
    assert found["spindle_rpm"] == (12000, "model", -1)


def test_without_brand_or_model_no_machine_is_found() -> None:
    assert machine_of(Goods("VF-2", (Fact("model", "VF-2", 0, 4, 0.95),)), machines()) is None


def test_no_bundled_machine_is_given_contouring_axes_that_a_letter_decides() -> None:
    found = [it.model for it in machines() if it.brand == "Hermle" and "contouring_axes" in it.values]
    assert found
    assert all(it.endswith(" U") for it in found)
