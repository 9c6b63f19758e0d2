"""Who owns the parties of an order: by the registers of a case, and by what the customer said, under each law."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from enduse.case.order_parties import PRINCIPALS, FoundEntry, Lists, query_of
from enduse.case.ownership import Ownership
from enduse.decide.facts import Fact, Truths
from enduse.goods.entries.truth import Truth
from enduse.model.order import OrderParty, OwnerShare
from enduse.screen.ground import Question
from enduse.screen.ownership import Assessment, assess_ownership
from enduse.screen.ownership_facts import Facts, Match
from enduse.screen.register_parties import Parties
from enduse.screen.rules import ownership_rules
from enduse.screen.stakes import Listed, Stake, StakeKind

_PARTY = "asked"
_WHOLE = 99.9
_OWNED: Mapping[str, Truth] = {"owned": True, "possibly_owned": None, "not_owned": False, "not_in_force": False}
_CONTROL: Mapping[str, Truth] = {"controlled": True, "none_recorded": False, "not_part_of_the_rule": False}
_FAMILY = frozenset(
    {"wife", "husband", "spouse", "child", "son", "daughter", "parent", "sibling", "family", "relative"}
)
_KINDS: Mapping[str, StakeKind] = {"controller": "controls", "director": "directs", "board": "appoints_board"}


@dataclass(frozen=True)
class Owners:
    """What is known of who owns one party.

    Attributes:
        key: Of the party in the sheet.
        party: As ordered.
        shares: Its owners as the customer says; None: not known.
        found: For each of them the entries of lists that it is or may be.
        register: Answers of the registers; empty where none is loaded or the party is not in one.
        remarks: How it was found in the registers, and what they do not tell.
    """

    key: str
    party: OrderParty
    shares: tuple[OwnerShare, ...] | None
    found: tuple[tuple[FoundEntry, ...], ...] = ()
    register: tuple[Assessment, ...] = ()
    remarks: tuple[str, ...] = ()
    everyday: bool = False
    lists: Lists = field(default_factory=lambda: Lists(None, date.min))

    def facts(self) -> Iterator[Fact]:
        """Owned, controlled, and the listed share."""
        if self.party.own_subsidiary or (self.shares == () and not self.register):
            yield from self._nobody()
            return
        told = [*self.register, *self._by_order]
        if not told:
            yield from self._unknown()
            return
        sentence = " ".join(self.sentences) or "No listed owner is recorded."
        # Where every owner was told, only a list that is loaded can tell more.
        open_ = bool(self.lists.snapshots) or not _is_whole(self.shares or ())
        for name, read in (("owned_by_listed", _owned), ("controlled_by_listed", _controlled)):
            yield Fact(f"party.{name}", _by_law(told, read), sentence, "derived", self.key, askable=open_)
        yield Fact("party.listed_share", self._share(told), sentence, "derived", self.key)

    def _nobody(self) -> Iterator[Fact]:
        why = "It is wholly owned by the seller." if self.party.own_subsidiary else "It is said to have no owners."
        yield Fact("party.owned_by_listed", Truths({}, False), why, "alleged", self.key)
        yield Fact("party.controlled_by_listed", Truths({}, False), why, "alleged", self.key)
        yield Fact("party.listed_share", 0.0, why, "alleged", self.key)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The first sentence of each law's answer that says more than nothing."""
        told = (it for it in (*self.register, *self._by_order) if it.answer not in ("not_owned", "not_in_force"))
        return tuple(dict.fromkeys(it.sentences[0] for it in told if it.sentences))

    def _unknown(self) -> Iterator[Fact]:
        asked = self.party.role in PRINCIPALS and not self.everyday
        value: Truths = Truths() if asked else Truths({}, False)
        why = (
            "Who owns it was not said, and no register that is loaded tells."
            if asked
            else "Its owners were not asked for: goods of no list, or a party that only carries, pays or installs."
        )
        sentence = " ".join((why, *self.remarks[:1]))
        yield Fact("party.owned_by_listed", value, sentence, "possible", self.key)
        yield Fact("party.controlled_by_listed", value, sentence, "possible", self.key)
        yield Fact("party.listed_share", None if asked else 0.0, sentence, "possible", self.key)

    @cached_property
    def _by_order(self) -> tuple[Assessment, ...]:
        if not self.shares:
            return ()
        keys = [f"owner {number}" for number in range(1, len(self.shares) + 1)]
        stakes = [_stake(key, it) for key, it in zip(keys, self.shares, strict=True)]
        names = {_PARTY: self.party.name or self.key, **{k: it.name for k, it in zip(keys, self.shares, strict=True)}}
        question = Question(
            on=self.lists.on,
            subjects=(_PARTY,),
            rest_unlisted=_is_whole(self.shares),
            names=names,
            people=frozenset(key for key, it in zip(keys, self.shares, strict=True) if it.kind == "person"),
            unexplained=frozenset() if _is_whole(self.shares) else frozenset({_PARTY}),
        )
        listed = [one for key, found in zip(keys, self.found, strict=True) for one in _listed(key, found)]
        return tuple(self._with_lists(it) for it in assess_ownership(stakes, listed, question))

    def _with_lists(self, it: Assessment) -> Assessment:
        """That no listed owner was found says nothing where no list of the law is loaded.

        Where people whom no list names own the whole, no reading of a law that nobody verified can make it owned.
        """
        nobody = it.answer == "unknown" and self._are_people
        if it.answer != "not_owned" and not nobody:
            return it
        test = ownership_rules().last_test(it.rule)
        if test is not None and not any(test.counts(one) is not False for one in self._held):
            return replace(it, answer="not_assessable", control="unknown")
        return replace(it, answer="not_owned", control="none_recorded") if nobody else it

    @property
    def _are_people(self) -> bool:
        """Do people whom no list names own the whole?"""
        shares = self.shares or ()
        return _is_whole(shares) and not any(self.found) and all(it.kind == "person" for it in shares)

    @cached_property
    def _held(self) -> list[Listed]:
        pairs = (it.partition(" ") for it in self.lists.loaded)
        return [Listed("", authority, name) for authority, _, name in pairs]

    def _share(self, told: Sequence[Assessment]) -> float | None:
        if self.shares is not None and not self.register:
            return self._share_said(self.shares)
        low = [float(bound.low) for it in told for bound in it.bounds]
        if any(it.answer in ("not_assessable", "possibly_owned", "unknown") for it in told) and not any(low):
            return None
        return round(100 * max(low, default=0.0), 4)

    def _share_said(self, shares: Sequence[OwnerShare]) -> float | None:
        total, open_ = 0.0, False
        for it, found in zip(shares, self.found, strict=True):
            listed = _is_listed(found)
            if listed is None or (listed and it.percent is None):
                open_ = True
            elif listed or (it.relation.lower() in _FAMILY and any(_is_listed(one) for one in self.found)):
                total += it.percent or 0.0
        return None if open_ else total


