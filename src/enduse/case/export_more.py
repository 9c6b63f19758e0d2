"""Exports in other people's formats: networks, flows, FollowTheMoney, BODS, and every table of a run."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from enduse.case.export_network import flows_of, network_of
from enduse.case.export_rows import PLACE, LeavingRows
from enduse.detect.distances import country_points
from enduse.errors import Notice, UsageError
from enduse.model.ids import party_text
from enduse.report.formats.bods import write_bods
from enduse.report.formats.ftm import FtmRows, write_ftm
from enduse.report.formats.geojson import write_geojson
from enduse.report.formats.gexf import write_gexf
from enduse.report.formats.graphml import write_graphml
from enduse.report.network_model import Network, around
from enduse.store.atomic import explained, scratch_file
from enduse.store.ledger import LedgerStore

KINDS = ("network", "flows", "ftm", "bods")
_NETWORKS: Mapping[str, Callable[[Network, Path], None]] = {".gexf": write_gexf, ".graphml": write_graphml}


@dataclass(frozen=True)
class ExportRequest:
    """What is to be written.

    Attributes:
        kind: One of ``KINDS``.
        around: Id, registered number or name of a party; empty: everybody. Flows know no parties.
        steps: How many edges away from that party; its own dealings are one.
        on: Day of publication that BODS wants; None: the newest day on which a source was added.
        internal: With the rows whose source forbids that they leave; the file says so where it can.
    """

    kind: str
    around: str = ""
    steps: int = 2
    on: date | None = None
    internal: bool = False


@dataclass(frozen=True)
class ExportReport:
    """What was written.

    Attributes:
        written: Nodes and edges, features, entities or statements.
        notices: What the reader must know.
    """

    written: int
    notices: tuple[Notice, ...]


def export_more(store: LedgerStore, asked: ExportRequest, target: Path) -> ExportReport:
    """Write one export of the current run, whole or not at all; a file that is there is replaced.

    Raises:
        UsageError: ``E-EXPORT-KIND``: no such export or suffix; ``E-EXPORT-PARTY``: ``around`` means no party or
            several; ``E-EXPORT-EMPTY``: there is nothing to write; ``E-NO-RUN``: nothing was computed yet.
    """
    _check(asked, target)
    rows = LeavingRows.of(store, asked.internal)
    if asked.kind == "flows":
        return _flows(rows, target)
    network = network_of(rows)
    if asked.around:
        network = around(network, _meant(network, asked.around), asked.steps)
    made = network.made
    notices = [*_left_out(made.left_out), *_untied(made.untied)]
    with _whole(target) as draft:
        if asked.kind == "ftm":
            ends = frozenset(it.id for it in network.nodes)
            written = write_ftm(network, FtmRows(_items(rows, ends), _payments(rows, ends)), draft)
        elif asked.kind == "bods":
            told = write_bods(network, asked.on or made.on, draft)
            written = told.statements
            notices += _unsaid(told.left_out)
            _refuse_nothing(written, "relations between companies and persons", "a register of companies or owners")
        else:
            _refuse_nothing(len(network.edges), "dealings or relations", "declarations, payments or a register")
            _NETWORKS[target.suffix.lower()](network, draft)
            written = len(network.nodes) + len(network.edges)
            notices += _without_ends(made.unplaced)
    return ExportReport(written, tuple(notices))


def _check(asked: ExportRequest, target: Path) -> None:
    if asked.kind not in KINDS:
        raise UsageError(f"{asked.kind!r} cannot be exported; there are {', '.join(KINDS)}.", code="E-EXPORT-KIND")
    if asked.kind == "network" and target.suffix.lower() not in _NETWORKS:
        raise UsageError(
            f"A network is written as {' or '.join(_NETWORKS)}, not as {target.suffix!r}. "
            f"Name the file so, e.g. {target.with_suffix('.gexf').name}.",
            code="E-EXPORT-KIND",
        )


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A draft that takes the place of ``target`` if nothing goes wrong."""
    with explained("writing an export", target), scratch_file(target.parent) as draft:
        yield Path(draft.name)
        Path(draft.name).replace(target)


