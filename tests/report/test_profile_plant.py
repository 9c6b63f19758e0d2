"""How hard one machine replaces another."""

import pytest

from enduse.report.profile_plant import PlantMachine, substitution


def machine(brand: str, group: str, control: str = "") -> PlantMachine:
    return PlantMachine("turning", brand, group, "", control, None, "delivered", 1, "", "recorded")


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (machine("Haas", "Haas", "Haas"), machine("Taikan", "Taikan", "Syntec"), "hard"),
        (machine("Okuma", "Okuma", "Fanuc"), machine("Okuma", "Okuma", "Okuma"), "hard"),
        (machine("Haas", "Haas"), machine("Taikan", "Taikan", "Syntec"), "hard"),
        (machine("Deckel", "DMG MORI"), machine("Gildemeister", "DMG MORI"), "easier"),
        (machine("Doosan", "DN", "Fanuc"), machine("Taikan", "Taikan", "Fanuc"), "easier"),
    ],
)
def test_it_is_hard_when_the_control_or_the_family_differs(old: PlantMachine, new: PlantMachine, word: str) -> None:
    told, why = substitution(old, new)
    assert told == word
    assert why
