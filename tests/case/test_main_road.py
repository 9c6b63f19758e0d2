"""The whole road on the bundled case: raw files in, sourced findings and a dossier out."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from enduse.case import Case, RunOptions, RunReport, create
from enduse.detect.finding import Finding

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "norventstan"
WATERSHED = RunOptions(watershed=date(2022, 2, 24))

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    made = create(tmp_path_factory.mktemp("case") / "norventstan")
    for name in ("imports_2021_2022.csv", "imports_2023.csv", "statistics.csv"):
        made.add(EXAMPLE / name)
    return made


@pytest.fixture(scope="module")
def report(case: Case) -> RunReport:
    return case.run(WATERSHED)


def found(findings: Iterable[Finding], typology: str) -> list[Finding]:
    return [it for it in findings if it.typology == typology and it.answer == "found"]


def test_no_row_is_lost(case: Case) -> None:
    for source in case.sources():
        assert source["rows_read"] == source["rows_kept"] + source["rows_rejected"]
    (rejected,) = case.rejects()
    assert (rejected["source"], rejected["row"], rejected["code"]) == ("imports_2023.csv", 252, "R-DATE")


def test_lines_of_overlapping_dumps_count_once_and_the_correction_wins(case: Case, report: RunReport) -> None:
    assert report.resolve.items.superseded == 12
    (finding,) = [
        it for it in report.findings if it.typology == "third_country_transshipment" and "Норвент" in it.headline
    ]
    (corrected,) = [it for it in case.evidence(finding) if it["declaration_no"] == "10999100/141222/3000343"]
    assert (corrected["value_usd"], corrected["source"]) == (91_500.0, "imports_2023.csv")
    assert corrected["raw"]["Статистическая стоимость, USD"] == "91500,00"


@pytest.mark.parametrize(
    ("typology", "about"),
    [
        ("third_country_transshipment", "ООО «Норвентстан»"),
        ("route_shift_after_control_date", "ООО «Норвентстан»"),
        ("growth_attributed_to_new_intermediaries", 'АО "БРАСАНКОР-ТЕХ"'),
        ("broker_vs_shipper_split", 'АО "БРАСАНКОР-ТЕХ"'),
        ("hub_surge", "KG"),
        ("mirror_gap", "KG"),
    ],
)
def test_every_planted_pattern_is_found(report: RunReport, typology: str, about: str) -> None:
    texts = [f"{it.subject.names} {it.subject.id}" for it in found(report.findings, typology)]
    assert any(about in text for text in texts), texts


@pytest.mark.parametrize("honest", ["Делторис", "ПИЛЬВЕР", "Пильвер", "ЛУМЕТА", "Кавена", "ОРСАНТ", ">UZ", ">KZ"])
def test_the_honest_look_alikes_stay_silent(report: RunReport, honest: str) -> None:
    said = [f"{it.headline} {it.subject.id}" for it in report.findings if it.answer == "found"]
    assert [text for text in said if honest in text] == []


def test_a_rerun_changes_nothing(case: Case, report: RunReport) -> None:
    again = case.run(WATERSHED)
    assert [it.to_json() for it in again.findings] == [it.to_json() for it in report.findings]
    assert [it.to_json() for it in case.findings()] == [it.to_json() for it in report.findings]


def test_every_finding_opens_all_its_rows(case: Case, report: RunReport) -> None:
    for finding in report.findings:
        if finding.answer == "found":
            rows = list(case.evidence(finding))
            assert len(rows) == finding.evidence_count
            assert all(row["raw"] for row in rows)


def test_the_same_case_gives_the_same_dossier_byte_for_byte(case: Case, report: RunReport, tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    for folder in (first, second):
        folder.mkdir()
        case.dossier("Норвентстан", [folder / f"x.{it}" for it in ("html", "xlsx", "jsonl", "pdf", "docx", "md")])
    for path in sorted(first.iterdir()):
        assert path.read_bytes() == (second / path.name).read_bytes() != b""


def test_the_order_in_which_files_are_added_changes_no_finding(report: RunReport, tmp_path: Path) -> None:
    other = create(tmp_path / "other")
    for name in ("statistics.csv", "imports_2021_2022.csv", "imports_2023.csv"):
        other.add(EXAMPLE / name)
    again = other.run(WATERSHED)
    assert [(it.key, it.headline) for it in again.findings] == [(it.key, it.headline) for it in report.findings]


def test_the_same_bytes_again_are_no_new_version(case: Case) -> None:
    before = case.version
    assert case.add(EXAMPLE / "statistics.csv").already
    assert case.version == before


def test_undo_takes_one_file_out_and_older_versions_stay_readable(tmp_path: Path) -> None:
    case = create(tmp_path / "undone")
    for name in ("imports_2021_2022.csv", "statistics.csv"):
        case.add(EXAMPLE / name)
    before = case.version
    after = case.undo("statistics.csv")
    assert [it["source"] for it in case.sources()] == ["imports_2021_2022.csv"]
    assert [it["source"] for it in case.sources(before)] == ["imports_2021_2022.csv", "statistics.csv"]
    assert case.run(RunOptions(WATERSHED.watershed, at=before)).ledger_version == before < after


def test_compaction_changes_no_finding(tmp_path: Path) -> None:
    case = create(tmp_path / "compact")
    for name in ("imports_2021_2022.csv", "imports_2023.csv", "statistics.csv"):
        case.add(EXAMPLE / name)
    before = [(it.key, it.headline, it.evidence) for it in case.run(WATERSHED).findings]
    parts_before, parts_after, _ = case.compact()
    assert parts_after < parts_before
    assert [(it.key, it.headline, it.evidence) for it in case.run(WATERSHED).findings] == before
