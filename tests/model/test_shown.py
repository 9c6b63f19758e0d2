"""What a notebook shows of an object is text, however hostile the record."""

from hypothesis import given
from hypothesis import strategies as st

from enduse.model.shown import MOST_ROWS, shown_facts, shown_table


def test_a_table_says_how_many_rows_it_leaves_out() -> None:
    shown = shown_table(({"row": it} for it in range(MOST_ROWS + 3)), ("row",))
    assert (shown.count("<td"), "3 more rows" in shown) == (MOST_ROWS, True)


def test_a_part_of_a_table_says_how_many_rows_there_are() -> None:
    assert "1,980 more rows" in shown_table([{"row": 1}], ("row",), 2_000)


def test_what_is_empty_is_left_out() -> None:
    shown = shown_facts("Case", {"folder": "x", "note": "", "end": None, "others": ()})
    assert [it in shown for it in ("folder", "note", "end", "others")] == [True, False, False, False]


@given(st.text(alphabet="<>&\"'script/x ", min_size=1, max_size=40))
def test_nothing_of_a_record_becomes_markup(text: str) -> None:
    shown = shown_facts(text, {text: text}, shown_table([{"name": text}], ("name",)))
    bare = shown_facts("", {"": "x"}, shown_table([{"name": ""}], ("name",)))
    assert shown.count("<") == bare.count("<")
