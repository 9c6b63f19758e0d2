"""What is read from descriptions of goods, fact by fact."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.goods.brands import brands
from enduse.goods.facts import Goods
from enduse.goods.knowledge import make_knowledge
from enduse.goods.models import model_patterns
from enduse.goods.reading import read_goods, read_many
from enduse.resolve.workers import mapped


def said(text: str, name: str) -> object:
    fact = read_goods(text).first(name)
    return fact.value if fact else None


def serials(text: str) -> list[object]:
    return [fact.value for fact in read_goods(text).every("serial")]


LATHES = (
    "СТАНОК ТОКАРНЫЙ С ЧПУ",
    "CTAHOK TOKAPHЫЙ C ЧПУ",
    "stanok tokarnyj s chpu",
    "CNC LATHE",
    "CNC turning center",
    "数控车床",
    "數控車床",
    "CNC 선반",
    "CNC torna tezgâhı",
    "NC旋盤",
    "CNC-Drehmaschine",
    "ТОКАРНЫЙСТАНОК С ЧПУ",
    "токраный станок с чпу",
    "CNC-Drehmashcine",
)


@pytest.mark.parametrize("text", LATHES)
def test_a_lathe_is_one_in_every_language_and_spelling(text: str) -> None:
    assert (said(text, "kind"), said(text, "whole")) == ("turning", "complete")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Обрабатывающий центр вертикальный", "machining_centre"),
        ("ЦЕНТР ОБРАБАТЫВАЮЩИЙ 5-ОСЕВОЙ", "machining_centre"),
        ("立式加工中心", "machining_centre"),
        ("수직형 머시닝센터", "machining_centre"),
        ("dik işleme merkezi", "machining_centre"),
        ("Bearbeitungszentrum", "machining_centre"),
        ("マシニングセンタ", "machining_centre"),
        ("Плоскошлифовальный станок", "grinding"),
        ("surface grinder", "grinding"),
        ("Станок электроэрозионный проволочно-вырезной", "edm"),
        ("와이어컷 방전가공기", "edm"),
        ("Зубофрезерный станок", "gear"),
        ("радиально-сверлильный станок", "drilling"),
        ("металлический 3D-принтер", "additive"),
        ("пресс листогибочный", "other_machine"),
        ("токарный станок по дереву", "other_machine"),
    ],
)
def test_the_kind_of_machine_is_told(text: str, kind: str) -> None:
    assert said(text, "kind") == kind


@pytest.mark.parametrize(
    ("text", "part_type"),
    [
        ("Шпиндель для токарного станка", "spindle"),
        ("Запасные части к станку: шпиндель", "spindle"),
        ("lathe spindle", "spindle"),
        ("数控车床主轴", "spindle"),
        ("CNC 선반용 스핀들", "spindle"),
        ("Spindel für Drehmaschine", "spindle"),
        ("части станка: револьверная головка, 5 шт", "turret"),
        ("ШВП к обрабатывающему центру", "ballscrew"),
    ],
)
def test_a_part_of_a_machine_is_a_part(text: str, part_type: str) -> None:
    assert (said(text, "whole"), said(text, "part_type")) == ("part", part_type)


@pytest.mark.parametrize(
    "text",
    [
        "CNC lathe with chuck, tailstock and chip conveyor",
        "Станок токарный в комплекте с патроном и задней бабкой",
        "数控车床 带尾座 主轴转速4000转/分",
        "CNC lathe, spindle speed 4000 rpm",
        "チャック付き旋盤",
    ],
)
def test_a_machine_with_its_parts_is_a_machine(text: str) -> None:
    assert said(text, "whole") == "complete"


def test_a_machine_called_parts_is_a_machine_and_a_contradiction() -> None:
    goods = read_goods("Запасные части: станок токарный HAAS ST-20, сер. № 3101234, в разобранном виде")
    assert goods.first("whole") is not None
    assert [fact.value for fact in goods.every("whole")] == ["complete"]
    assert [fact.value for fact in goods.every("contradiction")] == ["machine_called_parts"]


@pytest.mark.parametrize(
    ("text", "tool_type"),
    [
        ("Пластины сменные твердосплавные CNMG120408", "insert"),
        ("CNMG 120408-PM", "insert"),
        ("фрезы концевые твердосплавные", "end_mill"),
        ("метчики машинные M8", "tap"),
        ("초경드릴 10mm", "drill"),
        ("karbür parmak freze", "end_mill"),
        ("Wendeschneidplatten", "insert"),
    ],
)
def test_a_tool_is_a_tool(text: str, tool_type: str) -> None:
    assert (said(text, "kind"), said(text, "tool_type")) == ("cutting_tool", tool_type)


@pytest.mark.parametrize(
    "text", ["children's toy lathe, plastic", "кофемолка бытовая", "ПОДШИПНИКИ СТУПИЦЫ КОЛЕСА", "自動車用ベアリング"]
)
def test_goods_for_the_home_and_the_car_are_no_machine_tools(text: str) -> None:
    assert said(text, "kind") == "other"


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("токарный станок б/у", "used"),
        ("токарный станок, не б/у", "new"),
        ("lathe, used", "used"),
        ("lathe, not used", "new"),
        ("lathe, not new", "used"),
        ("станок, не бывший в употреблении", "new"),
        ("станок, бывший в употреблении", "used"),
        ("станок после капитального ремонта", "refurbished"),
        ("二手数控车床", "used"),
        ("全新数控车床", "new"),
        ("중고 CNC 선반", "used"),
        ("ikinci el CNC torna", "used"),
        ("中古旋盤", "used"),
        ("gebrauchte Drehmaschine", "used"),
        ("CNC lathe", None),
    ],
)
def test_the_condition_is_what_the_text_says(text: str, condition: str | None) -> None:
    assert said(text, "condition") == condition


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("станок токарный, год выпуска 2019", 2019),
        ("станок токарный, 2019 г.в.", 2019),
        ("CNC lathe, year of manufacture: 2011", 2011),
        ("数控车床 2015年", 2015),
        ("CNC 선반 2018년식", 2018),
        ("torna tezgahı 2009 model", 2009),
        ("Drehmaschine, Bj. 1998", 1998),
        ("旋盤 平成20年", 2008),
        ("станок токарный, контракт № 15 от 12.03.2021", None),
        ("lathe, ISO 230-2:2014", None),
        ("станок, инв. № 4512, контракт № 12 от 2021 г., зав. № А-778", None),
        ("VMC, SL. NO. 1234, YR 2012", 2012),
        ("lathe, turning length 2000 mm", None),
    ],
)
def test_the_year_of_manufacture_is_told_from_other_years(text: str, year: int | None) -> None:
    assert said(text, "year") == year


@pytest.mark.parametrize("year", [1887, 2087])
def test_an_impossible_year_is_absent_with_the_reason(year: int) -> None:
    goods = read_goods(f"станок токарный, год выпуска {year}")
    assert goods.first("year") is None
    absent = goods.first("absent")
    assert absent is not None
    assert (absent.value, str(year) in absent.note) == ("year", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("станок, сер. № AB12-345", ["AB12-345"]),
        ("станок, заводской номер: 12345", ["12345"]),
        ("станок, заводские номера: 1234-А1; 28T3121; HR3879", ["1234-A1", "28T3121", "HR3879"]),
        ("lathe S/N 10001, 10002 and 10003", ["10001", "10002", "10003"]),
        ("车床 机号 MN76-0534 2023年", ["MN76-0534"]),
        ("선반 제조번호 KP75-6616", ["KP75-6616"]),
        ("torna seri no EPS4397 2 adet", ["EPS4397"]),
        ("旋盤 製造番号E56-03754", ["E56-03754"]),
        ("Drehmaschine, Seriennummer 45V5979, Bj. 2002", ["45V5979"]),
        ("станок, СЕР.№GM24-4000234, 2024 Г.В., 1 ШТ", ["GM24-4000234"]),
        ("lathe, invoice no. 4711-22, contract 55/2021", []),
        ("станок токарный мод. 16К20", []),
    ],
)
def test_every_serial_number_is_read_and_nothing_else(text: str, expected: list[object]) -> None:
    assert serials(text) == expected


@pytest.mark.parametrize(
    ("text", "brand", "model"),
    [
        ("CNC lathe HAAS ST-20Y", "Haas", "ST-20Y"),
        ("станок ХААС VF-2", "Haas", "VF-2"),
        ("马扎克 INTEGREX i-200 车铣复合", "Mazak", "INTEGREX i-200"),
        ("обрабатывающий центр, модель DMU 50", "DMG Mori", "DMU 50"),
        ("станок токарный мод. 16К20", None, "16K20"),
        ("станок многоцелевой ИР500ПМФ4, 1989", None, "ИР500ПМФ4"),
        ("станок HAAS 2012г.в.", "Haas", None),
        ("SR-20 bracket", None, None),
        ("CNMG120408 inserts", None, None),
        ("T-SHIRTS COTTON STAR", None, None),
    ],
)
def test_brand_and_model_are_read_where_they_are_sure(text: str, brand: str | None, model: str | None) -> None:
    assert (said(text, "brand"), said(text, "model")) == (brand, model)


def test_the_make_of_the_control_is_not_the_brand() -> None:
    text = "токарный станок HAAS ST-20 с ЧПУ Fanuc"
    assert (said(text, "brand"), said(text, "control")) == ("Haas", "Fanuc")


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("5-axis machining center", "axes", 5),
        ("五轴联动加工中心", "contouring_axes", 5),
        ("пятиосевой обрабатывающий центр", "axes", 5),
        ("machining center, X/Y/Z travel 1020x600x560 mm", "travel_y_mm", 600),
        ("머시닝센터 이송거리 X 500 Y 600 Z 510 mm", "travel_z_mm", 510),
        ("lathe, repeatability 0.003 mm", "repeatability_um", 3),
        ("станок, точность позиционирования ±0,005 мм", "positioning_accuracy_um", 5),
        ("lathe, bar capacity 65 mm", "bar_diameter_mm", 65),
        ("станок, частота вращения шпинделя 12 000 об/мин", "spindle_rpm", 12000),
        ("lathe, net weight 5,200 kg", "weight_kg", 5200),
        ("станок, вес 3,5 т", "weight_kg", 3500),
        ("станок, 3 шт", "quantity", 3),
        ("CNC 선반 2대", "quantity", 2),
    ],
)
def test_figures_are_read_in_their_unit(text: str, name: str, value: float) -> None:
    assert said(text, name) == value


def test_a_repeatability_carries_its_standard() -> None:
    fact = read_goods("lathe, repeatability X 0.9 um (ISO 230-2:2014)").first("repeatability_um")
    assert fact is not None
    assert (fact.value, "2014" in fact.note, fact.note.startswith("X")) == (0.9, True, True)


def test_a_weight_of_nothing_is_absent() -> None:
    goods = read_goods("станок токарный, вес 0 кг")
    assert goods.first("weight_kg") is None
    assert any(fact.value == "weight_kg" for fact in goods.every("absent"))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("머시닝센터 중고 MATSUURA MX-330 2019 SER.NO A-1234", 2019),
        ("CNC LATHE OKUMA LB3000, SERIAL A-1234, MADE 2018", 2018),
        ("станок токарный OKUMA LB3000, ИЗГ. 2016", 2016),
        # A model may look like a year.
        ("станок токарный, контракт № 5 от 2019", None),
    ],
)
def test_a_year_stands_behind_a_model_or_a_word_for_making(text: str, year: int | None) -> None:
    assert said(text, "year") == year


@pytest.mark.parametrize(
    ("text", "serial"),
    [
        ("二手火花机 FANUC 2002年 T0J92563号", "T0J92563"),
        ("станок фрезерный бывший в работе, зав 32958", "32958"),
        ("Außenrundschleifmaschine, Herst.-Nr. PS75067-448405", "PS75067-448405"),
        # The number of a contract.
        ("机床 合同 HT-2023-01号", None),
    ],
)
def test_a_serial_number_stands_behind_or_before_its_word(text: str, serial: str | None) -> None:
    assert said(text, "serial") == serial


@pytest.mark.parametrize(
    "text",
    [
        "Станок, неновый",
        "СТАНОК, ВЫВЕДЕННЫЙ ИЗ ЭКСПЛУАТАЦИИ",
        "узел шпиндельный бывш.в употр.",
        "Bearbeitungszentrum aus Vorbesitz",
    ],
)
def test_used_goods_are_known_by_more_than_one_word(text: str) -> None:
    assert said(text, "condition") == "used"


@pytest.mark.parametrize(
    "text", ["Dental milling blocks, 50 pcs", "ТОКАРНОЕ ИЗДЕЛИЕ: ножка точеная, 5 шт", "станок для бритья, 2 шт"]
)
def test_the_word_for_a_trade_makes_no_machine(text: str) -> None:
    assert said(text, "whole") is None


def test_the_short_name_of_a_kind_may_begin_a_model() -> None:
    text = "WAY COVER FOR FADAL VMC 4020, 200 PCS"
    assert (said(text, "brand"), said(text, "model")) == ("Fadal", "VMC 4020")


BAD = ("", " ", "\x00\x01\x02", "\ud800", "𝕏" * 30, "(((((((((", "\u0301\u0301")


@pytest.mark.parametrize("text", BAD)
def test_a_bad_text_is_kept_and_says_why_nothing_was_read(text: str) -> None:
    goods = read_goods(text)
    assert goods.text == text
    assert goods.first("absent") is not None


BAIT = (
    "a" * 100_000,
    "1" * 100_000,
    "1 " * 50_000,
    "1," * 50_000,
    "x1y2z3 " * 14_000,
    "S/N " * 25_000,
    "S/N 1234, " * 10_000,
    "станок " * 14_000,
    "не " * 33_000,
    "для шпинделя " * 7_700,
    "год выпуска " * 8_300,
    "HAAS VF-2 " * 10_000,
    "повторяемость " * 7_100,
    "ход x y z 1x1x" * 7_000,
    "和" * 100_000,
    "№" * 100_000,
    "-" * 100_000,
    "токарн " * 14_000,
    "е\u0301" * 50_000,
    "Model A-" * 12_500,
)


@pytest.mark.slow
@pytest.mark.parametrize("bait", BAIT, ids=lambda bait: bait[:14])
def test_twice_the_text_takes_about_twice_the_time(bait: str) -> None:
    half, whole = seconds(bait[: len(bait) // 4]), seconds(bait)
    assert whole < 3 or whole < 12 * half


def seconds(text: str) -> float:
    start = time.process_time()
    read_goods(text)
    return time.process_time() - start


@given(st.text(st.characters(), max_size=120))
def test_any_text_is_kept_and_every_fact_lies_in_it(text: str) -> None:
    goods = read_goods(text)
    assert goods.text == text
    for fact in goods.facts:
        assert -1 <= fact.start <= fact.end <= len(text)
        assert 0 <= fact.confidence <= 1


PIECES = (
    "станок ",
    "S/N 12345",
    ", ",
    "2019 г.в.",
    "HAAS",
    " VF-2",
    "б/у",
    " не ",
    "10 шт",
    "行程",
    "X 500",
    "  ",
    "\u0301",
)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_facts_of_goods_words_lie_where_they_were_read(text: str) -> None:
    goods = read_goods(text)
    for fact in goods.every("serial") + goods.every("quantity"):
        assert any(letter.isdigit() for letter in text[fact.start : fact.end])


def test_reading_many_is_reading_each() -> None:
    texts = ["станок  токарный HAAS ST-20", "", "二手数控车床", "lathe S/N 1234"]
    assert read_many(texts) == [read_goods(text) for text in texts]


def test_the_same_goods_twice_give_the_same_facts() -> None:
    first: Goods = read_goods("CNC lathe HAAS ST-20, used, 2011")
    assert first == read_goods("CNC lathe HAAS ST-20, used, 2011")


def test_a_complete_machine_of_another_trade_is_complete_and_other() -> None:
    assert (said("Машина упаковочная горизонтальная", "kind"), said("Машина упаковочная", "whole")) == (
        "other",
        "complete",
    )


def test_one_line_adds_a_brand(tmp_path: Path) -> None:
    own = tmp_path / "brands.csv"
    own.write_text(
        "brand;aliases;group;hq;plants;kinds;source;confidence\nStankolux;Станколюкс;Stankolux;RS;;turning;own;high\n",
        encoding="utf-8",
    )
    knowledge = make_knowledge(brands(own), model_patterns())
    goods = read_goods("токарный станок СТАНКОЛЮКС TX-200", knowledge)
    found = [fact.value for name in ("brand", "maker_countries", "model") for fact in goods.every(name)]
    assert found == ["Stankolux", "RS", "TX-200"]


@pytest.mark.slow
def test_two_processes_read_what_one_reads() -> None:
    chunks = [[*LATHES], ["станок  токарный HAAS ST-20, S/N 3101234", ""], ["二手数控车床 2015年"]]
    assert list(mapped(read_many, chunks, 2)) == list(mapped(read_many, chunks, 1))
