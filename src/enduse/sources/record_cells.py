"""Cells that only payments, contracts, events, fairs and sites have: kinds of events, hosts, half-known days."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

import pyarrow as pa
import pyarrow.compute as pc

from enduse.sources.columns import Cells, map_distinct
from enduse.sources.periods import read_period
from enduse.store.record_kinds import EVENT_KINDS
from enduse.text.dates import DateStyle, read_day
from enduse.text.headers import header_key, header_words

_NO_TEXT = pa.scalar(None, pa.string())
_SCHEME = re.compile(r"^[a-z][a-z0-9+.\-]*://")
_HOST = re.compile(r"^(?:[^/@\s]*@)?([^/:?#\s]+)(?::\d+)?(?:[/?#].*)?$")
_DOMAIN = re.compile(r"^(?=.{3,253}$)(?:[\w\-]{1,63}\.)+[^\W\d_][\w\-]{1,62}$")
_ANY_STYLE = DateStyle()
_SHORTEST_STEM = 4
_NOT = frozenset({"not", "не", "nicht", "kein", "no", "non", "ne"})
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SPAN = re.compile(r"^\s*(\d{1,2})\.?(?:[./](\d{1,2}))?\.?\s*(?:-|–|—|bis|to|по)\s*(\d{1,2})([./ ].*\d{4})\D*$")
_TWO_DAYS = re.compile(r"^(.+?\d)\s*(?:\s[-–—]\s|–|—|~|～|至|\sbis\s|\sto\s|\sпо\s)\s*\d.*$", re.IGNORECASE)
_CODE = re.compile(r"^(\d[\d. ]{0,18}\d|\d)(?:-\d{1,8})?(?:\s*[:\-–].*)?$", re.DOTALL)


def read_event_kinds(texts: pa.Array) -> Cells:
    """Kinds of events; a text of no known meaning is kept as written and flagged F-EVENT."""
    values = map_distinct(texts, lambda text: event_kind(text) or text)
    strange = pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, pa.array(EVENT_KINDS))))
    return Cells(values, None, {"F-EVENT": strange} if pc.any(strange).as_py() else {})


@lru_cache(maxsize=16_384)
def event_kind(text: str) -> str:
    """One of ``EVENT_KINDS``; empty where the text tells none, or more than one.

    >>> event_kind("Отгружен покупателю"), event_kind("安装调试"), event_kind("lost")
    ('shipped', 'installed', '')
    """
    key = header_key(text)
    if key in _kinds():
        return _kinds()[key]
    words = header_words(text)
    if not words or words[0] in _NOT or key.startswith("未"):
        return ""
    held = {word: _kinds()[word] for word in _candidates(words, key)}
    # "Service request" also holds "service": the longer word has said it.
    longest = {kind for word, kind in held.items() if not any(word != it and word in it for it in held)}
    return longest.pop() if len(longest) == 1 else ""


def _candidates(words: Sequence[str], key: str) -> Iterator[str]:
    """Known words with which a word begins; in scripts without spaces, that stand anywhere."""
    by_start, han = _starts()
    for at in range(len(words)):
        rest = "".join(words[at:])
        yield from (it for it in by_start.get(rest[:_SHORTEST_STEM], ()) if rest.startswith(it))
    if _HAN.search(key):
        for at in range(len(key)):
            yield from (it for it in han.get(key[at : at + 2], ()) if key.startswith(it, at))


@cache
def _starts() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Known words by their first letters: those of scripts with spaces, those without."""
    by_start: dict[str, tuple[str, ...]] = {}
    han: dict[str, tuple[str, ...]] = {}
    for word in _kinds():
        if _HAN.search(word):
            han[word[:2]] = (*han.get(word[:2], ()), word)
        elif len(word) >= _SHORTEST_STEM:
            start = word[:_SHORTEST_STEM]
            by_start[start] = (*by_start.get(start, ()), word)
    return by_start, {start: it for start, it in han.items() if len(start) == 2}


