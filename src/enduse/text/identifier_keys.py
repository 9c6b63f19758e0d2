"""Numbers of lists and registers, which name their kind in their own words, made comparable."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from enduse.errors import BadIdentifier
from enduse.text.identifiers import SCHEMES, normal

State = Literal["holds", "fails", "unchecked"]

_EVERYWHERE: Mapping[str, str] = {
    "OGRN": "ogrn",
    "OGRNIP": "ogrnip",
    "KPP": "kpp",
    "USCC": "uscc",
    "LEI": "lei",
    "IMO": "imo",
    "BIC": "bic",
    "SWIFT": "bic",
    "DUNS": "duns",
    "OKPO": "okpo",
    "EDRPOU": "edrpou",
    "UNP": "unp",
    "BIN": "kz_bin",
    "VKN": "vkn",
    "BRN": "kr_brn",
    "UBN": "tw_ubn",
    "UEN": "sg_uen",
}
_OF_COUNTRY: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("INN", ""): ("inn",),
    ("INN", "RU"): ("inn",),
    ("INN", "UZ"): ("uz_inn",),
    ("INN", "KG"): ("kg_inn",),
    ("TAX", "RU"): ("inn",),
    ("TAX", "UZ"): ("uz_inn",),
    ("TAX", "KG"): ("kg_inn",),
    ("TAX", "TR"): ("vkn", "tckn"),
    ("TAX", "UA"): ("edrpou",),
    ("TAX", "BY"): ("unp",),
    ("TAX", "KZ"): ("kz_bin",),
    ("TAX", "KR"): ("kr_brn",),
    ("TAX", "AM"): ("am_tin",),
    ("TAX", "GE"): ("ge_tin",),
    ("TAX", "AZ"): ("az_voen",),
    ("TAX", "TW"): ("tw_ubn",),
    ("TAX", "CN"): ("uscc",),
    ("TAX", "IN"): ("gstin", "pan"),
    ("TAX", "TH"): ("th_tin",),
    ("TAX", "VN"): ("vn_mst",),
    ("TAX", "AE"): ("ae_trn",),
    ("REG", "RU"): ("ogrn", "ogrnip"),
    ("REG", "CN"): ("uscc",),
    ("REG", "UA"): ("edrpou",),
    ("REG", "BY"): ("unp",),
    ("REG", "KZ"): ("kz_bin",),
    ("REG", "KR"): ("kr_brn", "kr_crn"),
    ("REG", "TW"): ("tw_ubn",),
    ("REG", "JP"): ("jp_cn",),
    ("REG", "SG"): ("sg_uen",),
    ("BRN", "KR"): ("kr_brn",),
}
_LENGTHS: Mapping[str, tuple[int, ...]] = {
    "inn": (10, 12),
    "edrpou": (8,),
    "okpo": (8,),
    "tw_ubn": (8,),
    "kz_bin": (12,),
}


@dataclass(frozen=True, order=True)
class IdentifierKey:
    """A number as it is compared: two with one ``key`` are one number.

    Attributes:
        key: ``inn:7701234567``; where we do not know the scheme ``REG:GB:01234567``.
        state: Do the check digits hold? ``unchecked`` where the scheme has none, or we do not know it.
        repaired: Leading zeros that a spreadsheet ate were put back; the check digits hold only with them.
    """

    key: str
    state: State
    repaired: bool = False

    @property
    def strong(self) -> bool:
        """Does sameness of this number alone speak for sameness of its bearers? A branch's KPP and a slip do not."""
        return self.state != "fails" and not self.key.startswith(("kpp:", "OTHER:"))


@lru_cache(maxsize=262_144)
def identifier_key(scheme: str, value: str, country: str = "") -> IdentifierKey:
    """The comparable form of a number that a list or a register gives.

    Args:
        scheme: As in ``model.listing.WrittenIdentifier``.
        value: As written.
        country: ISO alpha-2 of who issued it, where known.

    >>> identifier_key("INN", "97 9900 1010").key, identifier_key("REG", "hrb 1", "DE").key
    ('inn:9799001010', 'REG:DE:HRB1')
    """
    known = schemes_of(scheme, country)
    for id in known:
        for text, repaired in ((value, False), *((it, True) for it in _padded(id, value))):
            try:
                found = normal(text, id)
            except BadIdentifier:
                continue
            return IdentifierKey(f"{id}:{found}", "holds" if SCHEMES[id].check else "unchecked", repaired)
    plain = "".join(it for it in value.upper() if it.isalnum())
    if known and scheme.upper() not in ("TAX", "REG"):
        return IdentifierKey(f"{known[0]}:{plain}", "fails" if SCHEMES[known[0]].check else "unchecked")
    return IdentifierKey(f"{scheme.upper() or 'OTHER'}:{country}:{plain}", "unchecked")


def schemes_of(scheme: str, country: str = "") -> tuple[str, ...]:
    """Ids of ``text.identifiers.SCHEMES`` that a publisher's word for a number may mean, likeliest first.

    >>> schemes_of("TAX", "TR"), schemes_of("PASSPORT", "RU")
    (('vkn', 'tckn'), ())
    """
    word = scheme.upper()
    if found := _OF_COUNTRY.get((word, country)):
        return found
    return (_EVERYWHERE[word],) if word in _EVERYWHERE else ()


def _padded(id: str, value: str) -> list[str]:
    """The value with leading zeros to the scheme's length; at most two may have been eaten."""
    plain = value.strip()
    if not (plain.isascii() and plain.isdecimal()):
        return []
    return [plain.zfill(size) for size in _LENGTHS.get(id, ()) if 0 < size - len(plain) <= 2]
