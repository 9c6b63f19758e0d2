"""What model designations of a brand look like: one line of ``data/goods/models.csv`` each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from enduse.goods.knowledge_table import BadCell, Columns, Confidence, Row, bundled_rows, refuse, user_rows

COLUMNS = Columns(
    name="model patterns",
    needed=("brand", "pattern", "kind", "confidence", "source"),
    optional=("alone",),
)
_UNBOUNDED = re.compile(r"(?<!\\)[*+]|\{\d*,\}|\(\?|\\[^dw.\- ]|(?<!\\)\.")


@dataclass(frozen=True, slots=True)
class ModelPattern:
    """How models of a brand are written.

    Attributes:
        brand: A name of the table of brands.
        pattern: A regular expression over upper-case Latin text that fits a whole designation. It has no unbounded
            repeat, no look-around and no group that captures, so Python and RE2 read it alike in linear time.
        kinds: What the models are.
        confidence: low, medium or high.
        source: Where we know it from.
        alone: Is the designation so distinctive that it names the brand by itself? Else the brand must be near.
    """

    brand: str
    pattern: str
    kinds: tuple[str, ...]
    confidence: Confidence
    source: str
    alone: bool = False


def model_patterns(extra: Path | None = None) -> tuple[ModelPattern, ...]:
    """Every model pattern, in the order of the table, then the user's own.

    Raises:
        UnreadableFile: ``extra`` is no such table (``E-GOODS-TABLE``).
        InputError: Rows of it cannot be used (``E-GOODS-ROW``).
    """
    return _bundled() if extra is None else _bundled() + _patterns(user_rows(extra, COLUMNS), str(extra))


@cache
def _bundled() -> tuple[ModelPattern, ...]:
    # Ours are proved by a test: compiling all of them takes a tenth of a second of every start.
    return tuple(_read(it) for it in bundled_rows("models.csv", COLUMNS))


def _patterns(rows: Iterable[Row], file: str) -> tuple[ModelPattern, ...]:
    good: list[ModelPattern] = []
    bad: list[tuple[Row, str]] = []
    for row in rows:
        try:
            good.append(_pattern(row))
        except BadCell as reason:
            bad.append((row, str(reason)))
    refuse(file, COLUMNS, bad)
    return tuple(good)


def _pattern(row: Row) -> ModelPattern:
    row.check()
    text = row.text("pattern")
    if found := _UNBOUNDED.search(text.replace("(?:", "")):
        raise BadCell(f"pattern {text!r} has {found[0]!r}: repeats must be bounded, groups plain (?:...)")
    try:
        compiled = re.compile(text)
    except re.error as reason:
        raise BadCell(f"pattern {text!r} is no regular expression: {reason}") from reason
    if compiled.match(""):
        raise BadCell(f"pattern {text!r} fits the empty text")
    if row.cells["alone"] not in {"", "yes", "no"}:
        raise BadCell(f"alone {row.cells['alone']!r} is neither yes nor no")
    return _read(row)


def _read(row: Row) -> ModelPattern:
    return ModelPattern(
        brand=row.text("brand"),
        pattern=row.text("pattern"),
        kinds=row.kinds("kind"),
        confidence=row.confidence(),
        source=row.text("source"),
        alone=row.cells["alone"] == "yes",
    )
