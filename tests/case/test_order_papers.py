"""Papers of an order on the desk, and certificates that come back."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

from enduse.case import open as open_case
from enduse.case.order_certificate import examine_certificate, read_certificate
from enduse.case.order_flow import Act, OrderFlow
from enduse.case.order_papers import KINDS, PaperOptions, make_paper, record_content
from enduse.errors import UnreadableFile, UsageError
from enduse.model.order import Given, Order, OrderLine, OrderParty
from enduse.report.paper_parts.rendering import render
from enduse.report.papers_certificate import certificate_form
from enduse.report.papers_record import record_hash, record_json

LISTS = Path(__file__).resolve().parents[1] / "fixtures" / "lists"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ORDER = Order(
    "2026-118",
    NOON.date(),
    (
        OrderParty("seller", "Nordlicht Drehtechnik GmbH", "DE"),
        OrderParty("buyer", "Orient Teks Stanok MChJ", "UZ", email="info@orient.example"),
    ),
    (OrderLine(1, "CNC horizontal lathe", brand="NORDAMAT", model="SL2500", code="845811", quantity=1.0),),
    "UZ",
)


@pytest.fixture(scope="session")
def desk(plain_order: Order, four_lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("papers") / "case"
    shutil.copytree(four_lists, root)
    flow = OrderFlow(open_case(root).ledger, lambda: NOON)
    flow.examine(ORDER, "Kim")
    flow.examine(replace(plain_order, id="2026-119"), "Kim")
    return root


@pytest.fixture
def flow(desk: Path, tmp_path: Path) -> OrderFlow:
    shutil.copytree(desk, tmp_path / "case")
    return OrderFlow(open_case(tmp_path / "case").ledger, lambda: NOON)


def text(flow: OrderFlow, number: str, kind: str, *options: PaperOptions) -> str:
    return render(make_paper(flow, number, kind, *options).paper, "x.txt").decode()


@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_of_an_order_can_be_written(flow: OrderFlow, kind: str) -> None:
    assert "2026-118" in text(flow, "2026-118", kind)


def test_the_letter_leaves_the_questions_of_the_house_at_home(flow: OrderFlow) -> None:
    made = make_paper(flow, "2026-118", "letter", PaperOptions(questions=("Q09", "Q25", "Q12")))
    said = render(made.paper, "x.txt").decode()
    assert ("[Q09]" in said, "[Q25]" in said) == (True, False)
    assert made.notes == (
        "Not for the customer; settle these in the house: Q25.",
        "The letter speaks of an enclosure: add the certificate.",
    )


def test_nothing_to_ask_is_said_with_what_could_be_asked(flow: OrderFlow) -> None:
    with pytest.raises(UsageError, match="for the house itself: Q25") as error:
        make_paper(flow, "2026-118", "letter", PaperOptions(questions=("Q25",)))
    assert error.value.code == "E-PAPER-QUESTIONS"


def test_a_paper_that_does_not_exist_is_refused(flow: OrderFlow) -> None:
    with pytest.raises(UsageError) as error:
        make_paper(flow, "2026-118", "clearance")
    assert error.value.code == "E-PAPER-KIND"


def test_a_german_seller_gets_the_clause_of_the_eu(flow: OrderFlow) -> None:
    assert "Article 12g" in text(flow, "2026-118", "clause")
    assert "No rule that was read asks for it" in text(flow, "2026-119", "clause")


def test_the_referral_tells_what_is_missing_of_the_model(flow: OrderFlow) -> None:
    said = " ".join(text(flow, "2026-118", "referral").split())
    assert "Line 1: known and missing parameters" in said
    assert "Missing: - " in said
    assert "2B001.a" in said


def test_the_record_tells_who_decided_and_how(flow: OrderFlow) -> None:
    flow.propose("2026-119", Act("Kim", "fine", "ship"))
    flow.approve("2026-119", Act("Lee", "agreed"))
    said = " ".join(text(flow, "2026-119", "record").split())
    assert "Proposed by: Kim" in said
    assert "Approved by: Lee" in said
    assert "Four eyes" in said
    content = record_content(flow, "2026-119")
    assert sha256(record_json(content)).hexdigest() == record_hash(content)
    assert record_hash(content) in said
    assert json.loads(record_json(content))["altered"] == []


def _filled(order: Order, path: Path, **fields: str) -> Path:
    """The house's form as a customer fills it in, as a Word document."""
    document = Document(BytesIO(render(certificate_form(order, "ko"), "x.docx")))
    labels = {
        "서명자 성명": "signatory",
        "장소 및 날짜": "dated",
        "유효 기한": "valid_until",
        "사용자의 등기 상호": "issuer",
    }
    for table in document.tables:
        for row in table.rows:
            if (field := labels.get(row.cells[0].text)) and field in fields:
                row.cells[1].text = fields[field]
    document.save(str(path))
    return path


