"""What records of a run tell of an order: findings, earlier deliveries, machines, prices, sites, fairs, lanes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ibis.expr.types import Table

from enduse.case import Case, RunOptions, create
from enduse.case.order_desk import OrderDesk, OrderDeskOptions
from enduse.case.order_parties import Look
from enduse.case.order_records import CaseRecords, PartyFindings, price_band, records_of
from enduse.case.order_replies import Known
from enduse.decide.questions import Reply
from enduse.detect import Ledger
from enduse.detect.finding import Finding, Other, Subject
from enduse.model.order import Order, OrderLine, OrderParty
from enduse.model.period import month_index
from enduse.store.derived import DerivedRun

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "norventstan"
WATERSHED = date(2022, 2, 24)
MAKINA = OrderParty("buyer", "BALTANUR MAKINA LTD. STI.", "TR")
LINE = OrderLine(1, "CNC lathe", code="845811", brand="Nordamat", model="NL-200", price=100_000.0)
Orders = Callable[..., Order]

ITEMS = {
    "row_id": pa.int64(), "consignor_id": pa.int64(), "destination": pa.string(), "hs6": pa.string(),
    "month": pa.int64(), "declared_on": pa.date32(), "value_usd": pa.float64(), "quantity": pa.float64(),
    "brand": pa.string(), "model": pa.string(), "source_id": pa.string(), "member": pa.string(),
    "sheet": pa.string(), "row": pa.int64(),
}  # fmt: skip
PARTIES = {
    "party_id": pa.int64(), "anchor": pa.string(), "names": pa.list_(pa.string()), "country": pa.string(),
}  # fmt: skip
EVENTS = {
    "row_id": pa.int64(), "party_id": pa.int64(), "happened_on": pa.date32(), "serial": pa.string(),
    "brand": pa.string(), "place_country": pa.string(),
}  # fmt: skip
WEB = {"domain": pa.string(), "host_country": pa.string(), "seen_on": pa.date32()}
FAIRS = {
    "row_id": pa.int64(), "fair": pa.string(), "fair_country": pa.string(), "held_on": pa.date32(),
    "brand": pa.string(),
}  # fmt: skip


def table(columns: dict[str, pa.DataType], rows: Sequence[dict[str, Any]]) -> Table:
    return ibis.memtable(
        pa.Table.from_pylist([{name: it.get(name) for name in columns} for it in rows], pa.schema(columns))
    )


@dataclass(frozen=True)
class Small(CaseRecords):
    """Records of a few rows."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    told: tuple[Finding, ...] = ()

    @cached_property
    def ledger(self) -> Ledger:
        items = [
            {"month": month_index(it["declared_on"]), "row": at, **it}
            for at, it in enumerate(self.rows.get("items", []), 1)
        ]
        return Ledger(
            items=table(ITEMS, items),
            statistics=table({}, []),
            parties=table(PARTIES, self.rows.get("parties", [])),
            code_lists=table({}, []),
            events=table(EVENTS, self.rows.get("events", [])),
            web=table(WEB, self.rows.get("web", [])),
            exhibits=table(FAIRS, self.rows.get("exhibits", [])),
        )

    @cached_property
    def watershed(self) -> date:
        return WATERSHED

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return self.told

    def about(self, party: OrderParty) -> PartyFindings:
        mine = tuple(it for it in self.told if party.name in it.subject.names)
        return PartyFindings(max((it.strength for it in mine), default=0.0), mine, "name")

    def place(self, row_id: int) -> str:
        return f"row {row_id}"


@pytest.fixture
def records(tmp_path: Path) -> Callable[..., Small]:
    """Makes records of the tables given."""
    workspace = create(tmp_path / "w").workspace

    def make(*told: Finding, **rows: list[dict[str, Any]]) -> Small:
        return Small(create(tmp_path / "v").ledger, DerivedRun(workspace, tmp_path), rows, told)

    return make


def replies(records: Small, party: OrderParty = MAKINA, line: OrderLine = LINE, usd: float | None = 1.0) -> list[Reply]:
    order = Order("1", date(2024, 6, 1), (OrderParty("seller", "", "KR"), party), (line,))
    found: dict[str, PartyFindings] = {party.role: records.about(party)}
    known = Known(order, (Look(party.role, party),), False, found, records, (line.code,), usd, {})
    return list(known.replies())


def words(found: list[Reply]) -> set[tuple[str, str]]:
    return {(it.question, it.value) for it in found}


def sent(on: date, **more: Any) -> dict[str, Any]:
    row = {"consignor_id": 7, "destination": "RU", "hs6": "845811", "declared_on": on, "value_usd": 50_000.0}
    return row | {"row_id": on.toordinal()} | more


BALTANUR = {"party_id": 7, "anchor": "name:TR:baltanurmakina", "names": ["Baltanur Makina"], "country": "TR"}


