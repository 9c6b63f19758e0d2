"""An intermediary and an importer: owners, sites, places, deals, machines on offer, and who blocked it and why."""

from collections.abc import Iterator, Sequence

from enduse.detect.claimed_places import claims_another_place, registered_addresses
from enduse.detect.pages import Page, pages
from enduse.detect.scope import DESTINATIONS
from enduse.detect.ties import OWNING
from enduse.goods.reading import read_goods
from enduse.model.case_book import Event, Mark
from enduse.model.profile import Profile, ProfileTable, Section, Statement, TableLine
from enduse.model.status import from_facts
from enduse.report.profile_entries import (
    absence_section,
    blocks_of,
    claims_section,
    findings_section,
    status_section,
)
from enduse.report.profile_ground import (
    Ground,
    Row,
    Who,
    by_weight,
    counted,
    day_text,
    grouped,
    into_destinations,
    line,
    said,
    stated,
    summed,
)
from enduse.report.profile_money import money_section
from enduse.report.profile_opacity import opacity_section
from enduse.report.profile_references import about
from enduse.report.profile_trade import OLD_YEARS, brand_section, origin_section, route_section, used_section
from enduse.report.profile_uses import uses_section
from enduse.report.wording import place_name

UNSEEN = (
    "Trade under other names, or that the sources at hand do not hold, is not seen.",
    "A register tells owners as declared; who stands behind them it does not tell.",
    "A trade through third countries is mostly lawful: what is recorded here is what there is to ask about.",
)


def importer_profile(ground: Ground, who: Who) -> Profile:
    """Everything that is known of an importer."""
    lines = ground.of("items", who, "consignee")
    gone = into_destinations(lines) or lines
    sections = (
        brand_section(ground, gone),
        route_section(gone),
        origin_section(gone),
        used_section(gone),
        uses_section(gone),
        money_section(ground, who),
        opacity_section(ground, who),
        owner_section(ground, who),
        status_section(ground, who),
        claims_section(ground, who),
        absence_section(ground, who),
        findings_section(ground, who),
    )
    return Profile("importer", who.id, who.title, ground.on, sections, unseen=UNSEEN)


def intermediary_profile(ground: Ground, who: Who) -> Profile:
    """Everything that is known of a broker, shipper or trader."""
    lines = ground.of("items", who, "consignor", "contract_holder")
    gone = into_destinations(lines) or lines
    sections = (
        block_section(ground, who),
        deal_section(ground, who, gone),
        brand_section(ground, gone),
        route_section(gone),
        web_section(ground, who),
        place_section(ground, who),
        owner_section(ground, who),
        offer_section(ground, who),
        opacity_section(ground, who),
        status_section(ground, who),
        claims_section(ground, who),
        findings_section(ground, who),
    )
    return Profile("intermediary", who.id, who.title, ground.on, sections, unseen=UNSEEN)


def block_section(ground: Ground, who: Who) -> Section:
    """Who blocked it, when, why and who reviewed that; and whether its name is a carrier's."""
    title = "Blocked by whom, when and why"
    told = [(it, from_facts(it.about, it.facts)) for it in ground.told("status") if who.means(it.about)]
    lines = [
        line(it.since, it.decided_by, it.status, it.why, it.reviewer, it.until, refs=(entry.id, *it.evidence))
        for entry, it in told
        if it.status in ("blocked", "unblocked")
    ]
    keys = {f"({entry.id})" for entry, _ in told}
    for it in blocks_of(ground, who):
        if not any(key in it.decision for key in keys):
            word = "unblocked" if it.lifted else "blocked"
            lines.append(line(it.start.isoformat(), it.by, f"{word} at the order desk", it.decision, "", ""))
    carriers = [*_carriers(who)]
    if not lines:
        if carriers:
            return Section("blocks", title, tuple(carriers))
        return Section("blocks", title, not_assessable="Nobody's decision on it is written down in this case.")
    columns = ("from", "by whom", "decision", "why", "reviewed by", "until")
    rows = tuple(sorted(lines, key=lambda it: str(it.cells[0])))
    return Section("blocks", title, tuple(carriers), (ProfileTable("blocks", title, columns, rows),))


def _carriers(who: Who) -> Iterator[Statement]:
    for it in about("forwarders", who):
        words = f"It bears the name of a carrier or forwarder, {it.names[0]}: who sells the goods is somebody else."
        yield said("alleged", f"{words} Published of it on {it.since}: {it.what}.", refs=(it.id,))


