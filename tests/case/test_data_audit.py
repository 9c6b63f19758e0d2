"""Files of labelled rows: read whole, their labels understood, a published set audited."""

from pathlib import Path
from random import Random

import pytest

from enduse.case.data_audit import AuditQuestion, audit_file
from enduse.errors import UsageError


def write(path: Path, lines: list[str], encoding: str = "utf-8") -> Path:
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def rows(count: int, seed: int = 0) -> list[str]:
    chance = Random(seed)
    return [
        f"{it},FIRM {chance.randint(1, 40)},{chance.lognormvariate(6, 1):.2f},{int(chance.random() < 0.3)}"
        for it in range(count)
    ]


def test_rows_read_are_rows_audited_without_a_label_and_unreadable(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", ["no,firm,kg,hit", *rows(300), "900,FIRM 1,12.50,", '901,"FIRM 1,5'])

    done = audit_file(AuditQuestion(file, "hit"))

    assert done.audit.rows == 300
    assert done.audit.unlabelled == 1
    assert done.read == done.audit.rows + done.audit.unlabelled + done.unreadable == 302


def test_titles_above_the_headers_do_not_hide_the_label(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", ["Export of files,,,", "no,firm,kg,hit", *rows(300)])

    assert audit_file(AuditQuestion(file, "hit")).audit.rows == 300


@pytest.mark.parametrize(
    ("yes", "no", "positive"), [("да", "нет", ""), ("YES", "no", ""), ("4", "1", "4"), ("4", "", "4")]
)
def test_labels_are_understood_in_words(tmp_path: Path, yes: str, no: str, positive: str) -> None:
    lines = [f"{it[:-1]}{yes if it.endswith('1') else no}" for it in rows(300)]
    file = write(tmp_path / "a.csv", ["no,firm,kg,hit", *lines])

    audit = audit_file(AuditQuestion(file, "hit", positive)).audit

    assert audit.positives == sum(it.endswith("1") for it in rows(300))
    assert audit.rows == (300 if no else audit.positives)


def test_a_label_that_is_not_yes_and_no_is_asked_about(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", ["no,firm,kg,hit", *(f"{it[:-1]}stopped" for it in rows(50))])

    with pytest.raises(UsageError, match="--positive") as told:
        audit_file(AuditQuestion(file, "hit"))
    assert told.value.code == "E-AUDIT-LABEL"


@pytest.mark.parametrize(("label", "split"), [("fraud", ""), ("hit", "part")])
def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path, label: str, split: str) -> None:
    file = write(tmp_path / "a.csv", ["no,firm,kg,hit", *rows(50)])

    with pytest.raises(UsageError, match="no, firm, kg, hit") as told:
        audit_file(AuditQuestion(file, label, split=split))
    assert told.value.code == "E-AUDIT-COLUMN"


def test_a_second_file_is_the_test_part(tmp_path: Path) -> None:
    lines = rows(400)
    training = write(tmp_path / "train.csv", ["no,firm,kg,hit", *lines])
    # Numbers are given anew in the second file; all else of a tenth of the rows is as it was.
    again = [f"{it + 5_000},{line.partition(',')[2]}" for it, line in enumerate(lines[:10])]
    test = write(tmp_path / "test.csv", ["no,firm,kg,hit", *rows(90, seed=9), *again])

    found = audit_file(AuditQuestion(training, "hit", test=test)).audit

    (copies,) = (it for it in found.leaks if it.check == "split_copies")
    assert "10 of 100 test rows (10.0%)" in copies.says
    assert "100% of them with the same label" in copies.says


@pytest.mark.slow
def test_the_published_korean_set_is_caught_by_its_exact_tuple(real_data: Path) -> None:
    """Its publishers made it from a few thousand records; the figures are those that were published about it."""
    folder = real_data / "customs_korea_synthetic"
    training, test = (folder / f"df_syn_{it}_eng.csv.gz" for it in ("train", "valid"))
    if not training.is_file():
        pytest.skip(f"{training} is not here")

    audit = audit_file(AuditQuestion(training, "Fraud", test=test)).audit

    (copied,) = (it for it in audit.leaks if it.check == "copied_records")
    assert set(copied.columns) == {
        "HS6 Code", "Net Mass", "Item Price", "Country of Departure", "Country of Origin", "Tax Rate", "Tax Type",
    }  # fmt: skip
    assert copied.told is not None
    assert copied.told.auc == pytest.approx(0.975, abs=0.003)
    alone = dict(audit.alone)
    for firm in ("Importer ID", "Declarant ID", "Seller ID"):
        assert alone[firm].auc == pytest.approx(0.5, abs=0.01)
    assert [it.columns for it in audit.leaks if it.check == "label_again"] == [("Critical Fraud",)]
    assert audit.rows == 45_519
