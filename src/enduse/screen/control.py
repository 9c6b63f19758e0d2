"""Signs that the listed have a say beyond their shares: never a share, always a reason of its own."""

from dataclasses import dataclass
from typing import Literal

from enduse.screen.ground import Ground, Reached
from enduse.screen.paths import span_text, step_of
from enduse.screen.rules import OwnershipTest
from enduse.screen.stakes import STRONG_SIGNS
from enduse.screen.verdict import Verdict, percent

FlagKind = Literal[
    "strong_sign",
    "weak_sign",
    "acts_together",
    "family",
    "transfer_before_listing",
    "transfer_after_listing",
    "exactly_half",
    "minority",
    "unknown_share",
    "red_flag_29",
    "owners_unrecorded",
    "rest_unrecorded",
]

CONTROL_FLAGS: frozenset[str] = frozenset(
    {"strong_sign", "weak_sign", "acts_together", "family", "transfer_before_listing", "transfer_after_listing"}
)
"""What points to control where a jurisdiction has a control test."""


@dataclass(frozen=True)
class Flag:
    """Something that a reader must weigh; by itself it decides nothing.

    Attributes:
        kind: What it is.
        sentence: What was seen, with names, shares, days and source.
        parties: Keys of those it is about.
        confidence: One of the six words.
    """

    kind: FlagKind
    sentence: str
    parties: tuple[str, ...]
    confidence: str = "recorded"


_SIGNS = {
    "appoints_board": "may appoint or remove the majority of the board of",
    "controls": "controls by other means than shares",
    "directs": "is director or manager of",
    "represents": "acts on behalf of",
}


def control_signs(ground: Ground, reached: Reached, company: int) -> list[Flag]:
    """Recorded signs on the company of anybody whom the listed own or control, or who is listed."""
    found = []
    for it in ground.signs.get(company, ()):
        if ground.parties.number[it.owner] in reached.perhaps.order:
            who, whom = ground.question.name(it.owner), ground.question.name(it.owned)
            said = f"{who} {_SIGNS[it.kind]} {whom} ({it.origin}, {span_text(it.start, it.end)})."
            kind: FlagKind = "strong_sign" if it.kind in STRONG_SIGNS else "weak_sign"
            found.append(Flag(kind, said, (it.owner,)))
    return found


def acting_together(ground: Ground, reached: Reached, company: int) -> list[Flag]:
    """Holders of the company who act together with somebody listed, or with a firm of theirs: what they hold."""
    found, keys, name = list[Flag](), ground.parties.keys, ground.question.name
    for it in ground.question.arrangements:
        if not it.holds_on(ground.question.on) or it.company not in ("", keys[company]):
            continue
        members = {ground.parties.number[party] for party in it.parties if party in ground.parties.number}
        for measure, held in ground.measures.items():
            for edge in held.into.of(company):
                listed = members & reached.perhaps.order.keys() - {held.owner[edge]}
                if held.owner[edge] in members and listed:
                    step, whom = step_of(held, measure, edge), " and ".join(name(keys[one]) for one in sorted(listed))
                    source = f" ({it.source})" if it.source else ""
                    said = f"{name(step.owner)} acts together with {whom}{source} and holds {step.share_text}"
                    said += f" of {name(step.owned)} [{step.source_text}]."
                    found.append(Flag("acts_together", said, (step.owner, step.owned)))
    return sorted(found, key=lambda flag: flag.sentence)


def votes_flag(ground: Ground, controlled: Reached, company: int) -> list[Flag]:
    """The listed have, or may have, votes in the company: said apart from capital."""
    held = ground.measures["votes"]
    tally = controlled.surely.tallies["votes"]
    if company not in tally.low:
        return []
    share = held.fraction(company, tally.low[company])
    if 2 * share <= 1:
        return []
    said = f"Listed parties and firms of theirs hold {percent(share)} of the votes in {_name(ground, company)}."
    return [Flag("strong_sign", said, (ground.parties.keys[company],), "derived")]


def share_flags(ground: Ground, test: OwnershipTest, verdict: Verdict, minority: float) -> list[Flag]:
    """What the shares themselves call attention to: exactly half, a significant minority, an open share."""
    if not verdict.bounds or verdict.answer in ("owned", "listed"):
        return []
    first = verdict.bounds[0]
    parties = tuple(sorted(ground.parties.keys[it] for it in verdict.of))
    found = []
    if test.strict and 2 * first.low == 1 and not first.low_excluded:
        found.append(Flag("exactly_half", "Listed parties hold exactly 50 %: not owned, may be controlled.", parties))
    if first.low >= minority:
        found.append(Flag("minority", f"Listed parties hold a significant minority: {first.text}.", parties, "derived"))
    if verdict.answer == "possibly_owned" and not verdict.condition:
        said = f"The share of listed parties is not known exactly: {first.text}. Ask for the register of holders."
        found.append(Flag("unknown_share", said, parties, "derived"))
    return found


def _name(ground: Ground, party: int) -> str:
    return ground.question.name(ground.parties.keys[party])