def deal_section(ground: Ground, who: Who, lines: Sequence[Row]) -> Section:
    """With whom it sells: who holds the contract, who sends, who receives."""
    title = "Deals: who arranges, who sends, who receives"
    if not lines:
        return Section("deals", title, not_assessable="No goods line names it as consignor or contract holder.")
    names = ground.names(it[role] for it in lines for role in ("consignor_id", "contract_holder_id", "consignee_id"))
    groups = by_weight(grouped(lines, lambda it: (it["contract_holder_id"], it["consignor_id"], it["consignee_id"])))
    rows = tuple(_deal(tuple(names.get(it, "not told") for it in key), mine) for key, mine in groups[:30])
    columns = ("contract holder", "consignor", "consignee", "lines", "first", "last", "USD")
    told = [*_together(who, names, lines)]
    note = "A contract holder that is not the consignor arranges what somebody else sends."
    return Section("deals", title, tuple(told), (ProfileTable("deals", title, columns, rows, note),))


def _deal(names: tuple[str, ...], rows: Sequence[Row]) -> TableLine:
    days = sorted(it["declared_on"].isoformat() for it in rows if it["declared_on"])
    return line(*names, counted(rows), days[0] if days else "", days[-1] if days else "", summed(rows))


def _together(who: Who, names: dict[int, str], lines: Sequence[Row]) -> Iterator[Statement]:
    split = [
        it
        for it in lines
        if it["consignor_id"] and it["contract_holder_id"] and it["consignor_id"] != it["contract_holder_id"]
        and it["contract_holder_id"] != it["consignee_id"]
    ]  # fmt: skip
    for (holder, sender), rows in by_weight(grouped(split, lambda it: (it["contract_holder_id"], it["consignor_id"])))[
        :5
    ]:
        years = sorted({it["declared_on"].year for it in rows if it["declared_on"]})
        when = f" ({' to '.join(dict.fromkeys((str(years[0]), str(years[-1]))))})" if years else ""
        words = (
            f"{names.get(holder, 'not told')} arranges and {names.get(sender, 'not told')} sends: ",
            counted(rows),
            ", ",
        )
        yield said("derived", *words, summed(rows), f"{when}, tied to both.")


def owner_section(ground: Ground, who: Who) -> Section:
    """Owners and directors with their days, and what it owns itself."""
    title = "Owners and directors, with days"
    held = [it for it in ground.of("relations", who, "object", "subject") if not it["treasury"]]
    register = ground.of("register", who, "party")
    if not held and not register:
        return Section("owners", title, not_assessable="No register row of it is in the ledger.")
    names = ground.names(it[role] for it in held for role in ("subject_id", "object_id"))
    rows = tuple(_held(it, names, who) for it in held)
    told = [_founded(it) for it in register]
    if not any(it["object_id"] in who.ids and it["kind"] in OWNING for it in held):
        told.append(said("recorded", counted(register, "register rows"), " at hand name no owner of it."))
    columns = ("who", "is", "of", "share", "from", "until", "register", "note")
    tables = (ProfileTable("owners", title, columns, rows),) if rows else ()
    return Section("owners", title, tuple(told), tables)


def _founded(row: Row) -> Statement:
    gone = f", dissolved {row['dissolved_on']}" if row["dissolved_on"] else ""
    state = row["status"] or "state not told"
    words = f"By {_register(row)}: founded {day_text(row['founded_on'])}, {state}{gone}."
    return said("recorded", words, rows=(row["row_id"],))


def _register(row: Row) -> str:
    told = str(row["register"] or "")
    return told if told and told != "register" else "a register"


def _held(row: Row, names: dict[int, str], who: Who) -> TableLine:
    cells = (
        names.get(row["subject_id"], ""),
        str(row["kind"]).replace("_", " "),
        names.get(row["object_id"], ""),
        _bounds(row["low"], row["high"]),
        day_text(row["start"]),
        day_text(row["end"]) if row["end"] else "",
        row["register"],
        row["note"],
    )
    return line(*cells, rows=(row["row_id"],))


