"""Countries as files write them: known spellings are read, unknown ones are said to be unknown."""

import csv
import io
import tarfile
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from enduse.text.countries import country_code, country_name, eu_members, is_country, place_of


@pytest.mark.parametrize(
    ("code", "spellings"),
    [
        (
            "RU",
            (
                "РОССИЯ",
                "Российская Федерация",
                "俄罗斯",
                "俄羅斯聯邦",
                "Russian Federation (Russia)",
                "643",
                "RUS",
                "ru",
            ),
        ),
        (
            "TW",
            (
                "ТАЙВАНЬ (КИТАЙ)",
                "Китай (Тайвань)",
                "中国台湾",
                "대만",
                "Тайвань. Китайская провинция",
                "Other Asia, nes",
            ),
        ),
        ("HK", ("Hong Kong", "САР-Гонконг", "China (Sar Hong Kong)", "香港", "홍콩", "Гонконг")),
        ("CN", ("КИТАЙ", "Китaй", "China", "中国", "Çin", "PRC")),
        ("TR", ("Türkiye", "Turkey", "ТУРЦИЯ", "土耳其", "튀르키예", "Turkiya")),
        ("DE", ("Germany (incl. German Democratic Republic 'DD' from 1991)", "ГЕРМАНИЯ", "Allemagne", "DEU", "276")),
        ("KR", ("Korea, Republic of (South Korea)", "РЕСПУБЛИКА КОРЕЯ", "韩国", "대한민국", "Корея")),
        ("KP", ("Korea, Democratic People’s Republic of (North Korea)", "КНДР", "Корея (КНДР)")),
        ("BY", ("Belarus (Belorussia)", "БЕЛОРУССИЯ", "Беларусь", "Білорусь")),
        ("KG", ("КИРГИЗИЯ", "Кыргызстан", "Kyrgyz Republic", "Qirg'iziston", "吉尔吉斯斯坦")),
        ("KZ", ("Казахстан", "Қазақстан", "Qozog'iston", "Kazakhstan")),
        ("UZ", ("Узбекистан", "Oʻzbekiston", "Ўзбекистон", "乌兹别克斯坦")),
        ("AE", ("UAE", "ОАЭ", "阿联酋", "BAA", "United Arab Emirates")),
        ("IE", ("Ireland (Eire)",)),
        ("GB", ("Great Britain (United Kingdom)", "UK", "ВЕЛИКОБРИТАНИЯ")),
        ("MK", ("Macedonia", "Республика Македония")),
        ("SZ", ("Swaziland", "Eswatini (Ngwane)")),
        ("GR", ("EL", "Греция")),
        ("IR", ("Iran, Islamic Republic of", "ИРАН")),
        ("US", ("США", "USA", "842", "AQSH", "美国")),
    ],
)
def test_reads_every_spelling(code: str, spellings: tuple[str, ...]) -> None:
    assert {text: country_code(text) for text in spellings} == dict.fromkeys(spellings, code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("European Union - 27 countries (AT, BE, BG)", "EU27_2020"),
        ("Union européenne - 27 pays (AT, BE, BG)", "EU27_2020"),
        ("European Union (AT-01/1995, BE-01/1958)", "EU"),
        ("ЕС", "EU"),
        ("The EU", "EU"),
        ("Euro area - 20 countries (AT, BE)", "EA20"),
        ("КМШ", "CIS"),
        ("СНГ", "CIS"),
        ("Out of CIS countries", "OUT_CIS"),
        ("ЕАЭБ", "EAEU"),
        ("ШОС", "SCO"),
        ("Азия", "ASIA"),
    ],
)
def test_groups_are_no_countries(text: str, code: str) -> None:
    assert (place_of(text).kind, place_of(text).code) == ("group", code)
    assert country_code(text) is None


@pytest.mark.parametrize("text", ["Всего", "Total", "Бардыгы 2", "Jami", "Весь мир", "WORLD", "В С Е Г О"])
def test_the_world_is_told_from_groups(text: str) -> None:
    assert place_of(text).kind == "world"


