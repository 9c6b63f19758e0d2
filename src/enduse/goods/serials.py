"""Serial numbers: every one that the text lists after a word for it; no model, invoice or contract numbers."""

import re

from enduse.goods.facts import Said
from enduse.goods.folding import LETTERS
from enduse.goods.lexicon import Word
from enduse.goods.page import Page

_LEAD = re.compile(
    r"[ .:#№=\-–()\"'*]{0,6}(?:(?:numbers?|nos?|nr|homepa?|ctahka|номер|为|為|は|sayilari|#)[ .:№=]{0,4})?"
)
_TOKEN = re.compile(r"[a-z0-9а-я][a-z0-9а-я./\\_-]{0,38}")
_SEPARATOR = re.compile(r" ?(?:[,;/&|+]|и|and|und|ve|i|及|和|와|및|、)? ?(?:s/n|№|no\.?|n)?[ .:]{0,2}")
_NONE = re.compile(r"(?:б/h|b/n|n/a|none|het|oтсyтс|otcytc|absent|无|없음|yok|なし|keine|w/o|not available)")
_PLURAL = re.compile(r"numbers|nos|homepa|№№|nomera|numaralar|nolar|nummern|s/ns|serials|nos\.")
_MIN_LISTED = 4
_ALONE = re.compile(r", ([a-z0-9][a-z0-9-]{4,14}[0-9]),")
_MOST = 200
_NUMBER_BEHIND = re.compile(r"(?<![a-z0-9./-])([a-z0-9][a-z0-9./-]{4,19}) ?号(?![码机])")
_DIGIT = re.compile(r"\d")
_REST = re.compile(r" (\d{5,9})(?![\d.,])")
_LONGEST_LETTERS = 5


def read_serials(page: Page) -> list[Said]:
    """Every serial number, in the order of the text; an absent fact where the text says that there is none."""
    found: dict[tuple[int, int], Said] = {}
    told_none: list[Said] = []
    reach = -1
    for start, end, word in page.every("key.serial"):
        if start < reach:
            continue
        at = _lead(page, end, word)
        if _NONE.match(page.folded, at):
            told_none.append(Said("absent", "serial", start, at, 0.9, note="the text says that there is none"))
            continue
        plural = bool(_PLURAL.search(page.folded, start, at + 1))
        spans = _listed(page, at, plural=plural, weak=word[2] == "tr" and end - start == 4)
        for span in spans:
            found.setdefault(span, page.fact("serial", page.written(*span), span, 0.93))
            reach = max(reach, span[1])
    return _once(list(found.values())) or told_none[:1] or _numbered(page)


def read_bare_serial(page: Page) -> list[Said]:
    """The code that stands alone between commas in a text of nothing but brand, model and number."""
    for match in _ALONE.finditer(page.folded):
        if sum(it.isdigit() for it in match[1]) >= _MIN_LISTED and match.start(1) not in page.starts:
            return [page.fact("serial", page.written(*match.span(1)), match.span(1), 0.6)]
    return []


def _numbered(page: Page) -> list[Said]:
    """What follows a mere ``No.`` in a clause of its own, where no word for papers stands before it."""
    for start, end, word in page.every("key.number"):
        span = _token(page, _lead(page, end, word))
        before = page.folded[:start].rstrip()
        if span is None or not (before == "" or before[-1] in ",;.(:") or span[1] - span[0] < 5:
            continue
        if not any(start - 25 < stop <= start for _, stop, _ in page.every("key.not_serial")):
            return [page.fact("serial", page.written(*span), span, 0.75)]
    return _called_number(page) if "号" in page.folded else []


def _called_number(page: Page) -> list[Said]:
    """The code with the Chinese word for number behind it, that of no paper."""
    for match in _NUMBER_BEHIND.finditer(page.folded):
        start = match.start(1)
        papers = any(start - 25 < stop <= start for _, stop, _ in page.every("key.not_serial"))
        if _DIGIT.search(match[1]) and not papers and not page.is_taken(start):
            return [page.fact("serial", page.written(*match.span(1)), match.span(1), 0.7)]
    return []


