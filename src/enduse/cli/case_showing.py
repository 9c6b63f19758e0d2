"""`enduse case`: what a case says: its entries, matrix, timeline, pivots, chains of goods, figures, referrals."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.case_options import HERE, By, Folder, Json, book, who
from enduse.cli.output import Printer, counted

Names = Annotated[list[str] | None, typer.Argument(help="Parties, brands or plants; none: the case's subjects.")]
_MARKS = {"consistent": "+", "inconsistent": "−", "neutral": "0", "not_applicable": "n/a"}


def show_case(
    entry: Annotated[str, typer.Argument(help="C12; none: all entries.")] = "",
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Only of this kind; several times.")] = None,
    all: Annotated[bool, typer.Option("--all", help="Also what was undone, and the undoings.")] = False,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """List the entries of the case, or show one with everything that is kept of it."""
    opened, printer = book(case), Printer(json)
    if entry:
        _show_entry(opened, entry, printer)
        return
    holds = {it.number for it in opened.log.entries()}
    entries = [it for it in opened.log.history() if all or it.number in holds]
    entries = [it for it in entries if not kind or it.kind in kind]
    found = {it.entry.number: it.found for it in opened.subjects()}
    rows = [{**entry_row(it), **_party(found.get(it.number)), "holds": it.number in holds} for it in entries]
    columns = ["entry", "kind", "says", "party", "by", *(["holds"] if all else [])]
    printer.rows(rows, columns, empty="No entry yet: enduse case subject NAME.")


def _show_entry(opened: Any, key: str, printer: Printer) -> None:
    from enduse.errors import UsageError

    number = key.strip().lstrip("Cc")
    found = [it for it in opened.log.history() if str(it.number) == number]
    if not found:
        raise UsageError(f"There is no entry {key!r} in this case; see `enduse case show`.", code="E-CASE-UNKNOWN")
    entry, holds = found[0], {it.number for it in opened.log.entries()}
    row = {**entry_row(entry), "facts": dict(entry.facts), "holds": entry.number in holds}
    party = next((it.found for it in opened.subjects() if it.entry.number == entry.number), None)
    row |= _party(party)
    if printer.machine:
        printer.rows([row], [])
        return
    facts = row.pop("facts")
    flat = {**row, **facts}
    rows = [{"what": name, "is": _text(it)} for name, it in flat.items() if it not in ("", None)]
    printer.rows(rows, ["what", "is"])


def _party(found: Any) -> dict[str, str]:
    if found is None:
        return {}
    if found.party_id is None:
        return {"party": found.note}
    return {"party": f"{found.name}{f' ({found.country})' if found.country else ''}, by {found.how}"}


def entry_row(entry: Any) -> dict[str, Any]:
    """An entry as a row to print."""
    from enduse.report.case_lines import line_of

    row = {"entry": entry.id, "kind": entry.kind, "about": entry.about, "says": line_of(entry)}
    return {**row, "refers": f"C{entry.refers}" if entry.refers else "", "at": entry.at, "by": entry.by}


def show_matrix(case: Folder = HERE, json: Json = False) -> None:
    """Explanations against evidence: the one that least speaks against, and what that hangs on."""
    from dataclasses import asdict

    made, printer = book(case).matrix(), Printer(json)
    if printer.machine:
        printer.rows([asdict(made)], [])
        return
    labels = {it.id: it.label for it in made.hypotheses}
    ordered = sorted(labels.items(), key=lambda it: int(it[1][1:]))
    ranked = [{"hypothesis": it.label, "entry": it.id, "says": it.text, "lawful": it.innocent, "against": it.against,
               "not_weighed": it.open} for it in made.hypotheses]  # fmt: skip
    printer.rows(
        ranked, ["hypothesis", "entry", "says", "lawful", "against", "not_weighed"], empty="No hypothesis yet."
    )
    if made.items:
        printer.text("")
    rows = [
        {"item": _short(it.ref), "says": it.said, "tells_apart": f"{it.separates:.0%}",
         **{label: _MARKS[it.cells[id].verdict] if id in it.cells else "?" for id, label in ordered}}
        for it in made.items
    ]  # fmt: skip
    if rows:
        printer.rows(rows, ["item", "says", *(label for _id, label in ordered), "tells_apart"])
        printer.prose("\n+ consistent, − inconsistent, 0 neutral, n/a not applicable, ? not weighed")
    for said in made.verdict:
        printer.prose(said)


def show_timeline(
    names: Names = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Only of this kind; several times.")] = None,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """What happened when: shipments, payments, listings, controls, statements, evidence, in one order."""
    placed, printer = book(case).timeline(names or ()), Printer(json)
    rows = [_moment_row(it) for it in placed if not kind or it.moment.kind in kind]
    if printer.machine:
        printer.rows(rows, [])
        return
    for row, before in zip(rows, [None, *rows], strict=False):
        row["when"] = f"{row['when']}{'' if before is None or row['certain'] else ' ?'}"
        row["source"] = "; ".join([*row["sources"], *map(_short, row["refs"])])
    printer.rows(rows, ["when", "kind", "says", "confidence", "source"], empty="Nothing is dated yet.")
    if any(row["when"].endswith("?") for row in rows):
        printer.prose("\n? Whether it came after the line above is not told; the list invents no order.")


def _moment_row(placed: Any) -> dict[str, Any]:
    it = placed.moment
    when = it.when
    return {
        "id": it.id, "when": str(when), "precision": when.precision, "start": when.start, "end": when.end,
        "about": when.about, "certain": placed.certain, "kind": it.kind, "says": it.text, "confidence": it.confidence,
        "sources": list(it.sources), "refs": list(it.refs), "rows": list(it.row_ids), "parties": list(it.parties),
        "after": list(it.after),
    }  # fmt: skip


def show_pivots(
    name: Annotated[str, typer.Argument(help="A party, brand or name of the case or of the last run.")],
    steps: Annotated[int, typer.Option(min=1, max=3, help="How many steps.")] = 2,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", help="Only what is reached as this: supplier, brand, owner, payer, plant, kin ..."),
    ] = None,
    rows: Annotated[bool, typer.Option("--rows", help="Name every row behind each step.")] = False,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Whom one reaches from a party: brand, supplier, owner, payer, plant; each step with what says so."""
    opened, printer = book(case), Printer(json)
    made = opened.pivots(name, steps)
    whole = opened.whole if rows else None
    told = [_pivot_row(it, whole) for it in made.found if not to or it.ways[-1] in to]
    if printer.machine:
        printer.rows(told, [])
        return
    flat = [_pivot_line(it, every=bool(to)) for it in told]
    printer.rows(flat, ["step", "reaches", "as", "because", "confidence", "source"], empty="Nothing ties it to others.")
    left = ", ".join(f"{counted(count, it)}" if it != "not followed" else f"{count} parties not followed"
                     for it, count in made.left_out.items())  # fmt: skip
    if left:
        printer.say(f"Left out, as there are too many: {left}.")


