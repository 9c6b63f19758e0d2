"""`enduse case`: what people write into a case; everything is appended, nothing is changed, all can be undone."""

from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.case_options import HERE, WHEN, About, By, Folder, Json, Rests, Source, book, who
from enduse.cli.case_showing import (
    compare_figures,
    list_referrals,
    open_published,
    show_case,
    show_chains,
    show_matrix,
    show_pivots,
    show_timeline,
    verify_case,
)
from enduse.cli.output import Printer

case_app = typer.Typer(
    help="The case: subjects, pins, events, hypotheses, searches, referrals; timeline, pivots and chains of goods.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
for _name, _command in (
    *(("show", show_case), ("matrix", show_matrix), ("timeline", show_timeline), ("pivot", show_pivots)),
    *(("chain", show_chains), ("figures", compare_figures), ("referrals", list_referrals), ("verify", verify_case)),
    ("published", open_published),
):
    case_app.command(_name)(_command)

Country = Annotated[str, typer.Option(help="Two letters.")]
Confidence = Annotated[str, typer.Option(help="recorded, derived, probable, possible, alleged or denied.")]
Page = Annotated[int, typer.Option(min=0, help="Page of the evidence.")]
Region = Annotated[str, typer.Option(help="Place in a picture: left,top,width,height.")]
At = Annotated[str, typer.Option("--at", help="Place in a video, h:mm:ss.")]


@case_app.command("subject")
def add_subject(
    name: Annotated[str, typer.Argument(help="As it is written; it is found anew in every run.")],
    kind: Annotated[
        str, typer.Option(help="company, person, brand, plant, machine, lane, country, order or authority.")
    ] = "company",
    part: Annotated[str, typer.Option(help="Its part: importer, broker, supplier ...")] = "",
    number: Annotated[str, typer.Option(help="Registered number, INN:7701000000.")] = "",
    country: Country = "",
    also: Annotated[list[str] | None, typer.Option("--also", help="Another name; several times.")] = None,
    evidence: Rests = None,
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Say whom or what the case is about."""
    from enduse.model.case_book import Subject

    told = Subject(kind, part, number, country.upper(), "", tuple(also or ()), tuple(evidence or ()))
    opened = book(case)
    entry = opened.write(told, who(by), name)
    found = next(it.found for it in opened.subjects() if it.entry.number == entry.number)
    row = {"entry": entry.id, "subject": name, "party": found.name, "country": found.country, "found_by": found.how}
    Printer(json).rows([{**row, "note": found.note}], [*row, "note"])


@case_app.command("note")
def add_note(
    text: Annotated[str, typer.Argument(help="In words.")],
    on: Annotated[
        list[str] | None, typer.Option("--on", help="What it is on: E7, C3, a finding; several times.")
    ] = None,
    value: Annotated[
        float | None, typer.Option(help="A figure of context; it is never added to the case's own.")
    ] = None,
    unit: Annotated[str, typer.Option(help="Of the figure.")] = "",
    period: Annotated[str, typer.Option(help=f"Of the figure: {WHEN}")] = "",
    series: Annotated[str, typer.Option(help="The series of the case that the figure stands beside.")] = "",
    source: Source = "",
    about: About = "",
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Write a note, with a figure of context if there is one."""
    from enduse.model.case_book import Note

    _written(case, Note(text, tuple(on or ()), value, unit, period, series, source), (by, about, ""), json)


@case_app.command("pin")
def add_pin(
    what: Annotated[str, typer.Argument(help="E7, C3, a finding's key, or a row: FILE:12, FILE[SHEET]:12.")],
    why: Annotated[str, typer.Option(help="Why it belongs to the case.")] = "",
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Pin evidence, a finding or a row to the case."""
    from enduse.case.book_references import row_pin
    from enduse.model.case_book import Pin

    opened = book(case)
    told = row_pin(opened.references.row(what), why) if ":" in what else Pin(what, why=why)
    _written(opened, told, (by, "", ""), json)


@case_app.command("event")
def add_event(
    text: Annotated[str, typer.Argument(help="What happened, in words.")],
    when: Annotated[str, typer.Option(help=WHEN)] = "",
    kind: Annotated[
        str, typer.Option(help="supplies, sold, shipped, installed, owns, kin, pays, listed, letter ...")
    ] = ("other"),
    one: Annotated[str, typer.Option("--from", help="Who; the first party.")] = "",
    other: Annotated[str, typer.Option("--to", help="To whom; two parties are tied by it.")] = "",
    goods: Annotated[str, typer.Option(help="Brand, model or kind of goods.")] = "",
    place: Annotated[str, typer.Option(help="Where, as written.")] = "",
    country: Country = "",
    after: Annotated[list[str] | None, typer.Option("--after", help="An entry that it surely followed: C5.")] = None,
    confidence: Confidence = "alleged",
    evidence: Rests = None,
    source: Source = "",
    page: Page = 0,
    region: Region = "",
    at: At = "",
    quote: Annotated[str, typer.Option(help="The words themselves.")] = "",
    value: Annotated[float | None, typer.Option(help="Amount.")] = None,
    currency: Annotated[str, typer.Option(help="Three letters.")] = "",
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Write down what happened; with two parties, what ties them."""
    from enduse.model.case_book import Event

    told = Event(
        text, when, kind, other, goods, place, country.upper(), tuple(after or ()), confidence, source,
        tuple(evidence or ()), _where(page, at, region, quote), value, currency.upper(),
    )  # fmt: skip
    _written(case, told, (by, one, ""), json)


@case_app.command("mark")
def add_mark(
    evidence: Annotated[str, typer.Argument(help="E7")],
    text: Annotated[str, typer.Argument(help="What was seen in it.")],
    kind: Annotated[str, typer.Option(help="brand, model, serial, logo, place, signature, person, machine, other.")] = (
        "other"
    ),
    confidence: Confidence = "probable",
    page: Page = 0,
    region: Region = "",
    at: At = "",
    note: Annotated[str, typer.Option(help="In words.")] = "",
    about: About = "",
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Say what you saw in a piece of evidence, and where in it."""
    from enduse.model.case_book import Mark

    told = Mark(evidence, kind, text, confidence, _where(page, at, region, ""), note)
    _written(case, told, (by, about, ""), json)


@case_app.command("hypothesis")
def add_hypothesis(
    text: Annotated[str, typer.Argument(help="The explanation, in words.")],
    innocent: Annotated[bool, typer.Option("--innocent", help="It is a lawful one.")] = False,
    about: About = "",
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Write down an explanation that may hold; lawful ones, too."""
    from enduse.model.case_book import Hypothesis

    _written(case, Hypothesis(text, innocent), (by, about, ""), json)


@case_app.command("weigh")
def add_weighing(
    item: Annotated[str, typer.Argument(help="E7, C3 or a finding's key.")],
    hypothesis: Annotated[str, typer.Argument(help="C5")],
    verdict: Annotated[str, typer.Argument(help="consistent, inconsistent, neutral or not_applicable.")],
    reason: Annotated[str, typer.Option(help="Why; needed.")] = "",
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Weigh one item against one hypothesis; a later weighing of the same two takes its place."""
    from enduse.model.case_book import Weighing

    _written(case, Weighing(item, verdict.replace("-", "_"), reason), (by, "", hypothesis), json)


@case_app.command("estimate")
def add_estimate(
    about: Annotated[str, typer.Argument(help="Maker, brand, country or market that it is about.")],
    what: Annotated[str, typer.Argument(help='Of what, e.g. "share of sales".')],
    value: Annotated[float, typer.Argument(help="Of a share from 0 to 1.")],
    unit: Annotated[str, typer.Option(help="share, USD, machines ...")],
    source: Annotated[str, typer.Option(help="Who published it.")],
    method: Annotated[str, typer.Option(help="How it came about, as far as told.")] = "",
    period: Annotated[str, typer.Option(help=WHEN)] = "",
    bound: Annotated[str, typer.Option(help="about, at_least, at_most or exactly, as its source words it.")] = "about",
    low: Annotated[float | None, typer.Option(help="Least, where told.")] = None,
    high: Annotated[float | None, typer.Option(help="Greatest, where told.")] = None,
    market: Annotated[str, typer.Option(help="Country that it is of, two letters.")] = "",
    published: Annotated[str, typer.Option(help="When it was published.")] = "",
    evidence: Rests = None,
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Write down a figure that somebody estimated; it is shown as an estimate wherever it appears."""
    from enduse.model.case_book import Estimate

    rests = tuple(evidence or ())
    told = Estimate(
        what, value, unit, source, method, period, bound, low, high, market.upper(), published, rests
    )  # fmt: skip
    _written(case, told, (by, about, ""), json)


@case_app.command("absence")
def add_absence(
    looked_for: Annotated[str, typer.Argument(help="What was looked for.")],
    reviewed: Annotated[int, typer.Argument(min=1, help="How many were looked at.")],
    found: Annotated[int, typer.Option(min=0, help="In how many of them it was.")] = 0,
    unit: Annotated[str, typer.Option(help="images, sites, records ...")] = "items",
    sample: Annotated[str, typer.Option(help="Where they come from and how they were chosen.")] = "",
    random: Annotated[bool, typer.Option("--random", help="They were drawn at random.")] = False,
    method: Annotated[str, typer.Option(help="How they were looked at.")] = "",
    on: Annotated[str, typer.Option(help=WHEN)] = "",
    evidence: Rests = None,
    about: About = "",
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Write down what was looked for and not seen, with how much was looked at."""
    from enduse.model.case_book import Absence

    told = Absence(looked_for, reviewed, found, unit, sample, random, method, on, tuple(evidence or ()))
    _written(case, told, (by, about, ""), json)


@case_app.command("referral")
def add_referral(
    to: Annotated[str, typer.Argument(help="The authority; or C9, the referral that was answered.")],
    on: Annotated[str, typer.Option(help="The day: 2024-03-01.")],
    what: Annotated[list[str] | None, typer.Option("--what", help="What was handed over: E7, C3, a finding.")] = None,
    state: Annotated[str, typer.Option(help="sent, received, answered, declined or acted.")] = "sent",
    text: Annotated[str, typer.Option(help="What was asked, or the answer in words.")] = "",
    country: Country = "",
    channel: Annotated[str, typer.Option(help="Letter, e-mail, portal with its number ...")] = "",
    evidence: Rests = None,
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Note what went to an authority, and what came of it."""
    from enduse.model.case_book import Referral

    opened, earlier = book(case), to if to[:1] in "Cc" and to[1:].isdigit() else ""
    if earlier:
        first = Referral.from_facts(opened.log.find(earlier, "referral").facts)
        to, country = first.to, country or first.country
    rests = tuple(evidence or ())
    told = Referral(to, on, tuple(what or ()), state, text, country.upper(), channel, rests)
    _written(opened, told, (by, to, earlier), json)


@case_app.command("undo")
def undo_entry(
    entry: Annotated[str, typer.Argument(help="C12; of an undoing its own number brings the entry back.")],
    reason: Annotated[str, typer.Option(help="Why; it stays on the record.")] = "",
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Say that an entry no longer holds; it stays in the history."""
    done = book(case).undo(entry, reason, who(by))
    row = {"entry": done.id, "undone": f"C{done.refers}", "reason": reason}
    Printer(json).rows([row], list(row))


def _written(case: Any, told: Any, said: tuple[str, str, str], json: bool) -> None:
    from enduse.cli.case_showing import entry_row

    by, about, refers = said
    opened = book(case) if isinstance(case, Path) else case
    entry = opened.write(told, who(by), about, refers)
    Printer(json).rows([entry_row(entry)], ["entry", "kind", "says"])


def _where(page: int, at: str, region: str, quote: str) -> dict[str, Any]:
    from dataclasses import asdict

    from enduse.model.evidence import Locator

    told = asdict(Locator(page, at, region, quote=quote))
    return {name: it for name, it in told.items() if it}
