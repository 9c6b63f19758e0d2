"""`enduse check`: one order, or a spreadsheet of them."""

import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.output import Printer, Progress
from enduse.errors import InputError, NotAWorkspace, UsageError

EXAMPLE = """\
# An order, as `enduse check` reads it. Needed: seller country, buyer, goods. Everything else raises what can be said.
id = "2026-118"
on = 2026-11-22                    # the day whose law counts; leave out: today
seller = { name = "Our Lathes GmbH", country = "DE" }
buyer = { name = "", country = "", address = "", identifiers = { REG = "" } }
consignee = { name = "", country = "" }
end_user = { name = "", country = "", address = "", identifiers = {}, incorporated = "", activity = "", owners = [] }
intermediates = []                 # each with name, country, function; [] says there is none
forwarder = { name = "" }
bank = { name = "", country = "" }
payer = { name = "", country = "" }
destination = ""
route = ["DE", "TR"]               # countries passed, in order
currency = "EUR"
terms = "30 % down, 70 % before shipment"
signed_on = 2026-11-01
ship_on = 2026-12-15
end_use = ""                       # which parts, for whom, of which material
installation = true
training = true
no_reexport = true

[[goods]]
description = "CNC lathe"
model = ""
code = "845811"
quantity = 1
price = 211000
origin = "DE"
condition = "new"
specifications = { contouring_axes = 2, upr_x_um = 1.2 }

[answers]                          # of the questions Q01 to Q45: see `enduse explain questions`
Q11 = "no"
"""


def check(
    what: Annotated[str, typer.Argument(help="An order (TOML or JSON), - for stdin, or a spreadsheet of orders.")] = "",
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day whose law and lists count.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where an answered spreadsheet goes.")] = None,
    language: Annotated[str, typer.Option(help="Of the questions: en, ko, de, zh, ja.")] = "en",
    example: Annotated[bool, typer.Option("--example", help="Print an order to begin with.")] = False,
    case: Annotated[
        Path, typer.Option("--case", "-C", help="Workspace with lists and records.", envvar="ENDUSE_CASE")
    ] = Path(),
    json: Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")] = False,
) -> None:
    """Examine an order: what the law of the day says, what is not known yet, and what to ask first."""
    printer = Printer(json)
    if example:
        printer.text(EXAMPLE)
        return
    if not what:
        raise UsageError("Give an order: a file, or - for stdin. `enduse check --example` prints one to begin with.")
    day = on.date() if on else None
    if output is not None:
        _check_file(case, Path(what), output, day, printer)
    else:
        _check_one(case, what, day, language, printer)


def _check_file(case: Path, source: Path, target: Path, on: date | None, printer: Printer) -> None:
    from enduse.case.order_file import check_file
    from enduse.case.order_opened import put_off_collections

    put_off_collections()
    progress = Progress()
    count = check_file(_desk(case), source, target, on, progress)
    progress.finish()
    row = {
        "orders": count.orders,
        "rows": count.rows,
        "not checked": count.unchecked,
        **{name: count.outcomes[name] for name in sorted(count.outcomes)},
        "files": ", ".join(map(str, count.files)),
    }
    printer.rows([row], list(row))
    if count.unread_headers:
        printer.say(f"W-ORDER-FIELD  Columns that mean no field of an order: {', '.join(count.unread_headers)}.")


def _check_one(case: Path, what: str, on: date | None, language: str, printer: Printer) -> None:
    from enduse.cli.checked import show_checked
    from enduse.report.checked import as_object

    read = read_one(what, on, printer)
    checked = _desk(case).check(replace(read.order, on=on) if on else read.order)
    if printer.machine:
        problems = [{"code": it.code, "field": it.field, "seen": it.seen, "ask": it.ask} for it in read.problems]
        printer.rows([{**as_object(checked), "problems": problems}], [])
    else:
        show_checked(checked, language, printer)


def read_one(what: str, on: date | None, printer: Printer) -> Any:
    """An order from a file or stdin; what was not understood is said.

    Raises:
        InputError: ``E-ORDER-NEEDED``: who sells from where, who buys or what is missing; ``E-ORDER-TEXT``.
    """
    from enduse.sources.order_files import order_from_text

    text = sys.stdin.read() if what == "-" else _text(Path(what))
    read = order_from_text(text, on or date.today(), "order" if what == "-" else what)
    for it in read.problems:
        if not it.needed:
            printer.say(f"{it.code}  {it.field}: {it.ask}")
    if read.needed:
        asked = " ".join(f"{it.ask} ({it.field})" for it in read.needed)
        raise InputError(f"The order cannot be examined yet. {asked}", code="E-ORDER-NEEDED")
    return read


def _text(path: Path) -> str:
    if path.suffix.casefold() in (".xlsx", ".xls", ".ods", ".csv", ".tsv"):
        raise UsageError(f"{path} is a spreadsheet: say with -o where the answered one is written.")
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{str(path)!r} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is no UTF-8 text; save the order as UTF-8.", code="E-ORDER-TEXT") from error


def _desk(case: Path) -> Any:
    from enduse.case.order_desk import OrderDesk
    from enduse.case.order_opened import open_desk
    from enduse.store.ledger import LedgerStore
    from enduse.store.workspace import Workspace

    try:
        return open_desk(LedgerStore(Workspace.find(case)))
    except NotAWorkspace:
        if case != Path():
            raise
        return OrderDesk(None)