def _pivot_row(it: Any, whole: Any) -> dict[str, Any]:
    steps = [[_tie_row(whole(tie) if whole else tie) for tie in step] for step in it.ties]
    row = {"reaches": it.node.label, "key": it.node.key, "steps": it.steps, "as": list(it.ways)}
    return {**row, "way": [step[0] for step in steps], "also": [step[1:] for step in steps]}


def _pivot_line(row: Mapping[str, Any], every: bool) -> dict[str, Any]:
    """The last step in words; the steps before it have lines of their own, unless only some are shown."""
    way = row["way"] if every else row["way"][-1:]
    because = [
        f"{'' if number == 1 else tie['from'] + ' '}{tie['says']}{'' if number == row['steps'] else ' ' + tie['to']}"
        f"{_when(tie)}"
        for number, tie in enumerate(way, row["steps"] - len(way) + 1)
    ]
    return {
        "step": row["steps"], "reaches": row["reaches"], "as": " > ".join(row["as"]), "because": "; ".join(because),
        "confidence": row["way"][-1]["confidence"], "source": "; ".join(map(_cited, way)),
    }  # fmt: skip


def _when(tie: Mapping[str, Any]) -> str:
    return "" if tie["when"] == "unknown" else f", {tie['when']}"


def _tie_row(it: Any) -> dict[str, Any]:
    return {
        "from": it.one.label, "says": it.words, "to": it.other.label, "as": it.kind, "when": str(it.when),
        "confidence": it.confidence, "goods": it.goods, "rows": it.rows, "refs": list(it.refs),
        "sources": list(it.sources), "row_ids": list(it.row_ids),
    }  # fmt: skip


