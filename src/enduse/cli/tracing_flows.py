"""`enduse trace lane|chains|path|between|growth|successors`: how goods and parties are joined over borders."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.output import Printer, counted

Json = Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")]
Folder = Annotated[
    Path, typer.Option("--case", "-C", help="Workspace; found from here upwards by default.", envvar="ENDUSE_CASE")
]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Day that counts; the watershed.")]
HERE = Path()

flows_app = typer.Typer()
"""The commands, to be joined to the group ``trace``."""


def _flows(case: Path) -> Any:
    from enduse import case as cases
    from enduse.case.tracing_flows import Flows

    return Flows(cases.open(case).ledger)


@flows_app.command()
def lane(
    lane: Annotated[str, typer.Argument(help="TR>RU, TW>TR>RU (origin, dispatch, destination), with :8458 a code.")],
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Follow one lane: its months, the months in which it changed, both sides' figures, and what is too much."""
    told, printer = _flows(case).lane(lane), Printer(json)
    if printer.machine:
        printer.rows([told], [])
        return
    printer.text(told["title"])
    for name, title in (
        ("declared", "Declared"),
        ("published_export", "Published by the sender"),
        ("published_import", "Published by the receiver"),
    ):
        if name in told and told[name]["months"]:
            printer.text("")
            printer.prose(f"{title}: {series_sentence(told[name])}")
            for it in told[name]["breaks"]:
                printer.prose(f"  {break_sentence(it)}")
    for it in told["origins"]:
        shares = "; ".join(f"from {b['month']} on {b['after']:.0%} after {b['before']:.0%}" for b in it["breaks"])
        printer.prose(
            f"Made in {it['origin']}: {it['mean_share']:.0%} of a month's value{', ' + shares if shares else ''}"
        )
    for sentence in (mirror_sentence(told.get("mirror")), excess_sentence(told.get("excess"))):
        if sentence:
            printer.text("")
            printer.prose(sentence)


