"""Texts of strangers made fit to be printed: nothing in them is markup, a command or a change of direction."""

import re
import unicodedata
from dataclasses import fields, replace
from typing import Any

from enduse.report.paper_parts.blocks import Block, Paper

_LONGEST = 4_000
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Persian and Indic writing cannot do without these two.
_JOINERS = re.compile("(?<=[\u0600-\u0fff])[\u200c\u200d](?=[\u0600-\u0fff])")
_KEEP = "\ue000"


def plain_line(text: str) -> str:
    """The text on one line, without control characters, direction marks and what no font can show.

    >>> plain_line("Stan\\u202eok\\x07  MChJ\\r\\nBcc: all")
    'Stanok MChJ Bcc: all'
    """
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    kept = "".join(it for it in _JOINERS.sub(_KEEP, spaced) if it == _KEEP or _printable(it)).replace(_KEEP, "\u200c")
    if len(kept) <= _LONGEST:
        return kept
    return f"{kept[:_LONGEST]} ... ({len(kept) - _LONGEST:,} characters more)"


def cleaned(paper: Paper) -> Paper:
    """The paper with every text of it on one line each and fit to be printed."""
    return replace(
        paper,
        title=plain_line(paper.title),
        blocks=tuple(_block(it) for it in paper.blocks),
        author=plain_line(paper.author),
        number=plain_line(paper.number),
        foot=plain_line(paper.foot),
        to=plain_line(paper.to),
    )


def _printable(it: str) -> bool:
    # U+FFFC to U+FFFF stand for nothing and are forbidden in XML.
    return unicodedata.category(it) not in _UNWANTED and not "\ufff9" <= it <= "\uffff"


def _block(block: Block) -> Block:
    values: dict[str, Any] = {it.name: _value(getattr(block, it.name)) for it in fields(block)}
    return replace(block, **values)


def _value(value: object) -> object:
    if isinstance(value, str):
        return plain_line(value)
    return tuple(_value(it) for it in value) if isinstance(value, tuple) else value
