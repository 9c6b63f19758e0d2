import re
from pathlib import Path

import pytest

from enduse.registry import collect
from enduse.report import Format, formats
from enduse.report.model import Dossier

ALL = collect(formats, Format)


@pytest.mark.parametrize("form", ALL.values(), ids=ALL)
def test_writes_the_same_bytes_twice(form: Format, vektor: Dossier, tmp_path: Path) -> None:
    first, second = tmp_path / f"1{form.suffix}", tmp_path / f"2{form.suffix}"
    form.write(vektor, first)
    form.write(vektor, second)
    assert first.read_bytes() == second.read_bytes() != b""


@pytest.mark.parametrize("form", ALL.values(), ids=ALL)
def test_says_its_suffix_and_title(form: Format) -> None:
    assert re.fullmatch(r"\.[a-z]+", form.suffix)
    assert form.title


def test_no_two_formats_share_a_suffix() -> None:
    assert len({form.suffix for form in ALL.values()}) == len(ALL)
