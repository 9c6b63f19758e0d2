"""Which layout reads a sheet, where its header stands, and which column is what."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import zip_longest

from enduse.errors import Notice
from enduse.model.provenance import Place
from enduse.sources.layout import ColumnRule, Layout
from enduse.sources.pivot import pivot_fits
from enduse.text.headers import header_key, money_of, split_header

_NAMED_KINDS = frozenset({"parquet", "jsonl", "xml"})  # Their first row is always the header.
_DEEPEST_HEADER = 60
_MOST_HEADER_ROWS = 3
_DETAILS = 4  # So many columns may tell of the party that stands left of them.
_BOUND = re.compile(r"\\[AZB]|\(\?<?!")


@dataclass(frozen=True)
class View:
    """What is known of a sheet before it is read.

    Attributes:
        head: Its first rows as text; ``""`` for an empty cell.
        place: Member and sheet.
        kind: As in ``Sheet.kind``.
        root: Local name of the XML root element, else empty.
        file_name: Name of the file that was added.
    """

    head: Sequence[Sequence[str]]
    place: Place = Place()
    kind: str = "csv"
    root: str = ""
    file_name: str = ""

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The distinct texts of the head: most cells of a published table repeat."""
        return tuple(dict.fromkeys(cell for row in self.head for cell in row if cell))

    @cached_property
    def text(self) -> str:
        """These texts, a line each."""
        return "\n".join(self.cells)

    @cached_property
    def cell_keys(self) -> frozenset[str]:
        """The distinct texts of the head as header keys."""
        return frozenset(map(header_key, self.cells))


@dataclass(frozen=True)
class Chosen:
    """A layout laid over one sheet.

    Attributes:
        layout: The layout.
        header_rows: Numbers of the header's rows, the first row of the sheet is 1; empty when there is none.
        headers: One text for each column of the sheet, several header rows joined.
        columns: Our column to the positions it is read from, first is 0.
        derived: The same for the layout's derived columns.
        unexplained: Positions with a header that the layout neither reads nor ignores.
        explained: Share of the headers that it reads or ignores, 0 to 1.
        notices: Ties and the like.
    """

    layout: Layout
    header_rows: tuple[int, ...]
    headers: tuple[str, ...]
    columns: Mapping[str, tuple[int, ...]]
    derived: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    unexplained: tuple[int, ...] = ()
    explained: float = 1.0
    notices: tuple[Notice, ...] = ()

    @property
    def skip_rows(self) -> int:
        """Rows of preamble and header before the first record."""
        return max(self.header_rows, default=0)


@dataclass(frozen=True)
class _Header:
    """A guess where the header stands: row numbers from 1, and each key's positions."""

    rows: tuple[int, ...]
    texts: tuple[str, ...]
    index: Mapping[str, tuple[int, ...]]

    @cached_property
    def amounts(self) -> Mapping[str, tuple[int, ...]]:
        """Keys without their unit, of headers that name a currency, to positions."""
        found: dict[str, tuple[int, ...]] = {}
        for position, text in enumerate(self.texts):
            parts = split_header(text)
            if money_of(parts.unit):
                found[parts.base] = (*found.get(parts.base, ()), position)
        return found


def choose(view: View, layouts: Iterable[Layout]) -> Chosen | None:
    """The layout that explains most of the sheet's headers, or None when no layout's conditions hold.

    Layouts with literal conditions (headers, title, root element) go before general ones; then the share of
    headers explained and the number of columns read decide. A tie is said in a notice.
    """
    layouts = tuple(layouts)
    guesses = _headers(view, frozenset().union(*map(_known_keys, layouts)))
    fits = [fit for layout in layouts for fit in _fits(view, layout, guesses)]
    if not fits:
        return None
    best = max(fits, key=_rank)
    tied = sorted({it.layout.id for it in fits if _rank(it)[:-1] == _rank(best)[:-1]})
    if len(tied) == 1:
        return best
    first = min((it for it in fits if _rank(it) == _rank(best)), key=lambda it: it.layout.id)
    notice = Notice(
        "W-LAYOUT-TIE",
        f"Layouts {', '.join(tied)} explain the headers equally well; {first.layout.id} was taken. "
        "Name the right one if it is another.",
    )
    return Chosen(**{**first.__dict__, "notices": (*first.notices, notice)})


def apply_layout(view: View, layout: Layout) -> Chosen | None:
    """That layout at the header row that suits it best, its conditions aside; None where no header fits."""
    guesses = _headers(view, _known_keys(layout))
    fits = [it for guess in guesses if (it := _lay(layout, guess)).columns]
    return max(fits, key=_rank, default=None)


