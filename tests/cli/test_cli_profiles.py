"""`enduse profile` as a user meets it: errors, files, widths, what may not leave the house."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from enduse.case import RunOptions, create

Enduse = Callable[..., Any]
IMPORTS = (
    "Declaration;Date;Exporter;Exporter country;Importer;Importer country;Origin;Dispatch;Destination;HS code;"
    "Description;Trademark;Value USD;Net kg",
    "D1;2021-02-03;Kanori Boeki;JP;Vektor Stan OOO;RU;JP;JP;RU;84581120;CNC lathe TSUGAMI B0205;TSUGAMI;100000;2700",
    "D2;2023-02-03;Dune Trading FZE;AE;Vektor Stan OOO;RU;JP;AE;RU;84581120;CNC lathe TSUGAMI;TSUGAMI;300000;2700",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("profile")
    (root / "imports.csv").write_text("\n".join(IMPORTS), encoding="utf-8")
    case = create(root / "case")
    case.add(root / "imports.csv")
    case.run(RunOptions())
    return root / "case"


def test_nobody_of_that_name_is_said_with_the_nearest(enduse: Enduse, folder: Path) -> None:
    done = enduse("profile", "importer", "Vector Stan", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "E-SUBJECT" in done.stderr


def test_without_a_run_the_next_step_is_named(enduse: Enduse, tmp_path: Path) -> None:
    enduse("init", "case", cwd=tmp_path)
    done = enduse("profile", "importer", "Vektor Stan", cwd=tmp_path / "case")
    assert done.returncode == 2
    assert "enduse run" in done.stderr


@pytest.mark.parametrize("kind", ["maker", "plant", "importer", "intermediary"])
@pytest.mark.parametrize("width", [80, 120])
def test_every_kind_fits_the_terminal(enduse: Enduse, folder: Path, kind: str, width: int) -> None:
    name = "Tsugami" if kind == "maker" else "Dune Trading FZE" if kind == "intermediary" else "Vektor Stan OOO"
    done = enduse("profile", kind, name, "--on", "2026-01-01", cwd=folder, width=width)
    assert done.returncode == 0, done.stderr
    # Only an address, which must not be broken in two, may be longer than the terminal is wide.
    assert [it for it in done.stdout.splitlines() if len(it) > width and "://" not in it] == []
    assert "as of 2026-01-01" in done.stdout
    assert "not assessable" in done.stdout


def test_later_rows_do_not_count(enduse: Enduse, folder: Path) -> None:
    (profile,) = enduse("profile", "importer", "Vektor Stan OOO", "--on", "2022-12-31", "--json", cwd=folder).rows
    (brands,) = [it for it in profile["sections"] if it["id"] == "brands"]
    assert brands["tables"][0]["columns"] == ["brand", "lines", "2021", "all"]


def test_a_profile_is_written_as_a_file(enduse: Enduse, folder: Path, tmp_path: Path) -> None:
    for name in ("x.html", "x.md", "x.json"):
        done = enduse("profile", "maker", "Tsugami", "-o", tmp_path / name, cwd=folder)
        assert done.returncode == 0, done.stderr
        assert "TSUGAMI" in (tmp_path / name).read_text(encoding="utf-8")
    done = enduse("profile", "maker", "Tsugami", "-o", tmp_path / "x.pdf", cwd=folder)
    assert (done.returncode, "E-PROFILE-FORMAT" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("Dune", "--is", "friend"), "E-STATUS"),
        (("Dune", "--is", "blocked", "--decided-by", "Nordamat"), "E-STATUS-WHY"),
        (("Dune", "--is", "dealer", "--since", "early 2024"), "E-STATUS-DAY"),
        (("Dune", "--is", "dealer", "--evidence", "E1"), "E-STATUS-REF"),
    ],
)
def test_a_status_that_says_nothing_is_refused(enduse: Enduse, folder: Path, words: tuple[str, ...], code: str) -> None:
    done = enduse("profile", "status", *words, "--by", "Kim", cwd=folder)
    assert done.returncode in (2, 3)
    assert f"{code}  " in done.stderr
    assert enduse("profile", "status", "Dune", "--json", cwd=folder).rows == []