def owners_of(key: str, party: OrderParty, lists: Lists, ownership: Ownership | None, everyday: bool) -> Owners:
    """What registers and the customer say of who owns a party."""
    shares = party.owners
    # Owners are looked for by the name alone: what else is known of them stands in registers.
    asked = [(f"owner {n}", OrderParty("owner", it.name, it.country)) for n, it in enumerate(shares or (), 1)]
    found = tuple(it.own for it in lists.look(asked)) if asked else ()
    register, remarks = _register(party, ownership, lists.on)
    return Owners(key, party, shares, found, register, remarks, everyday, lists)


def _register(
    party: OrderParty, ownership: Ownership | None, on: date
) -> tuple[tuple[Assessment, ...], tuple[str, ...]]:
    if ownership is None or not ownership.covered or not (party.name or party.identifiers):
        return (), ()
    answer = ownership.ask(query_of(party, on))
    found = answer.found_by in ("number", "name")
    return (answer.assessments if found else ()), answer.remarks


def _stake(key: str, it: OwnerShare) -> Stake:
    kind = _KINDS.get(it.relation.lower(), "shares")
    low = Fraction(str(it.percent)) / 100 if it.percent is not None else None
    return Stake(key, _PARTY, kind, low, low, register="the customer's statement")


def _is_whole(shares: Iterable[OwnerShare]) -> bool:
    return sum(it.percent or 0.0 for it in shares) >= _WHOLE


def _listed(key: str, found: Iterable[FoundEntry]) -> tuple[Listed, ...]:
    matches = tuple(Match(key, it.hit, it.match.certain, it.sentence) for it in found)
    return Facts(Parties({}, (), (), {}), (), matches=matches).listed


def _is_listed(found: Iterable[FoundEntry]) -> Truth:
    truths = [it.truth for it in found]
    return True if True in truths else None if truths else False


def _owned(it: Assessment) -> tuple[Truth, bool]:
    return _OWNED.get(it.answer), it.answer in ("possibly_owned", "unknown")


def _controlled(it: Assessment) -> tuple[Truth, bool]:
    return _CONTROL.get(it.control), it.control == "control_flag" or it.answer == "unknown"


def _by_law(told: Iterable[Assessment], read: Callable[[Assessment], tuple[Truth, bool]]) -> Truths:
    """The stricter of several answers of one law; one that tells nothing stands back behind one that does."""
    of: dict[str, list[tuple[Truth, bool]]] = {}
    for it in told:
        of.setdefault(it.jurisdiction, []).append(read(it))
    return Truths({law: _together(answers) for law, answers in of.items()}, None)


def _together(answers: Sequence[tuple[Truth, bool]]) -> Truth:
    truths = [truth for truth, _doubt in answers]
    if True in truths:
        return True
    return None if any(doubt for _truth, doubt in answers) or False not in truths else False
