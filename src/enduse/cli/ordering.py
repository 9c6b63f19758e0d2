"""`enduse order`: an order from the first question to the years after its shipment."""

import getpass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.order_papers import certificate, papers
from enduse.cli.output import Printer
from enduse.errors import InputError, UsageError

order_app = typer.Typer(
    help="Orders: examine, ask, answer, propose, approve by another person, ship, watch.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")]
Folder = Annotated[
    Path, typer.Option("--case", "-C", help="Workspace; found from here upwards by default.", envvar="ENDUSE_CASE")
]
By = Annotated[str, typer.Option("--by", help="Who does this; the name of the account by default.", envvar="ENDUSE_BY")]
Note = Annotated[str, typer.Option("--note", help="Why, in words; it is on the record.")]
Number = Annotated[str, typer.Argument(help="The order's number.")]
HERE = Path()
order_app.command("papers")(papers)
order_app.command("certificate")(certificate)


@order_app.command("add")
def add_order(
    file: Annotated[str, typer.Argument(help="TOML or JSON; - for stdin. The same number again is a new revision.")],
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Examine an order and keep it on the desk."""
    from enduse.cli.checked import show_checked
    from enduse.cli.checking import read_one
    from enduse.report.checked import as_object

    read = read_one(file, None, Printer(json))
    flow = _flow(case)
    number, checked = flow.examine(read.order, _who(by))
    printer = Printer(json)
    softened = flow.state(number).newest.softened
    if printer.machine:
        printer.rows([{**as_object(checked), "softened": list(softened)}], [])
        return
    show_checked(checked, "en", printer)
    for it in softened:
        printer.prose(f"softened: {it}")


@order_app.command("list")
def list_orders(case: Folder = HERE, json: Json = False) -> None:
    """Every order with where it stands."""
    flow = _flow(case)
    rows = [_row(flow.state(it)) for it in flow.log.orders()]
    Printer(json).rows(rows, ["order", "state", "outcome", "buyer", "to", "revision", "at"], empty="No order yet.")


@order_app.command("show")
def show_order(number: Number, case: Folder = HERE, json: Json = False) -> None:
    """One order: where it stands, who did what, what is open."""
    state, printer = _flow(case).state(number), Printer(json)
    steps = [
        {"at": f"{it.at:%Y-%m-%d %H:%M}", "step": it.step, "by": it.by, "about": _about(it.payload),
         "reason": it.reason, "note": it.note, "revision": it.revision, "payload": dict(it.payload)}
        for it in state.steps
    ]  # fmt: skip
    if printer.machine:
        more = {"order": dict(state.newest.order), "checked": dict(state.newest.checked), "steps": steps}
        waiting = {"softened": list(state.newest.softened), "awaited": list(state.awaited)}
        printer.rows([{**_row(state), **waiting, **more}], [])
        return
    row = _row(state)
    printer.prose(f"Order {number}: {row['state']}, {row['outcome']}. {state.newest.checked['banner']}")
    printer.rows(steps, ["at", "step", "by", "about", "reason", "note", "revision"])
    if state.awaited:
        printer.prose(f"not answered yet: {', '.join(state.awaited)}")
    for it in state.newest.softened:
        printer.prose(f"softened: {it}")


@order_app.command("ask")
def ask_customer(
    number: Number,
    days: Annotated[int, typer.Option(help="To answer.")] = 14,
    question: Annotated[
        list[str] | None, typer.Option(help="That went out, e.g. Q09; several times. By default those of the letter.")
    ] = None,
    by: By = "",
    note: Note = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Note which questions went to the customer, and until when an answer is due."""
    from enduse.case.order_flow import Act

    due, named = date.today() + timedelta(days=days), [it.strip().upper() for it in question or ()]
    asked = _flow(case).ask(number, due, Act(_who(by), note), named)
    row = {**_row(_flow(case).state(number)), "asked": ", ".join(asked), "due": due.isoformat()}
    Printer(json).rows([row], ["order", "state", "asked", "due", "outcome", "buyer", "to", "revision"])


@order_app.command("answer")
def answer_order(
    number: Number,
    answers: Annotated[list[str], typer.Argument(help='Question=answer, e.g. Q11=no or "Q09=specific: pump shafts".')],
    file: Annotated[list[Path] | None, typer.Option("--file", help="Evidence; kept unchanged.")] = None,
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Take answers, examine again, and say what changed."""
    changed, _checked = _flow(case).answer(number, [_given(it) for it in answers], file or (), _who(by))
    Printer(json).rows([{"order": number, "difference": changed}], ["order", "difference"])


@order_app.command("propose")
def propose_decision(
    number: Number,
    decision: Annotated[str, typer.Argument(help="ship, ship_with_conditions or apply_for_licence.")],
    licence: Annotated[str, typer.Option(help="Number of the licence.")] = "",
    by: By = "",
    note: Note = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Propose a decision, which another person approves."""
    from enduse.case.order_flow import Act

    payload = {"licence": licence} if licence else {}
    _flow(case).propose(number, Act(_who(by), note, decision, payload))
    _say(case, number, json)


@order_app.command("release")
def release_tier(
    number: Number,
    tier: Annotated[str, typer.Argument(help="customs or licensing.")],
    by: By = "",
    note: Note = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """One of two tiers releases it; neither alone is enough."""
    from enduse.case.order_flow import TIERS, Act

    if tier not in TIERS:
        raise UsageError(f"{tier!r} is no tier: {', '.join(TIERS)}.")
    _flow(case).release(number, tier, Act(_who(by), note))
    _say(case, number, json)


@order_app.command("approve")
def approve_order(number: Number, by: By = "", note: Note = "", case: Folder = HERE, json: Json = False) -> None:
    """Approve what somebody else proposed."""
    _simple(case, "approve", number, (by, note, ""), json)


@order_app.command("return")
def return_order(number: Number, by: By = "", note: Note = "", case: Folder = HERE, json: Json = False) -> None:
    """Send it back to who proposed it."""
    _simple(case, "send_back", number, (by, note, ""), json)


@order_app.command("refuse")
def refuse_order(
    number: Number,
    reason: Annotated[str, typer.Option(help="refused, or licence_refused where the authority did.")] = "refused",
    by: By = "",
    note: Note = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Refuse it; later orders of these parties are told."""
    _simple(case, "refuse", number, (by, note, reason), json)


@order_app.command("ship")
def ship_order(
    number: Number,
    serial: Annotated[list[str] | None, typer.Option("--serial", help="Serial numbers that left.")] = None,
    licence: Annotated[str, typer.Option(help="Number of the licence, where one was applied for.")] = "",
    by: By = "",
    note: Note = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Note that it left; its parties and machines stay watched."""
    from enduse.case.order_flow import Act

    payload = {"serials": serial or [], **({"licence": licence} if licence else {})}
    _flow(case).ship(number, Act(_who(by), note, "", payload))
    _say(case, number, json)


@order_app.command("close")
def close_order(number: Number, by: By = "", note: Note = "", case: Folder = HERE, json: Json = False) -> None:
    """What re-opened it is settled."""
    _simple(case, "close", number, (by, note, ""), json)


@order_app.command("recheck")
def recheck_orders(case: Folder = HERE, json: Json = False) -> None:
    """Examine every watched order with today's lists and rules; a shipped one with news is opened again."""
    rows = [
        {"order": it.order_id, "was": it.before, "is": it.after, "news": " ".join(it.news), "new": bool(it.news)}
        for it in _flow(case).recheck()
    ]
    Printer(json).rows(rows, ["order", "was", "is", "news"], empty="No order is watched.")


@order_app.command("block")
def block_party(
    name: Annotated[str, typer.Argument(help="Of the party.")],
    decision: Annotated[str, typer.Option("--decision", help="Quoted whenever the party turns up again.")],
    country: Annotated[str, typer.Option(help="Two letters.")] = "",
    number: Annotated[str, typer.Option("--number", help="SCHEME=VALUE, e.g. INN=7701000000.")] = "",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day; today by default.")] = None,
    lift: Annotated[bool, typer.Option("--lift", help="End the block from that day.")] = False,
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Block a party, with the decision that is quoted; or lift the block."""
    from enduse.store.order_log import Block

    flow = _flow(case)
    scheme, _, value = number.partition("=")
    day = since.date() if since else date.today()
    block = Block(name, country.upper(), {scheme.upper(): value} if value else {}, decision, day, _who(by), lift)
    flow.log.block(block, flow.now())
    row = {"party": name, "blocked": "no" if lift else "yes", "since": day.isoformat(), "decision": decision}
    Printer(json).rows([row], list(row))


@order_app.command("approach")
def log_approach(
    name: Annotated[str, typer.Argument(help="Who asked.")],
    text: Annotated[str, typer.Argument(help="For what, in their words.")],
    country: Annotated[str, typer.Option(help="Two letters.")] = "",
    contact: Annotated[str, typer.Option(help="Telephone or e-mail.")] = "",
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Log an inbound approach; it turns up when the party orders."""
    from enduse.store.order_log import Approach

    flow = _flow(case)
    flow.log.approach(Approach(name, country.upper(), contact, text, date.today(), _who(by)), flow.now())
    Printer(json).rows([{"party": name, "asked": text}], ["party", "asked"])


@order_app.command("set")
def set_mode(
    name: Annotated[str, typer.Argument(help="approval, wait_hours, tiers or retention_days.")],
    value: Annotated[str, typer.Argument(help="four_eyes or two_eyes_wait; hours; one or two; days.")],
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Set how the house decides; it is printed on every record made after."""
    allowed = {"approval": ("four_eyes", "two_eyes_wait"), "tiers": ("one", "two")}
    numbers = ("wait_hours", "retention_days")
    fits = value in allowed[name] if name in allowed else name in numbers and value.isdigit() and int(value) > 0
    if not fits:
        wanted = ", ".join(allowed.get(name, ("a whole number above 0",) if name in numbers else (*allowed, *numbers)))
        raise UsageError(f"{name} {value!r}: expected {wanted}.", code="E-ORDER-SETTING")
    flow = _flow(case)
    flow.log.set(name, value, _who(by), flow.now())
    Printer(json).rows([{"setting": name, "value": value}], ["setting", "value"])


@order_app.command("verify")
def verify_orders(case: Folder = HERE, json: Json = False) -> None:
    """Whether every step and every revision is as it was written; exit 7 where one is not."""
    rows = [{"problem": it} for it in _flow(case).log.verify()]
    Printer(json).rows(rows, ["problem"], empty="Every step and every revision is as it was written.")
    if rows:
        raise typer.Exit(7)


def _flow(case: Path) -> Any:
    from enduse.case.order_flow import OrderFlow
    from enduse.store.ledger import LedgerStore
    from enduse.store.workspace import Workspace

    return OrderFlow(LedgerStore(Workspace.find(case)))


def _who(by: str) -> str:
    return by.strip() or getpass.getuser()


def _given(text: str) -> Any:
    """``Q11=no`` or ``Q09=specific: what they said``."""
    from enduse.model.order import Given

    question, equals, rest = text.partition("=")
    if not equals:
        raise InputError(f"{text!r} is no answer: write the question, = and the answer, e.g. Q11=no.", code="E-ANSWER")
    value, _, words = rest.partition(":")
    return Given(question.strip().upper(), value.strip(), words.strip())


def _simple(case: Path, verb: str, number: str, act: tuple[str, str, str], json: bool) -> None:
    from enduse.case.order_flow import Act

    by, note, reason = act
    getattr(_flow(case), verb)(number, Act(_who(by), note, reason))
    _say(case, number, json)


def _say(case: Path, number: str, json: bool) -> None:
    row = _row(_flow(case).state(number))
    Printer(json).rows([row], ["order", "state", "outcome", "buyer", "to", "revision"])


def _about(payload: Any) -> str:
    """Questions that a step asked or answered, and until when."""
    told = ", ".join(payload.get("questions") or payload.get("answers") or ())
    return f"{told} until {payload['due']}" if told and payload.get("due") else told


def _row(state: Any) -> dict[str, Any]:
    buyer = state.order.party("buyer")
    return {
        "order": state.order_id,
        "state": state.state,
        "outcome": state.newest.outcome,
        "buyer": buyer.name if buyer else "",
        "to": state.order.last_country,
        "revision": state.newest.revision,
        "at": state.newest.at[:10],
    }
