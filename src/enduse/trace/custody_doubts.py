"""What the records of one machine say against each other: shown, never hidden or settled by guessing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from enduse.text.countries import country_name
from enduse.trace.custody import Chain, Fact, Word
from enduse.trace.custody_rows import DEALT, EXPORTED, IMPORTED
from enduse.trace.serial_keys import Numbered, agree, meant, strict_key

_CARRIES = (*DEALT, EXPORTED, IMPORTED, "transit", "moved", "relocation_alert", "cleared", "installed")
_LONG = 8


@dataclass(frozen=True)
class Doubt:
    """A contradiction in words, and the rows that it stands between."""

    text: str
    row_ids: tuple[int, ...]


@dataclass(frozen=True)
class Gap:
    """Time between two records, or a way nobody recorded.

    Attributes:
        days: Between the two.
        text: In words.
        row_ids: The record before and the one after.
        unrecorded: The machine must have changed the country, and no record carries it.
    """

    days: int
    text: str
    row_ids: tuple[int, int]
    unrecorded: bool


def with_doubts(facts: Sequence[Fact], named: Numbered) -> list[Fact]:
    """The facts, each with the doubts whether it is about the machine ``named``."""
    told = ((it, tuple(_doubts(it, named))) for it in facts)
    return [replace(it, doubts=(*it.doubts, *more)) if more else it for it, more in told]


def _doubts(fact: Fact, named: Numbered) -> Iterator[tuple[Word, str]]:
    own = Numbered(fact.serial, fact.brand, fact.model)
    if strict_key(fact.serial) != strict_key(named.serial):
        how = meant(own, [named]).how
        spelled: Word = "possible" if how in ("one_edit", "none") else "probable"
        yield spelled, f"the row writes the number {fact.serial!r}"
    if named.brand and not fact.brand:
        word: Word = "probable" if len(strict_key(fact.serial)) >= _LONG else "possible"
        yield word, "the row names no brand; only the number ties it to the machine"
    if fact.at_home:
        yield "probable", "the row names no country; it is that of the party"
    if agree(fact.model, named.model) is False:
        yield "possible", f"the row says model {fact.model!r}, others {named.model!r}"


def contradictions(chain: Chain) -> tuple[Doubt, ...]:
    """Clocks that run backwards, places that exclude each other, two makings of one machine."""
    facts = [it.fact for it in chain.links]
    return tuple((*_before_made(facts), *_made_twice(facts), *_out_of_order(facts), *_two_places(facts)))


def gaps(chain: Chain, most_days: int) -> tuple[Gap, ...]:
    """Times without a record longer than ``most_days``, and changes of country that no record carries."""
    dated = [it.fact for it in chain.links if it.fact.on]
    found = (_gap(before, after, most_days) for before, after in pairwise(dated))
    return tuple(it for it in found if it)


def _gap(before: Fact, after: Fact, most_days: int) -> Gap | None:
    days = (after.on - before.on).days if before.on and after.on else 0
    came_from = after.sender_country or after.country
    jumps = bool(before.country and came_from and before.country != came_from and after.what not in _CARRIES)
    jumps |= bool(after.sender_country and before.country and after.sender_country != before.country)
    if not jumps and days <= most_days:
        return None
    text = f"No record for {days} days, from {before.on} to {after.on}"
    if jumps:
        text = (
            f"It was in {_named(before.country)} by the record of {before.on} and in {_named(came_from)} by that of "
            f"{after.on}; no record carries it there"
        )
    return Gap(days, text, (before.row_id, after.row_id), jumps)


def _named(code: str | None) -> str:
    return country_name(code) if code else "a country that is not stated"


def _before_made(facts: Sequence[Fact]) -> Iterator[Doubt]:
    made = min((it.on for it in facts if it.what == "built" and it.on), default=None)
    for fact in facts:
        if made and fact.on and fact.on < made and fact.what != "built":
            text = f"{fact.what.replace('_', ' ')} on {fact.on}, before it was made on {made}: one of the days is wrong"
            yield Doubt(text, (fact.row_id,))


def _made_twice(facts: Sequence[Fact]) -> Iterator[Doubt]:
    made = [it for it in facts if it.what == "built"]
    told = {(it.on, it.country) for it in made}
    if len(told) > 1:
        days = ", ".join(str(it.on) for it in made)
        yield Doubt(f"made {len(told)} times ({days}): two machines may bear the number", _ids(made))
    models = {it.model for it in facts if it.model}
    odd = [it for it in facts if any(agree(it.model, other) is False for other in models)]
    if odd:
        said = ", ".join(sorted(repr(it.model) for it in odd if it.model))
        yield Doubt(f"the rows name different models ({said})", _ids(odd))


def _out_of_order(facts: Sequence[Fact]) -> Iterator[Doubt]:
    """Installed before anybody shipped it, imported before it was exported there."""
    for first, then in (("shipped", "installed"), (EXPORTED, IMPORTED)):
        sent = [it for it in facts if it.what == first and it.on and it.country]
        for late in (it for it in facts if it.what == then and it.on and it.country):
            there = [it for it in sent if it.country == late.country]
            if there and all(it.on and late.on and it.on > late.on for it in there):
                text = f"{then} in {_named(late.country)} on {late.on}, but {first} there only on {there[0].on}"
                yield Doubt(text, (late.row_id, there[0].row_id))


def _two_places(facts: Sequence[Fact]) -> Iterator[Doubt]:
    standing = [it for it in facts if it.on and it.country and it.what not in (*DEALT, EXPORTED, "transit", "built")]
    for one, other in pairwise(standing):
        if one.on == other.on and one.country != other.country:
            text = f"on {one.on} in {_named(one.country)} and in {_named(other.country)}: both cannot be"
            yield Doubt(text, (one.row_id, other.row_id))
    sold = [it for it in facts if it.what in ("sold", "shipped") and it.on and it.party_id is not None]
    for one, other in pairwise(sold):
        if one.on == other.on and one.what == other.what and one.party_id != other.party_id:
            yield Doubt(f"{one.what} to two parties on {one.on}", (one.row_id, other.row_id))


def _ids(facts: Sequence[Fact]) -> tuple[int, ...]:
    return tuple(it.row_id for it in facts)
