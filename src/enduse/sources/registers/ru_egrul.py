"""The Russian register of companies (ЕГРЮЛ), open data in XML, versions 4.05 to 4.07."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from enduse.model.ids import stable_key
from enduse.model.listing import BadRecord, Contact, NameRole, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.sources.register_parts.fields import country_of, day_of, filled, joined
from enduse.sources.register_parts.persons import month_of_birth
from enduse.sources.register_parts.russian import (
    SERVICE,
    address_text,
    attribute,
    entered_on,
    full_name,
    money,
    number,
    share_of,
)
from enduse.sources.register_parts.shares import ShareRead, exact_share
from enduse.sources.register_parts.streams import local_name, xml_records, xml_root
from enduse.sources.registers import RegisterFile, RegisterFormat, RegisterReading

_EGRUL = "EGRUL"
_FOUNDERS = ("УчрЮЛРос", "УчрЮЛИн", "УчрФЛ", "УчрРФСубМО", "УчрПИФ", "УчрДогИнвТов")

_STAND_FOR = {
    "СвДовУпрЮЛ": "trust manager of the share of",
    "СвДовУпрФЛ": "trust manager of the share of",
    "СвОргОсущПр": "exercises the rights of",
    "СвУпрКомпПИФ/УпрКомпПиф": "manages the fund",
    "СвУпТовЮЛ": "manages the partnership",
}
"""Who acts for a founder, by the path from the founder."""

Item = RegisterRecord | Relation | BadRecord


@dataclass(frozen=True)
class _Company:
    """What the relations of one record need to know of it."""

    row: int
    me: PartyRef
    capital: Fraction | None
    joint_stock: bool
    ended: date | None


@dataclass(frozen=True)
class _Somebody:
    """A founder, director or predecessor: how to refer to it, and its record where the register describes it."""

    ref: PartyRef
    record: RegisterRecord | None


def fits(file: RegisterFile) -> bool:
    """A ``Файл`` of type ЕГРЮЛ."""
    name, traits = xml_root(file)
    return name == "EGRUL" or (name == "Файл" and "ЕГРЮЛ" in traits.get("ТипИнф", ""))


def read(file: RegisterFile) -> RegisterReading:
    """Company by company; the day of the file is that of its first extract."""
    return RegisterReading(_items(file), _snapshot(file))


def _items(file: RegisterFile) -> Iterator[Item]:
    for row, node in xml_records(file, "СвЮЛ"):
        yield from _company(row, node)


def _snapshot(file: RegisterFile) -> date | None:
    return next((day_of(node.get("ДатаВып", "")) for _, node in xml_records(file, "СвЮЛ")), None)


def _company(row: int, node: Any) -> Iterator[Item]:
    names = _names(node)
    key = node.get("ОГРН", "") or node.get("ИНН", "")
    if not (names and key):
        reason = "A company without a name, or with neither ОГРН nor ИНН, cannot be told from another."
        yield BadRecord(row, "R-REG-NOBODY", reason, (key, *(it.text for it in names)))
        return
    form, full_form = node.get("КодОПФ", ""), node.get("ПолнНаимОПФ", "").casefold()
    me = PartyRef(key, number("OGRN", node.get("ОГРН", "")) or number("INN", key), names[0].text, "RU")
    company = _Company(
        row,
        me,
        money(attribute(node, "СвУстКап", "СумКап")),
        form.startswith("122") or "акционерн" in full_form,
        day_of(attribute(node, "СвПрекрЮЛ", "ДатаПрекрЮЛ")),
    )
    yield _record_of(row, node, names)
    told = [*_founders(company, node), *_directors(company, node), *_successions(company, node)]
    yield from _merged(somebody.record for somebody, _ in told)
    yield from (relation for _, relation in told)
    yield from _own_share(company, node)
    yield from _branches(company, node)


def _merged(records: Iterable[RegisterRecord | None]) -> Iterable[RegisterRecord]:
    """Each once: a founder who is director, too, may be told more of in one place than in the other."""
    found: dict[str, RegisterRecord] = {}
    for it in records:
        if it:
            first = found.setdefault(it.record_id, it)
            found[it.record_id] = replace(first, born=first.born or it.born, countries=first.countries or it.countries)
    return found.values()


def _record_of(row: int, node: Any, names: tuple[WrittenName, ...]) -> RegisterRecord:
    ended = day_of(attribute(node, "СвПрекрЮЛ", "ДатаПрекрЮЛ"))
    given = [("OGRN", node.get("ОГРН", "")), ("INN", node.get("ИНН", "")), ("KPP", node.get("КПП", ""))]
    states = [it.get("НаимСтатусЮЛ", "") for it in node.iterfind("СвСтатус/СвСтатус")]
    mail = attribute(node, "СвАдрЭлПочты", "E-mail")
    return RegisterRecord(
        row=row,
        register=_EGRUL,
        record_id=node.get("ОГРН", "") or node.get("ИНН", ""),
        kind="company",
        names=names,
        identifiers=tuple(it for it in (number(*one) for one in given) if it),
        addresses=_addresses(node),
        contacts=(Contact("email", mail),) if mail else (),
        countries=("RU",),
        status="dissolved" if node.find("СвПрекрЮЛ") is not None else "active",
        founded_on=day_of(attribute(node, "СвОбрЮЛ", "ДатаРег") or node.get("ДатаОГРН", "")),
        dissolved_on=ended,
        activities=tuple(it.get("КодОКВЭД", "") for it in node.iterfind("СвОКВЭД/*") if it.get("КодОКВЭД")),
        more=filled(
            legal_form=node.get("ПолнНаимОПФ", ""),
            legal_form_code=node.get("КодОПФ", ""),
            capital_rub=attribute(node, "СвУстКап", "СумКап"),
            extract_of=node.get("ДатаВып", ""),
            status_note=" | ".join(it for it in states if it),
            ended_because=attribute(node, "СвПрекрЮЛ/СпПрекрЮЛ", "НаимСпПрекрЮЛ"),
            address_note=attribute(node, "СвАдресЮЛ/СвНедАдресЮЛ", "ТекстНедАдресЮЛ"),
        ),
    )


def _names(node: Any) -> tuple[WrittenName, ...]:
    """The full name, the short one, those in other languages; wherever the version of the format puts them."""
    found: list[WrittenName] = []
    head = node.find("СвНаимЮЛ")
    for part in head.iter() if head is not None else ():
        if local_name(part) in SERVICE:
            continue
        foreign = "Ин" in local_name(part).removeprefix("СвНаимЮЛ") or bool(part.get("НаимЯз"))
        for key, value in part.attrib.items():
            if key.startswith("Наим") and key != "НаимЯз" and value.strip():
                role: NameRole = "primary" if key == "НаимЮЛПолн" else "alias"
                found.append(WrittenName(value.strip(), role, "" if foreign else "ru"))
    return tuple(sorted(dict.fromkeys(found), key=lambda it: it.role != "primary"))


def _addresses(node: Any) -> tuple[WrittenAddress, ...]:
    """The address of the register in both forms that it is written in, old (КЛАДР) and new (ФИАС)."""
    found: list[WrittenAddress] = []
    for path in ("СвАдресЮЛ/СвАдрЮЛФИАС", "СвАдресЮЛ/АдресРФ", "СвАдресЮЛ/СвМНЮЛ"):
        place = node.find(path)
        if place is not None and not (found and path.endswith("СвМНЮЛ")):
            found.append(WrittenAddress(address_text(place), "RU"))
    return tuple(dict.fromkeys(it for it in found if it.text))


def _founders(company: _Company, node: Any) -> Iterator[tuple[_Somebody, Relation]]:
    for at, founder in enumerate(node.iterfind("СвУчредит/*"), 1):
        kind = local_name(founder)
        if kind not in _FOUNDERS and founder.find("ДоляУстКап") is None:
            continue
        somebody = _somebody(company, founder, f"{kind}{at}")
        yield somebody, _share_relation(company, somebody.ref, founder)
        for path, role in _STAND_FOR.items():
            for manager in founder.iterfind(path):
                who = _somebody(company, manager, f"{kind}{at}/{path}")
                note = f"{role} {somebody.ref.name}".strip()
                yield who, replace(_relation(company, who.ref, "represents", note), recorded_on=entered_on(manager))


def _share_relation(company: _Company, owner: PartyRef, founder: Any) -> Relation:
    part = founder.find("ДоляУстКап")
    share, how = _share(part, company.capital)
    day = entered_on(part) or entered_on(founder)
    note = joined(
        share=how,
        nominal_rub=part.get("НоминСтоим", "") if part is not None else "",
        founder_since=attribute(founder, "ГРНДатаПерв", "ДатаЗаписи"),
        pledge=" | ".join(it.get("ВидОбрем", "") or "pledged" for it in founder.iterfind("СвОбрем")),
        said_to_be_wrong=attribute(founder, ".//СвНедДанУчр", "ТекстНедДанУчр"),
    )
    base = _relation(company, owner, "shares", note)
    if company.joint_stock and not (share and share.low == 1):
        # Of a joint-stock company the register keeps the founders; it names a holder of today only where he is alone.
        note = f"founder of a joint-stock company; its holders of today are not in this register; {note}"
        return replace(base, kind="linked", note=note.strip("; "), recorded_on=day)
    bounds = (share.low, share.high) if share else (None, None)
    return replace(base, low=bounds[0], high=bounds[1], direct=True, start=day, recorded_on=day)


def _share(part: Any, capital: Fraction | None) -> tuple[Any, str]:
    """Bounds of the share, and where they come from; None with the reason where it is not told."""
    if part is None:
        return None, "not recorded"
    size = part.find("РазмерДоли")
    read = share_of(size) if size is not None else ShareRead(None)
    if read.bounds or read.problem:
        return read.bounds, read.problem
    nominal = money(part.get("НоминСтоим", ""))
    if nominal and capital and nominal <= capital:
        return exact_share(nominal / capital), "worked out from its nominal value"
    return None, "not recorded"


def _directors(company: _Company, node: Any) -> Iterator[tuple[_Somebody, Relation]]:
    for at, part in enumerate(node.iterfind("СведДолжнФЛ"), 1):
        who = _somebody(company, part, f"director{at}")
        note = joined(
            post=attribute(part, "СвДолжн", "НаимДолжн") or attribute(part, "СвДолжн", "НаимВидДолжн"),
            disqualified_until=attribute(part, "СвДискв", "ДатаОкончДискв"),
            said_to_be_wrong=attribute(part, ".//СвНедДанДолжнФЛ", "ТекстНедДанДолжнФЛ"),
        )
        day = entered_on(part)
        yield who, replace(_relation(company, who.ref, "directs", note), start=day, recorded_on=day)
    for at, part in enumerate(node.iterfind("СвУпрОрг"), 1):
        who = _somebody(company, part, f"manager{at}")
        day = entered_on(part)
        yield who, replace(_relation(company, who.ref, "directs", "managing company"), start=day, recorded_on=day)


def _successions(company: _Company, node: Any) -> Iterator[tuple[_Somebody, Relation]]:
    for at, part in enumerate(node.iterfind("СвПредш"), 1):
        other = _organisation(company, part, f"predecessor{at}")
        base = _relation(company, company.me, "successor", "predecessor in the register")
        yield other, replace(base, object=other.ref, recorded_on=entered_on(part))
    for at, part in enumerate(node.iterfind("СвПреем"), 1):
        other = _organisation(company, part, f"successor{at}")
        base = _relation(company, other.ref, "successor", "successor in the register")
        yield other, replace(base, recorded_on=entered_on(part))


def _own_share(company: _Company, node: Any) -> Iterator[Item]:
    for part in node.iterfind("СвДоляООО"):
        share, how = _share(part, company.capital)
        base = _relation(company, company.me, "shares", joined(share=how, held_by="the company itself"))
        low, high = (share.low, share.high) if share else (None, None)
        day = entered_on(part)
        yield replace(base, low=low, high=high, direct=True, treasury=True, start=day, recorded_on=day)


def _branches(company: _Company, node: Any) -> Iterator[Item]:
    for part in (*node.iterfind("СвПодразд/СвФилиал"), *node.iterfind("СвПодразд/СвПредстав")):
        name = attribute(part, "СвНаим", "НаимПолн") or company.me.name
        kpp = attribute(part, "СвУчетНОФилиал", "КПП") or attribute(part, "СвУчетНОПредстав", "КПП")
        abroad = attribute(part, "АдрМНИн", "НаимСтран")
        place = part.find("АдрМНРФ")
        note = joined(
            kind="branch" if local_name(part) == "СвФилиал" else "representative office",
            address=address_text(place) if place is not None else attribute(part, "АдрМНИн", "АдрИн"),
        )
        ref = PartyRef("", number("KPP", kpp), name, country_of(abroad) if abroad else "RU")
        yield replace(_relation(company, company.me, "branch", note), object=ref, recorded_on=entered_on(part))


def _somebody(company: _Company, part: Any, place: str) -> _Somebody:
    person = part.find("СвФЛ")
    return _person(company, part, person, place) if person is not None else _organisation(company, part, place)


def _person(company: _Company, part: Any, person: Any, place: str) -> _Somebody:
    """A natural person: name, taxpayer's number, citizenship, month of birth; never papers or a home address."""
    name = full_name(person)
    inn, entrepreneur = person.get("ИННФЛ", ""), person.get("ОГРНИП", "")
    citizen = (
        "RU"
        if attribute(part, "СвГраждФЛ", "КодГражд") == "1"
        else country_of(attribute(part, "СвГраждФЛ", "НаимСтран"))
    )
    record_id = f"{company.me.record_id}/{inn or stable_key(name, '' if name else place)}"
    numbers = tuple(it for it in (number("INN", inn), number("OGRNIP", entrepreneur)) if it)
    ref = PartyRef(record_id, numbers[0] if numbers else None, name, citizen)
    return _Somebody(
        ref,
        RegisterRecord(
            row=company.row,
            register=_EGRUL,
            record_id=record_id,
            kind="person",
            names=(WrittenName(name, "primary", "ru"),) if name else (),
            identifiers=numbers,
            countries=(citizen,) if citizen else (),
            born=month_of_birth(attribute(part, "СвРождФЛ", "ДатаРожд")),
            personal=True,
        ),
    )


