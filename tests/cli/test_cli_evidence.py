"""`enduse evidence` as a user meets it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Enduse = Callable[..., Any]


@pytest.fixture
def case(enduse: Enduse, tmp_path: Path) -> Path:
    enduse("init", "case", cwd=tmp_path)
    (tmp_path / "a.html").write_text("<p>Lathes</p><p>Dealer in Moscow</p>", encoding="utf-8")
    (tmp_path / "b.html").write_text("<p>Lathes</p>", encoding="utf-8")
    return tmp_path / "case"


def _add(enduse: Enduse, case: Path, name: str, *more: str) -> Any:
    return enduse("evidence", "add", case.parent / name, *more, "--by", "Kim", "--json", cwd=case)


def test_add_show_diff_and_verify_from_end_to_end(enduse: Enduse, case: Path) -> None:
    page = ("--from", "https://dealer.example", "--grade", "publisher", "--trust", "B2")
    (first,) = _add(enduse, case, "a.html", *page, "--captured", "2024-01-01").rows
    _add(enduse, case, "b.html", *page, "--captured", "2024-06-01")
    assert (first["evidence"], first["trust"], first["media_type"]) == ("E1", "publisher B2", "text/html")
    assert [it["evidence"] for it in enduse("evidence", "show", "--json", cwd=case).rows] == ["E1", "E2"]
    (gone,) = enduse("evidence", "diff", "dealer.example", "--json", cwd=case).rows
    assert (gone["change"], gone["line"], gone["after"], gone["before"]) == (
        "deleted", "Dealer in Moscow", "2024-01-01", "2024-06-01",
    )  # fmt: skip
    done = enduse("evidence", "verify", "--json", cwd=case)
    assert (done.returncode, done.rows) == (0, [])


def test_a_file_changed_after_citation_exits_7(enduse: Enduse, case: Path) -> None:
    (row,) = _add(enduse, case, "a.html").rows
    path = case / "evidence" / row["sha256"][:2] / row["sha256"]
    path.chmod(0o644)
    path.write_bytes(b"<p>Lathes</p>")
    done = enduse("evidence", "verify", "--json", cwd=case)
    assert (done.returncode, [(it["evidence"], it["state"]) for it in done.rows]) == (7, [("E1", "changed")])
    assert "E-EVIDENCE-CHANGED" in enduse("evidence", "show", "E1", "--text", cwd=case).stderr


def test_sensitive_evidence_is_withheld_and_erased(enduse: Enduse, case: Path) -> None:
    _add(enduse, case, "a.html", "--sensitivity", "personal", "--person", "Oleg Vymyshlenny")
    done = enduse("evidence", "show", "E1", "-o", "x.html", "--original", cwd=case)
    assert (done.returncode, "E-EVIDENCE-WITHHELD" in done.stderr, (case / "x.html").exists()) == (6, True, False)
    erased = enduse("evidence", "erase", "Oleg Vymyshlenny", "--reason", "asked", "--yes", "--json", cwd=case)
    assert erased.rows == [{"erased": 1}]
    assert enduse("evidence", "show", "E1", "--text", cwd=case).returncode == 2
    done = enduse("evidence", "verify", "--json", cwd=case)
    assert (done.returncode, [it["state"] for it in done.rows]) == (0, ["erased"])


@pytest.mark.parametrize("wrong", [("--grade", "rumour"), ("--trust", "B"), ("--captured", "spring"), ("--at", "3")])
def test_what_is_told_wrongly_is_refused(enduse: Enduse, case: Path, wrong: tuple[str, str]) -> None:
    done = _add(enduse, case, "a.html", *wrong)
    assert (done.returncode, "E-EVIDENCE-FACT" in done.stderr) == (3, True)
    assert enduse("evidence", "show", "--json", cwd=case).rows == []


def test_a_strangers_text_does_not_steer_the_terminal(enduse: Enduse, case: Path) -> None:
    (case.parent / "a.html").write_bytes(b"<p>Lathes \x1b[2J\x1b]0;x\x07 for all</p>")
    _add(enduse, case, "a.html")
    shown = enduse("evidence", "show", "E1", "--text", cwd=case).stdout
    assert "Lathes" in shown
    assert not {"\x1b", "\x07"} & set(shown)
