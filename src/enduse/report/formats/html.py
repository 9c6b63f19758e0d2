"""One self-contained HTML page: nothing is loaded from anywhere, every figure opens its rows."""

import base64
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from html import escape as plain_escape
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from enduse.report import export_format
from enduse.report.dossier_parts.front_matter import document_status
from enduse.report.dossier_parts.phrases import CITES, cite_anchor, cited_in
from enduse.report.dossier_parts.proof import proven
from enduse.report.dossier_parts.texts import Texts
from enduse.report.figures.drawing import chart_svg
from enduse.report.model import Block, Cell, Dossier, EvidenceRow, Figure, SeriesBlock, Suspicion, TableBlock
from enduse.report.wording import CONFIDENCE, DASH, amount, exact, place_name, runs_text

_CITE = re.compile(r"\b([CE][1-9]\d*)\b")
CHUNK = 100
"""Evidence rows that the page makes visible at a time."""


@export_format(id="html", suffix=".html", title="one self-contained page")
def html(dossier: Dossier, path: Path) -> None:
    """Write the page; it reads without scripts, too, and prints with all its evidence."""
    path.write_text(page(dossier), encoding="utf-8", newline="\n")


def page(dossier: Dossier) -> str:
    """The page as text."""
    folder = files("enduse.report") / "templates"
    style, script = ((folder / name).read_text(encoding="utf-8") for name in ("dossier.css", "dossier.js"))
    cited = cited_in(dossier)
    return (
        _environment(cited)
        .get_template("dossier.html.j2")
        .render(
            dossier=dossier,
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
            groups=_by_typology(dossier.suspicions),
            chunks=list(_chunks(dossier)),
            values=Markup(json.dumps(_values(dossier.evidence), separators=(",", ":"))),
            outline=_outline(dossier.blocks),
            measures=CONFIDENCE,
            status=document_status(dossier, Texts("en")),
        )
    )


def _values(evidence: Iterable[EvidenceRow]) -> dict[str, list[Any]]:
    """For the drawer: each row's value, and where its unit stands in the list of units."""
    rows = list(evidence)
    units = sorted({row.unit for row in rows})
    at = {unit: number for number, unit in enumerate(units)}
    return {"units": units, "unit": [at[row.unit] for row in rows], "values": [row.value for row in rows]}


def _outline(blocks: Iterable[Block]) -> list[tuple[str, list[Block]]]:
    """Neighbouring blocks of one stream together, under its title; those of no stream under none."""
    return [(stream, list(own)) for stream, own in groupby(blocks, key=lambda it: it.stream)]


def _by_typology(suspicions: Iterable[Suspicion]) -> list[list[Suspicion]]:
    """Findings of one pattern together, so that its limits are said once; strongest pattern first."""
    groups: dict[tuple[object, ...], list[Suspicion]] = defaultdict(list)
    for it in suspicions:
        groups[it.typology, it.innocent, it.misses, it.settle].append(it)
    return list(groups.values())


def _environment(cited: frozenset[str]) -> Environment:
    env = Environment(
        loader=PackageLoader("enduse.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        cell=partial(_cell, cited=cited),
        cites=partial(_cites, cited=cited),
        said=_said,
        runs=_runs,
        chart=_chart,
        place=place_name,
        number=_printed,
        align=_align,
    )
    env.tests["proven"] = proven
    env.tests["figure"] = lambda part: isinstance(part, Figure)
    env.tests["charted"] = lambda block: not isinstance(block, TableBlock)
    env.tests["series"] = lambda block: isinstance(block, SeriesBlock)
    return env


def _policy(style: str, script: str) -> str:
    """Only this page's own style and script may run, and nothing may be fetched."""
    own = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _hash(source: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"


def _said(figure: Figure) -> Markup:
    return _link(figure, amount(figure))


def _cell(cell: Cell, cited: Collection[str]) -> Markup:
    if isinstance(cell, Figure):
        return _link(cell, exact(cell))
    return _cites(cell, cited) if cell and CITES.fullmatch(cell) else escape(cell or DASH)


def _cites(text: str, cited: Collection[str]) -> Markup:
    """The text with the names of entries and evidence as links to where they stand."""
    parts = _CITE.split(text)
    return Markup("").join(
        Markup('<a href="#{}">{}</a>').format(cite_anchor(it), it) if it in cited else escape(it) for it in parts
    )


def _link(figure: Figure, shown: str) -> Markup:
    if not figure.rows:
        return escape(shown)
    return Markup('<a class="fig" href="#{}">{}</a>').format(figure.id, shown)


def _printed(figure: Figure) -> str:
    return amount(figure)


def _align(align: str) -> Markup:
    return Markup({"number": ' class="n"', "date": ' class="day"'}.get(align, ""))


def _runs(figure: Figure) -> Markup:
    """The numbers of its rows; the first run leads there where scripts do not run."""
    runs = runs_text(figure.rows)
    if not runs:
        return Markup("")
    first, comma, rest = runs.partition(",")
    start = re.split("[-,]", first)[0]
    return Markup('<a href="#e{}">{}</a>{}').format(start, first, comma + rest)


def _chart(block: Block) -> Markup:
    return Markup("") if isinstance(block, TableBlock) else Markup(chart_svg(block))


def _chunks(dossier: Dossier) -> Iterator[tuple[int, int, Markup]]:
    """First number, last number and rows of each part of the evidence table."""
    for start in range(0, len(dossier.evidence), CHUNK):
        part = dossier.evidence[start : start + CHUNK]
        yield part[0].number, part[-1].number, Markup("".join(_evidence(dossier, row) for row in part))


def _evidence(dossier: Dossier, row: EvidenceRow) -> str:
    """Two table rows: what the row says, and its untouched cells; plain text pieces, for there are many thousand."""
    tell = partial(plain_escape, quote=True)
    cells = (where(dossier, row), row.document, row.on, row.route, row.parties, row.code, row.withheld or row.text)
    place, document, on, route, parties, code, text = map(tell, cells)
    said = (
        f'<tr id="e{row.number}"><th scope="row">{row.number}</th><td data-p="{row.place}">{place}</td>'
        f'<td>{document}</td><td class="day">{on}</td><td>{route}</td><td>{parties}</td><td class="code">{code}</td>'
        f'<td>{text}</td><td class="n">{_value(row)}</td></tr>'
    )
    if row.withheld:
        return said
    raw = "".join(f"<q>{tell(cell)}</q>" for cell in row.cells)
    unread = "the file could not be read again; see its SHA-256 under Sources"
    return f'{said}<tr class="raw"><td></td><td colspan="8">{raw or unread}</td></tr>'


def where(dossier: Dossier, row: EvidenceRow) -> str:
    """``2023.zip › a.csv › row 12``: where a person finds the row."""
    place = dossier.places[row.place]
    spot = f"cell {row.cell}" if row.cell else f"row {row.row}"
    return " › ".join(it for it in (dossier.sources[place.source].name, place.path, spot) if it)


def _value(row: EvidenceRow) -> str:
    if row.value is None:
        return "withheld" if row.withheld else "not recorded"
    digits = 0 if float(row.value).is_integer() else 2
    return f"{row.value:,.{digits}f} {row.unit}"
