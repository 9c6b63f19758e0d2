"""Build the dossier of one subject from the ledger, the findings and the stored originals."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from ibis.expr.types import BooleanValue, Table

from enduse.detect import Ledger, Typology, Watershed
from enduse.model.ids import party_number
from enduse.model.period import Span
from enduse.report.beside import Shelves, beside
from enduse.report.book import FigureBook
from enduse.report.case_file import EMPTY, CaseFile
from enduse.report.case_story import case_blocks, case_moments, case_sentences
from enduse.report.cells_story import CellStream, cell_blocks, cell_sentences, country_streams, lane_streams
from enduse.report.drawn import Drawn, drawn_blocks
from enduse.report.evidence import Originals, evidence, in_order, shelf_of
from enduse.report.families import family_blocks, peak_sentence
from enduse.report.frame import Frame, windows_of
from enduse.report.goods_story import Stream, goods_blocks, goods_sentences, streams_of
from enduse.report.limits import opening_notices, unseen
from enduse.report.lines import Fetched, Line, fetch_cells, fetch_items, fetch_places, party_names
from enduse.report.model import Block, Dossier, Marker, Sentence, SubjectNote, Suspicion, Versions
from enduse.report.record_lines import fetch_records
from enduse.report.suspicions import Finding, Place, cited_places, concerning, silences, suspicion
from enduse.report.wording import place_name
from enduse.text.countries import eu_members

MOST_ROWS = 25_000
MOST_CELLS = 100_000
MOST_MAKERS = 3
"""Countries whose control dates are drawn: those of most rows."""

_ROLES = ("consignor", "consignee", "contract_holder", "declarant")
_ENDS = ("flow", "reporter", "partner")
_NOTHING = Fetched((), 0, 0.0)

Markers = Callable[[frozenset[str], frozenset[str]], Sequence[Marker]]
"""Dated events for these goods codes from these countries of origin."""


def no_markers(codes: frozenset[str], senders: frozenset[str]) -> Sequence[Marker]:
    """No events; for dossiers made without control dates."""
    return ()


@dataclass(frozen=True)
class Material:
    """What dossiers are made from.

    Attributes:
        ledger: ``items`` and ``statistics`` carry provenance (``source_id``, ``member``, ``sheet``, ``row``);
            items also ``declaration_no``, ``line_no``, ``description``, statistics ``cell``.
        findings: Lines of ``enduse findings --json --all``.
        typologies: By id; they say what a pattern misses.
        markers: Control dates for charts.
        case: What people wrote into the case.
        internal: Print rows of sources that may not be passed on, too; the dossier says so first.
        most_rows: Goods lines that a dossier lists at most.
        most_cells: Published cells that it reads at most.
    """

    ledger: Ledger
    findings: Sequence[Finding]
    originals: Originals
    versions: Versions
    watershed: Watershed
    typologies: Mapping[str, Typology] = field(default_factory=dict)
    markers: Markers = no_markers
    case: CaseFile = EMPTY
    internal: bool = False
    most_rows: int = MOST_ROWS
    most_cells: int = MOST_CELLS


def build_dossier(subject: SubjectNote, material: Material) -> Dossier:
    """Everything that the ledger says about ``subject``, as a model that formats draw.

    The same material gives an equal dossier: no clock, no chance. Rows of sources that may not be passed on
    enter no sum: the difference to the rows that are printed would give them away.
    """
    rows = _Rows.of(subject, material)
    about = concerning(material.findings, subject)
    extra = _extra(about, rows.own, material)
    shelves = Shelves(material.ledger, material.originals, material.internal, material.watershed.on)
    more = beside(subject, rows.told, (*rows.own, *extra), (shelves, material.case))
    lines = [*rows.own, *extra, *more.lines]
    shelf = shelf_of((line.source_id for line in lines), material.originals, material.internal)
    lines = in_order(lines, shelf.closed)
    book = FigureBook({line.row_id: number for number, line in enumerate(lines, 1)})
    frames = _Frames(material, _frame(subject, lines, book, material))
    sentences, blocks = _tell(frames, rows.streams, rows.cell_streams)
    shown = tuple(line for line in lines if line.source_id not in shelf.closed)
    drawn = Drawn(more.around, shown, rows.streams, rows.cell_streams, case_moments(more.case))
    further, drawings = _tell_more(frames.plain, drawn, more.case)
    cited = _cited(lines)
    suspicions = tuple(suspicion(it, book, cited, material.typologies) for it in about)
    quiet = silences(material.findings, subject, material.typologies)
    proof = evidence(lines, frames.plain.names, shelf)
    return Dossier(
        subject=subject,
        versions=replace(material.versions, lists=material.versions.lists or _lists(material.ledger.code_lists)),
        notices=opening_notices((rows.goods, rows.cells), proof.sources, material.internal),
        summary=(*sentences, *further, *_on_findings(suspicions, bool(quiet))),
        blocks=(*blocks, *drawings),
        suspicions=suspicions,
        silences=quiet,
        unseen=unseen(rows.told, subject),
        figures=book.figures,
        places=proof.places,
        sources=proof.sources,
        evidence=proof.rows,
    )


@dataclass(frozen=True)
class _Rows:
    """The subject's own rows.

    Attributes:
        goods, cells: All of them.
        told: Those that may be printed, by stream.
        own: The same, then those of closed sources.
    """

    goods: Fetched
    cells: Fetched
    streams: tuple[Stream, ...]
    cell_streams: tuple[CellStream, ...]
    told: tuple[Line, ...]
    own: tuple[Line, ...]

    @classmethod
    def of(cls, subject: SubjectNote, material: Material) -> Self:
        goods, cells = _goods(subject, material), _cells(subject, material)
        every = (*goods.lines, *cells.lines)
        closed = shelf_of((line.source_id for line in every), material.originals, material.internal).closed
        streams = streams_of([line for line in goods.lines if line.source_id not in closed], subject.id)
        cell_streams = _cell_streams(subject, [line for line in cells.lines if line.source_id not in closed])
        told = [line for stream in streams for line in stream.lines]
        told += [line for stream in cell_streams for line in stream.lines]
        own = (*told, *(line for line in every if line.source_id in closed))
        return cls(goods, cells, streams, cell_streams, tuple(told), own)


def _tell_more(frame: Frame, drawn: Drawn, case: CaseFile) -> tuple[list[Sentence], list[Block]]:
    """The drawings, and what people wrote into the case."""
    by_id = {line.row_id: line for line in drawn.lines}
    drawings = [*drawn_blocks(frame, drawn)]
    return [*case_sentences(frame, case, by_id)], [*drawings, *case_blocks(frame, case, by_id)]


@dataclass(frozen=True)
class _Frames:
    """One frame for goods lines, one for published cells: their records span different months."""

    material: Material
    plain: Frame

    def for_table(self, table: Table) -> Frame:
        span = _months_of(table)
        return replace(self.plain, windows=windows_of(self.material.watershed.on, span), records=span)

    def held(self, stream: CellStream) -> Span:
        """The months for which the ledger holds cells of the stream's countries and flow, of whatever goods.

        Another lane may have been published further on.
        """
        cells = self.material.ledger.statistics
        sides = [(cells[it], sorted({getattr(line, it) for line in stream.lines})) for it in _ENDS]
        alike = [column.isin(texts) for column, texts in sides]
        return _months_of(cells.filter(*alike))


def _months_of(table: Table) -> Span:
    last = table.month + table.months - 1 if "months" in table.columns else table.month
    months = table.aggregate(first=table.month.min(), last=last.max()).to_pyarrow().to_pylist()[0]
    known = months["first"] is not None
    return Span(int(months["first"]), int(months["last"]) + 1) if known else Span(0, 0)


def _tell(
    frames: _Frames, streams: Sequence[Stream], cell_streams: Sequence[CellStream]
) -> tuple[list[Sentence], list[Block]]:
    sentences: list[Sentence] = []
    blocks: list[Block] = []
    if streams:
        frame = frames.for_table(frames.material.ledger.items)
        for stream in streams:
            sentences += [*goods_sentences(frame, stream), *_peak(frame, stream.title, stream.lines)]
            told = stream.title[:1].upper() + stream.title[1:] if stream.id else ""
            blocks += [*goods_blocks(frame, stream), *family_blocks(frame, stream.id, told, stream.lines)]
    if cell_streams:
        frame = frames.for_table(frames.material.ledger.statistics)
        one_code = len({line.code for cells in cell_streams for line in cells.lines}) == 1
        for cells in cell_streams:
            sentences += [*cell_sentences(frame, cells), *_peak(frame, cells.title, cells.lines)]
            blocks += cell_blocks(frame, cells, frames.held(cells), one_code)
            blocks += family_blocks(frame, cells.id, cells.title, cells.lines)
    return sentences, blocks


def _peak(frame: Frame, title: str, lines: Sequence[Line]) -> Iterator[Sentence]:
    if found := peak_sentence(frame, title, lines):
        yield found


def _on_findings(told: Sequence[Suspicion], looked: bool) -> Iterator[Sentence]:
    if not told:
        words = "No pattern of diversion was found for this subject; see what could not be assessed."
        yield Sentence((words,), rests_on="silences" if looked else "")
        return
    strongest = told[0]
    opening = "One pattern was found" if len(told) == 1 else f"{len(told)} patterns were found, the strongest"
    words = f"{opening}: {strongest.title} (strength {strongest.strength:.2f}), on "
    yield Sentence((words, strongest.evidence, f" of evidence. {strongest.headline}"), strongest.confidence)


def _frame(subject: SubjectNote, lines: Sequence[Line], book: FigureBook, material: Material) -> Frame:
    parties = party_names(material.ledger.parties, {it for line in lines for it in line.parties.values()})
    senders = Counter(it for line in lines for it in (line.origin, line.reporter) if it)
    makers = frozenset(it for it, _ in sorted(senders.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_MAKERS])
    return Frame(
        subject=subject,
        book=book,
        names=_printed({party: (row["name"] or row["anchor"], row["country"] or "") for party, row in parties.items()}),
        countries={party: row["country"] or "" for party, row in parties.items()},
        tiers=_tiers(material.ledger.code_lists),
        watershed=material.watershed,
        windows=None,
        records=Span(0, 0),
        markers=tuple(material.markers(frozenset(line.code for line in lines if line.code), makers)),
    )


def _printed(parties: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Names as printed; two parties of one name also get their country or a piece of their id, so that no
    table merges them.
    """
    plain = Counter(name for name, _ in parties.values())
    placed = Counter(parties.values())
    printed: dict[str, str] = {}
    for party, (name, country) in parties.items():
        where = place_name(country) if country else "country not recorded"
        apart = where if placed[name, country] == 1 else f"{where}, {party[:6]}"
        printed[party] = name if plain[name] == 1 else f"{name} [{apart}]"
    return printed


