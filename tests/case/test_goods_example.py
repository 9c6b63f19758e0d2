"""The six patterns of goods in the bundled example, and the firms that only look like them."""

from collections import defaultdict
from datetime import date
from pathlib import Path

from enduse.case import RunOptions, create

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "norventstan" / "imports_goods.csv"
PATTERNS = {
    "misdeclared_parts": "ВЕЛАНТОР",
    "hs_downshift": "ДРУМАСТИЛ",
    "second_hand_flow": "КОРСЕЛЬВА",
    "origin_disguise": "МИРТАНОЛ",
    "value_or_weight_anomaly": "ПАРВИСТОН",
    "parts_quantity_vs_installed_base": "РЕЛЬТАВА",
}


def test_each_pattern_of_goods_is_found_at_one_firm_and_at_no_other(tmp_path: Path) -> None:
    case = create(tmp_path / "goods")
    case.add(EXAMPLE)

    report = case.run(RunOptions(watershed=date(2022, 2, 24), only=tuple(PATTERNS)))

    found: dict[str, list[str]] = defaultdict(list)
    for finding in report.findings:
        if finding.answer == "found":
            found[finding.typology].append(finding.subject.names[0])
    assert found == {typology: [f'ООО "{name}"'] for typology, name in PATTERNS.items()}
