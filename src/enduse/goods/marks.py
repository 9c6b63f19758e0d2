"""Brand and model: names of makers, what follows them, and what a word like ``model`` announces."""

import re
from itertools import islice
from typing import NamedTuple

from enduse.goods.facts import Said
from enduse.goods.folding import fold
from enduse.goods.heads import Head
from enduse.goods.knowledge import Knowledge
from enduse.goods.page import Page
from enduse.goods.scanning import Hit

_AFTER, _BEFORE = 44, 30
_SKIP = re.compile(r"[ :\"'(=.,№#|牌-]{0,4}")
_JOINT = re.compile(r"[ \"'(:]{0,3}")
_TOKEN = re.compile(r"[a-z0-9αа-я][a-z0-9./+αа-я-]{0,24}")
# Soviet designations, 2Е450АФ30 or ИР500ПМФ4: letters that no Latin letter looks like, between figures.
_SOVIET = re.compile(r"[a-zа-я]{1,3}\d{2,4}[a-zа-я0-9-]{0,8}|\d{1,2}[a-zа-я]{1,2}\d{2,4}[a-zа-я0-9-]{0,8}")
_CYRILLIC = re.compile("[а-я]")
_NAME = re.compile(r"[A-Z][A-Za-z&-]{2,18}(?![A-Za-z])")
_CODE = re.compile(
    r"(?<![^ ,(\u2e80-\uffff])((?=[a-zа-я0-9./-]{0,14}[a-zαа-я])(?=[a-zа-я0-9./-]{0,14}\d)"
    r"[a-zа-я0-9][a-zа-я0-9./-]{1,15})(?![a-zа-я0-9])"
)
_DIGIT = re.compile(r"\d")
_CLAUSE_END = re.compile("[,;:(]")
_DIVIDES = re.compile("[,;]")
_TRIES = 30
_SHORTEST_BARE = 2
_NAME_BEFORE = re.compile(r"(?<![A-Za-z])[A-Z]{4,14}(?= [A-Z0-9])")
_CAPITALS = re.compile(r"(?<![A-Za-z])([A-Z]{3,14}) \Z")
_PLACES = frozenset(
    {"china", "taiwan", "japan", "korea", "germany", "italy", "turkey", "turkiye", "switzerland", "usa"}
)
_PLACES |= {
    "spain",
    "india",
    "prc",
    "czech",
    "austria",
    "france",
    "kitai",
    "uk",
    "sweden",
    "israel",
    "thailand",
    "hong",
}
_PLACES |= {"kong", "russia", "none", "absent", "missing"}
_GROWTH = re.compile(
    r"[ ](?!(?:pn|sn|nr|pcs|pc|st|mm|kg|kw|shp)(?![a-z]))"
    r"(i{1,3}|iv|vi{1,3}|[bcdfghjklmnpqrstvwxyz]{2,4}|[a-z]{1,4}/[a-z0-9]{1,4})(?![a-z0-9/])"
)
# What would be metres, tons or volts by itself, but not behind letters: ``GL 240M``, ``V 650T``.
_FRAME = re.compile(r"\d{2,4}[mtv]")
# The short name of a kind of machine that stands in a model: ``VMC 4020``, ``HMC-63E``.
_SERIES = re.compile(r"(?:[vh]?mc|vtl|cnc|vf|tc)[ -]?(?!(?:19|20)\d\d(?!\d))\d{2,4}(?!\d| ?(?:mm|мм|kg|kг|шt|pcs))")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_INSERT = re.compile(r"[cdstvwrka][ncbpmae][a-z][a-z] ?-?\d{4,6}")
_MEASURE = re.compile(
    r"\d{1,5}(?:[.,]\d{1,3})?(?:mm|kg|kw|rpm|um|mkm|mкm|мкм|pcs|pc|шt|kг|мм|mm|v|hz|m|t|nm|axis)\b|"
    r"\d{1,5}x\d{1,5}|[xyz]\d{2,5}\b|(?:hsk|bt|cat|sk|er|vdi|iso|capto|psc|r8|"
    r"mt)-?[a-z]?\d{1,3}\b|[mdr]\d{1,3}(?:[x,.]\d{1,3})?\b"
)


class Mark(NamedTuple):
    """A brand and, where told, a model.

    Attributes:
        brand: Name of the table of brands, or as written; ``""`` where unknown.
        brand_span: Where it stands; ``(-1, -1)`` where only the model tells it.
        model: As written.
        model_span: Where it stands.
        sure: Confidences of brand and model.
        kinds: What the model is, or what the brand makes.
        control: Is it the make of the control?
    """

    brand: str = ""
    brand_span: tuple[int, int] = (-1, -1)
    model: str = ""
    model_span: tuple[int, int] = (-1, -1)
    sure: tuple[float, float] = (0.0, 0.0)
    kinds: tuple[str, ...] = ()
    control: bool = False


