import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.sources.reading.cutting import Cutter, Stretch
from enduse.sources.reading.dialect import Dialect
from enduse.sources.reading.limits import Limits


def whole(text: str) -> Stretch:
    cutter = Cutter(Dialect(",", '"', 3, 3, 1), "utf-8", Limits())
    (stretch,) = cutter.stretches(io.BytesIO(text.encode()), 1 << 20)
    return stretch


@pytest.mark.parametrize(
    ("record", "irregular"),
    [
        ('"a","b","c"', False),
        ('a,"b",3', False),
        ('"","",""', False),
        ('",",",",","', False),
        ('"LLC ""Vektor"" Ltd","b","c"', False),
        ('"""a""",b,c', False),
        ('24" pipe,"b",c', True),
        ('a,"b"c,d', True),
        ('a,b"c",d', True),
        ('a,24" x 12",c', True),
    ],
)
def test_a_mark_inside_a_bare_cell_or_behind_a_closing_one_is_irregular(record: str, irregular: bool) -> None:
    stretch = whole(f"x,y,z\n{record}\nd,e,f\n")
    assert stretch.irregular.tolist() == ([1] if irregular else [])


def _is_irregular(record: str) -> bool:
    """The definition, mark by mark: one at an even place opens a cell, any other closes it, or they are a pair."""
    marks = [at for at, letter in enumerate(record) if letter == '"']
    framed = f",{record},"
    for place, at in enumerate(marks):
        if place % 2 == 0:
            fine = framed[at] == "," or (place > 0 and marks[place - 1] == at - 1)
        else:
            fine = framed[at + 2] == "," or (place + 1 < len(marks) and marks[place + 1] == at + 1)
        if not fine:
            return True
    return len(marks) % 2 == 1


@given(st.lists(st.text('"",a', min_size=1, max_size=9), min_size=1, max_size=6))
def test_records_are_irregular_by_the_definition_alone_and_not_by_their_neighbours(records: list[str]) -> None:
    # Records with an odd number of marks may be joined with the next; here each must stand alone.
    even = [it for it in records if it.count('"') % 2 == 0] or ["a"]
    stretch = whole("\n".join(even) + "\n")
    assert stretch.irregular.tolist() == [at for at, it in enumerate(even) if _is_irregular(it)]


def test_marks_at_both_ends_of_a_text_without_a_last_line_end_are_regular() -> None:
    assert whole('"a","b","c"').irregular.tolist() == []
