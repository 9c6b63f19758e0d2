"""Profiles of countries of origin: the same questions to each, over the same months, side by side."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from enduse.goods.military_uses import PossibleUse, not_proof, possible_uses
from enduse.model.period import Span
from enduse.model.profile import Cell, Number, Profile, ProfileTable, Reference, Section, Statement, TableLine
from enduse.report.country_profile_lines import (
    Columns,
    Lines,
    TradeLine,
    count,
    grouped,
    ranked,
    rows_of,
    share,
    share_of,
    total,
    worth,
)
from enduse.report.country_profile_shares import breaks_section, month_shares, shares_section
from enduse.report.wording import listed, place_name
from enduse.text.countries import eu_members
from enduse.trace.control_dates import Marker

_FIRST = {"amounts": "Year", "amount_shares": "Year", "routes": "Dispatch", "kinds": "Kind", "headings": "Heading"}
_MOST = 12
_BRANDS = 8


@dataclass(frozen=True)
class CountryGround:
    """What the profiles are made of.

    Attributes:
        columns: The countries asked for, and further origins that are shown beside them.
        destinations: Codes, in the order asked for.
        period: The months, the same for all.
        on: What was known of the time before this day counts.
        lines: Of all origins to these destinations in these months, no movement twice.
        undated: Lines without a date, which no month holds.
        code: Leading digits that the lines were narrowed to; may be empty.
        measures: Of each country the dated measures on its goods.
        hubs: Countries of onward trade: code to what says so.
        published: Sections about published statistics.
    """

    columns: Columns
    destinations: tuple[str, ...]
    period: Span
    on: date
    lines: Lines
    undated: int = 0
    code: str = ""
    measures: Mapping[str, Sequence[Marker]] = field(default_factory=dict)
    hubs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    published: tuple[Section, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """The countries asked for."""
        return self.columns.asked

    def made_in(self) -> Mapping[str, Lines]:
        """The lines of each country asked for, by origin."""
        found = self.columns.by_origin(self.lines)
        return {it: found.get(it, []) for it in self.asked}

    def sent_from(self, place: str) -> list[TradeLine]:
        """The lines that were shipped from there, wherever the goods were made."""
        return [it for it in self.lines if self.columns.of(it.dispatch, it.month) == place]


def country_profile(ground: CountryGround) -> Profile:
    """One profile whose tables have a column for each country."""
    names = listed(map(ground.columns.title, ground.asked), 9)
    to = listed(map(place_name, ground.destinations), 9)
    title = f"Goods made in {names}, to {to}{f', code {ground.code}' if ground.code else ''}, {ground.period}"
    uses, references = _uses(ground)
    hubs = tuple(
        Reference(f"hubs:{it}", f"{place_name(it)}: {ground.hubs[it]['source']}", ground.hubs[it]["evidence"])
        for it in sorted({line.dispatch for line in ground.lines} & set(ground.hubs))
    )
    sections = _sections(ground, uses) if ground.lines else (_nothing(ground), *ground.published)
    id = f"{','.join(ground.asked)}>{','.join(ground.destinations)}"
    return Profile("country", id, title, ground.on, sections, (*hubs, *references), unseen=_unseen(ground))


def _nothing(ground: CountryGround) -> Section:
    said = f"No goods line goes to {listed(map(place_name, ground.destinations))} in {ground.period}. Add declarations."
    return Section("amounts", "Amounts", not_assessable=said)


def _sections(ground: CountryGround, uses: Section) -> tuple[Section, ...]:
    months = month_shares(ground.lines, ground.columns, ground.period)
    return (
        _amounts(ground),
        _origin_and_dispatch(ground),
        _routes(ground),
        _goods(ground),
        _brands(ground),
        uses,
        *ground.published,
        breaks_section(months, ground.columns, ground.measures),
        _measures(ground),
        shares_section(ground.lines, ground.columns, ground.period),
    )


def _amounts(ground: CountryGround) -> Section:
    made = ground.made_in()
    said = [_opening(ground, it, made[it]) for it in ground.asked]
    unworthy = [it for it in ground.lines if not it.worth]
    if unworthy or ground.undated:
        words = (count(unworthy), " have no value and weigh nothing below; ", f"{ground.undated} have no date.")
        said.append(Statement(words, "derived"))
    said += _only_union(ground)
    years = grouped(ground.lines, _year)
    lines = [_side_by_side(ground, year, years[year], total) for year in sorted(years)]
    lines.append(_side_by_side(ground, "all", ground.lines, total))
    shares = [_side_by_side(ground, year, years[year], share_of(years[year])) for year in sorted(years)]
    shares.append(_side_by_side(ground, "all", ground.lines, share_of(ground.lines)))
    whole = f"Share of all goods lines to {', '.join(ground.destinations)}, of every origin."
    tables = (
        _table(ground, "amounts", "Value by year, USD", lines),
        _table(ground, "amount_shares", "Share by year", shares, whole),
    )
    return Section("amounts", "Amounts", tuple(said), tables)


def _year(line: TradeLine) -> str:
    return str(line.month // 12)


def _opening(ground: CountryGround, country: str, lines: Lines) -> Statement:
    name = ground.columns.title(country)
    if not lines:
        return Statement((f"No goods line names {name} as origin.",), "derived")
    part = share(lines, ground.lines)
    of = (", ", part, " of the value from all origins") if part else ()
    return Statement((f"Made in {name}: ", total(lines), " in ", count(lines), *of, "."), "derived")


def _only_union(ground: CountryGround) -> list[Statement]:
    """Declarations may say no more than *European Union*: such goods are of none of its members here."""
    if "EU" in ground.asked:
        return []
    lines = [it for it in ground.lines if it.origin in ("EU", "EU27_2020")]
    if not lines or not eu_members(ground.on) & set(ground.asked):
        return []
    words = (count(lines), " say only European Union as origin and are counted under none of its members.")
    return [Statement(words, "derived")]


def _origin_and_dispatch(ground: CountryGround) -> Section:
    """Where goods were made and where they were shipped from are two questions: a line can stand in two columns."""
    made = ground.made_in()
    kinds: tuple[tuple[str, Callable[[str], list[TradeLine]]], ...] = (
        ("Made and shipped there", lambda it: [a for a in made[it] if _from(ground, a) == it]),
        ("Made there, shipped elsewhere", lambda it: [a for a in made[it] if a.dispatch and _from(ground, a) != it]),
        ("Made there, place of dispatch not stated", lambda it: [a for a in made[it] if not a.dispatch]),
        ("Made elsewhere, shipped from there", lambda it: [a for a in ground.sent_from(it) if _made(ground, a) != it]),
    )
    lines = [TableLine((title, *(total(pick(it)) for it in ground.asked))) for title, pick in kinds]
    note = "The same line stands in the column of its origin and in that of its dispatch, where both are asked for."
    table = _table(ground, "origin_dispatch", "Origin and dispatch, USD", lines, note)
    return Section("origin_dispatch", "Where made, where shipped from", (), (table,))


def _from(ground: CountryGround, line: TradeLine) -> str:
    return ground.columns.of(line.dispatch, line.month)


def _made(ground: CountryGround, line: TradeLine) -> str:
    return ground.columns.of(line.origin, line.month)


def _routes(ground: CountryGround) -> Section:
    made = ground.made_in()
    said = [_route_sentence(ground, it, made[it]) for it in ground.asked if worth(made[it])]
    routes = grouped((line for lines in made.values() for line in lines), lambda it: it.dispatch)
    told = {it: share_of(made[it]) for it in ground.asked}
    sent = {it: grouped(made[it], lambda line: line.dispatch) for it in ground.asked}
    table_lines = [
        TableLine(
            (_route_name(ground, place), *(told[it](sent[it][place]) if place in sent[it] else None for it in told)),
            rows_of(routes[place]),
            (f"hubs:{place}",) if place in ground.hubs else (),
        )
        for place in ranked(routes, _MOST)
    ]
    left = len(routes) - len(table_lines)
    note = "Share of each country's own value. A hub is known for onward trade: a sign, no reproach; most is lawful."
    note += f" {left} smaller places of dispatch are left out." if left else ""
    table = _table(ground, "routes", "Shipped from", table_lines, note)
    return Section("routes", "Routes and hubs", tuple(said), (table,))


def _route_name(ground: CountryGround, place: str) -> str:
    name = place_name(place) if place else "not stated"
    return f"{name} (hub)" if place in ground.hubs else name


def _route_sentence(ground: CountryGround, country: str, lines: Lines) -> Statement:
    direct = [it for it in lines if _from(ground, it) == country]
    hubs = [it for it in lines if it.dispatch in ground.hubs and _from(ground, it) != country]
    told = share_of(lines)
    parts: list[str | Number] = [f"{ground.columns.title(country)}: "]
    parts += [_sure(told(direct)), " of the value was shipped from there, ", _sure(told(hubs)), " from hubs."]
    return Statement(tuple(parts), "derived")


def _sure(number: Number | None) -> Number | str:
    return number or "an unknown share"


def _goods(ground: CountryGround) -> Section:
    lines = [it for lines in ground.made_in().values() for it in lines]
    kinds = _classed(ground, "kinds", "By kind, read from descriptions", lines, lambda it: it.kind or "not read")
    heads = _classed(ground, "headings", "By heading of the code", lines, lambda it: it.code[:4] or "no code")
    return Section("goods", "Kinds of goods", (), (kinds, heads))


def _classed(ground: CountryGround, id: str, title: str, lines: Lines, key: Callable[[TradeLine], str]) -> ProfileTable:
    classes = grouped(lines, key)
    made = ground.made_in()
    table = []
    own = {it: grouped(made[it], key) for it in ground.asked}
    for name in ranked(classes, _MOST):
        cells = (_some_total(own[it].get(name, [])) for it in ground.asked)
        table.append(TableLine((name.replace("_", " "), *cells)))
    left = len(classes) - len(table)
    return _table(ground, id, f"{title}, USD", table, f"{left} smaller classes are left out." if left else "")


def _some_total(lines: Lines) -> Number | None:
    return total(lines) if lines else None


def _brands(ground: CountryGround) -> Section:
    lines = []
    for country, made in ground.made_in().items():
        told = share_of(made)
        branded = grouped((it for it in made if it.brand), lambda it: it.brand)
        for brand in ranked(branded, _BRANDS):
            some = branded[brand]
            lines.append(TableLine((country, brand, total(some), told(some), count(some)), rows_of(some)))
    if not lines:
        return Section("brands", "Brands", not_assessable="No goods line of these countries names a brand.")
    columns = ("Origin", "Brand", "USD", "Share of origin", "Lines")
    note = f"At most {_BRANDS} of each origin. That a maker's goods arrive says nothing of what the maker knew."
    return Section("brands", "Brands", (), (ProfileTable("brands", "Brands", columns, tuple(lines), note),))


def _uses(ground: CountryGround) -> tuple[Section, tuple[Reference, ...]]:
    """Possible military parts of the classes seen, as reasons with sources."""
    lines = [it for lines in ground.made_in().values() for it in lines]
    classes = grouped(lines, _class_of)
    table: list[TableLine] = []
    references: dict[str, Reference] = {}
    for name in ranked(classes, _MOST):
        some = classes[name]
        for it in _class_uses(name):
            refs = tuple(f"military_uses:{source.id}" for source in it.use.sources)
            references |= {
                f"military_uses:{source.id}": Reference(f"military_uses:{source.id}", source.citation, source.evidence)
                for source in it.use.sources
            }
            cells: tuple[Cell, ...] = (name, it.use.part, it.use.reason, ", ".join(_countries(ground, some)))
            table.append(TableLine(cells, rows_of(some), refs))
    title = "What such goods are possibly used for in the making of arms"
    if not table:
        return Section("uses", title, not_assessable="No class of these goods is in the table of uses."), ()
    columns = ("Goods", "Possible part", "Why", "Made in")
    said = Statement((not_proof(),), "possible")
    return Section("uses", title, (said,), (ProfileTable("uses", title, columns, tuple(table)),)), tuple(
        references.values()
    )


def _class_of(line: TradeLine) -> str:
    """The kind that was read, where it is a class of goods; else the heading."""
    return line.kind.replace("_", " ") if line.kind and line.kind != "other" else f"heading {line.code[:4]}"


def _class_uses(name: str) -> tuple[PossibleUse, ...]:
    heading = name.removeprefix("heading ")
    return possible_uses(code=heading) if heading != name else possible_uses(name.replace(" ", "_"))


def _countries(ground: CountryGround, lines: Lines) -> list[str]:
    found = {_made(ground, it) for it in lines}
    return [it for it in ground.asked if it in found]


def _measures(ground: CountryGround) -> Section:
    dated = {it: [m for m in ground.measures.get(it, ()) if m.on < ground.on] for it in ground.asked}
    bound: dict[Marker, list[str]] = {}
    for country, some in dated.items():
        for marker in some:
            bound.setdefault(marker, []).append(country)
    lines = tuple(
        TableLine((str(it.on), it.regime, it.label, _scope(it), ", ".join(countries)))
        for it, countries in sorted(bound.items())
    )
    title = "Measures on these goods"
    if not lines:
        return Section("measures", title, not_assessable="No dated measure on these goods is held for these countries.")
    columns = ("Day", "Regime", "Act", "What it covers, and how we know", "Origins")
    return Section("measures", title, (), (ProfileTable("measures", title, columns, lines),))


def _scope(it: Marker) -> str:
    """The citation without the words that stand beside it."""
    return it.citation.removeprefix(f"{it.regime}, {it.label}: ")


def _side_by_side(ground: CountryGround, name: str, lines: Lines, tell: Callable[[Lines], Number | None]) -> TableLine:
    parts = ground.columns.by_origin(lines)
    return TableLine((name, *(tell(parts.get(it, [])) for it in ground.asked)))


def _table(ground: CountryGround, id: str, title: str, lines: Iterable[TableLine], note: str = "") -> ProfileTable:
    return ProfileTable(id, title, (_FIRST.get(id, ""), *ground.asked), tuple(lines), note)


def _unseen(ground: CountryGround) -> tuple[str, ...]:
    to = ", ".join(ground.destinations)
    return (
        f"Goods declared to other countries than {to} that were taken there later.",
        "Origins that the declarant stated wrongly: origin is what the line says.",
        "Goods that no added file declares: what the files do not hold is not counted.",
    )
