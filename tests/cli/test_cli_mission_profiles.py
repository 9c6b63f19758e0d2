"""Rows of the mission table on makers, plants, importers and intermediaries, from the command line to what is printed.

Every firm, person and fair is invented; brands of goods are real ones.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from enduse.case import RunOptions, create

Enduse = Callable[..., Any]
Shown = Callable[..., dict[str, Any]]

HEADER = (
    "Регистрационный номер ДТ;№ товара;Дата регистрации;Процедура;Отправитель;Страна отправителя;Получатель;"
    "ИНН получателя;Контрактодержатель;Страна происхождения;Страна отправления;Торгующая страна;Код ТН ВЭД;"
    "Описание и характеристика товара;Товарный знак;Вес нетто, кг;Количество;Валюта;Фактурная стоимость;"
    "Статистическая стоимость, USD"
)
GROWN, ROUTED, PLANT = "ООО «ТЕСТОВМАШ»", "ООО «РУБЕЖМАШ»", "АО «ЗАВОД ВЕРДАНОВ»"
NUMBERS = {GROWN: "9799003017", ROUTED: "9799002013", PLANT: "9799060008"}
OFFICIAL, BROKER, SHIPPER = (
    "KANORI TOKUSHU BOEKI K.K.", "FELMIREN GENERAL TRADING FZE", "SHENZHEN VORTELLA MACHINE CO., LTD."
)  # fmt: skip
OPAQUE = "ORDELIA TRADING FZE"
COUNTRIES = {"JP": "ЯПОНИЯ", "CN": "КИТАЙ", "TW": "ТАЙВАНЬ (КИТАЙ)", "TR": "ТУРЦИЯ", "AE": "ОАЭ", "US": "США"}
LATHE = "Автомат продольного точения с ЧПУ TSUGAMI B0205-III"


def _line(number: int, day: str, to: str, text: str, mark: str, usd: float, way: tuple[str, str, str, str, str]) -> str:
    sender, home, holder, made, sent = way
    row = (
        f"10999100/{day[:2]}{day[3:5]}{day[8:]}/31{number:05}", "1", day, "40", sender, COUNTRIES[home], to,
        NUMBERS[to], holder, COUNTRIES[made], COUNTRIES[sent], COUNTRIES[home], "8458112000", text, mark,
        "2700,00", "1", "USD", f"{usd:.2f}".replace(".", ","), f"{usd:.2f}".replace(".", ","),
    )  # fmt: skip
    return ";".join(row)


def _imports() -> Iterator[str]:
    official = (OFFICIAL, "JP", OFFICIAL, "JP", "JP")
    through = (SHIPPER, "CN", BROKER, "JP", "CN")
    number = iter(range(1, 10_000))
    for month in (2, 4, 6, 9, 11):
        yield _line(next(number), f"05.{month:02}.2021", GROWN, LATHE, "TSUGAMI", 98_000, official)
    for place in range(20):
        yield _line(next(number), f"{place + 1:02}.{place % 9 + 4:02}.2023", GROWN, LATHE, "TSUGAMI", 2e6, through)
    for day in ("17.01.2023", "14.02.2023"):
        yield _line(next(number), day, ROUTED, LATHE, "TSUGAMI", 1.1e6, through)
    for sent, count in (("TW", 20), ("TR", 14), ("CN", 10)):
        for place in range(count):
            way = (f"{sent} NORDAMAT LTD", sent, f"{sent} NORDAMAT LTD", "TW", sent)
            text = "Станок токарный с ЧПУ GOODWAY GLS-2000"
            yield _line(next(number), f"{place + 1:02}.08.2022", ROUTED, text, "GOODWAY", 100_000, way)
    for text in (
        "Станок токарный TSUGAMI B0205, б/у",
        "二手 津上 B0205 走心机",
        "Станок STAR SR-20J токарный, 2003 г.",
    ):
        yield _line(next(number), "10.06.2023", ROUTED, text, "", 50_000, (SHIPPER, "CN", SHIPPER, "JP", "CN"))
    west, east = ("US NORDAMAT LTD", "US", "US NORDAMAT LTD", "US", "US"), (SHIPPER, "CN", SHIPPER, "CN", "CN")
    yield _line(next(number), "05.03.2019", PLANT, "Обрабатывающий центр HAAS VF-2", "HAAS", 80_000, west)
    new = "Обрабатывающий центр TAIKAN T-500 с ЧПУ Syntec"
    yield _line(next(number), "05.03.2023", PLANT, new, "TAIKAN", 60_000, east)


REGISTER = (
    "company;id;country;incorporated;status;address;phone;activity;relation;related;related_id;related_country;share;"
    "from;to",
    f"{BROKER};AE-771;AE;2022-09-14;active;Office 12, Example Tower, Dubai;;46.69;owner;Мирвенов Артём Ильич;;RU;100;"
    "2022-09-14;",
    f"{SHIPPER};CN-4471;CN;2009-03-02;active;No. 8 Example Road, Longgang, Shenzhen, China;+86 755 5550101;46.69;owner;"
    "Лин Вэнь;;CN;100;2009-03-02;",
    f"{OPAQUE};AE-990;AE;2023-01-09;active;Office 12, Example Tower, Dubai;;46.69;;;;;;;",
)
WEB = (
    "Domain;Seen on;Registrant;Registrant country;Hosting country;Claimed affiliation;Claimed address;Text",
    f"felmiren.example;2022-10-01;{BROKER};AE;RU;;;Machine tools",
    f"felmiren.example;2023-05-01;{BROKER};AE;AE;;;Machine tools",
    f"vortella.example;2023-02-01;{SHIPPER};CN;CN;branch of Sample Tools Inc.;"
    "500 Sample Street, Bensenville, Illinois, USA;Freight",
)
EVENTS = (
    "Serial number;Event;Date;Company;Country;Brand;Model;Note",
    f"TS-1;advertised;2024-01-10;{SHIPPER};CN;Tsugami;B0205;used lathe, built 2001",
    f"TS-2;advertised;2024-01-10;{SHIPPER};CN;Tsugami;B0205;used lathe, built 2005",
)
LISTINGS = (
    "authority;entry;names;identifiers;address;country;programme;listed_on;delisted_on",
    f"Council of Norvia;L-0500;{PLANT};9799060008;;RU;arms production;2022-06-01;",
)
PAYMENTS = (
    "Дата;Плательщик;ИНН плательщика;Получатель платежа;ИНН получателя;Сумма, USD;Назначение платежа",
    f"09.01.2023;{PLANT};9799060008;{GROWN};9799003017;900000,00;Оплата за станки с ЧПУ",
    f"09.02.2023;ООО «СОСЕДМАШ»;;{GROWN};9799003017;100000,00;Оплата за станки с ЧПУ",
)


def _fair() -> Iterator[str]:
    yield "Fair;Fair country;Start date;Exhibitor;Exhibitor country;Brand;Stand;Participation;Model;Page"
    known = {
        20: ("ООО «ИНТЕРВЕКС»", "RU", "DN Solutions", "dealer stand", "Puma 2600"),
        77: ("ООО «ИНТЕРВЕКС»", "RU", "SMEC", "", ""),
        150: ("Stand of the maker", "KR", "Hwacheon", "manufacturer", ""),
        199: ("ООО «ИНТЕРВЕКС»", "RU", "Haas", "", "VF-2"),
    }
    for number in range(200):
        firm, home, brand, part, model = known.get(
            number, (f"Firm {number} of Ostrela", "RU", f"Smecta{number}", "", "")
        )
        yield (
            f"Metalworking of Ostrela;RU;2025-05-26;{firm};{home};{brand};A{number};{part};{model};"
            f"https://fair.example/list?page={number // 20 + 1}"
        )


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world of this file, added and run once."""
    folder = tmp_path_factory.mktemp("profiles")
    files = {
        "imports.csv": (HEADER, *_imports()),
        "register.csv": REGISTER,
        "web.csv": WEB,
        "events.csv": EVENTS,
        "listings.csv": LISTINGS,
        "payments.csv": PAYMENTS,
        "fair.csv": (*_fair(),),
    }
    case = create(folder / "case")
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
        case.add(folder / name)
    case.run(RunOptions())
    return folder / "case"


