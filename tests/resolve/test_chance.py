"""Likeness by chance, counted."""

from dataclasses import replace

import pytest

from enduse.resolve.chance import Chances, chances
from enduse.resolve.comparing import ABROAD, ALIKE, ALONE, COUNTRY, JOIN, SLIP, Comparison

SURE = Comparison(0.97, alike=0.97, country="RU", bearers=2)
SLIPS = replace(SURE, score=0.9, alike=0.9, marks=(SLIP,), against=("a rare word differs in one letter",))


def counted(found: Comparison, pairs: int, barred: int) -> Chances:
    """Half of the parties have numbers: three other pairs of any two for each of two numbered ones."""
    parties = [(bool(at % 2), 1, frozenset({"RU"})) for at in range(1_000)]
    rows = [(found, 1, False)] * pairs + [(replace(found, score=0.0, barred=True), 1, True)] * barred
    return chances(rows, parties)


def test_a_sure_pair_stays_sure_where_hardly_any_is_alike_by_chance() -> None:
    assert counted(SURE, 1_000, 2).corrected(SURE, 1) == SURE


def test_a_sure_pair_is_asked_about_where_many_are_alike_by_chance() -> None:
    told = counted(SURE, 300, 60).corrected(SURE, 1)

    assert not told.sure
    assert told.against == ("of 300 pairs so alike in this ledger some 180 are so by chance",)


def test_slips_are_joined_where_hardly_any_is_so_by_chance() -> None:
    told = counted(SLIPS, 1_000, 0).corrected(SLIPS, 1)

    assert told.sure
    assert told.score >= JOIN
    assert "a rare word differs in one letter" in told.reasons


@pytest.mark.parametrize(("pairs", "barred"), [(1_000, 5), (100, 0), (20, 0)])
def test_slips_are_asked_about_otherwise(pairs: int, barred: int) -> None:
    assert not counted(SLIPS, pairs, barred).corrected(SLIPS, 1).sure


def test_words_that_stand_in_one_name_only_are_never_joined_by_counting() -> None:
    alone = replace(SLIPS, marks=(ALONE,))

    assert not counted(alone, 5_000, 0).corrected(alone, 1).sure


def test_the_probability_is_the_share_that_is_not_by_chance() -> None:
    alike = replace(SLIPS, marks=(ALIKE,))

    assert counted(alike, 1_000, 200).corrected(alike, 1).score == pytest.approx(0.4, abs=0.02)


def test_without_counts_a_doubtful_pair_is_less_likely_than_the_names_say() -> None:
    alike = replace(SLIPS, marks=(ALIKE, ALONE))

    assert counted(alike, 3, 0).corrected(alike, 1).score < 0.5


def test_a_country_without_numbers_tells_nothing_of_chance() -> None:
    elsewhere = replace(SLIPS, country="TR")

    assert counted(elsewhere, 1_000, 0).corrected(elsewhere, 1).score == elsewhere.score


def test_pairs_of_two_countries_are_counted_apart() -> None:
    abroad = replace(SLIPS, country=ABROAD, marks=(COUNTRY,))

    assert counted(abroad, 200, 60).corrected(abroad, 1).score < 0.2


def test_one_more_pair_by_chance_never_raises_the_probability() -> None:
    scores = [counted(SLIPS, 500, it).corrected(SLIPS, 1).score for it in range(0, 200, 10)]

    assert scores == sorted(scores, reverse=True)
