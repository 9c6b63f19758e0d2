"""Who makes machine tools, controls, cutting tools and bearings: one line of ``data/goods/brands.csv`` each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from enduse.goods.knowledge_table import (
    KINDS,
    BadCell,
    Columns,
    Confidence,
    Row,
    bundled_rows,
    refuse,
    user_rows,
)

BRAND_KINDS = KINDS | {"bearing", "linear_motion", "measuring"}
"""What a brand makes; the last three are parts and other goods that the kinds of goods do not tell apart."""

COLUMNS = Columns(
    name="brands",
    needed=("brand", "aliases", "group", "hq", "plants", "kinds", "source", "confidence"),
    optional=("weak",),
)
_COUNTRY = re.compile(r"[A-Z]{2}\Z")


@dataclass(frozen=True, slots=True)
class Brand:
    """One brand and the maker behind it.

    Attributes:
        name: As the maker writes it in Latin letters.
        aliases: Other spellings, other scripts, former names, product families that are as good as the name.
        group: The group of companies that it belongs to today.
        hq: Country of the headquarters of that maker, ISO 3166-1 alpha-2.
        plants: Other countries where machines of the brand are, or were, built.
        kinds: What is sold under it; of :data:`BRAND_KINDS`.
        source: Where we know it from; ``memory`` means general knowledge.
        confidence: low, medium or high.
        weak: Spellings that are ordinary words, or so short that they need a word for goods nearby.
    """

    name: str
    aliases: tuple[str, ...]
    group: str
    hq: str
    plants: tuple[str, ...]
    kinds: tuple[str, ...]
    source: str
    confidence: Confidence
    weak: frozenset[str] = frozenset()

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name and every alias."""
        return (self.name, *self.aliases)

    @property
    def countries(self) -> tuple[str, ...]:
        """Where the goods may come from: headquarters first."""
        return tuple(dict.fromkeys((self.hq, *self.plants)))


def brands(extra: Path | None = None) -> tuple[Brand, ...]:
    """Every brand, in the order of the table; a user's row replaces the bundled one of the same name.

    Raises:
        UnreadableFile: ``extra`` is no such table (``E-GOODS-TABLE``).
        InputError: Rows of it cannot be used (``E-GOODS-ROW``).
    """
    if extra is None:
        return _bundled()
    own = _brands(user_rows(extra, COLUMNS), str(extra))
    return tuple(({it.name.casefold(): it for it in _bundled()} | {it.name.casefold(): it for it in own}).values())


@cache
def _bundled() -> tuple[Brand, ...]:
    return _brands(bundled_rows("brands.csv", COLUMNS), "brands.csv")


def _brands(rows: Iterable[Row], file: str) -> tuple[Brand, ...]:
    good: dict[str, Brand] = {}
    bad: list[tuple[Row, str]] = []
    for row in rows:
        try:
            brand = _brand(row)
        except BadCell as reason:
            bad.append((row, str(reason)))
            continue
        if good.setdefault(brand.name.casefold(), brand) is not brand:
            bad.append((row, f"brand {brand.name!r} is there twice"))
    refuse(file, COLUMNS, bad)
    return tuple(good.values())


def _brand(row: Row) -> Brand:
    row.check()
    name, aliases = row.text("brand"), row.parts("aliases")
    weak = frozenset(row.parts("weak"))
    if strange := weak - {name, *aliases}:
        raise BadCell(f"weak {sorted(strange)[0]!r} is neither the brand nor one of its aliases")
    return Brand(
        name=name,
        aliases=tuple(it for it in aliases if it != name),
        group=row.text("group"),
        hq=_country(row.text("hq")),
        plants=tuple(_country(it) for it in row.parts("plants")),
        kinds=row.kinds("kinds", BRAND_KINDS),
        source=row.text("source"),
        confidence=row.confidence(),
        weak=weak,
    )


def _country(code: str) -> str:
    if not _COUNTRY.match(code):
        raise BadCell(f"{code!r} is no country code of two capital letters")
    return code
