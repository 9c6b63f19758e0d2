"""Goods that slid from a listed code to an unlisted one."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.hs_downshift import by_consignee

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
LISTED, OTHER = "8458112000", "8479899708"


def lines(*codes: tuple[str, str], **more: Any) -> list[Mapping[str, Any]]:
    return [{"on": on, "goods_code": code, **more} for on, code in codes]


BEFORE = [("2021-05-10", LISTED), ("2021-08-10", LISTED)]
AFTER = [("2022-05-10", OTHER), ("2022-08-10", OTHER)]


def found(ledger: Build, rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return list(by_consignee(ledger(items=rows), BAN).to_pyarrow().to_pylist())


def test_no_code_in_common_is_one_bit_apart(ledger: Build) -> None:
    (row,) = found(ledger, lines(*BEFORE, *AFTER))

    assert row["divergence"] == pytest.approx(1.0)
    assert (row["share_before"], row["share_after"], row["lane"]) == (1.0, 0.0, "turning SPARTAN")
    assert (sorted(row["row_ids"]), sorted(row["context_ids"])) == ([3, 4], [1, 2])


def test_half_of_the_lines_moved_is_as_computed_by_hand(ledger: Build) -> None:
    # p = (1, 0), q = (.5, .5), m = (.75, .25): (log2(1/.75) + .5 log2(.5/.75) + .5 log2(.5/.25)) / 2 = .3113
    kept = [("2022-06-10", LISTED), ("2022-07-10", LISTED)]
    (row,) = found(ledger, lines(*BEFORE, *AFTER, *kept))

    assert row["divergence"] == pytest.approx(0.3113, abs=1e-4)
    assert row["share_after"] == 0.5


@pytest.mark.parametrize(
    "rows",
    [
        lines(*BEFORE, ("2022-05-10", LISTED), ("2022-08-10", LISTED)),
        lines(*AFTER),
        lines(*BEFORE, AFTER[0]),
        # The other way round: it slid up.
        lines(("2021-05-10", OTHER), ("2021-08-10", OTHER), ("2022-05-10", LISTED), ("2022-08-10", LISTED)),
        # Other goods: another kind, another brand.
        lines(*BEFORE) + lines(*AFTER, kind="milling"),
        lines(*BEFORE) + lines(*AFTER, brand="ATHENIAN"),
        lines(*BEFORE, *AFTER, whole="part"),
    ],
)
def test_the_same_code_new_buyers_and_other_goods_are_nothing(ledger: Build, rows: list[Mapping[str, Any]]) -> None:
    assert found(ledger, rows) == []
