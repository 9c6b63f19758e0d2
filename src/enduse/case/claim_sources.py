"""How many independent sources say a thing: two articles that quote one document are one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from enduse.model.claim import Claim
from enduse.model.claim_log import WITHHELD, LoggedClaim
from enduse.model.evidence import EvidenceItem
from enduse.text.company_names import normal_keys

Standing = Literal["single", "corroborated", "contested"]

_MOST_EXACT = 30
_PLATFORMS = frozenset(
    ("t.me", "telegram.me", "facebook.com", "instagram.com", "vk.com", "ok.ru", "youtube.com", "rutube.ru", "x.com")
    + ("twitter.com", "linkedin.com", "weibo.com", "medium.com", "substack.com")
)
"""Hosts where everybody publishes: the account is the publisher."""
_ARCHIVES = frozenset(["web.archive.org", "archive.org", "archive.ph", "archive.today", "archive.is"])
"""Hosts that keep other publishers' pages."""


@dataclass(frozen=True)
class Corroboration:
    """How a claim stands beside the others of the case.

    Attributes:
        word: ``contested`` where a claim denies it, else by the number of independent sources.
        sources: The greatest number of sources no two of which share a speaker, publisher or document.
        claims: Claims that say the same, it included.
        disputed_by: Claims that deny one of them, or are denied by one.
        shared: What counts as one although several claims come from it: a name and the claims, each.
    """

    word: Standing
    sources: int
    claims: tuple[str, ...]
    disputed_by: tuple[str, ...]
    shared: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def why(self) -> str:
        """In a sentence."""
        count = f"{self.sources} independent source{'' if self.sources == 1 else 's'}"
        among = f" among {len(self.claims)} claims ({', '.join(self.claims)})" if len(self.claims) > 1 else ""
        once = "; ".join(f"{', '.join(ids)} all come from {name}" for name, ids in self.shared)
        denied = f"disputed by {', '.join(self.disputed_by)}" if self.disputed_by else ""
        return "; ".join(filter(None, (count + among, once, denied)))


@dataclass(frozen=True)
class _Unit:
    """One source: claims and documents from which it cannot be told apart share a mark with it."""

    claim: str
    marks: Mapping[str, str]


