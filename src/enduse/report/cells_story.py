"""What published trade statistics tell about a lane or a country."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from enduse.model.period import Span
from enduse.report.book import worth
from enduse.report.frame import Frame, within
from enduse.report.lines import Line, in_own_currency
from enduse.report.model import Block, Figure, Sentence
from enduse.report.movement import AROUND, Group, Heading, before_after_block, dates_block, series_block, years_block
from enduse.report.published import without_doubles
from enduse.report.ranking import Ranking, ranking_block
from enduse.report.wording import month_text, place_in_prose, place_name

MOST_BANDS = 5


@dataclass(frozen=True)
class CellStream:
    """Published cells that may be added up: one flow, seen from one side.

    Attributes:
        id: Suffix of block ids.
        title: ``Exports to Kazakhstan, as the senders report them``.
        other: Which side varies: ``reporter`` or ``partner``.
        left_out: Cells that repeat others: why, and how many.
    """

    id: str
    title: str
    other: str
    lines: tuple[Line, ...]
    left_out: tuple[tuple[str, int], ...]


def country_streams(lines: Sequence[Line], country: str) -> tuple[CellStream, ...]:
    """The four ways in which statistics see a country; those without a row are left out."""
    name = place_in_prose(country)
    wanted: tuple[tuple[str, str, str, Callable[[Line], bool]], ...] = (
        ("to", f"Exports to {name}, as the senders report them", "reporter", _is("export", "partner", country)),
        ("imports", f"Imports of {name}, as it reports them", "partner", _is("import", "reporter", country)),
        ("exports", f"Exports of {name}, as it reports them", "partner", _is("export", "reporter", country)),
        ("from", f"Imports from {name}, as the receivers report them", "reporter", _is("import", "partner", country)),
    )
    return tuple(_stream(id, title, other, [line for line in lines if test(line)]) for id, title, other, test in wanted)


def lane_streams(lines: Sequence[Line], sender: str, receiver: str) -> tuple[CellStream, ...]:
    """Both sides' records of one lane."""
    route = f"from {place_in_prose(sender)} to {place_in_prose(receiver)}"
    sent = [line for line in lines if line.flow == "export"]
    got = [line for line in lines if line.flow == "import"]
    return (
        _stream("sent", f"Exports {route}, as the sender reports them", "reporter", sent),
        _stream("received", f"Imports {route}, as the receiver reports them", "partner", got),
    )


def _is(flow: str, side: str, country: str) -> Callable[[Line], bool]:
    return lambda line: line.flow == flow and getattr(line, side) == country


def _stream(id: str, title: str, other: str, lines: Sequence[Line]) -> CellStream:
    single = without_doubles(lines)
    return CellStream(f"-{id}", title, other, in_own_currency(single.lines), single.left_out)


def cell_sentences(frame: Frame, stream: CellStream) -> Iterator[Sentence]:
    """The summary of one stream."""
    span = _span(stream.lines)
    value = frame.book.total(stream.lines, stream.title)
    parts: list[str | Figure] = [f"{stream.title}{span}: ", value, " in "]
    parts += [frame.book.count(stream.lines, stream.title, "published cells"), "."]
    yield Sentence(tuple(parts), "recorded" if len(stream.lines) == 1 else "derived")
    if frame.windows and (change := _change(frame, stream)):
        yield change


def _span(lines: Sequence[Line]) -> str:
    """`` between 2010-01 and 2024-08``; ``, 1994 to 2023`` where whole years were published."""
    dated = [(line.month, line.month + max(1, line.months) - 1) for line in lines if line.month is not None]
    if not dated:
        return ""
    first, last = min(it[0] for it in dated), max(it[1] for it in dated)
    if all(line.months == 12 for line in lines):
        return f", {first // 12} to {last // 12}" if first // 12 < last // 12 else f", {first // 12}"
    return f" between {month_text(first)} and {month_text(last)}"


