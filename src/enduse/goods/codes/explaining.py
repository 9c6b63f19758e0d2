"""What a goods code says on a day: is it valid, what stands above it, and the texts in the languages at hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from enduse.goods.codes.own_words import own_words
from enduse.goods.codes.written import WrittenCode, heading_exists, read_code
from enduse.model.editions import HS_EDITIONS, hs_on
from enduse.model.nomenclature import CodeBook, CodeBooks, CodeLine

_NAMES = {2: "chapter", 4: "heading", 6: "subheading"}
_NATIONAL = ("TNVED", "HSK", "CN")


@dataclass(frozen=True)
class LevelText:
    """One text of one level.

    Attributes:
        language: en, ru, ko ...
        text: As published, or in our own words; see ``source``.
        edition: Nomenclature or edition it stands in.
        source: Publisher and date.
        book: File name; empty for our own words.
        row: Row of the file.
        start: First day of validity as published, or None.
        end: First day no longer valid, or None.
    """

    language: str
    text: str
    edition: str
    source: str
    book: str = ""
    row: int = 0
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Level:
    """A chapter, heading, subheading, or the national code itself.

    Attributes:
        code: Digits.
        name: ``chapter``, ``heading``, ``subheading`` or ``national``.
        texts: In the order of the languages asked for; empty where no text is at hand.
    """

    code: str
    name: str
    texts: tuple[LevelText, ...]


@dataclass(frozen=True)
class CodeExplanation:
    """What is known of a code on a day.

    Attributes:
        written: As it was given.
        code: Its digits.
        edition: Nomenclature it was looked up in: of the Harmonized System the edition of the day, unless one was said.
        on: The day.
        valid: True, False, or None where the books at hand do not tell.
        why: The sentence for ``valid``.
        levels: From the chapter down to the code.
        notes: What was changed when reading, and what a reader must know.
    """

    written: str
    code: str
    edition: str
    on: date
    valid: bool | None
    why: str
    levels: tuple[Level, ...]
    notes: tuple[str, ...]


def explain_code(code: str, on: date, languages: Sequence[str], books: CodeBooks, edition: str = "") -> CodeExplanation:
    """Explain a code of 2, 4, 6 or 8 to 12 digits as it was on a day.

    Args:
        code: As people write it.
        on: The day it was used.
        languages: Codes in the order of preference, e.g. ``("en", "ru")``; empty: all there are.
        books: The nomenclatures at hand; our own words stand in where they hold no text.
        edition: Nomenclature or edition that the code is of; empty: told by the code itself or by the day.

    Raises:
        BadGoodsCode: E-CODE, no code can be made of the text.
        UsageError: E-CODE-EDITION.
    """
    written = read_code(code, edition)
    hs = written.edition if written.edition and written.edition.is_hs else hs_on(on)
    looked_up = written.edition.name if written.edition else hs.name
    valid, why = _validity(written, hs.name, on, books)
    lengths = [length for length in (2, 4, 6) if length <= len(written.digits)]
    levels = [_level(written.digits[:length], hs.name, on, languages, books) for length in lengths]
    if len(written.digits) > 6:
        levels.append(_level(written.digits, looked_up, on, languages, books))
    notes = (*written.notes, *_elsewhere(written, hs.name, valid, books))
    return CodeExplanation(code, written.digits, looked_up, on, valid, why, tuple(levels), notes)


def _validity(written: WrittenCode, hs: str, on: date, books: CodeBooks) -> tuple[bool | None, str]:
    digits = written.digits
    if not heading_exists(digits):
        return False, f"Heading {digits[:4]} does not exist."
    if written.edition and not written.edition.is_hs:
        answer, why = _listed(digits, (written.edition.name,), on, books)
        return (answer, why) if answer is not None else _by_six(digits, hs, on, books, why)
    if len(digits) <= 6:
        return _listed(digits, (hs,), on, books)
    answer, why = _listed(digits, _NATIONAL, on, books)
    # Absent from some countries' tables: it may be of another country.
    if answer:
        return answer, why
    return _by_six(digits, hs, on, books, f"Which country's code {digits} is, was not said. {why}")


def _by_six(digits: str, hs: str, on: date, books: CodeBooks, why: str) -> tuple[bool | None, str]:
    """A longer code cannot be valid where its first six digits are not."""
    answer, said = _listed(digits[:6], (hs,), on, books)
    return (False, said) if answer is False else (None, why)


def _listed(digits: str, editions: Sequence[str], on: date, books: CodeBooks) -> tuple[bool | None, str]:
    """Do the complete books that speak of the day list the code?"""
    able = [
        book
        for edition in editions
        for book in books.of(edition)
        if len(digits) in book.lengths and (book.edition in HS_EDITIONS or book.speaks_of(on))
    ]
    for book in able:
        line = next((it for it in book.by_code.get(digits, ()) if it.holds_on(on)), None)
        if line:
            return True, f"{book.edition} lists {digits} on {on} ({book.source}, row {line.row})."
    if not able:
        return None, f"No complete list of codes of {len(digits)} digits at hand speaks of {on}."
    past = next((line for book in able for line in book.by_code.get(digits, ())), None)
    span = f"; it was valid from {past.start} until before {past.end}" if past and past.start else ""
    return False, f"{digits} is not in {', '.join(sorted({it.edition for it in able}))} on {on}{span}."


def _level(digits: str, edition: str, on: date, languages: Sequence[str], books: CodeBooks) -> Level:
    name = _NAMES.get(len(digits), "national")
    editions = (edition, *(it for it in _NATIONAL if it != edition)) if name != "national" else (edition, *_NATIONAL)
    found = [it for one in editions for book in books.of(one) for it in _texts(book, digits, on)]
    found += [LevelText("en", text, "HS2022", "our own words") for text in own_words().labels(digits)]
    best: dict[str, LevelText] = {}
    for text in found:
        best.setdefault(text.language, text)
    wanted = [it for it in languages if it in best] if languages else sorted(best)
    return Level(digits, name, tuple(best[it] for it in wanted))


def _texts(book: CodeBook, digits: str, on: date) -> list[LevelText]:
    if book.edition not in HS_EDITIONS and book.start and on < book.start:
        return []
    lines = [it for it in book.by_code.get(digits, ()) if it.holds_on(on)]
    return [_text(book, line, language) for line in lines[-1:] for language in line.texts]


def _text(book: CodeBook, line: CodeLine, language: str) -> LevelText:
    return LevelText(
        language, line.texts[language], book.edition, book.source, book.name, line.row, line.start, line.end
    )


def _elsewhere(written: WrittenCode, hs: str, valid: bool | None, books: CodeBooks) -> tuple[str, ...]:
    """In which editions a code exists that does not exist on the day."""
    six = written.hs6
    if valid is not False or not six or any(six in book.by_code for book in books.of(hs)):
        return ()
    having = [name for name in HS_EDITIONS for book in books.of(name)[:1] if six in book.by_code and name != hs]
    return (f"{six} is a code of {', '.join(having)}, not of {hs}.",) if having else ()
