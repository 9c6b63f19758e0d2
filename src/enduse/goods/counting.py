"""Numbers in words before goods and before words that count: ``two lathes``, ``两台``, ``두 대``."""

from enduse.goods.facts import Said
from enduse.goods.folding import fold
from enduse.goods.heads import Head
from enduse.goods.page import Page

_SPELT = (
    ("один одна одного one eins 한 하나", 1),
    ("два две двух two zwei iki 두 둘", 2),
    ("три трех трёх three drei üç 세 셋", 3),
    ("четыре четырех four vier dört 네 넷", 4),
    ("пять пяти five fünf beş 다섯", 5),
    ("шесть шести six sechs altı 여섯", 6),
    ("семь семи seven sieben yedi 일곱", 7),
    ("восемь восьми eight acht sekiz 여덟", 8),
    ("девять девяти nine neun dokuz 아홉", 9),
    ("десять десяти ten zehn on 열", 10),
)
_WORDS = {fold(word): count for words, count in _SPELT for word in words.split()}
_HAN = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_ORDINAL = "第"
_OF_GOODS = ("machine", "adjective", "sign.nc")
_COUNTED = ("key.quantity_after", "key.quantity", *_OF_GOODS)
_LONGEST = 10
_SURE = 0.85


def read_spelt_count(page: Page, head: Head) -> list[Said]:
    """``quantity`` where a number in words stands before a word that counts or before the machine itself."""
    groups = _COUNTED if head.role == "machine" else _COUNTED[:2]
    for group in groups:
        for place, _, _word in page.every(group):
            if group in _OF_GOODS and place > head.start:
                break
            if found := _han(page, place) or _spelt(page, place):
                return [page.fact("quantity", found[0], found[1], _SURE)]
    return []


Counted = tuple[int, tuple[int, int]]


def _spelt(page: Page, end: int) -> Counted | None:
    """The number in words, and a blank, before ``end``."""
    folded = page.folded
    if folded[end - 1 : end] != " ":
        return None
    start = max(folded.rfind(" ", max(0, end - _LONGEST - 1), end - 1) + 1, 0)
    value = _WORDS.get(folded[start : end - 1])
    return (value, (start, end - 1)) if value else None


def _han(page: Page, end: int) -> Counted | None:
    """One to ninety-nine in Chinese characters before ``end``."""
    folded, start = page.folded, end
    if folded[end - 1 : end] not in _HAN:
        return None
    while start and end - start < 3 and folded[start - 1] in _HAN:
        start -= 1
    digits = folded[start:end]
    if folded[start - 1 : start] == _ORDINAL:
        return None
    tens, ten, ones = digits.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    value = (_HAN.get(tens, 1) * 10 if ten else 0) + _HAN.get(ones, 0)
    return value, (start, end)