def _change(frame: Frame, stream: CellStream) -> Sentence | None:
    if not frame.windows:
        return None
    before, after = within(stream.lines, frame.windows.before), within(stream.lines, frame.windows.after)
    if not before and not after:
        return None
    first, then = frame.book.total(before, "before"), frame.book.total(after, "after")
    parts: list[str | Figure] = [f"{stream.title}: from ", first, " to ", then, f" ({frame.windows})"]
    if ratio := frame.book.ratio(after, before, "after divided by before"):
        parts += [", ", ratio, " the earlier value"]
    return Sentence((*parts, "."))


def cell_blocks(frame: Frame, stream: CellStream, held: Span, one_code: bool) -> Iterator[Block]:
    """Series, windows and rankings of one stream, in reading order.

    Args:
        frame: Of all published cells.
        stream: Which of them.
        held: Months for which the ledger holds cells of these countries and this flow, of whatever goods.
        one_code: The whole dossier is on one goods code, which is then not repeated in tables.
    """
    around = _whole(stream) if one_code else _all(stream)
    made: list[Block | None] = [
        series_block(frame, _heading(stream, "series", "By month", _left_out(stream)), _monthly(_bands(stream))),
        years_block(replace(frame, records=held), _heading(stream, "years", "By year", _PARTIAL), _all(stream)[:7]),
        before_after_block(frame, _heading(stream, "windows", "Before and after"), around),
        dates_block(frame, _heading(stream, "dates", "Around each marked date", AROUND), _whole(stream)),
        *(ranking_block(frame, *it, stream.lines) for it in _rankings(frame, stream, one_code)),
    ]
    yield from (block for block in made if block)


def _heading(stream: CellStream, id: str, title: str, note: str = "") -> Heading:
    return Heading(f"{id}{stream.id}", title, note, stream.title)


def _rankings(frame: Frame, stream: CellStream, one_code: bool) -> Iterator[tuple[Heading, Ranking]]:
    side = stream.other.capitalize()
    if not one_code:
        lanes = Ranking((side, "Goods code"), _lane_of(stream), "Lanes", compared=True)
        yield _heading(stream, "lanes", "Lanes"), lanes
        codes = Ranking(("Goods code", "Tier"), _code_of(frame), "Goods", compared=True)
        yield _heading(stream, "codes", "Goods codes"), codes
    elif len(_by_other(stream)) > 1:
        # One country's only row would repeat what the windows and the summary say.
        countries = Ranking((side,), lambda line: (place_name(getattr(line, stream.other)),), "Lanes", compared=True)
        yield _heading(stream, "lanes", f"{side}s"), countries


_PARTIAL = "A year of which the ledger holds fewer than twelve months says how many."


def _monthly(groups: Sequence[Group]) -> list[Group]:
    """Only single months may be drawn by month; longer periods stand in the table by year."""
    return [(name, [line for line in lines if line.months == 1]) for name, lines in groups]


def _left_out(stream: CellStream) -> str:
    said = "; ".join(f"{count:,} {why}" for why, count in stream.left_out)
    return f"Not added up: {said}." if said else ""


def _bands(stream: CellStream) -> list[Group]:
    groups = _by_other(stream)
    if len(groups) <= MOST_BANDS + 1:
        return groups
    rest = [line for _, lines in groups[MOST_BANDS:] for line in lines]
    return [*groups[:MOST_BANDS], (f"{len(groups) - MOST_BANDS} others", rest)]


def _all(stream: CellStream) -> list[Group]:
    groups = _by_other(stream)
    return [("All", stream.lines), *groups[:20]] if len(groups) > 1 else groups


def _whole(stream: CellStream) -> list[Group]:
    return [("All", stream.lines)]


def _by_other(stream: CellStream) -> list[Group]:
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in stream.lines:
        groups[place_name(getattr(line, stream.other))].append(line)
    return sorted(groups.items(), key=lambda pair: (-worth(pair[1]), pair[0]))


def _lane_of(stream: CellStream) -> Callable[[Line], tuple[str, ...]]:
    return lambda line: (place_name(getattr(line, stream.other)), line.code)


def _code_of(frame: Frame) -> Callable[[Line], tuple[str, ...]]:
    return lambda line: (line.code, frame.tiers.get(line.hs6 or line.code[:6], ""))
