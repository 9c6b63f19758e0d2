"""A maker: where its brand is recorded by date, against what it said; its dealers, fairs and published figures.

What is recorded of a brand and what is recorded of its maker are kept apart: without a row that names the maker itself,
no sentence gives it a part in what others did with its goods.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from ibis import _

from enduse.model.profile import Profile, ProfileTable, Section, Statement, TableLine
from enduse.report.profile_entries import (
    absence_section,
    claims_section,
    estimates_table,
    findings_section,
    status_section,
)
from enduse.report.profile_exits import exits_of
from enduse.report.profile_fair import NEVER_CONTROLLED, fairs_section, likely_entries
from enduse.report.profile_ground import (
    Ground,
    Row,
    Who,
    by_weight,
    counted,
    grouped,
    ids_of,
    into_destinations,
    line,
    said,
    summed,
)
from enduse.report.profile_trade import route_section, used_section
from enduse.report.profile_uses import uses_section
from enduse.report.wording import listed, place_name

UNSEEN = (
    "Goods whose text, trademark and maker do not name the brand are not counted.",
    "A brand on goods tells who made them at some time; it tells neither who sold them there nor what the maker knew.",
    "Published figures are their publishers'; they are not compared with the records unless a sentence says so.",
)
NO_PART = (
    "Nothing of this names the maker as sender, contract holder or payee: goods of a brand are sold on by others, "
    "and the brand alone says nothing of its maker's part."
)
_MOST_MODELS = 20


def maker_profile(ground: Ground, who: Who) -> Profile:
    """Everything that is known of a maker and its brand."""
    lines = ground.rows("items", _.brand.isin(sorted(who.marks))) if who.marks else []
    gone = into_destinations(lines)
    sections = (
        _presence(ground, who, gone),
        _responsibility(ground, who, gone),
        _exposure(ground, who, lines),
        route_section(gone, who.countries),
        status_section(ground, who),
        claims_section(ground, who),
        fairs_section(ground, who),
        _models(ground, gone),
        uses_section(gone),
        used_section(gone),
        absence_section(ground, who),
        findings_section(ground, who),
    )
    return Profile("maker", who.id, who.title, ground.on, sections, unseen=UNSEEN)


def _presence(ground: Ground, who: Who, gone: Sequence[Row]) -> Section:
    title = "The brand in Russia and Belarus, by date"
    exits = exits_of(ground, who)
    told = [said("alleged", f"On {it.on}: {it.text}.", rows=it.rows, refs=it.refs) for it in exits]
    if not gone and not told:
        why = "No goods line to Russia or Belarus bears the brand, and no word of an exit is at hand."
        return Section("presence", title, not_assessable=why)
    if not gone:
        none = said("derived", "No goods line to Russia or Belarus bears the brand in the records at hand.")
        return Section("presence", title, (*told, none))
    if exits:
        told += _around(exits[0].on, gone)
    table = ProfileTable(
        "presence", "Goods lines of the brand by year", *_by_year(gone, exits[0].on if exits else None)
    )
    return Section("presence", title, tuple(told), (table,))


def _around(day: date, gone: Sequence[Row]) -> Iterator[Statement]:
    before = [it for it in gone if it["declared_on"] and it["declared_on"] < day]
    after = [it for it in gone if it["declared_on"] and it["declared_on"] >= day]
    yield said(
        "derived",
        "Before that day ",
        counted(before),
        ", ",
        summed(before),
        "; from it on ",
        counted(after),
        ", ",
        summed(after),
        ".",
    )
    if after:
        last = max(it["declared_on"] for it in after)
        yield said(
            "recorded",
            f"The last of them was declared on {last}.",
            rows=ids_of([it for it in after if it["declared_on"] == last]),
        )


def _by_year(gone: Sequence[Row], day: date | None) -> tuple[tuple[str, ...], tuple[TableLine, ...]]:
    groups = grouped((it for it in gone if it["declared_on"]), lambda it: it["declared_on"].year)
    rows = []
    for year, mine in sorted(groups.items()):
        late = [it for it in mine if day and it["declared_on"] >= day]
        senders = sorted({place_name(it["dispatch"]) for it in mine if it["dispatch"]})
        cells = (str(year), counted(mine), summed(mine), counted(late) if day else None, listed(senders, 4))
        rows.append(line(*cells))
    return ("year", "lines", "USD", "lines after the exit", "sent from"), tuple(rows)


def _responsibility(ground: Ground, who: Who, gone: Sequence[Row]) -> Section:
    """Who is recorded in which part, so that maker, dealer and others are not taken for one another."""
    title = "Who is recorded in which part"
    if not gone:
        return Section("parts", title, not_assessable="No goods line to Russia or Belarus bears the brand.")
    own = [it for it in gone if who.ids & {it["consignor_id"], it["contract_holder_id"]}]
    dealers = [it for it in ground.told("status") if who.means(str(it.facts.get("maker", "")))]
    if own:
        words = (
            counted(own),
            " of ",
            counted(gone),
            " name a firm that bears the maker's name as sender or contract holder. ",
        )
        told = said("recorded", *words, "Whether it is the maker's own, and what it knew, these rows do not tell.")
    else:
        told = said("derived", counted(gone), " were looked at. ", NO_PART)
    names = ground.names(it[role] for it in gone for role in ("consignor_id", "consignee_id"))
    rows = [line("maker", who.title, counted(own), "lines that name it as sender or contract holder")]
    rows += [
        line("dealer", it.about, None, str(it.facts.get("status", "")).replace("_", " "), refs=(it.id,))
        for it in dealers
    ]
    for part, role, word in (("sender", "consignor_id", "sent"), ("importer", "consignee_id", "received")):
        groups = by_weight(grouped((it for it in gone if it[role] is not None), lambda it, role=role: it[role]))  # type: ignore[misc]
        rows += [
            line(part, names.get(party, ""), counted(mine), word) for party, mine in groups[:8] if party not in who.ids
        ]
    table = ProfileTable("parts", title, ("part", "who", "lines", "what is recorded"), tuple(rows))
    return Section("parts", title, (told,), (table,))


def _exposure(ground: Ground, who: Who, lines: Sequence[Row]) -> Section:
    title = "Exposure by market"
    published = estimates_table(ground, who)
    told = [it for it in lines if it["destination"] and it["declared_on"]]
    groups = sorted(grouped(told, lambda it: (it["destination"], it["declared_on"].year, _side(it))).items())
    rows = tuple(
        line(place_name(market), str(year), side, counted(mine), summed(mine)) for (market, year, side), mine in groups
    )
    note = (
        "Goods lines of the brand in the ledger: what its sources hold, not what the maker sold. Exporters and "
        "importers may have declared the same goods: never add the two."
    )
    tables = (
        *((published,) if published else ()),
        *(
            (
                ProfileTable(
                    "markets", "Goods lines by market", ("market", "year", "declared by", "lines", "USD"), rows, note
                ),
            )
            if rows
            else ()
        ),
    )
    if not tables:
        return Section(
            "exposure", title, not_assessable="No published figure is written down: enduse case estimate ..."
        )
    return Section("exposure", title, tables=tables)


def _side(row: Row) -> str:
    return "exporters" if row["direction"] == "export" else "importers"


def _models(ground: Ground, gone: Sequence[Row]) -> Section:
    title = "Models and likely control entries"
    groups = by_weight(grouped((it for it in gone if it["model"]), lambda it: (it["brand"], it["model"])))[
        :_MOST_MODELS
    ]
    if not groups:
        return Section("models", title, not_assessable="No goods line tells a model of the brand.")
    rows = []
    for (brand, model), mine in groups:
        on = max((it["declared_on"] for it in mine if it["declared_on"]), default=ground.on)
        entry = likely_entries(f"{brand} {model} {mine[-1]['description'] or ''}", on)
        rows.append(line(model, counted(mine), str(on), entry or "not assessable: figures of the model are missing"))
    columns = ("model", "lines", "on", "likely entries")
    return Section("models", title, tables=(ProfileTable("models", title, columns, tuple(rows), NEVER_CONTROLLED),))
