"""Countries and groups of countries, however a file writes them.

Known spellings only: nothing is guessed. The rules for texts that could mean two places stand in the section
``[notes]`` of ``data/country_aliases.toml`` and are printed with the match.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from enduse.text.headers import header_words

Kind = Literal["country", "group", "world", "unknown"]

UNDEFINED = "UNDEFINED"
"""Code of a partner whom the publisher itself does not name."""

_TERRITORIES_OF = {"CN": frozenset({"TW", "HK", "MO"}), "US": frozenset({"PR", "GU", "VI", "AS", "MP", "UM"})}
_ALWAYS_NOTED = frozenset({"AN", "CS", "SU", "YU", "XC", "XL", "EU"})
_SHORT_NAMES = {"HK": "Hong Kong", "MO": "Macao", "MM": "Myanmar", "PS": "Palestine"}
_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]*)[)\]）】]")
_FOOTNOTE = re.compile(r"(?<=[^\W\d])\s*[\d*¹²³⁴⁵]{1,2}\)?\s*$|\*+")
_CODE_AND_NAME = re.compile(
    r"^\s*([A-Z]{2,3}|\d{3})\s*[-–—|:/;,.\s]\s*(\D.*)$|^\s*(\D.*?)\s*[-–—|:/;,]\s*([A-Z]{2,3}|\d{3})\s*$"
)
_STATE_WORDS = frozenset(
    """the republic of and kingdom state states commonwealth union federation federal federated islamic plurinational
    bolivarian united republique de du la le l d federative islamique unie etat etats federes democratic people s
    республика республики королевство государство федерация федеративная княжество султанат
    respublikasi cumhuriyeti республикасы жумхурияти 共和国 共和國""".split()  # noqa: SIM905
)
_SMALL_WORDS = frozenset(
    """the of and и та va жана et y und i островов остров острова о в ва island islands isle ile iles
    oroli orollari orolllari аралы аралдары insel inseln adaları adasi st saint sankt saints sainte""".split()  # noqa: SIM905
)
_AMBIGUOUS_WHEN_BARE = frozenset({"KR", "KP", "CG", "CD", "CN", "TW", "DO", "DM", "MK", "VG", "VI", "FM"})


@dataclass(frozen=True)
class CountryMatch:
    """What a text says about a place.

    Attributes:
        code: ISO 3166-1 alpha-2, or the code of a group (``"EU27_2020"``, ``"CIS"``, ``"WORLD"``),
            ``"UNDEFINED"`` for a place the publisher does not name, ``""`` for a text that is not known.
        kind: ``unknown`` covers ``"UNDEFINED"`` and ``""``.
        note: Which rule was applied, or why the text is not known; ``""`` when there is nothing to say.
    """

    code: str
    kind: Kind
    note: str = ""


@dataclass(frozen=True)
class _Gazetteer:
    codes: dict[str, str]
    names: dict[str, str]
    short_names: dict[str, str]
    prefixes: tuple[tuple[str, str], ...]
    groups: frozenset[str]
    notes: dict[str, str]
    english: dict[str, str]


def country_code(text: str) -> str | None:
    """ISO 3166-1 alpha-2 of a country, or None for a group, an unnamed place and an unknown text.

    >>> country_code("ТАЙВАНЬ (КИТАЙ)"), country_code("俄罗斯"), country_code("643"), country_code("СНГ")
    ('TW', 'RU', 'RU', None)
    """
    found = place_of(text)
    return found.code if found.kind == "country" else None


@lru_cache(maxsize=65_536)
def place_of(text: str) -> CountryMatch:
    """The country or group that ``text`` names.

    Reads ISO alpha-2, alpha-3 and numeric codes, codes of Eurostat and UN Comtrade, and names in some fifty
    languages, with remarks in brackets, footnote marks, or a code beside the name (which must agree).
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return CountryMatch("", "unknown", "empty")
    for read in (_by_code, _by_name, _by_prefix, _by_code_and_name, _by_brackets, _by_state_words):
        if code := read(plain):
            return _match(code, plain)
    return CountryMatch("", "unknown", f"{plain!r} is not a known spelling of a country")


def country_name(code: str) -> str:
    """The short English name of a country code; a code without one (a group) comes back as it is."""
    return _SHORT_NAMES.get(code) or _gazetteer().english.get(code, code)


def is_country(code: str) -> bool:
    """Is this an ISO 3166-1 alpha-2 code in use, or XK?"""
    return code in _gazetteer().english


@cache
def eu_members(on: date) -> frozenset[str]:
    """Alpha-2 codes of the members of the European Union on that day.

    >>> len(eu_members(date(2020, 1, 31))), len(eu_members(date(2020, 2, 1)))
    (28, 27)
    """
    spans = _toml("eu_members.toml")["members"]
    return frozenset(code for code, span in spans.items() if span["start"] <= on < span.get("end", date.max))


def place_key(text: str) -> str:
    """What two spellings of one place share: letters and digits, lower case, without accents."""
    return "".join(header_words(text.replace("&", " and ")))


