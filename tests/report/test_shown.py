"""Tables as Arrow, pandas and polars; without a library, a sentence that says so."""

import sys
from datetime import date

import pyarrow as pa
import pytest

from enduse.errors import UsageError
from enduse.report.shown import ShownTable

TABLE = ShownTable(pa.table({"name": ["A <b>", None], "on": [date(2024, 1, 2), None], "usd": [1.5, 2.0]}))


def test_arrow_is_always_there() -> None:
    assert (TABLE.to_arrow(), len(TABLE), TABLE.columns) == (TABLE.arrow, 2, ("name", "on", "usd"))
    assert TABLE.to_dicts()[1] == {"name": None, "on": None, "usd": 2.0}


def test_pandas_has_the_same_rows() -> None:
    pytest.importorskip("pandas")
    frame = TABLE.to_pandas()
    assert (list(frame.columns), frame["usd"].sum(), frame["on"].dt.year[0]) == (["name", "on", "usd"], 3.5, 2024)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_library_that_is_not_there_is_named(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=f"{library} is not installed") as seen:
        getattr(TABLE, f"to_{library}")()
    assert seen.value.code == "E-TABLE-LIBRARY"


def test_it_shows_itself_without_markup_of_its_rows() -> None:
    assert "A &lt;b&gt;" in TABLE._repr_html_()
