"""What a run keeps, and what becomes of results that another version of enduse made."""

from pathlib import Path

import pytest

from enduse.case import Case, RunOptions, create
from enduse.case.running import current_run
from enduse.errors import LedgerDamaged
from enduse.model.ids import party_number, party_text
from enduse.store.derived import DerivedStore

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "norventstan"
ONE = ("third_country_transshipment",)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    made = create(tmp_path_factory.mktemp("case") / "norventstan")
    made.add(EXAMPLE / "imports_2023.csv")
    made.run(RunOptions(only=ONE))
    return made


def test_rows_behind_a_finding_print_ids_of_parties_as_texts(case: Case) -> None:
    found = next(it for it in case.findings() if it.answer == "found")

    rows = list(case.evidence(found))

    ids = [row["consignee_id"] for row in rows]
    assert len(ids) == found.evidence_count
    assert all(isinstance(it, str) and party_text(party_number(it) or 0) == it for it in ids)


def test_results_of_another_version_are_refused_and_say_to_run_again(tmp_path: Path) -> None:
    case = create(tmp_path / "case")
    with DerivedStore(case.workspace).begin() as run:
        old = run.commit({"ledger_version": 0})

    with pytest.raises(LedgerDamaged, match=rf"{old.key}.* format 1.*enduse run") as caught:
        current_run(case.workspace)
    assert caught.value.code == "E-DERIVED"