class ClaimSources:
    """The claims of a case by what they draw on."""

    def __init__(self, claims: Iterable[LoggedClaim], evidence: Iterable[EvidenceItem] = ()) -> None:
        self._claims = {it.id: it.claim for it in claims}
        self._evidence = {it.id: _evidence_marks(it) for it in evidence}
        self._same = _both_ways(self._claims, "confirms")
        self._against = _both_ways(self._claims, "disputes")
        self._known: dict[str, Corroboration] = {}

    def of(self, claim_id: str) -> Corroboration:
        """How the claim of that id stands; claims that say the same stand alike."""
        if claim_id not in self._known:
            found = self._stand(_reached(claim_id, self._same))
            self._known |= dict.fromkeys(found.claims, found)
        return self._known[claim_id]

    def _stand(self, group: Sequence[str]) -> Corroboration:
        units = [unit for it in group for unit in self._units(it, frozenset())]
        sources = independent([frozenset(it.marks) for it in units])
        disputed = sorted({other for it in group for other in self._against.get(it, ())}, key=_number)
        word: Standing = "contested" if disputed else "corroborated" if sources > 1 else "single"
        return Corroboration(word, sources, tuple(group), tuple(disputed), self._shared(units))

    def _units(self, claim_id: str, above: frozenset[str]) -> list[_Unit]:
        """What a claim draws on; where it names nothing it is its speaker's word, through its publisher."""
        claim = self._claims[claim_id]
        told = [self._drawn(claim_id, it, above | {claim_id}) for it in claim.rests_on]
        units = [_Unit(claim_id, it.marks) for these in told for it in these]
        return units or [_Unit(claim_id, {**_names(claim.speaker), **self._told_by(claim)})]

    def _drawn(self, claim_id: str, reference: str, above: frozenset[str]) -> list[_Unit]:
        if reference in self._evidence:
            return [_Unit(claim_id, self._evidence[reference])]
        if reference in self._claims:
            if reference in above:
                return [_Unit(claim_id, {f"circle {self._circle(reference)}": reference})]
            return self._units(reference, above)
        # A document that nobody of us holds is known through whoever tells of it.
        claim = self._claims[claim_id]
        return [
            _Unit(claim_id, {f"document {' '.join(reference.casefold().split())}": reference, **self._told_by(claim)})
        ]

    def _circle(self, claim_id: str) -> str:
        """One name for all claims that rest on this one and it on them."""
        mine = self._below(claim_id)
        return min((it for it in mine if claim_id in self._below(it)), key=_number)

    def _below(self, claim_id: str) -> set[str]:
        near = {key: {it for it in claim.rests_on if it in self._claims} for key, claim in self._claims.items()}
        return {it for start in near[claim_id] for it in _reached(start, near)}

    def _shared(self, units: Sequence[_Unit]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Marks that several claims bear, each with them; of marks of the same claims the first."""
        bearers: dict[str, dict[str, str]] = {}
        for unit in units:
            for mark, name in unit.marks.items():
                bearers.setdefault(mark, {}).setdefault(unit.claim, name)
        found: dict[tuple[str, ...], str] = {}
        for told in bearers.values():
            if len(told) > 1:
                # What is personal or leaked gives no name: this is printed in dossiers.
                open_ones = all(self._claims[it].sensitivity == "none" for it in told)
                found.setdefault(tuple(told), next(iter(told.values())) if open_ones else WITHHELD)
        return tuple((name, ids) for ids, name in found.items())

    def _told_by(self, claim: Claim) -> dict[str, str]:
        source = claim.source
        found = {**_names(source.publisher), **(_names(source.address) if not source.publisher else {})}
        for it in source.evidence:
            found |= self._evidence.get(it, {})
        return found


def independent(units: Sequence[frozenset[str]]) -> int:
    """The greatest number of these sets no two of which share a member.

    Exact up to 30 of them that hang together; beyond that never too many.

    >>> independent([frozenset("a"), frozenset("b"), frozenset("ab")])
    2
    """
    sets = list(dict.fromkeys(units))
    near = {at: {other for other, it in enumerate(sets) if other != at and it & one} for at, one in enumerate(sets)}
    found, left = 0, set(near)
    while left:
        part = _part(next(iter(left)), near)
        found += _exact(frozenset(part), near) if len(part) <= _MOST_EXACT else _fewest_first(part, near)
        left -= part
    return found


def _part(start: int, near: Mapping[int, set[int]]) -> set[int]:
    found, ahead = {start}, [start]
    while ahead:
        for it in near[ahead.pop()] - found:
            found.add(it)
            ahead.append(it)
    return found


def _exact(left: frozenset[int], near: Mapping[int, set[int]]) -> int:
    if not left:
        return 0
    most = max(left, key=lambda it: len(near[it] & left))
    if len(near[most] & left) <= 1:
        # Only pairs and single ones remain: of each pair one counts.
        return len(left) - sum(len(near[it] & left) for it in left) // 2
    without = _exact(left - {most}, near)
    return max(without, 1 + _exact(left - {most} - near[most], near))


def _fewest_first(part: set[int], near: Mapping[int, set[int]]) -> int:
    left, found = set(part), 0
    while left:
        it = min(left, key=lambda one: (len(near[one] & left), one))
        left -= {it, *near[it]}
        found += 1
    return found


def _names(text: str) -> dict[str, str]:
    """A name or address as the mark that two spellings of it share."""
    told = _publisher_of(text.strip())
    if not told:
        return {}
    (key,) = normal_keys([told])
    return {f"name {key or told.casefold()}": text.strip()}


def _publisher_of(text: str) -> str:
    """Of an address the host, on a platform with the account; of anything else the text.

    >>> _publisher_of("https://www.herald.example/a/1"), _publisher_of("https://t.me/plant/77")
    ('herald.example', 't.me/plant')
    >>> _publisher_of("https://web.archive.org/web/2024/https://herald.example/a")
    'herald.example'
    """
    if "://" not in text:
        return text
    parts = urlsplit(text)
    host = (parts.hostname or text).removeprefix("www.").removeprefix("m.")
    inner = text.find("://", text.find("://") + 3)
    if host in _ARCHIVES and inner > 0:
        return _publisher_of(f"https{text[inner:]}")
    account = parts.path.strip("/").partition("/")[0]
    return f"{host}/{account.casefold()}" if host in _PLATFORMS and account else host


def _evidence_marks(item: EvidenceItem) -> dict[str, str]:
    told = item.particulars
    if told is None:
        return {f"bytes {item.stored}": item.id}
    return {f"bytes {told.sha256}": item.id, **_names(told.facts.source)}


def _both_ways(claims: Mapping[str, Claim], name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for claim_id, claim in claims.items():
        for other in getattr(claim, name):
            if other in claims and other != claim_id:
                found.setdefault(claim_id, set()).add(other)
                found.setdefault(other, set()).add(claim_id)
    return found


def _reached(start: str, near: Mapping[str, set[str]]) -> list[str]:
    found, ahead = {start}, [start]
    while ahead:
        for it in near.get(ahead.pop(), set()) - found:
            found.add(it)
            ahead.append(it)
    return sorted(found, key=_number)


def _number(claim_id: str) -> tuple[int, str]:
    digits = claim_id.lstrip("C")
    return (int(digits) if digits.isdigit() else 0, claim_id)
