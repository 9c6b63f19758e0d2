"""What entries of a case refer to: evidence, entries, findings and rows, checked to exist when they are written."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from enduse.case.evidence import StoredOriginals
from enduse.case.evidence_desk import EvidenceDesk
from enduse.case.running import each_finding
from enduse.errors import UsageError
from enduse.model.case_book import Pin, RowPlace
from enduse.model.evidence import EvidenceItem, number_of
from enduse.model.provenance import Place
from enduse.report.case_lines import line_of
from enduse.store.case_log import CaseLog
from enduse.store.derived import DerivedRun
from enduse.store.ledger import LedgerStore

_ENTRY = re.compile(r"[Cc]([1-9]\d*)")
_KEY = re.compile(r"[0-9a-f]{6,64}")
_ROW = re.compile(r"(?P<file>.+?)(?:\[(?P<sheet>[^\]]+)\])?:(?P<row>[1-9]\d*)")


@dataclass(frozen=True)
class References:
    """What a case can refer to.

    Attributes:
        log: Its entries.
        evidence: Its evidence.
        store: Its ledger.
        run: Its last run; None: nothing was computed.
    """

    log: CaseLog
    evidence: EvidenceDesk
    store: LedgerStore
    run: DerivedRun | None

    @cached_property
    def findings(self) -> Mapping[str, tuple[str, str]]:
        """Key of each finding of the last run to its sentence and revision."""
        found = each_finding(self.run) if self.run else ()
        return {it.key: (it.headline, it.revision) for it in found if it.answer == "found"}

    @cached_property
    def items(self) -> Mapping[str, EvidenceItem]:
        """Evidence by its number, as ``E7``."""
        return {it.id: it for it in self.evidence.items()}

    def checked(self, refs: Iterable[str]) -> tuple[str, ...]:
        """The references as they are kept, each once.

        Raises:
            UsageError: ``E-CASE-REF``: one of them names nothing.
        """
        return tuple(dict.fromkeys(self.check(it) for it in refs))

    def check(self, ref: str) -> str:
        """``E7``, ``C12`` or the whole key of a finding.

        Raises:
            UsageError: ``E-CASE-REF``: it names nothing, or a key is not told far enough.
        """
        text = ref.strip()
        if number_of(text) is not None:
            return self._known(ref, f"E{number_of(text)}", self.items, "evidence", "enduse evidence show")
        if found := _ENTRY.fullmatch(text):
            holds = {it.id: it for it in self.log.entries()}
            return self._known(ref, f"C{found[1]}", holds, "entry that holds", "enduse case show")
        keys = [it for it in self.findings if it.startswith(text.lower())] if _KEY.fullmatch(text.lower()) else []
        if len(keys) == 1:
            return keys[0]
        raise UsageError(
            f"{ref!r} names {len(keys) or 'no'} finding{'s' if len(keys) != 1 else ''} of the last run, and is no "
            "evidence (E7) or entry (C12). See `enduse findings`, `enduse evidence show`, `enduse case show`.",
            code="E-CASE-REF",
        )

    def row(self, text: str) -> RowPlace:
        """The row that ``FILE:12`` or ``FILE[SHEET]:12`` names; the file as `enduse sources` lists it.

        Raises:
            UsageError: ``E-CASE-REF``: no such file was added, or it has no such row.
        """
        told = _ROW.fullmatch(text.strip())
        manifest = self.store.manifest() if self.store.current() else None
        name, row = (told["file"], int(told["row"])) if told else ("", 0)
        for source in manifest.sources if manifest else ():
            member = name[len(source.name) + 1 :] if name.startswith(f"{source.name}/") else ""
            if source.name != name and not member:
                continue
            place = Place(member or None, (told and told["sheet"]) or None)
            if manifest and self._has_row(source.source_id, place, row):
                return RowPlace(source.name, source.source_id, row, member, place.sheet or "")
        files = ", ".join(it.name for it in manifest.sources[:8]) if manifest else "nothing"
        raise UsageError(
            f"{text!r} names no row of the ledger. Write FILE:12, or FILE[SHEET]:12 for a workbook; the ledger holds "
            f"{files}.",
            code="E-CASE-REF",
        )

    def said(self, ref: str) -> str:
        """What a reference stands for, in words; says so where it no longer exists."""
        if item := self.items.get(ref):
            return evidence_line(item)
        if _ENTRY.fullmatch(ref):
            found = [it for it in self.log.entries() if it.id == ref]
            return line_of(found[0]) if found else "(was undone)"
        return self.findings.get(ref, ("(no finding of the last run)", ""))[0]

    def pinned(self, pin: Pin) -> Pin:
        """The pin with what it says now.

        Raises:
            UsageError: ``E-CASE-REF``.
        """
        if pin.row:
            return pin
        ref = self.check(pin.ref)
        return Pin(ref, {}, pin.why, self.said(ref), self.findings.get(ref, ("", ""))[1])

    def changed(self, pin: Pin, id: str) -> str:
        """How what was pinned differs from then, as a sentence; empty: it does not."""
        if pin.place:
            place = pin.place
            here = Place(place.member or None, place.sheet or None)
            held = {it.source_id for it in self.store.manifest().sources} if self.store.current() else set()
            if place.sha256 in held and self._has_row(place.sha256, here, place.row):
                return ""
            return f"{id} pins {place}, which the ledger no longer holds."
        if number_of(pin.ref) is not None:
            return "" if pin.ref in self.items else f"{id} pins {pin.ref}, which is no evidence of the case."
        if _ENTRY.fullmatch(pin.ref):
            return "" if any(it.id == pin.ref for it in self.log.entries()) else f"{id} pins {pin.ref}: it was undone."
        now = self.findings.get(pin.ref)
        if now is None:
            return f"{id} pins the finding {pin.ref}, which the last run did not make: {pin.said}"
        return "" if now[1] == pin.revision else f"{id} pins a finding that now says: {now[0]}"

    def _known(self, ref: str, id: str, known: Mapping[str, object], what: str, see: str) -> str:
        if id in known:
            return id
        raise UsageError(f"{ref!r} is no {what} of this case. See `{see}`.", code="E-CASE-REF")

    def _has_row(self, source_id: str, place: Place, row: int) -> bool:
        originals = StoredOriginals(self.store.workspace, self.store.manifest())
        entry = self.store.manifest().source(source_id)
        if entry is None or all(it.place != place for it in entry.places):
            return False
        return bool(originals.raw_rows(source_id, place, [row]).cells.get(row))


def row_pin(place: RowPlace, why: str) -> Pin:
    """The pin of a row."""
    return Pin(row={name: it for name, it in asdict(place).items() if it}, why=why)


def evidence_line(item: EvidenceItem) -> str:
    """A piece of evidence in words: name, source, grade, place; of an erased one nothing but that."""
    told = item.particulars
    if told is None:
        return f"{item.id} (its key was erased)"
    facts = told.facts
    grade = f"{facts.grade} {facts.reliability}{facts.credibility}"
    parts: Sequence[str] = (told.name, facts.source, facts.captured, grade, str(facts.locator), facts.note)
    return ", ".join(it for it in parts if it)
