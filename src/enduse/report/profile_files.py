"""Profiles as files: HTML that needs nothing else, Markdown, JSON."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from enduse.errors import UsageError
from enduse.model.profile import Cell, Number, Profile, ProfileTable, Section
from enduse.report.profile_text import DASH, cell_text, profile_object, shown_columns, statement_text
from enduse.store.atomic import explained, write_atomically

_DAY = re.compile(r"\d{4}(-\d\d){0,2}")
SUFFIXES = (".html", ".md", ".json")

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; } h2 { margin-top: 2rem; border-bottom: 1px solid; }
.word, .note, .cited { opacity: .75; font-size: .875rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0; } caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8886; }
.number { text-align: right; } td.day { white-space: nowrap; }
td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
@media print { body { margin: 0; max-width: none; } a { color: inherit; text-decoration: none; } }
"""


def write_profile(profiles: Sequence[Profile], path: Path) -> None:
    """Write profiles to a file, whole or not at all, in the format of its suffix.

    Raises:
        UsageError: ``E-PROFILE-FORMAT``.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(
            f"{path.name!r} ends in {suffix or 'nothing'!r}; a profile is written as one of {', '.join(SUFFIXES)}.",
            code="E-PROFILE-FORMAT",
        )
    if suffix == ".json":
        text = "".join(f"{json.dumps(profile_object(it), ensure_ascii=False, default=str)}\n" for it in profiles)
    elif suffix == ".md":
        text = "\n".join(line for it in profiles for line in markdown_lines(it)) + "\n"
    else:
        text = profile_page(profiles)
    with explained("writing the profile", path):
        write_atomically(path.absolute(), text.encode())


def _numbered(profile: Profile) -> dict[int, int]:
    return {it.id: at for at, it in enumerate(profile.places, 1)}


def _runs(ids: Sequence[int], numbers: Mapping[int, int]) -> str:
    """The rows of a number as numbers of the list below, the first few of them."""
    told = sorted(numbers[it] for it in ids if it in numbers)
    shown = ", ".join(map(str, told[:6]))
    return f"{shown} and {len(told) - 6:,} more" if len(told) > 6 else shown


def markdown_lines(profile: Profile) -> Iterator[str]:
    """The profile in Markdown: sentences with their word, tables, and what is cited."""
    yield from (f"# {_plain(profile.title)}", "", f"{profile.kind}, as of {profile.on}", "")
    yield from (line for it in profile.notices for line in (f"> {_plain(it)}", ""))
    numbers = _numbered(profile)
    for section in profile.sections:
        yield from (f"## {section.title}", "")
        yield from _markdown_section(section, numbers)
    yield from ("## What this cannot see", "", *(f"- {it}" for it in profile.unseen), "")
    yield from _markdown_cited(profile)


def _markdown_section(section: Section, numbers: Mapping[int, int]) -> Iterator[str]:
    if section.not_assessable:
        yield from (f"*Not assessable: {section.not_assessable}*", "")
    for it in section.statements:
        rows = sorted({*it.rows, *(row for part in it.parts if isinstance(part, Number) for row in part.rows)})
        cited = "; ".join(filter(None, (f"rows {_runs(rows, numbers)}" if rows else "", ", ".join(it.refs))))
        yield f"- {_plain(statement_text(it))} *{it.confidence}*" + (f" ({cited})" if cited else "")
    if section.statements:
        yield ""
    for table in section.tables:
        yield from _markdown_table(table, numbers)


def _markdown_table(table: ProfileTable, numbers: Mapping[int, int]) -> Iterator[str]:
    shown = shown_columns(table)
    if not shown:
        return
    yield from (f"**{table.title}**", "")
    yield f"| {' | '.join(table.columns[at] for at in shown)} | rows |"
    yield f"|{'---|' * (len(shown) + 1)}"
    for line in table.lines:
        ids = {*line.rows, *(row for it in line.cells if isinstance(it, Number) for row in it.rows)}
        cells = " | ".join(_plain(cell_text(line.cells[at])).replace("|", "\\|") for at in shown)
        yield f"| {cells} | {', '.join(filter(None, (_runs(sorted(ids), numbers), *line.refs)))} |"
    yield from ("", *((table.note, "") if table.note else ()))


def _markdown_cited(profile: Profile) -> Iterator[str]:
    if profile.references:
        yield from ("## Cited", "")
        for it in profile.references:
            yield f"- `{it.id}` {_plain(it.text)}" + (f" ({it.confidence})" if it.confidence else "")
        yield ""
    if profile.places:
        yield from ("## Rows", "")
        yield from (f"{at}. {_plain(it.text)}" for at, it in enumerate(profile.places, 1))


def _plain(text: str) -> str:
    """Text of strangers may not make headings, links or tags."""
    escaped = html.escape(" ".join(text.split()), quote=False)
    return "".join(f"\\{it}" if it in "*_[]`#" else it for it in escaped)


def profile_page(profiles: Sequence[Profile]) -> str:
    """One HTML page that needs no other file and runs no script."""
    title = html.escape(", ".join(it.title for it in profiles))
    body = "\n".join(line for at, it in enumerate(profiles, 1) for line in _page_lines(it, f"p{at}"))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _page_lines(profile: Profile, anchor: str) -> Iterator[str]:
    numbers = _numbered(profile)
    yield f"<h1>{html.escape(profile.title)}</h1><p>{profile.kind}, as of {profile.on}</p>"
    yield from (f'<p class="notice"><b>{html.escape(it)}</b></p>' for it in profile.notices)
    for section in profile.sections:
        yield f'<section id="{anchor}-{section.id}"><h2>{html.escape(section.title)}</h2>'
        yield from _page_section(section, numbers, anchor)
        yield "</section>"
    unseen = "".join(f"<li>{html.escape(it)}</li>" for it in profile.unseen)
    yield f"<section><h2>What this cannot see</h2><ul>{unseen}</ul></section>"
    yield from _page_cited(profile, anchor)


def _page_section(section: Section, numbers: Mapping[int, int], anchor: str) -> Iterator[str]:
    if section.not_assessable:
        yield f"<p><em>Not assessable: {html.escape(section.not_assessable)}</em></p>"
    if section.statements:
        yield "<ul>"
        for it in section.statements:
            rows = {*it.rows, *(row for part in it.parts if isinstance(part, Number) for row in part.rows)}
            cited = _links(rows, it.refs, numbers, anchor)
            yield f'<li>{html.escape(statement_text(it))} <span class="word">{it.confidence}{cited}</span></li>'
        yield "</ul>"
    for table in section.tables:
        yield from _page_table(table, numbers, anchor)


def _links(rows: set[int], refs: Sequence[str], numbers: Mapping[int, int], anchor: str) -> str:
    told = sorted(numbers[it] for it in rows if it in numbers)
    links = [f'<a href="#{anchor}-r{it}">{it}</a>' for it in told[:6]]
    more = [f"{len(told) - 6:,} more"] if len(told) > 6 else []
    cited = [f'<a href="#{anchor}-{html.escape(it)}">{html.escape(it)}</a>' for it in refs]
    return f" [{', '.join([*links, *more, *cited])}]" if links or cited else ""


def _page_table(table: ProfileTable, numbers: Mapping[int, int], anchor: str) -> Iterator[str]:
    shown = shown_columns(table)
    if not shown:
        return
    heads = "".join(_page_head(table, at) for at in shown)
    told = html.escape(table.title)
    yield f'<div class="scroll" role="region" aria-label="{told}" tabindex="0"><table><caption>{told}</caption>'
    yield f'<thead><tr>{heads}<th scope="col">rests on</th></tr></thead><tbody>'
    for line in table.lines:
        ids = {*line.rows, *(row for it in line.cells if isinstance(it, Number) for row in it.rows)}
        cells = "".join(_page_cell(line.cells[at]) for at in shown)
        yield f'<tr>{cells}<td class="cited">{_links(ids, line.refs, numbers, anchor) or DASH}</td></tr>'
    yield "</tbody></table></div>"
    if table.note:
        yield f'<p class="note">{html.escape(table.note)}</p>'


def _page_head(table: ProfileTable, at: int) -> str:
    cells = [it.cells[at] for it in table.lines if it.cells[at] is not None]
    kind = ' class="number"' if all(isinstance(it, Number) for it in cells) else ""
    return f'<th scope="col"{kind}>{html.escape(table.columns[at])}</th>'


def _page_cell(cell: Cell) -> str:
    if isinstance(cell, str) and _DAY.fullmatch(cell):
        return f'<td class="day">{cell}</td>'
    kind = ' class="number"' if isinstance(cell, Number) else ""
    return f"<td{kind}>{html.escape(cell_text(cell))}</td>"


def _page_cited(profile: Profile, anchor: str) -> Iterator[str]:
    if profile.references:
        items = "".join(
            f'<li id="{anchor}-{html.escape(it.id)}"><b>{html.escape(it.id)}</b> {html.escape(it.text)}'
            f' <span class="word">{html.escape(it.confidence)}</span></li>'
            for it in profile.references
        )
        yield f"<section><h2>Cited</h2><ul>{items}</ul></section>"
    if profile.places:
        rows = "".join(
            f'<li id="{anchor}-r{at}" value="{at}">{html.escape(it.text)}</li>'
            for at, it in enumerate(profile.places, 1)
        )
        yield f"<section><h2>Rows</h2><ol>{rows}</ol></section>"
