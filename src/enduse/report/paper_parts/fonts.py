"""Fonts at hand for the typesetter, and what to write where one is missing."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import typst
from anyascii import anyascii

_EASTERN: dict[str, tuple[str, ...]] = {
    "ko": ("Noto Serif CJK KR", "Noto Sans CJK KR", "Malgun Gothic", "Apple SD Gothic Neo", "NanumGothic"),
    "zh": ("Noto Serif CJK SC", "Noto Sans CJK SC", "Microsoft YaHei", "SimSun", "PingFang SC", "Songti SC"),
    "ja": ("Noto Serif CJK JP", "Noto Sans CJK JP", "Yu Mincho", "Yu Gothic", "Hiragino Mincho ProN", "MS Mincho"),
}
_SCRIPTS = {
    "ko": re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"),
    "ja": re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]"),
    "zh": re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff]"),
}
_EASTERN_SIGN = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+")
_OTHER_FONTS = ("Noto Naskh Arabic", "Noto Sans Arabic", "Noto Sans", "DejaVu Sans", "Arial")
_LONG_WORD = re.compile(r"\S{20,}")
_HASH = re.compile(r"[0-9a-f]{64}\W?")
_JOINT = re.compile(r"(?<=[_/@.])(?=\w)")
_NAMES = {"ko": "Hangul", "zh": "Han characters", "ja": "kana"}


@cache
def families() -> frozenset[str]:
    """Font families of this machine and of the typesetter."""
    return frozenset(typst.Fonts().families())


def fonts_for(language: str, known: frozenset[str]) -> list[str]:
    """Fonts at hand: the paper's language first, since Han characters look otherwise in each of the three."""
    order = sorted(_EASTERN, key=lambda it: it != language)
    wanted = (*(name for it in order for name in _EASTERN[it]), *_OTHER_FONTS)
    return [it for it in wanted if it in known]


def lacking_scripts(text: str, known: frozenset[str]) -> tuple[str, ...]:
    """Names of the scripts in ``text`` that no font at hand can show."""
    return tuple(_NAMES[it] for it, sign in _SCRIPTS.items() if sign.search(text) and not known & set(_EASTERN[it]))


def in_latin(text: str) -> str:
    """The text with eastern letters written in Latin ones, in brackets."""
    return _EASTERN_SIGN.sub(lambda it: f"[{anyascii(it.group()).strip()}]", text)


def breakable(text: str) -> str:
    """Long words with places where a line may end: a hash or a hostile word does not run over the edge."""
    return _LONG_WORD.sub(lambda it: "\u200b".join(_pieces(it.group())), text)


def _pieces(word: str) -> list[str]:
    """At joints where it has any; else wherever it is too long. A hash stays whole: it fits, and is copied."""
    if _HASH.fullmatch(word):
        return [word]
    return [part[at : at + 18] for part in _JOINT.split(word) for at in range(0, len(part), 18)]


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same structure of dicts and lists with every text changed, but for kinds, tones and fonts."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: it if name in ("kind", "tone", "fonts") else each_text(it, change) for name, it in value.items()}
    return tuple(each_text(it, change) for it in value) if isinstance(value, list | tuple) else value