@pytest.fixture
def case(kept: Path, tmp_path: Path) -> Path:
    """A copy that a test may write to."""
    shutil.copytree(kept, tmp_path / "case")
    return tmp_path / "case"


@pytest.fixture
def shown(enduse: Enduse, case: Path) -> Shown:
    """``shown(kind, name, ...)``: the profile as a program reads it."""

    def shown(kind: str, *words: str) -> dict[str, Any]:
        done = enduse("profile", kind, *words, "--json", cwd=case)
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = done.rows[0]
        return found

    return shown


def _section(profile: dict[str, Any], id: str) -> dict[str, Any]:
    (found,) = [it for it in profile["sections"] if it["id"] == id]
    return dict(found)


def _table(profile: dict[str, Any], id: str) -> list[dict[str, Any]]:
    """Lines of a table as objects; numbers as their values."""
    tables = [it for section in profile["sections"] for it in section["tables"] if it["id"] == id]
    return [
        dict(zip(it["columns"], (_value(cell) for cell in line["cells"]), strict=True))
        for it in tables
        for line in it["lines"]
    ]


def _value(cell: Any) -> Any:
    return cell["value"] if isinstance(cell, dict) else cell


def _said(profile: dict[str, Any], id: str) -> str:
    return " ".join(it["text"] for it in _section(profile, id)["statements"])


