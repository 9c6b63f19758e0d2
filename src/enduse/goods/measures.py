"""Numbers with a word beside them: weight, quantity, speed, diameters."""

import re

from enduse.goods.facts import Said
from enduse.goods.page import Page
from enduse.goods.scanning import Hit

NUMBER = r"\d{1,3}(?:[ .,']\d{3}){1,3}(?![\d])|\d{1,7}(?:[.,]\d{1,4})?"
_WEIGHT_AFTER = re.compile(
    rf"[a-zа-я]{{0,8}}[ .:=~-]{{0,5}}(?:about|approx\.?|okoлo|ca\.?|ok\.?|约|為|为|netto|heтto|net|"
    rf"heтto:)?[ .:]{{0,3}}({NUMBER}) ?"
    r"(kgs?|kг|кg|公斤|千克|킬로|t\b|toh\w{0,3}|tohhы|т\b|tons?|吨|톤|to\b|lbs?|kilo|ton)"
)
_RPM = re.compile(
    rf"({NUMBER}) ?(?:rpm|r\.p\.m|r/min|rev/min|ob\.?/mиh|oб\.?/mиh|oб/m|oб\.? ?b? ?mиh|min-1|"
    rf"min\^-1|u/min|upm|dev/dak|devir|dev/dk|d/dak|d/d\b"
    r"|转/分|转每分|转/min|转|1/min|m-1|mиh-1|oбopotob|회전|ob/min|umdr)"
)
_AFTER_SPEED = re.compile(
    rf"[a-zа-я()]{{0,8}}[ .:=,()]{{0,4}}(?:до|max\.?|makc\.?|up to|bis|最高|为)?[ .:=]{{0,3}}({NUMBER})(?![\d])"
)
_DIAMETER = re.compile(
    rf"[a-zа-я]{{0,10}}[ .:=()øφф-]{{0,5}}(?:до|max\.?|makc\.?|up to|bis|最大|为|diam\.?|dia\.?|"
    rf"диametp|до ø)?[ .:=øφф-]{{0,4}}({NUMBER}) ?(?:mm|мм|毫米|m\b|inch|\")?"
)
_COUNT_AFTER = re.compile(r"[ .:=-]{0,4}(\d{1,7})(?![\d.,]\d|\d)")
_LONGEST_COUNT = 7


def to_number(text: str) -> float:
    """``1 234,5``, ``1.234`` and ``1,234.5`` as people write them; a mark before exactly three digits groups."""
    plain = text.replace(" ", "").replace("'", "")
    marks = [it for it in plain if it in ".,"]
    if len(marks) == 1 and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", plain):
        return float(plain.replace(".", "").replace(",", ""))
    if len(set(marks)) == 2 or len(marks) > 1:
        last = max(plain.rfind("."), plain.rfind(","))
        tail = plain[last + 1 :]
        head = plain[:last].replace(".", "").replace(",", "")
        return float(head + tail) if len(set(marks)) == 1 else float(f"{head}.{tail}")
    return float(plain.replace(",", "."))


def read_weight(page: Page) -> list[Said]:
    """The weight of the goods in kg, net before gross; a weight of nothing is an absent fact."""
    found: list[tuple[int, Said]] = []
    for start, end, _ in page.every("key.weight"):
        match = _WEIGHT_AFTER.match(page.folded, end)
        if match is None:
            continue
        gross = any(
            it in page.folded[start : match.start(1)] for it in ("bpyt", "gross", "g.w", "毛", "총", "brut", "总")
        )
        value, unit = to_number(match[1]), match[2]
        if unit[0] in "tт吨톤":
            value = float(match[1].replace(" ", "").replace(",", ".")) * 1000
        if unit.startswith("lb"):
            value *= 0.45359237
        span = match.span(1)
        if value <= 0:
            note = "a weight of nothing weighs nothing in evidence"
            found.append((2, Said("absent", "weight_kg", *span, 0.9, note=note)))
        else:
            found.append((int(gross), Said("weight_kg", round(value, 3), *span, 0.9 - 0.1 * gross, "kg")))
    found.sort(key=lambda it: it[0])
    return [fact for _, fact in found]


def read_speed(page: Page) -> list[Said]:
    """The spindle's highest speed in revolutions a minute."""
    found = [(to_number(it[1]), it.span(1), 0.9) for it in _RPM.finditer(page.folded)]
    if not found:
        for start, end, _ in page.every("key.spindle_speed"):
            match = _AFTER_SPEED.match(page.folded, end) if end - start > 3 else None
            if match and 100 <= to_number(match[1]) <= 200_000:
                found.append((to_number(match[1]), match.span(1), 0.8))
    best = max(found, default=None)
    return [Said("spindle_rpm", best[0], *best[1], best[2], "rpm")] if best and best[0] > 0 else []


def read_diameters(page: Page) -> list[Said]:
    """Bar and turning diameters in mm."""
    facts: list[Said] = []
    for key, name in (("key.bar", "bar_diameter_mm"), ("key.turning_diameter", "turning_diameter_mm")):
        for _, end, _word in page.every(key):
            match = _DIAMETER.match(page.folded, end)
            if match and 0 < to_number(match[1]) < 20_000:
                facts.append(Said(name, to_number(match[1]), *match.span(1), 0.88, "mm"))
                break
    return facts


def read_quantity(page: Page) -> list[Said]:
    """How many, as the text says it."""
    for _, end, _word in page.every("key.quantity"):
        if match := _COUNT_AFTER.match(page.folded, end):
            return [_quantity(int(match[1]), match.span(1), 0.93)]
    found = [it for hit in page.every("key.quantity_after") if (it := _counted(page, hit)) is not None]
    return found[-1:] if found else []


def _counted(page: Page, hit: Hit) -> Said | None:
    folded = page.folded
    end = hit[0] - (folded[hit[0] - 1 : hit[0]] == " ")
    start = end
    while start and end - start < _LONGEST_COUNT and folded[start - 1].isdecimal():
        start -= 1
    if start == end:
        return None
    before = folded[start - 1 : start]
    if before and (before.isalnum() and before.isascii() or before in ".,-/№#"):
        glued = before in ".," and folded[start - 2 : start - 1].isdigit()
        if glued or before not in ".,":
            return None
    return _quantity(int(folded[start:end]), (start, end), 0.9)


def _quantity(value: int, span: tuple[int, int], sure: float) -> Said:
    if value == 0:
        return Said("absent", "quantity", *span, 0.9, note="the text says none")
    return Said("quantity", value, *span, sure)
