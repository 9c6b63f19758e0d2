"""Whose customs took declarations that several states head alike."""

from datetime import date

import pyarrow as pa
import pytest

from enduse.model.provenance import Place
from enduse.sources.choose import View, apply_layout
from enduse.sources.convert import convert
from enduse.sources.converted import Converted
from enduse.sources.layout import bundled_layouts
from enduse.sources.plan import Plan, Setting, evidence_of, plan_sheet
from enduse.sources.reading import RawBatch

(RUSSIAN,) = [it for it in bundled_layouts() if it.id == "ru_customs_headed"]
HEADER = (
    *("Дата", "Отправитель", "Получатель", "{} получателя", "Страна отправления", "Код ТН ВЭД", "Описание товара"),
    *("Страна назначения", "Вес нетто, кг"),
)
CELLS = ("05.03.2023", "EXAMPLE KIKAI", "ТОО «Пример»", "120440009995", "ЯПОНИЯ", "8458110000", "Станок", "", "2700")


def read(name: str, label: str, number: str = "120440009995", there: str = "") -> tuple[Plan, Converted]:
    """One goods line of a file of that name, in which ``label`` heads the consignee's number."""
    header = [it.format(label) for it in HEADER]
    row = [number if it == CELLS[3] else it or there for it in CELLS]
    table = pa.table({"row": pa.array([2], pa.int64()), **{f"c{at}": [cell] for at, cell in enumerate(row)}})
    raw = RawBatch(table, (), frozenset())
    chosen = apply_layout(View([header]), RUSSIAN)
    assert chosen is not None
    setting = Setting("s" * 64, Place(None, None), name, date(2024, 1, 1))
    plan = plan_sheet(chosen, evidence_of(raw, chosen), setting)
    return plan, convert(raw, plan)


def arrived(name: str, label: str, number: str = "120440009995", there: str = "") -> str:
    (row,) = read(name, label, number, there)[1].tables["items"].to_pylist()
    return str(row["destination"])


@pytest.mark.parametrize(
    ("name", "label", "destination"),
    [
        ("kz_import.csv", "БИН", "KZ"),
        ("import_2023.csv", "БИН", "KZ"),
        ("import_2023.csv", "УНП", "BY"),
        ("am_import.csv", "Номер", "AM"),
        ("Армения импорт 2023.csv", "Номер", "AM"),
        ("import_2023.csv", "ИНН", "RU"),
        ("rf_import.csv", "ИНН", "RU"),
    ],
)
def test_goods_arrive_where_the_labels_and_the_files_name_say(name: str, label: str, destination: str) -> None:
    assert arrived(name, label) == destination


@pytest.mark.parametrize(
    "name", ["import_kz.csv", "import_2023.csv", "kz_2023.csv", "de_import.csv", "am.csv", "by_month_import.csv"]
)
def test_a_state_behind_the_direction_or_without_one_and_a_strange_one_say_nothing(name: str) -> None:
    plan, found = read(name, "ИНН")
    # Import or export is told by the consignee's number.
    assert found.tables["items"]["destination"].to_pylist() == ["RU"]
    assert not any(it.code == "W-CUSTOMS" for it in plan.notices)


def test_what_the_rows_say_goes_first() -> None:
    assert arrived("kz_import.csv", "БИН", there="КЫРГЫЗСТАН") == "KG"


def test_the_reader_is_told_and_contradictions_leave_the_layouts_state() -> None:
    plan, _found = read("by_import.csv", "БИН")
    (notice,) = [it for it in plan.notices if it.code == "W-CUSTOMS"]
    assert "KZ" in notice.message
    assert "BY" in notice.message
    assert plan.chosen.layout.customs == "RU"
    plan, _found = read("kz_import.csv", "БИН")
    (notice,) = [it for it in plan.notices if it.code == "W-CUSTOMS"]
    assert "those of KZ, not of RU" in notice.message


def test_numbers_are_those_of_the_states_register() -> None:
    plan, _found = read("kz_import.csv", "БИН")
    assert plan.chosen.layout.registers["consignee_identifier"] == "KZ"
