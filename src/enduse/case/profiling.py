"""Profiles of a case: of a maker, a plant, an importer, an intermediary, a fair."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import ibis
from ibis import _

from enduse.case.claim_desk import ClaimDesk
from enduse.case.evidence import StoredOriginals
from enduse.case.evidence_desk import EvidenceDesk
from enduse.case.profiling_citing import cite, place_all
from enduse.case.running import all_evidence, current_run, kept_findings, ledger_of
from enduse.detect import Ledger
from enduse.detect.brand_marks import bears, own_brands
from enduse.errors import UnknownSubject
from enduse.model.case_log import CaseEntry
from enduse.model.claim_log import LoggedClaim
from enduse.model.ids import party_number
from enduse.model.profile import Profile
from enduse.model.provenance import Place
from enduse.report.profile_fair import brand_named, brand_who, fair_profile
from enduse.report.profile_ground import Answer, Ground, Row, Who
from enduse.report.profile_maker import maker_profile
from enduse.report.profile_opacity import ranked
from enduse.report.profile_plant import plant_profile
from enduse.report.profile_references import about
from enduse.report.profile_seller import importer_profile, intermediary_profile
from enduse.report.subject import find_subject
from enduse.store.case_log import CaseLog
from enduse.store.derived import DerivedRun
from enduse.store.desk import Desk
from enduse.store.ledger import LedgerStore
from enduse.store.order_log import OrderLog
from enduse.text.countries import country_code

DESK = "desk.db"
MOST_ROWS = 5_000
"""Rows of one finding that a profile cites at most."""

_BUILDERS: Mapping[str, Callable[[Ground, Who], Profile]] = {
    "maker": maker_profile,
    "plant": plant_profile,
    "importer": importer_profile,
    "intermediary": intermediary_profile,
}


@dataclass(frozen=True)
class ProfileDesk:
    """Makes profiles from the last run and the entries of one workspace.

    Attributes:
        store: Its ledger.
        on: What was known until this day counts.
    """

    store: LedgerStore
    on: date

    def profile(self, kind: str, name: str) -> Profile:
        """The profile of one subject.

        Args:
            kind: maker, plant, importer or intermediary.
            name: As it is written somewhere; for companies also ``inn:7701234567``.

        Raises:
            UnknownSubject: ``E-SUBJECT-MANY``: several go by that name; ``E-SUBJECT``: nothing does.
            UsageError: ``E-NO-RUN``.
        """
        who = self._brand(name) if kind == "maker" else self._company(name)
        return self.finished(_BUILDERS[kind](self.ground, who))

    def several(self, kind: str, names: Sequence[str]) -> list[Profile]:
        """Profiles of several; firms by how little can be seen of them, the most opaque first."""
        if len(names) < 2 or kind not in ("importer", "intermediary"):
            return [self.profile(kind, it) for it in names]
        order = [who for who, _score in ranked(self.ground, [self._company(it) for it in names])]
        return [self.finished(_BUILDERS[kind](self.ground, it)) for it in order]

    def fair(self, name: str, country: str) -> Profile:
        """Who showed which brands at the fairs of that name."""
        return self.finished(fair_profile(self.ground, name, country_code(country) or country.upper()))

    def finished(self, profile: Profile) -> Profile:
        """The profile with what it cites: the places of its rows, and its references in words."""
        placed = place_all(profile, self._ledger, self._originals)
        return replace(placed, references=cite(placed, self.ground))

    @cached_property
    def ground(self) -> Ground:
        """What profiles stand on."""
        findings = tuple(it for it in kept_findings(self._run) if it.answer == "found")
        desk = Desk(self.store.workspace.root / DESK)
        return Ground(
            ledger=self._ledger,
            on=self.on,
            entries=tuple(map(self._as_sealed, CaseLog(desk).entries())),
            blocks=tuple(OrderLog(desk).blocks()),
            evidence=self._evidence,
            findings=findings,
            cited=all_evidence(self._run, MOST_ROWS),
            raw=self._raw,
            compared=self._compared,
        )

    @cached_property
    def _claims(self) -> dict[str, LoggedClaim]:
        """Claims that people wrote down, each as sensitive as what it rests on."""
        return {it.id: it for it in ClaimDesk(self.store.workspace.root).typed()}

    def _as_sealed(self, entry: CaseEntry) -> CaseEntry:
        claim = self._claims.get(entry.id) if entry.kind == "claim" else None
        return replace(entry, facts=claim.claim.to_facts()) if claim else entry

    def _compared(self, claims: Sequence[str]) -> Mapping[str, Answer]:
        wanted = [self._claims[it] for it in claims if it in self._claims]
        found = ClaimDesk(self.store.workspace.root).compared(wanted)
        return {it.claim.id: Answer(it.why, tuple(row.row_id for row in it.rows)) for it in found}

    @cached_property
    def _run(self) -> DerivedRun:
        return current_run(self.store.workspace)

    @cached_property
    def _ledger(self) -> Ledger:
        return ledger_of(self._run)

    @cached_property
    def _originals(self) -> StoredOriginals:
        return StoredOriginals(self.store.workspace, self.store.manifest(int(self._run.info["ledger_version"])))

    @property
    def _evidence(self) -> dict[str, str]:
        found = {}
        for it in EvidenceDesk(self.store.workspace.root).items():
            told = it.particulars
            if told is None:
                found[it.id] = "erased"
            elif it.sensitivity != "none":
                found[it.id] = f"{it.sensitivity}: named by its hash only, {it.stored[:16]}"
            else:
                facts = told.facts
                words = (told.name, facts.source, facts.captured, str(facts.locator))
                found[it.id] = ", ".join(filter(None, words))
        return found

    def _brand(self, name: str) -> Who:
        """A brand by exact spelling; else a company of the ledger, with the brands it sends; else an entry's name."""
        if brand := brand_named(name):
            ids = self._bearing(brand.spellings, brand.countries)
            return brand_who(brand, ids)
        mark = name.upper()
        if self._ledger.items.filter(_.brand == mark).limit(1).count().to_pyarrow().as_py():
            return Who(name, mark, self._bearing((name,), ()), (name,), frozenset({mark}))
        who = self._company(name)
        return replace(who, marks=frozenset(it for told in own_brands(self._ledger, who.ids).values() for it in told))

    def _bearing(self, spellings: Sequence[str], countries: Sequence[str]) -> frozenset[int]:
        """Firms that bear the brand's name and are at home where it is made; dealers elsewhere are not the maker."""
        parties = self._ledger.parties
        words = [it.lower() for it in spellings if len(it) > 2]
        if not words:
            return frozenset()
        holds = ibis.or_(*(parties.name.lower().contains(it) for it in words))
        rows = parties.filter(holds).select("party_id", "name", "country").to_pyarrow().to_pylist()
        return frozenset(
            it["party_id"]
            for it in rows
            if (not countries or it["country"] in countries[:1])
            and any(bears(word, (it["name"],)) for word in spellings)
        )

    def _company(self, name: str) -> Who:
        try:
            note = find_subject(name if ":" in name else f"company:{name}", self._ledger)
        except UnknownSubject as unknown:
            if unknown.code == "E-SUBJECT-MANY" or not self._known(name):
                raise
            return Who(name, name, names=(name,))
        number = party_number(note.id)
        ids = frozenset({number}) if number is not None else frozenset[int]()
        return Who(note.title, note.id, ids, note.names, countries=(note.country,) if note.country else ())

    def _known(self, name: str) -> bool:
        """Does an entry of the case, a block or a bundled table name it?"""
        who = Who(name, name)
        tables = ("defence_plants", "forwarders", "brand_exits")
        return (
            any(who.means(it.name) for it in self.ground.blocks)
            or any(who.means(text) for it in self.ground.entries for text in _named_in(it))
            or any(about(it, who) for it in tables)
        )

    def _raw(self, rows: Sequence[Row]) -> Mapping[int, Mapping[str, str]]:
        wanted: dict[tuple[str, Place], dict[int, int]] = {}
        for it in rows:
            spot = (it["source_id"], Place(it.get("member"), it.get("sheet")))
            wanted.setdefault(spot, {})[it["row"]] = it["row_id"]
        found = dict[int, Mapping[str, str]]()
        for (source_id, place), numbers in wanted.items():
            raw = self._originals.raw_rows(source_id, place, set(numbers))
            for number, cells in raw.cells.items():
                found[numbers[number]] = dict(zip(raw.headers, cells, strict=False))
        return found


def _named_in(entry: CaseEntry) -> Iterator[str]:
    yield entry.about
    yield from (str(entry.facts.get(it, "")) for it in ("speaker", "maker", "other", "to", "place"))
