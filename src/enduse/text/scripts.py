"""Cyrillic words in Latin letters, and Latin spellings of one Cyrillic word made equal."""

import re
from functools import lru_cache

from enduse.text.headers import fold_case
from enduse.text.homoglyphs import repair_homoglyphs

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN_OF = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфцыэ", "abvgdeziiklmnoprstufcie", strict=True)),
        **{"ж": "zh", "х": "h", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": "", "ю": "iu", "я": "ia", "ё": "e"},
        **{"і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "u", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o"},
        **{"ұ": "u", "ү": "u", "һ": "h", "ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u", "ҡ": "k", "ј": "j", "љ": "l"},
        **{"њ": "n", "ћ": "c", "ђ": "dj", "џ": "dzh", "ҙ": "z", "җ": "j"},
    }
)
# Order counts: three letters before two, so that "shch" never becomes "shc" + "h".
_VARIANTS = (
    ("shch", "sh"),
    ("sch", "sh"),
    ("shh", "sh"),
    ("dzh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("tz", "c"),
    ("ts", "c"),
    ("ye", "e"),
    ("x", "ks"),
    ("y", "i"),
    ("ii", "i"),
)


@lru_cache(maxsize=262_144)
def latin_key(word: str) -> str:
    """One word in lower-case Latin letters, the usual spellings of one Russian sound folded into one.

    Follows BGN/PCGN loosely: й, ы, и and y are "i"; х, kh and h are "h"; ц, ts and c are "c"; щ, shch and sch are
    "sh"; ь, ъ and apostrophes vanish. Words of other scripts come back in lower case, otherwise as they are.

    >>> latin_key("Щёлково") == latin_key("SHCHELKOVO"), latin_key("ХОЛДИНГ") == latin_key("Kholding")
    (True, True)
    """
    plain = fold_case(repair_homoglyphs(word))
    if _CYRILLIC.search(plain):
        plain = plain.translate(_LATIN_OF)
    if not plain.isascii():
        return plain
    before = ""
    while before != plain:
        before = plain
        for written, folded in _VARIANTS:
            plain = plain.replace(written, folded)
    return plain