def find_marks(page: Page, knowledge: Knowledge, head: Head | None) -> list[Mark]:
    """Brand and model of the goods first, then the make of the control."""
    found = branded(page, knowledge, head) if page.has("brand", "weak_brand") else []
    controls = [mark for mark in found if mark.control]
    for mark in controls:
        if mark.model:
            page.take(mark.model_span)
    goods = [mark for mark in found if not mark.control] or _unbranded(page, knowledge, head)
    best = max(goods, key=lambda mark: _rank(page, mark)) if len(goods) > 1 else goods[0] if goods else None
    if best is not None and not best.model:
        best = next((mark for mark in goods if mark.brand == best.brand and mark.model), best)
    if best is not None and not best.model and head is not None and head.role != "tool":
        best = _with_announced(page, best)
    return ([best] if best else []) + controls[:1]


def _with_announced(page: Page, mark: Mark) -> Mark:
    """The mark with the model that a word like ``model`` announces elsewhere."""
    for _, end, _word in page.every("key.model"):
        if (model := _walk(page, end)) is not None:
            return mark._replace(model=page.written(*model), model_span=model, sure=(mark.sure[0], 0.8))
    return mark


def _rank(page: Page, mark: Mark) -> tuple[bool, bool, bool, int]:
    announced = any(0 <= mark.brand_span[0] - end <= 4 for _, end, _ in page.every("key.brand"))
    return (not is_context(page, mark), announced, bool(mark.model), -mark.brand_span[0])


def is_context(page: Page, mark: Mark) -> bool:
    """Is it only named as what the goods are for?"""
    for _, end, _word in page.every("mark.for"):
        if end <= mark.brand_span[0] and not _CLAUSE_END.search(page.folded, end, mark.brand_span[0]):
            return True
    return False


def branded(page: Page, knowledge: Knowledge, head: Head | None) -> list[Mark]:
    """Every brand that is named and believed, with its model, in the order of the text."""
    hits = sorted(page.every("brand") + page.every("weak_brand"))
    found: list[Mark] = []
    apart = _not_nested(hits)
    for hit in apart:
        found.append(_mark(page, knowledge, head, hit))
    several = len({mark.brand for mark in found}) > 1
    kept = [mark for mark, hit in zip(found, apart, strict=True) if _believed(page, mark, hit, head)]
    return [_as_control(page, knowledge, mark, head, several) for mark in kept]


