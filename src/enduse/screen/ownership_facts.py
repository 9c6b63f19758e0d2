"""Stakes, listings, family links and arrangements as the registers and lists of a ledger tell them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from enduse.model.relation import Relation
from enduse.screen.register_parties import Found, Parties, RegisterParty
from enduse.screen.screener import Hit
from enduse.screen.signs import Query
from enduse.screen.stakes import JointArrangement, Kinship, Listed, Stake, kinships_of, stakes_of

LOOKALIKE = "same name and country, no number: possibly the same company"
"""What stands in a path in place of a register where only a name joins two records."""

_TOGETHER = re.compile(
    r"joint arrangement|act(?:s|ing)? (?:in concert|jointly)|shareholders'? agreement|совместн\w+ действ", re.I
)
_HOLDING = ("shares", "votes")
_Said = tuple[str, str, Fraction | None, Fraction | None]
_DATASETS: tuple[tuple[str, str, str], ...] = (
    (r"us_ofac_sdn|OFAC Specially Designated", "US-OFAC", "SDN"),
    (r"eu_fsf|EU Financial Sanctions|eu_journal_sanctions", "EU", "Consolidated Financial Sanctions"),
    (r"gb_fcdo_sanctions|gb_hmt_sanctions|UK FCDO|UK HMT", "UK", "UK Sanctions List"),
    (r"us_bis_denied", "US-BIS", "DPL"),
)
"""Names of data sets that stand for the lists of several authorities in one entry."""


@dataclass(frozen=True)
class Match:
    """A party of a register is, or may be, an entry of a list.

    Attributes:
        party: Key of the party.
        hit: The entry and what speaks for it.
        certain: By a registered number, or because somebody decided so; else by name: *possible*.
        why: In words.
    """

    party: str
    hit: Hit
    certain: bool
    why: str


@dataclass(frozen=True)
class Facts:
    """What an ownership question stands on.

    Attributes:
        parties: Who the records are.
        stakes: Holdings and signs of control, with register, file and row.
        kin: Family links that a register records.
        arrangements: Who acts together, where a register records that.
        unexplained: Companies of whose owners nothing is recorded.
    """

    parties: Parties
    stakes: tuple[Stake, ...]
    kin: tuple[Kinship, ...] = ()
    arrangements: tuple[JointArrangement, ...] = ()
    unexplained: frozenset[str] = frozenset()
    matches: tuple[Match, ...] = field(default=())

    @property
    def people(self) -> frozenset[str]:
        """Keys of natural persons."""
        return frozenset(key for key, it in self.parties.of.items() if it.kind == "person")

    @property
    def names(self) -> Mapping[str, str]:
        """What to call everybody."""
        return {key: it.shown for key, it in self.parties.of.items()}

    @property
    def listed(self) -> tuple[Listed, ...]:
        """The matches as listings."""
        return tuple(listed for it in self.matches for listed in _listed(it))


def facts_of(parties: Parties) -> Facts:
    """The facts that the registers tell; who is listed is not yet among them."""
    stakes = (*_superseded(parties), *_lookalikes(parties))
    held = {it.owned for it in stakes if it.kind in _HOLDING}
    companies = (key for key, it in parties.of.items() if it.kind != "person")
    unexplained = frozenset(key for key in companies if key not in held)
    kin = tuple(link for it in parties.relations for link in kinships_of([it.what], _key(parties, it.what)))
    return Facts(parties, stakes, kin, tuple(_arrangements(parties)), unexplained)


def with_matches(facts: Facts, matches: Iterable[Match]) -> Facts:
    """The facts with the listed parties among them."""
    return replace(facts, matches=tuple(matches))


def query_of_party(party: RegisterParty) -> Query:
    """A party of a register as a question to the lists."""
    return Query(
        tuple(party.names),
        party.kind,
        None,
        tuple(party.identifiers),
        tuple(party.addresses),
        tuple(party.contacts),
        tuple(party.countries),
        tuple(party.births),
    )


def _key(parties: Parties, relation: Relation) -> Callable[..., str]:
    return lambda ref: parties.key(relation.register, ref)


def _stakes(parties: Parties) -> Iterator[tuple[Stake, Found[Relation]]]:
    for it in parties.relations:
        named = replace(it.what, register=it.origin)
        for stake in stakes_of([named], _key(parties, it.what), it.source_id):
            yield stake, it


def _superseded(parties: Parties) -> Iterator[Stake]:
    """Every stake; one that a newer file of its register no longer tells ends on the day of that file.

    A register's file tells the holders of its day. A holder whom it does not name any more has gone, whether or not
    the register says on what day: two files must not add up to 200 %.
    """
    told = list(_stakes(parties))
    said: dict[tuple[str, str], dict[date, set[_Said]]] = {}
    for stake, it in told:
        if it.snapshot is not None:
            said.setdefault((it.what.register, stake.owned), {}).setdefault(it.snapshot, set()).add(_said(stake))
    for stake, it in told:
        days = said.get((it.what.register, stake.owned), {})
        later = min((day for day in days if it.snapshot is not None and day > it.snapshot), default=None)
        ended = later is not None and stake.end is None and _said(stake) not in days[later]
        yield replace(stake, end=later) if ended else stake


def _said(stake: Stake) -> _Said:
    return stake.owner, stake.kind, stake.low, stake.high


def _lookalikes(parties: Parties) -> Iterator[Stake]:
    """What only name and country join may be one company: whoever owns the one may own the other, nobody knows."""
    for numbered, bare in parties.lookalikes:
        yield Stake(numbered, bare, register=LOOKALIKE)
        yield Stake(bare, numbered, register=LOOKALIKE)


def _arrangements(parties: Parties) -> Iterator[JointArrangement]:
    """Holders of whom a register says in its own words that they act together in a company."""
    groups: dict[str, list[tuple[str, Found[Relation]]]] = {}
    for it in parties.relations:
        if _TOGETHER.search(it.what.note):
            company = parties.key(it.what.register, it.what.object)
            groups.setdefault(company, []).append((parties.key(it.what.register, it.what.subject), it))
    for company, members in sorted(groups.items()):
        who = tuple(sorted({key for key, _ in members}))
        starts = [it.what.start for _, it in members if it.what.start]
        ends = [it.what.end for _, it in members]
        end = min((it for it in ends if it), default=None)
        source = "; ".join(f"{it.origin}, row {it.what.row}" for _, it in members)
        if len(who) > 1:
            yield JointArrangement(who, company, max(starts, default=None), end, source)


def _listed(match: Match) -> Iterator[Listed]:
    """The listing; an entry that stands for the lists of several authorities is one of each."""
    entry, snapshot = match.hit.listed.entry, match.hit.listed.snapshot
    for authority, name in lists_meant(entry.authority, entry.list):
        yield Listed(
            party=match.party,
            authority=authority,
            list=name,
            programmes=entry.programmes,
            start=entry.listed_on,
            end=entry.delisted_on,
            citation=entry.citation,
            seen_on=snapshot.on,
            possible="" if match.certain else match.why,
        )


def lists_meant(authority: str, name: str) -> list[tuple[str, str]]:
    """Authority and list, one pair for each list that stands behind a collection of several authorities' lists."""
    if authority != "OpenSanctions":
        return [(authority, name)]
    return [(who, what) for words, who, what in _DATASETS if re.search(words, name)] or [(authority, name)]
