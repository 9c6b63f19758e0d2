"""True pairs and accidents told apart."""

import numpy as np

from enduse.trace.leg_features import FEATURES, steps_of
from enduse.trace.leg_scores import Patterns, log_odds


def _code(**steps: int) -> int:
    code = 0
    for it in FEATURES:
        code = code * len(it.steps) + steps[it.name]
    return code


ALIKE = {"goods": 6, "weight": 5, "pieces": 3, "parties": 3, "serial": 1, "price": 3, "lag": 2}
UNLIKE = {"goods": 2, "weight": 1, "pieces": 3, "parties": 0, "serial": 1, "price": 1, "lag": 4}
CLOSE = {**ALIKE, "weight": 3}


def test_the_number_of_a_pattern_tells_its_steps() -> None:
    assert steps_of(_code(**ALIKE)) == ALIKE


def _odds(real: list[float], decoys: list[float]) -> list[float]:
    codes = np.array([_code(**it) for it in (UNLIKE, CLOSE, ALIKE)])
    order = np.argsort(codes)
    found = log_odds(Patterns(codes[order], np.array(real)[order], np.array(decoys)[order]), "same movement")
    return [float(found[np.flatnonzero(order == at)[0]]) for at in range(3)]


def test_what_agrees_in_all_is_likely_and_what_differs_is_not() -> None:
    unlike, _close, alike = _odds([900.0, 0.0, 300.0], [900.0, 0.0, 0.0])
    assert alike > 3
    assert unlike < -3


def test_what_decoys_show_as_often_is_an_accident() -> None:
    *_, alike = _odds([900.0, 0.0, 300.0], [900.0, 0.0, 300.0])
    assert alike < 0


def test_where_true_pairs_weigh_the_same_a_close_weight_says_less() -> None:
    _, rounded, _ = _odds([2000.0, 200.0, 200.0], [2000.0, 20.0, 1.0])
    _, exact, _ = _odds([2000.0, 20.0, 400.0], [2000.0, 20.0, 1.0])
    assert exact < rounded
