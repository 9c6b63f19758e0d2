"""A firm that deals in imports belongs to a relative of a listed person.

A listed owner's business may go on in the name of the wife, a son or a brother. The tie is *recorded* where a
source says so; else it is *probable* or *possible*, never more, and rests on a surname together with an address or
number that few others give, and on patronymics. A relative's share is not the listed person's own: the finding is a
reason to ask, by itself never ownership.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.dealings import cited, dealings, line_rows, preferring_priority, record_rows
from enduse.detect.holdings import (
    YARDSTICK,
    Facts,
    below,
    facts_of,
    id_rows,
    rules_with_yardstick,
    spells,
    trading_days,
)
from enduse.detect.kin import Family, family_of
from enduse.detect.listed_parties import possibly_listed
from enduse.detect.scope import DESTINATIONS, computed, small
from enduse.screen.family import FamilyFinding
from enduse.screen.ground import Question
from enduse.screen.ownership import find_family_links
from enduse.screen.stakes import Kinship, Listed

STRENGTHS = {"recorded": 0.6, "probable": 0.5, "possible": 0.25}
STRENGTH_LATER = 0.3
STRENGTH_NAMESAKE = 0.35
"""Where the listed person is known by the name alone."""

_SUSPECTS = pa.schema(
    {
        "subject_id": pa.int64(),
        "confidence": pa.string(),
        "kin": pa.string(),
        "holds": pa.string(),
        "crosses": pa.bool_(),
        "later": pa.bool_(),
        "namesake": pa.bool_(),
        "listed_ids": pa.list_(pa.int64()),
        "relative_ids": pa.list_(pa.int64()),
        "since": pa.date32(),
    }
)


@dataclass(frozen=True)
class Related:
    """One firm on the trading days on which a relative of a listed person had a part in it.

    Attributes:
        subject: Party id.
        links: What the rules of family say, the surest first.
        days: The trading days.
        later: Was the person listed only after the last of them?
        namesake: Is nobody of the listed people known by more than the name?
        rows: Rows of registers and lists that say so.
    """

    subject: int
    links: tuple[FamilyFinding, ...]
    days: tuple[date, ...]
    later: bool
    namesake: bool
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Known:
    """What is asked of many firms, in the form in which it is found at once.

    Attributes:
        facts: Of everybody.
        family: Of everybody.
        kin_of: Places in ``family.kin`` by party.
        place: Of a party among ``facts.listings``.
        days: On which somebody was put on a list or taken off it.
    """

    facts: Facts
    family: Family
    kin_of: Mapping[str, Sequence[int]]
    place: Mapping[str, int]
    days: frozenset[date]

    @classmethod
    def of(cls, facts: Facts, family: Family) -> "Known":
        """Looked up once."""
        kin_of: dict[str, list[int]] = {}
        for place, it in enumerate(family.kin):
            for party in {it.person, it.relative}:
                kin_of.setdefault(party, []).append(place)
        places = {key: place for place, key in enumerate(facts.listings)}
        return cls(facts, family, kin_of, places, frozenset(_starts(facts.listed)))

    def around(self, mine: Facts) -> tuple[tuple[Kinship, ...], list[Listed]]:
        """The kin of those above one firm, and who of them, or of the firms above it, is listed.

        Only somebody above the firm can have a part in it, so nobody else's kin can be a finding.
        """
        places = {at for it in mine.stakes for at in self.kin_of.get(it.owner, ())}
        kin = tuple(self.family.kin[at] for at in sorted(places))
        near = {it for one in kin for it in (one.person, one.relative)} | {*mine.holdings}
        keys = sorted((it for it in near if it in self.place), key=self.place.__getitem__)
        return kin, [it.listed for key in keys for it in self.facts.listings[key]]


def _related(known: Known, traded: tuple[int, Sequence[date]], last: date) -> Related | None:
    """The firm, if a relative had a part in it when it traded, or has at the end of the records."""
    subject, days = traded
    mine = known.facts.above(str(subject))
    kin, listed = known.around(mine)
    rules, stakes = rules_with_yardstick(listed), mine.stakes

    def on(day: date) -> list[FamilyFinding]:
        question = Question(day, (str(subject),), (YARDSTICK,), kin=kin)
        return [*find_family_links(stakes, listed, question, rules)] if kin else []

    links, told = list[FamilyFinding](), list[date]()
    turns = {*mine.days(rules_with_yardstick(())), *known.days}
    for first, spell in spells(sorted(turns), days).items():
        if found := on(first):
            links += found
            told += spell
    later = not links
    links = links or on(last)
    if not links:
        return None
    ranked = sorted(links, key=lambda it: ([*STRENGTHS].index(_sure(it)), it.listed, it.relative))
    listings = known.facts.listings
    doubted = all(one.listed.possible for it in ranked for one in listings.get(it.listed, ()))
    rows = _rows(known.facts, mine, known.family, ranked)
    return Related(subject, tuple(ranked), tuple(told or days), later, doubted, rows)


def _starts(listed: Sequence[Listed]) -> Iterator[date]:
    yield from (day for it in listed for day in (it.start, it.end) if day)


def _sure(link: FamilyFinding) -> str:
    return link.kinship.confidence if link.kinship.confidence in STRENGTHS else "possible"


def _rows(facts: Facts, mine: Facts, family: Family, links: Sequence[FamilyFinding]) -> tuple[int, ...]:
    rows = {row for it in links for row in family.rows.get(frozenset((it.listed, it.relative)), ())}
    rows |= {it.row_id for link in links for it in facts.listings.get(link.listed, ())}
    relatives = {it.relative for it in links}
    rows |= {it.row_id for held in mine.holdings.values() for it in held if it.stake.owner in relatives}
    return tuple(sorted(rows))


def _suspects(found: Sequence[Related]) -> Table:
    rows = [
        {
            "subject_id": it.subject,
            "confidence": _sure(it.links[0]),
            "kin": it.links[0].kinship.kind,
            "holds": it.links[0].relative_holds,
            "crosses": any(link.crosses for link in it.links),
            "later": it.later,
            "namesake": it.namesake,
            "listed_ids": sorted({int(link.listed) for link in it.links}),
            "relative_ids": sorted({int(link.relative) for link in it.links}),
            "since": it.days[0],
        }
        for it in found
    ]
    return small(pa.Table.from_pylist(rows, schema=_SUSPECTS))


def held_by_relative(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    max_sharing: int = 4,
    max_firms: int = 5,
) -> Table:
    """One row per party that dealt in imports while a relative of a listed person had a part in it.

    Args:
        ledger: Its ``relations``, ``hits``, ``traits`` and declarations.
        watershed: Not used: what counts are the days of listings and shares.
        destinations: Importing countries.
        max_sharing: An address or number that more parties give says nothing of a family.
        max_firms: Who has a part in more firms than this is left out of guesses.
    """
    listed = possibly_listed(ledger)
    family = family_of(ledger, listed.select("party_id"), max_sharing, max_firms)
    relatives = id_rows((int(key), 0) for it in family.kin for key in (it.person, it.relative))
    relatives = computed(relatives.select(party_id="subject_id").anti_join(listed, "party_id"))
    reached = below(ledger, relatives)
    known = Known.of(facts_of(ledger, reached), family)
    subjects = reached.anti_join(relatives, "party_id").anti_join(listed, "party_id")
    lines = dealings(ledger, computed(subjects.rename(subject_id="party_id")), destinations)
    trading = list(trading_days(lines))
    last = max((it for _subject, days in trading for it in days), default=watershed)
    found = [it for traded in trading if (it := _related(known, traded, last))]
    return _cite(lines, found)


def _cite(lines: Table, found: Sequence[Related]) -> Table:
    suspects, keys = _suspects(found), ["subject_id"]
    starts = suspects.select("subject_id", "since")
    told = preferring_priority(lines.join(starts, keys).mutate(telling=_.declared_on >= _.since), keys)
    rows = id_rows((it.subject, row) for it in found for row in it.rows)
    cases = cited(suspects, keys, line_rows(told, keys), record_rows(rows, keys))
    goods = told.group_by(keys).agg(priority=_.priority.any(where=_.telling).fill_null(False))
    strength = ibis.cases(*((_.confidence == it, value) for it, value in STRENGTHS.items()), else_=0.0)
    cases = cases.join(goods, keys).mutate(told=strength)
    most = ibis.cases((cases.later, STRENGTH_LATER), (cases.namesake, STRENGTH_NAMESAKE), else_=1.0)
    cases = cases.mutate(told=ibis.least(cases.told, most))
    strength = ibis.ifelse(cases.priority, cases.told, cases.told / 2)
    return cases.mutate(strength=strength, rank=cases.value_usd.fill_null(0.0)).drop("told", "since")


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    sure = {"recorded": "is recorded to have", "probable": "probably has", "possible": "possibly has"}[
        row["confidence"]
    ]
    return {"sure": sure, "when": "before that person was listed" if row["later"] else "since"}


family_link_to_listed_owner = Typology(
    id="family_link_to_listed_owner",
    title="Owned by a relative of a listed person",
    about=__doc__,
    innocent=(
        "people of one surname who are no relatives",
        "a relative with a business of his or her own, older than the listing",
        "a divorced spouse, or relatives who have nothing to do with each other",
    ),
    misses=(
        "a spouse or child with another surname, unless a source records the tie",
        "relatives who share no address or number with the listed person's firms in the records",
        "nominees who are no relatives",
    ),
    settle=(
        "the civil register, or a source that names the tie, with its date",
        "when and for what price the shares passed to the relative",
        "who leads the firm, signs and is paid",
    ),
    sources=(
        "C4ADS on a second importer, owned by the wife of the first one's owner (catalogue: C4)",
        "EU best practices on ownership and control (catalogue: EU-BP)",
    ),
    ceiling=0.65,
    finders=(
        Finder(
            id="held_by_relative",
            reads="items",
            subject="company",
            # The relative is a private person: the sentence names the listed one only.
            headline=(
                "A relative of the listed {listed} {sure} a part in {subject} ({holds}), which dealt in "
                "{lines:line|lines} ({value}) {when}"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id"), lists=("CHPL",), rows="imports", tables=("relations", "hits")
            ),
            find=held_by_relative,
            phrases=_phrases,
        ),
    ),
)
