"""A paper as PDF. Its texts reach the typesetter as data; none of them is ever part of its program."""

import json
import re
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import typst
from anyascii import anyascii

from enduse.report.paper_parts.blocks import Paper, Words

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
_DAY_ZERO = datetime(2000, 1, 1, tzinfo=UTC)
NO_FONT = (
    "This machine has no font for {scripts}: these letters are written in Latin ones, in brackets. The HTML and the "
    "Markdown form of this paper have them as they are."
)
_NAMES = {"ko": "Hangul", "zh": "Han characters", "ja": "kana"}


def as_pdf(paper: Paper, families: frozenset[str] | None = None) -> bytes:
    """The paper, already cleaned; equal papers and fonts give equal bytes.

    Args:
        paper: The paper.
        families: Font families at hand; None: those of this machine.
    """
    known = _families() if families is None else families
    shown = _shown(paper, known)
    data = {
        "title": shown.title,
        "language": shown.language,
        "author": shown.author,
        "foot": shown.foot,
        "page": shown.page.partition("{page}")[0],
        "of": shown.page.partition("{page}")[2].partition("{pages}")[0],
        "after": shown.page.partition("{pages}")[2],
        "fonts": ["Libertinus Serif", *_fonts(shown.language, known)],
        "blocks": [{"kind": type(it).__name__, **asdict(it)} for it in shown.blocks],
    }
    program = (files("enduse.report") / "templates" / "paper.typ").read_bytes()
    done = typst.compile(
        program,
        format="pdf",
        sys_inputs={"paper": json.dumps(_breakable(data), ensure_ascii=False)},
        timestamp=(paper.at or _DAY_ZERO).replace(microsecond=0),
        pdf_standards=["a-2a"],
    )
    if not isinstance(done, bytes):
        raise TypeError("the typesetter gave no single file")
    return done


@cache
def _families() -> frozenset[str]:
    return frozenset(typst.Fonts().families())


def _fonts(language: str, known: frozenset[str]) -> list[str]:
    """Fonts at hand: the paper's language first, since Han characters look otherwise in each of the three."""
    order = sorted(_EASTERN, key=lambda it: it != language)
    wanted = (*(name for it in order for name in _EASTERN[it]), *_OTHER_FONTS)
    return [it for it in wanted if it in known]


def _shown(paper: Paper, known: frozenset[str]) -> Paper:
    """The paper in letters that this machine has a font for, with a word on those that it has not."""
    text = json.dumps([paper.title, paper.foot, [asdict(it) for it in paper.blocks]], ensure_ascii=False)
    lacking = [it for it, sign in _SCRIPTS.items() if sign.search(text) and not known & set(_EASTERN[it])]
    if not lacking:
        return paper
    note = Words(NO_FONT.format(scripts=", ".join(_NAMES[it] for it in lacking)), "small")
    latin = replace(paper, title=_latin(paper.title), foot=_latin(paper.foot), page="{page} / {pages}")
    return replace(latin, blocks=(note, *(replace(it, **_in_latin(asdict(it))) for it in paper.blocks)))


def _in_latin(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _each(it, _latin) for name, it in values.items()}


def _latin(text: str) -> str:
    return _EASTERN_SIGN.sub(lambda it: f"[{anyascii(it.group()).strip()}]", text)


def _breakable(value: Any) -> Any:
    """Long words with places where a line may end: a hash or a hostile word does not run over the edge."""
    return _each(value, lambda text: _LONG_WORD.sub(lambda it: "\u200b".join(_pieces(it.group())), text))


def _pieces(word: str) -> list[str]:
    """At joints where it has any; else wherever it is too long. A hash stays whole: it fits, and is copied."""
    if _HASH.fullmatch(word):
        return [word]
    return [part[at : at + 18] for part in _JOINT.split(word) for at in range(0, len(part), 18)]


def _each(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: it if name in ("kind", "tone", "fonts") else _each(it, change) for name, it in value.items()}
    return tuple(_each(it, change) for it in value) if isinstance(value, list | tuple) else value