def _numbers(profile: dict[str, Any], id: str) -> list[tuple[str, float]]:
    return [(it["unit"], it["value"]) for said in _section(profile, id)["statements"] for it in said["numbers"]]


def test_m01_three_korean_brands_among_two_hundred_exhibitors(shown: Shown) -> None:
    profile = shown("fair", "Metalworking", "--country", "KR")
    found = _table(profile, "shown")
    assert {it["brand"] for it in found} == {"DN Solutions", "SMEC", "Hwacheon"}
    assert len(found) == 3
    assert all("https://fair.example/list?page=" in it["stand and page"] for it in found)
    assert [(it["source"], it["row"]) for it in profile["rows"] if it["row"] in (22, 79, 152)] == [
        ("fair.csv", 22), ("fair.csv", 79), ("fair.csv", 152),
    ]  # fmt: skip


def test_m02_direct_presence_apart_from_a_dealers(enduse: Enduse, shown: Shown, case: Path) -> None:
    before = {it["brand"]: it["presence"].partition(":")[0] for it in _table(shown("fair", "--country", "KR"), "shown")}
    assert before == {"DN Solutions": "dealer", "SMEC": "not told", "Hwacheon": "direct"}
    words = ("--is", "dealer", "--maker", "SMEC", "--since", "2019", "--source", "Ostrela Daily, 2020")
    enduse("profile", "status", "ООО «ИНТЕРВЕКС»", *words, "--by", "Kim", cwd=case)
    after = {it["brand"]: it["presence"].partition(":")[0] for it in _table(shown("fair", "--country", "KR"), "shown")}
    assert after == {"DN Solutions": "dealer", "SMEC": "dealer", "Hwacheon": "direct"}


def test_m30_a_plant_lists_its_brands_and_what_is_hard_to_replace(shown: Shown) -> None:
    profile = shown("plant", PLANT)
    assert {it["brand"] for it in _table(profile, "mix")} == {"Haas", "TAIKAN"}
    (change,) = _table(profile, "replaced")
    assert (change["earlier"], change["later"], change["substitution"]) == ("Haas", "TAIKAN", "hard")


def test_m38_used_goods_with_their_ages(shown: Shown) -> None:
    found = _table(shown("importer", ROUTED), "used")
    assert len(found) == 3
    assert {(it["built"], it["age"], it["old"]) for it in found} == {("2003", 20, "20 years or more"), ("", None, "")}


def test_m39_and_m84_the_growth_of_one_brand(shown: Shown) -> None:
    """0.49 to 40 is 81.6 times; the published 0.6 to 50 by the same rule is in tests/examples (83.3 times)."""
    profile = shown("importer", GROWN)
    (by_year,) = _table(profile, "brands")
    assert (by_year["brand"], by_year["2021"], by_year["2023"]) == (
        "TSUGAMI",
        pytest.approx(490_000),
        pytest.approx(40e6),
    )
    (times,) = [value for unit, value in _numbers(profile, "brands") if unit == "times"]
    assert times == pytest.approx(81.6, abs=0.05)


