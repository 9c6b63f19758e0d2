"""Goods texts with case, accents, look-alike letters and writing variants made equal, offset by offset."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzбгджзилпфцчшщъыьэюя")
"""Folded letters of the scripts that divide words by blanks."""

_CYRILLIC_TWINS = dict(zip("авсеһіјкмноԛрѕтухԝ", "abceh" + "ijkmhoqpstyxw", strict=True))
_CYRILLIC_TWINS["в"] = "b"
_GREEK_TWINS = dict(zip("αβγεζηικμνορτυχ", "abyezhikuvoptyx", strict=True))
_OTHERS = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "s", "æ": "a", "œ": "o", "ђ": "h", "ґ": "г"}
_MARKS = {**dict.fromkeys("‐‑‒–—―−－ｰ", "-"), **dict.fromkeys("“”„«»″＂〃", '"'), **dict.fromkeys("’‘`´′", "'")}
_MARKS |= {**dict.fromkeys("×✕хχ", "x"), "，": ",", "、": ",", "；": ";", "：": ":", "（": "(", "）": ")", "。": "."}
_MARKS |= {"⁄": "/", "∕": "/", "／": "/", "【": "(", "】": ")", "「": "(", "」": ")", "《": "(", "》": ")", "〇": "0"}
# Traditional and Japanese characters of the trade, and the simplified one that stands for them here.
_HAN = (
    "機机車车銑铣數数軸轴臥卧電电線线鑽钻鉆钻齒齿輪轮製制號号體体備备舊旧總总鋼钢鐵铁絲丝導导軌轨盤盘頭头臺台檯台動动驅驱"
    "進进給给複复雜杂雙双聯联時时準准質质徑径轉转離离無无錐锥鏜镗標标層层積积觸触統统腦脑軟软開开關关設设為为國国產产"
    "廠厂業业碼码編编內内長长寬宽門门龍龙試试樣样專专價价過过氣气壓压鍛锻銲焊銷销鍵键紋纹鉸铰滾滚圓圆邊边視视測测儀仪"
    "檢检認认證证環环組组織织裝装鎖锁緊紧夾夹應应連连續续級级類类單单帶带傳传種种區区從从對对會会來来個个這这還还後后"
    "東东紙纸銅铜鋁铝鈦钛屬属塊块條条張张顆颗隻只鑄铸齡龄歲岁鐘钟點点顯显燒烧結结噴喷濟济鑰钥變变図图転转歯齿軽轻鉄铁"
    "値值検检読读実实対对価价処处帯带総总関关焼烧圧压気气広广様样両两駆驱続续験验単单巻卷鋳铸団团變变変变磨磨緑绿銳锐"
    "誤误範范圍围復复精精適适圖图規规極极達达遠远選选補补貨货購购費费運运輸输訂订該该兩两鏈链錢钱錫锡鋒锋鎢钨鎳镍餘余馬马"
    "麗丽勝胜偉伟慶庆鴻鸿興兴億亿亞亚賓宾鉅巨鋐宏協协榮荣華华陽阳貿贸"
)
# Marks that stand on or beside a letter, letters written in parts, invisible characters, and runs of blanks.
_MARKS_ON = "\u0300-\u036f\u3099\u309a\uff9e\uff9f"
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_UNEVEN = re.compile(rf"\s\s+|[{_INVISIBLE}]+|[\u1100-\u11ff]+|[^{_MARKS_ON}]?[{_MARKS_ON}]+|[\uff61-\uff9d]")


def _plain(letter: str) -> str:
    low = letter.lower()
    if len(low) != 1:
        low = low[0] if low else letter
    if unicodedata.category(letter) in ("Cc", "Zs", "Zl", "Zp", "Cf"):
        return " "
    parts = unicodedata.normalize("NFKD", low)
    base = "".join(part for part in parts if not unicodedata.combining(part))
    if len(base) == 1 and not 0xAC00 <= ord(low) <= 0xD7A3 and not 0x3040 <= ord(base) <= 0x30FF:
        low = base.lower()
    return low if len(low) == 1 else letter


@cache
def _table() -> npt.NDArray[np.uint32]:
    table = np.arange(0x110000, dtype=np.uint32)
    han = dict(zip(_HAN[::2], _HAN[1::2], strict=True))
    last = {**han, **_CYRILLIC_TWINS, **_GREEK_TWINS, **_OTHERS}
    for code in [*range(0x3000), *range(0xFF00, 0x10000)]:
        if not 0xD800 <= code < 0xE000:
            low = _plain(chr(code))
            table[code] = ord(last.get(low, low))
    # Half a character, as damaged files hold, is none.
    table[0xD800:0xE000] = 0xFFFD
    for written, plain in {**han, **_MARKS}.items():
        table[ord(written)] = ord(plain)
    return table


def fold(text: str) -> str:
    """``text`` in the one spelling that goods words are compared in, character for character.

    Small letters without accents; Cyrillic and Greek letters that have a Latin twin become Latin; Han characters
    become simplified; every kind of dash, quote and blank becomes one. The length never changes.

    >>> fold("СТАНОК") == fold("CTAHOK"), fold("數控車床 İŞ") == "数控车床 is"
    (True, True)
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _table()[codes].tobytes().decode("utf-32-le", "surrogatepass")


