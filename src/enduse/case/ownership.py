"""Who owns this company, and is it treated like its listed owners? Asked of the registers and lists of a case."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from enduse.case.screening import Screening, Tell
from enduse.model.listing import ListEntry
from enduse.screen.decided import Decision, entry_key, fields_of
from enduse.screen.ground import Question
from enduse.screen.holdings import RegisterRows, read_registers
from enduse.screen.ownership import Assessment, Standing, assess_ownership, standings
from enduse.screen.ownership_facts import Facts, Match, facts_of, lists_meant, query_of_party, with_matches
from enduse.screen.register_parties import Parties, RegisterParty, parties_of
from enduse.screen.register_search import RegisterSearch, Subject
from enduse.screen.rules import OwnershipTest, ownership_rules
from enduse.screen.screener import MATCH, Hit
from enduse.screen.signs import Query, same_number, traits_of
from enduse.screen.stakes import Listed
from enduse.screen.wording import NOBODY_LISTED
from enduse.text.company_names import normal_form

_ASKED = "asked"
_LEAST = 0.3
_CANNOT_OWN = frozenset({"address", "vessel", "aircraft"})
_MOST_CANDIDATES = 8


@dataclass(frozen=True)
class OwnershipOptions:
    """How it is asked.

    Attributes:
        laws: ``US-OFAC``, ``US-BIS``, ``EU``, ``UK``; empty: all.
        rest_unlisted: Is it known that shares without a recorded holder belong to nobody listed?
    """

    laws: tuple[str, ...] = ()
    rest_unlisted: bool = False


@dataclass(frozen=True)
class OwnershipAnswer:
    """The answer about one company.

    Attributes:
        subject: What the registers call it, with its number; the name asked for where they do not know it.
        key: The party of the registers; empty where none or several are meant.
        found_by: ``number``, ``name``, ``several`` or ``none``.
        remarks: How it was found and what no register tells, in sentences; never silent about a missing register.
        assessments: One for each law.
        matches: Which owners are, or may be, on a list.
        set_aside: Listed parties that somebody decided not to be the owners, in sentences.
        files: File name of each source.
    """

    subject: str
    key: str
    found_by: str
    remarks: tuple[str, ...]
    assessments: tuple[Assessment, ...]
    matches: tuple[Match, ...]
    set_aside: tuple[str, ...]
    files: Mapping[str, str]

    @property
    def is_hit(self) -> bool:
        """Is it listed, owned or possibly owned under any law that was asked?"""
        return any(it.answer in ("listed", "owned", "possibly_owned") for it in self.assessments)


@dataclass(frozen=True)
class Ownership:
    """The registers and lists of a case, made ready for questions about ownership; open one and ask it often."""

    screening: Screening
    options: OwnershipOptions = field(default_factory=OwnershipOptions)

    @cached_property
    def search(self) -> RegisterSearch:
        """The registers."""
        return RegisterSearch(read_registers(self.screening.store, self.screening.manifest))

    @property
    def rows(self) -> RegisterRows:
        """Every row of the registers."""
        return self.search.rows

    @property
    def day(self) -> date:
        """The day that is asked about."""
        return self.screening.options.on or self.screening.today

    @cached_property
    def covered(self) -> Mapping[str, Mapping[str, int]]:
        """Register to country to number of companies."""
        return self.rows.registers

    def ask(self, query: Query) -> OwnershipAnswer:
        """The answers of all laws about one company.

        Raises:
            ListsMissing: ``E-LISTS-NONE``.
            UsageError: ``E-OWN-QUESTION``: a law that no rule knows.
        """
        self._check_laws()
        subject = self.search.find(query)
        facts, key = facts_of(subject.parties), subject.key or _ASKED
        if not subject.key:
            facts = facts_of(_only_asked(query))
        owners = (
            {it.owner for it in facts.stakes} | {key} | {end for it in facts.kin for end in (it.person, it.relative)}
        )
        told = [self._matches(owner, query_of_party(facts.parties.of[owner])) for owner in sorted(owners)]
        told.append(self._matches(key, query))
        matches = _each_once(match for found, _ in told for match in found)
        facts = with_matches(facts, matches)
        assessed = assess_ownership(facts.stakes, facts.listed, self._question(facts, (key,)))
        made = tuple(self._without_lists(it) for it in assessed)
        near = {step.owner for it in made for path in it.paths for step in path.steps} | {key}
        return OwnershipAnswer(
            subject=facts.parties.of[key].shown,
            key=subject.key,
            found_by=subject.found_by,
            remarks=(*self._how(query, subject), *self._gaps(facts, subject.key)),
            assessments=made,
            matches=tuple(it for it in matches if it.certain or it.party in near),
            set_aside=tuple(dict.fromkeys(said for _, aside in told for said in aside)),
            files=self.rows.files,
        )

    def everybody(self, tell: Tell) -> Iterator[tuple[str, Standing]]:
        """Every company in which a listed party has a part: what it is called, and the bare answer of each law."""
        self._check_laws()
        facts = facts_of(parties_of(self.rows))
        owners = sorted({it.owner for it in facts.stakes})
        matches: list[Match] = []
        for number, owner in enumerate(owners, 1):
            tell("screening owners", number, number / len(owners))
            matches += self._matches(owner, query_of_party(facts.parties.of[owner]))[0]
        facts = with_matches(facts, _each_once(matches))
        for it in standings(facts.stakes, facts.listed, self._question(facts, ())):
            yield facts.parties.of[it.subject].shown, it

    def laws_without_lists(self) -> tuple[str, ...]:
        """Laws that are asked of which no list is loaded: nobody can be found under them."""
        rules = ownership_rules()
        asked = [rules.on(it, self.day) for it in self.options.laws or rules.jurisdictions]
        return tuple(it.jurisdiction for it in asked if (test := rules.last_test(it)) and not self._has_list(test))

    def _without_lists(self, it: Assessment) -> Assessment:
        """The same, unless no list is loaded that the law counts: then that nobody listed was found says nothing."""
        test = ownership_rules().last_test(it.rule)
        if test is None or it.answer not in ("not_owned", "not_assessable") or self._has_list(test):
            return it
        said = (
            f"{it.jurisdiction}, {it.on}: Not assessable: no list that this rule counts "
            f"({', '.join(sorted(test.authorities))}) is among those that were asked, so nobody could be found on one. "
            "Add it with `enduse lists`."
        )
        kept = (said, *(one for one in it.sentences[1:] if not one.startswith(NOBODY_LISTED)))
        return replace(it, answer="not_assessable", outcome="not_assessable", would_be="not_assessable", sentences=kept)

    def _has_list(self, test: OwnershipTest) -> bool:
        names = (it.name.partition(" ") for it in self.screening.snapshots)
        lists = (pair for authority, _, name in names for pair in lists_meant(authority, name))
        return any(test.counts(Listed("", authority, name)) is not False for authority, name in lists)

    def _check_laws(self) -> None:
        for law in self.options.laws:
            ownership_rules().on(law, self.day)

    def _question(self, facts: Facts, subjects: tuple[str, ...]) -> Question:
        return Question(
            on=self.day,
            subjects=subjects,
            jurisdictions=self.options.laws,
            rest_unlisted=self.options.rest_unlisted,
            arrangements=facts.arrangements,
            kin=facts.kin,
            names=facts.names,
            people=facts.people,
            unexplained=facts.unexplained,
        )

    def _matches(self, key: str, query: Query) -> tuple[list[Match], list[str]]:
        """Entries that the party is or may be, and those that somebody decided it is not."""
        found, aside = list[Match](), list[str]()
        if not (query.names or query.identifiers):
            return found, aside
        asked = traits_of(query)
        for hit in self.screening.screener.hits(query, self.day, _LEAST):
            entry = hit.listed.entry
            number = same_number(asked, traits_of(entry))
            if entry.kind in _CANNOT_OWN or (number is None and hit.score < MATCH):
                continue
            decision = self._decision(query, hit)
            if decision is not None and decision.verdict == "not_same":
                aside.append(_set_aside(query, hit, decision))
            elif decision is not None:
                found.append(Match(key, hit, True, f"decided to be the same on {decision.at[:10]}"))
            elif number is not None:
                found.append(Match(key, hit, True, number[1]))
            else:
                reason = f": {hit.reasons[0]}" if hit.reasons else ""
                found.append(Match(key, hit, False, f"match by name {hit.score:.2f}{reason}"))
        return found, aside

    def _decision(self, query: Query, hit: Hit) -> Decision | None:
        """What somebody decided about the entry and any name of the party, unless the entry has changed since."""
        decisions, entry = self.screening.decisions, entry_key(hit.listed)
        if (whole := decisions.about(query, hit)[0]) is not None:
            return whole
        for name in query.names:
            told = decisions.known.get((f"name:{normal_form(name).key or name.casefold()}", entry))
            if told is not None and _entry_fields(told.fields) == _entry_fields(_fields(query, hit.listed.entry)):
                return told
        return None

    def _how(self, query: Query, subject: Subject) -> Iterator[str]:
        asked = "; ".join((*query.names, *(f"{it.scheme} {it.value}" for it in query.identifiers)))
        if subject.found_by == "name":
            yield (
                f"{asked!r} is read as {subject.candidates[0]}, by its name alone ({subject.score:.2f}): possible, "
                "not certain. Ask by its number to be sure."
            )
        elif subject.found_by == "several":
            shown = "; ".join(subject.candidates[:_MOST_CANDIDATES])
            more = (
                f" and {len(subject.candidates) - _MOST_CANDIDATES} more"
                if subject.candidates[_MOST_CANDIDATES:]
                else ""
            )
            yield f"Not assessable: several companies of the registers may be {asked!r}: {shown}{more}. Ask by number."
        elif subject.found_by == "none":
            yield self._not_recorded(asked, query.countries)

    def _not_recorded(self, asked: str, countries: Iterable[str]) -> str:
        lacking = [it for it in countries if not self._covers(it)]
        if not self.covered:
            return f"Not assessable: no register data is loaded, so nothing tells who owns {asked!r}. Add an extract."
        if lacking:
            return (
                f"Not assessable: no register data of {', '.join(lacking)} is loaded (loaded: {self._loaded()}), so "
                f"nothing tells who owns {asked!r}. Add an extract."
            )
        return (
            f"Not assessable: the registers that are loaded ({self._loaded()}) do not have {asked!r}. Add an extract "
            "of its register, or ask by its number."
        )

    def _gaps(self, facts: Facts, key: str) -> Iterator[str]:
        """Companies above of which no register tells the owners."""
        owners = {it.owner for it in facts.stakes if it.kind in ("shares", "votes")} | ({key} if key else set())
        for owner in sorted(facts.unexplained & owners):
            party = facts.parties.of[owner]
            lacking = [it for it in party.countries if not self._covers(it)]
            if lacking:
                yield f"No register data of {', '.join(lacking)} is loaded: who owns {party.shown} is not assessable."
            else:
                yield f"No register that is loaded tells who owns {party.shown}: not assessable."

    def _covers(self, country: str) -> bool:
        return any(country in countries for countries in self.covered.values())

    def _loaded(self) -> str:
        return "; ".join(
            f"{register}: {', '.join(f'{country or chr(63)} {count:,}' for country, count in sorted(it.items()))}"
            for register, it in sorted(self.covered.items())
        )


def _only_asked(query: Query) -> Parties:
    """The one asked about, of whom the registers tell nothing."""
    party = RegisterParty(_ASKED, query.kind)
    party.names.update(dict.fromkeys(query.names))
    party.identifiers.update(dict.fromkeys(query.identifiers))
    party.countries.update(dict.fromkeys(query.countries))
    return Parties({_ASKED: party}, (), (), {})


def _each_once(matches: Iterable[Match]) -> list[Match]:
    """One match for each party and entry: a certain one before a possible one, then the likelier."""
    best: dict[tuple[str, str], Match] = {}
    for it in matches:
        key = (it.party, entry_key(it.hit.listed))
        known = best.get(key)
        if known is None or (it.certain, it.hit.score) > (known.certain, known.hit.score):
            best[key] = it
    return list(best.values())


def _fields(query: Query, entry: ListEntry) -> Mapping[str, str]:
    return fields_of(replace(query, names=()), entry)


def _entry_fields(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name.startswith("entry.")}


def _set_aside(query: Query, hit: Hit, decision: Decision) -> str:
    who = next(iter(query.names), "the party")
    by = f" by {decision.by}" if decision.by else ""
    listed = f"{hit.name or hit.listed.entry.entry_id} ({entry_key(hit.listed)})"
    return f"{who} is not {listed}: decided{by} on {decision.at[:10]}."