def _not_nested(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept


def _believed(page: Page, mark: Mark, hit: Hit, head: Head | None) -> bool:
    if head is not None and head.role == "other":
        return hit[2][0] == "brand" and bool(mark.model)
    if hit[2][0] == "brand":
        return True
    return head is not None or mark.sure[1] > 0.75


def _mark(page: Page, knowledge: Knowledge, head: Head | None, hit: Hit) -> Mark:
    start, end, word = hit
    sure = 0.95 if word[0] == "brand" else 0.8
    kinds = knowledge.brands[word[1]].kinds
    model = _known_model(page, knowledge, hit)
    walked = _walk(page, end)
    if model is None or (walked is not None and walked[0] <= model[0] and walked[1] > model[1]):
        model = (*walked, 0.75, ()) if walked is not None else model
    if model is None or (head is not None and head.role == "tool"):
        return Mark(word[1], (start, end), sure=(sure, 0.0), kinds=kinds)
    begin, stop, trust, built = model
    if begin == start and stop - end > 1 and fold(word[1]).startswith(page.folded[start:end]):
        begin = end + (page.folded[end] in " -:")
    return Mark(word[1], (start, end), page.written(begin, stop), (begin, stop), (sure, trust), built or kinds)


def _known_model(page: Page, knowledge: Knowledge, hit: Hit) -> tuple[int, int, float, tuple[str, ...]] | None:
    """The longest of the nearest designations around a brand: after it, else before it."""
    start, end, word = hit
    fits = knowledge.any_designation.get(word[1])
    if fits is None:
        return None
    any_of_them = fits.regex
    for window in ((start, end + _AFTER), (max(0, start - _BEFORE), start)):
        if not any_of_them.search(page.folded, *window):
            continue
        best: tuple[int, int, float, tuple[str, ...]] | None = None
        for pattern in knowledge.designations[word[1]]:
            found = pattern.regex.search(page.folded, window[0], min(window[1], len(page.folded)))
            span = trimmed(page, found.span()) if found else None
            span = _grown(page, *span) if span else None
            if span and span[1] <= end and window[0] == start:
                continue
            if span and (best is None or (span[0] - 3 <= best[0] and span[1] - span[0] > best[1] - best[0])):
                best = (*span, pattern.confidence, pattern.kinds)
        if best is not None:
            return best
    return None


def trimmed(page: Page, span: tuple[int, int]) -> tuple[int, int] | None:
    """The designation without the words of the lexicon that it ran into; None where it is none."""
    start, end = span
    if (start in page.starts and page.starts[start] >= end) or page.is_taken(start):
        return None
    for place in range(start + 1, end):
        if place in page.starts and page.folded[place - 1] in " -" and not page.folded[place].isdigit():
            end = place
            break
    while end > start and page.folded[end - 1] in " -./":
        end -= 1
    written = page.folded[start:end]
    if _YEAR.fullmatch(written) or _INSERT.match(written) or end - start < 4 and not _DIGIT.search(written):
        return None
    return start, end


def _walk(page: Page, at: int) -> tuple[int, int] | None:
    """The code that follows a brand or a word like ``model``: up to three words, the last one with a digit."""
    folded = page.folded
    skip = _SKIP.match(folded, at)
    at = begin = skip.end() if skip else at
    for _ in range(3):
        token = _TOKEN.match(folded, at)
        if token is None or (_stops(page, token) and not (at > begin and _FRAME.fullmatch(token[0]))):
            return None
        end = token.end()
        while end > at and folded[end - 1] in ".-/+":
            end -= 1
        if _DIGIT.search(folded, at, end):
            return _grown(page, begin, end)
        joint = _JOINT.match(folded, end)
        if joint is None or joint.end() == end or end - at > 12:
            return None
        at = joint.end()
    return None


def _stops(page: Page, token: re.Match[str]) -> bool:
    start, text = token.start(), token[0]
    if page.is_taken(start):
        return True
    reach = page.starts.get(start, -1)
    if _SERIES.match(page.folded, start):
        return False
    if reach >= min(token.end(), start + 3) and not _DIGIT.search(page.folded, reach, token.end()):
        return True
    if _YEAR.match(text) and len(text.rstrip(".-/")) == 4:
        return True
    if _CYRILLIC.search(text) and not _SOVIET.fullmatch(text.rstrip(".-/+")):
        return True
    return bool(_INSERT.match(text) or _MEASURE.match(text))


def _grown(page: Page, start: int, end: int) -> tuple[int, int]:
    """With the number or Roman numeral that belongs to it."""
    more = _GROWTH.match(page.folded, end)
    if more is None or more.start(1) in page.starts or page.is_taken(more.start(1)) or _MEASURE.match(more[1]):
        return start, end
    return start, more.end()


def _as_control(page: Page, knowledge: Knowledge, mark: Mark, head: Head | None, several: bool) -> Mark:
    brand = knowledge.brands[mark.brand]
    if "control_unit" not in brand.kinds or head is None or head.role not in ("machine", "part", "accessory"):
        return mark
    if head.role != "machine":
        return mark._replace(control=several and _control_word(page, mark))
    machine_model = any(kind in ("machining_centre", "edm", "turning") for kind in mark.kinds) and bool(mark.model)
    if machine_model and not _control_word(page, mark):
        return mark
    if (
        "sign.no_brand" in page.groups
        or _control_word(page, mark)
        or several
        or "turning" not in brand.kinds
        and "edm" not in brand.kinds
    ):
        return Mark(mark.brand, mark.brand_span, mark.model, mark.model_span, mark.sure, mark.kinds, control=True)
    return mark


def _control_word(page: Page, mark: Mark) -> bool:
    """Does a word for controls stand before the brand, or right after it?"""
    start, end = mark.brand_span
    before = page.every("unit") + page.every("sign.nc") + page.every("key.control")
    after = page.every("unit") + page.every("key.control")
    return any(
        0 <= start - stop <= 16 and not _DIVIDES.search(page.folded, stop, start) for _, stop, _ in before
    ) or any(0 <= begin - end <= 14 and not _DIVIDES.search(page.folded, end, begin) for begin, _, _ in after)


def _unbranded(page: Page, knowledge: Knowledge, head: Head | None) -> list[Mark]:
    """What models or words like ``brand`` tell where no known brand is named."""
    told = _alone(page, knowledge)
    if told:
        return told
    if head is not None and head.role == "other":
        return []
    named = _announced_brand(page)
    for _, end, _word in page.every("key.model"):
        if mark := _announced_model(page, end, named):
            return [mark]
    if named:
        model = _walk(page, named[1])
        text = page.latin[named[0] : named[1]]
        written = page.written(*model) if model else ""
        return [Mark(text, named, written, model or (-1, -1), (0.6, 0.6 if model else 0.0))]
    return _bare_model(page, head)


def _alone(page: Page, knowledge: Knowledge) -> list[Mark]:
    for start, _, word in page.every("model"):
        for pattern in knowledge.alone[word[1]]:
            found = pattern.regex.match(page.folded, start)
            span = trimmed(page, found.span()) if found else None
            if span and _DIGIT.search(page.folded, *span):
                sure = pattern.confidence
                return [Mark(pattern.brand, (-1, -1), page.written(*span), span, (sure * 0.9, sure), pattern.kinds)]
    return []


def _announced_brand(page: Page) -> tuple[int, int] | None:
    for _, end, _word in page.every("key.brand"):
        skip = _SKIP.match(page.latin, end)
        if (found := _NAME.match(page.latin, skip.end() if skip else end)) and _is_name(page, found):
            return found.span()
    return None


def _is_name(page: Page, found: re.Match[str]) -> bool:
    return found[0].lower() not in _PLACES and not page.is_word(found.start())


def _announced_model(page: Page, end: int, named: tuple[int, int] | None) -> Mark | None:
    skip = _SKIP.match(page.latin, end)
    name = _NAME.match(page.latin, skip.end() if skip else end)
    if name and named is None and _is_name(page, name) and page.folded[name.end() : name.end() + 1] == " ":
        model = _walk(page, name.end())
        if model and len(name[0]) > 3:
            return Mark(name[0], name.span(), page.written(*model), model, (0.55, 0.75))
    model = _walk(page, end)
    if model is None:
        return None
    if named:
        return Mark(page.latin[named[0] : named[1]], named, page.written(*model), model, (0.6, 0.8))
    return Mark("", (-1, -1), page.written(*model), model, (0.0, 0.8))


def _bare_model(page: Page, head: Head | None) -> list[Mark]:
    """A code that nothing else explains, and the name in capitals before it: ``lathe CA6140``, ``IXION TL1000``."""
    if head is None or head.role not in ("machine", "accessory", "unit") and not page.has("machine", "adjective"):
        return []
    for match in islice(_CODE.finditer(page.folded), _TRIES):
        span = trimmed(page, match.span(1))
        if (
            span is None
            or span[1] - span[0] < _SHORTEST_BARE
            or _MEASURE.match(match[1])
            or match.start(1) in page.starts
            or _is_number_of_papers(page, span)
        ):
            continue
        since = max(0, span[0] - 22)
        name = _CAPITALS.search(page.latin[since : span[0]])
        at = (since + name.start(1), since + name.end(1)) if name else (0, 0)
        if name and name[1].lower() not in _PLACES and not page.is_word(at[0]) and "sign.no_brand" not in page.groups:
            return [Mark(name[1], at, page.written(*span), span, (0.5, 0.65))]
        if span[0] < head.start:
            continue
        return [Mark("", (-1, -1), page.written(*span), span, (0.0, 0.6))]
    return _named_in_capitals(page)


def _named_in_capitals(page: Page) -> list[Mark]:
    """A name in capitals that no list knows, with a designation of letters and digits behind it."""
    for name in islice(_NAME_BEFORE.finditer(page.latin), _TRIES):
        if not _is_name(page, name) or (model := _walk(page, name.end())) is None:
            continue
        if any(it.isalpha() for it in page.folded[slice(*model)]) and "sign.no_brand" not in page.groups:
            return [Mark(name[0], name.span(), page.written(*model), model, (0.5, 0.6))]
    return []


def _is_number_of_papers(page: Page, span: tuple[int, int]) -> bool:
    words = page.every("key.not_serial") + page.every("key.number") + page.every("key.serial")
    return any(0 <= span[0] - end <= 8 for _, end, _ in words)


def mark_facts(page: Page, knowledge: Knowledge, marks: list[Mark]) -> list[Said]:
    """Brand, maker's group and countries, model, and the make of the control."""
    facts: list[Said] = []
    for mark in marks:
        if mark.control:
            facts.append(page.fact("control", mark.brand, mark.brand_span, mark.sure[0] - 0.05))
            continue
        if mark.brand:
            basis = "text" if mark.brand_span[0] >= 0 else "model"
            facts.append(Said("brand", mark.brand, *mark.brand_span, mark.sure[0], basis=basis))
            if (brand := knowledge.brands.get(mark.brand)) is not None:
                facts.append(Said("maker_group", brand.group, *mark.brand_span, mark.sure[0], basis="brand"))
                countries = ",".join(brand.countries)
                facts.append(Said("maker_countries", countries, *mark.brand_span, mark.sure[0], basis="brand"))
        if mark.model:
            facts.append(page.fact("model", mark.model, mark.model_span, mark.sure[1]))
    return facts
