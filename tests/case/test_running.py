"""What a run keeps, and what becomes of results that another version of enduse made."""

from pathlib import Path

import pytest

from enduse.case import Case, RunOptions, create
from enduse.case.running import FINDINGS, current_run, kept_findings
from enduse.detect.finding import Finding, Subject
from enduse.errors import LedgerDamaged
from enduse.model.ids import party_number, party_text
from enduse.resolve.run import FORMAT
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


def test_findings_come_one_by_one_in_their_order(case: Case) -> None:
    assert tuple(case.each_finding()) == case.findings()


def test_a_name_may_hold_what_some_take_for_the_end_of_a_line(tmp_path: Path) -> None:
    case = create(tmp_path / "case")
    odd = Finding("k", "route_shift", "found", Subject("company", "x", ("ODD\u2028NAME\x85LLC",)), "Odd")
    with DerivedStore(case.workspace).begin() as run:
        run.path(FINDINGS).write_text(odd.to_json() + "\n", encoding="utf-8")
        made = run.commit({"format": FORMAT})

    assert [it.subject for it in kept_findings(made)] == [odd.subject]


def test_results_of_another_version_are_refused_and_say_to_run_again(tmp_path: Path) -> None:
    case = create(tmp_path / "case")
    with DerivedStore(case.workspace).begin() as run:
        old = run.commit({"ledger_version": 0})

    with pytest.raises(LedgerDamaged, match=rf"{old.key}.* format 1.*enduse run") as caught:
        current_run(case.workspace)
    assert caught.value.code == "E-DERIVED"
