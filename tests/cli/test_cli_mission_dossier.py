"""Rows of the mission table on dossiers, from the command line to what a reader of the file finds."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from enduse.report.dossier_parts.proof import verdict

Enduse = Callable[..., Any]
Written = Callable[..., dict[str, list[dict[str, Any]]]]

HEAD = (
    "Declaration No,Line,Date,Direction,Consignor,Consignor country,Consignee,Consignee tax ID,Brand,Origin,"
    "Dispatch country,Destination,HS code,Description,Value USD\n"
)
IMPORTS = (
    "D-1,1,2021-06-01,import,Vymysl Lathe Co,KR,OOO Primer Stan,7799001234,VYMYSL,KR,KR,RU,8458110000,"
    "CNC lathe,100000\n"
    "D-2,1,2023-05-01,import,Silkroad Demo Trading,CN,OOO Primer Stan,7799001234,VYMYSL,KR,CN,RU,8458110000,"
    "CNC lathe,400000\n"
    "D-4,1,2023-06-01,import,Dune Demo FZE,AE,OOO Primer Stan,7799001234,ANDERS,JP,AE,RU,8457100000,Centre,30000\n"
    "D-3,1,2023-07-01,import,Dune Demo FZE,AE,OOO Primer Stan,7799001234,VYMYSL,KR,AE,RU,8207300000,Tools,50000\n"
)
MONTHS = {"2021-12": 5_000_000, "2022-01": 6_100_000, "2022-02": 6_500_000, "2022-12": 40_000_000}
MONTHS |= {"2023-06": 61_000_000, "2023-07": 68_000_000, "2023-08": 60_000_000}
SIX_WORDS = {"recorded", "derived", "probable", "possible", "alleged", "denied"}


@pytest.fixture
def case(enduse: Enduse, tmp_path: Path) -> Path:
    """A case with three goods lines, monthly statistics of China, and a run."""
    enduse("init", "case", cwd=tmp_path)
    (tmp_path / "imports.csv").write_text(HEAD + IMPORTS, encoding="utf-8")
    lines = ["month,reporter,partner,flow,hs6,value_usd,net_kg"]
    for month, value in MONTHS.items():
        lines += [f"{month},CN,RU,export,845710,{value * 3 // 4},1", f"{month},CN,RU,export,845811,{value // 4},1"]
    (tmp_path / "statistics.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    folder = tmp_path / "case"
    for name in ("imports.csv", "statistics.csv"):
        assert enduse("add", tmp_path / name, cwd=folder).returncode == 0
    assert enduse("run", "--watershed", "2022-02-24", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def dossier(enduse: Enduse, case: Path) -> Written:
    """Writes a dossier; gives the objects of its JSON Lines by kind."""

    def written(subject: str, *more: str) -> dict[str, list[dict[str, Any]]]:
        done = enduse("report", "dossier", subject, "-o", case / "x.jsonl", *more, cwd=case)
        assert done.returncode == 0, done.stderr
        found: dict[str, list[dict[str, Any]]] = {}
        for text in (case / "x.jsonl").read_text(encoding="utf-8").splitlines():
            it = json.loads(text)
            found.setdefault(it["kind"], []).append(it)
        return found

    return written


def table(told: dict[str, list[dict[str, Any]]], id: str) -> dict[str, Any]:
    return next(it for it in told["table"] if it["id"] == id)


def test_m12_the_dossier_shows_who_was_asked_answered_and_did_not_answer_with_dates(
    enduse: Enduse, case: Path, dossier: Written
) -> None:
    for firm, on in (("Vymysl Lathe Co", "2024-03-01"), ("Silkroad Demo Trading", "2024-03-02")):
        asked = ("claims", "ask", firm, "-q", "Did you sell it?", "--on", on, "--deadline", "2024-03-15")
        assert enduse(*asked, "--by", "Kim", cwd=case).returncode == 0
    assert enduse("claims", "answer", "C1", "answered", "No.", "--on", "2024-03-09", "--by", "Kim", cwd=case)
    told = dossier("OOO Primer Stan", "--also", "html,md")
    rows = {row[1]: row[2:5] for row in table(told, "replies")["rows"]}
    assert rows == {
        "Vymysl Lathe Co": ["2024-03-01", "answered", "2024-03-09"],
        "Silkroad Demo Trading": ["2024-03-02", "unanswered", "2024-03-15"],
    }
    said = " ".join(it["text"] for it in told["sentence"])
    assert "Silkroad Demo Trading was asked by email on 2024-03-02 and had not answered by 2024-03-15." in said
    page, text = ((case / f"x.{it}").read_text(encoding="utf-8") for it in ("html", "md"))
    assert "had not answered by 2024-03-15" in page
    assert "Right of reply" in text


def test_m27_the_flow_map_and_the_sankey_carry_the_totals_of_their_tables(case: Path, dossier: Written) -> None:
    told = dossier("KR", "--also", "html")
    values = {it["id"]: it["value"] for it in told["figure"]}
    page = (case / "x.html").read_text(encoding="utf-8")
    for id, leg in (("map", "shipped from, destination"), ("routes", "")):
        drawn = re.search(rf'<svg class="chart"[^>]*aria-labelledby="{id}-t.*?</svg>', page, re.DOTALL)
        assert drawn
        opened = set(re.findall(r'class="fig[^"]*" href="#(f\d+)"', drawn[0]))
        rows = table(told, f"{id}-table")["rows"]
        assert opened == {row[-1]["figure"] for row in rows}
        last = [row[-1]["figure"] for row in rows if leg in row or "(consignee)" in row[1]]
        assert sum(values[it] for it in last) == 550_000


def test_m28_the_ratio_of_the_highest_month_to_the_base_month_is_reproduced(dossier: Written) -> None:
    told = dossier("CN>RU")
    (peak,) = [it for it in told["sentence"] if "highest month" in it["text"]]
    assert "July 2023 with 68.00 million USD, 10.5 times the 6.50 million USD of February 2022" in peak["text"]
    figures = {it["id"]: it for it in told["figure"]}
    most, times, base = (figures[it] for it in peak["figures"])
    assert times["value"] == pytest.approx(10.46, abs=0.005)
    assert (most["value"], base["value"]) == (68_000_000, 6_500_000)
    assert most["rows"] != base["rows"]
    kinds = table(told, "families-sent-table")
    assert kinds["columns"][1:] == ["8457 machining centres, USD", "8458 lathes, USD"]
    by_origin = table(dossier("OOO Primer Stan"), "origins-table")
    assert by_origin["columns"] == ["Month", "South Korea, USD", "Japan, USD"]
    assert [row[0] for row in by_origin["rows"]] == ["2021-06", "2023-05", "2023-06", "2023-07"]


def test_m95_every_statement_bears_one_of_the_six_words_and_none_pronounces(
    enduse: Enduse, case: Path, dossier: Written
) -> None:
    denied = ("claims", "add", "Vymysl Lathe Co", "We are not aware of any sale", "--kind", "denial", "--says")
    assert enduse(*denied, "never_sold", "--about", "OOO Primer Stan", "--by", "Kim", cwd=case).returncode == 0
    friend = ("claims", "add", "A director", "the owner is an old friend", "--about", "OOO Primer Stan", "--by", "Kim")
    assert enduse(*friend, cwd=case).returncode == 0
    told = dossier("OOO Primer Stan", "--also", "md,html")
    words = {it["confidence"] for it in (*told["sentence"], *told.get("finding", ()))}
    assert words <= SIX_WORDS
    rows = {row[1]: row[5] for row in table(told, "claims")["rows"]}
    assert rows == {"Vymysl Lathe Co": "denied", "A director": "alleged"}
    for name in ("md", "html"):
        assert not verdict(_ours((case / f"x.{name}").read_text(encoding="utf-8")))


def _ours(text: str) -> str:
    """Without style, script and pictures, which are no words."""
    return re.sub(r"<style>.*?</style>|<script.*?</script>|data:image[^)]*", "", text, flags=re.DOTALL)


def test_m98_a_maker_whose_goods_are_found_is_named_and_never_called_complicit(
    enduse: Enduse, case: Path, dossier: Written
) -> None:
    """Its goods stand in the rows; nothing comes from the maker's side, so nothing is said of what it knew."""
    told = dossier("VYMYSL", "--also", "md", "--language", "ko")
    assert told["sentence"]
    said = [it["text"] for it in told["sentence"]] + [it["headline"] for it in told.get("finding", ())]
    assert [it for it in said if verdict(it)] == []
    claim = ("claims", "add", "A newspaper", "the maker knowingly supplied the plant", "--about", "VYMYSL")
    assert enduse(*claim, "--by", "Kim", cwd=case).returncode == 0
    quoted = dossier("VYMYSL")
    rows = table(quoted, "claims")["rows"]
    assert [(row[3], row[5], row[6]) for row in rows] == [
        ("the maker knowingly supplied the plant", "alleged", "not testable")
    ]
    final = ("report", "dossier", "VYMYSL", "-o", case / "f.md", "--final", "--approved-by", "A. Reader")
    assert enduse(*final, cwd=case).returncode == 0, "a quotation in its speaker's name may be published"