def _tiers(code_lists: Table) -> dict[str, str]:
    listed = code_lists.filter(code_lists.authority == "CHPL", code_lists.end.isnull())
    rows = listed.select("goods_code", "tier").order_by(["goods_code", "tier"]).to_pyarrow().to_pylist()
    return {row["goods_code"]: f"{row['tier'] or 'listed'}" for row in reversed(rows)}


def _lists(code_lists: Table) -> tuple[str, ...]:
    grouped = code_lists.group_by("authority", "list", "source_id").aggregate(codes=code_lists.count())
    rows = grouped.order_by(["authority", "list", "source_id"]).to_pyarrow().to_pylist()
    return tuple(f"{it['authority']}, {it['list']}: {it['codes']:,} codes ({it['source_id'][:16]})" for it in rows)


def _goods(subject: SubjectNote, material: Material) -> Fetched:
    items = material.ledger.items
    wanted = _wanted_items(subject, items)
    return _NOTHING if wanted is None else fetch_items(items, wanted, material.most_rows)


def _wanted_items(subject: SubjectNote, items: Table) -> BooleanValue | None:
    if subject.kind == "company":
        return _any([items[f"{role}_id"] == party_number(subject.id) for role in _ROLES])
    if subject.kind == "brand":
        return items.brand == subject.id
    if subject.kind == "country":
        return _any([items[side] == subject.id for side in ("origin", "dispatch", "destination")])
    route, code = _lane(subject)
    sides = ("origin", "dispatch", "destination") if len(route) == 3 else ("dispatch", "destination")
    wanted = items.goods_code.startswith(code)
    for side, country in zip(sides, route, strict=True):
        wanted = wanted & items[side].isin(sorted(_members(country)))
    return wanted


