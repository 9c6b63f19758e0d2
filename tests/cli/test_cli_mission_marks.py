"""The row of the mission table on marks and logos, from the command line to what is printed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

pytestmark = pytest.mark.slow

Enduse = Callable[..., Any]

HEAD = (
    "declaration_no,date,direction,consignor,consignor_country,consignee,consignee_country,hs_code,description,brand,"
    "origin,dispatch,destination,quantity,net_kg,value_usd\n"
)
GOODS = "Vanteks Tools Ltd,TW,OOO Vanteks Stanki,RU,8458112009,CNC lathe VANTEKS V-20,VANTEKS,TW,TW,RU,1,4200,210000"
LINES = f"{HEAD}A1,2023-03-01,import,{GOODS}\nA2,2023-05-01,import,{GOODS}\n"
REGISTER = (
    "Mark,Registration no,Owner,Office,Registration date\n"
    "VANTEKS TOOLS,1001,House of Marks GmbH,EUIPO,2015-01-01\n"
    "Vanteks Stanki,1002,House of Marks GmbH,EUIPO,2016-01-01\n"
)


def logo(path: Path, shift: int) -> None:
    picture = Image.new("L", (96, 96), 255)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((10 + shift, 10, 50 + shift, 80), fill=0)
    draw.ellipse((55, 30, 90, 65), fill=90)
    picture.save(path)


def test_m70_marks_of_one_owner_and_logos_that_look_alike_tie_two_firms(enduse: Enduse, tmp_path: Path) -> None:
    enduse("init", "case", cwd=tmp_path)
    case = tmp_path / "case"
    for name, text in (("lines", LINES), ("trademarks", REGISTER)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        assert enduse("add", f"../{name}.csv", cwd=case).returncode == 0
    for number, (owner, shift) in enumerate((("Vanteks Tools Ltd", 0), ("OOO Vanteks Stanki", 1)), 1):
        logo(tmp_path / f"logo{number}.png", shift)
        added = enduse("evidence", "add", f"../logo{number}.png", "--captured", "2024-01-0" + str(number), cwd=case)
        assert added.returncode == 0, added.stderr
        for is_a, said in (("logo", "VANTEKS"), ("owner", owner)):
            done = enduse("case", "mark", f"E{number}", said, "--kind", is_a, cwd=case)
            assert done.returncode == 0, done.stderr

    patterns = ("-t", "same_name_pair_across_border", "-t", "impersonating_lookalike_firm")
    assert enduse("run", *patterns, cwd=case).returncode == 0
    found = [json.loads(it) for it in enduse("findings", "--json", cwd=case).stdout.splitlines()]

    told = {it["typology"]: it["headline"] for it in found if it["answer"] == "found"}
    marks = [it["headline"] for it in found if it["answer"] == "found" and "marks of" in it["headline"]]
    assert marks, told
    assert "Vanteks Tools" in marks[0]
    assert "logo of" in told["impersonating_lookalike_firm"]
    assert "of 64 bits" in told["impersonating_lookalike_firm"]
