"""A plant: what it is said to make, which machines were recorded there, and what replaced what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from enduse.goods.facts import Goods
from enduse.goods.heads import MACHINE_KINDS
from enduse.goods.reading import read_goods
from enduse.model.case_book import Event, Mark
from enduse.model.profile import Profile, ProfileTable, Section, TableLine
from enduse.report.profile_entries import absence_section, claims_section, findings_section, status_section
from enduse.report.profile_fair import brand_named
from enduse.report.profile_ground import Ground, Row, Who, counted, grouped, line, said, stated, summed
from enduse.report.profile_money import makes
from enduse.report.profile_uses import uses_section

UNSEEN = (
    "A machine delivered to a plant, or seen there, may be used for anything or nothing; no row tells its use.",
    "Machines that came under other names, before the records begin, or by way of other firms are not seen.",
    "Installed is what a source calls so; a delivery to the plant's name is only a delivery.",
)
WHY_HARD = (
    "Another make brings other programs, fixtures, tools, spare parts and training; a published case says that a "
    "machine of another origin cannot simply replace a line of another brand."
)

_PLACED = ("installed", "seen", "delivered")


@dataclass(frozen=True)
class PlantMachine:
    """One machine, as one source tells it.

    Attributes:
        kind: Of goods, e.g. ``turning``.
        brand: As printed; empty: not told.
        group: Group of companies behind the brand.
        control: Make of the control, where the text tells it.
        day: None where no source tells it.
        how: delivered, installed, seen, bought ...
        pieces: At least so many.
    """

    kind: str
    brand: str
    group: str
    model: str
    control: str
    day: date | None
    how: str
    pieces: int
    text: str
    confidence: str
    rows: tuple[int, ...] = ()
    refs: tuple[str, ...] = ()


def plant_profile(ground: Ground, who: Who) -> Profile:
    """Everything that is known of a plant."""
    machines = sorted(_machines(ground, who), key=lambda it: (it.day or date.max, it.brand, it.model))
    sections = (
        _made(ground, who),
        _recorded(machines),
        _mix(machines),
        _replaced(machines),
        uses_section([{"row_id": row, "kind": it.kind, "goods_code": ""} for it in machines for row in it.rows]),
        _bought(ground, who),
        status_section(ground, who),
        claims_section(ground, who),
        absence_section(ground, who),
        findings_section(ground, who),
    )
    return Profile("plant", who.id, who.title, ground.on, sections, unseen=UNSEEN)


def _made(ground: Ground, who: Who) -> Section:
    title = "What it is said to make"
    told = makes(ground, (who.title, *who.names))
    if not told:
        why = "Neither the bundled tables nor a claim of the case tells what it makes."
        return Section("makes", title, not_assessable=why)
    return Section("makes", title, tuple(said(word, f"Published: {text}.", refs=refs) for text, word, refs in told))


def _machines(ground: Ground, who: Who) -> Iterator[PlantMachine]:
    for row in ground.of("items", who, "consignee"):
        if row["kind"] in MACHINE_KINDS and row["whole"] != "part":
            text = row["description"] or ""
            yield _machine(read_goods(text), row["declared_on"], "delivered", text, row)
    for row in ground.of("events", who, "party"):
        text = " ".join(filter(None, (row["brand"], row["model"], row["note"])))
        yield _machine(read_goods(text), row["happened_on"], str(row["kind"] or "told"), text, row)
    for row in ground.of("tenders", who, "buyer"):
        goods = read_goods(row["subject"] or "")
        if (kind := goods.first("kind")) and kind.value in MACHINE_KINDS:
            yield _machine(goods, row["signed_on"], "ordered by contract", row["subject"], row)
    yield from _told(ground, who)


def _told(ground: Ground, who: Who) -> Iterator[PlantMachine]:
    """What entries of the case say: events at the plant, and what a reader of evidence saw."""
    for entry in ground.told("event"):
        it = Event.from_facts(entry.facts)
        if it.is_a in _PLACED and it.goods and (who.means(entry.about) or who.means(it.other) or who.means(it.place)):
            machine = _machine(read_goods(it.goods), it.moment.start, it.is_a, it.goods, None)
            yield _with(machine, it.confidence, (entry.id, *it.rests_on))
    for entry in ground.told("mark"):
        mark = Mark.from_facts(entry.facts)
        if mark.is_a in ("brand", "model", "machine") and who.means(entry.about):
            machine = _machine(read_goods(mark.text), None, "seen in evidence", mark.text, None)
            yield _with(machine, mark.confidence, (entry.id, mark.evidence))


def _machine(goods: Goods, day: date | None, how: str, text: str, row: Row | None) -> PlantMachine:
    def first(name: str) -> str:
        fact = goods.first(name)
        return str(fact.value) if fact else ""

    written: Any = (row or {}).get("brand") or first("brand")
    brand = brand_named(written) or brand_named(first("brand"))
    pieces = (row or {}).get("quantity") or (row or {}).get("pieces") or 1
    return PlantMachine(
        kind=first("kind") or str((row or {}).get("kind") or ""),
        brand=brand.name if brand else str(written or ""),
        group=brand.group if brand else str(written or ""),
        model=str((row or {}).get("model") or first("model")),
        control=first("control"),
        day=day,
        how=how,
        pieces=max(1, int(pieces)),
        text=text,
        confidence="recorded",
        rows=(int(row["row_id"]),) if row else (),
    )


def _with(it: PlantMachine, confidence: str, refs: tuple[str, ...]) -> PlantMachine:
    return PlantMachine(**{**vars(it), "confidence": confidence, "refs": refs})


def _recorded(machines: Sequence[PlantMachine]) -> Section:
    title = "Machines delivered, installed or seen"
    if not machines:
        why = "No goods line, contract, event or mark names a machine there."
        return Section("machines", title, not_assessable=why)
    rows = tuple(
        line(str(it.day or "day not told"), it.how, it.kind.replace("_", " "), it.brand, it.model, it.control, it.text,
             it.confidence, rows=it.rows, refs=it.refs)
        for it in machines
    )  # fmt: skip
    columns = ("day", "how", "kind", "brand", "model", "control", "as written", "word")
    number = stated(len(machines), "records", _refs(machines), _rows(machines))
    table = ProfileTable(
        "machines", title, columns, rows, "One machine may stand in several records; serial numbers settle it."
    )
    return Section("machines", title, (said("recorded", number, " tell of machines there."),), (table,))


def _mix(machines: Sequence[PlantMachine]) -> Section:
    title = "Brand mix"
    branded = [it for it in machines if it.brand]
    if not branded:
        return Section("mix", title, not_assessable="No machine recorded there has a brand.")
    groups: dict[str, list[PlantMachine]] = {}
    for it in branded:
        groups.setdefault(it.brand, []).append(it)
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    rows = tuple(_mixed(brand, mine, branded) for brand, mine in ordered)
    note = "Shares are of records that tell a brand."
    columns = ("brand", "group", "records", "share", "kinds", "controls told")
    return Section("mix", title, tables=(ProfileTable("mix", title, columns, rows, note),))


def _mixed(brand: str, mine: Sequence[PlantMachine], every: Sequence[PlantMachine]) -> TableLine:
    rows, refs = _rows(mine), _refs(mine)
    number = stated(len(mine), "records", refs, rows)
    part = stated(len(mine) / len(every), "share", refs, rows)
    kinds = ", ".join(sorted({it.kind.replace("_", " ") for it in mine if it.kind}))
    controls = ", ".join(sorted({it.control for it in mine if it.control})) or "not told"
    return line(brand, mine[0].group, number, part, kinds, controls, rows=rows, refs=refs)


def _rows(machines: Sequence[PlantMachine]) -> tuple[int, ...]:
    return tuple(sorted({row for it in machines for row in it.rows}))


def _refs(machines: Sequence[PlantMachine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref for it in machines for ref in it.refs))


def _replaced(machines: Sequence[PlantMachine]) -> Section:
    """Where a later machine of the same kind is of another make, and how hard that change is."""
    title = "What replaces what"
    dated = [it for it in machines if it.day and it.brand and it.kind]
    rows = [*_changes(dated)]
    if not rows:
        why = "No two dated machines of one kind and of different brands are recorded there."
        return Section("replaced", title, not_assessable=why)
    columns = ("kind", "earlier", "last on", "later", "first on", "substitution", "why")
    table = ProfileTable("replaced", title, columns, tuple(rows), WHY_HARD)
    return Section("replaced", title, tables=(table,))


def _changes(dated: Sequence[PlantMachine]) -> Iterator[TableLine]:
    kinds: dict[str, list[PlantMachine]] = {}
    for it in dated:
        kinds.setdefault(it.kind, []).append(it)
    for kind, mine in sorted(kinds.items()):
        brands = list(dict.fromkeys(it.brand for it in mine))
        for place, later in enumerate(brands[1:], 1):
            new = [it for it in mine if it.brand == later]
            begun = new[0].day
            old = [it for it in mine if it.brand in brands[:place] and it.day and begun and it.day < begun]
            if not old:
                continue
            last = old[-1]
            word, why = substitution(last, new[0])
            cited = (*_rows(old), *_rows(new))
            cells = (kind.replace("_", " "), last.brand, str(last.day), later, str(begun), word, why)
            yield line(*cells, rows=cited, refs=(*_refs(old), *_refs(new)))


def substitution(old: PlantMachine, new: PlantMachine) -> tuple[str, str]:
    """How hard it is to put the new machine in the place of the old one: ``hard``, ``easier``; and why."""
    if old.control and new.control and old.control != new.control:
        return "hard", f"the control differs: {old.control} and {new.control}"
    if old.group == new.group:
        return "easier", f"both are of {old.group}"
    if old.control and old.control == new.control:
        return "easier", f"another make with the same control, {new.control}"
    return "hard", f"another family of brands: {old.group} and {new.group}; the controls are not both told"


def _bought(ground: Ground, who: Who) -> Section:
    title = "Whom it paid"
    paid = [it for it in ground.of("payments", who, "payer") if it["payee_id"] is not None]
    if not paid:
        return Section("paid", title, not_assessable="No payment by it is in the ledger.")
    names = ground.names(it["payee_id"] for it in paid)
    groups = sorted(grouped(paid, lambda it: it["payee_id"]).items(), key=lambda pair: -len(pair[1]))[:20]
    rows = tuple(
        line(names.get(payee, ""), counted(mine, "payments"), summed(mine), mine[-1]["purpose"])
        for payee, mine in groups
    )
    table = ProfileTable("paid", title, ("payee", "payments", "USD", "last purpose"), rows)
    return Section("paid", title, tables=(table,))