def test_m40_and_m84_all_of_the_growth_came_through_two_new_firms(shown: Shown) -> None:
    profile = shown("importer", GROWN)
    shares = [value for unit, value in _numbers(profile, "brands") if unit == "share"]
    assert shares == [pytest.approx(1.0), pytest.approx(1.0)]
    assert SHIPPER.rstrip(".") in _said(profile, "brands")
    assert BROKER in _said(profile, "brands")
    assert [it["last"] for it in _table(profile, "suppliers") if it["consignor"] == OFFICIAL] == ["2021-11-05"]


def test_m47_the_opaque_firm_ranks_above_the_control(enduse: Enduse, case: Path) -> None:
    done = enduse("profile", "intermediary", SHIPPER, OPAQUE, "--json", cwd=case)
    first, second = done.rows
    points = [_numbers(it, "opacity")[0][1] for it in (first, second)]
    assert (first["title"], second["title"]) == (OPAQUE, SHIPPER)
    assert points[0] > points[1]
    for it in (first, second):
        told = [line["points"] for line in _table(it, "opacity") if line["points"] is not None]
        assert sum(told) == _numbers(it, "opacity")[0][1]


def test_m55_labels_of_a_brand_counted_by_route(shown: Shown) -> None:
    profile = shown("maker", "Goodway")
    assert ("lines", 44) in _numbers(profile, "routes")
    by_way = {it["sent from"]: (it["way"], it["lines"]) for it in _table(profile, "routes")}
    assert by_way == {"Taiwan": ("direct", 20), "Türkiye": ("indirect", 14), "China": ("indirect", 10)}


def test_m63_and_m64_the_top_payer_and_what_it_is_said_to_make(enduse: Enduse, shown: Shown, case: Path) -> None:
    words = ("--says", "makes", "--about", PLANT, "--publisher", "Ostrela Daily", "--on", "2023-05-01")
    enduse("claims", "add", "Ostrela Daily", "missiles of the type Vymysel-9", *words, "--by", "Kim", cwd=case)
    profile = shown("importer", GROWN)
    (top,) = _table(profile, "payers")
    assert (top["payer"], top["USD"], top["said to make"]) == (PLANT, 900_000, "missiles of the type Vymysel-9")
    assert [value for unit, value in _numbers(profile, "defence_money") if unit == "share"] == [pytest.approx(0.9)]
    assert [it for it in profile["references"] if it["id"] == "C1" and "Ostrela Daily" in it["text"]]


def test_m64_published_programmes_stand_with_their_source(shown: Shown) -> None:
    profile = shown("plant", "ММЗ «Авангард»")
    (said,) = _section(profile, "makes")["statements"]
    assert "S-400" in said["text"]
    assert said["confidence"] == "alleged"
    (ref,) = [it for it in profile["references"] if it["id"] in said["refs"]]
    assert "https://" in ref["text"]
    assert ref["confidence"].startswith("seen")


def test_m85_a_deal_is_tied_to_broker_and_shipper(shown: Shown) -> None:
    for firm in (BROKER, SHIPPER):
        profile = shown("intermediary", firm, "--on", "2023-03-31")
        (deal,) = [it for it in _table(profile, "deals") if it["contract holder"] == BROKER]
        assert (deal["consignor"], deal["consignee"], deal["USD"]) == (SHIPPER, ROUTED, pytest.approx(2.2e6))
        assert "tied to both" in _said(profile, "deals")


def test_m86_the_first_host_is_flagged_and_the_owner_is_dated(shown: Shown) -> None:
    profile = shown("intermediary", BROKER)
    assert "felmiren.example was first seen hosted in Russia, on 2022-10-01" in _said(profile, "web")
    (owner,) = _table(profile, "owners")
    assert (owner["who"], owner["from"], owner["share"]) == ("Мирвенов Артём Ильич", "2022-09-14", "100%")


def test_m87_the_claimed_place_is_not_the_recorded_one(shown: Shown) -> None:
    (place,) = _table(shown("intermediary", SHIPPER), "place")
    assert "Illinois" in place["claimed"]
    assert "Shenzhen" in place["recorded"]
    assert place["compared"] == "mismatch"


def test_m88_two_machines_on_offer_with_their_ages(shown: Shown) -> None:
    found = _table(shown("intermediary", SHIPPER, "--on", "2024-06-30"), "offers")
    assert [(it["built"], it["age in 2024"]) for it in found] == [("2001", 23), ("2005", 19)]


