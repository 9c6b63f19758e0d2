"""The Russian register of individual entrepreneurs (ЕГРИП), open data in XML."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from enduse.model.listing import BadRecord, WrittenName
from enduse.model.relation import RegisterRecord
from enduse.sources.register_parts.fields import country_of, day_of
from enduse.sources.register_parts.russian import attribute, full_name, number
from enduse.sources.register_parts.streams import xml_records, xml_root
from enduse.sources.registers import RegisterFile, RegisterFormat, RegisterReading


def fits(file: RegisterFile) -> bool:
    """A ``Файл`` of type ЕГРИП."""
    name, traits = xml_root(file)
    return name == "EGRIP" or (name == "Файл" and "ЕГРИП" in traits.get("ТипИнф", ""))


def read(file: RegisterFile) -> RegisterReading:
    """Entrepreneur by entrepreneur; the day of the file is that of its first extract."""
    return RegisterReading(_items(file), _snapshot(file))


def _items(file: RegisterFile) -> Iterator[RegisterRecord | BadRecord]:
    for row, node in xml_records(file, "СвИП"):
        yield _entrepreneur(row, node)


def _snapshot(file: RegisterFile) -> date | None:
    return next((day_of(node.get("ДатаВып", "")) for _, node in xml_records(file, "СвИП")), None)


def _entrepreneur(row: int, node: Any) -> RegisterRecord | BadRecord:
    person = node.find("СвФЛ")
    holder = person.find("ФИОРус") if person is not None else None
    name = full_name(holder) if holder is not None else ""
    key = node.get("ОГРНИП", "")
    if not (name and key):
        return BadRecord(row, "R-REG-NOBODY", "An entrepreneur without a name or without ОГРНИП.", (key, name))
    ended = attribute(node, "СвПрекращ/СвСтатус", "ДатаПрекращ") or attribute(node, "СвПрекращ", "ДатаПрекращ")
    citizen = (
        "RU" if attribute(node, "СвГражд", "ВидГражд") == "1" else country_of(attribute(node, "СвГражд", "НаимСтран"))
    )
    given = [("OGRNIP", key), ("INN", node.get("ИННФЛ", ""))]
    return RegisterRecord(
        row=row,
        register="EGRIP",
        record_id=key,
        kind="person",
        names=(WrittenName(name, "primary", "ru"),),
        identifiers=tuple(it for it in (number(*one) for one in given) if it),
        countries=(citizen,) if citizen else (),
        status="dissolved" if node.find("СвПрекращ") is not None else "active",
        founded_on=day_of(node.get("ДатаОГРНИП", "")),
        dissolved_on=day_of(ended),
        activities=tuple(it.get("КодОКВЭД", "") for it in node.iterfind("СвОКВЭД/*") if it.get("КодОКВЭД")),
        personal=True,
    )


REGISTER = RegisterFormat(
    id="ru_egrip",
    title="Russian register of individual entrepreneurs (ЕГРИП)",
    publisher="Federal Tax Service of Russia",
    licence="open data of the publisher; terms to be checked by the user",
    about=(
        "Natural persons in trade: name, numbers of register and taxpayer, citizenship, activities, first and last "
        "day. Addresses, papers and days of birth are not kept."
    ),
    source="the publisher's description of the format: memory",
    fits=fits,
    read=read,
    sensitivity="personal",
)
