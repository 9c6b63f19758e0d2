"""A name cut into words of one script each, without marks, quotes and invisible characters."""

import re
import unicodedata
from dataclasses import dataclass

from enduse.text.homoglyphs import repair_homoglyphs

LONGEST = 400
"""Letters of a name that are read; what follows is ignored, so that any text takes bounded time."""
_RANGES = (
    ("latin", "A-Za-z\u00c0-\u024f\u1e00-\u1eff"),
    ("cyrillic", "\u0400-\u052f\u1c80-\u1c8fĸ"),
    ("han", "\u3005\u3007\u3400-\u9fff\uf900-\ufaff"),
    ("kana", "\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe"),
    ("hangul", "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"),
    ("arabic", "\u0600-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f"),
)
_CUT = re.compile(
    "|".join(f"(?P<{script}>[{letters}]+)" for script, letters in _RANGES) + r"|(?P<number>\d+)|(?P<other>[^\W\d_]+)"
)
_INVISIBLE = re.compile("[\u0000-\u0008\u000e-\u001f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_]\b(?!['’])\.?)?")
_GLUED_FORM = re.compile(r"(?<=[A-Za-z]{3})co\.?,\s?\.?ltd", re.IGNORECASE)
_DOT = "\u2024"
_INNER = re.compile(r"(?<=\w)['’ʼʻ`´ʹ‘](?=\w)")
_CAMEL = re.compile(r"(?<=[a-z]{3})(?=[A-Z][A-Za-z])|(?<=\b[A-Z]{2})(?=[A-Z][a-z]{3})")
_BRACKETS = str.maketrans("（）【】［］〔〕｛｝[]{}<>〈〉", "()()()()()()()()()")
_MARKS = str.maketrans({"&": " and ", "＆": " and ", "№": " ", "İ": "I", "🅰": "a"})
# A table of letters is asked once for every letter, and finds hardly any.
_TO_MARK = re.compile("[（）【】［］〔〕｛｝\\[\\]{}<>〈〉&＆№İ🅰]")
_BRACKET_FORM = {"(주)": " 주식회사 ", "(유)": " 유한회사 ", "(株)": " 株式会社 ", "(有)": " 有限会社 "}
_COMBINING = re.compile(r"[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: lower case, its script, and what its place in the name says.

    Attributes:
        text: Letters in lower case, or digits.
        script: ``latin``, ``cyrillic``, ``han``, ``kana``, ``hangul``, ``arabic``, ``other`` or ``number``.
        aside: Was it written in brackets?
        capital: Was it written in capitals only, in a name that is not?
        glued: Does it follow the word before without a space?
        dotted: Was it written as initials with dots?
    """

    text: str
    script: str
    aside: bool = False
    capital: bool = False
    glued: bool = False
    dotted: bool = False


def words_of(name: str) -> tuple[Word, ...]:
    """The words of ``name`` in order; ``()`` for a text without letters and digits.

    >>> [it.text for it in words_of('ООО «Фирма-2»')]
    ['ооо', 'фирма', '2']
    """
    text = _cleaned(name[: 4 * LONGEST])[:LONGEST]
    all_capitals = text.upper() == text
    depth_at, depth = _depths(text)
    found = []
    end = -1
    for match in _CUT.finditer(text):
        written = match.group()
        script = match.lastgroup or "other"
        aside = depth > 0 and depth_at[match.start()] > 0
        capital = not all_capitals and len(written) > 1 and written.upper() == written and written.lower() != written
        dotted = text[match.start() - 1 : match.start()] == _DOT
        found.append(Word(_lower(written, script), script, aside, capital, match.start() == end, dotted))
        end = match.end()
    return tuple(it for it in found if it.text)


def _cleaned(name: str) -> str:
    if name.isascii():
        text = _INVISIBLE.sub("", name.translate(_BRACKETS) if _TO_MARK.search(name) else name)
        text = text.replace("&", " and ")
    else:
        text = _plainly_written(name)
    text = _GLUED_FORM.sub(" co ltd", text)
    if "." in text:
        text = _DOTTED.sub(lambda it: _DOT + it.group().replace(".", "").replace(" ", "") + " ", text)
    return _CAMEL.sub(" ", _INNER.sub("", text))


def _plainly_written(name: str) -> str:
    """A name with letters beyond ASCII: marks, brackets and twins of letters as their plain forms."""
    name = name.replace("別称", " ").replace("µ", "μ")
    if _TO_MARK.search(name):
        name = name.translate(_BRACKETS)
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", name))
    for written, form in _BRACKET_FORM.items():
        if written in text:
            text = text.replace(written, form)
    return repair_homoglyphs(text.translate(_MARKS) if _TO_MARK.search(text) else text)


def _depths(text: str) -> tuple[list[int], int]:
    if "(" not in text:
        return [], 0
    depths, depth, most = [], 0, 0
    for letter in text:
        depth = max(0, depth + (letter == "(") - (letter == ")"))
        most = max(most, depth)
        depths.append(depth)
    # A name wholly in brackets, or with a bracket never closed, has no aside.
    return (depths, most) if depth == 0 and depths[0] == 0 else ([], 0)


def _lower(written: str, script: str) -> str:
    if script == "latin":
        return written.casefold().replace("\u0307", "").replace("ss", "ss")
    if script == "cyrillic":
        return written.lower().replace("ё", "е").replace("ĸ", "к")
    if script == "number":
        return str(int(written)) if len(written) < 12 else written
    return _COMBINING.sub("", written.lower())
