"""Evidence in plain words."""

from collections.abc import Iterable, Sequence

from enduse.text.names.alignment import Answer
from enduse.text.names.evidence import FEATURES, Evidence
from enduse.text.names.prepared import PreparedName
from enduse.text.names.tokens import GENERAL, NUMBER, RARE, SMALL, SPOT, Token

_MOST_WORDS = 4
_AT = {name: at for at, name in enumerate(FEATURES)}


def reasons_of(left: PreparedName, right: PreparedName, evidence: Evidence) -> tuple[str, ...]:
    """Sentences on what agrees and what does not; at least one."""
    one, other, alignment = left.tokens, right.tokens, evidence.alignment
    lone_left, lone_right = [one[it] for it in alignment.alone_left], [other[it] for it in alignment.alone_right]
    found = [
        *_sameness(evidence),
        *_numbers(lone_left, lone_right),
        *_rare_answers(one, other, alignment.answers),
        *_alone(lone_left, lone_right, RARE),
        *_places(one, alignment.answers, lone_left, lone_right),
        *_general(one, alignment.answers),
        *_alone(lone_left, lone_right, GENERAL),
        *_marks(left, right, evidence),
    ]
    return tuple(dict.fromkeys(found)) or ("the names have no word in common",)


def _sameness(evidence: Evidence) -> list[str]:
    if evidence.values[_AT["same_key"]]:
        return ["the names are the same but for case, marks, spelling of sounds and legal form"]
    return []


def _numbers(left: Sequence[Token], right: Sequence[Token]) -> list[str]:
    ours, theirs = ([it.text for it in side if it.kind == NUMBER] for side in (left, right))
    if ours and theirs:
        return [f"the numbers differ: {' '.join(sorted(ours))} and {' '.join(sorted(theirs))}"]
    return [f"only one of them has the number {it}" for it in (*ours, *theirs)]


def _rare_answers(one: Sequence[Token], other: Sequence[Token], answers: Iterable[Answer]) -> list[str]:
    found = []
    for answer in answers:
        lefts, rights = [one[it] for it in answer.left], [other[it] for it in answer.right]
        if not any(it.kind == RARE for it in (*lefts, *rights)):
            continue
        left, right = _said(lefts), _said(rights)
        if len(lefts) + len(rights) > 3 and min(len(lefts), len(rights)) == 1 and answer.similarity == 0.86:
            found.append(f"{min(left, right, key=len)} spells the initials of {max(left, right, key=len)}")
        elif lefts[0].letter != rights[0].letter:
            found.append(f"{min(left, right, key=len)} may be the initial of {max(left, right, key=len)}")
        elif left == right:
            found.append(f"the {_rarity(lefts)} word {left} agrees")
        elif answer.similarity > 0.93:
            found.append(f"{left} and {right} are spellings of one word")
        else:
            found.append(f"{left} is like {right} ({answer.similarity:.0%})")
    return found


def _rarity(words: Sequence[Token]) -> str:
    return "rare" if max(it.weight for it in words) > 0.75 else "frequent"


def _alone(left: Sequence[Token], right: Sequence[Token], kind: str) -> list[str]:
    ours, theirs = ([it for it in side if it.kind == kind] for side in (left, right))
    name = "" if kind == RARE else "general "
    if ours and theirs:
        return [f"{name}words that do not agree: {_said(ours)} against {_said(theirs)}"]
    if ours or theirs:
        return [f"only one of them says {_said(ours or theirs)}" + (", general words" if name else "")]
    return []


def _places(
    one: Sequence[Token], answers: Iterable[Answer], left: Sequence[Token], right: Sequence[Token]
) -> list[str]:
    agreed = [one[it.left[0]] for it in answers if one[it.left[0]].kind == SPOT]
    ours, theirs = ([it for it in side if it.kind == SPOT] for side in (left, right))
    found = [f"both name the place {_said(agreed)}"] if agreed else []
    if ours and theirs:
        found.append(f"they name different places: {_said(ours)} and {_said(theirs)}")
    elif ours or theirs:
        found.append(f"only one of them names the place {_said(ours or theirs)}")
    return found


def _general(one: Sequence[Token], answers: Iterable[Answer]) -> list[str]:
    agreed = [one[it.left[0]] for it in answers if one[it.left[0]].kind == GENERAL]
    concepts = list(dict.fromkeys(it.concept for it in agreed))[:_MOST_WORDS]
    return [f"general words agree: {', '.join(concepts)}"] if concepts else []


def _marks(left: PreparedName, right: PreparedName, evidence: Evidence) -> list[str]:
    values = evidence.values
    found = []
    if values[_AT["form_conflict"]]:
        found.append(f"the legal forms differ: {' and '.join(sorted((left.form, right.form)))}")
    if values[_AT["patronym_conflict"]]:
        found.append("the patronymics differ")
    if values[_AT["turned"]]:
        found.append("the same words stand in another order")
    if values[_AT["series"]]:
        found.append("both may be numbered vehicles of one sponsor")
    if left.scripts != right.scripts:
        found.append(f"the scripts differ: {' and '.join(sorted({_scripts(left), _scripts(right)}))}")
    return found


def _scripts(name: PreparedName) -> str:
    return ", ".join(sorted(name.scripts)) or "digits only"


def _said(words: Sequence[Token]) -> str:
    texts = list(dict.fromkeys(it.text for it in words if it.kind != SMALL)) or [it.text for it in words]
    return ", ".join(f"'{it}'" for it in texts[:_MOST_WORDS]) + (" ..." if len(texts) > _MOST_WORDS else "")
