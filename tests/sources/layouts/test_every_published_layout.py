"""What holds for every layout of published tables."""

import csv
import io
import re
import tomllib
from pathlib import Path

import pytest

from enduse.model.provenance import Place
from enduse.sources.layout import Layout, bundled_layouts, layout_of
from enduse.sources.pivot import convert_pivot
from enduse.sources.pivot_spec import pivot_spec

PIVOTS = [it for it in bundled_layouts() if it.pivot]


@pytest.mark.parametrize("layout", PIVOTS, ids=lambda it: it.id)
def test_every_pivot_layout_is_well_formed(layout: Layout) -> None:
    assert pivot_spec(layout).header


STATISTICS = [it for it in bundled_layouts() if it.table in ("statistics", "code_lists", "fx_rates")]


@pytest.mark.parametrize("layout", STATISTICS, ids=lambda it: it.id)
def test_every_layout_of_published_tables_says_what_it_is_and_where_that_was_learnt(layout: Layout) -> None:
    assert len(layout.about) > 80
    assert "seen" in layout.source or "memory" in layout.source


def test_the_example_of_the_documentation_comes_out_as_printed() -> None:
    text = (Path(__file__).parents[3] / "docs" / "how-to" / "read-a-published-table.md").read_text(encoding="utf-8")
    table, spec = (re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)[0] for kind in ("csv", "toml"))
    printed = re.findall(r"^\| (\w+) \| (\S+) \| (\d+) \| (\d+) \| (yes|no) \| (\d+) \| (\w+) \|$", text, re.MULTILINE)
    found = convert_pivot(list(csv.reader(io.StringIO(table))), Place(), layout_of(tomllib.loads(spec)), "x.csv")
    names = ("partner", "month", "months", "value_usd", "preliminary", "row", "cell")
    rows = [tuple(row[name] for name in names) for row in found.tables["statistics"].to_pylist()]
    assert len(rows) == 5
    assert printed == [
        (partner, str(month), str(months), f"{value:.0f}", "yes" if early else "no", str(row), cell)
        for partner, month, months, value, early, row, cell in rows
    ]
