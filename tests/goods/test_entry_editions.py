"""A positioning accuracy to another edition than the entry's: too coarse a figure settles it, a fine one does not."""

from datetime import date

import pytest

from enduse.goods.entries.evaluation import evaluate
from enduse.goods.specification import from_answers

MILL = {"milling": "yes", "machine_tool": "yes", "numerical_control": "yes", "contouring_axes": "3"}
SHAPE = {
    "travel_m": "0.5",
    "x_travel_mm": "500",
    "special_purpose": "none",
    "x_accuracy_um": "6",
    "linear_axes": "3",
    "rotary_axes": "0",
    "rotary_contouring_axes": "0",
    "linear_contouring_axes": "3",
}


def _answer(pa: str, standard: str = "") -> str:
    told = {**MILL, **SHAPE, "pa_um": pa, **({"positioning_accuracy_standard": standard} if standard else {})}
    answers = evaluate(from_answers(told), date(2026, 1, 15), ask=False)
    return next(it.answer for it in answers if it.entry == "2B201" and it.sub.startswith("a") and "NSG" in it.regimes)


@pytest.mark.parametrize(
    ("pa", "standard", "wanted"),
    [
        ("12", "", "does not meet"),
        ("12", "ISO 230-2:2006", "does not meet"),
        ("9", "", "cannot tell"),
        ("3", "", "cannot tell"),
        ("3", "ISO 230-2:2006", "cannot tell"),
        ("12", "some works standard", "cannot tell"),
        ("6", "ISO 230-2:1988", "meets"),
        ("6.1", "ISO 230-2:1988", "does not meet"),
    ],
)
def test_only_a_figure_far_above_the_limit_settles_an_entry_of_another_edition(
    pa: str, standard: str, wanted: str
) -> None:
    assert _answer(pa, standard) == wanted
