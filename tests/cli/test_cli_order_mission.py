"""Rows of the mission table on orders, from the command line to what is printed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Enduse = Callable[..., Any]
Check = Callable[..., dict[str, Any]]

ROUGH = (
    "upr_x_um = 5, upr_z_um = 5, upr_standard = 'ISO 230-2:2014', positioning_accuracy_x_um = 12, "
    "positioning_accuracy_z_um = 12, positioning_accuracy_standard = 'ISO 230-2:1988', contouring_axes = 2, "
    "linear_axes = 2, rotary_axes = 0, turning_diameter_mm = 300, bar_only = 'no', tilting_spindle = 'no', "
    "contact_lens = 'no', special_purpose = 'none'"
)
FINE = ROUGH.replace("upr_x_um = 5, upr_z_um = 5", "upr_x_um = 0.8, upr_z_um = 0.8")
ORDER = """
id = "M-1"
on = {on}
seller = {{ name = "Nordamat", country = "{seller}" }}
buyer = {{ name = "Prasertmetal", country = "{to}" }}
{more}
goods = [{{ description = "{text}", code = "{code}", specifications = {{ {figures} }} }}]
"""
CHAIRS = {"text": "Office chairs, upholstered, with metal frames", "code": "940171", "seller": "KR", "to": "NO"}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes an order of a lathe from Korea to Thailand, with what is given changed."""

    def written(**told: str) -> Path:
        base = {"on": "2024-06-03", "seller": "KR", "to": "TH", "more": "", "code": "845811", "figures": ROUGH}
        path = tmp_path / "order.toml"
        path.write_text(ORDER.format(**{**base, "text": "CNC horizontal lathe", **told}), encoding="utf-8")
        return path

    return written


@pytest.fixture
def check(enduse: Enduse, write: Callable[..., Path], tmp_path: Path) -> Check:
    """Checks such an order."""

    def checked(folder: Path | None = None, **told: str) -> dict[str, Any]:
        (row,) = enduse("check", write(**told), "--json", cwd=folder or tmp_path).rows
        found: dict[str, Any] = row
        return found

    return checked


def _applying(row: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {it["id"]: it for it in row["parts"] if it["answer"] == "yes" and it["kind"] == "rule"}


def test_m15_the_same_code_by_its_figures(check: Check) -> None:
    fine, rough, missing = check(figures=FINE), check(figures=ROUGH), check(figures="")
    assert (fine["outcome"], "kr_strategic" in _applying(fine)) == ("LICENCE", True)
    assert not {"kr_strategic", "kr_strategic_ga"} & {it["id"] for it in rough["parts"]}
    assert missing["outcome"] == "HOLD"
    assert "Q32" in {it["id"] for it in missing["questions"]}


@pytest.mark.parametrize("to", ["RU", "BY"])
def test_m16_a_permit_on_the_day_of_the_list_and_another_answer_the_day_before(check: Check, to: str) -> None:
    before, day = check(on="2024-02-23", to=to), check(on="2024-02-24", to=to)
    assert "kr_situational" not in _applying(before)
    assert (day["outcome"], day["policy"], _applying(day)["kr_situational"]["start"]) == (
        "LICENCE", "denial", "2024-02-24",
    )  # fmt: skip


def test_m17_neither_tier_alone_releases_an_order(enduse: Enduse, write: Callable[..., Path], tmp_path: Path) -> None:
    enduse("init", "case", cwd=tmp_path)
    case = tmp_path / "case"
    enduse("order", "set", "tiers", "two", "--by", "Kim", cwd=case)
    figures = write(figures=FINE)
    enduse("order", "add", figures, "--by", "Kim", "--json", cwd=case)
    words = ("--note", "for a permit")
    assert enduse("order", "propose", "M-1", "apply_for_licence", "--by", "Kim", *words, cwd=case).returncode == 0
    assert enduse("order", "approve", "M-1", "--by", "Lee", *words, cwd=case).returncode == 6
    assert enduse("order", "release", "M-1", "customs", "--by", "Park", *words, cwd=case).returncode == 0
    assert enduse("order", "approve", "M-1", "--by", "Lee", *words, cwd=case).returncode == 6
    assert enduse("order", "release", "M-1", "licensing", "--by", "Choi", *words, cwd=case).returncode == 0
    assert enduse("order", "approve", "M-1", "--by", "Lee", *words, cwd=case).returncode == 0


@pytest.mark.parametrize(("language", "word"), [("en", "final user"), ("ko", "최종")])
def test_m21_outcome_and_reasons_in_plain_words(
    enduse: Enduse, write: Callable[..., Path], tmp_path: Path, language: str, word: str
) -> None:
    shown = enduse("check", write(), "--language", language, cwd=tmp_path, width=140).stdout
    assert "Ask before you ship." in shown
    assert word in shown


def test_m23_an_answer_of_the_catalogue_changes_the_outcome(check: Check) -> None:
    """Every gate and every answer word: tests/decide/golden/gates.toml and questions.toml."""
    assert check(more='answers = { Q05 = "yes" }')["outcome"] == "LICENCE"


def test_m57_taiwan_on_the_third_and_the_fourth_of_january(check: Check) -> None:
    told = {"seller": "TW", "to": "RU", "figures": FINE}
    before, day = check(on="2023-01-03", **told), check(on="2023-01-04", **told)
    assert "tw_shtc_eccn" not in _applying(before)
    assert _applying(day)["tw_shtc_eccn"]["policy"] == "denial"


def test_m60_missiles_need_a_licence_whatever_the_goods(check: Check) -> None:
    row = check(**{**CHAIRS, "to": "TR", "more": 'end_use = "casings for ballistic missiles"'})
    assert row["outcome"] in ("LICENCE", "BLOCK")
    assert "kr_catch_all" in _applying(row)


def test_m66_a_turkish_consignee_of_a_russian_user(check: Check) -> None:
    more = (
        'destination = "TR"\nconsignee = { name = "Baltanur Makina", country = "TR" }\n'
        'end_user = { name = "Norventstan", country = "RU" }'
    )
    row = check(seller="TW", to="TR", on="2024-04-02", more=more)
    assert _applying(row)["tw_hs_machine_tools"]["policy"] == "denial"
    assert (row["outcome"], row["policy"]) == ("LICENCE", "denial")


def test_m81_a_party_on_the_watch_list_holds(enduse: Enduse, check: Check, tmp_path: Path) -> None:
    enduse("init", "case", cwd=tmp_path)
    case = tmp_path / "case"
    (tmp_path / "watch.csv").write_text("ID,Name,Country\nW-1,Prasertmetal,NO\n", encoding="utf-8")
    enduse("lists", "add", "../watch.csv", "--name", "Ours", "--snapshot", "2024-06-01", cwd=case)
    row = check(case, **CHAIRS)
    assert _applying(row)["house_watched"]["outcome"] == ["HOLD"]
    assert row["outcome"] == "HOLD"
