"""Hypotheses against evidence: what speaks against decides, and nothing else."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from enduse.model.case_log import CaseEntry
from enduse.report.case_matrix import Matrix, matrix

SAID = {"+": "consistent", "-": "inconsistent", "0": "neutral", "n": "not_applicable"}


def _entry(number: int, kind: str, refers: int = 0, **facts: Any) -> CaseEntry:
    return CaseEntry(number, kind, "", facts, refers, "2026-01-01", "a.lee")


def weighed(*lines: str, innocent: int = 1) -> Matrix:
    """A matrix of lines such as ``+-?``: one sign for each hypothesis; the one of that number is lawful."""
    width = len(lines[0])
    entries = [_entry(at, "hypothesis", text=f"h{at}", innocent=at == innocent) for at in range(1, width + 1)]
    for row, line in enumerate(lines, 1):
        entries.append(_entry(len(entries) + 1, "pin", ref=f"E{row}"))
        for column, sign in enumerate(line, 1):
            if sign != "?":
                entries.append(
                    _entry(len(entries) + 1, "weighing", column, item=f"E{row}", verdict=SAID[sign], reason="r")
                )
    return matrix(entries)


def test_the_one_that_least_speaks_against_is_ahead() -> None:
    made = weighed("+-", "-+", "+-", "+-")
    assert [(it.label, it.against) for it in made.hypotheses] == [("H1", 1), ("H2", 3)]
    assert made.leader == "C1"
    assert made.decided_by == ()
    assert "No single item decides" in made.verdict[1]


def test_what_agrees_with_all_decides_nothing() -> None:
    made = weighed("++", "++")
    assert made.leader == ""
    assert [it.separates for it in made.items] == [0.0, 0.0]
    assert "cannot decide between H1 and H2" in made.verdict[0]
    assert "E1 and E2 tell no two hypotheses apart." in made.verdict


def test_the_single_item_on_which_it_hangs_is_named() -> None:
    made = weighed("+-", "++")
    assert (made.leader, made.decided_by) == ("C1", ("E1",))
    assert "It hangs on E1" in made.verdict[1]


def test_what_was_not_weighed_may_still_overtake() -> None:
    assert weighed("+-", "?+").leader == ""
    assert weighed("+-", "+-", "?+").leader == "C1"
    assert "1 cell is still to be weighed" in weighed("+-", "?+").verdict[0]


def test_a_later_weighing_takes_the_place_of_the_earlier_one() -> None:
    entries = [
        _entry(1, "hypothesis", text="a", innocent=True),
        _entry(2, "hypothesis", text="b"),
        _entry(3, "weighing", 2, item="E1", verdict="consistent", reason="first look"),
        _entry(4, "weighing", 1, item="E1", verdict="consistent", reason="fits"),
        _entry(5, "weighing", 2, item="E1", verdict="inconsistent", reason="second look"),
    ]
    made = matrix(entries)
    cell = made.items[0].cells["C2"]
    assert (cell.verdict, cell.entry, cell.earlier) == ("inconsistent", "C5", ("C3",))
    assert made.leader == "C1"


def test_one_hypothesis_alone_and_none_that_is_lawful_are_said() -> None:
    assert weighed("+").verdict == (
        "The matrix cannot decide: it needs at least two hypotheses, a lawful one among them.",
    )
    assert "lawful explanations" in weighed("+-", innocent=0).verdict[0]


def test_nothing_weighed_says_so() -> None:
    assert "nothing has been weighed yet" in weighed("??").verdict[0]


@given(st.lists(st.text("+-0n?", min_size=3, max_size=3), min_size=1, max_size=6), st.randoms())
def test_the_order_of_items_changes_nothing(lines: list[str], random: Any) -> None:
    shuffled = [*lines]
    random.shuffle(shuffled)
    assert weighed(*lines).leader == weighed(*shuffled).leader


@given(st.lists(st.text("+-0n", min_size=3, max_size=3), min_size=1, max_size=6))
def test_one_more_item_that_fits_all_never_changes_who_is_ahead(lines: list[str]) -> None:
    assert weighed(*lines).leader == weighed(*lines, "+++").leader


@given(
    st.lists(st.text("+-0n?", min_size=2, max_size=3), min_size=1, max_size=5).filter(
        lambda it: len({*map(len, it)}) == 1
    )
)
def test_the_leader_keeps_ahead_however_the_rest_is_weighed(lines: list[str]) -> None:
    made = weighed(*lines)
    if made.leader:
        number = int(made.leader[1:])
        worst = ["".join(("-" if at == number else "+") if it == "?" else it for at, it in enumerate(line, 1))
                 for line in lines]  # fmt: skip
        assert weighed(*worst).leader == made.leader
