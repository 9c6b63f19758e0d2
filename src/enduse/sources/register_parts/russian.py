"""What the Russian registers of companies and of entrepreneurs share in their XML."""

from datetime import date
from fractions import Fraction
from typing import Any

from enduse.model.listing import WrittenIdentifier
from enduse.sources.register_parts.fields import day_of
from enduse.sources.register_parts.shares import ShareRead, read_share
from enduse.sources.register_parts.streams import local_name

SERVICE = frozenset({"ГРНДата", "ГРНДатаИспр", "ГРНДатаПерв", "ГРНИПДата", "ГРНИПДатаИспр"})
"""Elements that say when an entry was made, beside what was entered."""


def attribute(node: Any, path: str, key: str) -> str:
    """The attribute of the first element at that path, ``""`` where there is none."""
    found = node.find(path)
    return "" if found is None else str(found.get(key, "")).strip()


def number(scheme: str, value: str) -> WrittenIdentifier | None:
    """A Russian number; None where nothing is written."""
    return WrittenIdentifier(scheme, value.strip(), "RU") if value.strip() else None


def full_name(person: Any) -> str:
    """Surname, given name, patronymic."""
    return " ".join(it for it in (person.get(key, "").strip() for key in ("Фамилия", "Имя", "Отчество")) if it)


def address_text(place: Any) -> str:
    """An address in either form, its parts joined by commas, from the region to the room."""
    parts = [it if len(it := place.get("Индекс", "")) == 6 else ""]
    for part in place:
        if local_name(part) in SERVICE or local_name(part) == "Регион" and part.text and part.text.strip():
            continue
        said = [v for k, v in part.attrib.items() if k.startswith(("Тип", "Вид")) and k != "ВидКод"]
        said += [v for k, v in part.attrib.items() if k.startswith(("Наим", "Номер"))]
        parts.append(" ".join(said) or (part.text or "").strip())
    for key, word in (("Дом", "Д."), ("Корпус", "КОРП."), ("Кварт", "КВ.")):
        value = place.get(key, "").strip()
        parts.append(f"{word} {value}" if value[:1].isdigit() else value)
    return ", ".join(it for it in (" ".join(one.split()) for one in parts) if it.strip("- "))


def money(text: str) -> Fraction | None:
    """An amount in roubles, exact; None for what is no amount."""
    plain = text.strip().replace(",", ".")
    return Fraction(plain) if plain.replace(".", "", 1).isdecimal() and plain.isascii() else None


def entered_on(part: Any) -> date | None:
    """The day of the first entry, else of the entry."""
    if part is None:
        return None
    return day_of(attribute(part, "ГРНДатаПерв", "ДатаЗаписи") or attribute(part, "ГРНДата", "ДатаЗаписи"))


def share_of(size: Any) -> ShareRead:
    """The share in ``РазмерДоли``: per cent, a decimal or a simple fraction."""
    if percent := (size.findtext("Процент") or "").strip():
        return read_share(percent, "percent")
    if decimal := (size.findtext("ДробДесят") or "").strip():
        return read_share(decimal, "fraction")
    ratio = size.find("ДробПрост")
    if ratio is None:
        return ShareRead(None)
    part, whole = ((ratio.get(key) or ratio.findtext(key) or "").strip() for key in ("Числит", "Знаменат"))
    return read_share(f"{part}/{whole}", "fraction")
