"""Goods: their kinds, brands and serial numbers, and how a declaration describes them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of goods; kg and usd_kg are lowest and highest."""

    name: str
    hs6: str
    controlled: bool
    machine: bool
    part: bool
    tool: bool
    kg: tuple[float, float]
    usd_kg: tuple[float, float]
    words: Mapping[str, Sequence[str]]

    @property
    def is_a(self) -> str:
        """complete, part, tool or other, as the truth calls it."""
        if self.machine:
            return "complete"
        return "part" if self.part else "tool" if self.tool else "other"


@dataclass(frozen=True, slots=True)
class Model:
    """A brand's product: always the same mass and nearly the same price."""

    kind: Kind
    brand: str
    model: str
    origin: str
    net_kg: float
    usd: float


@dataclass(frozen=True, slots=True)
class Lot:
    """Goods that travel together, from the maker to the end.

    Attributes:
        said: What declarations say of it instead: code, text, brand, model, origin, procedure ...; under "at_end" what
            only the last import says.
        trap: Why a reader may be misled; empty for most.
    """

    number: int
    model: Model
    pieces: int
    net_kg: float
    usd: float
    serials: tuple[str, ...]
    year: int
    used: bool
    said: Mapping[str, Any]
    trap: str = ""


def between(random: Random, low: float, high: float) -> float:
    """A log-uniform draw."""
    return exp(random.uniform(log(low), log(high)))


def read_kinds() -> Mapping[str, Kind]:
    raw = tomllib.loads((HERE / "goods.toml").read_text("utf-8"))
    return {name: _kind(name, it) for name, it in raw.items()}


def _kind(name: str, it: Mapping[str, Any]) -> Kind:
    plain = {key: bool(it.get(key)) for key in ("controlled", "machine", "part", "tool")}
    words = {key: value for key, value in it.items() if key not in {*plain, "hs6", "kg", "usd_kg"}}
    return Kind(name, it["hs6"], **plain, kg=tuple(it["kg"]), usd_kg=tuple(it["usd_kg"]), words=words)


def coin_model(random: Random, kind: Kind, brand: str, origin: str) -> Model:
    """A product of a brand, with a model code in the brand's manner."""
    letters = "".join(random.choice("ABCDEHKLMNPRSTVX") for _ in range(random.choice((2, 2, 3))))
    mark = random.choice(("-", "", " ")) if random.random() < 0.7 else ""
    size = random.choice((20, 32, 42, 160, 200, 300, 450, 500, 650, 850, 1000, 1200))
    code = f"{letters}{mark}{size}{random.choice(('', '', 'A', 'II', 'Y', 'S'))}"
    net = between(random, *kind.kg)
    return Model(kind, brand, code, origin, round(net, 1), round(net * between(random, *kind.usd_kg), 2))


def coin_serials(random: Random, model: Model, year: int, pieces: int) -> tuple[str, ...]:
    """A serial number for each piece of a machine."""
    if not model.kind.machine:
        return ()
    head = "".join(c for c in model.model if c.isalpha())[:2].upper()
    return tuple(
        f"{head}{year % 100:02d}{random.choice(('-', ''))}{random.randrange(10**6, 10**7)}"
        for _ in range(min(pieces, 6))
    )


class Describer:
    """Writes the description of a lot in one language."""

    def __init__(self) -> None:
        self.phrases = tomllib.loads((HERE / "phrases.toml").read_text("utf-8"))

    def text(self, random: Random, lot: Lot, language: str, said: Mapping[str, Any]) -> str:
        """What box 31 or the goods column says."""
        if "text" in said:
            words = said["text"]
            return str(words.get(language) or words["en"]) if isinstance(words, Mapping) else str(words)
        phrases = self.phrases[language]

        def pick(key: str, fact: object) -> str:
            return str(random.choice(phrases[key]).format(fact))

        noun = said.get("noun") or random.choice(lot.model.kind.words[language])
        parts = [noun]
        brand, model = said.get("brand", lot.model.brand), said.get("model", lot.model.model)
        if brand:
            parts.append(pick("brand", brand))
        if model and random.random() < 0.9:
            parts.append(pick("model", model))
        if lot.serials and random.random() < 0.85:
            parts.append(pick("serial", ", ".join(lot.serials)))
        if lot.used:
            parts.append(pick("used", ""))
            parts.append(pick("year", lot.year))
        elif random.random() < 0.3:
            parts.append(pick("new", ""))
            parts += [pick("year", lot.year)] if random.random() < 0.5 else []
        if "remark" in said:
            parts.append(random.choice(phrases[said["remark"]]))
        if random.random() < 0.4:
            parts.append(pick("pieces", lot.pieces))
        return ", ".join(parts)