def test_m90_a_dealers_status_by_date(enduse: Enduse, shown: Shown, case: Path) -> None:
    common = ("--maker", "Tsugami", "--market", "RU", "--source", "letter of the maker", "--by", "Kim")
    enduse(
        "profile",
        "status",
        OFFICIAL,
        "--is",
        "official_dealer",
        "--since",
        "2015",
        "--until",
        "2022",
        *common,
        cwd=case,
    )
    enduse("profile", "status", OFFICIAL, "--is", "former_dealer", "--since", "2022", *common, cwd=case)
    profile = shown("maker", "Tsugami")
    told = [(it["status"], it["from"], it["until"]) for it in _table(profile, "statuses")]
    assert told == [("official dealer", "2015", "2022"), ("former dealer", "2022", "")]
    assert f"{OFFICIAL} is written down as former dealer for Tsugami since 2022" in _said(profile, "statuses")
    assert "as official dealer" not in _said(profile, "statuses")


def test_m96_the_status_of_the_brand_then_and_the_likely_entry(shown: Shown) -> None:
    found = {it["brand"]: it for it in _table(shown("fair", "Metalworking"), "shown")}
    assert "exit said, 2022-03-03" in found["Haas"]["status of the brand then"]
    assert found["DN Solutions"]["status of the brand then"] == "no word of an exit at hand"
    assert re.search(r"VF-2: 2B001|VF-2: not assessable", found["Haas"]["likely entries"])
    assert "needs the authority" in found["Haas"]["likely entries"] + found["DN Solutions"]["likely entries"]


def test_m98_no_part_of_the_maker_without_a_row_that_names_it(shown: Shown) -> None:
    profile = shown("maker", "Goodway")
    (said,) = _section(profile, "parts")["statements"]
    assert said["numbers"][0]["value"] == 44
    assert "the brand alone says nothing of its maker's part" in said["text"]
    told = str(profile).lower()
    assert not re.search(r"complicit|guilty|violat|evad|knowingly|aided|responsible for", told)


ORDER = """
id = "T-97"
on = 2026-11-02
seller = {{ name = "Nordamat", country = "KR" }}
buyer = {{ name = "Prasertmetal", country = "TH" }}
intermediate = {{ name = "{broker}", country = "AE" }}
goods = [{{ description = "Office chairs, upholstered, with metal frames", code = "940171" }}]
"""


def test_m97_an_order_naming_a_blocked_firm_meets_the_decision(enduse: Enduse, shown: Shown, case: Path) -> None:
    words = ("--is", "blocked", "--since", "2024-02", "--decided-by", "Nordamat, compliance", "--reviewer", "Lee")
    why = ("--why", "no answer on who uses the machines", "--country", "AE", "--by", "Kim")
    done = enduse("profile", "status", BROKER, *words, *why, "--json", cwd=case)
    assert [(it["status"], it["since"], it["reviewer"], it["by"]) for it in done.rows] == [
        ("blocked", "2024-02", "Lee", "Kim")
    ]
    (block,) = _table(shown("intermediary", BROKER), "blocks")
    assert (block["by whom"], block["from"], block["reviewed by"]) == ("Nordamat, compliance", "2024-02", "Lee")
    (case / "order.toml").write_text(ORDER.format(broker=BROKER), encoding="utf-8")
    (row,) = enduse("order", "add", "order.toml", "--by", "Kim", "--json", cwd=case).rows
    assert row["outcome"] == "BLOCK"
    told = str(row)
    assert "no answer on who uses the machines" in told
    assert "reviewed by Lee" in told


def test_m46_published_exposure_of_a_maker_with_period_and_source(enduse: Enduse, shown: Shown, case: Path) -> None:
    words = ("0.6", "--unit", "share", "--market", "CN", "--period", "2023", "--bound", "at_least")
    source = ("--source", "report of the company, 2024", "--method", "as published")
    what = "share of sales in the market"
    done = enduse("case", "estimate", "Goodway", what, *words, *source, "--by", "Kim", "--json", cwd=case)
    assert done.returncode == 0, done.stderr
    (figure,) = _table(shown("maker", "Goodway"), "estimates")
    assert (figure["market"], figure["period"], figure["value"], figure["bound"]) == ("CN", "2023", 0.6, "at least")
    assert figure["source"] == "report of the company, 2024"


