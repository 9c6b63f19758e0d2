import re
import time
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from enduse.errors import InputError
from enduse.goods.models import model_patterns

MODELS = [
    ("Tsugami", "B0205-III", "turning"),
    ("DN Solutions", "PUMA 2600SY", "turning"),
    ("DN Solutions", "DNM 5700", "machining_centre"),
    ("Haas", "VF-2SS", "machining_centre"),
    ("Haas", "ST-20Y", "turning"),
    ("DMG Mori", "DMU 50", "machining_centre"),
    ("DMG Mori", "NLX 2500", "turning"),
    ("DMG Mori", "CTX BETA 800", "turning"),
    ("Mazak", "INTEGREX I-200", "turning"),
    ("Mazak", "VARIAXIS I-600", "machining_centre"),
    ("Okuma", "MULTUS U3000", "turning"),
    ("Okuma", "LB3000", "turning"),
    ("Makino", "A51NX", "machining_centre"),
    ("Citizen", "L20", "turning"),
    ("Star Micronics", "SR-20R", "turning"),
    ("Brother", "S500X1", "machining_centre"),
    ("Hermle", "C 42 U", "machining_centre"),
    ("Grob", "G350", "machining_centre"),
    ("Index", "INDEX G200", "turning"),
    ("Studer", "S33", "grinding"),
    ("Tornos", "SWISS GT 26", "turning"),
    ("AgieCharmilles", "ROBOFIL 240", "edm"),
    ("Fanuc", "0I-TF", "control_unit"),
    ("Fanuc", "A06B-6117-H103", "part"),
    ("Siemens", "SINUMERIK 840D", "control_unit"),
    ("Heidenhain", "ITNC 530", "control_unit"),
    ("TaeguTec", "TT9080", "cutting_tool"),
    ("EOS", "EOS M290", "additive"),
    ("Krasny Proletary", "16K20", "turning"),
]


@pytest.mark.parametrize(("brand", "model", "kind"), MODELS)
def test_a_designation_fits_a_pattern_of_its_brand(brand: str, model: str, kind: str) -> None:
    fitting = [it for it in model_patterns() if it.brand == brand and re.fullmatch(it.pattern, model)]
    assert kind in {word for it in fitting for word in it.kinds}


@pytest.mark.parametrize(
    "model", ["CNMG120408", "WNMG080404", "APKT1604", "DNMG150608", "M10", "PN16", "8458112009", "2020"]
)
def test_general_designations_name_no_brand_by_themselves(model: str) -> None:
    assert [it.brand for it in model_patterns() if it.alone and re.fullmatch(it.pattern, model)] == []


def test_a_designation_that_names_its_brand_by_itself_names_one_brand() -> None:
    alone = [it for it in model_patterns() if it.alone]
    named = {model: {it.brand for it in alone if re.fullmatch(it.pattern, model)} for _, model, _ in MODELS}
    assert {model: found for model, found in named.items() if len(found) > 1} == {}


def test_the_patterns_are_many_and_of_many_brands() -> None:
    assert len(model_patterns()) >= 200
    assert len({it.brand for it in model_patterns()}) >= 120


@pytest.mark.slow
@pytest.mark.parametrize("bait", ["A" * 100_000, "A0" * 50_000, "1" * 100_000, "VF-" * 33_000, " " * 100_000])
def test_no_pattern_takes_more_than_linear_time(bait: str) -> None:
    start = time.process_time()
    for it in model_patterns():
        re.search(rf"\b(?:{it.pattern})\b", bait)
    # 269 patterns over 100,000 characters: a pattern that tries again and again would need hours.
    assert time.process_time() - start < 60


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("A.*", "bounded"),
        ("A[0-9]+", "bounded"),
        ("A[0-9]{1,}", "bounded"),
        ("(?=A)B", "bounded"),
        (r"(A)\1", "bounded"),
        ("A(", "no regular expression"),
        ("A?", "empty text"),
    ],
)
def test_a_pattern_that_could_run_away_is_refused(tmp_path: Path, pattern: str, said: str) -> None:
    path = tmp_path / "models.csv"
    path.write_text(f"brand;pattern;kind;confidence;source\nZorvex;{pattern};turning;low;memory\n", encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        model_patterns(path)
    assert caught.value.code == "E-GOODS-ROW"


def test_a_users_pattern_is_added(tmp_path: Path) -> None:
    path = tmp_path / "models.csv"
    path.write_text(
        "brand;pattern;kind;confidence;source;alone\nHaas;ZQ-[0-9]{2};turning;low;mine;yes\n", encoding="utf-8"
    )
    assert model_patterns(path)[-1].alone
    assert len(model_patterns(path)) == len(model_patterns()) + 1


def test_the_bundled_patterns_pass_what_a_users_own_must_pass() -> None:
    with as_file(files("enduse.data") / "goods" / "models.csv") as path:
        twice = model_patterns(path)

    assert twice == model_patterns() * 2
