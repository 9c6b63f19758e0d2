"""What the records of the last run say of claims: who is meant, the claims among the rows, and the comparison."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from enduse.case.desk_records import CLAIMS
from enduse.case.evidence import StoredOriginals
from enduse.case.running import current_run, ledger_of
from enduse.detect import Ledger
from enduse.detect.claim_tests import COUNTRIES, TESTABLE, compare_claims
from enduse.detect.statements import Answer, Comparison, Statement, since_when, statements
from enduse.detect.terminations import terminations
from enduse.model.claim import TIES, Claim, ClaimSource
from enduse.model.claim_facts import span_of
from enduse.model.claim_log import LoggedClaim
from enduse.store.derived import DerivedStore
from enduse.store.derived_tables import is_party_column, table_of
from enduse.store.ledger import LedgerStore
from enduse.store.record_kinds import DAY_OF
from enduse.text.company_names import normal_keys

_NOBODY = -(1 << 40)
"""Stands for a firm that no record names: it can have sold nothing that the records know of."""
_DENIALS = ("never_sold", "no_relation", "stopped")
_TOLD = ("description", "brand", "model", "purpose", "subject", "kind", "note", "predicate", "text", "fair")


@dataclass(frozen=True)
class CitedRow:
    """A row behind an answer, as a person would find it again.

    Attributes:
        row_id: Within the last run.
        table: Of the ledger.
        source: File name.
        sha256: Of the file.
        sheet: Sheet of a workbook, or member of an archive.
        row: As a spreadsheet numbers it.
        on: Its day, ISO 8601.
        says: Parties and goods, in a few words.
    """

    row_id: int
    table: str
    source: str
    sha256: str
    sheet: str
    row: int
    on: str
    says: str


@dataclass(frozen=True)
class ComparedClaim:
    """A claim beside the records.

    Attributes:
        claim: Which.
        answer: Of the records, as far as they reach.
        why: The reason, in a sentence.
        rows: Those that say so.
        grace_days: Days after an end in which goods under way may still arrive.
        machines: Goods lines of machines among the rows.
        value_usd: Of these goods lines; None where none states a value.
        figures: Numbers that stand beside the claimed ones: ``recorded``, ``imported``, ``import_share`` ...
    """

    claim: LoggedClaim
    answer: Answer
    why: str
    rows: tuple[CitedRow, ...] = ()
    grace_days: int = 90
    machines: int = 0
    value_usd: float | None = None
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def word(self) -> str:
        """For people: of a denial with nothing against it ``consistent``, which is less than supported."""
        denial = self.claim.claim.kind == "denial" or self.claim.claim.predicate in _DENIALS
        if self.answer == "supported" and denial:
            return "consistent"
        return self.answer.replace("_", " ")


@dataclass(frozen=True)
class _Meant:
    """Whom a name means: a party of the run, or why nobody."""

    party_id: int | None
    why: str = ""
    absent: bool = False


class ClaimRecords:
    """The tables of the last run, as far as claims need them; empty where nothing was computed yet."""

    def __init__(self, store: LedgerStore) -> None:
        self._store = store

    @cached_property
    def ledger(self) -> Ledger | None:
        """The tables; None: nothing was computed yet."""
        if DerivedStore(self._store.workspace).current() is None:
            return None
        return ledger_of(current_run(self._store.workspace))

    def claims(self) -> list[LoggedClaim]:
        """Rows of the ledger that tell what somebody said, in their order; enquiries without words among them."""
        return [*self._row_claims]

    @cached_property
    def _row_claims(self) -> list[LoggedClaim]:
        if self.ledger is None:
            return []
        rows = self.ledger.claims.order_by("row_id").to_pyarrow().to_pylist()
        read = {key: it[0].predicate for key, it in self._row_statements.items()}
        # What was typed in stands in the case log itself; its copy for the patterns would be heard twice.
        return [
            self._row_claim(row, read.get(row["row_id"], ""))
            for row in rows
            if self._originals.source_name(row["source_id"] or "") != CLAIMS
        ]

    def spellings(self, name: str) -> frozenset[str]:
        """Normal keys of a name and of all others of the party that it means."""
        keys = {it for it in normal_keys([name]) if it} or {name.casefold()}
        meant = self._meant(name)
        names = self._names.get(meant.party_id, ()) if meant.party_id is not None else ()
        return frozenset(keys | {it for it in normal_keys(names) if it})

    def compared(self, claims: Sequence[LoggedClaim], grace_days: int) -> list[ComparedClaim]:
        """Each claim beside the records, in the same order."""
        ledger = self.ledger
        if ledger is None:
            why = "Nothing was computed in this workspace yet: add files and run `enduse run`."
            return [ComparedClaim(it, "not_testable", why, grace_days=grace_days) for it in claims]
        from_rows = self._row_statements if any(it.row_id for it in claims) else {}
        told = {it.id: from_rows.get(it.row_id, []) if it.row_id else self._statement(it) for it in claims}
        ready = [(key, one) for key, it in told.items() if not isinstance(it, str) for one in it]
        compared: dict[str, Comparison] = {}
        for (key, _), found in zip(ready, compare_claims(ledger, [it for _, it in ready], grace_days), strict=True):
            # Who ended a contract may be the maker or the dealer: the reading that rows bear out counts.
            if key not in compared or (found.row_ids and not compared[key].row_ids):
                compared[key] = found
        rows = self.cited({row for it in compared.values() for row in it.row_ids})
        return [self._answered(it, compared.get(it.id) or _why(told[it.id]), rows, grace_days) for it in claims]

    def ties(self, claims: Iterable[LoggedClaim]) -> list[tuple[LoggedClaim, tuple[CitedRow, ...]]]:
        """Claims that tie two parties, each with the rows of registers that tie the same two."""
        told = [it for it in claims if it.claim.predicate in TIES]
        compared = self.compared(told, 0) if told else []
        return [(it.claim, it.rows if it.answer == "supported" else ()) for it in compared]

    def cited(self, row_ids: Iterable[int]) -> dict[int, CitedRow]:
        """The rows of these ids."""
        ledger, found = self.ledger, dict[int, CitedRow]()
        if ledger is None:
            return found
        by_table: dict[str, list[int]] = {}
        for it in sorted(set(row_ids)):
            by_table.setdefault(table_of(it), []).append(it)
        for name, ids in by_table.items():
            table = getattr(ledger, name)
            for row in table.filter(table.row_id.isin(ids)).to_pyarrow().to_pylist():
                found[row["row_id"]] = self._cited(name, row)
        return found

    @cached_property
    def _originals(self) -> StoredOriginals:
        run = current_run(self._store.workspace)
        return StoredOriginals(self._store.workspace, self._store.manifest(int(run.info["ledger_version"])))

    @cached_property
    def _parties(self) -> list[dict[str, Any]]:
        columns = ("party_id", "anchor", "name", "names", "identifiers")
        return [] if self.ledger is None else self.ledger.parties.select(*columns).to_pyarrow().to_pylist()

    @cached_property
    def _names(self) -> dict[int, tuple[str, ...]]:
        return {
            it["party_id"]: tuple(dict.fromkeys(filter(None, (it["name"], *(it["names"] or ())))))
            for it in self._parties
        }

    @cached_property
    def _by_spelling(self) -> dict[str, set[int]]:
        """Exact spellings, anchors and numbers."""
        found: dict[str, set[int]] = {}
        for it in self._parties:
            told = (it["anchor"], *self._names[it["party_id"]], *(it["identifiers"] or ()))
            for text in filter(None, told):
                found.setdefault(text.casefold(), set()).add(it["party_id"])
        return found

    @cached_property
    def _by_key(self) -> dict[str, set[int]]:
        """Names without legal form, script and marks."""
        pairs = [(party, name) for party, names in self._names.items() for name in names]
        found: dict[str, set[int]] = {}
        for (party, _), key in zip(pairs, normal_keys([name for _, name in pairs]), strict=True):
            if key:
                found.setdefault(key, set()).add(party)
        return found

    def _meant(self, name: str) -> _Meant:
        text = " ".join(name.split())
        (key,) = normal_keys([text])
        found = self._by_spelling.get(text.casefold(), set()) or self._by_key.get(key, set())
        if len(found) == 1:
            return _Meant(next(iter(found)))
        if not found:
            return _Meant(None, f"nobody in the records goes by {text!r}", absent=True)
        return _Meant(None, f"{len(found)} parties of the records go by {text!r}: give its number, e.g. inn:7701234567")

    @cached_property
    def _row_statements(self) -> dict[int, list[Statement]]:
        """What rows of statements claim that records can test."""
        found: dict[int, list[Statement]] = {}
        if self.ledger is None:
            return found
        for it in statements(self.ledger):
            found.setdefault(it.row_id, []).append(it)
        for end in terminations(self.ledger):
            one = Statement(
                end.row_id,
                end.maker_id,
                end.dealer_id,
                "contract_ended",
                end.ended_on,
                end.ended_on,
                end.text,
                end.named,
            )
            found.setdefault(end.row_id, []).append(one)
        return found

    def _statement(self, it: LoggedClaim) -> list[Statement] | str:
        """A typed claim as records can test it, or why not."""
        claim = it.claim
        if claim.predicate not in TESTABLE:
            return "it claims nothing that records can test"
        days = span_of(claim.said_on) or span_of(claim.since)
        if days is None:
            return "no day is told on which it was said, nor from when it holds"
        speaker = _Meant(COUNTRIES[claim.doer]) if claim.doer in COUNTRIES else self._meant(claim.doer)
        about = self._meant(claim.about) if claim.about else _Meant(None)
        if claim.predicate == "never_sold" and speaker.absent and about.party_id is not None:
            speaker = _Meant(_NOBODY)
        if speaker.party_id is None or about.why:
            return speaker.why or about.why
        figure = claim.figure
        found = Statement(
            -it.number, speaker.party_id, about.party_id, TESTABLE[claim.predicate], days[0], _since(claim, days[1]),
            claim.text_or_quote, True, figure.value if figure else None, figure.unit if figure else "",
            figure.days if figure else None,
        )  # fmt: skip
        return [found]

    def _row_claim(self, row: Mapping[str, Any], read: str) -> LoggedClaim:
        named = {role: self._name_of(row[f"{role}_id"]) for role in ("speaker", "about")}
        written = row["predicate"] or ""
        text = row["text"] or written or row["status"] or "[no words are recorded]"
        claim = Claim(
            speaker=named["speaker"] or "[not named]",
            kind="denial" if read in _DENIALS else "termination" if read == "contract_ended" else "statement",
            about="" if named["about"] == named["speaker"] else named["about"],
            predicate=read or written,
            text=text,
            said_on=row["said_on"].isoformat() if row["said_on"] else "",
            source=ClaimSource(title=row["reference"] or ""),
        )
        cited = self._cited("claims", row)
        place = ":".join(filter(None, (cited.source, cited.sheet, str(cited.row))))
        return LoggedClaim(str(row["row_id"]), claim, row_id=row["row_id"], place=place, status=row["status"] or "")

    def _name_of(self, party_id: int | None) -> str:
        return next(iter(self._names.get(party_id, ())), "") if party_id is not None else ""

    def _cited(self, table: str, row: Mapping[str, Any]) -> CitedRow:
        parties = [
            f"{name.removesuffix('_id').replace('_', ' ')} {self._name_of(row[name])}"
            for name in row if is_party_column(name) and row[name] is not None
        ]  # fmt: skip
        value = f"{row['value_usd']:,.0f} USD" if row.get("value_usd") is not None else ""
        told = [str(row[name]) for name in _TOLD if row.get(name)]
        day = row.get("declared_on" if table == "items" else DAY_OF.get(table, "")) or row.get("start")
        return CitedRow(
            row["row_id"], table, self._originals.source_name(row["source_id"] or ""), row["source_id"] or "",
            row.get("member") or row.get("sheet") or "", row.get("row") or 0,
            day.isoformat() if day else "", " · ".join(filter(None, (*parties, *told, value))),
        )  # fmt: skip

    def _answered(
        self, it: LoggedClaim, found: Comparison | str, rows: Mapping[int, CitedRow], grace_days: int
    ) -> ComparedClaim:
        if isinstance(found, str):
            return ComparedClaim(it, "not_testable", f"Not testable: {found}.", grace_days=grace_days)
        cited = sorted((rows[row] for row in found.row_ids if row in rows), key=lambda one: (one.on, one.row_id))
        return ComparedClaim(
            it,
            found.answer,
            _sentence(found, it.claim.doer),
            tuple(cited),
            grace_days,
            found.machines,
            found.value_usd,
            found.figures,
        )


def _since(claim: Claim, said_last: date) -> date | None:
    """Of a month or year the last day, so that nothing is held against anybody too early."""
    if claim.predicate not in ("stopped", "contract_ended"):
        return None
    if days := span_of(claim.since):
        return days[1]
    return since_when(claim.text_or_quote, said_last)


def _why(told: object) -> str:
    return told if isinstance(told, str) else "it claims nothing that records can test, or names no speaker or day"


def _sentence(found: Comparison, doer: str) -> str:
    head = {"supported": "Supported", "contradicted": "Contradicted", "not_testable": "Not testable"}[found.answer]
    rows, days = len(found.row_ids), found.days
    count = f"{rows} row{'' if rows == 1 else 's'}" if rows else ""
    machines = f"{found.machines} of machines" if found.machines else ""
    when = (f"on {days[0]}" if days[0] == days[-1] else f"from {days[0]} to {days[-1]}") if days else ""
    told = ", ".join(filter(None, (count, machines, when)))
    absent = (
        f"; nobody in them goes by {doer!r}: look for other spellings" if found.statement.speaker_id == _NOBODY else ""
    )
    return f"{head}: {found.why}{f' ({told})' if told else ''}{absent}."
