"""Year of manufacture and age; years of contracts, standards and deliveries are left alone."""

import re
from collections.abc import Sequence
from typing import Final

from enduse.goods.facts import Said
from enduse.goods.folding import fold
from enduse.goods.page import Page

_PLAIN = frozenset(map(fold, ("г", "г.", "года", "год", "year", "yr", "年", "年份", "年度", "년", "년도", "model")))
"""Words that follow the year of anything."""
FIRST_YEAR: Final = 1950
LAST_YEAR: Final = 2027
"""The last year in which goods of a text may have been made; raise it with each year's release."""

_AFTER_KEY = re.compile(
    r"[a-zа-я]{0,6}[ .:#=\-–()\"']{0,6}(?:year|in|b|г|god|год|bыпyckа|y|of|is|от|om|ot|:|为|為|는|は)?[ .:=-]{0,3}"
    r"(?:(\d{1,2})[./-](\d{1,2})[./-])?(?:(\d{1,2})[./-])?(?:[a-zа-я]{3,9}[ .,]{1,2})?(\d{4})(?!\d)"
)
_NUMBER = re.compile(r"(?<![\d.,/-])(\d{4})(?![\d])")
_ERA = re.compile(r"(民国|平成|昭和|令和) ?(\d{1,3}) ?年")
_ERA_START = {"民国": 1911, "平成": 1988, "昭和": 1925, "令和": 2018}
_AGE = re.compile(r"(\d{1,2}) ?(?:years old|years of age|лet эkcплyataции|year old|yo\b|年历史|년 된|yillik|jahre alt)")
_AGE_WORDS = ("years", "year old", fold("лет"), "年历史", "년 된", "yillik", "jahre alt")
_BARE = re.compile(r"((?:19[5-9]|20[0-2])(?<![^ ,;(]...)\d)(?=$|[ ,;).])")
_MEASURE_AFTER = re.compile(
    r"[ ]?(?:x|mm|мм|kg|kг|kw|kbt|rpm|ob|об|шt|pcs|台|个|件|支|개|대|adet|стk|stk|euro|usd|\d|ea\b|m\b)"
)
_BLOCKED_BEFORE = re.compile(r"(?:iso|гоct|гост|din|jis|№|no|n|#|-|/|ot \d\d\.\d\d\.) ?$")
_LONGEST_ENDING = 4
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\Z")
_DATE_MARKS = frozenset("./-")


def read_years(page: Page, *, announced: bool = False, models: Sequence[int] = ()) -> list[Said]:
    """Each year of manufacture that the text states; an impossible one as an absent fact with the reason.

    Args:
        page: The text.
        announced: Count only years with a word for manufacture: other goods have harvests and vintages.
        models: Where models end: a year may stand right behind one.
    """
    told = _eras(page) if "年" in page.folded else []
    if "key.year" in page.groups:
        told += _after_keys(page)
    if "key.year_after" in page.groups:
        told += _before_keys(page, announced=announced)
    if len(told) == 1:
        span, value, sure = told[0]
        return [_fact(page, value, span, sure), *_ages(page)]
    spans: dict[tuple[int, int], float] = {}
    values: dict[tuple[int, int], int] = {}
    for span, value, sure in told:
        if sure > spans.get(span, 0.0):
            spans[span], values[span] = sure, value
    if not spans and not announced:
        for span, value, sure in _bare(page, models):
            spans[span], values[span] = sure, value
    facts = [_fact(page, values[span], span, spans[span]) for span in spans]
    if len(facts) > 1:
        facts.sort(key=lambda fact: -fact.confidence)
    return facts + _ages(page)


def _fact(page: Page, value: int, span: tuple[int, int], sure: float) -> Said:
    if FIRST_YEAR <= value <= LAST_YEAR:
        return page.fact("year", value, span, sure)
    note = f"year {value} is outside {FIRST_YEAR} to {LAST_YEAR}; read it in the papers"
    return Said("absent", "year", *span, 0.9, note=note)


Found = tuple[tuple[int, int], int, float]


def _after_keys(page: Page) -> list[Found]:
    found: list[Found] = []
    for _, end, _word in page.every("key.year"):
        match = _AFTER_KEY.match(page.folded, end)
        if match and not _MEASURE_AFTER.match(page.folded, match.end()):
            found.append((match.span(4), int(match[4]), 0.95))
    return found


def _before_keys(page: Page, *, announced: bool) -> list[Found]:
    found: list[Found] = []
    for start, end, _ in page.every("key.year_after"):
        if announced and page.folded[start:end] in _PLAIN:
            continue
        left = start
        while left and page.folded[left - 1] in " .'-)":
            left -= 1
        if start - left > 2 or left < 4 or not page.folded[left - 4 : left].isdigit():
            continue
        if left > 4 and (page.folded[left - 5].isdigit() or page.folded[left - 5] in "№#-/"):
            continue
        if _dated(page, left - 4):
            continue
        found.append(((left - 4, left), int(page.folded[left - 4 : left]), 0.9))
    return found


def _dated(page: Page, start: int) -> bool:
    """Is it the year of a contract, an invoice or a delivery?"""
    if page.folded[start - 1 : start] in _DATE_MARKS and _DAY.search(page.folded, max(0, start - 6), start):
        return not any(0 <= start - end <= 12 for _, end, _ in page.every("key.year"))
    return "key.not_serial" in page.groups and any(
        start - 30 <= end <= start and "," not in page.folded[end:start] for _, end, _ in page.every("key.not_serial")
    )


def _eras(page: Page) -> list[Found]:
    return [(match.span(), _ERA_START[match[1]] + int(match[2]), 0.9) for match in _ERA.finditer(page.folded)]


def _bare(page: Page, models: Sequence[int]) -> list[Found]:
    """A year that stands by itself between commas or blanks."""
    found: list[Found] = []
    for match in _BARE.finditer(page.folded):
        start, end = match.span(1)
        if _MEASURE_AFTER.match(page.folded, end) or _BLOCKED_BEFORE.search(page.folded, max(0, start - 12), start):
            continue
        if start in page.starts or _dated(page, start) or not (start - 1 in models or _stands_apart(page, start)):
            continue
        if (
            page.folded[start - 2 : start] in (", ", "; ")
            or start == 0
            or page.folded[start - 1] in ",(;"
            or page.has("sign.used", "sign.new", "key.serial")
        ):
            found.append(((start, end), int(match[1]), 0.7))
    return found[:1]


def _stands_apart(page: Page, start: int) -> bool:
    """Is what stands before it a comma or a word that is understood, and not a name or half a model?"""
    before = page.folded[:start].rstrip(" (")
    if not before or not before[-1].isalnum():
        return True
    return any(0 <= len(before) - end <= _LONGEST_ENDING for _, end, _ in page.hits if end <= len(before))


def _ages(page: Page) -> list[Said]:
    for word in _AGE_WORDS:
        if word in page.folded:
            break
    else:
        return []
    return [page.fact("age", int(match[1]), match.span(1), 0.85) for match in _AGE.finditer(page.folded)][:1]
