"""A text that names many persons, as it may be shown to others: what is not about those who matter is blacked out."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BLACK = "[redacted]"

_PAGE = "\f"
_CELLS = (" | ", "\t", ";", ",")
_NUMBERS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w.])\+?\d(?:[ ()-]{0,2}\d){6,}(?!\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d\d?-\d\d?-\d{4}")
_PRIVATE = re.compile(
    r"passport|birth|born|\bdob\b|phone|mobile|e-?mail|address|identity|document|national id|\bpin\b|"
    r"паспорт|рожд|телефон|почт|адрес|документ|снилс|народж|여권|생년|전화|주소|이메일|护照|出生|电话|地址|邮箱|身份",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"\bname|passenger|guest|person|date|\bday\b|flight|train|route|from|amount|price|sum\b|currency|company|"
    r"фио|имя|фамилия|пассажир|дата|рейс|сумма|цена|이름|성명|날짜|일자|금액|姓名|日期|金额|航班",
    re.IGNORECASE,
)
_SHEET = re.compile(r"\[.*\]")


@dataclass(frozen=True)
class Redacted:
    """A text after redaction.

    Attributes:
        text: What is left; as many lines as before.
        lines: How many lines are blacked out whole.
        kept: How many are shown.
    """

    text: str
    lines: int
    kept: int


def redacted(text: str, persons: Sequence[str], table: bool) -> Redacted:
    """A text in which only lines that name one of the persons are shown, and of those no contact or document number.

    We do not know which words are names, so whatever does not name a person that matters is taken to name another.

    Args:
        text: As it was read; pages parted by form feeds.
        persons: Names as written there; letter case and accents do not matter, nor does the order of their parts.
        table: Each sheet begins with its name in brackets, which is not shown. A header is, where its words are those
            of headers, and columns it calls private are blacked out.
    """
    wanted = [parts for it in persons if (parts := _parts(it))]
    pages = [[*_lines(page, wanted, table)] for page in text.split(_PAGE)]
    every = [line for page in pages for line in page]
    gone = sum(line == BLACK for line in every)
    return Redacted(_PAGE.join("\n".join(page) for page in pages), gone, sum(map(bool, every)) - gone)


@dataclass(frozen=True)
class _Header:
    """Names of columns, and what parts cells."""

    names: tuple[str, ...] = ()
    between: str = _CELLS[0]


def _lines(page: str, wanted: Sequence[frozenset[str]], table: bool) -> Iterator[str]:
    header, first = _Header(), table
    for line in page.split("\n"):
        if not line.strip():
            yield ""
        elif table and _SHEET.fullmatch(line):
            header, first = _Header(), True
            yield BLACK
        elif first and (found := _header(line)).names:
            header, first = found, False
            yield line
        else:
            # A table without a header begins with a row, and that row may be anybody's.
            first = False
            yield _masked(line, header) if any(it <= _parts(line) for it in wanted) else BLACK


def _header(line: str) -> _Header:
    for between in _CELLS:
        names = tuple(line.split(between))
        told = sum(bool(_HEADER.search(it) or _PRIVATE.search(it)) for it in names)
        if told > 1 and not re.search(r"\d", line):
            return _Header(names, between)
    return _Header()


def _masked(line: str, header: _Header) -> str:
    cells = line.split(header.between)
    if len(cells) == len(header.names):
        cells = [BLACK if _PRIVATE.search(name) else cell for name, cell in zip(header.names, cells, strict=True)]
    return _NUMBERS.sub(lambda it: it[0] if _DAY.fullmatch(it[0]) else BLACK, header.between.join(cells))


def _parts(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return frozenset(re.findall(r"\w+", "".join(it for it in plain if not unicodedata.combining(it))))