@dataclass(frozen=True)
class Sheet:
    """Many texts folded as one, a gap (character zero, which no folded text holds) behind each.

    Attributes:
        folded: All of them.
        starts: Where each begins.
        letters: For each character of ``folded``: is it a letter of a script that divides words by blanks?
    """

    folded: str
    starts: npt.NDArray[np.int64]
    letters: npt.NDArray[np.bool_]


def fold_sheet(texts: Sequence[str]) -> Sheet:
    """The texts folded as :func:`fold` does, in one pass over all of them."""
    codes, starts, gaps = _joined(texts)
    folded = _table()[codes]
    folded[gaps] = 0
    return Sheet(folded.tobytes().decode("utf-32-le", "surrogatepass"), starts, _letters()[folded])


def fold_many(texts: Sequence[str]) -> list[str]:
    """Each text folded as :func:`fold` does."""
    return fold_sheet(texts).folded.split("\0")[:-1]


def find_uneven(texts: Sequence[str]) -> list[int]:
    """The places of the texts that :func:`straighten` would change."""
    codes, starts, _ = _joined(texts)
    blank, suspect = _unevenness()
    blanks = blank[codes]
    marked = suspect[codes]
    # A gap is neither blank nor suspect, so nothing is marked across two texts.
    marked[1:] |= blanks[1:] & blanks[:-1]
    found: list[int] = np.unique(np.searchsorted(starts, np.flatnonzero(marked), side="right") - 1).tolist()
    return found


def _joined(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The characters of all texts, where each text begins, and where the gap behind each stands."""
    whole = "\0".join([*texts, ""])
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    gaps = np.cumsum(lengths + 1) - 1
    return codes, gaps - lengths, gaps


@cache
def _letters() -> npt.NDArray[np.bool_]:
    found = np.zeros(0x110000, dtype=np.bool_)
    found[[ord(it) for it in LETTERS]] = True
    return found


@cache
def _unevenness() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which characters are blanks, and which are never part of an even text."""
    blank, suspect = np.zeros(0x110000, dtype=np.bool_), np.zeros(0x110000, dtype=np.bool_)
    for code in range(0x10000):
        blank[code] = chr(code).isspace()
        suspect[code] = _SUSPECT.match(chr(code)) is not None
    return blank, suspect


def straighten(text: str) -> tuple[str, list[int]] | None:
    """``text`` composed, without invisible characters and double blanks, and where each character stood.

    None for the many texts that need nothing. The list has one offset per character and the length of ``text``
    at its end.
    """
    if not _RUN.search(text) and (text.isascii() or not _SUSPECT.search(text)):
        return None
    kept: list[str] = []
    places: list[int] = []
    done = 0
    for found in _UNEVEN.finditer(text):
        start, end = found.span()
        kept.append(text[done:start])
        places += range(done, start)
        short = _composed(found[0])
        kept.append(short)
        # Syllables that were written in parts share out their parts; offsets stay in order.
        places += [start + number * (end - start) // len(short) for number in range(len(short))]
        done = end
    kept.append(text[done:])
    places += range(done, len(text) + 1)
    return "".join(kept), places


_RUN = re.compile(r"\s\s")
_SUSPECT = re.compile(rf"[{_MARKS_ON}{_INVISIBLE}\u1100-\u11ff\uff61-\uff9d]")


def _composed(cluster: str) -> str:
    if cluster.isspace():
        return " "
    plain = unicodedata.normalize("NFC", cluster)
    if (len(plain) == 1 and unicodedata.category(plain) != "Cf") or "\u1100" <= cluster[0] <= "\u11ff":
        return unicodedata.normalize("NFKC", plain) if "\uff61" <= plain <= "\uff9f" else plain
    if "\uff61" <= cluster[0] <= "\uff9f":
        return unicodedata.normalize("NFKC", cluster)
    # Invisible characters go; so does a mark that no letter takes up, as the dot over a Turkish "i" in small letters.
    return "".join(it for it in plain if not unicodedata.combining(it) and unicodedata.category(it) != "Cf")
