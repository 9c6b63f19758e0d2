"""How little can be seen of a firm: points for what registers leave open, part by part, so that the sum adds up.

The weights are reasoned, not calibrated: they order firms for a first look and say nothing of what a firm does. A part
that the records cannot answer gives no points and widens the range instead.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ibis import _

from enduse.detect.ties import OWNING
from enduse.model.profile import ProfileTable, Section
from enduse.report.profile_ground import Ground, Row, Who, day_text, grouped, ids_of, line, said, stated
from enduse.text.company_names import legal_form_of

FULL = {"owner": 30, "nominee": 20, "age": 20, "address": 15, "contact": 10, "life": 5}
"""Most points of each part; together 100."""

_MANY_FIRMS = 5
_CROWDED, _SHARED = 10, 3
_YOUNG, _NEW = 730, 365
_SHORT_LIFE = 3 * 365
_NOMINEE = re.compile(r"nominee|номинал|массов|代持|名义|명의", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """One part of the score.

    Attributes:
        name: One of ``FULL``.
        points: None: the records cannot tell.
        why: In words.
        rows: Ids of rows that say so.
    """

    name: str
    points: int | None
    why: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Opacity:
    """What the parts come to."""

    parts: tuple[Part, ...]

    @property
    def points(self) -> int:
        """Of 100; parts that cannot be told give none."""
        return sum(it.points or 0 for it in self.parts)

    @property
    def most(self) -> int:
        """What it would be if every part that cannot be told gave all its points."""
        return self.points + sum(FULL[it.name] for it in self.parts if it.points is None)

    @property
    def unknown(self) -> int:
        """How many parts cannot be told."""
        return sum(it.points is None for it in self.parts)


@dataclass(frozen=True)
class Firm:
    """What the records hold of a firm.

    Attributes:
        register: Its rows in registers.
        owners: Relations in which somebody owns or controls it.
        people: Relations in which somebody directs, represents or owns it.
        trade: Goods lines in which it takes part, oldest first.
    """

    who: Who
    ground: Ground
    register: Sequence[Row]
    owners: Sequence[Row]
    people: Sequence[Row]
    trade: Sequence[Row]


def opacity_of(ground: Ground, who: Who) -> Opacity:
    """The score of one firm."""
    relations = ground.of("relations", who, "object")
    firm = Firm(
        who,
        ground,
        [it for it in ground.of("register", who, "party")],
        [it for it in relations if it["kind"] in OWNING and not it["treasury"]],
        [it for it in relations if it["kind"] in (*OWNING, "directs", "represents", "appoints_board")],
        ground.of("items", who, "consignee", "consignor", "contract_holder"),
    )
    return Opacity(tuple(judge(firm) for judge in _PARTS))


def opacity_section(ground: Ground, who: Who) -> Section:
    """The score with its parts."""
    title = "Opacity"
    found = opacity_of(ground, who)
    if found.unknown == len(FULL):
        why = "No register row, address or contact of it is in the ledger: add an extract of its register."
        return Section("opacity", title, not_assessable=why)
    rows = tuple(sorted({it for part in found.parts for it in part.rows}))
    total = stated(found.points, "points of 100", rows=rows)
    open_parts = f"; {_parts(found.unknown)} cannot be told, so it may be up to {found.most}." if found.unknown else "."
    lines = tuple(
        line(
            it.name,
            None if it.points is None else stated(it.points, "points", rows=it.rows),
            f"of {FULL[it.name]}",
            f"not assessable: {it.why}" if it.points is None else it.why,
            rows=it.rows,
        )
        for it in found.parts
    )
    note = (
        "Points order firms for a first look; the weights are reasoned, and young or unlisted firms are mostly lawful."
    )
    table = ProfileTable("opacity", title, ("part", "points", "of", "why"), lines, note)
    return Section("opacity", title, (said("derived", "Opacity: ", total, open_parts),), (table,))


def _parts(number: int) -> str:
    return f"{number} part{'' if number == 1 else 's'}"


def _owner(firm: Firm) -> Part:
    if firm.owners:
        now = [it for it in firm.owners if it["end"] is None or it["end"] > firm.ground.on]
        names = firm.ground.names(it["subject_id"] for it in now)
        if now and _people_behind(firm, now):
            return Part("owner", 0, f"owned by {', '.join(sorted(names.values()))}", ids_of(now))
        if now:
            told = f"owned by {', '.join(sorted(names.values()))}, whose own owner is not recorded"
            return Part("owner", FULL["owner"] // 2, told, ids_of(now))
        return Part("owner", FULL["owner"], "every owner recorded has left", ids_of(firm.owners))
    if firm.register:
        return Part("owner", FULL["owner"], "a register holds it and names no owner", ids_of(firm.register))
    return Part("owner", None, "no register row of it is in the ledger")


def _people_behind(firm: Firm, owners: Sequence[Row]) -> bool:
    """Is one of them a person, or a company whose owner is recorded?"""
    ids = sorted({it["subject_id"] for it in owners})
    told = firm.ground.ledger.parties.filter(_.party_id.isin(ids)).select("kind", "name").to_pyarrow().to_pylist()
    # A name that is told neither way and bears no legal form is mostly a person's.
    if any(it["kind"] == "person" or (it["kind"] != "company" and not legal_form_of(it["name"] or "")) for it in told):
        return True
    return bool(firm.ground.rows("relations", _.object_id.isin(ids) & _.kind.isin(OWNING)))


def _nominee(firm: Firm) -> Part:
    if not firm.people:
        return Part("nominee", None, "no owner or director of it is recorded")
    if told := [it for it in firm.people if _NOMINEE.search(it["note"] or "")]:
        return Part("nominee", FULL["nominee"], f"a register's own words: {told[0]['note']}", ids_of(told))
    ids = sorted({it["subject_id"] for it in firm.people})
    held = firm.ground.rows("relations", _.subject_id.isin(ids) & _.kind.isin((*OWNING, "directs", "represents")))
    for person, rows in grouped(held, lambda it: it["subject_id"]).items():
        many = {it["object_id"] for it in rows}
        if len(many) >= _MANY_FIRMS:
            name = firm.ground.names([person]).get(person, "one of them")
            told_many = f"{name} owns or directs {len(many)} firms of the ledger"
            return Part("nominee", FULL["nominee"], told_many, ids_of(rows))
    return Part("nominee", 0, f"none of its owners and directors has {_MANY_FIRMS} firms", ids_of(firm.people))


def _age(firm: Firm) -> Part:
    founded = [it for it in firm.register if it["founded_on"]]
    traded = [it for it in firm.trade if it["declared_on"]]
    if not founded or not traded:
        return Part("age", None, "the day of foundation or of its first goods line is not told")
    first: date = min(it["founded_on"] for it in founded)
    begun: date = traded[0]["declared_on"]
    days = (begun - first).days
    points = FULL["age"] if days < _NEW else FULL["age"] // 2 if days < _YOUNG else 0
    told = f"founded {day_text(first)}, {days:,} days before its first goods line of {day_text(begun)}"
    return Part("age", points, told, ids_of([founded[0], traded[0]]))


def _address(firm: Firm) -> Part:
    traits = firm.ground.of("traits", firm.who, "party")
    homes = [it for it in traits if it["kind"] in ("address", "house")]
    if not homes:
        return Part("address", None, "no address of it is recorded")
    keys = sorted({(it["kind"], it["key"]) for it in homes})
    shared = firm.ground.rows("traits", _.kind.isin(("address", "house")) & _.key.isin([key for kind, key in keys]))
    others = {it["party_id"] for it in shared if (it["kind"], it["key"]) in keys} - firm.who.ids
    number = len(others)
    points = FULL["address"] if number >= _CROWDED else FULL["address"] * 2 // 3 if number >= _SHARED else 0
    return Part("address", points, f"{number} other firms of the ledger give its address or house", ids_of(homes))


def _contact(firm: Firm) -> Part:
    traits = firm.ground.of("traits", firm.who, "party")
    told = [it for it in traits if it["kind"] in ("phone", "email", "domain")]
    web = firm.ground.of("web", firm.who, "registrant")
    if told or web:
        kinds = sorted({it["kind"] for it in told} | ({"site"} if web else set()))
        return Part("contact", 0, f"recorded: {', '.join(kinds)}", (*ids_of(told), *ids_of(web)))
    if firm.register and any(it["contacts"] for it in firm.ground.rows("register")[:500]):
        why = "its register row gives no phone, mail or site, those of other firms do"
        return Part("contact", FULL["contact"], why, ids_of(firm.register))
    return Part("contact", None, "the sources at hand tell no contacts of it")


def _life(firm: Firm) -> Part:
    ended = [it for it in firm.register if it["dissolved_on"]]
    known = [it for it in firm.register if it["founded_on"]]
    if not known:
        return Part("life", None, "no day of foundation is told")
    if not ended:
        return Part("life", 0, "not dissolved, as far as the register tells", ids_of(known))
    days = (ended[0]["dissolved_on"] - known[0]["founded_on"]).days
    points = FULL["life"] if days < _SHORT_LIFE else 0
    return Part("life", points, f"dissolved after {days:,} days", ids_of(ended))


_PARTS: tuple[Callable[[Firm], Part], ...] = (_owner, _nominee, _age, _address, _contact, _life)


def ranked(ground: Ground, several: Sequence[Who]) -> Iterator[tuple[Who, Opacity]]:
    """Firms by their score, the most opaque first."""
    scored = [(who, opacity_of(ground, who)) for who in several]
    yield from sorted(scored, key=lambda it: (-it[1].points, -it[1].most, it[0].title))
