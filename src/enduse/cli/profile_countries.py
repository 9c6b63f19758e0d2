"""`enduse profile country|pair|models`: countries of origin side by side, a pair of countries, models against lists."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.output import Printer
from enduse.errors import UsageError
from enduse.model.period import month_index

Json = Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")]
Folder = Annotated[
    Path, typer.Option("--case", "-C", help="Workspace; found from here upwards by default.", envvar="ENDUSE_CASE")
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="x.html, x.md or x.json")]
Code = Annotated[str, typer.Option(help="Only goods whose code begins so, e.g. 8458.")]
Start = Annotated[str, typer.Option(help="First month, e.g. 2021-01; that of the first line by default.")]
Until = Annotated[str, typer.Option(help="Last month, e.g. 2024-12; that of the last line by default.")]
HERE = Path()
_MONTH = re.compile(r"(\d{4})-(\d\d)")


def profile_country(
    countries: Annotated[list[str], typer.Argument(help="Countries of origin, e.g. KR DE IT CH; EU for its members.")],
    to: Annotated[str, typer.Option(help="Destinations, with commas.")] = "RU,BY",
    code: Code = "",
    start: Start = "",
    until: Until = "",
    output: Output = None,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Show countries of origin side by side: amounts, shares and their breaks, routes, hubs, goods, measures."""
    from enduse.case.country_profiles import CountryQuestion

    asked = CountryQuestion(tuple(countries), _listed(to), code, month_asked(start), month_asked(until))
    desk = _desk(case)
    _show(desk.countries(asked), desk, output, Printer(json))


def profile_pair(
    origin: Annotated[str, typer.Argument(help="Where the goods are made, e.g. JP.")],
    destination: Annotated[str, typer.Argument(help="Where they go, e.g. RU.")],
    code: Code = "",
    start: Start = "",
    until: Until = "",
    context: Annotated[Path | None, typer.Option(help="Your own figures of whole economies (TOML).")] = None,
    output: Output = None,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Show one country of origin and one of destination, both sides' statistics, and context kept apart."""
    from enduse.case.country_profiles import CountryQuestion

    asked = CountryQuestion((origin,), (destination,), code, month_asked(start), month_asked(until))
    desk = _desk(case)
    _show(desk.pair(asked, context), desk, output, Printer(json))


def profile_models(
    models: Annotated[
        list[str] | None, typer.Argument(help="Brand and model, each in quotes; without any, those of the case.")
    ] = None,
    brand: Annotated[str, typer.Option(help="Of the case's models only this brand.")] = "",
    known: Annotated[list[str] | None, typer.Option("--known", help="parameter=value; several times.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day whose wording counts; today.")] = None,
    packet: Annotated[
        list[Path] | None, typer.Option(help="Write the packet for the authority: x.docx, x.pdf, x.html, x.md, x.txt.")
    ] = None,
    ask: Annotated[str, typer.Option(help="Of the authority: classify, licence, advise, or a sentence.")] = "classify",
    by: Annotated[str, typer.Option("--by", help="Who asks.", envvar="ENDUSE_BY")] = "",
    top: Annotated[int, typer.Option(min=1, help="Of the case's models: how many.")] = 20,
    output: Output = None,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Show which control entries may cover models: known, missing, likely or for the authority to decide."""
    from enduse.goods.desk import GoodsDesk
    from enduse.report.model_entries import model_answer, models_profile

    asked = _models(models or [], _answers(known or []), (brand, top), case)
    day, desk, printer = on.date() if on else date.today(), GoodsDesk(), Printer(json)
    answers = [model_answer(desk, it, day) for it in asked]
    if packet:
        named = {it.name or it.text: answer for it, answer in zip(asked, answers, strict=True)}
        _write_packet(named, packet, (ask, by, day), printer)
        return
    cited = _desk(case) if any(it.rows for it in asked) else None
    _show(models_profile(asked, answers, day), cited, output, printer)


def month_asked(text: str) -> int | None:
    """Index of a month written ``2021-01``; None for an empty text.

    Raises:
        UsageError: ``E-PROFILE-MONTH``.
    """
    if not text:
        return None
    found = _MONTH.fullmatch(text.strip())
    if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1900:
        raise UsageError(f"{text!r} is no month. Write year and month, e.g. 2021-01.", code="E-PROFILE-MONTH")
    return month_index(date(int(found[1]), int(found[2]), 1))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(it.strip() for it in text.split(",") if it.strip())


def _desk(case: Path) -> Any:
    from enduse import case as cases
    from enduse.case.country_profiles import CountryProfiles

    return CountryProfiles(cases.open(case).ledger)


def _answers(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    parted = [word.partition("=") for word in words]
    if lacking := next((word for word, (_, equals, _value) in zip(words, parted, strict=True) if not equals), None):
        raise UsageError(f"--known {lacking!r} should be parameter=value, e.g. --known upr_x_um=1.2.")
    return tuple((name.strip(), value.strip()) for name, _, value in parted)


def _models(
    texts: Sequence[str], answers: tuple[tuple[str, str], ...], chosen: tuple[str, int], case: Path
) -> tuple[Any, ...]:
    from enduse.report.model_entries import AskedModel

    if texts:
        return tuple(AskedModel(it, answers=answers) for it in texts)
    from enduse import case as cases
    from enduse.case.model_tables import models_of_case

    found = models_of_case(cases.open(case).ledger, *chosen)
    if not found:
        raise UsageError(
            "No goods line of this case names brand and model of a machine. Name the models: "
            'enduse profile models "BRAND MODEL".',
            code="E-PROFILE-MODELS",
        )
    return found


def _write_packet(
    named: Mapping[str, Any], paths: Sequence[Path], asked: tuple[str, str, date], printer: Printer
) -> None:
    from enduse.report.paper_parts.rendering import render
    from enduse.report.papers_models import models_packet
    from enduse.store.atomic import write_atomically

    question, author, day = asked
    paper = models_packet(named, question, author, day)
    for path in paths:
        write_atomically(path, render(paper, path.name))
    rows = [{"paper": "referral", "models": len(named), "file": str(it)} for it in paths]
    printer.rows(rows, ["paper", "models", "file"])


def _show(profile: Any, desk: Any, output: Path | None, printer: Printer) -> None:
    from enduse.cli.profiles_output import show_profiles

    placed = desk.placed(profile) if desk else profile
    show_profiles([placed], output, printer)
