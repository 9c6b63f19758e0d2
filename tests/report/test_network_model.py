"""The model behind every network format."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.model.period import month_index
from enduse.report.network_model import (
    Cited,
    CitedPlace,
    Made,
    Network,
    NetworkEdge,
    NetworkNode,
    SourceTerms,
    Spell,
    around,
    cited_text,
    month_spells,
    printable,
    rows_text,
)

MADE = Made("1.0", 1, date(2024, 1, 1))
PLACE = CitedPlace("d" * 64, "lines.csv")


def chain(*ids: str) -> Network:
    pairs = zip(ids, ids[1:], strict=False)
    edges = tuple(
        NetworkEdge(a + b, a, b, "import", (), None, 1, 0, (Cited(CitedPlace(a * 64, f"{a}.csv"), (2,)),))
        for a, b in pairs
    )
    sources = tuple(SourceTerms(it * 64, f"{it}.csv") for it in ids)
    return Network(tuple(NetworkNode(it, it) for it in ids), edges, sources, MADE)


def test_months_that_follow_one_another_are_one_spell() -> None:
    months = [month_index(date(2022, it, 1)) for it in (12, 1, 2, 2)] + [month_index(date(2023, 1, 1))]

    assert month_spells(months) == (
        Spell(date(2022, 1, 1), date(2022, 3, 1)),
        Spell(date(2022, 12, 1), date(2023, 2, 1)),
    )


def test_the_last_day_of_a_spell_is_the_day_before_its_end() -> None:
    assert Spell(None, date(2022, 3, 1)).last == date(2022, 2, 28)
    assert Spell(date(2022, 3, 1), None).last is None


@given(st.sets(st.integers(1, 300)))
def test_row_numbers_can_be_read_back(rows: set[int]) -> None:
    read: set[int] = set()
    for part in filter(None, rows_text(sorted(rows)).split(",")):
        first, _, last = part.partition("-")
        read |= set(range(int(first), int(last or first) + 1))
    assert read == rows


def test_a_citation_tells_file_sheet_rows_and_hash() -> None:
    cited = Cited(CitedPlace("d" * 64, "a.xlsx", "2023"), (2, 3))
    assert cited_text([cited]) == f"a.xlsx [2023] row 2-3 sha256:{'d' * 64}"


def test_around_goes_so_many_steps_in_both_directions_and_no_further() -> None:
    near = around(chain("a", "b", "c", "d", "e"), ["b"], 1)

    assert [it.id for it in near.nodes] == ["a", "b", "c"]
    assert [it.id for it in near.edges] == ["ab", "bc"]
    assert [it.name for it in near.sources] == ["a.csv", "b.csv"]


def test_two_steps_reach_further() -> None:
    assert [it.id for it in around(chain("a", "b", "c", "d", "e"), ["a"], 2).nodes] == ["a", "b", "c"]


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\uffff"])
def test_signs_that_xml_forbids_are_replaced(sign: str) -> None:
    assert printable(f"a{sign}б\n") == "a\ufffdб\n"


def test_the_head_says_what_is_left_out_and_what_is_internal() -> None:
    assert "2 rows whose source forbids it are left out" in str(Made("1", 1, date(2024, 1, 1), 2))
    assert "internal" in str(Made("1", 1, date(2024, 1, 1), internal=True))
    assert "internal" not in str(MADE)
