"""An end-user certificate as a customer sends it: read from its file, compared with what desk and registers know."""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import XMLSyntaxError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from enduse.case.order_flow import OrderFlow
from enduse.decide.certificate import (
    Certificate,
    CertificateFinding,
    CertificateKnowledge,
    EarlierCertificate,
    Officer,
    check_certificate,
)
from enduse.decide.question_texts import LANGUAGES
from enduse.errors import UnreadableFile
from enduse.model.order import Order, OrderParty
from enduse.report.paper_parts.cleaning import plain_line
from enduse.report.paper_parts.rendering import render
from enduse.report.papers_certificate import PARTY_FIELDS, SIGN_FIELDS, USE_FIELDS, certificate_form
from enduse.report.papers_texts import wording
from enduse.screen.holdings import Marks, number_marks, read_registers
from enduse.screen.register_reading import records_in, relations_in

_DATES = ("dated", "valid_until")
_MOST_BYTES, _MOST_UNPACKED = 30_000_000, 200_000_000
_MOST_PAGES, _MOST_EARLIER = 40, 200
_DAY = re.compile(r"(?<!\d)(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_EVIDENCE = re.compile(r"(.+) sha256:([0-9a-f]{64})")


def examine_certificate(flow: OrderFlow, order_id: str, path: Path) -> tuple[CertificateFinding, ...]:
    """What every check says of a certificate handed in for an order.

    Raises:
        UsageError: ``E-ORDER-UNKNOWN``.
        UnreadableFile: ``E-CERTIFICATE-FILE``: it is no TOML, JSON, DOCX, PDF or text file that can be read.
    """
    order = flow.state(order_id).order
    known = CertificateKnowledge(_earlier(flow, order_id), _officers(flow, order), house_form())
    return check_certificate(read_certificate(path), order, known)


def read_certificate(path: Path, name: str = "") -> Certificate:
    """The certificate in a file: its fields, words and properties.

    Args:
        path: The file.
        name: Of the file, where it was kept under another one.

    Raises:
        UnreadableFile: ``E-CERTIFICATE-FILE``.
    """
    ending = Path(name or path.name).suffix.casefold()
    readers = {".docx": _docx, ".pdf": _pdf, ".txt": _text, ".toml": _told, ".json": _told}
    try:
        if ending not in readers or path.stat().st_size > _MOST_BYTES:
            raise _unreadable(name or path.name, "no TOML, JSON, DOCX, PDF or text file, or larger than 30 MB")
        return readers[ending](path.read_bytes())
    except (OSError, ValueError, BadZipFile, KeyError, PackageNotFoundError, XMLSyntaxError, PyPdfError) as error:
        raise _unreadable(name or path.name, str(error)) from error


@cache
def house_form() -> tuple[str, ...]:
    """The words of the house's own form in every language: what every honest certificate on it shares."""
    empty = Order("", date(2000, 1, 1), ())
    return tuple(render(certificate_form(empty, it), "form.txt").decode() for it in LANGUAGES)


def _unreadable(name: str, why: str) -> UnreadableFile:
    return UnreadableFile(
        f"The certificate {name!r} cannot be read: {plain_line(why)}. Nothing was checked. Type its fields into a TOML "
        f"file (issuer, signatory, dated ...) and check that.",
        code="E-CERTIFICATE-FILE",
    )


def _told(content: bytes) -> Certificate:
    text = content.decode("utf-8")
    table = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    fields = {str(name): plain_line(str(it)) for name, it in table.items() if name not in ("text", "author", "created")}
    days = {name: _day(str(table.get(name, ""))) for name in (*_DATES, "created")}
    words = str(table.get("text", ""))
    return Certificate(fields, words, days["dated"], days["valid_until"], str(table.get("author", "")), days["created"])


def _text(content: bytes) -> Certificate:
    return _of_text(content.decode("utf-8"))


def _docx(content: bytes) -> Certificate:
    with ZipFile(BytesIO(content)) as packed:
        if sum(it.file_size for it in packed.infolist()) > _MOST_UNPACKED:
            raise ValueError("it unpacks to more than 200 MB")
    document = Document(BytesIO(content))
    lines, pairs = [it.text for it in document.paragraphs], dict[str, str]()
    for table in document.tables:
        for row in table.rows:
            cells = [plain_line(it.text) for it in row.cells]
            lines.append(" ".join(cells))
            if len(cells) == 2 and (field := _labels().get(_key(cells[0]))):
                pairs[field] = cells[1]
    told = document.core_properties
    created = told.created.date() if told.created else None
    return _made("\n".join(lines), pairs, told.author or "", created)


def _pdf(content: bytes) -> Certificate:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise ValueError("it is locked by a password")
    text = "\n".join(it.extract_text() for it in reader.pages[:_MOST_PAGES])
    about = reader.metadata
    created = about.creation_date if about else None
    return _of_text(text, (about.author or "") if about else "", created)


def _of_text(text: str, author: str = "", created: datetime | None = None) -> Certificate:
    """Fields stand behind their labels, on the same line."""
    pairs = dict[str, str]()
    for line in text.splitlines():
        for label, field in _labels().items():
            plain = plain_line(line)
            if _key(plain).startswith(label):
                value = plain[_reach(plain, label) :].lstrip(" :\uff1a").strip("_ ")
                pairs.setdefault(field, value)
    return _made(text, pairs, author, created.date() if created else None)


def _made(text: str, pairs: Mapping[str, str], author: str, created: date | None) -> Certificate:
    fields = {name: it for name, it in pairs.items() if it}
    days = [_day(fields.get(name, "")) for name in _DATES]
    return Certificate(fields, text, days[0], days[1], plain_line(author), created)


@cache
def _labels() -> Mapping[str, str]:
    """Labels of the form in every language, squeezed, the longest first."""
    names = (*PARTY_FIELDS, *USE_FIELDS, *SIGN_FIELDS)
    found = {_key(wording(language, "certificate")[it]): it for language in LANGUAGES for it in names}
    return dict(sorted(found.items(), key=lambda it: -len(it[0])))


def _key(text: str) -> str:
    return "".join(it for it in text.casefold() if it.isalnum())


def _reach(line: str, label: str) -> int:
    """Where in the line the label, of which only letters and digits count, ends."""
    left = len(label)
    for at, it in enumerate(line):
        left -= len(_key(it))
        if left <= 0:
            return at + 1
    return len(line)


def _day(text: str) -> date | None:
    """The first day that a text names, year first or as ``22.11.2026``; None where it is no day."""
    first, other = _DAY.search(text), _DAY_FIRST.search(text)
    parts = [int(it) for it in first.groups()] if first else [int(it) for it in other.groups()][::-1] if other else []
    try:
        return date(*parts) if parts else None
    except ValueError:
        return None


def _earlier(flow: OrderFlow, order_id: str) -> tuple[EarlierCertificate, ...]:
    """Certificates among the evidence of other orders, the newest first; files that are none say nothing."""
    folder, found = flow.ledger.workspace.root / "desk", list[EarlierCertificate]()
    told = [(it.order_id, str(one)) for it in reversed(flow.log.steps()) for one in it.payload.get("files", ())]
    for number, evidence in dict.fromkeys(it for it in told if it[0] != order_id):
        kept = _EVIDENCE.fullmatch(evidence)
        if kept is None or Path(kept[1]).suffix.casefold() not in (".docx", ".pdf", ".txt", ".toml", ".json"):
            continue
        try:
            read = read_certificate(folder / kept[2], kept[1])
        except UnreadableFile:
            continue
        if issuer := read.get("issuer") or _user(flow, number):
            found.append(EarlierCertificate(number, issuer, read.text, read.author))
        if len(found) == _MOST_EARLIER:
            break
    return tuple(found)


def _user(flow: OrderFlow, order_id: str) -> str:
    user = flow.state(order_id).order.party("end_user")
    return user.name if user else ""


def _officers(flow: OrderFlow, order: Order) -> tuple[Officer, ...] | None:
    """Who acts for the final user, by the registers of the case; None where none of them has its number."""
    user = order.party("end_user")
    rows = read_registers(flow.ledger, flow.ledger.manifest())
    if user is None or not user.identifiers or not rows.registers:
        return None
    marks = _marks(user)
    near = rows.above(Marks(numbers=marks))
    records = {(it.register, it.record_id): it for it in records_in(near.records)}
    mine = {key for key, it in records.items() if any(_numbers(one) & marks for one in it.identifiers)}
    found = []
    for relation, _source, _day in relations_in(near.relations):
        of = relation.object
        his = (relation.register, of.record_id) in mine or (of.identifier and _numbers(of.identifier) & marks)
        if his and relation.kind in ("directs", "represents"):
            who = records.get((relation.register, relation.subject.record_id))
            name = relation.subject.name or (who.names[0].text if who and who.names else "")
            found.append(Officer(name, relation.register, relation.start, relation.end))
    return tuple(found) or None


def _marks(party: OrderParty) -> frozenset[str]:
    return frozenset(
        it for scheme, value in party.identifiers.items() for it in number_marks(scheme.upper(), value, party.country)
    )


def _numbers(identifier: Any) -> set[str]:
    return number_marks(identifier.scheme, identifier.value, identifier.country)
