"""Which encoding a text is in: decided by how plausible its letters are, and said with the counts.

Statistical guessers of the market were not taken: they do not know the words of customs forms, cannot say
why they decided, and confuse cp866, koi8-r and windows-1251 on tables that are mostly digits.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from enduse.errors import Notice

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Best first: of two readings that are the same text, the earlier name is said.
_CANDIDATES = (
    ("windows-1251", "cyrillic"),
    ("cp866", "cyrillic"),
    ("koi8-u", "cyrillic"),
    ("gb18030", "simplified"),
    ("big5", "traditional"),
    ("cp949", "korean"),
    ("cp932", "japanese"),
    ("euc-jp", "japanese"),
    ("windows-1252", "western"),
    ("windows-1254", "turkish"),
    ("windows-1250", "central"),
)
_WIDE = frozenset({"simplified", "traditional", "korean", "japanese"})
_PUNCTUATION = frozenset("«»“”„‘’№°–—•…·±²³®™€£§×\u00a0\u3000，。、（）：；「」・％【】《》")
_SAMPLE_LINES_BYTES = 48_000
_CLOSE = 0.12


@dataclass(frozen=True)
class EncodingFound:
    """An encoding and what spoke for it.

    Attributes:
        codec: Name that Python's codecs know.
        name: Name that people know.
        reason: The decision in a sentence, with the counts.
        notices: W-ENCODING when the sample has damaged characters or two readings are nearly as good.
    """

    codec: str
    name: str
    reason: str
    notices: tuple[Notice, ...] = ()


def encoding_of(sample: bytes, rows: int) -> EncodingFound:
    """Decide the encoding of whole lines taken from all over a file.

    Args:
        sample: The lines; starts with the file's first bytes, so that a byte-order mark shows.
        rows: How many lines the sample holds, for the sentence.
    """
    for mark, codec in _BOMS:
        if sample.startswith(mark):
            return EncodingFound(codec, codec.removesuffix("-sig"), "The file says so itself with a byte-order mark.")
    if unmarked := unmarked_utf16(sample[:65_536]):
        return EncodingFound(unmarked, unmarked, "Every second byte of the file's beginning is zero.")
    if sample.isascii():
        return EncodingFound("utf-8", "utf-8", f"All {rows:,} rows looked at hold plain ASCII, which UTF-8 contains.")
    if _decodes(sample, "utf-8"):
        return _as_utf8(rows, 0, 0)
    damaged = sample.decode("utf-8", "replace").count("\ufffd")
    odd_lines = [line for line in sample.splitlines() if not line.isascii()]
    broken = sum(not _decodes(line, "utf-8") for line in odd_lines)
    # A legacy line is valid UTF-8 only by a rare accident: when most lines are, the others are the damage.
    if broken * 2 < len(odd_lines):
        return _as_utf8(rows, damaged, broken)
    return _best_legacy(odd_lines, sample, rows, damaged)


def _as_utf8(rows: int, damaged: int, broken: int) -> EncodingFound:
    reason = f"Reads as UTF-8 ({damaged:,} damaged characters in {rows:,} rows)."
    if not damaged:
        return EncodingFound("utf-8", "utf-8", reason)
    said = f"{reason} The {broken:,} damaged rows of the sample are set apart as rejects (R-ENCODING), never guessed."
    return EncodingFound("utf-8", "utf-8", reason, (Notice("W-ENCODING", said),))


def _best_legacy(lines: list[bytes], sample: bytes, rows: int, damaged_utf8: int) -> EncodingFound:
    telling = _telling(lines)
    scores = {codec: _plausibility(telling, codec, letters) for codec, letters in _CANDIDATES}
    order = sorted(scores, key=lambda codec: -scores[codec])
    best, second = order[0], order[1]
    damaged = sample.decode(best, "replace").count("\ufffd")
    reason = (
        f"Reads as {best} ({damaged:,} damaged characters in {rows:,} rows), not as UTF-8 ({damaged_utf8:,}); "
        f"the next best reading is {second}."
    )
    notices = [Notice("W-ENCODING", f"{reason} Damaged rows become rejects (R-ENCODING).")] if damaged else []
    same = telling.decode(best, "replace") == telling.decode(second, "replace")
    if scores[best] - scores[second] < _CLOSE and not same:
        notices.append(
            Notice("W-ENCODING", f"{reason} Both read nearly as well: look at a few names before you rely on them.")
        )
    return EncodingFound(best, best, reason, tuple(notices))


def _telling(lines: list[bytes]) -> bytes:
    """Lines from the whole sample, the header among them, up to a size that is quick to judge."""
    step = max(1, sum(map(len, lines)) // _SAMPLE_LINES_BYTES)
    return b"\n".join(lines[:3] + lines[3::step])


def unmarked_utf16(start: bytes) -> str | None:
    """The codec, if these first bytes of a file are UTF-16 without a byte-order mark."""
    pairs = len(start) // 2
    if pairs < 2:
        return None
    even, odd = start[0 : pairs * 2 : 2].count(0), start[1 : pairs * 2 : 2].count(0)
    # Separators, digits and line ends have a zero byte in any script; text in one-byte codes has none.
    if odd > pairs * 0.15 and even < odd / 8:
        return "utf-16-le"
    if even > pairs * 0.15 and odd < even / 8:
        return "utf-16-be"
    return None


def _decodes(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _plausibility(sample: bytes, codec: str, letters: str) -> float:
    """Mean log-likelihood of a byte that is not ASCII, plus a bonus for words of customs forms."""
    text = sample.decode(codec, "replace")
    judge = _judge_wide if letters in _WIDE else _judge_narrow
    chances = _chances(letters)
    total = 0.0
    for (before, char), count in Counter(zip(" " + text, text, strict=False)).items():
        if char > "\x7f":
            total += count * judge(before, char, chances)
    high_bytes = sum(count for byte, count in Counter(sample).items() if byte > 0x7F)
    lowered = text.lower()
    words = sum(word in lowered for word in _alphabets()[letters]["words"])
    return total / max(1, high_bytes) + min(2.0, 0.4 * words)


def _judge_narrow(before: str, char: str, chances: Mapping[str, float]) -> float:
    lower = char.lower()
    if char == "\ufffd" or "\x80" <= char <= "\x9f":
        return -14.0
    if char in _PUNCTUATION:
        return -4.5
    chance = chances.get(lower, -9.0)
    if char.isupper() and before.islower():
        chance -= 3.0
    cyrillic = "а" in chances
    if before.isalpha() and (before < "\x80") == cyrillic:
        # Cyrillic beside a Latin letter, or two accented Latin letters in a row: both are rare in one word.
        chance -= 2.0 if cyrillic else 4.0
    return chance


def _judge_wide(before: str, char: str, chances: Mapping[str, float]) -> float:
    if char == "\ufffd" or "\ue000" <= char <= "\uf8ff":
        return -24.0
    if char in _PUNCTUATION or "\uff01" <= char <= "\uff5e":
        return -7.0
    if "\uff61" <= char <= "\uff9f":
        # Half-width kana take one byte each; any one-byte text would read as a row of them.
        return -7.0
    return chances.get(char, -18.0) if char >= "\u3000" else -16.0


@cache
def _alphabets() -> Mapping[str, Any]:
    return tomllib.loads((files("enduse.data") / "letters.toml").read_text(encoding="utf-8"))


@cache
def _chances(letters: str) -> Mapping[str, float]:
    spec = _alphabets()[letters]
    if letters not in _WIDE:
        tiers = {"other": -6.5, "common": -4.0, "frequent": -2.8}
        return {char.lower(): chance for tier, chance in tiers.items() for char in spec.get(tier, "")}
    return _level_one(letters) | dict.fromkeys(spec["frequent"], -6.0)


def _level_one(letters: str) -> dict[str, float]:
    """The characters which the national standards themselves set apart as the frequent ones."""
    codec, first, last = {
        "simplified": ("gb2312", 0xB0, 0xD7),
        "traditional": ("big5", 0xA4, 0xC6),
        "korean": ("euc-kr", 0xB0, 0xC8),
        "japanese": ("cp932", 0x88, 0x97),
    }[letters]
    pairs = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(0x40, 0xFF))
    found = {char: -9.5 for pair in pairs for char in pair.decode(codec, "ignore") if char > "\x7f"}
    if letters == "japanese":
        found |= {chr(code): -5.5 for code in range(0x3041, 0x30FF)}
    return found


_UTF8_RUN = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")


def is_stray_utf8(line: bytes) -> bool:
    """Is this line of a one-byte text plainly UTF-8, so that decoding it would give nonsense?

    A genuine one-byte line of several accented or Cyrillic letters is not valid UTF-8.
    """
    return len(_UTF8_RUN.findall(line)) >= 3 and _decodes(line, "utf-8")
