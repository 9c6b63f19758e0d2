"""An order as somebody wrote it, nested or flat, in the terms of the model; what was not understood becomes a question.

Nothing is guessed: a spelling of a country that is not known leaves the country open and asks, with a suggestion.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from enduse.model.order import (
    Adjustment,
    Change,
    Given,
    GoodsKind,
    Order,
    OrderLine,
    OrderParty,
    OwnerShare,
    Role,
)
from enduse.sources.order_fields import owner_field, word_of
from enduse.sources.order_gathering import Gathered, OrderProblem, is_blank, settle, take
from enduse.text.countries import country_code, country_name
from enduse.text.country_guess import likely_country
from enduse.text.dates import read_day
from enduse.text.numbers import mark_evidence, read_numbers

_CODE_LENGTHS = (6, 8, 9, 10, 11, 12)


@dataclass(frozen=True)
class ReadOrder:
    """What became of a written order.

    Attributes:
        order: As far as it was understood.
        problems: In the order of the text.
    """

    order: Order
    problems: tuple[OrderProblem, ...] = ()

    @property
    def needed(self) -> tuple[OrderProblem, ...]:
        """Those without which nothing can be said."""
        return tuple(it for it in self.problems if it.needed)


def read_order(written: Mapping[str, Any], today: date, number: str = "") -> ReadOrder:
    """An order from a nested or flat table.

    Args:
        written: As TOML, JSON or one spreadsheet row gives it.
        today: The law of this day counts where the order names none.
        number: The order's number where it has none itself.
    """
    reading = Gathered(today)
    for key, value in written.items():
        take(reading, key, value)
    settle(reading)
    order = _order(reading, number)
    return ReadOrder(order, (*reading.problems, *_lacking(order)))


def _order(reading: Gathered, number: str) -> Order:
    lines = tuple(_line(reading, at, it) for at, it in sorted(reading.lines.items()))
    on = _day(reading, "on") or _day(reading, "ship_on") or reading.today
    return Order(
        id=_text(reading, "id") or number,
        on=on,
        parties=tuple(_parties(reading)),
        lines=lines,
        destination=_country(reading, *reading.values.get("destination", ("destination", ""))),
        route=_route(reading),
        currency=_text(reading, "currency").upper(),
        value=_number(reading, *reading.values.get("value", ("value", None))),
        terms=_text(reading, "terms"),
        delivery_terms=_text(reading, "delivery_terms"),
        signed_on=_day(reading, "signed_on"),
        ship_on=_day(reading, "ship_on"),
        end_use=_text(reading, "end_use"),
        **{name: _truth(reading, name) for name in ("installation", "training", "dealer_contract")},
        no_reexport=_truth(reading, "no_reexport"),
        us_content=_truth(reading, "us_content"),
        site=_text(reading, "site"),
        site_country=_country(reading, *reading.values.get("site_country", ("site_country", ""))),
        answers=tuple(_answers(reading)),
        changes=tuple(_changes(reading)),
        adjustments=tuple(_adjustments(reading)),
    )


def _parties(reading: Gathered) -> Iterator[OrderParty]:
    for (role, _), told in sorted(reading.parties.items(), key=lambda it: (it[0][0] != "seller", it[0])):
        yield _party(reading, role, told)  # type: ignore[arg-type]


def _party(reading: Gathered, role: Role, told: Mapping[str, tuple[str, Any]]) -> OrderParty:
    def text(name: str) -> str:
        return str(told[name][1]).strip() if name in told else ""

    incorporated = told.get("incorporated")
    employees = _number(reading, *told["employees"]) if "employees" in told else None
    return OrderParty(
        role=role,
        name=text("name"),
        country=_country(reading, *told.get("country", ("", ""))),
        identifiers=_identifiers(told.get("identifiers", ("", {}))),
        address=text("address"),
        phone=text("phone"),
        email=text("email"),
        website=text("website"),
        incorporated=_read_day(reading, *incorporated) if incorporated else None,
        activity=text("activity"),
        activity_code=text("activity_code"),
        employees=int(employees) if employees is not None else None,
        function=text("function"),
        owners=tuple(_owners(reading, *told["owners"])) if "owners" in told else None,
        own_subsidiary=_read_truth(reading, *told["own_subsidiary"]) if "own_subsidiary" in told else None,
    )


def _identifiers(told: tuple[str, Any]) -> dict[str, str]:
    key, value = told
    if isinstance(value, Mapping):
        return {str(scheme).upper(): str(it).strip() for scheme, it in value.items() if not is_blank(it)}
    scheme = key.rpartition(".")[2].upper()
    known = scheme if scheme in ("INN", "OGRN", "USCC", "LEI", "VAT") else "REG"
    return {known: str(value).strip()} if value else {}


def _owners(reading: Gathered, key: str, value: Any) -> Iterator[OwnerShare]:
    for it in value if isinstance(value, list) else [value]:
        if not isinstance(it, Mapping):
            yield OwnerShare(str(it))
            continue
        told = {name: (f"{key}.{inner}", each) for inner, each in it.items() if (name := owner_field(inner))}
        kind = str(told.get("kind", ("", "unknown"))[1])
        yield OwnerShare(
            name=str(told.get("name", ("", ""))[1]),
            percent=_number(reading, *told["percent"]) if "percent" in told else None,
            country=_country(reading, *told.get("country", ("", ""))),
            kind=kind if kind in ("company", "person") else "unknown",  # type: ignore[arg-type]
            relation=str(told.get("relation", ("", "owner"))[1]),
        )


def _line(reading: Gathered, at: int, told: Mapping[str, tuple[str, Any]]) -> OrderLine:
    def text(name: str) -> str:
        return str(told[name][1]).strip() if name in told else ""

    numbers = {it: _number(reading, *told[it]) for it in ("quantity", "price", "net_kg", "year") if it in told}
    year = numbers.pop("year", None)
    return OrderLine(
        line=at,
        text=text("text"),
        kind=_kind(text("kind")),
        brand=text("brand"),
        model=text("model"),
        serials=_several(told.get("serials")),
        code=_code(reading, *told.get("code", ("code", ""))),
        **numbers,
        origin=_country(reading, *told.get("origin", ("", ""))),
        year=int(year) if year else None,
        condition=word_of(text("condition"), ("new", "used", "refurbished")) or text("condition"),
        specifications=_specifications(told.get("specifications")),
        options=_several(told.get("options")),
        host_serials=_several(told.get("host_serials")),
        part_numbers=_several(told.get("part_numbers")),
    )


def _kind(text: str) -> GoodsKind:
    said = word_of(text, ("parts", "software", "service", "technology")) if text else ""
    return said or "goods"  # type: ignore[return-value]


def _several(told: tuple[str, Any] | None) -> tuple[str, ...]:
    if told is None or is_blank(told[1]):
        return ()
    parts = told[1] if isinstance(told[1], list) else str(told[1]).replace(";", ",").split(",")
    return tuple(filter(None, (str(it).strip() for it in parts)))


def _specifications(told: tuple[str, Any] | None) -> dict[str, str]:
    if told is None:
        return {}
    if isinstance(told[1], Mapping):
        return {str(name): _plain(value) for name, value in told[1].items() if not is_blank(value)}
    pairs = (it.partition("=") for it in str(told[1]).replace(";", ",").split(","))
    return {name.strip(): value.strip() for name, equals, value in pairs if equals}


def _plain(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _code(reading: Gathered, key: str, value: Any) -> str:
    written = str(value).strip()
    digits = "".join(it for it in written if it.isdigit())
    if not written:
        return ""
    if not digits:
        ask = f"{written!r} is no goods code. Which one of six digits or more?"
        reading.problem("W-ORDER-CODE", (key, value), ask)
    elif len(digits) not in _CODE_LENGTHS:
        ask = f"{written!r} has {len(digits)} digits, and lists go by six. Which code is it?"
        reading.problem("W-ORDER-CODE", (key, value), ask)
    return digits


def _country(reading: Gathered, key: str, value: Any) -> str:
    text = str(value or "").strip()
    if not text or word_of(text, ("unknown",)):
        return ""
    if code := country_code(text):
        return code
    near = likely_country(text)
    hint = f" It looks like {country_name(near)}: write {near}, if so." if near else ""
    reading.problem("W-ORDER-COUNTRY", (key, text), f"Which country is {text!r}?{hint}", near)
    return ""


def _route(reading: Gathered) -> tuple[str, ...] | None:
    if "route" not in reading.values:
        return None
    key, value = reading.values["route"]
    stops = value if isinstance(value, list) else _stops(str(value))
    return tuple(filter(None, (_country(reading, key, it) for it in stops if not word_of(str(it), ("none",)))))


def _stops(text: str) -> Sequence[str]:
    for mark in ("→", "->", ">", ";", ",", " - ", "–"):
        if mark in text:
            return [it.strip() for it in text.split(mark)]
    return [text]


def _text(reading: Gathered, name: str) -> str:
    value = reading.values.get(name, ("", ""))[1]
    return str(value).strip()


def _day(reading: Gathered, name: str) -> date | None:
    return _read_day(reading, *reading.values[name]) if name in reading.values else None


def _read_day(reading: Gathered, key: str, value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    if word_of(text, ("unknown",)):
        return None
    found = read_day(text).day
    if found is None:
        reading.problem("W-ORDER-DATE", (key, value), f"Which day is {value!r}? Write it as 2026-11-22.")
    return found


def _number(reading: Gathered, key: str, value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    text = str(value).strip().removesuffix("%").strip()
    if word_of(text, ("unknown",)):
        return None
    texts = pa.array([text], pa.string())
    found: float | None = read_numbers(texts, mark_evidence(texts).mark).values[0].as_py()
    if found is None:
        reading.problem("W-ORDER-NUMBER", (key, value), f"Which number is {value!r}?")
    return found


def _truth(reading: Gathered, name: str) -> bool | None:
    return _read_truth(reading, *reading.values[name]) if name in reading.values else None


def _read_truth(reading: Gathered, key: str, value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    said = word_of(str(value), ("yes", "no", "unknown"))
    if not said:
        reading.problem("W-ORDER-YES-NO", (key, value), f"Is {key} yes or no? It says {value!r}.")
    return {"yes": True, "no": False}.get(said)


def _answers(reading: Gathered) -> Iterator[Given]:
    key, given = reading.values.get("answers", ("", ()))
    if not isinstance(given, Mapping | list | tuple):
        reading.problem("W-ORDER-FIELD", (key, given), 'Answers are written as [answers] with lines like Q11 = "no".')
    for it in _listed(given, "question", "value"):
        values = it.get("value", "")
        for value in values if isinstance(values, list) else [values]:
            yield Given(
                question=str(it.get("question", it.get("id", ""))).strip().upper(),
                value=_plain(value).strip(),
                text=str(it.get("text", "")),
                evidence=_several(("evidence", it.get("evidence"))),
                by=str(it.get("by", "")),
                on=_read_day(reading, "answers.on", it["on"]) if "on" in it else None,
            )


def _listed(given: Any, name: str, value: str) -> Iterator[Mapping[str, Any]]:
    if isinstance(given, Mapping):
        for key, it in given.items():
            yield {name: key, **(it if isinstance(it, Mapping) else {value: it})}
    elif isinstance(given, list | tuple):
        yield from (it for it in given if isinstance(it, Mapping))


def _changes(reading: Gathered) -> Iterator[Change]:
    for it in _listed(reading.values.get("changes", ("", ()))[1], "field", "new"):
        day = it.get("changed_on", it.get("on", it.get("date")))
        yield Change(
            field=str(it.get("field", "")),
            old=_plain(it.get("old", it.get("from", ""))),
            new=_plain(it.get("new", it.get("to", ""))),
            changed_on=_read_day(reading, "changes.changed_on", day) if day is not None else None,
            by=str(it.get("by", "")),
        )


def _adjustments(reading: Gathered) -> Iterator[Adjustment]:
    for it in _listed(reading.values.get("adjustments", ("", ()))[1], "part", "outcome"):
        yield Adjustment(
            part=str(it.get("part", it.get("question", ""))),
            outcome=str(it.get("outcome", "")).upper(),
            reason=str(it.get("reason", "")),
            by=str(it.get("by", "")),
        )


def _lacking(order: Order) -> Iterator[OrderProblem]:
    """What an order must say: who sells from where, who buys, and what."""
    buyer = order.party("buyer")
    if not order.seller_country:
        yield OrderProblem("E-ORDER-SELLER", "seller.country", "", "From which country is it exported?", needed=True)
    if buyer is None or not (buyer.name or buyer.identifiers):
        yield OrderProblem("E-ORDER-BUYER", "buyer", "", "Who is the buyer?", needed=True)
    if not any(it.text or it.model or it.code for it in order.lines):
        yield OrderProblem("E-ORDER-GOODS", "goods", "", "What is sold: model, description or code?", needed=True)
