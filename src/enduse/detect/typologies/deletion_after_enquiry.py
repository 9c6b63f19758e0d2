"""Something vanished from a site soon after somebody asked its owner.

For every enquiry on record (somebody asked, was declined, or got no answer): the last snapshot of the site before it,
and those of the days after it. Sentences of the first that none of the later ones has were taken down. Sites change
all the time: what counts is that the sentences speak of customers of defence, of supply in spite of sanctions, or that
nearly all of the page went.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.defence import name_sign
from enduse.detect.pages import Page, pages, sentence_key, sentences
from enduse.detect.suspect_rows import Columns, Suspect, suspect_table
from enduse.detect.wording import plain, words

STRENGTH_TELLING = 0.3
STRENGTH_PLAIN = 0.1

_COLUMNS = Columns(
    {
        "asked_on": pa.date32(),
        "seen_on": pa.date32(),
        "gone": pa.int64(),
        "telling": pa.int64(),
        "share": pa.float64(),
        "quote": pa.string(),
    },
    ("owner",),
    by_text=True,
)
_LONGEST = 240
_SHORTEST = 12
"""Letters of a sentence; shorter ones are menus and buttons."""


@dataclass(frozen=True)
class _Window:
    longest_before: int
    days_after: int
    min_share: float


def by_site(
    ledger: Ledger, watershed: date, days_after: int = 30, longest_before: int = 730, min_share: float = 0.5
) -> Table:
    """One row per site and day of enquiry.

    Args:
        ledger: Enquiries among the statements, and snapshots of sites.
        watershed: Not used: the enquiry is the watershed.
        days_after: Days after the enquiry in which a snapshot must lie.
        longest_before: Greatest age of the snapshot before the enquiry, days.
        min_share: Least share of the sentences that went, where none of them is telling.
    """
    window = _Window(longest_before, days_after, min_share)
    asked = _enquiries(ledger)
    sites: dict[str, list[Page]] = defaultdict(list)
    for page in pages(ledger):
        if page.domain and page.owner_id in asked and page.seen_on is not None:
            sites[page.domain].append(page)
    found = (
        it
        for domain, snapshots in sorted(sites.items())
        for on, rows in sorted(asked[snapshots[0].owner_id or 0].items())
        for it in _gone(domain, snapshots, (on, rows), window)
    )
    return suspect_table(found, _COLUMNS)


def _enquiries(ledger: Ledger) -> dict[int, dict[date, list[int]]]:
    """Who was asked, on which days, with the rows: the party a question is about, or the one that gave the answer."""
    rows = ledger.claims.filter(ledger.claims.said_on.notnull()).order_by("row_id").to_pyarrow().to_pylist()
    found: dict[int, dict[date, list[int]]] = {}
    for row in rows:
        if not _is_enquiry(row):
            continue
        for party in {row["about_id"], row["speaker_id"]} - {None}:
            found.setdefault(party, {}).setdefault(row["said_on"], []).append(row["row_id"])
    return found


def _is_enquiry(row: Mapping[str, Any]) -> bool:
    told = words("statement_words", "enquiry")
    return bool(told["predicates"].search(plain(row["predicate"])) or told["status"].search(plain(row["status"])))


def _gone(
    domain: str, snapshots: Sequence[Page], enquiry: tuple[date, Sequence[int]], window: _Window
) -> Iterator[Suspect]:
    on, rows = enquiry
    earlier = [
        it for it in snapshots if it.seen_on and timedelta(0) <= on - it.seen_on <= timedelta(window.longest_before)
    ]
    later = [it for it in snapshots if it.seen_on and timedelta(0) < it.seen_on - on <= timedelta(window.days_after)]
    if not earlier or not later:
        return
    before = earlier[-1]
    had = {sentence_key(it): it for it in sentences(before.text) if len(it) >= _SHORTEST and sentence_key(it)}
    left = {sentence_key(it) for page in later for it in sentences(page.text)}
    gone = [text for key, text in had.items() if key not in left]
    telling = sorted(it for it in gone if is_telling(it))
    if not gone or not (telling or len(gone) >= window.min_share * len(had)):
        return
    yield Suspect(
        domain,
        STRENGTH_TELLING if telling else STRENGTH_PLAIN,
        [before.row_id, *(it.row_id for it in later), *rows],
        (),
        [on, *(it.seen_on for it in later)],
        lane=on.isoformat(),
        confidence="recorded",
        rank=float(len(gone)),
        figures={
            "asked_on": on,
            "seen_on": later[0].seen_on,
            "gone": len(gone),
            "telling": len(telling),
            "share": len(gone) / len(had),
            "quote": (telling or sorted(gone))[0][:_LONGEST],
        },
        others={"owner": [before.owner_id]},
    )


def is_telling(sentence: str) -> bool:
    """Does a sentence speak of customers of defence or of supply in spite of sanctions?

    >>> is_telling("Our clients: plants of the defence industry."), is_telling("We sell lathes.")
    (True, False)
    """
    said = plain(sentence)
    supply, clients = words("page_words", "supply"), words("page_words", "clients")
    boasts = supply["whole"].search(said) or (supply["sanctions"].search(said) and supply["going_on"].search(said))
    return bool(boasts or clients["branch"].search(said) or name_sign([sentence]))


deletion_after_enquiry = Typology(
    id="deletion_after_enquiry",
    title="Taken down after somebody asked",
    about=__doc__,
    innocent=(
        "the site was made anew, or the page had grown old",
        "the capture failed: a part of the page did not load",
        "the firm corrected a mistake that the question showed it",
    ),
    misses=(
        "pages that were not captured before the question and within the days after it",
        "posts in networks whose domain is not the firm's",
        "pictures and videos",
    ),
    settle=(
        "captures of the very page from archives, with their days and hashes",
        "the firm's own account of the change",
    ),
    sources=("Washington Post on posts that were deleted after a reporter had asked (catalogue: WP, article 003)",),
    finders=(
        Finder(
            id="by_site",
            reads="web",
            subject="document",
            headline=(
                "After the question of {asked_on}, {gone:sentence|sentences} ({share:.0%}) no longer stood on "
                "{subject} on {seen_on}, among them “{quote}”"
            ),
            needs=Needs(columns=("seen_on", "domain", "text"), tables=("claims",)),
            find=by_site,
            confidence="recorded",
        ),
    ),
    ceiling=0.3,
)
