"""`enduse profile`: what is known of a maker, a plant, an importer, an intermediary, a fair; who is what since when."""

import getpass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.output import Printer
from enduse.cli.profile_countries import profile_country, profile_models, profile_pair
from enduse.cli.profiles_output import show_profiles

profiles_app = typer.Typer(
    help="Profiles: everything recorded and said of one subject, each number with its rows.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
profiles_app.command("country")(profile_country)
profiles_app.command("pair")(profile_pair)
profiles_app.command("models")(profile_models)
Json = Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")]
Folder = Annotated[
    Path, typer.Option("--case", "-C", help="Workspace; found from here upwards by default.", envvar="ENDUSE_CASE")
]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="What was known until that day; today.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="x.html, x.md or x.json")]
Names = Annotated[list[str], typer.Argument(help="Names as written somewhere, or inn:7701234567; several.")]
By = Annotated[str, typer.Option("--by", help="Who does this; the name of the account by default.", envvar="ENDUSE_BY")]
HERE = Path()


@profiles_app.command("maker")
def maker(names: Names, on: On = None, output: Output = None, case: Folder = HERE, json: Json = False) -> None:
    """A maker and its brand: markets, presence by date against its exit, dealers, statements, fairs, models."""
    _show("maker", names, on, output, (case, json))


@profiles_app.command("plant")
def plant(names: Names, on: On = None, output: Output = None, case: Folder = HERE, json: Json = False) -> None:
    """A plant: what it is said to make, machines recorded there, brand mix, what replaces what."""
    _show("plant", names, on, output, (case, json))


@profiles_app.command("importer")
def importer(names: Names, on: On = None, output: Output = None, case: Folder = HERE, json: Json = False) -> None:
    """An importer: brands by year and supplier, routes, defence money, opacity, owners; the most opaque first."""
    _show("importer", names, on, output, (case, json))


@profiles_app.command("intermediary")
def intermediary(names: Names, on: On = None, output: Output = None, case: Folder = HERE, json: Json = False) -> None:
    """A broker, shipper or trader: who blocked it and why, deals, site, claimed place, machines on offer, owners."""
    _show("intermediary", names, on, output, (case, json))


@profiles_app.command("fair")
def fair(
    name: Annotated[str, typer.Argument(help="Part of the name of the fair; nothing: every fair.")] = "",
    country: Annotated[str, typer.Option(help="Only brands at home in this country.")] = "",
    on: On = None,
    output: Output = None,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Brands on show at a fair: by whom, what their makers had said by then, which entries may cover them."""
    show_profiles([_desk(case, on).fair(name, country)], output, Printer(json))


@profiles_app.command("status")
def status(
    name: Annotated[str, typer.Argument(help="Party, or maker whose dealers are meant; nothing: everybody.")] = "",
    is_a: Annotated[
        str, typer.Option("--is", help="dealer, official_dealer, former_dealer, exited_market, blocked or unblocked.")
    ] = "",
    since: Annotated[str, typer.Option(help="From that day, month or year on, as told.")] = "",
    until: Annotated[str, typer.Option(help="First day, month or year when it no longer held.")] = "",
    maker: Annotated[str, typer.Option(help="Maker or brand that it concerns.")] = "",
    market: Annotated[str, typer.Option(help="Country that it concerns, two letters.")] = "",
    decided_by: Annotated[str, typer.Option(help="Who decided it.")] = "",
    why: Annotated[str, typer.Option(help="The reason or decision, quoted.")] = "",
    reviewer: Annotated[str, typer.Option(help="Who reviewed the decision.")] = "",
    source: Annotated[str, typer.Option(help="Who says so, title, day.")] = "",
    word: Annotated[str, typer.Option(help="recorded, derived, probable, possible, alleged or denied.")] = "alleged",
    evidence: Annotated[list[str] | None, typer.Option(help="E7 or C12; several times.")] = None,
    country: Annotated[str, typer.Option(help="Of a blocked party, two letters.")] = "",
    number: Annotated[str, typer.Option(help="Of a blocked party: INN=7701000000.")] = "",
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Write down what a party is from when on, or show it by date; whoever is blocked is met in every later order."""
    told = (
        name, is_a, since, until, maker, market.upper(), decided_by, why, reviewer, source, word, tuple(evidence or ()),
    )  # fmt: skip
    desk = _statuses(case)
    if is_a:
        _write(desk, told, by, (country.upper(), number))
    columns = ["entry", "who", "status", "since", "until", "maker", "decided_by", "why", "reviewer", "source", "word"]
    rows = [_status_row(*it) for it in desk.of(name)]
    Printer(json).rows(rows, columns, empty="No status is written down: enduse profile status NAME --is dealer ...")


def _write(desk: Any, told: tuple[Any, ...], by: str, party: tuple[str, str]) -> None:
    from enduse.case.profiling_status import Party
    from enduse.model.status import Status

    scheme, _, value = party[1].partition("=")
    desk.write(Status(*told), by or getpass.getuser(), Party(party[0], {scheme.upper(): value} if value else {}))


def _status_row(entry: Any, it: Any) -> dict[str, Any]:
    facts = it.to_facts()
    word = facts.pop("confidence")
    return {"entry": entry.id, "who": it.party, **facts, "word": word, "written": entry.at[:10], "by": entry.by}


def _show(kind: str, names: list[str], on: datetime | None, output: Path | None, rest: tuple[Path, bool]) -> None:
    case, json = rest
    show_profiles(_desk(case, on).several(kind, names), output, Printer(json))


def _desk(case: Path, on: datetime | None) -> Any:
    from enduse.case.profiling import ProfileDesk
    from enduse.store.ledger import LedgerStore
    from enduse.store.workspace import Workspace

    return ProfileDesk(LedgerStore(Workspace.find(case)), on.date() if on else date.today())


def _statuses(case: Path) -> Any:
    from enduse.case.profiling_status import StatusDesk
    from enduse.store.workspace import Workspace

    return StatusDesk(Workspace.find(case).root)
