"""Records of METI's bilingual documents of designated entities, cut out of their running text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WIDE = str.maketrans("０１２３４５６７８９　；､", "0123456789 ;、")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff（）「」、。・：]")
_ADDRESS = re.compile(r"所\s*在\s*地\s*[：:]")
_ALSO = re.compile(r"別称\s*[：:]")
_AKA = re.compile(r",?\s*(?:a\.k\.a\.?|also known as)\s*,?", re.IGNORECASE)
_STATED = re.compile(r"^\s*(?:the\s+)?follow(?:ing)?\s+([a-z]+?)\s*alias(?:es)?\s*:?\s*", re.IGNORECASE)
_ITEM = re.compile(r"(?:(?<=\n)|(?<=[;:])|(?<=and)|^)\s*[-‐–—―]\s*(?=\S)")
_LATIN_BREAK = re.compile(r"(?<=[A-Za-z0-9.,])\n(?=[A-Za-z0-9])")
_ITEM_END = re.compile(r"\s*(?:;\s*(?:and)?|,\s*and)\s*,?\s*$")
_ABBREVIATION = re.compile(r"\b(?:Co|Ltd|Inc|Corp|S\.A|A\.O|O\.O\.O|Pte|Pty|Est|Sdn|Bhd|Dr|St|J\.S)\.$", re.IGNORECASE)
_JAPANESE_ALIASES = re.compile(r"[（(]\s*(?:別称|略称|通称)\s*[、:：]?\s*((?:[^（）()]|[（(][^（）()]*[）)])*)[）)]")
_JAPANESE_SPLIT = re.compile(r"、|(?<=[^\s])\s*及び\s*|[;；]")
_ADDRESS_SPLIT = re.compile(r"\s*;\s*(?:and\s+)?", re.IGNORECASE)
_WORDS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()  # noqa: SIM905


@dataclass(frozen=True)
class MetiRecord:
    """One numbered record.

    Attributes:
        number: As printed.
        text: Everything of the record after its number.
    """

    number: int
    text: str


@dataclass(frozen=True)
class MetiNames:
    """What a record says.

    Attributes:
        japanese: The name in Japanese.
        english: The name in English, empty where the record gives none.
        aliases: Other names, English ones first.
        stated: How many English aliases the record says there are; -1 where it does not.
        addresses: Addresses as written.
    """

    japanese: str
    english: str
    aliases: tuple[str, ...]
    stated: int
    addresses: tuple[str, ...]


def plain_text(text: str) -> str:
    """The text with digits and spaces of the usual width."""
    return text.translate(_WIDE).replace("\r\n", "\n").replace("\f", "\n")


def meti_records(text: str) -> Iterator[MetiRecord]:
    """The records in order, found by their numbers: 1, 2, 3 ..., each after the address of the one before.

    A page break glues the number to the line before, so a number counts wherever Japanese letters follow it.
    """
    number, start = 1, _start(text, 1, 0)
    while start:
        end = start.end()
        address = _ADDRESS.search(text, end)
        following = _start(text, number + 1, address.end() if address else end)
        yield MetiRecord(number, text[end : following.start() if following else len(text)].strip())
        number, start = number + 1, following


def addresses_in(text: str) -> int:
    """How many addresses the text has; more than one in a record means that the next ones were not found."""
    return len(_ADDRESS.findall(text))


def _start(text: str, number: int, after: int) -> re.Match[str] | None:
    pattern = re.compile(rf"(?:^|(?<=\n)|(?<=[^\d\s,\-/]))[ ]*{number}[ ]+(?=[^\n]*[\u3040-\u30ff\u3400-\u9fff])")
    return pattern.search(text, after)


def names_of(record: MetiRecord) -> MetiNames:
    """The names and addresses of a record."""
    head, *rest = _ADDRESS.split(record.text, maxsplit=1)
    head, *also = _ALSO.split(head, maxsplit=1)
    japanese, foreign = _by_language(head)
    english, *aka = _AKA.split(foreign, maxsplit=1)
    stated, aliases = _english_aliases(aka[0] if aka else "")
    name, japanese_aliases = _japanese(japanese)
    found = (*aliases, *(_tidy(it) for line in also for it in re.split(r"[;；\n]", line)), *japanese_aliases)
    addresses = tuple(it for part in rest for it in map(_tidy, _ADDRESS_SPLIT.split(part.replace("\n", " "))) if it)
    return MetiNames(name, _tidy(english), tuple(dict.fromkeys(it for it in found if it)), stated, addresses)


def _by_language(head: str) -> tuple[str, str]:
    """The Japanese lines, which come first, and the rest; one line with both is cut after the last kana."""
    lines = head.split("\n")
    count, depth = 0, 0
    while count < len(lines) and (depth > 0 or not count or _JAPANESE.search(lines[count])):
        depth += lines[count].count("（") - lines[count].count("）")
        count += 1
    japanese, foreign = _LATIN_BREAK.sub(" ", "\n".join(lines[:count])).replace("\n", ""), "\n".join(lines[count:])
    last = max((it.end() for it in _JAPANESE.finditer(japanese)), default=0)
    tail = japanese[last:]
    # The name in English begins in the Japanese line: after a closing bracket, before "a.k.a.", or with no line left.
    if tail.strip() and (not foreign.strip() or japanese[last - 1] == "）" or _AKA.search(tail)):
        return japanese[:last], f"{tail}\n{foreign}"
    return japanese, foreign


def _english_aliases(text: str) -> tuple[int, list[str]]:
    said = _STATED.match(text)
    stated = _WORDS.index(said[1].lower()) if said and said[1].lower() in _WORDS else -1
    body = text[said.end() :] if said else text
    items = [_tidy(_ITEM_END.sub("", it.strip())) for it in _ITEM.split(f"\n{body.strip()}")]
    return stated, [it for it in items if it]


def _japanese(text: str) -> tuple[str, list[str]]:
    aliases = [it for found in _JAPANESE_ALIASES.findall(text) for it in map(_tidy, _JAPANESE_SPLIT.split(found)) if it]
    return _tidy(_JAPANESE_ALIASES.sub("", text)), aliases


def _tidy(text: str) -> str:
    plain = " ".join(text.split()).strip(" ,;")
    return plain if _ABBREVIATION.search(plain) else plain.rstrip(".")
