"""Labelled rows as the checks of an audit read them: one whole number for each distinct text, and figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from enduse.text.dates import DateStyle, order_evidence, read_dates
from enduse.text.numbers import mark_evidence, read_numbers

Codes = NDArray[np.int64]
Figures = NDArray[np.float64]

_MOSTLY: Final = 0.95
_FEW: Final = 50


@dataclass(frozen=True)
class AuditColumn:
    """One column.

    Attributes:
        name: Its header.
        codes: For each row the number of its text among ``texts``.
        texts: Distinct texts, in their order; the empty one stands for nothing.
    """

    name: str
    codes: Codes
    texts: tuple[str, ...]

    @property
    def distinct(self) -> int:
        """Distinct texts, the empty one apart."""
        return len(self.texts) - ("" in self.texts)

    @cached_property
    def empty(self) -> NDArray[np.bool_]:
        """Rows without a text."""
        return np.array([not it for it in self.texts], dtype=bool)[self.codes]

    @cached_property
    def figures(self) -> Figures | None:
        """As figures, nan where there is none; None where it holds other things, codes of a fixed length included.

        Figures of one length without a decimal point are codes, unless there are few of them.
        """
        written = [it for it in self.texts if it]
        if not written or _are_codes(written):
            return None
        texts = pa.array(self.texts, pa.string())
        read = read_numbers(texts, mark_evidence(texts).mark).values
        if len(read) - read.null_count < _MOSTLY * len(written):
            return None
        return np.array(read.fill_null(np.nan), dtype=np.float64)[self.codes]

    @cached_property
    def days(self) -> Codes | None:
        """Days since 1970, -1 where there is none; None where it holds no dates."""
        written = [it for it in self.texts if it]
        if not written or _bare(written):
            return None
        texts = pa.array(self.texts, pa.string())
        read = read_dates(texts, DateStyle(order=order_evidence(texts).order)).days
        days = np.array(read.cast(pa.int32()).fill_null(-1), dtype=np.int64)
        return days[self.codes] if (days >= 0).sum() >= _MOSTLY * len(written) else None

    @cached_property
    def continuous(self) -> bool:
        """Does it measure something so finely that two rows rarely agree by chance?

        The chance that two rows agree is below one in a hundred, as far as figures other than 0 go.
        """
        figures = self.figures
        if figures is None or self.distinct < _FEW:
            return False
        kept = self.codes[np.nan_to_num(figures) != 0]
        return kept.size > len(self.codes) / 2 and agreement(kept) < 0.01  # noqa: PLR2004 - as the docstring says


@dataclass(frozen=True)
class AuditTable:
    """Rows that bear a label.

    Attributes:
        columns: All but the label and the split.
        label: 1 where a row has it.
        rows: Their numbers, as a spreadsheet shows them.
        part: For each row the number of its part, training 0; None: not split.
        unlabelled: Rows left out, because nobody said whether they have it.
    """

    columns: tuple[AuditColumn, ...]
    label: Codes
    rows: Codes
    part: Codes | None = None
    unlabelled: int = 0

    def __len__(self) -> int:
        return len(self.label)

    def column(self, name: str) -> AuditColumn:
        """The column of that header."""
        return next(it for it in self.columns if it.name == name)

    @cached_property
    def day(self) -> AuditColumn | None:
        """The column that dates the rows: of those that do, the one most often filled, then the first."""
        dated = [it for it in self.columns if it.days is not None]
        return min(dated, key=lambda it: int(it.empty.sum()), default=None)

    def joined(self, columns: Sequence[AuditColumn]) -> Codes:
        """For each row the number of its combination of texts."""
        return joined([it.codes for it in columns], len(self))


def audit_columns(cells: Mapping[str, Sequence[str]]) -> tuple[AuditColumn, ...]:
    """Columns of a table of texts; spaces at the ends do not count."""
    found = list[AuditColumn]()
    for name, texts in cells.items():
        distinct, codes = np.unique(np.array([it.strip() for it in texts], dtype=object), return_inverse=True)
        found.append(AuditColumn(name, codes.astype(np.int64).ravel(), tuple(distinct)))
    return tuple(found)


def joined(codes: Sequence[Codes], rows: int) -> Codes:
    """For each row the number of its combination."""
    found = np.zeros(rows, dtype=np.int64)
    for each in codes:
        pairs = found * (int(each.max(initial=0)) + 1) + each
        found = np.unique(pairs, return_inverse=True)[1].astype(np.int64).ravel()
    return found


def agreement(codes: Codes) -> float:
    """Chance that two different rows agree."""
    counts, rows = np.bincount(codes), codes.size
    return float((counts * (counts - 1)).sum() / max(1, rows * (rows - 1)))


def _are_codes(texts: Sequence[str]) -> bool:
    # 0.5 and 12 are figures; 845811 and 902780 are codes, and so is whatever keeps a leading zero.
    digits = [it for it in texts if it.isdigit()]
    led = any(it.startswith("0") and len(it) > 1 for it in digits)
    return len(digits) == len(texts) > _FEW and (led or len({len(it) for it in digits}) == 1)


def _bare(texts: Sequence[str]) -> bool:
    # Prices and numbers of declarations can be read as days, too; a day that is meant as one has its signs.
    return sum(it.replace(".", "", 1).replace(",", "", 1).isdigit() for it in texts) > len(texts) / 2
