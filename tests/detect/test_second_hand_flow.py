"""Used machines through a third country."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.second_hand_flow import by_consignee

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
USED: Mapping[str, Any] = {"on": "2022-05-10", "origin": "JP", "dispatch": "AE", "condition": "used"}


def found(ledger: Build, *rows: Mapping[str, Any], **more: Any) -> list[dict[str, Any]]:
    return list(by_consignee(ledger(items=rows), BAN, **more).to_pyarrow().to_pylist())


@pytest.mark.parametrize("told", [{}, {"condition": "refurbished"}, {"condition": None, "made_year": 2019}])
def test_words_or_age_tell_a_used_machine(ledger: Build, told: Mapping[str, Any]) -> None:
    (row,) = found(ledger, {**USED, **told}, {**USED, **told, "on": "2022-07-01"})

    assert (row["lines"], row["strength"], row["ways"]) == (2, pytest.approx(0.2), ["JP>AE"])


def test_who_bought_so_before_weighs_less(ledger: Build) -> None:
    (row,) = found(ledger, {**USED, "on": "2021-05-10"}, USED, USED)

    assert row["strength"] == pytest.approx(0.15)
    assert (row["lines"], row["lines_before"], row["context_ids"]) == (2, 1, [1])


@pytest.mark.parametrize(
    "innocent",
    [
        {"dispatch": "JP"},
        {"origin": "DE", "dispatch": "NL"},
        {"condition": "new"},
        {"condition": None, "made_year": 2021},
        {"condition": None, "made_year": 2031},
        {"whole": "part"},
        {"kind": "cutting_tool"},
        {"dispatch": None},
        {"on": "2021-05-10"},
    ],
)
def test_new_direct_or_other_goods_are_nothing(ledger: Build, innocent: Mapping[str, Any]) -> None:
    assert found(ledger, {**USED, **innocent}, {**USED, **innocent}) == []


def test_one_line_is_too_few_unless_asked_for(ledger: Build) -> None:
    assert found(ledger, USED) == []
    assert len(found(ledger, USED, min_lines=1)) == 1


def test_many_machines_of_one_who_never_bought_so_before_weigh_most(ledger: Build) -> None:
    (row,) = found(ledger, *[USED] * 5)

    assert row["strength"] == pytest.approx(0.6)