def _flows(rows: LeavingRows, target: Path) -> ExportReport:
    flows, made = flows_of(rows)
    _refuse_nothing(len(flows), "goods between countries", "declarations or trade statistics")
    with _whole(target) as draft:
        write_geojson(flows, rows.sources(), made, country_points(), draft)
    return ExportReport(len(flows), tuple(_left_out(made.left_out)))


def _refuse_nothing(count: int, what: str, add: str) -> None:
    if not count:
        raise UsageError(
            f"The last run holds no {what}, so there is nothing to write. "
            f"Add {add} (enduse add FILE), then enduse run.",
            code="E-EXPORT-EMPTY",
        )


def _meant(network: Network, text: str) -> Sequence[str]:
    wanted = text.strip().casefold()
    number = wanted.rpartition(":")[2]
    found = [
        it
        for it in network.nodes
        if wanted == it.id
        or number in {one.value.casefold() for one in it.numbers}
        or wanted in {one.casefold() for one in (it.name, *it.names)}
    ]
    if len(found) != 1:
        which = "; ".join(f"{it.id} {it.name} {it.country}".strip() for it in found[:10]) or "nobody"
        raise UsageError(
            f"{text!r} means {len(found)} parties of the last run; it must mean one: {which}. "
            "Give a registered number, the whole name, or the id that `enduse export parties` writes.",
            code="E-EXPORT-PARTY",
        )
    return [found[0].id]


_ITEM = ("declaration_no", "line_no", "direction", "declared_on", "origin", "dispatch", "destination")
_ITEMS = (*_ITEM, "trading_country", "goods_code", "description", "net_kg", "value_usd", "row", *PLACE)
_ROLES = ("consignor_id", "consignee_id", "contract_holder_id", "declarant_id")
_PAID = ("reference", "paid_on", "value", "currency", "value_usd", "purpose", "row", *PLACE)


def _items(rows: LeavingRows, ends: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Goods lines in which one of the parties stands; parties that are not among them are not named."""
    return _told(rows, "items", (*_ITEMS, *_ROLES), ends)


def _payments(rows: LeavingRows, ends: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Payments of which both ends are among the parties."""
    found = _told(rows, "payments", (*_PAID, "payer_id", "payee_id"), ends)
    return (it for it in found if it["payer_id"] and it["payee_id"])


def _told(rows: LeavingRows, table: str, columns: Sequence[str], ends: frozenset[str]) -> Iterator[dict[str, Any]]:
    roles = [it for it in columns if it.endswith("_id") and it != "source_id"]
    for batch in rows.batches(table, columns):
        for row in batch.to_pylist():
            texts = {role: party_text(row[role]) if row[role] is not None else "" for role in roles}
            named = {role: text if text in ends else "" for role, text in texts.items()}
            if any(named.values()):
                yield {**row, **named, "cited": rows.cited(row)}


def _left_out(count: int) -> Iterator[Notice]:
    if count:
        text = f"{count} rows were left out: the terms of their source forbid that they leave (enduse sources)."
        yield Notice("W-EXPORT-CLOSED", text)


def _without_ends(count: int) -> Iterator[Notice]:
    if count:
        text = f"{count} goods lines name no consignor or no consignee and are no part of the network."
        yield Notice("W-EXPORT-ENDS", text)


def _untied(count: int) -> Iterator[Notice]:
    if count:
        text = f"{count} relations name somebody who is no party of the run and are left out."
        yield Notice("W-EXPORT-UNTIED", text)


def _unsaid(count: int) -> Iterator[Notice]:
    if count:
        text = f"{count} relations were left out: the standard has no word for family, branches or owned persons."
        yield Notice("W-EXPORT-UNSAID", text)
