"""What several finders read is worked out once, and never for another ledger."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from enduse.detect import Ledger
from enduse.detect.shared import halves, lane_sums, once, priority_imports, priority_imports_read_once

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
    nothing_stored = not facts.shared
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
