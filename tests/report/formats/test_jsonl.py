import json
from pathlib import Path

from enduse.report.formats.jsonl import jsonl
from enduse.report.model import Dossier


def test_every_line_is_an_object_with_its_kind(vektor: Dossier, tmp_path: Path) -> None:
    jsonl.write(vektor, tmp_path / "x.jsonl")
    found = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()]
    assert found[0]["kind"] == "dossier"
    assert found[0]["subject"]["anchor"] == "inn:7701234567"
    assert sum(it["kind"] == "evidence" for it in found) == len(vektor.evidence)


def test_a_figure_names_its_rows(vektor: Dossier, tmp_path: Path) -> None:
    jsonl.write(vektor, tmp_path / "x.jsonl")
    lines = map(json.loads, (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines())
    first = next(it for it in lines if it["kind"] == "figure")
    assert (first["id"], first["value"], first["rows"]) == ("f1", 8.0, "1-8")
