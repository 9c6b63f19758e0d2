"""Flows of goods asked of the current run: lanes, chains, paths, evidence between parties, growth, successors.

Every answer is plain rows, as the command line and other programs print them; every row cites the rows behind it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import ibis
import pyarrow as pa

from enduse.case.lane_story import LaneStory, rounded
from enduse.case.running import current_run, ledger_of
from enduse.detect import Ledger
from enduse.errors import UsageError
from enduse.model.ids import party_text
from enduse.model.period import first_day, month_index
from enduse.report.model import SubjectNote
from enduse.report.subject import find_subject
from enduse.store.derived_tables import table_of
from enduse.store.ledger import LedgerStore
from enduse.trace.growth import By, Part, growth
from enduse.trace.lanes import on_lane, one_side
from enduse.trace.network import Link, Records, evidence_path
from enduse.trace.paths import Chain, PathQuestion, TradePath, chain_lines, chains, trade_paths
from enduse.trace.successors import successors

Row = dict[str, Any]
_BY: Mapping[str, By] = {
    "consignor": "consignor_id",
    "contract_holder": "contract_holder_id",
    "consignee": "consignee_id",
    "brand": "brand",
    "origin": "origin",
    "dispatch": "dispatch",
    "heading": "heading",
}


@dataclass(frozen=True)
class Flows:
    """The goods lines and records of a case's last run, ready for questions.

    Raises:
        UsageError: ``E-NO-RUN``: nothing was computed yet.
    """

    store: LedgerStore

    @cached_property
    def ledger(self) -> Ledger:
        """The tables of the run."""
        return ledger_of(current_run(self.store.workspace))

    @cached_property
    def watershed(self) -> date:
        """The day that the run was made with."""
        return date.fromisoformat(current_run(self.store.workspace).info["watershed"])

    @cached_property
    def files(self) -> dict[str, str]:
        """File name of each source."""
        return {it.source_id: it.name for it in self.store.manifest().sources}

    def lane(self, lane: str) -> Row:
        """The months of one lane: amounts, breaks, origins, the other side's figures, and what exceeds expectation.

        Args:
            lane: ``TR>RU``, ``TW>TR>RU`` (origin, dispatch, destination), with ``:8458`` for a code.

        Raises:
            UnknownSubject: It is no lane.
            UsageError: ``E-TRACE-EMPTY``: no record speaks of it.
        """
        note = find_subject(f"lane:{lane}" if ":" not in lane.split(">")[0] else lane, self.ledger)
        told = LaneStory(self.ledger, self.watershed).tell(note.id)
        if not told["declared"]["months"] and not any(it.startswith("published") for it in told):
            raise UsageError(
                f"No declaration and no published figure speaks of the lane {note.id!r}. "
                "Name it as dispatch>destination, e.g. TR>RU:8458; `enduse sources` lists what was added.",
                code="E-TRACE-EMPTY",
            )
        return {"lane": note.id, "title": note.title, **told}

    def chains(self, subject: str = "", hops: int = 2, least: float = 0.0, most: int = 50) -> list[Row]:
        """Chains of legs: the same goods from declaration to declaration.

        Args:
            subject: Only chains in which this party sends, holds the contract or receives; empty: all.
            hops: Legs that a chain must have.
            least: Least probability of the whole chain.
            most: How many.
        """
        rows = self._rows_of(self._party(subject)) if subject else ()
        if subject and not rows:
            return []
        found = chains(self.ledger.legs, hops, rows, least)[:most]
        lines = chain_lines(self.ledger.items, found)
        names = self._names(line[it] for line in lines.values() for it in ("consignor_id", "consignee_id"))
        reasons = self._reasons(found)
        return [self._told_chain(it, lines, names, reasons) for it in found]

    def paths(self, start: str, end: str, code: str = "", brand: str = "", hops: int = 5) -> list[Row]:
        """Ways by which goods can have come from ``start`` to ``end``: parties or countries, in the order of time.

        Args:
            start: A company, or a country they are sent from.
            end: A company, or a country they go to.
            code: Leading digits of the goods code.
            brand: Brand of every line that names one.
            hops: Lines, at most.
        """
        first, last = (find_subject(it, self.ledger) for it in (start, end))
        question = PathQuestion(
            start=frozenset(_ids(first)),
            end=frozenset(_ids(last)),
            start_country=first.id if first.kind == "country" else "",
            end_country=last.id if last.kind == "country" else "",
            code=code,
            brand=brand,
            hops=hops,
        )
        for note in (first, last):
            if note.kind not in ("company", "country"):
                raise UsageError(
                    f"A path leads between companies or countries; {note.title!r} is a {note.kind}. "
                    "Name a company or country; --brand and --code narrow the goods.",
                    code="E-TRACE-END",
                )
        found = trade_paths(self.ledger.items, question)
        names = self._names(party for it in found for party in it.parties)
        return [self._told_path(it, names) for it in found]

    def between(self, start: str, end: str, links: int = 6) -> list[Row]:
        """The way of evidence from one party to another: one row for each link; empty where there is none."""
        found = evidence_path(self._records, [self._party(start)], [self._party(end)], links)
        if found is None:
            return []
        names = self._names(found.parties)
        return [self._told_link(at, it, names) for at, it in enumerate(found.links, 1)]

    def growth(self, subject: str, by: str = "consignor", on: date | None = None, months: int = 12) -> Row:
        """How a party's imports, a brand's or a lane's trade changed, and which part each member has in it.

        Args:
            subject: A company, brand, country of destination, or lane.
            by: ``consignor``, ``contract_holder``, ``consignee``, ``brand``, ``origin``, ``dispatch`` or ``heading``.
            on: The later window begins with this day's month; None: the watershed of the run.
            months: Length of either window.
        """
        if by not in _BY:
            raise UsageError(f"Growth cannot be taken apart by {by!r}; there are {', '.join(_BY)}.", code="E-TRACE-BY")
        note = find_subject(subject, self.ledger)
        pivot = month_index(on or self.watershed)
        found = growth(one_side(self._lines_of(note)), pivot, months, _BY[by])
        parties = _BY[by].endswith("_id")
        names = self._names(it.member for it in found.parts if isinstance(it.member, int)) if parties else {}
        return {
            "subject": note.title,
            "by": by,
            "from": first_day(pivot - months).isoformat(),
            "pivot": first_day(pivot).isoformat(),
            "until": first_day(pivot + months).isoformat(),
            **rounded({"before": found.before, "after": found.after, "change": found.after - found.before}),
            **rounded({"by_mass": found.by_mass, "by_price": found.by_price}),
            "parts": [self._told_part(it, names) for it in found.parts],
        }

    def successors(self, subject: str, on: date | None = None, most: int = 20) -> list[Row]:
        """Who may take over the trade of a listed importer; see ``trace.successors``.

        Args:
            subject: The importer.
            on: Day of its listing; None: the first day it was listed by the run's hits, else the watershed.
            most: How many candidates.
        """
        party = self._party(subject)
        day = on or self._listed_on(party) or self.watershed
        found = successors(self._records, party, month_index(day), most)
        names = self._names(it.party_id for it in found)
        rows = []
        for place, it in enumerate(found, 1):
            told = {key: value for key, value in vars(it).items() if key not in ("party_id", "row_ids", "reasons")}
            name = names.get(it.party_id, party_text(it.party_id))
            head = {"rank": place, "company": name, "id": party_text(it.party_id), "since": day.isoformat()}
            rows.append(head | rounded(told) | {"reasons": list(it.reasons), "evidence": self._places(it.row_ids)})
        return rows

    @property
    def _records(self) -> Records:
        held = self.ledger
        return Records(held.items, held.payments, held.relations, held.traits, held.tenders)

    def _party(self, text: str) -> int:
        note = find_subject(f"company:{text}" if ":" not in text else text, self.ledger)
        return int(note.id, 16)

    def _listed_on(self, party: int) -> date | None:
        hits = self.ledger.hits
        sure = hits.filter(hits.party_id == party, hits.score >= 0.8, hits.by != "address", hits.listed_on.notnull())
        found: date | None = sure.listed_on.min().to_pyarrow().as_py()
        return found

    def _lines_of(self, note: SubjectNote) -> ibis.Table:
        items = self.ledger.items
        if note.kind == "company":
            party = int(note.id, 16)
            bought = items.filter(items.consignee_id == party)
            sold = items.filter((items.consignor_id == party) | (items.contract_holder_id == party))
            return bought if bought.limit(1).count().to_pyarrow().as_py() else sold
        if note.kind == "brand":
            return items.filter(items.brand == note.id)
        if note.kind == "country":
            return items.filter(items.destination == note.id, items.direction == "import")
        words, _, code = note.id.partition(":")
        return on_lane(items, tuple(words.split(">")), code)

    def _rows_of(self, party: int) -> tuple[int, ...]:
        items = self.ledger.items
        roles = ("consignor_id", "consignee_id", "contract_holder_id")
        wanted = items.filter(ibis.or_(*(items[it] == party for it in roles)))
        return tuple(wanted.select("row_id").to_pyarrow()["row_id"].to_pylist())

    def _names(self, parties: Iterable[int | None]) -> dict[int, str]:
        wanted = sorted({it for it in parties if it is not None})
        if not wanted:
            return {}
        asked = ibis.memtable(pa.table({"party_id": pa.array(wanted, pa.int64())}))
        rows = self.ledger.parties.semi_join(asked, "party_id").select("party_id", "name", "anchor", "country")
        return {
            it["party_id"]: (it["name"] or it["anchor"]) + (f" ({it['country']})" if it["country"] else "")
            for it in rows.to_pyarrow().to_pylist()
        }

    def _reasons(self, found: Sequence[Chain]) -> dict[int, Row]:
        wanted = sorted({leg for it in found for leg in it.leg_ids})
        if not wanted:
            return {}
        asked = ibis.memtable(pa.table({"row_id": pa.array(wanted, pa.int64())}))
        rows = self.ledger.legs.semi_join(asked, "row_id").to_pyarrow().to_pylist()
        return {it["row_id"]: it for it in rows}

    def _places(self, row_ids: Sequence[int]) -> list[Row]:
        """File and row of each, in the order given; ids of no row are left out."""
        found: dict[int, Row] = {}
        for name in sorted({table_of(it) for it in row_ids}):
            table = getattr(self.ledger, name)
            some = [it for it in row_ids if table_of(it) == name]
            asked = ibis.memtable(pa.table({"row_id": pa.array(some, pa.int64())}))
            columns = [it for it in ("row_id", "source_id", "sheet", "row") if it in table.columns]
            for row in table.semi_join(asked, "row_id").select(columns).to_pyarrow().to_pylist():
                source = self.files.get(row["source_id"], row["source_id"])
                found[row["row_id"]] = {"source": source, "sheet": row.get("sheet"), "row": row["row"]}
        return [found[it] for it in row_ids if it in found]

    def _told_chain(
        self, it: Chain, lines: Mapping[int, Row], names: Mapping[int, str], legs: Mapping[int, Row]
    ) -> Row:
        steps = [lines[row] for row in it.row_ids if row in lines]
        places = self._places(it.row_ids)
        return {
            "probability": round(it.probability, 4),
            "hops": len(it.leg_ids),
            "days": it.days,
            "net_kg": it.net_kg,
            "goods": " ".join(filter(None, _first(steps, ("brand", "model", "goods_code")))),
            "lines": [
                {
                    "on": line["declared_on"].isoformat(),
                    "says": line["direction"],
                    "from": line["dispatch"],
                    "to": line["destination"],
                    "consignor": names.get(line["consignor_id"], ""),
                    "consignee": names.get(line["consignee_id"], ""),
                    "value_usd": None if line["value_usd"] is None else round(line["value_usd"]),
                    **place,
                }
                for line, place in zip(steps, places, strict=True)
            ],
            "reasons": [legs[leg]["reason"] for leg in it.leg_ids if leg in legs],
        }

    def _told_path(self, it: TradePath, names: Mapping[int, str]) -> Row:
        return {
            "hops": len(it.row_ids),
            "days": (it.days[-1] - it.days[0]).days,
            "countries": list(it.countries),
            "parties": [names.get(party, party_text(party)) for party in it.parties],
            "on": [day.isoformat() for day in it.days],
            "ways": it.ways,
            "evidence": self._places(it.row_ids),
        }

    def _told_link(self, at: int, it: Link, names: Mapping[int, str]) -> Row:
        return {
            "step": at,
            "party": names.get(it.one, party_text(it.one)),
            "link": it.words,
            "other": names.get(it.other, party_text(it.other)),
            "kind": it.kind,
            "rows": it.rows,
            "evidence": self._places(it.row_ids),
        }

    def _told_part(self, it: Part, names: Mapping[int, str]) -> Row:
        member = names.get(it.member, party_text(it.member)) if isinstance(it.member, int) else it.member
        amounts = rounded({"before": it.before, "after": it.after, "change": it.change})
        share = None if it.share is None else round(it.share, 4)
        return {"member": member, **amounts, "share": share, "kind": it.kind, "evidence": self._places(it.row_ids[:5])}


def _ids(note: SubjectNote) -> tuple[int, ...]:
    return (int(note.id, 16),) if note.kind == "company" else ()


def _first(steps: Sequence[Row], names: Sequence[str]) -> list[str | None]:
    """Of each name the first value that a line tells."""
    return [next((line[it] for line in steps if line[it]), None) for it in names]