def _any(conditions: Sequence[BooleanValue]) -> BooleanValue:
    wanted = conditions[0]
    for condition in conditions[1:]:
        wanted = wanted | condition
    return wanted


def _lane(subject: SubjectNote) -> tuple[tuple[str, ...], str]:
    route, _, code = subject.id.partition(":")
    return tuple(route.split(">")), code


def _members(country: str) -> frozenset[str]:
    """The codes that stand for a country, or for the EU: the aggregate and everyone who was ever a member."""
    if not country.startswith("EU"):
        return frozenset({country})
    return frozenset({"EU", "EU27_2020", country}) | eu_members(date(2013, 7, 1)) | eu_members(date(2020, 2, 1))


def _cells(subject: SubjectNote, material: Material) -> Fetched:
    cells = material.ledger.statistics
    if subject.kind == "country":
        sides = _members(subject.id) if subject.id.startswith("EU") else {subject.id}
        wanted = cells.reporter.isin(sorted(sides)) | cells.partner.isin(sorted(sides))
        return fetch_cells(cells, wanted, material.most_cells)
    route, code = _lane(subject)
    if subject.kind != "lane" or len(route) != 2:
        return _NOTHING
    sender, receiver = (sorted(_members(it)) for it in route)
    sent = (cells.flow == "export") & cells.reporter.isin(sender) & cells.partner.isin(receiver)
    got = (cells.flow == "import") & cells.reporter.isin(receiver) & cells.partner.isin(sender)
    wanted = (sent | got) & cells.goods_code.startswith(code)
    found = fetch_cells(cells, wanted, material.most_cells)
    lines = tuple(line for line in found.lines if _was_member(line, route))
    # A cell of a country that was no member then is not on this lane: it was not cut off.
    foreign = [line.value or 0.0 for line in found.lines if not _was_member(line, route)]
    return Fetched(lines, found.total - len(foreign), found.total_value - sum(foreign))


