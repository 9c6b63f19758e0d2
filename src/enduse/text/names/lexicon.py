"""What words of names mean: general words and places by concept, whatever language they are written in."""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from enduse.text.company_names import form_phrases
from enduse.text.names.letters import words_of
from enduse.text.names.romanise import plain_arabic, plain_latin, readings_of, simplified
from enduse.text.names.sounds import sound_of
from enduse.text.names.tables import parts, rows

PLACE = "@"
"""First letter of a concept that is a place."""
BRAND = "#"
"""First letter of a concept that is a maker's own name."""
FORM = "_form"
"""Concept of a legal form written without spaces."""
_SCRIPTS = ("latin", "cyrillic", "han", "hangul", "kana", "arabic")
_TABLES = (
    ("names_brands.tsv", BRAND),
    ("names_everyday.tsv", BRAND),
    ("names_lexicon.tsv", ""),
    ("names_places.tsv", PLACE),
)
_SHORTEST_DERIVED = 5
_LONGEST_WORD = 14
_GLUED_LEAST, _GLUED_MOST = 9, 30
_SINGLE_AT_END = frozenset("市省县区厂院局部所社行店厅处会港州")


@dataclass
class _Book:
    """Words and stems of one script by spelling; ``sounds`` holds transliterations."""

    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stems: dict[str, tuple[str, ...]] = field(default_factory=dict)


@lru_cache(maxsize=262_144)
def parts_of(word: str, script: str) -> tuple[tuple[str, str], ...]:
    """One lower-case word as parts and their concepts: a compound of known and unknown words is taken apart.

    >>> parts_of("radiovolna", "latin"), parts_of("туламашзавод", "cyrillic")
    ((('radio', 'radio'), ('volna', 'wave')), (('тула', '@tula'), ('маш', 'machine'), ('завод', 'plant')))
    """
    plain = _plain(word, script)
    for book in _books_for(script, plain):
        text = sound_of(plain) if book is _books()["sounds"] else plain
        if found := book.words.get(text):
            return tuple((word, it) for it in found)
        if pieces := _split(text, book, 0):
            return tuple((word if len(pieces) == 1 else part, it) for part, it in _spread(pieces))
    return _unglued(plain, script) or ((word, ""),)


def _unglued(plain: str, script: str) -> tuple[tuple[str, str], ...]:
    """A name and a general word that somebody wrote without a space: "zorvexelectronics"; () for any other word."""
    if script != "latin" or not _GLUED_LEAST <= len(plain) <= _GLUED_MOST:
        return ()
    book = _books()["latin"]
    for cut in range(2, len(plain) - 4):
        rest = plain[cut:]
        known = book.words.get(rest) or next(
            (book.stems[rest[:size]] for size in range(len(rest), 5, -1) if rest[:size] in book.stems), None
        )
        if known and not known[0].startswith((PLACE, BRAND)):
            return ((plain[:cut], ""), *((rest, it) for it in known))
    return ()


def _plain(word: str, script: str) -> str:
    if script == "latin":
        return plain_latin(word)
    if script == "arabic":
        return plain_arabic(word).removeprefix("ال") if word.startswith("ال") and len(word) > 4 else plain_arabic(word)
    return simplified(word) if script == "han" else word


def _books_for(script: str, plain: str) -> list[_Book]:
    books = _books()
    if script == "latin" and len(plain) > 4:
        return [books["latin"], books["sounds"]]
    return [books[script]] if script in books else []


