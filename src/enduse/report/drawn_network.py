"""The network and the ownership chart of a dossier: who deals with whom, who owns and directs whom."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from enduse.model.ids import party_number, party_text
from enduse.report.book import worth
from enduse.report.frame import Frame
from enduse.report.lines import Line
from enduse.report.model import Cell, Column, DrawnBlock, TableBlock
from enduse.report.scenes import Holder, Holding, Knot, Ownership, Side, Thread, Web
from enduse.report.surroundings import MOST_PARTIES, Row, Surroundings

MOST_HOLDERS = 10
"""In one column of an ownership chart."""
OWNING = ("shares", "votes", "appoints_board", "controls", "directs", "represents")
"""Kinds of relations in which one end stands above the other."""
_WORDS: Mapping[str, str] = {
    "appoints_board": "appoints the board",
    "controls": "controls",
    "directs": "director",
    "represents": "representative",
    "votes": "votes",
    "shares": "shares",
}
_THREADS = {"goods": "goods", "contract": "contract", "money": "payments", "ownership": "owns, directs, kin"}

_Lines = Mapping[int, Line]
_Ends = tuple[str, str, str, str]
"""From, to, kind of dealing, and the direction of declarations: two sides may declare the same goods."""


def network_block(frame: Frame, around: Surroundings, lines: Sequence[Line], by_id: _Lines) -> DrawnBlock | None:
    """Parties of most value, at most sixty, and what ties them; None where fewer than three are tied."""
    near = {party_text(it) for it in around.near}
    held: dict[_Ends, list[Line]] = defaultdict(list)
    for ends, line in _dealings(around, lines, by_id):
        if ends[0] in near and ends[1] in near and ends[0] != ends[1]:
            held[ends].append(line)
    tied = {end for ends in held for end in ends[:2]}
    if len(tied) < 3:
        return None
    threads = tuple(_threads(frame, held))
    listed = {party_text(it["party_id"]) for it in around.hits}
    sides = _sides(frame, tied, held)
    knots = tuple(_knot(frame, it, listed, sides[it]) for it in _ranked(tied, held))
    more = f"The {MOST_PARTIES} parties of most value are drawn. " if len(near) >= MOST_PARTIES else ""
    note = f"{more}A ring marks a party that probably stands on a list; the table names the rows of each line."
    return DrawnBlock("network", "Network", note, Web(knots, threads), _web_twin(frame, threads))


def _dealings(around: Surroundings, lines: Sequence[Line], by_id: _Lines) -> Iterator[tuple[_Ends, Line]]:
    for line in lines:
        sender, receiver, holder = (line.parties.get(it, "") for it in ("consignor", "consignee", "contract_holder"))
        if sender and receiver:
            yield (sender, receiver, "goods", line.flow), line
        if holder and receiver and holder not in (sender, receiver):
            yield (holder, receiver, "contract", line.flow), line
    for rows, ends, kind in (
        (around.payments, ("payer_id", "payee_id"), "money"),
        (around.relations, ("subject_id", "object_id"), "ownership"),
    ):
        for row in rows:
            if row[ends[0]] is not None and row[ends[1]] is not None and row["row_id"] in by_id:
                yield (party_text(row[ends[0]]), party_text(row[ends[1]]), kind, ""), by_id[row["row_id"]]


def _threads(frame: Frame, held: Mapping[_Ends, list[Line]]) -> Iterator[Thread]:
    most = max((worth(it) for it in held.values()), default=0.0)
    ordered = sorted(held, key=lambda it: (-worth(held[it]), it))
    for ends in ordered:
        declared = f", {ends[3]} declarations" if ends[3] else ""
        label = f"{frame.party(ends[0])} to {frame.party(ends[1])}: {_THREADS[ends[2]]}{declared}"
        # Rows of registers have no value; what is counted of them is that they are there.
        priced = ends[2] != "ownership" and worth(held[ends]) > 0
        figure = frame.book.total(held[ends], label) if priced else frame.book.count(held[ends], label, "rows")
        yield Thread(*ends[:3], figure, worth(held[ends]) / most if priced and most else 0.0)


def _ranked(tied: set[str], held: Mapping[_Ends, list[Line]]) -> list[str]:
    weight: dict[str, float] = dict.fromkeys(tied, 0.0)
    for ends, lines in held.items():
        for end in ends[:2]:
            weight[end] += worth(lines)
    return sorted(tied, key=lambda it: (-weight[it], it))


def _sides(frame: Frame, tied: set[str], held: Mapping[_Ends, list[Line]]) -> dict[str, Side]:
    """Who mostly sends stands left, who mostly receives right; of the rest half each."""
    sent: dict[str, float] = dict.fromkeys(tied, 0.0)
    for (source, target, *_), lines in held.items():
        sent[source] += worth(lines) + 1e-6
        sent[target] -= worth(lines) + 1e-6
    sides: dict[str, Side] = {it: "left" if sent[it] > 0 else "right" for it in tied}
    if frame.subject.kind == "company" and frame.subject.id in tied:
        sides[frame.subject.id] = "centre"
    return _balanced(sides, sent)


def _balanced(sides: dict[str, Side], sent: Mapping[str, float]) -> dict[str, Side]:
    """With a subject in the middle it does not matter who stands where: both sides get as many."""
    if "centre" not in sides.values():
        return sides
    left = sorted((it for it in sides if sides[it] == "left"), key=lambda it: (sent[it], it))
    right = sorted((it for it in sides if sides[it] == "right"), key=lambda it: (-sent[it], it))
    while len(left) > len(right) + 6:
        right.append(left.pop(0))
    while len(right) > len(left) + 6:
        left.append(right.pop(0))
    moved: dict[str, Side] = {**dict.fromkeys(left, "left"), **dict.fromkeys(right, "right")}
    return {it: side if side == "centre" else moved[it] for it, side in sides.items()}


def _knot(frame: Frame, party: str, listed: set[str], side: Side) -> Knot:
    return Knot(party, frame.party(party), "company", frame.countries.get(party, ""), party in listed, side)


def _web_twin(frame: Frame, threads: Sequence[Thread]) -> TableBlock:
    columns = (Column("From"), Column("To"), Column("What"), Column("Value, USD, or rows", "number"))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (frame.party(it.source), frame.party(it.target), it.figure.label.rpartition(": ")[2], it.figure)
        for it in threads
    )
    return TableBlock("network-table", "Network: the figures", "", columns, rows, "Parties")


def ownership_block(frame: Frame, around: Surroundings, by_id: _Lines) -> DrawnBlock | None:
    """Owners of the subject in two steps and what it owns; None where no register tells any."""
    own = party_number(frame.subject.id) if frame.subject.kind == "company" else None
    told = [it for it in around.relations if it["kind"] in OWNING and it["row_id"] in by_id]
    told = [it for it in told if it["subject_id"] is not None and it["object_id"] is not None]
    steps = _steps(own, told) if own is not None else {}
    if len(steps) < 2:
        return None
    holdings = tuple(_holdings(frame, told, steps, by_id))
    listed = {it["party_id"] for it in around.hits}
    holders = tuple(
        Holder(
            party_text(it),
            frame.party(party_text(it)),
            frame.countries.get(party_text(it), ""),
            "company",
            it in listed,
            step,
        )
        for it, step in steps.items()
    )
    note = (
        "As registers state it, with the days they state. A share given as a span is drawn as one; nothing is added up."
    )
    twin = _holding_twin(frame, holdings)
    return DrawnBlock("ownership", "Owners and directors", note, Ownership(holders, holdings), twin)


def _steps(own: int, told: Sequence[Row]) -> dict[int, int]:
    """Party to its column: 0 the subject, owners left of it, what it owns right of it."""
    owners = [it["subject_id"] for it in told if it["object_id"] == own]
    above = {it: -1 for it in [*dict.fromkeys(owners)][:MOST_HOLDERS] if it != own}
    second = [it["subject_id"] for it in told if it["object_id"] in above]
    top = {it: -2 for it in [*dict.fromkeys(second)][:MOST_HOLDERS] if it not in above and it != own}
    owned = [it["object_id"] for it in told if it["subject_id"] == own]
    below = {it: 1 for it in [*dict.fromkeys(owned)][:MOST_HOLDERS] if it not in above and it not in top and it != own}
    return {own: 0, **above, **top, **below}


def _holdings(frame: Frame, told: Sequence[Row], steps: Mapping[int, int], by_id: _Lines) -> Iterator[Holding]:
    seen: dict[tuple[int, int, str, str], list[Line]] = defaultdict(list)
    rows: dict[tuple[int, int, str, str], Row] = {}
    for row in told:
        owner, owned = row["subject_id"], row["object_id"]
        if owner in steps and owned in steps and steps[owned] == steps[owner] + 1:
            key = (owner, owned, share_said(row), dates_said(row["start"], row["end"]))
            seen[key].append(by_id[row["row_id"]])
            rows[key] = row
    for key, lines in seen.items():
        owner, owned = party_text(key[0]), party_text(key[1])
        label = f"{frame.party(owner)}: {key[2]} of {frame.party(owned)}"
        past = rows[key]["end"] is not None
        yield Holding(owner, owned, key[2], key[3], past, frame.book.count(lines, label, "rows"))


def share_said(row: Row) -> str:
    """``60 % of shares``, ``over 25 % to 50 % of votes``, ``director``.

    >>> share_said({"kind": "shares", "low": 0.25, "high": 0.5, "low_excluded": True, "high_excluded": False})
    'over 25 % to 50 % of shares'
    """
    low, high, kind = row["low"], row["high"], _WORDS.get(row["kind"], str(row["kind"]).replace("_", " "))
    if low is None and high is None:
        return kind
    least = f"{'over ' if row['low_excluded'] else ''}{_percent(low)}" if low is not None else ""
    most = f"{'under ' if row['high_excluded'] else ''}{_percent(high)}" if high is not None else ""
    if low == high:
        span = _percent(low)
    elif least and most:
        span = f"{least} to {most}"
    else:
        span = f"at least {least}" if least and not row["low_excluded"] else least or f"up to {most}"
    return f"{span} of {kind}"


def _percent(share: float) -> str:
    return f"{share * 100:.4g} %"


def dates_said(start: date | None, end: date | None) -> str:
    """``2021-05-01 to 2023-01-31``; the end is the first day on which it no longer held.

    >>> dates_said(date(2021, 5, 1), None), dates_said(None, None)
    ('since 2021-05-01', '')
    """
    if start and end:
        return f"{start} until {end}"
    return f"since {start}" if start else f"until {end}" if end else ""


def _holding_twin(frame: Frame, holdings: Sequence[Holding]) -> TableBlock:
    columns = (Column("Who"), Column("What"), Column("Of whom"), Column("When"), Column("Rows", "number"))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (frame.party(it.owner), it.said, frame.party(it.owned), it.dates or "not stated", it.figure) for it in holdings
    )
    return TableBlock("ownership-table", "Owners and directors: the figures", "", columns, rows, "Parties")
