"""Months, refusals and possible uses as people type and read them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enduse.cli.profile_countries import month_asked
from enduse.errors import UsageError
from enduse.model.period import month_index

Enduse = Callable[..., Any]


def test_a_month_is_year_and_month() -> None:
    assert month_asked("2021-03") == month_index(date(2021, 3, 1))
    assert month_asked("") is None


@pytest.mark.parametrize("text", ["2021", "2021-13", "2021-00", "03/2021", "2021-3", "0000-01"])
def test_anything_else_is_no_month(text: str) -> None:
    with pytest.raises(UsageError) as error:
        month_asked(text)
    assert error.value.code == "E-PROFILE-MONTH"


def test_a_profile_outside_of_a_case_says_so(enduse: Enduse, tmp_path: Path) -> None:
    done = enduse("profile", "country", "KR", cwd=tmp_path)
    assert done.returncode != 0
    assert done.stdout == ""


def test_a_profile_before_any_run_says_what_to_do(enduse: Enduse, tmp_path: Path) -> None:
    enduse("init", "case", cwd=tmp_path)
    done = enduse("profile", "pair", "JP", "RU", cwd=tmp_path / "case")
    assert done.stderr.startswith("E-NO-RUN")


def test_models_need_no_case(enduse: Enduse, tmp_path: Path) -> None:
    shown = enduse("profile", "models", "Hermle C 32 U", "--on", "2024-06-01", cwd=tmp_path, width=80).stdout
    assert "needs the authority" in shown
    assert all(len(it) <= 80 for it in shown.splitlines())


def test_what_is_known_of_a_model_is_told_as_parameter_and_value(enduse: Enduse, tmp_path: Path) -> None:
    done = enduse("profile", "models", "Hermle C 32 U", "--known", "upr_x_um", cwd=tmp_path)
    assert done.returncode == 2
    assert "should be parameter=value" in done.stderr


@pytest.mark.parametrize("what", ["turning", "845811", "8207", "software"])
def test_a_kind_or_a_code_is_explained_by_its_uses(enduse: Enduse, tmp_path: Path, what: str) -> None:
    shown = enduse("explain", what, cwd=tmp_path, width=80).stdout
    assert "possible parts of weapons" in shown
    assert "no proof" in " ".join(shown.split())
    assert "[possible;" in shown


def test_a_code_of_other_goods_is_not_given_a_use(enduse: Enduse, tmp_path: Path) -> None:
    done = enduse("explain", "940171", cwd=tmp_path)
    assert done.returncode == 2
    assert "Nothing is called '940171'" in done.stderr


def test_goods_show_their_possible_uses_with_sources(enduse: Enduse, tmp_path: Path) -> None:
    shown = enduse("goods", "grinding machine with CNC", cwd=tmp_path, width=120).stdout
    assert "Possible parts of weapons." in shown
    chairs = enduse("goods", "office chairs", cwd=tmp_path, width=120).stdout
    assert "Possible parts" not in chairs