def _split(text: str, book: _Book, depth: int) -> list[tuple[str, tuple[str, ...]]]:
    """Parts of ``text`` with their concepts, when it begins with a known stem; [] when it does not."""
    for size in range(len(text), 2, -1):
        concepts = book.stems.get(text[:size]) or (_COMBINING.get(text[:size]) if size < len(text) else None)
        if not concepts:
            continue
        rest = text[size:]
        if len(rest) < 3 or _ENDING.match(rest):
            return [(text, concepts)]
        if depth > 3:
            return []
        after = rest.lstrip("оеoe") if len(rest.lstrip("оеoe")) > 3 else rest
        if len(after) < 4 and concepts[0].startswith(PLACE):
            # Too little is left to tell a compound from a name: Belmar, Donald.
            return []
        known = book.words.get(after) or _COMBINING.get(after)
        more = [(after, known)] if known else _split(after, book, depth + 1)
        if more:
            return [(text[:size], concepts), *more]
        if text[:size] in _COMBINING and len(after) > 2:
            return [(text[:size], concepts), (after, ("",))]
        # A long stem is sure of itself, whatever ending follows.
        if size > 5 and len(rest) < 10 and text[:size] not in _COMBINING:
            return [(text, concepts)]
        return [(text, concepts)] if len(rest) < 7 and depth == 0 and text[:size] not in _COMBINING else []
    return []


def _spread(pieces: list[tuple[str, tuple[str, ...]]]) -> list[tuple[str, str]]:
    return [(text, it) for text, concepts in pieces for it in concepts]


_ENDING = re.compile(
    "(?:[оеёиыуюаяійъьєїў]|[нвл](?=[иыоеая])|ск|ск[иоаую]|цк|ческ|ичн|ическ|н|ов|ев|ск|ог|ом|ий|ый|ост|ств|к|ц|т|тельн|"
    "ирован|ован|ан|ен|ник|щик|альн|онн|ионн)+[йхмвгеяюьаоуы]*$"
    "|(?:s|es|e|y|al|ial|ic|ical|ics|ies|ing|ed|er|ers|or|ors|ion|ions|ation|tion|ment|ments|ive|ity|ary|ist|ish|isch|"
    "ische|ischer|ischen|en|em|n|nyi|nyy|niy|nii|nogo|naya|noe|nye|nykh|ov|ovyi|ovy|sk|skii|skiy|skij|ski|sky|skoe|skoye|skaya|"
    "skogo|skikh|cheskii|cheskiy|cheski|cheskogo|cheskaya|cheskoe|ichesk[a-z]+|eskii|eskogo|ii|iy|i|a|o|u|oi|oy|ogo|"
    "lar|ler|leri|lari|si|sı|in|i|ost|nost|nosti|iya|iia|iyu|ium|yi|im|nik|ung|ungen|keit|ateur|eur|eurs|ique|iques|azione|"
    "o[a-z]?|ia|ie|ija|je|zny|owy|owe|ny|ne|na|no|tel[a-z]*)$"
)
_COMBINING: dict[str, tuple[str, ...]] = {
    word: tuple(concepts.split("+")) for concepts, group in parts()["combining"].items() for word in group
}


@cache
def _kin() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in parts()["alike"]:
        group = frozenset(row.split())
        for it in group:
            found[it] = found.get(it, frozenset()) | group
    return found


def are_alike(one: str, other: str) -> bool:
    """Do translators put these two concepts for one another: manufacturing and building?"""
    return other in _kin().get(one, ())


def is_phrase(first: str, second: str, script: str) -> bool:
    """Do two neighbouring words make one known word, which they are not by themselves: Hong Kong, joint venture?"""
    book = _books().get(script)
    return book is not None and first + second in book.words


