"""Is this company treated like its listed owners? One answer for each jurisdiction, under its law of that day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from enduse.errors import Notice
from enduse.screen.control import CONTROL_FLAGS, Flag, acting_together, control_signs, share_flags, votes_flag
from enduse.screen.family import FamilyFinding, family_findings
from enduse.screen.ground import Ground, Question, Reached, above, ground_of, spread
from enduse.screen.paths import Path, paths_to
from enduse.screen.rules import OwnershipRule, OwnershipRules, ownership_rules
from enduse.screen.spread import Reach
from enduse.screen.stakes import Listed, Stake
from enduse.screen.transfers import history_of, transfers
from enduse.screen.verdict import JOINT, Answer, Bounds, Judge, Verdict, percent, unrecorded
from enduse.screen.wording import Told, sentences_of

Control = Literal["controlled", "control_flag", "none_recorded", "not_part_of_the_rule", "unknown"]


@dataclass(frozen=True)
class Assessment:
    """The answer for one company, one jurisdiction, one day.

    Attributes:
        subject: Key of the company.
        jurisdiction: ``US-OFAC``, ``US-BIS``, ``EU``, ``UK``.
        on: The day.
        rule: The law of that day, with its citation.
        answer: ``owned``, ``possibly_owned`` (open shares decide), ``not_owned``, ``listed`` (itself), ``unknown`` (the
            law of that day is not verified), ``not_in_force`` (no such rule on that day), ``not_assessable`` (too
            little is recorded of who owns it).
        outcome: The same in the jurisdiction's words: ``blocked``, ``controlled``, ``restricted`` ...
        would_be: What the test says of the facts, whatever the law of that day is; the same as ``answer`` in force.
        control: The control test, apart from shares.
        bounds: Between which shares the truth lies, by measure; the one that decides first.
        paths: Chains from listed parties, shortest first.
        more_paths: Are there more than are shown?
        flags: Signs to weigh.
        notices: What the records contradict.
        sentences: The whole answer in words, for a reader.
    """

    subject: str
    jurisdiction: str
    on: date
    rule: OwnershipRule
    answer: Answer
    outcome: str
    would_be: Answer
    control: Control
    bounds: tuple[Bounds, ...]
    paths: tuple[Path, ...]
    more_paths: bool
    flags: tuple[Flag, ...]
    notices: tuple[Notice, ...]
    sentences: tuple[str, ...]


def assess_ownership(
    stakes: Sequence[Stake], listed: Sequence[Listed], question: Question, rules: OwnershipRules | None = None
) -> tuple[Assessment, ...]:
    """The answers, by subject in the order asked and by jurisdiction.

    Args:
        stakes: Every recorded holding and sign of control, of any day; their order does not matter.
        listed: Every listing, of any day and authority.
        question: The day, the companies, and what else is known.
        rules: The bundled ones where None.

    Raises:
        UsageError: E-OWN-QUESTION: a jurisdiction that no rule knows.
    """
    known = rules or ownership_rules()
    asked = [known.on(it, question.on) for it in question.jurisdictions or known.jurisdictions]
    ground = ground_of(stakes, listed, question)
    benches = [_Bench(ground, known, rule) for rule in asked]
    subjects = question.subjects or sorted({key for bench in benches for key in bench.companies()})
    return tuple(bench.assess(subject) for subject in subjects for bench in benches)


@dataclass(frozen=True)
class Standing:
    """An answer without its explanation, for going through a whole register; fields as in ``Assessment``."""

    subject: str
    jurisdiction: str
    answer: Answer
    bounds: tuple[Bounds, ...]


def standings(
    stakes: Sequence[Stake], listed: Sequence[Listed], question: Question, rules: OwnershipRules | None = None
) -> Iterator[Standing]:
    """The bare answers for every company that a listed party has a part in; ``assess_ownership`` explains any of them.

    Arguments as there. It takes time in proportion to the number of holdings, where explaining takes it anew for each
    company in proportion to everybody above it.
    """
    known = rules or ownership_rules()
    ground = ground_of(stakes, listed, question)
    for name in question.jurisdictions or known.jurisdictions:
        rule = known.on(name, question.on)
        test = known.last_test(rule)
        judge = Judge(ground, test) if test else None
        for key in question.subjects or (judge.companies() if judge else ()):
            if judge is None:
                yield Standing(key, name, "unknown", ())
            else:
                verdict = judge.verdict(ground.parties.number[key])
                yield Standing(key, name, answer_of(rule, verdict), verdict.bounds)


def find_family_links(
    stakes: Sequence[Stake], listed: Sequence[Listed], question: Question, rules: OwnershipRules | None = None
) -> tuple[FamilyFinding, ...]:
    """Relatives of listed people with a part in the companies asked about, each once, by subject.

    Arguments as in ``assess_ownership``; only links of ``question.kin`` count.
    """
    known = rules or ownership_rules()
    ground = ground_of(stakes, listed, question)
    found: dict[tuple[str, str, str], FamilyFinding] = {}
    for name in question.jurisdictions or known.jurisdictions:
        rule = known.on(name, question.on)
        if test := known.last_test(rule):
            judge = Judge(ground, test)
            for subject in question.subjects or tuple(ground.parties.keys):
                for it in family_findings(ground, test, judge.together, ground.parties.number[subject]):
                    found.setdefault((it.subject, it.listed, it.relative), it)
    return tuple(found[key] for key in sorted(found))


class _Bench:
    """One rule over one ground."""

    def __init__(self, ground: Ground, rules: OwnershipRules, rule: OwnershipRule) -> None:
        self.ground = ground
        self.rules = rules
        self.rule = rule
        test = rules.last_test(rule)
        self.judge = Judge(ground, test) if test else None
        self.controlling = self._controlling(self.judge) if self.judge else None
        self.history = history_of(ground, test.authorities if test else frozenset())

    def companies(self) -> list[str]:
        return self.judge.companies() if self.judge else []

    def assess(self, subject: str) -> Assessment:
        company = self.ground.parties.number[subject]
        if self.judge is None:
            return self._without_test(subject)
        verdict = self.judge.explained(company)
        control, flags = self._control(self.judge, verdict, company)
        answer = answer_of(self.rule, verdict)
        reach = verdict.reached.surely if verdict.answer == "owned" else verdict.reached.perhaps
        paths, more = paths_to(self.ground, reach, company)
        outcome = outcome_of(self.rule, answer, verdict, control)
        told = Told(self.rule, self.judge.test, answer, outcome, verdict)
        notices = self._notices(company)
        return Assessment(
            subject=subject,
            jurisdiction=self.rule.jurisdiction,
            on=self.ground.question.on,
            rule=self.rule,
            answer=answer,
            outcome=outcome,
            would_be=verdict.answer,
            control=control,
            bounds=verdict.bounds,
            paths=paths,
            more_paths=more,
            flags=tuple(flags),
            notices=notices,
            sentences=sentences_of(self.ground, told, company, (paths, more, tuple(flags), notices)),
        )

    def _without_test(self, subject: str) -> Assessment:
        rule = self.rule
        said = (f"Unknown: {rule.sentence}", f"Rule: {rule.citation}.", "Hold until the law of that day is checked.")
        return Assessment(
            subject, rule.jurisdiction, self.ground.question.on, rule, "unknown", "unknown", "unknown", "unknown",
            (), (), False, (), (), said,
        )  # fmt: skip

    def _control(self, judge: Judge, verdict: Verdict, company: int) -> tuple[Control, list[Flag]]:
        """The control test, and every sign there is."""
        ground, test = self.ground, judge.test
        reached = self.controlling or Reached(judge.group, judge.together.surely, judge.together.perhaps)
        days = self.rules.transfer_days
        flags = control_signs(ground, reached, company)
        flags += acting_together(ground, reached, company)
        flags += votes_flag(ground, reached, company) if test.aggregate == "all" else []
        flags += [it.flag for it in family_findings(ground, test, judge.together, company)]
        flags += transfers(ground, self.history, company, days)
        flags += share_flags(ground, test, verdict, float(self.rules.significant_minority))
        flags += [*self._gaps(company, verdict), *self._red_flag(company, verdict)]
        if not test.control:
            return "not_part_of_the_rule", flags
        if company in reached.surely.order and company not in judge.group.perhaps and verdict.answer != "owned":
            return "controlled", flags
        if company in reached.perhaps.order and verdict.answer not in ("owned", "possibly_owned", "listed"):
            return "control_flag", flags
        weighed = {it.kind for it in flags} & CONTROL_FLAGS
        return ("control_flag" if weighed else "none_recorded"), flags

    def _controlling(self, judge: Judge) -> Reached:
        """Whom the listed own or control; where holdings are not added up, whom any one of them does."""
        ground, test = self.ground, judge.test
        if test.aggregate == "all":
            return spread(ground, test, judge.group, control=True)
        alone = [judge.alone(party) for party in judge.acting]
        # Whoever is listed and holds nothing may still be a director.
        surely, perhaps = dict.fromkeys(judge.group.surely, 0), dict.fromkeys(judge.group.perhaps, 0)
        for one in alone:
            surely.update(one.surely.order)
            perhaps.update(one.perhaps.order)
        together = judge.together
        return Reached(judge.group, Reach(surely, together.surely.tallies), Reach(perhaps, together.perhaps.tallies))

    def _gaps(self, company: int, verdict: Verdict) -> Iterator[Flag]:
        """What is not recorded and could change the answer."""
        ground, held = self.ground, self.ground.measures["shares"]
        key, name = ground.parties.keys[company], ground.question.name
        if company not in held.into or verdict.answer in ("owned", "listed"):
            return
        rest = held.fraction(company, unrecorded(held, company))
        if rest and not ground.question.rest_unlisted:
            said = f"{percent(rest)} of {name(key)} has no recorded holder."
            yield Flag("rest_unrecorded", said, (key,), "derived")
        for edge in held.into.of(company):
            owner = held.owner[edge]
            party = ground.parties.keys[owner]
            told = owner in held.into or owner in verdict.reached.perhaps.order or party in ground.question.people
            if not told:
                said = f"Of {name(party)}, a holder of {name(key)}, no owners are recorded; a company has owners, too."
                yield Flag("owners_unrecorded", said, (party,), "derived")

    def _red_flag(self, company: int, verdict: Verdict) -> Iterator[Flag]:
        """Red Flag 29 of the EAR: it asks for the percentage, and stays good practice while no rule is in force."""
        if self.rule.jurisdiction != "US-BIS":
            return
        parties = (self.ground.parties.keys[company],)
        if verdict.answer == "possibly_owned":
            said = "Red Flag 29: a listed owner whose percentage is not known. Resolve it or obtain a licence."
            yield Flag("red_flag_29", said, parties, "derived")
        elif verdict.answer == "owned" and self.rule.status != "in_force":
            said = "Listed owners reach the threshold: a red flag, although the rule was not known to be in force."
            yield Flag("red_flag_29", said, parties, "derived")

    def _notices(self, company: int) -> tuple[Notice, ...]:
        """Contradictions in the records of the company and of everybody above it."""
        near = above(self.ground, company)
        said = [it for held in self.ground.measures.values() for at in sorted(near) for it in held.notices.get(at, ())]
        listings = [it for at in near for it in self.ground.listings.get(at, ())]
        undated = {it.party for it in listings if it.start is None and not self._was_seen(it)}
        return (*said, *(_undated(self.ground.question.name(party)) for party in sorted(undated)))

    def _was_seen(self, listing: Listed) -> bool:
        """Did a snapshot of the day or before have it?"""
        return listing.seen_on is not None and listing.seen_on <= self.ground.question.on


def _undated(name: str) -> Notice:
    return Notice(
        "W-OWN-LISTED-SINCE",
        f"Since when {name!r} is listed is not recorded, so on the day asked about it counts as listed. "
        "Add a list with dates, or a snapshot from before that day.",
    )


_WORDS = {
    "US-OFAC": {"owned": "blocked", "possibly_owned": "possibly_blocked", "not_owned": "not_blocked"},
    "US-BIS": {"owned": "restricted", "possibly_owned": "possibly_restricted", "not_owned": "not_restricted"},
}


def answer_of(rule: OwnershipRule, verdict: Verdict) -> Answer:
    """The test's answer, unless the law of the day has none."""
    if verdict.answer == "listed" or rule.status == "in_force":
        return verdict.answer
    return "unknown" if rule.status == "unverified" else "not_in_force"


def outcome_of(rule: OwnershipRule, answer: Answer, verdict: Verdict, control: Control) -> str:
    """The answer in the words of the jurisdiction; control counts where it has a control test."""
    if answer == "not_in_force":
        return _WORDS.get(rule.jurisdiction, {}).get("not_owned", "not_owned")
    if rule.jurisdiction in _WORDS:
        return _WORDS[rule.jurisdiction].get(answer, answer)
    if answer in ("owned", "listed", "unknown"):
        return answer
    if control == "controlled":
        return "controlled"
    if verdict.condition == JOINT:
        return "owned_only_under_a_joint_arrangement"
    return control if control == "control_flag" and answer == "not_owned" else answer


def needs_hold(assessment: Assessment) -> bool:
    """Must somebody look before anything is shipped: is the answer open, or the law?"""
    open_answer = assessment.answer in ("possibly_owned", "unknown", "not_assessable")
    return open_answer or assessment.control in ("controlled", "control_flag", "unknown")
