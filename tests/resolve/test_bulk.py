"""Pairs compared in portions."""

from random import Random

import pytest

from enduse.resolve.block_keys import slip_keys
from enduse.resolve.bulk import compared
from enduse.resolve.profiles import Profile, profiles_of
from enduse.text.names import prepare

ROOTS = ("Норвентстан", "Борритонумет", "Солванекор", "Ладустрорик", "Тирвасенко", "Кемитонав", "Урговитек")
LATIN = ("NORVENTSTAN", "BORRITONUMET", "SOLVANEKOR", "LADUSTRORIK", "TIRVASENKO", "KEMITONAV", "URGOVITEK")


def parties() -> list[Profile]:
    made = [Profile(f"inn:{at:010}", (f"ООО «{it}»",), frozenset({"RU"}), 5) for at, it in enumerate(ROOTS)]
    return made + [Profile(f"name:RU:{it}", (f"{it} LLC",), frozenset({"RU"}), 2) for it in LATIN]


def found(parties: list[Profile], workers: int) -> list[tuple[str, str, float, tuple[str, ...]]]:
    pairs = compared(profiles_of(parties), workers)
    return sorted((one.anchor, other.anchor, it.score, it.reasons) for one, other, it in pairs)


@pytest.mark.slow
def test_the_number_of_workers_changes_nothing() -> None:
    assert found(parties(), 1) == found(parties(), 2)
    assert len(found(parties(), 2)) == len(ROOTS)


def test_the_order_of_parties_changes_nothing() -> None:
    assert found(Random(1).sample(parties(), 14), 1) == found(parties(), 1) != []


@pytest.mark.parametrize("slip", ["NORVETNSTAN", "NORVENTSTTAN", "ORVENTSTAN", "NORVENSTSTAN", "NORVEMTSTAN"])
def test_names_one_letter_apart_share_a_key(slip: str) -> None:
    assert set(slip_keys(prepare("ООО Норвентстан"))) & set(slip_keys(prepare(f"{slip} LLC")))


def test_the_same_slip_with_another_trade_shares_none() -> None:
    one, other = (set(slip_keys(prepare(it))) for it in ("NORVENTSTAN TRADE", "NORVEMTSTAN ELECTRONICS"))

    assert one
    assert not one & other
