"""What counts as the same finding when it is computed once more."""

from typing import Any

import pytest

from enduse.case.packing_rerun import PackedFinding, difference

LINE: dict[str, Any] = {
    "key": "k",
    "answer": "found",
    "subject": {"kind": "company", "id": "inn:7701234567", "names": ["ООО «Ромашка»"], "country": "RU"},
    "others": [{"role": "consignor", "id": "name:TW:delta", "names": ["DELTA TW"], "country": "TW"}],
    "headline": "ООО «Ромашка» bought 2 lines from DELTA TW",
    "strength": 0.3,
    "confidence": "derived",
    "start": "2023-01-02",
    "end": None,
    "value_usd": 10.0,
    "evidence_count": 1,
}
ROWS = (("a" * 64, "", "", 7, ""),)


def _again(**changed: Any) -> PackedFinding:
    return PackedFinding({**LINE, **changed}, ROWS)


def test_the_same_finding_does_not_differ() -> None:
    assert difference(_again(), _again()) == ""


def test_another_spelling_of_a_firm_is_no_difference() -> None:
    spelt = {**LINE["subject"], "names": ["ROMASHKA LLC"]}
    assert difference(_again(), _again(subject=spelt, headline="ROMASHKA LLC bought 2 lines from DELTA TW")) == ""


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"strength": 0.2}, "strength '0.2' instead of '0.3'"),
        ({"answer": "not_assessable"}, "answer 'not_assessable' instead of 'found'"),
        ({"value_usd": 11.0}, "value usd '11.0' instead of '10.0'"),
        (
            {"headline": "ООО «Ромашка» bought 3 lines from DELTA TW"},
            "headline 'inn:7701234567 bought 3 lines from name:TW:delta' instead of "
            "'inn:7701234567 bought 2 lines from name:TW:delta'",
        ),
        ({"subject": {**LINE["subject"], "kind": "person"}},
         "subject 'person inn:7701234567' instead of 'company inn:7701234567'"),
    ],
)  # fmt: skip
def test_what_differs_is_said(changed: dict[str, Any], says: str) -> None:
    assert difference(_again(), _again(**changed)) == says


def test_other_rows_and_a_lost_finding_are_differences() -> None:
    moved = PackedFinding(LINE, (("a" * 64, "", "", 8, ""),))
    assert (difference(_again(), moved), difference(_again(), None)) == ("1 other rows", "it is not found again")
