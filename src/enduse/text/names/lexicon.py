"""What words of names mean: general words and places by concept, whatever language they are written in."""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from unicodedata import combining, normalize

from enduse.text.company_names import form_phrases
from enduse.text.names.letters import words_of
from enduse.text.names.romanise import plain_arabic, plain_latin, readings_of, simplified
from enduse.text.names.sounds import sound_of
from enduse.text.names.tables import letters, parts, rows

PLACE = "@"
"""First letter of a concept that is a place."""
BRAND = "#"
"""First letter of a concept that is a maker's own name."""
FORM = "_form"
"""Concept of a legal form written without spaces."""
_SCRIPTS = ("latin", "cyrillic", "han", "hangul", "kana", "arabic", "other")
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
    partly: tuple[tuple[str, str], ...] = ()
    for book in _books_for(script, plain):
        text = sound_of(plain) if book is _books()["sounds"] else plain
        if found := book.words.get(text):
            return tuple((word, it) for it in found)
        if pieces := _split(text, book, 0):
            spread = tuple((word if len(pieces) == 1 else part, it) for part, it in _spread(pieces))
            if all(concept for _, concept in spread):
                return spread
            # Another book may know the whole word.
            partly = partly or spread
    return partly or _unglued(plain, script) or ((word, ""),)


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
    if script == "other":
        return "".join(it for it in normalize("NFD", word) if not combining(it))
    return simplified(word) if script == "han" else word


def _books_for(script: str, plain: str) -> list[_Book]:
    books = _books()
    if script == "latin" and len(plain) > 4:
        return [books["latin"], books["sounds"]]
    return [books[script]] if script in books else []


def _split(text: str, book: _Book, depth: int) -> list[tuple[str, tuple[str, ...]]]:
    """Parts of ``text`` with their concepts, when it begins with a known stem; [] when it does not."""
    for size in range(len(text), 2, -1):
        stem, joins = book.stems.get(text[:size]), text[:size] in _COMBINING and size < len(text)
        concepts = stem or (_COMBINING[text[:size]] if joins else None)
        rest = text[size:]
        if not concepts or (not stem and len(rest) < 3):
            continue
        # What joins other words so readily is followed by one sooner than by an odd ending.
        if stem and (len(rest) < 3 or (_PLAIN_ENDING if joins else _ENDING).match(rest)):
            return [(text, concepts)]
        if depth > 3:
            return []
        bare = rest.lstrip("оеoe")
        after = bare if len(bare) > 3 and rest not in book.words and rest not in _COMBINING else rest
        concepts = _COMBINING.get(text[:size], concepts)
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
        return [(text, concepts)] if len(rest) < min(7, size) and depth == 0 and text[:size] not in _COMBINING else []
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
_PLAIN_ENDING = re.compile(
    "(?:н|ов|ев|ск|ческ|ическ|ьн|льн)*(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ых|их|ика|ики|ому|ым|ом|ам|ах|ами|ов|ей|ия|ии|ік|ик|[аяоуыиеюь])$"
    "|(?:s|es|al|ic|ics|ical|ing|ed|er|ers|or|ors|(?:ika|iki)|n?(?:ik|yi|yy|iy|ii|oi|oy|ogo|aya|aia|oe|oye|ye|ie|ykh)|sk(?:ii|iy|ij|i|y|oe|oye|aya|ogo))$"
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
    pieces = [(text[start:end], words.get(text[start:end], ())) for start, end in _cuts(text, words, script)]
    found = (it for piece in _single_letters(pieces, words) for it in piece)
    return tuple((it, concepts) for part, concepts in found for it in ((part,) if concepts else lettered(part, script)))


def lettered(text: str, script: str) -> tuple[str, ...]:
    """An unknown word with the names of letters before or behind it cut off: 조르벡 and 비티아이, that is BTI."""
    pattern = _letter_runs().get(script)
    for found in pattern.finditer(text) if pattern and len(text) > 3 else ():
        start, end = found.span()
        if (start == 0) != (end == len(text)) and (end - start > 3 or _SURE_LETTERS.search(found.group())):
            rest = text[end:] if start == 0 else text[:start]
            if len(rest) > 1 or start == 0:
                return (found.group(), rest) if start == 0 else (rest, found.group())
    return (text,)


_SURE_LETTERS = re.compile("에이|씨|에프|제이|케이|큐|에스|브이|더블|와이|엠|앤")


@cache
def _letter_runs() -> dict[str, re.Pattern[str]]:
    """Runs of two or more names of letters, by script; only Hangul writes them into words."""
    names = sorted(letters()["letter_names"]["hangul"], key=len, reverse=True)
    return {"hangul": re.compile(f"(?:{'|'.join(names)}){{2,}}")}


def _cuts(text: str, words: dict[str, tuple[str, ...]], script: str) -> list[tuple[int, int]]:
    """Where a run is cheapest to cut: known words cost least, and many scraps between them most."""
    least = 2 if script != "kana" else 3
    best = [0.0] + [1e9] * len(text)
    came, strange = [0] * (len(text) + 1), [True] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        for start in range(end):
            size = end - start
            known = least <= size <= _LONGEST_WORD and text[start:end] in words
            if not known and start and strange[start]:
                continue
            cost = best[start] + (_KNOWN if known else _strange(size, script))
            if cost < best[end] - 1e-9:
                best[end], came[end], strange[end] = cost, start, not known
    found, end = list[tuple[int, int]](), len(text)
    while end:
        found.append((came[end], end))
        end = came[end]
    return found[::-1]


_KNOWN = 0.6


def _strange(size: int, script: str) -> float:
    """What an unknown stretch costs; a single syllable of Hangul or kana is hardly ever a word."""
    return 1.0 + 0.5 * size + (0.5 if size == 1 and script != "han" else 0.0)


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
    if script in ("arabic", "other"):
        text = _plain(text, script)
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
