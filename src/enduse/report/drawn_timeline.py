"""The timeline of a dossier: shipments, lists, registers, payments, statements and the case's own entries, in order."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from enduse.model.ids import party_text
from enduse.report.book import worth
from enduse.report.drawn_network import share_said
from enduse.report.frame import Frame
from enduse.report.lines import Line
from enduse.report.model import Cell, Column, DrawnBlock, Figure, TableBlock
from enduse.report.scenes import Moment, Timeline
from enduse.report.surroundings import Row, Surroundings, name_of
from enduse.report.wording import amount

LANES = ("Goods", "Lists and controls", "Registers", "Payments", "Statements", "Case")
MOST_PARTNERS = 6
LEAST_MOMENTS = 3
_NOTE = "Sources of several kinds in order of time, each with its rows. What is told of a month or year stands as such."


def timeline_block(
    frame: Frame, around: Surroundings, lines: Sequence[Line], by_id: Mapping[int, Line], told: Sequence[Moment]
) -> DrawnBlock | None:
    """Everything dated, oldest first; None where there is little.

    Args:
        frame: Of the dossier.
        around: Records beside the goods lines.
        lines: The goods lines.
        by_id: Every line that may be cited, by row id.
        told: What the case log tells.
    """
    found = [
        *_goods(frame, lines),
        *_marked(frame),
        *_listed(frame, around.hits, by_id),
        *_registered(frame, around, by_id),
        *_paid(frame, around.payments, by_id),
        *_said(frame, around.claims, by_id),
        *told,
    ]
    moments = tuple(sorted(found, key=_order))
    if len(moments) < LEAST_MOMENTS or len({it.lane for it in moments}) < 2:
        return None
    lanes = tuple(it for it in LANES if any(moment.lane == it for moment in moments))
    return DrawnBlock("timeline", "Timeline", _NOTE, Timeline(lanes, moments), _twin(moments))


def _order(it: Moment) -> tuple[date, bool, date, int, str]:
    """By first possible day; what is only known to be before a day stands ahead of what happened on it."""
    at = it.start or it.end or date.max
    return (at, it.start is not None, it.end or date.max, LANES.index(it.lane), it.text)


def _on(day: date, lane: str, text: str, figure: Figure | None, confidence: str = "recorded") -> Moment:
    return Moment(f"{day}", day, day + timedelta(days=1), lane, text, confidence, figure)


def _goods(frame: Frame, lines: Sequence[Line]) -> Iterator[Moment]:
    """First and last goods of each of the largest partners."""
    groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
    own = frame.subject.id
    for line in lines:
        ends = [line.parties.get(it, "") for it in ("consignor", "consignee")]
        other = next((it for it in ends if it and it != own), "")
        if line.on and other:
            groups[other, line.flow].append(line)
    largest = sorted(groups, key=lambda it: (-worth(groups[it]), it))[:MOST_PARTNERS]
    for party, flow in largest:
        own_lines = groups[party, flow]
        days = sorted({it.on for it in own_lines if it.on})
        figure = frame.book.total(own_lines, f"goods with {frame.party(party)}, {flow or 'import'} declarations")
        word = "to" if any(it.parties.get("consignor") == own for it in own_lines) else "from"
        whole = amount(figure) if figure.value else "no value stated"
        if len(days) == 1:
            yield _on(days[0], "Goods", f"Goods {word} {frame.party(party)}, {whole}", figure)
            continue
        yield _on(days[0], "Goods", f"First goods {word} {frame.party(party)}, {whole} in all", figure)
        yield _on(days[-1], "Goods", f"Last goods {word} {frame.party(party)}", figure)


def _marked(frame: Frame) -> Iterator[Moment]:
    for it in frame.markers:
        yield replace(_on(it.on, "Lists and controls", it.label, None), cites=(it.citation,) if it.citation else ())
    if frame.watershed.given:
        named = _on(frame.watershed.on, "Lists and controls", f"Watershed: {frame.watershed.label}", None)
        yield replace(named, cites=("named by the analyst",))


def _counted(frame: Frame, rows: Iterable[Row], by_id: Mapping[int, Line], label: str) -> Figure | None:
    lines = [by_id[it["row_id"]] for it in rows if it["row_id"] in by_id]
    return frame.book.count(lines, label, "rows") if lines else None


def _listed(frame: Frame, hits: Sequence[Row], by_id: Mapping[int, Line]) -> Iterator[Moment]:
    """Listings and delistings; one line for each party, list and day."""
    groups: dict[tuple[date, str], list[Row]] = defaultdict(list)
    for it in hits:
        who = name_of(it["party_id"], frame.names)
        for day, verb in ((it["listed_on"], "listed"), (it["delisted_on"], "taken off the list")):
            if day:
                how = "by its number" if it["by"] == "identifier" else f"probably, by {it['by']}"
                groups[day, f"{who} {verb}: {it['authority']}, {it['list']} ({how})"].append(it)
    for (day, text), rows in groups.items():
        sure = "recorded" if all(it["by"] == "identifier" for it in rows) else "probable"
        if figure := _counted(frame, rows, by_id, text):
            yield _on(day, "Lists and controls", text, figure, sure)


def _registered(frame: Frame, around: Surroundings, by_id: Mapping[int, Line]) -> Iterator[Moment]:
    groups: dict[tuple[date, str], list[Row]] = defaultdict(list)
    for it in around.register:
        for day, verb in ((it["founded_on"], "registered"), (it["dissolved_on"], "dissolved")):
            if day:
                groups[day, f"{name_of(it['party_id'], frame.names)} {verb}"].append(it)
    for it in around.relations:
        owner, owned = (name_of(it[side], frame.names) for side in ("subject_id", "object_id"))
        for day, word in ((it["start"], "from this day"), (it["end"], "no longer from this day")):
            if day and owner and owned:
                groups[day, f"{owner}: {share_said(it)} of {owned}, {word}"].append(it)
    for (day, text), rows in groups.items():
        if figure := _counted(frame, rows, by_id, text):
            yield _on(day, "Registers", text, figure)


def _paid(frame: Frame, payments: Sequence[Row], by_id: Mapping[int, Line]) -> Iterator[Moment]:
    """First and last payment between two, with their sum."""
    groups: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for it in payments:
        if it["paid_on"] and it["payer_id"] is not None and it["payee_id"] is not None and it["row_id"] in by_id:
            groups[it["payer_id"], it["payee_id"]].append(it)
    for (payer, payee), rows in sorted(groups.items(), key=lambda it: (-len(it[1]), it[0]))[:MOST_PARTNERS]:
        who = f"{frame.party(party_text(payer))} to {frame.party(party_text(payee))}"
        lines = [by_id[it["row_id"]] for it in rows]
        figure = frame.book.count(lines, f"payments, {who}", "payments")
        days = sorted({it["paid_on"] for it in rows})
        yield _on(days[0], "Payments", f"First payment, {who}, {amount(figure)} in all", figure)
        if len(days) > 1:
            yield _on(days[-1], "Payments", f"Last payment, {who}", figure)


def _said(frame: Frame, claims: Sequence[Row], by_id: Mapping[int, Line]) -> Iterator[Moment]:
    for it in claims:
        if it["said_on"] and (figure := _counted(frame, [it], by_id, "statement")):
            speaker = name_of(it["speaker_id"], frame.names) or "not recorded"
            words = it["text"] or (it["predicate"] or "").replace("_", " ")
            yield _on(it["said_on"], "Statements", f"{speaker}: {words}", figure, "alleged")


def _twin(moments: Sequence[Moment]) -> TableBlock:
    columns = (
        Column("When", "date"),
        Column("Source"),
        Column("What"),
        Column("Word"),
        Column("Figure or source", "number"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (it.on, it.lane, it.text, it.confidence, it.figure or ", ".join(it.cites) or None) for it in moments
    )
    return TableBlock("timeline-table", "Timeline: the figures", "", columns, rows, "Case")
