"""Names that publishers give to kinds of numbers, as our schemes."""

from collections.abc import Mapping

from enduse.text.countries import country_code, is_country

_WORDS: Mapping[str, str] = {
    "LEI": "LEI",
    "INN": "INN",
    "OGRN": "OGRN",
    "OGRNIP": "OGRNIP",
    "KPP": "KPP",
    "USCC": "USCC",
    "DUNS": "DUNS",
    "BIC": "BIC",
    "IMO": "IMO",
    "TAXID": "TAX",
    "VAT": "TAX",
    "TIN": "TAX",
    "PASSPORT": "PASSPORT",
    "IDCARD": "NATIONAL_ID",
    "DRIVING": "NATIONAL_ID",
}


def org_id_scheme(text: str) -> tuple[str, str]:
    """Our scheme and the issuing country of a code of org-id.guide (``GB-COH``) or of BODS (``RUS-TAXID``).

    >>> org_id_scheme("GB-COH"), org_id_scheme("XI-LEI"), org_id_scheme("RUS-TAXID"), org_id_scheme("GBR-PASSPORT")
    (('REG', 'GB'), ('LEI', ''), ('TAX', 'RU'), ('PASSPORT', 'GB'))
    """
    place, _, word = text.strip().upper().partition("-")
    country = (place if is_country(place) else country_code(place) or "") if word and len(place) in (2, 3) else ""
    if country == "XI" or place in ("XI", "XM", "XR", "MISC"):
        country = ""
    known = _WORDS.get(word or place)
    if known:
        return known, country
    return ("REG" if country else "OTHER"), country
