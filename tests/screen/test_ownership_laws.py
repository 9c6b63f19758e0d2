"""What must hold for any holdings whatsoever."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.screen.ground import Question, ground_of
from enduse.screen.ownership import Assessment, assess_ownership, standings
from enduse.screen.rules import ownership_rules
from enduse.screen.stakes import Listed, Stake
from enduse.screen.verdict import Judge

DAY = date(2025, 10, 15)
LAWS = ("EU", "UK", "US-BIS", "US-OFAC")
PARTIES = tuple("abcdefg")
RANK = {"not_assessable": 0, "not_owned": 0, "possibly_owned": 1, "owned": 2, "listed": 3}


def listing(party: str) -> list[Listed]:
    lists = (("US-OFAC", "SDN"), ("US-BIS", "Entity List"), ("EU", "269/2014"), ("UK", "UK Sanctions List"))
    return [Listed(party, authority, name, ("RUSSIA-EO14024",), date(2022, 3, 1)) for authority, name in lists]


def share(twentieths: int) -> Fraction:
    return Fraction(twentieths, 20)


@st.composite
def nets(draw: st.DrawFn, exact: bool = False, whole: bool = False) -> list[Stake]:
    """At most one stake for each pair; ``exact`` shares only; ``whole``: no company is held above the whole."""
    pairs = draw(st.lists(st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES)), max_size=14, unique=True))
    left = dict.fromkeys(PARTIES, 20)
    stakes = []
    for owner, owned in pairs:
        low = draw(st.integers(0, left[owned] if whole else 20))
        high = low if exact else draw(st.integers(low, 20))
        left[owned] -= low
        unknown = not exact and draw(st.integers(0, 5)) == 0
        stakes.append(Stake(owner, owned, low=None if unknown else share(low), high=None if unknown else share(high)))
    return stakes


some_listed = st.sets(st.sampled_from(PARTIES), min_size=1, max_size=3)


def asked(stakes: Sequence[Stake], listed: set[str], rest_unlisted: bool = False) -> dict[tuple[str, str], Assessment]:
    entries = [it for party in sorted(listed) for it in listing(party)]
    found = assess_ownership(stakes, entries, Question(DAY, PARTIES, rest_unlisted=rest_unlisted))
    return {(it.subject, it.jurisdiction): it for it in found}


def gist(found: dict[tuple[str, str], Assessment]) -> dict[tuple[str, str], object]:
    return {key: (it.answer, it.outcome, it.control, it.bounds) for key, it in found.items()}


@settings(deadline=None, max_examples=60)
@given(nets(), some_listed, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_holdings_does_not_matter(
    stakes: list[Stake], listed: set[str], chance: Random, rest: bool
) -> None:
    shuffled = list(stakes)
    chance.shuffle(shuffled)
    assert gist(asked(stakes, listed, rest)) == gist(asked(shuffled, listed, rest))


@settings(deadline=None, max_examples=60)
@given(nets(), some_listed, st.sampled_from(PARTIES), st.booleans())
def test_one_more_listed_party_never_lowers_an_answer(
    stakes: list[Stake], listed: set[str], more: str, rest: bool
) -> None:
    before, after = asked(stakes, listed, rest), asked(stakes, listed | {more}, rest)
    assert [key for key in before if RANK[after[key].answer] < RANK[before[key].answer]] == []


@settings(deadline=None, max_examples=100)
@given(nets(), some_listed, st.integers(0, 18), st.sampled_from(PARTIES), st.booleans())
def test_a_higher_share_of_a_listed_holder_never_lowers_an_answer(
    stakes: list[Stake], listed: set[str], low: int, owned: str, rest: bool
) -> None:
    owner = min(listed)
    others = [it for it in stakes if (it.owner, it.owned) != (owner, owned)]
    before = asked([*others, Stake(owner, owned, low=share(low), high=share(low))], listed, rest)
    after = asked([*others, Stake(owner, owned, low=share(low + 2), high=share(low + 2))], listed, rest)
    fallen = [key for key in before if RANK[after[key].answer] < RANK[before[key].answer]]
    # In the United Kingdom each stands alone: where the whole is exceeded, more for one is less for another.
    contradicted = {
        key for key in after if key[1] == "UK" and any(it.code == "W-OWN-OVER" for it in after[key].notices)
    }
    assert set(fallen) - contradicted == set()


@settings(deadline=None, max_examples=100)
@given(nets(exact=True, whole=True), some_listed, st.data())
def test_what_is_said_of_blurred_shares_contains_what_is_said_of_exact_ones(
    stakes: list[Stake], listed: set[str], data: st.DataObject
) -> None:
    blurred = []
    for it in stakes:
        assert it.low is not None
        less, more = data.draw(st.integers(0, 4)), data.draw(st.integers(0, 4))
        low, high = max(Fraction(0), it.low - share(less)), min(Fraction(1), it.low + share(more))
        unknown = data.draw(st.booleans()) and less == 0
        blurred.append(replace(it, low=None if unknown else low, high=None if unknown else high))
    exact, wide = asked(stakes, listed, True), asked(blurred, listed, True)
    for key, truth in exact.items():
        seen = wide[key]
        if truth.answer == "listed":
            continue
        allowed = {"owned": ("owned", "possibly_owned"), "possibly_owned": ("possibly_owned",)}
        assert seen.answer in allowed.get(truth.answer, ("not_owned", "possibly_owned", "not_assessable")), key
        if key[1] != "UK":
            for mine, theirs in zip(truth.bounds, seen.bounds, strict=False):
                assert theirs.low <= mine.low <= mine.high <= theirs.high


@settings(deadline=None, max_examples=60)
@given(nets(), some_listed)
def test_listing_the_owned_as_well_adds_nobody(stakes: list[Stake], listed: set[str]) -> None:
    before = asked(stakes, listed)
    owned = {subject for (subject, law), it in before.items() if law == "US-OFAC" and it.answer == "owned"}
    after = asked(stakes, listed | owned)
    again = {subject for (subject, law), it in after.items() if law == "US-OFAC" and it.answer == "owned"}
    assert again == set()


@settings(deadline=None, max_examples=60)
@given(nets(exact=True, whole=True), some_listed)
def test_the_proven_are_those_that_full_passes_find(stakes: list[Stake], listed: set[str]) -> None:
    blocked = set(listed)
    while True:
        held: dict[str, Fraction] = {}
        for it in stakes:
            if it.owner in blocked and it.owner != it.owned and it.low is not None:
                held[it.owned] = held.get(it.owned, Fraction(0)) + it.low
        more = {owned for owned, part in held.items() if part >= Fraction(1, 2)} - blocked
        if not more:
            break
        blocked |= more
    found = asked(stakes, listed, rest_unlisted=True)
    owned = {subject for (subject, law), it in found.items() if law == "US-OFAC" and it.answer == "owned"}
    assert owned == blocked - listed


@settings(deadline=None, max_examples=60)
@given(nets(), some_listed, st.sampled_from(PARTIES), st.booleans())
def test_asking_for_one_company_says_the_same_as_asking_for_all(
    stakes: list[Stake], listed: set[str], one: str, rest: bool
) -> None:
    entries = [it for party in sorted(listed) for it in listing(party)]
    alone = assess_ownership(stakes, entries, Question(DAY, (one,), rest_unlisted=rest))
    all_of_it = asked(stakes, listed, rest)
    assert gist({(it.subject, it.jurisdiction): it for it in alone}) == {
        key: value for key, value in gist(all_of_it).items() if key[0] == one
    }


@settings(deadline=None, max_examples=60)
@given(nets(), some_listed)
def test_a_standing_says_the_same_as_the_explained_answer(stakes: list[Stake], listed: set[str]) -> None:
    entries = [it for party in sorted(listed) for it in listing(party)]
    explained = asked(stakes, listed)
    for it in standings(stakes, entries, Question(DAY)):
        full = explained[it.subject, it.jurisdiction]
        assert (it.answer, it.bounds) == (full.answer, full.bounds)


@settings(deadline=None, max_examples=60)
@given(nets(), some_listed)
def test_what_is_proven_is_possible(stakes: list[Stake], listed: set[str]) -> None:
    entries = [it for party in sorted(listed) for it in listing(party)]
    ground = ground_of(stakes, entries, Question(DAY))
    rules = ownership_rules()
    for law in LAWS:
        test = rules.last_test(rules.on(law, DAY))
        assert test is not None
        together = Judge(ground, test).together
        assert set(together.surely.order) <= set(together.perhaps.order)


@settings(deadline=None, max_examples=60)
@given(nets(), some_listed, st.booleans())
def test_bounds_are_shares(stakes: list[Stake], listed: set[str], rest: bool) -> None:
    bounds = [bound for it in asked(stakes, listed, rest).values() for bound in it.bounds]
    assert [it for it in bounds if not 0 <= it.low <= it.high <= 1] == []


@pytest.mark.parametrize("length", [2, 3, 50])
def test_a_circle_of_any_length_ends_and_makes_nobody_owned(length: int) -> None:
    names = [f"n{it}" for it in range(length)]
    ring = [Stake(names[it - 1], names[it], low=Fraction(1), high=Fraction(1)) for it in range(length)]
    found = assess_ownership(ring, listing("a"), Question(DAY, (names[0],)))
    assert {it.answer for it in found} == {"not_owned"}


@settings(deadline=None, max_examples=60)
@given(nets(), some_listed)
def test_every_answer_prints_its_law_and_every_path_begins_with_a_listed_party(
    stakes: list[Stake], listed: set[str]
) -> None:
    for it in asked(stakes, listed).values():
        assert any(it.rule.citation in sentence for sentence in it.sentences)
        assert [path for path in it.paths if path.steps[0].owner not in listed] == []
        assert [path for path in it.paths if path.steps[-1].owned != it.subject] == []
