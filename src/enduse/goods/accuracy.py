"""Positioning accuracy and repeatability: every figure of them, with its axis and its standard."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from enduse.goods.facts import Said
from enduse.goods.folding import fold
from enduse.goods.page import Page

_UNIT = (
    r"mm|мм|um|mkm|мкм|mkм|micron\w?|микрон\w?|микpoh\w?|mиkpoh\w{0,2}|микpoh\w{0,2}|微米|마이크로미터|μ|u(?![a-z])|"
    r"mikron\w?|µm|毫米"
)
_FIGURE = rf"(\d{{1,3}}(?:[.,]\d{{1,6}})?) ?({_UNIT})?"
_ACCURACY = re.compile(rf"[^\d;]{{0,40}}?{_FIGURE}")
# The next of several figures: "/1.0", and "; Y 1.0 um", "and Z axis: 1.2".
_AND = rf"(?:(?:and|und|ve|en|{fold('и')}|及|和)(?![a-zа-я]) ?)?"
_NEXT = re.compile(rf" ?[/;,] ?{_FIGURE}(?![\d.,]\d|\d)")
_NEXT_NAMED = re.compile(
    rf"[ ,;/()]{{0,4}}{_AND}([xyzuvw])(?:[ -]?(?:axis|轴|축|{fold('ось')}|achse|ekseni))?[ :=±(-]{{0,4}}{_FIGURE}"
)
_NEXT_BEFORE = re.compile(rf"[ ,;/()]{{1,4}}{_AND}{_FIGURE}")
_STANDARD = re.compile(
    r"(?:iso ?230-2|исо ?230-2|ico ?230-2|иco ?230-2|vdi ?/? ?dgq ?3441|jis ?b ?633[68]|"
    r"jis ?b ?6\d{3}|asme ?b5\.54|гoct ?(?:p ?)?(?:иco ?)?230-2|гoct ?27843|"
    r"din ?iso ?230-2)(?: ?[:(/-] ?(\d{4})| ?\((\d{4})\))?"
)
# "0.8 um along X", "0.8 мкм по оси X", "0.8um X轴", but not the axis of the travel that comes next.
_ALONG = re.compile(
    rf"[ ,(/-]{{0,3}}(?:(?:{fold('по осям')}|{fold('по оси')}|{fold('ось')}|along|in|on|for|axis|axes|achse)[ -]{{1,2}}"
    rf"(?:the )?([xyz])(?![a-z0-9])|([xyz]) ?-?(?:axis|axes|轴|축|{fold('ось')}|{fold('осей')}|achsen?|eksen\w{{0,5}})"
    rf"(?! ?(?:travel|stroke|{fold('ход')}|行程|이송|[:=]? ?\d)))"
)
_ONE_WAY = re.compile(
    rf"\bupr\b|uni ?-?directional|{fold('однонаправл')}|{fold('одностор')}|单向|一方向|단방향|einseitig|tek yon"
)
_CLAUSE_END = re.compile("[,;]")
_LONG_BEFORE, _LONG_BEHIND = 20, 24
_AXIS_NAMES = re.compile(r"(?<![a-z])([xyz])(?![a-z])")
_MOST_UM = 100.0
"""No axis is less exact: what follows is a travel."""


class _Stated(NamedTuple):
    """A figure as it stands in the text.

    Attributes:
        axis: ``"X"``; empty where none is named.
        figure: As written.
        unit: As written; None where none is.
        span: Of the figure.
        end: Behind its unit.
    """

    axis: str
    figure: str
    unit: str | None
    span: tuple[int, int]
    end: int


def read_accuracy(page: Page) -> list[Said]:
    """Positioning accuracy and repeatability in micrometres, the standard in the note, and the standard itself.

    There is one fact for each axis that is named with a figure: ``X 0.8, Y 1.0 um``, ``X/Y/Z 3/3/4``.
    """
    standards = [(match.start(), _standard(page, match)) for match in _STANDARD.finditer(page.folded)]
    facts: list[Said] = []
    for key, name in (("key.repeatability", "repeatability_um"), ("key.positioning", "positioning_accuracy_um")):
        for start, end, _word in page.every(key):
            if name == "positioning_accuracy_um" and any(a <= start < b for a, b, _ in page.every("key.repeatability")):
                continue
            match = _ACCURACY.match(page.folded, end)
            # The figure belongs to the last of several words for one thing: "repeatability (UPR) 0.8 um".
            if match is None or any(end <= other < match.start(1) for other, _, _ in page.every(key)):
                continue
            stated = _every_figure(page, end, match)
            near = [told for place, told in standards if abs(place - stated[-1].end) < 60]
            one_way = name == "repeatability_um" and _is_one_way(page, start, match)
            told = (near[0] if near else "", "unidirectional" if one_way else "")
            if found := [*_facts(name, stated, told)]:
                facts += found
                break
    facts += [Said("standard", told, place, place + len(told), 0.9) for place, told in standards[:2]]
    return facts


def _facts(name: str, stated: list[_Stated], told: tuple[str, str]) -> Iterator[Said]:
    """The figures in micrometres. The first must be one; of the others those that can be one."""
    unit = next((it.unit for it in reversed(stated) if it.unit), None)
    for number, it in enumerate(stated):
        value = _micrometres(it.figure, it.unit or unit)
        if value is None or (number and value > _MOST_UM):
            return
        yield Said(name, value, *it.span, 0.88, "um", note="; ".join(filter(None, (it.axis, *told))))


def _every_figure(page: Page, end: int, match: re.Match[str]) -> list[_Stated]:
    """The figure after a word for accuracy that ends at ``end``, and those that follow it for further axes."""
    names = [it[1].upper() for it in _AXIS_NAMES.finditer(page.folded, end, match.start(1))]
    first = _Stated(names[0] if names else "", match[1], match[2], match.span(1), match.end())
    if len(names) > 1:
        return _shared_out(page, names, first)
    if names:
        return [first, *_named(page, first.end)]
    behind = _ALONG.match(page.folded, first.end)
    if behind is None:
        return [first]
    first = first._replace(axis=(behind[1] or behind[2]).upper(), end=behind.end())
    return [first, *_named_behind(page, first.end)]


def _shared_out(page: Page, names: list[str], first: _Stated) -> list[_Stated]:
    """``X/Y/Z 3/3/4 um``: one figure for each name; a single figure holds for all of them."""
    found = [first]
    while len(found) < len(names) and (more := _NEXT.match(page.folded, found[-1].end)):
        found.append(_Stated("", more[1], more[2], more.span(1), more.end()))
    if len(found) == 1:
        return [first._replace(axis=name) for name in dict.fromkeys(names)]
    return [it._replace(axis=name) for name, it in zip(names, found, strict=False)]


def _named(page: Page, at: int) -> Iterator[_Stated]:
    while more := _NEXT_NAMED.match(page.folded, at):
        at = more.end()
        yield _Stated(more[1].upper(), more[2], more[3], more.span(2), at)


def _named_behind(page: Page, at: int) -> Iterator[_Stated]:
    while (more := _NEXT_BEFORE.match(page.folded, at)) and (behind := _ALONG.match(page.folded, more.end())):
        at = behind.end()
        yield _Stated((behind[1] or behind[2]).upper(), more[1], more[2], more.span(1), at)


def _is_one_way(page: Page, start: int, figure: re.Match[str]) -> bool:
    """Does the clause of a repeatability say that the axis comes from one side only?"""
    first = max(0, start - _LONG_BEFORE)
    first = max((it.end() for it in _CLAUSE_END.finditer(page.folded, first, start)), default=first)
    stop = _CLAUSE_END.search(page.folded, figure.end(), figure.end() + _LONG_BEHIND)
    last = stop.start() if stop else figure.end() + _LONG_BEHIND
    return _ONE_WAY.search(page.folded, first, last) is not None


def _standard(page: Page, match: re.Match[str]) -> str:
    start, end = match.span()
    return page.written(start, end).strip()


def _micrometres(figure: str, unit: str | None) -> float | None:
    value = float(figure.replace(",", "."))
    if unit is None:
        # Without a unit, a fraction of a hundredth can only be millimetres.
        return round(value * 1000, 4) if 0 < value < 0.1 else None
    if unit in ("mm", "мм", "毫米"):
        value *= 1000
    return round(value, 4) if 0 < value <= 1000 else None