def test_who_sent_such_goods_to_russia_is_told_with_the_row(records: Callable[..., Small]) -> None:
    made = records(items=[sent(date(2021, 5, 1)), sent(date(2021, 6, 1))], parties=[BALTANUR])
    (reply,) = [it for it in replies(made) if it.question == "Q08"]
    assert (reply.value, reply.about, "2 lines of heading 8458" in reply.sentence) == ("yes", "buyer", True)
    assert reply.sources == (f"row {date(2021, 5, 1).toordinal()}",)


@pytest.mark.parametrize(
    "more", [{"destination": "KZ"}, {"hs6": "940330"}, {"consignor_id": 8}], ids=["elsewhere", "chairs", "another"]
)
def test_other_destinations_goods_and_parties_tell_nothing(records: Callable[..., Small], more: dict[str, Any]) -> None:
    made = records(items=[sent(date(2021, 5, 1), **more)], parties=[BALTANUR])
    assert ("Q08", "yes") not in words(replies(made))


def test_a_namesake_of_another_country_is_not_meant(records: Callable[..., Small]) -> None:
    made = records(items=[sent(date(2021, 5, 1))], parties=[BALTANUR])
    assert replies(made, OrderParty("buyer", "Baltanur Makina", "DE")) == []


@pytest.mark.parametrize(
    ("days", "rose"),
    [
        ([date(2021, 2, 24), date(2021, 8, 1), date(2022, 8, 1), date(2023, 2, 24)], False),
        ([date(2022, 8, 1), date(2023, 2, 24)], True),
        ([date(2021, 2, 24), *(date(2022, month, 1) for month in range(4, 13))], True),
    ],
)
def test_deliveries_that_rose_after_the_watershed_are_told(
    records: Callable[..., Small], days: list[date], rose: bool
) -> None:
    made = records(items=[sent(it) for it in days], parties=[BALTANUR])
    assert (("Q22", "yes") in words(replies(made))) is rose


def priced(*dollars: float) -> list[dict[str, Any]]:
    return [
        sent(date(2021, 5, 1), consignor_id=None, value_usd=it * 2, quantity=2.0, brand="NORDAMAT", model="NL-200")
        for it in dollars
    ]


@pytest.mark.parametrize(
    ("price", "answer"), [(49_000.0, "no"), (50_000.0, "yes"), (150_000.0, "yes"), (151_000.0, "no")]
)
def test_a_price_is_compared_with_that_of_the_model(records: Callable[..., Small], price: float, answer: str) -> None:
    made = records(items=priced(90_000, 95_000, 100_000, 105_000, 400_000))
    line = OrderLine(1, "CNC lathe", code="845811", brand="Nordamat", model="NL-200", price=price)
    assert words(replies(made, line=line)) == {("Q26", answer)}


def test_four_prices_are_no_band_and_without_a_rate_nothing_is_compared(records: Callable[..., Small]) -> None:
    assert replies(records(items=priced(1, 2, 3, 4))) == []
    assert replies(records(items=priced(1, 2, 3, 4, 5)), usd=None) == []
    assert price_band([1.0, 2.0, 9.0]) == (1.0, 3.0)


def seen(serial: str, on: date, country: str, party: int | None = 7) -> dict[str, Any]:
    return {
        "row_id": on.toordinal(), "party_id": party, "happened_on": on, "serial": serial, "brand": "NORDAMAT",
        "place_country": country,
    }  # fmt: skip


def test_machines_sold_before_that_stand_where_they_should_are_known(records: Callable[..., Small]) -> None:
    made = records(events=[seen("NL200-1", date(2023, 9, 1), "TR")], parties=[BALTANUR])
    assert words(replies(made)) == {("Q07", "known")}


def test_a_machine_last_seen_elsewhere_does_not_fit_its_custody(records: Callable[..., Small]) -> None:
    events = [seen("NL200-1", date(2022, 9, 1), "TR"), seen("NL200-1", date(2023, 9, 1), "KZ", None)]
    made = records(events=events, parties=[BALTANUR])
    assert words(replies(made)) == {("Q07", "unknown"), ("Q41", "no")}


def test_a_machine_of_which_nothing_was_heard_for_two_years_is_lost(records: Callable[..., Small]) -> None:
    made = records(events=[seen("NL200-1", date(2022, 5, 1), "TR")], parties=[BALTANUR])
    assert words(replies(made)) == {("Q07", "unknown")}


@pytest.mark.parametrize(("country", "found"), [("RU", {("Q18", "no")}), ("TR", set())])
def test_a_site_hosted_in_russia_does_not_fit(
    records: Callable[..., Small], country: str, found: set[tuple[str, str]]
) -> None:
    made = records(web=[{"domain": "baltanur.example", "host_country": country, "seen_on": date(2022, 5, 1)}])
    party = OrderParty("buyer", "Baltanur", "TR", website="https://www.baltanur.example/about")
    assert words(replies(made, party)) == found


