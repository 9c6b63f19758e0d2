"""Shares in whole numbers are exact, whether companies share a denominator or have one of their own."""

from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from enduse.screen.graph import Holdings, Parties, holdings_of
from enduse.screen.stakes import Stake
from enduse.screen.units import excess_of

HUGE = 10**30 + 57
DENOMINATORS = (1, 2, 3, 7, 100, 9_999, 10_000, 7_919, 104_729, HUGE)
Figure = tuple[Fraction, int]


def held(owner: str, owned: str, low: Fraction, low_excluded: bool = False) -> Stake:
    return Stake(owner, owned, low=low, high=low, low_excluded=low_excluded)


@st.composite
def shares(draw: st.DrawFn) -> Fraction:
    denominator = draw(st.sampled_from(DENOMINATORS))
    return Fraction(draw(st.integers(0, denominator)), denominator)


@st.composite
def records(draw: st.DrawFn) -> Stake:
    ends = sorted((draw(shares()), draw(shares())))
    return Stake(
        draw(st.sampled_from("abcdef")),
        draw(st.sampled_from("abcdef")),
        low=ends[0],
        high=ends[draw(st.integers(0, 1))],
        low_excluded=draw(st.booleans()),
        high_excluded=draw(st.booleans()),
        direct=draw(st.sampled_from((True, True, False))),
        lot=draw(st.sampled_from(("", "", "1", "2"))),
        treasury=draw(st.integers(0, 9)) == 0,
    )


def figures(stakes: list[Stake], bulk: bool) -> dict[object, tuple[Figure, ...]]:
    made = holdings_of(stakes, Parties(), bulk)
    keys = made.parties.keys

    def figure(company: int, units: int) -> Figure:
        return made.fraction(company, units), excess_of(units)

    edges = zip(made.owner, made.owned, made.view, made.low, made.high, strict=True)
    found: dict[object, tuple[Figure, ...]] = {
        (keys[owner], keys[owned], view): (figure(owned, low), figure(owned, high))
        for owner, owned, view, low, high in edges
    }
    for name in ("total", "free", "treasury", "treasury_most", "whole"):
        for company, units in getattr(made, name).items():
            found[name, keys[company]] = (figure(company, units),)
    return found


@settings(deadline=None, max_examples=150)
@given(st.lists(records(), max_size=25))
@example([held("a", "b", Fraction(1, HUGE)), held("c", "b", Fraction(1, 2), low_excluded=True)])
@example([held("a", "b", Fraction(1, 100)), held("a", "c", Fraction(1, HUGE)), held("c", "c", Fraction(1, 3))])
def test_a_common_denominator_gives_the_same_shares_as_one_for_each_company(stakes: list[Stake]) -> None:
    assert figures(stakes, bulk=True) == figures(stakes, bulk=False)


def test_a_share_of_any_denominator_is_kept_exactly() -> None:
    stakes = [held("a", "b", Fraction(1, HUGE)), held("c", "b", Fraction(1, 7)), held("a", "c", Fraction(35, 100))]
    made = figures(stakes, bulk=True)
    assert made["a", "b", 0][0] == (Fraction(1, HUGE), 0)
    assert made["total", "b"] == ((Fraction(1, HUGE) + Fraction(1, 7), 0),)
    assert made["a", "c", 0][0] == (Fraction(35, 100), 0)


def test_five_thousand_holders_of_the_whole_do_not_overflow_the_sum() -> None:
    stakes = [held(f"h{n}", "x", Fraction(1)) for n in range(5_000)] + [held("a", "y", Fraction(1, 9_973))]
    made = holdings_of(stakes, Parties())
    company = made.parties.number["x"]
    assert made.fraction(company, made.total[company]) == 5_000


def test_nothing_held_is_no_edge() -> None:
    made: Holdings = holdings_of([], Parties())
    assert (made.low, made.whole, made.out.of(3), 3 in made.into) == ([], {}, [], False)


def test_the_edges_of_a_party_come_newest_first() -> None:
    made = holdings_of([held("a", f"c{n}", Fraction(1, 2)) for n in range(3)], Parties())
    keys = made.parties.keys
    assert [keys[made.owned[it]] for it in made.out.of(made.parties.number["a"])] == ["c2", "c1", "c0"]