def _rank(chosen: Chosen) -> tuple[int, float, int, int, int]:
    match = chosen.layout.match
    literal = len(match.headers) + bool(match.title) + bool(match.root)
    top = -chosen.skip_rows
    return literal, round(chosen.explained, 2), len(chosen.columns), -len(chosen.header_rows), top


def _fits(view: View, layout: Layout, guesses: Sequence[_Header]) -> Iterable[Chosen]:
    match = layout.match
    if match.kinds and view.kind not in match.kinds or match.root and match.root != view.root:
        return
    if layout.pivot or not (layout.columns or layout.match.columns):
        if _stands_anywhere(view, layout) and (not layout.pivot or pivot_fits(view.head, view.place, layout)):
            yield Chosen(layout, (), (), {})
        return
    for guess in guesses:
        chosen = _lay(layout, guess)
        if _holds(view, chosen, guess):
            yield chosen


def _stands_anywhere(view: View, layout: Layout) -> bool:
    """Tables with periods across have no header row of names: their words may stand in any cell of the head."""
    match = layout.match
    if not all(header_key(header) in view.cell_keys for header in match.headers):
        return False
    if match.title and not _titled(match.title, view, len(view.head)):
        return False
    return bool(match.headers or match.title or match.root)


def _holds(view: View, chosen: Chosen, guess: _Header) -> bool:
    match = chosen.layout.match
    return (
        bool(chosen.columns)
        and all(header_key(header) in guess.index for header in match.headers)
        and all(target in chosen.columns for target in match.columns)
        and all(any(target in chosen.columns for target in group) for group in match.groups)
        and (not match.some or sum(target in chosen.columns for target in match.some) >= match.at_least)
        and chosen.explained >= match.minimum
        and (not match.title or _titled(match.title, view, guess.rows[0] - 1))
    )


def _titled(pattern: str, view: View, rows: int) -> bool:
    cells = view.cells if rows >= len(view.head) else tuple(cell for row in view.head[:rows] for cell in row if cell)
    names = [name for name in (view.place.sheet, view.place.member, view.file_name) if name]
    # One search through all texts at once finds at least what searching each of them does, unless the pattern
    # says what must not stand beside it.
    if not _BOUND.search(pattern) and not re.search(pattern, "\n".join((view.text, *names)), re.MULTILINE):
        return False
    return any(re.search(pattern, text) for text in (*cells, *names))


def _lay(layout: Layout, guess: _Header) -> Chosen:
    columns = _positions(layout.columns, guess)
    derived = _positions(layout.derived, guess)
    read = {position for found in (*columns.values(), *derived.values()) for position in found}
    read.update(position for header in layout.ignore for position in guess.index.get(header_key(header), ()))
    named = [position for position, text in enumerate(guess.texts) if text]
    strange = tuple(position for position in named if position not in read)
    share = 1 - len(strange) / len(named) if named else 0.0
    return Chosen(layout, guess.rows, guess.texts, columns, derived, strange, share)


def _positions(rules: Sequence[ColumnRule], guess: _Header) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for rule in rules:
        keys = [*rule.keys, *(key for header in rule.headers for key in _keys(header, rule.target))]
        found_at = [position for key in keys for position in guess.index.get(key, ())]
        if rule.money:
            found_at += [position for key in keys for position in guess.amounts.get(key, ())]
        if hits := tuple(dict.fromkeys(found_at)):
            found[rule.target] = hits if rule.join else hits[:1]
    for rule in rules:
        if rule.after and (behind := _behind(rule, rules, found, guess)):
            found.setdefault(rule.target, behind)
    return found


def _behind(
    rule: ColumnRule, rules: Sequence[ColumnRule], found: Mapping[str, tuple[int, ...]], guess: _Header
) -> tuple[int, ...]:
    """The first column with one of the rule's keys whose nearest party to the left is the one the rule names."""
    parties = {position: it.after for it in rules if it.after for position in found.get(it.after, ())}
    taken = {position for positions in found.values() for position in positions}
    candidates = sorted(position for key in rule.after_keys for position in guess.index.get(key, ()))
    for position in candidates:
        left = (parties[at] for at in range(position - 1, position - 1 - _DETAILS, -1) if at in parties)
        if position not in taken and next(left, "") == rule.after:
            return (position,)
    return ()


@lru_cache(maxsize=65_536)
def _keys(header: str, target: str) -> tuple[str, ...]:
    """Keys under which a header may stand; a unit may be left out where our column has that unit anyway."""
    parts, key = split_header(header), header_key(header)
    own = "kg" if target.endswith("_kg") else "usd" if target.endswith("_usd") else ""
    if not own or parts.unit not in {own, ""}:
        return (key,)
    return tuple(dict.fromkeys((key, parts.base, f"{parts.base}[{own}]")))


