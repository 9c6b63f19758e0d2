"""What several finders read is worked out once, and never for another ledger."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Suspects
from enduse.detect.runner import all_typologies
from enduse.detect.shared import (
    announce,
    halves,
    lane_sums,
    lines_of,
    once,
    priority_imports,
    priority_imports_read_once,
)
from enduse.model.ids import party_id

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]


def test_is_made_once_for_a_ledger_and_again_for_another(ledger: Build) -> None:
    first, made = ledger([{"on": "2022-05-01"}]), list[int]()

    for it in (first, first, replace(first)):
        once(it, "key", int, lambda: made.append(1) or len(made))  # type: ignore[func-returns-value]

    assert len(made) == 2


def test_priority_imports_are_those_of_the_destinations_asked_for(ledger: Build) -> None:
    facts = ledger(
        [
            {"on": "2022-05-01"},
            {"on": "2022-05-01", "destination": "BY"},
            {"on": "2022-05-01", "goods_code": "8422400008"},
            {"on": "2022-05-01", "direction": "export"},
            {"on": "2022-05-01", "consignee_id": None},
        ]
    )

    assert priority_imports(facts, ("RU", "BY")).row_id.to_pyarrow().to_pylist() == [1, 2]
    assert priority_imports(facts, ("BY",)).row_id.to_pyarrow().to_pylist() == [2]


def test_who_reads_priority_imports_once_stores_nothing_but_takes_what_is_stored(ledger: Build) -> None:
    facts = ledger([{"on": "2022-05-01"}, {"on": "2022-05-01", "goods_code": "8422400008"}])

    alone = priority_imports_read_once(facts, ("RU",))
    nothing_stored = ("priority imports", ("RU",)) not in facts.shared
    stored = priority_imports(facts, ("RU",))

    assert nothing_stored
    assert alone.to_pyarrow().to_pylist() == stored.to_pyarrow().to_pylist()
    assert priority_imports_read_once(facts, ("RU",)) is stored


@pytest.mark.parametrize(
    ("watershed", "pivot"), [(date(2022, 2, 24), 2022 * 12 + 2), (date(2022, 2, 10), 2022 * 12 + 1)]
)
def test_windows_are_as_long_as_the_shorter_side_of_the_records(ledger: Build, watershed: date, pivot: int) -> None:
    facts = ledger([{"on": "2019-01-10"}, {"on": "2022-04-10"}])

    windows = halves(facts, watershed)

    assert (windows.pivot, windows.months) == (pivot, 2022 * 12 + 4 - pivot)


def test_sums_tell_lines_after_and_indirect_lines_apart(ledger: Build) -> None:
    early, late = {"on": "2022-02-10", "value_usd": 2.0}, {"on": "2022-03-10", "value_usd": 3.0}
    facts = ledger([early, late, {**late, "dispatch": "TR"}, {**late, "origin": "DE", "dispatch": None}, {"on": None}])

    rows = {it["origin"]: it for it in lane_sums(facts, BAN).to_pyarrow().to_pylist()}

    counts = ("lines", "lines_after", "indirect_lines", "indirect_after")
    assert [rows["TW"][it] for it in counts] == [3, 2, 1, 1]
    assert [rows["DE"][it] for it in counts] == [0, 0, 0, 0]
    assert (rows["TW"]["before_usd"], rows["TW"]["after_usd"]) == (2.0, 6.0)


def test_sums_keep_an_importers_dealings_with_itself_apart(ledger: Build) -> None:
    line = {"on": "2022-03-10"}
    facts = ledger([line, {**line, "contract_holder_id": "importer"}, {**line, "consignor_id": None}])

    rows = lane_sums(facts, BAN).to_pyarrow().to_pylist()

    assert sorted((it["consignor_differs"], it["contract_holder_differs"]) for it in rows) == [
        (False, True),
        (True, False),
        (True, True),
    ]


def _finder(name: str) -> Finder:
    return next(it for t in all_typologies().values() for it in t.finders if f"{t.id}.{it.id}" == name)


def test_a_plan_changes_the_work_not_the_answers(ledger: Build) -> None:
    new: dict[str, object] = {"consignor_id": "broker", "contract_holder_id": "broker", "dispatch": "CN"}
    lines: list[dict[str, object]] = [{"on": f"2021-{month:02}-01"} for month in range(3, 13)]
    lines += [{"on": f"2022-{month:02}-10", "value_usd": 2_000_000.0, **new} for month in range(3, 13)]
    facts = ledger([*lines, *({**it, "consignee_id": "other", "brand": None} for it in lines)])
    names = [
        f"growth_attributed_to_new_intermediaries.{it}" for it in ("by_consignee", "by_contract_holder", "by_brand")
    ]
    names += [f"route_shift_after_control_date.{it}" for it in ("by_brand", "by_origin")]
    planned = replace(facts)

    announce(planned, [(_finder(it), {}) for it in names])

    for it in names:
        alone, together = (_found(_finder(it).find(on, BAN)) for on in (replace(facts), planned))
        assert alone == together
        assert alone or it.endswith("by_contract_holder")


def _found(table: Table) -> list[str]:
    rows = table.to_pyarrow().to_pylist()
    kept = [{k: sorted(v) if isinstance(v, list) else v for k, v in sorted(row.items())} for row in rows]
    return sorted(map(repr, kept))


def test_lines_of_importers_nobody_planned_for_are_read_for_them_alone(ledger: Build) -> None:
    facts = ledger([{"on": "2022-05-01"}, {"on": "2022-05-02", "consignee_id": "other"}])
    asked = Suspects(lambda *_: pa.chunked_array([[]], pa.int64()), ("row_id",))

    first, second = (
        lines_of(facts, BAN, asked, pa.chunked_array([[party_id(f"name:{it}")]])).row_id.to_pyarrow().to_pylist()
        for it in ("importer", "other")
    )

    assert (first, second) == ([1], [2])