@lru_cache(maxsize=65_536)
def segments(run: str, script: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A run of letters without spaces, cut into known words and what lies between them.

    >>> segments("深圳市易络电子有限公司", "han")
    (('深圳', ('@shenzhen',)), ('市', ('@city',)), ('易络', ()), ('电子', ('electronics',)), ('有限公司', ('_form',)))
    """
    text = simplified(run) if script == "han" else run
    words = _books()[script].words
    pieces: list[tuple[str, tuple[str, ...]]] = []
    at, unknown = 0, ""
    while at < len(text):
        size = _longest_at(words, text, at, script)
        if size:
            if unknown:
                pieces.append((unknown, ()))
                unknown = ""
            pieces.append((text[at : at + size], words[text[at : at + size]]))
            at += size
        else:
            unknown += text[at]
            at += 1
    if unknown:
        pieces.append((unknown, ()))
    return tuple(it for piece in _single_letters(pieces, words) for it in piece)


def _longest_at(words: dict[str, tuple[str, ...]], text: str, at: int, script: str) -> int:
    least = 2 if script != "kana" else 3
    for size in range(min(_LONGEST_WORD, len(text) - at), least - 1, -1):
        if text[at : at + size] in words:
            return size
    return 0


def _single_letters(
    pieces: list[tuple[str, tuple[str, ...]]], words: dict[str, tuple[str, ...]]
) -> list[list[tuple[str, tuple[str, ...]]]]:
    """Single characters that mean something only beside a known word: 市 after a city, 部 at the end."""
    found = []
    for at, (text, concepts) in enumerate(pieces):
        if concepts or len(pieces) == 1:
            found.append([(text, concepts)])
        elif len(text) == 1 and text in words:
            found.append([(text, words[text])])
        elif at > 0 and len(text) > 1 and text[0] in "市省县区" and text[0] in words:
            found.append([(text[0], words[text[0]]), (text[1:], ())])
        elif len(text) > 2 and text[-1] in _SINGLE_AT_END and text[-1] in words and at == len(pieces) - 1:
            found.append([(text[:-1], ()), (text[-1], words[text[-1]])])
        else:
            found.append([(text, concepts)])
    return found


@cache
def _books() -> dict[str, _Book]:
    books = {script: _Book() for script in (*_SCRIPTS, "sounds")}
    for table, mark in _TABLES:
        for row in rows(table):
            _add_row(books, row, mark)
    _add_countries(books)
    for phrases in form_phrases():
        for phrase in phrases:
            text = simplified(phrase[0])
            if len(phrase) == 1 and not text.isascii() and text[0] > "\u2fff":
                books["hangul" if "\uac00" <= text[0] <= "\ud7a3" else "han"].words[text] = (FORM,)
    for text in parts()["forms_without_spaces"]:
        books["hangul" if "\uac00" <= text[0] <= "\ud7a3" else "han"].words[simplified(text)] = (FORM,)
    return books


def _add_row(books: dict[str, _Book], row: str, mark: str) -> None:
    name, *columns = row.split(";")
    concepts = (mark + name,) if mark else tuple(name.removesuffix("*").split(" "))
    for script, column in zip(_SCRIPTS, columns, strict=False):
        for word in column.split("/"):
            if word:
                _add_word(books, word, script, concepts)


def _add_word(books: dict[str, _Book], word: str, script: str, concepts: tuple[str, ...]) -> None:
    stem = word.endswith("*")
    text = word.removesuffix("*")
    if script in ("han", "kana", "hangul"):
        script = "han" if any("\u3400" <= it <= "\u9fff" for it in text) else script
        text = simplified(text)
    if script == "latin":
        text = plain_latin(text)
    if script == "arabic":
        text = plain_arabic(text)
    book = books[script]
    (book.stems if stem else book.words).setdefault(text, concepts)
    if stem and len(text) > 2:
        book.words.setdefault(text, concepts)
    _derive(books["sounds"], text, script, concepts, stem)


def _derive(sounds: _Book, text: str, script: str, concepts: tuple[str, ...], stem: bool) -> None:
    if script not in ("cyrillic", "han") or (script == "han" and len(text) < 2):
        return
    spelt = readings_of(text, script)[0]
    if len(spelt) >= _SHORTEST_DERIVED:
        (sounds.stems if stem else sounds.words).setdefault(sound_of(spelt), concepts)


def _add_countries(books: dict[str, _Book]) -> None:
    for row in rows("country_names.tsv"):
        code, *_, names = row.split("\t")
        for name in names.split("|"):
            words = words_of(name)
            if len(words) == 1 and len(words[0].text) > 2 and words[0].script in books:
                word = words[0]
                text = simplified(word.text) if word.script == "han" else word.text
                text = plain_latin(text) if word.script == "latin" else text
                books[word.script].words.setdefault(text, (PLACE + code,))
