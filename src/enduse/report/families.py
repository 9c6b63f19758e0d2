"""What rose and when: the highest month against that of the watershed, and series by origin and by kind of goods."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from enduse.model.period import Span, month_index
from enduse.report.book import worth
from enduse.report.frame import Frame
from enduse.report.lines import Line
from enduse.report.model import Block, Sentence
from enduse.report.movement import Group, Heading, series_block
from enduse.report.wording import day_text, place_name, span_text

MOST_BANDS = 5
_KINDS: Mapping[str, str] = {
    "8207": "interchangeable tools",
    "8456": "laser, spark and water-jet machines",
    "8457": "machining centres",
    "8458": "lathes",
    "8459": "drilling, boring and milling machines",
    "8460": "grinding machines",
    "8461": "planing, gear-cutting and sawing machines",
    "8462": "forming machines",
    "8463": "other metal-working machines",
    "8466": "parts and accessories",
    "8537": "numerical controls",
}
"""Headings of the Harmonized System in a few words, as people call them."""


def peak_sentence(frame: Frame, title: str, lines: Sequence[Line]) -> Sentence | None:
    """The highest month after that of the watershed, and how many times that month's value it is.

    None where no single month is recorded on both sides, or none was higher.
    """
    single = [it for it in lines if it.month is not None and it.months <= 1]
    base = month_index(frame.watershed.on)
    months: dict[int, list[Line]] = defaultdict(list)
    for it in single:
        months[it.month or 0].append(it)
    later = [it for it in months if it > base]
    if not later or not worth(months.get(base, ())):
        return None
    peak = max(sorted(later), key=lambda it: worth(months[it]))
    if worth(months[peak]) <= worth(months[base]):
        return None
    names = {it: span_text(Span(it, it + 1)) for it in (base, peak)}
    most = frame.book.total(months[peak], f"{title}, {names[peak]}")
    first = frame.book.total(months[base], f"{title}, {names[base]}")
    times = frame.book.ratio(months[peak], months[base], f"{names[peak]} divided by {names[base]}")
    if times is None:
        return None
    opening = f"{title[:1].upper()}{title[1:]}: the highest month since {day_text(frame.watershed.on)} is "
    return Sentence(
        (
            opening,
            f"{names[peak]} with ",
            most,
            ", ",
            times,
            " the ",
            first,
            f" of {names[base]}, the month of the watershed.",
        )
    )


def family_blocks(frame: Frame, id: str, stream: str, lines: Sequence[Line]) -> Iterator[Block]:
    """Series by country of origin and by kind of goods, where there are several of them."""
    single = [it for it in lines if it.months <= 1]
    origins = _groups(single, lambda it: place_name(it.origin)) if any(it.origin for it in single) else []
    kinds = _groups(single, lambda it: f"{it.code[:4]} {_KINDS.get(it.code[:4], '')}".strip() or "code not recorded")
    for groups, heading in (
        (origins, Heading(f"origins{id}", "By month and origin", "Origin: where the goods were made.", stream)),
        (kinds, Heading(f"families{id}", "By month and kind of goods", "By heading of the goods code.", stream)),
    ):
        block = series_block(frame, heading, groups) if len(groups) > 1 else None
        if block:
            yield block


def _groups(lines: Sequence[Line], name: Callable[[Line], str]) -> list[Group]:
    """Lines by name, those of most value first; beyond five the rest as one."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for it in lines:
        groups[name(it)].append(it)
    ranked = sorted(groups.items(), key=lambda it: (-worth(it[1]), it[0]))
    if len(ranked) <= MOST_BANDS + 1:
        return [(name, lines) for name, lines in ranked]
    rest = [line for _, own in ranked[MOST_BANDS:] for line in own]
    return [*ranked[:MOST_BANDS], (f"{len(ranked) - MOST_BANDS} others", rest)]