def test_a_certificate_on_the_house_s_form_is_read_back(tmp_path: Path) -> None:
    path = _filled(
        ORDER, tmp_path / "c.docx", signatory="A. Karimov", dated="Toshkent, 2026년 11월 1일", issuer="Orient"
    )
    read = read_certificate(path)
    assert (read.get("signatory"), read.get("issuer"), read.get("contract")) == ("A. Karimov", "Orient", "2026-118")
    assert read.dated == date(2026, 11, 1)
    assert "벨라루스" in read.text


def test_a_certificate_in_a_text_file_is_read_by_its_labels(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    path.write_text(
        "Name of the person who signs: A. Karimov\nPlace and date: Bonn, 1.11.2026\nValid until: ____", "utf-8"
    )
    read = read_certificate(path)
    assert (read.get("signatory"), read.dated, read.valid_until) == ("A. Karimov", date(2026, 11, 1), None)


def test_a_printed_form_is_read_from_its_pdf(tmp_path: Path) -> None:
    order = replace(ORDER, parties=(*ORDER.parties, OrderParty("end_user", "Orient Teks", "UZ", {"INN": "301"})))
    path = tmp_path / "c.pdf"
    path.write_bytes(render(certificate_form(order, "en"), "c.pdf"))
    read = read_certificate(path)
    assert (read.get("issuer"), read.get("register_number")) == ("Orient Teks", "INN 301")
    assert read.author == "Nordlicht Drehtechnik GmbH"


def test_fields_can_be_typed(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text('issuer = "Orient"\ndated = 2026-11-01\nauthor = "X"\n', "utf-8")
    read = read_certificate(path)
    assert (read.get("issuer"), read.dated, read.author) == ("Orient", date(2026, 11, 1), "X")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("c.png", b"\x89PNG"),
        ("c.docx", b"no zip"),
        ("c.pdf", b"%PDF-1.4 broken"),
        ("c.toml", b"= ="),
        ("c.json", b"{"),
        ("c.txt", b"\xff\xfe\x00\x01"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error_with_what_to_do(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match="TOML") as error:
        read_certificate(tmp_path / name)
    assert error.value.code == "E-CERTIFICATE-FILE"


def test_a_word_file_that_is_another_kind_of_archive_is_an_error(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "c.docx", "w") as packed:
        packed.writestr("a.txt", "a")
    with pytest.raises(UnreadableFile):
        read_certificate(tmp_path / "c.docx")


def test_one_text_under_two_issuers_is_found_in_the_evidence_of_an_earlier_order(
    flow: OrderFlow, tmp_path: Path
) -> None:
    words = " ".join(f"word{it}" for it in range(60))
    earlier, later = tmp_path / "a.toml", tmp_path / "b.toml"
    earlier.write_text(f'issuer = "Samarkand Gears"\ntext = "{words}"\n', "utf-8")
    later.write_text(f'issuer = "Orient Teks"\ntext = "{words}"\n', "utf-8")
    flow.answer("2026-119", [Given("Q12", "yes", "came by post")], [earlier], "Kim")
    found = {it.check: it for it in examine_certificate(flow, "2026-118", later)}
    assert found["template"].truth is False
    assert "Samarkand Gears (order 2026-119)" in found["template"].sentence
    assert found["signatory"].truth is False


def test_two_firms_on_the_house_s_form_copy_nobody(plain_order: Order, flow: OrderFlow, tmp_path: Path) -> None:
    earlier = _filled(replace(plain_order, id="2026-119"), tmp_path / "a.docx", issuer="Samarkand Gears", signatory="B")
    later = _filled(ORDER, tmp_path / "b.docx", issuer="Orient Teks", signatory="A")
    flow.answer("2026-119", [Given("Q12", "yes", "came by post")], [earlier], "Kim")
    found = {it.check: it for it in examine_certificate(flow, "2026-118", later)}
    assert found["template"].truth is not False


@pytest.mark.parametrize(
    ("number", "signatory", "truth"),
    [("HRA 9", "Altwerk Muster AG", True), ("HRA 9", "Otto Niemand", False), ("HRA 7", "Altwerk Muster AG", None)],
)
def test_a_register_of_the_case_tells_who_may_sign(
    flow: OrderFlow, tmp_path: Path, number: str, signatory: str, truth: bool | None
) -> None:
    case = open_case(flow.ledger.workspace.root)
    case.add(LISTS.parent / "registers" / "owners_table" / "owners.csv")
    user = OrderParty("end_user", "Beispiel KG", "DE", {"REG": number})
    later = OrderFlow(case.ledger, lambda: NOON)
    later.examine(replace(ORDER, id="2026-120", parties=(*ORDER.parties, user)), "Kim")
    path = tmp_path / "c.toml"
    path.write_text(f'issuer = "Beispiel KG"\nsignatory = "{signatory}"\n', "utf-8")
    found = {it.check: it for it in examine_certificate(later, "2026-120", path)}
    assert found["signatory"].truth is truth
