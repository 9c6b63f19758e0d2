"""Family links between listed people and the holders of a company: a finding of its own, never ownership.

A shared surname alone is nothing: millions share one. A link is *recorded* where a source says so. Where none does,
it is inferred only from a surname together with something that few others share (a home address, a phone number, an
e-mail address): *possible*, and *probable* where the patronymics agree as well. It is never more than that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from enduse.screen.control import Flag
from enduse.screen.ground import Ground, Group, Reached, spread
from enduse.screen.rules import OwnershipTest
from enduse.screen.spread import least
from enduse.screen.stakes import Kinship
from enduse.screen.verdict import percent

_ENDINGS = (
    ("цкая", "цкий"), ("ская", "ский"), ("ова", "ов"), ("ева", "ев"), ("ина", "ин"), ("ына", "ын"),
    ("tskaya", "tsky"), ("skaya", "sky"), ("skaia", "sky"), ("skiy", "sky"), ("skij", "sky"), ("skii", "sky"),
    ("ova", "ov"), ("eva", "ev"), ("ina", "in"), ("yna", "yn"),
)  # fmt: skip
_STEMS = {"павел": "павл", "лев": "льв", "pavel": "pavl", "lev": "lv"}
_MOST_SHARING = 5
"""An address or number that more people share says nothing of a family: a registration agent, a block of flats."""


@dataclass(frozen=True)
class Person:
    """What is known of a natural person, as far as a family link needs it.

    Attributes:
        key: The party.
        surname: As written.
        given: Given name.
        patronymic: Where the source has one.
        shared: Normal forms of home address, phone, e-mail, each with its kind: ``"phone:+7..."``.
    """

    key: str
    surname: str
    given: str = ""
    patronymic: str = ""
    shared: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FamilyFinding:
    """A relative of a listed party has a part in the company.

    Attributes:
        subject: Key of the company.
        listed: Key of the listed party.
        relative: Key of the relative.
        kinship: The link and what it rests on.
        relative_holds: Least share that the relative has in the company, in words.
        together: Least share of all listed owners and the relative together, in words.
        crosses: Would the two together reach the threshold that the listed alone do not?
        sentence: The finding.
    """

    subject: str
    listed: str
    relative: str
    kinship: Kinship
    relative_holds: str
    together: str
    crosses: bool
    sentence: str

    @property
    def flag(self) -> Flag:
        """The same as a sign among others."""
        return Flag("family", self.sentence, (self.listed, self.relative), self.kinship.confidence)


def probable_kin(people: Sequence[Person], recorded: Iterable[Kinship] = ()) -> tuple[Kinship, ...]:
    """Family links that nobody recorded but that more than a surname speaks for, by their keys.

    Args:
        people: Everybody known.
        recorded: Links that a source records; such pairs are left out here.
    """
    known = {frozenset((it.person, it.relative)) for it in recorded}
    sharing = Counter(mark for person in people for mark in person.shared)
    by_mark: dict[str, list[Person]] = {}
    for person in people:
        for mark in person.shared:
            if sharing[mark] <= _MOST_SHARING:
                by_mark.setdefault(mark, []).append(person)
    pairs = {_ordered(pair) for group in by_mark.values() for pair in combinations(group, 2)}
    links = (_inferred(left, right) for left, right in sorted(pairs, key=lambda it: (it[0].key, it[1].key)))
    return tuple(it for it in links if it and frozenset((it.person, it.relative)) not in known)


def _ordered(pair: tuple[Person, Person]) -> tuple[Person, Person]:
    left, right = pair
    return (left, right) if left.key <= right.key else (right, left)


def _inferred(left: Person, right: Person) -> Kinship | None:
    stem = surname_stem(left.surname)
    if not stem or stem != surname_stem(right.surname) or left.key == right.key:
        return None
    marks = sorted(it.partition(":")[0] for it in left.shared & right.shared)
    reasons = [f"both are called {left.surname} / {right.surname}", f"they share: {', '.join(marks)}"]
    agreed = _agreement(left, right)
    if agreed:
        reasons.append(agreed)
    return Kinship(
        person=left.key,
        relative=right.key,
        kind="relative",
        confidence="probable" if agreed else "possible",
        reasons=tuple(reasons),
        source="inferred",
    )


def surname_stem(surname: str) -> str:
    """The surname without the ending that tells a woman from a man: ``Орлова`` and ``Орлов`` are one."""
    text = surname.strip().casefold().replace("ё", "е")
    for ending, plain in _ENDINGS:
        if text.endswith(ending) and len(text) > len(ending) + 1:
            return text.removesuffix(ending) + plain
    return text


def _agreement(left: Person, right: Person) -> str:
    """What the patronymics say, in words; empty where they say nothing."""
    mine, yours = _patronymic_stem(left.patronymic), _patronymic_stem(right.patronymic)
    if mine and mine == yours:
        return f"the same patronymic ({left.patronymic} / {right.patronymic})"
    for child, parent in ((left, right), (right, left)):
        if child.patronymic and parent.given and _folded(child.patronymic).startswith(_name_stem(parent.given)):
            return f"the patronymic {child.patronymic} comes from the given name {parent.given}"
    return ""


def _folded(text: str) -> str:
    return text.strip().casefold().replace("ё", "е").replace("й", "и")


def _patronymic_stem(text: str) -> str:
    folded = _folded(text)
    for ending in ("ович", "евич", "овна", "евна", "ична", "ич", "ovich", "evich", "ovna", "evna", "ichna", "ich"):
        if folded.endswith(ending):
            return folded.removesuffix(ending)
    return folded


def _name_stem(given: str) -> str:
    folded = _folded(given)
    if folded in _STEMS:
        return _STEMS[folded]
    for ending in ("ии", "iy", "ii", "ij"):
        if folded.endswith(ending) and len(folded) > 3:
            return folded.removesuffix(ending)
    return folded[:-1] if len(folded) > 3 else folded


def family_findings(ground: Ground, test: OwnershipTest, reached: Reached, company: int) -> Iterator[FamilyFinding]:
    """Relatives of listed people who hold a part of the company, or have a say in it, directly or through firms.

    Args:
        ground: The facts.
        test: Whose lists count, and the threshold.
        reached: Whom the listed reach without their families.
        company: Asked about.
    """
    number, group = ground.parties.number, reached.group.perhaps
    links = [it for it in ground.question.kin if it.holds_on(ground.question.on)]
    for link in sorted(links, key=lambda it: (it.person, it.relative, it.kind)):
        for one, other in ((link.person, link.relative), (link.relative, link.person)):
            relative = number[other]
            if number[one] not in group or relative in group or relative == company:
                continue
            alone = spread(ground, test, _group((relative,)), control=True)
            if part := _part(ground, alone, company):
                yield _finding(ground, (test, reached, company), (link, other, part))


def _group(parties: Iterable[int]) -> Group:
    members = frozenset(parties)
    return Group(members, members)


def _part(ground: Ground, alone: Reached, company: int) -> str:
    """What the relative has in the company, in words; empty where nothing."""
    for measure, held in ground.measures.items():
        tally = alone.perhaps.tallies[measure]
        if company in tally.low or company in tally.seen:
            share = held.fraction(company, least(held, alone.surely.tallies[measure], company))
            of = "" if measure == "shares" else " of the votes"
            return f"{percent(share)}{of}" if share else f"an unknown share{of}"
    signs = [it.kind for it in ground.signs.get(company, ()) if ground.parties.number[it.owner] in alone.perhaps.order]
    return f"no share, but a say ({', '.join(sorted(signs))})" if signs else ""


def _finding(ground: Ground, how: tuple[OwnershipTest, Reached, int], who: tuple[Kinship, str, str]) -> FamilyFinding:
    (test, reached, company), (link, other, part) = how, who
    held, question, keys = ground.measures["shares"], ground.question, ground.parties.keys
    group = Group(reached.group.surely | {ground.parties.number[other]}, reached.group.perhaps)
    both = spread(ground, test, Group(group.surely, group.perhaps | group.surely))
    tally = both.surely.tallies["shares"]
    value = least(held, tally, company) if company in held.whole else 0
    together = percent(held.fraction(company, value)) if company in held.whole else "no share"
    own = reached.surely.tallies["shares"]
    crosses = (
        company in held.whole
        and test.meets(value, held.whole[company])
        and not test.meets(least(held, own, company), held.whole[company])
    )
    listed = link.other(other) or ""
    said = (
        f"{question.name(other)} ({link.kind} of the listed {question.name(listed)}; {link.confidence}: "
        f"{'; '.join(link.reasons) or link.source}) has {part} of {question.name(keys[company])}; "
        f"the listed and this relative together: {together}. A relative's share is not the listed person's own."
    )
    return FamilyFinding(keys[company], listed, other, link, part, together, crosses, said)
