"""What a profile cites, in words: where its rows stand, what its references are, and what may not leave the house."""

from collections.abc import Mapping
from dataclasses import replace

from ibis import _

from enduse.case.evidence import StoredOriginals
from enduse.detect import Ledger
from enduse.model.case_log import KINDS, CaseEntry
from enduse.model.profile import Profile, Reference, RowPlace, cited_refs, cited_rows
from enduse.report.profile_ground import Ground
from enduse.report.profile_references import TABLES, bundled
from enduse.report.profile_uses import use_references
from enduse.store.derived_tables import table_of

_AT_ONCE = 5_000
_WORDS = (
    *("text", "what", "looked_for", "goods", "predicate", "status", "why", "decided_by", "source", "title"),
    *("said_on", "since", "when", "period", "method"),
)


def place_all(profile: Profile, ledger: Ledger, originals: StoredOriginals) -> Profile:
    """The profile with the places of every row it cites, and a notice where some may not be passed on."""
    tables: dict[str, list[int]] = {}
    for it in cited_rows(profile):
        tables.setdefault(table_of(it), []).append(it)
    found, closed = list[RowPlace](), set[str]()
    for table, ids in tables.items():
        for start in range(0, len(ids), _AT_ONCE):
            rows = getattr(ledger, table).filter(_.row_id.isin(ids[start : start + _AT_ONCE]))
            for row in (
                rows.select("row_id", "source_id", "member", "sheet", "row").order_by("row_id").to_pyarrow().to_pylist()
            ):
                original = originals.original(row["source_id"] or "")
                if not original.re_export:
                    closed.add(original.name)
                name = "/".join(filter(None, (original.name, row["member"])))
                found.append(RowPlace(row["row_id"], table, name, row["sheet"] or "", int(row["row"] or 0)))
    notices = tuple(
        f"Rows of {it} may not be passed on by the terms of their source: keep this profile in the house."
        for it in sorted(closed)
    )
    return replace(profile, places=tuple(found), notices=(*profile.notices, *notices))


def cite(profile: Profile, ground: Ground) -> tuple[Reference, ...]:
    """What each reference of a profile is, in the order of reading."""
    entries = {it.id: it for it in ground.entries}
    lines = {it.id: it for table in TABLES for it in bundled(table)}
    known = {**use_references(), **{it.id: it for it in profile.references}}
    found = []
    for ref in cited_refs(profile):
        if ref in lines:
            found.append(lines[ref].reference)
        elif ref in entries:
            found.append(_entry(entries[ref]))
        elif ref in ground.evidence:
            found.append(Reference(ref, ground.evidence[ref], "evidence"))
        elif finding := next((it for it in ground.findings if it.key == ref), None):
            found.append(Reference(ref, f"{finding.typology}: {finding.headline}", finding.confidence))
        else:
            found.append(known.get(ref, Reference(ref, "not in this case")))
    return tuple(found)


def _entry(entry: CaseEntry) -> Reference:
    """An entry of the case log: what it is, about whom, what it says, by whom it was written and when."""
    facts = entry.facts
    if facts.get("sensitivity", "none") != "none":
        return Reference(entry.id, f"{entry.kind} about {entry.about}: withheld, {facts['sensitivity']}", "case log")
    source = facts.get("source")
    told = [str(facts[it]) for it in _WORDS if isinstance(facts.get(it), str)]
    if isinstance(source, Mapping):
        told += [str(it) for name in ("publisher", "title", "address") if (it := source.get(name))]
    words = "; ".join(dict.fromkeys(filter(None, told))) or KINDS[entry.kind]
    return Reference(
        entry.id, f"{entry.kind} about {entry.about or 'nobody'}: {words}. Written {entry.at[:10]} by {entry.by}"
    )
