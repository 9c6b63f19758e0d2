"""Every table of a run, for spreadsheets and data frames."""

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enduse import case as cases
from enduse.case import Case, RunOptions
from enduse.case.export_tables import export_tables
from enduse.errors import UsageError

HEADER = "declaration_no,line_no,date,direction,consignor,consignee,origin,country of dispatch,destination,goods_code"
LINES = f"""{HEADER},description,value_usd
0001,1,2022-05-01,import,FABLE LATHE CO,"OOO ""ALFA""
STAN",TW,CN,RU,0458112009,"=cmd|' /c calc'!A1",9000
"""
OWNERS = """company,id,country,incorporated,status,relation,related,related_country,share,from,to
Secret Holding,7701234567,RU,2015-01-10,active,owner,Secretov Ivan Ilyich,RU,60,2015-01-10,
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("tables")
    made = cases.create(folder / "case")
    for name, text in (("lines.csv", LINES), ("owners.csv", OWNERS)):
        (folder / name).write_text(text, encoding="utf-8")
        made.add(folder / name)
    made.run(RunOptions())
    return made


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_line_has_its_file_hash_and_row_and_codes_keep_their_zeros(case: Case, tmp_path: Path) -> None:
    export_tables(case.ledger, "csv", tmp_path)
    (line,) = rows(tmp_path / "items.csv")
    (source,) = rows(tmp_path / "sources.csv")

    assert (line["file"], line["row"], line["sha256"]) == ("lines.csv", "2", source["sha256"])
    assert (line["goods_code"], line["declaration_no"]) == ("0458112009", "0001")
    assert line["description"] == "=cmd|' /c calc'!A1"


def test_ids_are_texts_that_lead_to_the_parties(case: Case, tmp_path: Path) -> None:
    export_tables(case.ledger, "parquet", tmp_path)
    items, parties = (pq.read_table(tmp_path / f"{it}.parquet") for it in ("items", "parties"))

    assert items.schema.field("consignee_id").type == pa.string()
    assert items.schema.field("row_id").type == pa.string()
    assert items["consignee_id"].to_pylist()[0] in parties["party_id"].to_pylist()
    assert pa.types.is_list(parties.schema.field("names").type)


def test_rows_that_may_not_leave_and_their_parties_are_counted_and_left_out(case: Case, tmp_path: Path) -> None:
    made = {it.table: it for it in export_tables(case.ledger, "csv", tmp_path)}

    assert (made["relations"].rows, made["relations"].left_out) == (0, 1)
    assert "Secret" not in "".join(it.read_text(encoding="utf-8") for it in tmp_path.iterdir())


def test_inside_the_house_everything_is_told(case: Case, tmp_path: Path) -> None:
    made = {it.table: it.rows for it in export_tables(case.ledger, "csv", tmp_path, internal=True)}
    assert made["relations"] == 1
    assert "internal" in rows(tmp_path / "sources.csv")[0]["made"]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_same_run_gives_the_same_bytes(case: Case, tmp_path: Path, kind: str) -> None:
    for name in "12":
        export_tables(case.ledger, kind, tmp_path / name)
    one, other = ({it.name: it.read_bytes() for it in (tmp_path / name).iterdir()} for name in "12")
    assert one == other != {}


def test_a_table_without_rows_leaves_no_file_of_an_earlier_export(case: Case, tmp_path: Path) -> None:
    (tmp_path / "payments.csv").write_text("old", encoding="utf-8")
    export_tables(case.ledger, "csv", tmp_path)
    assert not (tmp_path / "payments.csv").exists()


def test_another_kind_is_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        export_tables(case.ledger, "xml", tmp_path / "out")
    assert caught.value.code == "E-EXPORT-KIND"
    assert not (tmp_path / "out").exists()
