"""Every check of an audit: rings where its leak is planted, and is silent where nothing was planted."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from enduse.model.data_audit import DataAudit
from enduse.triage.audit_table import AuditTable, audit_columns
from enduse.triage.auditing import FEWEST, audit, audit_checks

ROWS = 1_500
Cells = dict[str, list[str]]


def declarations(seed: int = 1) -> tuple[Cells, list[int]]:
    """Firms that trade again and again, of which some divert: an honest file in which firms tell the label."""
    chance = Random(seed)
    firms = [(f"FIRM {it}", chance.random() < 0.2, chance.choice(["TR", "CN", "KG", "AE"])) for it in range(90)]
    cells: Cells = {name: [] for name in ("number", "day", "importer", "sender", "country", "code", "kg", "usd")}
    label = []
    for row in range(ROWS):
        name, diverts, country = chance.choice(firms)
        cells["number"].append(str(5_000_000 + row))
        cells["day"].append(f"2023-{row * 12 // ROWS + 1:02d}-{chance.randint(1, 28):02d}")
        cells["importer"].append(name)
        cells["sender"].append(f"SENDER {chance.randint(1, 60)}")
        cells["country"].append(country)
        cells["code"].append(chance.choice(["845811", "845961", "846610", "820730"]))
        kg = chance.lognormvariate(7, 1)
        cells["kg"].append(f"{kg:.2f}")
        cells["usd"].append(f"{kg * chance.lognormvariate(3, 0.3):.2f}")
        label.append(int(diverts and chance.random() < 0.8))
    return cells, label


def audited(cells: Mapping[str, Sequence[str]], label: Sequence[int], part: Sequence[int] | None = None) -> DataAudit:
    rows = np.arange(len(label)) + 2
    parts = None if part is None else np.array(part)
    return audit(AuditTable(audit_columns(cells), np.array(label), rows, parts))


def copied(cells: Cells, label: list[int]) -> DataAudit:
    chance = Random(3)
    drawn = [chance.randrange(ROWS // 4) for _ in range(ROWS)]
    fresh = {"number", "day", "importer", "sender"}
    more = {name: texts if name in fresh else [texts[it] for it in drawn] for name, texts in cells.items()}
    return audited(more, [label[it] for it in drawn])


def named_twice(cells: Cells, label: list[int]) -> DataAudit:
    return audited(cells | {"state": ["held" if it else "released" for it in label]}, label)


def filled_afterwards(cells: Cells, label: list[int]) -> DataAudit:
    return audited(cells | {"protocol": [f"P{at}" if it else "" for at, it in enumerate(label)]}, label)


def sorted_by_label(cells: Cells, label: list[int]) -> DataAudit:
    order = sorted(range(ROWS), key=lambda it: label[it])
    rest = {name: [texts[it] for it in order] for name, texts in cells.items() if name != "number"}
    return audited(rest, [label[it] for it in order])


def put_together(cells: Cells, label: list[int]) -> DataAudit:
    """Blocks of thirty rows, with and without the label in turn."""
    chance = Random(5)
    label = [(it // 30) % 2 for it in range(ROWS)]
    days = [f"2023-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}" for _ in range(ROWS)]
    return audited(cells | {"day": days, "importer": [f"FIRM {it % 700}" for it in range(ROWS)]}, label)


def numbered_by_label(cells: Cells, label: list[int]) -> DataAudit:
    order = sorted(range(ROWS), key=lambda it: (-label[it], it))
    number = {row: str(9_000_000 + place) for place, row in enumerate(order)}
    return audited(cells | {"number": [number[it] for it in range(ROWS)]}, label)


def lettered_by_label(cells: Cells, label: list[int]) -> DataAudit:
    numbers = [f"{'ZA'[it]}{at:06d}" for at, it in enumerate(label)]
    return audited(cells | {"number": numbers}, label)


def in_both_parts(cells: Cells, label: list[int]) -> DataAudit:
    again = {name: [*texts, *texts[:100]] for name, texts in cells.items() if name != "number"}
    return audited(again, [*label, *label[:100]], [0] * ROWS + [1] * 100)


def share_of_firm(cells: Cells, label: list[int]) -> DataAudit:
    has, rows = dict[str, int](), dict[str, int]()
    for firm, it in zip(cells["importer"], label, strict=True):
        has[firm], rows[firm] = has.get(firm, 0) + it, rows.get(firm, 0) + 1
    return audited(cells | {"risk": [f"{has[it] / rows[it]:.4f}" for it in cells["importer"]]}, label)


def known_later(cells: Cells, label: list[int]) -> DataAudit:
    """The day of the decision: soon where nothing was found, late where something was."""
    chance = Random(4)
    lags = [chance.randint(60, 200) if it else chance.randint(1, 90) for it in label]
    days = [date.fromisoformat(it) + timedelta(lag) for it, lag in zip(cells["day"], lags, strict=True)]
    return audited(cells | {"decided": [it.isoformat() for it in days]}, label)


PLANTED: dict[str, tuple[str, Callable[[Cells, list[int]], DataAudit]]] = {
    "copied": ("copied_records", copied),
    "named twice": ("label_again", named_twice),
    "filled afterwards": ("label_again", filled_afterwards),
    "sorted": ("order_of_rows", sorted_by_label),
    "put together": ("order_of_rows", put_together),
    "numbered": ("numbers_of_rows", numbered_by_label),
    "lettered": ("numbers_of_rows", lettered_by_label),
    "in both parts": ("split_copies", in_both_parts),
    "share of firm": ("from_the_future", share_of_firm),
    "known later": ("from_the_future", known_later),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_leak_is_told_by_its_check(name: str) -> None:
    check, plant = PLANTED[name]

    found = plant(*declarations())

    assert check in {it.check for it in found.leaks}, found.findings


@pytest.mark.parametrize("seed", range(6))
def test_an_honest_file_rings_nothing_though_firms_repeat_what_they_do(seed: int) -> None:
    cells, label = declarations(seed)

    found = audited(cells, label, [int(it >= "2023-10") for it in cells["day"]])

    assert found.findings == ()
    assert dict(found.alone)["importer"].auc > 0.8


def test_every_check_has_a_planted_leak() -> None:
    assert {check for check, _ in PLANTED.values()} == set(audit_checks())


def test_a_tuple_that_was_copied_is_named_whole_with_the_area_it_reaches() -> None:
    (leak,) = (it for it in copied(*declarations()).leaks if it.check == "copied_records")

    assert set(leak.columns) == {"country", "code", "kg", "usd"}
    assert leak.told is not None
    assert leak.told.low < leak.told.auc < leak.told.high
    assert leak.told.auc > 0.85
    assert len(leak.rows) > 1


def test_regular_trade_of_one_firm_is_no_copy() -> None:
    """Each firm ships the same goods at the same weight and price all year; its label repeats with it."""
    cells, label = declarations()
    first = dict[str, int]()
    rows = [first.setdefault(it, at) for at, it in enumerate(cells["importer"])]
    regular = {name: [cells[name][it] for it in rows] for name in ("kg", "usd", "code", "sender")}

    found = audited(cells | regular, [label[it] for it in rows])

    assert not [it for it in found.leaks if it.check == "copied_records"]


def test_what_one_firm_ships_again_and_again_is_no_copy_though_others_ship_it_too() -> None:
    """Of a firm's three consignments, three rows in four are its own, whose label repeats; the fourth is anybody's."""
    cells, label = declarations()
    chance, first = Random(6), dict[str, int]()
    rows = [first.setdefault(f"{it} {chance.randint(1, 3)}", at) for at, it in enumerate(cells["importer"])]
    rows = [it if chance.random() < 0.75 else chance.choice(rows) for it in rows]
    shared = {name: [cells[name][it] for it in rows] for name in ("kg", "usd")}

    found = audited(cells | shared, label)

    assert dict(found.alone)["kg"].low > 0.75
    assert not [it for it in found.findings if it.check == "copied_records"]


def test_catalogue_weights_and_prices_are_no_copies() -> None:
    """Four hundred models of known weight and price, bought by everybody; heavy ones are diverted."""
    cells, _ = declarations()
    chance = Random(8)
    models = [(f"{chance.uniform(900, 9000):.2f}", f"{chance.uniform(2e4, 4e5):.2f}") for _ in range(400)]
    drawn = [chance.choice(models) for _ in range(ROWS)]
    label = [int(float(kg) > 6000 or chance.random() < 0.1) for kg, _ in drawn]

    found = audited(cells | {"kg": [it[0] for it in drawn], "usd": [it[1] for it in drawn]}, label)

    assert dict(found.alone)["kg"].low > 0.75
    assert not [it for it in found.findings if it.check == "copied_records"]


def test_too_few_labels_are_not_assessable() -> None:
    cells, label = declarations()
    some = [it for it in range(ROWS) if label[it]][: FEWEST - 1]

    found = audited(cells, [int(it in some) for it in range(ROWS)])

    assert found.findings == ()
    assert {it.check for it in found.not_audited} == set(audit_checks())
    assert "19 of 1,500" in found.not_audited[0].why


def test_labels_that_grow_with_time_are_no_order_of_rows() -> None:
    """Diversion begins in July, and numbers grow with time: within a day neither tells anything."""
    cells, _ = declarations()
    chance = Random(2)
    label = [int(it >= "2023-07" and chance.random() < 0.4) for it in cells["day"]]

    found = audited(cells, label)

    assert not [it for it in found.findings if it.check in ("order_of_rows", "numbers_of_rows")]
