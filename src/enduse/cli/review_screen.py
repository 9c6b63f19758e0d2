"""What the reviewer sees: two parties side by side, with the words that differ marked by colour and by a line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from enduse.case.reviewing import ReviewPair, Side
from enduse.text.names import prepare
from enduse.text.names.alignment import align
from enduse.text.names.tokens import SMALL

KEYS = (
    ("y", "yes, one party", "same"),
    ("n", "no, two parties", "not_same"),
    ("u", "unsure", "unsure"),
    ("j", "next", ""),
    ("k", "previous", ""),
    ("l", "look at the rows", ""),
    ("z", "undo", ""),
    ("/", "search", ""),
    ("?", "help", ""),
    ("q", "quit", ""),
)
"""Key, what it does, and the verdict that it gives."""

VERDICT_OF = {key: verdict for key, _, verdict in KEYS if verdict}
_SAID = {"same": "one party", "not_same": "two parties", "unsure": "unsure"}
_MOST_NAMES = 3
_ALIKE = 0.93
_WORD = re.compile(r"\w+")

HELP = """\
Each pair is two parties that may be one. Nothing is joined until you say so, and every answer can be taken back.

  y  they are one party; the next run joins them
  n  they are two parties; no run will ever join them
  u  you cannot tell; they stay apart, and the pair leaves the queue
  j  or arrow down: next pair       k  or arrow up: previous pair
  l  the rows that name them, the most valuable first
  z  take the last answer back      /  show only pairs with a text in them; Enter alone shows all again
  q  stop; what you answered is kept already

Words that differ are coloured and underlined. "Rows" says how many rows would get another party.
In blind mode the probability is shown after you have answered.

Any key goes on."""


@dataclass(frozen=True)
class View:
    """What is on the screen.

    Attributes:
        pairs: The queue as filtered.
        at: Position of the pair that is shown.
        blind: Hide the probability until the pair is judged.
        message: What happened last.
        search: The text that was searched for.
    """

    pairs: Sequence[ReviewPair]
    at: int = 0
    blind: bool = False
    message: str = ""
    search: str = ""


def page(view: View, width: int) -> RenderableType:
    """The pair that is shown, for a terminal so many columns wide."""
    if not view.pairs:
        what = f"No pair holds {view.search!r}." if view.search else "No pair waits for you."
        return Group(_message(view), Text(what), _footer(width))
    pair = view.pairs[view.at]
    return Group(
        _head(view, pair),
        Text(""),
        _why("Why they were paired", pair.reasons),
        _why("Why nobody joined them", pair.against) if pair.against else Text(""),
        _sides(pair, width),
        Text(""),
        _message(view),
        _footer(width),
    )


def _head(view: View, pair: ReviewPair) -> Text:
    chance = "probability hidden" if view.blind and not pair.verdict else f"probability {pair.score:.0%}"
    parts = [f"{view.at + 1:,} of {len(view.pairs):,}", chance, f"{pair.rows:,} rows"]
    parts += [f"search {view.search!r}"] if view.search else []
    parts += [f"judged: {_SAID[pair.verdict]}"] if pair.verdict else []
    return Text(" · ".join(parts), style="bold")


def _why(title: str, reasons: Iterable[str]) -> RenderableType:
    return Text.assemble((f"{title}: ", "bold"), "; ".join(reasons) or "nothing is known")


def _sides(pair: ReviewPair, width: int) -> RenderableType:
    table = Table(box=None, padding=(0, 1), pad_edge=False, show_header=False, width=width)
    table.add_column("", style="dim", width=9)
    for _ in range(2):
        table.add_column("", ratio=1, overflow="fold")
    marked = marked_names(pair.left.name, pair.right.name)
    table.add_row("name", *marked)
    sides = (pair.left, pair.right)
    others = [_others(it, marked) for it in sides]
    for title, cells in (
        ("also", others),
        ("country", [it.country or "not stated" for it in sides]),
        ("numbers", [", ".join(it.identifiers) or "none" for it in sides]),
        ("rows", [f"{it.rows:,}" for it in sides]),
        ("value", [f"{it.value_usd:,.0f} USD" for it in sides]),
        ("anchor", [it.anchor for it in sides]),
    ):
        if any(cells):
            table.add_row(title, *map(Text, cells))
    return Padding(table, (1, 0, 0, 0))


def _others(side: Side, marked: Sequence[Text]) -> str:
    names = [it for it in side.names if it not in {one.plain for one in marked}]
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return "; ".join(names[:_MOST_NAMES]) + more


def marked_names(left: str, right: str) -> tuple[Text, Text]:
    """Both names, with the words that do not agree coloured and underlined."""
    one, other = prepare(left), prepare(right)
    found = align(one, other)
    ours = [at for it in found.answers if it.similarity <= _ALIKE for at in it.left] + list(found.alone_left)
    theirs = [at for it in found.answers if it.similarity <= _ALIKE for at in it.right] + list(found.alone_right)
    return (
        _marked(left, [one.tokens[at].text for at in ours if one.tokens[at].kind != SMALL]),
        _marked(right, [other.tokens[at].text for at in theirs if other.tokens[at].kind != SMALL]),
    )


def _marked(name: str, words: Iterable[str]) -> Text:
    text = Text(name)
    lower = name.lower()
    for word in words:
        whole = [it for it in _WORD.finditer(lower) if _bare(it.group()) == word or it.group() == word]
        spans = [(it.start(), it.end()) for it in whole] or [
            (at, at + len(word)) for at in [lower.find(word)] if at >= 0 and len(lower) == len(name)
        ]
        for start, end in spans:
            text.stylize("bold yellow underline", start, end)
    return text


def _bare(word: str) -> str:
    """A word as names are compared by: without marks on its letters."""
    tokens = prepare(word).tokens
    return tokens[0].text if len(tokens) == 1 else ""


def _message(view: View) -> Text:
    return Text(view.message, style="italic")


def _footer(width: int) -> Text:
    said = [(key, what) for key, what, _ in KEYS]
    line = Text()
    for key, what in said:
        short = what if width >= 120 else what.partition(",")[0].partition(" at ")[0]
        line.append(f"{key} ", style="bold reverse" if width >= 120 else "bold").append(f"{short}  ")
    return line


def rows_page(pair: ReviewPair, rows: Sequence[tuple[Side, Sequence[dict[str, Any]]]], width: int) -> RenderableType:
    """The rows that name each party of a pair."""
    parts: list[RenderableType] = []
    for side, found in rows:
        table = Table(box=None, pad_edge=False, width=width, title=side.name, title_justify="left", title_style="bold")
        for column in ("source", "row", "day", "role", "code"):
            table.add_column(column, no_wrap=True)
        table.add_column("USD", justify="right", no_wrap=True)
        table.add_column("goods", ratio=1, no_wrap=True, overflow="ellipsis")
        for it in found:
            worth = "" if it["value_usd"] is None else f"{it['value_usd']:,.0f}"
            cells = (it["source"], it["row"], it["declared_on"], it["role"], it["goods_code"], worth, it["description"])
            table.add_row(*(Text("" if cell is None else str(cell)) for cell in cells))
        parts += [table, Text("")]
    return Group(*parts, Text(f"The most valuable rows of {pair.left.name} and {pair.right.name}. Any key goes back."))
