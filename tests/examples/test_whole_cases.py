"""Published cases, rebuilt with coined names: what was published comes out of the commands an analyst would give."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enduse.case import Case, RunOptions, create
from enduse.case.tracing_flows import Flows
from enduse.detect.finding import Finding
from enduse.report.model import Figure, tables
from enduse.report.wording import sentence_text

pytestmark = pytest.mark.slow

CASES = Path(__file__).parents[2] / "examples" / "cases"
Open = Callable[[str, date], Case]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """``opened(case, watershed)``: all files of the case added, and run."""

    def open_case(name: str, watershed: date) -> Case:
        case = create(tmp_path / name)
        for file in sorted((CASES / name).glob("*.csv")):
            case.add(file)
        case.run(RunOptions(watershed=watershed))
        return case

    return open_case


def found(case: Case, typology: str) -> list[Finding]:
    return [it for it in case.findings() if it.typology == typology and it.answer == "found"]


def only(case: Case, typology: str) -> Finding:
    (finding,) = found(case, typology)
    return finding


def figures(finding: Finding) -> dict[str, Any]:
    return dict(finding.figures or {})


def name(finding: Finding) -> str:
    return finding.subject.names[0]


def test_the_files_are_those_that_the_script_writes(tmp_path: Path) -> None:
    shutil.copytree(CASES, tmp_path / "cases")
    written = {it: it.read_bytes() for it in sorted((tmp_path / "cases").rglob("*.csv"))}
    for it in written:
        it.unlink()

    subprocess.run([sys.executable, str(tmp_path / "cases" / "make_cases.py")], check=True)

    assert {it: it.read_bytes() for it in sorted((tmp_path / "cases").rglob("*.csv"))} == written


def test_m48_to_m52_a_route_that_turned(opened: Open) -> None:
    case = opened("route_shift", date(2023, 1, 26))

    # M50: 70 raw lines of the period, seven of them in both dumps.
    rows = sum(it["rows_kept"] for it in case.sources() if "imports" in it["source"])
    assert rows == 16 + 63 + 1 + 7
    dossier = case.dossier("ООО «ВЕЙ МАШИН ТЕХНОЛОДЖИ»")
    assert "79 lines" in sentence_text(dossier.summary[0])
    # M52: direct until the end of May, 17.8 million by way of two countries.
    (turned,) = [it for it in found(case, "route_shift_after_control_date") if figures(it)["finder"] == "by_origin"]
    assert figures(turned)["last_direct_on"] == "2023-05-29"
    assert sorted(figures(turned)["dispatches"]) == ["CN", "TR"]
    assert turned.value_usd == pytest.approx(17.8e6)
    # M51: the seller that bears the importer's name, and not the firm that shares general words only.
    twin = only(case, "same_name_pair_across_border")
    assert twin.others[0].names[0] == "VEY MACHINE TOOLS CO., LTD."
    assert not any("VISION" in other.names[0] for it in case.findings() for other in it.others if other.names)
    # M72: a third of the importer until 2016, then a director of the seller.
    assert "2016-09-01" in only(case, "former_co_owner_link").headline


def test_m39_m40_m82_m85_growth_through_two_middlemen(opened: Open) -> None:
    case = opened("two_middlemen", date(2022, 2, 24))

    (grown,) = [
        it for it in found(case, "growth_attributed_to_new_intermediaries") if figures(it)["finder"] == "by_brand"
    ]
    assert figures(grown)["lane"] == "TSUGAMI"
    assert figures(grown)["before_usd"] == pytest.approx(0.6e6)
    assert figures(grown)["share_new"] >= 0.99
    split = only(case, "broker_vs_shipper_split")
    assert split.value_usd == pytest.approx(52.9e6)
    assert {(it.role, it.names[0]) for it in split.others} == {
        ("contract_holder", "AMERVEGO GENERAL TRADING FZE"),
        ("consignor", "SHENZHEN ELANTU ELECTRONICS CO., LTD."),
    }
    # M82: from the contract to the end user, with the document; the same link by search from either end.
    contract = only(case, "state_defence_procurement")
    assert (name(contract), contract.others[0].names[0]) == ("АО «АРГЕМЕЛЬ»", "АО «НПП КОМЕТРА»")
    assert [(it.source, it.row) for it in contract.evidence] == [("contracts.csv", 2)]
    (link,) = Flows(case.ledger).between("АО «НПП КОМЕТРА»", "АО «АРГЕМЕЛЬ»")
    assert link["link"] == "gave a public contract to"
    assert [(it["source"], it["row"]) for it in link["evidence"]] == [("contracts.csv", 2)]


def test_m44_m45_a_second_importer_of_the_family(opened: Open) -> None:
    case = opened("second_importer", date(2023, 11, 2))

    kin = only(case, "family_link_to_listed_owner")
    assert (name(kin), kin.confidence) == ("ООО «УМЕРСТАН»", "recorded")
    yuan = only(case, "yuan_or_nondollar_payment")
    assert name(yuan) == "ООО «УМЕРСТАН»"
    assert figures(yuan)["currency_share"] == pytest.approx(1.0)
    assert (figures(yuan)["origin_count"], figures(yuan)["shipped_from_home"]) == (4, 48)
    assert yuan.value_usd == pytest.approx(14e6)
    assert name(only(case, "successor_importer")) == "ООО «УМЕРСТАН»"
    # The dealer in Chinese machines pays in yuan, too, and is no finding.
    assert not any(name(it) == "ООО «РЕМВЕЛЬСНАБ»" for it in case.findings() if it.answer == "found")


def test_m63_m65_m74_who_pays_and_which_unit_buys(opened: Open) -> None:
    case = opened("arms_makers", date(2022, 2, 24))

    exposed = only(case, "defence_customer_exposure")
    assert figures(exposed)["defence_usd"] > 80e6
    assert figures(exposed)["payers"] == 41
    unit = only(case, "state_defence_procurement")
    assert "Войсковая часть 99753" in unit.headline
    assert unit.value_usd == pytest.approx(115_000, rel=0.03)


def test_m04_to_m08_goods_of_one_country_through_six(opened: Open) -> None:
    dossier = opened("six_countries", date(2024, 2, 24)).dossier("KR")

    assert "worth 3.71 million USD" in sentence_text(dossier.summary[0])
    told = {it.id: it for it in tables(dossier)}
    brands = {row[0]: row[1].value for row in told["brands"].rows if isinstance(row[1], Figure)}
    assert brands == pytest.approx({"YG-1": 2.19e6, "SAMCHULLY": 1.31e6, "HYUNDAI WIA": 0.211e6})
    assert {row[1] for row in told["consignor"].rows} == {
        "China",
        "Türkiye",
        "India",
        "Uzbekistan",
        "Lithuania",
        "Thailand",
    }


def test_m35_an_importer_changes_its_origin_in_one_month(opened: Open) -> None:
    turned = only(opened("origin_switch", date(2023, 7, 1)), "origin_swap_by_importer")

    assert "2023-07" in turned.headline
    assert set(turned.subject.names) == {"ООО «СФТ»", "SFT LLC", "ООО СФТ"}


def test_m22_small_makers_fill_the_gap_in_three_countries_and_not_in_the_fourth(opened: Open) -> None:
    filled = found(opened("backfill", date(2022, 4, 1)), "backfill_after_major_exit")

    told = " ".join(it.headline for it in filled)
    assert all(it in told for it in ("Germany", "Italy", "Switzerland"))
    assert "Korea" not in told


def test_m24_m25_a_machine_is_followed_and_rechecked_after_export(opened: Open) -> None:
    case = opened("one_machine", date(2022, 6, 30))

    seen = only(case, "serial_seen_elsewhere")
    assert "VTX-0417-22" in seen.subject.id
    assert len(found(case, "after_sales_from_wrong_country")) == 1
    alerts = list(case.machine_alerts(None))
    told = " ".join(str(it) for it in alerts)
    assert "ARDAVUR" in told
    assert "2023-01-18" in told
