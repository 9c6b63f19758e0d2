"""A paper as PDF. Its texts reach the typesetter as data; none of them is ever part of its program."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import typst

from enduse.report.paper_parts.blocks import Paper, Words
from enduse.report.paper_parts.fonts import breakable, each_text, fonts_for, in_latin, lacking_scripts
from enduse.report.paper_parts.fonts import families as families_at_hand

_DAY_ZERO = datetime(2000, 1, 1, tzinfo=UTC)
NO_FONT = (
    "This machine has no font for {scripts}: these letters are written in Latin ones, in brackets. The HTML and the "
    "Markdown form of this paper have them as they are."
)


def as_pdf(paper: Paper, families: frozenset[str] | None = None) -> bytes:
    """The paper, already cleaned; equal papers and fonts give equal bytes.

    Args:
        paper: The paper.
        families: Font families at hand; None: those of this machine.
    """
    known = families_at_hand() if families is None else families
    shown = _shown(paper, known)
    data = {
        "title": shown.title,
        "language": shown.language,
        "author": shown.author,
        "foot": shown.foot,
        "page": shown.page.partition("{page}")[0],
        "of": shown.page.partition("{page}")[2].partition("{pages}")[0],
        "after": shown.page.partition("{pages}")[2],
        "fonts": ["Libertinus Serif", *fonts_for(shown.language, known)],
        "blocks": [{"kind": type(it).__name__, **asdict(it)} for it in shown.blocks],
    }
    program = (files("enduse.report") / "templates" / "paper.typ").read_bytes()
    done = typst.compile(
        program,
        format="pdf",
        sys_inputs={"paper": json.dumps(each_text(data, breakable), ensure_ascii=False)},
        timestamp=(paper.at or _DAY_ZERO).replace(microsecond=0),
        pdf_standards=["a-2a"],
    )
    if not isinstance(done, bytes):
        raise TypeError("the typesetter gave no single file")
    return done


def _shown(paper: Paper, known: frozenset[str]) -> Paper:
    """The paper in letters that this machine has a font for, with a word on those that it has not."""
    text = json.dumps([paper.title, paper.foot, [asdict(it) for it in paper.blocks]], ensure_ascii=False)
    lacking = lacking_scripts(text, known)
    if not lacking:
        return paper
    note = Words(NO_FONT.format(scripts=", ".join(lacking)), "small")
    latin = replace(paper, title=in_latin(paper.title), foot=in_latin(paper.foot), page="{page} / {pages}")
    blocks = (note, *(replace(it, **_each_in_latin(asdict(it))) for it in paper.blocks))
    return replace(latin, blocks=blocks)


def _each_in_latin(values: dict[str, Any]) -> dict[str, Any]:
    return {name: each_text(it, in_latin) for name, it in values.items()}
