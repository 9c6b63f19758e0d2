from pathlib import Path

import pytest

from enduse.errors import UsageError
from enduse.report.model import Dossier
from enduse.report.writing import write_dossier


@pytest.mark.parametrize("name", ["x.html", "x.XLSX", "x.jsonl", "x.pdf", "x.DOCX", "x.md"])
def test_the_suffix_chooses_the_format(name: str, vektor: Dossier, tmp_path: Path) -> None:
    form = write_dossier(vektor, tmp_path / name)
    assert form.suffix == Path(name).suffix.lower()
    assert [it.name for it in tmp_path.iterdir()] == [name]


def test_an_unknown_suffix_is_refused_and_nothing_is_written(vektor: Dossier, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'\.odt'.*\.html") as caught:
        write_dossier(vektor, tmp_path / "x.odt")
    assert caught.value.code == "E-FORMAT"
    assert not list(tmp_path.iterdir())


def test_a_file_that_was_there_stays_when_writing_fails(vektor: Dossier, tmp_path: Path) -> None:
    target = tmp_path / "there" / "x.html"
    with pytest.raises(FileNotFoundError):
        write_dossier(vektor, target)
    assert not list(tmp_path.iterdir())
