"""Old versions are removed only when asked, after saying what goes."""

from pathlib import Path

import pytest

from enduse.case import Case, create
from enduse.cli.output import Printer
from enduse.cli.pruning import prune_case, told
from enduse.store.pruning import Surplus


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Two fictional files, of which one was undone: versions 1 to 3."""
    example = Path(__file__).resolve().parents[2] / "examples" / "norventstan"
    made = create(tmp_path / "case")
    made.add(example / "statistics.csv")
    made.add(example / "imports_2023.csv")
    made.undo("imports_2023.csv")
    return made


def test_without_yes_it_says_what_would_go_and_removes_nothing(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    row = prune_case(case, 1, Printer(json=True), yes=False)

    said = capsys.readouterr().err
    assert "versions 1 to 2" in said
    assert "1 original (imports_2023.csv)" in said
    assert "Nothing was removed" in said
    assert (row["versions_removed"], row["bytes_removed"]) == (0, 0)
    assert case.ledger.versions() == (1, 2, 3)


def test_with_yes_it_says_the_same_and_removes_it(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    row = prune_case(case, 1, Printer(json=True), yes=True)

    assert "can no longer be opened with --at" in capsys.readouterr().err
    assert (row["versions_removed"], row["originals_removed"]) == (2, ["imports_2023.csv"])
    assert case.ledger.versions() == (3,)


def test_it_says_so_when_there_is_nothing_to_remove() -> None:
    assert told(Surplus((4,), (), (), (), 0)) == ("Nothing to remove: version 4 stays, and every file belongs to it.")


def test_versions_that_stay_are_named_one_by_one_where_there_are_gaps() -> None:
    said = told(Surplus((2, 7), (1, 3), ("items/a.parquet",), (), 3 << 20))
    assert said.startswith("To be removed, 3.0 MiB: versions 1, 3; 1 file of rows. Versions 2, 7 stay.")
