"""What several tests of the order desk share: a case with small lists of real form and fictional names."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enduse.case import Case, ListOptions, create
from enduse.case.order_desk import OrderDesk, OrderDeskOptions
from enduse.model.order import Order, OrderLine, OrderParty, OwnerShare

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"
SNAPSHOT = date(2024, 5, 30)

Listed = tuple[str, str, str, str, str, str]
Orders = Callable[..., Order]


@pytest.fixture(scope="session")
def lathe() -> OrderLine:
    """A lathe; what it needs to be judged is missing."""
    return OrderLine(1, "CNC horizontal lathe", code="845811", brand="NORDAMAT", price=100_000.0, quantity=1.0)


@pytest.fixture(scope="session")
def rough() -> dict[str, str]:
    """The figures of a lathe of common accuracy: everything that an entry asks for."""
    return {
        "upr_x_um": "5",
        "upr_z_um": "5",
        "upr_standard": "ISO 230-2:2014",
        "positioning_accuracy_x_um": "12",
        "positioning_accuracy_z_um": "12",
        # The entry on machines for nuclear work counts the edition of 1988.
        "positioning_accuracy_standard": "ISO 230-2:1988",
        "contouring_axes": "2",
        "linear_axes": "2",
        "rotary_axes": "0",
        "turning_diameter_mm": "300",
        "bar_only": "no",
        "tilting_spindle": "no",
        "contact_lens": "no",
        "special_purpose": "none",
    }


@pytest.fixture(scope="session")
def fine(rough: dict[str, str]) -> dict[str, str]:
    """The same with a repeatability of 0.8 um."""
    return {**rough, "upr_x_um": "0.8", "upr_z_um": "0.8"}


@pytest.fixture(scope="session")
def us_list() -> Callable[..., Path]:
    """Writes a consolidated US list: list, id, name, type, addresses, first day of each entry."""

    def write(path: Path, *entries: Listed) -> Path:
        with (FIXTURES / "lists/csl_csv/consolidated.csv").open(encoding="utf-8") as file:
            header = next(csv.reader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, restval="")
            writer.writeheader()
            for source, id, name, kind, addresses, start in entries:
                row = {"_id": id, "entity_number": id, "source": source, "name": name, "type": kind}
                programme = "RUSSIA-EO14024" if "SDN" in source else ""
                writer.writerow(row | {"addresses": addresses, "programs": programme, "start_date": start})
        return path

    return write


@pytest.fixture(scope="session")
def listed_case(tmp_path_factory: pytest.TempPathFactory, us_list: Callable[..., Path]) -> Case:
    """A case with a US list and an own watch list, of 30 May 2024."""
    folder = tmp_path_factory.mktemp("orders")
    made = create(folder / "case")
    us_list(
        folder / "consolidated.csv",
        (SDN, "91001", "VEKTORNADA HOLDING LIMITED", "Entity", "Limassol, CY", "2022-03-01"),
        (ENTITY_LIST, "91002", "Zavod Kramstal", "Entity", "12 Lenina ul., Tula, RU", "2024-03-10"),
        (ENTITY_LIST, "91004", "Address 01: Unit 9, 9/F, Fable Tower, 9 Fable Street, Kowloon", "", "HK", "2024-05-10"),
        (SDN, "91005", "SEVRORADAN TRADING", "Entity", "Limassol, CY", ""),
        (SDN, "91003", "PRIMEROV, Lev Ilyich", "Individual", "", "2022-03-01"),
    )
    made.add_list(folder / "consolidated.csv", ListOptions(SNAPSHOT))
    (folder / "watch.csv").write_text("ID,Name,Country\nW-1,Orlanta Tekstil,TR\n", encoding="utf-8")
    made.add_list(folder / "watch.csv", ListOptions(SNAPSHOT, name="Ours"))
    return made


@pytest.fixture(scope="session")
def desk(listed_case: Case) -> OrderDesk:
    """A desk over that case."""
    return OrderDesk(listed_case.ledger, OrderDeskOptions(today=date(2024, 6, 1)))


@pytest.fixture(scope="session")
def bare_desk() -> OrderDesk:
    """A desk without a case."""
    return OrderDesk()


@pytest.fixture
def ordered(lathe: OrderLine) -> Orders:
    """An order of a lathe by a Korean seller to Thailand, with what is given changed."""

    def make(**given: Any) -> Order:
        buyer = given.pop("buyer", OrderParty("buyer", "Prasertmetal", "TH"))
        seller = OrderParty("seller", "Nordamat", given.pop("seller", "KR"))
        others = given.pop("others", ())
        fields: dict[str, Any] = {
            "id": "T-1",
            "on": date(2024, 6, 1),
            "parties": (seller, buyer, *others),
            "lines": (lathe,),
            "currency": "USD",
        }
        return Order(**(fields | given))

    return make


@pytest.fixture(scope="session")
def plain_order() -> Order:
    """Everyday goods to a partner country: nothing stands against them, so that the desk's own steps are seen."""
    return Order(
        "",
        date(2026, 11, 22),
        (
            OrderParty("seller", "Hwaseong Chairs", "KR"),
            OrderParty("buyer", "Fjordmøbler", "NO", {"REG": "1"}, "Storgata 1", owners=(OwnerShare("A", 100, "NO"),)),
        ),
        (OrderLine(1, "office chair of steel tube", code="940131", quantity=10, price=90, origin="KR"),),
        "NO",
        us_content=False,
        end_use="seating of an office in Oslo for its own staff",
    )


@pytest.fixture(scope="session")
def four_lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that holds an invented list of each authority that the law of Korea and the house ask; to be copied."""
    case = create(tmp_path_factory.mktemp("lists") / "case")
    for kind in ("un_consolidated_xml", "csl_csv", "eu_fsf_csv_1_1", "uk_sanctions_list_csv"):
        for it in sorted(one for one in (FIXTURES / "lists" / kind).iterdir() if one.suffix != ".toml"):
            case.add_list(it, ListOptions())
    return case.root
