"""Names become parties, or questions."""

from random import Random

from enduse.resolve.judgements import Judgements
from enduse.resolve.matching import Matching, match
from enduse.resolve.profiles import Profile, profiles_of

INN = "inn:9799001010"
PARTIES = (
    Profile(INN, ("ООО «Норвентстан»",), frozenset({"RU"}), 10),
    Profile("name::norventstan", ("NORVENTSTAN LLC",), frozenset(), 3),
    Profile("name:TR:norventstan", ("Norventstan Ltd. Şti.",), frozenset({"TR"}), 4),
    Profile("name:RU:solvanek", ("Solvanek LLC",), frozenset({"RU"}), 2),
    Profile("name:RU:solvanekcyr", ("ООО «Солванек»",), frozenset({"RU"}), 9),
    Profile("name:RU:teh", ("Tekhnologiya LLC",), frozenset({"RU"}), 6),
    Profile("inn:9799001098", ("ООО Технология",), frozenset({"RU"}), 5),
)


def matched(*judgements: tuple[str, str, str], parties: tuple[Profile, ...] = PARTIES) -> Matching:
    said = {(min(one, other), max(one, other)): verdict for one, other, verdict in judgements}
    return match(profiles_of(parties), Judgements(said))


def test_spellings_of_a_rare_name_become_one_party_across_scripts() -> None:
    assert matched().stands_for["name:RU:solvanekcyr"] == "name:RU:solvanek"


def test_a_common_name_without_a_number_is_queued_and_not_joined() -> None:
    found = matched()

    assert "name:RU:teh" not in found.stands_for
    assert ("inn:9799001098", "name:RU:teh") in {(it.left, it.right) for it in found.open}


def test_a_name_that_could_be_either_of_two_is_joined_with_none() -> None:
    """The name without a country fits the firm in Russia and that in Turkey."""
    found = matched()

    assert "name::norventstan" not in found.stands_for
    pair = next(it for it in found.open if it.right == "name::norventstan" and it.left == INN)
    assert any("could as well be name:TR:norventstan" in it for it in pair.found.against)


def test_without_the_rival_it_is_joined() -> None:
    rest = tuple(it for it in PARTIES if it.anchor != "name:TR:norventstan")

    assert matched(parties=rest).stands_for["name::norventstan"] == INN


def test_a_judgement_wins_over_what_is_sure() -> None:
    found = matched(("name:RU:solvanek", "name:RU:solvanekcyr", "not_same"))

    assert "name:RU:solvanekcyr" not in found.stands_for
    assert "name:RU:solvanek" not in {it.left for it in found.open}


def test_unsure_keeps_apart_and_leaves_the_queue() -> None:
    found = matched(("name:RU:solvanek", "name:RU:solvanekcyr", "unsure"))

    assert "name:RU:solvanekcyr" not in found.stands_for
    assert "name:RU:solvanek" not in {it.left for it in found.open}


def test_a_judgement_joins_what_nothing_else_would() -> None:
    assert matched((INN, "name:TR:norventstan", "same")).stands_for["name:TR:norventstan"] == INN


def test_a_judgement_about_an_unknown_anchor_waits_for_it() -> None:
    assert matched((INN, "name:KZ:later", "same")).stands_for["name:KZ:later"] == INN


def test_the_queue_begins_with_the_likeliest_and_the_most_rows() -> None:
    weights = [it.weight for it in matched().open]

    assert weights == sorted(weights, reverse=True)
    assert all(it.weight > 0 for it in matched().open)


def test_the_order_of_parties_changes_nothing() -> None:
    mixed = tuple(Random(1).sample(PARTIES, len(PARTIES)))

    assert matched(parties=mixed) == matched()


def test_no_pair_is_asked_about_twice() -> None:
    found = matched()
    pairs = [(it.left, it.right) for it in (*found.open, *found.joined)]

    assert len(set(pairs)) == len(pairs)
