"""The ``[pivot]`` section of a layout: where a table with periods across keeps what.

::

    [pivot]
    header = ["flow", "period"]      # what the header rows hold, from top to bottom; an upper cell spans the
                                     # empty cells to its right; the same word twice joins two rows into one
    labels = ["partner", "partner"]  # what the columns left of the figures hold; several of one kind are
                                     # spellings in several languages; "" is not read; or
    labels = { REPORTER = "reporter", PERIOD = "period" }  # the same by header, in any order
    sections = ["period"]            # what a heading row sets for the rows below it
    section_row = { partner = "WORLD" }  # a heading row that holds figures itself is about this
    unit = "found"                   # read above the figures ("(thousand US dollars)"), or
    unit = { factor = 1000, currency = "USD" }
    meta = [{ kind = "goods_code", pattern = 'PRODUCT .*\\[(\\w+)\\]', from = "cells" }]  # or "sheet", "file"
    block = 'BY MONTH'               # only the table below the row that matches is read
    stop = '^Special value'          # from here on there are only notes
    skip_labels = { 'of which' = "heading" }   # rows knowingly left out, with the reason
    skip_headers = ['growth']        # columns knowingly left out
    skip_sheets = { 'Summary|Structure' = "table of contents" }
    zero_is_missing = true           # the publisher prints 0 where nothing was published yet
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from enduse.errors import BadPlugin
from enduse.sources.coordinates import KINDS, Spot, code_spot, read_spot
from enduse.sources.layout import Layout
from enduse.sources.units import Unit
from enduse.text.headers import header_key

_KEYS = frozenset(
    (
        *("header", "labels", "sections", "section_row", "unit", "meta", "block", "stop"),
        *("skip_labels", "skip_headers", "skip_sheets", "zero_is_missing"),
    )
)


@dataclass(frozen=True)
class MetaRule:
    """A coordinate that stands outside the table.

    Attributes:
        kind: Field of ``Spot``.
        pattern: Its first group is the value.
        place: ``cells``: a row above the table, its cells joined by " | "; ``sheet``: the sheet's name;
            ``file``: the file's name and that of the member of an archive.
    """

    kind: str
    pattern: re.Pattern[str]
    place: Literal["cells", "sheet", "file"] = "cells"


@dataclass(frozen=True)
class PivotSpec:
    """``[pivot]`` of one layout; see the module."""

    header: tuple[tuple[str, int], ...]
    labels: tuple[str, ...]
    label_headers: tuple[tuple[str, str], ...]
    sections: tuple[str, ...]
    section_row: Spot | None
    unit: Unit | None
    meta: tuple[MetaRule, ...]
    block: re.Pattern[str] | None
    stop: re.Pattern[str] | None
    skip_labels: tuple[tuple[re.Pattern[str], str], ...]
    skip_headers: tuple[re.Pattern[str], ...]
    skip_sheets: tuple[tuple[re.Pattern[str], str], ...]
    zero_is_missing: bool

    def skips_header(self, text: str) -> bool:
        """Is this column knowingly left out?"""
        return any(pattern.search(text) for pattern in self.skip_headers)

    def skipped_label(self, labels: tuple[str, ...]) -> str | None:
        """Why this row is knowingly left out, or None."""
        return next((why for pattern, why in self.skip_labels for it in labels if pattern.search(it)), None)

    def skipped_sheet(self, sheet: str) -> str | None:
        """Why this sheet is knowingly left out, or None."""
        return next((why for pattern, why in self.skip_sheets if pattern.fullmatch(sheet)), None)


def pivot_spec(layout: Layout) -> PivotSpec:
    """The pivot of a layout, checked.

    Raises:
        BadPlugin: An unknown key or coordinate, or a pattern that is no regular expression.
    """
    given = layout.pivot
    if strangers := sorted(set(given) - _KEYS):
        raise BadPlugin(f"Layout {layout.id!r}: [pivot] has no {', '.join(strangers)}; known are {sorted(_KEYS)}.")
    try:
        return _spec(given, layout)
    except (re.error, KeyError, TypeError, AttributeError) as error:
        raise BadPlugin(f"Layout {layout.id!r}: [pivot] is ill formed: {error!r}.") from error


def _spec(given: Mapping[str, Any], layout: Layout) -> PivotSpec:
    by_header = given["labels"] if isinstance(given["labels"], Mapping) else {}
    positional = () if by_header else tuple(given["labels"])
    kinds = [
        *given["header"],
        *positional,
        *by_header.values(),
        *given.get("sections", ()),
        *(it["kind"] for it in given.get("meta", ())),
    ]
    if strangers := sorted({it for it in kinds if it and it not in KINDS}):
        raise BadPlugin(f"Layout {layout.id!r}: [pivot] knows no {', '.join(strangers)}; known are {list(KINDS)}.")
    return PivotSpec(
        header=_grouped(given["header"]),
        labels=positional,
        label_headers=tuple((header_key(header), kind) for header, kind in by_header.items()),
        sections=tuple(given.get("sections", ())),
        section_row=_fixed(given["section_row"], layout) if "section_row" in given else None,
        unit=None if given.get("unit", "found") == "found" else Unit(**given["unit"]),
        meta=tuple(
            MetaRule(it["kind"], re.compile(it["pattern"]), it.get("from", "cells")) for it in given.get("meta", ())
        ),
        block=_pattern(given.get("block")),
        stop=_pattern(given.get("stop")),
        skip_labels=_reasons(given.get("skip_labels", {})),
        skip_headers=tuple(re.compile(it) for it in given.get("skip_headers", ())),
        skip_sheets=_reasons(given.get("skip_sheets", {})),
        zero_is_missing=given.get("zero_is_missing", False),
    )


def fixed_spot(layout: Layout) -> Spot:
    """The coordinates that hold for the whole file: ``[constants]``."""
    return _fixed({key: value for key, value in layout.constants.items() if key in KINDS}, layout)


def _fixed(given: Mapping[str, str], layout: Layout) -> Spot:
    spot = Spot()
    for kind, text in given.items():
        # A code of ours, such as "EU_UNSPECIFIED", is taken as it is.
        read = read_spot(kind, text, layout.words) or code_spot(kind, text)
        spot = spot.joined(read)
    return spot


def _grouped(kinds: list[str]) -> tuple[tuple[str, int], ...]:
    groups: list[tuple[str, int]] = []
    for kind in kinds:
        if groups and groups[-1][0] == kind:
            groups[-1] = (kind, groups[-1][1] + 1)
        else:
            groups.append((kind, 1))
    return tuple(groups)


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return re.compile(text) if text else None


def _reasons(given: Mapping[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), reason) for pattern, reason in given.items())
