"""Do two six-digit codes of different editions mean the same goods? Answered from the correlation tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from enduse.errors import BadGoodsCode, UsageError
from enduse.goods.codes.written import read_code
from enduse.model.editions import Edition, between, read_edition
from enduse.model.nomenclature import CodeBooks, Correlation

Relation = Literal["same", "part", "different", "unknown"]
WASTE = "8549"
"""Electrical and electronic waste, a heading of HS2022 that took the scrap of all machines of chapters 84, 85, 90."""


@dataclass(frozen=True)
class Comparison:
    """Whether two codes mean the same goods.

    Attributes:
        relation: ``same``: all goods of one are all goods of the other; ``part``: they share some goods;
            ``different``: they share none; ``unknown``: a correlation table is missing.
        sentence: What that means, for people.
        rows: The rows of the correlation tables that were used, oldest step first.
        notes: What was changed or left aside.
    """

    relation: Relation
    sentence: str
    rows: tuple[tuple[tuple[str, str], Correlation], ...] = ()
    notes: tuple[str, ...] = ()


def same_goods(code_a: str, edition_a: str, code_b: str, edition_b: str, books: CodeBooks) -> Comparison:
    """Compare two codes, each of an edition of the Harmonized System; longer codes are cut to six digits.

    Over more than one step the answer is as wide as the tables allow: ``different`` is certain, ``part`` may be less.

    Raises:
        BadGoodsCode: E-CODE, or E-CODE-SHORT: a chapter or heading, which no correlation table compares, or
            E-CODE-ABSENT: the edition has no such code.
        UsageError: E-CODE-EDITION, an edition that is not known, or is no edition of the Harmonized System.
    """
    first, second = _hs(edition_a), _hs(edition_b)
    (a, notes_a), (b, notes_b) = _six(code_a, first, books), _six(code_b, second, books)
    notes = (*notes_a, *notes_b)
    if first == second:
        equal = a == b
        return Comparison("same" if equal else "different", _within(a, b, first), notes=notes)
    steps = between(first, second)
    missing = [step for step in steps if _ordered(step) not in books.correlations]
    if missing:
        named = ", ".join(f"{older} to {newer}" for older, newer in map(_ordered, missing))
        why = f"No correlation table from {named} is at hand; add one to compare {a} of {first.name} with {b}."
        return Comparison("unknown", why, notes=notes)
    return _compared((a, first), (b, second), books, notes)


def successors(code: str, start: str, end: str, books: CodeBooks) -> tuple[str, ...]:
    """The six-digit codes of edition ``end`` that goods of ``code`` of edition ``start`` may bear, scrap left aside.

    Empty where a correlation table is missing or the code is not in it.

    Raises:
        UsageError: E-CODE-EDITION.
    """
    steps = between(_hs(start), _hs(end))
    return tuple(sorted(_walk({code}, steps, books)[0]))


def _compared(a: tuple[str, Edition], b: tuple[str, Edition], books: CodeBooks, notes: tuple[str, ...]) -> Comparison:
    steps = between(a[1], b[1])
    there, rows = _walk({a[0]}, steps, books)
    back, back_rows = _walk({b[0]}, tuple((end, start) for start, end in reversed(steps)), books)
    if b[0] not in there:
        relation: Relation = "different"
    elif there == {b[0]} and back == {a[0]}:
        relation = "same"
    else:
        relation = "part"
    upward, downward = steps, tuple((end, start) for start, end in reversed(steps))
    if relation != "different" and (_scrap_left(a[0], upward, books) or _scrap_left(b[0], downward, books)):
        notes += (f"Scrap of these goods moved to heading {WASTE} with HS2022; that is left aside here.",)
    if relation == "part" and len(steps) > 1:
        notes += (f"Followed over {len(steps)} steps: at most these goods are shared.",)
    used = tuple(dict.fromkeys(sorted(rows | back_rows, key=lambda it: (it[0], it[1].row))))
    return Comparison(relation, _sentence(relation, a, b, there), used, notes)


def _walk(
    codes: set[str], steps: tuple[tuple[str, str], ...], books: CodeBooks
) -> tuple[set[str], set[tuple[tuple[str, str], Correlation]]]:
    """Where the goods of some codes are after some steps, and the rows that say so."""
    used: set[tuple[tuple[str, str], Correlation]] = set()
    for step in steps:
        table, forward = _table(step, books)
        found: set[str] = set()
        for code in codes:
            for row in table.get(code, ()):
                other = row.after if forward else row.before
                if not other.startswith(WASTE) or code.startswith(WASTE):
                    found.add(other)
                    used.add((_ordered(step), row))
        codes = found
    return codes, used


def _scrap_left(code: str, steps: tuple[tuple[str, str], ...], books: CodeBooks) -> bool:
    for step in steps:
        table, forward = _table(step, books)
        if forward and any(row.after.startswith(WASTE) for row in table.get(code, ())):
            return True
    return False


def _table(step: tuple[str, str], books: CodeBooks) -> tuple[Mapping[str, tuple[Correlation, ...]], bool]:
    forward = _ordered(step) == step
    return (books.forward if forward else books.backward).get(_ordered(step), {}), forward


def _ordered(step: tuple[str, str]) -> tuple[str, str]:
    """The older edition first; the names sort by their years."""
    return step if step[0] < step[1] else (step[1], step[0])


def _hs(name: str) -> Edition:
    edition = read_edition(name)
    if not edition.is_hs:
        raise UsageError(
            f"{name!r} is a national nomenclature: correlation tables compare the six digits that all share. "
            "Name the edition of the Harmonized System it stands on, e.g. 'HS2022'.",
            code="E-CODE-EDITION",
        )
    return edition


def _six(text: str, edition: Edition, books: CodeBooks) -> tuple[str, tuple[str, ...]]:
    written = read_code(text)
    if not written.hs6:
        raise BadGoodsCode(
            f"{text!r} has {len(written.digits)} digits: correlation tables compare codes of six. Give a subheading.",
            code="E-CODE-SHORT",
        )
    known = [book for book in books.of(edition.name) if 6 in book.lengths]
    if known and not any(written.hs6 in book.by_code for book in known):
        raise BadGoodsCode(
            f"{edition.name} has no code {written.hs6!r}: compared with anything, it would look like other goods. "
            "Check the edition, or explain the code to see which editions have it.",
            code="E-CODE-ABSENT",
        )
    notes = tuple(it for it in written.notes if "without a country" not in it)
    cut = () if len(written.digits) == 6 else (f"{written.digits} was cut to its first six digits.",)
    return written.hs6, (*notes, *cut)


def _within(a: str, b: str, edition: Edition) -> str:
    if a == b:
        return f"The same code of the same edition, {edition.name}."
    return f"Two codes of one edition, {edition.name}, share no goods."


def _sentence(relation: Relation, a: tuple[str, Edition], b: tuple[str, Edition], there: set[str]) -> str:
    left, right = f"{a[0]} of {a[1].name}", f"{b[0]} of {b[1].name}"
    if relation == "same":
        return f"{left} and {right} mean the same goods."
    became = ", ".join(sorted(there)) or "no code"
    if relation == "part":
        return f"{left} and {right} share a part of their goods: in {b[1].name}, goods of {a[0]} bear {became}."
    return f"{left} and {right} share no goods: in {b[1].name}, goods of {a[0]} bear {became}."