@lru_cache(maxsize=1024)
def _layout_keys(rules: tuple[ColumnRule, ...], literal: tuple[str, ...]) -> frozenset[str]:
    named = {key for rule in rules for header in rule.headers for key in _keys(header, rule.target)}
    return frozenset(named.union(map(header_key, literal), *(rule.keys for rule in rules)))


def _known_keys(layout: Layout) -> frozenset[str]:
    return _layout_keys((*layout.columns, *layout.derived), layout.match.headers)


def _headers(view: View, known: frozenset[str]) -> list[_Header]:
    """Every guess that holds one of the known keys."""
    deepest = 1 if view.kind in _NAMED_KINDS else _DEEPEST_HEADER
    depths = range(1, _MOST_HEADER_ROWS + 1 if deepest > 1 else 2)
    rows = [[cell.strip() for cell in row] for row in view.head[: deepest + _MOST_HEADER_ROWS]]
    hints = _Hints.of(rows, known)
    spans = [(first, first + depth) for first in range(min(deepest, len(rows))) for depth in depths]
    guesses = [
        _join(rows[first:end], first, _numbering(rows, end))
        for first, end in spans
        if end <= len(rows) and any(rows[first]) and hints.may_hold(first, end)
    ]
    return [guess for guess in guesses if not known.isdisjoint(guess.index)]


@dataclass(frozen=True)
class _Hints:
    """Tells header rows from figures without making a guess of them, which takes a hundred times as long.

    Attributes:
        rows: The rows.
        known: Keys of headers.
        named: For each row, does one of its cells have a known key?
        openings: Cells that a header of several rows may begin with.
    """

    rows: Sequence[Sequence[str]]
    known: frozenset[str]
    named: Sequence[bool]
    openings: frozenset[str]

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]], known: frozenset[str]) -> "_Hints":
        """What the rows tell by their cells alone."""
        begins = _beginnings(known)
        cells = {cell for row in rows for cell in row if cell}
        names = {cell for cell in cells if header_key(cell) in known}
        openings = frozenset(cell for cell in cells if (base := split_header(cell).base) in begins or not base)
        return cls(rows, known, [not names.isdisjoint(row) for row in rows], openings)

    def may_hold(self, first: int, end: int) -> bool:
        """May these rows, joined, hold a known key?"""
        if any(self.named[first:end]):
            return True
        if end - first == 1 or all(self.openings.isdisjoint(row) for row in self.rows[first : end - 1]):
            return False
        columns = set(zip_longest(*map(_fill, self.rows[first : end - 1]), self.rows[end - 1], fillvalue=""))
        parts = [[it for it in column if it] for column in columns]
        joined = (" ".join(dict.fromkeys(it)) for it in parts if len(it) > 1 and it[0] in self.openings)
        return any(header_key(text) in self.known for text in joined)


@lru_cache(maxsize=64)
def _beginnings(keys: frozenset[str]) -> frozenset[str]:
    """Every beginning of a key: of headers in several rows the uppermost text is one."""
    return frozenset(key[:end] for key in keys for end in range(1, len(key) + 1))


def _join(rows: Sequence[Sequence[str]], first: int, numbering: bool) -> _Header:
    """Header rows as one: upper cells reach over the empty ones to their right, as merged cells do."""
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    filled = [_fill(row) for row in padded[:-1]] + [padded[-1]]
    numbers = tuple(range(first + 1, first + 1 + len(rows) + numbering))
    texts = [" ".join(dict.fromkeys(it for it in column if it)) for column in zip(*filled, strict=True)]
    lowest = [next((it for it in reversed(column) if it), "") for column in zip(*padded, strict=True)]
    return _Header(numbers, tuple(texts), _index(texts, lowest))


def _index(*spellings: Sequence[str]) -> dict[str, tuple[int, ...]]:
    index: dict[str, tuple[int, ...]] = {}
    for texts in spellings:
        for position, text in enumerate(texts):
            if text and position not in index.get(key := header_key(text), ()):
                index[key] = (*index.get(key, ()), position)
    return index


def _fill(row: Sequence[str]) -> list[str]:
    filled: list[str] = []
    for cell in row:
        filled.append(cell or (filled[-1] if filled else ""))
    return filled


def _numbering(rows: Sequence[Sequence[str]], after: int) -> bool:
    """Is the next row 1, 2, 3 ... as Russian forms have it under their headers?"""
    if after >= len(rows):
        return False
    cells = [cell.strip(" ()") for cell in rows[after] if cell.strip()]
    return len(cells) > 2 and cells == [str(number) for number in range(1, len(cells) + 1)]
