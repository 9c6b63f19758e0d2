"""`enduse trace serial|alerts|installed-base`: single machines, and how many leave."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.output import Printer, counted

Json = Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")]
Folder = Annotated[
    Path, typer.Option("--case", "-C", help="Workspace; found from here upwards by default.", envvar="ENDUSE_CASE")
]
Day = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Day as of which; by default the last recorded.")
]
HERE = Path()

machines_app = typer.Typer()
"""The commands, to be joined to the group ``trace``."""

_LINKS = ["on", "what", "who", "confidence", "days", "row"]
_PLAIN = ("made", "placed", "confirmed")


@machines_app.command()
def serial(
    number: Annotated[str, typer.Argument(help="Serial number, in any spelling.")],
    brand: Annotated[str, typer.Option(help="Where two brands use one number.")] = "",
    on: Day = None,
    gap: Annotated[int, typer.Option(min=1, help="Days without a record that pass.")] = 365,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Show the chain of custody of one machine: every record, gaps, and where it left its channel."""
    from enduse import case as cases
    from enduse.case.tracing import SerialQuestion

    printer = Printer(json)
    asked = SerialQuestion(number, brand or None, on.date() if on else None, gap)
    found = cases.open(case).trace_serial(asked)
    if printer.machine:
        printer.rows(found, [])
        return
    if len(found) > 1:
        printer.say(f"{len(found)} machines may be meant by {number!r}: {found[0]['match_reason']}.")
    for at, it in enumerate(found):
        if at:
            printer.text("")
        print_machine(it, printer)


def print_machine(told: dict[str, Any], printer: Printer) -> None:
    """One machine for a person: its chain as a table, then what follows from it."""
    model = f", model {told['model']}" if told["model"] else ""
    printer.prose(f"{told['machine']}{model}: {told['state']}")
    if told["match"] != "exact":
        printer.prose(f"Asked for {told['asked']!r}: {told['match_reason']}.")
    printer.rows([link_row(it) for it in told["links"]], _LINKS)
    for sentence in (*filter(None, map(reason_of, told["links"])), *machine_sentences(told)):
        printer.prose(sentence)
    if told["at_risk"]:
        printer.text("")
        printer.prose(f"{counted(told['at_risk_count'], 'other machine')} at risk by the same buyer, owner or route:")
        printer.rows(told["at_risk"], ["machine", "why", "shared", "last_on", "last_country"])


def link_row(link: dict[str, Any]) -> dict[str, Any]:
    """One link as a row of the table."""
    came = f" from {link['from_country']}" if link["from_country"] else ""
    where = f" {link['country']}" if link["country"] else ""
    who = f"{link['from_party']} > {link['party'] or '?'}" if link["from_party"] else link["party"]
    evidence = link["evidence"] or {}
    return {
        "on": link["on"] or "no day",
        "what": f"{link['what']}{came}{' to' if came else ''}{where}",
        "who": who,
        "confidence": link["confidence"],
        "days": None if link["gap_days"] is None else f"+{link['gap_days']}",
        "row": f"{evidence['source']}:{evidence['row']}" if evidence else "",
    }


def reason_of(link: dict[str, Any]) -> str:
    """Why a link counts as it does, where that is not plain; empty where it is."""
    if link["standing"] in _PLAIN and len(link["reasons"]) < 2:
        return ""
    return f"{link['on'] or 'No day'}, {link['what']}: {link['confidence']}; {'; '.join(link['reasons'])}."


def machine_sentences(told: dict[str, Any]) -> list[str]:
    """What follows from the chain, a sentence each."""
    found = []
    if told["left"]:
        found.append(f"Left its channel: {told['left']['text']}")
        if told["left"]["first_party"]:
            found.append(f"First party that no record sends it to: {told['left']['first_party'].rstrip('.')}.")
    if told["days_since_confirmation"] is not None:
        since = f"last seen there on {told['confirmed_on']}" if told["confirmed_on"] else "never seen where it was sent"
        found.append(
            f"Last confirmation: {since}; {counted(told['days_since_confirmation'], 'day')} to {told['as_of']}."
        )
    if told["lacks"]:
        found.append(f"Not complete: {'; '.join(told['lacks'])}.")
    found += [f"Gap: {it['text']}." for it in told["gaps"]]
    found += [f"Contradiction: {it['text']}." for it in told["contradictions"]]
    return [*found, *(f"Alert: {it['text']}." for it in told["alerts"])]


@machines_app.command()
def alerts(
    on: Day = None,
    days: Annotated[int, typer.Option(min=1, help="A machine should be seen at its place within so many days.")] = 180,
    silent: Annotated[int, typer.Option(min=1, help="And at least this often from then on.")] = 730,
    kind: Annotated[str, typer.Option(help="Only these, comma separated: left_channel, listed_after ...")] = "",
    fail: Annotated[bool, typer.Option("--fail-on-alert", help="Exit 10 when there is any.")] = False,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Look again after export: machines outside their channel, buyers listed since, installations nobody confirmed."""
    from enduse import case as cases
    from enduse.case.tracing import Custody
    from enduse.errors import UsageError
    from enduse.trace.alerts import URGENCY, Watch

    printer, custody = Printer(json), Custody(cases.open(case).ledger)
    kinds = {it.strip() for it in kind.split(",") if it.strip()}
    if strange := kinds - {*URGENCY}:
        raise UsageError(f"{sorted(strange)[0]!r} is no kind of alert; there are {', '.join(URGENCY)}.")
    known = custody.alerts(Watch(on.date() if on else custody.last_day, days, silent))
    found = [it for it in known if not kinds or it["alert"] in kinds]
    rows = [{**it, "alert": it["alert"].replace("_", " ")} if not printer.machine else it for it in found]
    printer.rows(rows, ["machine", "alert", "on", "text", "confidence"], empty="No machine raises an alert.")
    if rows and not printer.machine:
        printer.say(f"{counted(len(rows), 'alert')}; enduse trace serial NUMBER shows the chain.")
    if rows and fail:
        raise typer.Exit(10)


@machines_app.command("installed-base")
def installed_base(
    brand: Annotated[str, typer.Argument(help="Brand whose used machines are counted.")],
    country: Annotated[str, typer.Option(help="Where they stand: CN ...")],
    base: Annotated[str, typer.Option(help="Machines that stand there: NUMBER or LOW-HIGH.")] = "",
    world: Annotated[str, typer.Option(help="Machines in the world: NUMBER or LOW-HIGH.")] = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Estimate how fast used machines of a brand leave a country, with bounds."""
    from enduse import case as cases
    from enduse.case.tracing_base import BaseQuestion

    printer = Printer(json)
    told = cases.open(case).installed_base(BaseQuestion(brand, country, base, world))
    if printer.machine:
        printer.rows([told], [])
        return
    for sentence in told["sentences"]:
        printer.prose(sentence)
