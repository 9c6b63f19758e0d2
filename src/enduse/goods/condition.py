"""New, used or refurbished, and the words that turn one into the other."""

import re

from enduse.goods.facts import Said
from enduse.goods.folding import fold
from enduse.goods.page import Page

_NEAR = 6
_CLAUSE_END = re.compile(r"[,;]")
_BETWEEN = frozenset({"", "a", "an", fold("является"), fold("в")})


def read_condition(page: Page) -> list[Said]:
    """The condition, or nothing where the text does not say.

    ``not used`` is new, ``not new`` is used; refurbished wins over used, used over new.
    """
    if not page.has("sign.used", "sign.new", "sign.refurbished"):
        return []
    found: list[Said] = []
    for name in ("refurbished", "used", "new"):
        for start, end, _ in page.every(f"sign.{name}"):
            if name == "used" and any(left < start < right for left, right, _ in page.every("sign.new")):
                continue
            value = name
            if _denied(page, start, end):
                value = "used" if name == "new" else "new"
                if name == "refurbished":
                    continue
            found.append(page.fact("condition", value, (start, end), 0.95 if value == name else 0.9))
    if not found:
        return []
    said = {str(fact.value) for fact in found}
    best = next(value for value in ("refurbished", "used", "new") if value in said)
    return [next(fact for fact in found if fact.value == best)]


def _denied(page: Page, start: int, end: int) -> bool:
    """Does a ``not`` stand right before, or a Korean, Turkish or Japanese one right after?"""
    for left, right, word in page.every("sign.not"):
        if word[2] in ("ko", "tr", "ja"):
            if 0 <= left - end <= 4 and not _CLAUSE_END.search(page.folded, end, left):
                return True
        elif 0 <= start - right <= _NEAR and page.folded[right:start].strip(" -") in _BETWEEN:
            return True
    return False