def show_chains(
    start: Annotated[str, typer.Argument(help="Maker or brand.")],
    end: Annotated[str, typer.Argument(help="Where it shall end; none: wherever goods were installed.")] = "",
    most: Annotated[int, typer.Option(min=1, help="How many chains.")] = 3,
    rows: Annotated[bool, typer.Option("--rows", help="Name every row behind each hop.")] = False,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """The way of goods from a maker over intermediaries and an importer to where they were installed, with its gaps."""
    opened, printer = book(case), Printer(json)
    found = opened.chains(start, end, most)
    told = [
        {"chain": number, "hops": len(it.hops), "complete": it.complete, "confidence": it.confidence,
         "way": [_tie_row(opened.whole(hop) if rows else hop) for hop in it.hops], "gaps": list(it.gaps)}
        for number, it in enumerate(found, 1)
    ]  # fmt: skip
    if printer.machine or not told:
        printer.rows(told, [], empty=f"No entry and no record says where goods of {start!r} went.")
        return
    for row in told:
        _print_chain(row, end, printer)


def _print_chain(row: Mapping[str, Any], end: str, printer: Printer) -> None:
    aim = f"to {end}" if end else "to where goods were installed"
    whole = aim if row["complete"] else f"not {aim}"
    printer.prose(f"Chain {row['chain']}: {counted(row['hops'], 'hop')}, {whole}; no surer than {row['confidence']}.")
    hops = [
        {"hop": number, "from": tie["from"], "says": tie["says"], "to": tie["to"], "when": tie["when"],
         "confidence": tie["confidence"], "source": _cited(tie)}
        for number, tie in enumerate(row["way"], 1)
    ]  # fmt: skip
    printer.rows(hops, ["hop", "from", "says", "to", "when", "confidence", "source"])
    for it in row["gaps"]:
        printer.prose(f"Gap: {it}")
    printer.text("")


def compare_figures(
    tolerance: Annotated[float, typer.Option(min=0, max=1, help="Share within which two figures agree.")] = 0.15,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Do figures agree that several sources give of one matter, in whatever currency; with the dated rates used."""
    from enduse.case.book_figures import compared_figures

    opened, printer = book(case), Printer(json)
    made = compared_figures(opened.log.entries("claim"), opened.store, tolerance)
    rows: list[Mapping[str, Any]] = [
        {"matter": it.one.matter, "period": it.one.period, "figures": [it.one.ref, it.two.ref], "answer": it.answer,
         "apart": _rounded(it.apart), "implied": _rounded(it.implied), "dated": _rounded(it.dated),
         "independent": it.independent, "says": it.sentence}
        for it in made.pairs
    ]  # fmt: skip
    rows += [
        {"matter": " per ".join(it.currencies), "answer": "agree" if it.agree else "differ",
         "apart": _rounded(it.apart), "implied": [round(rate, 4) for rate in it.rates], "says": it.sentence}
        for it in made.implied
    ]  # fmt: skip
    printer.rows(rows, ["matter", "period", "answer", "says"], empty="No two figures speak of one matter and period.")


def list_referrals(case: Folder = HERE, json: Json = False) -> None:
    """What went to which authority on what day, and what came of it."""
    from enduse.report.case_referrals import referrals

    rows = [
        {"referral": it.id, "to": it.to, "country": it.country, "on": it.on, "what": list(it.what), "state": it.state,
         "answered_on": it.answered_on, "answer": it.answer, "asked": it.asked, "steps": list(it.steps)}
        for it in referrals(book(case).log.entries("referral"))
    ]  # fmt: skip
    columns = ["referral", "to", "on", "what", "state", "answered_on", "answer"]
    Printer(json).rows(rows, columns, empty="Nothing was handed to an authority.")


def verify_case(case: Folder = HERE, json: Json = False) -> None:
    """Check the chain of entries and what is pinned; exit 7 when one does not hold."""
    opened, printer = book(case), Printer(json)
    rows = [{"problem": it} for it in opened.verify()]
    printer.rows(rows, ["problem"], empty="Every entry is as it was written, and every pin says what it said.")
    printer.say(f"{counted(len(opened.log.history()), 'entry', 'entries')}; last row: {opened.log.head() or 'none'}")
    if rows:
        raise typer.Exit(7)


def open_published(
    folder: Annotated[Path, typer.Argument(help="New folder for the case.")] = Path("published-case"),
    by: By = "",
    json: Json = False,
) -> None:
    """Make the bundled case of published facts: claims with citations, no rows about real firms."""
    from enduse.case.published_case import make_published

    made = make_published(folder, who(by))
    row = {"workspace": str(made.root), "entries": len(made.log.entries()), "next": "enduse case figures"}
    Printer(json).rows([row], list(row))


def _cited(tie: Mapping[str, Any]) -> str:
    more = f"{tie['rows']:,} rows, such as " if tie["rows"] > len(tie["row_ids"]) > 0 else ""
    return "; ".join([*tie["refs"], *([more + "; ".join(tie["sources"])] if tie["sources"] else [])])


def _text(value: Any) -> Any:
    """Figures and answers as text: a column of which some are numbers would stand right."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.12g}" if isinstance(value, int | float) else value


def _short(ref: str) -> str:
    return ref[:8] if len(ref) > 12 else ref


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
