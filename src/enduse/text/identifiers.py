"""Registered numbers of companies: which scheme a text fits, and whether its check digits hold."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from stdnum import imo, lei
from stdnum.az import voen
from stdnum.by import unp
from stdnum.cn import uscc
from stdnum.in_ import gstin, pan
from stdnum.jp import cn as jp_cn
from stdnum.ru import inn, ogrn
from stdnum.sg import uen
from stdnum.th import tin as th_tin
from stdnum.tr import tckimlik, vkn
from stdnum.tw import ubn
from stdnum.ua import edrpou
from stdnum.vn import mst

from enduse.errors import BadIdentifier

_NOISE = re.compile(r"[\s\-–—.\u00a0'\"№:]+")
_PARTS = re.compile(r"[/\\,;|]+")


@dataclass(frozen=True)
class Scheme:
    """One kind of registered number.

    Attributes:
        id: As in ``"inn:7701234567"``.
        country: ISO alpha-2 of the register; ``""`` for one of all countries.
        title: For people.
        shape: Regular expression of the whole normal value.
        check: Whether the check digits hold; None where the scheme has none that we know.
        telling: The shape alone tells the scheme, so that no country is needed to recognise it.
        labels: Words written before the number, upper case.
        shy: Recognised only behind its label, because too many other numbers fit it by chance.
    """

    id: str
    country: str
    title: str
    shape: str
    check: Callable[[str], bool] | None = None
    telling: bool = False
    labels: tuple[str, ...] = ()
    shy: bool = False


@dataclass(frozen=True)
class Recognised:
    """A text read as a number of one scheme.

    Attributes:
        scheme: ``Scheme.id``.
        value: Normal form: no spaces and marks, capital letters.
        checked: Check digits hold. False where the scheme has none, or only its shape is known.
        country: ISO alpha-2 of the register, ``""`` for one of all countries.
    """

    scheme: str
    value: str
    checked: bool
    country: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


def _stdnum(module: Any) -> Callable[[str], bool]:
    return lambda value: bool(module.is_valid(value))


def _inn_holds(value: str) -> bool:
    # Looked at a million times in a customs extract: the shape is known here, so is_valid would check it once more.
    if len(value) == 10:
        return bool(inn.calc_company_check_digit(value) == value[-1])
    return bool(inn.calc_personal_check_digits(value) == value[-2:])


def kz_number_holds(value: str) -> bool:
    """Does the last digit of a Kazakh BIN or IIN (12 digits) fit the eleven before it?

    Two rounds of weights modulo 11, as the rules on national identification numbers have it (from memory).
    """
    digits = [int(it) for it in value]
    for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        rest = sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11
        if rest < 10:
            return rest == digits[11]
    return False


def kr_number_holds(value: str) -> bool:
    """Does the last digit of a Korean business number (10 digits) fit the nine before it?

    Our own: python-stdnum looks at the shape only (weights from memory, tried on published numbers).
    """
    digits = [int(it) for it in value]
    total = sum(weight * digit for weight, digit in zip((1, 3, 7, 1, 3, 7, 1, 3, 5), digits, strict=False))
    return (total + digits[8] * 5 // 10 + digits[9]) % 10 == 0 and value[:3] > "100"


def kr_company_holds(value: str) -> bool:
    """Does the last digit of a Korean corporate registration number (13 digits) fit the twelve before it?

    Weights 1 and 2 in turn (from memory, tried on published numbers).
    """
    digits = [int(it) for it in value]
    return (sum(digit * (1 + at % 2) for at, digit in enumerate(digits[:12])) + digits[12]) % 10 == 0


def okpo_holds(value: str) -> bool:
    """Does the last digit of an OKPO (8 digits) fit the seven before it?

    Two rounds of weights modulo 11, the second shifted by two (from memory, tried on published numbers).
    """
    digits = [int(it) for it in value]
    for start in (0, 2):
        rest = sum(((at + start) % 10 + 1) * digit for at, digit in enumerate(digits[:-1])) % 11
        if rest < 10:
            return rest == digits[-1]
    return digits[-1] == 0


_PREFIX = r"(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)"

SCHEMES: dict[str, Scheme] = {
    it.id: it
    for it in (
        Scheme("inn", "RU", "INN, taxpayer", r"\d{10}|\d{12}", _inn_holds, labels=("ИНН", "INN")),
        Scheme("ogrn", "RU", "OGRN, register of companies", r"[15]\d{12}", _stdnum(ogrn), labels=("ОГРН", "OGRN")),
        Scheme(
            "ogrnip", "RU", "OGRNIP, register of entrepreneurs", r"3\d{14}", _stdnum(ogrn), labels=("ОГРНИП", "OGRNIP")
        ),
        Scheme("kpp", "RU", "KPP, tax office of a unit", r"\d{4}[0-9A-Z]{2}\d{3}", labels=("КПП", "KPP")),
        Scheme(
            "uscc",
            "CN",
            "Unified social credit code",
            r"[0-9A-HJ-NPQRTUWXY]{18}",
            _stdnum(uscc),
            labels=("统一社会信用代码", "USCC"),
        ),
        Scheme("lei", "", "Legal entity identifier", r"[0-9A-Z]{18}\d{2}", _stdnum(lei), labels=("LEI",)),
        Scheme(
            "kr_brn", "KR", "Business registration number", r"\d{10}", kr_number_holds, labels=("사업자등록번호", "BRN")
        ),
        Scheme("vkn", "TR", "VKN, taxpayer", r"\d{10}", _stdnum(vkn), labels=("VKN", "VERGI NO", "VERGİ NO")),
        Scheme("tckn", "TR", "TCKN, citizen", r"[1-9]\d{10}", _stdnum(tckimlik), labels=("TCKN", "TC KIMLIK NO")),
        Scheme(
            "edrpou",
            "UA",
            "EDRPOU, register of companies",
            r"\d{8}",
            _stdnum(edrpou),
            labels=("ЄДРПОУ", "ЕДРПОУ", "EDRPOU"),
        ),
        Scheme("unp", "BY", "UNP, taxpayer", r"[1-7A-Z][0-9A-Z]\d{7}", _stdnum(unp), labels=("УНП", "UNP")),
        Scheme(
            "kz_bin",
            "KZ",
            "BIN or IIN",
            r"\d{2}(0[1-9]|1[0-2])[0-6]\d{7}",
            kz_number_holds,
            labels=("БИН", "BIN", "БСН", "ИИН", "IIN"),
        ),
        Scheme("uz_inn", "UZ", "INN (STIR), taxpayer", r"[2-8]\d{8}", labels=("ИНН", "STIR", "СТИР")),
        Scheme("kg_inn", "KG", "INN, taxpayer", r"[0-2]\d{13}", labels=("ИНН", "INN")),
        Scheme("am_tin", "AM", "TIN, taxpayer", r"\d{8}", labels=("ՀՎՀՀ", "TIN")),
        Scheme("ge_tin", "GE", "Identification code", r"\d{9}|\d{11}"),
        Scheme("az_voen", "AZ", "VÖEN, taxpayer", r"\d{10}", _stdnum(voen), labels=("VÖEN", "VOEN")),
        Scheme("tw_ubn", "TW", "Unified business number", r"\d{8}", _stdnum(ubn), labels=("統一編號", "UBN")),
        Scheme("jp_cn", "JP", "Corporate number", r"[1-9]\d{12}", _stdnum(jp_cn), labels=("法人番号",)),
        Scheme(
            "gstin",
            "IN",
            "GSTIN, taxpayer",
            r"\d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]Z[0-9A-Z]",
            _stdnum(gstin),
            True,
            ("GSTIN",),
        ),
        Scheme("pan", "IN", "PAN, taxpayer", r"[A-Z]{3}[ABCFGHLJPTK][A-Z]\d{4}[A-Z]", _stdnum(pan), True, ("PAN",)),
        Scheme("iec", "IN", "Importer exporter code", r"\d{10}", labels=("IEC",)),
        Scheme("ae_trn", "AE", "TRN, taxpayer", r"100\d{12}", labels=("TRN",)),
        Scheme(
            "sg_uen",
            "SG",
            "Unique entity number",
            r"\d{8,9}[A-Z]|[TSR]\d{2}[A-Z]{2}\d{4}[A-Z]",
            _stdnum(uen),
            labels=("UEN",),
        ),
        Scheme("th_tin", "TH", "TIN, taxpayer", r"\d{13}", _stdnum(th_tin), labels=("TIN",)),
        Scheme("vn_mst", "VN", "MST, taxpayer", r"\d{10}|\d{13}", _stdnum(mst), labels=("MST",)),
        Scheme("gb_eori", "GB", "EORI of Great Britain", r"(GB|XI)\d{12}(\d{3})?", None, True, ("EORI",)),
        Scheme("imo", "", "IMO number of a ship or company", r"\d{7}", _stdnum(imo), labels=("IMO",), shy=True),
        Scheme("bic", "", "BIC of a bank", r"[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?", labels=("BIC", "SWIFT"), shy=True),
        Scheme("duns", "", "D-U-N-S number", r"\d{9}", labels=("DUNS", "D-U-N-S"), shy=True),
        Scheme("okpo", "RU", "OKPO, statistics", r"\d{8}", okpo_holds, labels=("ОКПО", "OKPO"), shy=True),
        Scheme(
            "kr_crn",
            "KR",
            "Corporate registration number",
            r"\d{13}",
            kr_company_holds,
            labels=("법인등록번호",),
            shy=True,
        ),
        Scheme("eori", "", "EORI of the European Union", _PREFIX + r"(?=.*\d)[0-9A-Z]{7,15}", labels=("EORI",)),
    )
}
_SHAPES = {scheme.id: re.compile(scheme.shape) for scheme in SCHEMES.values()}
_LABELS = {label: scheme.id for scheme in SCHEMES.values() for label in scheme.labels}
_LABELLED = re.compile("|".join(sorted((re.escape(_NOISE.sub("", it)) for it in _LABELS), key=len, reverse=True)))


@lru_cache(maxsize=262_144)
def recognise(text: str, country: str | None = None) -> tuple[Recognised, ...]:
    """Every scheme that ``text`` fits, likeliest first: of ``country``, then with check digits that hold.

    A number that fits two schemes gives both, so that the caller can say so. Without a country (and without a
    label such as "ИНН" before the number) only schemes with check digits or a telling shape are considered.
    Two numbers in one cell ("7701234567/770101001") are both read.

    >>> [str(it) for it in recognise("ИНН 9799001010")]
    ['inn:9799001010']
    >>> recognise("12345")
    ()
    """
    found = [it for part in _PARTS.split(text) for it in _recognise_one(part, country)]
    return tuple(
        sorted(dict.fromkeys(found), key=lambda it: (it.country != country if country else False, not it.checked))
    )


def normal(text: str, scheme: str) -> str:
    """The number as it is compared: no spaces and marks, capital letters, without its label.

    Raises:
        BadIdentifier: The text has not the shape of the scheme, or its check digits fail.
    """
    value, _ = _value(text)
    known = SCHEMES[scheme]
    if not _SHAPES[scheme].fullmatch(value):
        raise BadIdentifier(
            f"{text!r} is no {known.title}: it has another shape. Check the digits, or keep it without a scheme."
        )
    if known.check and not known.check(value):
        raise BadIdentifier(
            f"{text!r} is no {known.title}: its check digits fail, so at least one digit is wrong. "
            "Look it up in the register, or keep it without a scheme."
        )
    return value


def failed_scheme(text: str, country: str) -> str | None:
    """The scheme of ``country`` whose shape ``text`` has while its check digits fail; None when nothing is wrong.

    A text that fits any scheme of the country, or has the shape of none, is not called wrong.
    """
    value = text if text.isascii() and text.isdecimal() else _value(text)[0]
    shaped = [it for it in _own_schemes(country) if _SHAPES[it.id].fullmatch(value)]
    if not shaped or any(it.check is None or it.check(value) for it in shaped):
        return None
    return shaped[0].id


@cache
def _own_schemes(country: str) -> tuple[Scheme, ...]:
    return tuple(it for it in SCHEMES.values() if it.country == country and not it.shy)


def scheme_shares(texts: Iterable[str]) -> dict[str, float]:
    """Share of the non-empty texts whose check digits hold, by scheme; for telling what a column holds.

    Schemes with a one-digit check hold by chance in about a tenth of random numbers: a share means something
    only well above that.
    """
    given = [text for text in texts if text and text.strip()]
    counts = Counter(it.scheme for text in given for it in recognise(text) if it.checked or SCHEMES[it.scheme].telling)
    return {scheme: count / len(given) for scheme, count in counts.most_common()}


def _recognise_one(text: str, country: str | None) -> list[Recognised]:
    value, label = _value(text)
    if not value or not (label or any(it.isdigit() for it in value)) or len(set(value)) == 1:
        return []
    return [
        Recognised(scheme.id, value, bool(scheme.check), scheme.country)
        for scheme in SCHEMES.values()
        if _SHAPES[scheme.id].fullmatch(value) and _fits(scheme, value, label, country)
    ]


def _fits(scheme: Scheme, value: str, label: str, country: str | None) -> bool:
    if label and label not in {_NOISE.sub("", it) for it in scheme.labels}:
        return False
    if scheme.shy and not label:
        return False
    if scheme.check:
        return scheme.check(value)
    return scheme.telling or bool(label) or scheme.country == country


def _is_labelled(label: str, value: str) -> bool:
    """Is a value without a digit one of the label's scheme? BICs of head offices are letters only."""
    schemes = [it.id for it in SCHEMES.values() if it.shy and label in map(_plain_label, it.labels)]
    return any(_SHAPES[it].fullmatch(value) for it in schemes)


def _plain_label(label: str) -> str:
    return _NOISE.sub("", label)


def _value(text: str) -> tuple[str, str]:
    """The number and the label that stood before it."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()
    found = _LABELLED.match(plain)
    rest = plain[found.end() :] if found else ""
    if found and (any(it.isdigit() for it in rest) or _is_labelled(found.group(), rest)):
        return rest, found.group()
    return plain, ""
