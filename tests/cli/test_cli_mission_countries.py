"""Rows of the mission table on countries, uses and models, from the command line to what is printed."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from enduse import case as cases
from enduse.case import RunOptions
from enduse.goods.codes.tiers import bundled_listings
from enduse.model.goods_rules import MACHINE_KINDS

pytestmark = pytest.mark.slow

Enduse = Callable[..., Any]
Rows = list[dict[str, Any]]

HEAD = (
    "declaration number,item number,declaration date,direction,consignor,consignor_country,consignee,consignee_country,"
    "country of origin,country of dispatch,country of destination,goods_code,description,trademark,net_kg,value_usd\n"
)
GOODS = {
    "KR": ("84581120", "CNC lathe SP-20", "SPARTANUS", "Spartanus Machinery Co"),
    "DE": ("84571010", "Machining centre FW-800", "FELDMARKER", "Feldmarker Werkzeugbau GmbH"),
    "IT": ("84602100", "Grinding machine VR-3", "VALDORSO", "Valdorso Macchine SpA"),
    "CH": ("84609000", "Honing machine HM-1", "ALPENHON", "Alpenhon Maschinen AG"),
    "TW": ("84571010", "Machining centre TJ-10", "TAIJUNWEN", "Taijunwen Precision Co"),
    "CN": ("84581120", "CNC lathe HR-61", "HUARUIKEN", "Huaruiken Machine Tool Co"),
}
TRADERS = {"TR": "Baltanura Makina AS", "CN": "Qiaolanwe Trading Co", "LT": "Nemunasta UAB"}
BREAK = "2022-05"


def _months() -> Iterator[tuple[int, int]]:
    yield from ((year, month) for year in (2021, 2022, 2023) for month in range(1, 13))


def _trade() -> Iterator[tuple[date, str, str, int]]:
    """Day, origin, dispatch, dollars: Europe falls and China rises in May 2022, Taiwan turns to detours in 2023."""
    for at, (year, month) in enumerate(_months()):
        day, late = date(year, month, 9), (year, month) >= (2022, 5)
        wave = 1000 * ((at * 7) % 5)
        yield day, "DE", "DE" if not late else "LT", 200_000 + wave if not late else 10_000
        yield day, "IT", "IT", 90_000 + wave if not late else 4_000
        yield day, "CH", "CH", 40_000 + wave if not late else 2_000
        yield day, "CN", "CN", 60_000 + wave if not late else 320_000 + wave
        yield day, "KR", "KR" if year < 2023 else "TR", 50_000 + wave
        yield day, "TW", "TW" if year < 2023 else ("TR", "CN")[at % 2], 80_000 + wave


def _declarations() -> str:
    lines = []
    for number, (day, origin, dispatch, usd) in enumerate(_trade(), 1):
        code, text, brand, maker = GOODS[origin]
        sender = maker if dispatch == origin else TRADERS[dispatch]
        who = f"{sender},{dispatch},Zavod Vektorin OOO,RU,{origin},{dispatch},RU"
        lines.append(f"D{number:05},1,{day},import,{who},{code},{text},{brand},{2000 + number},{usd}\n")
    return HEAD + "".join(lines)


def _statistics() -> str:
    lines = ["month,reporter,partner,flow,hs6,value_usd,net_kg\n"]
    for year, month in _months():
        for origin, usd in (("CN", 400_000), ("KR", 70_000)):
            lines.append(f"{year}-{month:02},{origin},RU,export,845811,{usd},1000\n")
            lines.append(f"{year}-{month:02},RU,{origin},import,845811,{usd * 11 // 10},1000\n")
    return "".join(lines)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("countries")
    made = cases.create(folder / "case")
    for name, text in (("imports.csv", _declarations()), ("statistics.csv", _statistics())):
        (folder / name).write_text(text, encoding="utf-8")
        made.add(folder / name)
    made.run(RunOptions(date(2022, 5, 1), ("third_country_transshipment",)))
    return folder / "case"


def _expected(**wanted: str) -> set[int]:
    """Numbers of the lines of the file, as a spreadsheet shows them."""
    rows = csv.DictReader(_declarations().splitlines())
    names = {"origin": "country of origin", "dispatch": "country of dispatch"}
    return {at for at, row in enumerate(rows, 2) if all(row[names[key]] == value for key, value in wanted.items())}


def _section(profile: dict[str, Any], id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(it for it in profile["sections"] if it["id"] == id)
    return found


def _profile(enduse: Enduse, case: Path, *words: str) -> dict[str, Any]:
    (row,) = enduse("profile", *words, "--json", cwd=case).rows
    found: dict[str, Any] = row
    return found


def test_m09_an_edge_of_the_map_gives_exactly_its_rows_with_ids(enduse: Enduse, case: Path, tmp_path: Path) -> None:
    shown: Rows = enduse("show", "TW>TR>RU", "--evidence", "--json", cwd=case).rows
    assert {it["row"] for it in shown} == _expected(origin="TW", dispatch="TR")
    assert len({it["row_id"] for it in shown}) == len(shown)
    assert all(isinstance(it["row_id"], str) for it in shown)
    enduse("export", "flows", "-o", tmp_path / "flows.geojson", cwd=case)
    features = json.loads((tmp_path / "flows.geojson").read_text(encoding="utf-8"))["features"]
    drawn = [it["properties"] for it in features if it["properties"].get("kind") == "flow"]
    (edge,) = [it for it in drawn if (it.get("origin"), it["start"], it["end"]) == ("TW", "TR", "RU")]
    assert edge["lines"] == len(shown)
    assert edge["value_usd"] == pytest.approx(sum(it["value_usd"] for it in shown))


def test_m09_an_edge_of_the_network_gives_exactly_its_rows_with_ids(enduse: Enduse, case: Path, tmp_path: Path) -> None:
    enduse("export", "network", "-o", tmp_path / "n.graphml", cwd=case)
    tree = ElementTree.parse(tmp_path / "n.graphml")
    edges = [it for it in tree.iter() if it.tag.endswith("}edge")]
    assert edges
    counts = {}
    for it in edges:
        rows: Rows = enduse("show", it.attrib["id"], "--evidence", "--json", cwd=case).rows
        assert rows
        counts[it.attrib["id"]] = len(rows)
    named: Rows = enduse("show", "Baltanura Makina AS > Zavod Vektorin OOO", "--evidence", "--json", cwd=case).rows
    assert {it["row"] for it in named} == _expected(dispatch="TR")
    assert len(named) in counts.values()


def test_m14_every_class_has_a_use_with_a_source_and_none_is_proof(enduse: Enduse, tmp_path: Path) -> None:
    tiers = {it.tier: it.code for it in bundled_listings() if it.basis == "priority" and it.tier}
    kinds = sorted(MACHINE_KINDS | {"part", "control_unit", "cutting_tool", "accessory", "software"})
    for name in (*kinds, *tiers.values()):
        rows: Rows = enduse("explain", name, "--json", cwd=tmp_path).rows
        assert rows, name
        for it in rows:
            assert it["sources"]
            assert it["confidence"] == "possible"
            assert "no proof" in it["note"]
    (answer,) = enduse("goods", "CNC lathe SPARTANUS SP-20", "--code", "845811", "--json", cwd=tmp_path).rows
    assert answer["possible_uses"]
    assert "no proof" in answer["possible_uses_note"]


def test_m29_shares_are_whole_each_month_and_the_planted_date_is_found(enduse: Enduse, case: Path) -> None:
    profile = _profile(enduse, case, "country", "EU", "CN", "TW")
    (table,) = _section(profile, "shares")["tables"]
    assert len(table["lines"]) == 36
    for line in table["lines"]:
        *parts, whole = (it["value"] for it in line["cells"][1:])
        assert whole == pytest.approx(1)
        assert sum(parts) == pytest.approx(1, abs=1e-9)
    breaks = _section(profile, "breaks")
    found = {(it["cells"][0], it["cells"][1]) for it in breaks["tables"][0]["lines"]}
    assert {("EU", BREAK), ("CN", BREAK)} <= found
    assert "5% broken" in breaks["statements"][0]["text"]
    eu = next(it["cells"] for it in breaks["tables"][0]["lines"] if it["cells"][:2] == ["EU", BREAK])
    assert "EU: Reg 2022/" in eu[6]


def test_m31_one_row_counts_under_its_origin_and_under_its_dispatch(enduse: Enduse, case: Path) -> None:
    profile = _profile(enduse, case, "country", "TW", "CN")
    lines = {it["cells"][0]: it["cells"] for it in _section(profile, "origin_dispatch")["tables"][0]["lines"]}
    made_in_tw = set(lines["Made there, shipped elsewhere"][1]["rows"])
    sent_from_cn = set(lines["Made elsewhere, shipped from there"][2]["rows"])
    places = {it["number"]: it["row"] for it in profile["rows"]}
    assert {places[it] for it in made_in_tw & sent_from_cn} == _expected(origin="TW", dispatch="CN")
    assert made_in_tw & sent_from_cn


def test_m33_the_figure_of_the_economy_has_unit_and_source_and_is_in_no_sum(enduse: Enduse, case: Path) -> None:
    profile = _profile(enduse, case, "pair", "CN", "RU")
    context = _section(profile, "context")
    stated = [it for line in context["tables"][0]["lines"] for it in line["cells"] if isinstance(it, dict)]
    assert 200.0 in {it["value"] for it in stated}
    references = {it["id"]: it["text"] for it in profile["references"]}
    for it in stated:
        assert it["unit"] == "billion USD"
        assert it["rows"] == []
        assert references[it["refs"][0]]
    machines = sum(usd for _, origin, _, usd in _trade() if origin == "CN")
    (amounts, *_) = _section(profile, "amounts")["tables"]
    assert amounts["lines"][-1]["cells"][1]["value"] == pytest.approx(machines)
    others = [it for it in profile["sections"] if it["id"] != "context"]
    assert "billion USD" not in json.dumps(others)
    assert "stand beside: Both sides' figures: China to Russia" in context["statements"][1]["text"]


def test_m33_both_sides_stand_beside_the_declarations(enduse: Enduse, case: Path) -> None:
    section = _section(_profile(enduse, case, "pair", "KR", "RU"), "mirror")
    years = {
        line["cells"][0]: [it and it["value"] for it in line["cells"][1:]] for line in section["tables"][0]["lines"]
    }
    declared = sum(usd for day, origin, sent, usd in _trade() if (day.year, origin, sent) == (2022, "KR", "KR"))
    assert years["2022"] == [declared, 12 * 70_000, 12 * 77_000]


def test_m58_a_table_per_model_of_entry_known_missing_and_status(enduse: Enduse, case: Path) -> None:
    words = ("models", "Hermle C 32 U", "Haas VF-2SS", "--on", "2024-06-01")
    profile = _profile(enduse, case, *words)
    for id, name in (("model_1", "Hermle C 32 U"), ("model_2", "Haas VF-2SS")):
        section = _section(profile, id)
        assert section["title"] == name
        (table,) = section["tables"]
        assert table["columns"][0] == "Entry"
        assert {"Known", "Missing", "Status"} <= set(table["columns"])
        statuses = {line["cells"][5] for line in table["lines"]}
        assert statuses <= {"likely", "needs the authority"}
    open_one = next(it for it in _section(profile, "model_1")["tables"][0]["lines"] if it["cells"][0] == "2B001.b.2")
    assert open_one["cells"][4].startswith("unidirectional positioning repeatability")


def test_m58_the_models_of_the_case_with_their_rows(enduse: Enduse, case: Path) -> None:
    profile = _profile(enduse, case, "models", "--on", "2024-06-01", "--top", "3")
    sections = [it for it in profile["sections"] if it["id"] != "label"]
    assert sections
    assert all(it["statements"][0]["numbers"][0]["rows"] for it in sections)
    assert profile["rows"]


def test_m59_never_controlled_and_a_packet_for_the_authority(enduse: Enduse, case: Path, tmp_path: Path) -> None:
    told = enduse("profile", "models", "Hermle C 32 U", "--json", cwd=case).stdout
    assert not re.search(r"\b(is|are) controlled\b", told)
    assert "only the authority can say definitively" in told
    packet = tmp_path / "packet.txt"
    done = enduse("profile", "models", "Hermle C 32 U", "--packet", packet, "--by", "Kim", cwd=case)
    assert done.returncode == 0
    text = " ".join(packet.read_text(encoding="utf-8").split())
    assert "We ask you to classify" in text
    assert "needs the authority" in text
    assert "unidirectional positioning repeatability" in text


def test_m99_four_origins_side_by_side_from_one_command(enduse: Enduse, case: Path) -> None:
    asked = ["KR", "DE", "IT", "CH"]
    profile = _profile(enduse, case, "country", *asked)
    for id in ("amounts", "origin_dispatch", "routes", "goods", "published"):
        assert _section(profile, id)["tables"][0]["columns"][1:] == asked
    whole = next(it["cells"] for it in _section(profile, "amounts")["tables"][0]["lines"] if it["cells"][0] == "all")
    for country, cell in zip(asked, whole[1:], strict=True):
        assert cell["value"] == pytest.approx(sum(usd for _, origin, _, usd in _trade() if origin == country))
        assert {it["row"] for it in profile["rows"] if it["number"] in set(cell["rows"])} == _expected(origin=country)
    shown = enduse("profile", "country", *asked, cwd=case, width=80).stdout
    assert "Türkiye (hub)" in shown
    assert all(len(it) <= 80 for it in shown.split("CITED")[0].splitlines()[1:])