def _lead(page: Page, end: int, word: Word) -> int:
    """Where the code begins after a word for serial numbers that ends, without its ending, at ``end``."""
    if not word.right and page.folded[end - 1] in LETTERS:
        while end < len(page.folded) and page.folded[end] in LETTERS:
            end += 1
    found = _LEAD.match(page.folded, end)
    return found.end() if found else end


def _once(facts: list[Said]) -> list[Said]:
    seen: dict[str, Said] = {}
    for fact in facts:
        seen.setdefault(str(fact.value).upper(), fact)
    return list(seen.values())


def _listed(page: Page, at: int, *, plural: bool, weak: bool) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    first = _token(page, at)
    if first is None or (weak and not _DIGIT.search(page.folded, *first)):
        return spans
    spans.append(_with_blank(page, first))
    while len(spans) < _MOST:
        gap = _SEPARATOR.match(page.folded, spans[-1][1])
        if gap is None or gap.end() == gap.start():
            break
        following = _token(page, gap.end())
        if following is None or not _goes_on(page, spans[0], following, plural, gap[0]):
            break
        spans.append(following)
    return spans


def _token(page: Page, at: int) -> tuple[int, int] | None:
    """The code there, if it has a digit and is no word, year, measure or count."""
    match = _TOKEN.match(page.folded, at)
    if match is None:
        return None
    end = match.end()
    while end > at and page.folded[end - 1] in "./\\_-":
        end -= 1
    text = page.folded[at:end]
    if not _DIGIT.search(text) or page.starts.get(at, -1) >= end:
        return None
    if not text.isascii() and (cut := _cut(page, at, end)) is not None:
        end = cut
    return (at, end) if end > at else None


def _cut(page: Page, start: int, end: int) -> int | None:
    """Where a glued word ends the code: ``12345год``."""
    for place in range(start + 3, end):
        if place in page.starts and page.folded[place - 1].isdigit() and page.folded[place] > "z":
            return place
    return None


def _with_blank(page: Page, span: tuple[int, int]) -> tuple[int, int]:
    """``GS21 9301181`` is one number: few letters and digits, a blank, and many digits that nothing counts."""
    start, end = span
    if end - start > _LONGEST_LETTERS or not page.folded[start].isalpha():
        return span
    more = _REST.match(page.folded, end)
    if more and not _counted(page, more.end()):
        return start, more.end()
    return span


def _counted(page: Page, end: int) -> bool:
    """Does a unit or a word for years follow?"""
    return any(place in page.starts for place in (end, end + 1)) and page.folded[end : end + 1] in (
        "",
        " ",
        *"шkгpдg台年대개",
    )


def _goes_on(page: Page, first: tuple[int, int], span: tuple[int, int], plural: bool, gap: str) -> bool:
    """Is the next code of a list one more serial number?"""
    start, end = span
    text, model = page.folded[start:end], page.folded[slice(*first)]
    digits = sum(it.isdigit() for it in text)
    if (end - start < _MIN_LISTED and end - start != len(model)) or digits < 2 or _is_other(page, span):
        return False
    alike = any(it.isalpha() for it in text) == any(it.isalpha() for it in model) and abs(len(text) - len(model)) <= 2
    if gap.strip() == "":
        return alike and plural
    if len(text) == 4 and text.isdigit() and text[:2] in ("19", "20"):
        return len(model) == 4 and model.isdigit()
    return alike or ((plural or gap.strip() in ("/", ";", "&")) and digits >= 3)


def _is_other(page: Page, span: tuple[int, int]) -> bool:
    """Is it a count, a weight, a year, or does it begin another word?"""
    start, end = span
    if start in page.starts:
        return True
    after = end + 1 if page.folded[end : end + 1] == " " else end
    word = page.starts.get(after)
    if word is None:
        return False
    return any(hit[0] == after and (hit[2][0], hit[2][1]) in _COUNTERS for hit in page.hits)


_COUNTERS = frozenset(
    {("key", "quantity_after"), ("key", "year_after"), ("key", "spindle_speed"), ("key", "axes"), ("key", "year")}
)
