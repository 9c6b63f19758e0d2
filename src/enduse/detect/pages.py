"""Snapshots of sites: whose they are, what they say sentence by sentence, and which copy one another."""

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from enduse.detect import Ledger
from enduse.detect.scope import small
from enduse.detect.shared import once
from enduse.detect.wording import plain

_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|[\n\r。！？;；|•]+")
_DIGITS = re.compile(r"\d+")
# Han and kana are written without spaces: there every letter is a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_SHINGLE = 4
_BANDS, _ROWS = 16, 4
_COMMON = 5
"""A run of words on more sites than this is a phrase of the trade or of a kit for sites, and tells nothing."""
_LEAST_SHINGLES = 12
_LARGEST_BUCKET = 50

Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Page:
    """One snapshot of one site.

    Attributes:
        row_id: Where it stands.
        domain: Host name; empty where not recorded.
        seen_on: Day of the snapshot.
        owner_id: Party that registered the domain, else the only one that gives it as its own; None: unknown.
        home: Country of that party, ISO alpha-2; empty: unknown.
        host_country: Where the site was first seen hosted; empty: unknown.
        affiliation: The firm that the site says it belongs to, as written.
        address: As the site gives it.
        text: Of the page.
    """

    row_id: int
    domain: str
    seen_on: date | None
    owner_id: int | None
    home: str
    host_country: str
    affiliation: str
    address: str
    text: str


@dataclass(frozen=True)
class Likeness:
    """Two pages of different sites with nearly one text.

    Attributes:
        page: The one seen later, or first by its row where days say nothing.
        other: The other.
        share: Runs of words that both have, of those that either has: 0 to 1.
    """

    page: Page
    other: Page
    share: float


def pages(ledger: Ledger) -> Sequence[Page]:
    """All snapshots, by site and day."""
    return once(ledger, "pages", tuple, lambda: tuple(_pages(ledger)))


def _pages(ledger: Ledger) -> list[Page]:
    rows = ledger.web.order_by("row_id").to_pyarrow().to_pylist()
    by_domain = _givers(ledger, {row["domain"] for row in rows if row["domain"]})
    owners = {row["row_id"]: row["registrant_id"] or by_domain.get(row["domain"]) for row in rows}
    homes = home_countries(ledger, (it for it in owners.values() if it is not None))
    read = (_page(row, owners[row["row_id"]], homes) for row in rows)
    return sorted(read, key=lambda it: (it.domain, it.seen_on or date.max, it.row_id))


def _page(row: Mapping[str, Any], owner: int | None, homes: Mapping[int, str]) -> Page:
    home = homes.get(owner, "") if owner is not None else ""
    told = (row["registrant_country"] or "") if row["registrant_id"] is not None else ""
    return Page(
        row["row_id"],
        row["domain"] or "",
        row["seen_on"],
        owner,
        home or told,
        *(row[it] or "" for it in ("host_country", "claimed_affiliation", "claimed_address", "text")),
    )


def _givers(ledger: Ledger, domains: set[str]) -> dict[str, int]:
    """Sites that exactly one party gives as its own."""
    if not domains:
        return {}
    wanted = small(pa.table({"key": pa.array(sorted(domains), pa.string())}))
    given = ledger.traits.filter(ledger.traits.kind == "domain").semi_join(wanted, "key")
    told: dict[str, set[int]] = defaultdict(set)
    for row in given.select("key", "party_id").distinct().to_pyarrow().to_pylist():
        told[row["key"]].add(row["party_id"])
    return {domain: min(ids) for domain, ids in told.items() if len(ids) == 1}


def home_countries(ledger: Ledger, parties: Iterable[int]) -> dict[int, str]:
    """Where each of the parties is registered; by a register before anything else."""
    ids = small(pa.table({"party_id": pa.array(sorted(set(parties)), pa.int64())}))
    known = ledger.parties.semi_join(ids, "party_id").select("party_id", "country")
    found = {row["party_id"]: row["country"] for row in known.to_pyarrow().to_pylist() if row["country"]}
    recorded = ledger.register.semi_join(ids, "party_id").select("party_id", "country", "row_id").order_by("row_id")
    for row in reversed(recorded.to_pyarrow().to_pylist()):
        if row["country"]:
            found[row["party_id"]] = row["country"]
    return found


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a page as written, empty ones left out.

    >>> sentences("We sell lathes. We deliver!")
    ('We sell lathes.', 'We deliver!')
    """
    return tuple(it.strip() for it in _SENTENCE.split(text) if it and plain(it))


def sentence_key(sentence: str) -> str:
    """What two snapshots of one sentence share: counters and years in it may differ.

    >>> sentence_key("Visitor No. 12!") == sentence_key("visitor no 305")
    True
    """
    return plain(_DIGITS.sub(" ", sentence))


def matching(page: Page, says: Callable[[str], bool]) -> Iterator[str]:
    """The sentences of a page of which ``says`` is true; it is given each in the form of ``plain``."""
    return (it for it in sentences(page.text) if says(plain(it)))


def shingles(text: str) -> frozenset[int]:
    """Numbers of the runs of four words in a text."""
    told = _WORD.findall(_DIGITS.sub(" ", text.lower()))
    runs = (" ".join(told[at : at + _SHINGLE]) for at in range(len(told) - _SHINGLE + 1))
    return frozenset(zlib.crc32(it.encode()) for it in runs)


def copies(told: Sequence[Page], least: float) -> Iterator[Likeness]:
    """Pairs of pages of different sites and owners whose telling runs of words agree to ``least`` or more.

    Candidates come from MinHash; each is then compared whole.
    """
    newest = {it.domain: it for it in told if it.domain and it.text}
    read = {domain: shingles(it.text) for domain, it in newest.items()}
    common: dict[int, int] = defaultdict(int)
    for runs in read.values():
        for it in runs:
            common[it] += 1
    telling = {domain: frozenset(it for it in runs if common[it] <= _COMMON) for domain, runs in read.items()}
    telling = {domain: runs for domain, runs in telling.items() if len(runs) >= _LEAST_SHINGLES}
    for one, other in sorted(_near(telling)):
        share = len(telling[one] & telling[other]) / len(telling[one] | telling[other])
        left, right = newest[one], newest[other]
        if share >= least and (left.owner_id is None or left.owner_id != right.owner_id):
            yield Likeness(left, right, share)


def _near(telling: Mapping[str, frozenset[int]]) -> set[tuple[str, str]]:
    """Pairs of sites that share a band of their MinHash."""
    factors, shifts = _permutations()
    buckets: dict[tuple[int, bytes], list[str]] = defaultdict(list)
    for domain, runs in telling.items():
        numbers = np.fromiter(sorted(runs), "uint64", len(runs))
        with np.errstate(over="ignore"):
            least: Hashes = ((numbers[:, None] * factors + shifts) >> np.uint64(32)).min(axis=0)
        for band in range(_BANDS):
            buckets[band, least[band * _ROWS : (band + 1) * _ROWS].tobytes()].append(domain)
    few = (sorted(it) for it in buckets.values() if 1 < len(it) <= _LARGEST_BUCKET)
    return {pair for it in few for pair in combinations(it, 2)}


def _permutations() -> tuple[Hashes, Hashes]:
    # The seed is fixed: the same pages always give the same pairs.
    draw = np.random.default_rng(20220224).integers(1, 2**63, size=(2, _BANDS * _ROWS), dtype="uint64")
    return draw[0] | np.uint64(1), draw[1]