def _organisation(company: _Company, part: Any, place: str) -> _Somebody:
    head = part.find("НаимИННЮЛ")
    node = part if head is None else head
    name = _organisation_name(part, node)
    ogrn, inn = node.get("ОГРН", ""), node.get("ИНН", "")
    foreign = part.find("СвРегИн")
    country = "RU" if foreign is None else country_of(foreign.get("НаимСтран", "") or foreign.get("ОКСМ", ""))
    abroad = foreign.get("РегНомер", "") if foreign is not None else ""
    numbers = [number("OGRN", ogrn), number("INN", inn), WrittenIdentifier("REG", abroad, country) if abroad else None]
    told = tuple(it for it in numbers if it)
    hidden = "" if name else "the register does not disclose it"
    record_id = ogrn or inn or f"{company.me.record_id}/{stable_key(name, abroad) if name else place}"
    ref = PartyRef(record_id, told[0] if told else None, name, country)
    if ogrn or inn:
        # It has a record of its own in the register; this one only names it.
        return _Somebody(ref, None)
    # A hidden founder of the kind for persons is a person, although nothing else is told.
    personal = not name and local_name(part).endswith("ФЛ")
    record = RegisterRecord(
        company.row,
        _EGRUL,
        record_id,
        "company" if name else "person" if personal else "unknown",
        _organisation_names(part, name),
        told,
        _foreign_address(foreign, country),
        countries=(country,) if country and name else (),
        personal=personal,
        more=filled(named_by=company.me.record_id, why_unknown=hidden),
    )
    return _Somebody(ref, record)


