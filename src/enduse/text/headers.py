"""Column headers compared without their typography."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from enduse.text.homoglyphs import repair_homoglyphs

_UNITS = {
    "kg": ("kg", "kgs", "kgm", "кг", "公斤", "千克", "kilogram", "kilograms", "킬로그램"),
    "g": ("g", "gr", "г", "гр", "克"),
    "t": ("t", "ton", "tons", "tonne", "tonnes", "т", "тонн", "тонны", "吨", "噸", "톤"),
    "usd": (
        "usd",
        "us$",
        "$",
        "us dollars",
        "долл",
        "доллусша",
        "долл сша",
        "долларов сша",
        "доллары сша",
        "дол сша",
        "美元",
        "美金",
        "달러",
        "미화",
        "abd doları",
    ),
    "kusd": ("тыс долл сша", "тыс долл", "тыс usd", "thousand usd", "thousand us dollars", "千美元", "천달러", "천불"),
    "eur": ("eur", "€", "евро", "євро", "欧元", "歐元", "유로", "avro", "ユーロ", "يورو", "euro", "euros"),
    "rub": ("rub", "rur", "руб", "рублей", "рублях", "рубли", "₽", "卢布", "盧布", "루블", "rublo", "rublos", "rubel"),
    "uah": ("uah", "грн", "гривень", "гривнях", "₴"),
    "cny": ("cny", "rmb", "元", "人民币", "人民幣", "юаней", "юань", "юани", "yuan", "위안", "人民元", "يوان"),
    "krw": ("krw", "원", "韩元", "₩"),
    "try": ("try", "tl", "₺", "türk lirasi", "лир", "турецких лир"),
    "twd": ("twd", "ntd", "nt$", "新台币", "新臺幣", "新台幣"),
    "jpy": ("jpy", "円", "엔", "日元", "日圓", "иен", "yen"),
    "gbp": ("gbp", "£", "英镑", "英鎊"),
    "chf": ("chf", "瑞士法郎"),
    "hkd": ("hkd", "hk$", "港币", "港幣"),
    "sgd": ("sgd", "s$"),
    "aed": ("aed", "дирхам", "дирхамов", "درهم", "dirham"),
    "sar": ("sar", "ريال سعودي"),
    "inr": ("inr", "₹", "rs", "rupees"),
    "kzt": ("kzt", "₸", "тенге", "теңге"),
    "uzs": ("uzs", "сум", "so'm", "soʻm", "so‘m", "сўм"),
    "kgs": ("сом", "сомов", "сомдор"),
    "amd": ("amd", "драм", "драмов", "֏"),
    "gel": ("gel", "лари", "₾"),
    "azn": ("azn", "манат", "manat", "₼"),
    "byn": ("byn", "бел руб", "белорусских рублей"),
    "tjs": ("tjs", "сомони"),
    "vnd": ("vnd", "₫", "đồng", "đ"),
    "thb": ("thb", "฿", "บาท"),
    "rsd": ("rsd", "динар", "dinara"),
    "pln": ("pln", "zł", "złotych"),
    "brl": ("brl", "r$"),
    "mxn": ("mxn", "pesos mexicanos"),
    "myr": ("myr", "rm"),
    "idr": ("idr", "rp"),
    "ils": ("ils", "₪"),
    "pcs": ("pcs", "шт", "adet", "个", "件", "개"),
    "%": ("%",),
}
_UNIT_OF = {spelling: unit for unit, spellings in _UNITS.items() for spelling in spellings}
_MONEY = frozenset(
    """usd eur rub uah cny krw try twd jpy gbp chf hkd sgd aed sar inr kzt uzs kgs amd gel azn byn tjs vnd thb rsd pln
    brl mxn myr idr ils""".split()  # noqa: SIM905
)
# Read as units even without a mark before them.
_PLAIN_UNITS = (_MONEY | {"kg", "кг", "руб", "рублях", "рублей", "рубли", "rmb", "tl", "euro", "euros", "евро"}) - {
    "kgs"
}
_SCALES = {
    "k": (1e3, r"тыс|тысяч|thousands?|1000|'?000|千|천|bin|tsd|miles(?: de)?|ألف"),
    "w": (1e4, r"万|萬|만"),
    "m": (1e6, r"млн|миллионов|millions?|mln|mio|mn|百万|百萬|백만|milyon|millones(?: de)?|مليون"),
    "y": (1e8, r"亿|億|억"),
    "b": (1e9, r"млрд|миллиардов|billions?|bn|mrd|milyar|십억"),
}
_SCALED = {scale: re.compile(rf"(?:{words}) ?(.+)") for scale, (_, words) in _SCALES.items()}
_IN = re.compile(r"^(?:в|у|in|en|em|à|بال|ب) ", re.IGNORECASE)
_IN_AT_END = re.compile(r"[\s_]+(?:в|у|in|en|em|à)$", re.IGNORECASE)
_LAST_WORD = re.compile(r"^(.*[^\W_])[\s_.]+([^\W\d_]+)\W*$", re.DOTALL)
_NUMBER_WORDS = frozenset({"no", "nr", "num", "number", "nos", "номер"})
_NUMBER_SIGN = re.compile(r"№|#|\bn[°º˚]\.?|\bno\.", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[{<〈【]([^()\[\]{}<>〈〉【】]*)[)\]}>〉】]")
_TAIL = re.compile(r"^(.*\S)\s*[,;/:]\s*([^,;/:]+)$", re.DOTALL)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s._\-/]+(?=\d)")
_NOT_WORD = re.compile(r"[^\w%]+|(?<!\d)_|_(?!\d)")


@dataclass(frozen=True)
class HeaderParts:
    """A header without typography.

    Attributes:
        base: Letters and digits only, e.g. ``"веснетто"``.
        unit: Unit that stood in brackets, after a comma or at the end: ``kg``, ``usd`` ...; ``""`` when none.
        words: The words of the base, in order.
    """

    base: str
    unit: str
    words: tuple[str, ...] = ()


def header_key(text: str) -> str:
    """What two spellings of one header share; compare headers by this everywhere.

    Case, full width, accents, quotes, punctuation, spaces and line breaks do not count; "№", "No.", "Nr",
    "number" and "Номер" are one; letters typed in the wrong script are repaired. A unit stays apart, in square
    brackets, so that a value and the same value in dollars differ. Digits divided by a mark stay divided: box
    31_1 is not box 311.

    >>> header_key("Вес  нетто,\\nкг") == header_key("ВЕС НЕТТО (кг)") == "веснетто[kg]"
    True
    >>> header_key("№ товара") == header_key("Номер товара"), header_key("G31_1")
    (True, 'g31_1')
    """
    parts = split_header(text)
    return f"{parts.base}[{parts.unit}]" if parts.unit else parts.base


@lru_cache(maxsize=65_536)
def split_header(text: str) -> HeaderParts:
    """``text`` cut into its base and its unit."""
    plain = _NUMBER_SIGN.sub(" no ", text)
    plain = repair_homoglyphs(unicodedata.normalize("NFKC", plain))
    plain = fold_case(plain)
    plain, unit = _take_unit(plain)
    words = _words(plain)
    return HeaderParts("".join(words), unit, tuple(words))


@lru_cache(maxsize=65_536)
def header_words(text: str) -> tuple[str, ...]:
    """The words of a header, folded as in :func:`header_key`, for comparing headers that differ in words."""
    plain = fold_case(repair_homoglyphs(unicodedata.normalize("NFKC", _NUMBER_SIGN.sub(" no ", text))))
    return tuple(_words(plain))


def fold_case(text: str) -> str:
    """Lower case; Latin letters lose their accents, Cyrillic ё becomes е; other scripts keep every mark."""
    return "".join(map(_fold_letter, text.casefold().replace("\u0307", "")))


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    if letter in "ёı":
        return "е" if letter == "ё" else "i"
    base = unicodedata.normalize("NFD", letter)[0]
    return base if "a" <= base <= "z" else letter


def money_of(unit: str) -> tuple[str, float] | None:
    """Currency, ISO 4217, and what amounts under a header of this unit are multiplied with; None for other units.

    >>> money_of("rub"), money_of("kusd"), money_of("kg")
    (('RUB', 1.0), ('USD', 1000.0), None)
    """
    if unit in _MONEY:
        return unit.upper(), 1.0
    if unit[:1] in _SCALES and unit[1:] in _MONEY:
        return unit[1:].upper(), _SCALES[unit[0]][0]
    return None


def _take_unit(text: str) -> tuple[str, str]:
    for found in _BRACKET.finditer(text):
        if unit := _unit_of(found.group(1)):
            return text[: found.start()] + " " + text[found.end() :], unit
    tail = _TAIL.match(text)
    if tail and (unit := _unit_of(tail.group(2))):
        return tail.group(1), unit
    last = _LAST_WORD.match(text)
    if last and last.group(2) in _PLAIN_UNITS:
        return _IN_AT_END.sub("", last.group(1)), _UNIT_OF[last.group(2)]
    return text, ""


def _unit_of(text: str) -> str:
    plain = _IN.sub("", " ".join(text.replace(".", " ").split()))
    return _UNIT_OF.get(plain) or _scaled_unit(plain)


def _scaled_unit(text: str) -> str:
    """``krub`` for thousands of roubles; empty for anything that is no amount of money."""
    parts = ((scale, found[1]) for scale, pattern in _SCALED.items() if (found := pattern.fullmatch(text)))
    return next((scale + _UNIT_OF[rest] for scale, rest in parts if _UNIT_OF.get(rest) in _MONEY), "")


def _words(text: str) -> list[str]:
    words = _NOT_WORD.sub(" ", _BETWEEN_DIGITS.sub("_", text)).split()
    return ["no" if word in _NUMBER_WORDS else word for word in words]
