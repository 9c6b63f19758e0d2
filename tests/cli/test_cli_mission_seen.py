"""Rows of the mission table on pages, pictures and used machines, from the command line to what is printed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

pytestmark = pytest.mark.slow

Enduse = Callable[..., Any]

LISTINGS = (
    "authority;entry;names;identifiers;address;country;programme;listed_on;delisted_on\n"
    "Council of Norvia;L-1;АО «ЗАВОД ВЕРДАНОВ»;9799060008;;RU;military end user;2014-06-01;\n"
)
HEAD = (
    "declaration_no,date,direction,consignor,consignor_country,consignee,consignee_country,hs_code,description,brand,"
    "origin,dispatch,destination,quantity,value_usd\n"
)


@pytest.fixture
def case(enduse: Enduse, tmp_path: Path) -> Path:
    enduse("init", "case", cwd=tmp_path)
    (tmp_path / "listings.csv").write_text(LISTINGS, encoding="utf-8")
    assert enduse("add", "../listings.csv", cwd=tmp_path / "case").returncode == 0
    return tmp_path / "case"


def findings(enduse: Enduse, case: Path, typology: str) -> list[dict[str, Any]]:
    done = enduse("run", "-t", typology, cwd=case)
    assert done.returncode == 0, done.stderr
    read = [json.loads(it) for it in enduse("findings", "--json", cwd=case).stdout.splitlines()]
    return [it for it in read if it["answer"] == "found"]


def test_m73_plants_that_a_page_of_2013_names_as_customers_are_named_with_its_day(
    enduse: Enduse, case: Path, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(
        "<html><body><h1>Наши заказчики</h1><p>Станки поставлены на АО «Завод Верданов» и в школы.</p></body></html>",
        encoding="utf-8",
    )
    # The plant pays somebody: only parties that some record names are looked for on pages.
    pay = "payer;payer INN;payee;date;amount;currency\nАО «ЗАВОД ВЕРДАНОВ»;9799060008;ООО «Метиз»;2013-01-10;9000;RUB\n"
    (tmp_path / "payments.csv").write_text(pay, encoding="utf-8")
    assert enduse("add", "../payments.csv", cwd=case).returncode == 0
    address = "https://primer-stanki.example/clients"
    enduse("evidence", "add", "../page.html", "--from", address, "--captured", "2013-09-02", cwd=case)
    enduse("case", "mark", "E1", "ООО «Пример-Станки»", "--kind", "owner", cwd=case)

    (found,) = findings(enduse, case, "defence_client_advertising")

    assert found["subject"]["id"] == "primer-stanki.example"
    assert "ООО «Пример-Станки»" in json.dumps(found, ensure_ascii=False)
    assert any("ВЕРДАНОВ" in name for it in found["others"] for name in it["names"])
    assert found["start"] == "2013-09-02"


def test_m83_a_machine_seen_in_a_film_is_probable_and_never_recorded(
    enduse: Enduse, case: Path, tmp_path: Path
) -> None:
    Image.new("RGB", (64, 48), (90, 90, 90)).save(tmp_path / "frame.png")
    enduse("evidence", "add", "../frame.png", "--method", "frame", "--captured", "2024-03-12", cwd=case)
    done = enduse(
        *("case", "event", "A lathe stands behind the visitors; its colours are the maker's", "--kind", "seen"),
        *("--when", "2024-03-12", "--from", "АО «ЗАВОД ВЕРДАНОВ»", "--goods", "TSUGAMI", "--country", "RU"),
        *("--confidence", "probable", "-e", "E1", "--at", "0:04:10"),
        cwd=case,
    )
    assert done.returncode == 0, done.stderr

    (found,) = findings(enduse, case, "public_site_visual_hit")

    assert found["confidence"] == "probable"
    assert "TSUGAMI" in found["headline"]
    assert found["strength"] <= 0.3


def test_m89_half_of_the_worlds_machines_and_how_fast_used_ones_leave_with_bounds(
    enduse: Enduse, case: Path, tmp_path: Path
) -> None:
    lines = "".join(
        f"U{it},2023-0{it % 9 + 1}-15,import,Shenzhen Primer Trading,CN,OOO Vimetral,RU,8458112009,"
        f"станок токарный TSUGAMI B0205 зав. № {7000 + it} 2005 г.в. б/у,TSUGAMI,JP,CN,RU,1,60000\n"
        for it in range(18)
    )
    (tmp_path / "lines.csv").write_text(HEAD + lines, encoding="utf-8")
    enduse("add", "../lines.csv", cwd=case)
    assert enduse("run", "-t", "installed_base_leak", cwd=case).returncode == 0

    done = enduse(
        *("trace", "installed-base", "TSUGAMI", "--country", "CN", "--base", "100000-120000", "--world", "200000"),
        "--json",
        cwd=case,
    )

    told = json.loads(done.stdout.splitlines()[0])
    assert told["since"]["machines"] == 18
    assert told["share_of_world"]["value"] >= 0.5
    assert 0 < told["share"]["low"] < told["share"]["value"] < told["share"]["high"]
