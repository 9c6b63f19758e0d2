"""What was deleted from a page, and between which captures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.case.evidence_pages import PageSnapshot, changes, page_key

LINES = st.lists(st.sampled_from("abcdef"), max_size=6).map(tuple)


def _page(captured: str, *lines: str) -> PageSnapshot:
    return PageSnapshot(f"E-{captured}", "https://d.example", captured, lines)


def test_a_deleted_line_is_told_with_the_captures_around_it() -> None:
    pages = [_page("2024-06-01", "Lathes", "New hall"), _page("2024-01-01", "Lathes", "Our dealer in Moscow")]
    told = [(it.what, it.line, it.before.captured, it.after.captured) for it in changes(pages)]
    assert told == [
        ("deleted", "Our dealer in Moscow", "2024-01-01", "2024-06-01"),
        ("added", "New hall", "2024-01-01", "2024-06-01"),
    ]


def test_a_line_that_came_and_went_is_told_twice() -> None:
    pages = [_page("2024-01-01", "a"), _page("2024-02-01", "a", "b"), _page("2024-03-01", "a")]
    assert [(it.what, it.after.captured) for it in changes(pages)] == [
        ("added", "2024-02-01"),
        ("deleted", "2024-03-01"),
    ]


def test_a_line_that_moved_was_not_deleted() -> None:
    assert changes([_page("2024-01-01", "a", "b", "c"), _page("2024-02-01", "c", "a", "b")]) == []


@given(LINES, LINES)
def test_deleted_one_way_is_added_the_other(one: tuple[str, ...], two: tuple[str, ...]) -> None:
    there = changes([_page("2024-01-01", *one), _page("2024-02-01", *two)])
    back = changes([_page("2024-01-01", *two), _page("2024-02-01", *one)])
    assert {it.line for it in there if it.what == "deleted"} == {it.line for it in back if it.what == "added"}


@pytest.mark.parametrize("url", ["http://www.D.example/a/", "https://d.example/a#top", "d.example/a"])
def test_addresses_of_one_page_are_one(url: str) -> None:
    assert page_key(url) == "d.example/a"


def test_other_pages_stay_apart() -> None:
    assert len({page_key(it) for it in ("d.example/a", "d.example/A", "d.example/a?id=2", "e.example/a")}) == 4
