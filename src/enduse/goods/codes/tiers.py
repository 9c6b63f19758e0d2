"""On which lists of codes a code stands on a day: priority tiers, US additions, dated rules, the user's own lists.

A code on a list is a lead. Control entries are specifications; no list of codes says that a machine is controlled.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from enduse.goods.codes.comparing import successors
from enduse.goods.codes.written import read_code
from enduse.model.editions import Edition, hs_on, read_edition
from enduse.model.nomenclature import CodeBooks

_NOWHERE = CodeBooks()
_BY_CODE = frozenset({"list", "priority"})


@dataclass(frozen=True)
class CodeListing:
    """A code on a list.

    Attributes:
        authority: CHPL (the joint priority list), US, EU, KR, TW, JP, UK, CH, CN, or as the user's list says.
        list: Name of the list or instrument.
        code: The code as listed: six digits or fewer; it covers its subdivisions.
        edition: Edition of the Harmonized System it is of.
        tier: Tier or category, where the list has them.
        start: First day; None: unknown.
        end: First day no longer on the list, None while it still is.
        destinations: ISO alpha-2 joined by spaces; ``*`` for all.
        basis: ``list``: all goods of the code; ``specification``: some of them, an entry decides; ``priority``: no
            control by itself; ``unread``: such goods are meant, which codes was not read.
        citation: Where it stands.
        confidence: As the source of the row says: seen, memory, high, medium, low ...
        in_force: Does it hold on the day asked for? None where the start is unknown.
        note: What a reader must know.
    """

    authority: str
    list: str
    code: str
    edition: str
    tier: str = ""
    start: date | None = None
    end: date | None = None
    destinations: str = ""
    basis: str = "list"
    citation: str = ""
    confidence: str = ""
    in_force: bool | None = None
    note: str = ""


def tiers(
    code: str,
    edition: str,
    on: date,
    books: CodeBooks = _NOWHERE,
    added: Iterable[CodeListing] = (),
) -> tuple[CodeListing, ...]:
    """The lists that name a code, in force on a day or of unknown start; the sure ones first.

    Args:
        code: As people write it; its first six digits count.
        edition: Edition of the Harmonized System the code is of; empty: that of the day.
        on: The day of the shipment.
        books: With correlation tables, a code of another edition is followed to the list's own.
        added: Lists of the user; one of an authority replaces what is bundled of that authority by code.

    Raises:
        BadGoodsCode: E-CODE.
        UsageError: E-CODE-EDITION.
    """
    written = read_code(code)
    of = read_edition(edition) if edition else hs_on(on)
    mine = tuple(added)
    replaced = {it.authority for it in mine}
    # A list of codes says nothing of specifications: those rules stay.
    known = [it for it in bundled_listings() if it.authority not in replaced or it.basis not in _BY_CODE]
    found = [
        hit
        for listing in (*mine, *known)
        if (hit := _covering(listing, written.digits[:6], of, books))
        and (hit.start is None or hit.start <= on)
        and (hit.end is None or on < hit.end)
    ]
    answered = [_on_day(it, on) for it in found]
    return tuple(sorted(answered, key=lambda it: (it.in_force is None, it.basis == "unread", it.authority)))


@cache
def bundled_listings() -> tuple[CodeListing, ...]:
    """Every row of the bundled lists of codes."""
    return (*_priority_list(), *_us_additions(), *_dated_rules())


def listings_of(rows: Iterable[Mapping[str, Any]]) -> tuple[CodeListing, ...]:
    """Rows of the ledger's ``code_lists`` as listings, for ``tiers(added=...)``.

    An edition that is not said is that of the first day on the list, or of HS2022 where that is not known either.
    """
    return tuple(
        CodeListing(
            authority=row["authority"],
            list=row["list"] or "",
            code=row["goods_code"],
            edition=row["hs_edition"] or (hs_on(row["start"]).name if row["start"] else "HS2022"),
            tier=row["tier"] or "",
            start=row["start"],
            end=row["end"],
            destinations=row["destinations"] or "",
            basis="priority" if row["authority"] == "CHPL" else "list",
            citation=row["citation"] or "",
            confidence=row["confidence"] or "",
        )
        for row in rows
    )


@dataclass(frozen=True)
class ListVersion:
    """One version of the common high priority list.

    Attributes:
        published: Its day, as exactly as ``precision`` says.
        precision: How exact the day is.
        codes: How many codes it has.
        tiers: The tiers of which every code is known to have been on it.
        change: What it changed.
        confidence: high, medium or low.
        evidence: seen or memory.
    """

    published: date
    precision: str
    codes: int
    tiers: tuple[str, ...]
    change: str
    confidence: str
    evidence: str


@cache
def priority_list_versions() -> tuple[ListVersion, ...]:
    """The versions of the common high priority list, oldest first."""
    rows = _bundled("goods/chpl_versions.toml")["versions"]
    return tuple(ListVersion(**{**row, "tiers": tuple(row["tiers"])}) for row in rows)


def _covering(listing: CodeListing, code: str, of: Edition, books: CodeBooks) -> CodeListing | None:
    """The listing, if it names the code or goods of it in the list's own edition."""
    if not of.is_hs or of.name == listing.edition or len(code) < 6:
        return listing if _names(listing, code) else None
    there = successors(code, of.name, listing.edition, books)
    if not there:
        note = f"{code} of {of.name} was compared with {listing.edition} digit by digit: no correlation table."
        return replace(listing, note=_joined(listing.note, note)) if _names(listing, code) else None
    named = [it for it in there if _names(listing, it)]
    if not named:
        return None
    if there == (code,):
        return listing
    some = "" if len(named) == len(there) else "only some of the goods: "
    note = f"{some}{code} of {of.name} became {', '.join(there)} in {listing.edition}."
    return replace(listing, note=_joined(listing.note, note))