def _match(code: str, text: str) -> CountryMatch:
    book = _gazetteer()
    if code.startswith("?"):
        return CountryMatch("", "unknown", f"{text!r} could be {code[1:]}")
    note = book.notes.get(code, "") if code in _ALWAYS_NOTED or _is_bare(code, text) else ""
    if code == "WORLD":
        return CountryMatch(code, "world", note)
    if code == UNDEFINED:
        return CountryMatch(code, "unknown", book.notes.get(code, ""))
    return CountryMatch(code, "group" if code in book.groups else "country", note)


def _is_bare(code: str, text: str) -> bool:
    """Was a name used that could also mean another place?"""
    return place_key(text) in {
        "KR": {"korea", "корея", "kore", "koreya"},
        "CG": {"congo", "конго", "kongo"},
        "GE": {"georgia"},
    }.get(code, set())


def _by_code(text: str) -> str:
    upper = text.upper()
    return _gazetteer().codes.get(upper, "") if upper.isascii() else ""


def _by_name(text: str) -> str:
    names = _gazetteer().names
    bare = _FOOTNOTE.sub("", text)
    return (
        names.get(place_key(text)) or names.get(place_key(bare)) or _gazetteer().short_names.get(_short_key(bare), "")
    )


def _short_key(text: str) -> str:
    """As ``place_key``, without "islands", "saint", "and": publishers abbreviate and order them freely."""
    words = [word for word in header_words(text) if word not in _SMALL_WORDS]
    return "".join(words) if len("".join(words)) > 2 else ""


def _by_prefix(text: str) -> str:
    folded = text.casefold()
    return next((code for prefix, code in _gazetteer().prefixes if folded.startswith(prefix)), "")


def _by_code_and_name(text: str) -> str:
    found = _CODE_AND_NAME.match(text)
    if not found:
        return ""
    code, name = found.group(1) or found.group(4), found.group(2) or found.group(3)
    by_code, by_name = _by_code(code), _by_name(name) or _by_brackets(name)
    if not (by_code and by_name):
        return ""
    return by_code if by_code == by_name else f"?{by_code} or {by_name}"


def _by_brackets(text: str) -> str:
    """A name with a remark: the remark is dropped, unless it names another place."""
    inner = [it.group(1) for it in _BRACKETS.finditer(text)]
    outer_text = text.split("(", 1)[0] if "(" in text else _BRACKETS.sub(" ", text)
    if outer_text == text:
        return ""
    outer = _by_name(outer_text) or _by_code(outer_text.strip()) or _by_state_words(outer_text)
    remark = next((code for it in inner if (code := _by_code(it.strip()) or _by_name(it))), "")
    if not outer or not remark or outer == remark or _gazetteer().groups & {outer, remark}:
        return outer
    return _territory(outer, remark) or _territory(remark, outer) or f"?{outer} or {remark}"


def _territory(of: str, code: str) -> str:
    return code if code in _TERRITORIES_OF.get(of, frozenset()) else ""


def _by_state_words(text: str) -> str:
    """``"Iran, Islamic Republic of"``: the words of state say nothing, unless two states share the rest."""
    words = header_words(text)
    rest = [word for word in words if word not in _STATE_WORDS]
    if not rest or len(rest) == len(words):
        return ""
    code = _gazetteer().names.get("".join(rest), "")
    return "" if code in _AMBIGUOUS_WHEN_BARE or code in _gazetteer().groups else code


@cache
def _gazetteer() -> _Gazetteer:
    table, alias = list(_rows()), _toml("country_aliases.toml")
    codes = {code: row[0] for row in table for code in (row[0], *row[1].split(), *row[2].split())} | alias["codes"]
    spellings_of = [(name, row[0]) for row in table for name in row[3].split("|")]
    spellings_of += [(name.split("(")[0], code) for name, code in spellings_of if "(" in name]
    names = _unambiguous((place_key(name), code) for name, code in spellings_of)
    for section in (alias["countries"]["seen"], alias["countries"]["memory"], alias["groups"], alias["unspecified"]):
        names |= {place_key(name): code for code, spellings in section.items() for name in spellings}
    names.pop("", None)
    return _Gazetteer(
        codes=codes,
        names=names,
        short_names=_unambiguous((_short_key(name), code) for name, code in spellings_of),
        prefixes=tuple((prefix.casefold(), code) for prefix, code in alias["prefixes"].items()),
        groups=frozenset(alias["groups"]) | frozenset(alias["prefixes"].values()) - {UNDEFINED},
        notes=alias["notes"],
        english={row[0]: row[3].split("|", 1)[0] for row in table},
    )


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Two languages may use one word for two countries: such a word names neither."""
    meanings: dict[str, set[str]] = {}
    for key, code in pairs:
        meanings.setdefault(key, set()).add(code)
    return {key: next(iter(found)) for key, found in meanings.items() if key and len(found) == 1}


def _rows() -> Iterator[list[str]]:
    for line in (files("enduse.data") / "country_names.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


@cache
def _toml(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("enduse.data") / name).read_text(encoding="utf-8"))
