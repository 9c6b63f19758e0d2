"""What one figure of a published table is about, read from the words around it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from enduse.errors import BadGoodsCode
from enduse.model.goods_code import GoodsCode
from enduse.sources.periods import Period, read_period
from enduse.sources.units import Unit, read_unit
from enduse.text.countries import place_of
from enduse.text.homoglyphs import repair_homoglyphs

TOTAL = "TOTAL"
"""Goods code of all goods together."""

Words = Mapping[str, Mapping[str, str]]
"""A layout's own dictionary: coordinate to written value to meaning."""

_TOTALS = frozenset(
    """total totals всего итого бардыгы барлығы jami insgesamt ensemble toplam усього всього
    alltotal totaltotal tototal allgoods 合计 合計 总计 總計 전체 총계""".split()  # noqa: SIM905
)
_FLOWS = {
    "export": "export exports exportation exportations dispatch dispatches ausfuhr ausfuhren экспорт вывоз eksport "
    "експорт экспорту ihracat ihracaat 出口 출口 수출 輸出 x dx exp",
    "import": "import imports importation importations arrival arrivals einfuhr einfuhren импорт ввоз "
    "імпорт импорту ithalat 进口 進口 수입 輸入 m imp",
}
_FLOW_OF = {word: flow for flow, words in _FLOWS.items() for word in words.split()}
_CODE_PREFIX = re.compile(r"^\d{1,2}\s*[-–—:]\s*(?=\D)")
_LEADING_CODE = re.compile(r"^(\d[\d .]*\d)(?:\s*[-–—:|]\s*|\s+)(?=[^\W\d])")
_RANGE = re.compile(r"\d\s*[-–—]\s*\d")
_FOOTNOTE = re.compile(r"(?<=[^\W\d])\s*(?:\d{1,2}|\*+)\)?$")


@dataclass(frozen=True)
class Spot:
    """The coordinates of a figure, as far as they are known; None where not.

    Attributes:
        reporter: ISO alpha-2 or the code of a group.
        partner: ISO alpha-2 or the code of a group.
        flow: export or import.
        goods_code: Digits, or ``TOTAL``.
        period: When; may lack the year or the months until joined with another.
        measure: What the figure counts.
        per: For exchange rates: ISO 4217 of the currency that is priced.
        rate: For exchange rates: ``mean`` of the period or its ``end``.
    """

    reporter: str | None = None
    partner: str | None = None
    flow: str | None = None
    goods_code: str | None = None
    period: Period | None = None
    measure: Unit | None = None
    per: str | None = None
    rate: str | None = None

    def joined(self, other: "Spot") -> "Spot":
        """Both together; where both say the same thing, ``self`` wins; periods complete each other."""
        given: dict[str, Any] = {name: _first(getattr(self, name), getattr(other, name)) for name in KINDS}
        if self.period:
            given["period"] = self.period.joined(other.period)
        return Spot(**given)

    def lacks(self, names: tuple[str, ...]) -> list[str]:
        """Which of ``names`` are unknown; a period without its year is unknown."""
        return [
            name
            for name in names
            if getattr(self, name) is None or (name == "period" and (not self.period or self.period.year is None))
        ]


KINDS = tuple(it.name for it in fields(Spot))


def read_spot(kind: str, text: str, words: Words) -> Spot | None:
    """The coordinate ``kind`` that a whole cell names, or None when it names none.

    Args:
        kind: A field of :class:`Spot`.
        text: The cell.
        words: The layout's dictionary; it is asked before the general readers.
    """
    plain = " ".join(text.split())
    if not plain:
        return None
    known = words.get(kind, {})
    meaning = known.get(plain)
    if kind == "period":
        return _spot("period", read_period(meaning or plain))
    if kind == "measure":
        return _spot("measure", read_unit(meaning or plain))
    if meaning is not None or kind in ("per", "rate"):
        return _spot(kind, meaning)
    return _spot(kind, _READERS[kind](plain))


@lru_cache(maxsize=4096)
def read_flow(text: str) -> str | None:
    """``"export"`` or ``"import"``, or None: turnover, balance and re-exports are neither.

    >>> read_flow("2-EXPORT"), read_flow("ИМПОРТ**"), read_flow("EXPORTATION"), read_flow("Оборот")
    ('export', 'import', 'export', None)
    """
    return _FLOW_OF.get(_CODE_PREFIX.sub("", _folded(text)))


@lru_cache(maxsize=65_536)
def read_goods_code(text: str) -> str | None:
    """Digits of a goods code that stands alone or before its name, ``"TOTAL"``, or None.

    >>> read_goods_code("25-СОЛЬ; СЕРА"), read_goods_code("TOTAL-Total"), read_goods_code("01-24-Foods")
    ('25', 'TOTAL', None)
    """
    if "".join(re.findall(r"[^\W\d_]+", _folded(text))) in _TOTALS:
        return TOTAL
    if _RANGE.search(text):
        # A hyphen between digits is a range of codes in tables, not a mark inside one.
        return None
    found = _LEADING_CODE.match(text)
    try:
        return GoodsCode.parse(found[1] if found else text).digits
    except BadGoodsCode:
        return None


def read_place(text: str) -> str | None:
    """ISO alpha-2 or a group's code; ``"UNDEFINED"`` where the publisher names no country; None if unknown."""
    return place_of(text).code or None


_READERS: dict[str, Callable[[str], str | None]] = {
    "reporter": read_place,
    "partner": read_place,
    "flow": read_flow,
    "goods_code": read_goods_code,
}


def code_spot(kind: str, code: str) -> Spot:
    """A coordinate that is a code of ours already, such as a group that no publisher writes that way."""
    given: dict[str, Any] = {kind: code}
    return Spot(**given)


def _folded(text: str) -> str:
    plain = repair_homoglyphs(unicodedata.normalize("NFKC", text)).casefold()
    return _FOOTNOTE.sub("", plain.strip(" .,:;*"))


def _spot(kind: str, value: Any) -> Spot | None:
    given: dict[str, Any] = {kind: value}
    return None if value is None else Spot(**given)


def _first(one: Any, other: Any) -> Any:
    return other if one is None else one
