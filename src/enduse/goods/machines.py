"""What makers publish about single models: one line of ``data/goods/machines.csv`` each, and the user's own."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from enduse.goods.facts import Fact, Goods
from enduse.goods.knowledge_table import CONFIDENCES, BadCell, Columns, Confidence, Row, bundled_rows, refuse, user_rows

TRAVELS = tuple(f"travel_{axis}_mm" for axis in ("x", "y", "z", "w", "v", "x2", "y2", "z2"))
COUNTS = ("axes", "linear_axes", "rotary_axes", "contouring_axes")
MEASURES = (
    "upr_um",
    "repeatability_um",
    "positioning_accuracy_um",
    "bar_diameter_mm",
    "max_diameter_mm",
    "spindle_rpm",
    "weight_kg",
)
COLUMNS = Columns(
    name="machines",
    needed=("brand", "model", "kind", "source", "confidence"),
    optional=(*COUNTS, *TRAVELS, *MEASURES, "standard", "capabilities"),
)
CAPABILITIES = frozenset(
    {
        "turning",
        "milling",
        "grinding",
        "drilling",
        "deep_hole_drilling",
        "edm",
        "wire_edm",
        "beam_or_jet",
        "gear_finishing",
        "additive",
        "jig_boring",
        "bar_only",
        "tilting_spindle",
    }
)
"""What a machine can do beyond its kind; ``-`` before the word says that it cannot."""

_COUNT = re.compile(r"[0-9]{1,2}\Z")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?\Z")
_MODEL_NOISE = re.compile(r"[\s\-_/.]{1,9}")


@dataclass(frozen=True, slots=True)
class Machine:
    """What is known of one model.

    Attributes:
        brand: A name of the table of brands.
        model: As the maker writes it.
        kind: What it is; of the words of the fact ``kind``.
        values: Numbers by column (:data:`COUNTS`, :data:`TRAVELS`, :data:`MEASURES`); what is not known is not there.
        standard: To which the accuracies are stated; empty where the maker does not say: then they settle nothing.
        can: What it can do beyond its kind.
        cannot: What it cannot do.
        source: Where the row was read.
        confidence: low, medium or high.
        user: Does a row of the user's own stand in it?
        key: By which rows about one model are joined: neither case, spaces, hyphens nor points matter.
    """

    brand: str
    model: str
    kind: str
    values: Mapping[str, float] = field(hash=False)
    standard: str
    can: frozenset[str]
    cannot: frozenset[str]
    source: str
    confidence: Confidence
    user: bool = False

    key: tuple[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", machine_key(self.brand, self.model))


def machine_key(brand: str, model: str) -> tuple[str, str]:
    """Brand and model as they are compared: ``("haas", "VF2")``."""
    return brand.strip().casefold(), _MODEL_NOISE.sub("", model.upper())


def machines(extra: Path | None = None) -> tuple[Machine, ...]:
    """Every machine of the register; a user's table adds to it, and its filled cells replace bundled ones.

    Raises:
        UnreadableFile: ``extra`` is no such table (``E-GOODS-TABLE``).
        InputError: Rows of it cannot be used (``E-GOODS-ROW``).
    """
    if extra is None:
        return _bundled()
    own = _machines(user_rows(extra, COLUMNS), str(extra), user=True)
    merged = {it.key: it for it in _bundled()}
    for machine in own:
        known = merged.get(machine.key)
        merged[machine.key] = _over(machine, known) if known else machine
    return tuple(merged.values())


def find_machine(brand: str, model: str, register: Sequence[Machine]) -> Machine | None:
    """The row of exactly that model; a longer or shorter designation is another machine."""
    wanted = machine_key(brand, model)
    return next((it for it in register if it.key == wanted), None)


def machine_of(goods: Goods, register: Sequence[Machine]) -> Machine | None:
    """The row of the register for the brand and the model that were read; None where one is lacking or not listed."""
    brand, model = goods.first("brand"), goods.first("model")
    return find_machine(str(brand.value), str(model.value), register) if brand and model else None


def model_facts(goods: Goods, machine: Machine) -> tuple[Fact, ...]:
    """What the register adds to what was read: only facts that the text does not have, each with basis ``model``.

    The accuracies carry their standard in the note. The kind is left to the text: a part may name its machine.
    """
    said = {it.name for it in goods.facts}
    sure = _SURE[machine.confidence]
    return tuple(
        Fact(
            name=name,
            value=int(value) if name in COUNTS or name == "spindle_rpm" else value,
            start=-1,
            end=-1,
            confidence=sure,
            unit=next((it for it in ("um", "mm", "rpm", "kg") if name.endswith(f"_{it}")), ""),
            basis="model",
            note="; ".join(filter(None, (machine.standard if name.endswith("_um") else "", machine.source))),
        )
        for column, value in machine.values.items()
        if (name := _FACT_NAMES.get(column, column)) not in said
    )


_FACT_NAMES = {"max_diameter_mm": "turning_diameter_mm"}
_SURE: Mapping[Confidence, float] = {"low": 0.5, "medium": 0.7, "high": 0.85}


def _over(own: Machine, known: Machine) -> Machine:
    return Machine(
        brand=known.brand,
        model=known.model,
        kind=own.kind,
        values=MappingProxyType({**known.values, **own.values}),
        # An accuracy goes with its own standard: the user's figure must not borrow the bundled row's.
        standard=own.standard if any(it in own.values for it in MEASURES[:3]) else own.standard or known.standard,
        can=(known.can - own.cannot) | own.can,
        cannot=(known.cannot - own.can) | own.cannot,
        source=f"{own.source}; where that is silent {known.source}",
        confidence=min(own.confidence, known.confidence, key=CONFIDENCES.index),
        user=True,
    )


@cache
def _bundled() -> tuple[Machine, ...]:
    return _machines(bundled_rows("machines.csv", COLUMNS), "machines.csv", user=False)


def _machines(rows: Iterable[Row], file: str, *, user: bool) -> tuple[Machine, ...]:
    good: dict[tuple[str, str], Machine] = {}
    bad: list[tuple[Row, str]] = []
    for row in rows:
        try:
            machine = _machine(row, user=user)
        except BadCell as reason:
            bad.append((row, str(reason)))
            continue
        if good.setdefault(machine.key, machine) is not machine:
            bad.append((row, f"{machine.brand} {machine.model} is there twice"))
    refuse(file, COLUMNS, bad)
    return tuple(good.values())


def _machine(row: Row, *, user: bool) -> Machine:
    row.check()
    kinds = row.kinds("kind")
    if len(kinds) > 1:
        raise BadCell(f"kind {row.cells['kind']!r}: a model is of one kind; name what else it can do in capabilities")
    values = {it: _count(row, it) for it in COUNTS} | {it: _measure(row, it) for it in (*TRAVELS, *MEASURES)}
    known = {name: value for name, value in values.items() if value is not None}
    _plausible(known)
    can, cannot = _capabilities(row)
    return Machine(
        brand=row.text("brand"),
        model=row.text("model"),
        kind=kinds[0],
        values=MappingProxyType(known),
        standard=row.cells["standard"],
        can=can,
        cannot=cannot,
        source=row.text("source"),
        confidence=row.confidence(),
        user=user,
    )


def _capabilities(row: Row) -> tuple[frozenset[str], frozenset[str]]:
    said = row.parts("capabilities")
    can = frozenset(it for it in said if not it.startswith("-"))
    cannot = frozenset(it[1:] for it in said if it.startswith("-"))
    if strange := sorted((can | cannot) - CAPABILITIES):
        raise BadCell(f"capabilities {strange[0]!r} is none of {', '.join(sorted(CAPABILITIES))}")
    if both := sorted(can & cannot):
        raise BadCell(f"capabilities say both that it can and that it cannot: {both[0]!r}")
    return can, cannot


def _count(row: Row, column: str) -> float | None:
    text = row.cells[column]
    if not text:
        return None
    if not _COUNT.match(text):
        raise BadCell(f"{column} {text!r} is no whole number of axes")
    return float(text)


def _measure(row: Row, column: str) -> float | None:
    text = row.cells[column]
    if not text:
        return None
    if not _NUMBER.match(text):
        raise BadCell(f"{column} {text!r} is no number: write it without unit and plus-minus, with a point (1234.5)")
    value = float(text)
    if value == 0 or not math.isfinite(value):
        raise BadCell(f"{column} {text!r}: leave the cell empty where the value is not known")
    return value


def _plausible(values: Mapping[str, float]) -> None:
    """Counts of axes must agree: a slip here would turn an answer round."""
    total = values.get("axes")
    for part in ("linear_axes", "rotary_axes", "contouring_axes"):
        if total is not None and values.get(part, 0) > total:
            raise BadCell(f"{part} {values[part]:.0f} is more than axes {total:.0f}")
    linear, travels = values.get("linear_axes"), sum(1 for it in TRAVELS if it in values)
    if linear is not None and travels > linear:
        raise BadCell(f"linear_axes {linear:.0f} is less than the {travels} travels that are given")