@pytest.mark.parametrize(
    "words",
    [("maker", "Tsugami"), ("plant", PLANT), ("importer", GROWN), ("importer", ROUTED), ("intermediary", SHIPPER)],
)
def test_every_number_of_a_profile_opens_its_rows(shown: Shown, words: tuple[str, str]) -> None:
    profile = shown(*words)
    places = {it["number"] for it in profile["rows"]}
    refs = {it["id"] for it in profile["references"]}
    numbers = [
        cell
        for section in profile["sections"]
        for cell in (
            *(it for said in section["statements"] for it in said["numbers"]),
            *(cell for table in section["tables"] for line in table["lines"] for cell in line["cells"]),
        )
        if isinstance(cell, dict)
    ]
    assert len(numbers) > 5
    for it in numbers:
        assert it["value"] == 0 or it["rows"] or it.get("refs"), it
        assert {*it["rows"], *it.get("base", ())} <= places
        assert {*it.get("refs", ())} <= refs
        if it["how"] == "count":
            assert it["value"] == len(it["rows"])


def test_what_people_wrote_stands_beside_the_rows(enduse: Enduse, shown: Shown, case: Path, tmp_path: Path) -> None:
    (tmp_path / "stand.txt").write_text("a photograph of a stand", encoding="utf-8")
    by = ("--by", "Kim")
    enduse("evidence", "add", tmp_path / "stand.txt", *by, cwd=case)
    enduse("case", "mark", "E1", "HAAS VF-2", "--kind", "model", "--about", "Metalworking of Ostrela", *by, cwd=case)
    enduse("case", "mark", "E1", "Tsugami B0205, 2001", "--kind", "machine", "--about", SHIPPER, *by, cwd=case)
    enduse("case", "absence", "machines of the brand", "140", "--unit", "images", "--about", "Tsugami", *by, cwd=case)
    words = ("--when", "2021-05", "--kind", "installed", "--to", PLANT, "--goods", "Haas VF-4", "--evidence", "E1")
    enduse("case", "event", "set up in the new hall", *words, *by, cwd=case)

    seen = [it["likely entries"] for it in _table(shown("fair", "Metalworking", "--country", "US"), "shown")]
    assert [it.partition(":")[0] for it in seen] == ["VF-2", "HAAS VF-2"]
    offers = _table(shown("intermediary", SHIPPER), "offers")
    assert sorted(it["built"] for it in offers) == ["2001", "2001", "2005"]
    assert "140 images reviewed for machines of the brand: none identified" in _said(
        shown("maker", "Tsugami"), "absences"
    )
    machines = [(it["how"], it["brand"], it["model"]) for it in _table(shown("plant", PLANT), "machines")]
    assert ("installed", "Haas", "VF-4") in machines


def test_a_block_of_the_order_desk_stands_in_the_profile_once(enduse: Enduse, shown: Shown, case: Path) -> None:
    words = ("--decision", "no answer on site visit", "--country", "AE", "--since", "2026-01-01", "--by", "Kim")
    enduse("order", "block", BROKER, *words, cwd=case)
    blocks = [(it["from"], it["by whom"], it["why"]) for it in _table(shown("intermediary", BROKER), "blocks")]
    assert blocks == [("2026-01-01", "Kim", "no answer on site visit")]
    why = ("--decided-by", "Nordamat", "--why", "no papers", "--since", "2026-02-01", "--by", "Kim")
    enduse("profile", "status", BROKER, "--is", "blocked", *why, cwd=case)
    assert len(_table(shown("intermediary", BROKER), "blocks")) == 2


def test_leaked_statements_are_told_of_and_not_quoted(enduse: Enduse, shown: Shown, case: Path) -> None:
    leaked = ("--sensitivity", "leaked", "--by", "Kim")
    enduse("claims", "add", "A source", "missiles Tainaya-5", "--says", "makes", "--about", PLANT, *leaked, cwd=case)
    profile = shown("plant", PLANT)
    assert "withheld: leaked" in _said(profile, "makes")
    assert "Tainaya-5" not in str(profile)
