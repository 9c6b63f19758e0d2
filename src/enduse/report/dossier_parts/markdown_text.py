"""A dossier as Markdown with tables and footnotes; every text of it stands there as text, never as markup."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from enduse.report.dossier_parts.pieces import (
    Contents,
    Document,
    Heading,
    Passage,
    Picture,
    Piece,
    Points,
    Run,
    Runs,
    Sheet,
)  # fmt: skip

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~=&$:@^\"'])")
# Between letters and digits these begin nothing; escaped, they would only be hard to read in the source.
_HARMLESS = re.compile(r"(?<=[^\W_])\\([.\-:'])(?=[^\W_])|(?<=[^\W_])\\([.:,])(?= |$)")
_QUOTED = frozenset({"notice", "warning", "danger"})


def as_markdown(document: Document) -> str:
    """The document, already fit to be printed; pictures are inside, as data."""
    writer = _Writer(document)
    parts = [text(document.kicker), f"# {text(document.title)}", f"**{text(document.status)}**"]
    parts += [it for piece in document.pieces if (it := writer.piece(piece))]
    notes = "\n".join(f"[^{at}]: {note}" for at, note in enumerate(writer.notes, 1))
    return "\n\n".join(filter(None, [*parts, "---", notes])) + "\n"


def text(words: str) -> str:
    """Every sign that could be markup as itself.

    >>> text("<b>a|b</b> 8458.11")
    '\\\\<b\\\\>a\\\\|b\\\\</b\\\\> 8458.11'
    """
    return _HARMLESS.sub(lambda it: it[1] or it[2], _SIGNS.sub(r"\\\1", words))


@dataclass
class _Writer:
    """Writes pieces and keeps their footnotes."""

    document: Document
    notes: list[str] = field(default_factory=list)

    def piece(self, piece: Piece) -> str:
        match piece:
            case Heading():
                return self._heading(piece)
            case Passage(runs, tone):
                return f"> {self._runs(runs)}" if tone in _QUOTED else self._runs(runs)
            case Points(items):
                return "\n".join(f"- {self._runs(it)}" for it in items)
            case Sheet():
                return "\n".join(self._sheet(piece))
            case Picture(svg, told):
                return f"![{text(told)}](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})"
            case Contents(title):
                return f"**{text(title)}**\n\n{self._contents()}"

    def _heading(self, it: Heading) -> str:
        side = f" ({text(it.side)})" if it.side else ""
        return f'<a id="{it.anchor}"></a>\n\n{"#" * (it.level + 1)} {text(it.text)}{side}'

    def _contents(self) -> str:
        found = (it for it in self.document.pieces if isinstance(it, Heading) and it.level == 1)
        return "\n".join(f"- [{text(it.text)}](#{it.anchor}){f' ({text(it.side)})' if it.side else ''}" for it in found)

    def _runs(self, runs: Runs) -> str:
        return "".join(self._run(it) for it in runs)

    def _run(self, run: Run) -> str:
        said = text(run.text)
        if run.look in ("bold", "alert") and said.strip():
            # A closing mark behind a space would not close.
            said = f"**{said.rstrip()}**{' ' if said.endswith(' ') else ''}"
        elif run.look == "grade":
            said = f"*{said}*"
        if run.to:
            said = f"[{said}](#{run.to})"
        if run.note:
            self.notes.append(text(run.note))
            said += f"[^{len(self.notes)}]"
        return said

    def _sheet(self, sheet: Sheet) -> Iterator[str]:
        yield f"| {' | '.join(text(it) for it in sheet.header)} |"
        yield f"| {' | '.join('---:' if it == 'right' else '---' for it in sheet.aligns)} |"
        for row, anchor, below in zip_longest(sheet.rows, sheet.anchors, sheet.under):
            cells = [self._runs(it) for it in row]
            if anchor:
                cells[0] = f'<a id="{anchor}"></a>{cells[0]}'
            if below:
                cells[-2] += f"<br>{text(' ¦ '.join(below))}"
            yield f"| {' | '.join(cells)} |"
