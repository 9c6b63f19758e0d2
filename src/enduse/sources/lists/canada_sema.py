"""Canada's consolidated autonomous sanctions list (``sema-lmes.xml``)."""

import re
from collections.abc import Iterator

from enduse.model.ids import stable_key
from enduse.model.listing import BadRecord, EntityKind, ListEntry, WrittenIdentifier, WrittenName
from enduse.sources.list_parts.errors import empty, nameless
from enduse.sources.list_parts.values import births_of, code_of, day_of, filled, numbered, pieces, tidy
from enduse.sources.list_parts.xml import Node, root_of, walk
from enduse.sources.lists import ListFile, ListFormat, ListReading

_RECORD = "data-set/record"
_LEGAL_TAIL = re.compile(r"^(?:Ltd|Limited|Inc|Co|LLC|L\.L\.C|JSC|PJSC|OOO|GmbH|S\.A|Corp|FZE|Jr|Sr)\b", re.I)
_IMO = re.compile(r"\d{7}")


def _fits(file: ListFile) -> bool:
    head = file.head()
    return root_of(head)[0] == "data-set" and b"<record" in head and b"<Country" in head


def _read(file: ListFile) -> ListReading:
    return ListReading(numbered(_records(file)))


def _records(file: ListFile) -> Iterator[ListEntry | BadRecord]:
    found = 0
    for _, node in walk(file, [_RECORD]):
        found += 1
        values = _values(node)
        yield _entry(node.ordinal, values) if _name(values) else nameless(node.ordinal, node.texts())
    if not found:
        raise empty(file.name)


def _values(node: Node) -> dict[str, str]:
    """By the English half of a tag: ``Country`` for ``Country-Pays``."""
    return {it.name.partition("-")[0]: tidy(it.text) for it in node.children if it.text}


def _name(values: dict[str, str]) -> str:
    person = ", ".join(values[it] for it in ("LastName", "GivenName") if it in values)
    return values.get("EntityOrShip", "") or values.get("Entity", "") or person


def _entry(row: int, values: dict[str, str]) -> ListEntry:
    kind = _kind(values)
    born = values.get("DateOfBirthOrShipBuildDate") or values.get("DateOfBirth", "")
    title = values.get("TitleOrShipType") or values.get("TitleOrShip") or values.get("Title", "")
    regime = tidy(values.get("Country", "").partition("/")[0])
    ship = _IMO.search(values.get("ShipIMONumber", ""))
    names = [WrittenName(_name(values)), *(WrittenName(it, "alias") for it in _aliases(values.get("Aliases", "")))]
    known = {
        "Regime": values.get("Country", ""),
        "Schedule": values.get("Schedule", ""),
        "Item": values.get("Item", ""),
    }
    birth = {"Ship built" if kind == "vessel" else "DateOfBirth": born}
    return ListEntry(
        row=row,
        authority="CA",
        list="SEMA",
        entry_id=stable_key("SEMA", regime, values.get("Schedule", ""), values.get("Item", ""), names[0].text),
        kind=kind,
        names=tuple(dict.fromkeys(names)),
        identifiers=(WrittenIdentifier("IMO", ship.group()),) if ship else (),
        births=births_of(born) if kind == "person" else (),
        programmes=tuple(filled({"": f"SEMA, {regime}" if regime else "SEMA"}).values()),
        listed_on=day_of(values.get("DateOfListing", "")),
        more=filled(known | {"Title or ship type": title} | birth | {"Regime code": code_of(regime)}),
    )


def _kind(values: dict[str, str]) -> EntityKind:
    if values.get("ShipIMONumber"):
        return "vessel"
    if "LastName" in values or "GivenName" in values:
        return "person"
    return "company"


def _aliases(text: str) -> tuple[str, ...]:
    """Aliases stand between commas or semicolons; a comma before a legal form belongs to the name."""
    found: list[str] = []
    for it in (part for piece in pieces(text) for part in pieces(piece, ", ")):
        if found and _LEGAL_TAIL.match(it):
            found[-1] = f"{found[-1]}, {it}"
        else:
            found.append(it)
    return tuple(dict.fromkeys(found))


canada_sema = ListFormat(
    id="canada_sema",
    title="Canada, consolidated autonomous sanctions list (SEMA)",
    publisher="Global Affairs Canada",
    licence="Open Government Licence - Canada",
    about=(
        "Country is the regime of the sanctions, not the nationality, so it stands in more and in the programme. The "
        "file has no ids: entry ids are made of regime, schedule, item and name. It has no addresses, and no day of "
        "the snapshot."
    ),
    source="memory: tags as published in 2023 (English) and 2025 (bilingual tags); no whole file was at hand",
    fits=_fits,
    read=_read,
    url=(
        "https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-"
        "relations_internationales/sanctions/sema-lmes.xml"
    ),
    members=("sema-lmes.xml",),
)