@flows_app.command()
def chains(
    subject: Annotated[str, typer.Argument(help="Only chains through this company; all by default.")] = "",
    hops: Annotated[int, typer.Option(min=1, max=5, help="Legs that a chain must have.")] = 2,
    least: Annotated[float, typer.Option(help="Least probability of the whole chain.")] = 0.0,
    top: Annotated[int, typer.Option(help="How many.")] = 20,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Show the same goods from declaration to declaration, each step with its reasons."""
    found, printer = _flows(case).chains(subject, hops, least, top), Printer(json)
    if printer.machine:
        printer.rows(found, [])
        return
    for it in found:
        printer.text("")
        printer.prose(f"{it['probability']:.0%}  {it['goods']}, {counted(it['days'], 'day')} in all")
        for at, line in enumerate(it["lines"]):
            if at:
                printer.prose(f"      because: {it['reasons'][at - 1]}")
            printer.prose(f"   {line_sentence(line)}")
    printer.say(
        f"{counted(len(found), 'chain')} of {hops} legs or more." if found else f"No chain of {hops} legs or more."
    )


@flows_app.command()
def path(
    start: Annotated[str, typer.Argument(help="Company, or country, that goods leave.")],
    end: Annotated[str, typer.Argument(help="Company, or country, that they reach.")],
    code: Annotated[str, typer.Option(help="Leading digits of the goods code.")] = "",
    brand: Annotated[str, typer.Option(help="Brand.")] = "",
    hops: Annotated[int, typer.Option(min=1, max=5, help="Declarations, at most.")] = 5,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Show on which ways goods can have come, in the order of time; it shows where to look and proves nothing."""
    found, printer = _flows(case).paths(start, end, code, brand, hops), Printer(json)
    rows = [it if printer.machine else {**it, "way": " > ".join(it["parties"]), "on": it["on"][0]} for it in found]
    columns = ["hops", "days", "on", "countries", "way", "ways"]
    printer.rows(rows, columns, empty="The records know no way in that order of time.")
    if found and not printer.machine:
        printer.say("These ways are possible; `enduse trace chains` shows which goods are the same.")


@flows_app.command()
def between(
    start: Annotated[str, typer.Argument(help="Company or person.")],
    end: Annotated[str, typer.Argument(help="Company or person.")],
    links: Annotated[int, typer.Option(min=1, max=8, help="Links, at most.")] = 6,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Show the shortest way of evidence between two parties: owners, kin, addresses, trade, payments, contracts."""
    found, printer = _flows(case).between(start, end, links), Printer(json)
    if printer.machine:
        printer.rows(found, [])
        return
    for it in found:
        printer.prose(f"{it['step']}. {it['party']} {it['link']} {it['other']}")
        printer.prose(f"   {counted(it['rows'], 'row')}, e.g. {places(it['evidence'])}")
    if not found:
        printer.say(f"No way of at most {counted(links, 'link')} joins them in these records.")


@flows_app.command()
def growth(
    subject: Annotated[str, typer.Argument(help="Company, brand, country of destination, or lane.")],
    by: Annotated[
        str, typer.Option(help="consignor, contract_holder, consignee, brand, origin, dispatch, heading.")
    ] = ("consignor"),
    on: Day = None,
    months: Annotated[int, typer.Option(min=1, help="Length of either window.")] = 12,
    top: Annotated[int, typer.Option(help="How many parts.")] = 15,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Take a change of trade apart: who or what brought it, in parts that add up to it."""
    told = _flows(case).growth(subject, by, on.date() if on else None, months)
    printer = Printer(json)
    if printer.machine:
        printer.rows([told], [])
        return
    printer.prose(
        f"{told['subject']}: {told['before']:,.0f} USD from {told['from']} to {told['pivot']}, "
        f"{told['after']:,.0f} USD from then to {told['until']}: {told['change']:+,.0f} USD."
    )
    if told["by_mass"] is not None:
        printer.prose(f"More or fewer kilograms: {told['by_mass']:+,.0f} USD; price: {told['by_price']:+,.0f} USD.")
    rows = [{**it, "share": "" if it["share"] is None else f"{it['share']:.0%}"} for it in told["parts"][:top]]
    rows = [{**it, by: it["member"] or "not stated"} for it in rows]
    printer.rows(rows, [by, "before", "after", "change", "share", "kind"], empty="No line falls into these months.")


@flows_app.command()
def successors(
    subject: Annotated[str, typer.Argument(help="The importer that was listed or stopped.")],
    on: Day = None,
    top: Annotated[int, typer.Option(help="How many candidates.")] = 10,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Rank who may take over the trade of an importer that was listed; a lead, no finding."""
    found, printer = _flows(case).successors(subject, on.date() if on else None, top), Printer(json)
    rows = found if printer.machine else [{**it, "why": "; ".join(it["reasons"])} for it in found]
    columns = ["rank", "company", "score", "before_usd", "after_usd", "why"]
    printer.rows(rows, columns, empty="No importer shares suppliers, people or addresses with it.")
    if found and not printer.machine:
        printer.say(f"Counted from {found[0]['since']}. The score orders the candidates; it is no probability.")


def series_sentence(series: Mapping[str, Any]) -> str:
    """A series in a line: its span, its sum and its largest month."""
    months = series["months"]
    largest = max(months, key=lambda it: it["usd"])
    total = sum(it["usd"] for it in months)
    return (
        f"{total:,.0f} USD from {months[0]['month']} to {months[-1]['month']}, "
        f"most in {largest['month']} ({largest['usd']:,.0f} USD)"
    )


def break_sentence(it: Mapping[str, Any]) -> str:
    """A break in a line."""
    low, high = it["between"]
    span = f" (between {low} and {high})" if low != high else ""
    return (
        f"changed in {it['month']}{span}: {it['before']:,.0f} USD a month before, {it['after']:,.0f} after; "
        f"chance {it['p_value']:.3f}"
    )


def mirror_sentence(gap: Mapping[str, Any] | None) -> str:
    """A mirror gap in a sentence; empty without one."""
    if not gap:
        return ""
    lag = f", {counted(gap['lag'], 'month')} on the way" if gap["lag"] else ""
    return (
        f"Over {counted(gap['months'], 'month')} the sender reports {gap['sent']:,.0f} USD and the receiver "
        f"{gap['received']:,.0f}{lag}. At the sender's prices {gap['gap']:,.0f} USD are missing "
        f"(90 %: {gap['low']:,.0f} to {gap['high']:,.0f}), {gap['share']:.0%} of what was sent."
    )


def excess_sentence(it: Mapping[str, Any] | None) -> str:
    """Excess in a sentence; empty without one."""
    if not it:
        return ""
    like = ", ".join(f"{name} {weight:g}" for name, weight in list(it["mixture"].items())[:4])
    poor = " The other lanes follow this one badly, so this tells little." if it["fit"] > 0.5 else ""
    return (
        f"From {it['since']} on {it['excess']:+,.0f} USD against what other lanes let expect (90 %: {it['low']:,.0f} "
        f"to {it['high']:,.0f}; chance {it['p_value']:.2f}). Compared with {like or 'nothing alike'}.{poor}"
    )


def line_sentence(line: Mapping[str, Any]) -> str:
    """One declaration of a chain."""
    value = "" if line["value_usd"] is None else f", {line['value_usd']:,.0f} USD"
    way = f"{line['from'] or '?'} to {line['to'] or '?'}"
    who = f"{line['consignor'] or 'nobody named'} to {line['consignee'] or 'nobody named'}"
    return f"{line['on']} {line['says']} {way}: {who}{value} [{line['source']} row {line['row']}]"


def places(evidence: Sequence[Mapping[str, Any]]) -> str:
    """Where rows stand, in a few words."""
    return "; ".join(f"{it['source']} row {it['row']}" for it in evidence[:2]) or "no row"
