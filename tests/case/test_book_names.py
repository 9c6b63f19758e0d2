"""Names of a case and the parties of a run that they mean."""

from typing import Any

import ibis
import pyarrow as pa
import pytest
from ibis.expr.types import Table

from enduse.case.book_names import Written, find_parties, name_key
from enduse.model.ids import party_text

ROWS: list[dict[str, Any]] = [
    {"party_id": 11, "anchor": "inn:7701000011", "name": "ООО ВИМЕТРАЛ", "names": ["ООО ВИМЕТРАЛ", "VIMETRAL LLC"],
     "identifiers": ["7701000011"], "country": "RU"},
    {"party_id": 12, "anchor": "huaxin|CN", "name": "HUAXIN TRADING LTD", "names": ["HUAXIN TRADING LTD"],
     "identifiers": [], "country": "CN"},
    {"party_id": 13, "anchor": "stankoservis|RU", "name": "СТАНКОСЕРВИС", "names": ["СТАНКОСЕРВИС"], "identifiers": [],
     "country": "RU"},
    {"party_id": 14, "anchor": "inn:7701000014", "name": "ООО СТАНКОСЕРВИС", "names": ["ООО СТАНКОСЕРВИС"],
     "identifiers": ["7701000014"], "country": "RU"},
]  # fmt: skip


@pytest.fixture(scope="module")
def parties() -> Table:
    schema = pa.schema([("party_id", pa.int64()), ("anchor", pa.string()), ("name", pa.string()),
                        ("names", pa.list_(pa.string())), ("identifiers", pa.list_(pa.string())),
                        ("country", pa.string())])  # fmt: skip
    return ibis.memtable(pa.Table.from_pylist(ROWS, schema=schema))


@pytest.mark.parametrize(
    ("written", "party", "how"),
    [
        (Written("ООО Виметрал"), 11, "name"),
        (Written("Виметрал"), 11, "spelling"),
        (Written("somebody else", "INN:7701000011"), 11, "number"),
        (Written("somebody else", "7701000011"), 11, "number"),
        (Written("no longer so called", anchor="huaxin|CN"), 12, "as before"),
        (Written("nobody", also=("Huaxin Trading Ltd",)), 12, "name"),
        (Written(party_text(12)), 12, "number"),
        (Written("Nobody of that name"), None, ""),
    ],
)
def test_a_name_is_found_by_what_is_surest(parties: Table, written: Written, party: int | None, how: str) -> None:
    (found,) = find_parties(parties, [written])
    assert (found.party_id, found.how) == (party, how)


def test_several_parties_of_one_name_are_none_and_are_listed(parties: Table) -> None:
    (found,) = find_parties(parties, [Written("ЗАО Станкосервис")])
    assert found.party_id is None
    assert found.note.startswith("2 parties go by that name: СТАНКОСЕРВИС (RU, ")


def test_without_a_run_nothing_is_found_and_that_is_said() -> None:
    (found,) = find_parties(None, [Written("ООО Виметрал")])
    assert (found.party_id, found.note) == (None, "nothing was computed yet: enduse run")


def test_names_alike_but_for_form_and_script_have_one_key() -> None:
    assert name_key("ООО «Виметрал»") == name_key("VIMETRAL LLC")
