"""Findings, tables and charts, in the order of the page."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from enduse.report.case_story import CITED
from enduse.report.dossier_parts.front_matter import graded
from enduse.report.dossier_parts.phrases import align, cell, cite_anchor, cited_in, noted_words, section, words
from enduse.report.dossier_parts.pictures import picture
from enduse.report.dossier_parts.pieces import Heading, Passage, Piece, Points, Run, Sheet
from enduse.report.dossier_parts.texts import Texts
from enduse.report.model import Block, Dossier, SeriesBlock, Suspicion, TableBlock
from enduse.report.wording import amount, cell_text

_MANY = 8
"""Columns from which on a table is set small."""
_LEAST, _MOST = 6, 34
"""Characters that the width of a column is reckoned with."""


def body(dossier: Dossier, texts: Texts) -> Iterator[Piece]:
    """All findings, then all blocks."""
    yield section(texts, "findings")
    if not dossier.suspicions:
        yield Passage(words(texts.say("hint", "findings_none")))
    for group in _by_typology(dossier):
        yield Heading(group[0].title, f"pattern-{group[0].key}", 2)
        for it in group:
            yield from _finding(it, texts)
        yield from _limits(group[0], texts)
    cited = cited_in(dossier)
    for block in dossier.blocks:
        yield from _block(block, texts, cited)


def _by_typology(dossier: Dossier) -> list[list[Suspicion]]:
    """Findings of one pattern together, so that its limits are said once; as on the page."""
    groups: dict[tuple[object, ...], list[Suspicion]] = defaultdict(list)
    for it in dossier.suspicions:
        groups[it.typology, it.innocent, it.misses, it.settle].append(it)
    return list(groups.values())


def _finding(it: Suspicion, texts: Texts) -> Iterator[Piece]:
    yield Passage((Run(it.headline), *graded(it, texts)), "headline")
    yield Passage(words(it.strength_sentence))
    evidence = noted_words(texts.label("of_evidence", amount=amount(it.evidence)), it.evidence, texts)
    lead = " · ".join(filter(None, (it.subject, it.period)))
    rest = f" · {texts.label('key')} {it.key}"
    if len(it.evidence.rows) < it.evidence.value:
        rest = f", {texts.label('listed', count=f'{len(it.evidence.rows):,}')}{rest}"
    yield Passage((Run(f"{lead} · ", "soft"), evidence, Run(rest, "soft")), "soft")
    if it.others:
        yield Passage(words(" · ".join(it.others)), "soft")
    if it.figures:
        yield _stated(it, texts)


def _stated(it: Suspicion, texts: Texts) -> Sheet:
    """What the pattern computed; its rows are those of the finding."""
    to = it.evidence.id if it.evidence.rows else ""
    rows = tuple((words(name), (Run(value, to=to),)) for name, value in it.figures)
    return Sheet((texts.label("finding_figure"), texts.label("value")), ("left", "right"), (3, 2), rows)


def _limits(it: Suspicion, texts: Texts) -> Iterator[Piece]:
    for key, lines in (("innocent", it.innocent), ("misses", it.misses), ("settle", it.settle)):
        if lines:
            yield Passage((Run(texts.label(key), "bold"),))
            yield Points(tuple(words(line) for line in lines))


def _block(block: Block, texts: Texts, cited: Collection[str]) -> Iterator[Piece]:
    yield Heading(block.title, f"block-{block.id}", 1, block.stream)
    if block.note:
        yield Passage(words(block.note), "soft")
    if isinstance(block, TableBlock):
        yield _table(block, cited)
        return
    if isinstance(block, SeriesBlock):
        bands = f"{texts.label('legend')}: {' · '.join(band.name for band in block.bands)}"
        yield Passage(words(bands), "soft")
    yield picture(block)
    if isinstance(block, SeriesBlock) and block.markers:
        yield _markers(block, texts)
    yield Passage(words(texts.say("hint", "chart")), "soft")
    yield _table(block.twin, cited)


def _markers(block: SeriesBlock, texts: Texts) -> Sheet:
    header = tuple(texts.label(it) for it in ("mark", "date", "event", "citation"))
    rows = tuple(
        (words(str(at)), words(str(it.on)), words(it.label), words(it.citation or "–"))
        for at, it in enumerate(block.markers, 1)
    )
    return Sheet(header, ("left",) * 4, (2, 5, 14, 14), rows)


def _table(block: TableBlock, cited: Collection[str]) -> Sheet:
    if block.id == CITED:
        return _citations(block)
    rows = tuple(tuple(cell(it, cited) for it in row) for row in block.rows)
    titles = tuple(it.title for it in block.columns)
    aligns = tuple(align(it.align) for it in block.columns)
    return Sheet(titles, aligns, _widths(block), rows, tiny=len(titles) >= _MANY)


def _citations(block: TableBlock) -> Sheet:
    """What is cited, with a place for links to lead to; the hash stands below its row, where it fits in one line."""
    columns = block.columns[:-1]
    rows = tuple(tuple(cell(it) for it in row[:-1]) for row in block.rows)
    under = tuple((f"{block.columns[-1].title} {row[-1]}",) if row[-1] else () for row in block.rows)
    widths = _widths(block)[:-1]
    anchors = tuple(cite_anchor(str(row[0])) for row in block.rows)
    return Sheet(
        tuple(it.title for it in columns), tuple(align(it.align) for it in columns), widths, rows, anchors, under
    )


def _widths(block: TableBlock) -> tuple[int, ...]:
    """As long as the longest cell, within limits; titles count for half since they break."""
    widths = []
    for at, column in enumerate(block.columns):
        cells = max((len(cell_text(row[at])) for row in block.rows), default=0)
        words_of = max((len(it) for it in column.title.split()), default=0)
        widths.append(min(_MOST, max(_LEAST, cells + 2, words_of + 2, len(column.title) // 2)))
    return tuple(widths)
