"""Axes, travels and accuracy: what a control entry asks for."""

import re
from collections.abc import Iterator

from enduse.goods.facts import Said
from enduse.goods.folding import fold
from enduse.goods.measures import NUMBER, to_number
from enduse.goods.page import Page

_COUNTED = (
    ("двух две two iki zwei dvuh 二 两 兩", 2),
    ("трех три tri three drei üç 三 трёх treh trekh", 3),
    ("четырех четыре four vier dört 四 четырёх chetyreh", 4),
    ("пяти пять five fünf fuenf beş 五 pyati pjati", 5),
    ("шести шесть six sechs altı 六", 6),
    ("семи семь seven yedi 七", 7),
    ("восьми восемь eight acht sekiz 八", 8),
)
_WORDS = {fold(word): count for words, count in _COUNTED for word in words.split()}
_COUNT_BEFORE = re.compile(
    r"(?:(?<!\d)(?<!\d[.,])(\d{1,2})|(?<![a-zа-я])([a-zа-я]{2,8})|([两二三四五六七八]))(?:-?x)?(?:-?и|"
    r"-?ti|-?тi|-?ти|-?х)?[ -]{0,2}(?:(?:yпpabляem\w{2,3}|controlled|cnc|nc|full|simultaneous|"
    r"simultane\w?|simultan\w{0,4}|同时|同动|联动|제어|동시|koopдиhatho?)[ -]{0,2})?\Z"
)
_COUNT_AFTER = re.compile(r"[a-zа-я]{0,8}[ :=-]{1,4}(\d{1,2})(?![\d.,]\d|\d| ?(?:mm|мм))")
_SIMULTANEOUS = re.compile(
    r"(?<![\d.,])(\d{1,2})[ -]?(?:x|и|ти)?[ -]?(?:轴|축|ocи|ocеи|axis|axes|eksen\w{0,2}|achs\w{0,4}|"
    r"ocebaя|oceb\w{2})[ -]{0,2}(?:联动|同动|同时|동시|simultan\w{0,9}|es zamanli|interpol\w{0,8}|"
    r"sync\w{0,6})"
)
_AXIS = re.compile(
    rf"(?<![a-z0-9])([xyzabcuvw]) ?(?:-|–)?(?:轴|축|axis|ocь|ekseni|achse|ось)?[ :=]{{0,3}}(?:travel|"
    rf"ход|xoд|stroke|行程|移动量|이송)?[ :=±]{{0,3}}({NUMBER}) ?(mm|мм|m(?![a-z])|毫米|cm|grad|°|deg)?"
)
_TRIPLE = re.compile(
    r"(?<![a-z0-9])x ?[/,x-]? ?y ?(?:[/,x-]? ?(z))?(?: ?(?:轴|축|axis|axes|mm|мм|ekseni|eksenleri|"
    r"achsen?|行程|travel|stroke|:))*"
    rf"[ :=()-]{{0,5}}({NUMBER}) ?(?:mm|мм)? ?[/x*,×;-] ?({NUMBER})(?: ?(?:mm|"
    rf"мм)? ?[/x*,×;-] ?({NUMBER}))? ?(mm|мм|m(?![a-z])|毫米|cm)?"
)
_BARE_TRIPLE = re.compile(
    rf"[a-zа-я]{{0,8}}[ :=()-]{{0,5}}(?:(?:xyz|mm|мм)[ :=)-]{{0,3}})?({NUMBER}) ?(?:mm|"
    rf"мм)? ?[/x*×] ?({NUMBER}) ?(?:mm|мм)? ?[/x*×] ?({NUMBER}) ?(mm|мм|m(?![a-z])|毫米|cm)?"
)
_COUNT_NEAR = re.compile(r"[^\d,;]{0,28}(\d)(?!\d)")
_COUNT_WITHIN = re.compile(r"\d{1,2}|[a-zа-я]{2,8}|[两二三四五六七八]")
_MOST_FINE = 1.0


