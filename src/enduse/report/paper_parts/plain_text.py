"""A paper as plain text, to read on a terminal and to paste into a mail."""

import textwrap
import unicodedata

from enduse.report.paper_parts.blocks import Asked, Block, Bullets, Fields, Grid, Heading, Paper, Signature, Words

_WIDTH = 84
_WIDE = ("ko", "zh", "ja")


def as_text(paper: Paper) -> str:
    """The paper, already cleaned, in lines of at most 84 columns."""
    title = f"{paper.title}\n{'=' * min(_WIDTH, _columns(paper.title))}"
    parts = [title, *(_block(it) for it in paper.blocks), *([_wrapped(paper.foot)] if paper.foot else [])]
    return "\n\n".join(filter(None, parts)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{text}\n{('=-' + '-')[level] * min(_WIDTH, _columns(text))}" if level < 2 else text
        case Words(text, tone):
            return _wrapped(text, "| ") if tone in ("strong", "stop") else _wrapped(text)
        case Fields(rows):
            return "\n".join(_field(label, value) for label, value in rows)
        case Bullets(items, numbered):
            marks = [f"{it}. " if numbered else "- " for it in range(1, len(items) + 1)]
            return "\n".join(_hung(it, mark) for mark, it in zip(marks, items, strict=True))
        case Asked():
            return _asked(block)
        case Grid():
            return _grid(block)
        case Signature(labels):
            return "\n\n".join(f"{'_' * 40}\n{it}" for it in labels)


def _asked(block: Asked) -> str:
    mark = f"{block.number}. "
    pad = " " * len(mark)
    asked = _hung(f"{block.question} [{block.mark}]", mark)
    return f"{asked}\n{_wrapped(block.good, pad)}\n{pad}{block.answer}"


def _grid(block: Grid) -> str:
    """Row by row: cells of unlike length make no columns on a terminal."""
    rows = []
    for row in block.rows:
        told = [(label, it) for label, it in zip(block.header, row, strict=True) if it]
        lines = [_field(*it) for it in told]
        rows.append("\n".join(f"{'- ' if number == 0 else '  '}{it}" for number, it in enumerate(lines)))
    return "\n".join(rows)


def _field(label: str, value: str) -> str:
    if not label:
        return _hung(value, "")
    return _hung(f"{label}: {value or '_' * 30}", "", "    ")


def _hung(text: str, mark: str, pad: str = "") -> str:
    return "\n".join(_lines(text, mark, pad or " " * len(mark)))


def _wrapped(text: str, pad: str = "") -> str:
    return "\n".join(_lines(text, pad, pad))


def _lines(text: str, first: str, other: str) -> list[str]:
    """Lines of at most so many columns; scripts without spaces break anywhere."""
    if not any(unicodedata.east_asian_width(it) == "W" for it in text):
        return textwrap.wrap(
            text, _WIDTH, initial_indent=first, subsequent_indent=other, break_on_hyphens=False, break_long_words=False
        ) or [first.rstrip()]
    lines, line = list[str](), first
    for word in _words(text):
        if _columns(line + word) > _WIDTH and line.strip():
            lines.append(line.rstrip())
            line = other
        line += word if line.strip() else word.lstrip()
    return [*lines, line.rstrip()]


def _words(text: str) -> list[str]:
    """What may not be broken, with the space behind it; wide letters stand alone, with the sign that follows them."""
    found = list[str]()
    for it in text:
        wide = unicodedata.east_asian_width(it) == "W" and unicodedata.category(it) == "Lo"
        hangul = "\uac00" <= it <= "\ud7a3"
        fresh = not found or found[-1].endswith(" ") or (wide and not hangul) or _is_han(found[-1][-1]) and it.isalnum()
        if fresh:
            found.append(it)
        else:
            found[-1] += it
    return found


def _is_han(it: str) -> bool:
    return unicodedata.east_asian_width(it) == "W" and not "\uac00" <= it <= "\ud7a3"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(it) in "WF" else 1 for it in text)
