"""Single machines asked of the current run: the chain of custody of a number, alerts, and what leaks of a brand.

Every answer is plain rows, as the command line and other programs print them; every row says where it was read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.case.evidence import StoredOriginals
from enduse.case.running import current_run, ledger_of
from enduse.case.tracing_wording import chain_object, link_place
from enduse.detect import Ledger
from enduse.detect.scope import DESTINATIONS
from enduse.detect.witnesses import parties
from enduse.errors import UnknownSubject, UsageError
from enduse.store.derived_tables import table_of
from enduse.store.ledger import LedgerStore
from enduse.trace.alerts import SURE, URGENCY, Alert, Listing, Watch, alerts_of, worth_looking
from enduse.trace.custody import Chain, Fact, chain
from enduse.trace.custody_doubts import with_doubts
from enduse.trace.custody_reading import KeptChain, named, read_chains
from enduse.trace.custody_rows import Ban, sightings
from enduse.trace.custody_similar import AtRisk, at_risk
from enduse.trace.serial_keys import SHORTEST, How, Numbered, agree, meant, one_edit, serial_key

Row = dict[str, Any]
_PLACE = ("source_id", "member", "sheet", "row")
_FAMILY = 20_000
_SHOWN_AT_RISK = 20
_SLIPS_IN = 1_000


@dataclass(frozen=True)
class SerialQuestion:
    """What is asked about one number.

    Attributes:
        serial: As anybody wrote it.
        brand: Where it is known; two brands may use one number.
        on: The day as of which it is asked; None: the last day that the records know.
        gap_days: Longest time without a record that passes.
    """

    serial: str
    brand: str | None = None
    on: date | None = None
    gap_days: int = 365


@dataclass(frozen=True)
class _Found:
    """A machine that a number means, or may mean."""

    kept: KeptChain
    how: How
    reason: str


@dataclass(frozen=True)
class Custody:
    """The machines of a case's last run, ready for questions.

    Raises:
        UsageError: ``E-NO-RUN``: nothing was computed yet.
    """

    store: LedgerStore

    @cached_property
    def ledger(self) -> Ledger:
        """The tables of the run."""
        return ledger_of(current_run(self.store.workspace))

    @cached_property
    def ban(self) -> Ban:
        """Where the machines must not be, from the watershed of the run on."""
        return Ban(DESTINATIONS, date.fromisoformat(str(current_run(self.store.workspace).info["watershed"])))

    @cached_property
    def rows(self) -> Table:
        """All that is recorded of single machines."""
        return sightings(self.ledger.events, self.ledger.items, self.ledger.parties)

    @cached_property
    def last_day(self) -> date:
        """The last day that the records know; one later day in a thousand is taken for a slip of the pen."""
        known = (_newest(self.ledger.events, "happened_on"), _newest(self.ledger.items, "declared_on"))
        return max((it for it in known if it), default=self.ban.since)

    def trace(self, asked: SerialQuestion) -> list[Row]:
        """One object for each machine that the number means or may mean, side by side; see ``chain_object``.

        Raises:
            UsageError: ``E-SERIAL-SHORT``: the number is too short to tell a machine.
            UnknownSubject: ``E-SERIAL``: no record names it, nor one a character away.
        """
        key = serial_key(asked.serial)
        if len(key) < SHORTEST:
            raise UsageError(
                f"{asked.serial!r} has fewer than {SHORTEST} letters and digits; it stands on too many machines to "
                "tell one. Give the whole number from the name plate.",
                code="E-SERIAL-SHORT",
            )
        found = self._meant(asked, key)
        if not found:
            raise UnknownSubject(
                f"No event and no goods line names a machine with the number {asked.serial!r}, nor one a character "
                "away. Look at the spelling, or add the maker's sales book: enduse add FILE; enduse run.",
                code="E-SERIAL",
            )
        return [self._object(asked, it) for it in found]

    def alerts(self, watch: Watch) -> Iterator[Row]:
        """One object for each alert on any machine, the most urgent first."""
        listings = self._listings(watch.on)
        listed = ibis.memtable(pa.table({"party_id": pa.array(sorted(listings), pa.int64())}))
        keys = worth_looking(self.rows, self.ban, watch, listed).cache()
        wanted = self.rows.semi_join(keys, "key")
        found = [
            (it, alert)
            for it in read_chains(wanted, self.ledger.parties, self.ban)
            for alert in alerts_of(it.chain, listings, watch)
        ]
        found.sort(key=lambda it: (URGENCY.index(it[1].kind), it[1].on or date.max, it[0].chain.name))
        places = self._places({row for _kept, alert in found for row in alert.row_ids})
        for kept, alert in found:
            yield _alert_object(kept.chain, alert, places)

    def _meant(self, asked: SerialQuestion, key: str) -> list[_Found]:
        near = self.rows.key.levenshtein(key) <= 2  # noqa: PLR2004 - a swap is two edits there
        close = self.rows.filter(near & (self.rows.key.length() <= len(key) + 1))
        chains = [*read_chains(close, self.ledger.parties, self.ban)]
        same = [it for it in chains if it.key == key and agree(it.chain.links[0].fact.brand, asked.brand) is not False]
        others = [it for it in chains if it.key != key and one_edit(it.key, key)]
        if len(same) == 1:
            return [self._with_slips(same[0], others)]
        if same:
            return [_Found(it, "several", "several machines bear this number; the brand would tell") for it in same]
        return self._by_slip(asked, others)

    def _with_slips(self, kept: KeptChain, others: Sequence[KeptChain]) -> _Found:
        """The machine, with rows whose number differs by a slip of the pen where no other machine can be meant."""
        own = named(it.fact for it in kept.chain.links)
        facts: list[Fact] = [it.fact for it in kept.chain.links]
        for other in others:
            strange = named(it.fact for it in other.chain.links)
            # A number with a making or a sale of its own is another machine.
            orphan = not any(it.standing in ("made", "placed") for it in other.chain.links)
            if orphan and meant(strange, self._family(own)).how == "one_edit":
                facts += [it.fact for it in other.chain.links]
        whole = chain(with_doubts([_without_doubts(it) for it in facts], own), self.ban)
        return _Found(KeptChain(kept.key, whole), "exact", "the numbers are the same")

    def _by_slip(self, asked: SerialQuestion, others: Sequence[KeptChain]) -> list[_Found]:
        if not others:
            return []
        owns = [named(it.fact for it in other.chain.links) for other in others]
        strange = Numbered(asked.serial, asked.brand or owns[0].brand)
        answer = meant(
            strange, [*owns, *(it for it in self._family(owns[0]) if it.serial not in {o.serial for o in owns})]
        )
        how: How = "one_edit" if answer.how == "one_edit" and len(owns) == 1 else "several"
        return [_Found(it, how, answer.reason) for it in others]

    def _family(self, of: Numbered) -> list[Numbered]:
        """Numbers of the brand, for the question how close they lie."""
        if not of.brand:
            return [of]
        mine = self.rows.filter(_.brand.upper() == of.brand.upper()).select("serial", "brand", "model").distinct()
        told = mine.order_by("serial", "model").limit(_FAMILY).to_pyarrow().to_pylist()
        once = {serial_key(it["serial"]): Numbered(it["serial"], it["brand"], it["model"]) for it in told}
        return [*once.values()]

    def _object(self, asked: SerialQuestion, found: _Found) -> Row:
        whole, on = found.kept.chain, asked.on or self.last_day
        watch = Watch(on, silent_days=max(asked.gap_days, 1))
        risk = at_risk(whole, found.kept.key, self.rows, self.ledger.relations) if whole.exit else ()
        names = self._names(whole, risk)
        alerts = alerts_of(whole, self._listings(on), watch)
        places = self._places({it.fact.row_id for it in whole.links} | {row for it in alerts for row in it.row_ids})
        told = chain_object(whole, (on, asked.gap_days), names, places)
        return {
            "schema": "enduse.custody/1",
            "asked": asked.serial,
            "match": found.how,
            "match_reason": found.reason,
            **told,
            "alerts": [_alert_object(whole, it, places) for it in alerts],
            "at_risk": self._at_risk(risk[:_SHOWN_AT_RISK], names),
            "at_risk_count": len(risk),
        }

    def _at_risk(self, risk: Sequence[AtRisk], names: Mapping[int, str]) -> list[Row]:
        if not risk:
            return []
        asked = ibis.memtable(pa.table({"key": pa.array([it.key for it in risk], pa.string())}))
        chains = read_chains(self.rows.semi_join(asked, "key"), self.ledger.parties, self.ban)
        last = {it.key: it.chain for it in chains}
        return [
            {
                "machine": last[it.key].name,
                "why": list(it.why),
                "shared": [names[party] for party in it.party_ids if party in names],
                **link_place(next((one for one in reversed(last[it.key].links) if one.fact.on), None)),
            }
            for it in risk
            if it.key in last
        ]

    def _listings(self, on: date) -> dict[int, list[Listing]]:
        hits = self.ledger.hits
        sure = hits.filter(
            hits.score >= SURE, hits.listed_on <= on, hits.delisted_on.isnull() | (hits.delisted_on > on)
        )
        found: dict[int, list[Listing]] = {}
        for row in sure.order_by("listed_on", "row_id").to_pyarrow().to_pylist():
            listing = Listing(
                row["party_id"],
                f"{row['authority']} {row['list']}",
                row["listed_name"] or "",
                row["listed_on"],
                row["row_id"],
            )
            found.setdefault(row["party_id"], []).append(listing)
        return found

    def _names(self, whole: Chain, risk: Sequence[AtRisk]) -> dict[int, str]:
        ids = {party for it in whole.links for party in (it.fact.party_id, it.fact.sender_id) if party is not None}
        ids |= {party for it in risk for party in it.party_ids}
        return {key: it.names[0] if it.names else it.anchor for key, it in parties(self.ledger, ids).items()}

    def _places(self, row_ids: Iterable[int]) -> dict[int, Row]:
        """Row id to file, sheet and row, as a person would find it again."""
        run = current_run(self.store.workspace)
        originals = StoredOriginals(self.store.workspace, self.store.manifest(int(run.info["ledger_version"])))
        wanted = sorted(row_ids)
        found: dict[int, Row] = {}
        for name in sorted({table_of(it) for it in wanted}):
            table: Table = getattr(self.ledger, name)
            asked = ibis.memtable(
                pa.table({"row_id": pa.array([it for it in wanted if table_of(it) == name], pa.int64())})
            )
            for row in table.select("row_id", *_PLACE).semi_join(asked, "row_id").to_pyarrow().to_pylist():
                file = originals.source_name(row["source_id"]) if row["source_id"] else ""
                member = f"{file}/{row['member']}" if row["member"] else file
                found[row["row_id"]] = {
                    "source": member,
                    "sha256": row["source_id"],
                    "sheet": row["sheet"],
                    "row": row["row"],
                }
        return found


def _newest(table: Table, column: str) -> date | None:
    known = table.filter(table[column].notnull()).select(day=table[column])
    slips: int = known.count().to_pyarrow().as_py() // _SLIPS_IN
    days = known.order_by(_.day.desc()).limit(1, offset=slips).to_pyarrow()["day"].to_pylist()
    return days[0] if days else None


def _without_doubts(fact: Fact) -> Fact:
    return Fact(**{**vars(fact), "doubts": ()})


def _alert_object(whole: Chain, alert: Alert, places: Mapping[int, Row]) -> Row:
    return {
        "machine": whole.name,
        "alert": alert.kind,
        "on": alert.on.isoformat() if alert.on else None,
        "text": alert.text,
        "confidence": alert.confidence,
        "evidence": [places[it] for it in alert.row_ids if it in places],
    }
