"""What goods lines tell about a subject: sentences, series, routes, rankings."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from enduse.report.book import key_of, worth
from enduse.report.flows import Layer, flow_block
from enduse.report.frame import Frame, Windows, within
from enduse.report.lines import Line
from enduse.report.model import Block, Figure, Sentence
from enduse.report.movement import AROUND, Group, Heading, before_after_block, dates_block, marked_windows, series_block
from enduse.report.ranking import Ranking, ranking_block
from enduse.report.wording import day_text, listed, place_in_prose, place_name

_ROLE_WORDS = {
    "consignor": "consignors",
    "consignee": "consignees",
    "contract_holder": "contract holders",
    "declarant": "declarants",
}


@dataclass(frozen=True)
class Stream:
    """Goods lines that may be added up: one direction of declarations.

    Attributes:
        id: Suffix of block ids; empty when the dossier has one stream only.
        title: ``import declarations``.
        role: The role in which a company stands in most of them; empty for other subjects.
    """

    id: str
    title: str
    role: str
    lines: tuple[Line, ...]


def streams_of(lines: Sequence[Line], party_id: str) -> tuple[Stream, ...]:
    """One stream a direction: the same goods may stand in the exporter's and in the importer's records."""
    by_direction: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_direction[line.flow or "import"].append(line)
    several = len(by_direction) > 1
    return tuple(
        Stream(f"-{it}" if several else "", f"{it} declarations", _main_role(part, party_id), tuple(part))
        for it, part in sorted(by_direction.items(), key=lambda pair: (-worth(pair[1]), pair[0]))
    )


def _main_role(lines: Sequence[Line], party_id: str) -> str:
    weights: dict[str, tuple[float, int]] = {}
    for role in _ROLE_WORDS:
        own = [line for line in lines if line.parties.get(role) == party_id] if party_id else []
        if own:
            weights[role] = (worth(own), len(own))
    return max(weights, key=lambda role: weights[role]) if weights else ""


def split_by_route(lines: Sequence[Line]) -> tuple[Group, ...]:
    """Direct deliveries, those through other countries, those of unknown route."""
    names = {True: "Direct", False: "Through another country", None: "Route not recorded"}
    parts = {direct: [line for line in lines if line.direct is direct] for direct in names}
    return tuple((names[direct], part) for direct, part in parts.items() if part)


def goods_sentences(frame: Frame, stream: Stream) -> Iterator[Sentence]:
    """The summary of one stream, most important first."""
    yield _opening(frame, stream)
    for tell in (_routes, _turn, _dispatch, _counterparts, _brokers, _origins, _priority):
        if sentence := tell(frame, stream):
            yield sentence


def _opening(frame: Frame, stream: Stream) -> Sentence:
    lines = stream.lines
    days = sorted(line.on for line in lines if line.on)
    span = f", dated {_from_to(days)}" if days else ""
    role = f" as {stream.role.replace('_', ' ')}" if stream.role else ""
    count, value = frame.book.count(lines, stream.title), frame.book.total(lines, f"all {stream.title}")
    parts: list[str | Figure] = [f"{frame.subject.title} stands{role} in ", count, f" of {stream.title}{span}, worth "]
    parts.append(value)
    if bare := [line for line in lines if line.value is None]:
        parts += ["; this leaves out ", frame.book.count(bare, "no value in dollars"), " without a value in dollars"]
    return Sentence((*parts, "."))


def _from_to(days: Sequence[date]) -> str:
    ends = dict.fromkeys(day_text(it) for it in (days[0], days[-1]))
    return " to ".join(ends)


def _routes(frame: Frame, stream: Stream) -> Sentence | None:
    if not frame.windows:
        return None
    known = dict(split_by_route(stream.lines))
    parts: list[str | Figure] = []
    for name, words in (
        ("Direct", "Deliveries straight from the country where the goods were made"),
        ("Through another country", "deliveries through another country"),
    ):
        before, after = (within(known.get(name, ()), it) for it in (frame.windows.before, frame.windows.after))
        if not before and not after:
            continue
        first, then = frame.book.total(before, f"{name}, before"), frame.book.total(after, f"{name}, after")
        verb = "went from" if worth(before) else "came up, from"
        parts += ["; " if parts else "", words if not parts else words.lower(), f" {verb} ", first, " to ", then]
    if not parts:
        return None
    text = [part[0].upper() + part[1:] if at == 1 and isinstance(part, str) else part for at, part in enumerate(parts)]
    return Sentence((*text, f" ({frame.windows})."))


def _turn(frame: Frame, stream: Stream) -> Sentence | None:
    """The marked date around which most direct value was lost while other routes grew, if there is one."""
    known = dict(split_by_route(stream.lines))
    direct, indirect = known.get("Direct", ()), known.get("Through another country", ())
    turns = [it for it in marked_windows(frame) if it[0].on != frame.watershed.on and _turned(it[1], direct, indirect)]
    if not turns:
        return None
    marker, windows = max(
        turns, key=lambda it: worth(within(direct, it[1].before)) - worth(within(direct, it[1].after))
    )
    first, then = (frame.book.total(within(direct, it), "Direct") for it in (windows.before, windows.after))
    few, many = (frame.book.total(within(indirect, it), "Indirect") for it in (windows.before, windows.after))
    opening = f"Around {day_text(marker.on)} ({marker.label}) direct deliveries fell from "
    parts = (opening, first, " to ", then, " while those through another country rose from ", few, " to ", many)
    return Sentence((*parts, f" ({windows})."))


def _turned(windows: Windows, direct: Sequence[Line], indirect: Sequence[Line]) -> bool:
    lost = worth(within(direct, windows.after)) < 0.5 * worth(within(direct, windows.before))
    return lost and worth(within(indirect, windows.after)) > worth(within(indirect, windows.before))


def _since(frame: Frame, lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.on and line.on >= frame.watershed.on]


def _shares(frame: Frame, lines: Sequence[Line], role: str, at_most: int = 3) -> list[str | Figure]:
    """``87 % from China, 9 % from Türkiye``: the largest values of a country column."""
    parts: list[str | Figure] = []
    for name, group in _largest(lines, lambda line: key_of(line, role))[:at_most]:
        if figure := frame.book.share(group, frame.book.base(lines), f"{place_name(name)}: share of the value"):
            parts += [
                ", " if parts else "",
                figure,
                f" {'from' if role == 'dispatch' else 'in'} {place_in_prose(name)}",
            ]
    return parts


def _largest(lines: Sequence[Line], key: Callable[[Line], str]) -> list[tuple[str, list[Line]]]:
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return sorted(groups.items(), key=lambda pair: (-worth(pair[1]), pair[0]))


def _dispatch(frame: Frame, stream: Stream) -> Sentence | None:
    since = [line for line in _since(frame, stream.lines) if line.dispatch]
    parts = [] if frame.subject.kind == "lane" else _shares(frame, since, "dispatch")
    day = day_text(frame.watershed.on)
    return Sentence((f"Since {day} the goods were shipped ", *parts, " (shares of the value).")) if parts else None


def _counterparts(frame: Frame, stream: Stream) -> Sentence | None:
    role = "consignee" if stream.role == "consignor" else "consignor"
    named = [line for line in stream.lines if line.parties.get(role)]
    if not named:
        return None
    words = _ROLE_WORDS[role]
    parts: list[str | Figure] = ["The rows name ", frame.book.distinct(named, role, words)]
    (largest, group), *_ = _largest(named, lambda line: line.parties[role])
    country = frame.countries.get(largest)
    name = frame.party(largest)
    where = f" ({place_name(country)})" if country and not name.endswith("]") else ""
    parts += [f"; the largest is {name}{where} with ", frame.book.total(group, frame.party(largest))]
    since = _since(frame, named)
    known = {line.parties[role] for line in named if line.on and line.on < frame.watershed.on}
    fresh = [line for line in since if line.parties[role] not in known]
    if fresh and known and (part := frame.book.share(fresh, frame.book.base(since), f"share of new {words}")):
        day = day_text(frame.watershed.on)
        count = frame.book.distinct(fresh, role, words)
        parts += ["; ", count, f" that stand in no row before {day} hold ", part, " of the value since then"]
    return Sentence((*parts, "."))


def _brokers(frame: Frame, stream: Stream) -> Sentence | None:
    split = [line for line in stream.lines if _is_split(frame, line)]
    if not split:
        return None
    value = frame.book.total(split, "contract holder and consignor differ")
    holders = frame.book.distinct(split, "contract_holder", "contract holders")
    largest = listed(frame.party(it) for it, _ in _largest(split, lambda line: line.parties["contract_holder"]))
    text = " was sold by a contract holder that is not the sender and sits in another country: "
    return Sentence(("Goods worth ", value, text, holders, f" ({largest})."))


def _is_split(frame: Frame, line: Line) -> bool:
    holder, sender = line.parties.get("contract_holder", ""), line.parties.get("consignor", "")
    if not holder or not sender or holder == sender or holder == line.parties.get("consignee"):
        return False
    pair = frame.countries.get(holder, ""), frame.countries.get(sender, "")
    return bool(pair[0] and pair[1] and pair[0] != pair[1])


def _origins(frame: Frame, stream: Stream) -> Sentence | None:
    made = [line for line in stream.lines if line.origin]
    parts = [] if frame.subject.id.count(">") == 2 else _shares(frame, made, "origin")
    return Sentence(("By declared origin the goods were made ", *parts, " (shares of the value).")) if parts else None


def _priority(frame: Frame, stream: Stream) -> Sentence | None:
    hits = [line for line in stream.lines if line.hs6 in frame.tiers]
    if not hits:
        return None
    value = frame.book.total(hits, "codes of the common high priority list")
    codes = frame.book.distinct(hits, "hs6", "codes")
    tail = " of the common high priority list; a code on it is a lead, not a legal conclusion."
    return Sentence((value, " stands under ", codes, tail))


def goods_blocks(frame: Frame, stream: Stream) -> Iterator[Block]:
    """Series, routes and rankings of one stream, in reading order."""
    made: list[Block | None] = [
        series_block(frame, _heading(stream, "movement", "Value by month"), split_by_route(stream.lines)),
        before_after_block(frame, _heading(stream, "windows", "Before and after"), _window_groups(stream)),
        dates_block(frame, _heading(stream, "dates", "Around each marked date", AROUND), split_by_route(stream.lines)),
        flow_block(frame, _heading(stream, "routes", "Routes"), _layers(frame, stream), stream.lines),
        *(ranking_block(frame, *it, stream.lines) for it in _rankings(frame, stream)),
    ]
    yield from (block for block in made if block)


def _heading(stream: Stream, id: str, title: str, note: str = "") -> Heading:
    told = stream.title[:1].upper() + stream.title[1:] if stream.id else ""
    return Heading(f"{id}{stream.id}", title, note, told)


def _window_groups(stream: Stream) -> list[Group]:
    dispatched = _largest([line for line in stream.lines if line.dispatch], lambda line: line.dispatch)[:6]
    countries: list[Group] = [(f"Shipped from {place_name(code)}", lines) for code, lines in dispatched]
    return [("All", stream.lines), *split_by_route(stream.lines), *countries]


def _layers(frame: Frame, stream: Stream) -> list[Layer]:
    def party(role: str) -> Callable[[Line], str]:
        return lambda line: frame.party(line.parties.get(role, ""))

    holder = stream.role == "contract_holder"
    middle = Layer("Contract holder", party("contract_holder")) if holder else Layer("Shipped from", _shipped_from)
    ends = [Layer("Consignor", party("consignor")), Layer("Consignee", party("consignee"))]
    made_in = Layer("Made in", lambda line: place_name(line.origin))
    return [made_in, ends[0], middle, ends[1]] if holder else [made_in, middle, *ends]


def _shipped_from(line: Line) -> str:
    return place_name(line.dispatch)


def _rankings(frame: Frame, stream: Stream) -> Iterator[tuple[Heading, Ranking]]:
    columns = ("Made in", "Shipped from", "Destination", "Heading")
    yield _heading(stream, "lanes", "Lanes"), Ranking(columns, _lane, "Lanes", facts=True)
    for role, words in _ROLE_WORDS.items():
        own = {line.parties.get(role) for line in stream.lines} <= {frame.subject.id, None}
        if not own:
            title = words.capitalize()
            ranking = Ranking((title[:-1], "Country"), _party_names(frame, role), "Parties", facts=True)
            yield _heading(stream, role.replace("_", "-"), title), ranking
    if frame.subject.kind != "brand":
        brand = Ranking(("Brand",), lambda line: (line.brand or "not recorded",), "Goods", facts=True)
        yield _heading(stream, "brands", "Brands", "As the trademark or maker is written, in capitals."), brand
    yield from _told_rankings(stream)
    note = "Tier: place on the common high priority list; a dash where the code is not on it."
    codes = Ranking(("Goods code", "Tier"), lambda line: (line.code, frame.tiers.get(line.hs6, "")), "Goods", True)
    yield _heading(stream, "codes", "Goods codes", note), codes


def _told_rankings(stream: Stream) -> Iterator[tuple[Heading, Ranking]]:
    """What the descriptions say; nothing where none was read."""
    if any("kind" in line.told for line in stream.lines):
        note = "Read from the words of the description; a code may say otherwise."
        columns = ("Kind", "Complete or part", "Condition")
        yield _heading(stream, "kinds", "What the descriptions say", note), Ranking(columns, _told, "Goods", facts=True)
    if any("model" in line.told for line in stream.lines):
        models = Ranking(("Brand", "Model"), _model, "Goods", facts=True)
        yield _heading(stream, "models", "Models", "Where a description or a column names one."), models


def _told(line: Line) -> tuple[str, ...]:
    said = (line.told.get(it, "not said") for it in ("kind", "whole", "condition"))
    return tuple(it.replace("_", " ") for it in said)


def _model(line: Line) -> tuple[str, ...]:
    return (line.brand or "not recorded", line.told.get("model", "not said"))


def _lane(line: Line) -> tuple[str, ...]:
    return (place_name(line.origin), place_name(line.dispatch), place_name(line.destination), line.code[:4])


def _party_names(frame: Frame, role: str) -> Callable[[Line], tuple[str, ...]]:
    def names(line: Line) -> tuple[str, ...]:
        party = line.parties.get(role, "")
        country = frame.countries.get(party, "")
        return (frame.party(party), place_name(country) if country else "")

    return names
