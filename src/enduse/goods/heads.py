"""What kind of goods a text speaks of, and whether of a complete machine, a part of one, a set, or something else."""

import re
from typing import NamedTuple

from enduse.goods.facts import Said
from enduse.goods.page import Page
from enduse.goods.scanning import Hit
from enduse.model import goods_rules

MACHINE_KINDS = goods_rules.MACHINE_KINDS
_NOUNS = frozenset({"machine", "part", "tool", "accessory", "unit", "software", "other"})
_MENTIONS = _NOUNS | {"adjective"}
_LOOSE = frozenset({"part", "tool", "accessory", "unit", "other"})
_CLAUSE_END = re.compile(r"[,;:()\n|]|\. ")
_SURE_ENOUGH = 0.65
_VAGUE_TOO = frozenset(
    {("accessory", "other"), ("accessory", "workholding"), ("accessory", "probe"), ("unit", "control")}
)
_VAGUE = frozenset({"other", "servo_motor", "cable", "seal", "panel", "encoder"})
_GENERIC = frozenset({"any", "weak"})
_EVIDENCE = (
    "sign.nc",
    "brand",
    "weak_brand",
    "key.serial",
    "key.axes",
    "key.bar",
    "key.travel",
    "key.spindle_speed",
    "model",
)
_MOST_HITS = 600
_ASIDE = re.compile(r"[,;(]| для | из | co | c ")
_NUMBERING = re.compile(r"[ \d.)(-]{0,6}")
_BREAK = re.compile(r"[;:()\n|,]|\. | - ")
_GAP = re.compile(r"(?:[a-zа-я]{0,6}[ -]{0,2}(?:c чпy|cnc|s chpu|nc)?[ -]?)?\Z")
_FIGURE = re.compile(r"[ :=]{0,3}\d[\d ., ]{0,8}(?:rpm|r/min|kw|kвt|mm|мм|min|hp|nm|об|\")")
_ONLY_DESCRIBED = 0.6
# A designation of letters and digits.
_CODED = re.compile(r"(?<![a-z0-9])(?:[a-z]{1,4}[ -]?\d{2,5}|\d{1,2}[a-zа-я]{1,2}\d{2,4})")
_INSERT = re.compile(r"(?<![a-z0-9])[abcdehklmoprstvw][abcdefgnpo][acefghjklmnu][afgmnrtuwx] ?-?\d{4,6}(?!\d)")
_GENITIVE = re.compile(r"ctahk(?:a|y|ob|om|ax|am|ami|aми|e)|цehtp(?:a|y|ob|om|ob)|abtomata|abtomatob")


class Head(NamedTuple):
    """What the text is about.

    Attributes:
        role: ``machine``, ``part``, ``tool``, ``accessory``, ``unit``, ``software`` or ``other``.
        value: The kind of machine, the type of part or tool.
        start: Where it stands.
        end: Its end.
        confidence: How sure the reading is.
        note: Why it was not read at face value.
    """

    role: str
    value: str
    start: int
    end: int
    confidence: float
    note: str = ""


def find_head(page: Page) -> Head | None:
    """What the text is about; None where no word says so."""
    mentions = _mentions(page)
    if "context" in page.groups:
        start, end, _ = page.every("context")[0]
        return Head("other", "goods", start, end, 0.8)
    if not mentions:
        return _insert(page)
    context = _governed(page, mentions)
    free = [place for place in range(len(mentions)) if place not in context]
    if not free:
        return _head_of(page, mentions, _last_resort(mentions))
    head = _head_of(page, mentions, free[0], context)
    if _is_aside(page, head) or _is_vague(page, head) or _describes_else(page, head):
        return None
    return _unmasked(page, mentions, context, head) or head


def _is_vague(page: Page, head: Head) -> bool:
    """Is it a motor, a display, a valve of no known thing?"""
    if (
        head.role != "part"
        or head.value not in _VAGUE
        or page.has("machine", "adjective", "brand", "weak_brand", "sign.nc", "unit")
    ):
        return False
    return not any(hit[2][1] == "any" and hit[1] < head.start + 40 and hit[0] < 30 for hit in page.every("part"))


