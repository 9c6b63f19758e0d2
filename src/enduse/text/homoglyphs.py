"""Words typed half in Cyrillic and half in Latin letters, put back into one script."""

import re
from functools import lru_cache

_PAIRS = "АAВBЕEКKМMНHОOРPСCТTХXІIУYаaеeоoрpсcхxіiуy"
_TO_LATIN = str.maketrans({_PAIRS[i]: _PAIRS[i + 1] for i in range(0, len(_PAIRS), 2)})
_TO_CYRILLIC = str.maketrans({_PAIRS[i + 1]: _PAIRS[i] for i in range(0, len(_PAIRS), 2)})
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")


def repair_homoglyphs(text: str) -> str:
    """``text`` with every mixed word in one script: ``"OOО"`` with one Cyrillic letter becomes Latin.

    A word is moved to the script of the letters that only one script has (``"Стaнок"`` is Cyrillic: т, н
    and к-as-written decide); where every letter has a twin, to the script of the majority, and to Latin on
    a tie. A word with telling letters of both scripts is left as it is: it is a brand, not a slip.

    >>> repair_homoglyphs("HС код") == "HC код"
    True
    """
    if not (_CYRILLIC.search(text) and _LATIN.search(text)):
        return text
    return _WORD.sub(lambda found: _one_script(found.group()), text)


@lru_cache(maxsize=65_536)
def _one_script(word: str) -> str:
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    if not (cyrillic and latin):
        return word
    as_latin, as_cyrillic = word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)
    all_latin, all_cyrillic = not _CYRILLIC.search(as_latin), not _LATIN.search(as_cyrillic)
    if all_latin and (not all_cyrillic or latin >= cyrillic):
        return as_latin
    return as_cyrillic if all_cyrillic else word
