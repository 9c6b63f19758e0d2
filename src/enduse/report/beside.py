"""What stands beside the subject's own rows in a dossier: records around it and the case, with the rows they cite."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from enduse.detect import Ledger
from enduse.model.ids import party_text
from enduse.report.case_file import EMPTY, CaseFile, ToldClaim
from enduse.report.case_story import about_these
from enduse.report.evidence import Originals, shelf_of
from enduse.report.lines import Line, fetch_items, party_names
from enduse.report.model import SubjectNote
from enduse.report.record_lines import fetch_records
from enduse.report.surroundings import Surroundings, banned, surroundings, without_closed
from enduse.store.derived_tables import table_of

_MOST_ITEMS = 25_000
_CLOSED = "rests on rows whose source may not be passed on"


@dataclass(frozen=True)
class Shelves:
    """Where rows come from, and which of them may be shown."""

    ledger: Ledger
    originals: Originals
    internal: bool
    watershed: date


@dataclass(frozen=True)
class Beside:
    """Records around the subject and what its case tells, none of it from a closed source, and their rows."""

    around: Surroundings
    case: CaseFile
    lines: tuple[Line, ...]


def beside(subject: SubjectNote, told: Sequence[Line], own: Sequence[Line], given: tuple[Shelves, CaseFile]) -> Beside:
    """What stands beside the subject's own rows.

    Args:
        subject: Whom or what the dossier is about.
        told: Its rows that may be printed.
        own: Every row that the dossier holds already.
        given: Where rows come from, and the whole case.
    """
    shelves, whole = given
    found = surroundings(subject, [it for it in told if it.table == "items"], shelves.ledger, banned(shelves.watershed))
    case = _of_subject(whole, subject, found, shelves.ledger)
    known = {line.row_id for line in own}
    lines = _lines((found.record_ids | found.sighting_ids | case.row_ids) - known, shelves.ledger)
    every = (*own, *lines)
    closed = shelf_of((it.source_id for it in every), shelves.originals, shelves.internal).closed
    kept = without_closed(found, closed, {it.row_id: it.source_id for it in every})
    case = replace(case, claims=tuple(_open_claims(case.claims, {it.row_id for it in every if it.source_id in closed})))
    wanted = kept.record_ids | kept.sighting_ids | case.row_ids
    return Beside(kept, case, tuple(it for it in lines if it.row_id in wanted and it.source_id not in closed))


def _of_subject(case: CaseFile, subject: SubjectNote, found: Surroundings, ledger: Ledger) -> CaseFile:
    """Of a company or brand what concerns it and those it deals with; a country or lane is what a case is about."""
    if case == EMPTY or subject.kind in ("country", "lane"):
        return case
    rows = party_names(ledger.parties, [party_text(it) for it in found.near])
    names = [name for row in rows.values() for name in (row["name"], *(row["names"] or ()))]
    own = subject.id if subject.kind == "brand" else subject.title
    return about_these(case, [own, *subject.names, *filter(None, names)])


def _lines(missing: Collection[int], ledger: Ledger) -> tuple[Line, ...]:
    items = sorted(it for it in missing if table_of(it) == "items")
    goods = fetch_items(ledger.items, ledger.items.row_id.isin(items), _MOST_ITEMS).lines if items else ()
    return (*fetch_records(ledger, missing), *goods)


def _open_claims(claims: Sequence[ToldClaim], closed: Collection[int]) -> Sequence[ToldClaim]:
    """Without claims that are such a row themselves; a comparison that rests on one says so and no more."""
    kept = []
    for it in claims:
        if not any(row in closed for row in it.row_ids):
            kept.append(it)
        elif it.row_ids[0] not in closed or not it.id.startswith("row"):
            open_rows = tuple(row for row in it.row_ids if row not in closed)
            kept.append(replace(it, why=_CLOSED, row_ids=open_rows))
    return kept