def read_domains(texts: pa.Array) -> Cells:
    """Host names without www, in lower case; a text that is none is null, flagged F-DOMAIN and left over."""
    values = map_distinct(texts, domain_of)
    strange = pc.and_(pc.is_valid(texts), pc.is_null(values))
    if not pc.any(strange).as_py():
        return Cells(values)
    return Cells(values, None, {"F-DOMAIN": strange}, pc.if_else(strange, texts, _NO_TEXT))


@lru_cache(maxsize=65_536)
def domain_of(text: str) -> str | None:
    """The host name in an address of a site or page.

    >>> domain_of("https://WWW.Firma.example/about"), domain_of("no site")
    ('firma.example', None)
    """
    plain = _SCHEME.sub("", text.strip().casefold())
    host = _HOST.match(plain)
    name = host[1].rstrip(".").removeprefix("www.") if host else ""
    return name if _DOMAIN.match(name) else None


def read_vague_days(texts: pa.Array, style: DateStyle) -> Cells:
    """Days; of a span its first, of a month or year its first (flagged F-DAY-VAGUE); else failed."""
    coded = texts.dictionary_encode()
    written = coded.dictionary.to_pylist()
    read = [vague_day(text, style) for text in written]
    days = pa.array([it[0] for it in read], pa.date32()).take(coded.indices)
    vague = pc.fill_null(pa.array([it[1] for it in read], pa.bool_()).take(coded.indices), False)
    failed = pc.and_(pc.is_valid(texts), pc.is_null(days))
    flags = {"F-DAY-VAGUE": vague} if pc.any(vague).as_py() else {}
    return Cells(days, failed if pc.any(failed).as_py() else None, flags)


def vague_day(text: str, style: DateStyle = _ANY_STYLE) -> tuple[date | None, bool]:
    """The first day that a text speaks of, and whether it is known only to the month or year."""
    plain = text.strip()
    if (day := read_day(plain, style).day) is not None:
        return day, False
    if span := _SPAN.match(plain):
        first = f"{span[1]}.{span[2]}.{span[4][-4:]}" if span[2] else f"{span[1]}{span[4]}"
        return read_day(first.strip(), style).day, False
    if (two := _TWO_DAYS.match(plain)) and (day := read_day(two[1].strip(), style).day) is not None:
        return day, False
    period = read_period(plain)
    day = period.first_day if period else None
    return (day, True) if day and 1950 <= day.year <= 2100 else (None, False)


def read_consents(texts: pa.Array) -> Cells:
    """True, false, or null where the text says neither; that is flagged F-YES-NO and left over."""
    words = map_distinct(texts, lambda text: _consents().get(header_key(text)))
    strange = pc.and_(pc.is_valid(texts), pc.is_null(words))
    values = pc.equal(words, "yes")
    if not pc.any(strange).as_py():
        return Cells(values)
    return Cells(values, None, {"F-YES-NO": strange}, pc.if_else(strange, texts, _NO_TEXT))


def read_class_codes(texts: pa.Array) -> Cells:
    """Codes of a source's own classification, digits only, without check digit, item number and words behind."""
    values = map_distinct(texts, _class_code)
    strange = pc.and_(pc.is_valid(texts), pc.is_null(values))
    if not pc.any(strange).as_py():
        return Cells(values)
    return Cells(values, None, {"F-HS-TEXT": strange}, pc.if_else(strange, texts, _NO_TEXT))


def _class_code(text: str) -> str | None:
    found = _CODE.match(text.strip())
    return re.sub(r"\D", "", found[1]) if found else None


@cache
def _kinds() -> Mapping[str, str]:
    return {header_key(word): kind for kind, words in _words()["words"].items() for word in (kind, *words)}


@cache
def _consents() -> Mapping[str, str]:
    return {header_key(word): meant for meant, words in _words()["consent"].items() for word in words}


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((files("enduse.data") / "event_words.toml").read_text(encoding="utf-8"))