def _organisation_names(part: Any, name: str) -> tuple[WrittenName, ...]:
    """The name, and the one in Latin letters where the register has it."""
    latin = attribute(part, "СвНаимЮЛПолнИн", "НаимПолн")
    found = [WrittenName(name)] if name else []
    return (*found, WrittenName(latin, "alias")) if latin and latin != name else tuple(found)


def _foreign_address(foreign: Any, country: str) -> tuple[WrittenAddress, ...]:
    text = foreign.get("АдрСтр", "").strip() if foreign is not None else ""
    return (WrittenAddress(text, country),) if text else ()


def _organisation_name(part: Any, node: Any) -> str:
    for key in ("НаимЮЛПолн", "НаимЮЛСокр", "НаимМО", "НаимСубРФ", "НаимДог"):
        if value := node.get(key, "") or part.get(key, ""):
            return str(value).strip()
    for path, key in (
        ("ВидНаимУчр", "НаимМО"),
        ("ВидНаимУчр", "НаимСубРФ"),
        ("ВидНаимУчр", "НаимРегион"),
        ("СвНаимПИФ", "НаимПИФ"),
        ("ИнПрДогИнвТов", "НаимДог"),
    ):
        if value := attribute(part, path, key):
            return value
    if attribute(part, "ВидНаимУчр", "КодУчрРФСубМО") == "1":
        return "РОССИЙСКАЯ ФЕДЕРАЦИЯ"
    return attribute(part, "СвНаимЮЛПолнИн", "НаимПолн")


def _relation(company: _Company, subject: PartyRef, kind: Any, note: str) -> Relation:
    return Relation(company.row, _EGRUL, subject, company.me, kind, note=note, end=company.ended)


REGISTER = RegisterFormat(
    id="ru_egrul",
    title="Russian register of companies (ЕГРЮЛ)",
    publisher="Federal Tax Service of Russia",
    licence="open data of the publisher; terms to be checked by the user",
    about=(
        "Companies with names, numbers, address, capital, founders and their shares, directors, managing companies, "
        "predecessors, branches. It does not hold the shareholders of joint-stock companies: their founders are given "
        "as links. Of persons name, taxpayer's number and citizenship are kept. The days are days of entries."
    ),
    source=(
        "an open extract of version 4.07 with invented content: seen; founders of other kinds, as public readers name "
        "their parts: seen; branches: memory"
    ),
    fits=fits,
    read=read,
    sensitivity="personal",
)
