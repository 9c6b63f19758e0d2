"""Where text, code, weight, price and quantity of a goods line cannot all be true."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from enduse.goods.facts import Fact, Goods
from enduse.goods.machines import Machine, find_machine
from enduse.model.goods_rules import (
    CHEAP_MACHINE_USD,
    DEAR_PART_USD,
    HEADINGS,
    HEAVY_PART_KG,
    LIGHT_MACHINE_KG,
    MACHINE_HEADINGS,
    MACHINE_KINDS,
    OLD_YEARS,
    PART_HEADINGS,
    TOOL_HEADINGS,
)

_WEIGHT_OFF = 0.5
_WEIGHTS_DIFFER = 0.2


@dataclass(frozen=True, slots=True)
class Declared:
    """What the declaration says beside the description; None or ``""`` where it says nothing.

    Attributes:
        code: The goods code, digits only.
        net_kg: Of the whole line; 0 says nothing.
        value_usd: Of the whole line; 0 says nothing.
        quantity: Pieces; 0 says nothing.
        on: Day of the declaration.
    """

    code: str = ""
    net_kg: float | None = None
    value_usd: float | None = None
    quantity: float | None = None
    on: date | None = None


def contradictions(goods: Goods, declared: Declared, register: Sequence[Machine] = ()) -> tuple[Fact, ...]:
    """One fact ``contradiction`` for each pair of statements that cannot both be true.

    The value is a short code, the note the sentence, the basis what stands against the text. They are questions to
    ask, no findings: a code may be wrong by mistake.

    Args:
        goods: What was read from the text.
        declared: What the declaration says beside it.
        register: Models with their weights; without it nothing is said about a model's weight.
    """
    kind, whole = _said(goods, "kind"), _said(goods, "whole")
    pieces = declared.quantity or _number(goods, "quantity")
    each_kg = _each(declared.net_kg or _number(goods, "weight_kg"), pieces)
    each_usd = _each(declared.value_usd, pieces)
    found = [*_code(kind, whole, declared.code)]
    if whole == "part" or kind == "accessory":
        found += _as_part(each_kg, each_usd)
    elif kind in MACHINE_KINDS and whole == "complete":
        found += _as_machine(kind, each_kg, each_usd)
    found += [*_dates(goods, declared.on), *_counts(goods, declared), *_weights(goods, declared, each_kg, register)]
    return tuple(found)


def with_age(goods: Goods, on: date) -> Goods:
    """The goods with their age on that day, and ``used`` where nothing but the year of manufacture says so."""
    year = goods.first("year")
    if year is None or not isinstance(year.value, int) or year.value > on.year or goods.first("age"):
        return goods
    age = on.year - year.value
    facts = [Fact("age", age, year.start, year.end, year.confidence, "years", "year", f"on {on.isoformat()}")]
    if goods.first("condition") is None and age >= OLD_YEARS:
        note = f"the text does not say it; made {age} years before {on.isoformat()}"
        facts.append(Fact("condition", "used", year.start, year.end, 0.6, basis="year", note=note))
    return Goods(goods.text, goods.facts + tuple(facts))


def _fact(code: str, note: str, basis: str, confidence: float) -> Fact:
    return Fact("contradiction", code, -1, -1, confidence, basis=basis, note=note)


def _said(goods: Goods, name: str) -> str:
    fact = goods.first(name)
    return str(fact.value) if fact else ""


def _number(goods: Goods, name: str) -> float | None:
    fact = goods.first(name)
    return float(fact.value) if fact and not isinstance(fact.value, str) else None


def _each(total: float | None, pieces: float | None) -> float | None:
    return total / max(pieces or 1.0, 1.0) if total else None


def _code(kind: str, whole: str, code: str) -> Iterator[Fact]:
    heading = code[:4]
    if len(heading) < 4 or not kind:
        return
    if (whole == "part" or kind == "accessory") and heading in MACHINE_HEADINGS:
        note = f"The text speaks of parts, heading {heading} is of complete machines."
        yield _fact("parts_with_machine_code", note, "code", 0.8)
    elif kind == "cutting_tool" and heading in MACHINE_HEADINGS:
        yield _fact("tools_with_machine_code", f"The text speaks of tools, heading {heading} of machines.", "code", 0.8)
    elif kind in MACHINE_KINDS and whole == "complete":
        yield from _machine_code(kind, heading)


def _machine_code(kind: str, heading: str) -> Iterator[Fact]:
    if heading in PART_HEADINGS or heading in TOOL_HEADINGS:
        note = f"The text names a complete machine, heading {heading} is of parts or tools."
        yield _fact("machine_with_part_code", note, "code", 0.9)
    elif kind in HEADINGS and heading not in HEADINGS[kind]:
        fits = " or ".join(sorted(HEADINGS[kind]))
        sure = 0.7 if heading in MACHINE_HEADINGS else 0.8
        yield _fact("kind_against_code", f"The text says {kind}, which is {fits}; declared is {heading}.", "code", sure)


def _as_part(each_kg: float | None, each_usd: float | None) -> Iterator[Fact]:
    if each_kg is not None and each_kg >= HEAVY_PART_KG:
        note = f"Called a part, but one piece weighs {each_kg:,.0f} kg, as a machine does."
        yield _fact("part_heavy_as_machine", note, "weight", 0.6)
    if each_usd is not None and each_usd >= DEAR_PART_USD:
        note = f"Called a part, but one piece costs {each_usd:,.0f} USD, as a machine does."
        yield _fact("part_dear_as_machine", note, "price", 0.6)


def _as_machine(kind: str, each_kg: float | None, each_usd: float | None) -> Iterator[Fact]:
    if kind == "other_machine":
        return
    if each_kg is not None and each_kg < LIGHT_MACHINE_KG:
        note = f"Called a complete machine, but one piece weighs {each_kg:,.1f} kg."
        yield _fact("machine_light", note, "weight", 0.6)
    if each_usd is not None and each_usd < CHEAP_MACHINE_USD:
        note = f"Called a complete machine, but one piece costs {each_usd:,.0f} USD."
        yield _fact("machine_cheap", note, "price", 0.6)


def _dates(goods: Goods, on: date | None) -> Iterator[Fact]:
    year = _number(goods, "year")
    if on is None or year is None:
        return
    if year > on.year:
        note = f"Made in {year:.0f}, but declared in {on.year}."
        yield _fact("made_after_declaration", note, "year", 0.85)
    elif _said(goods, "condition") == "new" and on.year - year >= OLD_YEARS:
        note = f"Called new, but made in {year:.0f} and declared in {on.year}."
        yield _fact("new_with_old_year", note, "year", 0.75)


def _counts(goods: Goods, declared: Declared) -> Iterator[Fact]:
    told, serials = _number(goods, "quantity"), len(goods.every("serial"))
    if told and declared.quantity and told != declared.quantity:
        note = f"The text says {told:.0f} pieces, the declaration {declared.quantity:g}."
        yield _fact("quantity_differs", note, "quantity", 0.7)
    pieces = declared.quantity or told
    if pieces and serials > pieces:
        note = f"{serials} serial numbers, but {pieces:g} pieces."
        yield _fact("more_serials_than_pieces", note, "quantity", 0.7)


def _weights(goods: Goods, declared: Declared, each_kg: float | None, register: Sequence[Machine]) -> Iterator[Fact]:
    told = _number(goods, "weight_kg")
    if told and declared.net_kg and abs(told - declared.net_kg) > _WEIGHTS_DIFFER * max(told, declared.net_kg):
        note = f"The text says {told:,.0f} kg, the declaration {declared.net_kg:,.0f} kg net."
        yield _fact("weight_differs", note, "weight", 0.6)
    brand, model = _said(goods, "brand"), _said(goods, "model")
    machine = find_machine(brand, model, register) if brand and model else None
    known = machine.values.get("weight_kg") if machine else None
    if known and each_kg and _said(goods, "whole") == "complete" and abs(each_kg - known) > _WEIGHT_OFF * known:
        note = f"One {brand} {model} weighs about {known:,.0f} kg; declared are {each_kg:,.0f} kg a piece."
        yield _fact("weight_against_model", note, "model", 0.6)