def _names(listing: CodeListing, code: str) -> bool:
    """A heading asked for is named by a list that holds one of its codes."""
    return code.startswith(listing.code) or listing.code.startswith(code)


def _on_day(listing: CodeListing, on: date) -> CodeListing:
    if listing.start is not None:
        return replace(listing, in_force=True)
    last = priority_list_versions()[-1].published
    if listing.authority == "CHPL" and on >= last:
        return replace(listing, in_force=True)
    first = next((it for it in priority_list_versions() if listing.tier in it.tiers), None)
    if listing.authority == "CHPL" and first and on >= first.published:
        note = f"On the list since {first.precision} ({first.confidence} confidence)."
        return replace(listing, in_force=True, note=_joined(listing.note, note))
    return replace(listing, note=_joined(listing.note, "Since when is not known."))


def _joined(*notes: str) -> str:
    return " ".join(it for it in notes if it)


def _priority_list() -> Iterable[CodeListing]:
    spec = _bundled("chpl.toml")
    common = spec["common"]
    for tier in spec["tiers"]:
        for code in tier["codes"]:
            yield CodeListing(
                common["authority"], common["list"], code, common["hs_edition"], tier["tier"], tier.get("start"),
                None, common["destinations"], "priority", common["citation"], common["confidence"],
            )  # fmt: skip


def _us_additions() -> Iterable[CodeListing]:
    spec = _bundled("goods/us_hts_additions.toml")
    common = spec["common"]
    for addition in spec["additions"]:
        for code in addition["codes"]:
            yield CodeListing(
                common["authority"], addition["list"], code, common["hs_edition"], "", addition["start"],
                None, common["destinations"], "list", addition["citation"], common["confidence"],
            )  # fmt: skip


def _dated_rules() -> Iterable[CodeListing]:
    """The rules of the timeline that name goods by code; the priority list stands in its own file."""
    for rule in _bundled("control_dates.toml")["rules"]:
        if rule["regime"] == "CHPL":
            continue
        for code in rule.get("goods", ()):
            yield _rule_listing(rule, code)


def _rule_listing(rule: Mapping[str, Any], code: str) -> CodeListing:
    basis = {"codes": "list"}.get(rule["goods_basis"], rule["goods_basis"])
    return CodeListing(
        authority=rule["regime"],
        list=rule["instrument"],
        code=code,
        edition=hs_on(rule["start"]).name,
        start=rule["start"],
        end=rule.get("end"),
        destinations=" ".join(rule["destinations"]),
        basis=basis if rule["controls"] else "priority",
        citation=f"{rule['id']}: {rule['source'] or rule['instrument']}",
        confidence=rule["confidence"],
        note=rule.get("goods_note", ""),
    )


def _bundled(name: str) -> dict[str, Any]:
    found = files("enduse.data")
    for part in name.split("/"):
        found = found / part
    return tomllib.loads(found.read_text(encoding="utf-8"))
