from collections.abc import Callable
from datetime import date

from enduse.detect import Ledger
from enduse.report.controls import control_markers


def test_a_lathe_from_taiwan_is_marked_with_the_dates_of_its_controls(made_ledger: Callable[..., Ledger]) -> None:
    lists = made_ledger().code_lists.to_pyarrow().slice(0, 0)
    found = control_markers(lists)(frozenset({"8458112009"}), frozenset({"TW"}))
    assert {date(2023, 1, 4), date(2024, 3, 8)} <= {it.on for it in found}
    assert list(found) == sorted(found, key=lambda it: (it.on, it.label, it.citation))


def test_a_citation_does_not_repeat_its_label(made_ledger: Callable[..., Ledger]) -> None:
    lists = made_ledger().code_lists.to_pyarrow().slice(0, 0)
    found = control_markers(lists)(frozenset({"8458112009"}), frozenset({"TW", "DE"}))
    assert not [it for it in found if it.citation.startswith(it.label.replace(": ", ", ", 1))]


def test_goods_that_nobody_controls_have_no_marker(made_ledger: Callable[..., Ledger]) -> None:
    lists = made_ledger().code_lists.to_pyarrow().slice(0, 0)
    assert control_markers(lists)(frozenset({"0101210000"}), frozenset({"TW"})) == []
