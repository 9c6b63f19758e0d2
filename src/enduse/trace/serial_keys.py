"""Serial numbers as people write them, put on one footing: which spellings mean one machine, and which may not.

A number is compared by its key: capitals and digits only, letters that look alike in Cyrillic, Greek or full width as
their Latin twins, and ``O`` as ``0``, ``I`` and ``L`` as ``1``. Beyond that one wrong, missing, further or swapped
character may be forgiven, within one brand and model only, and never where that could mean another machine.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ibis.expr.types import StringColumn
from rapidfuzz.distance import OSA

_ALIKE = "АВЕЗКМНОРСТУХІЅЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "".join(chr(0xFF10 + it) for it in range(10))
_TWINS = "ABE3KMHOPCTYXISJABEZHIKMNOPTYX0123456789"
_WIDE = "".join(chr(0xFF21 + it) for it in range(26))
_FROM = f"{_ALIKE}{_WIDE}№"
_TO = f"{_TWINS}ABCDEFGHIJKLMNOPQRSTUVWXYZ#"
_LOOSE_FROM, _LOOSE_TO = "OIL", "011"
# RE2 and Java read it alike.
_LEAD = r"^ *(?:S ?/ ?N|SN|SER(?:IAL)?\.?(?: *(?:NO|NUMBER|NR))?|NO|#)(?:[.:#]+ *| +)"
_JUNK = "[^0-9A-Z]"
_FOREIGN = r"[^\x00-\x7F]"

_TO_TWINS = str.maketrans(_FROM, _TO)
_TO_LOOSE = str.maketrans(_LOOSE_FROM, _LOOSE_TO)

SHORTEST = 4
"""Characters of a key below which it tells nothing: ``12`` stands on thousands of machines."""

_TELLING = 6
"""Characters of a key from which on a number without a brand may mean one machine."""

_CROWDED = 0.01
"""Share of the numbers of a family with a neighbour one character away, above which no slip is forgiven."""

How = Literal["exact", "look_alike", "one_edit", "none", "several"]


def strict_key(text: str) -> str:
    """Capitals and digits of the number; look-alike letters of other alphabets as Latin ones.

    >>> strict_key("s/n: СL-2500·0417")
    'CL25000417'
    """
    upper = text.upper().translate(_TO_TWINS)
    return re.sub(_JUNK, "", re.sub(_LEAD, "", upper))


def serial_key(text: str) -> str:
    """What all innocent spellings of one number share: the strict key with O as 0 and I, L as 1.

    >>> serial_key("SL25OO-O417") == serial_key("SL2500 0417")
    True
    """
    return strict_key(text).translate(_TO_LOOSE)


def serial_key_of(text: StringColumn) -> StringColumn:
    """``serial_key`` of a column; null where the number is too short to tell a machine or holds no digit."""
    upper = text.upper()
    # Few numbers hold a letter of another alphabet; to exchange letters takes ten times as long as to look for them.
    latin = upper.re_search(_FOREIGN).ifelse(upper.translate(_FROM, _TO), upper)
    key = latin.re_replace(_LEAD, "").re_replace(_JUNK, "").translate(_LOOSE_FROM, _LOOSE_TO)
    tells = (key.length() >= SHORTEST) & text.re_search("[0-9０-９]")
    return tells.ifelse(key, None)


def shown(texts: Iterable[str]) -> str:
    """One spelling of a number for people: the most frequent, capitals, without blanks at its ends."""
    spelled = [" ".join(it.upper().translate(_TO_TWINS).split()) for it in texts]
    return max(sorted(set(spelled)), key=spelled.count, default="")


def plain(text: str | None) -> str:
    """A brand or model for comparison: capitals, letters and digits of any script.

    >>> plain("Vcenter-85B"), plain(None)
    ('VCENTER85B', '')
    """
    return "".join(it for it in (text or "").upper() if it.isalnum())


def agree(left: str | None, right: str | None) -> bool | None:
    """Do two brands, or two models, mean the same? None where one of them is not stated.

    >>> agree("VICTOR", "Victor Taichung"), agree("QUASER", "YCM"), agree(None, "YCM")
    (True, False, None)
    """
    one, other = plain(left), plain(right)
    if not one or not other:
        return None
    return one in other or other in one


def one_edit(left: str, right: str) -> bool:
    """Do two keys differ by one character that is wrong, missing, too many or swapped with the next?"""
    return OSA.distance(left, right, score_cutoff=1) == 1


@dataclass(frozen=True, order=True)
class Numbered:
    """A machine as its number names it.

    Attributes:
        serial: As written.
        brand: As written; None where it is not stated.
        model: As written; None where it is not stated.
    """

    serial: str
    brand: str | None = None
    model: str | None = None

    def same_family(self, other: "Numbered") -> bool:
        """Are both of one brand, and of one model where both say theirs?"""
        return agree(self.brand, other.brand) is True and agree(self.model, other.model) is not False


@dataclass(frozen=True)
class Meant:
    """Which known machine a number means.

    Attributes:
        how: ``exact``; ``look_alike`` (O for 0 and the like); ``one_edit``; ``none``; ``several``: two machines could
            be meant, so none is taken.
        candidates: The machine that is meant, or those that could be.
        reason: In words.
    """

    how: How
    candidates: tuple[Numbered, ...]
    reason: str


def meant(asked: Numbered, known: Sequence[Numbered]) -> Meant:
    """Which of the ``known`` machines ``asked`` means; abstains where two could be meant.

    Args:
        asked: The number as somebody wrote it; without a brand only longer numbers tell.
        known: Every machine once.
    """
    key = serial_key(asked.serial)
    if len(key) < SHORTEST:
        return Meant("none", (), f"{asked.serial!r} is too short to tell one machine from another")
    same = [it for it in known if serial_key(it.serial) == key and agree(it.brand, asked.brand) is not False]
    strict = [it for it in same if strict_key(it.serial) == strict_key(asked.serial)]
    if found := strict or same:
        return _among(asked, found, "exact" if strict else "look_alike")
    return _near(asked, key, known)


def _among(asked: Numbered, found: Sequence[Numbered], how: How) -> Meant:
    if len(found) > 1:
        return Meant("several", tuple(found), f"{len(found)} machines bear {asked.serial!r}; the brand would tell")
    if asked.brand is None and len(serial_key(asked.serial)) < _TELLING:
        return Meant("several", tuple(found), f"{asked.serial!r} is short, and no brand is stated beside it")
    said = "the numbers are the same" if how == "exact" else f"{found[0].serial!r} looks like {asked.serial!r}"
    return Meant(how, tuple(found), said)


def _near(asked: Numbered, key: str, known: Sequence[Numbered]) -> Meant:
    near = [it for it in known if asked.same_family(it) and one_edit(serial_key(it.serial), key)]
    if not near:
        return Meant("none", (), f"no machine with the number {asked.serial!r} is known")
    if len(near) > 1:
        return Meant("several", tuple(near), f"{len(near)} machines have a number one character away")
    if len(key) < _TELLING or crowded([it.serial for it in known if asked.same_family(it)]):
        why = "numbers of this family lie so close that one character makes another machine"
        return Meant("several", tuple(near), why)
    return Meant("one_edit", tuple(near), f"{asked.serial!r} differs from {near[0].serial!r} in one character")


def crowded(serials: Iterable[str]) -> bool:
    """Do the numbers of a family lie so close together that a slip in one gives another?

    A maker that counts up leaves neighbours everywhere; one that numbers sparsely does not.
    """
    keys = {serial_key(it) for it in serials}
    # A number with one character taken out meets every neighbour with another character there.
    holes: dict[tuple[int, str], int] = {}
    cut = [(at, key[:at] + key[at + 1 :]) for key in keys for at in range(len(key))]
    for hole in cut:
        holes[hole] = holes.get(hole, 0) + 1
    close = sum(any(holes[at, key[:at] + key[at + 1 :]] > 1 for at in range(len(key))) for key in keys)
    return close > _CROWDED * len(keys)
