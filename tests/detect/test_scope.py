from datetime import date

import ibis
import pyarrow as pa
import pytest

from enduse.detect.scope import same_market


@pytest.mark.parametrize(
    ("origin", "dispatch", "on", "answer"),
    [
        ("TW", "TW", date(2022, 3, 1), True),
        ("TW", "TR", date(2022, 3, 1), False),
        ("IT", "LT", date(2022, 3, 1), True),
        ("GB", "LT", date(2019, 3, 1), True),
        ("GB", "LT", date(2022, 3, 1), False),
        ("TW", None, date(2022, 3, 1), None),
        (None, "TR", date(2022, 3, 1), None),
        ("IT", None, date(2022, 3, 1), None),
    ],
)
def test_a_country_that_is_not_recorded_is_neither_the_same_nor_another(
    origin: str | None, dispatch: str | None, on: date, answer: bool | None
) -> None:
    row = ibis.memtable(pa.table({"origin": pa.array([origin], "string"), "dispatch": pa.array([dispatch], "string")}))
    (told,) = row.select(same=same_market(row.origin, row.dispatch, on)).to_pyarrow()["same"].to_pylist()
    assert told is answer