@pytest.mark.parametrize(("on", "found"), [(date(2023, 5, 22), {("Q44", "yes")}), (date(2021, 5, 22), set())])
def test_a_brand_shown_in_russia_after_the_watershed_is_told(
    records: Callable[..., Small], on: date, found: set[tuple[str, str]]
) -> None:
    made = records(exhibits=[{"fair": "Stankoexpo", "fair_country": "RU", "held_on": on, "brand": "NORDAMAT"}])
    assert words(replies(made)) == found


def finding(typology: str, subject: Subject, strength: float = 0.3) -> Finding:
    return Finding(f"{typology}1", typology, "found", subject, "What was seen.", strength=strength)


def test_a_surge_through_the_country_of_an_intermediary_is_told(records: Callable[..., Small]) -> None:
    made = records(finding("hub_surge", Subject("lane", "EU>KG:845811")))
    between = OrderParty("intermediate", "Bishkekmet", "KG")
    assert words(replies(made, between)) == {("Q20", "yes")}
    assert replies(made, OrderParty("intermediate", "Bir", "TR")) == []
    chairs = OrderLine(1, "Chairs", code="940130")
    assert replies(made, between, chairs) == []


def test_of_a_seller_the_own_country_is_no_hub(records: Callable[..., Small]) -> None:
    made = records(finding("hub_surge", Subject("lane", "EU>KR:845811")))
    assert replies(made, OrderParty("buyer", "Hanbit", "KR")) == []


def test_a_machine_of_the_party_serviced_elsewhere_is_told(records: Callable[..., Small]) -> None:
    made = records(finding("after_sales_from_wrong_country", Subject("company", "x", (MAKINA.name,))))
    (reply,) = replies(made)
    assert (reply.question, reply.value, reply.sources) == ("Q41", "no", ("finding after_sales_from_wrong_country1",))


def test_findings_are_found_by_number_before_name_and_makers_are_bystanders(tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class Told(CaseRecords):
        @cached_property
        def findings(self) -> tuple[Finding, ...]:
            one = Finding(
                "k1", "broker_vs_shipper_split", "found", Subject("company", "inn:9799001027", ("AO Brasankor",), "RU"),
                "One.", (Other("consignor", "name:HK:qilong", ("Qilong Ltd",), "HK"), Other("maker", "m", ("Hoshi",))),
                strength=0.7,
            )  # fmt: skip
            return (one,)

    run = DerivedRun(create(tmp_path / "w").workspace, tmp_path)
    pq.write_table(
        pa.table({"key": pa.array(["k1"]), "position": pa.array([0]), "row_id": pa.array([5])}),
        tmp_path / "evidence.parquet",
    )
    told = Told(create(tmp_path / "v").ledger, run)
    numbered = OrderParty("buyer", "Another spelling", "RU", {"INN": "9799001027"})
    assert (told.about(numbered).strength, told.about(numbered).by) == (0.7, "number")
    assert told.about(OrderParty("buyer", "QILONG LTD", "HK")).strength == 0.7
    assert told.about(OrderParty("buyer", "QILONG LTD", "AE")).findings == ()
    assert told.about(OrderParty("buyer", "Hoshi", "JP")).findings == ()


def test_without_a_run_the_reason_is_said(tmp_path: Path) -> None:
    assert records_of(None)[0] is None
    found, why = records_of(create(tmp_path / "case").ledger)
    assert (found, "enduse run" in why) == (None, True)


@pytest.fixture(scope="module")
def norvent(tmp_path_factory: pytest.TempPathFactory) -> Case:
    made = create(tmp_path_factory.mktemp("case") / "norventstan")
    for name in ("imports_2021_2022.csv", "imports_2023.csv", "statistics.csv"):
        made.add(EXAMPLE / name)
    made.run(RunOptions(watershed=WATERSHED))
    return made


@pytest.mark.slow
def test_an_order_of_a_known_intermediary_meets_the_records_of_the_case(norvent: Case, ordered: Orders) -> None:
    asked = OrderDesk(norvent.ledger, OrderDeskOptions(today=date(2024, 6, 1)))
    between = OrderParty("intermediate", "Qilongtai Logistics Limited", "HK")
    hub = OrderParty("consignee", "Bishkekmet", "KG")
    checked = asked.check(ordered(seller="DE", others=(between, hub), destination="KG"))
    strength = checked.sheet.get("party.findings", "intermediate")
    assert strength is not None
    assert isinstance(strength.value, float)
    assert strength.value >= 0.5
    assert {("Q08", "intermediate"), ("Q22", "intermediate"), ("Q20", "consignee")} <= {
        (it.question, it.about) for it in checked.replies if it.by == "records"
    }
    assert any("from DE to KG" in it for it in checked.notes)
    assert "house_findings" in {it.id for it in checked.determination.parts if it.answer == "yes"}
