"""Goods texts read: every fact with the characters it came from."""

import re
from collections.abc import Iterable, Iterator

from enduse.goods.accuracy import read_accuracy
from enduse.goods.companions import with_companions
from enduse.goods.condition import read_condition
from enduse.goods.controlled import read_numerical_control
from enduse.goods.counting import read_spelt_count
from enduse.goods.facts import Fact, Goods, Said
from enduse.goods.folding import find_uneven, straighten
from enduse.goods.heads import Head, find_head, kind_facts
from enduse.goods.knowledge import Knowledge, bundled_knowledge
from enduse.goods.marks import Mark, find_marks, mark_facts
from enduse.goods.measures import read_diameters, read_quantity, read_speed, read_weight
from enduse.goods.motions import read_axes, read_travels
from enduse.goods.page import Page, make_pages
from enduse.goods.serials import read_bare_serial, read_serials
from enduse.goods.years import read_years

# The look behind stands after the letter, so that a search may leap from one such letter to the next.
_AXIS_FIGURE = re.compile(r"x(?<![a-z0-9]x) ?[:=]? ?\d{2}")
_MANY_AXES = 5
_AT_ONCE, _MOST_LETTERS = 1000, 1_000_000
_UNTOLD = 0.5
_READERS = (
    (("key.quantity", "key.quantity_after"), read_quantity),
    (("key.axes", "key.contouring", "key.positional"), read_axes),
    (("key.positioning", "key.repeatability"), read_accuracy),
    (("key.bar", "key.turning_diameter"), read_diameters),
    (("key.spindle_speed",), read_speed),
    (("key.weight",), read_weight),
)
_CALLED_BY = {name: 1 << number for number, (names, _) in enumerate(_READERS) for name in names}


def read_goods(text: str, knowledge: Knowledge | None = None) -> Goods:
    """What one description says.

    Nothing is raised for a bad text: it is kept as it is, and what could not be read is an ``absent`` fact.
    """
    return read_many((text,), knowledge)[0]


def read_many(texts: Iterable[str], knowledge: Knowledge | None = None) -> list[Goods]:
    """The same for many descriptions, in their order."""
    given = list(texts)
    return [
        Goods(text, tuple([Fact(*it) for it in said]))
        for text, said in zip(given, say_many(given, knowledge), strict=True)
    ]


def say_many(texts: Iterable[str], knowledge: Knowledge | None = None) -> Iterator[list[Said]]:
    """The facts alone, as the readers hand them on: for those who keep only some values of very many texts."""
    known = knowledge or bundled_knowledge()
    for part in _portions(texts):
        moved: dict[int, list[int]] = {}
        for number in find_uneven(part):
            if uneven := straighten(part[number]):
                part[number], moved[number] = uneven
        for number, page in enumerate(make_pages(part, known)):
            facts = _facts(page, known)
            yield facts if number not in moved else [_moved(fact, moved[number]) for fact in facts]


def _portions(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in lots that fit into memory, however long they are."""
    portion: list[str] = []
    size = 0
    for text in texts:
        if portion and (len(portion) == _AT_ONCE or size + len(text) > _MOST_LETTERS):
            yield portion
            portion, size = [], 0
        portion.append(text)
        size += len(text)
    if portion:
        yield portion


def _moved(fact: Said, places: list[int]) -> Said:
    """The fact with the offsets of the text as given."""
    if fact.start < 0:
        return fact
    start, end = places[fact.start], places[fact.end]
    return fact._replace(start=start, end=end)


def _facts(page: Page, knowledge: Knowledge) -> list[Said]:
    if not page.text.strip():
        return [Said("absent", "text", -1, -1, 1.0, note="there is no text")]
    head = find_head(page)
    serials = _serials(page)
    marks = _marks(page, knowledge, head)
    kinds = next((mark.kinds for mark in marks if mark.model and not mark.control), ()) if marks else ()
    facts = (
        kind_facts(page, head, kinds)
        + read_condition(page)
        + read_years(
            page,
            announced=head is None and not marks or head is not None and head.role == "other",
            models=[mark.model_span[1] for mark in marks if mark.model],
        )
        + mark_facts(page, knowledge, marks)
        + serials
    )
    if head is None and marks and marks[0].model:
        facts += read_bare_serial(page)
    facts += _figures(page)
    if head is not None:
        facts += _of_machines(page, head, facts)
    if page.has("key.axes", "key.contouring"):
        facts = [_told_by_axes(fact, facts) for fact in facts]
    return facts + _within(head, facts) if head is not None else facts


def _serials(page: Page) -> list[Said]:
    """The serial numbers; no model is read where they stand."""
    if not page.has("key.serial", "key.number") and "号" not in page.folded:
        return []
    found = read_serials(page)
    for fact in found:
        if fact.name == "serial":
            page.take((fact.start, fact.end))
    return found


def _marks(page: Page, knowledge: Knowledge, head: Head | None) -> list[Mark]:
    found = find_marks(page, knowledge, head)
    if found and found[0].model and head is not None and head.role == "machine":
        return with_companions(page, knowledge, found, head)
    return found


def _figures(page: Page) -> list[Said]:
    """What the readers find whose words the text has."""
    found = read_travels(page) if "key.travel" in page.groups or _AXIS_FIGURE.search(page.folded) else []
    called = 0
    for name in page.groups:
        called |= _CALLED_BY.get(name, 0)
    if called:
        for number, (_, reader) in enumerate(_READERS):
            if called >> number & 1:
                found += reader(page)
    return found


def _of_machines(page: Page, head: Head, facts: list[Said]) -> list[Said]:
    """What a text tells in words about whole machines: their control, their number."""
    found = read_numerical_control(page) if head.role == "machine" else []
    counted = read_spelt_count(page, head)
    if counted and not any(fact.name == "quantity" for fact in facts):
        found += counted
    return found


def _told_by_axes(fact: Said, facts: list[Said]) -> Said:
    """A machine of which nothing is told but five axes is a machining centre, probably."""
    if fact.name != "kind" or fact.value != "other_machine" or fact.confidence > _UNTOLD:
        return fact
    many = any(it.name == "axes" and isinstance(it.value, int) and it.value >= _MANY_AXES for it in facts)
    return fact._replace(value="machining_centre", confidence=0.6) if many else fact


def _within(head: Head, facts: list[Said]) -> list[Said]:
    """Contradictions within the text itself; those with the rest of the declaration are ``contradictions``'."""
    if head.note:
        note = "The line begins with a word for parts, then names a machine with serial number or year."
        return [Said("contradiction", "machine_called_parts", head.start, head.end, 0.7, note=note)]
    if head.role == "part" and head.value == "other" and {"serial", "model"} <= {fact.name for fact in facts}:
        note = "Parts in general, but with one machine's model and serial number."
        return [Said("contradiction", "serial_on_parts", head.start, head.end, 0.5, note=note)]
    return []
