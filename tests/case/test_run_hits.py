"""A run looks for its parties on the lists of the ledger."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from enduse import case as cases
from enduse.case import Case, RunOptions
from enduse.case.running import current_run
from enduse.model.ids import party_id
from enduse.store.derived_tables import table_of

INN = "9799001010"
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "norventstan" / "imports_2023.csv"
LIST = f"""authority,entry,names,identifiers,address,country,programme,listed_on,delisted_on
Council,E1,Drugoimenik AO,{INN},,RU,military,2022-03-15,
Council,E2,Baltanur Makina Ltd.,,,TR,military,2023-01-02,2024-02-03
Treasury,E3,Sovsemnikto,,,RU,military,2023-01-02,
"""
ONE = RunOptions(only=("third_country_transshipment",))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = cases.create(tmp_path / "case")
    made.add(EXAMPLE)
    return made


def table(case: Case, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(current_run(case.workspace).path(name)).to_pylist()
    return rows


def test_parties_on_lists_stand_in_the_run_with_their_dates_and_the_row_of_the_list(case: Case, tmp_path: Path) -> None:
    (tmp_path / "listings.csv").write_text(LIST, encoding="utf-8")
    case.add(tmp_path / "listings.csv")
    case.run(ONE)

    hits = {it["entry_id"]: it for it in table(case, "hits")}
    told = {key: (it["by"], it["listed_on"], it["delisted_on"], it["row"]) for key, it in hits.items()}
    assert told == {
        "E1": ("identifier", date(2022, 3, 15), None, 2),
        "E2": ("name", date(2023, 1, 2), date(2024, 2, 3), 3),
    }
    assert hits["E1"]["party_id"] == party_id(f"inn:{INN}")
    assert all(table_of(it["row_id"]) == "hits" for it in hits.values())
    assert {it["authority"]: it["entries"] for it in table(case, "held_lists")} == {"Council": 2, "Treasury": 1}


def test_without_a_list_there_is_no_hit_and_no_list(case: Case) -> None:
    case.run(ONE)

    assert table(case, "hits") == table(case, "held_lists") == []
