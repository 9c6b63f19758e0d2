"""Two countries' records of one flow."""

import pytest

from enduse.trace.mirror import MirrorRules, mirror_gap

WAVE = [100.0, 140, 90, 160, 120, 80, 150, 110, 170, 95, 130, 105, 145, 85, 155, 125]


def _months(values: list[float], first: int = 0) -> dict[int, float]:
    return dict(enumerate(values, first))


def test_freight_and_insurance_are_no_gap() -> None:
    found = mirror_gap(_months(WAVE), _months([1.06 * it for it in WAVE]))
    assert found is not None
    assert found.gap == pytest.approx(0, abs=1e-6)
    assert found.low < 0 < found.high


def test_goods_on_the_way_are_no_gap() -> None:
    found = mirror_gap(_months(WAVE), _months([1.06 * it for it in WAVE], first=2))
    assert found is not None
    assert (found.lag, found.months) == (2, 14 + 2)
    assert found.share == pytest.approx(0, abs=1e-9)


def test_what_never_arrived_is_a_gap_with_bounds() -> None:
    found = mirror_gap(_months(WAVE), _months([0.5 * 1.06 * it for it in WAVE]))
    assert found is not None
    assert found.share == pytest.approx(0.5)
    assert found.low < found.gap < found.high
    assert found.low > 0


def test_what_is_known_to_pass_on_is_taken_off() -> None:
    rules = MirrorRules(re_exported=(0.4, 0.5, 0.6))
    found = mirror_gap(_months(WAVE), _months([0.5 * 1.06 * it for it in WAVE]), rules)
    assert found is not None
    assert found.gap == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("months", [0, 5])
def test_fewer_than_six_months_of_both_give_no_figure(months: int) -> None:
    assert mirror_gap(_months(WAVE), _months(WAVE[:months])) is None