def read_axes(page: Page) -> list[Said]:
    """The number of axes, and of those that can be moved at once for contouring."""
    found = [*_counts(page), *_counts_within(page)]
    facts: list[Said] = []
    if found:
        value, span, sure = max(found, key=lambda it: (it[2], it[0]))
        facts.append(Said("axes", value, *span, sure))
    match = _SIMULTANEOUS.search(page.folded)
    if match is not None and 2 <= int(match[1]) <= 9:
        facts.append(Said("contouring_axes", int(match[1]), *match.span(1), 0.9))
    elif "key.contouring" in page.groups and "key.positional" not in page.groups:
        facts += _near_contouring(page, found)
    if "key.positional" in page.groups:
        start, end, _ = page.every("key.positional")[0]
        shown = page.folded[start:end]
        if "+" in shown and not any(fact.name == "contouring_axes" for fact in facts):
            facts.append(Said("contouring_axes", int(shown[0]), start, start + 1, 0.7))
    return facts


def _near_contouring(page: Page, found: list[tuple[int, tuple[int, int], float]]) -> list[Said]:
    for start, end, _ in page.every("key.contouring"):
        match = _COUNT_NEAR.match(page.folded, end)
        if match and not page.folded[match.end() : match.end() + 1].isdigit():
            return [Said("contouring_axes", int(match[1]), *match.span(1), 0.85)]
        for value, span, sure in found:
            if abs(span[0] - end) < 25 or abs(start - span[1]) < 25:
                return [Said("contouring_axes", value, *span, sure - 0.1)]
    return []


def _counts_within(page: Page) -> Iterator[tuple[int, tuple[int, int], float]]:
    """The number inside of one word for contouring: ``full 5-axis``, ``동시5축``."""
    for start, end, _ in page.every("key.contouring"):
        for match in _COUNT_WITHIN.finditer(page.folded, start, end):
            value = int(match[0]) if match[0].isdecimal() else _WORDS.get(match[0], 0)
            if 1 < value <= 9:
                yield value, match.span(), 0.92


def _counts(page: Page) -> Iterator[tuple[int, tuple[int, int], float]]:
    for start, end, _ in page.every("key.axes"):
        match = _COUNT_BEFORE.search(page.folded, max(0, start - 24), start)
        if match:
            value = int(match[1]) if match[1] else _WORDS.get(match[2] or match[3] or "", 0)
            group = 1 if match[1] else 2 if match[2] else 3
            if 1 < value <= 12:
                yield value, match.span(group), 0.92
                continue
        match = _COUNT_AFTER.match(page.folded, end)
        if match and end - start > 3 and 1 < int(match[1]) <= 12:
            yield int(match[1]), match.span(1), 0.85


def read_travels(page: Page) -> list[Said]:
    """Travel per axis in mm."""
    if match := _TRIPLE.search(page.folded):
        return _travel_facts(page, match, (2, 3, 4), match[5], three=bool(match[1]))
    facts = list(_single_axes(page))
    if facts:
        return facts
    for _, end, _word in page.every("key.travel"):
        if match := _BARE_TRIPLE.match(page.folded, end):
            return _travel_facts(page, match, (1, 2, 3), match[4], three=True)
    return []


def _travel_facts(
    page: Page, match: re.Match[str], groups: tuple[int, ...], unit: str | None, *, three: bool
) -> list[Said]:
    times = _times(unit)
    return [
        Said(f"travel_{axis}_mm", to_number(match[group]) * times, *match.span(group), 0.88, "mm", note=axis.upper())
        for axis, group in zip("xyz", groups, strict=True)
        # Less is an accuracy.
        if match[group] and (three or axis != "z") and to_number(match[group]) * times >= _MOST_FINE
    ]


def _times(unit: str | None) -> float:
    return {"m": 1000.0, "cm": 10.0}.get(unit or "", 1.0)


def _single_axes(page: Page) -> Iterator[Said]:
    """``X 500 Y 600 Z 510 mm`` near a word for travel, or with millimetres behind each."""
    found = [match for match in _AXIS.finditer(page.folded) if match[1] in "xyzw" and match.end() > match.start()]
    seen: set[str] = set()
    near = page.every("key.travel")
    if not near and len(found) < 2:
        return
    unit = next((match[3] for match in reversed(found) if match[3]), None)
    for match in found:
        value = to_number(match[2])
        if match[1] in seen or value < _MOST_FINE or not (unit or near) or (match[3] or "") in ("°", "deg", "grad"):
            continue
        seen.add(match[1])
        yield Said(
            f"travel_{match[1]}_mm", value * _times(match[3] or unit), *match.span(2), 0.85, "mm", note=match[1].upper()
        )