def _was_member(line: Line, route: Collection[str]) -> bool:
    """For lanes of the EU: a country's cell counts only while it was a member."""
    if not any(it.startswith("EU") for it in route):
        return True
    ends = {line.reporter, line.partner} - set(route)
    return all(it.startswith("EU") or (line.on is not None and it in eu_members(line.on)) for it in ends)


def _cell_streams(subject: SubjectNote, lines: Sequence[Line]) -> tuple[CellStream, ...]:
    if not lines:
        return ()
    route = _lane(subject)[0]
    streams = country_streams(lines, subject.id) if subject.kind == "country" else lane_streams(lines, *route)
    return tuple(stream for stream in streams if stream.lines)


def _extra(findings: Sequence[Finding], own: Sequence[Line], material: Material) -> tuple[Line, ...]:
    """Rows that findings cite beyond the subject's own."""
    tables = {"items": material.ledger.items, "statistics": material.ledger.statistics}
    unit = next((line.unit for line in own if line.table == "statistics"), "EUR")
    known = _cited(own)
    missing = {it for it in cited_places(findings) if it not in known}
    pairs = {(it[0], it[3]) for it in missing}
    found = fetch_places(tables, pairs, unit) if pairs else ()
    ids = {line.row_id for line in own}
    movements = (line for line in found if line.row_id not in ids and not missing.isdisjoint(_spots(line)))
    return (
        *movements,
        *fetch_records(material.ledger, {it for finding in findings for it in finding.get("row_ids", ())}),
    )


def _spots(line: Line) -> list[Place]:
    """A line is cited by its row, or by its cell where a row holds several."""
    return [(line.source_id, line.member, line.sheet, line.row, cell) for cell in dict.fromkeys(("", line.cell))]


def _cited(lines: Sequence[Line]) -> dict[Place, list[int]]:
    found: dict[Place, list[int]] = defaultdict(list)
    for line in lines:
        for spot in _spots(line):
            found[spot].append(line.row_id)
    return found
