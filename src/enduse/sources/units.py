"""What a published figure counts: money in which currency, or mass, and in thousands or millions."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from enduse.text.homoglyphs import repair_homoglyphs

Measure = Literal["value", "net_kg", "quantity", "rate"]

_FACTORS = (
    (1e9, re.compile(r"\bмлрд|миллиард|\bbillion|\bmilliard|\bmlrd|\bbln\b|\bbn\b")),
    (1e6, re.compile(r"\bмлн|миллион|\bmillion|\bmln\b|\bmio\b")),
    (1e3, re.compile(r"\bтыс|\bthousand|\bths\b|\bмиң|\bминг\b|\bming\b|\btausend|\bmilliers\b|千")),
)
_CURRENCIES = (
    ("USD", re.compile(r"долл|доллар|\bdollar|\busd\b|us ?\$|\bдол\. ?сша|美元|달러")),
    ("EUR", re.compile(r"\bевро\b|\beuros?\b|\beur\b|€|欧元")),
    ("RUB", re.compile(r"\bруб|\brub\b|\broubl|\bruble")),
    ("KGS", re.compile(r"\bсом(?:ов|у|дор)?\b|\bsoms?\b|\bkgs\b")),
    ("UZS", re.compile(r"\bсум(?:ов)?\b|\bso['’ʻ‘]m\b|\buzs\b")),
    ("KZT", re.compile(r"\bтенге\b|\btenge\b|\bkzt\b")),
)
_TONNES = re.compile(r"\bтонн|\bтн\b|\btonn?es?\b|\btons?\b")
_KILOGRAMS = re.compile(r"\bкг\b|\bkgs?\b|\bkilogram")


@dataclass(frozen=True)
class Unit:
    """What a figure counts.

    Attributes:
        measure: Which of our columns it goes to.
        factor: What the printed number is multiplied with to give whole units (kilograms for mass).
        currency: ISO 4217, for money.
    """

    measure: Measure = "value"
    factor: float = 1.0
    currency: str | None = None


# Names of indicators in Eurostat's data browser and Comext.
INDICATORS = {
    "VALUE_IN_EUROS": Unit("value", 1.0, "EUR"),
    "VALUE_IN_EUR": Unit("value", 1.0, "EUR"),
    "VALUE_IN_NAC": Unit("value", 1.0, None),
    "QUANTITY_IN_KG": Unit("net_kg", 1.0),
    "QUANTITY_IN_100KG": Unit("net_kg", 100.0),
    "SUPPLEMENTARY_QUANTITY": Unit("quantity", 1.0),
    "SUP_QUANTITY": Unit("quantity", 1.0),
}


@lru_cache(maxsize=4096)
def read_unit(text: str) -> Unit | None:
    """The unit that a text names, or None when it names neither a currency nor a mass.

    >>> read_unit("(тыс. долларов США)")
    Unit(measure='value', factor=1000.0, currency='USD')
    >>> read_unit("тыс. тонн").factor
    1000000.0
    """
    if text.strip() in INDICATORS:
        return INDICATORS[text.strip()]
    plain = " ".join(repair_homoglyphs(unicodedata.normalize("NFKC", text)).casefold().split())
    factor = next((number for number, pattern in _FACTORS if pattern.search(plain)), 1.0)
    currency = next((code for code, pattern in _CURRENCIES if pattern.search(plain)), None)
    if currency:
        return Unit("value", factor, currency)
    if _TONNES.search(plain):
        return Unit("net_kg", factor * 1000)
    return Unit("net_kg", factor) if _KILOGRAMS.search(plain) else None