def _describes_else(page: Page, head: Head) -> bool:
    """Is a trade named, but no machine, nor anything that only machines have: ``milling blocks``, ``turned legs``?"""
    return head.confidence == _ONLY_DESCRIBED and not page.has(*_EVIDENCE) and not _CODED.search(page.folded)


def _is_aside(page: Page, head: Head) -> bool:
    """Is the part or tool named only after the goods themselves, which no word tells: ``hopper, drive absent``?"""
    if head.role not in _LOOSE or page.has("machine", "adjective", "brand"):
        return False
    found = _ASIDE.search(page.folded, _NUMBERING.match(page.folded).end(), head.start)  # type: ignore[union-attr]
    return found is not None


def _mentions(page: Page) -> list[Hit]:
    found: list[Hit] = []
    for hit in page.hits[:_MOST_HITS]:
        if hit[2][0] in _MENTIONS and not (found and found[-1][:2] == hit[:2]):
            found.append(hit)
    return found


def _insert(page: Page) -> Head | None:
    found = _INSERT.search(page.folded)
    return Head("tool", "insert", found.start(), found.end(), 0.7) if found else None


def _governed(page: Page, mentions: list[Hit]) -> set[int]:
    """The mentions that only tell what the goods are for, or what comes with them."""
    found: set[int] = set()
    if not page.has("mark.for", "mark.for_after", "mark.with_after"):
        return found
    for _, end, _word in page.every("mark.for"):
        stop = _CLAUSE_END.search(page.folded, end)
        limit = stop.start() if stop else len(page.folded)
        found.update(place for place, hit in enumerate(mentions) if end <= hit[0] < limit)
    for start, _, _word in page.every("mark.for_after") + page.every("mark.with_after"):
        found.update(place for place, hit in enumerate(mentions) if 0 <= start - _word_end(page.folded, hit[1]) <= 1)
    return found


def _last_resort(mentions: list[Hit]) -> int:
    return next((place for place, hit in enumerate(mentions) if hit[2][0] in _LOOSE), 0)


def _word_end(folded: str, at: int) -> int:
    limit = min(len(folded), at + 8)
    while at < limit and ("a" <= folded[at] <= "z" or "а" <= folded[at] <= "я"):
        at += 1
    return at


def _head_of(page: Page, mentions: list[Hit], place: int, context: set[int] = frozenset()) -> Head:  # type: ignore[assignment]
    """The noun at ``place``, or the one that it only describes: in ``lathe spindle`` the spindle."""
    first = place
    while place + 1 < len(mentions) and place + 1 not in context and _joins(page, mentions[place], mentions[place + 1]):
        place += 1
    start, end, word = mentions[place]
    if word[0] != "adjective":
        return _named(page, mentions, (first, place))
    stop = _CLAUSE_END.search(page.folded, end)
    limit = stop.start() if stop else len(page.folded)
    for later in range(place + 1, len(mentions)):
        if mentions[later][0] >= limit:
            break
        if later not in context and mentions[later][2][0] != "adjective":
            return _named(page, mentions, (place, later))
    return Head("machine", word[1], start, end, _ONLY_DESCRIBED)


def _named(page: Page, mentions: list[Hit], span: tuple[int, int]) -> Head:
    start, end, word = mentions[span[1]]
    role, value = word[0], word[1]
    if role == "part" and value in ("any", "other"):
        value = _specific(mentions) or "other"
    if role == "machine":
        value = _machine_kind(mentions, span, page) if value in _GENERIC else value
        if any(hit[2][:2] == ("adjective", "other_machine") for hit in mentions):
            value = "other_machine"
    return Head(role, value, start, end, 0.92 if word[1] not in _GENERIC else 0.85)


def _specific(mentions: list[Hit]) -> str:
    """The type of part that follows the word for parts, or stood before it; several different ones are none."""
    near = {hit[2][1] for hit in mentions if hit[2][0] == "part" and hit[2][1] not in _GENERIC}
    return near.pop() if len(near) == 1 else ""


def _machine_kind(mentions: list[Hit], span: tuple[int, int], page: Page) -> str:
    start = mentions[span[1]][0]
    told = [hit for hit in mentions if hit[2][0] in ("adjective", "machine") and hit[2][1] not in _GENERIC]
    if not told:
        return mentions[span[1]][2][1]
    return min(told, key=lambda hit: (abs(hit[0] - start) > 60, abs(hit[0] - start)))[2][1]


