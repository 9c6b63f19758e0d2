"""Where a site says that its firm is, and whom it says it belongs to, against what is recorded."""

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any

import pyarrow as pa

from enduse.detect import Ledger
from enduse.detect.name_twins import twin_of
from enduse.detect.pages import Page
from enduse.detect.scope import small
from enduse.detect.wording import plain, words
from enduse.text.addresses import address_form

_AT_ONCE = 40
_SHORTEST = 4
_SPACES = re.compile(r"\s+")


def registered_addresses(ledger: Ledger, firms: Iterable[int]) -> dict[int, list[str]]:
    """Addresses that registers record for each of the firms; a firm of which none is recorded is left out."""
    ids = small(pa.table({"party_id": pa.array(sorted(set(firms)), pa.int64())}))
    rows = ledger.register.semi_join(ids, "party_id").select("party_id", "addresses", "row_id").order_by("row_id")
    found: dict[int, list[str]] = {}
    for row in rows.to_pyarrow().to_pylist():
        found.setdefault(row["party_id"], []).extend(it for it in row["addresses"] or () if it)
    return {firm: told for firm, told in found.items() if told}


def claims_another_place(page: Page, recorded: Sequence[str]) -> bool | None:
    """Does the site give another place than those recorded for its firm? None where it cannot be told.

    Countries decide where the address tells one. Else no word of a place may be common to both.
    """
    claimed = address_form(page.address)
    if claimed.country:
        homes = {form.country for it in recorded if (form := address_form(it)).country} or {page.home} - {""}
        return claimed.country not in homes if homes else None
    words_claimed = {*claimed.city, *claimed.places}
    forms = [address_form(it) for it in recorded]
    known = {word for it in forms for word in (*it.city, *it.places)}
    if not words_claimed or not known:
        return None
    return not words_claimed & known


def firm_named(affiliation: str) -> str:
    """The firm that an affiliation names, as written.

    >>> firm_named("a branch of Sample Tools Inc."), firm_named("Sample Tools Inc.")
    ('Sample Tools Inc.', 'Sample Tools Inc.')
    """
    told = words("page_words", "affiliation")
    found = told["before"].search(affiliation)
    rest = affiliation[found.end() :] if found else affiliation
    return _SPACES.sub(" ", told["after"].sub("", rest)).strip(' ,;:"«»“”')


def named_parties(ledger: Ledger, names: Iterable[str], least: float) -> dict[str, int]:
    """Which party of the ledger each name means, where one bears it or its twin; of several the most mentioned."""
    telling = {name: word for name in sorted(set(names)) if (word := _telling(name))}
    found: dict[str, int] = {}
    asked = [*telling]
    for at in range(0, len(asked), _AT_ONCE):
        few = asked[at : at + _AT_ONCE]
        rows = _bearing(ledger, {telling[it] for it in few})
        for name in few:
            alike = [it for it in rows if telling[name] in it["name"].lower() and twin_of([name], [it["name"]], least)]
            if alike:
                best = min(alike, key=lambda it: (-int(it["mentions"] or 0), int(it["party_id"])))
                found[name] = best["party_id"]
    return found


def _telling(name: str) -> str:
    """The longest word: few other names have it."""
    return max((it for it in plain(name).split() if len(it) >= _SHORTEST), key=lambda it: (len(it), it), default="")


def _bearing(ledger: Ledger, asked: set[str]) -> list[dict[str, Any]]:
    lower = ledger.parties.name.lower()
    bears = reduce(lambda left, right: left | right, (lower.contains(it) for it in sorted(asked)))
    rows = ledger.parties.filter(bears).select("party_id", "name", "mentions").order_by("party_id")
    told: list[dict[str, Any]] = rows.to_pyarrow().to_pylist()
    return told
