import re
from importlib.resources import files
from pathlib import Path

import pytest

from enduse.errors import InputError, UnreadableFile
from enduse.goods.brands import BRAND_KINDS, brands
from enduse.goods.models import model_patterns

HEADER = "brand;aliases;group;hq;plants;kinds;source;confidence;weak\n"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "brands.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_there_are_at_least_250_brands_of_all_kinds() -> None:
    assert len(brands()) >= 250
    assert BRAND_KINDS - {kind for it in brands() for kind in it.kinds} == {"other"}


def test_every_spelling_names_one_brand_once() -> None:
    seen = [it.casefold() for brand in brands() for it in brand.spellings]
    assert sorted({it for it in seen if seen.count(it) > 1}) == []


def test_names_in_other_scripts_are_there() -> None:
    scripts = {"cyrillic": "[А-я]", "han": "[一-鿿]", "hangul": "[가-힣]", "kana": "[ァ-ヶ]"}
    found = {
        name: sum(any(re.search(it, word) for word in b.spellings) for b in brands()) for name, it in scripts.items()
    }
    assert found["cyrillic"] > 250
    assert found["han"] > 150
    assert min(found["hangul"], found["kana"]) > 25


@pytest.mark.parametrize("word", ["Star", "Citizen", "Brother", "Index", "Victor", "Grob", "Spinner", "Walter", "Flow"])
def test_an_ordinary_word_is_weak(word: str) -> None:
    assert any(word in it.weak for it in brands())


def test_every_brand_of_a_model_pattern_is_in_the_table() -> None:
    assert {it.brand for it in model_patterns()} - {it.name for it in brands()} == set()


def test_one_line_adds_a_brand(tmp_path: Path) -> None:
    path = written(tmp_path, "Zorvex;Зорвекс|佐维克;Zorvex Ltd;TR;CN;turning|milling;memory;low")
    (found,) = [it for it in brands(path) if it.name == "Zorvex"]
    assert found.spellings == ("Zorvex", "Зорвекс", "佐维克")
    assert found.countries == ("TR", "CN")
    assert len(brands(path)) == len(brands()) + 1


def test_one_line_more_in_the_bundled_table_is_a_brand_too(tmp_path: Path) -> None:
    text = (files("enduse.data") / "goods" / "brands.csv").read_text(encoding="utf-8")
    path = tmp_path / "brands.csv"
    path.write_text(text + "Zorvex;;Zorvex Ltd;TR;;turning;memory;low\n", encoding="utf-8")
    assert brands(path)[-1].name == "Zorvex"


def test_a_users_row_replaces_the_bundled_one(tmp_path: Path) -> None:
    path = written(tmp_path, "haas;;New Owner;US;;turning;my file;high")
    (found,) = [it for it in brands(path) if it.name.casefold() == "haas"]
    assert found.group == "New Owner"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (";;Zorvex Ltd;TR;;turning;memory;low", "brand is empty"),
        ("Zorvex;;;TR;;turning;memory;low", "group is empty"),
        ("Zorvex;;Zorvex Ltd;Turkey;;turning;memory;low", "country code"),
        ("Zorvex;;Zorvex Ltd;TR;CN|china;turning;memory;low", "country code"),
        ("Zorvex;;Zorvex Ltd;TR;;lathe;memory;low", "kinds 'lathe'"),
        ("Zorvex;;Zorvex Ltd;TR;;turning;;low", "source is empty"),
        ("Zorvex;;Zorvex Ltd;TR;;turning;memory;sure", "confidence 'sure'"),
        ("Zorvex;;Zorvex Ltd;TR;;turning;memory;low;Vorzex", "weak 'Vorzex'"),
        ("Zorvex;;Zorvex Ltd;TR;;turning;memory;low;;;", "11 cells"),
        ("Zorvex;;Zorvex Ltd", "3 cells"),
    ],
)
def test_a_bad_row_stops_with_its_line_and_reason(tmp_path: Path, line: str, said: str) -> None:
    good = "Vorzex;;Vorzex Ltd;TR;;turning;memory;low"
    with pytest.raises(InputError, match=said) as caught:
        brands(written(tmp_path, good, line))
    assert caught.value.code == "E-GOODS-ROW"
    assert "line 3" in caught.value.message


def test_a_brand_twice_in_one_file_is_refused(tmp_path: Path) -> None:
    line = "Zorvex;;Zorvex Ltd;TR;;turning;memory;low"
    with pytest.raises(InputError, match="twice"):
        brands(written(tmp_path, line, line))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"brand;aliases\nZorvex;\n", "lacks group"),
        (HEADER.replace("plants", "factories").encode(), "factories"),
        (b"\xff\xfe\x00\x01", "cannot be used"),
        (b"brand;brand;aliases;group;hq;plants;kinds;source;confidence\n", "twice"),
        (b"\x00" * 100, "no table"),
        (
            HEADER.encode() + b'Zorvex;"open;Zorvex Ltd;TR;;turning;memory;low\nVorzex;;V;TR;;turning;memory;low\n',
            "quote",
        ),
        (HEADER.encode() + b"Zorvex;" + b"x" * 200_000, "no table"),
        (b"", "^$|"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_or_empty(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "brands.csv"
    path.write_bytes(content)
    if not content:
        assert brands(path) == brands()
        return
    with pytest.raises(UnreadableFile, match=said) as caught:
        brands(path)
    assert caught.value.code == "E-GOODS-TABLE"


def test_a_table_with_commas_and_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "brands.csv"
    text = HEADER.replace(";", ",") + '"Zorvex, Inc",,Zorvex,US,,turning,memory,low,\n'
    path.write_text(text, encoding="utf-8-sig")
    assert brands(path)[-1].name == "Zorvex, Inc"
