"""A paper as HTML and as Markdown; every text of it stands there as text, never as markup."""

import re
from html import escape
from importlib.resources import files

from enduse.report.paper_parts.blocks import Asked, Block, Bullets, Fields, Grid, Heading, Paper, Signature, Words

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~=&$:@^\"'])")


def as_html(paper: Paper) -> str:
    """One page that needs nothing from outside; no script."""
    css = (files("enduse.report") / "templates" / "paper.css").read_text(encoding="utf-8")
    body = "\n".join(_html(it) for it in paper.blocks)
    return (
        f'<!doctype html>\n<html lang="{escape(paper.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(paper.title)}</title>\n<style>\n{css}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(paper.title)}</h1>\n{body}\n</main>\n<footer>{escape(paper.foot)}</footer>\n</body>\n</html>\n"
    )


def _html(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case Words(text, tone):
            return f'<p class="{tone}">{escape(text)}</p>'
        case Fields(rows):
            lines = (f"<dt>{escape(label)}</dt><dd>{escape(value) or '&nbsp;'}</dd>" for label, value in rows)
            return f"<dl>{''.join(lines)}</dl>"
        case Bullets(items, numbered):
            tag = "ol" if numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{escape(it)}</li>' for it in items)}</{tag}>"
        case Asked():
            mark = f"{block.number}. {escape(block.question)} <small>[{escape(block.mark)}]</small>"
            said = f"<p>{escape(block.good)}</p><p>{escape(block.answer)}</p>"
            return f'<section class="asked"><h3>{mark}</h3>{said}</section>'
        case Grid():
            head = "".join(f'<th scope="col">{escape(it)}</th>' for it in block.header)
            cells = "".join(f"<tr>{''.join(f'<td>{escape(it)}</td>' for it in row)}</tr>" for row in block.rows)
            return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table></div>'
        case Signature(labels):
            return "".join(f'<p class="sign">{escape(it)}</p>' for it in labels)


def as_markdown(paper: Paper) -> str:
    """The paper in CommonMark with tables."""
    parts = [f"# {_text(paper.title)}", *(_markdown(it) for it in paper.blocks)]
    return "\n\n".join(filter(None, [*parts, f"---\n\n{_text(paper.foot)}" if paper.foot else ""])) + "\n"


def _markdown(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * (level + 1)} {_text(text)}"
        case Words(text, tone):
            return f"> {_text(text)}" if tone in ("strong", "stop") else _text(text)
        case Fields(rows):
            return "\n".join(f"- **{_text(label)}:** {_text(value)}" for label, value in rows)
        case Bullets(items, numbered):
            return "\n".join(f"{f'{at}.' if numbered else '-'} {_text(it)}" for at, it in enumerate(items, 1))
        case Asked():
            asked = f"**{block.number}\\. {_text(block.question)}** ({_text(block.mark)})"
            return f"{asked}\n\n{_text(block.good)}\n\n{_text(block.answer)}"
        case Grid():
            lines = [_row(block.header), _row(("---",) * len(block.header), plain=True), *map(_row, block.rows)]
            return "\n".join(lines)
        case Signature(labels):
            return "\n\n".join(f"{_text('_' * 40)}\n{_text(it)}" for it in labels)


def _row(cells: tuple[str, ...], *, plain: bool = False) -> str:
    return f"| {' | '.join(it if plain else _text(it) for it in cells)} |"


def _text(text: str) -> str:
    """Every sign that could be markup as itself."""
    return _SIGNS.sub(r"\\\1", text)