def _joins(page: Page, first: Hit, second: Hit) -> bool:
    """Does the second word name what the first one only describes?"""
    gap = page.folded[first[1] : second[0]] if second[0] > first[1] else ""
    one, two = first[2], second[2]
    if len(gap) > 12 or not _GAP.match(gap):
        return False
    if one[0] == "adjective":
        return True
    if two[0] == "adjective":
        return one[0] in _LOOSE and one[2] != "ru"
    if one[0] == "other" and (two[0] == "machine" and two[1] in _GENERIC):
        return False
    if one[2] == "ru" or two[2] == "ru" or one[:2] == ("part", "any"):
        return False
    if one[2] in ("zh", "ja") and gap:
        return False
    if one[0] == "machine":
        return two[0] in _LOOSE and not _FIGURE.match(page.folded, second[1])
    if two[0] == "machine":
        return one[2] != "de" and one[0] in _LOOSE
    return one[0] in _LOOSE and two[0] in _LOOSE


def _unmasked(page: Page, mentions: list[Hit], context: set[int], head: Head) -> Head | None:
    """The machine that is called parts: the word for parts, then in a clause of its own a machine and its number."""
    if (
        head.role not in ("part", "accessory")
        or head.value != "other"
        or not page.has("key.serial", "sign.complete", "key.year", "key.number")
    ):
        return None
    if any(hit[2][0] in ("part", "accessory") and hit[2][1] not in ("any", "other") for hit in mentions):
        return None
    for place, (start, end, word) in enumerate(mentions):
        if place in context or word[0] != "machine" or start < head.end:
            continue
        if _GENITIVE.match(page.folded, start) or not _BREAK.search(page.folded, head.end, start):
            continue
        kind = _machine_kind(mentions, (place, place), page) if word[1] in _GENERIC else word[1]
        return Head("machine", kind, start, end, 0.65, "called parts")
    return None


def kind_facts(page: Page, head: Head | None, kinds: tuple[str, ...]) -> list[Said]:
    """Kind, completeness and type, from the head or else from what the model's maker builds (``kinds``)."""
    if head is None:
        return _from_model(kinds)
    span = (head.start, _word_end(page.folded, head.end))
    facts: list[Said] = []
    if head.role == "machine":
        kind, sure = head.value, head.confidence
        if kind in _GENERIC:
            kind, sure = (kinds[0], 0.7) if kinds and kinds[0] in MACHINE_KINDS else ("other_machine", 0.5)
        facts += [page.fact("kind", kind, span, sure), page.fact("whole", "complete", span, head.confidence)]
    elif head.role == "part":
        facts += [page.fact("kind", "part", span, head.confidence), page.fact("whole", "part", span, head.confidence)]
        facts.append(page.fact("part_type", head.value, span, head.confidence))
    elif head.role == "unit":
        facts += [page.fact("kind", "control_unit", span, 0.9), page.fact("whole", "part", span, 0.85)]
    elif head.role == "tool":
        facts += [page.fact("kind", "cutting_tool", span, 0.9), page.fact("tool_type", head.value, span, 0.9)]
    elif head.role == "accessory":
        facts += [page.fact("kind", "accessory", span, 0.9), page.fact("part_type", head.value, span, 0.9)]
    else:
        facts.append(page.fact("kind", "software" if head.role == "software" else "other", span, 0.85))
    if (head.role, head.value) == ("other", "machine"):
        facts.append(page.fact("whole", "complete", span, 0.8))
    if head.role in ("tool", "accessory", "part"):
        facts += _set(page, head)
    return facts


def _set(page: Page, head: Head) -> list[Said]:
    for start, end, _ in page.every("sign.set"):
        if start < head.start and head.start - end < 4:
            return [page.fact("whole", "set", (start, _word_end(page.folded, end)), 0.7)]
    return []


def _from_model(kinds: tuple[str, ...]) -> list[Said]:
    if not kinds or kinds[0] == "other":
        return [Said("absent", "kind", -1, -1, 1.0, note="no word of the text names a machine, a part or a tool")]
    found = [Said("kind", kinds[0], -1, -1, 0.7, basis="model")]
    if kinds[0] in MACHINE_KINDS:
        found.append(Said("whole", "complete", -1, -1, 0.6, basis="model"))
    return found
