"""What every typology owes the analyst, including those written tomorrow."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import ibis
import pytest
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Typology
from enduse.detect.coverage import survey
from enduse.detect.printing import tidy
from enduse.detect.runner import all_typologies
from enduse.store.derived_tables import RECORDS, table_of

BAN = date(2022, 2, 24)
Rows = dict[str, list[Mapping[str, Any]]]
Busy = Callable[[str], Rows]
Build = Callable[..., Ledger]

ALL = all_typologies()
PAIRS = [(typology, finder) for typology in ALL.values() for finder in typology.finders]
NAMES = [f"{typology.id}.{finder.id}" for typology, finder in PAIRS]
every_typology = pytest.mark.parametrize("typology", ALL.values(), ids=ALL)
every_finder = pytest.mark.parametrize(("typology", "finder"), PAIRS, ids=NAMES)

_OWED = {"strength": "float64", "rank": "float64", "start": "date", "end": "date"}


def found(finder: Finder, ledger: Ledger) -> dict[tuple[str, str], dict[str, Any]]:
    rows = finder.find(ledger, BAN).to_pyarrow().to_pylist()
    return {(str(row["subject_id"]), str(row.get("lane") or "")): row for row in rows}


@every_typology
def test_states_its_limits(typology: Typology) -> None:
    modules = {finder.find.__module__.rpartition(".")[2] for finder in typology.finders}
    assert modules == {typology.id}
    assert typology.innocent
    assert typology.misses
    assert typology.settle
    assert typology.sources
    assert 0 < typology.ceiling <= 1
    assert len({finder.id for finder in typology.finders}) == len(typology.finders)


@every_finder
def test_finders_are_named_as_their_function_and_explained(typology: Typology, finder: Finder) -> None:
    assert finder.id == finder.find.__name__
    assert finder.find.__doc__
    assert finder.defaults
    assert finder.needs.columns


@every_finder
def test_the_result_has_what_the_runner_prints(typology: Typology, finder: Finder, ledger: Build, busy: Busy) -> None:
    table = finder.find(ledger(**busy(typology.id)), BAN)

    kinds = {name: str(kind).lstrip("!") for name, kind in table.schema().items()}
    assert _OWED.items() <= kinds.items()
    assert kinds["subject_id"] == ("int64" if finder.subject in ("company", "person") else "string")
    assert all(kind == "array<int64>" for name, kind in kinds.items() if name.endswith("_ids"))
    assert {"row_ids", "context_ids", "value_usd"} <= kinds.keys()


@every_finder
def test_every_finder_fires_on_its_pattern_and_cites_rows_that_exist(
    typology: Typology, finder: Finder, ledger: Build, busy: Busy
) -> None:
    facts = ledger(**busy(typology.id))

    rows = found(finder, facts)

    cited = {id for row in rows.values() for id in (*row["row_ids"], *(row["context_ids"] or ()))}
    read: list[Table] = [getattr(facts, it) for it in sorted({table_of(id) for id in cited})]
    known = {id for table in read for id in table.row_id.to_pyarrow().to_pylist()}
    assert rows
    for row in rows.values():
        assert row["row_ids"]
        assert len(set(row["row_ids"])) == len(row["row_ids"])
        assert {*row["row_ids"], *(row["context_ids"] or ())} <= known
        assert not set(row["row_ids"]) & set(row["context_ids"] or ())
        assert 0 < row["strength"] <= typology.ceiling + 1e-9


@pytest.mark.slow
@every_finder
def test_the_order_of_rows_does_not_matter(typology: Typology, finder: Finder, ledger: Build, busy: Busy) -> None:
    facts = ledger(**busy(typology.id))
    turned = replace(
        facts,
        items=facts.items.order_by(facts.items.value_usd, facts.items.row_id.desc()),
        **{it: getattr(facts, it).order_by(getattr(facts, it).row_id.desc()) for it in ("statistics", *RECORDS)},
    )

    left, right = found(finder, facts), found(finder, turned)

    assert {k: tidy(v) for k, v in left.items()} == {k: tidy(v) for k, v in right.items()}


INNOCENT_LINES = (
    {"on": "2022-06-20", "consignee_id": "bystander", "consignor_id": "other maker"},
    {"on": "2022-06-20", "value_usd": 50_000.0},
    {"on": "2022-06-20", "goods_code": "8422400008", "consignee_id": "bystander"},
)
INNOCENT_CELLS = (
    {"on": "2022-06", "value": 5e6, "reporter": "TW", "partner": "BR"},
    {"on": "2022-06", "value": 1e5, "reporter": "TR", "partner": "TW", "flow": "import", "goods_code": "84581999"},
)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3))
@every_finder
def test_one_more_innocent_row_never_raises_a_strength(
    typology: Typology, finder: Finder, number: int, ledger: Build, busy: Busy
) -> None:
    rows = busy(typology.id)
    before = found(finder, ledger(**rows))
    items, cells = [*rows["items"], INNOCENT_LINES[number]], [*rows["cells"], *INNOCENT_CELLS[:number]]
    more = found(finder, ledger(**{**rows, "items": items, "cells": cells}))

    assert more.keys() <= before.keys()
    assert all(row["strength"] <= before[key]["strength"] for key, row in more.items())


@every_finder
def test_is_not_assessable_when_a_column_is_empty(
    typology: Typology, finder: Finder, ledger: Build, busy: Busy
) -> None:
    facts = ledger(**busy(typology.id))
    lacking = finder.needs.columns[-1]
    read: Table = getattr(facts, finder.reads)
    emptied = read.mutate(**{lacking: ibis.null(read[lacking].type())})
    bare = replace(facts, **{finder.reads: emptied})

    missing = survey(bare, (finder,)).missing(finder, BAN)

    assert not survey(facts, (finder,)).missing(finder, BAN)
    assert any(
        lacking in it or it in ("import figures", "export figures", "monthly trade statistics") for it in missing
    )


@every_finder
def test_is_not_assessable_on_an_empty_ledger(typology: Typology, finder: Finder, ledger: Build) -> None:
    assert survey(ledger(), (finder,)).missing(finder, BAN)