def _bounds(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return "not told"
    least, most = low if low is not None else 0.0, high if high is not None else 1.0
    return f"{least:.0%}" if least == most else f"{least:.0%} to {most:.0%}"


def _sites(ground: Ground, who: Who) -> list[Page]:
    rows = [it for it in pages(ground.ledger) if it.owner_id in who.ids]
    return [it for it in rows if it.seen_on is None or it.seen_on <= ground.on]


def web_section(ground: Ground, who: Who) -> Section:
    """Where its sites were hosted, day by day; the first host in Russia or Belarus is marked."""
    title = "Sites and where they were hosted"
    found = _sites(ground, who)
    if not found:
        return Section("web", title, not_assessable="No snapshot of a site of it is in the ledger.")
    told = []
    for domain, mine in grouped(({"domain": it.domain, "page": it} for it in found), lambda it: it["domain"]).items():
        first: Page | None = next((it["page"] for it in mine if it["page"].host_country), None)
        if first and first.host_country in DESTINATIONS and first.home not in DESTINATIONS:
            home = place_name(first.home) if first.home else "a place not told"
            where = f"{domain} was first seen hosted in {place_name(first.host_country)}, on {day_text(first.seen_on)}"
            words = f"{where}; its firm is at home in {home}."
            told.append(said("recorded", words, rows=(first.row_id,)))
    rows = tuple(
        line(day_text(it.seen_on), it.domain, place_name(it.host_country) if it.host_country else "not told",
             it.affiliation, it.address, rows=(it.row_id,))
        for it in found
    )  # fmt: skip
    columns = ("seen on", "site", "hosted in", "says it belongs to", "address it gives")
    note = "Hosting in a country says who was paid for a server, no more."
    return Section("web", title, tuple(told), (ProfileTable("web", title, columns, rows, note),))


def place_section(ground: Ground, who: Who) -> Section:
    """The place that its site gives, against the one that registers record."""
    title = "Claimed and recorded place"
    found = [it for it in _sites(ground, who) if it.address]
    if not found:
        return Section("place", title, not_assessable="No site of it at hand gives an address.")
    recorded = [it for told in registered_addresses(ground.ledger, who.ids).values() for it in told]
    register = ground.of("register", who, "party")
    rows, told = [], []
    for it in found:
        answer = claims_another_place(it, recorded)
        word = "not assessable" if answer is None else "mismatch" if answer else "agrees"
        home = "; ".join(dict.fromkeys(recorded)) or (place_name(it.home) if it.home else "not recorded")
        cited = (it.row_id, *(row["row_id"] for row in register))
        rows.append(line(day_text(it.seen_on), it.domain, it.address, home, word, rows=cited))
        if answer:
            words = f"On {day_text(it.seen_on)} the site {it.domain} gave {it.address}; recorded is {home}: mismatch."
            told.append(said("derived", words, rows=cited))
    columns = ("seen on", "site", "claimed", "recorded", "compared")
    return Section("place", title, tuple(told), (ProfileTable("place", title, columns, tuple(rows)),))


def offer_section(ground: Ground, who: Who) -> Section:
    """Used machines that it advertises, with their ages on the day of the profile."""
    title = "Machines on offer"
    rows = [*_offers(ground, who)]
    if not rows:
        return Section("offers", title, not_assessable="No advertisement of it is in the ledger or the case.")
    old = sum("or more" in str(it.cells[5]) for it in rows)
    refs, cited = tuple(ref for it in rows for ref in it.refs), tuple(row for it in rows for row in it.rows)
    number = stated(len(rows), "machines", refs, cited)
    words = (number, f" on offer are recorded; {old} of them were {OLD_YEARS} years old or more in {ground.on.year}.")
    columns = ("seen", "as written", "brand", "built", f"age in {ground.on.year}", "old")
    note = "The age is counted from the year that the advertisement tells."
    return Section(
        "offers", title, (said("recorded", *words),), (ProfileTable("offers", title, columns, tuple(rows), note),)
    )


def _offers(ground: Ground, who: Who) -> Iterator[TableLine]:
    for row in ground.of("events", who, "party"):
        if row["kind"] == "advertised":
            text = " ".join(filter(None, (row["brand"], row["model"], row["serial"], row["note"])))
            yield _offer(ground, day_text(row["happened_on"]), text, (row["row_id"],), ())
    for entry in ground.told("mark"):
        mark = Mark.from_facts(entry.facts)
        if mark.is_a in ("machine", "model", "brand") and who.means(entry.about):
            text = " ".join(filter(None, (mark.text, mark.note)))
            yield _offer(ground, entry.at[:10], text, (), (entry.id, mark.evidence))
    for entry in ground.told("event"):
        event = Event.from_facts(entry.facts)
        if event.goods and event.is_a in ("published", "other", "seen") and who.means(entry.about):
            text = " ".join(filter(None, (event.goods, event.text)))
            yield _offer(ground, event.when, text, (), (entry.id, *event.rests_on))


def _offer(ground: Ground, day: str, text: str, rows: tuple[int, ...], refs: tuple[str, ...]) -> TableLine:
    goods = read_goods(text)
    built, brand = goods.first("year"), goods.first("brand")
    if built is None:
        return line(
            day, text, str(brand.value) if brand else "", "not told", None, "not assessable", rows=rows, refs=refs
        )
    age = ground.on.year - int(built.value)
    word = f"{OLD_YEARS} years or more" if age >= OLD_YEARS else "younger"
    number = stated(age, "years", refs, rows)
    return line(day, text, str(brand.value) if brand else "", str(built.value), number, word, rows=rows, refs=refs)