@pytest.mark.parametrize("text", ["Другие страны", "Undefined country", "High seas", "Boshqa mamlakatlar"])
def test_places_the_publisher_does_not_name_are_undefined(text: str) -> None:
    assert (place_of(text).kind, place_of(text).code) == ("unknown", "UNDEFINED")


@pytest.mark.parametrize(
    "text", ["", "Virgin Islands", "Atlantis", "Machine", "12", "CN|Taiwan", "Denmark (Faroe Islands)"]
)
def test_nothing_is_guessed(text: str) -> None:
    found = place_of(text)
    assert (found.code, found.kind) == ("", "unknown")
    assert found.note


@pytest.mark.parametrize("text", ["TW - Taiwan", "643 РОССИЯ", "RU-РОССИЯ", "Belgium, BE", "BEL - Belgium"])
def test_a_code_beside_the_name_must_agree(text: str) -> None:
    assert country_code(text) in {"TW", "RU", "BE"}


def test_says_which_rule_read_an_ambiguous_name() -> None:
    assert "South Korea" in place_of("Корея").note
    assert place_of("Congo").code == "CG"
    assert "Democratic Republic" in place_of("Congo").note
    assert place_of("Congo, Democratic Republic of").code == "CD"


def test_the_union_has_the_members_of_the_day() -> None:
    assert "GB" in eu_members(date(2020, 1, 31))
    assert "GB" not in eu_members(date(2020, 2, 1))
    assert len(eu_members(date(2004, 4, 30))) == 15
    assert len(eu_members(date(2004, 5, 1))) == 25
    assert "HR" in eu_members(date(2013, 7, 1))


def test_a_code_has_an_english_name() -> None:
    assert country_name("KG") == "Kyrgyzstan"
    assert country_name("CIS") == "CIS"
    assert is_country("XK")
    assert not is_country("EU")


@pytest.mark.slow
@pytest.mark.parametrize(
    "language", ["en", "ru", "uk", "zh", "zh_Hant", "ko", "ja", "tr", "de", "fr", "ky", "kk", "uz", "uz_Cyrl"]
)
def test_the_bundled_names_are_those_of_cldr(language: str) -> None:
    names = {code: name for code, name in Locale.parse(language).territories.items() if is_country(code)}
    missed = {code: name for code, name in names.items() if country_code(name) != code}
    assert len(missed) <= 2, missed


@given(st.text(max_size=30))
def test_any_text_has_an_answer_with_a_reason(text: str) -> None:
    found = place_of(text)
    assert found.code or found.note


@given(st.sampled_from(["ТАЙВАНЬ (КИТАЙ)", "Great Britain", "俄罗斯", "Türkiye", "Россия"]))
def test_case_and_spaces_do_not_count(text: str) -> None:
    assert place_of(f" {text.upper()}  ").code == place_of(text.lower()).code == place_of(text).code


@pytest.mark.slow
def test_every_partner_of_the_mirror_files_is_known(real_data: Path) -> None:
    unknown = {text for text in _relational_texts(real_data) if not place_of(text).code}
    assert unknown == set()


@pytest.mark.slow
def test_every_country_of_the_eurostat_parquet_is_a_country(real_data: Path) -> None:
    table = pq.read_table(
        real_data / "trade_eurostat_cis/eu27_export_cis7_cn8_ch82_84_2020-01_2022-11.parquet",
        columns=["reporter", "partner"],
    )
    texts = {text for column in table.columns for text in column.unique().to_pylist()}
    assert {text for text in texts if place_of(text).kind != "country"} == set()


def _relational_texts(folder: Path) -> set[str]:
    texts: set[str] = set()
    with tarfile.open(folder / "trade_mirror_cis/mirror_files.tar.xz") as archive:
        for member in archive:
            if "Relational_View" in member.name and (file := archive.extractfile(member)):
                rows = csv.DictReader(io.TextIOWrapper(file, "utf-8-sig"))
                texts |= {row[column] for row in rows for column in ("REPORTER", "PARTNER")}
    return texts
